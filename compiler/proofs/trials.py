"""Facts to try where none can be worked out from what is wanted: tables of few rows, cells beside what is compared.

Nothing is decided by what they do not show. They are the same at every run, and those that bind are scored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import islice
from random import Random
from typing import Any

from rubricc.compiler.ir.program import Indicator, Line, leaves, slots_of
from rubricc.compiler.proofs.rows import KEYS, cell, values_of
from rubricc.compiler.proofs.sheets import Sheet
from rubricc.compiler.proofs.witness import UNIT, Facts, Shown, scored
from rubricc.compiler.runtime.exact import Value
from rubricc.compiler.runtime.schema import months_between
from rubricc.dsl import terms as t
from rubricc.dsl.model import Block, Field

TRIALS = 160
ROWS = (1, 2, 3, 5, 8, 0)  # of a table whose length the facts decide

Row = dict[str, Any]


def trials(sheet: Sheet) -> Iterator[Shown]:
    """Facts of every kind, scored; none where the sheet reads what other sheets come to."""
    seen: set[str] = set()
    for facts in _drawn(sheet):
        key = repr(facts)
        shown = None if key in seen else scored(sheet, facts)
        seen.add(key)
        if shown is not None:
            yield shown


def with_row(sheet: Sheet, block: str, row: Mapping[str, Value]) -> Iterator[Shown]:
    """Facts in which a table has one row, with these cells among others, scored."""
    kinds = {f.name: f.kind for f in sheet.ranges.blocks[block].fields}
    cells = {name: cell(value, kinds[name]) for name, value in row.items()}
    for facts in islice(_drawn(sheet), TRIALS // 4):
        others = facts[block][0] if facts[block] else {}
        shown = scored(sheet, facts | {block: [{**others, **cells}]})
        if shown is not None:
            yield shown


def _drawn(sheet: Sheet) -> Iterator[Facts]:
    terms = list(_terms(sheet))
    if any(isinstance(term, t.Points) and term.item in (t.TOTAL, t.GRADE) for term in terms):
        return
    read: dict[str, set[str]] = {}
    for term in terms:
        for table in _tables(term):
            read.setdefault(table, set())
        if isinstance(term, t.Input):
            read.setdefault(term.block, set()).add(term.name)
    columns = {name: _columns(sheet.ranges.blocks[name], names, terms) for name, names in read.items()}
    own = sheet.ground.program.scored
    for at in range(TRIALS):
        draw = Random(at)
        facts: Facts = {}
        for name, found in columns.items():
            block = sheet.ranges.blocks[name]
            facts[name] = _table(block, found, at, draw, name in own) if block.by else _row(found, at, draw)
        yield facts


def _terms(sheet: Sheet) -> Iterator[t.Term]:
    """Every term of a sheet, of its slots, of what goes through their rows, and of the items whose points it reads."""
    ground, program = sheet.ground, sheet.ground.program
    parts = {part.name: part for part in program.parts}

    def of(indicator: Indicator) -> list[t.Term]:
        slots = [ground.slots[name].term for name in slots_of(indicator, ground.slots)]
        return [*slots, *(s.term if isinstance(s, Line) else s.condition for s in indicator.steps)]

    todo: list[t.Term] = of(sheet.indicator)
    while todo:
        term = todo.pop()
        yield term
        if isinstance(term, t.Each):
            part = parts[term.part]
            todo += [part.rows, *(line.term for line in part.sheet.lines)]
        if isinstance(term, t.Points) and term.item not in (t.TOTAL, t.GRADE):
            todo += [each for one in leaves(program.item(term.item)) for each in of(one)]
        todo += t.children(term)


def _tables(term: t.Term) -> Iterable[str]:
    match term:
        case t.Aggregate(block=block) | t.Each(block=block) | t.Streak(block=block):
            return (block,)
    return ()


def _columns(block: Block, names: set[str], terms: list[t.Term]) -> dict[str, tuple[Field, list[Value]]]:
    """The fields that are read and those that they may not exceed, bounds first, each with the values to try."""
    fields = {f.name: f for f in block.fields}
    wanted = set(names)
    for name in names:
        while name in fields and fields[name].at_most:
            name = fields[name].at_most
            wanted.add(name)
    ordered = sorted((f for f in fields.values() if f.name in wanted), key=lambda f: _depth(f, fields))
    return {f.name: (f, list(dict.fromkeys(values_of(f, terms)))) for f in ordered}


def _depth(field: Field, fields: Mapping[str, Field]) -> int:
    """How many fields bound a field, one after the other."""
    depth = 0
    while field.at_most in fields:
        field, depth = fields[field.at_most], depth + 1
    return depth


def _row(columns: Mapping[str, tuple[Field, list[Value]]], at: int, draw: Random) -> Row:
    """One row; the first trials have the same place of every list of values, the others any."""
    found: dict[str, Value] = {}
    for name, (field, values) in columns.items():
        bound = found.get(field.at_most)
        if isinstance(bound, int | Fraction | date):  # as much as it may be, and what is less
            values = [bound, *(x for x in values if x < bound)]  # type: ignore[operator]
        value = values[at % len(values)] if at < 12 else draw.choice(values)
        found[name] = value
    return {name: cell(value, columns[name][0].kind) for name, value in found.items()}


def _table(
    block: Block, columns: Mapping[str, tuple[Field, list[Value]]], at: int, draw: Random, own: bool
) -> list[Row]:
    """Rows of a table: alike in some trials, each of its own in the others."""
    months = months_between(block.first, block.last) if block.by == "month" else ()
    count = len(months) or max(ROWS[at % len(ROWS)], own)
    alike = draw.random() < Fraction(1, 4)
    rows: list[Row] = []
    for number in range(count):
        row = dict(rows[0]) if alike and rows else _row(columns, at if at < 12 and not number else 99, draw)
        if block.by == "month":
            row[KEYS["month"]] = months[number]
        elif block.by == "unit":
            row[KEYS["unit"]] = UNIT if number == 0 else f"单位{number + 1}"
        rows.append(row)
    return rows
