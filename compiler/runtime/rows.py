"""Rows of facts before they are bound: what they are about, where they stand, what is in them."""

from collections.abc import Mapping, Sequence

from rubricc.compiler.runtime.exact import clipped
from rubricc.compiler.runtime.schema import Block, Cell, Place

Row = Mapping[object, object]

# The column that says what a row is about, in both vocabularies.
KEY_COLUMNS = {"month": ("月份", "month"), "unit": ("单位", "unit"), "judged": ("指标", "indicator")}


def fact_place(block: Block, row: Row, number: int, name: object, keys: Sequence[str] = ()) -> Place:
    """Where a fact stands or should: by its own cell, else its neighbours', else its path in a Python value."""
    own = row.get(name)
    if isinstance(own, Cell):
        return own.place
    column = clipped(str(name))
    for cell in row.values():
        if isinstance(cell, Cell):
            return Place(cell.place.file, cell.place.row if block.by else None, column)
    if keys:
        return Place("", None, f"{block.name}[{keys[number]}].{column}")
    return Place("", number + 1 if block.by else None, f"{block.name}.{column}" if block.name else column)


def elsewhere(place: Place) -> dict[str, str]:
    """Another place, for a sentence in either language."""
    return {"other": place.text("en"), "other_zh": place.text("zh")}


def file_of(rows: Sequence[Row]) -> str:
    """The file that rows were read from, or nothing."""
    return next((cell.place.file for row in rows for cell in row.values() if isinstance(cell, Cell)), "")


def unknown_names(block: Block, row: Row) -> list[str]:
    """The names in a row that are not declared: one may be a misspelt column."""
    known = {field.name for field in block.fields}.union(KEY_COLUMNS.get(block.by, ()))
    return [key for key in row if isinstance(key, str) and key not in known]
