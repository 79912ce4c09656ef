"""Questions about a sheet, put to the solver: first over its measures, then over the facts behind them.

Measures that share facts are independent in the first system, which allows more than there can be: what has no solution
there has none at all. Where it has one that no facts give, the second system knows the facts and how they are related.
What the solver finds is looked for among facts, and scored, before anybody believes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from rubricc.compiler.proofs.asked import Asked
from rubricc.compiler.proofs.every import Every
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.proofs.sheets import Assignment, Sheet, Variable
from rubricc.compiler.proofs.witness import Fits, Shown, facts_for, scored, shown
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

    def find(self, asked: Asked, fits: Fits) -> Shown | None:
        """Facts for which it holds, and which fit; None where it never holds."""
        for sheet in self.sheets:
            posed = Posed(sheet)
            values = posed.facts()
            for line in asked.lines:
                values[line.name] = posed.system.term(line.term, values)
            model = posed.find(posed.system.term(asked.condition, values))
            if model is None:
                return None
            (found,) = posed.shown(self.sheet, model)
            if found is not None and asked.holds(found.known) and fits(found):
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
            one, two = posed.shown(self.sheet, model)
            if one is not None and two is not None:
                if (two.points - one.points) * way < 0 and self._alike(variable, one, two):
                    return one, two
        raise Unknown("facts")

    def _alike(self, moving: Variable, one: Shown, other: Shown) -> bool:
        names = [name for name in self.sheet.variables if name != moving.name]
        return all(one.known.get(name) == other.known.get(name) for name in names)


class Posed:
    """One system: the variables of a sheet, their relations, and its lines; twice, for two sets of facts."""

    def __init__(self, sheet: Sheet) -> None:
        from rubricc.compiler.proofs.solver import System

        self.sheet = sheet
        self.system = System()
        self.sets: list[Every] = []

    def facts(self, mark: str = "") -> dict[str, Any]:
        """Facts that there can be, and all lines as formulas of them."""
        every = Every(self.sheet.ground, self.system, mark)
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

    def shown(self, sheet: Sheet, model: Mapping[str, Value]) -> list[Shown | None]:
        """For every set of facts such as have these values, as a sheet of the same indicator shows them."""
        return [self._shown(sheet, every.values(model)) for every in self.sets]

    def _shown(self, sheet: Sheet, values: Assignment) -> Shown | None:
        try:
            if values.keys() == self.sheet.variables.keys():
                found = shown(self.sheet, values)
                return found if sheet is self.sheet else scored(sheet, found.facts)
            return scored(sheet, facts_for(sheet.ground, values))
        except Unknown:
            return None
