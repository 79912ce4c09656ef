"""What comparisons among the rows of a table say of themselves, before the clause that reads them."""

from __future__ import annotations

from rubricc.dsl.frozen import frozen
from rubricc.dsl.terms import Term


@frozen
class RankTold:
    """How many units are beyond the one that is scored: `own` is the line of its value, `count` that of how many."""

    term: Term
    above: bool
    own: str
    count: str


@frozen
class SkipTold:
    """How many rows have a value, and which are left out for want of one: three lines, of all, of those, of these."""

    term: Term
    by: str  # of the table
    rows: str
    having: str
    lacking: str
