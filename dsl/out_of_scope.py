"""What the language leaves out, by the words that authors reach for: each attempt gets its own sentence (RB2012).

Logarithm, power, text building, the clock, loops, balances carried from period to period, limits that indicators
share: none of them can be redone by hand from one file and one set of facts, and each has a way around. So have
periods other than months, and other currencies.
"""

from __future__ import annotations

import re
from typing import Final

from rubricc.dsl.diagnostics.model import Diagnostic, diagnose
from rubricc.dsl.source import Span

_WORDS: Final = {
    "logarithm": "log ln lg log2 log10 logarithm 对数 自然对数 常用对数",
    "power": "pow power exp sqrt square root cube 乘方 幂 平方 立方 开方 平方根 开平方 次方 指数函数",
    "clock": "now today 今天 今日 现在 当前日期 当前时间 当天 系统日期 系统时间 当年 今年 本年",
    "text building": "concat join 拼接 连接 合并文字 文本 字符串",
    "loop": "for while foreach loop 循环 遍历 逐个 递归 recursion",
    "balance": "balance carry carried rollover 余额 累计余额 滚存 滚动余额 结转 滚存结余 累计结余 "
    "结转结余 上年结转 结转下年 年末余额",
    "quota": "quota 额度 剩余额度 共用额度 共享额度 可用额度 限额 总额度",
}
_FEATURES: Final = {word: feature for feature, words in _WORDS.items() for word in words.split()}
_BARE: Final = frozenset(
    {
        *("now", "today", "今天", "今日", "现在", "当前日期", "当前时间", "系统日期", "系统时间"),
        *("累计余额", "滚存结余", "累计结余", "剩余额度", "共用额度", "共享额度"),
    }
)
_REACH: Final = 60  # characters to either side of where the parser stopped
_TEXT = '["“][^"”\\n]*["”]'
_WRITTEN: Final = {
    "power": r"\^|\*\*|[²³√∛]",
    "clock": r"(?:(?i:now|today)|今天|今日|现在|当前日期|当前时间|系统日期)\s*[(（][ ]*[)）]",
    "text building": rf"(?:拼接|连接|concat)[ ]*[(（]|{_TEXT}[ ]*[+&＋]|[+&＋][ ]*{_TEXT}",
    "loop": r"\b(?:for|foreach)[ ]+\w+[ ]+in\b|\b(?:foreach|while|loop)\b|循环|遍历|对(?:于)?每(?:一)?个|逐个|重复执行",
    "balance": r"(?:每年|逐年|每月|逐月|每季度?)?(?:滚存|滚动结转|结转|滚动累计)(?:下年|下期|上年|上期)?",
    "period": r"(?<![A-Za-z_])by[ ]+(?:year|quarter|week|day)s?\b|按(?:年度|年|季度|季|周|日)(?=[ ]*(?:[0-9：:]|$))",
    "currency": r"(?:(?<=\bmoney )|(?<=金额 ))[ ]*(?:[A-Z]{3}\b|\w{0,4}(?:美元|欧元|英镑|日元|港元|港币|卢布)|[$€£])",
    "quota": r"(?:额度|限额|上限)[^；;\n]{0,24}(?:共用|共享|合用)|(?:共用|共享|合用)(?:额度|限额|上限)?",
}
_SIGNS: Final = {feature: re.compile(pattern) for feature, pattern in _WRITTEN.items()}


def of_function(span: Span, name: str) -> Diagnostic | None:
    """The finding for a function that there cannot be."""
    return _refused(_FEATURES.get(name.lower()), span)


def of_name(span: Span, name: str) -> Diagnostic | None:
    """The finding for an undeclared name that stands for what a rubric does not know."""
    if name.lower() in _BARE:
        return of_function(span, name)
    return _refused("power" if name[-1:] in ("²", "³") else None, span)


def of_text(line: Span, text: str, at: int) -> Diagnostic | None:
    """The finding for signs and words around an offset at which the parser stopped; `line` is its line."""
    for feature, pattern in _SIGNS.items():
        for match in pattern.finditer(text, max(line.start, at - _REACH), min(line.end, at + _REACH)):
            if match.start() <= at <= match.end():
                return _refused(feature, Span(line.source, match.start(), match.end()))
    return None


def _refused(feature: str | None, span: Span) -> Diagnostic | None:
    if feature is None:
        return None
    return diagnose("RB2012", span, feature=f"<{feature}>", instead=f"<instead of {feature}>")
