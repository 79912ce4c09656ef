"""How documents are set: numbering, headings, inclusion in brackets, percentages in words, decimals to keep."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from rubricc.dsl.phrasebook.ends import marks, said
from rubricc.dsl.phrasebook.pieces import AMOUNT, NUMBER, SIGN, THAN_WORD, WORD, Clause, Match, Row, known
from rubricc.dsl.printer.words import decimal
from rubricc.dsl.slips import chinese_number

_DIGIT: Final = "零〇一二两三四五六七八九十百"
_STRICT: Final = {">": "≥", "<": "≤", "＞": "≥", "＜": "≤"}
_PLACES: Final = {"零": 0, "一": 1, "两": 2, "二": 2, "三": 3, "四": 4}


def _hundredth(m: Match, c: Clause) -> str:
    """百分之九十五, 千分之五."""
    number = m["n"] if m["n"][0].isdigit() else chinese_number(m["n"])
    if not number:
        return m[0]
    if m["of"] == "万":
        return f"{decimal(Fraction(number.replace('_', '').rstrip('.')) / 100)}%"
    return f"{number}%" if m["of"] == "百" else _thousandth(number)


def _thousandth(number: str) -> str:
    """5‰ is 0.5%."""
    return f"{decimal(Fraction(number.replace('_', '').rstrip('.')) / 10)}%"


def _inclusive(m: Match, c: Clause) -> str:
    """≥95%（含）, >95%（含）, >95%（不含）."""
    included = (said(m["m"], m["a"], m["a"]) or {}).get(m["a"])
    if included is None or (not included and m["s"] not in _STRICT):
        return m[0]  # another number, or two things at once
    return f"{_STRICT.get(m['s'], m['s']) if included else m['s']}{m['a']}"


def _kept(m: Match, c: Clause) -> str:
    """保留两位小数: what points are rounded to anyway goes without saying; any other grid is a setting of the table."""
    places = _PLACES[m["n"]] if m["n"] in _PLACES else int(m["n"])
    grid = f"0.{'0' * (places - 1)}1" if places else "1"
    return "" if places == 2 else f"（评分表开头…）得分 到 {grid} 四舍五入"


def _compared(m: Match, c: Clause) -> str:
    """当 接通率低于95%: the sign in words was read as a part of the name."""
    return f"{known(m['x'], c)} {SIGN[m['s']]} {m['a']}"


def _numbered(m: Match, c: Clause) -> str:
    """1、接通率≥95%; in a formula, (投诉数 × 1), it is a number."""
    return "" if re.search(r"(?:^|[：:；;。，,、\n])[ ]*$", m.string[: m.start()]) else m[0]


def _within(m: Match, c: Clause) -> str:
    """80% ≤ 接通率 < 90%: two comparisons."""
    low = "≥" if "=" in m["ls"] or m["ls"] == "≤" else ">"
    return f"{known(m['x'], c)} {low} {m['low'].strip()} 且 {known(m['x'], c)} {m['hs']} {m['high']}"


_START: Final = r"(?<![\w)）%％,，.] )(?<![\w)）%％,，.])"  # where a clause may start
_WHOLE: Final = r"(?:该|本|此)?(?:项|指标|项指标)?(?:权重分?|分值|满分|标准分|总分|得分|分数|分)?的?"
_NUMBERED: Final = (
    rf"(?:[（(](?:[0-9]{{1,2}}|[{_DIGIT}]{{1,3}})[）)]|[0-9]{{1,2}}(?:[、．]|\.(?![0-9])|[)）])"
    rf"|[{_DIGIT}]{{1,3}}、|第[{_DIGIT}]{{1,3}}[，,、])"
)
ROWS: Final[tuple[Row, ...]] = (
    (
        "numbering",
        r"[①-⑳][ ]*",
        lambda m, c: "" if re.search(r"[：:；;。\n][ ]*$", m.string[: m.start()]) else "；",
    ),
    ("numbering", rf"{_START}{_NUMBERED}[、，,]?[ ]*(?=[^\s\d])", _numbered),
    (
        "heading of a cell",
        rf"{_START}(?:评分|评价|扣分|计分|考核|打分|赋分)(?:标准|细则|办法|方法|规则|说明|方式)[ ]?[：:][ ]*",
        "",
    ),
    (
        "until zero said",
        rf"(?:直至|直到|至)?(?:扣完|扣光|扣至[0零]分?|扣到[0零]分?){_WHOLE}(?:为止|即止|止)?(?=[ ]*(?:$|[；;，,。]))",
        "扣完为止",
    ),
    ("percent in words", rf"(?P<of>百|千|万)分之(?P<n>[{_DIGIT}]+|{NUMBER})", _hundredth),
    ("percent in words", rf"(?P<n>{NUMBER})[ ]?‰", lambda m, c: _thousandth(m["n"])),
    (
        "end in brackets",
        rf"(?P<s>≥|>=|≤|<=|>|<|＞|＜)[ ]?(?P<a>{AMOUNT})(?=[ ]?[（(]){marks('m')}(?![ ]?[（(])",
        _inclusive,
    ),
    (
        "decimals kept",
        r"[，,；;]?[ ]?(?:该项|本项|指标|计算|最终|最后){0,3}(?:得分|结果|分数|总分)?(?:按|均)?(?:四舍五入)?[，,后]?"
        rf"(?:保留|精确到|取到?)(?:小数点后|到)?(?P<n>[0-4]|[{''.join(_PLACES)}])位(?:小数)?(?:[，,]?(?:按)?四舍五入)?"
        r"(?=[ ]*(?:$|[；;，,。]))",
        _kept,
    ),
    (
        "day as a length",
        rf"(?<![月0-9-])(?P<n>{NUMBER})[ ]?个?(?:自然)?日(?![期均常后前])(?:内|之内|以内)?",
        "{n}天",
    ),
    (
        "condition said",
        rf"(?:(?<=[当且或若中(（])|(?<=[当且或若中] ))(?P<low>{AMOUNT})[ ]?(?P<ls>≤|<=|<)[ ]?(?P<x>{WORD})[ ]?"
        rf"(?P<hs>≤|<=|<)[ ]?(?P<high>{AMOUNT})",
        _within,
    ),
    (
        "condition said",
        rf"(?<=[当且或若中(（ ])(?P<x>(?![0-9]){WORD})(?P<s>{THAN_WORD})[ ]?(?P<a>{AMOUNT})"
        r"(?=[ ]*(?:$|[；;，,。)）]|且|或|扣|加|则))",
        _compared,
    ),
)
