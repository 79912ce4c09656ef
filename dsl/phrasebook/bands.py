"""Phrases of the rows of a table: intervals in words, signs in words, points without a colon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rubricc.dsl.phrasebook.ends import marks, said
from rubricc.dsl.phrasebook.pieces import (
    AMOUNT,
    DASH,
    NUMBER,
    SIGN,
    THAN_WORD,
    UPPER,
    WORD,
    Clause,
    Match,
    Row,
)

_VALUE: Final = rf"{AMOUNT}(?:分(?!钟))?"
_REACH: Final = 1000  # characters to either side


def _between(m: Match, c: Clause) -> str:
    """≥90%且<95%, 90%≤接通率<95%."""
    low = "[" if SIGN[m["ls"]] in "≥≤" else "("
    return f"{low}{m['low']}，{m['high']}{']' if SIGN[m['hs']] == '≤' else ')'}"


def _marked(m: Match, c: Clause) -> str:
    """90%（含）至95%: the end that says nothing is the start of the next band; asked where no band starts there."""
    first, last = said(m["lm"], m["low"], m["low"], m["high"]), said(m["hm"], m["high"], m["low"], m["high"])
    if first is None or last is None or any(last.get(end, first[end]) != first[end] for end in first):
        return m[0]
    marked = first | last
    low = f"{'[' if marked.get(m['low'], True) else '('}{m['low']}，{m['high']}"
    if m["high"] in marked or any(m["high"] in re.findall(_VALUE, row) for row in _rows_around(m, c.whole)):
        return f"{low}{']' if marked.get(m['high']) else ')'}"
    return f"{low}]\n{low})"


def _rows_around(m: Match, text: str) -> Iterator[str]:
    """The other rows of the table that a row stands in: its neighbours with the same indentation."""
    before = text[max(0, m.start() - _REACH) : m.start()].split("\n")
    after = text[m.end() : m.end() + _REACH].split("\n")
    indent = len(before[-1]) - len(before[-1].lstrip(" "))
    for rows in (reversed(before[:-1]), after[1:]):
        for row in rows:
            if len(row) - len(row.lstrip(" ")) != indent:
                break
            yield re.split("[:：得]", row)[0]


ROWS: Final[tuple[Row, ...]] = (
    (
        "band interval",
        rf"(?P<ls>≥|>=|>|大于等于|大于|不低于|高于)[ ]?(?P<low>{AMOUNT})[ ]?(?:且|并且|，|,|、|and)?[ ]?"
        rf"(?P<hs>{UPPER})[ ]?(?P<high>{AMOUNT})",
        _between,
    ),
    (
        "band interval",
        rf"(?P<low>{AMOUNT})[ ]?(?P<ls>≤|<=|<)[ ]?{WORD}[ ]?(?P<hs>≤|<=|<)[ ]?(?P<high>{AMOUNT})",
        _between,
    ),
    (
        "band interval",
        rf"(?P<low>{_VALUE})(?=[ ]?[（(]){marks('lm')}{DASH}(?P<high>{_VALUE}){marks('hm')}(?![ ]?[（(])",
        _marked,
    ),
    (
        "band interval",
        rf"(?P<low>{_VALUE})(?P<lm>){DASH}(?P<high>{_VALUE})(?=[ ]?[（(]){marks('hm')}(?![ ]?[（(])",
        _marked,
    ),
    (
        "band sign",
        rf"(?P<s>{THAN_WORD})[ ]?(?P<a>{AMOUNT})(?=[ ]{{0,3}}[:：，,得])",
        lambda m, c: f"{SIGN[m['s']]} {m['a']}",
    ),
    (
        "band points",
        rf"(?<=[\w%％)）])[ ]?(?:[，,；;：: ]?得[ ]?|[，,][ ]?)(?P<n>{NUMBER})分(?=[ ]{{0,3}}$)",
        "：{n}分",
    ),
)
