"""Documents of results: what they add up to, what they escape, and that they say the same in every format."""

from __future__ import annotations

import html
import json
import re
from fractions import Fraction
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rubricc
from rubricc.compiler.cases import bind_case
from rubricc.compiler.derivation.document import Document, Node, result_document
from rubricc.compiler.derivation.layout import result_html, result_markdown
from rubricc.compiler.derivation.page import result_text
from rubricc.dsl.diagnostics.render.layout import width

LULIANG = Path(__file__).resolve().parents[1] / "rubrics" / "luliang-2020"
LANGUAGES = ("zh", "en")
HOSTILE = "甲<b>&amp;'\u202e{{7*7}}{%x%}|`_*[a](b)"
TWO = """\
rubric "NAME" version "1":
    total 10
    grades: 优 >= 8, 差 otherwise
    convention cn-fiscal
A 过程 weight 4:
    A1 甲率 weight 4: target >= 90%; deduct 0.1 per 1% below
B 乙率 weight 6: target >= 90%; deduct 1 per 1% below
"""


@cache
def luliang(lang: str) -> Document:
    rubric = rubricc.load(LULIANG)
    case = rubric.checked.program.cases[0]
    result = rubric.score_bound(bind_case(case, rubric.blocks, LULIANG))
    return result_document(result, rubric.blocks, lang, case=case.name)


def two(facts: dict[str, object], name: str = "示例", lang: str = "zh") -> Document:
    rubric = rubricc.loads(TWO.replace("NAME", "示例"))
    result = rubric.score(facts, partial=True)
    document = result_document(result, rubric.blocks, lang)
    document["rubric"]["name"] = name
    return document


def number(text: str | None) -> Fraction:
    assert text is not None
    return Fraction(text)


def below(node: Node) -> list[Node]:
    return [node] if not node["children"] else [leaf for child in node["children"] for leaf in below(child)]


# ---- figures add up ------------------------------------------------------------------------------------------


def assert_adds_up(document: Document) -> None:
    """Points and weights of indicators are those of groups and of the total; what is lost is what is not scored."""

    def check(node: Node) -> None:
        children = node["children"]
        for key in ("weight", "points", "lost"):
            if children:
                parts = [child[key] for child in children]
                whole = node[key]
                assert (whole is None) is (None in parts)
                assert whole is None or number(whole) == sum(map(number, parts))
        if node["points"] is not None:
            assert number(node["weight"]) == number(node["points"]) + number(node["lost"])
            share = number(node["points"]) / number(node["weight"]) * 100
            assert abs(share - Fraction((node["rate"] or "").removesuffix("%"))) <= Fraction(1, 200)
        for child in children:
            check(child)

    for node in document["tree"]:
        check(node)
    leaves = [leaf for node in document["tree"] for leaf in below(node)]
    assert [leaf["indicator"] for leaf in leaves] == list(range(len(document["indicators"])))
    for leaf, one in zip(leaves, document["indicators"], strict=True):
        assert (leaf["code"], leaf["points"], leaf["weight"]) == (one["code"], one["points"], one["weight"])
    if document["total"] is None:
        assert document["interval"] is not None
        assert number(document["interval"][0]) <= number(document["interval"][1])
        return
    assert number(document["total"]) == sum(number(node["points"]) for node in document["tree"])
    assert number(document["of"]) == number(document["total"]) + number(document["lost_total"])
    assert number(document["lost_total"]) == sum(number(each["lost"]) for each in document["lost"])
    losses = [number(each["lost"]) for each in document["lost"]]
    assert losses == sorted(losses, reverse=True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_luliang_adds_up(lang: str) -> None:
    document = luliang(lang)
    assert_adds_up(document)
    assert (document["total"], document["lost_total"], document["grade"]) == ("85.6", "14.4", "良")


percents = st.integers(0, 10_000).map(lambda n: Fraction(n, 10_000))


@given(percents, percents)
def test_any_score_adds_up(a: Fraction, b: Fraction) -> None:
    assert_adds_up(two({"甲率": a, "乙率": b}))


@given(percents)
def test_what_is_missing_is_between(a: Fraction) -> None:
    document = two({"甲率": a})
    assert_adds_up(document)
    low, high = map(number, document["interval"] or [])
    for b in (0, Fraction(89, 100), 1):
        assert low <= number(two({"甲率": a, "乙率": b})["total"]) <= high


@pytest.mark.parametrize("lang", LANGUAGES)
def test_last_lines_of_sums_come_to_the_points(lang: str) -> None:
    """`5 − 1 = 4 points`: redone from what is printed."""
    sums = 0
    for one in luliang(lang)["indicators"]:
        for found in re.finditer(
            r"^  ([0-9.]+(?: [−+] [0-9.]+)+) = (-?[0-9.]+)", one["derivation"], re.MULTILINE
        ):
            terms = re.findall(r"([−+]?) ?([0-9.]+)", found[1])
            value = sum(Fraction(term) * (-1 if sign == "−" else 1) for sign, term in terms)
            assert value == Fraction(found[2]), one["derivation"]
            assert number(one["points"]) == max(value, 0)
            sums += 1
    assert sums >= 10


def test_products_come_to_what_is_charged() -> None:
    products = 0
    for one in luliang("zh")["indicators"]:
        for count, each, charged in re.findall(r"([0-9.]+) × ([0-9.]+) = 扣 ([0-9.]+) 分", one["derivation"]):
            assert Fraction(count) * Fraction(each) == Fraction(charged)
            assert charged in [(clause["effect"] or "").removeprefix("-") for clause in one["clauses"]]
            products += 1
    assert products >= 8


def test_quotients_come_to_the_percentage() -> None:
    quotients = 0
    for one in luliang("zh")["indicators"]:
        for a, b, shown in re.findall(r"= ([0-9]+) ÷ ([0-9]+) = ([0-9.]+)%", one["derivation"]):
            assert abs(Fraction(a) / Fraction(b) * 100 - Fraction(shown)) <= Fraction(1, 200)
            quotients += 1
    assert quotients >= 8


def test_every_fact_has_its_place() -> None:
    inputs = [each for one in luliang("zh")["indicators"] for each in one["inputs"]]
    assert len(inputs) > 150
    assert all(
        each["file"] in ("monthly.csv", "facts.yaml") and each["row"] and each["column"] for each in inputs
    )
    july = next(each for each in inputs if each["name"] == "话务量")
    assert (july["key"], july["value"], july["row"]) == ("2020-07", "11389", 2)
    paid = next(each for each in inputs if each["name"] == "付款金额")
    assert (paid["value"], paid["unit"], paid["display"]) == ("620.795", "万元", "620.795 万元")
    rate = next(each for each in inputs if each["name"] == "市民满意度")
    assert (rate["value"], rate["display"]) == ("0.9441", "94.41%")


def test_a_document_is_plain_json() -> None:
    def no_floats(text: str) -> float:
        raise AssertionError(text)

    text = json.dumps(luliang("zh"), ensure_ascii=False, allow_nan=False)
    assert json.loads(text, parse_float=no_floats) == luliang("zh")
    assert luliang("zh")["checks"][0]["name"] == "话务量合计"
    for key in ("requirements", "outcomes", "warnings"):
        assert luliang("zh")[key] == []


# ---- every format says the same ------------------------------------------------------------------------------


class Text(HTMLParser):
    """What a page shows, and which elements and attributes it has."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def shown(page: str) -> Text:
    parser = Text()
    parser.feed(page)
    return parser


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_derivation_stands_in_every_format(lang: str) -> None:
    document = luliang(lang)
    page = " ".join("".join(shown(result_html(document)).text).split())
    markdown = re.sub(r"\\(.)", r"\1", result_markdown(document))
    text = result_text(document, 10_000, explain=True)
    for one in document["indicators"]:
        for line in one["derivation"].split("\n")[1:]:
            assert " ".join(line.split()) in page
            assert line.strip() in markdown
            assert line in text
    for format_ in (page, markdown, text):
        assert "85.6" in format_
        assert document["rubric"]["digest"][:12] in format_


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_is_whole_in_itself(lang: str) -> None:
    page = result_html(luliang(lang))
    found = shown(page)
    assert not {"script", "link", "img", "iframe", "object"} & set(found.tags)
    assert not re.search(r"https?:|url\(|@import|\bon\w+=", page)
    links = [value for name, value in found.attributes if name == "href"]
    ids = {value for name, value in found.attributes if name == "id"}
    assert len(links) == 34
    assert all(link and link.startswith("#") and link[1:] in ids for link in links)
    assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in page


# ---- hostile names -------------------------------------------------------------------------------------------


def hostile() -> Document:
    document = two({"甲率": "85%", "乙率": "80%"}, HOSTILE)
    document["case"] = HOSTILE
    document["tree"][0]["name"] = document["indicators"][0]["name"] = HOSTILE
    document["tree"][0]["children"][0]["name"] = document["lost"][0]["name"] = HOSTILE
    document["indicators"][0]["derivation"] = f"标题\n  {HOSTILE} = 5"
    return document


def test_a_page_escapes_names() -> None:
    page = result_html(hostile())
    assert "<b>&amp;'" not in page
    found = shown(page)
    assert found.tags.count("b") == shown(result_html(two({"甲率": "85%", "乙率": "80%"}))).tags.count("b")
    assert "{{7*7}}{%x%}" in html.unescape(page)
    assert "\u202e" not in page
    assert "\\u202e" in page


def test_markdown_escapes_names() -> None:
    text = result_markdown(hostile())
    assert "<b>" not in text
    assert "\u202e" not in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len(rows) == 6
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {7}
    assert r"\[a\](b)" in text


def test_a_terminal_gets_no_control_characters() -> None:
    document = hostile()
    document["rubric"]["name"] = "甲\x1b[31m\u202e"
    text = result_text(document, 60, explain=True)
    assert "\x1b" not in text
    assert "\u202e" not in text


@given(st.text(min_size=1, max_size=60), st.integers(40, 120))
def test_any_name_fits_the_page(name: str, room: int) -> None:
    document = two({"甲率": "85%", "乙率": "80%"}, name)
    document["tree"][0]["name"] = document["lost"][0]["name"] = name
    assert max(width(line) for line in result_text(document, room).splitlines()) <= room
    assert result_html(document)
    assert result_markdown(document)
