"""Amounts, and rows with what they match and give."""

from __future__ import annotations

from fractions import Fraction

from rubricc.dsl import nodes as n
from rubricc.dsl.build.expressions import Expressions
from rubricc.dsl.build.passed import Children, number_of, plain, span_of
from rubricc.dsl.diagnostics.model import Edit, Fix, diagnose
from rubricc.dsl.slips import OR_MORE


class Rows(Expressions):
    def share(self, c: Children) -> n.Share:
        token = next(t for t in c if t.type != "OF_WEIGHT")
        if token.type == "PERCENT":
            return n.Share(span_of(c), number_of(token.text)[0] / 100)
        return n.Share(span_of(c), Fraction(1) if token.type == "FULL" else Fraction(1, 2))

    def otherwise(self, c: Children) -> n.Otherwise:
        return n.Otherwise(c[0].span)

    def compare_pattern(self, c: Children) -> n.Matches:
        return n.Matches(span_of(c), c[0].word, c[1])

    def range_pattern(self, c: Children) -> n.Interval:
        return n.Interval(span_of(c), c[0], c[1], False, False)

    def interval_pattern(self, c: Children) -> n.Interval:
        return n.Interval(span_of(c), c[1], c[2], c[0].type == "LPAR", c[3].type == "RPAR")

    def patterns(self, c: Children) -> Children:
        return c

    def row(self, c: Children) -> n.Row:
        for pattern in c[0]:
            match pattern:  # 95% or more: it parses, and a fact called `more` is what nobody means
                case n.Logic(operands=(n.Number() as edge, n.Name(text=word))) if word in OR_MORE:
                    at, near = pattern.span, f"{OR_MORE[word]} {edge.span.text}"
                    fix = Fix((Edit(at, near),))
                    why = "<band sign>"
                    self.problems.append(diagnose("RB1031", at, phrase=at.text, near=near, why=why, fix=fix))
        return n.Row(c[0][0].span.to(c[1].span), tuple(c[0]), c[1])

    def from_file(self, c: Children) -> n.FromFile:
        return n.FromFile(c[0].span, plain(c[0]))

    def rows(self, c: Children) -> Children:
        return c

    def negative(self, c: Children) -> n.Minus:
        return n.Minus(span_of(c), self.literal([c[1]]))

    def judged(self, c: Children) -> n.Judged:
        return n.Judged(span_of(c), c[1], c[2], plain(c[3]) if len(c) > 3 else "")

    def piece(self, c: Children) -> n.Piece:
        return n.Piece(span_of(c), c[1], c[2])
