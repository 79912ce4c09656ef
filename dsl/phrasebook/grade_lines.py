"""The line of grades, as documents say it: 等级：优（90-100分）、良（80-90分）、中（60-80分）、差（60分以下）.

Grades are written by where each begins, from the best down. A line is read where every grade begins where the one
above it ends; a number of two grades is the better one's, and is named in the finding.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from typing import Final

from rubricc.dsl.phrasebook.parts import Sentence
from rubricc.dsl.phrasebook.pieces import DASH, NUMBER

_HEAD: Final = re.compile(r"[ ]*+等级[ ]*+[:：][ ]*+")
_WITH: Final = r"(?:[（(][ ]?含[ ]?(?:[0-9]+[ ]?分?[ ]?)?[）)])?"
_WITHOUT: Final = r"(?:[（(][ ]?不含[ ]?(?:[0-9]+[ ]?分?[ ]?)?[）)])?"
_PART: Final = re.compile(
    r"(?P<name>[^\W\d_]{1,12}?)[ ]*+[:：]?[ ]*+(?P<open>[（(\[【])?[ ]*+(?:总分|得分|总得分)?[ ]*+(?:为|在)?"
    rf"(?:(?P<low>{NUMBER})[ ]?分?{_WITH}{DASH}(?P<high>{NUMBER})[ ]?分?{_WITHOUT}"
    rf"|(?P<pair>{NUMBER})[ ]*[,，][ ]*(?P<pair_high>{NUMBER})"
    rf"|(?:≥|>=|不低于|达到)[ ]*(?P<least>{NUMBER})[ ]?分?(?:[ ]?[（(]含[）)])?(?:及?以上)?"
    rf"|(?P<from>{NUMBER})[ ]?分?{_WITH}(?:及|[（(]含[）)])?以上"
    rf"|(?P<below>{NUMBER})[ ]?分?{_WITHOUT}以下|(?:<|低于|不足|不到|小于)[ ]*(?P<less>{NUMBER})[ ]?分?)"
    r"[ ]*+(?(open)[ ]*+(?P<close>[）)\]】]))[ ]*+(?:[，,、；;。][ ]*+)?"
)
_SAID: Final = re.compile(r"含|≥|>=|不低于|达到|及以上")  # that a grade has the number it begins with


def grade_line(text: str, line: int, at: int) -> Sentence | None:
    """The line of grades from an offset, as the language writes it; None where its grades do not join."""
    head = _HEAD.match(text, line)
    if head is None or at < head.end():
        return None
    end = text.find("\n", line)
    end = len(text) if end < 0 else end
    parts, here = [], head.end()
    while here < end and (part := _PART.match(text, here, end)):
        parts.append(part)
        here = part.end()
    if here != end or len(parts) < 2:
        return None
    if (_upper(parts[0]) or Fraction(0)) < (_lower(parts[-1]) or Fraction(0)):
        parts.reverse()
    rows, shared = [], []
    for better, worse in pairwise(parts):
        low, high = _lower(better), _upper(worse)
        open_end = better["pair"] and better["open"] not in ("[", "【")
        if low is None or open_end or (high is not None and high not in (low, low - 1)):
            return None
        written = next(found for key in ("low", "pair", "least", "from") if (found := better[key]))
        rows.append(f"{better['name']} ≥ {written}")
        below = worse["less"] or "不含" in worse[0] or (worse["pair"] and worse["close"] in (")", "）"))
        if not (below or _SAID.search(better[0])):
            shared.append(f"{written} → {better['name']}")
    return Sentence(
        head.end(), end, "，".join((*rows, f"{parts[-1]['name']} 其他")), "grades said", "；".join(shared)
    )


def _lower(part: re.Match[str]) -> Fraction | None:
    return next(
        (Fraction(part[k].replace("_", "")) for k in ("low", "pair", "least", "from") if part[k]), None
    )


def _upper(part: re.Match[str]) -> Fraction | None:
    return next(
        (Fraction(part[k].replace("_", "")) for k in ("high", "pair_high", "below", "less") if part[k]), None
    )
