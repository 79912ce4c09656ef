"""What a factor says of itself: points times a part of them. One of those of `told`."""

from __future__ import annotations

from rubricc.dsl.frozen import frozen
from rubricc.dsl.terms import Term


@frozen
class FactorTold:
    """Points times a factor; `at` is the line of a factor that is not written out, `holds` is empty without `when`."""

    factor: Term
    at: str
    when: Term | None
    holds: str
    before: str
    line: str
