"""From a checked program to whole numbers: `scale` is the entrance."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rubricc.compiler.ir.bounds import Ranges
from rubricc.compiler.ir.program import Program
from rubricc.compiler.ir.scaled_program import ScaledProgram
from rubricc.compiler.scale.indicator import scale_indicator
from rubricc.compiler.scale.slots import scale_slot


def scale(program: Program, wanted: Sequence[Collection[str]]) -> ScaledProgram:
    """The program in whole numbers. `wanted`: for every indicator, the values that its derivation needs."""
    ranges = Ranges(program.blocks, program.slots)
    slots = {slot.name: scale_slot(slot, ranges, program.chinese) for slot in program.slots}
    indicators = tuple(
        scale_indicator(program, indicator, names, slots, ranges)
        for indicator, names in zip(program.sheets, wanted, strict=True)
    )
    measures = tuple(scaling.measure for scaling in slots.values())
    return ScaledProgram(program, program.grid.denominator, measures, indicators)
