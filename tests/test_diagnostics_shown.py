"""Findings as they are shown: text with its caret in place, one line, JSON, annotations; for any text."""

import json
import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from rubricc.compiler.runtime.problems import Problem
from rubricc.compiler.runtime.schema import Place
from rubricc.dsl.diagnostics.model import (
    Diagnostic,
    Edit,
    Fix,
    Related,
    diagnose,
    of_problem,
)
from rubricc.dsl.diagnostics.render import concise, github, json_, text
from rubricc.dsl.diagnostics.summary import summary
from rubricc.dsl.source import Source, Span

LANGUAGES = ("zh", "en")
LULIANG = """rubric "吕梁":
    total 16

C2 产出质量 weight 11：
    C21 验收合格率 weight 2: by 验收结论:
        一次通过: full
    C22 话务接通率 权重5：取 合计(话务接通数)/合计(话务量)；目标≥95%；每低1%扣1分，不足2%按2%计，扣完为止
"""


def spot(source: Source, words: str, nth: int = 0) -> Span:
    at = -1
    for _ in range(nth + 1):
        at = source.text.index(words, at + 1)
    return Span(source, at, at + len(words))


def shown(diagnostic: Diagnostic, lang: str = "zh", width: int = 100) -> str:
    """One finding as text, without the summary."""
    return text.render([diagnostic], lang, width=width).rsplit("\n\n", 1)[0] + "\n"


# ---- text ------------------------------------------------------------------------------------------------------


def test_the_whole_of_a_finding() -> None:
    source = Source("luliang.rubric", LULIANG)
    children = [Related(spot(source, "weight 2"), "child", {"weight": "2"})]
    children += [Related(spot(source, "权重5"), "child", {"weight": "5"})]
    found = diagnose(
        "RB4001",
        spot(source, "weight 11"),
        name="产出质量",
        weight=11,
        sum="2 + 5 = 7",
        short=4,
        actual=7,
        related=children,
        clause="附件2 C2",
    )
    assert (
        shown(found, "zh", 72)
        == """\
错误[RB4001]：「产出质量」的下级权重合计不等于 11
 --> luliang.rubric:4:9
  |
4 | C2 产出质量 weight 11：
  |             ^^^^^^^^^ 权重 11
5 |     C21 验收合格率 weight 2: by 验收结论:
  |                    -------- 2
 ...
7 |     C22 话务接通率 权重5：取 合计(话务接通数)/合计(话务量)；目...
  |                    ----- 5
  |
  = 2 + 5 = 7，比 11 少 4
  = 建议：补上缺少的 4 分，或把「产出质量」改为 7
  = 依据：附件2 C2
"""
    )
    assert text.render([found], "en", width=72).endswith("\n\n1 error\n")


def test_a_fix_shows_the_corrected_line_and_a_long_line_is_windowed_at_60_columns() -> None:
    source = Source("luliang.rubric", LULIANG)
    span = spot(source, "不足2%按2%计")
    found = diagnose("RB1016", span, step="1%", fix=Fix((Edit(span, "不足1%按1%计"),), safe=True))
    assert (
        shown(found, "en", 60)
        == """\
error[RB1016]: `不足 … 按 … 计` must repeat the step
 --> luliang.rubric:7:54
  |
7 | ...量)；目标≥95%；每低1%扣1分，不足2%按2%计，扣完为止
  |                                ^^^^^^^^^^^^
  |                                1% belongs here
  |
  = The step of this clause is 1%
  = hint: Write 不足1%按1%计, or started steps
  = safe fix: repeat the step
7 + ...量)；目标≥95%；每低1%扣1分，不足1%按1%计，扣完为止
"""
    )


def test_tabs_emoji_and_hidden_characters_keep_the_caret_in_place() -> None:
    source = Source("a.rubric", "\tC1 😀\u202e评 weight 5:\n")
    assert (
        shown(diagnose("RB5017", spot(source, "评"), name="评"), "zh")
        == """\
错误[RB5017]：指标「评」没有得分条款
 --> a.rubric:1:7
  |
1 |     C1 😀\\u202e评 weight 5:
  |                ^^ 如何得分？
  |
  = 建议：写出目标、扣分、分档或清单；只有分数、没有规则的，写 评判 0 .. 满分
"""
    )


def test_a_span_over_lines_shows_the_first_and_the_last() -> None:
    source = Source("a.rubric", "C2 质量 weight 5:\n    C21 甲\n    C22 乙\n    C23 丙\n")
    found = diagnose("RB5019", Span(source, source.text.index("weight"), source.text.index("    C23")))
    assert (
        shown(found, "zh")
        == """\
错误[RB5019]：同一内容写了两次
 --> a.rubric:1:7
  |
1 | C2 质量 weight 5:
  |         ^^^^^^^^^
 ...
3 |     C22 乙
  |     ^^^^^^ 重复
  |
  = 建议：保留一处
"""
    )


def test_a_second_file_has_its_own_place() -> None:
    one, two = Source("a.rubric", "let 甲 = 1\n"), Source("b.rubric", "let 甲 = 2\n")
    found = diagnose("RB2002", spot(two, "甲"), name="甲", related=[Related(spot(one, "甲"), "first")])
    assert (
        shown(found, "en")
        == """\
error[RB2002]: The name `甲` is declared twice
 --> b.rubric:1:5
  |
1 | let 甲 = 2
  |     ^^ declared again
  |
 ::: a.rubric:1:5
  |
1 | let 甲 = 1
  |     -- first declared here
  |
  = hint: Rename one of the two
"""
    )


def test_a_fix_of_several_edits_and_of_new_lines() -> None:
    source = Source("a.rubric", 'rubric "示例":\n    total 5\n')
    end = Span(source, source.text.index("\n    total"), source.text.index("\n    total"))
    five = spot(source, "5")
    fix = Fix((Edit(five, "6"), Edit(end, "\n    convention cn-fiscal")))
    found = diagnose("RB5014", five, convention="cn-fiscal", fix=fix)
    assert shown(found, "en").splitlines()[-4:] == [
        "  = possible fix: name the convention in the header",
        '1 + rubric "示例":',
        "2 +     convention cn-fiscal",
        "3 +     total 6",
    ]


def test_problems_of_facts_show_their_place() -> None:
    place = Place("monthly.csv", 3, "接通率")
    problem = Problem("RB7021", place, {"text": "0.9436", "write": "94.36%", "name": "接通率"})
    found = of_problem(problem)
    assert (
        shown(found, "zh")
        == """\
错误[RB7021]：「0.9436」没有百分号，看不出是比率还是百分数
 --> monthly.csv 第 3 行「接通率」
  = 建议：请写成 94.36%
"""
    )
    finding = json_.finding(found, "zh")
    assert (finding["file"], finding["line"], finding["column"]) == ("monthly.csv", 3, None)
    assert concise.render([found], "en").startswith("monthly.csv, row 3, 接通率: error RB7021: ")


def test_colour_changes_nothing_but_colour() -> None:
    source = Source("luliang.rubric", LULIANG)
    found = [diagnose("RB1016", spot(source, "不足2%按2%计"), step="1%"), diagnose("RB0002", None)]
    plain, coloured = text.render(found, "zh", width=60), text.render(found, "zh", width=60, colour=True)
    assert "\x1b" not in plain
    assert "\x1b[1;31m错误[RB1016]\x1b[0m" in coloured
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == plain


def test_the_summary_counts() -> None:
    error, warning, note = Diagnostic("RB4001"), Diagnostic("RB5014"), Diagnostic("RB1023")
    assert summary([error, error, warning, note], "zh") == "2 个错误，1 个警告"
    assert summary([error, error, warning], "en") == "2 errors, 1 warning"
    assert summary([warning, warning], "en") == "2 warnings"
    assert summary([note], "zh") == "没有错误"
    assert text.render([], "zh") == ""


ANY_TEXT = st.text(
    st.one_of(
        st.sampled_from("a 中，％😀é\t\n\r\x1b\u202e\u200d\ufe0f\u0301\u3000👍\U0001f3fd"), st.characters()
    ),
    max_size=120,
)


@given(ANY_TEXT, st.integers(0, 120), st.integers(0, 120), st.integers(20, 120), st.sampled_from(LANGUAGES))
def test_any_span_of_any_text_is_shown(words: str, one: int, other: int, width: int, lang: str) -> None:
    source = Source("a.rubric", words)
    span = Span(source, min(one, other), max(one, other))
    fix = Fix((Edit(span, "改"),), safe=True)
    found = diagnose("RB2001", span, name=span.text, fix=fix, related=[Related(span, "near")])
    lines = text.render([found], lang, width=width).splitlines()
    room = max(width, 32)
    for line in lines:
        assert wcswidth(line) >= 0, "nothing unprintable"
        if not line.startswith(" --> "):
            assert wcswidth(line) <= room + len("1 | ")
    for line, caret in pairwise(lines):
        if re.fullmatch(r" +\| +\^.*|  \| \^+.*", caret):
            start, end = caret.index("^"), caret.rindex("^") + 1
            assert start < end
            assert end <= max(wcswidth(line), start + 1) or re.search(r"\s(\r?\n|$)", words)
    for output in (concise.render([found], lang), github.render([found], lang)):
        assert len(output.split("\n")) == 2
        assert "\r" not in output
    json.loads(json_.render([found], lang))


@given(st.text("中文a率，b", min_size=1, max_size=300), st.data())
def test_the_caret_is_under_the_characters_of_the_span(words: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, min(len(words), start + 12)))
    width = data.draw(st.integers(60, 100))
    found = diagnose("RB5019", Span(Source("a.rubric", words), start, end))
    _, _, _, line, caret, *_ = text.render([found], "en", width=width).splitlines()
    marked, cells = "", 0
    for character in line:
        if caret[cells : cells + 1] == "^":
            marked += character
        cells += wcswidth(character)
    assert marked == words[start:end]


# ---- the other formats -----------------------------------------------------------------------------------------


def test_a_finding_in_json_has_the_fixed_keys() -> None:
    source = Source("luliang.rubric", LULIANG)
    span = spot(source, "不足2%按2%计")
    fix = Fix((Edit(span, "不足1%按1%计"),), safe=True)
    found = diagnose("RB1016", span, step="1%", fix=fix, related=[Related(spot(source, "1%"), "step")])
    assert json.loads(json_.render([found], "en")) == {
        "findings": [
            {
                "code": "RB1016",
                "severity": "error",
                "message": "`不足 … 按 … 计` must repeat the step",
                "file": "luliang.rubric",
                "line": 7,
                "column": 54,
                "end_line": 7,
                "end_column": 62,
                "related": [
                    {
                        "message": "the step is here",
                        "file": "luliang.rubric",
                        "line": 7,
                        "column": 48,
                        "end_line": 7,
                        "end_column": 50,
                    }
                ],
                "notes": ["The step of this clause is 1%"],
                "hint": "Write 不足1%按1%计, or started steps",
                "fix": {
                    "message": "repeat the step",
                    "safe": True,
                    "edits": [
                        {
                            "file": "luliang.rubric",
                            "line": 7,
                            "column": 54,
                            "end_line": 7,
                            "end_column": 62,
                            "replacement": "不足1%按1%计",
                        }
                    ],
                },
                "clause": None,
                "readings": [],
            }
        ]
    }


def test_one_line_a_finding() -> None:
    source = Source("a.rubric", LULIANG)
    found = [
        diagnose("RB5017", spot(source, "C22"), name="话务接通率"),
        diagnose("RB5014", None, convention="x"),
    ]
    assert concise.render(found, "zh").splitlines() == [
        "a.rubric:7:5: 错误 RB5017: 指标「话务接通率」没有得分条款",
        "警告 RB5014: 有不止一种读法，按默认约定 x 处理",
    ]


def test_a_name_cannot_issue_workflow_commands() -> None:
    source = Source("a,b:c%\n::error::.rubric", "C22")
    name = "x\r\n::set-output name=a::b,c:100%"
    output = github.render([diagnose("RB5017", Span(source, 0, 3), name=name)], "en")
    assert output == (
        "::error file=a%2Cb%3Ac%25%0A%3A%3Aerror%3A%3A.rubric,line=1,endLine=1,col=1,endColumn=4,"
        "title=RB5017 The indicator `x\\r\\n%3A%3Aset-output name=a%3A%3Ab%2Cc…` has no clause"
        "::The indicator `x\\r\\n::set-output name=a::b,c…` has no clause"
        "%0AThe indicator `x\\r\\n::set-output name=a::b,c:100%25` has no clause"
        "%0AWrite a target, a deduction, bands or a checklist; points without a rule are judged 0 .. full marks\n"
    )
