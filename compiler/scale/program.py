"""A whole program in whole numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from rubricc.compiler.ir.bounds import Ranges
from rubricc.compiler.ir.program import Program
from rubricc.compiler.ir.scaled_program import ScaledProgram
from rubricc.compiler.scale.indicator import scale_indicator
from rubricc.compiler.scale.slots import Slots


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
