"""Questions about a sheet, put to the solver: first over its measures, then over the facts behind them.

Measures that share facts are independent in the first system, which allows more than there can be: what has no solution
there has none at all. Where it has one that no facts give, the second system knows the facts and how they are related.
What the solver finds is looked for among facts, and scored, before anybody believes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from rubricc.compiler.ir.program import Guard, Line
from rubricc.compiler.proofs.asked import Asked
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.proofs.sheets import NOTHING, Assignment, Sheet, Variable
from rubricc.compiler.proofs.witness import Fits, Shown, scored, shown
from rubricc.compiler.runtime.exact import Value

AGAIN = "\nagain"  # after the name of a variable: the same for other facts


class Levels:
    """A sheet over its measures and over its facts."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """From the coarse system to the fine one."""
        if not self.sheet.cuts:
            return (self.sheet,)
        return (self.sheet, Sheet(self.sheet.ground, self.sheet.indicator, apart=True))

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
            found = self._facts(sheet, posed.values(model))
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
            pair = [self._facts(sheet, posed.values(model, mark)) for mark in ("", AGAIN)]
            if pair[0] is not None and pair[1] is not None:
                if (pair[1].points - pair[0].points) * way < 0 and self._alike(variable, *pair):
                    return pair[0], pair[1]
        raise Unknown("facts")

    def _alike(self, moving: Variable, one: Shown | None, other: Shown | None) -> bool:
        assert one is not None and other is not None
        names = [name for name in self.sheet.variables if name != moving.name]
        return all(one.known.get(name) == other.known.get(name) for name in names)

    def _facts(self, sheet: Sheet, values: Assignment) -> Shown | None:
        """Facts for values of the variables of a system, as the sheet itself shows them."""
        try:
            found = shown(sheet, values)
        except Unknown:
            return None
        return found if sheet is self.sheet else scored(self.sheet, found.facts)


class Posed:
    """One system: the variables of a sheet, their relations, and its lines; twice, for two sets of facts."""

    def __init__(self, sheet: Sheet) -> None:
        from rubricc.compiler.proofs.solver import System

        self.sheet = sheet
        self.system = System()

    def facts(self, mark: str = "") -> dict[str, Any]:
        """Facts that there can be, and all lines as formulas of them."""
        sheet, system = self.sheet, self.system
        values = {
            v.name: system.variable(v.name + mark, v.kind.family, v.domain, v.labels)
            for v in self._variables()
        }
        for each in sheet.ground.relations(tuple(name for name in values if name in sheet.slots)):
            system.require(system.term(each, values))
        for step in sheet.steps:
            if isinstance(step, Line):
                values[step.name] = system.term(step.term, values)
            elif isinstance(step, Guard):
                system.require(system.term(step.condition, values))
        return values

    def _variables(self) -> Iterator[Variable]:
        return (v for v in self.sheet.variables.values() if v.name != NOTHING)

    def find(self, *conditions: Any) -> dict[str, Value] | None:
        return self.system.find(conditions, self.sheet.ground.effort)

    def values(self, model: Mapping[str, Value], mark: str = "") -> dict[str, Value]:
        """The values of the variables in one of the two sets of facts."""
        return {name: model[name + mark] for name in self.sheet.variables}
