"""Amounts of points: a number, or a part of the weight."""

from __future__ import annotations

from fractions import Fraction

from rubricc.compiler.lower.lines import Desk
from rubricc.dsl import nodes as n
from rubricc.dsl.diagnostics.model import Related
from rubricc.dsl.resolve import value_of


def lower_amount(
    desk: Desk, amount: n.Amount, *, within_weight: bool = False, signed: bool = False
) -> Fraction:
    """The points of an amount; they lie on the grid, and within the weight where that is asked."""
    if isinstance(amount, n.Share):
        value = amount.part * desk.weight
    else:
        literal = value_of(amount)
        if not isinstance(literal, Fraction) or (isinstance(amount, n.Number) and amount.unit):
            desk.finding("RB3004", amount.span, kind="<expression>", expected="<points>")
            return Fraction(0)
        value = literal
    if (value / desk.convention.grid).denominator != 1:
        desk.finding("RB5009", amount.span, points=written(value), grid=written(desk.convention.grid))
    if value < 0 and not signed:
        desk.finding("RB5020", amount.span, points=written(value))
    if within_weight and value > desk.weight:
        weight = Related(desk.indicator.weight_span, "weight")
        desk.finding(
            "RB5008", amount.span, points=written(value), weight=written(desk.weight), related=(weight,)
        )
    return value


def written(value: Fraction) -> str:
    """A number as an author would write it."""
    from rubricc.compiler.runtime.exact import plain

    return plain(value)
