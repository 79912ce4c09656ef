"""Facts, aggregates and points of others as whole numbers: each slot one or two parameters."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rubricc.compiler.derivation.terms import term_text
from rubricc.compiler.ir import scaled as s
from rubricc.compiler.ir.bounds import Ranges
from rubricc.compiler.ir.program import Program, Slot
from rubricc.compiler.ir.scaled_program import Measure, Other, Param, ScaledPart
from rubricc.compiler.runtime.indicator import LACKING
from rubricc.compiler.scale.budget import Budget
from rubricc.compiler.scale.parts import scale_each
from rubricc.compiler.scale.ratio import Ratio
from rubricc.compiler.scale.rows import GROUP, INNER, PRESENT, Scaling, cells_of, scale_rows
from rubricc.dsl import terms as t


class Slots:
    """The slots of a program, and those that aggregates need inside: other blocks' facts, aggregates of their own."""

    def __init__(
        self, program: Program, ranges: Ranges, wanted: Mapping[str, Collection[str]] | None = None
    ) -> None:
        """`wanted`: of every part, the values that its derivation needs."""
        self.program = program
        self.wanted = wanted or {}
        self.parts: dict[str, ScaledPart] = {}
        self.ranges = ranges
        self.chinese = program.chinese
        self.unit = program.grid.denominator
        self.budget = Budget()
        self.scaled: dict[str, Scaling] = {}  # each after those that it needs
        self._by_term: dict[t.Term, str] = {}
        self._grouped: dict[t.Aggregate, Scaling] = {}

    def add(self, slot: Slot) -> Scaling:
        if slot.term not in self._by_term:
            match slot.term:
                case t.Input():
                    scaling = _fact(slot, slot.term, self.ranges)
                case t.Aggregate():
                    scaling = scale_rows(slot, slot.term, self)
                case t.Points():
                    scaling = _other(slot, slot.term, self)
                case t.Each():
                    scaling = scale_each(slot, slot.term, self)
            self.scaled[slot.name] = scaling
            self._by_term[slot.term] = slot.name
        elif slot.name not in self.scaled:  # needed inside another before
            self.scaled[slot.name] = self.scaled[self._by_term[slot.term]]
        return self.scaled[slot.name]

    def inner(self, term: t.Leaf) -> Scaling:
        """The slot of a term inside an aggregate."""
        known = self._by_term.get(term)
        return self.scaled[known] if known is not None else self.add(Slot(f"{INNER}{len(self.scaled)}", term))

    def grouped(self, term: t.Aggregate) -> Scaling:
        """An aggregate as it is worked out for the rows of one group."""
        if term not in self._grouped:
            slot = Slot(f"{GROUP}{len(self._grouped)}", term)
            self._grouped[term] = scaling = scale_rows(slot, term, self)
            self.scaled[slot.name] = scaling
        return self._grouped[term]

    def measures(self) -> tuple[Measure, ...]:
        groups = {id(x) for x in self._grouped.values()}
        return tuple({id(x.measure): x.measure for x in self.scaled.values() if id(x) not in groups}.values())


def _fact(slot: Slot, term: t.Input, ranges: Ranges) -> Scaling:
    cells, value = cells_of(term, ranges, slot.name)
    params = tuple(Param(c.name, c.type) for c in cells)
    return Scaling(Measure(slot, params, cells[0], "below" if len(cells) > 1 else "", ()), value, None)


def _other(slot: Slot, term: t.Points, slots: Slots) -> Scaling:
    """The points of another item, in units of the grid."""
    there = slot.name + PRESENT
    is_grade = term.item == t.GRADE
    params = (Param(slot.name, "str" if is_grade else "int"), Param(there, "bool"))
    measure = Measure(slot, params, Other(term.item), "present", (LACKING + term_text(term, slots.chinese),))
    if is_grade:
        return Scaling(measure, s.Var(slot.name), s.Not(s.Var(there)))
    return Scaling(measure, Ratio(s.Var(slot.name), slots.unit), s.Not(s.Var(there)))
