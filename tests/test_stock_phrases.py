"""docs/phrases.md is true: each phrase of a document becomes what the page says, and that scores what the page says.

Nothing is looked up: a finding's own fix is put in, again and again until there is nothing to find; where a phrase has
several meanings, each of the readings that the finding lists is put in for the phrase.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from rubricc.compiler.driver import compile_rubric
from rubricc.dsl.diagnostics.model import Diagnostic
from rubricc.dsl.diagnostics.wording import wording
from rubricc.dsl.source import Source
from rubricc.rubric import Rubric

PAGE = Path(__file__).resolve().parents[1] / "docs" / "phrases.md"
MOST_STEPS = 8


class Row(NamedTuple):
    said: str
    written: list[str]
    points: list[str]
    english: bool


def rows() -> list[Row]:
    found, english = [], False
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        english = english or line == "## English"
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if line.startswith("| ") and cells[0] not in ("文件里的说法", "phrase"):
            found.append(Row(cells[0], cells[1].split(" 或 "), cells[2].split(" 或 "), english))
    return found


def frame() -> tuple[str, str]:
    """The declarations and the facts that the page states together."""
    block = re.search(r"```text\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    declared, given = ['评分表 "示例"：', "    总分 10", "    约定 cn-fiscal"], []
    months: dict[str, list[str]] = {}
    for line in block[1].splitlines():
        if not line.startswith(" "):
            declared.append(line)
            table = "按月" in line
            continue
        facts, kind = line.strip().rsplit("：", 1)
        pairs = [fact.split(" = ") for fact in facts.split("，")]
        declared.append(f"    {'、'.join(name for name, _ in pairs)}：{kind}")
        for name, value in pairs:
            months.update({name: value.split("、")} if table else {})
            given += [] if table else [f"  {name}: {value.removesuffix('小时')}"]
    lines = [
        f"  - {{月份: 2020-0{i + 1}, {', '.join(f'{name}: {values[i]}' for name, values in months.items())}}}"
        for i in range(3)
    ]
    return "\n".join(declared), "\n".join(["核查:", *given, "月报:", *lines]) + "\n"


ENGLISH = """\
rubric "r":
    total 10
    convention cn-fiscal
data d:
    rate: percent
    complaints: count
    accident: yes/no"""
ENGLISH_FACTS = "d: {rate: 93.2%, complaints: 3, accident: yes}\n"


def errors(text: str) -> list[Diagnostic]:
    return [each for each in compile_rubric(Source("x.rubric", text)).findings if each.is_error]


def put(text: str, edits: list[tuple[int, int, str]]) -> str:
    for start, end, right in sorted(edits, reverse=True):
        text = text[:start] + right + text[end:]
    return text


def mended(text: str) -> list[str]:
    """The text with every finding's repair, one for each meaning that a finding lists."""
    for _ in range(MOST_STEPS):
        found = errors(text)
        if not found:
            return [text]
        first = found[0]
        if first.code == "RB1032":
            assert first.span is not None
            span = first.span
            ways = first.args["readings"].split("\n")
            return [whole for way in ways for whole in mended(put(text, [(span.start, span.end, way)]))]
        assert first.fix is not None, f"{first.code} {wording(first, 'zh').title}: no repair\n{text}"
        text = put(text, [(edit.span.start, edit.span.end, edit.replacement) for edit in first.fix.edits])
    raise AssertionError(f"still wrong after {MOST_STEPS} repairs\n{text}")


def in_the_file(clause: str) -> str:
    """`<br>` is a new line, indented under what stands before it."""
    return clause.replace(" <br> ", "\n    ")


ROWS = rows()


def test_there_are_at_least_sixty_and_none_twice() -> None:
    assert len(ROWS) >= 60
    assert len({row.said for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[row.said for row in ROWS])
def test_a_phrase_becomes_what_the_page_says(row: Row) -> None:
    declared, facts = (ENGLISH, ENGLISH_FACTS) if row.english else frame()
    head = f"{declared}\n{'C1 rate weight 10: ' if row.english else 'C1 接通率 权重10：'}"
    texts = mended(f"{head}{in_the_file(row.said)}\n")
    assert len(texts) == len(row.written)
    for whole, written, points in zip(texts, row.written, row.points, strict=True):
        became = whole.removeprefix(head).strip()
        expected = row.said if written == "照写" else in_the_file(written)
        if len(row.written) == 1:
            assert became == expected
        else:
            assert expected in became
        compiled = compile_rubric(Source("x.rubric", whole))
        assert compiled.checked is not None, [wording(each, "zh").title for each in compiled.findings]
        if points != "—":
            rubric = Rubric(compiled, compiled.checked)
            assert str(rubric.score(yaml.load(facts, yaml.BaseLoader))["C1"].points) == points
