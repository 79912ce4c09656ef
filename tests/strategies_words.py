"""What trees are drawn from: names, texts, numbers, dates. Trees are made without places.

Every span is empty, so that what is compared is what is said.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rubricc.dsl import nodes as n
from rubricc.dsl.source import Source, Span
from rubricc.grammar.keywords import KEYWORDS, UNITS

T = TypeVar("T", bound=n.Node)
NOWHERE = Span(Source("", ""), 0, 0)

# ── characters, names, strings, numbers ──

_PLAIN_NAMES = [
    "话务量", "接通率", "C22", "C1.3", "x", "total_calls", "目标值", "权重和", "取数率", "正式运营日期",
    "验收结论", "一次通过", "满意度2", "_", "é", "Ⅳ级", "每月量", "合计数", "is", "to_date",
]  # fmt: skip
_QUOTED_NAMES = [
    "10秒接通率", "24h", "a b", "扣1", "得扣3分", "至多5", "A+", "", "²级", "C1.3级", "优 良", "#", "：", "(", "...",
    "actual", "event", "even", "better", "at", "half up", "一级；二级", "“”", '"', "½", "3", "不足1", "名称 ", "－",
]  # fmt: skip
_WORDS = sorted({word for forms in KEYWORDS.values() for words in forms for word in words})
_MIXED = st.text(
    st.sampled_from("话务量取扣加每低不足目标的按非若是月行1230_aBof. /-"), min_size=1, max_size=6
)
_UNITS = ["", "%", "pp", "working day", "month", "minute", "hour", "second", "day", "亿元", "万元", "元"]
_COUNTED = [unit for unit in UNITS["NUMBER"] if unit not in ("分", "个") and not unit.isascii()]
SHOWN = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"])


def names() -> SearchStrategy[n.Name]:
    """Names of every make: plain, reserved, with digits, spaces or marks that only quotes can hold."""
    text = st.one_of(
        st.sampled_from(_PLAIN_NAMES), st.sampled_from(_QUOTED_NAMES), st.sampled_from(_WORDS), _MIXED
    )
    return st.builds(n.Name, st.just(NOWHERE), text)


def strings() -> SearchStrategy[str]:
    """What may stand between quotes."""
    text = st.one_of(st.sampled_from(["", "附件2 C22", "“引”", '说"好"', "a；b"]), st.text(SHOWN, max_size=8))
    return text.filter(lambda s: not ('"' in s and "”" in s) and "\u2060" not in s)


def titles() -> SearchStrategy[str]:
    """Headers' texts, which may hold nearly anything before the weight."""
    rest = st.one_of(
        st.sampled_from(
            ["接通率", "验收 合格率", "10秒接通率（%）", "weight", "取数", "C1.3", "满分率", "a, b"]
        ),
        st.text(st.sampled_from("接通率取目标 1、（）(),.-%aB"), min_size=1, max_size=8),
    )
    code = st.sampled_from(["", "C22 ", "C1.3 ", "1 "])
    titled = st.builds("{}{}".format, code, rest).map(str.strip).filter(_is_title)
    # `… - weight (x)` goes on as an expression, and so do `取 weight (x)` and `( weight (x)`: no title ends so
    return titled.filter(lambda text: not text.endswith(("-", "取")) and not _is_open(text))


def _is_open(text: str) -> bool:
    return text.count("(") + text.count("（") > text.count(")") + text.count("）")


def _is_title(text: str) -> bool:
    """Not cut short by what looks like a weight, and not blank."""
    return bool(text) and not re.search(r"(?:weight|权重|out of|满分)[ ]*[0-9?？(（]", text)


def decimals() -> SearchStrategy[Fraction]:
    """Values of literals: exact decimals of at most 20 digits."""
    usual = st.sampled_from(
        ["0", "1", "0.5", "95", "99.95", "100000", "12345678901234567890", "0.0000000000001"]
    )
    made = st.builds(lambda whole, part: f"{whole}.{part}", st.integers(0, 10**7), st.integers(0, 999))
    return st.one_of(usual, made).map(Fraction)


def numbers() -> SearchStrategy[n.Number]:
    return st.builds(n.Number, st.just(NOWHERE), decimals(), st.sampled_from(_UNITS + _COUNTED))


def dates() -> SearchStrategy[n.DateLiteral]:
    return st.builds(n.DateLiteral, st.just(NOWHERE), st.dates())


def months() -> SearchStrategy[str]:
    return st.builds("{:04}-{:02}".format, st.integers(1000, 9999), st.integers(1, 12))


def literals() -> SearchStrategy[n.Expr]:
    month = st.builds(n.MonthLiteral, st.just(NOWHERE), months())
    yes_no = st.builds(n.YesNo, st.just(NOWHERE), st.booleans())
    return st.one_of(numbers(), dates(), month, yes_no)


# ── trees ──


def node(cls: type[T], *args: SearchStrategy[Any], **fields: SearchStrategy[Any]) -> SearchStrategy[T]:
    return st.builds(cls, st.just(NOWHERE), *args, **fields)


def tuples(elements: SearchStrategy[Any], least: int = 0, most: int = 3) -> SearchStrategy[Any]:
    return st.lists(elements, min_size=least, max_size=most).map(tuple)


COMPARISONS = st.sampled_from([">=", "<=", ">", "<", "=", "!="])
ROUNDINGS = st.sampled_from(["half up", "half even", "up", "down"])
