"""Workbooks for tests, written cell by cell with the writers of their types, and changed below their surface."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from rubricc.compiler.data.files import Binding, bind_files
from rubricc.compiler.data.sheets import Understood
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.runtime.schema import Block, Field

MONTHLY = Block("月报", "month", "2020-07", "2020-08", (Field("话务量", "count"), Field("满意度", "percent")))
AUDIT = Block(
    "核查", "", "", "", (Field("资金", "money", "万元"), Field("验收日期", "date"), Field("合格", "yesno"))
)
EVENTS = Block(
    "支付", "event", "", "", (Field("付款日期", "date"), Field("付款金额", "money", "万元"))
)  # fmt: skip
TWO_MONTHS: list[list[object]] = [
    ["月份", "话务量", "满意度"],
    ["2020-07", 11389, "78.26%"],
    ["2020-08", 7, "80%"],
]
VALUES = [{"话务量": 11389, "满意度": Fraction(3913, 5000)}, {"话务量": 7, "满意度": Fraction(4, 5)}]

Rows = Sequence[Sequence[object]]
Sheets = Mapping[str, Rows]


class Formula(str):
    """A formula without a result."""


class Result(str):
    """A formula whose result is 30."""


def put(book: Any, sheet: Any, row: int, column: int, value: object) -> None:
    """One cell by the writer of its type; text with % at its end is a number in a percent format."""
    match value:
        case None:
            pass
        case Formula():
            sheet.write_formula(row, column, value, None, "")
        case Result():
            sheet.write_formula(row, column, value, None, 30)
        case str() if value.endswith("%"):
            sheet.write_number(row, column, float(value[:-1]) / 100, book.add_format({"num_format": "0.00%"}))
        case str():
            sheet.write_string(row, column, value)
        case bool():
            sheet.write_boolean(row, column, value)
        case date():
            sheet.write_datetime(row, column, value, book.add_format({"num_format": 'yyyy"年"m"月"d"日"'}))
        case int() | float():
            sheet.write_number(row, column, value)


def workbook(sheets: Sheets, finish: Callable[[Any, Any], None] | None = None, **options: object) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, **options})
    sheet = None
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                put(book, sheet, row, column, value)
    if finish:
        finish(book, sheet)
    book.close()
    return out.getvalue()


def repacked(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def in_sheet(data: bytes, old: bytes, new: bytes) -> bytes:
    return repacked(data, lambda name, text: text.replace(old, new) if "worksheets" in name else text)


def bound(
    folder: Path, data: bytes, *blocks: Block, name: str = "", sheet: str = ""
) -> tuple[Bound, list[Understood]]:
    (folder / "台账.xlsx").write_bytes(data)
    said: list[Understood] = []
    path = f"{folder / '台账.xlsx'}{sheet}"
    return bind_files([Binding(name or None, path, f"台账.xlsx{sheet}")], blocks, understood=said), said


def codes(found: Bound) -> list[str]:
    return [problem.code for problem in found.findings()]


def sentences(said: list[Understood], lang: str = "zh") -> str:
    return "\n".join(one.text(lang) for one in said)
