"""The parts of a sentence that has several: what links them, the points that each gives, and reading them in a row."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from rubricc.dsl.phrasebook.pieces import DASH, NUMBER, Match

REACH: Final = 600
# Blanks are taken whole (*+): one run that several parts of a pattern could share out takes minutes to refuse.
MARK: Final = (
    r"[ ]*+(?:[①-⑳]|[（(][0-9一二三四五六七八九十]{1,2}[)）]|[0-9]{1,2}[.、)）](?![0-9])"
    r"|[一二三四五六七八九十]{1,3}、)?[ ]*+"
)
LINK: Final = r"(?:的|时|者|之间|间|范围内|内|，|,|：|:|[ ]){0,4}"
GIVES: Final = r"(?:(?:则)?(?:(?:该|本|此)(?:项指标|指标|项)?)?(?:可|则)?(?:得|计|记|给|加|为)?[ ]*+)"
POINTS: Final = (
    rf"(?P<points>满分|全分|一半|(?P<low_end>{NUMBER})[ ]?分?{DASH}(?P<high_end>{NUMBER})[ ]?分"
    rf"|{NUMBER}[ ]?分|不得分|零分|(?<=[得给计]){NUMBER}[ ]?[%％](?:的?(?:分值|权重分?|满分|分))?)"
)
ENDS: Final = r"[ ]*+(?=$|[，,；;。、\n])"
_SEPARATOR: Final = re.compile(r"[ ]*+(?:[，,；;、][ ]*+(?:\n[ ]*+)?|\n[ ]++)(?=[^\s])")


class Sentence(NamedTuple):
    """A sentence of a document: where it stands, the rows that it becomes, and why (a word of `prose/phrases.py`).

    `ends` says of each number at which two bands meet which of them it was given; where there is more than one way to
    read the sentence they are `ways`, and there are no rows."""

    start: int
    end: int
    right: str
    why: str
    ends: str = ""
    ways: tuple[str, ...] = ()


def in_a_row(text: str, start: int, patterns: tuple[re.Pattern[str], ...]) -> tuple[list[Match], int]:
    """One part after the other from an offset, and where the last one ends."""
    found: list[Match] = []
    at = end = start
    while at < min(len(text), start + REACH):
        match = next((m for m in (p.match(text, at) for p in patterns) if m is not None), None)
        if match is None:
            break
        found.append(match)
        end = match.end()
        gap = _SEPARATOR.match(text, end)
        if gap is None:
            break
        at = gap.end()
    return found, end


def plain(points: str) -> str:
    points = points.replace(" ", "").replace("％", "%")
    if "%" in points:
        return f"权重的{points[: points.index('%')]}%"
    return {"不得分": "0分", "零分": "0分", "全分": "满分"}.get(points, points)


def given(m: Match) -> str:
    if m["low_end"]:
        return f"评判 {m['low_end']}分 .. {m['high_end']}分"
    return plain(m["points"])
