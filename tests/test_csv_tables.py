"""CSV as a spreadsheet program saves it: titles, units, totals and notes are understood as in a worksheet."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubricc.compiler.data.csv_tables import read_table
from rubricc.compiler.data.files import Binding, bind_files
from rubricc.compiler.data.read_csv import read_csv
from rubricc.compiler.data.sheets import Understood
from rubricc.compiler.runtime.facts import Bound, bind
from rubricc.compiler.runtime.schema import Block, Cell, Field, Place
from written_workbooks import EVENTS, MONTHLY, VALUES, codes, sentences, workbook
from written_workbooks import bound as bound_workbook

OFFICE = """\
2020年度热线运行月报,,,
填报单位：热线中心,,,
序号,月 份,"话务量
（通）",满意度（%）
1,2020年7月,"11,389",78.26
2,202008,7,80%
,合 计,"11,396",
填表人：张三,,,审核人：李四
"""
UNITS = Block("量", "unit", "", "", (Field("话务总数", "count"), Field("工单总数", "count")))


def bound(folder: Path, text: str, block: Block = MONTHLY) -> tuple[Bound, list[Understood]]:
    (folder / "表.csv").write_bytes(text.encode())
    said: list[Understood] = []
    return bind_files([Binding(None, folder / "表.csv", "表.csv")], [block], understood=said), said


def test_a_saved_worksheet_is_understood_and_that_is_said(tmp_path: Path) -> None:
    found, said = bound(tmp_path, OFFICE)
    assert found.require().values["月报"] == VALUES
    assert found.unused == []
    assert found.places["月报"][0]["话务量"] == Place("表.csv", 5, "话务量")
    assert sentences(said).splitlines() == [
        "表.csv：第 3 行是表头，取了第 5–6 行，共 2 行",
        "表.csv：没有取的行：第 7 行（「合 计」）、第 8 行（附注「填表人：张三」）",
        "表.csv：没有用到的列：A「序号」",
        "表.csv：列名里的单位：话务量（通）、满意度（%）",
    ]
    assert "表.csv: rows left out: 7 (合 计), 8 (a note: 填表人：张三)" in sentences(said, "en")


def test_the_worksheet_says_the_same_but_for_its_formats(tmp_path: Path) -> None:
    text = (
        OFFICE.replace('"话务量\n（通）"', "话务量（通）")
        .replace('"11,389"', "11389")
        .replace('"11,396"', "11396")
    )
    _, of_csv = bound(tmp_path, text)
    rows = [[cell or None for cell in line.split(",")] for line in text.splitlines()]
    of_sheet = bound_workbook(tmp_path, workbook({"月报": rows}), MONTHLY)
    assert of_sheet[0].require().values["月报"] == VALUES
    sheet_says = [one for one in of_sheet[1] if "百分比格式" not in one.zh]  # a CSV file has no formats
    assert [one._replace(file="") for one in of_csv] == [one._replace(file="") for one in sheet_says]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("title", ["月报", "月报,2020", "月报;2020,", '"月报,\n2020"'])
def test_a_title_does_not_say_what_separates_the_cells(
    tmp_path: Path, encoding: str, delimiter: str, title: str
) -> None:
    table = "月份,话务量,满意度\n2020-07,11389,78.26%\n2020-08,7,80%\n".replace(",", delimiter)
    (tmp_path / "表.csv").write_bytes(f"{title}\n{table}".encode(encoding))
    found = bind_files([("月报", tmp_path / "表.csv")], [MONTHLY]).require()
    assert found.values["月报"] == VALUES
    assert found.places["月报"][1]["话务量"].row == (5 if "\n" in title else 4)


@pytest.mark.parametrize(
    ("header", "cell", "expected"),
    [
        ("满意度（%）", "94.36", Fraction(2359, 2500)),
        ("满意度（％）", "94.36%", Fraction(2359, 2500)),
        ("满意度", "94.36%", Fraction(2359, 2500)),
        ("满意度", "94.36", "RB7021"),
        ("满意度", "0.9436", "RB7021"),
        ("满意度（通）", "94.36", "RB7021"),
        ("满意度（‰）", "943.6", "RB7020"),
    ],
)
def test_a_percent_needs_its_sign_or_its_header(
    tmp_path: Path, header: str, cell: str, expected: object
) -> None:
    found, _ = bound(tmp_path, f"月份,话务量,{header}\n2020-07,1,{cell}\n2020-08,1,80%\n")
    assert [*codes(found), found.values["月报"][0]["满意度"]][0] == expected


@pytest.mark.parametrize(
    ("above", "header", "cell", "expected"),
    [
        ("", "付款金额", "620.795", 6_207_950),
        ("", "付款金额（元）", '"6,207,950"', 6_207_950),
        ("", "付款金额（元）", "1万元", 10_000),
        ("单位：元,\n", "付款金额", "620.795", Fraction(124159, 200)),
    ],
)
def test_money_is_in_the_unit_that_the_file_gives(
    tmp_path: Path, above: str, header: str, cell: str, expected: object
) -> None:
    text = f"{above}付款日期,{header}\n2020/9/8,{cell}\n小计,{cell}\n"
    assert bound(tmp_path, text, EVENTS)[0].require().values["支付"][0]["付款金额"] == expected


def test_a_number_that_is_text_in_a_worksheet_is_in_the_unit_of_its_header_too(tmp_path: Path) -> None:
    rows = [["付款日期", "付款金额（元）"], ["2020-09-08", "6,207,950"]]
    found, _ = bound_workbook(tmp_path, workbook({"支付": rows}), EVENTS)
    assert found.require().values["支付"][0]["付款金额"] == 6_207_950


@pytest.mark.parametrize(
    ("header", "cell", "code"),
    [("话务量（万通）", "2", "RB7020"), ("话务量（%）", "2", "RB7022"), ("话务量", "50%", "RB7022")],
)
def test_no_unit_is_passed_over(tmp_path: Path, header: str, cell: str, code: str) -> None:
    found, _ = bound(tmp_path, f"月份,{header},满意度\n2020-07,{cell},1%\n2020-08,1,1%\n")
    assert code in codes(found)


def test_two_levels_and_a_total_among_units(tmp_path: Path) -> None:
    text = '单位名称,话务,,工单,\n,"总\n数",其中,总数,其中\n甲,1,0,2,0\n乙,3,0,4,0\n合计,4,0,6,0\n'
    found, said = bound(tmp_path, text, UNITS)
    assert found.require().values["量"] == [{"话务总数": 1, "工单总数": 2}, {"话务总数": 3, "工单总数": 4}]
    assert found.keys["量"] == ["甲", "乙"]
    assert "没有取的行：第 6 行（「合计」）" in sentences(said)


def test_numbered_columns_and_repeated_headers_are_left_out(tmp_path: Path) -> None:
    names, cells = "月份,话务量,满意度\n", ["2020-07,11389,78.26%\n", "2020-08,7,80%\n"]
    found, said = bound(tmp_path, f"{names}1,2,3\n{cells[0]}{names}{cells[1]}")
    assert found.require().values["月报"] == VALUES
    assert "没有取的行：第 2 行（列的编号）、第 4 行（重复的表头）" in sentences(said)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("标题,,,\n月份,话务量,满意度,\n2020-07,1,2%,389\n", [("RB7511", 2)]),
        ("标题\n月份,话务量,满意度\n2020-07,1,2%,9\n", [("RB7512", 3)]),
        ("标题\n月份,话务量（通）,话务量,满意度\n2020-07,1,1,2%\n", [("RB7510", 2)]),
    ],
)
def test_what_may_be_a_shifted_cell_is_refused_below_a_title_too(
    tmp_path: Path, text: str, expected: list[tuple[str, int]]
) -> None:
    assert [(p.code, p.place.row) for p in bound(tmp_path, text)[0].problems] == expected


# ── What is written for a program ──────────────────────────────────────────────────────────────────────────


def test_a_plain_table_is_read_as_it_stands_and_nothing_is_said(tmp_path: Path) -> None:
    found, said = bound(tmp_path, "month,话务量,满意度,备注\n2020-07,11389,78.26%,a\n2020-08,7,80%,\n")
    assert found.require().values["月报"] == VALUES
    assert said == []
    assert [(p.code, p.place) for p in found.unused] == [("RB7040", Place("表.csv", 2, "备注"))]


def test_a_word_behind_a_month_makes_no_total(tmp_path: Path) -> None:
    found, said = bound(tmp_path, "月份,话务量,满意度,口径\n2020-07,11389,78.26%,累计\n2020-08,7,80%,平均\n")
    assert found.require().values["月报"] == VALUES
    assert said == []


names = st.lists(
    st.sampled_from(["A", "a", "Ａ", "合计", "量", "量（元）", "量(元)", "序号", "B c", "Bc"]),
    min_size=1,
    max_size=6,
    unique=True,
)
values = st.sampled_from(["1", "2", "3", "1,234", "5%", "x", "-", " 7 ", "合 计数量"])


@given(names, st.lists(names, min_size=1, max_size=1), st.data())
def test_plain_tables_are_read_as_ever(
    columns: list[str], more: list[list[str]], data: st.DataObject
) -> None:
    block = Block("表", "month", "2020-07", "2020-09", tuple(Field(name, "number") for name in columns))
    header = data.draw(
        st.permutations(["月份", *columns, *(name for name in more[0] if name not in columns)])
    )
    lines = [header]
    for month in ("2020-07", "2020年8月", "2020/9"):
        lines.append([month if name == "月份" else data.draw(values) for name in header])
    text = "".join(",".join(f'"{cell}"' for cell in line) + "\n" for line in lines).encode()
    rows, problems, said = read_table(text, "t.csv", block)
    assert (problems, said) == ([], [])
    before, after = (bind([block], {"表": found}) for found in (read_csv(text, "t.csv")[0], rows))
    assert (after.values, after.places, after.keys) == (before.values, before.places, before.keys)
    for ours, theirs in (
        (after.problems, before.problems),
        (after.gaps, before.gaps),
        (after.unused, before.unused),
    ):
        assert {p.text() for p in ours} == {p.text() for p in theirs}


pieces = st.sampled_from(
    [
        "月份",
        "话务量",
        "满意度（%）",
        "合计",
        "注：",
        "单位：元",
        "2020-07",
        "1",
        "5%",
        "付款金额",
        "单位",
        ",",
        ",",
        "\n",
        "\n",
        '"',
        ";",
        "\t",
    ]
)


@given(st.lists(pieces).map("".join).map(str.encode) | st.binary(), st.sampled_from([MONTHLY, EVENTS, UNITS]))
def test_any_bytes_end_in_rows_or_problems(data: bytes, block: Block) -> None:
    rows, problems, _ = read_table(data, "t.csv", block)
    assert all(isinstance(cell, Cell) and (cell.place.row or 0) >= 1 for row in rows for cell in row.values())
    assert all(problem.text("zh") != problem.text("en") for problem in problems)
