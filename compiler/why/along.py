"""The points of a sheet along one value, and the smallest changes of it that give more of them: exact, on the grid.

Pieces of a score function never go both ways, so the nearest value that gives so many points lies at an end of a
piece, or where a line or a staircase first comes to them.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rubricc.compiler.ir.program import Guard, Indicator
from rubricc.compiler.proofs.functions import Functions
from rubricc.compiler.proofs.intervals import Domain, Interval
from rubricc.compiler.proofs.pieces import (
    NONE,
    TRUE,
    Affine,
    Algebra,
    Function,
    Piece,
    Stair,
    Unknown,
    value_at,
)

MOST = 2_000  # changes along one value


def points_along(indicator: Indicator, functions: Functions) -> Function:
    """The points, given every slot that the sheet reads as a function."""
    passed = functions.algebra.everywhere(TRUE)
    for step in indicator.steps:
        if isinstance(step, Guard):
            condition = functions.value(step.condition)
            passed = functions.algebra.join(passed, condition, lambda _, a, b: [(_, b if a == TRUE else a)])
        else:
            functions.known[step.name] = functions.value(step.term)
    return functions.guarded(functions.known[indicator.lines[-1].name], passed)


def gains(
    points: Function, domain: Domain, x: Fraction, grid: Fraction
) -> Iterator[tuple[Fraction, Fraction]]:
    """For every number of points above those at `x`, in order: the points, and the value nearest to `x` with as many.

    Of two values as near the smaller one; numbers of points for which there is no value of their own are left out.
    """
    here = value_at(points, x)
    if not isinstance(here, Fraction):
        return
    for _ in range(MOST):
        found = nearest(points, domain, x, here + grid)
        if found is None:
            return
        here = value_at(points, found)
        assert isinstance(here, Fraction)
        yield here, found
    raise Unknown("pieces")


def nearest(points: Function, domain: Domain, x: Fraction, wanted: Fraction) -> Fraction | None:
    """The value nearest to `x` that gives at least so many points; None where none does."""
    found = [each for piece in points for each in _near(piece, domain, x, wanted)]
    return min(found, key=lambda each: (abs(each - x), each), default=None)


def _near(piece: Piece, domain: Domain, x: Fraction, wanted: Fraction) -> Iterator[Fraction]:
    """The nearest values of a piece on either side of `x`."""
    if piece.value == NONE:
        return
    for side in (Interval(None, x), Interval(x, None)):
        part = domain.clip(piece.interval, side)
        enough = None if part is None else _enough(part, piece, domain, wanted)
        if enough is None:
            continue
        low, high = enough.low, enough.high
        if side.low is None:
            assert high is not None
            yield high
        else:
            assert low is not None
            yield low


def _enough(part: Interval, piece: Piece, domain: Domain, wanted: Fraction) -> Interval | None:
    """Where in a part of a piece there are at least so many points: an interval, as pieces go one way."""
    match piece.value:
        case Affine(slope, start):
            if slope == 0:
                return part if start >= wanted else None
            root = (wanted - start) / slope
            return domain.clip(part, Interval(root, None) if slope > 0 else Interval(None, root))
        case Stair(steps, factor, start):
            level = (wanted - start) / factor
            if factor > 0:  # at least so many steps
                return Algebra(domain).reach(part, steps, -(-level.numerator // level.denominator) - 1)[1]
            return Algebra(domain).reach(part, steps, level.numerator // level.denominator)[0]
    raise Unknown("term")
