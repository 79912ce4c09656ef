"""Phrases that charge per occurrence beyond a number, per quarter or year, and as a part of the weight."""

from __future__ import annotations

from typing import Final

from rubricc.dsl.phrasebook.pieces import (
    CHARGE,
    END,
    NUMBER,
    UNIT,
    WORD,
    Clause,
    Match,
    Row,
    quoted,
    starting,
)
from rubricc.dsl.slips import chinese_number

_COUNT: Final = rf"(?P<n>{NUMBER}|[一二两三四五六七八九十]+)[ ]?(?P<unit>{UNIT})"
_EACH: Final = rf"(?:每|则每)(?:再)?(?:增加|发生|出现|增|多|超过|超出|超|加)?(?:一|1)?[ ]?(?:{UNIT})"
_OVER: Final = r"(?:的|后|以上|部分|，|,|[ ]){0,3}"
_PART: Final = r"(?:该|本|此)?(?:项指标|指标|项)?(?:权重分值?|权重分?|分值|满分|标准分)"


def _number(said: str) -> str:
    return said if said[0].isdigit() else chinese_number(said)


def _thing(m: Match, c: Clause) -> str:
    what = (m["what"] or "").strip(" 的")
    return starting(what, c) if what else "次数"


def _beyond(m: Match, c: Clause) -> str:
    """超过3次的，每增加1次扣0.5分: what is counted, and from what number on."""
    n, first = _number(m["n"]), m.groupdict().get("k")
    if not n or (first and not (n.isdigit() and _number(first) == str(int(n) + 1))):
        return m[0]  # 3次以内不扣分，第5次起: nothing is said of the fourth
    return f"每高1{m['unit']}（{_thing(m, c)}，{n}{m['unit']}）{m['sign']}{m['points']}分"


def _from(m: Match, c: Clause) -> str:
    """三次以上每次扣0.5分: from the third on, from the fourth on, or all of them."""
    n, thing, charge = _number(m["n"]), _thing(m, c), f"{m['sign']}{m['points']}分"
    if not n.isdigit():
        return m[0]
    first = f"每高1{m['unit']}（{thing}，{int(n) - 1}{m['unit']}）{charge}"
    return f"{first}\n每高1{m['unit']}（{thing}，{n}{m['unit']}）{charge}\n每（{thing}）{charge} 当 {thing} ≥ {n}"


def _of_period(m: Match, c: Clause) -> str:
    """每季度未按时报送扣1分: how many quarters it was is a count."""
    period = m["period"].removeprefix("个").removesuffix("度") + (
        "度" if m["period"].endswith("季度") else ""
    )
    count = {"季度": "季度数", "季": "季度数", "半年": "半年数", "年": "年数", "周": "周数"}[period]
    what = m["what"].strip("的有")
    return f"每（{quoted(what + count) if what else count}）{m['sign']}{m['points']}分"


def _group(m: Match, c: Clause) -> str:
    """加分项（最高5分）："""
    name = m["x"].strip()
    if not c.top:
        return f"封顶 {m['n']}分"
    if m["t"][0] in "扣减":
        return f"扣分组 {name or '扣分'} 不低于 -{m['n']}分："
    return f"加分组 {name or '加分'} 至多{m['n']}分："


ROWS: Final[tuple[Row, ...]] = (
    (
        "beyond a number",
        rf"(?P<what>(?![0-9每]){WORD})?(?:不超过|在)?{_COUNT}(?:以内|以下|之内|（含）以内|及以内|及以下)?(?:的|，|,)*(?:不扣分|不扣)"
        rf"[，,；;][ ]?(?:(?:超过|超出|多于)(?:的|部分|(?P=n)(?:{UNIT}))?"
        rf"|从?第(?P<k>[0-9]+|[二三四五六七八九十]+)(?:{UNIT})(?:起|开始))"
        rf"{_OVER}{_EACH}{CHARGE}",
        _beyond,
    ),
    (
        "beyond a number",
        rf"(?P<what>(?![0-9每]){WORD})?(?:超过|超出|多于|大于)[ ]?{_COUNT}{_OVER}{_EACH}{CHARGE}",
        _beyond,
    ),
    (
        "from a number on",
        rf"(?P<what>(?![0-9每]){WORD})?{_COUNT}及?以上(?:的|，|,|[ ]){{0,3}}{_EACH}{CHARGE}",
        _from,
    ),
    (
        "period counted",
        rf"每(?:一|1)?(?P<period>个?季度|个?季|个?半年|个?年度?|个?周)(?P<what>(?!滚存|结转)[^\W\d扣加]{{0,16}}){CHARGE}{END}",
        _of_period,
    ),
    (
        "part of the weight",
        rf"(?P<sign>扣|加)(?:除|减)?[ ]?{_PART}的?[ ]?(?P<p>{NUMBER})[ ]?[%％]",
        "{sign}权重的{p}%",
    ),
    (
        "part of the weight",
        rf"(?P<sign>扣|加)(?:除|减)?[ ]?(?P<p>{NUMBER})[ ]?[%％](?:的)?(?:{_PART})?(?:的分)?(?=[ ]*(?:$|[；;，,。]))",
        "{sign}权重的{p}%",
    ),
    (
        "part of the weight",
        rf"按(?:{_PART})?的?(?P<p>{NUMBER})[ ]?[%％](?P<sign>扣|加)(?:除|减)?分?(?=[ ]*(?:$|[；;，,。]))",
        "{sign}权重的{p}%",
    ),
    (
        "no limit",
        r"(?<=分)[ ]?[，,；;][ ]?(?:加分)?(?:上不封顶|不封顶|不设上限|不设限|无上限|上不限)(?=[ ]*(?:$|[；;。]))",
        "，至多…分",
    ),
    (
        "group said",
        r"(?P<t>加分项目?|附加分|奖励分|奖励项|扣分项目?|减分项)[ ]?(?P<x>[^\d（(：:，,\n]{0,12}?)[ ]?[（(，,]?"
        rf"(?:最高|最多|至多|不超过|上限)(?:加|扣|为|不超过)?[ ]?(?P<n>{NUMBER})分[)）]?[ ]?[：:]?[ ]*$",
        _group,
    ),
)
