"""Exact numbers as ratios of whole-number expressions.

A ratio is `number / (over · factors)`: `over` a positive constant, `factors` expressions of which none is ever below 0,
and each is above 0 wherever the ratio is used (a guard or a domain says so). Constants in percent keep the denominator
100, so that the figures of the document show in the code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import reduce
from math import gcd, lcm

from attrs import frozen

from rubricc.compiler.ir import normal
from rubricc.compiler.ir import scaled as s
from rubricc.compiler.scale.size import FACTORS, LEAVES, TooLargeError
from rubricc.dsl.nodes import Comparison


@frozen
class Ratio:
    number: s.Expr
    over: int = 1
    factors: tuple[s.Expr, ...] = ()

    @property
    def below(self) -> s.Expr:
        """The whole denominator."""
        return product(self.factors, self.over)


def product(factors: Iterable[s.Expr], constant: int = 1) -> s.Expr:
    start: s.Expr = s.Int(constant)
    return reduce(normal.times, factors, start)


def constant(value: Fraction, unit: int = 1) -> Ratio:
    """A constant in units of 1/unit, or finer where it must be."""
    over = lcm(unit, value.denominator)
    return Ratio(s.Int(int(value * over)), over)


def aligned(ratios: Sequence[Ratio]) -> tuple[list[s.Expr], int, tuple[s.Expr, ...]]:
    """The numerators over a common denominator, and that denominator."""
    over = lcm(*(r.over for r in ratios))
    if not any(r.factors for r in ratios):
        return [normal.scaled(r.number, over // r.over) for r in ratios], over, ()
    counts: Counter[s.Expr] = Counter()
    for ratio in ratios:
        counts |= Counter(ratio.factors)
        if counts.total() > FACTORS or len(ratios) * len(counts) > LEAVES:
            raise TooLargeError
    factors = tuple(counts.elements())
    numbers = []
    for ratio in ratios:
        missing = counts - Counter(ratio.factors)
        numbers.append(normal.times(product(missing.elements(), over // ratio.over), ratio.number))
    return numbers, over, factors


def total(signed: Sequence[tuple[int, Ratio]]) -> Ratio:
    """The sum of ratios, each with its sign."""
    numbers, over, factors = aligned([ratio for _, ratio in signed])
    signs = [sign for sign, _ in signed]
    return Ratio(normal.linear(zip(signs, numbers, strict=True)), over, factors)


def multiplied(left: Ratio, right: Ratio) -> Ratio:
    ours, theirs = gcd(normal.content(left.number), right.over), gcd(normal.content(right.number), left.over)
    number = normal.times(normal.without(left.number, ours), normal.without(right.number, theirs))
    return Ratio(number, (left.over // theirs) * (right.over // ours), left.factors + right.factors)


def divided(left: Ratio, right: Ratio, sign: int) -> Ratio:
    """left / right; `sign` is that of right, 0 where it is not known. Right is not zero where this is reached."""
    shared = Counter(left.factors) & Counter(right.factors)
    above = product((Counter(right.factors) - shared).elements(), right.over)
    factors = list((Counter(left.factors) - shared).elements())
    number, over = normal.times(left.number, above), left.over
    divisor = right.number
    if sign < 0 or (isinstance(divisor, s.Int) and divisor.value < 0):
        number, divisor, sign = normal.negated(number), normal.negated(divisor), 1
    common = normal.content(divisor)
    divisor = normal.without(divisor, max(common, 1))
    over *= max(common, 1)
    if not isinstance(divisor, s.Int):
        if not sign:  # a square is positive whatever its root
            number = normal.times(number, divisor)
            divisor = normal.times(divisor, divisor)
        factors.append(divisor)  # as a whole: parts of a positive product may be negative
    least = gcd(normal.content(number), over)
    return Ratio(normal.without(number, least), over // least, tuple(factors)) if least else Ratio(s.ZERO)


def compared(op: Comparison, left: Ratio, right: Ratio) -> s.Expr:
    """A comparison without division: both sides times their common denominator."""
    if right.number == s.ZERO:
        return normal.compare(op, left.number, s.ZERO)
    (ours, theirs), _, _ = aligned([left, right])
    return normal.compare(op, ours, theirs)
