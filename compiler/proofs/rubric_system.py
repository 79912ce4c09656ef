"""The whole rubric in one system: every indicator over the facts that it reads, and what they come to together.

Items that share facts, or read the points of others, are one here. All indicators apply and no fact is missing: where
that may be otherwise, what is found is found, and what is not may still be there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rubricc.compiler.ir.program import Group, Guard, Indicator, Line
from rubricc.compiler.proofs.sheets import Ground, Sheet
from rubricc.compiler.proofs.whole import condition, group_points, lines_of_total
from rubricc.compiler.runtime.exact import Value
from rubricc.dsl import terms as t

if TYPE_CHECKING:
    from rubricc.compiler.proofs.solver import System


class RubricSystem:
    """Indicators of a rubric over its facts; where two sets of facts are asked for, a `mark` tells the second."""

    def __init__(self, ground: Ground, system: System, mark: str = "") -> None:
        self.ground, self.program = ground, ground.program
        self.system, self.mark = system, mark
        self.slots: dict[str, Any] = {}
        self.all_there = True  # whether nothing may be left out: then what has no solution here has none
        self.known: dict[str, Any] = {}  # the points of items

    def points(self, key: str) -> Any:
        """The points of an item."""
        if key not in self.known:
            item = self.program.item(key)
            if isinstance(item, Group):
                members = {child.key: self.points(child.key) for child in item.children}
                self.known[key] = self.system.term(group_points(item, self.program), members)
            else:
                self.known[key] = self._worked_out(item)
        return self.known[key]

    def _worked_out(self, indicator: Indicator) -> Any:
        for answer in indicator.absent:
            if answer.answer != "refuse":
                self.all_there = False
                if answer.condition is not None:
                    applies = self._worked_out(self.program.conditions[answer.condition])
                    self.system.require(applies == 0)
        sheet = Sheet(self.ground, indicator, apart=True)
        return self.lines(sheet)[sheet.last]

    def lines(self, sheet: Sheet) -> dict[str, Any]:
        """The variables and the lines of a sheet; its guards hold."""
        values = {name: self._value(sheet, name) for name in sheet.variables}
        for step in sheet.steps:
            if isinstance(step, Line):
                values[step.name] = self.system.term(step.term, values)
            elif isinstance(step, Guard):
                self.system.require(self.system.term(step.condition, values))
        return values

    def _value(self, sheet: Sheet, name: str) -> Any:
        """A fact, a measure that is not taken apart, or the points of another item."""
        v = sheet.variables[name]
        if sheet.apart and isinstance(v.term, t.Points) and v.term.item not in (t.TOTAL, t.GRADE):
            return self.points(v.term.item)
        if name not in self.slots:
            self.slots[name] = self.system.variable(name + self.mark, v.kind.family, v.domain, v.labels)
        return self.slots[name]

    def related(self) -> None:
        """What the declarations say of several facts at once."""
        for each in self.ground.relations(tuple(name for name in self.slots if name in self.ground.slots)):
            self.system.require(self.system.term(each, self.slots))

    def whole(self) -> dict[str, Any]:
        """The total and the grade, and all that leads to them."""
        values = {item.key: self.points(item.key) for item in self.program.items}
        for effect in self.program.effects:
            values[condition(effect)] = self._worked_out(self.program.conditions[effect.condition])
        for line in lines_of_total(self.program):
            values[line.name] = self.system.term(line.term, values)
        self.related()
        return values

    def values(self, model: Mapping[str, Value]) -> dict[str, Value]:
        """The facts and measures in this set of facts."""
        return {name: model[name + self.mark] for name in self.slots}
