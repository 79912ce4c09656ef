"""The pieces that phrases are made of: signs in words, amounts, days, and the names of the file that words mean.

The tables beside this file are written with them. Nothing here looks at a whole sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

from rubricc.dsl.scan import is_plain_name
from rubricc.grammar.keywords import UNITS

Match = re.Match[str]


class Clause(NamedTuple):
    """Where a phrase was found: what the indicator measures, its weight, the names of the file and the labels of those
    that have some; whether it stands by itself, outside all indicators; the whole text, wrong lines too."""

    measure: str
    weight: str
    names: frozenset[str]
    labels: Mapping[str, frozenset[str]]
    top: bool = False
    whole: str = ""


class Phrase(NamedTuple):
    why: str
    pattern: re.Pattern[str]
    right: str | Callable[[Match, Clause], str]

    @property
    def inside(self) -> bool:
        """Whether it may stand within a clause; others begin one, or a row."""
        return self.why in _INSIDE


Row = tuple[str, str, str | Callable[[Match, Clause], str]]
_INSIDE: Final = frozenset(
    {
        *("weight in percent", "option in brackets", "cap", "percent of target", "band points", "each step"),
        *(
            "deadline before",
            "by judgement",
            "column bound",
            "at most in all",
            "capped ratio",
            "ten thousands",
        ),
        *("end of month", "numbering", "from and to", "file name", "period said"),
        *("percent in words", "end in brackets", "until zero said", "decimals kept", "day as a length"),
        *("condition said", "part of the weight", "no limit", "either side said", "paid in a row"),
        *("labels with strokes", "unit of a number", "uncapped said"),
    }
)


def phrases(rows: Iterable[Row]) -> tuple[Phrase, ...]:
    return tuple(Phrase(why, re.compile(pattern, re.MULTILINE), right) for why, pattern, right in rows)


def any_of(words: list[str]) -> str:
    """A pattern for one of the words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


# ── signs and amounts ──

_SIGNS: Final = {
    "<": "低于 不足 未达到 达不到 未达 少于 小于 不到 below under less_than <",
    ">": "高于 超过 大于 多于 超出 above over more_than >",
    "≥": "达到 不低于 不少于 不小于 大于等于 大于或等于 at_least reaching reaches reach ≥ >=",
    "≤": "不高于 不超过 不多于 不大于 小于等于 小于或等于 控制在 at_most ≤ <=",
}
SIGN: Final = {word.replace("_", " "): sign for sign, words in _SIGNS.items() for word in words.split()}


THAN: Final = any_of(list(SIGN))
THAN_WORD: Final = any_of([word for word in SIGN if word[0].isalpha()])
UP: Final = any_of([word for word, sign in SIGN.items() if sign == "≥"])
DOWN: Final = any_of([word for word, sign in SIGN.items() if sign == "≤"])
UPPER: Final = any_of([word for word, sign in SIGN.items() if sign in "≤<" and word != "控制在"])
# one point at most, and no part of what has more: 2020.12.31 is no number
NUMBER: Final = r"(?<![0-9]\.)[0-9][0-9_]{0,12}(?:\.[0-9_]{0,12})?(?!\.?[0-9])"
_UNITS: Final = [
    unit
    for kind in ("PERCENT", "PP", "MONEY", "DURATION", "NUMBER")
    for unit in UNITS[kind]
    if not (unit.isascii() and unit.isalpha())
    and unit not in ("分", "个")  # 分 are points, 个 goes before nouns
]
AMOUNT: Final = rf"{NUMBER}[ ]?(?:{any_of(_UNITS)})?"
DASH: Final = r"[ ]?(?:-|—|–|~|～|至|到)+[ ]?"
DAY: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日"
UNIT: Final = "人次|次|座|辆|件|起|例|条|份|笔|台|场|个(?!月|百分)|项|处|人|宗|家|户|名|点"
LESS: Final = "降低|下降|减少|降|低|少|差"
MORE: Final = "提高|增长|增加|上升|升高|超过|超出|超支|高|超|多"

# ── words around them ──

WORD: Final = r"(?!目标|期限)[\w「」]{1,20}?"
GAP: Final = r"[ ，,]{0,3}"
END: Final = r"[ ]{0,3}(?=$|[；;。])"
_ITEM: Final = r"(?:则)?(?:(?:该|本|此)(?:项指标|指标|项目|项))?"
NOTHING: Final = rf"{_ITEM}(?:不予得分|不得分|不给分|不计分|得0分|得零分|记0分|计0分|为0分|扣完)|一票否决"
ALL: Final = rf"{_ITEM}(?:得满分|满分|得全分)|不扣分"
_OTHERS: Final = rf"(?:否则|其他|其余|反之)(?:[ ，,]?(?:{NOTHING}))?"
_BELOW: Final = rf"(?:低于|不足|未达到|达不到)[ ]?{NUMBER}[ ]?[%％]?(?:的|，|,)?(?:{NOTHING})"
_NOT_SO: Final = rf"(?:未|不|没有?)(?!得分|超过|足|低于|高于)[^\d，,；;\n]{{0,12}}?(?:的|，|,)?(?:{NOTHING})"
ELSE: Final = rf"(?:[，,；;]?[ ]?(?:{_OTHERS}|{_BELOW}|{_NOT_SO}))?"
CHARGE: Final = rf"{GAP}(?P<sign>扣|加|得)(?:除|减)?[ ]?(?P<points>{NUMBER})[ ]?分?"

_SUBJECT: Final = re.compile("^(?:如果|如|若|凡是|凡|对于|对)?(?:发生|出现|存在|发现|制定了?|建立了?)?有?")
_TAIL: Final = re.compile("等?(?:情况|情形|现象|行为|问题)?的?$")
_NOT: Final = re.compile("^(?:未|没有|无|不)")
_NO: Final = ("未", "不", "无", "没", "没有", "非")
_COUNTS: Final = re.compile(f"(?:{UNIT})?(?:总?数|人次|次)$")


def known(said: str, clause: Clause, condition: bool = False) -> str:
    """The name of the file that words mean, or the words as a name; a condition 未X is 非 X where X is declared."""
    said = said.strip()
    if not said:
        return clause.measure
    word = _TAIL.sub("", said).removeprefix("是否") or said
    bare = _SUBJECT.sub("", word)
    for name in (said, word, bare, f"有{bare}", f"有{word}"):
        if name and name in clause.names:
            return quoted(name)
    if condition and (positive := _NOT.sub("", word)) != word:
        there = [name for name in (positive, f"有{positive}", f"已{positive}") if name in clause.names]
        return f"非 {quoted(there[0])}" if there else quoted(word)
    if not condition and (number := counted(word, clause)):
        return quoted(number)
    return quoted(f"有{bare}" if condition and bare != word else word)


def measured(said: str, clause: Clause) -> str:
    """取 X； for what a sentence is about, where the indicator does not measure it already."""
    word = re.sub("^(?:应当?|须)?(?:保证|确保|要求)?", "", said.strip())
    plain = re.sub("^(?:平均|月均|年均|全年|年度)", "", word)
    if not word or clause.measure in (word, plain, f"「{word}」"):
        return ""
    return f"取 {known(word if word in clause.names or plain not in clause.names else plain, clause)}；"


def earlier(said: str) -> str:
    """What the figure of an earlier period is called: 同比 is against 上年, 环比 against 上月."""
    return {"同比": "上年", "环比": "上月"}.get(said, said.removesuffix("同期"))


def declared_as(name: str, clause: Clause) -> str:
    """The word of the kind that a name is declared with; empty where that is not seen."""
    found = re.search(
        rf"^[ ]+(?:[^:：\n\"“]*[、，,])?[ ]*{re.escape(name)}[ ]*(?:[、，,][^:：\n]*)?[:：][ ]*([^\W\d]+)",
        clause.whole,
        re.MULTILINE,
    )
    return found[1] if found else ""


def of_weight(formula: str) -> str:
    """A formula of points, in which the full marks of an indicator, whatever a document calls them, are its weight."""
    word = "(?:本项|该项|指标|相应|对应|标准)*(?:权重分值?|权重值|分值|权重|满分|标准分)"
    return re.sub(word, "权重", formula.strip())


def starting(said: str, clause: Clause) -> str:
    """The name of the file that begins with the words, or the words as a name: 死亡 means 死亡人数."""
    found = [name for name in sorted(clause.names) if name.startswith(said)]
    return quoted(found[0] if found else counted(said, clause) or said)


def counted(said: str, clause: Clause) -> str:
    """The one name of the file that is the number of what words end in: 作业人员未穿工作服 is 未穿工作服人次."""
    found = {}
    for name in clause.names:
        stem = _COUNTS.sub("", name)
        before = said.removesuffix(stem)
        if stem != name and len(stem) > 1 and before != said and not before.endswith(_NO):
            found[name] = len(stem)
    longest = [name for name in found if found[name] == max(found.values())]
    return longest[0] if len(longest) == 1 else ""


def quoted(name: str) -> str:
    """A name as it can stand in a rule."""
    return name if is_plain_name(name) or name.startswith("「") else f"「{name}」"
