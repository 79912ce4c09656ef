"""Whether the end of a band belongs to it: what parentheses say of it, 80%-90%（含80%，不含90%）, and what is left open
where two bands meet.

以上、以下、以内 include the number and 超过、不满 do not (民法典 1259); a range says nothing of its ends. Where two
bands meet at a number that neither of them says, it belongs to the upper one, so that no reading hangs on the order in
which bands are written. Guarantees: a parenthesis that speaks of anything else is not understood, never left out.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from attrs import frozen

from rubricc.dsl.phrasebook.pieces import AMOUNT, NUMBER

_SAYS: Final = r"(?:均|都|两端均?)?(?:不(?:包)?含|不包括|包含|包括|含)"
_OF: Final = (
    rf"(?:本数|本级|该值|端点|两端(?:值|点)?|上下限|(?:{AMOUNT}分?(?:[、和及与，,][ ]?(?=[0-9]))?)+)?"
)
_SAID: Final = re.compile(rf"(?P<says>{_SAYS})[ ]?(?P<of>{_OF})")


def marks(name: str) -> str:
    """A pattern for parentheses that say what is included: （含）, （含80%，不含90%）."""
    one = f"{_SAYS}[ ]?{_OF}"
    return rf"(?:[ ]?[（(][ ]?(?P<{name}>{one}(?:[，,、；;和但且 ]{{0,2}}{one}){{0,3}})[ ]?[)）])?"


def size(amount: str) -> Fraction:
    number = re.match(NUMBER, amount)
    return Fraction(number[0].replace("_", "").rstrip(".")) if number else Fraction(0)


def said(words: str | None, near: str, *ends: str) -> dict[str, bool] | None:
    """What the words of a parenthesis say of ends, of which the one before it is `near`.

    None: they name another number, or say two things of one."""
    found: dict[str, bool] = {}
    ends = tuple(dict.fromkeys(ends))
    for one in _SAID.finditer(words or ""):
        included = "不" not in one["says"]
        numbers = re.findall(AMOUNT, one["of"])
        if numbers:
            named = [end for n in numbers for end in ends if size(end) == size(n)]
            if len(named) != len(numbers):
                return None
        else:
            both = re.search("均|都|两|上下限", one[0])
            named = list(ends) if both else [near]
        for end in named:
            if found.setdefault(end, included) != included:
                return None
    return found


@frozen
class Band:
    """One part: its ends with whether each belongs to it (None: not said), whether it is a range, and its points."""

    low: str = ""
    high: str = ""
    low_in: bool | None = None
    high_in: bool | None = None
    points: str = ""

    @property
    def one(self) -> bool:
        return bool(self.low) and self.low == self.high

    @property
    def rest(self) -> bool:
        return not self.low and not self.high


@frozen
class Meeting:
    """A number at which one band ends and another begins, and whose it is: of the upper, of the lower, to be asked."""

    value: str
    upper: int
    lower: int
    owner: str
    open: bool  # whether it was settled here, not by the words


def meetings(bands: list[Band]) -> list[Meeting]:
    found = []
    for i, upper in enumerate(bands):
        for j, lower in enumerate(bands):
            if i == j or not upper.low or not lower.high or size(upper.low) != size(lower.high):
                continue
            if upper.one or lower.one:  # the number itself is a band
                found.append(Meeting(upper.low, i, j, "upper" if upper.one else "lower", False))
                continue
            found.append(_met(bands, i, j))
    return found


def _met(bands: list[Band], i: int, j: int) -> Meeting:
    upper, lower = bands[i], bands[j]
    claims = (upper.low_in, lower.high_in)
    value = upper.low
    match claims:
        case (True, True):
            return Meeting(value, i, j, "asked", True)
        case (False, False):
            covered = any(b.rest or (b.one and size(b.low) == size(value)) for b in bands)
            asked = len(bands) == 2 and not covered
            return Meeting(value, i, j, "asked" if asked else "none", False)
        case (True, _) | (_, False):
            return Meeting(value, i, j, "upper", False)
        case (_, True) | (False, _):
            return Meeting(value, i, j, "lower", False)
    words = not upper.high and not lower.low and len(bands) == 2  # 90%以上 and 90%以下, and nothing else
    return Meeting(value, i, j, "asked" if words else "upper", True)
