"""Phrases of the rows of a table: intervals in words, signs in words, points without a colon."""

from __future__ import annotations

from typing import Final

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


def _between(m: Match, c: Clause) -> str:
    """≥90%且<95%, 90%≤接通率<95%."""
    low = "[" if SIGN[m["ls"]] in "≥≤" else "("
    return f"{low}{m['low']}，{m['high']}{']' if SIGN[m['hs']] == '≤' else ')'}"


def _marked(m: Match, c: Clause) -> str:
    """90%（含）至95%: the end that says nothing is the start of the next band."""
    low = "(" if m["lm"] == "不含" else "["
    return f"{low}{m['low']}，{m['high']}{']' if m['hm'] == '含' else ')'}"


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
        rf"(?P<low>{AMOUNT})[ ]?[（(](?P<lm>不?含)[^）)]{{0,8}}[）)]{DASH}(?P<high>{AMOUNT})"
        rf"(?:[（(](?P<hm>不?含)[^）)]{{0,8}}[）)])?",
        _marked,
    ),
    (
        "band interval",
        rf"(?P<low>{AMOUNT})(?P<lm>){DASH}(?P<high>{AMOUNT})[（(](?P<hm>不?含)[^）)]{{0,8}}[）)]",
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
