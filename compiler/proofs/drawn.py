"""Facts to try, drawn and not yet scored: tables of few rows, cells beside what is compared. The same at every run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, Any

from rubricc.compiler.ir.program import Indicator, Line, leaves, slots_of
from rubricc.compiler.proofs.rows import KEYS, UNIT, Row, cell, texts, values_of
from rubricc.compiler.runtime.exact import Value
from rubricc.compiler.runtime.schema import months_between
from rubricc.dsl import terms as t
from rubricc.dsl.model import Block, Field

if TYPE_CHECKING:
    from rubricc.compiler.proofs.sheets import Ground

TRIALS = 160
ROWS = (1, 2, 3, 5, 8, 0)  # of a table whose length the facts decide
LONG = 40  # rows that are still few

Facts = dict[str, Any]


def drawn(ground: Ground, indicator: Indicator) -> Iterator[Facts]:
    """Facts for all that an indicator reads; none where it reads what others come to."""
    terms = list(_terms(ground, indicator))
    if any(isinstance(term, t.Points) and term.item in (t.TOTAL, t.GRADE) for term in terms):
        return
    read: dict[str, set[str]] = {}
    for term in terms:
        for table in _tables(term):
            read.setdefault(table, set())
        if isinstance(term, t.Input):
            read.setdefault(term.block, set()).add(term.name)
    keys = {(x.key.block, x.key.name) for x in terms if isinstance(x, t.First | t.OfGroup)}
    columns = {name: _columns(ground.ranges.blocks[name], names, terms) for name, names in read.items()}
    own = ground.program.scored
    lengths = (*ROWS, *_long_enough(ground, indicator, terms))
    for at in range(TRIALS):
        draw = Random(at)
        facts: Facts = {}
        for name, found in columns.items():
            block = ground.ranges.blocks[name]
            facts[name] = (
                _table(block, found, at, draw, lengths, name in own) if block.by else _row(found, at, draw)
            )
            for number, row in enumerate(
                facts[name] if at % 2 and block.by else ()
            ):  # each a group of its own
                row.update((key, _one_of(found[key], number)) for table, key in keys if table == name)
        yield facts


def _terms(ground: Ground, indicator: Indicator) -> Iterator[t.Term]:
    """Every term of an indicator, of its slots, of the rows that they go through, of items that are read."""
    program = ground.program

    def of(one: Indicator) -> list[t.Term]:
        slots = [ground.slots[name].term for name in slots_of(one, ground.slots)]
        return [*slots, *(s.term if isinstance(s, Line) else s.condition for s in one.steps)]

    todo: list[t.Term] = of(indicator)
    while todo:
        term = todo.pop()
        yield term
        if isinstance(term, t.Each):
            part = ground.parts[term.part]
            todo += [part.rows, *(line.term for line in part.sheet.lines)]
        if isinstance(term, t.Points) and term.item not in (t.TOTAL, t.GRADE):
            todo += [each for one in leaves(program.item(term.item)) for each in of(one)]
        todo += t.children(term)


def _long_enough(ground: Ground, indicator: Indicator, terms: Iterable[t.Term]) -> list[int]:
    """How many rows a table has that passes what numbers of rows are compared with."""
    slots = (ground.slots[name].term for name in slots_of(indicator, ground.slots))
    if not any(isinstance(slot, t.Aggregate) and slot.operation == "count" for slot in slots):
        return []
    sides = (side for term in terms if isinstance(term, t.Compare) for side in (term.left, term.right))
    numbers = {x.value for x in sides if isinstance(x, t.Const) and isinstance(x.value, Fraction)}
    return sorted(int(x) + 1 for x in numbers if max(ROWS) <= x <= LONG)[:3]


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


def _one_of(column: tuple[Field, list[Value]], number: int) -> Value:
    field, values = column
    values = list(texts(max(ROWS))) if field.kind.family == "text" else values
    return cell(values[number % len(values)], field.kind)


def _depth(field: Field, fields: Mapping[str, Field]) -> int:
    """How many fields bound a field, one after the other."""
    depth = 0
    while field.at_most in fields:
        field, depth = fields[field.at_most], depth + 1
    return depth


def _row(columns: Mapping[str, tuple[Field, list[Value]]], at: int, draw: Random) -> Row:
    """One row; the first attempts have the same place of every list of values, the others any."""
    found: dict[str, Value] = {}
    for name, (field, values) in columns.items():
        bound = found.get(field.at_most)
        if isinstance(bound, int | Fraction | date):  # as much as it may be, and what is less
            values = [bound, *(x for x in values if x < bound)]  # type: ignore[operator]
        value = values[at % len(values)] if at < 12 else draw.choice(values)
        found[name] = value
    return {name: cell(value, columns[name][0].kind) for name, value in found.items()}


def _table(
    block: Block,
    columns: Mapping[str, tuple[Field, list[Value]]],
    at: int,
    draw: Random,
    lengths: Sequence[int],
    own: bool,
) -> list[Row]:
    """Rows of a table: alike in some attempts, each of its own in the others."""
    months = months_between(block.first, block.last) if block.by == "month" else ()
    count = len(months) or max(lengths[at % len(lengths)], own)
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
