"""Facts that Hypothesis draws from what a rubric declares: every kind, within its domain and precision.

The figures that the rubric itself compares with are drawn often, and what lies beside them. The only module that
imports Hypothesis; it is imported when properties run, and by nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, TypeAlias

from hypothesis import strategies as st

from rubricc.compiler.ir.program import Program
from rubricc.compiler.runtime.domains import lowest
from rubricc.compiler.runtime.exact import NUMERIC, UNIT_SCALE, whole
from rubricc.compiler.runtime.rows import KEY_COLUMNS
from rubricc.compiler.runtime.schema import FILLED, Block, Field, months_between
from rubricc.compiler.trials.written_facts import within_limits
from rubricc.dsl import terms as t

Facts: TypeAlias = dict[str, Any]
Path: TypeAlias = tuple[str, int, str]  # block, row (−1 in a single block), field

FAR = 10**6  # how high a number goes that has no declared end, in the declared unit
ROWS = 4  # of tables by event and by unit
FIRST, LAST = date(2015, 1, 1), date(2030, 12, 31)
UNITS = ("甲", "乙", "丙", "丁")
SAID = ("……", "甲", "乙")  # who judged, and why; what rows are told apart by


class Drawing:
    """The strategies of one rubric."""

    def __init__(self, program: Program, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.constants = _constants(program)
        self.texts = [*SAID, *_texts(program)]
        self.fields = {
            (b.name, f.name): self._field(f) for b in blocks for f in b.fields if not _of_filling(f)
        }

    @st.composite
    @staticmethod
    def _facts(draw: st.DrawFn, self: Drawing) -> Facts:
        units = UNITS[: draw(st.integers(1, ROWS))] if any(b.by == "unit" for b in self.blocks) else ()
        return {block.name: self._block(draw, block, units) for block in self.blocks}

    def facts(self) -> st.SearchStrategy[Facts]:
        """Complete facts, by block."""
        return self._facts(self)

    def _block(self, draw: st.DrawFn, block: Block, units: Sequence[str]) -> Any:
        if not block.by:
            return self._row(draw, block)
        keys: Sequence[str] = units
        if block.by == "month":
            keys = months_between(block.first, block.last)
        elif block.by == "event":
            keys = [""] * draw(st.integers(0, ROWS))
        rows = [self._row(draw, block) for _ in keys]
        if block.by != "event":
            for row, key in zip(rows, keys, strict=True):
                row[KEY_COLUMNS[block.by][0]] = key
        return rows

    def _row(self, draw: st.DrawFn, block: Block) -> Facts:
        fields = [field for field in block.fields if not _of_filling(field)]
        row = {field.name: draw(self.fields[block.name, field.name]) for field in fields}
        return within_limits(block, row)

    def _field(self, field: Field) -> st.SearchStrategy[Any]:
        """Values of a field; an empty cell too, where it may be missing."""
        values = self._values(field)
        return values | st.none() if field.filled else values

    def _values(self, field: Field) -> st.SearchStrategy[Any]:
        match field.kind:
            case "yesno":
                return st.booleans()
            case "label":
                return st.sampled_from(field.labels)
            case "text":
                return st.sampled_from(self.texts)
            case "date":
                return self._day(field)
            case "month":
                low, high = str(field.low or "2015-01"), str(field.high or "2030-12")
                return st.sampled_from(months_between(low, high))
        assert field.kind in NUMERIC
        return self._number(field)

    def _day(self, field: Field) -> st.SearchStrategy[date]:
        low = field.low if isinstance(field.low, date) else FIRST
        high = field.high if isinstance(field.high, date) else LAST
        if field.known is not None:
            low, high = max(low, field.known.first), min(high, field.known.last)
        low, high = min(low, high), max(low, high)
        near = {day + timedelta(n) for day in self.constants if isinstance(day, date) for n in (-1, 0, 1)}
        inside = sorted(day for day in near if low <= day <= high)
        days = st.dates(low, high)
        return st.sampled_from(inside) | days if inside else days

    def _number(self, field: Field) -> st.SearchStrategy[int | Fraction]:
        """Numbers on the declared precision; else with at most two decimals of the declared unit."""
        scale = UNIT_SCALE.get(field.unit, 1)
        grid = Fraction(field.precision) if field.precision is not None else Fraction(1)
        if field.precision is None and field.kind != "count":
            grid = Fraction(1, 10_000) if field.kind == "percent" else Fraction(scale, 100)
        low, high = (
            Fraction(x) if isinstance(x, int | Fraction) else None for x in (lowest(field), field.high)
        )
        far = Fraction(2) if field.kind == "percent" else Fraction(FAR * scale)
        first = low if low is not None else -far if high is None or high > -far else high - far
        last = high if high is not None else max(far, first + far)
        least, most = -(-first // grid), last // grid
        least += field.low_open and least * grid == first
        most -= field.high_open and most * grid == last
        near = {x // grid + n for x in self.constants if isinstance(x, Fraction) for n in (-1, 0, 1)}
        inside = sorted({n for n in near if least <= n <= most} | {min(max(0, least), most)})
        few = st.integers(max(0, least), min(12, most)) if least <= 12 and most >= 0 else st.nothing()
        counts = st.sampled_from(inside) | few | st.integers(least, most)
        return counts.map(lambda n: whole(n * grid / scale))

    # ── changes ──

    def paths(self, facts: Facts) -> list[Path]:
        """Every cell, in order."""
        found: list[Path] = []
        for block in self.blocks:
            rows = facts[block.name]
            numbered: Sequence[tuple[int, Mapping[str, object]]]
            numbered = list(enumerate(rows)) if isinstance(rows, list) else [(-1, rows)]
            found += [
                (block.name, at, field.name)
                for at, row in numbered
                for field in block.fields
                if field.name in row
            ]
        return found

    def value(self, path: Path) -> st.SearchStrategy[Any]:
        return self.fields[path[0], path[2]]


def _of_filling(field: Field) -> bool:
    """Whether a field says only if another is filled."""
    return field.name.endswith(FILLED)


def changed(blocks: Sequence[Block], facts: Facts, path: Path, value: object) -> Facts | None:
    """The facts with one cell that is another; None where that cell is then more than it may be, or others are."""
    block, at, name = path
    rows = facts[block]
    own = next(each for each in blocks if each.name == block)
    row = {**(rows[at] if at >= 0 else rows), name: value}
    if within_limits(own, row) != row:
        return None
    return {**facts, block: [*rows[:at], row, *rows[at + 1 :]] if at >= 0 else row}


def without(facts: Facts, paths: Sequence[Path]) -> Facts:
    """The facts with cells that are missing."""
    found = dict(facts)
    for block, at, name in paths:
        rows = found[block]
        row = {key: value for key, value in (rows[at] if at >= 0 else rows).items() if key != name}
        found[block] = [*rows[:at], row, *rows[at + 1 :]] if at >= 0 else row
    return found


def _constants(program: Program) -> list[Fraction | date]:
    """The figures and days that the rubric's lines and aggregates hold."""
    found = {x.value: None for x in _held(program) if not isinstance(x.value, bool | str)}
    return list(found)


def _texts(program: Program) -> list[str]:
    """The texts that columns of text are compared with."""
    found = {x.value: None for x in _held(program) if isinstance(x.value, str) and x.kind.family == "text"}
    return [text for text in found if text not in SAID]


def _held(program: Program) -> Iterator[t.Const]:
    """The constants of the rubric's lines and aggregates."""
    todo: list[t.Term] = [slot.term for slot in program.slots]
    for sheet in (*program.sheets, *(part.sheet for part in program.parts)):
        todo += [line.term for line in sheet.lines]
    return (term for term in _inside(todo) if isinstance(term, t.Const))


def _inside(terms: Sequence[t.Term]) -> Iterator[t.Term]:
    todo = list(reversed(terms))
    while todo:
        term = todo.pop()
        yield term
        todo += t.children(term)
