"""What stands beside the points: checks and obligations, and what follows the sum."""

from __future__ import annotations

from typing import Literal as OneOf
from typing import TypeAlias

from rubricc.dsl.frozen import frozen
from rubricc.dsl.nodes.adjustments import PerRow
from rubricc.dsl.nodes.clauses import By
from rubricc.dsl.nodes.expressions import Expr, Name, Node
from rubricc.dsl.nodes.rows import Amount


@frozen
class Check(Node):
    """`check NAME: COND else "…"`: a statement that should hold; no points."""

    name: str
    condition: Expr
    otherwise: str


@frozen
class Reported(Node):
    """`reported X = 94.36%`: a figure recomputed, and held against the published one at its own precision."""

    name: str | None  # None: the formula stands for it
    computed: Expr
    published: Expr
    unit: PerRow | None
    about: str


@frozen
class Require(Node):
    """`require "…": COND by "合同" else "…"`: an obligation, met, not met or not assessed; `consequence` if not met."""

    name: str
    condition: Expr
    cited: str
    consequence: str


Statement: TypeAlias = Check | Reported | Require


@frozen
class TotalChange(Node):
    sign: OneOf["deduct", "add"]
    amount: Amount
    when: Expr


@frozen
class TotalFactor(Node):
    """`total times 80% when C`: after what is deducted and added, before limits."""

    factor: Expr
    when: Expr


@frozen
class TotalLimit(Node):
    side: OneOf["at least", "at most"]
    amount: Amount
    when: Expr


@frozen
class GradeCap(Node):
    """`grade at most 良 when C`."""

    grade: Name
    when: Expr


@frozen
class GradeLower(Node):
    """`grade one lower when C`: once, however many hold, unless `cumulative`."""

    cumulative: bool
    when: Expr


@frozen
class NoGrade(Node):
    """`no grade 优 when C`: the next lower one instead."""

    grade: Name
    when: Expr


Effect: TypeAlias = TotalChange | TotalFactor | TotalLimit | GradeCap | GradeLower | NoGrade


@frozen
class OutcomeDecl(Node):
    """`outcome NAME: by total:` rows, or a formula: what follows from the points, or from the facts."""

    name: Name
    value: Expr | By
