"""Data of the generated module as Python text: named tuples, fractions and texts, over as many lines as they need."""

from __future__ import annotations

from collections.abc import Iterator

from rubricc.compiler.backends.python.layout import INDENT, WIDTH


def emit_literal(before: str, value: object, indent: str = "", after: str = "") -> Iterator[str]:
    """`before value after`. Texts enter through repr, which escapes whatever is not printable."""
    line = f"{indent}{before}{value!r}{after}"
    if len(line) <= WIDTH or not isinstance(value, tuple) or not value:
        yield line
        return
    fields: tuple[str, ...] = getattr(value, "_fields", ())
    name = type(value).__name__ if fields else ""
    yield f"{indent}{before}{name}("
    deeper = indent + INDENT
    if fields or any(isinstance(item, tuple) for item in value):
        for at, item in enumerate(value):
            yield from emit_literal(f"{fields[at]}=" if fields else "", item, deeper, ",")
    else:
        line = ""
        for item in value:
            shown = f"{item!r},"
            if line and len(deeper) + len(line) + len(shown) + 1 > WIDTH:
                yield deeper + line
                line = ""
            line += (" " if line else "") + shown
        yield deeper + line
    yield f"{indent}){after}"
