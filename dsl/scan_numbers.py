"""Numbers with their units, dates and months, as the scanner reads them; and what looks like one and is refused.

A number and its unit are one token. What would silently mean something else (80%-90%, 2020-7-1), what is not exact
(1e5) and what is no ASCII digit is refused here, with the text that was probably meant.
"""

from __future__ import annotations

import re
from collections.abc import Container

from rubricc.dsl.diagnostics.model import Diagnostic, Edit, Fix, diagnose
from rubricc.dsl.source import Source, Span
from rubricc.grammar.keywords import UNITS

MAX_DIGITS = 20


class ScanError(Exception):
    """Text that is no token; carries its finding."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


def unit_pattern() -> str:
    """Any unit, the longest first. What follows is asked once for all: a pattern is compiled at every start."""
    words = sorted((w for group in UNITS.values() for w in group), key=len, reverse=True)
    english = [w for w in words if re.fullmatch("[a-z ]+", w)]
    spelled, others = (
        "|".join(map(re.escape, group)) for group in (english, [w for w in words if w not in english])
    )
    return rf"[ ]?(?:{spelled})(?![A-Za-z0-9_])|(?:{others})|[ ](?:{others}){_ALONE}"


_ALONE = r"(?=\W|[扣加计按当至的每不内部]|$)"  # 「1 分」 as copied from a PDF, but not the 秒 of 10 秒接通率
_UNIT = unit_pattern()
UNIT_TERMINAL = {w: terminal for terminal, group in UNITS.items() for w in group}
_NUMBER = re.compile(rf"([0-9][0-9_]*(?:\.[0-9]+)?)({_UNIT})?")
_EXPONENT = re.compile(r"[0-9][0-9_.]*[eE][+-]?[0-9]+(?![A-Za-z_])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}(?![0-9-])|[0-9]{4}年[0-9]{1,2}月")
_LOOSE_DATE = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?![0-9.])")
_DASH_RANGE = re.compile(
    rf"([0-9][0-9_.]*(?:{_UNIT})?)[ ]*[-–—~～][ ]*([0-9][0-9_.]*(?:%|％))(?![ ]*[*×/÷])|"
    rf"([0-9][0-9_.]*(?:%|％))[ ]*[-–—~～][ ]*([0-9][0-9_.]*)|"
    r"([0-9][0-9_.]*)[ ]*[–—~～][ ]*([0-9][0-9_.]*)"
)
_ROW_RANGE = re.compile(  # 0-50： a row that would be looked up under a difference of two numbers
    rf"([0-9][0-9_.]*(?:{_UNIT})?)[ ]*[-–—~～][ ]*([0-9][0-9_.]*(?:{_UNIT})?)(?=[ ]*[:：])"
)
_THOUSANDS = re.compile(  # 最大(1,000，5): no second number starts with 0; a row 1,200： is no list of two
    r"[0-9]{1,3}((?:[,，][0-9]{3})+)(?![0-9])(?=([ ]*[:：])?)"
)
_FACTOR = re.compile(r"(?:\btimes|乘)[ ]*\Z")  # what follows is a number, never a range


def number(source: Source, at: int, accepted: Container[str]) -> tuple[str, int]:
    """The terminal of the literal at a digit, and where it ends."""
    text = source.text
    for pattern, terminal in ((_DATE, "DATE_LITERAL"), (_MONTH, "MONTH_LITERAL")):
        match = pattern.match(text, at)
        if match:
            return terminal, match.end()
    match = _LOOSE_DATE.match(text, at)
    if match:
        span = Span(source, at, match.end())
        date = f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
        raise ScanError(diagnose("RB1008", span, written=match[0], date=date, fix=Fix((Edit(span, date),))))
    before = text[max(0, at - 100) : at].rpartition("\n")[2]  # no farther: a long line costs no more
    match = None if _FACTOR.search(before) else _DASH_RANGE.match(text, at)
    if match is None and not before.strip():
        match = _ROW_RANGE.match(text, at)
    if match:
        low, high = (part for part in match.groups() if part)
        span = Span(source, at, match.end())
        written = f"{low}, {high}" if at and text[at - 1] in "[【(（" else f"{low} .. {high}"
        raise ScanError(
            diagnose("RB1007", span, written=match[0], range=written, fix=Fix((Edit(span, written),)))
        )
    match = _EXPONENT.match(text, at)
    if match:
        raise ScanError(diagnose("RB1010", Span(source, at, match.end()), number=match[0][:40]))
    match = _NUMBER.match(text, at)
    if match is None:  # a digit, but not an ASCII one
        wide = re.compile(r"\d+").match(text, at)
        end = wide.end() if wide else at + 1
        span = Span(source, at, end)
        if wide is None:
            raise ScanError(diagnose("RB1020", span, character=text[at]))
        plain = str(int(wide[0])) if len(wide[0]) <= MAX_DIGITS else "0"
        plain = plain.rjust(len(wide[0]), "0")
        raise ScanError(
            diagnose(
                "RB0007", span, digits=wide[0][:40], plain=plain, fix=Fix((Edit(span, plain),), safe=True)
            )
        )
    if sum(c.isdigit() for c in match[1]) > MAX_DIGITS:
        raise ScanError(diagnose("RB1009", Span(source, at, match.end(1)), limit=MAX_DIGITS))
    thousands = None if match[2] else _THOUSANDS.match(text, at)
    if thousands and (thousands[1][1:2] == "0" or (not before.strip() and thousands[2])):
        span = Span(source, at, thousands.end())
        right = re.sub("[,，]", "_", thousands[0].rstrip())
        raise ScanError(diagnose("RB1027", span, word=span.text, near=right, fix=Fix((Edit(span, right),))))
    unit = (match[2] or "").strip()
    end = match.end()
    terminal = UNIT_TERMINAL[unit] if unit else "NUMBER"
    if terminal not in accepted and "NAME" in accepted:
        word = re.compile(r"\w+").match(text, at)
        if word and word.end() > end:  # 10秒接通率 where only a name may stand
            span = Span(source, at, word.end())
            raise ScanError(
                diagnose(
                    "RB1014",
                    span,
                    name=word[0],
                    reading=f"{text[at:end]} {text[end : word.end()]}",
                    fix=Fix((Edit(span, f"「{word[0]}」"),), safe=True),
                )
            )
    return terminal, end
