"""Data of the generated module as Python text: named tuples, fractions and texts.

Texts enter through repr, which escapes whatever is not printable. A sentence, which is a tuple of texts and gaps, stays
on one line, so that the tables of a large rubric are quick to write and to read back.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from rubricc.compiler.backends.python.layout import INDENT, WIDTH
from rubricc.compiler.runtime.description import (
    AbsentSpec,
    ClauseSpec,
    IndicatorSpec,
    JudgedRows,
    OutcomeSpec,
    StatementSpec,
)
from rubricc.compiler.runtime.schema import Block, Field
from rubricc.compiler.runtime.summary import EffectSpec, GradeSpec, GroupSpec

_ROWS = frozenset(
    (
        tuple, ClauseSpec, GradeSpec, GroupSpec, IndicatorSpec, StatementSpec, AbsentSpec, EffectSpec, OutcomeSpec,
        Block, Field, JudgedRows,
    )
)  # fmt: skip
_REQUIRED = object()


def emit_literal(before: str, value: object, indent: str = "", after: str = "") -> Iterator[str]:
    """`before value after`: a table has a line for each of its rows, a long row one for each of its fields."""
    if not isinstance(value, tuple) or not _is_deep(value):
        line = f"{indent}{before}{inline(value)}{after}"
        if len(line) <= WIDTH or not isinstance(value, tuple) or not hasattr(value, "_fields"):
            yield line
            return
    assert isinstance(value, tuple)
    fields: tuple[str, ...] = getattr(value, "_fields", ())
    yield f"{indent}{before}{type(value).__name__ if fields else ''}("
    for at, item in enumerate(value):
        yield from emit_literal(f"{fields[at]}=" if fields else "", item, indent + INDENT, ",")
    yield f"{indent}){after}"


def _is_deep(value: tuple[object, ...]) -> bool:
    """Whether a tuple is a table, or a row with a table in it."""
    if hasattr(value, "_fields"):
        return any(isinstance(item, tuple) and _is_table(item) for item in value)
    return _is_table(value)


def _is_table(value: tuple[object, ...]) -> bool:
    """Whether every item is a row; a sentence holds texts and gaps."""
    return bool(value) and all(type(item) in _ROWS for item in value)


def inline(value: object) -> str:
    """The value on one line; what a field would be anyway is left out."""
    if isinstance(value, date):
        return f"date({value.year}, {value.month}, {value.day})"
    if not isinstance(value, tuple):
        return repr(value)
    items = [inline(item) for item in value]
    if type(value) is tuple:
        return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"
    defaults = _defaults(type(value))
    shown = []
    named = False
    for field, item, text in zip(defaults, value, items, strict=True):
        if item == defaults[field] and type(item) is type(defaults[field]):
            named = True
        else:
            shown.append(f"{field}={text}" if named else text)
    return f"{type(value).__name__}({', '.join(shown)})"


@cache
def _defaults(kind: type[tuple[object, ...]]) -> dict[str, object]:
    """The fields of a class of named tuples, in order, with what they are by default."""
    defaults: dict[str, object] = getattr(kind, "_field_defaults", {})
    fields: tuple[str, ...] = getattr(kind, "_fields", ())
    return {field: defaults.get(field, _REQUIRED) for field in fields}
