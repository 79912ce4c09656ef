"""Boundary inputs of what holds a unit against others: tables of units in which it has a place, or what was tried.

No rows can be worked out for a rank from what it should be, as rows can for a sum. A place is made with so many others
above, or below, that are all alike; for any other measure those facts are looked through that proofs try.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rubricc.compiler.ir.program import slots_of
from rubricc.compiler.proofs.attempts import attempts
from rubricc.compiler.proofs.rows import KEYS, MOST_ROWS, UNIT, cell, values_of
from rubricc.compiler.proofs.sheets import Assignment, Sheet
from rubricc.compiler.proofs.witness import Shown, scored
from rubricc.compiler.runtime.exact import Value
from rubricc.dsl import terms as t
from rubricc.dsl.mentions import reads_own


def is_of_units(sheet: Sheet) -> bool:
    """Whether it reads what a unit has of its own."""
    return any(reads_own(sheet.slots[name].term) for name in slots_of(sheet.indicator, sheet.slots))


def among_units(sheet: Sheet, left: Sequence[Assignment]) -> Iterator[Shown]:
    """Facts for the values of moving measures, the last of each assignment, that none were found for."""
    wanted = {(name, each[name]): None for each in left for name in list(each)[-1:]}
    base: Shown | None = None
    for one in attempts(sheet):
        base = base or one
        for name, x in [(name, x) for name, x in wanted if one.known.get(name) == x]:
            del wanted[name, x]
            yield one
        if not wanted:
            return
    for name, x in wanted:
        placed = _placed(sheet, name, x, base)
        if placed is not None and placed.known.get(name) == x:
            yield placed


def _placed(sheet: Sheet, name: str, value: Value, base: Shown | None) -> Shown | None:
    """A table in which so many units are above the one that is scored, or below it."""
    term = sheet.slots[name].term if name in sheet.slots else None
    if base is None or not (
        isinstance(term, t.Aggregate) and isinstance(term.body, t.Input) and isinstance(value, int | Fraction)
    ):
        return None
    rows = base.facts.get(term.block)
    if term.operation not in ("above", "below") or not rows or not 0 <= value < MOST_ROWS:
        return None
    field = sheet.ranges.fields[term.block, term.body.name]
    numbers = sorted(cell(x, field.kind) for x in values_of(field, ()))
    own, others = (numbers[0], numbers[-1]) if term.operation == "above" else (numbers[-1], numbers[0])
    table = [{**rows[0], KEYS["unit"]: UNIT, field.name: own}]
    table += [{**rows[0], KEYS["unit"]: f"单位{at + 2}", field.name: others} for at in range(int(value))]
    return scored(sheet, {**base.facts, term.block: table})
