"""Grades: every total has a grade, and every grade a total."""

from __future__ import annotations

from collections.abc import Container
from fractions import Fraction

from rubricc.compiler.ir.program import GradeRow, Program
from rubricc.compiler.runtime.exact import plain
from rubricc.compiler.runtime.summary import COMPARISONS
from rubricc.dsl.diagnostics.model import Diagnostic, diagnose

LOWERED = ("lower", "grade cap", "no grade")


def check_grades(program: Program) -> tuple[Program, list[Diagnostic]]:
    findings: list[Diagnostic] = []
    if not program.grades:
        return program, findings
    grid = program.grid
    top = program.cap if program.cap is not None else sum((i.weight for i in program.items), Fraction(0))
    # a grade can change only at a written value: the totals beside each and at both ends stand for all
    totals = {Fraction(0), top}
    for row in program.grades:
        if row.op:
            totals |= {row.value - grid, row.value, row.value + grid}
    reached: set[str] = set()
    gaps: list[Fraction] = []
    for total in sorted(x for x in totals if 0 <= x <= top):  # no total is below 0
        grade = next((g for g in program.grades if _holds(g, total)), None)
        if grade is None:
            gaps.append(total)
        else:
            reached.add(grade.label)
    if gaps:
        findings.append(diagnose("RB5013", program.grades[-1].span, witness=plain(gaps[0])))
    findings += [diagnose("RB5030", row.span, name=row.label) for row in never_given(program, reached)]
    return program, findings


def never_given(program: Program, reached: Container[str]) -> list[GradeRow]:
    """The grades that no total has, and that none is lowered to, where those are `reached` that totals have."""
    best = next((at for at, row in enumerate(program.grades) if row.label in reached), 0)
    lowered = any(effect.kind in LOWERED for effect in program.effects)
    return [
        row
        for at, row in enumerate(program.grades)
        if row.label not in reached and not (lowered and at > best)
    ]


def _holds(row: GradeRow, total: Fraction) -> bool:
    return not row.op or COMPARISONS[row.op](total, row.value)
