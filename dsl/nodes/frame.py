"""The settings at the head of a file, its data blocks and its definitions."""

from __future__ import annotations

from typing import Literal as OneOf
from typing import TypeAlias

from attrs import frozen

from rubricc.dsl.nodes.clauses import Doc
from rubricc.dsl.nodes.expressions import Comparison, Expr, Name, Node, Number, Rounding
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


Setting: TypeAlias = Total | Grades | Convention | PointsTo | Doc


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
