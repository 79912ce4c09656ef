"""Amounts of points: a number, a part of the weight, or an expression of facts."""

from __future__ import annotations

from fractions import Fraction

from rubricc.compiler.lower.lines import Desk, const
from rubricc.compiler.runtime.exact import plain
from rubricc.dsl import nodes as n
from rubricc.dsl import terms as t
from rubricc.dsl.diagnostics.model import Related, diagnose
from rubricc.dsl.expressions import Typer
from rubricc.dsl.kinds import NUMBER
from rubricc.dsl.mentions import formula_of
from rubricc.dsl.model import Block
from rubricc.dsl.resolve import value_of


def lower_amount(
    desk: Desk,
    amount: n.Amount,
    *,
    within_weight: bool = False,
    signed: bool = False,
    rows: Block | None = None,
) -> t.Term:
    """The points of an amount. A written number lies on the grid, and within the weight where that is asked."""
    given: t.Term | t.WeightOf | None = formula_of(amount.given) if isinstance(amount, n.Number) else None
    if isinstance(amount, n.Share):
        value = amount.part * desk.weight
    else:
        literal = value_of(amount)
        if not isinstance(literal, Fraction):
            formula = _formula(desk, amount, rows)
            come_to = constant(formula)
            if come_to is None:
                return formula
            literal, given = come_to, formula
        if isinstance(amount, n.Number) and amount.unit:
            desk.finding("RB3004", amount.span, kind="<expression>", expected="<points>")
            return const(0)
        value = literal
    if (value / desk.convention.grid).denominator != 1:
        desk.finding("RB5009", amount.span, points=written(value), grid=written(desk.convention.grid))
    if value < 0 and not signed:
        desk.finding("RB5020", amount.span, points=written(value))
    if within_weight and value > desk.cap:
        weight = Related(desk.indicator.weight_span, "weight")
        desk.finding(
            "RB5008", amount.span, points=written(value), weight=written(desk.cap), related=(weight,)
        )
    return t.Const(value, NUMBER, given)


def lower_factor(typer: Typer, factor: n.Expr) -> t.Term:
    """What points are multiplied by: a number that is not negative, or a formula, below zero nothing."""
    term = typer.number(factor)
    if not term.kind.is_plain:
        typer.findings.append(diagnose("RB3004", factor.span, kind=term.kind.name, expected="<number>"))
        return const(1)
    value = constant(term)
    if value is None:
        return t.Extreme("max", (term, const(0)), term.kind)
    if value < 0:
        typer.findings.append(diagnose("RB5020", factor.span, points=written(value)))
    return t.Const(value, term.kind, None if isinstance(term, t.Const) else term)


def constant(term: t.Term) -> Fraction | None:
    """What a formula of numbers and weights comes to; None where it reads facts."""
    match term:
        case t.Const(value=Fraction() as value):
            return value
        case t.Chain():
            operands = [constant(x) for x in t.children(term)]
            result = operands[0]
            for (op, _), x in zip(term.rest, operands[1:], strict=True):
                if result is None or x is None or (op == "/" and x == 0):
                    return None
                result = {"+": result + x, "-": result - x, "*": result * x}[op] if op != "/" else result / x
            return result
    return None


def _formula(desk: Desk, amount: n.Expr, rows: Block | None) -> t.Term:
    term = desk.typer.number(amount, rows)
    if not term.kind.is_plain:
        desk.finding("RB3004", amount.span, kind=term.kind.name, expected="<points>")
        return const(0)
    return term


def fixed_amount(
    desk: Desk, amount: n.Amount, *, within_weight: bool = False, signed: bool = False
) -> Fraction:
    """An amount that must be a number."""
    term = lower_amount(desk, amount, within_weight=within_weight, signed=signed)
    if isinstance(term, t.Const) and isinstance(term.value, Fraction):
        return term.value
    desk.finding("RB3004", amount.span, kind="<expression>", expected="<points>")
    return Fraction(0)


def written(value: Fraction) -> str:
    """A number as an author would write it."""
    return plain(value)
