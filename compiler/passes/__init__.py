"""Passes: a tuple of functions with one signature, run in order over the IR. Only `check` makes a checked program."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from rubricc.compiler.ir.program import Checked, Indicator, Line, Program
from rubricc.compiler.passes.bands import check_bands
from rubricc.compiler.passes.grades import check_grades
from rubricc.compiler.passes.order import check_order
from rubricc.compiler.passes.readings import check_readings
from rubricc.compiler.passes.simplify import simplify
from rubricc.compiler.passes.statements import check_statements
from rubricc.compiler.passes.weights import check_weights
from rubricc.dsl import terms as t
from rubricc.dsl.diagnostics.model import Diagnostic

Pass = Callable[[Program], tuple[Program, list[Diagnostic]]]

PASSES: tuple[Pass, ...] = (
    check_weights,
    check_order,
    check_bands,
    check_grades,
    check_statements,
    check_readings,
    simplify,
)


def check(
    program: Program, digest: str, findings: list[Diagnostic]
) -> tuple[Checked | None, list[Diagnostic]]:
    """Every pass over a program. `findings` are of the stages before; with an error nothing is checked."""
    found: list[Diagnostic] = []
    for each in PASSES:
        program, new = each(program)
        found += new
    found = [d for d in found if d.code != "RB5083" or not _has_error(d, findings)]
    if any(d.is_error for d in (*findings, *found)):
        return None, found
    return Checked(_worked_out(program), digest), found


def _has_error(warning: Diagnostic, findings: list[Diagnostic]) -> bool:
    """Whether an error stands where a warning is about to: what is not understood is not false."""
    if warning.span is None:
        return False
    errors = [d.span.start for d in findings if d.is_error and d.span is not None]
    return any(warning.span.start <= at < warning.span.end for at in errors)


def _worked_out(program: Program) -> Program:
    """What a score works out: of a draft, whose weights are not decided, the statements that read no points."""
    if not program.open:
        return program
    points = {slot.name for slot in program.others}
    statements = tuple(s for s in program.statements if points.isdisjoint(_mentioned(s.sheet)))
    slots = tuple(slot for slot in program.slots if slot.name not in points)
    return evolve(
        program,
        items=(), total=None, cap=None, grades=(), effects=(), outcomes=(), conditions=(),
        statements=statements, slots=slots, total_given=None,
    )  # fmt: skip


def _mentioned(sheet: Indicator) -> set[str]:
    """Every name that the lines and guards of a sheet refer to."""
    todo = [step.term if isinstance(step, Line) else step.condition for step in sheet.steps]
    found = set()
    while todo:
        term = todo.pop()
        if isinstance(term, t.Ref):
            found.add(term.name)
        todo += t.children(term)
    return found
