"""Findings: every code has its words and its page, and what is shown of a file is right, whatever the file holds."""

import json
import re
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from rubricc.compiler.runtime.problems import Problem
from rubricc.compiler.runtime.schema import Place
from rubricc.dsl.diagnostics.catalogue import CATALOGUE, page
from rubricc.dsl.diagnostics.model import (
    Diagnostic,
    Edit,
    Fix,
    Related,
    Severity,
    diagnose,
    of_problem,
    unreadable,
)
from rubricc.dsl.diagnostics.prose import Prose, fields
from rubricc.dsl.diagnostics.render import concise, github, json_, text
from rubricc.dsl.diagnostics.wording import TITLE_LENGTH, visible, wording
from rubricc.dsl.source import MAX_BYTES, Source, Span, Unreadable, decode

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


# ---- the catalogue ---------------------------------------------------------------------------------------------


def every_prose() -> Iterable[tuple[str, str, Prose]]:
    return [(code, lang, entry.prose(lang)) for code, entry in CATALOGUE.items() for lang in LANGUAGES]


@pytest.mark.parametrize(("code", "lang", "prose"), every_prose())
def test_a_title_is_short_and_written_in_its_language(code: str, lang: str, prose: Prose) -> None:
    args = dict.fromkeys(CATALOGUE[code].required | CATALOGUE[code].optional, "甲乙丙丁")
    title = wording(Diagnostic(code, None, args), lang).title
    assert 0 < len(title) <= TITLE_LENGTH
    if not code.startswith("RB7"):  # those sentences belong to the runtime, which has no such limit
        assert len(re.sub(r"\{\w+\}", "甲乙丙丁", prose.title)) <= TITLE_LENGTH
        assert not prose.title.endswith((".", "。"))
    if lang == "zh":
        assert re.search("[\u4e00-\u9fff]", prose.title)


@pytest.mark.parametrize("code", CATALOGUE)
def test_both_languages_say_the_same_things(code: str) -> None:
    zh, en = CATALOGUE[code].zh, CATALOGUE[code].en
    assert bool(zh.hint) == bool(en.hint)
    assert bool(zh.fix) == bool(en.fix)
    assert zh.related.keys() == en.related.keys()
    if not code.startswith("RB7"):
        assert zh.required | zh.optional == en.required | en.optional, "the same arguments"
        assert len(zh.notes) == len(en.notes)
        assert all(hint[0].isupper() or hint.startswith("{") for hint in en.hint), "a hint starts with a verb"
    for prose in (zh, en):
        known = CATALOGUE[code].required | CATALOGUE[code].optional
        assert all(fields(note) <= known for note in (*prose.notes, *prose.hint, prose.fix))


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_code_has_a_page(code: str) -> None:
    found = page(code)
    assert found is not None
    assert found.startswith(f"# {code} ")
    assert re.search("[\u4e00-\u9fff]", found)
    assert "\n## 错 Wrong\n" in found
    assert "\n## 对 Right\n" in found
    assert found.index("错 Wrong") < found.index("对 Right")
    assert found.count("```") == 4


def test_every_page_has_a_code() -> None:
    from importlib.resources import files

    pages = (files("rubricc.dsl.diagnostics") / "pages").iterdir()
    assert {entry.name.removesuffix(".md") for entry in pages} == CATALOGUE.keys()
    assert page("RB0000") is None
    assert page("../catalogue") is None


def test_severity_is_that_of_the_code_unless_said() -> None:
    assert Diagnostic("RB4001").severity is Severity.ERROR
    assert Diagnostic("RB5014").severity is Severity.WARNING
    assert diagnose("RB5017", None, name="x", severity=Severity.NOTE).severity is Severity.NOTE


def test_arguments_that_a_code_does_not_have_are_refused() -> None:
    with pytest.raises(TypeError, match=r"missing \['name'\]"):
        diagnose("RB2001", None, near="x")
    with pytest.raises(TypeError, match=r"unknown \['nmae'\]"):
        diagnose("RB2001", None, name="x", nmae="x")


def test_a_note_without_its_argument_is_left_out_and_the_first_complete_hint_is_taken() -> None:
    without = wording(diagnose("RB2001", None, name="计划人数"), "en")
    assert without.notes == ()
    assert without.hint == "Declare it in a data block, or define it with let"
    assert wording(diagnose("RB2001", None, name="计划人数", near="人数"), "en").hint == "Did you mean 人数?"


def test_words_and_lists_in_arguments_are_translated() -> None:
    found = diagnose("RB1001", None, found="扣", expected="<name>\n<number>\n;")
    assert wording(found, "zh").title == "这里不应出现「扣」"
    assert wording(found, "zh").notes == ("此处可以是：名称、数字或「;」",)
    assert wording(found, "en").notes == ("Here could stand: a name, a number or `;`",)
    readings = diagnose(
        "RB5014", None, convention="cn-fiscal", question="?", readings="百分点 4\n目标值的 1% 4"
    )
    assert wording(readings, "zh").notes == ("百分点 4", "目标值的 1% 4")


def test_a_long_name_is_cut_in_the_title_and_whole_in_a_note() -> None:
    words = wording(diagnose("RB2002", None, name="很长的名称" * 20), "zh")
    assert len(words.title) <= TITLE_LENGTH
    assert words.notes == (f"名称「{'很长的名称' * 20}」声明了两次",)


def test_what_does_not_show_is_shown() -> None:
    assert visible("接\u202e通\u200b率\x1b[0m\n") == "接\\u202e通\\u200b率\\x1b[0m\\n".replace(
        "\\x1b", "\\u001b"
    )
    title = wording(diagnose("RB2002", None, name="a\u202eb"), "en").title
    assert title == "The name `a\\u202eb` is declared twice"
    assert (
        wording(diagnose("RB0006", None, character="U+202E"), "zh").label == "U+202E RIGHT-TO-LEFT OVERRIDE"
    )


# ---- source ----------------------------------------------------------------------------------------------------


def test_positions_count_lines_and_code_points() -> None:
    source = Source("a.rubric", "ab\r\n中😀c\n")
    span = spot(source, "😀c")
    assert (span.line, span.column, span.end_line, span.end_column) == (2, 2, 2, 4)
    assert [source.line_text(n) for n in (0, 1, 2, 3, 4)] == ["", "ab", "中😀c", "", ""]
    assert source.position(10_000) == (3, 1)
    assert spot(source, "ab").to(span).text == "ab\r\n中😀c"


@given(st.text(alphabet="a中\n\r\t😀", max_size=40), st.integers(0, 40))
def test_a_position_leads_back_to_its_offset(words: str, offset: int) -> None:
    source = Source("x", words)
    offset = min(offset, len(words))
    line, column = source.position(offset)
    assert source.line_starts[line - 1] + column - 1 == offset


def test_bytes_are_text_or_a_finding() -> None:
    def code(data: bytes) -> str:
        found = decode(data, "a.rubric")
        return unreadable(found).code if isinstance(found, Unreadable) else found.text

    assert code("接通率".encode()) == "接通率"
    assert code("接通率".encode("utf-8-sig")) == "接通率"
    assert code("接通率".encode("gb18030")) == "RB0001"
    assert code("接通率".encode("utf-16")) == "RB0001"
    assert code(b"a\0b") == "RB0003"
    assert code(b" " * (MAX_BYTES + 1)) == "RB0002"


@given(st.binary(max_size=60))
def test_any_bytes_end_in_text_or_in_a_finding_that_can_be_shown(data: bytes) -> None:
    found = decode(data, "a.rubric")
    if isinstance(found, Unreadable):
        for lang in LANGUAGES:
            assert found.code in text.render([unreadable(found)], lang)


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
  = 建议：写出目标、扣分、分档或清单
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
    found = diagnose("RB5014", five, convention="cn-fiscal", question="?", fix=fix)
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
    assert text.summary([error, error, warning, note], "zh") == "2 个错误，1 个警告"
    assert text.summary([error, error, warning], "en") == "2 errors, 1 warning"
    assert text.summary([warning, warning], "en") == "2 warnings"
    assert text.summary([note], "zh") == "没有错误"
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
            assert start < end <= max(wcswidth(line), start + 1) or line.rstrip() != line
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
            }
        ]
    }


def test_one_line_a_finding() -> None:
    source = Source("a.rubric", LULIANG)
    found = [
        diagnose("RB5017", spot(source, "C22"), name="话务接通率"),
        diagnose("RB5014", None, convention="x", question="?"),
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
        "%0AWrite a target, a deduction, bands or a checklist\n"
    )
