"""Groups and indicators."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple, cast

from rubricc.dsl import nodes as n
from rubricc.dsl.build.expressions import Expressions
from rubricc.dsl.build.passed import Child, Children, Line, plain, span_of
from rubricc.dsl.diagnostics.model import diagnose
from rubricc.dsl.scan import Tok
from rubricc.dsl.source import Span


class Scale(NamedTuple):
    span: Span
    out_of: n.Number | None
    up_to: n.Number | None


class Tree(Expressions):
    def weight(self, c: Children) -> n.Weight:
        span = span_of(c)
        inner = next((x for x in c if not isinstance(x, Tok | Scale)), None)
        if inner is None and c[1].type == "NUMBER":
            inner = self.literal([c[1]])
        out_of, up_to = c[-1][1:] if isinstance(c[-1], Scale) else (None, None)
        return n.Weight(span, inner, out_of, up_to)

    def scale(self, c: Children) -> Scale:
        """On which scale clauses count, and how far it may be passed."""
        up_to = c[-1] if isinstance(c[-1], n.Number) else None
        out_of = cast(n.Number, self.literal([c[1]])) if c[0].type == "OUT_OF" else None
        return Scale(span_of(c), out_of, up_to)

    def clauses(self, c: Children) -> Children:
        if len(c) == 2:
            c[0].append(c[1])
            return cast(Children, c[0])
        return c

    def line(self, c: Children) -> Child:
        return Line([*(c[0] if isinstance(c[0], list) else [c[0]]), *c[1:]])

    def item(self, c: Children) -> n.Item:
        header, weight, *rest = c
        clauses, children = self._members(rest, header.text)
        end = ([*clauses, *children] or [weight])[-1].span
        inline = bool(clauses) and clauses[0].span.line == header.span.line
        return n.Item(header.span.to(end), header.text, header.span, weight, clauses, children, inline)

    def _members(self, members: Children, name: str) -> tuple[tuple[n.Clause, ...], tuple[n.Item, ...]]:
        """Clauses and items of a block: an indicator has rules, a group items and how they are combined."""
        clauses = [clause for m in members if isinstance(m, Line) for clause in m.clauses]
        children = [m for m in members if isinstance(m, n.Item)]
        scoring = [x for x in clauses if not isinstance(x, n.Doc | n.Combine)]
        if children and scoring:
            self.problems.append(diagnose("RB1019", scoring[0].span, name=name))
        return tuple(clauses), tuple(children)

    def unruled(self, c: Children) -> n.Item:
        """An indicator of which only the weight is known yet."""
        header, weight = c
        return n.Item(header.span.to(weight.span), header.text, header.span, weight, (), ())

    def special_group(self, c: Children) -> n.Item:
        opening, name, limit = c[0], c[1], c[3]
        clauses, children = self._members(c[4:], name.text)
        special: Any = "bonus" if opening.type == "BONUS_GROUP" else "penalty"
        end = ([*clauses, *children] or [limit])[-1].span
        weight = n.Weight(limit.span, n.Number(limit.span, Fraction(0)))
        return n.Item(
            opening.span.to(end), plain(name), name.span, weight, clauses, children, False, special, limit
        )
