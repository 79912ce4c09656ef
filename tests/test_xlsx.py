"""Workbooks as evaluators have them: facts arrive exactly, and what was understood is said."""

from __future__ import annotations

import csv
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from rubricc.compiler.cases import bind_case
from rubricc.compiler.data.files import Binding, bind_files
from rubricc.compiler.data.sheets import Understood
from rubricc.compiler.derivation.spec import schema_of
from rubricc.compiler.driver import compile_rubric
from rubricc.compiler.interpreter import Interpreter
from rubricc.compiler.runtime.schema import Block, Field, Place
from rubricc.dsl.source import Source
from written_workbooks import (
    AUDIT,
    EVENTS,
    MONTHLY,
    TWO_MONTHS,
    VALUES,
    Formula,
    Result,
    Rows,
    Sheets,
    bound,
    codes,
    in_sheet,
    put,
    sentences,
    workbook,
)

LULIANG = Path(__file__).resolve().parents[1] / "rubrics" / "luliang-2020"
# ---- a real table ----------------------------------------------------------------------------------------


def luliang(folder: Path) -> Path:
    """The monthly table as an office would keep it: titles, two levels, line breaks, units, a total, signatures."""
    with (LULIANG / "monthly.csv").open(encoding="utf-8", newline="") as file:
        names, *rows = list(csv.reader(file))
    book = xlsxwriter.Workbook(folder / "月报.xlsx")
    sheet = book.add_worksheet("Sheet1")
    book.add_worksheet("说明").write_string(0, 0, "填表说明：按月填写")
    months = book.add_format({"num_format": 'yyyy"年"m"月"'})
    sheet.merge_range(0, 0, 0, len(names), "2020年度12345热线运行月报")
    sheet.write_string(1, 0, "填报单位：热线中心")
    sheet.merge_range(2, 0, 3, 0, "序号")
    sheet.merge_range(2, 1, 3, 1, "月 份")
    sheet.merge_range(2, 2, 2, 5, "话务情况")
    sheet.merge_range(2, 6, 2, 11, "监听和工单")
    sheet.merge_range(2, 12, 2, 13, "满意率")
    sheet.merge_range(2, 14, 3, 14, "知识库\n更新量（条）")
    sheet.merge_range(2, 15, 2, 21, "附件3印出的比率")
    sheet.merge_range(2, 22, 3, 22, "投诉举报数（件）")
    for column, name in enumerate(names[1:], 2):
        if column in (14, 22):
            continue
        sheet.write_string(3, column, {"话务量": "话务量\n（通）"}.get(name, name))
    for number, (month, *cells) in enumerate(rows):
        year, of = int(month[:4]), int(month[5:])
        sheet.write_number(4 + number, 0, number + 1)
        if number % 3 == 0:
            sheet.write_datetime(4 + number, 1, datetime(year, of, 1), months)  # noqa: DTZ001
        else:
            sheet.write_string(4 + number, 1, f"{year}年{of}月" if number % 3 == 1 else month)
        for column, cell in enumerate(cells, 2):
            put(book, sheet, 4 + number, column, cell if cell.endswith("%") else int(cell))
    sheet.merge_range(16, 0, 16, 1, "合  计")
    sheet.write_formula(16, 2, "=SUM(C5:C16)", None, 344111)
    sheet.write_string(17, 0, "填表人：张三")
    sheet.write_string(17, 5, "审核人：李四")
    sheet.write_string(18, 0, "注：数据来自话务平台")
    book.close()
    return folder / "月报.xlsx"


def test_the_monthly_table_of_luliang_scores_as_published(tmp_path: Path) -> None:
    text = (LULIANG / "luliang-2020.rubric").read_text(encoding="utf-8")
    compiled = compile_rubric(Source("luliang-2020.rubric", text))
    assert compiled.checked is not None
    blocks = schema_of(compiled.checked.program)
    said: list[Understood] = []
    facts = (None, LULIANG / "facts.yaml")
    found = bind_files(
        [Binding("月报", luliang(tmp_path), "月报.xlsx"), facts], blocks, understood=said
    ).require()
    assert found.values == bind_files([("月报", LULIANG / "monthly.csv"), facts], blocks).require().values
    assert Interpreter(compiled.checked).score(found).total == Decimal("85.6")
    assert found.places["月报"][1]["话务量"] == Place("月报.xlsx「Sheet1」", 6, "话务量")
    assert sentences(said) == "\n".join(
        f"月报.xlsx「Sheet1」：{line}"
        for line in (
            "第 4 行是表头，取了第 5–16 行，共 12 行",
            "没有取的行：第 17 行（「合 计」）、第 18 行（附注「填表人：张三」）、第 19 行（「注：数据来自话务平台」）",
            "没有用到的列：A「序号」",
            "列名里的单位：话务量（通）、知识库更新量（条）、投诉举报数（件）",
            "百分比格式的单元格按所显示的百分数读（0.9436 是 94.36%）：话务员接话服务满意率、回访满意率、"
            "印出接通率、印出10秒接通率、印出超5分钟通话率、印出监听合格率、印出办结率、印出按时办结率、印出回访率",
        )
    )
    assert "rows left out: 17 (合 计), 18 (a note: 填表人：张三)" in sentences(said, "en")


# ---- tables ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "month",
    [
        "2020-07",
        "2020/7",
        "2020.7",
        "2020年7月",
        "2020 年 07 月份",
        "202007",
        202007,
        date(2020, 7, 1),
        "2020-07-01",
    ],
)
@pytest.mark.parametrize("title", ["月份", "时间", "month", "统计\n月份"])
def test_months_in_every_dress(tmp_path: Path, month: object, title: str) -> None:
    rows = [[title, *TWO_MONTHS[0][1:]], [month, *TWO_MONTHS[1][1:]], TWO_MONTHS[2]]
    assert bound(tmp_path, workbook({"月报": rows}), MONTHLY)[0].require().values["月报"] == VALUES


@pytest.mark.parametrize(
    ("month", "code"), [(2020.1, "RB7563"), (7, "RB7563"), ("7月", "RB7007"), (date(2020, 7, 15), "RB7007")]
)
def test_what_says_no_month_is_refused(tmp_path: Path, month: object, code: str) -> None:
    rows: Rows = [TWO_MONTHS[0], [month, 1, "1%"], TWO_MONTHS[2]]
    found, _ = bound(tmp_path, workbook({"月报": rows}), MONTHLY)
    assert [(p.code, p.place) for p in found.problems] == [(code, Place("台账.xlsx「月报」", 2, "月份"))]


@pytest.mark.parametrize(
    ("header", "cell", "expected"),
    [
        ("满意度", "94.36%", Fraction(2359, 2500)),
        ("满意度（%）", 94.36, Fraction(2359, 2500)),
        ("满意度 (％)", "94.36%", Fraction(2359, 2500)),
        ("满意度", 94.36, "RB7021"),
        ("满意度", 0.9436, "RB7021"),
        ("满意度（‰）", 943.6, "RB7020"),
    ],
)
def test_a_percent_is_one_by_its_format_or_its_header(
    tmp_path: Path, header: str, cell: object, expected: object
) -> None:
    rows: Rows = [["月份", "话务量", header], ["2020-07", 1, cell], ["2020-08", 1, "80%"]]
    found, _ = bound(tmp_path, workbook({"月报": rows}), MONTHLY)
    assert [*codes(found), found.values["月报"][0]["满意度"]][0] == expected


@pytest.mark.parametrize(
    ("header", "cell", "expected"),
    [
        ("话务量（通）", 2, 2),
        ("话务量（万通）", 2, "RB7020"),
        ("话务量", "50%", "RB7022"),
        ("话务量", 2.5, "RB7028"),
        ("话务量", 1e300, "RB7025"),
        ("话务量", "11,389", 11389),
    ],
)
def test_a_count_keeps_its_unit(tmp_path: Path, header: str, cell: object, expected: object) -> None:
    rows: Rows = [["月份", header, "满意度"], ["2020-07", cell, "1%"], ["2020-08", 1, "80%"]]
    found, _ = bound(tmp_path, workbook({"月报": rows}), MONTHLY)
    assert [*codes(found), found.values["月报"][0]["话务量"]][0] == expected


@pytest.mark.parametrize(
    ("above", "header", "expected"),
    [
        ("", "付款金额", 6_207_950),
        ("", "付款金额（元）", Fraction(124159, 200)),
        ("单位：元", "付款金额", Fraction(124159, 200)),
    ],
)
def test_money_is_in_the_unit_that_the_sheet_gives(
    tmp_path: Path, above: str, header: str, expected: object
) -> None:
    rows: Rows = [
        ["付款台账", None, above],
        ["付款日期", header],
        [date(2020, 9, 8), 620.795],
        ["小计", 620.795],
    ]
    found, said = bound(tmp_path, workbook({"Sheet1": rows}), EVENTS)
    assert found.require().values["支付"] == [{"付款日期": date(2020, 9, 8), "付款金额": expected}]
    assert ("第 1 行写明单位是元" in sentences(said)) is bool(above)


def test_two_levels_are_one_name_where_the_lower_one_is_not_enough(tmp_path: Path) -> None:
    block = Block("量", "unit", "", "", (Field("话务总数", "count"), Field("工单-总数", "count")))
    rows: list[list[object]] = [
        ["单位名称", "话务", None, "工单", None],
        [None, "总数", "其中", "总数", "其中"],
    ]

    def merge(book: Any, sheet: Any) -> None:
        sheet.merge_range(0, 1, 0, 2, "话务")
        sheet.merge_range(0, 3, 0, 4, "工单")

    rows += [["甲", 1, 0, 2, 0], ["乙", 3, 0, 4, 0]]
    found, _ = bound(tmp_path, workbook({"Sheet1": rows}, merge), block)
    assert found.require().values["量"] == [{"话务总数": 1, "工单-总数": 2}, {"话务总数": 3, "工单-总数": 4}]
    assert found.keys["量"] == ["甲", "乙"]
    same = Block("量", "unit", "", "", (Field("总数", "count"),))
    assert codes(bound(tmp_path, workbook({"Sheet1": rows}, merge), same)[0]) == ["RB7559"]


def test_what_is_missing_or_misspelt_is_named(tmp_path: Path) -> None:
    rows: Rows = [["月份", "话务量", "满意率"], ["2020-07", None, "1%"]]
    found, _ = bound(tmp_path, workbook({"月报": rows}), MONTHLY)
    assert sorted(codes(found)) == ["RB7002", "RB7003", "RB7004"]
    assert "是不是「满意率」" in "".join(problem.text() for problem in found.findings())


def test_hidden_rows_and_old_dates_are_read(tmp_path: Path) -> None:
    rows: Rows = [TWO_MONTHS[0], [date(2020, 7, 1), *TWO_MONTHS[1][1:]], TWO_MONTHS[2]]
    data = workbook(
        {"月报": rows}, lambda book, sheet: sheet.set_row(2, None, None, {"hidden": True}), date_1904=True
    )
    found, said = bound(tmp_path, data, MONTHLY)
    assert found.require().values["月报"] == VALUES
    assert "第 3 行是隐藏的，照样取了" in sentences(said)


# ---- single blocks ---------------------------------------------------------------------------------------

AUDITED = [{"资金": 12_415_900, "验收日期": date(2020, 12, 11), "合格": True}]


@pytest.mark.parametrize(
    "rows",
    [
        [["资金", 1241.59], ["验收日期", date(2020, 12, 11)], ["合格", "是"]],
        [
            ["核查表"],
            ["序号", "名称", "值"],
            [1, "资金（万元）", 1241.59],
            [2, "验收日期", "2020-12-11"],
            [3, "合格", True],
        ],
        [
            ["名称", "单位", "值"],
            ["资金", "元", 12415900],
            ["验收日期", None, "2020年12月11日"],
            ["合格", None, "√"],
        ],
        [["资金", "验收日期", "合格"], [1241.59, date(2020, 12, 11), "是"]],
    ],
)
def test_a_single_block_in_both_directions(tmp_path: Path, rows: list[list[object]]) -> None:
    assert bound(tmp_path, workbook({"Sheet1": rows}), AUDIT)[0].require().values["核查"] == AUDITED
    inputs = AUDIT._replace(name="")
    assert bound(tmp_path, workbook({"Sheet1": rows}), inputs)[0].require().values[""] == AUDITED


def test_a_single_block_of_two_rows_is_refused(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["资金", "验收日期", "合格"],
        [1, "2020-12-11", "是"],
        [2, "2020-12-11", "是"],
    ]
    assert "RB7562" in codes(bound(tmp_path, workbook({"核查": rows}), AUDIT)[0])
    rows = [["资金", 1], ["资金", 2], ["验收日期", "2020-12-11"], ["合格", "是"]]
    assert codes(bound(tmp_path, workbook({"核查": rows}), AUDIT)[0]) == ["RB7522"]


# ---- which sheet -----------------------------------------------------------------------------------------


def test_sheets_of_the_blocks_names_give_all_blocks(tmp_path: Path) -> None:
    sheets: Sheets = {
        "核查": [["资金", 1241.59], ["验收日期", "2020-12-11"], ["合格", "是"]],
        "月报": TWO_MONTHS,
        "附": [],
    }
    found, _ = bound(tmp_path, workbook(sheets), MONTHLY, AUDIT)
    assert found.require().values == {"月报": VALUES, "核查": AUDITED}


def test_a_sheet_is_named_or_the_only_one_that_fits(tmp_path: Path) -> None:
    data = workbook({"说明": [["填表说明"]], "一": TWO_MONTHS, "二": TWO_MONTHS})
    found, _ = bound(tmp_path, data, MONTHLY, name="月报")
    assert codes(found) == ["RB7558"]
    assert "（一、二）" in found.problems[0].text()
    for sheet in ("#一", "#二"):
        found, said = bound(tmp_path, data, MONTHLY, name="月报", sheet=sheet)
        assert found.require().values["月报"] == VALUES
        assert said[0].file == f"台账.xlsx「{sheet[1:]}」"
    assert codes(bound(tmp_path, data, MONTHLY, sheet="#三")[0]) == ["RB7556"]
    assert codes(bound(tmp_path, data, MONTHLY, sheet="#说明")[0]) == ["RB7557"]
    assert codes(bound(tmp_path, workbook({"a": [["x"]], "b": []}), MONTHLY)[0]) == ["RB7557"]
    assert codes(bound(tmp_path, workbook({"a": TWO_MONTHS}), MONTHLY, AUDIT, EVENTS)[0])[:1] == ["RB7542"]


# ---- formulas and errors ---------------------------------------------------------------------------------


def test_formulas_give_their_stored_results(tmp_path: Path) -> None:
    rows: Rows = [TWO_MONTHS[0], ["2020-07", Result("=10+20"), "1%"], TWO_MONTHS[2]]
    found, said = bound(tmp_path, workbook({"月报": rows}), MONTHLY)
    assert found.require().values["月报"][0]["话务量"] == 30
    assert "公式取文件里存的结果，至多 15 位数字：话务量（1）" in sentences(said)


def test_a_formula_without_a_result_is_never_zero(tmp_path: Path) -> None:
    rows: Rows = [TWO_MONTHS[0], ["2020-07", Formula("=A1"), "1%"], ["2020-08", Formula("=A2"), "1%"]]
    data = workbook({"月报": rows})
    empty = in_sheet(data, b"<v></v>", b"")
    zero = in_sheet(data, b"<v></v>", b"<v>0</v>")  # beside a demand to calculate when the file is opened
    for one in (data, empty, zero):
        found, _ = bound(tmp_path, one, MONTHLY)
        assert codes(found) == ["RB7560"]
        assert (
            found.problems[0]
            .text("zh")
            .startswith("台账.xlsx「月报」 第 2 行「话务量」：公式没有存下结果（共 2 个单元格）")
        )


def test_errors_of_formulas_are_named(tmp_path: Path) -> None:
    rows: Rows = [TWO_MONTHS[0], ["2020-07", Result("=1/0"), "1%"], TWO_MONTHS[2]]
    data = in_sheet(workbook({"月报": rows}), b"<v>30</v>", b"<v>#DIV/0!</v>")
    data = in_sheet(data, b'<c r="B2">', b'<c r="B2" t="e">')
    assert codes(bound(tmp_path, data, MONTHLY)[0]) == ["RB7561"]


def test_a_case_names_a_sheet(tmp_path: Path) -> None:
    (tmp_path / "台账.xlsx").write_bytes(workbook({"一": TWO_MONTHS, "二": TWO_MONTHS}))
    text = (
        'rubric "r":\n    convention cn-fiscal\n\n'
        "data 月报 by month 2020-07 .. 2020-08:\n    话务量: count\n    满意度: percent\n\n"
        'A weight 100: of sum(话务量); target >= 1\n\ncase "a":\n    data 月报 "台账.xlsx#二"\n'
    )
    compiled = compile_rubric(Source("r.rubric", text))
    assert compiled.checked is not None, compiled.findings
    program = compiled.checked.program
    found = bind_case(program.cases[0], schema_of(program), tmp_path).require()
    assert found.places["月报"][0]["话务量"] == Place("台账.xlsx「二」", 2, "话务量")
