"""Whole-number expressions: what a back-end prints.

Every value of the IR is a ratio of two such expressions; here are the expressions. Comparisons, limits and steps need
whole numbers only, so an engine without exact fractions can still be exact. Division rounds toward minus infinity
(`FloorDiv`) or plus infinity (`CeilDiv`), and its divisor is positive whenever it is reached. Sums are flat.

`normal` builds them: nothing else should call `Linear`, `Product` or `Compare`.
"""

from __future__ import annotations

from datetime import date
from typing import Literal as OneOf
from typing import TypeAlias

from attrs import field, frozen

from rubricc.compiler.runtime.spans import Calendar
from rubricc.dsl.nodes import Comparison, Rounding


@frozen(cache_hash=True)
class Int:
    value: int


@frozen(cache_hash=True)
class Var:
    """A measure or a line before; what it holds (a whole number, yes or no, a text, a date) is known by its place."""

    name: str


@frozen(cache_hash=True)
class Literal:
    value: str | bool | date


@frozen(cache_hash=True)
class Linear:
    """`c · x + d · y + … + constant`; no term is itself a sum or a constant."""

    terms: tuple[tuple[int, Expr], ...]
    constant: int


@frozen(cache_hash=True)
class Product:
    """Factors of which none is a constant."""

    factors: tuple[Expr, ...]


@frozen(cache_hash=True)
class FloorDiv:
    dividend: Expr
    divisor: Expr


@frozen(cache_hash=True)
class CeilDiv:
    dividend: Expr
    divisor: Expr


@frozen(cache_hash=True)
class RoundDiv:
    """The quotient rounded to a whole number; −x like x. Only where the dividend may be negative, or half even."""

    dividend: Expr
    divisor: Expr
    mode: Rounding


@frozen(cache_hash=True)
class Extreme:
    which: OneOf["min", "max"]
    operands: tuple[Expr, ...]


@frozen(cache_hash=True)
class Flag:
    """1 where the condition holds, else 0."""

    condition: Expr


@frozen(cache_hash=True)
class If:
    """The value of the first arm whose condition holds, else `otherwise`."""

    arms: tuple[tuple[Expr, Expr], ...]
    otherwise: Expr


@frozen(cache_hash=True)
class Pick:
    """The value at a position, counted from 0."""

    index: Expr
    values: tuple[Expr, ...]


@frozen(cache_hash=True)
class Days:
    """Days from the deadline to the actual date, never negative."""

    actual: Expr
    deadline: Expr


@frozen(cache_hash=True)
class Months:
    actual: Expr
    deadline: Expr
    whole: bool


@frozen(cache_hash=True)
class Elapsed:
    """What lies after one date and up to another; negative backwards."""

    what: str
    start: Expr
    end: Expr
    calendar: Calendar | None = field(eq=False, repr=False)


@frozen(cache_hash=True)
class Shifted:
    """A date so many days or months later."""

    operand: Expr
    count: int
    unit: str


@frozen(cache_hash=True)
class Compare:
    op: Comparison
    left: Expr
    right: Expr


@frozen(cache_hash=True)
class Among:
    """Whether a text or date is one of several."""

    operand: Expr
    values: tuple[Literal, ...]


@frozen(cache_hash=True)
class Logic:
    """Operands are tried from the left, and no further than needed."""

    op: OneOf["and", "or"]
    operands: tuple[Expr, ...]


@frozen(cache_hash=True)
class Not:
    operand: Expr


Expr: TypeAlias = (
    Int | Var | Literal | Linear | Product | FloorDiv | CeilDiv | RoundDiv | Extreme | Flag | If | Pick | Days | Months
    | Elapsed | Shifted | Compare | Among | Logic | Not
)  # fmt: skip

ZERO, ONE = Int(0), Int(1)
TRUE, FALSE = Literal(True), Literal(False)
FLIPPED: dict[Comparison, Comparison] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}


def parts(expr: Expr) -> tuple[Expr, ...]:
    """The expressions directly inside an expression."""
    match expr:
        case Int() | Var() | Literal():
            return ()
        case Linear():
            return tuple(term for _, term in expr.terms)
        case Product():
            return expr.factors
        case FloorDiv() | CeilDiv() | RoundDiv():
            return (expr.dividend, expr.divisor)
        case Extreme() | Logic():
            return expr.operands
        case Flag():
            return (expr.condition,)
        case If():
            return (*(part for arm in expr.arms for part in arm), expr.otherwise)
        case Pick():
            return (expr.index, *expr.values)
        case Days() | Months():
            return (expr.actual, expr.deadline)
        case Compare():
            return (expr.left, expr.right)
        case Elapsed():
            return (expr.start, expr.end)
        case Among() | Not() | Shifted():
            return (expr.operand,)


def variables(expr: Expr) -> set[str]:
    """The names that an expression reads."""
    found: set[str] = set()
    todo = [expr]
    while todo:
        one = todo.pop()
        if isinstance(one, Var):
            found.add(one.name)
        else:
            todo += parts(one)
    return found
