"""One evaluation with all that can be asked of it: its result, the measures of its indicators, and facts changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache, cached_property

from attrs import evolve, frozen

from rubricc.compiler.interpreter import Interpreter
from rubricc.compiler.ir.program import Indicator, Line, Program, slots_of
from rubricc.compiler.runtime.exact import Exact, Value
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.runtime.indicator import Indicator as Scored
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.runtime.schema import Block
from rubricc.compiler.runtime.tree import Group
from rubricc.compiler.why.facts import Cell, Facts
from rubricc.compiler.why.measures import Measure, Measures, Option, Sheets
from rubricc.compiler.why.rescored import Rescored, can
from rubricc.compiler.why.steps import in_steps
from rubricc.compiler.why.together import together
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import NUMBER

GOOD = ("add", "at least")  # effects that lift the total; all others are better away


@frozen
class Measured:
    """The measures of a sheet, and the names of those that could not be taken apart."""

    measures: tuple[Measure, ...]
    unknown: tuple[str, ...]
    together: bool = False  # no change of one measure gives more, and these are of several

    @property
    def options(self) -> tuple[Option, ...]:
        """Every change of one measure that gives more points."""
        return tuple(option for measure in self.measures for option in measure.options)


class Evaluated:
    """Facts scored by the reference."""

    def __init__(
        self, program: Program, interpreter: Interpreter, blocks: Sequence[Block], bound: Bound
    ) -> None:
        self.program, self.interpreter = program, interpreter
        self.facts = Facts(blocks, bound)
        self.result = interpreter.score(bound)
        points: dict[str, Value] = {}
        for slot in program.others:
            assert isinstance(slot.term, t.Points)
            whole = {t.TOTAL: self.result.exact, t.GRADE: self.result.grade}
            item = slot.term.item
            known = whole[item] if item in whole else points_of(self.result[item])
            if known is not None:
                points[slot.name] = known
        self.sheets = Sheets(program, self.facts, points)

    @cached_property
    def measured(self) -> tuple[Measured, ...]:
        """Of every indicator, in order; nothing of one without points, or with all of them."""
        return tuple(
            self._measured(number, sheet, self.result.indicators[number])
            for number, sheet in enumerate(self.program.indicators)
        )

    def _measured(self, number: int, sheet: Indicator, one: Scored) -> Measured:
        if one.absent is not None or one.exact is None:
            return Measured((), ())
        found = self._of(sheet, one.spec.high)
        others = {slot.name for slot in self.program.others}
        if not sheet.asked and not slots_of(sheet, others):
            return found
        # a change may decide as well whether it applies, or what other items come to
        kept = [
            evolve(measure, options=tuple(o for o in measure.options if self._holds(number, o)))
            for measure in found.measures
        ]
        return evolve(found, measures=tuple(measure for measure in kept if measure.options))

    def _holds(self, number: int, option: Option) -> bool:
        result = self.scored(option.cells)
        return result is not None and result.indicators[number].exact == option.points

    def _of(self, sheet: Indicator, most: Exact) -> Measured:
        """The measures of a sheet that can give more; of two facts, where it is known that none does alone."""
        found = Measures(self.sheets, sheet)
        measures = [measure for measure in found.all() if measure.options]
        steps = in_steps(found, measures) if found.values and found.here < most else None
        if steps is not None:
            return Measured((*measures, steps), tuple(found.unknown), not measures)
        if measures or found.unknown or not found.values or found.here >= most:
            return Measured(tuple(measures), tuple(found.unknown))
        pair = together(found)
        return Measured(() if pair is None else (pair,), tuple(found.unknown), pair is not None)

    def effect(self, number: int) -> Measured:
        """What makes an effect come about that lifts the total, and keeps any other from it."""
        effect = self.program.effects[number]
        sheet, holds = self.program.conditions[effect.condition], self.result.conditions[effect.condition]
        lifts = effect.kind in GOOD or (effect.kind == "times" and effect.amount > 1)
        if holds is None or holds == lifts:
            return Measured((), ())
        return self._of(sheet if lifts else turned(sheet), 1)

    @cached_property
    def _rescored(self) -> Rescored | None:
        bound = self.facts.bound
        return Rescored(self.interpreter, bound) if can(self.interpreter, bound) else None

    @cache  # noqa: B019  # lives as long as the command
    def _scored(self, cells: tuple[tuple[Cell, Value], ...]) -> Result | None:
        bound = self.facts.changed(dict(cells))
        if bound is None:
            return None
        again = self._rescored
        return self.interpreter.score(bound) if again is None else again.score(bound, dict(cells))

    def scored(self, cells: Mapping[Cell, Value]) -> Result | None:
        """The result of changed facts; None where their declarations do not allow them."""
        return self._scored(tuple(sorted(cells.items(), key=lambda each: each[0])))

    def in_full(self, cells: Mapping[Cell, Value]) -> Result | None:
        """The same, with nothing taken from before."""
        bound = self.facts.changed(cells)
        return None if bound is None else self.interpreter.score(bound)


def turned(sheet: Indicator) -> Indicator:
    """The sheet of a condition that gives its point where the condition does not hold."""
    last = t.Ref(sheet.lines[-1].name, NUMBER)
    other = t.Chain(t.Const(Fraction(1), NUMBER), (("-", last),), NUMBER)
    return evolve(sheet, steps=(*sheet.steps, Line("\nturned", other)))


def points_of(each: Group | Scored) -> int | Fraction | None:
    return each.exact
