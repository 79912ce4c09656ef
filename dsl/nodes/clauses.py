"""The clauses of an indicator beside its deductions and additions: measure, target, base, limits."""

from __future__ import annotations

from typing import Literal as OneOf
from typing import TypeAlias

from rubricc.dsl.frozen import frozen
from rubricc.dsl.nodes.adjustments import Adjust
from rubricc.dsl.nodes.expressions import Comparison, Expr, Name, Node, Number
from rubricc.dsl.nodes.rows import Amount, FromFile, Judged, Row


@frozen
class Measure(Node):
    expr: Expr


@frozen
class Direction(Node):
    higher: bool


@frozen
class Target(Node):
    op: Comparison
    value: Expr


@frozen
class TargetRange(Node):
    """`target 90% .. 110%`: both ends are met."""

    low: Expr
    high: Expr


@frozen
class Deadline(Node):
    """`target by DATE`, inclusive."""

    value: Expr


@frozen
class StartAt(Node):
    amount: Amount


@frozen
class By(Node):
    measure: Expr | None
    rows: tuple[Row, ...]
    file: FromFile | None = None


@frozen
class Knot(Node):
    """`80% -> 10`: the points at one value of the measure."""

    value: Expr
    points: Amount


@frozen
class Linear(Node):
    """Straight lines from knot to knot, level before the first and after the last."""

    knots: tuple[Knot, ...]


@frozen
class Score(Node):
    """`score EXPR`: the base is a formula."""

    expr: Expr


@frozen
class ProRata(Node):
    expr: Expr
    uncapped: bool


@frozen
class CheckItem(Node):
    expr: Expr
    text: str
    points: Amount | None
    required: bool


@frozen
class AnyOf(Node):
    """`any k of n`."""

    k: int
    n: int | None


@frozen
class AllOrNothing(Node):
    pass


@frozen
class PerMissing(Node):
    amount: Amount


@frozen
class Checklist(Node):
    mode: AnyOf | AllOrNothing | PerMissing | None
    items: tuple[CheckItem, ...]


@frozen
class Each(Node):
    """`each 投诉: … combine mean`: clauses applied to every row of a table, or of a `key` of one, and put together."""

    block: Name
    key: Name | None
    where: Expr | None
    clauses: tuple[Clause, ...]


@frozen
class Factor(Node):
    """`times 80% when C`: what is left of the points, after deductions and additions and before limits."""

    factor: Expr
    when: Expr | None


@frozen
class Limit(Node):
    side: OneOf["at least", "at most"]
    amount: Amount
    when: Expr | None


@frozen
class Veto(Node):
    """`zero when C` and `full when C`."""

    full: bool
    when: Expr


@frozen
class Combine(Node):
    """How a group is made of its members, where it is not their sum: shares of their weights, the best or worst `k`."""

    how: OneOf["sum", "mean", "best", "worst", "drop"]
    k: int = 0


@frozen
class Instead(Node):
    """What an indicator gives that is not worked out; `points` where that is a number."""

    how: OneOf[
        "refuse", "zero", "full", "points", "rescale within group", "rescale in total", "mean of others"
    ]
    points: Number | None


@frozen
class NotApplicable(Node):
    instead: Instead
    when: Expr


@frozen
class Missing(Node):
    """What an indicator gives where facts that it needs are missing."""

    instead: Instead


@frozen
class ZeroDivisor(Node):
    """What an indicator gives where a divisor is 0; in a convention, any indicator."""

    instead: Instead


@frozen
class Doc(Node):
    kind: OneOf["source", "about", "evidence", "note"]
    text: str


@frozen
class Like(Node):
    """`like 预算执行率`: the clauses of an indicator of a file that is used."""

    name: Name


Base: TypeAlias = StartAt | By | ProRata | Checklist | Linear | Judged | Score | Each
AnyTarget: TypeAlias = Target | TargetRange | Deadline

Clause: TypeAlias = (
    Measure | Direction | AnyTarget | Base | Adjust | Factor | Limit | Veto | Combine | NotApplicable
    | Missing | ZeroDivisor | Like | Doc
)  # fmt: skip
