"""How much work the solver may do, in its own units: for one question, and for all questions about a rubric.

Units are the same on every machine, seconds are not: what is not decided here is not decided anywhere.
"""

from __future__ import annotations

from rubricc.compiler.proofs.pieces import Unknown

ONE = 2_000_000  # for one question: a second or two
ALL = 20_000_000  # for one rubric


class Effort:
    """What is left of the work on a rubric."""

    def __init__(self) -> None:
        self.left = ALL
        self.was_reached = False

    def grant(self) -> int:
        """Units for one question; `Unknown` where nothing is left."""
        if self.left <= 0:
            raise Unknown("effort")
        return min(ONE, self.left)

    def spend(self, units: int) -> None:
        self.was_reached = units >= min(ONE, self.left)
        self.left -= units
