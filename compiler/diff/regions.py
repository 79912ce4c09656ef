"""Values of one measure for which two score functions differ, without a gap, piece beside piece."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import evolve, field, frozen

from rubricc.compiler.ir.program import Program
from rubricc.compiler.proofs.intervals import Domain, Interval
from rubricc.compiler.proofs.pieces import NONE, Algebra, Function, Value
from rubricc.compiler.proofs.sheets import Variable
from rubricc.compiler.runtime.exact import Value as Fact


@frozen
class Named:
    """A variable, and the rubric in whose words it is called."""

    variable: Variable
    program: Program = field(eq=False, repr=False)


@frozen
class Region:
    """Values of a measure, without a gap, for which the points differ; `case` are the answers and labels with them.

    `pairs` are the points by both rules where those are the same all over; else the change lies between two ends.
    """

    variable: Named
    case: tuple[tuple[Named, Fact], ...]
    interval: Interval
    least: Fraction | None
    most: Fraction | None
    pairs: tuple[tuple[Fraction | None, Fraction | None], ...]


def unlike(algebra: Algebra, old: Function, new: Function) -> Iterator[tuple[Interval, Value, Value, Value]]:
    """The pieces on which two functions differ: both, and the difference; one of them may have no points."""
    i = j = 0
    while i < len(old) and j < len(new):
        one, other = old[i], new[j]
        shared = algebra.domain.meet(one.interval, other.interval)
        if shared is not None and one.value != other.value:
            if NONE in (one.value, other.value):
                yield shared, one.value, other.value, NONE
            else:
                yield from _pieces(algebra, shared, one.value, other.value)
        if one.interval.ends_before(other.interval):
            i += 1
        else:
            j += 1


def _pieces(
    algebra: Algebra, shared: Interval, old: Value, new: Value
) -> Iterator[tuple[Interval, Value, Value, Value]]:
    for part, turned in algebra.times(shared, old, Fraction(-1)):
        for inside, change in algebra.plus(part, turned, new):
            for where, sign in algebra.signs(inside, change):
                if sign:
                    yield where, old, new, change


def touch(left: Interval, right: Interval, domain: Domain) -> bool:
    """Whether no value of the domain lies between two intervals."""
    if left.high is None or right.low is None:
        return False
    if domain.grid is not None:
        return right.low - left.high <= domain.grid
    return left.high == right.low and not (left.high_open and right.low_open)


def joined(left: Region, right: Region) -> Region:
    one, other = left.interval, right.interval
    interval = Interval(one.low, other.high, one.low_open, other.high_open)
    ends = (left.least, left.most, right.least, right.most)
    known = [end for end in ends if end is not None]
    least, most = (min(known), max(known)) if len(known) == 4 else (None, None)
    pairs = tuple(dict.fromkeys((*left.pairs, *right.pairs)))
    return evolve(left, interval=interval, least=least, most=most, pairs=pairs)


def fixed(value: Value) -> Fraction | None:
    """The points of a piece where they are the same all over; None where they vary, or there are none."""
    x = value.at(Fraction(0)) if getattr(value, "slope", None) == 0 else None
    return x if isinstance(x, Fraction) else None
