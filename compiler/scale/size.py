"""How large whole-number expressions may grow. A rubric beyond is refused by name: nobody could check its points.

Two measures: how many figures and names an expression is written with, and how many digits its values may have.
The digits are bounded so that every value that a derivation tells can be printed.
"""

from __future__ import annotations

from collections.abc import Mapping

from rubricc.compiler.ir import scaled as s

FACT = 20  # digits of a fact, of which data may have no more
DIGITS = 1_200  # of a value's numerator and denominator
LEAVES = 20_000  # of one value
TOTAL = 200_000  # of all values of a rubric, those aside that are small
SMALL = 100
FACTORS = 64  # of a common denominator


class TooLargeError(Exception):
    """What is worked out here would be larger than the bounds."""


def digits_of(number: int) -> int:
    """About how many digits a number has, without writing it out."""
    return number.bit_length() * 302 // 1000 + 1


class Budget:
    """What the values of one rubric may take together."""

    def __init__(self) -> None:
        self.left = TOTAL

    def spend(self, expr: s.Expr, widths: Mapping[str, int]) -> int:
        """The digits of an expression's values; refuses an expression that is too large."""
        measured = _Measured(widths)
        digits = measured.digits(expr)
        if measured.leaves > SMALL:
            self.left -= measured.leaves
        if digits > DIGITS or self.left < 0:
            raise TooLargeError
        return digits


class _Measured:
    def __init__(self, widths: Mapping[str, int]) -> None:
        self.widths = widths
        self.leaves = 0

    def digits(self, expr: s.Expr) -> int:
        match expr:
            case s.Int():
                found = digits_of(expr.value)
            case s.Var():
                found = self.widths.get(expr.name, FACT)
            case s.Linear():
                terms = [digits_of(factor) - 1 + self.digits(term) for factor, term in expr.terms]
                found = max(*terms, digits_of(expr.constant)) + digits_of(len(terms)) - 1
            case s.Product():
                found = sum(self.digits(factor) for factor in expr.factors)
            case _:
                found = max((self.digits(part) for part in s.parts(expr)), default=1)
        self.leaves += 1
        if self.leaves > LEAVES:
            raise TooLargeError
        return found
