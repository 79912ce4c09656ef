"""Changes of the compiler that may change what an evaluation yields: a replay that differs must be explained by one.

To add one: the version that has it first, the places of the result that it may touch, and a sentence in both languages.
A change of points is never listed lightly: it says that scores were wrong before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from attrs import frozen


@frozen
class Change:
    since: str  # the first version that has it
    places: str  # a pattern over paths of a result, as `/indicators/3/clauses/0/text`
    zh: str
    en: str

    def explains(self, place: str, recorded: str, now: str) -> bool:
        """Whether it came between two versions, and may touch the place."""
        between = order(recorded) < order(self.since) <= order(now)
        return between and re.fullmatch(self.places, place) is not None


CHANGES: Sequence[Change] = ()


def order(version: str) -> tuple[int, ...]:
    """A version as numbers that compare; what is no number in it counts as nothing."""
    return tuple(int(part) for part in re.findall(r"[0-9]{1,9}", version))
