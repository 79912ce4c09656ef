"""Rows of a `by` block: what they match and what they give."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from rubricc.dsl.frozen import frozen
from rubricc.dsl.nodes.expressions import Comparison, Expr, Node


@frozen
class Share(Node):
    """A part of the weight: `full` is 1, `half` 1/2, `60% of weight` 3/5."""

    part: Fraction


Amount: TypeAlias = Expr | Share


@frozen
class Judged(Node):
    """Points that a person decides, between two ends; the facts give them, with a name and a reason.

    `label` tells one such place of an indicator from another.
    """

    low: Amount
    high: Amount
    label: str = ""


@frozen
class Piece(Node):
    """A row's result that runs from the low end of its interval to the high end."""

    low: Amount
    high: Amount


@frozen
class Text(Node):
    """`"续签"`: what a row of an outcome says."""

    text: str


RowResult: TypeAlias = Amount | Judged | Piece | Text


@frozen
class Otherwise(Node):
    pass


@frozen
class Matches(Node):
    """`>= 95%`: the measure compared with a value."""

    op: Comparison
    value: Expr


@frozen
class Interval(Node):
    """`[90%, 95%)`, and `2 .. 3` with both ends."""

    low: Expr
    high: Expr
    low_open: bool
    high_open: bool


Pattern: TypeAlias = Expr | Matches | Interval | Otherwise
"""A bare expression is a label, a value or a condition: its kind decides when names are resolved."""


@frozen
class Row(Node):
    patterns: tuple[Pattern, ...]
    result: RowResult


@frozen
class FromFile(Node):
    """`by X: "table.csv"`: the rows stand in a table."""

    path: str
