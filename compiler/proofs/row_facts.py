"""Facts in which a row is: alone, alike in every month, or behind other rows, with all else that an indicator reads.

What stands beside the row is drawn, and the same for every row that is asked of: two rows can so be compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING

from rubricc.compiler.proofs.drawn import Facts, drawn
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.proofs.rows import KEYS, UNIT, Row, rows_for
from rubricc.compiler.runtime.exact import Value
from rubricc.compiler.runtime.schema import FILLED, months_between
from rubricc.dsl import terms as t
from rubricc.dsl.model import Block

if TYPE_CHECKING:
    from rubricc.compiler.proofs.within import Within

DRAWS = 12  # settings of all that stands beside a row
MANY = 5  # rows alike


def row_facts(within: Within, facts: Facts, wanted: Mapping[t.Aggregate, Value]) -> None:
    """The cells of one row as a row of its table; of a group as many rows as its aggregates want."""
    row = facts.pop(within.block, {})
    if not isinstance(row, dict):  # of the unit that is scored, among others
        raise Unknown("table")
    if not wanted:
        facts[within.block] = [row]
    elif within.part.key:
        rows = rows_for(within.ground.ranges, within.block, wanted)
        facts[within.block] = [{**each, **row} for each in rows]
    else:
        raise Unknown("table")  # the row among all of its table


def tables_with(within: Within, facts: Facts) -> Iterator[tuple[object, Facts]]:
    """The facts of a row beside others, each with what tells them from those of another row beside the same."""
    block = within.ground.ranges.blocks[within.block]
    own: list[Row] = facts[block.name]
    months = months_between(block.first, block.last) if block.by == "month" else ()
    for at, beside in enumerate(islice(drawn(within.ground, within.indicator), DRAWS)):
        others: list[Row] = beside.get(block.name, [])
        pattern = others[0] if others else {}
        filled = [_filled(block, row, pattern) for row in own]
        rest = {name: _rest(within, name, rows, facts) for name, rows in (beside | facts).items()}
        if months:
            kept = others[: max(len(months) - len(own), 0)]
            tables = [[*kept, *filled[-len(months) :]], (filled * len(months))[: len(months)]]
        else:
            tables = [filled, [*others, *filled]] + ([] if within.part.key else [filled * MANY])
        for how, rows in enumerate(tables):
            keyed = [_keyed(block, row, number, months) for number, row in enumerate(rows)]
            yield (at, how), {**rest, block.name: keyed}


def _rest(within: Within, name: str, drawn_rows: object, facts: Facts) -> object:
    """Another block: what the row says of it goes before what is drawn."""
    own = facts.get(name)
    if own is None or name == within.block:
        return drawn_rows
    if isinstance(own, dict) and isinstance(drawn_rows, dict):
        return drawn_rows | own
    return own


def _filled(block: Block, row: Row, others: Row) -> Row:
    """A row with the cells of another where nothing is said of them; those that bound its own are left to be found."""
    fields = {f.name: f for f in block.fields}
    own = {name.removesuffix(FILLED) for name in row}
    bounds: set[str] = set()
    for name in own:
        while name in fields and fields[name].at_most:
            name = fields[name].at_most
            bounds.add(name)
    found = {name: x for name, x in others.items() if name.removesuffix(FILLED) not in own | bounds}
    found |= row
    for field in block.fields:
        most, value = found.get(field.at_most), found.get(field.name)
        if field.name not in own and isinstance(most, int | Fraction) and isinstance(value, int | Fraction):
            found[field.name] = min(value, most)
    return found


def _keyed(block: Block, row: Row, number: int, months: tuple[str, ...]) -> Row:
    """The row as it stands in its table, which may name what its rows are about."""
    row = dict(row)
    if block.by == "month":
        row[KEYS["month"]] = months[number]
    elif block.by == "unit":
        row[KEYS["unit"]] = UNIT if number == 0 else f"单位{number + 1}"
    return row
