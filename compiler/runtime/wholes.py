"""What whole-number scorers need: division that rounds, and bound facts as whole numbers of a unit.

Facts are bound, so every value is of the kind that its field declares; where some are missing, others stand in for them
and only what does not depend on them is kept.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from datetime import date
from fractions import Fraction
from functools import partial
from typing import NamedTuple, TypeVar

from rubricc.compiler.runtime.description import RubricSpec
from rubricc.compiler.runtime.domains import some_value
from rubricc.compiler.runtime.exact import Exact, Value, whole
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.runtime.indicator import Score
from rubricc.compiler.runtime.order import in_order
from rubricc.compiler.runtime.places import row_names
from rubricc.compiler.runtime.schema import Block, RowNames
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


def leaders(keys: Sequence[object], counted: Sequence[bool]) -> list[bool]:
    """In every row, whether it is the first with its key of those that count."""
    seen: set[object] = set()
    found: list[bool] = []
    for key, counts in zip(keys, counted, strict=True):
        found.append(counts and key not in seen)
        if counts:
            seen.add(key)
    return found


def of_groups(
    rows: Sequence[Cells], keys: Sequence[object], worked_out: Callable[[Sequence[Cells]], tuple[object, ...]]
) -> list[tuple[object, ...]]:
    """In every row, what is worked out from the rows with the same key."""
    groups: dict[object, list[Cells]] = {}
    for row, key in zip(rows, keys, strict=True):
        groups.setdefault(key, []).append(row)
    found = {key: worked_out(group) for key, group in groups.items()}
    return [found[key] for key in keys]


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


# ── scores ──


class Listing(NamedTuple):
    """Rows that a derivation names: under which name, of which table, and the function that says which they are."""

    name: str
    block: str
    which: Callable[..., Sequence[bool]]


class Knowing(NamedTuple):
    """Which values there are although facts are missing: the values and the slots of which the function asks."""

    function: Callable[..., Mapping[str, bool] | None]
    reads: tuple[int, ...]
    flags: tuple[int, ...]


class Telling(NamedTuple):
    """Rows that a derivation tells of one by one: what each is worked out from, None of one that does not count."""

    name: str
    block: str
    rows: Callable[..., Sequence[tuple[object, ...] | None]]
    points: Callable[..., int | tuple[object, ...]]
    told: Callable[..., Values]
    key: str = ""  # the column by which rows are grouped, where a row stands for its group


class Work(NamedTuple):
    """How an indicator is scored: its functions, and the positions of the measures that they read."""

    points: Callable[..., int | tuple[object, ...]]
    reads: tuple[int, ...]
    told: Callable[..., Values]
    told_reads: tuple[int, ...]
    slots: tuple[int, ...]  # all that it reads
    listings: tuple[Listing | Telling, ...] = ()
    knowing: Knowing | None = None  # None: it needs all that it reads


class Gaps(NamedTuple):
    """Where facts are missing: which slots do not depend on them, which have a value at all, and measures with some
    value where there is none."""

    known: list[bool]
    there: list[bool]
    measures: Sequence[object]


def scores_of(
    spec: RubricSpec,
    works: Sequence[Work],
    measures: Sequence[object],
    unit: int,
    bound: Bound,
    gaps: Gaps | None = None,
    given: Bound | None = None,
) -> list[Score]:
    """The score of every sheet. What others' points are, and whether there are any, stands behind the measures.

    Where `bound` was filled up, answers for what is missing come from the facts `given`.
    """
    values: list[object] = [*measures, *(0, False) * len(spec.others)]
    some: list[object] = [] if gaps is None else [*gaps.measures, *(0, True) * len(spec.others)]

    def learn(number: int, points: Exact | str | None) -> None:
        at = len(measures) + 2 * number
        in_units = points if isinstance(points, str) else int((points or 0) * unit)
        values[at : at + 2] = (in_units, points is not None)
        if gaps is not None:
            some[at] = values[at]
            gaps.there[number - len(spec.others)] = points is not None

    def work(number: int) -> Score:
        one = works[number]
        if gaps is None or all(gaps.known[at] for at in one.slots):
            return score_of(one, values, measures, unit, bound)
        return partial_score(one, some, gaps, unit, bound)

    return in_order(spec, given or bound, work, learn)


def points_of_all(
    spec: RubricSpec, works: Sequence[Work], measures: Sequence[object], unit: int
) -> tuple[int | None, ...]:
    """Points of every indicator in units of 1/unit; None where they are refused."""
    scores = scores_of(spec, works, measures, unit, Bound({}, {}, {}, [], [], [], [], frozenset()))
    points = [one.points for one in scores[: len(spec.indicators)]]
    return tuple(None if each is None else int(each * unit) for each in points)


def score_of(
    work: Work, values: Sequence[object], measures: Sequence[object], unit: int, bound: Bound
) -> Score:
    """Points and values of one indicator; its points are counted in units of 1/unit."""
    try:
        got = work.points(*(values[at] for at in work.reads))
    except Refused as refusal:
        return Score(None, dict, str(refusal))
    points, *lines = got if isinstance(got, tuple) else (got,)
    assert isinstance(points, int)
    told = partial(work.told, *(values[at] for at in work.told_reads), *lines, points)
    if work.listings:
        told = partial(with_rows, told, work.listings, measures, unit, bound)
    return Score(exactly(points, unit), told)


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
    names = row_names(bound, telling.block, [row is not None for row in rows], telling.key)
    found: list[RowTold] = []
    for name, row in zip(names, [row for row in rows if row is not None], strict=True):
        got = telling.points(*row)
        points, *lines = got if isinstance(got, tuple) else (got,)
        assert isinstance(points, int)
        found.append(RowTold(name, exactly(points, unit), telling.told(*row, *lines, points)))
    return tuple(found)


# ── missing facts ──


GIVEN = "\ngiven"  # after the name of a table: its rows as they were given, where others stand in for what is missing


def there(values: Tables, table: str, name: str) -> list[bool]:
    """For every row of a table whether it has a value in a column."""
    return [row[name] is not None for row in values.get(table + GIVEN, values[table])]


def gaps_in(bound: Bound) -> tuple[set[tuple[str, str]], set[str]]:
    """The fields of which cells are missing, and the tables of which it is not known what rows they have."""
    return {(each.block, each.field) for each in bound.missing}, {x.block for x in bound.missing if x.row < 0}


def is_untouched(
    gone: Set[tuple[str, str]], lost: Set[str], fields: Sequence[tuple[str, str]], tables: Sequence[str]
) -> bool:
    """Whether nothing is missing of what a measure reads."""
    return gone.isdisjoint(fields) and lost.isdisjoint(tables)


def completed(blocks: Sequence[Block], bound: Bound) -> Bound:
    """The facts with some value that is allowed in every place where one is missing."""
    values: dict[str, list[dict[str, Value | None]]] = {}
    for block in blocks:
        some = {field.name: some_value(field) for field in block.fields}
        rows = bound.values[block.name]
        values[block.name + GIVEN] = rows
        values[block.name] = [
            {name: some.get(name, 0) if value is None else value for name, value in row.items()}
            for row in rows
        ]
    return bound._replace(values=values)


def stand_ins(measures: Sequence[object], seconds: Sequence[int]) -> list[object]:
    """The measures, with some value where there is none.

    `seconds` are the positions that say whether a measure has a value at all, -1 for one that always has.
    """
    every = list(measures)
    for at in seconds:
        if at >= 0:
            every[at] = every[at] or 1
    return every


def gaps_of(
    known: Sequence[bool],
    seconds: Sequence[int],
    measures: Sequence[object],
    some: Sequence[object],
    spec: RubricSpec,
) -> Gaps:
    """What there is where facts are missing; `known` says which measures do not depend on them."""
    there = [is_known and (at < 0 or bool(measures[at])) for is_known, at in zip(known, seconds, strict=True)]
    others = len(spec.others)
    return Gaps([*known, *[True] * others], [*there, *[False] * others], some)


def partial_score(work: Work, values: Sequence[object], gaps: Gaps, unit: int, filled: Bound) -> Score:
    """The score of an indicator that reads what depends on missing facts."""
    knowing = work.knowing
    if knowing is None:
        return Score(None, dict)
    try:
        reads = (values[at] for at in knowing.reads)
        told = knowing.function(*reads, *(gaps.there[at] for at in knowing.flags))
    except Refused as refusal:
        return Score(None, dict, str(refusal))
    if told is None:
        return Score(None, dict)
    score = score_of(work, values, gaps.measures, unit, filled)
    return Score(score.points, partial(only_known, score.values, told), score.refused)


def only_known(values: Callable[[], Values], known: Mapping[str, bool]) -> Values:
    return {name: value for name, value in values().items() if known.get(name, True)}
