"""Grades: every total has a grade, and every grade a total."""

from __future__ import annotations

from fractions import Fraction

from rubricc.compiler.ir.bounds import Bounds, Ranges
from rubricc.compiler.ir.program import GradeRow, Program
from rubricc.compiler.runtime.exact import plain
from rubricc.compiler.runtime.summary import COMPARISONS
from rubricc.dsl.diagnostics.model import Diagnostic, diagnose


def check_grades(program: Program) -> tuple[Program, list[Diagnostic]]:
    findings: list[Diagnostic] = []
    if not program.grades:
        return program, findings
    grid = program.grid
    top = program.cap if program.cap is not None else sum((i.weight for i in program.items), Fraction(0))
    least = _least(program)
    # a grade can change only at a written value: the totals beside each and at both ends stand for all
    totals = {Fraction(0), top} | ({-grid} if least is None else {least})
    for row in program.grades:
        if row.op:
            totals |= {row.value - grid, row.value, row.value + grid}
    reached: set[str] = set()
    gaps: list[Fraction] = []
    for total in sorted(x for x in totals if x <= top and (least is None or x >= least)):
        grade = next((g for g in program.grades if _holds(g, total)), None)
        if grade is None:
            gaps.append(total)
        else:
            reached.add(grade.label)
    if gaps:
        findings.append(diagnose("RB5013", program.grades[-1].span, witness=plain(gaps[0])))
    for row in program.grades:
        if row.label not in reached:
            findings.append(diagnose("RB5030", row.span, name=row.label))
    return program, findings


def _least(program: Program) -> Fraction | None:
    """The least total: below 0 where an indicator may fall below 0; None where nothing bounds it."""
    ranges = Ranges(program.blocks, program.slots)
    least = Fraction(0)
    for indicator in program.indicators:
        env: dict[str, Bounds] = {}
        for line in indicator.lines:
            env[line.name] = ranges.of(line.term, env)
        low = env[indicator.lines[-1].name].low
        if low is None:
            return None
        least += min(low, Fraction(0))
    return least


def _holds(row: GradeRow, total: Fraction) -> bool:
    return not row.op or COMPARISONS[row.op](total, row.value)
