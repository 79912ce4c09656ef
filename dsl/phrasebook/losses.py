"""Charges as sentences: 低于90%扣1分，低于80%扣2分; 未穿工作服的，每人次扣0.1分; 每低于95%一个百分点扣0.5分.

What is counted is looked for among the names of the file; what a document leaves open, whether a second bound charges
in place of the first or beside it, is asked.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from rubricc.dsl.phrasebook.ends import size
from rubricc.dsl.phrasebook.parts import ENDS, MARK, Sentence, in_a_row
from rubricc.dsl.phrasebook.pieces import (
    ALL,
    AMOUNT,
    CHARGE,
    ELSE,
    END,
    GAP,
    NOTHING,
    NUMBER,
    SIGN,
    THAN,
    UNIT,
    WORD,
    Clause,
    Match,
    Row,
    known,
    measured,
    quoted,
    starting,
)
from rubricc.dsl.printer.words import decimal

_PAST: Final = "低于|不足|未达到|达不到|少于|小于|不到|<|高于|超过|大于|超出|多于|>"
_BOUND: Final = re.compile(
    MARK
    + rf"(?:如|若)?(?P<x>(?![0-9]|每|扣|{_PAST}){WORD})?(?P<s>{_PAST})[ ]?(?P<a>{AMOUNT})(?:的|时|者)?{GAP}"
    rf"扣(?:除|减)?[ ]?(?P<n>{NUMBER})[ ]?分{ENDS}"
)


def charges(text: str, start: int, clause: Clause) -> Sentence | None:
    """低于90%扣1分，低于80%扣2分: the second in place of the first, or beside it."""
    parts, end = in_a_row(text, start, (_BOUND,))
    names = {m["x"] for m in parts if m["x"]}
    signs = {SIGN[m["s"]] for m in parts}
    if len(parts) < 2 or len(names) > 1 or len(signs) > 1:
        return None
    measure, sign = known(names.pop(), clause) if names else clause.measure, signs.pop()
    rows = sorted(parts, key=lambda m: size(m["a"]), reverse=sign == "<")
    within = {"<": "≥", ">": "≤"}[sign]
    instead, beside = [], []
    for m, after in zip(rows, [*rows[1:], None], strict=True):
        charge = f"扣{m['n']}分 当 {measure} {sign} {m['a']}"
        instead.append(charge + (f" 且 {measure} {within} {after['a']}" if after else ""))
        beside.append(charge if m is rows[0] else f"{charge} 可累计")
    return Sentence(start, end, "", "charged twice", ways=("；".join(instead), "；".join(beside)))


def _each(m: Match, c: Clause) -> str:
    """作业人员未穿工作服的，每人次扣0.1分; 缺岗扣0.5分/人次."""
    n = m.groupdict().get("n")
    every = "" if n in (None, "", "1", "一") else n + m["unit"]
    return f"每{every}（{starting(m['what'].strip(), c)}）{m['sign']}{m['points']}分"


def _earned(m: Match, c: Clause) -> str:
    """每提供一个类似业绩得2分: points for each of them are added."""
    return f"每（{starting(m['what'].strip(' 的'), c)}）加{m['points']}分"


def _below(m: Match, c: Clause) -> str:
    """合格率每低于100%一个百分点扣0.1分."""
    low = m["s"] == "低于"
    step = m["p"].replace("一", "1").replace(" ", "")
    target = f"{measured(m['x'] or '', c)}目标 {'≥' if low else '≤'} {m['a']}"
    return f"{target}；每{'低' if low else '高'}{step}{m['sign']}{m['points']}分"


def _part_done(m: Match, c: Clause) -> str:
    """完成任务得5分，未完成的按完成比例得分: the ratio, where one fact of the file is one."""
    ratios = [name for name in sorted(c.names) if re.search("(?:率|比例|比重)$", name)]
    named = [name for name in ratios if m["by"] and name.startswith(m["by"])]
    found = named or (ratios if c.measure not in c.names else [])
    return f"按比例 {quoted(found[0]) if len(found) == 1 else c.measure}"


def _of_measure(m: Match, c: Clause) -> str:
    """执行率=支出数/预算数×100%；得分=执行率×分值."""
    return f"按比例 {re.sub('[ ]*[×xX*][ ]*100[ ]?[%％]$', '', m['e'].strip())}"


def _promille(m: Match, c: Clause) -> str:
    """投诉率≤2‰得满分."""
    return f"{m['lead']}{decimal(Fraction(m['n'].replace('_', '').rstrip('.')) / 10)}%"


def _each_or_once(m: Match, c: Clause) -> str:
    """缺岗1人次扣0.5分: for each of them, or once."""
    name, charge = starting(m["what"].strip(), c), f"{m['sign']}{m['points']}分"
    return f"每（{name}）{charge}\n{charge} 当 {name} > 0"


ROWS: Final[tuple[Row, ...]] = (
    ("percent in words", rf"(?P<lead>[\w「」]{{1,20}}?(?:{THAN})[ ]?)(?P<n>{NUMBER})[ ]?‰", _promille),
    (
        "target met",
        rf"(?P<a>{AMOUNT})(?:之|以)?内[^\d，,；;：:\n扣加]{{0,12}}?(?:的|，|,)?(?:{ALL})"
        rf"(?:[，,；;][ ]?(?:超过|超出|超|逾期)(?:(?P=a))?(?:的|，|,)*(?:{NOTHING})|{ELSE})",
        "目标 ≤ {a}",
    ),
    (
        "said before",
        rf"(?P<x>[^，,；;：:\d\n扣加每得满]{{3,30}})[，,](?=[^，,；;：:\d\n扣加每得]{{2,30}}?的?[，,]?每一?(?:{UNIT})扣)",
        '说明 "{x}"；',
    ),
    (
        "each or once",
        rf"(?P<what>(?!每|第|如|若|发生|出现|有|缺少?|少)[^\W\d一][^ ，,；;：:\d\n每一]{{1,16}}?)(?:一|1)[ ]?"
        rf"(?P<unit>{UNIT}){CHARGE}{END}",
        _each_or_once,
    ),
    (
        "bound and step",
        rf"(?P<x>(?!每|目标){WORD})?每(?P<s>低于|高于|超过)[ ]?(?P<a>{NUMBER}[ ]?[%％])的?[ ]?"
        rf"(?P<p>(?:一|{NUMBER})[ ]?个百分点|{NUMBER}[ ]?[%％]){CHARGE}",
        _below,
    ),
    (
        "counted thing",
        rf"(?P<what>(?!目标|如|若|每)[^\W\d][^ ，,；;：:\d\n每]{{1,24}}?)的?[，,][ ]?每[ ]?(?P<n>一|1)?[ ]?"
        rf"(?P<unit>{UNIT}){CHARGE}",
        _each,
    ),
    (
        "counted thing",
        rf"(?P<what>(?!目标|如|若|每)[^\W\d][^ ，,；;：:\d\n每扣加]{{1,24}}?)的?[，,]?[ ]?"
        rf"(?P<sign>扣|加)(?P<points>{NUMBER})分?[ ]?[/／](?P<unit>{UNIT})(?![·\w])",
        _each,
    ),
    (
        "counted thing",
        rf"每(?:提供|具有|具备|获得|取得|通过|完成|有|增加)?(?:一|1)?(?P<unit>{UNIT})(?P<what>[^扣加得\d，,；;（(\n]{{1,20}})"
        rf"{GAP}得(?P<points>{NUMBER})[ ]?分",
        _earned,
    ),
    (
        "counted thing",  # 每条路街
        rf"(?P<what>(?!目标|如|若|每)[^\W\d][^ ，,；;：:\d\n每]{{1,24}}?)的?每(?P<n>一|1)?(?P<unit>{UNIT})"
        rf"[^\W\d扣加每]{{1,4}}{CHARGE}",
        _each,
    ),
    (
        "share",
        rf"[^\d，,；;：:。\n每≥≤<>]{{1,30}}?(?:的|，|,)?(?:得{NUMBER}分|得满分)[，,；;][ ]?"
        r"(?:未[^\d，,；;\n按]{1,8}|否则|其余|不足)的?[，,]?按(?P<by>[^\d，,；;\n比]{0,6})比例(?:得分|计分|给分|扣分|计算)?",
        _part_done,
    ),
    (
        "share",
        r"(?P<x>(?!目标|得分|总分)[\w「」]{1,20})[ ]*[=＝][ ]*(?P<e>[^；;，,\n。≥≤<>得]{3,60})[；;，,。][ ]?"
        r"(?:该|本|此)?(?:项指标|指标|项)?(?:实际)?得分值?[ ]?[=＝][ ]?(?P=x)[ ]?[×xX*][ ]?"
        r"(?:本项|指标|该项|权重|相应|对应)*(?:分值|权重分|权重|满分|标准分|分)",
        _of_measure,
    ),
)
