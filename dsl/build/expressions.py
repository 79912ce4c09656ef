"""Expressions, from their rules."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple, cast

from rubricc.dsl import nodes as n
from rubricc.dsl.build.passed import Child, Children, Parse, Word, number_of, plain, span_of
from rubricc.dsl.diagnostics.model import diagnose
from rubricc.dsl.scan import FUNCTION_NAMES, Tok
from rubricc.dsl.source import Span

_COMPARISONS = {"GE": ">=", "LE": "<=", "GT": ">", "LT": "<", "EQ": "=", "NE": "!="}
_ROUNDINGS = {"HALF_UP": "half up", "HALF_EVEN": "half even", "ROUND_UP": "up", "ROUND_DOWN": "down"}
_SIGNS = {"PLUS": "+", "MINUS": "-", "STAR": "*", "SLASH": "/"}


class Alone(NamedTuple):
    """What holds where there is one unit, on its way into a call."""

    span: Span
    expr: n.Expr


class Expressions(Parse):
    def literal(self, c: Children) -> n.Expr:
        token = cast(Tok, c[0])
        if token.type in ("YES", "NO"):
            return n.YesNo(token.span, token.type == "YES")
        if token.type == "DATE_LITERAL":
            return self._date(token)
        if token.type == "MONTH_LITERAL":
            return n.MonthLiteral(token.span, self._month(token))
        value, unit = number_of(token.text)
        decimals = sum(c.isdigit() for c in token.text.partition(".")[2])
        return n.Number(token.span, value, unit, decimals, "_" in token.text)

    def _date(self, token: Tok) -> n.DateLiteral:
        parts = [
            int(p) for p in token.text.replace("年", "-").replace("月", "-").replace("日", "").split("-")
        ]
        try:
            value = date(*parts)
        except ValueError:
            self.problems.append(diagnose("RB1024", token.span, written=token.text))
            value = date(2000, 1, 1)
        return n.DateLiteral(token.span, value)

    def _month(self, token: Tok) -> str:
        year, month = (int(p) for p in token.text.replace("年", "-").replace("月", "").split("-"))
        if not 1 <= month <= 12:
            self.problems.append(diagnose("RB1024", token.span, written=token.text))
            month = 1
        return f"{year:04}-{month:02}"

    def name(self, c: Children) -> n.Name:
        return n.Name(c[0].span, plain(c[0]))

    def text_given(self, c: Children) -> n.Text:
        return n.Text(c[0].span, plain(c[0]))

    def standing(self, c: Children) -> n.Standing:
        return n.Standing(c[0].span, "total" if c[0].type == "TOTAL" else "grade")

    def own_weight(self, c: Children) -> n.OwnWeight:
        return n.OwnWeight(c[0].span)

    def figure_given(self, c: Children) -> n.Number:
        """A number that parameters give; what it comes to is not known yet."""
        return n.Number(span_of(c), Fraction(0), given=c[1])

    def paren(self, c: Children) -> Child:
        return c[1]

    def call(self, c: Children) -> Child:
        function, _, *rest, close = c
        called = plain(function)
        called = FUNCTION_NAMES.get(" ".join(called.split()), called)  # one name in both vocabularies
        marks = [a for a in rest if isinstance(a, Word | Alone)]
        words_of = [mark.word for mark in marks if isinstance(mark, Word)]
        orders, skips = [word for word in words_of if word != "skip"], words_of.count("skip")
        alone = [mark.expr for mark in marks if isinstance(mark, Alone)]
        if max(len(orders), len(alone), skips) > 1:
            self.problems.append(diagnose("RB1026", marks[-1].span, option=marks[-1].span.text))
        args = [a for a in rest if not isinstance(a, Tok | Word | Alone)]
        words = [a.type for a in rest if isinstance(a, Tok)]
        where = args.pop() if "WHERE" in words else None
        otherwise = args.pop() if "ELSE" in words else None
        whole = function.span.to(close.span)
        one_item = len(args) == 1 and isinstance(args[0], n.Name | n.Standing)
        if called in ("points", "rate", "weight") and not words and one_item:
            return n.ItemPoints(whole, args[0], cast(Any, called))
        order, one = next(iter(orders), ""), next(iter(alone), None)
        call = n.Call(
            whole,
            n.Name(function.span, called),
            tuple(args),
            otherwise,
            where,
            cast(Any, order),
            one,
            skips > 0,
        )
        return self._nested(call, *args, otherwise, where, one)

    def among_units(self, c: Children) -> Any:
        if c[0].type == "ALONE":
            return Alone(span_of(c), c[-1])
        return Word(c[0].span, c[0].type.lower().replace("_", " "))

    def last_of(self, c: Children) -> Child:
        value, unit = number_of(c[1].text)
        count = n.Number(c[1].span, value, "" if unit == "month" else unit)
        return self._nested(n.LastOf(span_of(c), count, c[-1]), c[-1])

    def round_to(self, c: Children) -> Child:
        return self._nested(n.RoundTo(span_of(c), c[0], c[2].word, c[4]), c[0])

    def rounding(self, c: Children) -> Any:
        return Word(c[0].span, _ROUNDINGS[c[0].type])

    def cmp(self, c: Children) -> Any:
        return Word(c[0].span, _COMPARISONS[c[0].type])

    def minus(self, c: Children) -> Child:
        return self._nested(n.Minus(span_of(c), c[1]), c[1])

    def arith(self, c: Children) -> Child:
        rest = tuple((_SIGNS[op.type], operand) for op, operand in zip(c[1::2], c[2::2], strict=True))
        return self._nested(n.Arith(span_of(c), c[0], cast(Any, rest)), *c[::2])

    def logic(self, c: Children) -> Child:
        return self._nested(
            n.Logic(span_of(c), "and" if c[1].type == "AND" else "or", tuple(c[::2])), *c[::2]
        )

    def negate(self, c: Children) -> Child:
        return self._nested(n.Negate(span_of(c), c[1]), c[1])

    def compare(self, c: Children) -> Child:
        return self._nested(n.Compare(span_of(c), c[1].word, c[0], c[2]), c[0], c[2])

    def member_of(self, c: Children) -> Child:
        return self._nested(n.MemberOf(span_of(c), c[0], tuple(c[3:-1])), c[0], *c[3:-1])

    def is_missing(self, c: Children) -> Child:
        return n.IsMissing(span_of(c), c[0], c[1].type == "NOT_MISSING")

    def if_missing(self, c: Children) -> Child:
        return self._nested(n.IfMissing(span_of(c), c[1], c[3]), c[1], c[3])

    def if_else(self, c: Children) -> Child:
        return self._nested(n.IfElse(span_of(c), c[1], c[3], c[5]), c[1], c[3], c[5])
