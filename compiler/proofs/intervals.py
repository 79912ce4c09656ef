"""Intervals of a domain: the values that a measure can have, exactly, with or without a grid, ends open or closed.

A domain with a grid holds its multiples only; its intervals are brought to closed ends that lie on it, so that two
of them that share no value do not touch. Without a grid the values are all numbers between the ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from attrs import frozen


@frozen
class Interval:
    """None is no end on that side."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False

    def __contains__(self, x: Fraction) -> bool:
        above = self.low is None or self.low < x or (self.low == x and not self.low_open)
        return above and (self.high is None or x < self.high or (x == self.high and not self.high_open))

    @property
    def is_point(self) -> bool:
        return self.low is not None and self.low == self.high

    def ends_before(self, other: Interval) -> bool:
        if self.high is None or other.high is None:
            return self.high is not None
        return (self.high, not self.high_open) < (other.high, not other.high_open)


ALL = Interval()
SMALL = Fraction(1, 1000)
INSIDE = (0, SMALL, Fraction(1, 2), 1 - SMALL, 1)  # of the width
ABOVE, BELOW = (0, SMALL, 1, 1000), (-1000, -1, -SMALL, 0)  # steps from the only end
AROUND = (-1000, -1, 0, 1, 1000)


@frozen
class Domain:
    """The values of one measure; days are counted as ordinals.

    `middle` stands for a domain without ends; `far` are ends that nobody declared: the first and the last day there is.
    """

    whole: Interval
    grid: Fraction | None = None
    middle: Fraction = Fraction(0)
    far: frozenset[Fraction] = frozenset()

    def meet(self, one: Interval, other: Interval) -> Interval | None:
        """What two intervals of this domain share; None where that is nothing. Their ends lie on the grid already."""
        if one is other:
            return one
        low, low_open = _low(one, other)
        high, high_open = _high(one, other)
        return _unless_empty(low, high, low_open, high_open)

    def clip(self, one: Interval, other: Interval = ALL) -> Interval | None:
        """What two intervals share, brought to the grid; None where that is nothing."""
        low, low_open = _low(one, other)
        high, high_open = _high(one, other)
        if self.grid is not None:
            if low is not None:
                steps = floor(low / self.grid) + 1 if low_open else ceil(low / self.grid)
                low, low_open = steps * self.grid, False
            if high is not None:
                steps = ceil(high / self.grid) - 1 if high_open else floor(high / self.grid)
                high, high_open = steps * self.grid, False
        return _unless_empty(low, high, low_open, high_open)

    def split(self, interval: Interval, at: Fraction, below: bool) -> tuple[Interval | None, Interval | None]:
        """The part up to a value (it included where `below`) and the part beyond, of an interval of this domain."""
        if self.grid is None:
            left, right = Interval(None, at, False, not below), Interval(at, None, below, False)
        else:
            steps = floor(at / self.grid) if below else ceil(at / self.grid) - 1
            left, right = Interval(None, steps * self.grid), Interval((steps + 1) * self.grid)
        return self.meet(interval, left), self.meet(interval, right)

    def near(self, interval: Interval) -> Iterator[Fraction]:
        """Values of an interval that stand for it, in order: its ends or close to them, one inside, two far out.

        Most of those who ask take the first; each is worked out when its turn comes.
        """
        low, high = (None if x in self.far else x for x in (interval.low, interval.high))
        start, step = self.middle, self.grid or Fraction(1)
        parts: tuple[int | Fraction, ...] = AROUND
        if low is not None and high is not None:
            start, step, parts = low, high - low, INSIDE
        elif low is not None:
            start, parts = low, ABOVE
        elif high is not None:
            start, parts = high, BELOW
        last = None
        for part in parts:
            x = start + step * part
            if self.grid is not None:
                x = floor(x / self.grid) * self.grid
            if x != last and x in interval:
                last = x
                yield x


def _unless_empty(
    low: Fraction | None, high: Fraction | None, low_open: bool, high_open: bool
) -> Interval | None:
    if low is not None and high is not None and low >= high and (low > high or low_open or high_open):
        return None
    return Interval(low, high, low_open, high_open)


def _low(one: Interval, other: Interval) -> tuple[Fraction | None, bool]:
    if one.low is None or (other.low is not None and (one.low, one.low_open) < (other.low, other.low_open)):
        return other.low, other.low_open
    return one.low, one.low_open


def _high(one: Interval, other: Interval) -> tuple[Fraction | None, bool]:
    if one.high is None or other.ends_before(one):
        return other.high, other.high_open
    return one.high, one.high_open
