"""Groups and indicators, with their weights."""

from __future__ import annotations

from typing import Literal as OneOf

from attrs import field

from rubricc.dsl.frozen import frozen
from rubricc.dsl.nodes.clauses import Clause
from rubricc.dsl.nodes.expressions import Expr, Node, Number
from rubricc.dsl.nodes.rows import Amount
from rubricc.dsl.source import Span


@frozen
class Weight(Node):
    """`weight 5`, `weight (W)`, or `weight ?` where `value` is None.

    `out_of` is the scale that clauses count on, `up_to` how many points there may be on it.
    """

    value: Expr | None
    out_of: Number | None = None
    up_to: Number | None = None


@frozen
class Item(Node):
    """A group or an indicator: which one, its members say."""

    title: str  # code and name, as written
    title_span: Span = field(eq=False, repr=False)
    weight: Weight
    clauses: tuple[Clause, ...]
    children: tuple[Item, ...]
    inline: bool = field(default=False, eq=False)  # written on one line
    special: OneOf["", "bonus", "penalty"] = ""  # a group outside the weight sum, up to or down to `limit`
    limit: Amount | None = None
