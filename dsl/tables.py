"""Rows of `by X:` that stand in a CSV table: `by X: "table.csv"`.

The first line names the columns, the last of them the points. One column before it holds what a row of a rubric holds
before its colon: a label, a value, `>= 95%`, `[90%, 95%)`, `otherwise`. Two columns hold the ends of an interval, and
their names say whether an end belongs to it: `>=` or `>`, and `<` or `<=`; an empty cell is no end.

Guarantees: rows as if they had been written in the rubric, each with its place in the table, so that findings and
derivations name the file and the line.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from attrs import evolve, fields, frozen

from rubricc.dsl import nodes as n
from rubricc.dsl.diagnostics.model import Diagnostic, diagnose
from rubricc.dsl.parse import parse
from rubricc.dsl.scan import RESERVED, is_plain_name
from rubricc.dsl.source import Source, Span

Read = Callable[[n.FromFile], tuple[n.Row, ...] | None]
_FRAME = "A 1 weight 1: by x:\n"
_QUOTED = re.compile(r'[ ]*"((?:[^"]|"")*)"[ ]*(?=[,\t\r\n]|\Z)')
_LOWER, _UPPER = {">=": "[", "≥": "[", ">": "("}, {"<": ")", "<=": "]", "≤": "]"}
_AS_WRITTEN = re.compile(r"[0-9\[【(（<>=≤≥＜＞＝≠!「-]")
_POINTS = {"points", "得分", "扣分", "加分", "分值", "分数"}


@frozen
class Cell:
    """The text of a cell, trimmed and without its quotes, and where that stands."""

    text: str
    span: Span


def filled(said: Any, read: Read) -> Any:
    """A part of a tree with the rows of its tables in their places."""
    if isinstance(said, tuple):
        return tuple(filled(each, read) for each in said)
    if not isinstance(said, n.Node):
        return said
    changed: dict[str, Any] = {}
    for field in fields(type(said)):
        before = getattr(said, field.name)
        after = filled(before, read) if field.name != "span" else before
        if after is not before and after != before:
            changed[field.name] = after
    if isinstance(said, n.By | n.Table) and said.file is not None:
        rows = read(said.file)
        changed |= {"rows": rows, "file": None} if rows is not None else {}
    return evolve(said, **changed) if changed else said


def rows_of(table: Source) -> tuple[tuple[n.Row, ...], list[Diagnostic]]:
    """The rows of a table, and what is wrong with it."""
    lines = _lines(table)
    if not lines:
        return (), [diagnose("RB5068", Span(table, 0, 0), found="")]
    header, *body = lines
    ends = [cell.text.casefold() for cell in header[:-1]]
    right = len(ends) == 1 or (len(ends) == 2 and ends[0] in _LOWER and ends[1] in _UPPER)
    if not right or header[-1].text.casefold() not in _POINTS or not body:
        place = header[0].span.to(header[-1].span)
        return (), [diagnose("RB5068", place, found=" | ".join(cell.text for cell in header))]
    wrong = [line for line in body if len(line) != len(header)]
    if wrong:
        place = wrong[0][0].span.to(wrong[0][-1].span)
        return (), [diagnose("RB5069", place, cells=len(wrong[0]), columns=len(header))]
    text = _Text(table)
    for line in body:
        _row(text, line, ends)
    return text.rows()


def _row(text: _Text, line: list[Cell], ends: list[str]) -> None:
    """One row as it would stand in a rubric."""
    *keys, points = line
    text.put("    ")
    if len(ends) == 1:
        text.key(keys[0])
    elif keys[0].text and keys[1].text:
        text.put(_LOWER[ends[0]])
        text.cell(keys[0])
        text.put(", ")
        text.cell(keys[1])
        text.put(_UPPER[ends[1]])
    else:
        at = 0 if keys[0].text else 1
        text.put(f"{ends[at]} " if keys[at].text else "")
        text.cell(keys[at])
    text.put(": ")
    text.cell(points)
    text.put("\n")


class _Text:
    """A rubric made of the cells of a table, and which part of it came from where."""

    def __init__(self, table: Source) -> None:
        self.table = table
        self.parts = [_FRAME]
        self.size = len(_FRAME)
        self.pieces: list[tuple[int, int, Span]] = []  # from, to, and the place of the cell

    def put(self, text: str) -> None:
        self.parts.append(text)
        self.size += len(text)

    def cell(self, cell: Cell) -> None:
        self.pieces.append((self.size, self.size + len(cell.text), cell.span))
        self.put(cell.text)

    def key(self, cell: Cell) -> None:
        """A label stands in 「…」 where it would be read as anything else."""
        text = cell.text
        plain = is_plain_name(text) or text in RESERVED or _AS_WRITTEN.match(text) or not text
        self.put("" if plain else "「")
        self.cell(cell)
        self.put("" if plain else "」")

    def rows(self) -> tuple[tuple[n.Row, ...], list[Diagnostic]]:
        parsed = parse(Source(self.table.name, "".join(self.parts)))
        if parsed.rubric is None:
            return (), [evolve(d, span=self.place(d.span), related=(), fix=None) for d in parsed.diagnostics]
        by = parsed.rubric.items[0].clauses[0]
        assert isinstance(by, n.By)
        return tuple(self.placed(row) for row in by.rows), []

    def placed(self, said: Any) -> Any:
        """A part of the tree at its places in the table."""
        if isinstance(said, tuple):
            return tuple(self.placed(each) for each in said)
        if not isinstance(said, n.Node):
            return said
        inner = {f.name: self.placed(getattr(said, f.name)) for f in fields(type(said)) if f.name != "span"}
        return evolve(said, span=self.place(said.span), **inner)

    def place(self, span: Span | None) -> Span:
        start, end = (0, 0) if span is None else (span.start, span.end)
        touched = [piece for piece in self.pieces if piece[0] <= end and start <= piece[1]]
        if not touched:
            return self.pieces[-1][2]
        first, last = touched[0], touched[-1]
        begin = first[2].start + min(max(start - first[0], 0), first[2].end - first[2].start)
        stop = last[2].end - min(max(last[1] - end, 0), last[2].end - last[2].start)
        return Span(self.table, begin, max(begin, stop))


def _lines(table: Source) -> list[list[Cell]]:
    """The cells of every line that is not blank; a comma or a tab stands between two."""
    text = table.text
    first = text[: text.find("\n") if "\n" in text else len(text)]
    between = "\t" if "\t" in first else ","
    lines: list[list[Cell]] = []
    line: list[Cell] = []
    at = 0
    while at <= len(text):
        quoted = _QUOTED.match(text, at)
        if quoted is not None:
            line.append(
                Cell(quoted[1].replace('""', '"').strip(), Span(table, quoted.start(1), quoted.end(1)))
            )
            at = quoted.end()
        else:
            end = at
            while end < len(text) and text[end] not in (between, "\r", "\n"):
                end += 1
            inside = text[at:end]
            start = at + len(inside) - len(inside.lstrip())
            line.append(Cell(inside.strip(), Span(table, start, start + len(inside.strip()))))
            at = end
        if at < len(text) and text[at] == between:
            at += 1
            continue
        if any(cell.text for cell in line):
            lines.append(line)
        line = []
        at = text.find("\n", at) + 1 or len(text) + 1
    return lines
