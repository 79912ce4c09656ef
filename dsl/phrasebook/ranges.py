"""Targets that are a range: 在90%-110%之间得满分, 控制在±5%以内; and those that are said to be within a number."""

from __future__ import annotations

import re
from typing import Final

from rubricc.dsl.phrasebook.pieces import ALL, AMOUNT, DASH, ELSE, NUMBER, WORD, Clause, Match, Row, measured


def _of(said: str, c: Clause) -> str:
    """取 X； unless the indicator measures it already, by its name or the start of it."""
    return "" if c.measure.startswith(said) else measured(said, c)


def _range(m: Match, c: Clause) -> str:
    """完成率在90%-110%之间得满分, 偏差率控制在±5%以内."""
    low = m["a"] if "a" in m.groupdict() else f"-{m['b']}"
    unit = re.sub(NUMBER, "", m["b"]).strip()
    if unit and re.fullmatch(NUMBER, low.strip()):
        low = low.strip() + unit  # 5-10天
    return f"{_of(m['x'] or '', c)}目标 {low.strip()} .. {m['b'].strip()}" + ("；每偏离" if m["past"] else "")


_OVER: Final = r"(?:及?以上)?(?:的|，|,|[ ]){0,3}"
_PAST: Final = rf"(?P<past>[，,；;][ ]?每(?:超过|超出|超)(?=[ ]?{NUMBER}))?"  # what lies outside of the range
_RANGE: Final = r"(?:之间|范围之?内|区间|以内|之内|内)?"
ROWS: Final[tuple[Row, ...]] = (
    (
        "range said",
        rf"(?P<x>(?![0-9]){WORD})?(?:控制|保持)?(?:在|为|介于|处于)?[ ]?(?P<a>{AMOUNT}){DASH}(?P<b>{AMOUNT}){_RANGE}"
        rf"{_OVER}(?:{ALL}){ELSE}{_PAST}",
        _range,
    ),
    (
        "range said",
        rf"(?P<x>(?![0-9]){WORD})?(?:控制|保持)?(?:在|为|不超过)?[ ]?(?:正负|±)[ ]?(?P<b>{AMOUNT}){_RANGE}{_OVER}"
        rf"(?:(?:{ALL}){ELSE}|(?=[，,；;][ ]?每)){_PAST}",
        _range,
    ),
    (
        "range said",
        rf"目标(?:值)?[ ]?(?:为|是|在)?[ ]?(?P<x>)(?P<a>{AMOUNT}){DASH}(?P<b>{AMOUNT}){_RANGE}"
        rf"(?![ ]?[-年月0-9]){_PAST}",
        _range,
    ),
    ("range said", rf"目标[ ]?(?:为|在)?[ ]?(?P<x>)(?:正负|±)[ ]?(?P<b>{AMOUNT}){_RANGE}{_PAST}", _range),
    (
        "target met",
        rf"(?P<x>{WORD})(?:控制|保持)?在[ ]?(?P<a>{AMOUNT})(?:以内|之内|以下){_OVER}(?:{ALL}){ELSE}",
        lambda m, c: f"{_of(m['x'], c)}目标 ≤ {m['a']}",
    ),
    ("target value", rf"目标(?:值)?[ ]?(?:为|在)?[ ]?(?P<a>{AMOUNT})(?:以内|之内)", "目标 ≤ {a}"),
    (
        "either side said",
        r"每(?:超出|超过|高于|高出|低于|不足|[上下]浮)或(?:者)?(?:低于|不足|少于|超出|超过|高于|高出|[上下]浮)"
        rf"(?=[ ]?{NUMBER})"
        rf"|每(?:上下)?(?:浮动|波动|偏差|相差|增减)(?=[ ]?{NUMBER})",
        "每偏离",
    ),
)
