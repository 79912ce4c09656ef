"""What an undeclared name probably is: an expression that was read as one name.

Chinese is written without spaces, so a condition can be taken for a name: 投诉数大于3, 未按时完成. The answer is that
expression as the language writes it, or nothing; only names that the file declares, and numbers, stand in it. What is
called as a function may be one of a spreadsheet.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from rubricc.dsl.model import Scope

_NEGATED: Final = re.compile("^(?:未能?|没有|没|无|不)")
_MEAN: Final = re.compile("^(?:月平均|月均|年均|平均|每月平均)")
_SUM: Final = re.compile("^(?:全年累计|全年|年度|累计|合计|总)")
_JOINTS: Final = ("且", "或", "其中", "当")


def expression(name: str, scope: Scope) -> str:
    """The expression that a name stands for, where its parts are declared; empty where none is seen."""
    for word in reversed(_JOINTS):
        left, found, right = name.partition(word)
        if found and left and right:
            return f"{left} {word} {right}"
    for asked in ("不为空", "为空"):
        if len(name) > len(asked) and name.endswith(asked):
            return f"{name.removesuffix(asked)} {asked}"
    of = [field.name for field in scope.fields.values() if name in field.kind.labels]
    if len(of) == 1:  # 级别 = 优 或 良
        return f"{of[0]} = {name}"
    return _compared(name, scope) or _negated(name, scope) or _gathered(name, scope) or _percent(name)


def _compared(name: str, scope: Scope) -> str:
    """投诉数大于3."""
    from rubricc.dsl.phrasebook.pieces import SIGN, THAN_WORD

    for match in re.finditer(f"(?:{THAN_WORD})", name):
        left, right = name[: match.start()], name[match.end() :]
        if left in scope.names() and (right in scope.names() or re.fullmatch("[0-9][0-9_]*", right)):
            return f"{left} {SIGN[match[0]]} {right}"
    return ""


def _negated(name: str, scope: Scope) -> str:
    """未按时完成, 无制度 where 按时完成, 有制度 are yes or no."""
    bare = _NEGATED.sub("", name)
    for positive in (bare, f"有{bare}", f"已{bare}", f"是否{bare}") if bare != name else ():
        field = scope.fields.get(positive)
        if field is not None and field.kind.family == "yesno":
            return f"非 {positive}"
    return ""


def _gathered(name: str, scope: Scope) -> str:
    """月均满意率, 全年受理量 where 满意率, 受理量 are columns of a table."""
    for pattern, function in ((_MEAN, "平均"), (_SUM, "合计")):
        bare = pattern.sub("", name)
        for column in (bare, f"月{bare}") if bare != name else ():
            field = scope.fields.get(column)
            block = scope.blocks.get(field.block) if field is not None else None
            if block is not None and block.is_table:
                return f"{function}({column})"
    return ""


def _percent(name: str) -> str:
    """百分之九十五, 万分之五."""
    from rubricc.dsl.printer.words import decimal
    from rubricc.dsl.slips import chinese_number

    part = re.fullmatch("([百千万])分之(.+)", name)
    number = chinese_number(part[2]) if part is not None else ""
    return f"{decimal(Fraction(number) / _PARTS[part[1]])}%" if part is not None and number else ""


_PARTS: Final = {"百": 1, "千": 10, "万": 100}
_SHEETS: Final = {
    "if": "if 如果",
    "lookup": "ifs lookup vlookup xlookup switch choose",
    "round": "round 四舍五入 舍入 保留",
    "round up": "roundup ceiling ceil 向上取整 进一",
    "round down": "rounddown floor int trunc 向下取整 取整数 去尾",
    "mean": "average avg 平均值 均值 平均数 求平均",
    "sum if": "sumif sumifs",
    "count if": "countif countifs",
    "mean if": "averageif averageifs",
    "sum": "sum 求和 总和 总计",
    "count": "count counta 个数 数量 件数",
    "max": "max 最大值 取大",
    "min": "min 最小值 取小",
    "rank": "rank",
    "abs": "abs 绝对值",
    "and": "and 并且",
    "or": "or 或者",
    "not": "not",
    "months": "datedif",
    "workdays": "networkdays",
}
_OF_SHEETS: Final = {name: word for word, names in _SHEETS.items() for name in names.split()}


def of_sheet(name: str) -> str:
    """The word of `prose/phrases.py` for a function of a spreadsheet; empty for any other."""
    word = _OF_SHEETS.get(name.lower(), "")
    return f"<sheet {word}>" if word else ""
