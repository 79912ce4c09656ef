"""Parameters: which value holds on the day of the evaluation, and that value wherever a parameter is mentioned.

`settled` takes a syntax tree and answers with one in which each parameter stands once, with the literal that it comes
to, and in which every formula of parameters is a literal too. Such a literal keeps the formula (`given`), so that
derivations can name it; its place is where the formula stands. Later stages see numbers and days, as if written.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any

from attrs import evolve, fields

from rubricc.compiler.runtime.exact import plain
from rubricc.dsl import nodes as n
from rubricc.dsl.diagnostics.model import Diagnostic, Related, diagnose
from rubricc.dsl.kinds import (
    UNIT_FACTORS,
    kind_of_unit,
    product_of,
    quotient_of,
    sum_of,
)
from rubricc.dsl.mentions import within
from rubricc.dsl.resolve import near, value_of

Literal = n.Number | n.DateLiteral
_NAMES = {
    "Name",
    "Name | None",
    "Name | Standing",
    "tuple[Name, ...]",
}  # fields that hold a name, and no expression


def settled(rubric: n.Rubric) -> tuple[n.Rubric, list[Diagnostic]]:
    """The tree with parameters worked out, and the findings about them."""
    if not rubric.params and not any(isinstance(x, n.Number) and x.given for x in within(rubric)):
        return rubric, []
    day = next((s.day.value for s in rubric.settings if isinstance(s, n.AsOf)), None)
    findings: list[Diagnostic] = []
    by_name: dict[str, list[n.Param]] = {}
    for param in rubric.params:
        by_name.setdefault(param.name.text, []).append(param)
    values = _Values({name: _in_force(same, day, findings) for name, same in by_name.items()}, findings)
    params = tuple(values.settled(name) for name in by_name)
    whole = evolve(rubric, params=(), cases=())
    return evolve(values.folded(whole), params=params, cases=rubric.cases), findings


# ── periods ──


def _in_force(params: list[n.Param], day: date | None, findings: list[Diagnostic]) -> n.Param:
    """The one of several declarations of a parameter that holds on a day."""
    first = params[0]
    for param in params:
        if param.first is not None and param.last is not None and param.first.value > param.last.value:
            first_day, last_day = param.first.value.isoformat(), param.last.value.isoformat()
            findings.append(diagnose("RB3009", param.span, first=first_day, last=last_day))
    dated = [p for p in params if p.first is not None or p.last is not None]
    if len(params) > 1 and len(dated) < len(params):
        again = next(p for p in params[1:])
        related = [Related(first.name.span, "first")]
        findings.append(diagnose("RB2002", again.name.span, name=first.name.text, related=related))
        return first
    if not dated:
        return first
    findings += _beside_each_other(sorted(params, key=_start))
    periods = "\n".join(_period(p) for p in params)
    if day is None:
        findings.append(diagnose("RB2065", first.name.span, name=first.name.text, periods=periods))
        return params[-1]
    holding = [p for p in params if _start(p) <= day <= _end(p)]
    if not holding:
        name, shown = first.name, day.isoformat()
        findings.append(diagnose("RB2066", name.span, name=name.text, day=shown, periods=periods))
    return (holding or params)[-1]


def _beside_each_other(params: list[n.Param]) -> Iterator[Diagnostic]:
    """Periods of one parameter follow each other without a gap and without a day in common."""
    for before, after in pairwise(params):
        end, start = _end(before), _start(after)
        if start <= end:
            last = min(end, _end(after))
            yield _clash("RB2067", before, after, _shown(start), _shown(last))
        elif end + timedelta(1) < start:
            yield _clash("RB2068", before, after, _shown(end + timedelta(1)), _shown(start - timedelta(1)))


def _clash(code: str, before: n.Param, after: n.Param, first: str, last: str) -> Diagnostic:
    related = [Related(before.span, "before")]
    return diagnose(code, after.span, name=after.name.text, first=first, last=last, related=related)


def _shown(day: date) -> str:
    return "…" if day in (date.min, date.max) else day.isoformat()


def _start(param: n.Param) -> date:
    return param.first.value if param.first is not None else date.min


def _end(param: n.Param) -> date:
    return param.last.value if param.last is not None else date.max


def _period(param: n.Param) -> str:
    return f"{' '.join(param.expr.span.text.split())}: {_shown(_start(param))} .. {_shown(_end(param))}"


# ── values ──


class _Values:
    """What parameters come to, each worked out when it is first asked for."""

    def __init__(self, params: dict[str, n.Param], findings: list[Diagnostic]) -> None:
        self.params = params
        self.findings = findings
        self._literals: dict[str, Literal | None] = {}
        self._under_way: list[str] = []

    def settled(self, name: str) -> n.Param:
        """The parameter with its literal; 0 where it comes to none, which has been said."""
        param = self.params[name]
        literal = self.of(name)
        return evolve(param, expr=literal or n.Number(param.expr.span, Fraction(0)))

    def of(self, name: str) -> Literal | None:
        if name in self._under_way:
            cycle = [*self._under_way[self._under_way.index(name) :], name]
            span = self.params[name].name.span
            self.findings.append(diagnose("RB2004", span, name=name, cycle=" → ".join(cycle)))
            self._literals[name] = None
        elif name not in self._literals:
            self._under_way.append(name)
            literal = self.literal(self.params[name].expr)
            self._under_way.pop()
            if literal is None and name not in self._literals:
                self._not_constant(self.params[name])
            self._literals.setdefault(name, literal)
        return self._literals[name]

    def _not_constant(self, param: n.Param) -> None:
        unknown = [x for x in _names(param.expr) if x.text not in self.params]
        if unknown:
            close = near(unknown[0].text, self.params)
            span, said = unknown[0].span, unknown[0].text
            self.findings.append(diagnose("RB2069", span, name=param.name.text, mentioned=said, near=close))
        elif all(self._literals.get(x.text) is not None for x in _names(param.expr)):
            self.findings.append(diagnose("RB3065", param.expr.span, name=param.name.text))

    def literal(self, expr: n.Expr) -> Literal | None:
        """What an expression of literals and parameters comes to; None for any other."""
        match expr:
            case n.Number(given=None) | n.DateLiteral():
                return expr
            case n.Number(given=given) if given is not None:
                return self.literal(given)
            case n.Name() if expr.text in self.params:
                return self.of(expr.text)
            case n.Minus():
                inner = self.literal(expr.operand)
                return evolve(inner, value=-inner.value) if isinstance(inner, n.Number) else None
            case n.Arith():
                return self._arith(expr)
        return None

    def _arith(self, expr: n.Arith) -> n.Number | None:
        operands = [self.literal(x) for x in (expr.first, *(operand for _, operand in expr.rest))]
        numbers = [x for x in operands if isinstance(x, n.Number)]
        if len(numbers) < len(operands):
            return None
        kind = kind_of_unit(numbers[0].unit)
        value = _plain(numbers[0])
        for (op, _), number in zip(expr.rest, numbers[1:], strict=True):
            other, right = kind_of_unit(number.unit), _plain(number)
            if op in "+-":
                joined, value = sum_of(kind, other), value + (right if op == "+" else -right)
            elif op == "*":
                joined, value = product_of(kind, other), value * right
            elif right == 0:
                return None
            else:
                joined, value = quotient_of(kind, other), value / right
            if joined is None:
                return None
            kind = joined
        units = {"percent": "%", "money": kind.unit or "元", "duration": kind.unit or "second"}
        unit = units.get(kind.family, "")
        come_to = value / _factor(unit)
        return n.Number(expr.span, come_to, unit, len(plain(come_to).partition(".")[2]))

    # ── in the tree ──

    def folded(self, node: Any) -> Any:
        """The tree with every formula of parameters a literal that says so."""
        if isinstance(node, tuple):
            return tuple(self.folded(x) for x in node)
        if not isinstance(node, n.Node):
            return node
        if isinstance(node, n.Number) and node.given is not None:
            return self._figure(node, node.given)
        if isinstance(node, n.Name | n.Arith | n.Minus) and self._mentioned(node):
            literal = self.literal(node)
            if literal is not None:
                return evolve(literal, span=node.span, given=node)
        return self._inside(node)

    def _figure(self, figure: n.Number, formula: n.Expr) -> n.Number:
        """The number that a formula in parentheses comes to; 1 where it is known only with the facts."""
        literal = self.literal(formula)
        if isinstance(literal, n.Number):
            return evolve(literal, span=figure.span, given=formula if self._mentioned(formula) else None)
        if all(self.of(x.text) is not None for x in self._mentioned(formula)):
            self.findings.append(diagnose("RB3066", figure.span, written=" ".join(figure.span.text.split())))
        return evolve(figure, value=Fraction(1), given=None)

    def _mentioned(self, expr: n.Expr) -> list[n.Name]:
        return [x for x in _names(expr) if x.text in self.params]

    def _inside(self, node: n.Node) -> n.Node:
        changed: dict[str, Any] = {}
        for name, is_name in _parts(type(node)):  # type: ignore[arg-type]
            before = getattr(node, name)
            after = before if is_name else self.folded(before)
            if after is not before:
                changed[name] = after
        return evolve(node, **changed) if changed else node


@cache
def _parts(cls: type[n.Node]) -> tuple[tuple[str, bool], ...]:
    """The fields of a node, and whether they only hold a name."""
    return tuple((f.name, str(f.type) in _NAMES) for f in fields(cls) if f.name != "span")


def _names(expr: n.Expr) -> list[n.Name]:
    return [x for x in within(expr) if isinstance(x, n.Name)]


def _factor(unit: str) -> Fraction:
    return Fraction(1, 100) if unit in ("%", "pp") else UNIT_FACTORS.get(unit, Fraction(1))


def _plain(number: n.Number) -> Fraction:
    value = value_of(number)
    assert isinstance(value, Fraction)
    return value
