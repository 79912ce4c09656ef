"""Intervals of a domain: the values that a measure can have, exactly, with or without a grid, ends open or closed.

A domain with a grid holds its multiples only; its intervals are brought to closed ends that lie on it, so that two
of them that share no value do not touch. Without a grid the values are all numbers between the ends.
"""

from __future__ import annotations

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
        """The part up to a value (it included where `below`) and the part beyond."""
        left = Interval(None, at, False, not below)
        right = Interval(at, None, below, False)
        return self.clip(interval, left), self.clip(interval, right)

    def near(self, interval: Interval) -> tuple[Fraction, ...]:
        """Values of an interval that stand for it: its ends or close to them, one inside, two far out."""
        low, high = (None if x in self.far else x for x in (interval.low, interval.high))
        step = self.grid or Fraction(1)
        if low is not None and high is not None:
            width = high - low
            inside = [low, high, low + width / 2, low + width / 1000, high - width / 1000]
        elif low is not None:
            inside = [low, low + step / 1000, low + step, low + 1000 * step]
        elif high is not None:
            inside = [high, high - step / 1000, high - step, high - 1000 * step]
        else:
            inside = [self.middle + n * step for n in (0, 1, -1, 1000, -1000)]
        found = {x if self.grid is None else floor(x / self.grid) * self.grid for x in inside}
        return tuple(sorted(x for x in found if x in interval))


def _unless_empty(
    low: Fraction | None, high: Fraction | None, low_open: bool, high_open: bool
) -> Interval | None:
    if low is not None and high is not None and (low > high or (low == high and (low_open or high_open))):
        return None
    return Interval(low, high, low_open, high_open)


def _low(one: Interval, other: Interval) -> tuple[Fraction | None, bool]:
    ends = [(x.low, x.low_open) for x in (one, other) if x.low is not None]
    return max(ends, key=lambda end: (end[0], end[1])) if ends else (None, False)


def _high(one: Interval, other: Interval) -> tuple[Fraction | None, bool]:
    ends = [(x.high, x.high_open) for x in (one, other) if x.high is not None]
    return min(ends, key=lambda end: (end[0], not end[1])) if ends else (None, False)
