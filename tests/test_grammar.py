"""The grammar and the scanner fit each other; no text brings them down."""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Token, Tree

from pages import ROOT
from rubricc.dsl import scan
from rubricc.dsl.automaton import after, run
from rubricc.dsl.diagnostics.render.text import render
from rubricc.dsl.mistakes import explain
from rubricc.dsl.parse import Parsed, parse
from rubricc.dsl.scan_numbers import UNIT_TERMINAL
from rubricc.dsl.source import Source, Span, Unreadable, decode
from rubricc.grammar import lalr
from rubricc.grammar.keywords import KEYWORDS, NOUNS
from rubricc.grammar.lalr import made_by_lark, table
from strategies import sources
from test_printer import CHINESE, ENGLISH

# ── the parse table ──

CLAUSE_START = {"DEDUCT", "TARGET", "CHECKLIST"}

# What the scanner makes so that the parser refuses it by its text.
ONLY_REFUSED = {"WORD", "STOP"}

# (keyword, longer keyword): a name that starts like the rest of the longer one needs a space or 「」 after the shorter.
# The printer always writes the space.
TRAPS = {
    ("按", "按比例"): "按比例分 measured by 比例分",
    (
        "数据",
        "数据来源",
    ): 'a case reads 数据来源 "a.csv" as a note on where its data come from, not as the block 来源',
    ("of", "of actual"): "per 1% of actual below …, where `actual` is an input",
}


@cache
def accepts() -> tuple[frozenset[str], ...]:
    """What each state accepts."""
    return tuple(frozenset(symbol for symbol in row if symbol.isupper()) for row in table().states)


@cache
def terminals() -> frozenset[str]:
    return frozenset[str]().union(*accepts())


def test_no_state_that_starts_a_clause_accepts_a_name() -> None:
    starts = [accepted for accepted in accepts() if accepted >= CLAUSE_START]
    assert len(starts) >= 3
    assert not any("NAME" in accepted for accepted in starts)


def test_every_state_after_a_separator_of_clauses_starts_a_clause() -> None:
    """So the test above looks at all of them: whatever may follow `;` in a line."""
    led = {row["_SEMI"] for row in table().states if row.get("_SEMI", -1) >= 0}
    assert led
    for state in led:
        assert accepts()[state] >= CLAUSE_START


def test_keywords_are_those_of_the_grammar() -> None:
    marks = {"NAME", "NUMBER", "PERCENT", "PP", "DURATION", "MONEY", "SPAN", "STRING", "HEADER", "UNIT_WORD"}
    marks |= {"DATE_LITERAL", "MONTH_LITERAL", "$END", *scan._SYMBOLS.values()}
    words = {name for name in terminals() if not name.startswith("_")} - marks
    assert words == KEYWORDS.keys()


def test_every_token_of_the_scanner_is_known() -> None:
    made = {*scan._SYMBOLS.values(), *UNIT_TERMINAL.values(), "NAME", "STRING", "HEADER", "UNIT_WORD"}
    made |= {"DATE_LITERAL", "MONTH_LITERAL", "_NEWLINE", "_INDENT", "_DEDENT", "WORD", *KEYWORDS}
    assert made - terminals() == ONLY_REFUSED


def test_one_word_means_one_thing_in_every_state() -> None:
    for accepted in accepts():
        forms = [form for name in accepted & KEYWORDS.keys() for words in KEYWORDS[name] for form in words]
        assert len(forms) == len(set(forms)), sorted(forms)


def test_nouns_of_the_language_stand_only_where_no_name_can() -> None:
    """So they may be names: the state says which is meant. What a case expects is called as items are, not as facts."""
    of_facts = [x for x in accepts() if "NAME" in x and "ERROR" not in x]
    beside = {name for accepted in of_facts for name in accepted}
    assert sorted(word for word in NOUNS if beside.intersection(scan._WORDS[word])) == []


def test_keywords_that_swallow_a_name() -> None:
    """A short keyword before a name, and a longer one that starts alike: known, few, and written with a space."""
    found = set()
    for row, accepted in zip(table().states, accepts(), strict=True):
        words = {
            form: name for name in accepted & KEYWORDS.keys() for forms in KEYWORDS[name] for form in forms
        }
        for short, name in words.items():
            target = row[name]
            if target < 0 or "NAME" not in accepts()[target]:
                continue
            for longer in words:
                apart = " " if short.isascii() else ""
                rest = longer.removeprefix(short + apart)
                if rest not in (longer, "") and rest not in scan.RESERVED:
                    found.add((short, longer))
    assert found == TRAPS.keys()


class Trees:
    """A builder that makes lark's trees."""

    def __getattr__(self, rule: str) -> Callable[[list[object]], object]:
        return lambda children: Tree(rule, [larks(child) for child in children])


def larks(child: object) -> object:
    return Token(child.type, child.text) if isinstance(child, scan.Tok) else child


def noted(tokens: Iterator[scan.Tok], drawn: list[object]) -> Iterator[scan.Tok]:
    for token in tokens:
        drawn.append(larks(token))
        yield token


def test_the_parser_makes_what_lark_would() -> None:
    lark = made_by_lark()  # which fails where the grammar has a conflict
    texts = {path.read_text(encoding="utf-8") for path in (ROOT / "rubrics").rglob("*.rubric")}
    for case in (ROOT / "tests" / "cases" / "good").rglob("*.md"):
        texts.update(re.findall(r"^```rubric\n(.*?)^```$", case.read_text(encoding="utf-8"), re.M | re.S))
    assert len(texts) > 50
    for text in sorted({*texts, ENGLISH, CHINESE, ""}):
        drawn: list[object] = []
        stack: list[int] = []
        source = Source("x", text)
        scanned = scan.tokens(scan.Scan(source, text), table().states, stack)
        assert run(table(), stack, noted(scanned, drawn), Trees()) == lark.parse(drawn)


def test_a_table_of_another_grammar_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A changed grammar is followed at once, whether or not somebody has written its table."""
    changed = lalr._grammar() + "\nlonger: NAME longer\n"
    monkeypatch.setattr(lalr, "_grammar", lambda: changed.replace("?top: use", "?top: longer | use"))
    followed = lalr.table.__wrapped__()
    assert any(rule.origin == "longer" for rule in followed.rules)
    assert not any(rule.origin == "longer" for rule in table().rules)


# ── every state answers a wrong token ──

_SAMPLES = {
    "NAME": "x", "WORD": "高明", "STRING": '"a"', "HEADER": "A b", "NUMBER": "5", "PERCENT": "5%", "PP": "5pp",
    "DATE_LITERAL": "2020-12-31", "MONTH_LITERAL": "2020-07", "UNIT_WORD": "万元", "SPAN": "5个月", "MONEY": "5万元",
    "DURATION": "5天", "_NEWLINE": "\n", "_INDENT": "", "_DEDENT": "", "$END": "",
}  # fmt: skip
_SAMPLES |= {terminal: symbol for symbol, terminal in reversed(list(scan._SYMBOLS.items()))}


def _sample(terminal: str) -> str:
    if terminal in KEYWORDS:
        return next(iter((*KEYWORDS[terminal][1], *KEYWORDS[terminal][0])))
    return _SAMPLES[terminal]


@cache
def reached() -> dict[int, tuple[str, ...]]:
    """The states in which a token can be refused, each with a shortest sequence of tokens that leads there."""
    found: dict[int, tuple[str, ...]] = {0: ()}
    waiting = deque([([0], ())])  # type: deque[tuple[list[int], tuple[str, ...]]]
    while waiting:
        stack, sequence = waiting.popleft()
        for terminal in sorted(accepts()[stack[-1]] - {"$END"}):
            led = after(table(), stack, terminal)
            if led and led[-1] not in found:
                found[led[-1]] = (*sequence, terminal)
                waiting.append((led, found[led[-1]]))
    return found


def test_every_state_answers_every_wrong_token() -> None:
    assert len(reached()) > 200
    for state, sequence in reached().items():
        before = " ".join(map(_sample, sequence))
        expected = accepts()[state]
        for wrong in (
            "WORD",
            "NAME",
            "_SEMI",
            "_COLON",
            "LSQB",
            "_NEWLINE",
            "_INDENT",
            "_DEDENT",
            "$END",
            "NUMBER",
        ):
            if wrong in expected:
                continue
            source = Source("x", f"{before} {_sample(wrong)} rest\n")
            start = len(before) + 1
            token = scan.Tok(wrong, Span(source, start, start + len(_sample(wrong))))
            finding = explain(token, expected, scan.Scan(source, source.text))
            assert finding.code.startswith("RB1"), (sequence, wrong)
            assert finding.span is not None
            for lang in ("zh", "en"):
                shown = render([finding], lang)
                assert finding.code in shown
                assert "_" not in re.sub(r"[0-9]_[0-9]", "", shown.split("\n")[0]), shown


# ── any text at all ──


def read(text: str) -> Parsed:
    """A tree, or findings that can be shown: nothing else may come of a text."""
    source = decode(text.encode("utf-8", "surrogatepass"))
    if isinstance(source, Unreadable):
        source = Source("x", text)  # an editor may hand over what no file can hold
    parsed = parse(source)
    assert (parsed.rubric is None) == bool(parsed.diagnostics)
    for finding in parsed.diagnostics:
        assert finding.span is not None
        assert 0 <= finding.span.start <= finding.span.end <= len(source.text)
        for edit in finding.fix.edits if finding.fix else ():
            assert 0 <= edit.span.start <= edit.span.end <= len(source.text)
    render(parsed.diagnostics, "zh")
    return parsed


@given(st.binary(max_size=60))
def test_any_bytes(data: bytes) -> None:
    source = decode(data)
    if isinstance(source, Source):
        read(source.text)


@given(st.text(max_size=40))
def test_any_text(text: str) -> None:
    read(text)


_PIECES = sorted(
    {form for forms in KEYWORDS.values() for words in forms for form in words} | set(scan._SYMBOLS) | {
        "\n", "\n    ", "\n        ", " ", "x", "接通率", "「10秒」", '"a"', "5", "95%", "1个月",
        "2020-12-31", "2020-07",
        "A weight 5:", "A 权重5：", "sum(", "以上", "\t", "\u3000", "\u200b", "５", "#", "「", "“", "1e5",
        "data a:\n    ",
    }
)  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=25), st.sampled_from(["", " "]))
def test_any_heap_of_tokens(pieces: list[str], between: str) -> None:
    read(between.join(pieces))
    read("A weight 5: " + between.join(pieces))


_CHANGES = st.tuples(
    st.sampled_from(["delete", "insert", "swap", "repeat", "cut"]), st.integers(0), st.sampled_from(_PIECES)
)


def changed(text: str, changes: list[tuple[str, int, str]]) -> str:
    """The text after slips of the pen."""
    for how, place, piece in changes:
        at = place % (len(text) + 1)
        match how:
            case "delete":
                text = text[:at] + text[at + len(piece) :]
            case "insert":
                text = text[:at] + piece + text[at:]
            case "swap":
                text = text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]
            case "repeat":
                text = text[:at] + text[at : at + 30] + text[at:]
            case _:
                text = text[:at]
    return text


@given(st.sampled_from([ENGLISH, CHINESE]), st.lists(_CHANGES, min_size=1, max_size=4))
def test_any_slip_in_a_good_rubric(text: str, changes: list[tuple[str, int, str]]) -> None:
    read(changed(text, changes))


@given(sources(), st.lists(_CHANGES, min_size=1, max_size=4))
def test_any_slip_in_any_rubric(text: str, changes: list[tuple[str, int, str]]) -> None:
    read(changed(text, changes))


# ── size ──

_OF = "X weight 5: of "
_DEEP = {
    "parentheses": _OF + "(" * 10_000 + "x" + ")" * 10_000,
    "parentheses never closed": _OF + "(" * 10_000,
    "calls": _OF + "f(" * 10_000 + "x" + ")" * 10_000,
    "brackets": "X weight 5: by x:\n    " + "[" * 10_000,
    "not": _OF + "not " * 100_000 + "x",
    "minus": _OF + "-" * 100_000 + "x",
    "if": _OF + "if a then b else " * 10_000 + "c",
    "round": _OF + "x" + " round up to 1" * 10_000,
    "65 in parts": _OF + "(" * 33 + "-" * 33 + "x" + ")" * 33 + " and not " + "not " * 63 + "x",
    "indents": "\n".join(" " * i + "X weight 1:" for i in range(3_000)),
}
_LONG = {
    "sum": _OF + " + ".join(["x"] * 10_000),
    "and": _OF + " and ".join(["x"] * 10_000),
    "list": "data a:\n    " + "a, " * 10_000 + "b: count",
    "clauses": "X weight 5: " + "note “a”; " * 10_000 + "of x",
    "items": "X weight 1: of x\n" * 5_000,
    "blank lines": "\n" * 100_000,
    "spaces": " " * 100_000,
    "spaces after a digit": _OF + "1" + " " * 100_000 + "- x",
}
_WRONG = {
    "a wrong line a thousand times": "X weight 1: of of x\n" * 1_000,
    "quotes": '"' * 100_000,
    "corners": "「" * 100_000,
    "a word": "x" * 1_000_000,
    "headers without end": "weight " * 100_000,
    "digits": "1" * 1_000_000,
    "words": ("a " * 500 + "\n") * 1_000,
    "an open bracket and many lines": _OF + "((" * 30 + "x\n" * 5_000,
    "wrong at the very end": "X weight 1: of x\n" * 20_000 + "X",
}


@pytest.mark.parametrize("name", _DEEP)
def test_deep_nesting_is_refused_at_once(name: str) -> None:
    assert [d.code for d in quickly(_DEEP[name]).diagnostics][:1] in (["RB1011"], ["RB1018"])


@pytest.mark.parametrize("name", _LONG)
def test_length_is_no_nesting(name: str) -> None:
    assert quickly(_LONG[name]).rubric is not None


@pytest.mark.parametrize("name", _WRONG)
def test_a_heap_of_mistakes_ends(name: str) -> None:
    assert quickly(_WRONG[name]).diagnostics


def quickly(text: str) -> Parsed:
    start = time.monotonic()
    parsed = parse(Source("x", text))
    assert time.monotonic() - start < 20, "a hundred times what it takes"
    return parsed
