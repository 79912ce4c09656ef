"""The settings at the head of a file, its data blocks and its definitions."""

from __future__ import annotations

from typing import Literal as OneOf
from typing import TypeAlias

from attrs import frozen

from rubricc.dsl.nodes.clauses import Doc
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
class Convention(Node):
    name: str


@frozen
class PointsTo(Node):
    grid: Number
    mode: Rounding


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


Domain: TypeAlias = UpTo | Bound | Range | Precision


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
