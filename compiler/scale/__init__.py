"""From a checked program to whole numbers: `scale` is the entrance, for programs that `too_large` says nothing of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from rubricc.compiler.ir.bounds import Ranges
from rubricc.compiler.ir.program import Program, slots_of
from rubricc.compiler.ir.scaled_program import ScaledProgram
from rubricc.compiler.scale.estimate import Estimate
from rubricc.compiler.scale.indicator import scale_indicator
from rubricc.compiler.scale.size import TooLargeError
from rubricc.compiler.scale.slots import Slots
from rubricc.dsl.diagnostics.model import Diagnostic, diagnose


def scale(
    program: Program, wanted: Sequence[Collection[str]], of_parts: Mapping[str, Collection[str]]
) -> ScaledProgram:
    """The program in whole numbers. `wanted`: for every indicator and part, the values that its derivation needs."""
    ranges = Ranges(program.blocks, program.slots)
    slots = Slots(program, ranges, of_parts)
    for slot in program.slots:
        slots.add(slot)
    indicators = tuple(
        scale_indicator(program, indicator, names, slots.scaled, ranges, slots.budget)
        for indicator, names in zip(program.sheets, wanted, strict=True)
    )
    return ScaledProgram(
        program, program.grid.denominator, slots.measures(), tuple(slots.parts.values()), indicators
    )


def too_large(program: Program) -> list[Diagnostic]:
    """A finding for every sheet that would outgrow the bounds of `size`."""
    ranges = Ranges(program.blocks, program.slots)
    estimate = Estimate(program.slot, ranges)
    doubtful = [sheet for sheet in program.sheets if not estimate.is_small(sheet)]
    if not doubtful:
        return []
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
