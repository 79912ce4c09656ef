"""Passes: a tuple of functions with one signature, run in order over the IR. Only `check` makes a checked program."""

from __future__ import annotations

from collections.abc import Callable

from rubricc.compiler.ir.program import Checked, Program
from rubricc.compiler.passes.bands import check_bands
from rubricc.compiler.passes.grades import check_grades
from rubricc.compiler.passes.order import check_order
from rubricc.compiler.passes.readings import check_readings
from rubricc.compiler.passes.simplify import simplify
from rubricc.compiler.passes.weights import check_weights
from rubricc.dsl.diagnostics.model import Diagnostic

Pass = Callable[[Program], tuple[Program, list[Diagnostic]]]

PASSES: tuple[Pass, ...] = (check_weights, check_order, check_bands, check_grades, check_readings, simplify)


def check(
    program: Program, digest: str, findings: list[Diagnostic]
) -> tuple[Checked | None, list[Diagnostic]]:
    """Every pass over a program. `findings` are of the stages before; with an error nothing is checked."""
    found: list[Diagnostic] = []
    for each in PASSES:
        program, new = each(program)
        found += new
    if any(d.is_error for d in (*findings, *found)):
        return None, found
    return Checked(program, digest), found
