"""Where the facts stand in a sheet: its header among titles and merged cells, its rows among totals and notes.

Assumes a sheet that was read. Guarantees: only what the block declares is taken; what is left out is said, with its
rows and columns; what could be taken in two ways is a problem. Every fact keeps its sheet, row and column.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache, cached_property
from itertools import pairwise
from typing import NamedTuple

from rubricc.compiler.data.failures import ReadingProblem
from rubricc.compiler.data.read_xlsx import Sheet, SheetCell
from rubricc.compiler.data.sheet_header import Headed, Header
from rubricc.compiler.data.sheet_values import fact, folded, month, unit_above, without_unit
from rubricc.compiler.data.sheet_xml import column_letters
from rubricc.compiler.runtime.exact import clipped, printable
from rubricc.compiler.runtime.schema import Block, Cell, Field, Place

TOTAL = re.compile(
    r"[0-9年月份季度上下半全本一二三四第至~—.、-]*(?:合计|总计|小计|累计|平均值?|均值|总和)(?:数|值)?"
    r"|(?:grand)?total|sub-?total|sum|average|mean"
)
NOTE = re.compile(
    r"\(?(?:注|备注|说明|填表|制表|审核|复核|填报|联系|数据来源|来源|负责|经办|note|source|prepared)"
    r"(?:人员?|单位|部门|日期|时间|电话|方式|by)?[0-9]*(?:[:.、)].*)?"  # 注: but not the unit 注册处
)
DIGITS = re.compile("[0-9]{1,3}")
LETTER = re.compile(r"[^\W\d_]")
COUNTING = ("栏次", "行次", "栏目")
SERIAL = ("序号", "编号", "no.", "no", "#", "行号")
VALUES = ("实际值", "实际完成值", "完成值", "值", "数值", "结果", "内容", "填报值", "数据", "value", "values")
UNIT_COLUMNS = ("单位", "计量单位", "unit")


class Understood(NamedTuple):
    """One sentence on how a file was understood, in Chinese and in English."""

    file: str
    zh: str
    en: str

    def text(self, lang: str = "zh") -> str:
        return f"{self.file}：{self.zh}" if lang == "zh" else f"{self.file}: {self.en}"


class SheetReader(Headed):
    """One sheet, read for one block."""

    def __init__(self, sheet: Sheet, block: Block, file: str) -> None:
        super().__init__(sheet, block)
        self.file = f"{file}「{printable(sheet.name)}」"
        self.problems: list[ReadingProblem] = []
        self.said: list[Understood] = []
        self.taken: list[int] = []  # the rows of a table that are data
        self.stale: list[Place] = []  # formulas without a result
        self.percents: dict[str, None] = {}
        self.formulas: dict[str, int] = {}
        self.labels = {label for field in block.fields for label in field.labels}
        # Where areas start that are merged over three columns or more, as notes are.
        self.wide = {(top, left) for top, left, _, right in sheet.merged if right - left > 1}

    def report(self, code: str, row: int | None, column: str = "", **about: str) -> None:
        self.problems.append(ReadingProblem(code, Place(self.file, row, column), about))

    def say(self, zh: str, en: str) -> None:
        self.said.append(Understood(self.file, zh, en))

    def report_twice(self, columns: Mapping[str, list[int]], row: int) -> None:
        for name, found in columns.items():
            if len(found) > 1:
                letters = "、".join(map(column_letters, found))
                self.report("RB7559", row, clipped(name), name=clipped(name), columns=letters)

    def money_unit(self, top: int) -> str:
        """The unit that a line above the header gives for the whole table."""
        for row in sorted(row for row in self.rows if row < top):
            for cell in self.rows[row].values():
                if isinstance(cell.value, str) and (unit := unit_above(cell.value)):
                    money = [name for name, field in self.fields.items() if field.kind == "money"]
                    if money:
                        names = "、".join(map(clipped, money))
                        self.say(
                            f"第 {row} 行写明单位是{unit}，{names}没有另写单位的按{unit}读",
                            f"row {row} gives the unit {unit}, taken for {names} where nothing else is said",
                        )
                    return unit
        return ""

    # ── Tables ─────────────────────────────────────────────────────────────────────────────────────────────

    def table(self) -> list[dict[str, Cell]]:
        """The rows of a table."""
        header = self.header
        self.report_twice(header.columns, header.bottom)
        columns = {name: found[0] for name, found in header.columns.items()}
        above = self.money_unit(header.top)
        rows: list[dict[str, Cell]] = []
        taken = self.taken
        left: list[tuple[int, str, str]] = []
        for row in sorted(row for row in self.rows if row > header.bottom):
            if reason := self.left_out(row, columns, taken):
                left.append((row, *reason))
                continue
            taken.append(row)
            rows.append(self.row(row, columns, {c: header.units.get(c, "") for c in columns.values()}, above))
        self.say_table(header, taken, left, columns)
        return rows

    def row(
        self, row: int, columns: Mapping[str, int], units: Mapping[int, str], above: str
    ) -> dict[str, Cell]:
        """The facts of one row; an empty cell is there, and empty."""
        found: dict[str, Cell] = {}
        for name, column in columns.items():
            cell = self.rows[row].get(column)
            field = self.fields.get(name) or Field(name, "month" if self.block.by == "month" else "label")
            unit = units.get(column, "") or (above if field.kind == "money" else "")
            found[name] = Cell(self.value(cell, field, unit, row), Place(self.file, row, clipped(name)))
        if len(columns) < len(self.wanted):
            # A name that is missing may stand there misspelt; the binding says so where it sees the others.
            for column, text in self.texts.get(self.header.bottom, {}).items():
                if column not in columns.values() and folded(text) not in SERIAL:
                    cell = self.rows[row].get(column)
                    value = "" if cell is None else fact(cell, Field(text, "label"), "")
                    found.setdefault(text.strip(), Cell(value, Place(self.file, row, clipped(text))))
        return found

    def value(self, cell: SheetCell | None, field: Field, unit: str, row: int) -> object:
        """What a cell says for a field, with the problems that only a sheet can have."""
        if cell is None:
            return ""
        name = clipped(field.name)
        if cell.mark.error:
            self.report("RB7561", row, name, text=clipped(cell.mark.error))
            return ""
        if cell.mark.uncalculated:
            self.stale.append(Place(self.file, row, name))
            return ""
        if cell.mark.formula:
            self.formulas[name] = self.formulas.get(name, 0) + 1
        if field.kind == "percent" and isinstance(cell.value, Decimal) and cell.mark.percent:
            self.percents[name] = None
        value = fact(cell, field, unit)
        if field.kind == "month" and isinstance(value, Decimal):
            self.report("RB7563", row, name, text=clipped(format(value, "f")))
            return ""
        return value

    def left_out(self, row: int, columns: Mapping[str, int], taken: list[int]) -> tuple[str, str] | None:
        """Why a row is no data, in both languages; None where it is."""
        cells = self.rows[row]
        if taken and self.is_figures(cells, columns):
            return None
        texts = {
            c: cell.value for c, cell in cells.items() if isinstance(cell.value, str) and cell.value.strip()
        }
        first = shown(next(iter(texts.values()), ""))
        key = columns.get(self.key, 0)
        dated = self.block.by == "month" and key in cells and self.is_month(cells[key])
        for column, text in texts.items():
            # Behind a month, in a column that is not used, 累计 says how the row was counted.
            if dated and column > key and column not in columns.values():
                continue
            if TOTAL.fullmatch(folded(text)) and text.strip() not in self.labels:
                return f"「{shown(text)}」", shown(text)
        if len(texts) > 1 and all(self.names_column(column, text) for column, text in texts.items()):
            return "重复的表头", "the header again"
        counted = [cell.value for cell in cells.values() if isinstance(cell.value, Decimal)]
        if self.block.by == "month":  # elsewhere a row of small numbers may be data
            counted += [Decimal(text) for text in texts.values() if DIGITS.fullmatch(text)]
        serial = len(counted) > 2 and all(b - a == 1 for a, b in pairwise(counted))
        if folded(first) in COUNTING or (
            not taken and serial and len(counted) == len(cells) and counted[0] in (0, 1)
        ):
            return "列的编号", "numbers of the columns"
        held = {name: cells[column] for name, column in columns.items() if column in cells}
        if not held:
            return (f"「{first}」", first) if texts else ("没有要用的数据", "none of the columns used")
        only_key = held.keys() == {self.key}
        wordy = len(texts) == len(cells) and all(
            NOTE.fullmatch(folded(text)) and text.strip() not in self.labels for text in texts.values()
        )
        alone = len(cells) == 1 and (row, next(iter(texts), 0)) in self.wide
        if wordy or alone or (only_key and NOTE.fullmatch(folded(first))):
            return f"附注「{first}」", f"a note: {first}"
        if only_key and self.block.by == "month" and isinstance(held[self.key].value, str):
            if not self.is_month(held[self.key]):
                return f"「{first}」", first
        return None

    def is_month(self, cell: SheetCell) -> bool:
        return re.fullmatch("[0-9]{4}-[0-9]{2}", str(month(cell))) is not None

    def is_figures(self, cells: Mapping[int, SheetCell], columns: Mapping[str, int]) -> bool:
        """Whether a row has no letter in it, so that it is no total, note or header, and a figure that is wanted."""
        if len(cells) < 2 or not any(c in cells for name, c in columns.items() if name != self.key):
            return False
        texts = "\n".join([cell.value for cell in cells.values() if isinstance(cell.value, str)])
        return LETTER.search(texts) is None and self.header_has_letters

    @cached_property
    def header_has_letters(self) -> bool:
        rows = range(self.header.top, self.header.bottom + 1)
        return all(LETTER.search(text) for row in rows for text in self.texts.get(row, {}).values())

    @cache  # noqa: B019 (a reader lives as long as its sheet is read)
    def names_of_column(self, column: int) -> frozenset[str]:
        rows = range(self.header.top, self.header.bottom + 1)
        return frozenset(folded(self.texts.get(row, {}).get(column, "")) for row in rows)

    def names_column(self, column: int, text: str) -> bool:
        return folded(text) in self.names_of_column(column)

    # ── Single blocks ──────────────────────────────────────────────────────────────────────────────────────

    def single(self) -> dict[str, Cell]:
        """The facts of a single block: a list of names and values, or one row below a header."""
        if self.header.score and self.header.score >= self.list_header.score > 0:
            below = any(row > self.header.bottom for row in self.rows)
            if not below or self.header.score == self.list_header.score == 1:
                return self.listed()
        if self.list_header.score > self.header.score or not self.header.score:
            return self.listed()
        rows = self.table()
        if len(rows) > 1:
            about = {"block": self.block.name or "–", "count": str(len(rows))}
            self.report("RB7562", self.header.bottom, "", **about)
        return rows[0] if rows else {}

    def listed(self) -> dict[str, Cell]:
        names = self.list_header.top
        self.report_listed_twice()
        rows = {name: found[0] for name, found in self.list_header.columns.items()}
        first = min(rows.values())
        heads = {
            column: folded(text)
            for row in sorted(self.texts)
            if row < first
            for column, text in self.texts[row].items()
            if column > names
        }
        units = next((c for c, text in heads.items() if text in UNIT_COLUMNS), 0)
        right = sorted({c for row in rows.values() for c in self.rows[row] if c > names and c != units})
        titled = [c for title in VALUES for c, text in sorted(heads.items()) if text == title]
        values = (titled or right or [names + 1])[0]
        above = self.money_unit(first)
        found: dict[str, Cell] = {}
        for name, row in rows.items():
            label = folded(str(self.rows[row][names].value))
            unit = "" if label in self.names else without_unit(label)[1]
            other = self.rows[row].get(units)
            unit = unit or (folded(str(other.value)) if other is not None else "")
            found |= self.row_of_list(name, row, values, unit, above)
        zh = f"{column_letters(names)} 列是名称，{column_letters(values)} 列是值，取了 {len(rows)} 项"
        en = f"names in column {column_letters(names)}, values in {column_letters(values)}: {len(rows)} taken"
        self.say(zh, en)
        others = [
            row for row in self.rows if row >= first and names in self.rows[row] and row not in rows.values()
        ]
        if others:
            self.say(f"没有用到第 {ranges(others)} 行", f"rows not used: {ranges(others, 'en')}")
        self.say_values()
        return found

    def report_listed_twice(self) -> None:
        for name, found in self.list_header.columns.items():
            if len(found) > 1:
                self.report("RB7522", found[1], clipped(name), name=clipped(name), other=str(found[0]))

    def row_of_list(self, name: str, row: int, column: int, unit: str, above: str) -> dict[str, Cell]:
        field = self.fields[name]
        unit = unit or (above if field.kind == "money" else "")
        value = self.value(self.rows[row].get(column), field, unit, row)
        return {name: Cell(value, Place(self.file, row, clipped(name)))}

    # ── What was understood ────────────────────────────────────────────────────────────────────────────────

    def say_table(
        self, header: Header, taken: list[int], left: list[tuple[int, str, str]], columns: Mapping[str, int]
    ) -> None:
        rows = [header.top] if header.top == header.bottom else [header.top, header.bottom]
        at = " 至 ".join(map(str, rows))
        zh = (
            f"第 {at} 行是表头，取了第 {ranges(taken)} 行，共 {len(taken)} 行"
            if taken
            else f"第 {at} 行是表头，没有数据行"
        )
        en = f"header in row {'–'.join(map(str, rows))}, {len(taken)} rows taken: {ranges(taken, 'en')}"
        self.say(zh, en)
        if left:
            more = len(left) - 20
            self.say(
                "没有取的行："
                + "、".join(f"第 {row} 行（{why}）" for row, why, _ in left[:20])
                + (f"，另有 {more} 行" if more > 0 else ""),
                "rows left out: "
                + ", ".join(f"{row} ({why})" for row, _, why in left[:20])
                + (f", and {more} more" if more > 0 else ""),
            )
        others = {c: t for c, t in self.texts.get(header.bottom, {}).items() if c not in columns.values()}
        if others:
            listed = [f"{column_letters(c)}「{shown(t)}」" for c, t in sorted(others.items())[:20]]
            self.say("没有用到的列：" + "、".join(listed), "columns not used: " + ", ".join(listed))
        units = {name: header.units.get(c, "") for name, c in columns.items() if name in self.fields}
        told = [f"{clipped(n)}（{u}）" for n, u in units.items() if u and folded(n) in self.names]
        if told:
            self.say("列名里的单位：" + "、".join(told), "units in the header: " + ", ".join(told))
        hidden = [row for row in taken if row in self.sheet.hidden]
        if hidden:
            self.say(
                f"第 {ranges(hidden)} 行是隐藏的，照样取了",
                f"hidden rows, taken like the others: {ranges(hidden, 'en')}",
            )
        self.say_values()

    def say_values(self) -> None:
        if self.percents:
            names = "、".join(self.percents)
            self.say(
                f"百分比格式的单元格按所显示的百分数读（0.9436 是 94.36%）：{names}",
                f"cells in a percent format are read as shown (0.9436 is 94.36%): {names}",
            )
        if self.formulas:
            told = "、".join(f"{name}（{count}）" for name, count in self.formulas.items())
            self.say(
                f"公式取文件里存的结果，至多 15 位数字：{told}",
                f"formulas give the result stored in the file, of at most 15 digits: {told}",
            )
        if self.stale:
            first = self.stale[0]
            self.report("RB7560", first.row, first.column, count=str(len(self.stale)))


def ranges(rows: list[int], lang: str = "zh") -> str:
    """`5–16、18` for the numbers of rows."""
    parts: list[list[int]] = []
    for row in sorted(rows):
        if parts and row == parts[-1][1] + 1:
            parts[-1][1] = row
        else:
            parts.append([row, row])
    listed = [str(a) if a == b else f"{a}–{b}" for a, b in parts]
    return ("、" if lang == "zh" else ", ").join(listed) or "–"


def shown(text: str) -> str:
    """A text of the sheet as a sentence can quote it."""
    return clipped(" ".join(text.split()), 20)
