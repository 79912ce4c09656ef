"""Every input scored twice: by the interpreter, which works in fractions, and by the code that `compile` writes.

Generated code works in whole numbers, once with derivations (`score`) and once without (`points`); the two are held
against the interpreter, and so against each other. Facts are those of a user: a mapping, or files that are bound.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from types import ModuleType
from typing import Any

from attrs import frozen

from rubricc.compiler.backends.python import emit_python
from rubricc.compiler.derivation.spec import schema_of
from rubricc.compiler.interpreter import Interpreter
from rubricc.compiler.ir.program import Checked
from rubricc.compiler.runtime.exact import UNIT_SCALE, Value, plain, whole
from rubricc.compiler.runtime.facts import Bound, bind
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.runtime.rows import KEY_COLUMNS
from rubricc.compiler.runtime.run import of_each
from rubricc.compiler.runtime.schema import FILLED, Block


@frozen
class Difference:
    """What two ways of scoring say of one item (its title, `total` or `grade`), as text."""

    at: str
    interpreted: str
    generated: str
    unit: str = ""


class Scorers:
    """The interpreter and the generated module of one program that has no open weights."""

    def __init__(self, checked: Checked) -> None:
        self.program = checked.program
        self.blocks = schema_of(checked.program)
        self.interpreter = Interpreter(checked)
        self.module: Any = ModuleType("scorer")
        exec(compile(emit_python(checked), "scorer.py", "exec"), self.module.__dict__)

    def bound(self, facts: Mapping[str, object]) -> Bound:
        return bind(self.blocks, facts)

    def interpreted(self, bound: Bound) -> list[Result]:
        """The results of all units, or the only one."""
        score = self.interpreter.run(bound)
        return [score(each) for each in of_each(self.blocks, bound)]

    def differences(self, results: Sequence[Result], facts: Mapping[str, object]) -> list[Difference]:
        """Where generated code says anything else of the facts than these results of the interpreter."""
        if not results:
            return []
        if self.program.scored:
            generated = self.module.score_units(facts, partial=True)
        else:
            generated = {"": self.module.score(facts, partial=True)}
        found: list[Difference] = []
        for one in results:
            other = generated.get(one.unit)
            if other is None:
                found.append(Difference("total", _text(one.total), "–", one.unit))
            else:
                found += self._compared(one, other)
        return [*found, *self._bare(results, facts)]

    def _compared(self, one: Result, other: Any) -> Iterator[Difference]:
        for mine, its in zip(one.indicators, other.indicators, strict=True):
            said = _text(mine.points) or mine.refused, _text(its.points) or its.refused
            if (mine.points, mine.refused, mine.applies) != (its.points, its.refused, its.applies):
                yield Difference(f"{mine.code} {mine.name}".strip(), *said, one.unit)
        for held, its in zip(one.statements, other.statements, strict=True):
            if held.holds != its.holds:
                yield Difference(held.name, held.result, its.result, one.unit)
        for outcome, its in zip(one.outcomes, other.outcomes, strict=True):
            if outcome.value != its.value:
                yield Difference(outcome.name, outcome.shown("zh") or "–", its.shown("zh") or "–", one.unit)
        for name in ("total", "grade"):
            if getattr(one, name) != getattr(other, name):
                yield Difference(name, _text(getattr(one, name)), _text(getattr(other, name)), one.unit)

    def _bare(self, results: Sequence[Result], facts: Mapping[str, object]) -> Iterator[Difference]:
        """The same of `points`, which takes complete facts, and all of them: no points of other units."""
        module = self.module
        if self.program.columns:
            return
        read = module.bind(module.INPUTS, facts)
        if read.missing or read.problems:
            return
        measures = module.measures(read.values)
        for one in results:
            points = module.points(measures(one.bound.unit) if self.program.scored else measures)
            for mine, units in zip(one.indicators, points, strict=False):
                if mine.absent is None and mine.asked is None:
                    its = None if units is None else module.exactly(units, module.UNIT)
                    if its != mine.exact:
                        yield Difference(
                            f"{mine.code} {mine.name}".strip(), _text(mine.points), _text(its), one.unit
                        )


def _text(value: object) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else plain(whole(Fraction(str(value))))


def facts_of(blocks: Sequence[Block], bound: Bound) -> dict[str, Any]:
    """Bound facts by block, in declared units, with the months and units of rows; missing ones are left out."""
    found: dict[str, Any] = {}
    for block in blocks:
        rows: list[dict[str, Any]] = [_row(block, row) for row in bound.values[block.name]]
        if block.by in ("month", "unit"):
            for row, key in zip(rows, bound.keys[block.name], strict=True):
                row[KEY_COLUMNS[block.by][0]] = key
        known = not any(each.block == block.name and each.row < 0 for each in bound.missing)
        if block.by and known:
            found[block.name] = rows
        elif not block.by and rows:
            found[block.name] = rows[0]
    return found


def _row(block: Block, row: Mapping[str, Value | None]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in block.fields:
        value = row.get(field.name)
        if field.filled and row.get(field.filled) is False:
            found[field.name] = None  # an empty cell, which is no missing one
        elif value is not None and not field.name.endswith(FILLED):
            found[field.name] = _cell(value, UNIT_SCALE.get(field.unit, 1))
    return found


def _cell(value: Value, scale: int) -> object:
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return whole(Fraction(value) / scale)
    assert isinstance(value, bool | str | date)
    return value
