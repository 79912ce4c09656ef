"""The table of phrases: what official documents say and the language writes otherwise.

An entry is why (a sentence of `prose/phrases.py`), a pattern, and how it is written: a template with the groups of
the pattern, `{measure}` and `{weight}` of the indicator, one way a line; or a function, where words have to be chosen.
Patterns are tried where the parser stopped, never on text that parses. To add a phrase, add a row here and one to
tests/test_phrases.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, NamedTuple

Match = re.Match[str]


class Clause(NamedTuple):
    """Where a phrase was found: what the indicator measures, its weight, and the names of the file."""

    measure: str
    weight: str
    names: frozenset[str]


class Phrase(NamedTuple):
    why: str
    pattern: re.Pattern[str]
    right: str | Callable[[Match, Clause], str]

    @property
    def inside(self) -> bool:
        """Whether it may stand within a clause; others begin one, or a row."""
        return self.why in _INSIDE


_INSIDE: Final = frozenset(
    {
        *("weight in percent", "option in brackets", "cap", "percent of target", "band points", "each step"),
        *("deadline before", "by judgement", "column bound"),
    }
)
_SIGNS: Final = {
    "<": "低于 不足 未达到 达不到 未达 少于 小于 不到 below under less_than <",
    ">": "高于 超过 大于 多于 超出 above over more_than >",
    "≥": "达到 不低于 不少于 不小于 大于等于 at_least reaching reaches reach ≥ >=",
    "≤": "不高于 不超过 不多于 不大于 小于等于 控制在 at_most ≤ <=",
}
SIGN: Final = {word.replace("_", " "): sign for sign, words in _SIGNS.items() for word in words.split()}


def _any(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_THAN = _any(list(SIGN))
_SAID = _any([word for word in SIGN if word[0].isalpha()])
_UP = _any([word for word, sign in SIGN.items() if sign == "≥"])
_DOWN = _any([word for word, sign in SIGN.items() if sign == "≤"])
_UPPER = _any([word for word, sign in SIGN.items() if sign in "≤<" and word != "控制在"])
_N = r"[0-9][0-9_.]{0,12}"
_A = rf"{_N}[ ]?(?:%|％|个百分点|万元|亿元|元|天|次|件|人|分钟|小时)?"
_WORD = r"[\w「」]{1,20}?"
_GAP = r"[ ，,]{0,3}"
_END = r"[ ]{0,3}(?=$|[；;。])"
_NOTHING = "不得分|不给分|得0分|得零分|记0分|计0分|一票否决|扣完"
_ALL = "得满分|满分|得全分|不扣分"
_ELSE = rf"(?:[，,；;]?(?:否则|其他|其余)(?:{_NOTHING})?)?"
_UNIT = "人次|次|件|起|例|个(?!月|百分)|项|处|人|宗"
_CHARGE = rf"{_GAP}(?P<sign>扣|加)(?:除)?(?P<points>{_N})分?"
_DASH = r"[ ]?(?:-|—|–|~|～|至|到)+[ ]?"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日"


def _effect(what: str, condition: str) -> str:
    """不得分、得满分、扣2分 under a condition."""
    points = re.search(_N, what)
    if re.fullmatch(_NOTHING, what):
        return f"不得分 当 {condition}"
    if re.fullmatch(_ALL, what) or points is None:
        return f"满分 当 {condition}"
    return f"{'加' if what.startswith('加') else '扣'}{points[0]}分 当 {condition}"


def _beyond(m: Match, c: Clause) -> str:
    """低于90%不得分."""
    return _effect(m["effect"], f"{c.measure} {SIGN[m['t']]} {m['a']}")


def _in_case(m: Match, c: Clause) -> str:
    """发生事故的，不得分: the condition is a fact of the file, where one is called so."""
    word = m["what"].rstrip("的")
    plain = re.sub("^(?:如|若|如果|凡|凡是|对|对于)?(?:发生|出现|存在|发现|有)", "", word)
    named = [name for name in sorted(c.names) if name in (word, plain, f"有{plain}")] or [f"有{plain}"]
    return _effect(m["effect"], named[0])


def _counted(m: Match, c: Clause) -> str:
    """每发生1次投诉扣2分: what is counted stands in parentheses."""
    what = (m["what"] or "").strip() or "次数"
    named = [name for name in sorted(c.names) if name.startswith(what)] or [what]
    size = "" if m["n"] in (None, "", "1", "一") else m["n"] + m["unit"]
    return f"每{size}（{named[0]}）{m['sign']}{m['points']}分"


def _between(m: Match, c: Clause) -> str:
    """≥90%且<95%, 90%≤接通率<95%."""
    low = "[" if SIGN[m["ls"]] in "≥≤" else "("
    return f"{low}{m['low']}，{m['high']}{']' if SIGN[m['hs']] == '≤' else ')'}"


def _marked(m: Match, c: Clause) -> str:
    """90%（含）至95%: the end that says nothing is the start of the next band."""
    low = "(" if m["lm"] == "不含" else "["
    return f"{low}{m['low']}，{m['high']}{']' if m['hm'] == '含' else ')'}"


def _formula(m: Match, c: Clause) -> str:
    """The indicator's weight for what documents call it."""
    return "计分 " + re.sub("(?:本项|指标|该项)?(?:权重分|分值|权重|满分|标准分)", c.weight, m["e"]).strip()


def _judged(m: Match, c: Clause) -> str:
    """酌情扣1-3分."""
    low, high = (m["n"], m["h"]) if m["h"] else (0, m["n"] or c.weight)
    return f"{m['sign']}评定 {low}分 .. {high}分"


def _before(m: Match, c: Clause) -> str:
    """Before a day: with or without that day."""
    year, month, number = (int(x) for x in re.findall("[0-9]+", m["d"]))
    try:
        earlier = date(year, month, number) - timedelta(days=1)
    except ValueError:
        return m["d"]
    return f"{m['d']}\n{earlier.isoformat()}"


_ROWS: Final[tuple[tuple[str, str, str | Callable[[Match, Clause], str]], ...]] = (
    ("weight in percent", rf"(?P<w>(?:权重|weight)[ ]*{_N})[ ]?[%％]", "{w}"),
    # targets
    ("target met", rf"(?:{_UP})[ ]?(?P<a>{_A})(?:及?以上)?(?:的|，|,){{0,2}}(?:{_ALL}){_ELSE}", "目标 ≥ {a}"),
    (
        "target met",
        rf"(?:{_DOWN})[ ]?(?P<a>{_A})(?:及?以[下内])?(?:的|，|,){{0,2}}(?:{_ALL}){_ELSE}",
        "目标 ≤ {a}",
    ),
    (
        "target met",
        rf"(?P<x>{_WORD})[ ]?(?:{_UP})[ ]?(?P<a>{_A})(?:及?以上)?(?:的|，|,){{0,2}}(?:{_ALL}){_ELSE}",
        "取 {x}；目标 ≥ {a}",
    ),
    (
        "target met",  # where steps follow, the points named are the full marks that they are taken from
        rf"(?P<x>{_WORD})[ ]?(?P<s>{_THAN})[ ]?(?P<a>{_A})(?:的|，|,){{0,2}}得{_N}分(?=[，,；;][^\n]{{0,40}}扣)",
        lambda m, c: f"取 {m['x']}；目标 {SIGN[m['s']]} {m['a']}",
    ),
    (
        "if else",
        rf"(?P<x>{_WORD})[ ]?(?P<s>{_THAN})[ ]?(?P<a>{_A})(?:的|，|,){{0,2}}得(?P<n>{_N})分{_ELSE}",
        lambda m, c: f"计分 若 {m['x']} {SIGN[m['s']]} {m['a']} 则 {m['n']} 否则 0",
    ),
    (
        "target alone",
        rf"(?P<s>{_UP}|{_DOWN})[ ]?(?P<a>{_N}[ ]?[%％])[ ]{{0,3}}(?=$|[；;，,])",
        lambda m, c: (
            f"{'target' if m['s'][0].isascii() and m['s'][0].isalpha() else '目标'} {SIGN[m['s']]} {m['a']}"
        ),
    ),
    (
        "target value",
        rf"目标值[ ]?(?P<s>{_UP}|{_DOWN})[ ]?(?P<a>{_A})",
        lambda m, c: f"目标 {SIGN[m['s']]} {m['a']}",
    ),
    (
        "target direction",
        rf"目标(?:值)?[ ]?[为是：:]?[ ]?(?P<a>{_A})(?![0-9%(（-]|[ ]?以)",
        "目标 ≥ {a}\n目标 ≤ {a}",
    ),
    ("target direction", rf"target(?: of)?[ ]+(?P<a>{_N}[ ]?%)", "target >= {a}\ntarget <= {a}"),
    # an effect and its condition
    (
        "condition after",
        rf"(?P<t>{_THAN})[ ]?(?P<a>{_A})(?:的|时|者)?{_GAP}(?P<effect>{_NOTHING}|{_ALL}|扣[除减]?{_N}分)",
        _beyond,
    ),
    (
        "condition after",
        rf"(?P<t>below|under|less than)[ ](?P<a>{_A})[ ,]*(?:no points|zero|0 points)",
        "zero when {measure} < {a}",
    ),
    (
        "condition after",
        rf"(?P<what>(?!其他|其余|否则){_WORD}的?){_GAP}(?P<effect>不得分|得0分|一票否决){_END}",
        _in_case,
    ),
    (
        "condition after",
        rf"(?P<what>(?:如|若|凡)?(?:发生|出现|存在|发现|有){_WORD}的?){_GAP}(?P<effect>[扣加]{_N}分){_END}",
        _in_case,
    ),
    # steps
    ("percent of target", rf"每(?P<s>低|高)于?目标值?的?[ ]?(?P<a>{_N}[ ]?[%％])", "每{s}目标的{a}"),
    ("percent of target", rf"每(?P<s>低|高)于?目标值?[ ]?(?P<a>{_N}[ ]?个?百分点)", "每{s}{a}"),
    ("option in brackets", rf"[，,]?[（(](?P<i>不足{_A}[^（()）\n]{{0,20}})[）)]", "，{i}"),
    ("cap", rf"(?:累计)?(?:最多|最高|至多)(?:不超过)?扣(?:除)?[ ]?(?P<n>{_N})分?", "至多{n}分"),
    ("each step", r"for (?:each|every)", "per"),
    ("each step", r"每个月(?=[ ]?[扣加当，,])", "每月"),
    # what is counted
    (
        "counted thing",
        rf"每再?(?:发生|出现|有|存在|发现|查实|接到|缺少?)?[ ]?(?P<n>一|1|{_N})?[ ]?(?P<unit>{_UNIT})"
        rf"(?P<what>[^扣加\d，,；;（(\n]{{0,20}}){_CHARGE}",
        _counted,
    ),
    (
        "counted thing",
        rf"(?P<what>{_WORD})每(?:增加|多)?(?P<n>1|一|{_N})(?P<unit>{_UNIT}){_CHARGE}",
        _counted,
    ),
    (
        "counted thing",
        rf"(?P<sign>扣|加)(?P<points>{_N})分?[ ]?[/／每](?P<n>)(?P<what>)(?P<unit>{_UNIT})",
        _counted,
    ),
    # bands
    (
        "band interval",
        rf"(?P<ls>≥|>=|>|大于等于|大于|不低于|高于)[ ]?(?P<low>{_A})[ ]?(?:且|并且|，|,|、|and)?[ ]?"
        rf"(?P<hs>{_UPPER})[ ]?(?P<high>{_A})",
        _between,
    ),
    (
        "band interval",
        rf"(?P<low>{_A})[ ]?(?P<ls>≤|<=|<)[ ]?{_WORD}[ ]?(?P<hs>≤|<=|<)[ ]?(?P<high>{_A})",
        _between,
    ),
    (
        "band interval",
        rf"(?P<low>{_A})[ ]?[（(](?P<lm>不?含)[^）)]{{0,8}}[）)]{_DASH}(?P<high>{_A})"
        rf"(?:[（(](?P<hm>不?含)[^）)]{{0,8}}[）)])?",
        _marked,
    ),
    (
        "band interval",
        rf"(?P<low>{_A})(?P<lm>){_DASH}(?P<high>{_A})[（(](?P<hm>不?含)[^）)]{{0,8}}[）)]",
        _marked,
    ),
    (
        "band sign",
        rf"(?P<s>{_SAID})[ ]?(?P<a>{_A})(?=[ ]{{0,3}}[:：，,得])",
        lambda m, c: f"{SIGN[m['s']]} {m['a']}",
    ),
    (
        "band points",
        rf"(?<=[\w%％)）])[ ]?(?:[，, ]?得[ ]?|[，,][ ]?)(?P<n>{_N})分(?=[ ]{{0,3}}$)",
        "：{n}分",
    ),
    # formulas
    ("formula", r"(?:本项|指标|该项)?得分[ ]?[=＝：:][ ]?(?P<e>[^；;\n。]{1,80})", _formula),
    (
        "share",
        rf"(?P<x>{_WORD})[ ]?[×xX*][ ]?(?:本项|指标|该项|权重)?(?:分值|权重分|权重|满分|标准分|分)",
        "按比例 {x}",
    ),
    (
        "share",
        r"按(?:实际)?(?:完成)?(?:比例|完成率|完成情况比例)(?:得分|计分|给分|折算|赋分|扣分)",
        "按比例 {measure}",
    ),
    ("full marks", rf"满分[ ]?{_N}分?[，,；;]?", ""),
    ("deadline before", rf"(?P<d>{_DAY})[ ]?(?:之前|以前|前|及以前)", _before),
    (
        "by judgement",
        rf"[^，,；;：:\n]{{0,8}}酌情(?P<sign>[扣加]?)(?:给|打)?分?[ ]?(?P<n>{_N})?分?(?:[-~～至](?P<h>{_N})分?)?",
        _judged,
    ),
    ("column bound", rf"(?:至多|up to)[ ]+(?P<x>(?![0-9]){_WORD})(?=[ ]{{0,3}}(?:$|\"|精确))", "≤ {x}"),
)
TABLE: Final = tuple(Phrase(why, re.compile(pattern, re.MULTILINE), right) for why, pattern, right in _ROWS)
