"""What whole-number expressions take of the bounds of `size`: figures and names, and the digits of values."""

from __future__ import annotations

from collections.abc import Mapping

from rubricc.compiler.ir import scaled as s
from rubricc.compiler.scale.size import DIGITS, FACT, LEAVES, SMALL, TOTAL, TooLargeError, digits_of


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
