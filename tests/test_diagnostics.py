"""Findings: every code has its words in both languages and its page; positions and bytes."""

import re
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubricc.dsl.diagnostics import catalogue
from rubricc.dsl.diagnostics.catalogue import CATALOGUE, page
from rubricc.dsl.diagnostics.model import (
    Diagnostic,
    Severity,
    diagnose,
    unreadable,
)
from rubricc.dsl.diagnostics.prose import Prose, fields
from rubricc.dsl.diagnostics.render import text
from rubricc.dsl.diagnostics.wording import TITLE_LENGTH, visible, wording
from rubricc.dsl.source import MAX_BYTES, Source, Span, Unreadable, decode

LANGUAGES = ("zh", "en")

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


def test_no_code_has_two_entries() -> None:
    assert sum(len(phase.PROSE) for phase in catalogue._PHASES) == len(CATALOGUE)


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


def test_no_argument_bears_the_name_of_a_part_of_a_diagnostic() -> None:
    parts = {"severity", "related", "fix", "clause", "place"}
    assert not [code for code, entry in CATALOGUE.items() if parts & (entry.required | entry.optional)]
    assert diagnose("RB2003", None, code="C22").args == {"code": "C22"}


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
    span = Span(source, 5, 7)
    assert (span.line, span.column, span.end_line, span.end_column) == (2, 2, 2, 4)
    assert [source.line_text(n) for n in (0, 1, 2, 3, 4)] == ["", "ab", "中😀c", "", ""]
    assert source.position(10_000) == (3, 1)
    assert Span(source, 0, 2).to(span).text == "ab\r\n中😀c"


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
