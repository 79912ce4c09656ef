"""Bands of a number, said in one sentence: 90%以上得满分，80%-90%得8分，80%以下不得分."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from attrs import frozen

from rubricc.dsl.phrasebook.parts import ENDS, GIVES, LINK, MARK, POINTS, Sentence, given, in_a_row
from rubricc.dsl.phrasebook.pieces import AMOUNT, DASH, NUMBER, SIGN, THAN, Clause, Match, known, of_weight

_BETWEEN: Final = (
    r"(?P<points>(?:按|采用)?(?:(?:线性|直线)?(?:插值|内插)法?|线性|直线|比例)(?:计算)?(?:得分|计分)?)"
)
_FORMULA: Final = (  # 得分=权重×满意度/90%, 按权重×满意度/90%计分
    r"(?:分[ ]*)?(?:[=＝][ ]*(?P<formula>[^；;，,\n。=＝]{2,60})"
    r"|按[ ]?(?P<counted>[^；;，,\n。=＝]{1,40}[×xX*/÷][^；;，,\n。=＝]{1,40}?)(?:计算得分|计算|计分|得分|给分))"
)
_INCL: Final = r"(?:[（(](?P<{0}>不?含)[^（()）\n]{{0,8}}[)）])?"


_NAMED: Final = (
    r"(?:如|若)?(?P<x>(?![0-9]|在|为|处于|介于|达到|每|扣|加|得|是|否|当|目标|期限)"
    r"(?:(?!扣)[\w「」]){1,20}?)?(?<!不)(?:在|为|达到|处于|介于)?[ ]*+"
)


def band_patterns(gives: str, said: str, amount: str = AMOUNT) -> tuple[re.Pattern[str], ...]:
    """One pattern for each way to say a band: what is in it, the band, what it gives."""
    forms = (
        rf"(?P<a>{amount}){_INCL.format('la')}{DASH}(?P<b>{amount}){_INCL.format('lb')}",
        rf"(?P<ls>≥|>=|>|大于等于|大于|不低于|高于|超过)[ ]?(?P<a>{amount})[ ]?(?:且|并且|但|，|,|、)?[ ]?"
        rf"(?P<hs>≤|<=|<|小于等于|小于|不高于|不超过|低于|不足)[ ]?(?P<b>{amount})",
        rf"(?P<a>{amount})[ ]?(?P<ls>≤|<=|<)[ ]?[\w「」]{{1,20}}?[ ]?(?P<hs>≤|<=|<)[ ]?(?P<b>{amount})",
        rf"(?P<a>{amount})[ ]?{_INCL.format('la')}[ ]?(?:及|及其)?(?P<over>以上|以下|以内)[ ]?{_INCL.format('lb')}",
        rf"(?P<s>{THAN}|达)[ ]?(?P<a>{amount})(?:及?以[上下内])?",
        rf"(?:=|＝|等于)?[ ]?(?P<equal>{amount})",
        r"(?P<rest>其他|其余|其它|否则)",
    )
    return tuple(re.compile(MARK + said + form + r"(?![0-9.])" + gives) for form in forms)


_BANDS: Final = band_patterns(
    f"{LINK}{GIVES}(?:{POINTS}|{_BETWEEN.replace('points', 'between')}|{_FORMULA}){ENDS}", _NAMED
)


@frozen
class _Band:
    """One part: its ends with whether each belongs to it (None: not said), and its points."""

    low: str = ""
    high: str = ""
    low_in: bool | None = None
    high_in: bool | None = None
    points: str = ""


def bands(text: str, start: int, clause: Clause) -> Sentence | None:
    parts, end = in_a_row(text, start, _BANDS)
    groups = [m.groupdict() for m in parts]
    if sum(not g.get("rest") for g in groups) < 2:
        return None
    names = {g["x"] for g in groups if g.get("x") and g["x"] not in ("其中", "得分")}
    if len(names) > 1:
        return None
    bands = [_band(m, _points(m)) for m in parts]
    if any(b.points == "between" and not (b.low and b.high) for b in bands):
        return None
    if any(g.get("equal") for g in groups[1:]) and not any(b.low or b.high for b in bands[1:]):
        return None
    if len(bands) == 2 and not ({bands[0].low, bands[0].high} & {bands[1].low, bands[1].high}) - {""}:
        return None  # two sentences, with a stretch between them that they do not speak of
    measure = known(names.pop(), clause) if names else clause.measure
    rows = [f"{_pattern(b, _owned(bands, i))}：{_value(bands, i, clause)}" for i, b in enumerate(bands)]
    if re.match(
        "[，,；;、 ]*[^；;\n]{0,12}[0-9]+[ ]?[%％]", text[end:]
    ):  # another part that is not understood
        return None
    if not any(g.get("rest") for g in groups) and all(b.low for b in bands):
        rows.append("其他：0分")  # said in the note
    return Sentence(start, end, "\n".join([f"按 {measure}：", *rows]), "bands said")


def rows_of(parts: list[Match], results: list[str]) -> list[str]:
    """The rows of bands that give results of any kind."""
    bands = [_band(m, result) for m, result in zip(parts, results, strict=True)]
    return [f"{_pattern(b, _owned(bands, i))}：{b.points}" for i, b in enumerate(bands)]


def _points(m: Match) -> str:
    g = m.groupdict()
    formula = g.get("formula") or g.get("counted")
    return "between" if g.get("between") else of_weight(formula) if formula else given(m)


def _band(m: Match, points: str) -> _Band:
    g = m.groupdict()
    if g.get("rest"):
        return _Band(points=points)
    if g.get("equal"):
        return _Band(g["equal"].strip(), g["equal"].strip(), True, True, points)
    inclusive = {"含": True, "不含": False, None: None}
    low, high = g["a"].strip(), (g.get("b") or "").strip()
    if g.get("over"):
        said = inclusive[g.get("la") or g.get("lb")]
        return (
            _Band(low=low, low_in=said, points=points)
            if g["over"] == "以上"
            else _Band(high=low, high_in=said, points=points)
        )
    if g.get("s"):
        sign = SIGN.get(g["s"], "≥")
        if sign in "≥>":
            return _Band(low=low, low_in=sign == "≥", points=points)
        return _Band(high=low, high_in=sign == "≤", points=points)
    low_in, high_in = inclusive[g.get("la")], inclusive[g.get("lb")]
    if g.get("ls"):
        low_in, high_in = (
            SIGN.get(g["ls"], g["ls"]) in "≥≤>=<=" and g["ls"] not in "<>大于高于超过",
            g["hs"] not in "<小于低于不足",
        )
    if "%" in high and "%" not in low:
        low += "%"
    if _size(low) > _size(high):
        low, high, low_in, high_in = high, low, high_in, low_in
    return _Band(low, high, low_in, high_in, points)


def _size(amount: str) -> Fraction:
    number = re.match(NUMBER, amount)
    return Fraction(number[0].replace("_", "").rstrip(".")) if number else Fraction(0)


def _owned(bands: list[_Band], i: int) -> tuple[bool, bool]:
    """Whether the ends of a band belong to it: as said; else an end that two share is that of the first of them."""

    def owns(value: str, said: bool | None) -> bool:
        if said is not None:
            return said
        others = [
            (j, mine)
            for j, b in enumerate(bands)
            for end, mine in ((b.low, b.low_in), (b.high, b.high_in))
            if j != i and end and _size(end) == _size(value)
        ]
        if any(mine is not None for _, mine in others):
            return not any(mine for _, mine in others)
        return all(j > i for j, _ in others)

    band = bands[i]
    return owns(band.low, band.low_in), owns(band.high, band.high_in)


def _pattern(band: _Band, owned: tuple[bool, bool]) -> str:
    low_in, high_in = owned
    if band.low and band.low == band.high:
        return band.low
    if band.low and band.high:
        return f"{'[' if low_in else '('}{band.low}，{band.high}{']' if high_in else ')'}"
    if band.low:
        return f"{'≥' if low_in else '>'} {band.low}"
    if band.high:
        return f"{'≤' if high_in else '<'} {band.high}"
    return "其他"


def _value(bands: list[_Band], i: int, clause: Clause) -> str:
    """The points of a band; between two bands, a straight line from the one to the other."""
    band = bands[i]
    if band.points != "between":
        return band.points

    def beside(value: str) -> str:
        near = [b.points for b in bands if b is not band and value and value in (b.low, b.high)]
        return {"满分": f"{clause.weight}分"}.get(near[0], near[0]) if near else "0分"

    return f"线性 {beside(band.low)} .. {beside(band.high)}"
