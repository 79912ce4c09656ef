"""What people write for a word of the language: the table that `mistakes` looks in.

A word stands for a terminal, or for the first of several that could stand where it was found. Only what can mean
nothing else is here; the printer and the scanner never read it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Final

from rubricc.grammar.keywords import KEYWORDS, canonical

OR_MORE: Final[Mapping[str, str]] = {  # after a number and `or`, in the first words of a row
    "more": ">=", "above": ">=", "higher": ">=", "over": ">=",
    "less": "<=", "below": "<=", "lower": "<=", "under": "<=",
}  # fmt: skip
SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    # how much, how far
    "最多": ("UP_TO", "AT_MOST"), "最高": ("UP_TO", "AT_MOST"), "上限": ("UP_TO", "AT_MOST"),
    "最少": ("AT_LEAST",), "最低": ("AT_LEAST",), "不少于": ("GE", "AT_LEAST"), "不低于": ("GE",), "至少": ("GE",),
    "不高于": ("LE", "AT_MOST"), "不超过": ("LE", "UP_TO"), "不大于": ("LE",), "不小于": ("GE",),
    "大于等于": ("GE",), "小于等于": ("LE",), "不等于": ("NE",), "大于": ("GT",), "小于": ("LT",), "等于": ("EQ",),
    "高于": ("GT",), "低于": ("LT",), "超过": ("GT", "ABOVE"), "达到": ("GE",), "为": ("EQ",),
    "降": ("BELOW",), "降低": ("BELOW",), "下降": ("BELOW",), "少": ("BELOW",), "差": ("BELOW",), "底": ("BELOW",),
    "减少": ("BELOW",),
    "升高": ("ABOVE",), "超出": ("ABOVE",), "超支": ("ABOVE",), "增长": ("ABOVE",), "提高": ("ABOVE",),
    "上升": ("ABOVE",),    "增加": ("ABOVE",), "超": ("ABOVE",), "记": ("COUNTED",),
    "推迟": ("LATE",), "拖延": ("LATE",), "滞后": ("LATE",), "超期": ("LATE",), "延误": ("LATE",),
    "逾期": ("LATE",), "延期": ("LATE",), "晚": ("LATE",), "个月": ("MONTH",), "乘以": ("TIMES",),
    # what happens
    "扣除": ("DEDUCT",), "扣减": ("DEDUCT",), "减": ("DEDUCT",), "加分": ("ADD",), "一票否决": ("ZERO",),
    "零分": ("ZERO",), "不扣完": ("UNTIL_ZERO",), "直到扣完": ("UNTIL_ZERO",), "如果": ("WHEN", "IF"), "若": ("WHEN",),
    "或者": ("OR",), "并且": ("AND",), "而且": ("AND",), "其它": ("OTHERWISE",), "到": ("_DOTDOT",),
    "至": ("_DOTDOT", "TO"),
    # kinds
    "整数": ("COUNT",), "次数": ("COUNT",), "数字": ("NUMBER_KIND",), "小数": ("NUMBER_KIND",),
    "评价等次": ("GRADES", "GRADE"), "评价等级": ("GRADES", "GRADE"), "评定等级": ("GRADES", "GRADE"),
    "等次": ("GRADES", "GRADE", "RATING"), "档次": ("GRADES", "GRADE"), "等级": ("RATING",),
    "百分数": ("PERCENT_KIND",), "比例": ("PERCENT_KIND",), "时间": ("DURATION_KIND",), "枚举": ("ONE_OF",),
    "integer": ("COUNT",), "int": ("COUNT",), "float": ("NUMBER_KIND",), "decimal": ("NUMBER_KIND",),
    "percentage": ("PERCENT_KIND",), "boolean": ("YES_NO",), "bool": ("YES_NO",), "enum": ("ONE_OF",),
    "amount": ("MONEY_KIND",), "time": ("DURATION_KIND",),
    # English
    "subtract": ("DEDUCT",), "minus": ("DEDUCT",), "max": ("UP_TO", "AT_MOST"), "maximum": ("UP_TO", "AT_MOST"),
    "min": ("AT_LEAST",), "minimum": ("AT_LEAST",), "start": ("START_AT",), "under": ("BELOW",), "over": ("ABOVE",),
    "every": ("PER",), "if": ("WHEN",), "goal": ("TARGET",), "veto": ("ZERO",), "is": ("EQ",), "months": ("MONTH",),
}  # fmt: skip

SYMBOLS: Final[Mapping[str, tuple[str, str]]] = {
    "=>": ("GE", ">="), "=<": ("LE", "<="), "<>": ("NE", "!="), ":=": ("EQ", "="), "：=": ("EQ", "="),
}  # fmt: skip
_SIGNS: Final = {
    "GE": (">=", "≥"), "LE": ("<=", "≤"), "GT": (">", ">"), "LT": ("<", "<"), "EQ": ("=", "="), "NE": ("!=", "≠"),
    "_DOTDOT": ("..", ".."),
}  # fmt: skip
_LONGEST: Final = max(map(len, SYNONYMS))
_DIGITS: Final = "零一二三四五六七八九"


def synonym(text: str, at: int, expected: frozenset[str]) -> tuple[str, str] | None:
    """The word at `at` that people write for one that could stand there, and that one."""
    word = re.compile(r"[A-Za-z]+").match(text, at)
    candidates = [word[0]] if word else [text[at : at + k] for k in range(_LONGEST, 0, -1)]
    for candidate in candidates:
        for terminal in SYNONYMS.get(candidate, ()):
            if terminal in expected:
                return candidate, form(terminal, not candidate.isascii())
    return None


def form(terminal: str, chinese: bool) -> str:
    """How a terminal is written."""
    return _SIGNS[terminal][chinese] if terminal in _SIGNS else canonical(terminal, chinese)


def near(word: str, expected: frozenset[str]) -> str:
    """The keyword that could stand where a word stands that is nearly it; empty where none is."""
    words = [
        w
        for t in sorted(expected)
        if t in KEYWORDS
        for forms in KEYWORDS[t]
        for w in forms
        if w != f"不{word}" and word != f"不{w}"
    ]
    turned = [
        w for w in words if len(word) > 2 and sorted(w) == sorted(word)
    ]  # two letters the wrong way round
    found = turned or difflib.get_close_matches(word, words, 1, 0.75) or _one_off(word, words)
    return found[0] if found and found[0] != word else ""


def _one_off(word: str, words: list[str]) -> list[str]:
    """清但 for 清单: the Chinese word with one character wrong, where it is the only one."""
    if word.isascii() or len(word) < 2:
        return []
    alike = {
        w for w in words if len(w) == len(word) and sum(a != b for a, b in zip(w, word, strict=True)) == 1
    }
    return list(alike) if len(alike) == 1 else []


def chinese_number(text: str) -> str:
    """九十五 as 95, for what stands before a unit; empty for anything else."""
    text = text.replace("两", "二").replace("〇", "零")
    match = re.fullmatch(rf"([{_DIGITS}]?)(十?)([{_DIGITS}]?)", text)
    if match is None or not text or (not match[2] and len(text) > 1):
        return "100" if text in ("百", "一百") else ""
    tens, ten, ones = match.groups()
    if not ten:
        return str(_DIGITS.index(text))
    return str((_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0))
