"""What documents say: each phrase gets how it is written, and what is written compiles and means it.

A row is a clause as an author takes it from a document, and what becomes of it: the mended clause; several ways to
choose from; or "" where it compiles as it stands. What the language leaves out has its own sentence each.
"""

from __future__ import annotations

import time

import pytest

from rubricc.compiler.driver import compile_rubric
from rubricc.dsl.diagnostics.model import Diagnostic, Fix
from rubricc.dsl.diagnostics.prose.phrases import LEFT_OUT, PHRASES
from rubricc.dsl.diagnostics.wording import wording
from rubricc.dsl.phrasebook import TABLE
from rubricc.dsl.phrasebook.sentences import WHYS
from rubricc.dsl.source import Source

FRAME = """\
评分表 "示例"：
    总分 5
    约定 cn-fiscal
数据 核查：
    接通率、满意率、完成率：百分比
    话务量、接通数、次数、投诉数：计数
    预算、支出、结余：金额 万元
    完成日期：日期
    有事故：是否
    级别：选项 优、良
数据 获奖 按件：
    项目：文本
数据 工单 按件：
    受理日期、办结日期：日期
"""
HEAD = "C1 接通率 权重5："
ENGLISH = """\
rubric "r":
    total 5
    convention cn-fiscal
data d:
    rate: percent
    calls, complaints: count
"""

MENDED: list[tuple[str, str]] = [
    ("达到95%得满分", "目标 ≥ 95%"),
    ("达到95%以上得满分，每低1%扣1分", "目标 ≥ 95%；每低1%扣1分"),
    ("不超过95%的得满分，否则不得分", "目标 ≤ 95%"),
    ("接通率≥95%，得满分；否则不得分", "取 接通率；目标 ≥ 95%"),
    ("接通率≥95%得5分，每低1%扣0.5分", "取 接通率；目标 ≥ 95%；每低1%扣0.5分"),
    ("接通率≥95%得5分，否则不得分", "计分 若 接通率 ≥ 95% 则 5 否则 0"),
    ("不低于95%", "目标 ≥ 95%"),
    ("目标为95%；每低1%扣1分", "目标 ≥ 95%；每低1%扣1分"),
    ("目标95%，每高1%扣1分", "目标 ≤ 95%；每高1%扣1分"),
    ("≥95%", "目标 ≥ 95%"),
    ("目标值≥95%；每低1%扣1分", "目标 ≥ 95%；每低1%扣1分"),
    ("目标≥95%；每低1%扣1分；低于90%不得分", "目标≥95%；每低1%扣1分；不得分 当 接通率 < 90%"),
    ("目标≥95%；低于90%的，扣3分", "目标≥95%；扣3分 当 接通率 < 90%"),
    ("取 完成率；目标≥95%；未达到90%不得分", "取 完成率；目标≥95%；不得分 当 完成率 < 90%"),
    ("目标≥95%；每低于目标值1%扣1分", "目标≥95%；每低目标的1%扣1分"),
    ("目标≥95%；每低于目标值1个百分点扣1分", "目标≥95%；每低1个百分点扣1分"),
    ("目标≥95%；每低1%扣1分（不足1%按1%计）", "目标≥95%；每低1%扣1分，不足1%按1%计"),
    ("目标≥95%；每低1%扣1分，最多扣3分", "目标≥95%；每低1%扣1分，至多3分"),
    ("目标≥95%；每降1%扣1分", "目标≥95%；每低1%扣1分"),
    ("取 完成日期；期限 2020-12-31；每推迟10天扣1分", "取 完成日期；期限 2020-12-31；每迟10天扣1分"),
    ("扣2分/次", "每（次数）扣2分"),
    ("每次扣2分", "每（次数）扣2分"),
    ("每发生一次扣2分", "每（次数）扣2分"),
    ("每发现1起投诉，扣0.5分", "每（投诉数）扣0.5分"),
    ("每有2起投诉扣1分", "每2起（投诉数）扣1分"),
    ("投诉数每1次扣2分", "每（投诉数）扣2分"),
    ("有事故，不得分；目标≥95%", "不得分 当 有事故；目标≥95%"),
    ("目标≥95%；发生事故的，不得分", "目标≥95%；不得分 当 有事故"),
    ("目标≥95%；有事故一票否决", "目标≥95%；不得分 当 有事故"),
    ("出现事故扣5分", "扣5分 当 有事故"),
    ("得分=接通率×5", "计分 接通率×5"),
    ("得分＝接通率/95%×权重分", "计分 接通率/95%×权重"),
    ("按比例得分", "按比例 接通率"),
    ("按实际完成率计分", "按比例 接通率"),
    ("完成率×分值", "按比例 完成率"),
    ("满分5分，目标≥95%", "目标≥95%"),
    ("酌情扣1-3分", "扣评判 1分 .. 3分"),
    ("根据完成情况酌情打分", "评判 0分 .. 5分"),
    ("目标≥95%；有事故的，按80%计分", "目标≥95%；乘80% 当 有事故"),
    ("目标≥95%；有事故的，得分按80%折算", "目标≥95%；乘80% 当 有事故"),
    ("目标≥95%；得分乘以80% 当 有事故", "目标≥95%；乘80% 当 有事故"),
    ("按比例 接通率，不封顶；封顶 5分", "按比例 接通率 不封顶；封顶 5分"),
    ("按比例 接通率；不封顶；封顶 5分", "按比例 接通率 不封顶；封顶 5分"),
    ("每行（工单），每高1天（办结日期 - 受理日期，5天）扣0.5分，至多2分 各",
     "每行（工单），扣((最大(0，(办结日期 - 受理日期 - 5天) / 1天) 取整 向上取整 到 1) × 0.5)，至多2分 各"),
    ("每行（获奖）加2分；同一项目按最高一级计", "每行（获奖）按 项目 取最高，加2分"),
]  # fmt: skip
SENTENCES: list[tuple[str, str]] = [
    ("目标95%，每降低1%扣1分", "目标 ≥ 95%；每低1%扣1分"),
    ("目标值95%，每降低一个百分点扣0.5分，最多扣3分", "目标 ≥ 95%；每低1个百分点扣0.5分，至多3分"),
    ("接通率≥95%得满分，每降低1%扣0.5分，有事故的，不得分",
     "取 接通率；目标 ≥ 95%；每低1%扣0.5分；不得分 当 有事故"),
    ("接通率≥95%得满分；60%≤接通率<95%，得分=接通率/95%×权重；<60%不得分，有事故一票否决",
     "不得分 当 有事故；按 接通率：\n    ≥ 95%：满分\n    [60%，95%)：接通率/95%×权重\n    < 60%：0分"),
]  # fmt: skip
BANDS: list[tuple[str, str]] = [
    ("≥90%且<95%：3分", "[90%，95%)：3分"),
    ("90%（含）-94%（含）：3分", "[90%，94%]：3分"),
    ("大于等于90%，小于95%：3分", "[90%，95%)：3分"),
    ("90%≤接通率<95%：3分", "[90%，95%)：3分"),
    ("90%（含）至95%：3分", "[90%，95%)：3分"),
    ("90%（含）-95%（不含）：3分", "[90%，95%)：3分"),
    ("[90%，95%)得3分", "[90%，95%)：3分"),
    ("[90%，95%)，3分", "[90%，95%)：3分"),
]
HEADERS: list[tuple[str, str]] = [
    ("C1 接通率（5分）：目标≥95%", "C1 接通率 权重5：目标≥95%"),
    ("C1 接通率 5分：目标≥95%", "C1 接通率 权重5：目标≥95%"),
    ("C1 接通率（权重5）：目标≥95%", "C1 接通率 权重5：目标≥95%"),
    ("C1 接通率（分值：5分）：目标≥95%", "C1 接通率 权重5：目标≥95%"),
    ("C1 接通率 权重5%：目标≥95%", "C1 接通率 权重5：目标≥95%"),
]
IN_ENGLISH: list[tuple[str, str]] = [
    ("below 90% no points; target >= 95%", "zero when rate < 90%; target >= 95%"),
    ("at least 95%", "target ≥ 95%"),
    ("target >= 95%; deduct 1 for every 1% below", "target >= 95%; deduct 1 per 1% below"),
]
CHOICES: list[tuple[str, list[str]]] = [
    ("目标95%", ["目标 ≥ 95%", "目标 ≤ 95%"]),
    ("目标为95%", ["目标 ≥ 95%", "目标 ≤ 95%"]),
    ("目标值：95%", ["目标 ≥ 95%", "目标 ≤ 95%"]),
    ("取 完成日期；期限 2020-12-31之前", ["2020-12-31", "2020-12-30"]),
    ("取 完成日期；期限 2020年3月1日前", ["2020年3月1日", "2020-02-29"]),
]
AS_IT_STANDS = [
    "目标≥95%；每低于1%扣1分",
    "目标≥95%；每低1个百分点，扣1分",
    "目标≥95%；每低1%扣1分，不足1%的按1%计算，扣完为止",
    "目标≥95%；每低1%扣1分，不足1%不扣分",
    "目标≥95%；每低1%扣1分，不足1%的不计",
    "取 接通数÷话务量×100%；目标≥95%；每低1%扣1分",
]
LEFT_OUT_ROWS = [
    ("取 接通数^2", "power"), ("取 接通数**2", "power"), ("取 接通数²", "power"), ("取 √接通数", "power"),
    ("取 平方根(接通数)", "power"), ("取 ln(接通数)", "logarithm"), ("取 对数(接通数)", "logarithm"),
    ("取 今天()", "clock"), ("取 今天", "clock"), ("取 NOW()", "clock"), ("取 当前日期 - 完成日期", "clock"),
    ('取 拼接("甲", "乙")', "text building"), ('取 "甲" + "乙"', "text building"),
    ("for x in 投诉：扣1分", "loop"), ("循环 每月：扣1分", "loop"), ("对每个单位，扣1分", "loop"),
    ("取 递归(接通数)", "loop"), ("取 累计余额(结余)", "balance"), ("取 余额(支出)", "balance"),
    ("每年滚存扣1分", "balance"), ("取 结余 结转下年", "balance"),
    ("取 剩余额度(话务量)", "quota"), ("额度 10分 由 C1、C2 共用", "quota"),
    ("取 接通率\n数据 打分 按年 2021 .. 2023：\n    分：计数", "period"),
]  # fmt: skip


def first(text: str) -> Diagnostic:
    compiled = compile_rubric(Source("x.rubric", text))
    assert compiled.findings, f"{text} compiles"
    return compiled.findings[0]


def errors(text: str) -> list[str]:
    return [
        f"{d.code} {d.span.text if d.span else ''}"
        for d in compile_rubric(Source("", text)).findings
        if d.is_error
    ]


def mended(text: str, fix: Fix) -> str:
    for edit in sorted(fix.edits, key=lambda edit: -edit.span.start):
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    return text


def held(text: str, right: str) -> None:
    """The phrase is named, its fix gives what is right, and that compiles."""
    found = first(text)
    assert found.code in ("RB1031", "RB1027")
    assert found.fix is not None, wording(found, "zh")
    assert mended(text, found.fix) == right
    assert errors(right) == []


@pytest.mark.parametrize(("said", "right"), MENDED, ids=[said for said, _ in MENDED])
def test_a_phrase_becomes_a_clause(said: str, right: str) -> None:
    held(f"{FRAME}{HEAD}{said}\n", f"{FRAME}{HEAD}{right}\n")


@pytest.mark.parametrize(("said", "right"), BANDS, ids=[said for said, _ in BANDS])
def test_a_phrase_becomes_a_band(said: str, right: str) -> None:
    rows = f"{FRAME}{HEAD}按 接通率：\n    ≥ 95%：5分\n    {{}}\n    其他：0分\n"
    held(rows.format(said), rows.format(right))


def test_the_highest_row_does_not_lose_its_end() -> None:
    """95%（含）-100% with no row above it: 100% is not left out in silence. The row below ends where it begins."""
    rows = f"{FRAME}{HEAD}按 接通率：\n    95%（含）-100%：5分\n    90%（含）-95%：3分\n    其他：0分\n"
    highest, below = compile_rubric(Source("x.rubric", rows)).findings[:2]
    assert (highest.code, highest.fix) == ("RB1032", None)
    assert wording(highest, "zh").notes[-2:] == ("[95%，100%]", "[95%，100%)")
    assert (below.code, below.args["near"]) == ("RB1031", "[90%，95%)")


def test_what_the_author_has_to_fill_in_is_no_fix() -> None:
    found = first(f"{FRAME}{HEAD}同一项目按最高一级计\n")
    assert (found.code, found.fix) == ("RB1031", None)
    assert found.args["near"] == "每行（表）按 项目 取最高，加…"


@pytest.mark.parametrize(("said", "right"), SENTENCES, ids=[said for said, _ in SENTENCES])
def test_one_fix_mends_a_whole_sentence(said: str, right: str) -> None:
    """Every phrase of a line that can mean one thing only is in the fix of the first."""
    text = f"{FRAME}{HEAD}{said}\n"
    found = first(text)
    assert found.fix is not None and len(found.fix.edits) == 1
    (edit,) = found.fix.edits
    mended = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    assert mended == f"{FRAME}{HEAD}{right}\n"
    assert errors(mended) == []
    assert ("这一行另改" in wording(found, "zh").fix) == bool(found.fix.more)


def test_a_line_is_mended_as_far_as_it_is_certain() -> None:
    text = f"{FRAME}{HEAD}目标值≥95%，每降低1%扣1分，每投诉扣1分\n"
    found = first(text)
    assert found.fix is not None
    (edit,) = found.fix.edits
    mended = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    assert mended == f"{FRAME}{HEAD}目标 ≥ 95%；每低1%扣1分；每投诉扣1分\n"


@pytest.mark.parametrize("said", ["不低于95%", "达到95%", "at least 95%"])
def test_a_band_starts_with_a_sign(said: str) -> None:
    rows = f"{FRAME}{HEAD}按 接通率：\n    {{}}：5分\n    < 95%：0分\n"
    held(rows.format(said), rows.format("≥ 95%"))


@pytest.mark.parametrize(("said", "right"), HEADERS, ids=[said for said, _ in HEADERS])
def test_a_weight_in_other_words(said: str, right: str) -> None:
    held(f"{FRAME}{said}\n", f"{FRAME}{right}\n")


@pytest.mark.parametrize(("said", "right"), IN_ENGLISH, ids=[said for said, _ in IN_ENGLISH])
def test_a_phrase_in_english(said: str, right: str) -> None:
    held(f"{ENGLISH}C1 rate weight 5: {said}\n", f"{ENGLISH}C1 rate weight 5: {right}\n")


@pytest.mark.parametrize(("said", "ways"), CHOICES, ids=[said for said, _ in CHOICES])
def test_a_phrase_with_several_meanings(said: str, ways: list[str]) -> None:
    """Nothing is chosen for the author; each way compiles in the place of the phrase."""
    text = f"{FRAME}{HEAD}{said}\n"
    found = first(text)
    assert (found.code, found.fix) == ("RB1032", None)
    assert list(wording(found, "zh").notes[-len(ways) :]) == ways
    assert found.span is not None
    for way in ways:
        assert not [e for e in errors(mended_at(text, found, way)) if e.startswith("RB1")]


def mended_at(text: str, found: Diagnostic, right: str) -> str:
    assert found.span is not None
    return text[: found.span.start] + right + text[found.span.end :]


@pytest.mark.parametrize("said", AS_IT_STANDS)
def test_what_is_not_ambiguous_compiles(said: str) -> None:
    assert errors(f"{FRAME}{HEAD}{said}\n") == []


def test_a_bound_that_is_a_column() -> None:
    head = '评分表 "r"：\n    总分 5\n    约定 cn-fiscal\n'
    text = head + "数据 核查：\n    甲：计数\n    乙：计数 {}\nC1 丙 权重5：按比例 乙 / 甲\n"
    held(text.format("至多 甲"), text.format("≤ 甲"))


@pytest.mark.parametrize(("said", "feature"), LEFT_OUT_ROWS, ids=[said for said, _ in LEFT_OUT_ROWS])
def test_what_is_left_out_says_the_way_around(said: str, feature: str) -> None:
    compiled = compile_rubric(Source("x.rubric", f"{FRAME}{HEAD}{said}\n"))
    found = next(d for d in compiled.findings if d.code == "RB2012")
    assert found.args["feature"] == f"<{feature}>"
    assert wording(found, "zh").hint == LEFT_OUT[f"instead of {feature}"][0]
    assert wording(found, "en").hint == LEFT_OUT[f"instead of {feature}"][1]


@pytest.mark.parametrize("kind", ["金额 美元", "金额 USD", "money USD", "金额 万美元"])
def test_a_currency_that_there_is_not(kind: str) -> None:
    found = first(f"{FRAME}数据 外资：\n    到账：{kind}\n{HEAD}目标≥95%\n")
    assert (found.code, found.args["feature"]) == ("RB2012", "<currency>")
    assert "元、万元、亿元" in str(wording(found, "zh").hint)


def test_every_phrase_has_its_sentence() -> None:
    assert {entry.why for entry in TABLE} | {*WHYS} | {
        "header weight",
        "nothing",
        "points of the total",
        "row of a table",
    } == PHRASES.keys()
    features = {"currency", *(feature for _, feature in LEFT_OUT_ROWS)}
    assert features | {f"instead of {feature}" for feature in features} == LEFT_OUT.keys()


@pytest.mark.parametrize(
    "said",
    [
        "低于" * 20_000,
        "9" * 50_000 + "%",
        "每" * 50_000,
        "（不足1" * 9_000,
        "有" * 50_000 + "不得分",
        "0-50" * 9_000,
    ],
)
def test_a_long_line_costs_no_more(said: str) -> None:
    """Patterns look at what stands around the place where reading stopped, however long the line."""
    start = time.perf_counter()
    assert errors(f"{FRAME}{HEAD}{said}\n")
    assert time.perf_counter() - start < 5
