"""What is opened as a workbook and what is not: every byte ends in facts or in problems, within bounds."""

from __future__ import annotations

import io
import re
import time
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubricc.compiler.data.files import loaded
from rubricc.compiler.data.workbooks import facts_of
from rubricc.compiler.runtime.schema import Block, Cell, Field, Place
from written_workbooks import (
    AUDIT,
    EVENTS,
    MONTHLY,
    TWO_MONTHS,
    bound,
    codes,
    in_sheet,
    repacked,
    workbook,
)

# ---- what is no workbook, or none to open ----------------------------------------------------------------

GOOD = workbook({"月报": TWO_MONTHS})
SHEET = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def with_sheet(content: bytes) -> bytes:
    return repacked(GOOD, lambda name, text: content if "worksheets" in name else text)


def bomb() -> bytes:
    return with_sheet(SHEET + b" " * (100 << 20) + b"</sheetData></worksheet>")


def corners() -> bytes:
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return with_sheet(SHEET + rows + b"</sheetData></worksheet>")


def laughs() -> bytes:
    return with_sheet(
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + SHEET + b"&b;</sheetData></worksheet>"
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "RB7509"),
        (b"\xd0\xcf\x11\xe0" + bytes(60) + "EncryptedPackage".encode("utf-16-le"), "RB7550"),
        (b"\xd0\xcf\x11\xe0" + bytes(60), "RB7552"),
        (b"<html><table></table></html>", "RB7552"),
        ("月份,话务量\n".encode("gb18030"), "RB7552"),
        (repacked(GOOD, lambda name, text: text)[:-200], "RB7555"),
        (with_sheet(SHEET), "RB7555"),
        (in_sheet(GOOD, b'r="B2"', b'r="2B"'), "RB7555"),
        (laughs(), "RB7555"),
        (corners(), "RB7553"),
        (bomb(), "RB7554"),
    ],
)  # fmt: skip
def test_what_cannot_be_opened_says_why(tmp_path: Path, data: bytes, code: str) -> None:
    started = time.monotonic()
    found, _ = bound(tmp_path, data, MONTHLY)
    assert codes(found) == [code]
    assert not re.search("[a-z]+ [a-z]+ [a-z]+", found.problems[0].sentence("zh"))  # no words of a library
    assert time.monotonic() - started < 5


def test_other_packages_and_old_suffixes_are_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert codes(bound(tmp_path, out.getvalue(), MONTHLY)[0]) == ["RB7552"]
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(2001):
            archive.writestr(str(number), "")
    assert codes(bound(tmp_path, out.getvalue(), MONTHLY)[0]) == ["RB7553"]
    for suffix in (".xls", ".et", ".ods"):
        (tmp_path / f"a{suffix}").write_bytes(GOOD)
        assert [p.code for p in loaded([(None, tmp_path / f"a{suffix}")], [MONTHLY]).problems] == ["RB7508"]
    (tmp_path / "a.csv").write_bytes(GOOD)
    assert [p.code for p in loaded([(None, tmp_path / "a.csv")], [MONTHLY]).problems] == ["RB7551"]


# ---- promises --------------------------------------------------------------------------------------------


@given(st.integers(0, 10**15 - 1), st.integers(0, 8), st.booleans())
def test_a_number_of_15_digits_is_read_as_it_was_typed(digits: int, places: int, negative: bool) -> None:
    number = Decimal(-digits if negative else digits).scaleb(-places)
    block = Block("甲", "", "", "", (Field("数", "number"),))
    taken = facts_of(workbook({"甲": [["数", float(number)]]}), "f", "", None, [block])
    facts = taken.facts["甲"]
    assert isinstance(facts, dict)
    assert facts["数"] == Cell(number + 0, Place("f「甲」", 1, "数"))


parts = st.sampled_from(zipfile.ZipFile(io.BytesIO(GOOD)).namelist())
scraps = st.sampled_from(
    [b"<", b">", b"</c>", b'r="XFD9"', b't="s"', b"<v>9</v>", b"<f/>", b'"', b"&amp;", b"\0", b"99999"]
)


@given(
    parts,
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 12), scraps | st.binary(max_size=4)), min_size=1),
)
def test_any_change_of_a_part_ends_in_facts_or_problems(
    name: str, edits: list[tuple[int, int, bytes]]
) -> None:
    def spoil(part: str, text: bytes) -> bytes:
        for at, length, scrap in edits if part == name else ():
            text = text[: at % len(text)] + scrap + text[at % len(text) + length :]
        return text

    check(repacked(GOOD, spoil))


@given(st.lists(st.tuples(st.integers(0, len(GOOD)), st.binary(max_size=3)), min_size=1, max_size=4))
def test_any_bytes_end_in_facts_or_problems(edits: list[tuple[int, bytes]]) -> None:
    data = GOOD
    for at, scrap in edits:
        data = data[:at] + scrap + data[at + len(scrap) :]
    check(data)


def check(data: bytes) -> None:
    for blocks in ([MONTHLY], [AUDIT], [EVENTS]):
        taken = facts_of(data, "f.xlsx", "", blocks[0].name, blocks)
        assert taken.facts or taken.problems
        for problem in taken.problems:
            assert problem.text("zh") != problem.text("en")
