"""Bands of a number, said in one sentence: 90%以上得满分，80%-90%得8分，80%以下不得分."""

from __future__ import annotations

import re
from typing import Final

from attrs import evolve

from rubricc.dsl.phrasebook.ends import Band, Meeting, marks, meetings, said, size
from rubricc.dsl.phrasebook.parts import ENDS, GIVES, LINK, MARK, POINTS, Sentence, given, in_a_row
from rubricc.dsl.phrasebook.pieces import (
    AMOUNT,
    DASH,
    NUMBER,
    SIGN,
    THAN,
    UNIT,
    Clause,
    Match,
    declared_as,
    known,
    of_weight,
)

_BETWEEN: Final = (
    r"(?P<points>(?:按|采用)?(?:(?:线性|直线)?(?:插值|内插)法?|线性|直线|比例)(?:计算)?(?:得分|计分)?)"
)
_FORMULA: Final = (  # 得分=权重×满意度/90%, 按权重×满意度/90%计分
    r"(?:分[ ]*)?(?:[=＝][ ]*(?P<formula>[^；;，,\n。=＝]{2,60})"
    r"|按[ ]?(?P<counted>[^；;，,\n。=＝]{1,40}[×xX*/÷][^；;，,\n。=＝]{1,40}?)(?:计算得分|计算|计分|得分|给分))"
)
_NAMED: Final = (
    rf"(?:如|若)?(?P<x>(?![0-9]|在|为|处于|介于|达到|每|扣|加|得|是|否|当|目标|期限|(?:{THAN}|达)[ ]?[0-9])"
    r"(?:(?!扣)[\w「」]){1,20}?)?(?<!不)(?:在|为|达到|处于|介于)?[：: ]*+"
)
_OPEN: Final = frozenset({"between", "share"})  # points that the bands beside it say
_LOWER: Final = r"(?P<ls>≥|>=|>|大于等于|大于|不低于|不少于|高于|超过)"
_UPPER: Final = r"(?P<hs>≤|<=|<|小于等于|小于|不高于|不超过|低于|不足)"
_ALSO: Final = "[ ]?(?:且|并且|但|，|,|、)?[ ]?"
_TURNED: Final = {"≤": "≥", "<=": "≥", "<": ">"}  # of 80% ≤ X
_WITHIN: Final = "(?:之间|范围内|区间)?"


def band_patterns(
    gives: str, said: str, amount: str = rf"{AMOUNT}(?:分(?!钟))?"
) -> tuple[re.Pattern[str], ...]:
    """One pattern for each way to say a band: what is in it, the band, what it gives."""
    low, high = f"(?P<a>{amount}){marks('la')}", f"(?P<b>{amount}){marks('lb')}"
    forms = (
        rf"{low}{DASH}(?P<b>{amount}){_WITHIN}{marks('lb')}",
        rf"{_LOWER}[ ]?{low}{_ALSO}{_UPPER}[ ]?{high}",
        rf"{_UPPER}[ ]?{high}{_ALSO}{_LOWER}[ ]?{low}",
        rf"(?P<a>{amount})[ ]?(?P<ls>≤|<=|<)[ ]?[\w「」]{{1,20}}?[ ]?(?P<hs>≤|<=|<)[ ]?(?P<b>{amount})",
        rf"{low}[ ]?(?P<and>及|及其|或)?(?P<over>以上|以下|以内)[ ]?{marks('lb')}",
        rf"(?P<s>{THAN}|达)[ ]?{low}(?:及?以[上下内])?{marks('lb')}",
        rf"(?:=|＝|等于)?[ ]?(?P<equal>{amount})",
        r"(?P<rest>其他|其余|其它|否则)",
    )
    ends = r"(?:(?<=[^0-9.])|(?![0-9.]))"  # 89%8分 is two figures, 89.5分 one
    return tuple(re.compile(MARK + said + form + ends + gives) for form in forms)


_BANDS: Final = band_patterns(
    f"{LINK}{GIVES}(?:{POINTS}|{_BETWEEN.replace('points', 'between')}|{_FORMULA}){ENDS}", _NAMED
)
# another part, with a number of its own, that is not understood: nothing is left out
_MORE: Final = re.compile(
    rf"[，,；;、 ]*+(?:[^；;\n]{{0,12}}[0-9]+[ ]?[%％]"
    rf"|{_NAMED.replace('?P<x>', '?:')}[0-9][^，,；;\n扣加]{{0,30}}(?:得|计|给)[ ]?[0-9])"
)


def bands(text: str, start: int, clause: Clause) -> Sentence | None:
    parts, end = in_a_row(text, start, _BANDS)
    groups = [m.groupdict() for m in parts]
    if sum(not g.get("rest") for g in groups) < 2:
        return None
    names = {g["x"] for g in groups if g.get("x") and g["x"] not in ("其中", "得分")}
    if len(names) > 1:
        return None
    read = [_band(m, _points(m)) for m in parts]
    found = [evolve(b, low=_bare(b.low), high=_bare(b.high)) for b in read if b is not None]
    if len(found) < len(read) or any(b.points in _OPEN and not (b.low and b.high) for b in found):
        return None
    if any(g.get("equal") for g in groups[1:]) and not any(b.low or b.high for b in found[1:]):
        return None
    if len(found) == 2 and not ({found[0].low, found[0].high} & {found[1].low, found[1].high}) - {""}:
        if not _nested(found):
            return None  # two sentences, with a stretch between them that they do not speak of
    if _MORE.match(text, end):
        return None
    measure = known(names.pop(), clause) if names else clause.measure
    return _said(Sentence(start, end, "", "bands said"), measure, found, clause)


def _said(whole: Sentence, measure: str, found: list[Band], clause: Clause) -> Sentence:
    """The rows of bands; where a number may be that of two of them, one way for each."""
    found = [_topmost(b, found) for b in _counted(_cut(found), _whole(measure, found, clause))]
    met = meetings(found)
    asked = [m for m in met if m.owner == "asked"]
    if asked:
        ways = [
            _either(measure, found, [evolve(m, owner=who) if m in asked else m for m in met], clause)
            for who in ("upper", "lower")
        ]
        return whole._replace(ways=tuple(ways), why="ends asked")
    if any(b.points == "share" for b in found):
        ways = [_as(found, met, measure, how, clause) for how in ("between", "share", "part")]
        return whole._replace(ways=tuple(dict.fromkeys(ways)), why="share asked")
    return whole._replace(
        right="\n".join([f"按 {measure}：", *_rows(found, met, clause)]), ends=_given(found, met)
    )


def _rows(found: list[Band], met: list[Meeting], clause: Clause) -> list[str]:
    rows = [f"{_pattern(b, _owned(found, i, met))}：{_value(found, i, clause)}" for i, b in enumerate(found)]
    if not any(b.rest for b in found) and all(b.low and size(b.low) for b in found):
        rows.append("其他：0分")  # said in the note
    return rows


def _given(found: list[Band], met: list[Meeting]) -> str:
    """Which band each of the numbers was given that two may claim."""
    owners = [(m.value, m.lower if m.owner == "lower" else m.upper) for m in met if m.open]
    return "；".join(f"{value} → {_pattern(found[i], _owned(found, i, met))}" for value, i in owners)


def _as(found: list[Band], met: list[Meeting], measure: str, how: str, clause: Clause) -> str:
    """按比例得分 between two bands: a straight line, a part of the weight, or of what the weight is given for."""

    def read(band: Band) -> Band:
        part = f"权重 × {measure}" + (f" / {band.high}" if how == "part" and band.high != "100%" else "")
        return (
            evolve(band, points="between" if how == "between" else part) if band.points == "share" else band
        )

    return " / ".join([f"按 {measure}：", *_rows([read(b) for b in found], met, clause)])


def _either(measure: str, found: list[Band], met: list[Meeting], clause: Clause) -> str:
    """One way to read a sentence, in one line, so that both can stand one under the other."""
    points = [b.points for b in found]
    if len(found) > 2 or any("评判" in p for p in points):
        return " / ".join([f"按 {measure}：", *_rows(found, met, clause)])
    upper, lower = (
        "权重" if points[i] == "满分" else points[i].removesuffix("分") for i in (met[0].upper, met[0].lower)
    )
    sign = "≥" if met[0].owner == "upper" else ">"
    return f"计分 若 {measure} {sign} {met[0].value} 则 {upper} 否则 {lower}"


def rows_of(parts: list[Match], results: list[str]) -> tuple[list[str], str] | None:
    """The rows of bands that give results of any kind, and whose the numbers are at which two of them meet."""
    read = [_band(m, result) for m, result in zip(parts, results, strict=True)]
    found = _cut([b for b in read if b is not None])
    if len(found) < len(read):
        return None
    met = meetings(found)
    rows = [f"{_pattern(b, _owned(found, i, met))}：{b.points}" for i, b in enumerate(found)]
    return rows, _given(found, met)


def _points(m: Match) -> str:
    g = m.groupdict()
    formula = g.get("formula") or g.get("counted")
    if between := g.get("between"):
        return "between" if re.search("线性|直线|插|内", between) else "share"
    return of_weight(formula) if formula else given(m)


def _band(m: Match, points: str) -> Band | None:
    """A part as a band; None where its parentheses do not speak of its ends."""
    g = m.groupdict()
    if g.get("rest"):
        return Band(points=points)
    if g.get("equal"):
        return Band(g["equal"].strip(), g["equal"].strip(), True, True, points)
    low, high = g["a"].strip(), (g.get("b") or "").strip()
    first = said(g.get("la"), low, low, high or low)
    last = said(g.get("lb"), high or low, low, high or low)
    if first is None or last is None:
        return None
    marked = first | last
    if any(marked[end] != first[end] for end in first):
        return None
    if g.get("over"):
        included = marked.get(low, True if g["and"] or g["over"] == "以内" else None)
        if g["over"] == "以上":
            return Band(low=low, low_in=included, points=points)
        return Band(high=low, high_in=included, points=points)
    if g.get("s"):
        sign = SIGN.get(g["s"], "≥")
        included = sign in "≥≤"
        if included and marked.get(low) is False:
            return None  # 不低于90%（不含）
        included = marked.get(low, included)
        return (
            Band(low=low, low_in=included, points=points)
            if sign in "≥>"
            else Band(high=low, high_in=included, points=points)
        )
    low_in, high_in = marked.get(low), marked.get(high)
    if g.get("ls"):
        with_low, with_high = _TURNED.get(g["ls"]) or SIGN[g["ls"]], SIGN[g["hs"]]
        if (with_low == "≥" and low_in is False) or (with_high == "≤" and high_in is False):
            return None
        low_in = low_in if low_in is not None else with_low == "≥"
        high_in = high_in if high_in is not None else with_high == "≤"
    unit = re.sub(NUMBER, "", high).strip()
    if unit and re.fullmatch(NUMBER, low) and not re.fullmatch(f"{UNIT}|分", unit):
        low += unit  # 5-10天
    if size(low) > size(high):
        low, high, low_in, high_in = high, low, high_in, low_in
    return Band(low, high, low_in, high_in, points)


def _bare(amount: str) -> str:
    """A score that is measured has no unit: 90分以上."""
    return amount.removesuffix("分").rstrip()


def _topmost(band: Band, found: list[Band]) -> Band:
    """100%得5分 above all the others: more than all of it is no less."""
    if not band.one or band.low != "100%" or any(size(b.low or b.high) > 100 for b in found if not b.rest):
        return band
    return evolve(band, high="")


def _nested(found: list[Band]) -> bool:
    """90%以上得10分，80%以上得8分: the first that applies."""
    return all(b.low and not b.high for b in found) or all(b.high and not b.low for b in found)


def _cut(found: list[Band]) -> list[Band]:
    """Bands that lie in one another, each up to where the next begins."""
    lows = [b.low for b in found if b.low and not b.one]
    highs = [b.high for b in found if b.high and not b.one]
    up = [b for b in found if b.low and not b.high]
    down = [b for b in found if b.high and not b.low]

    def cut(band: Band) -> Band:
        if len(up) > 1 and band in up:
            return evolve(band, high=min((x for x in lows if size(x) > size(band.low)), key=size, default=""))
        if len(down) > 1 and band in down:
            return evolve(
                band, low=max((x for x in highs if size(x) < size(band.high)), key=size, default="")
            )
        return band

    return [cut(band) for band in found]


def _whole(measure: str, found: list[Band], clause: Clause) -> bool:
    """Whether what is measured is a whole number."""
    kind = declared_as(measure, clause)
    units = {re.sub(NUMBER, "", end).strip() for b in found for end in (b.low, b.high) if end} - {""}
    return kind in ("计数", "count") or (
        not kind and bool(units) and all(re.fullmatch(UNIT, u) for u in units)
    )


def _counted(found: list[Band], whole: bool) -> list[Band]:
    """4-5件 beside 5件以上 are whole numbers, so it has both its ends; 80-89分 below 90分以上 goes up to 90."""

    def counted(band: Band) -> Band:
        if not band.low or not band.high or band.one:
            return band
        above = next((b.low for b in found if b.low and size(b.low) == size(band.high) + 1), "")
        below = any(b.high and size(b.high) == size(band.low) - 1 for b in found)
        if whole and (above or below):
            return evolve(band, low_in=band.low_in is not False, high_in=band.high_in is not False)
        if above and band.high_in is None and size(band.high).denominator == 1:
            return evolve(band, high=above, high_in=False)
        return band

    return [counted(band) for band in found]


def _owned(found: list[Band], i: int, met: list[Meeting]) -> tuple[bool, bool]:
    """Whether the ends of a band belong to it: by what it meets there, else as said, else they do."""
    band = found[i]
    low = [m.owner in ("upper", "asked") for m in met if m.upper == i]
    high = [m.owner in ("lower", "asked") for m in met if m.lower == i]
    return (
        all(low) if low else band.low_in is not False,
        all(high) if high else band.high_in is not False,
    )


def _pattern(band: Band, owned: tuple[bool, bool]) -> str:
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


def _value(bands: list[Band], i: int, clause: Clause) -> str:
    """The points of a band; between two bands, a straight line from the one to the other."""
    band = bands[i]
    if band.points not in _OPEN:
        return band.points

    def beside(value: str) -> str:
        near = [b.points for b in bands if b is not band and value and value in (b.low, b.high)]
        return {"满分": f"{clause.weight}分"}.get(near[0], near[0]) if near else "0分"

    return f"线性 {beside(band.low)} .. {beside(band.high)}"
