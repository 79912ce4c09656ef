"""Readings: where a file names no convention, every clause whose points the default decides gets a warning."""

from __future__ import annotations

from rubricc.compiler.conventions import Convention
from rubricc.compiler.ir import told
from rubricc.compiler.ir.program import Program
from rubricc.dsl.diagnostics.model import Diagnostic, diagnose

_BASIS = {
    "points": "<percentage points>",
    "target": "<percent of the target>",
    "actual": "<percent of the actual value>",
}
_PARTIAL = {
    "started": "<started steps>",
    "whole": "<whole steps>",
    "pro rata": "<pro rata steps>",
}


def check_readings(program: Program) -> tuple[Program, list[Diagnostic]]:
    findings: list[Diagnostic] = []
    if program.convention_named:
        return program, findings
    convention: Convention = program.convention
    for indicator in program.scored:
        for clause in indicator.clauses:
            it = clause.told
            if isinstance(it, told.StepTold) and it.kind.family != "date" and it.basis_by == "convention":
                reading = _BASIS[it.basis]
                findings.append(
                    diagnose(
                        "RB5014", clause.span, convention=convention.name, question="<step>", reading=reading
                    )
                )
            counted = it.tiers if isinstance(it, told.TiersTold) else (it,)
            for each in counted:
                if not isinstance(each, told.StepTold | told.CountTold | told.TierTold):
                    continue
                if each.partial_by != "convention":
                    continue
                reading = _PARTIAL[each.partial]
                findings.append(
                    diagnose(
                        "RB5014",
                        clause.span,
                        convention=convention.name,
                        question="<partial step>",
                        reading=reading,
                    )
                )
    return program, findings
