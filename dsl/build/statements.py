"""Checks, obligations, and what follows the sum."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, cast

from rubricc.dsl import nodes as n
from rubricc.dsl.build.clauses import Clauses
from rubricc.dsl.build.passed import Children, plain, span_of
from rubricc.dsl.diagnostics.model import diagnose
from rubricc.dsl.scan import Tok


class Statements(Clauses):
    def total_change(self, c: Children) -> n.TotalChange:
        return n.TotalChange(span_of(c), cast(Any, c[1].word), c[2], c[4])

    def total_factor(self, c: Children) -> n.TotalFactor:
        return n.TotalFactor(span_of(c), c[2], c[4])

    def total_limit(self, c: Children) -> n.TotalLimit:
        return n.TotalLimit(span_of(c), "at least" if c[1].type == "AT_LEAST" else "at most", c[2], c[4])

    def grade_cap(self, c: Children) -> n.GradeCap:
        return n.GradeCap(span_of(c), self.name([c[2]]), c[4])

    def grade_lower(self, c: Children) -> n.GradeLower:
        return n.GradeLower(span_of(c), any(isinstance(x, Tok) and x.type == "CUMULATIVE" for x in c), c[-1])

    def no_grade(self, c: Children) -> n.NoGrade:
        return n.NoGrade(span_of(c), self.name([c[1]]), c[3])

    def outcome(self, c: Children) -> n.OutcomeDecl:
        name, *value = self.name([c[1]]), *c[2:]
        said = self.by(value) if isinstance(value[0], Tok) else value[0]
        return n.OutcomeDecl(c[0].span.to(said.span), name, said)

    def check(self, c: Children) -> n.Check:
        return n.Check(span_of(c), plain(c[1]), c[2], plain(c[4]) if len(c) > 3 else "")

    def reported(self, c: Children) -> n.Reported:
        name = plain(c[1]) if isinstance(c[1], Tok) else None
        expr, *rest = (x for x in c[1:] if x is not c[1] or name is None)
        unit = next((x for x in rest if isinstance(x, n.Step | n.PerRow | n.PerCount)), None)
        about = plain(rest[-1]) if rest and isinstance(rest[-1], Tok) else ""
        if not isinstance(expr, n.Compare) or expr.op != "=":
            self.problems.append(diagnose("RB1030", expr.span))
            return n.Reported(span_of(c), name, expr, expr, None, about)
        if unit is not None and not isinstance(unit, n.PerRow):
            self.problems.append(diagnose("RB1030", unit.span))
            unit = None
        return n.Reported(span_of(c), name, expr.left, expr.right, unit, about)

    def require(self, c: Children) -> n.Require:
        condition = next(x for x in c[1:] if not isinstance(x, Tok))
        texts = {w.type: plain(x) for w, x in pairwise(c) if isinstance(w, Tok) and isinstance(x, Tok)}
        name = texts.get("REQUIRE") or condition.span.text
        return n.Require(span_of(c), name, condition, texts.get("CITED", ""), texts.get("ELSE", ""))
