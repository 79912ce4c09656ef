"""fmt --lang: a rubric in the other vocabulary is the same rubric, and comes back as it was, comments and all."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compilable import sources
from pages import LANGUAGE, ROOT, completed, examples
from rubricc.compiler.driver import compile_rubric
from rubricc.dsl.parse import parse
from rubricc.dsl.printer.rubric import format_rubric
from rubricc.dsl.source import Source
from shell import Shell

RUBRICS = sorted((ROOT / "rubrics").rglob("*.rubric"))
EXAMPLES = [
    (f"{example.fence.place}", completed(example.fence.text, example.common))
    for page in LANGUAGE
    for example in examples(page)
    if not example.wrong
]
CASES = sorted((ROOT / "tests" / "cases" / "good").rglob("*.md"))


def formatted(text: str, *, chinese: bool) -> str:
    parsed = parse(Source("x.rubric", text))
    assert parsed.rubric is not None, parsed.diagnostics
    return format_rubric(parsed.rubric, parsed.comments, chinese=chinese)


def held(text: str) -> None:
    """Chinese, English, Chinese: the tree stays, and every comment is where it was."""
    first = formatted(text, chinese=True)
    english = formatted(first, chinese=False)
    again = formatted(english, chinese=True)
    written = (text, first, english, again)
    trees = [parse(Source("x.rubric", each)).rubric for each in written]
    assert all(tree == trees[0] for tree in trees)
    assert comments(again) == comments(first)
    assert formatted(again, chinese=True) == again
    assert [comment for comment, _ in comments(english)] == [comment for comment, _ in comments(first)]


def comments(text: str) -> list[tuple[str, str]]:
    """Every comment with the code above it, whatever its lines: English is longer, and may need more of them."""
    parsed = parse(Source("x.rubric", text))
    code, found, at = "", [], 0
    for offset, comment in parsed.comments:
        code += re.sub(r"[\s:：;；]", "", text[at:offset])
        found.append((comment, code))
        at = offset + len(comment)
    return found


@pytest.mark.parametrize("path", RUBRICS, ids=[path.stem for path in RUBRICS])
def test_the_rubrics_of_the_repository(path: object) -> None:
    held(ROOT.joinpath(str(path)).read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", [text for _, text in EXAMPLES], ids=[place for place, _ in EXAMPLES])
def test_the_examples_of_the_reference(text: str) -> None:
    held(text)


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_the_good_cases(path: object) -> None:
    document = ROOT.joinpath(str(path)).read_text(encoding="utf-8")
    found = re.search(r"^```rubric\n(.*?)^```$", document, re.MULTILINE | re.DOTALL)
    assert found is not None
    held(found[1])


@st.composite
def commented(draw: st.DrawFn) -> str:
    """A drawn rubric with remarks above and behind its lines."""
    lines: list[str] = []
    for number, line in enumerate(draw(sources()).splitlines()):
        where = draw(st.integers(0, 9)) if line.strip() else 9
        if where == 0:
            lines.append(f"{line[: len(line) - len(line.lstrip())]}# 上面的说明 {number}")
        lines.append(f"{line}  # 说明 {number}" if where == 1 else line)
    return "\n".join(lines) + "\n"


@settings(max_examples=60, deadline=None)
@given(commented())
def test_drawn_rubrics_keep_their_digest_and_comments(text: str) -> None:
    held(text)
    digests = set()
    for each in (text, formatted(text, chinese=True), formatted(text, chinese=False)):
        checked = compile_rubric(Source("x.rubric", each)).checked
        assert checked is not None
        digests.add(checked.digest)
    assert len(digests) == 1


def test_names_are_listed_as_authors_list_them() -> None:
    """One rule: 、 between names, a comma between anything else."""
    text = (
        '评分表 "r"：\n    等级：优 >= 4, 差 其他\n数据 d：\n    x: 选项 甲, 乙, 丙\n    p: 百分比\n'
        "C1 a 权重5：扣1 当 x 属于 (甲, 乙)；按 x：\n    甲, 乙：5\n    丙：0\n"
        "C2 b 权重5：按 p：\n    > 90%, 80%：5\n    其他：0\n"
    )
    lines = formatted(text, chinese=True).splitlines()
    assert "    等级：优 ≥ 4，差 其他" in lines
    assert "    x：选项 甲、乙、丙" in lines
    assert "C1 a 权重5：扣1分 当 x 属于 (甲、乙)；按 x：" in lines
    assert "    甲、乙：5分" in lines
    assert "    > 90%，80%：5分" in lines


def test_the_rubrics_stand_as_fmt_writes_them(shell: Shell) -> None:
    assert shell("fmt", "--check", ROOT / "rubrics") == (0, "", "")
