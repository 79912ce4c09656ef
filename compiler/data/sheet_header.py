"""Which rows of a sheet name its columns: found by the names that a block declares, at most three levels deep.

Assumes a sheet that was read. Guarantees: the same sheet and names give the same header; a name that two columns bear
keeps both, for the reader to refuse; bounded work, whatever is merged.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from rubricc.compiler.data.read_xlsx import Sheet, SheetCell
from rubricc.compiler.data.sheet_values import folded, without_unit
from rubricc.compiler.runtime.judged import PARTS
from rubricc.compiler.runtime.schema import Block

LOOK = 60  # rows among which a header is looked for
WIDEST = 500  # columns
DEEPEST = 3  # levels of a header
COVERED = 200_000  # cells that merged areas may name
MONTHS = (
    "月份",
    "month",
    "年月",
    "统计月份",
    "统计月",
    "月度",
    "统计时间",
    "统计期间",
    "时间",
    "期间",
    "period",
)
UNITS = ("单位", "unit", "单位名称", "被评价单位", "预算单位")
KEYS = {"month": MONTHS, "unit": UNITS, "judged": ("指标", "indicator", "指标编码", "指标代码")}
LEVELS = ("", "-", "_", "/", "·")  # how a declared name may join the levels


class Header(NamedTuple):
    """Rows of a sheet that name columns; `columns` has the columns of every declared name that stands there."""

    top: int
    bottom: int
    columns: Mapping[str, list[int]]
    units: Mapping[int, str]

    @property
    def score(self) -> int:
        return len(self.columns)

    def rank(self) -> tuple[int, int, int, int]:
        """The best header comes first: most names, fewest of them twice, fewest levels, highest up."""
        twice = sum(len(found) > 1 for found in self.columns.values())
        return (-self.score, twice, self.bottom - self.top, self.top)


class Headed:
    """A sheet as one block sees it: which of the wanted names stand where."""

    def __init__(self, sheet: Sheet, block: Block) -> None:
        self.sheet, self.block = sheet, block
        self.fields = {field.name: field for field in block.fields}
        self.names = {folded(name): name for name in self.fields}
        if block.by == "judged":  # its columns have names in both vocabularies
            self.names |= {
                folded(word): name for name, both in zip(self.fields, PARTS, strict=True) for word in both
            }
        self.key = KEYS[block.by][0] if block.by in KEYS else ""
        self.keys = [name for name in KEYS.get(block.by, ()) if name not in self.names]

    @property
    def wanted(self) -> list[str]:
        return [*([self.key] if self.key else []), *self.fields]

    @property
    def found(self) -> int:
        """How many of the wanted names the sheet has."""
        return max(self.header.score, self.list_header.score)

    @cached_property
    def rows(self) -> dict[int, dict[int, SheetCell]]:
        """The cells of every row that has any."""
        found: dict[int, dict[int, SheetCell]] = {}
        for (row, column), cell in sorted(self.sheet.cells.items(), key=lambda item: item[0]):
            blank = isinstance(cell.value, str) and not cell.value.strip()
            if not blank or cell.mark.uncalculated or cell.mark.error:
                found.setdefault(row, {})[column] = cell
        return found

    @cached_property
    def texts(self) -> dict[int, dict[int, str]]:
        """The texts of the rows where a header may stand; a merged cell names all that it covers."""
        near = list(self.rows)[:LOOK]
        texts = {
            row: {
                c: cell.value
                for c, cell in self.rows[row].items()
                if isinstance(cell.value, str) and c <= WIDEST
            }
            for row in near
        }
        budget = COVERED
        for top, left, bottom, right in self.sheet.merged:
            text = texts.get(top, {}).get(left)
            if text is None:
                continue
            for row in range(top, min(bottom, top + DEEPEST) + 1):
                covered = texts.setdefault(row, {}) if row <= near[-1] else {}
                for column in range(left, min(right, self.sheet.columns, WIDEST) + 1):
                    covered.setdefault(column, text)
                    budget -= 1
                    if budget < 0:
                        return texts
        return texts

    @cached_property
    def header(self) -> Header:
        return self.best_header()

    def best_header(self) -> Header:
        """The best header; one without columns where there is none."""
        headers = [Header(0, 0, {}, {})]
        rows = sorted(self.texts)
        for number, top in enumerate(rows):
            # The next rows that hold something: a line break in a cell of a CSV file is a line of that file.
            headers += (self.header_at(top, bottom) for bottom in rows[number : number + DEEPEST])
        return min(headers, key=Header.rank)

    def header_at(self, top: int, bottom: int) -> Header:
        stacks: dict[int, list[str]] = {}
        for row in sorted(row for row in self.texts if top <= row <= bottom):
            for column, text in self.texts[row].items():
                stack = stacks.setdefault(column, [])
                if (label := folded(text)) and (not stack or stack[-1] != label):
                    stack.append(label)
        joined: dict[str, list[int]] = {}
        last: dict[str, list[int]] = {}
        units: dict[int, str] = {}
        for column, stack in sorted(stacks.items()):
            if not stack:
                continue
            label, units[column] = without_unit(stack[-1])
            if stack[-1] in self.names:  # the bracket belongs to the declared name itself
                units[column] = ""
            for form in dict.fromkeys((stack[-1], label)):
                for start in range(len(stack) - 1):
                    for mark in LEVELS:
                        joined.setdefault(mark.join((*stack[start:-1], form)), []).append(column)
                last.setdefault(form, []).append(column)
        found: dict[str, list[int]] = {}
        taken: set[int] = set()
        for forms in (joined, last):
            for label, name in self.names.items():
                columns = [c for c in forms.get(label, ()) if c not in taken]
                if columns and name not in found:
                    found[name] = columns
            taken.update(column for columns in found.values() for column in columns)
        for label in self.keys:
            columns = [c for c in last.get(label, ()) if c not in taken]
            if columns:
                found[self.key] = columns
                break
        return Header(top, bottom, found, units)

    @cached_property
    def list_header(self) -> Header:
        """The column of names in a list of names and values, as a header whose `top` is the column."""
        best = Header(0, 0, {}, {})
        if self.block.by:
            return best
        found: dict[int, dict[str, list[int]]] = {}
        for (row, column), cell in self.sheet.cells.items():
            if isinstance(cell.value, str) and column < next(reversed(self.rows.get(row, {0: cell}))):
                label = folded(cell.value)
                name = self.names.get(label) or self.names.get(without_unit(label)[0])
                if name is not None:
                    found.setdefault(column, {}).setdefault(name, []).append(row)
        for column, names in sorted(found.items()):
            if len(names) > best.score:
                best = Header(column, column, {name: sorted(rows) for name, rows in names.items()}, {})
        return best
