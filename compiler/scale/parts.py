"""What is worked out for every row of a table: its sheet in whole numbers, and the points of all rows put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from rubricc.compiler.ir import scaled as s
from rubricc.compiler.ir.program import Part, Slot
from rubricc.compiler.ir.scaled_program import Measure, Param, Refuse, ScaledPart, Together
from rubricc.compiler.scale.indicator import scale_indicator
from rubricc.compiler.scale.ratio import Ratio
from rubricc.compiler.scale.rows import PRESENT, RowScaling, Scaling
from rubricc.compiler.scale.size import FACT, OF_ROWS
from rubricc.dsl import terms as t

if TYPE_CHECKING:
    from rubricc.compiler.scale.slots import Slots


def scale_each(slot: Slot, term: t.Each, slots: Slots) -> Scaling:
    """The points of the rows put together, in units of the grid; none where a row has none."""
    if term.part not in slots.parts:
        part = next(each for each in slots.program.parts if each.name == term.part)
        slots.parts[term.part] = _scale_part(part, slots)
    scaled = slots.parts[term.part]
    refusals = (x for x in scaled.indicator.statements if isinstance(x, Refuse))
    reasons = tuple(dict.fromkeys(reason for refusal in refusals for reason in refusal.reasons))
    value = Ratio(s.Var(slot.name), slots.unit)
    source = Together(term.part, term.how, term.k)
    if not reasons:
        measure = Measure(slot, (Param(slot.name, "int"),), source, "", ())
        return Scaling(measure, value, None, FACT + OF_ROWS)
    params = (Param(slot.name, "int"), Param(slot.name + PRESENT, "bool"))
    measure = Measure(slot, params, source, "present", reasons)
    return Scaling(measure, value, s.Not(s.Var(params[1].name)), FACT + OF_ROWS)


def _scale_part(part: Part, slots: Slots) -> ScaledPart:
    rows = RowScaling(slots, part.rows.block)
    rows.streaks((*t.children(part.rows), *part.facts.values()))
    where = rows.counted(part.rows, every=True)  # where it refuses, the count of the rows has said so before
    wanted = slots.wanted.get(part.name, ())
    indicator = scale_indicator(
        slots.program, part.sheet, wanted, slots.scaled, slots.ranges, slots.budget, (rows, part.facts)
    )
    live = {p.name for p in (*indicator.reads, *indicator.told_reads)}
    args = tuple(p for p in rows.params if p.name in live)
    indicator = evolve(indicator, reads=args, told_reads=args)
    return ScaledPart(part, rows.cells, where, args, indicator)
