"""Staircases: whole numbers that never fall as a measure grows. Known by where they reach a number, never walked down.

So `ceil` over ten million calls is as cheap as over ten: what is cut off by a floor or a cap is never looked at.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Literal, TypeAlias

from attrs import frozen

from rubricc.compiler.runtime.spans import add_months, months_late

Mode = Literal["floor", "ceil", "half up", "half down", "half even"]


@frozen
class Rounding:
    """The whole number that `slope · x + start` is rounded to; the slope is positive. Half up is toward +∞ here."""

    slope: Fraction
    start: Fraction
    mode: Mode

    def at(self, x: Fraction) -> int:
        u = self.slope * x + self.start
        match self.mode:
            case "floor":
                return floor(u)
            case "ceil":
                return ceil(u)
            case "half up":
                return floor(u + Fraction(1, 2))
            case "half down":
                return ceil(u - Fraction(1, 2))
            case "half even":
                return round(u)

    def reach(self, k: int) -> tuple[Fraction, bool]:
        """Where the value is k or less: up to this x, itself included or not."""
        match self.mode:
            case "floor":
                u, included = Fraction(k + 1), False
            case "ceil":
                u, included = Fraction(k), True
            case "half up":
                u, included = k + Fraction(1, 2), False
            case "half down":
                u, included = k + Fraction(1, 2), True
            case "half even":
                u, included = k + Fraction(1, 2), k % 2 == 0
        return (u - self.start) / self.slope, included


@frozen
class Months:
    """Months from a deadline to a day, given as its ordinal; 0 in time."""

    deadline: date
    whole: bool

    def at(self, x: Fraction) -> int:
        return months_late(date.fromordinal(int(x)), self.deadline, self.whole)

    def reach(self, k: int) -> tuple[Fraction, bool]:
        if k < 0:
            return Fraction(0), False
        try:
            day = add_months(self.deadline, k + 1 if self.whole else k)
        except ValueError:  # after the last year that a date can have
            return Fraction(date.max.toordinal()), True
        return Fraction(day.toordinal()), not self.whole


Staircase: TypeAlias = Rounding | Months
