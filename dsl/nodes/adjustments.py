"""Deductions and additions: one skeleton, (deduct | add) AMOUNT [per UNIT] [options]."""

from __future__ import annotations

from typing import Literal as OneOf
from typing import TypeAlias

from attrs import field

from rubricc.dsl.frozen import frozen
from rubricc.dsl.nodes.expressions import Expr, Name, Node, Number
from rubricc.dsl.nodes.rows import Amount, FromFile, Judged, Row

Side: TypeAlias = OneOf["below", "above", "either side", "late"]


@frozen
class Step(Node):
    """`1% below`, `1pp of X below 90%`, `5% of target either side`, `2 months late`."""

    size: Number
    side: Side
    basis: OneOf["", "target", "actual"] = ""
    measure: Expr | None = None
    threshold: Expr | None = None


@frozen
class Among(Node):
    """`best of each project`: of the rows with one value of a column, only the one with the most points counts."""

    key: Name
    how: OneOf["best", "worst"]


@frozen
class PerRow(Node):
    """Each month or each row of a table: the only table of that make where no name is given."""

    what: OneOf["month", "row"]
    block: Name | None = None
    among: Among | None = None


@frozen
class PerCount(Node):
    """`3 of COUNT`: one for every three."""

    every: Number | None
    expr: Expr


Unit: TypeAlias = Step | PerRow | PerCount


@frozen
class Table(Node):
    """An amount that a table gives: `deduct by X …:` with rows."""

    measure: Expr
    rows: tuple[Row, ...]
    file: FromFile | None = None


@frozen
class Tier(Node):
    """One stretch of a count: from `low` up to `high` (None: no end), `amount` for every `per`."""

    low: Expr
    high: Expr | None
    amount: Amount
    per: Number | None


@frozen
class Tiers(Node):
    """Cumulative rates: each tier charges its own stretch, or (`whole`) the tier reached charges all."""

    expr: Expr
    whole: bool
    tiers: tuple[Tier, ...]


@frozen
class Tolerance(Node):
    """What may be missed without a charge; beyond it only the excess counts, or everything."""

    size: Number
    how: OneOf["excess", "everything"]


@frozen
class Partial(Node):
    """How a step counts that is only partly taken; `size` where the clause repeats the step (不足1%按1%计)."""

    how: OneOf["started", "whole", "pro rata"]
    size: Number | None = field(default=None, eq=False)
    counted_as: Number | None = field(default=None, eq=False)


@frozen
class Adjust(Node):
    """The one skeleton of deductions and additions: (deduct | add) AMOUNT [per UNIT] [options]."""

    sign: OneOf["deduct", "add"]
    amount: Amount | Judged | Table | Tiers
    unit: Unit | None = None
    where: Expr | None = None
    when: Expr | None = None
    times: Expr | None = None
    up_to: Amount | None = None
    up_to_each: Amount | None = None
    beyond: Tolerance | None = None
    partial: Partial | None = None
    until_zero: bool = False
    cumulative: bool = False  # what it charges may be charged by another clause too
