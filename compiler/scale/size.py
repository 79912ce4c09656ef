"""How large whole-number expressions may grow. A rubric beyond is refused by name: nobody could check its points.

Two measures: how many figures and names an expression is written with, and how many digits its values may have.
The digits are bounded so that every value that a derivation tells can be printed.
"""

from __future__ import annotations

FACT = 20  # digits of a fact, of which data may have no more
DIGITS = 1_200  # of a value's numerator and denominator
LEAVES = 20_000  # of one value
TOTAL = 200_000  # of all values of a rubric, those aside that are small
SMALL = 100
FACTORS = 64  # of a common denominator
OF_ROWS, OF_QUOTIENTS = 4, 40  # how many digits a sum may have more than what is summed


class TooLargeError(Exception):
    """What is worked out here would be larger than the bounds."""


def digits_of(number: int) -> int:
    """About how many digits a number has, without writing it out."""
    return number.bit_length() * 302 // 1000 + 1
