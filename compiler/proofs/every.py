"""The whole rubric in one system: every indicator over the facts that it reads, and what they come to together.

Items that share facts, or read the points of others, are one here. All indicators apply and no fact is missing: where
that may be otherwise, what is found is found, and what is not may still be there.
"""

from __future__ import annotations

from typing import Any

from rubricc.compiler.interpreter import Interpreter
from rubricc.compiler.ir.program import Checked, Group, Guard, Indicator, Line
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.proofs.sheets import Ground, Sheet
from rubricc.compiler.proofs.together import completed, scored_whole
from rubricc.compiler.proofs.whole import GRADE, condition, group_points, lines_of_total
from rubricc.compiler.proofs.witness import Facts, Shown, facts_of_slots
from rubricc.compiler.runtime.result import Result
from rubricc.dsl import terms as t


class Every:
    """All indicators of a rubric over its facts."""

    def __init__(self, ground: Ground) -> None:
        from rubricc.compiler.proofs.solver import System

        self.ground, self.program = ground, ground.program
        self.system = System()
        self.slots: dict[str, Any] = {}
        self.all_there = True  # whether nothing may be left out: then what has no solution here has none
        self.known: dict[str, Any] = {}  # points of items, and whether conditions hold

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
        values = {name: self._slot(sheet, name) for name in sheet.variables}
        for step in sheet.steps:
            if isinstance(step, Line):
                values[step.name] = self.system.term(step.term, values)
            elif isinstance(step, Guard):
                self.system.require(self.system.term(step.condition, values))
        return values[sheet.last]

    def _slot(self, sheet: Sheet, name: str) -> Any:
        term = sheet.slots[name].term
        if isinstance(term, t.Points):
            if term.item in (t.TOTAL, t.GRADE):
                raise Unknown("term")
            return self.points(term.item)
        if name not in self.slots:
            v = sheet.variable(name)
            self.slots[name] = self.system.variable(v.name, v.kind.family, v.domain, v.labels)
        return self.slots[name]

    def whole(self) -> dict[str, Any]:
        """The total and the grade, and all that leads to them."""
        values = {item.key: self.points(item.key) for item in self.program.items}
        for effect in self.program.effects:
            values[condition(effect)] = self._worked_out(self.program.conditions[effect.condition])
        for line in lines_of_total(self.program):
            values[line.name] = self.system.term(line.term, values)
        for each in self.ground.relations(tuple(self.slots)):
            self.system.require(self.system.term(each, self.slots))
        return values


def graded(ground: Ground, checked: Checked, label: str) -> tuple[Facts, Result] | None:
    """Facts that earn a grade; None where none do."""
    every = Every(ground)
    grade = every.whole()[GRADE]
    number = [row.label for row in ground.program.grades].index(label)
    model = every.system.find([grade == number], ground.effort)
    if model is None:
        if not every.all_there:
            raise Unknown("facts")
        return None
    slots = {name: model[name] for name in every.slots}
    facts = completed(checked, [Shown(facts_of_slots(ground.slots, ground.ranges, slots), (), 0, {})])
    if not all(facts[name] for name in ground.program.scored):
        raise Unknown("facts")  # no unit to score
    result = scored_whole(Interpreter(checked), ground.blocks, facts)
    if result is None or result.grade != label:
        raise Unknown("facts")
    return facts, result
