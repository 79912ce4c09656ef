"""Questions about a sheet, put to the solver: first over its measures, then over the facts behind them.

Measures that share facts are independent in the first system, which allows more than there can be: what has no solution
there has none at all. Where it has one that no facts give, the second system knows the facts and how they are related.
What the solver finds is looked for among facts, and scored, before anybody believes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.proofs.question import Question
from rubricc.compiler.proofs.rubric_system import RubricSystem
from rubricc.compiler.proofs.sheets import Assignment, Sheet, Variable
from rubricc.compiler.proofs.witness import (
    Fits,
    Shown,
    any_will_do,
    beside_the_same,
    every_scored,
    facts_for,
    shown,
    shown_by,
)
from rubricc.compiler.runtime.exact import Value
from rubricc.dsl import terms as t

AGAIN = "\nagain"  # after the name of a variable: the same for other facts


class Levels:
    """A sheet over its measures and over its facts."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """From the coarse system to the fine one."""
        sheet = self.sheet
        if not sheet.cuts and not any(isinstance(v.term, t.Points) for v in sheet.variables.values()):
            return (sheet,)
        return (sheet, Sheet(sheet.ground, sheet.stated, apart=True))

    def find(self, asked: Question, fits: Fits) -> Shown | None:
        """Facts for which it holds, and which fit; None where it never holds."""
        for sheet in self.sheets:
            posed = Posed(sheet)
            values = posed.facts()
            for line in asked.lines:
                values[line.name] = posed.system.term(line.term, values)
            model = posed.find(posed.system.term(asked.condition, values))
            if model is None:
                return None
            found = posed.one(self.sheet, model, lambda one: asked.holds(one.known) and fits(one))
            if found is not None:
                return found
        raise Unknown("facts")

    def pair(self, variable: Variable, way: int) -> tuple[Shown, Shown] | None:
        """Facts with points that go against a way as one measure grows and all else that is read stays."""
        for sheet in self.sheets:
            posed = Posed(sheet)
            first, other = posed.facts(), posed.facts(AGAIN)
            for name in self.sheet.variables:
                posed.system.require(
                    first[name] < other[name] if name == variable.name else first[name] == other[name]
                )
            points = (first[sheet.last], other[sheet.last])
            model = posed.find(points[1] < points[0] if way == 1 else points[0] < points[1])
            if model is None:
                return None
            pair = posed.both(self.sheet, model, lambda a, b: self._against(variable, way, a, b))
            if pair is not None:
                return pair
        raise Unknown("facts")

    def _against(self, moving: Variable, way: int, one: Shown, other: Shown) -> bool:
        """Whether points go against a way, with nothing else that is another."""
        if (other.points - one.points) * way >= 0 or one.beside != other.beside:
            return False
        names = [name for name in self.sheet.variables if name != moving.name]
        return all(one.known.get(name) == other.known.get(name) for name in names)


class Posed:
    """One system: the variables of a sheet, their relations, and its lines; twice, for two sets of facts."""

    def __init__(self, sheet: Sheet) -> None:
        from rubricc.compiler.proofs.solver import System

        self.sheet = sheet
        self.system = System()
        self.sets: list[RubricSystem] = []

    def facts(self, mark: str = "") -> dict[str, Any]:
        """Facts that there can be, and all lines as formulas of them."""
        every = RubricSystem(self.sheet.ground, self.system, mark)
        self.sets.append(every)
        values = every.lines(self.sheet)
        every.related()
        return values

    def find(self, *conditions: Any) -> dict[str, Value] | None:
        """Values of all variables; None where there are none, which is proved."""
        model = self.system.find(conditions, self.sheet.ground.effort)
        if model is None and not all(every.all_there for every in self.sets):
            raise Unknown("facts")
        return model

    def one(self, sheet: Sheet, model: Mapping[str, Value], fits: Fits) -> Shown | None:
        """Facts that have these values, and fit, as a sheet of the same indicator shows them."""
        (every,) = self.sets
        return self._shown(sheet, every.values(model), fits)

    def both(
        self, sheet: Sheet, model: Mapping[str, Value], fit: Callable[[Shown, Shown], bool]
    ) -> tuple[Shown, Shown] | None:
        """The same for two sets of facts, which fit together; of a row beside the same others."""
        first, other = (every.values(model) for every in self.sets)
        if sheet is self.sheet and sheet.ground.within is not None:
            return beside_the_same(sheet, first, other, fit)
        one, two = self._shown(sheet, first, any_will_do), self._shown(sheet, other, any_will_do)
        return (one, two) if one is not None and two is not None and fit(one, two) else None

    def _shown(self, sheet: Sheet, values: Assignment, fits: Fits) -> Shown | None:
        try:
            if sheet is self.sheet and values.keys() == sheet.variables.keys():
                return shown(sheet, values, fits)
            if values.keys() == self.sheet.variables.keys():
                return next(filter(fits, every_scored(sheet, shown(self.sheet, values).facts)), None)
            return next(filter(fits, shown_by(sheet, facts_for(sheet.ground, values))), None)
        except Unknown:
            return None
