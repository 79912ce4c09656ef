"""Rows of a table for which its aggregates have given values, where simple rows do: equal ones, or all in the first.

An attempt, not a search for all: what is made here is bound and scored before it is shown, and may turn out wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from fractions import Fraction
from itertools import islice, product
from typing import Any, TypeVar

from rubricc.compiler.evaluation import Evaluation, Missing, Refused
from rubricc.compiler.ir.bounds import Ranges
from rubricc.compiler.proofs.functions import Functions
from rubricc.compiler.proofs.intervals import Domain, Interval
from rubricc.compiler.proofs.pieces import TRUE, Affine, Algebra, Function, Stair, Unknown, extremes, number
from rubricc.compiler.runtime.exact import Value, whole
from rubricc.compiler.runtime.schema import months_between
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import COUNT, MEASURABLE, UNIT_FACTORS, YESNO, Kind
from rubricc.dsl.model import Block, Field

MOST_ROWS = 400
TRIES = 2_000
TODAY = date(2020, 1, 1)  # stands for any day, where no day is written
FAR = (date.min, date.max)
KEYS = {"month": "月份", "unit": "单位"}
UNIT = "甲"  # the unit that is scored, where units are

Row = dict[str, Any]
V = TypeVar("V")


def rows_for(ranges: Ranges, name: str, wanted: Mapping[t.Aggregate, Value]) -> list[Row]:
    """The rows of a block; `Unknown` where simple rows do not give what is wanted."""
    block = ranges.blocks[name]
    months = months_between(block.first, block.last) if block.by == "month" else ()
    if any(_blocks(term) - {name} for term in wanted):
        raise Unknown("table")
    count = len(months) or _row_count(wanted)
    if count > MOST_ROWS:
        raise Unknown("table")
    fields = {f.name: f for f in block.fields if f.name in _columns(wanted)}
    rows: list[Row] = [{} for _ in range(count)]
    conditions = list(dict.fromkeys(a.where for a in wanted if a.where is not None))
    if len(conditions) > 1:
        raise Unknown("table")
    held = _held(wanted, count) if conditions else count
    where = conditions[0] if conditions else None
    inside = _cells(block, fields, where, True) if held else {}
    beside = _cells(block, fields, where, False) if held < count else {}
    for at, row in enumerate(rows):
        row |= inside if at < held else beside
    for term, value in wanted.items():
        _fill(rows[:held] if term.where is not None else rows, term, value, fields, _ends(term, wanted))
    for at, row in enumerate(rows):
        for field in fields.values():
            row[field.name] = cell(row[field.name], field.kind)
        if block.by == "month":
            row[KEYS["month"]] = months[at]
        elif block.by == "unit":
            row[KEYS["unit"]] = f"单位{at + 1}"
    return rows


def emptied(block: Block, row: Row) -> None:
    """A row as facts have it: a cell that is not filled is empty, one that is filled holds something."""
    for field in block.fields:
        if field.filled not in row:
            continue  # nothing is said of it
        if not row.pop(field.filled):
            row[field.name] = None
        elif field.name not in row:
            row[field.name] = cell(next(values_of(field, ())), field.kind)


def bounded(block: Block, row: Row) -> Row:
    """A row with the cells that others may not exceed, where nothing is said of them: as little as they can be.

    One that may be empty is left out: then it bounds nothing.
    """
    row = dict(row)
    fields = {f.name: f for f in block.fields}
    open_ = {x for f in block.fields if (x := f.at_most) and x not in row and not fields[x].filled}
    for _ in open_:  # bounds of bounds settle one after the other
        for field in block.fields:
            if field.at_most in open_ and row.get(field.name) is not None:
                bound = fields[field.at_most]
                value = row[field.name]
                if field.kind.unit != bound.kind.unit:
                    value = cell(value * UNIT_FACTORS.get(field.kind.unit, Fraction(1)), bound.kind)
                low = [] if bound.low is None else [cell(bound.low, bound.kind)]
                row[bound.name] = max([value, *low, row.get(bound.name, value)])
    return row


def cell(value: Value, kind: Kind) -> Value:
    """A value as facts have it: in the declared unit."""
    if isinstance(value, bool | str | date):
        return value
    factor = UNIT_FACTORS.get(kind.unit)
    return whole(value if factor is None else Fraction(value) / factor)


def _row_count(wanted: Mapping[t.Aggregate, Value]) -> int:
    counts = [int(v) for a, v in wanted.items() if a.operation == "count" and isinstance(v, int | Fraction)]
    return max(counts, default=1)


def _held(wanted: Mapping[t.Aggregate, Value], count: int) -> int:
    """For how many of the rows the condition holds."""
    for term, value in wanted.items():
        if term.operation == "count" and term.where is not None and isinstance(value, int | Fraction):
            return int(value)
    return min(1, count)


def _ends(term: t.Aggregate, wanted: Mapping[t.Aggregate, Value]) -> dict[str, Value]:
    """The least, the middle and the greatest of what an aggregate goes through, as far as they are wanted, too."""
    alike = {x: v for x, v in wanted.items() if (x.body, x.where) == (term.body, term.where)}
    return {
        x.operation: value for x, value in alike.items() if x.operation in ("min", "median", "max", "sum")
    }


def _fill(
    rows: list[Row], term: t.Aggregate, value: Value, fields: Mapping[str, Field], ends: Mapping[str, Value]
) -> None:
    """Put a sum into the first rows, as much as each may have; anything else into every row.

    Beside a sum the greatest is what a row may have, and the least what it has at least.
    """
    if term.body is None or (term.operation in ("min", "median", "max") and "sum" in ends):
        return
    columns = {x.name for x in t.inputs_of(term.body)}
    numbers = [f for f in fields.values() if f.name in columns and f.kind.family in MEASURABLE]
    if len(numbers) != 1 or not isinstance(value, int | Fraction):
        raise Unknown("table")
    field, rest = numbers[0], Fraction(value)
    body = by_column(term.body)
    shapes: dict[tuple[Value, ...], _Shape] = {}  # rows have few kinds of other cells
    for later, row in zip(reversed(range(len(rows))), rows, strict=True):
        others = {name: value for name, value in row.items() if name != field.name}
        key = tuple(others.values())
        if key not in shapes:
            functions = Functions.of(field.name, domain_of(field), others)
            shapes[key] = _Shape(functions.value(body), functions.algebra)
        shape, part = shapes[key], rest
        if term.operation == "sum":
            low, high = (ends.get(which, end) for which, end in (("min", shape.low), ("max", shape.high)))
            part = rest - Fraction(low or 0) * later  # type: ignore[arg-type]
            part = part if high is None else min(part, Fraction(high))  # type: ignore[arg-type]
            rest -= part
        elif term.operation == "trimmed" and len(rows) > 2 * term.trim:
            part = rest / (len(rows) - 2 * term.trim)
        row[field.name] = shape.cell(part)


class _Shape:
    """What rows with the same other cells give, as a function of one cell."""

    def __init__(self, function: Function, algebra: Algebra) -> None:
        self.function, self.algebra = function, algebra
        self.low, self.high = extremes(function, algebra)
        self.known: dict[Fraction, Value] = {}

    def cell(self, wanted: Fraction) -> Value:
        """The cell for which it is what is wanted."""
        if wanted not in self.known:
            self.known[wanted] = whole(solved(self.function, self.algebra, wanted))
        return self.known[wanted]


def in_turn(*options: Iterable[V]) -> Iterator[tuple[V, ...]]:
    """Every combination, as `product` has them, that takes from its arguments only what it comes to."""
    if not options:
        yield ()
        return
    kept: list[tuple[V, ...]] = []
    for at, value in enumerate(options[0]):
        for rest in kept if at else in_turn(*options[1:]):
            if not at:
                kept.append(rest)
            yield (value, *rest)


def by_column(term: t.Term) -> t.Term:
    """The term with columns by their names; the cell of the unit itself is none of the row's."""
    if isinstance(term, t.Input) and term.own:
        raise Unknown("term")
    return t.Ref(term.name, term.kind) if isinstance(term, t.Input) else t.rebuilt(term, by_column)


def solved(function: Function, algebra: Algebra, wanted: Fraction) -> Fraction:
    """A value for which a function of numbers is what is wanted."""
    for piece in function:
        if isinstance(piece.value, Affine | Stair):
            for part, difference in algebra.plus(piece.interval, piece.value, number(-wanted)):
                for inside, sign in algebra.signs(part, difference):
                    if sign == 0:
                        return next(algebra.domain.near(inside))
    raise Unknown("table")


def labels_of(field: Field) -> tuple[Value, ...]:
    """All values of a column of answers, labels or texts; none of another."""
    match field.kind.family:
        case "yesno":
            return (True, False)
        case "label":
            return field.kind.labels
        case "text":
            return texts(1)
    return ()


def texts(count: int) -> tuple[str, ...]:
    """What so many texts may be, of which nothing is asked but whether they are alike: all of them, or none."""
    return tuple("……" + str(number if number > 1 else "") for number in range(1, count + 1))


def domain_of(field: Field) -> Domain:
    if field.kind.family == "date":
        return days(field.low, field.high)
    low = field.low if isinstance(field.low, Fraction) else None
    high = field.high if isinstance(field.high, Fraction) else None
    grid = field.precision or (Fraction(1) if field.kind.family == "count" else None)
    domain = Domain(Interval(low, high, field.low_open, field.high_open), grid)
    return Domain(domain.clip(domain.whole) or domain.whole, grid)


def days(low: object, high: object) -> Domain:
    """The days between two, by their ordinals; the first and the last that there are, where none are declared."""
    ends = [
        Fraction((end if isinstance(end, date) else anyway).toordinal())
        for end, anyway in zip((low, high), FAR, strict=True)
    ]
    far = frozenset(Fraction(end.toordinal()) for end in FAR)
    return Domain(Interval(ends[0], ends[1]), Fraction(1), Fraction(TODAY.toordinal()), far)


def _cells(block: Block, fields: Mapping[str, Field], where: t.Term | None, wanted: bool) -> Row:
    """Cells of one row for which the condition holds, or does not."""
    names = [f.name for f in fields.values()]
    terms = [] if where is None else [where]
    options = [values_of(f, terms) for f in fields.values()]
    counted = None if where is None else t.Aggregate("count", block.name, None, where, (), COUNT)
    for values in islice(in_turn(*options), TRIES):
        row: Row = dict(zip(names, values, strict=True))
        if any(_exceeds(row, f) for f in fields.values()):
            continue
        if counted is None:
            return row
        with suppress(Missing, Refused):
            if (Evaluation({block.name: [row]}).value(counted) == 1) is wanted:
                return row
    raise Unknown("table")


def _exceeds(row: Row, field: Field) -> bool:
    """Whether a cell is more than the one that it is declared to be at most."""
    return field.at_most in row and bool(row[field.at_most] < row[field.name])


def values_of(field: Field, terms: Iterable[t.Term]) -> Iterator[Value]:
    """Values of a column to try: those that terms compare it with, beside them, and at the ends."""
    terms = tuple(terms)
    constants = [x for term in terms for x in _constants(term)]
    match field.kind.family:
        case "yesno":
            yield from (True, False)
        case "label":
            yield from field.kind.labels
        case "text":
            compared = {x.name for term in terms for x in t.inputs_of(term) if x.kind.family == "text"}
            yield from texts(max(1, len(compared)))
        case "date":
            days = [day for day in constants if isinstance(day, date)]
            low = field.low if isinstance(field.low, date) else date(2020, 1, 1)
            for day in [*days, low]:
                yield from (day, *(date.fromordinal(day.toordinal() + n) for n in (1, -1, 40)))
        case _:
            domain = domain_of(field)
            step = domain.grid or Fraction(1)
            for x in constants:
                if isinstance(x, Fraction):
                    yield from (whole(y) for y in (x, x + step, x - step) if y in domain.whole)
            yield from (whole(x) for x in (Fraction(0), Fraction(100)) if x in domain.whole)
            yield from (whole(x) for x in domain.near(domain.whole))


def _constants(term: t.Term) -> Iterator[Value]:
    todo = [term]
    while todo:
        one = todo.pop()
        if isinstance(one, t.Const):
            yield one.value
        todo += t.children(one)


def _columns(wanted: Mapping[t.Aggregate, Value]) -> set[str]:
    return {x.name for term in wanted for x in t.inputs_of(term)}


def _blocks(term: t.Term) -> set[str]:
    return {x.block for x in t.inputs_of(term)}


# ── rows that conditions take ──


def taken(fields: Sequence[Field], wheres: Sequence[t.Term]) -> Iterator[dict[str, Value]]:
    """Rows for which all conditions hold: every combination of answers and labels, and exactly along one number.

    Other numbers stand still at what they are compared with and beside it; where that is not enough to say that there
    is no row, `Unknown` is raised at the end.
    """
    if not wheres:
        yield {}
        return
    condition = by_column(wheres[0] if len(wheres) == 1 else t.Logic("and", tuple(wheres), YESNO))
    numbers = [f for f in fields if f.kind.family in MEASURABLE]
    along = numbers[0] if numbers else None
    others = [f for f in fields if f is not along]
    options = [list(dict.fromkeys(values_of(f, wheres))) for f in others]
    found = False
    for values in islice(product(*options), TRIES):
        known = dict(zip((f.name for f in others), values, strict=True))
        for row in _along(along, known, condition):
            found = True
            yield row
    many = 1
    for each in options:
        many *= len(each)
    if not found and (many > TRIES or len(numbers) > 1 or any(f.kind.family == "date" for f in others)):
        raise Unknown("measures")


def _along(field: Field | None, known: dict[str, Value], condition: t.Term) -> Iterator[dict[str, Value]]:
    """Rows with these cells, and with any value of one field more, for which a condition holds."""
    domain = Domain(Interval(Fraction(0), Fraction(0))) if field is None else domain_of(field)
    for piece in Functions.of("" if field is None else field.name, domain, known).value(condition):
        if piece.value == TRUE:
            for x in domain.near(piece.interval):
                yield known if field is None else {**known, field.name: whole(x)}
