"""Reports of headings, lines and tables: one small model, laid out as text, Markdown and HTML.

For what is told line by line (`why`, `diff`); results have pages of their own. Lines are wrapped and columns aligned in
cells of a terminal; a table that does not fit has its rows told one below the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from attrs import frozen

from rubricc.compiler.derivation.page import NARROWEST, left, right
from rubricc.dsl.diagnostics.render.layout import width as cells
from rubricc.dsl.diagnostics.render.layout import wrap
from rubricc.dsl.diagnostics.wording import visible


@frozen
class Told:
    """A line; `depth` is how far it stands in."""

    text: str
    depth: int = 0


@frozen
class Table:
    """Rows under heads; all columns but the first `texts` hold figures, and stand to the right."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: int = 1


Body: TypeAlias = Told | Table


@frozen
class Part:
    heading: str
    body: tuple[Body, ...]
    level: int = 2


@frozen
class Report:
    lang: str
    title: str
    meta: tuple[str, ...]
    parts: tuple[Part, ...]
    foot: tuple[str, ...] = ()


def report_text(report: Report, width: int = 100) -> str:
    """The whole report, at most `width` cells wide."""
    width = max(width, NARROWEST)
    found = [[*wrap(visible(report.title), width), *wrap(visible("  ".join(report.meta)), width)]]
    for part in report.parts:
        lines = wrap(visible(part.heading), width) if part.heading else []
        for each in part.body:
            lines += _table(each, width) if isinstance(each, Table) else _line(each, width)
        found.append(lines)
    found.append([line for text in report.foot for line in wrap(visible(text), width)])
    return "\n\n".join("\n".join(line for line in part if line) for part in found if part) + "\n"


def _line(told: Told, width: int) -> list[str]:
    indent = 2 * told.depth + 2
    first, *rest = wrap(visible(told.text), width - indent - 2)
    return [" " * indent + first, *(" " * (indent + 2) + more for more in rest)]


def _table(table: Table, width: int) -> list[str]:
    rows = [tuple(visible(text) for text in row) for row in (table.heads, *table.rows)]
    sizes = [max(cells(row[at]) for row in rows) for at in range(len(table.heads))]
    if sum(sizes) + 2 * len(sizes) > width:
        return list(_one_below_the_other(table, width))
    lines = []
    for row in rows:
        parts = [
            left(text, size) if at < table.texts else right(text, size)
            for at, (text, size) in enumerate(zip(row, sizes, strict=True))
        ]
        lines.append("  " + "  ".join(parts).rstrip())
    return [lines[0], "  " + "-" * (sum(sizes) + 2 * len(sizes) - 2), *lines[1:]]


def _one_below_the_other(table: Table, width: int) -> Iterator[str]:
    for row in table.rows:
        told = [text for text in row[: table.texts] if text]
        told += [f"{head} {text}" for head, text in zip(table.heads, row, strict=True) if text][table.texts :]
        yield from _line(Told("  ".join(told)), width)


def report_html(report: Report) -> str:
    """One self-contained page, fit for printing."""
    return _page("report.html.j2", report)


def report_markdown(report: Report) -> str:
    return _page("report.md.j2", report)


def _page(template: str, report: Report) -> str:
    from rubricc.compiler.derivation.layout import report_page  # jinja2 is slow to load, and text needs none

    return report_page(template, {"report": report, "is_table": _is_table})


def _is_table(body: Body) -> bool:
    return isinstance(body, Table)


def laid_out(report: Report, form: str, width: int) -> str:
    """In one of the formats text, markdown, html."""
    if form == "markdown":
        return report_markdown(report)
    return report_html(report) if form == "html" else report_text(report, width)
