"""Expressions, and what every node is: frozen, with its span, compared by what it says."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal as OneOf
from typing import TypeAlias

from attrs import field

from rubricc.dsl.frozen import frozen
from rubricc.dsl.source import Span

Comparison: TypeAlias = OneOf[">=", "<=", ">", "<", "=", "!="]
Rounding: TypeAlias = OneOf["half up", "half even", "up", "down"]


@frozen
class Node:
    span: Span = field(eq=False, repr=False)


@frozen
class Number(Node):
    """A number with its unit ('' none, '%', 'pp', 'month', '万元', '件' …); `value` is the number before the unit.

    `given` is the formula of parameters that stands in its place; what that comes to, `dsl.params` fills in.
    """

    value: Fraction
    unit: str = ""
    decimals: int = field(default=0, eq=False)  # as written: 94.40% is published more finely than 94.4%
    grouped: bool = field(default=False, eq=False)  # as written: 10_000
    given: Expr | None = None


@frozen
class DateLiteral(Node):
    value: date
    given: Expr | None = None  # the parameter that it comes from


@frozen
class MonthLiteral(Node):
    value: str  # 2020-07


@frozen
class YesNo(Node):
    value: bool


@frozen
class Name(Node):
    text: str


@frozen
class Arith(Node):
    """A chain of one precedence, `first op operand op operand …`; flat, so that long sums do not nest."""

    first: Expr
    rest: tuple[tuple[OneOf["+", "-", "*", "/"], Expr], ...]


@frozen
class Minus(Node):
    operand: Expr


@frozen
class Logic(Node):
    op: OneOf["and", "or"]
    operands: tuple[Expr, ...]


@frozen
class Negate(Node):
    operand: Expr


@frozen
class Compare(Node):
    op: Comparison
    left: Expr
    right: Expr


@frozen
class MemberOf(Node):
    operand: Expr
    members: tuple[Expr, ...]


@frozen
class IsMissing(Node):
    """`closed is missing`, of a fact that may be; with `not_` the opposite."""

    fact: Name
    not_: bool


@frozen
class IfMissing(Node):
    """`(closed, else V)`: a fact that may be missing, and what holds where it is."""

    fact: Expr
    otherwise: Expr


@frozen
class IfElse(Node):
    condition: Expr
    then: Expr
    otherwise: Expr


@frozen
class RoundTo(Node):
    operand: Expr
    mode: Rounding
    to: Expr


@frozen
class Call(Node):
    function: Name
    args: tuple[Expr, ...]
    otherwise: Expr | None = None
    where: Expr | None = None
    order: OneOf["", "highest first", "lowest first"] = ""  # among units
    alone: Expr | None = None  # what holds where there is one unit
    skip: bool = False  # units without a value are left out


@frozen
class LastOf(Node):
    """`last 3 of x`, inside an aggregate: of the last months of the period only."""

    count: Number
    expr: Expr


@frozen
class Standing(Node):
    """The total that is reached, or the grade that it earns."""

    what: OneOf["total", "grade"]


@frozen
class OwnWeight(Node):
    """The weight of the indicator in whose rules it stands."""


@frozen
class ItemPoints(Node):
    """The points of another item or of the whole, or what part of its weight they are, or that weight."""

    item: Name | Standing
    what: OneOf["points", "rate", "weight"]


Expr: TypeAlias = (
    Number | DateLiteral | MonthLiteral | YesNo | Name | Arith | Minus | Logic | Negate | Compare | MemberOf | IsMissing
    | IfMissing | IfElse | RoundTo | Call | LastOf | ItemPoints | Standing | OwnWeight
)  # fmt: skip
