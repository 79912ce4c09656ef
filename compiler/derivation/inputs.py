"""The facts that an indicator reads, as plain data: each with its value and the place that it was read from.

Assumes a result of `score`. Guarantees what `document` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TypedDict

from rubricc.compiler.runtime.exact import UNIT_SCALE, Value, plain, show, whole
from rubricc.compiler.runtime.facts import held
from rubricc.compiler.runtime.indicator import Indicator
from rubricc.compiler.runtime.schema import Block, Field


class InputData(TypedDict):
    """A fact that was read: `key` is its month or unit, `value` in the unit of its declaration."""

    block: str
    name: str
    key: str | None
    value: str | bool | None
    display: str
    unit: str
    file: str | None
    row: int | None
    column: str | None


def fields_of(blocks: Sequence[Block]) -> dict[tuple[str, str], Field]:
    return {(block.name, field.name): field for block in blocks for field in block.fields}


def inputs_of(
    one: Indicator, block: str, name: str, own: bool, fields: dict[tuple[str, str], Field], lang: str
) -> list[InputData]:
    """The values of a fact that an indicator reads, with their places: of its own unit, or of every row."""
    found: list[InputData] = []
    field = fields.get((block, name)) or Field(name, "number")  # points of units are no declared fact
    places, keys = one.bound.places.get(block, []), one.bound.keys.get(block, [])
    rows = one.bound.values.get(block, [])
    for at in [one.bound.unit.rows[block]] if own else range(len(rows)):
        row = rows[at]
        value = held(row, name)
        place = places[at].get(name) if at < len(places) else None
        found.append(
            {
                "block": block,
                "name": name,
                "key": keys[at] if at < len(keys) else None,
                "value": _value(value, field),
                "display": "" if value is None else show(value, field.style, lang),
                "unit": field.unit,
                "file": place.file or None if place else None,
                "row": place.row if place else None,
                "column": place.column or None if place else None,
            }
        )
    return found


def _value(value: Value | None, field: Field) -> str | bool | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | Fraction):
        return plain(whole(Fraction(value) / UNIT_SCALE[field.unit]))
    return str(value)
