"""What whole-number scorers need: division that rounds, and bound facts as whole numbers of a unit.

Facts are bound and complete (`bind(…).require()`), so every value is there and of the kind that its field declares.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from typing import NamedTuple, TypeVar

from rubricc.compiler.runtime.description import RubricSpec
from rubricc.compiler.runtime.exact import Exact, Value, whole
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.runtime.order import in_order
from rubricc.compiler.runtime.places import row_names
from rubricc.compiler.runtime.result import Outcome
from rubricc.compiler.runtime.schema import RowNames
from rubricc.compiler.runtime.sentences import RowsTold, RowTold, Values

T = TypeVar("T")
Number = TypeVar("Number", int, Fraction)
Cells = Mapping[str, Value | None]
Tables = Mapping[str, Sequence[Cells]]


class Refused(Exception):
    """There are no points, because what would be divided by is zero or what would be averaged is empty."""


def round_div(dividend: int, divisor: int, mode: str) -> int:
    """The quotient rounded to a whole number; the divisor is positive. All modes treat −x like x."""
    count, rest = divmod(abs(dividend), divisor)
    if (
        (mode == "up" and rest)
        or (mode == "half up" and 2 * rest >= divisor)
        or (mode == "half even" and (2 * rest > divisor or (2 * rest == divisor and count % 2)))
    ):
        count += 1
    return count if dividend >= 0 else -count


def exactly(number: int, below: int) -> Exact:
    """number / below."""
    return whole(Fraction(number, below))


def twice_median(numbers: Sequence[int]) -> int:
    """Two times the median, which is whole; 0 of nothing."""
    ordered, half = sorted(numbers), len(numbers) // 2
    if not ordered:
        return 0
    return 2 * ordered[half] if len(ordered) % 2 else ordered[half - 1] + ordered[half]


def middle_sum(numbers: Sequence[Number], ends: int) -> Number:
    """The sum without so many of the least and the greatest."""
    return sum(sorted(numbers)[ends : len(numbers) - ends], numbers[0] - numbers[0])


def median_of(numbers: Sequence[Fraction]) -> Fraction:
    """The median; 0 of nothing."""
    ordered, half = sorted(numbers), len(numbers) // 2
    if not ordered:
        return Fraction(0)
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


# ── bound facts ──


def number_of(value: Value | None, scale: int = 1) -> int:
    """A number in units of 1/scale; its field declares that it is whole there."""
    assert isinstance(value, (int, Fraction))
    return value if scale == 1 and isinstance(value, int) else int(value * scale)


def ratio_of(value: Value | None) -> tuple[int, int]:
    """A number as numerator and denominator."""
    assert isinstance(value, (int, Fraction))
    return value.numerator, value.denominator


def yes_of(value: Value | None) -> bool:
    assert isinstance(value, bool)
    return value


def text_of(value: Value | None) -> str:
    assert isinstance(value, str)
    return value


def day_of(value: Value | None) -> date:
    assert isinstance(value, date)
    return value


def numbers(rows: Sequence[Cells], name: str, scale: int = 1) -> list[int]:
    """A column in units of 1/scale."""
    return [number_of(row[name], scale) for row in rows]


def numerators(rows: Sequence[Cells], name: str) -> list[int]:
    return [ratio_of(row[name])[0] for row in rows]


def denominators(rows: Sequence[Cells], name: str) -> list[int]:
    return [ratio_of(row[name])[1] for row in rows]


def yeses(rows: Sequence[Cells], name: str) -> list[bool]:
    return [yes_of(row[name]) for row in rows]


def texts(rows: Sequence[Cells], name: str) -> list[str]:
    return [text_of(row[name]) for row in rows]


def days(rows: Sequence[Cells], name: str) -> list[date]:
    return [day_of(row[name]) for row in rows]


def earlier(column: Sequence[T], back: int) -> list[T]:
    """In every row what stands so many rows before; in the first rows any value, which is not read."""
    return [*column[:back], *column[: len(column) - back]][: len(column)]


def streaks(holds: Sequence[bool]) -> list[int]:
    """In every row, for how many rows up to it something holds without a gap."""
    found: list[int] = []
    for yes in holds:
        found.append((found[-1] if found else 0) + 1 if yes else 0)
    return found


def points_of_rows(
    points: Callable[..., int | tuple[object, ...]], rows: Sequence[tuple[object, ...] | None]
) -> tuple[list[int], str]:
    """The points of the rows that count, in units of the grid; or nothing, and why one of them has none."""
    found: list[int] = []
    try:
        for row in rows:
            if row is not None:
                got = points(*row)
                found.append(got if isinstance(got, int) else int(got[0]))  # type: ignore[call-overload]
    except Refused as refusal:
        return [], str(refusal)
    return found, ""


# ── outcomes ──


class Listing(NamedTuple):
    """Rows that a derivation names: under which name, of which table, and the function that says which they are."""

    name: str
    block: str
    which: Callable[..., Sequence[bool]]


class Telling(NamedTuple):
    """Rows that a derivation tells of one by one: what each is worked out from, None of one that does not count."""

    name: str
    block: str
    rows: Callable[..., Sequence[tuple[object, ...] | None]]
    points: Callable[..., int | tuple[object, ...]]
    told: Callable[..., Values]


class Work(NamedTuple):
    """How an indicator is scored: its functions, and the positions of the measures that they read."""

    points: Callable[..., int | tuple[object, ...]]
    reads: tuple[int, ...]
    told: Callable[..., Values]
    told_reads: tuple[int, ...]
    listings: tuple[Listing | Telling, ...] = ()


def outcomes_of(
    spec: RubricSpec, works: Sequence[Work], measures: Sequence[object], unit: int, bound: Bound
) -> list[Outcome]:
    """The outcome of every sheet. What others' points are, and whether there are any, stands behind the measures."""
    values: list[object] = [*measures, *(0, False) * len(spec.others)]

    def learn(number: int, points: Exact | None) -> None:
        at = len(measures) + 2 * number
        values[at : at + 2] = (0, False) if points is None else (int(points * unit), True)

    def work(number: int) -> Outcome:
        return outcome_of(works[number], values, measures, unit, bound)

    return in_order(spec, bound, work, learn)


def points_of_all(
    spec: RubricSpec, works: Sequence[Work], measures: Sequence[object], unit: int
) -> tuple[int | None, ...]:
    """Points of every indicator in units of 1/unit; None where they are refused."""
    outcomes = outcomes_of(spec, works, measures, unit, Bound({}, {}, {}, [], [], [], []))
    points = [one.points for one in outcomes[: len(spec.indicators)]]
    return tuple(None if each is None else int(each * unit) for each in points)


def outcome_of(
    work: Work, values: Sequence[object], measures: Sequence[object], unit: int, bound: Bound
) -> Outcome:
    """Points and values of one indicator; its points are counted in units of 1/unit."""
    try:
        got = work.points(*(values[at] for at in work.reads))
    except Refused as refusal:
        return Outcome(None, dict, str(refusal))
    points, *lines = got if isinstance(got, tuple) else (got,)
    assert isinstance(points, int)
    told = partial(work.told, *(values[at] for at in work.told_reads), *lines, points)
    if work.listings:
        told = partial(with_rows, told, work.listings, measures, unit, bound)
    return Outcome(exactly(points, unit), told)


def with_rows(
    told: Callable[[], Values],
    listings: Sequence[Listing | Telling],
    measures: Sequence[object],
    unit: int,
    bound: Bound,
) -> Values:
    """What is told, and the rows that it names; they are gone through only when somebody asks."""
    rows: dict[str, RowNames | RowsTold] = {}
    for listing in listings:
        if isinstance(listing, Listing):
            rows[listing.name] = row_names(bound, listing.block, listing.which(bound.values, measures))
        else:
            rows[listing.name] = rows_told(listing, measures, unit, bound)
    return {**told(), **rows}


def rows_told(telling: Telling, measures: Sequence[object], unit: int, bound: Bound) -> RowsTold:
    """What every row that counts has got, and how."""
    rows = telling.rows(bound.values, measures)
    names = row_names(bound, telling.block, [row is not None for row in rows])
    found: list[RowTold] = []
    for name, row in zip(names, [row for row in rows if row is not None], strict=True):
        got = telling.points(*row)
        points, *lines = got if isinstance(got, tuple) else (got,)
        assert isinstance(points, int)
        found.append(RowTold(name, exactly(points, unit), telling.told(*row, *lines, points)))
    return tuple(found)
