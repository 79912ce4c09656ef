"""Score functions of one measure, exactly: pieces that cover its domain, each a line, a staircase, or one fixed value.

Every operation of terms takes pieces to pieces and splits them where that is needed; what it cannot express it refuses
with a reason (`Unknown`), never approximates. A piece without points (a divisor that is zero) stays one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Literal, TypeAlias

from attrs import frozen

from rubricc.compiler.proofs.intervals import Domain, Interval
from rubricc.compiler.proofs.staircase import Rounding, Staircase

MOST = 4_000  # pieces of a function, and steps of a staircase that is written out

Reason = Literal[
    "product", "divisor", "pieces", "term", "cases", "changes", "measures", "facts", "table", "weight",
    "swallowed", "carried", "limit", "effort", "slow", "unsolved",
]  # fmt: skip


class Unknown(Exception):
    """It cannot be decided, and why."""

    def __init__(self, reason: Reason, about: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.about = about


@frozen
class Affine:
    """slope · x + start."""

    slope: Fraction
    start: Fraction

    def at(self, x: Fraction) -> Fraction:
        return self.slope * x + self.start


@frozen
class Stair:
    """factor · steps(x) + start."""

    steps: Staircase
    factor: Fraction
    start: Fraction

    def at(self, x: Fraction) -> Fraction:
        return self.factor * self.steps.at(x) + self.start


@frozen
class Fixed:
    """A truth, a label."""

    value: bool | str

    def at(self, x: Fraction) -> bool | str:
        return self.value


@frozen
class NoPoints:
    """What stands here divides by zero."""

    def at(self, x: Fraction) -> None:
        return None


Numeric: TypeAlias = Affine | Stair
Value: TypeAlias = Numeric | Fixed | NoPoints
NONE = NoPoints()  # the only one
TRUE, FALSE = Fixed(True), Fixed(False)


@frozen
class Piece:
    interval: Interval
    value: Value


Pieces: TypeAlias = Iterable[tuple[Interval, Value]]
Function: TypeAlias = tuple[Piece, ...]


def number(value: Fraction) -> Affine:
    return Affine(Fraction(0), value)


def constant(value: Value) -> Fraction | None:
    """The number that a value is everywhere on its piece, if it is one."""
    return value.start if isinstance(value, Affine) and value.slope == 0 else None


def value_at(function: Function, x: Fraction) -> Fraction | bool | str | None:
    return next(piece.value.at(x) for piece in function if x in piece.interval)


def built(pieces: Pieces) -> Function:
    """A function from pieces in order; neighbours that are one line are one piece."""
    found: list[Piece] = []
    for interval, value in pieces:
        last = found[-1] if found else None
        if last is not None and last.value == value:
            joined = Interval(last.interval.low, interval.high, last.interval.low_open, interval.high_open)
            found[-1] = Piece(joined, value)
        else:
            found.append(Piece(interval, value))
        if len(found) > MOST:
            raise Unknown("pieces")
    return tuple(found)


class Algebra:
    """Operations on the functions of one domain."""

    def __init__(self, domain: Domain) -> None:
        self.domain = domain

    def everywhere(self, value: Value) -> Function:
        return (Piece(self.domain.whole, value),)

    def map(self, function: Function, action: Callable[[Interval, Value], Pieces]) -> Function:
        """The action on every piece; where there are no points it is not asked."""
        return built(
            each
            for piece in function
            for each in (
                [(piece.interval, NONE)] if piece.value is NONE else action(piece.interval, piece.value)
            )
        )

    def join(
        self, left: Function, right: Function, action: Callable[[Interval, Value, Value], Pieces]
    ) -> Function:
        """The action on every pair of pieces that meet; none where either has no points."""
        return built(self._joined(left, right, action))

    def _joined(
        self, left: Function, right: Function, action: Callable[[Interval, Value, Value], Pieces]
    ) -> Iterator[tuple[Interval, Value]]:
        i = j = 0
        while i < len(left) and j < len(right):
            one, other = left[i], right[j]
            shared = self.domain.meet(one.interval, other.interval)
            if shared is not None:
                if one.value is NONE or other.value is NONE:
                    yield shared, NONE
                else:
                    yield from action(shared, one.value, other.value)
            if one.interval.ends_before(other.interval):
                i += 1
            else:
                j += 1

    # ── staircases ──

    def reach(self, interval: Interval, stair: Staircase, k: int) -> tuple[Interval | None, Interval | None]:
        """Where a staircase is at most k, and where it is more."""
        at, included = stair.reach(k)
        return self.domain.split(interval, at, included)

    def ends(self, interval: Interval, stair: Staircase) -> tuple[int | None, int | None]:
        """The least and the greatest number of a staircase on an interval; None where it never ends."""
        low = high = None
        if interval.low is not None:
            low = stair.at(interval.low)
            if interval.low_open and stair.reach(low)[0] == interval.low:
                low += 1
        if interval.high is not None:
            high = stair.at(interval.high)
            if interval.high_open and stair.reach(high - 1)[0] == interval.high:
                high -= 1
        return low, high

    def written_out(self, interval: Interval, value: Stair) -> list[tuple[Interval, Value]]:
        """A staircase as one piece for each of its steps."""
        low, high = self.ends(interval, value.steps)
        if low is None or high is None or high - low > MOST:
            raise Unknown("pieces")
        found: list[tuple[Interval, Value]] = []
        rest: Interval | None = interval
        for k in range(low, high + 1):
            if rest is None:
                break
            part, rest = self.reach(rest, value.steps, k)
            if part is not None:
                found.append((part, number(value.factor * k + value.start)))
        return found

    # ── arithmetic ──

    def plus(self, interval: Interval, left: Value, right: Value) -> Pieces:
        match left, right:
            case Affine(), Affine():
                return [(interval, Affine(left.slope + right.slope, left.start + right.start))]
            case (Stair(), Affine(Fraction(numerator=0))):
                return [(interval, Stair(left.steps, left.factor, left.start + right.start))]
            case (Affine(Fraction(numerator=0)), Stair()):
                return [(interval, Stair(right.steps, right.factor, left.start + right.start))]
            case Stair(), Stair() if left.steps == right.steps:
                factor, start = left.factor + right.factor, left.start + right.start
                return [(interval, Stair(left.steps, factor, start) if factor else number(start))]
            case (Stair(), Affine() | Stair()):
                parts = self.written_out(interval, left)
                return [each for part, value in parts for each in self.plus(part, value, right)]
            case Affine(), Stair():
                return self.plus(interval, right, left)
        raise Unknown("term")

    def times(self, interval: Interval, value: Value, factor: Fraction) -> Pieces:
        match value:
            case Affine():
                return [(interval, Affine(value.slope * factor, value.start * factor))]
            case Stair():
                scaled = Stair(value.steps, value.factor * factor, value.start * factor)
                return [(interval, scaled if factor else number(Fraction(0)))]
        raise Unknown("term")

    def product(self, interval: Interval, left: Value, right: Value) -> Pieces:
        for one, other in ((left, right), (right, left)):
            factor = constant(other)
            if factor is not None:
                return self.times(interval, one, factor)
        raise Unknown("product")

    def quotient(self, interval: Interval, left: Value, right: Value) -> Pieces:
        divisor = constant(right)
        if divisor is None:
            raise Unknown("divisor")
        return [(interval, NONE)] if divisor == 0 else self.times(interval, left, 1 / divisor)

    def minus(self, left: Function, right: Function) -> Function:
        negated = self.map(right, lambda i, v: self.times(i, v, Fraction(-1)))
        return self.join(left, negated, self.plus)

    # ── signs ──

    def signs(self, interval: Interval, value: Value) -> list[tuple[Interval, int]]:
        """Where a value is below, at and above 0, in order."""
        match value:
            case Affine(slope, start):
                if slope == 0:
                    return [(interval, (start > 0) - (start < 0))]
                root, up = -start / slope, 1 if slope > 0 else -1
                below, rest = self.domain.split(interval, root, False)
                at, above = (None, None) if rest is None else self.domain.split(rest, root, True)
                parts: list[tuple[Interval | None, int]] = [(below, -up), (at, 0), (above, up)]
            case Stair(steps, factor, start):
                level, up = -start / factor, 1 if factor > 0 else -1
                less = level.numerator // level.denominator
                less -= level.denominator == 1  # steps ≤ less: below the level
                below, rest = self.reach(interval, steps, less)
                parts = [(below, -up)]
                if rest is not None and level.denominator == 1:
                    at, rest = self.reach(rest, steps, int(level))
                    parts.append((at, 0))
                parts.append((rest, up))
            case _:
                raise Unknown("term")
        return [(part, sign) for part, sign in parts if part is not None]

    # ── rounding ──

    def rounded(self, interval: Interval, value: Value, grid: Fraction, mode: str) -> Pieces:
        """To a multiple of the grid, as `runtime.exact.round_to` does: −x like x."""
        if self._on_grid(interval, value, grid):
            return [(interval, value)]
        if isinstance(value, Stair):
            parts = self.written_out(interval, value)
            return [each for part, v in parts for each in self.rounded(part, v, grid, mode)]
        if not isinstance(value, Affine):
            raise Unknown("term")
        found: list[tuple[Interval, Value]] = []
        for part, sign in self.signs(interval, value):
            if mode == "half even":
                here = mode
            elif mode == "half up":
                here = "half up" if sign >= 0 else "half down"
            else:
                here = "ceil" if (mode == "up") == (sign >= 0) else "floor"
            found.append((part, _stair(value, grid, here)))
        return found

    def _on_grid(self, interval: Interval, value: Value, grid: Fraction) -> bool:
        match value:
            case Stair():
                return (value.factor / grid).denominator == 1 and (value.start / grid).denominator == 1
            case Affine(slope, _):
                if slope == 0:
                    return (value.start / grid).denominator == 1
                step, x = self.domain.grid, interval.low if interval.low is not None else interval.high
                if step is None or x is None:
                    return False
                return (slope * step / grid).denominator == 1 and (value.at(x) / grid).denominator == 1
        return False

    def counted(self, interval: Interval, distance: Value, size: Value, partial: str) -> Pieces:
        """How many steps of a size lie in a distance; none where it is not positive."""
        one = constant(size)
        if one is None:
            raise Unknown("divisor")
        if one == 0:
            return [(interval, NONE)]
        found: list[tuple[Interval, Value]] = []
        for part, sign in self.signs(interval, distance):
            if sign <= 0:
                found.append((part, number(Fraction(0))))
                continue
            for inside, value in self.times(part, distance, 1 / one):
                if partial == "pro rata":
                    found.append((inside, value))
                else:
                    found += self.rounded(
                        inside, value, Fraction(1), "up" if partial == "started" else "down"
                    )
        return found


def _stair(value: Affine, grid: Fraction, mode: str) -> Value:
    """grid times the whole number that value / grid is rounded to; a falling line is a rising one turned over."""
    slope, start = value.slope / grid, value.start / grid
    if slope == 0:
        return number(grid * Rounding(Fraction(1), start, mode).at(Fraction(0)))  # type: ignore[arg-type]
    if slope > 0:
        return Stair(Rounding(slope, start, mode), grid, Fraction(0))  # type: ignore[arg-type]
    turned = {"floor": "ceil", "ceil": "floor", "half up": "half down", "half down": "half up"}.get(
        mode, mode
    )
    return Stair(Rounding(-slope, -start, turned), -grid, Fraction(0))  # type: ignore[arg-type]


def extremes(function: Function, algebra: Algebra) -> tuple[Fraction | None, Fraction | None]:
    """The least and the greatest that a function of numbers comes to, or comes close to; None where it has no end."""
    lows: list[Fraction | None] = []
    highs: list[Fraction | None] = []
    for piece in function:
        if piece.value != NONE:
            ends = limits(piece, algebra)
            low, high = ends if is_rising(piece.value) else ends[::-1]
            lows.append(low)
            highs.append(high)
    least = None if None in lows or not lows else min(lows)  # type: ignore[type-var]
    return least, None if None in highs or not highs else max(highs)  # type: ignore[type-var]


def is_rising(value: Value) -> bool:
    """Whether a number never falls on its piece."""
    return value.slope >= 0 if isinstance(value, Affine) else isinstance(value, Stair) and value.factor > 0


def limits(piece: Piece, algebra: Algebra) -> tuple[Fraction | None, Fraction | None]:
    """What a number comes to at the left and at the right end of its piece; None where it grows without end."""
    interval, value = piece.interval, piece.value
    match value:
        case Affine(slope, start):
            if slope == 0:
                return start, start
            low, high = interval.low, interval.high
            return None if low is None else value.at(low), None if high is None else value.at(high)
        case Stair(steps, factor, start):
            first, last = algebra.ends(interval, steps)
            left = None if first is None else factor * first + start
            return left, None if last is None else factor * last + start
    raise Unknown("term")
