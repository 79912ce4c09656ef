"""Whole-number expressions as Python text.

Assumes identifiers for every variable. Guarantees text that Python reads back as the same tree; sums and choices stay
flat, however long.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import assert_never

from rubricc.compiler.ir import normal
from rubricc.compiler.ir import scaled as s

TERNARY, OR, AND, NOT, COMPARE, SUM, PRODUCT, UNARY, ATOM = range(9)
LONG = 40  # a longer sum is written as sum((…)), which Python does not nest
_OPERATORS = {">=": ">=", "<=": "<=", ">": ">", "<": "<", "=": "==", "!=": "!="}


def day_name(day: date) -> str:
    """The constant that holds a date."""
    return f"D_{day:%Y_%m_%d}" if day.year >= 1000 else f"D_{day.year:04d}_{day.month:02d}_{day.day:02d}"


class Writer:
    """Writes expressions with the identifiers of one function."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names

    def text(self, expr: s.Expr, least: int = TERNARY) -> str:
        """The expression, in parentheses if it binds less than `least`."""
        text, strength = self._text(expr)
        return text if strength >= least else f"({text})"

    def _text(self, expr: s.Expr) -> tuple[str, int]:
        match expr:
            case s.Int():
                return str(expr.value), ATOM if expr.value >= 0 else UNARY
            case s.Var():
                return self.names[expr.name], ATOM
            case s.Literal():
                return (day_name(expr.value) if isinstance(expr.value, date) else repr(expr.value)), ATOM
            case s.Linear():
                return self._linear(expr)
            case s.Product():
                return " * ".join(self.text(f, UNARY) for f in expr.factors), PRODUCT
            case s.FloorDiv():
                return f"{self.text(expr.dividend, PRODUCT)} // {self.text(expr.divisor, UNARY)}", PRODUCT
            case s.CeilDiv():
                dividend = self.text(normal.negated(expr.dividend), PRODUCT)
                return f"-({dividend} // {self.text(expr.divisor, UNARY)})", UNARY
            case s.RoundDiv():
                return (
                    f"round_div({self.text(expr.dividend)}, {self.text(expr.divisor)}, {expr.mode!r})",
                    ATOM,
                )
            case s.Extreme():
                return f"{expr.which}({', '.join(map(self.text, expr.operands))})", ATOM
            case s.Flag():
                return f"int({self.text(expr.condition)})", ATOM
            case s.If():
                arms = "".join(f"{self.text(v, OR)} if {self.text(c, OR)} else " for c, v in expr.arms)
                return arms + self.text(expr.otherwise, OR), TERNARY
            case s.Pick():
                return f"({', '.join(map(self.text, expr.values))})[{self.text(expr.index)}]", ATOM
            case s.Days():
                return f"days_late({self.text(expr.actual)}, {self.text(expr.deadline)})", ATOM
            case s.Months():
                dates = f"{self.text(expr.actual)}, {self.text(expr.deadline)}"
                return f"months_late({dates}, whole={expr.whole})", ATOM
            case s.Elapsed():
                dates = f"{self.text(expr.start)}, {self.text(expr.end)}"
                known = ", CALENDAR" if expr.calendar is not None else ""
                return f"elapsed({expr.what!r}, {dates}{known})", ATOM
            case s.Shifted():
                return f"shifted({self.text(expr.operand)}, {expr.count}, {expr.unit!r})", ATOM
            case s.Compare():
                left, right = self.text(expr.left, SUM), self.text(expr.right, SUM)
                return f"{left} {_OPERATORS[expr.op]} {right}", COMPARE
            case s.Among():
                values = ", ".join(map(self.text, expr.values))
                return f"{self.text(expr.operand, SUM)} in ({values})", COMPARE
            case s.Logic():
                strength = AND if expr.op == "and" else OR
                return f" {expr.op} ".join(self.operands(expr)), strength
            case s.Not():
                return f"not {self.text(expr.operand, NOT)}", NOT
            case _:
                assert_never(expr)

    # ── sums ──

    def _linear(self, expr: s.Linear) -> tuple[str, int]:
        if len(expr.terms) == 1 and not expr.constant:
            factor, term = expr.terms[0]
            if isinstance(term, s.Flag):
                return f"{factor} if {self.text(term.condition, OR)} else 0", TERNARY
            if factor == -1:
                return f"-{self.text(term, UNARY)}", UNARY
            return f"{factor} * {self.text(term, UNARY)}", PRODUCT
        signed = self.addends(expr)
        if len(signed) > LONG:
            return f"sum(({', '.join(sign.strip('+') + text for sign, text in signed)}))", ATOM
        first, *rest = signed
        text = ("-" if first[0] == "-" else "") + first[1]
        return text + "".join(f" {sign} {term}" for sign, term in rest), SUM

    def addends(self, expr: s.Linear) -> list[tuple[str, str]]:
        """The terms of a sum, each with its sign, in the order in which they read best: what is added first."""
        added = [(c, term) for c, term in expr.terms if c > 0]
        taken = [(c, term) for c, term in expr.terms if c < 0]
        signed = [("+", self._addend(c, term)) for c, term in added]
        rest = [("-", self._addend(-c, term)) for c, term in taken]
        if expr.constant:
            constant = ("+" if expr.constant > 0 else "-", str(abs(expr.constant)))
            return [constant, *rest] if not added and expr.constant > 0 else [*signed, *rest, constant]
        return signed + rest

    def _addend(self, factor: int, term: s.Expr) -> str:
        if isinstance(term, s.Flag):  # yes counts as 1
            text = self.text(term.condition, ATOM)
        else:
            text = self.text(term, UNARY if factor != 1 else PRODUCT)
        return text if factor == 1 else f"{factor} * {text}"

    # ── conditions ──

    def operands(self, expr: s.Logic) -> list[str]:
        """The operands; two ends of one interval as one chain of comparisons."""
        least = NOT if expr.op == "and" else AND
        if expr.op == "or":
            return [self.text(o, least) for o in expr.operands]
        found: list[str] = []
        rest = list(expr.operands)
        while rest:
            one = rest.pop(0) if len(rest) < LONG else rest[0]
            if len(rest) >= LONG:
                return found + [self.text(o, least) for o in rest]
            chained = self._interval(one, rest[0]) if rest else None
            if chained:
                rest.pop(0)
            found.append(chained or self.text(one, least))
        return found

    def _interval(self, low: s.Expr, high: s.Expr) -> str:
        """`90 * b <= 100 * a < 95 * b`, or nothing."""
        if not isinstance(low, s.Compare) or not isinstance(high, s.Compare) or low.left != high.left:
            return ""
        if low.op not in (">", ">=") or high.op not in ("<", "<="):
            return ""
        first, last = "<" if low.op == ">" else "<=", high.op
        return f"{self.text(low.right, SUM)} {first} {self.text(low.left, SUM)} {last} {self.text(high.right, SUM)}"
