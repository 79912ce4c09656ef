"""Which sheets would outgrow the bounds of `size`: those that the estimate doubts are worked out."""

from __future__ import annotations

from rubricc.compiler.ir.bounds import Ranges
from rubricc.compiler.ir.program import Program, slots_of
from rubricc.compiler.scale.estimate import Estimate
from rubricc.compiler.scale.size import TooLargeError
from rubricc.dsl.diagnostics.model import Diagnostic, diagnose


def too_large(program: Program) -> list[Diagnostic]:
    """A finding for every sheet that would outgrow the bounds of `size`."""
    ranges = Ranges(program.blocks, program.slots)
    estimate = Estimate(program.slot, ranges)
    doubtful = [sheet for sheet in program.sheets if not estimate.is_small(sheet)]
    if not doubtful:
        return []
    # Scaling is loaded for these only: most rubrics are checked without it.
    from rubricc.compiler.scale.indicator import scale_indicator
    from rubricc.compiler.scale.slots import Slots

    slots = Slots(program, ranges)
    beyond: set[str] = set()
    for slot in program.slots:
        try:
            slots.add(slot)
        except TooLargeError:
            beyond.add(slot.name)
    findings: list[Diagnostic] = []
    for sheet in doubtful:
        try:
            if not beyond.isdisjoint(slots_of(sheet, program.slot)):
                raise TooLargeError
            scale_indicator(program, sheet, (), slots.scaled, ranges, slots.budget)
        except TooLargeError:
            findings.append(diagnose("RB5037", sheet.title_span, name=sheet.name))
    return findings
