"""Readings: where a file names no convention, every clause whose points the default decides gets a warning."""

from __future__ import annotations

from attrs import frozen

from rubricc.compiler.ir import told
from rubricc.compiler.ir.program import Clause, Program
from rubricc.dsl.diagnostics.model import Diagnostic, diagnose
from rubricc.dsl.source import Span
from rubricc.dsl.terms import Partial

AMBIGUITY = "RB5014"
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


@frozen
class Taken:
    """How the convention read what a clause leaves open; None where the clause says it itself."""

    basis: told.Basis | None
    partial: Partial | None


NOTHING = Taken(None, None)


def taken(clause: Clause) -> Taken:
    """What a clause left to the convention."""
    it = clause.told
    is_step = isinstance(it, told.StepTold) and it.kind.family != "date" and it.basis_by == "convention"
    counted = it.tiers if isinstance(it, told.TiersTold | told.RowsTold) else (it,)
    partials = [
        each.partial
        for each in counted
        if isinstance(each, told.StepTold | told.CountTold | told.TierTold)
        and each.partial_by == "convention"
    ]
    basis = it.basis if is_step and isinstance(it, told.StepTold) else None
    return Taken(basis, partials[0] if partials else None)


def check_readings(program: Program) -> tuple[Program, list[Diagnostic]]:
    findings: list[Diagnostic] = []
    if program.convention_named:
        return program, findings
    for indicator in program.scoring:
        said: set[Span] = set()  # 每偏离1% of a range is told of twice
        for clause in indicator.clauses:
            by_default = taken(clause)
            if by_default != NOTHING and clause.span not in said:
                said.add(clause.span)
                basis = _BASIS[by_default.basis] if by_default.basis is not None else ""
                partial = _PARTIAL[by_default.partial] if by_default.partial is not None else ""
                name = program.convention.name
                findings.append(
                    diagnose(AMBIGUITY, clause.span, convention=name, basis=basis, partial=partial)
                )
    return program, findings
