"""Checks, published figures and obligations that read no facts: what they come to is known before there are any.

One that does not hold is reported when the rubric is checked; it is either a slip or a contradiction of the document,
and then a case says so (`expect check NAME fails`).
"""

from __future__ import annotations

from rubricc.compiler.evaluation import Evaluation, Missing, Refused
from rubricc.compiler.ir.program import Program, Statement
from rubricc.compiler.runtime.exact import Value
from rubricc.dsl import nodes as n
from rubricc.dsl.diagnostics.model import Diagnostic, diagnose


def check_statements(program: Program) -> tuple[Program, list[Diagnostic]]:
    expected = {
        (line.kind, line.name)
        for case in program.cases
        for each in case.lines
        if isinstance(each, n.CaseExpect)
        for line in each.expects
        if isinstance(line, n.ExpectStatement) and line.result in ("fails", "not met")
    }
    wrong = [s for s in program.statements if _never(s) and (s.kind, s.name) not in expected]
    findings = [diagnose("RB5083", s.sheet.span, name=s.name) for s in wrong]
    return program, findings


def _never(statement: Statement) -> bool:
    """Whether a statement reads no facts and does not hold."""
    own: dict[str, Value] = {}
    try:
        Evaluation({}, own).work_out(statement.sheet, own)
    except (KeyError, Missing, Refused):  # it reads facts, or there is no value
        return False
    return own.get("points") == 0
