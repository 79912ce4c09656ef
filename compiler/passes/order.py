"""Items whose points are read are worked out before those that read them: no item waits for itself."""

from __future__ import annotations

from rubricc.compiler.ir.order import circle
from rubricc.compiler.ir.program import Program
from rubricc.dsl.diagnostics.model import Diagnostic, diagnose


def check_order(program: Program) -> tuple[Program, list[Diagnostic]]:
    found = circle(program)
    if not found:
        return program, []
    first = found[0]
    chain = " → ".join(each.key for each in (*found, first))
    return program, [diagnose("RB2061", first.title_span, name=first.key, cycle=chain)]
