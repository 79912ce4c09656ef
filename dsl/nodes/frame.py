"""The settings at the head of a file, its data blocks and its definitions."""

from __future__ import annotations

from typing import Literal as OneOf
from typing import TypeAlias

from rubricc.dsl.frozen import frozen
from rubricc.dsl.nodes.clauses import Doc, Limit, ZeroDivisor
from rubricc.dsl.nodes.expressions import Comparison, DateLiteral, Expr, Name, Node, Number, Rounding
from rubricc.dsl.nodes.rows import Matches, Otherwise


@frozen
class Grade(Node):
    label: Name
    pattern: Matches | Otherwise


@frozen
class Total(Node):
    """`total 100 up to 110`: what the weights add up to, and how far additions may lift the total."""

    value: Number
    up_to: Number | None = None


@frozen
class Grades(Node):
    grades: tuple[Grade, ...]


@frozen
class PointsTo(Node):
    grid: Number
    mode: Rounding


@frozen
class StepAnswer(Node):
    """Of what a `%` step is a part, on a percent measure and on any other; how a part of a step counts that
    is deducted for, and one that is added for."""

    question: OneOf["percent step", "other step", "partial step", "partial step added"]
    answer: OneOf["points", "target", "actual", "started", "whole", "pro rata"]


@frozen
class Compared(Node):
    """The value of a percent measure that is compared: in full (no mode), or rounded as it is published."""

    mode: Rounding | None
    to: Expr | None


Answer: TypeAlias = StepAnswer | Compared | Limit | ZeroDivisor | PointsTo


@frozen
class Convention(Node):
    """`convention NAME`; with `like` or answers, one that the rubric defines."""

    name: str
    like: str = ""
    answers: tuple[Answer, ...] = ()


@frozen
class AsOf(Node):
    """`as of 2020-12-31`: the day of the evaluation, which decides between the periods of parameters."""

    day: DateLiteral


Setting: TypeAlias = Total | Grades | Convention | PointsTo | AsOf | Doc


@frozen
class UpTo(Node):
    value: Expr


@frozen
class Bound(Node):
    op: Comparison
    value: Expr


@frozen
class Range(Node):
    low: Expr
    high: Expr


@frozen
class Precision(Node):
    to: Expr


@frozen
class MayBeMissing(Node):
    """Cells may be empty, which the rubric then has to ask about."""


Domain: TypeAlias = UpTo | Bound | Range | Precision | MayBeMissing


@frozen
class FieldDecl(Node):
    names: tuple[Name, ...]
    kind: str  # count, number, percent, money, duration, date, yesno, label
    unit: str
    labels: tuple[Name, ...]
    domain: tuple[Domain, ...]
    about: str


@frozen
class Data(Node):
    name: Name
    by: OneOf["", "month", "event", "unit"]
    first: str
    last: str
    fields: tuple[FieldDecl, ...]


@frozen
class Let(Node):
    name: Name
    expr: Expr
    about: str


@frozen
class Param(Node):
    """`param N = E [from D] [to D] [source "…"]`: a constant by name, one for each period, both days included."""

    name: Name
    expr: Expr
    first: DateLiteral | None
    last: DateLiteral | None
    source: str
