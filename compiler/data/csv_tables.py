"""A CSV table for one block, understood as a sheet of texts: its header below titles, its rows among totals and notes.

Assumes bytes of a bounded size and a block of rows. Guarantees: never raises; a file whose first line has the declared
names, and whose rows are all data, is read as it stands and nothing is said; rows are the lines of the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from rubricc.compiler.data.decode import decode
from rubricc.compiler.data.failures import ReadingProblem
from rubricc.compiler.data.read_csv import DELIMITERS, delimiter_of, read_csv, records
from rubricc.compiler.data.read_xlsx import Sheet, SheetCell
from rubricc.compiler.data.sheet_header import Header
from rubricc.compiler.data.sheet_xml import Mark
from rubricc.compiler.data.sheets import SheetReader, Understood
from rubricc.compiler.runtime.exact import clipped
from rubricc.compiler.runtime.rows import KEY_COLUMNS
from rubricc.compiler.runtime.schema import Block, Cell, Place

TYPED = Mark(percent=False, day=True, formula=False, uncalculated=False, error="")

Rows = list[dict[str, Cell]]
Lines = Sequence[tuple[int, list[str]]]


def read_table(data: bytes, file: str, block: Block) -> tuple[Rows, list[ReadingProblem], list[Understood]]:
    """The rows for a block, what is wrong with the file, and how it was understood."""
    text = decode(data, file)
    if isinstance(text, ReadingProblem):
        return [], [text], []
    usual = delimiter_of(text)
    lines, broken = records(text, file, usual)
    if not lines:
        return *read_csv(data, file), []
    table = CsvTable(lines, block, file)
    if table.found < len(table.wanted) and not broken:
        # A title may have no delimiter, or another one than the table below it.
        for delimiter in DELIMITERS.replace(usual, ""):
            lines, trouble = records(text, file, delimiter)
            other = CsvTable(lines, block, file)
            if not trouble and other.found > table.found:
                table = other
    if not table.found:
        return *read_csv(data, file), []
    rows = table.table()
    return rows, [*broken, *table.problems], [] if table.plain else table.said


class CsvTable(SheetReader):
    """A sheet whose cells are texts, and whose rows are the lines on which records start."""

    def __init__(self, lines: Lines, block: Block, file: str) -> None:
        super().__init__(Sheet("", {}, [], frozenset(), 0, 0), block, file)
        self.file = file
        self.lines = dict(lines)
        self.left = False  # whether a row was left out

    @cached_property
    def rows(self) -> dict[int, dict[int, SheetCell]]:
        return {
            row: {c: SheetCell(text, TYPED) for c, text in enumerate(cells, 1) if text.strip()}
            for row, cells in self.lines.items()
        }

    @cached_property
    def first(self) -> dict[int, str]:
        """The names in the first line, by column."""
        return {c: text.strip() for c, text in enumerate(next(iter(self.lines.values()), []), 1)}

    @cached_property
    def header(self) -> Header:
        """The first line where it has all names as they are declared; else what a sheet's header would be."""
        found: dict[str, list[int]] = {}
        for column, name in self.first.items():
            if name in self.fields:
                found.setdefault(name, []).append(column)
        for name in KEY_COLUMNS.get(self.block.by, ()):
            columns = [c for c, text in self.first.items() if text == name]
            if columns and self.key not in found:
                found[self.key] = columns
        if len(found) == len(self.wanted):
            top = next(iter(self.lines))
            return Header(top, top, found, {})
        return self.best_header()

    @property
    def plain(self) -> bool:
        """Whether the file says everything as it is declared, so that there was nothing to understand."""
        header, top = self.header, next(iter(self.lines))
        names = {name: self.first.get(columns[0], "") for name, columns in header.columns.items()}
        as_declared = all(
            text == name or (name == self.key and text in KEY_COLUMNS[self.block.by])
            for name, text in names.items()
        )
        return header.top == header.bottom == top and as_declared and not self.left

    def table(self) -> Rows:
        rows = super().table()
        self.refuse_nameless()
        if self.plain:
            # What is not declared goes along, for the binding to name it.
            names = {c: name for c, name in self.first.items() if name}
            for row, found in zip(self.taken, rows, strict=True):
                for c, text in enumerate(self.lines[row], 1):
                    if c in names and names[c] not in found and c not in self.used:
                        found[names[c]] = Cell(text, Place(self.file, row, clipped(names[c])))
        return rows

    @cached_property
    def used(self) -> set[int]:
        return {column for columns in self.header.columns.values() for column in columns}

    def report_twice(self, columns: Mapping[str, list[int]], row: int) -> None:
        for name, found in columns.items():
            if len(found) > 1:
                self.report("RB7510", row, name=clipped(name))

    def refuse_nameless(self) -> None:
        """A number whose comma was taken for a delimiter ends in the next column, so no cell is passed over."""
        header = self.header
        named = {c for row in self.rows if header.top <= row <= header.bottom for c in self.rows[row]}
        width = len(self.lines[header.bottom])
        nameless = {c for row in self.taken for c in self.rows[row] if c <= width} - named
        for number in sorted(nameless):
            self.report("RB7511", header.bottom, number=str(number))

    def row(
        self, row: int, columns: Mapping[str, int], units: Mapping[int, str], above: str
    ) -> dict[str, Cell]:
        width, cells = len(self.lines[self.header.bottom]), self.lines[row]
        if len(cells) < width or any(cell.strip() for cell in cells[width:]):
            self.report("RB7512", row, found=str(len(cells)), wanted=str(width))
        found = super().row(row, columns, units, above)
        title = self.key_title
        if title == self.key or self.key not in found:
            return found
        key = found.pop(self.key)
        return {title: key._replace(place=Place(self.file, row, title)), **found}

    @cached_property
    def key_title(self) -> str:
        """The name of the key as the file has it, where it is one that the binding knows."""
        columns = self.header.columns.get(self.key, ())
        title = self.texts.get(self.header.bottom, {}).get(columns[0], "").strip() if columns else ""
        return title if title in KEY_COLUMNS.get(self.block.by, ()) else self.key

    def left_out(self, row: int, columns: Mapping[str, int], taken: list[int]) -> tuple[str, str] | None:
        reason = super().left_out(row, columns, taken)
        self.left = self.left or reason is not None
        return reason
