"""Facts against their declaration: every value exact and checked, every problem found in one go.

Assumes a schema that the compiler has checked; of the facts it assumes nothing. Guarantees: `bind` does not stop
at the first problem; rows by month are complete and in order; a value that is missing or refused is None and is
listed; every other value is exact and within its declared domain.
"""

from collections.abc import Mapping, Sequence
from operator import le
from typing import NamedTuple

from rubricc.compiler.runtime.domains import check_domain, ordinal, outside, some_value
from rubricc.compiler.runtime.exact import (
    NUMERIC,
    TOO_LARGE,
    UNIT_SCALE,
    Unreadable,
    Value,
    clipped,
    nearest,
    read_value,
    show,
)
from rubricc.compiler.runtime.judged import in_columns, named, report_gap
from rubricc.compiler.runtime.problems import FactsError, Problem
from rubricc.compiler.runtime.rows import KEY_COLUMNS, Row, elsewhere, fact_place, file_of, unknown_names
from rubricc.compiler.runtime.schema import FILLED, Block, Cell, Field, Place, Unit, months_between
from rubricc.compiler.runtime.units import unlike_units, unseen

Column = list[Value | None]

ONLY_INTS = {int}
NO_ROW: Row = {}  # a missing month or block; known by identity
ABSENT = object()  # what a row without a key gives


class Missing(NamedTuple):
    """A fact that is not there. Row −1 stands for a whole block of events or units."""

    block: str
    row: int
    field: str


class Bound(NamedTuple):
    """Facts after binding. A single block is one row; `keys` holds the months or units of a table's rows.

    `gaps` are the problems of missing facts, `problems` all others, `unused` is for information.
    `unit` is what is scored.
    """

    values: dict[str, list[dict[str, Value | None]]]
    places: dict[str, list[dict[str, Place]]]
    keys: dict[str, list[str]]
    missing: list[Missing]
    gaps: list[Problem]
    problems: list[Problem]
    unused: list[Problem]
    tables: frozenset[str]  # the blocks of several rows
    unit: Unit = Unit()

    def findings(self) -> list[Problem]:
        """All that refuses the facts, what is missing included, by file and row."""
        return sorted(
            self.problems + self.gaps, key=lambda problem: (problem.place.file, problem.place.row or 0)
        )

    def sound(self, lang: str = "zh") -> "Bound":
        """These facts, if nothing is wrong with them, whatever is missing; else `FactsError` with everything."""
        if self.problems:
            raise FactsError(self.findings(), lang)
        return self

    def require(self, lang: str = "zh") -> "Bound":
        """These facts, if nothing is wrong or missing; else `FactsError` with everything that is."""
        if self.problems or self.gaps:
            raise FactsError(self.findings(), lang)
        return self


def bind(blocks: Sequence[Block], facts: object) -> Bound:
    """The facts of all blocks, read exactly and checked against what the blocks declare."""
    bound = Bound({}, {}, {}, [], [], [], [], frozenset(b.name for b in blocks if b.by))
    names = [block.name for block in blocks]
    if names == [""]:
        bind_block(blocks[0], {} if facts is None else facts, bound)
        return bound
    if not isinstance(facts, Mapping):
        refuse_shape(Block("", "", "", "", ()), "a mapping", facts, None, bound)
        facts = {}
    facts = named(blocks, facts)
    unknown = [name for name in facts if name not in names]
    absent = [name for name in names if name not in facts]
    for block in blocks:
        near = nearest(block.name, [name for name in unknown if isinstance(name, str)]) if unknown else ""
        bind_block(block, facts.get(block.name, ABSENT), bound, near)
    for name in unknown:
        shown = clipped(str(name))
        bound.unused.append(Problem("RB7040", Place(""), {"name": shown, "near": nearest(shown, absent)}))
    bound.problems.extend(unlike_units(blocks, bound.keys, bound.places))
    for block, units in unseen(blocks, bound.keys):
        lose_rows(block, units, bound)
    return bound


def lose_rows(block: Block, units: list[str], bound: Bound) -> None:
    """The facts of units that a table without rows does not tell are missing, one by one."""
    if Missing(block.name, -1, "") not in bound.missing:
        bound.gaps.append(Problem("RB7001", Place(""), {"block": block.name, "near": ""}))
    lose_table(block, bound)
    bound.keys[block.name] = units
    bound.values[block.name] = [{field.name: None for field in block.fields} for _ in units]
    bound.places[block.name] = [{} for _ in units]
    bound.missing.extend(
        Missing(block.name, at, field.name) for at in range(len(units)) for field in block.fields
    )


def bind_block(block: Block, raw: object, bound: Bound, near: str = "") -> None:
    """The rows of one block in their order, then its columns one after the other."""
    if block.judged:
        raw, refused = in_columns(block, raw)
        bound.problems.extend(refused)
    rows = rows_of(block, raw, bound, near)
    note_unused(block, rows, bound)
    columns: dict[str, Column] = {}
    places: list[dict[str, Place]] = [{} for _ in rows]
    for field in block.fields:
        if field.name in columns:  # said with the column that it speaks of
            continue
        column = [row.get(field.name, ABSENT) for row in rows]
        exact = plain_ints(field, column)
        columns[field.name] = read_column(block, field, rows, places, bound) if exact is None else exact
        if field.filled:
            columns[field.filled] = fill_blanks(block, field, columns[field.name], bound)
    for field in block.fields:
        if field.at_most_field in columns:
            check_at_most(block, field, columns, rows, bound)
    complete = zip(*columns.values(), strict=True)
    bound.values[block.name] = [dict(zip(columns, row, strict=True)) for row in complete]
    bound.places[block.name] = places


def held(row: Mapping[str, Value | None], name: str) -> Value | None:
    """What a cell holds; None where it is missing or empty."""
    return None if row.get(name + FILLED) is False else row.get(name)


# ── Rows ───────────────────────────────────────────────────────────────────────────────────────────────────


def rows_of(block: Block, raw: object, bound: Bound, near: str) -> list[Row]:
    """The rows of a block in their order; what is missing as a whole is NO_ROW."""
    bound.keys[block.name] = []
    rows: list[Row] = []
    absent = raw is ABSENT or raw is None
    if absent:
        bound.gaps.append(Problem("RB7001", Place(""), {"block": block.name, "near": near}))
    elif not block.by and isinstance(raw, Mapping):
        return [raw]
    elif block.by and isinstance(raw, Sequence) and not isinstance(raw, (str, bytes, Cell)):
        for number, row in enumerate(raw, 1):
            if isinstance(row, Mapping):
                rows.append(row)
            else:
                refuse_shape(block, "a mapping", row, number, bound)
        if block.by == "month":
            return by_month(block, rows, bound)
        return by_unit(block, rows, bound) if block.by == "unit" else rows
    else:
        refuse_shape(block, "a list of rows" if block.by else "a mapping", raw, None, bound)
    if block.by == "month":
        bound.keys[block.name] = list(months_between(block.first, block.last))
        return [NO_ROW] * len(bound.keys[block.name])
    if block.by:
        lose_table(block, bound)
        return []
    return [NO_ROW]


def lose_table(block: Block, bound: Bound) -> None:
    """Note that it is not known which rows a table has."""
    if (whole := Missing(block.name, -1, "")) not in bound.missing:
        bound.missing.append(whole)


def by_month(block: Block, rows: list[Row], bound: Bound) -> list[Row]:
    """One row for every declared month, in order."""
    months = list(months_between(block.first, block.last))
    if [row.get("月份") for row in rows] == months:
        bound.keys[block.name] = months
        return rows
    found: dict[str, Row] = {}
    found_at: dict[str, Place] = {}
    has_key = False
    for number, row in enumerate(rows):
        column, key, place = key_of(block, row, number)
        has_key = has_key or key is not ABSENT
        try:
            month = read_value(key, "month") if key is not ABSENT else None
        except Unreadable as refused:
            bound.problems.append(Problem(refused.code, place, {"name": column, **refused.about}))
            continue
        if not isinstance(month, str):
            if key is not ABSENT:
                bound.gaps.append(Problem("RB7003", place, {"name": column}))
        elif month in found:
            bound.problems.append(Problem("RB7005", place, {"period": month, **elsewhere(found_at[month])}))
        elif month < months[0] or month > months[-1]:
            about = {"period": month, "first": months[0], "last": months[-1]}
            bound.problems.append(Problem("RB7006", place, about))
        else:
            found[month], found_at[month] = row, place
    refuse_keyless(block, rows, has_key, bound)
    file = file_of(rows)
    for month in months:
        if month not in found and (has_key or not rows):
            bound.gaps.append(
                Problem("RB7004", Place(file, None, "" if file else block.name), {"period": month})
            )
    bound.keys[block.name] = months
    return [found.get(month, NO_ROW) for month in months]


def by_unit(block: Block, rows: list[Row], bound: Bound) -> list[Row]:
    """The rows as they stand, each of a unit of its own."""
    found: dict[str, Place] = {}
    kept: list[Row] = []
    has_key = False
    for number, row in enumerate(rows):
        column, raw, place = key_of(block, row, number)
        has_key = has_key or raw is not ABSENT
        unit = raw.strip() if isinstance(raw, str) else ""
        if raw is ABSENT or raw is None or (isinstance(raw, str) and not unit):
            if raw is not ABSENT:
                bound.gaps.append(Problem("RB7003", place, {"name": column}))
            lose_table(block, bound)  # which unit it is cannot be known
        elif not isinstance(raw, str):
            bound.problems.append(Problem("RB7038", place, {"name": column, "type": type(raw).__name__}))
        elif unit in found:
            bound.problems.append(Problem("RB7009", place, {"unit": clipped(unit), **elsewhere(found[unit])}))
        else:
            found[unit] = place
            kept.append(row)
    refuse_keyless(block, rows, has_key, bound)
    bound.keys[block.name] = list(found)
    return kept


def key_of(block: Block, row: Row, number: int) -> tuple[str, object, Place]:
    """The name of the column that says what a row is about, what it says, and where."""
    chinese, english = KEY_COLUMNS[block.by]
    column = english if chinese not in row and english in row else chinese
    raw = row.get(column, ABSENT)
    return column, raw.value if isinstance(raw, Cell) else raw, fact_place(block, row, number, column)


def refuse_keyless(block: Block, rows: list[Row], has_key: bool, bound: Bound) -> None:
    """A table by month or unit needs the column that says what its rows are about."""
    if rows and not has_key:
        chinese, english = KEY_COLUMNS[block.by]
        unknown = [
            key for key in rows[0] if isinstance(key, str) and key not in {f.name for f in block.fields}
        ]
        about = {"key_zh": chinese, "key_en": english, "near": nearest(chinese, unknown)}
        file = file_of(rows)
        bound.gaps.append(Problem("RB7010", Place(file, None, "" if file else block.name), about))


def refuse_shape(block: Block, wanted: str, found: object, row: int | None, bound: Bound) -> None:
    """A list where a mapping belongs, or text where either does."""
    place = found.place if isinstance(found, Cell) else Place("", row, block.name)
    value = found.value if isinstance(found, Cell) else found
    what = (
        "list" if isinstance(value, (list, tuple)) else "mapping" if isinstance(value, Mapping) else "value"
    )
    bound.problems.append(
        Problem("RB7008", place, {"name": block.name, "wanted": wanted, "given": f"a {what}"})
    )


def note_unused(block: Block, rows: list[Row], bound: Bound) -> None:
    """Columns that the rubric does not declare; each once, with the declared one that may be meant."""
    known = {*block.columns, *KEY_COLUMNS.get(block.by, ()), *block.judged}
    seen: set[object] = set()
    for number, row in enumerate(rows):
        if not known.issuperset(row):
            for key in row:
                if key not in known and key not in seen:
                    seen.add(key)
                    name = clipped(str(key))
                    near = nearest(name, [declared for declared in known if declared not in row])
                    place = fact_place(block, row, number, key)
                    bound.unused.append(Problem("RB7040", place, {"name": name, "near": near}))


# ── Columns ────────────────────────────────────────────────────────────────────────────────────────────────


def plain_ints(field: Field, column: list[object]) -> Column | None:
    """The usual case at the price of a few C loops: nothing but ints, all within the domain. Else None."""
    if {*map(type, column)} != ONLY_INTS or field.kind not in NUMERIC or field.precision is not None:
        return None
    scale = UNIT_SCALE[field.unit]
    numbers: list[int] = column if scale == 1 else [x * scale for x in column]  # type: ignore[assignment,operator]
    low, high = min(numbers), max(numbers)
    if outside(low, field) or outside(high, field) or low <= -TOO_LARGE or high >= TOO_LARGE:
        return None
    return numbers  # type: ignore[return-value]  # a list of int is read only from here on


def read_column(
    block: Block, field: Field, rows: list[Row], places: list[dict[str, Place]], bound: Bound
) -> Column:
    """The values of a column; None, and a problem, for each that is missing or refused."""
    name, keys = field.name, bound.keys[block.name]
    somewhere = any(name in row for row in rows)
    column: Column = []
    for number, row in enumerate(rows):
        raw = row.get(name, ABSENT)
        if isinstance(raw, Cell):
            places[number][name] = raw.place
            raw = raw.value
        value = None
        try:
            value = None if raw is ABSENT else read_value(raw, field.kind, field.unit, field.labels)
            if value is not None:
                check_domain(value, field)
        except Unreadable as refused:
            place = fact_place(block, row, number, name, keys)
            bound.problems.append(Problem(refused.code, place, {"name": name, **refused.about}))
            value = None
        else:
            if value is None and not (field.filled and somewhere and row is not NO_ROW):
                bound.missing.append(Missing(block.name, number, name))
                if row is not NO_ROW and (somewhere or field.judged):
                    place = fact_place(block, row, number, name, keys)
                    near = nearest(name, unknown_names(block, row)) if raw is ABSENT else ""
                    gap = Problem("RB7003", place, {"name": name, "near": near})
                    if field.judged:
                        report_gap(block, field, row, gap, bound.gaps, bound.problems)
                    else:
                        bound.gaps.append(gap)
        column.append(value)
    real = [row for row in rows if row is not NO_ROW]
    if real and not somewhere and not field.judged:
        file = file_of(real)
        path = name if file or not block.name else f"{block.name}.{name}"
        about = {"name": name, "near": nearest(name, unknown_names(block, real[0]))}
        bound.gaps.append(Problem("RB7002", Place(file, None, path), about))
    return column


def fill_blanks(block: Block, field: Field, column: Column, bound: Bound) -> Column:
    """Puts some value into the cells that may be empty and are; whether each cell is filled.

    Nothing reads that value, for every expression asks first. Of a cell that is missing as a whole row or column
    is, it is not known whether it would be filled.
    """
    gone = {each.row for each in bound.missing if (each.block, each.field) == (block.name, field.name)}
    bound.missing.extend(Missing(block.name, row, field.filled) for row in sorted(gone))
    filled: Column = [None if row in gone else value is not None for row, value in enumerate(column)]
    some = some_value(field)
    column[:] = [some if yes is False else value for value, yes in zip(column, filled, strict=True)]
    return filled


def check_at_most(
    block: Block, field: Field, columns: dict[str, Column], rows: list[Row], bound: Bound
) -> None:
    """`count <= 话务量`: in every row, the one is at most the other; what is missing is not compared."""
    values, limits = columns[field.name], columns[field.at_most_field]
    if {*map(type, values)} == {*map(type, limits)} == ONLY_INTS and all(map(le, values, limits)):  # type: ignore[arg-type]
        return
    there = [
        columns[f.filled] for f in block.fields if f.filled and f.name in (field.name, field.at_most_field)
    ]
    for number, (x, limit) in enumerate(zip(values, limits, strict=True)):
        if not all(filled[number] for filled in there):
            continue
        if x is not None and limit is not None and ordinal(x) > ordinal(limit):
            place = fact_place(block, rows[number], number, field.name, bound.keys[block.name])
            about = {"value": show(x, field.style), "limit": show(limit, field.style)}
            bound.problems.append(
                Problem("RB7032", place, {"name": field.name, "other": field.at_most_field, **about})
            )
