"""Terms: expressions whose names are resolved and whose kinds are known.

One small, total language of exact values for the resolved tree and the IR: what the interpreter evaluates, back-ends
print and proofs analyse. Every construct is lowered to these few classes. Chains and logic are flat: no sum nests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from attrs import evolve, field

from rubricc.compiler.runtime.spans import Calendar
from rubricc.dsl.frozen import frozen
from rubricc.dsl.kinds import Kind
from rubricc.dsl.nodes import Comparison, Rounding

Value: TypeAlias = Fraction | bool | date | str
Partial: TypeAlias = Literal["started", "whole", "pro rata"]
Operation: TypeAlias = Literal[
    "sum", "count", "distinct", "median", "min", "max", "above", "below", "trimmed", "lacking"
]
"""`above` and `below` count the rows whose body is above or below `own`; `trimmed` is the sum without both ends;
`lacking` counts the rows in which the body has no value."""


@frozen
class WeightOf:
    """How a weight was written: of an item, of the whole, or ('') of the indicator itself."""

    item: str


@frozen
class Const:
    value: Value
    kind: Kind = field(eq=False)
    given: Term | WeightOf | None = field(
        default=None, eq=False
    )  # what it was written as, of parameters or a weight


@frozen
class Input:
    """A field of a single block; inside an aggregate over its table, the cell of the current row.

    With `own` the cell of the unit that is scored, wherever it stands.
    """

    block: str
    name: str
    kind: Kind = field(eq=False)
    own: bool = False
    item: str = field(default="", eq=False)  # no fact, but what units have got for this item


@frozen
class Ref:
    """A value computed before: a slot, a `let` or a line of the same indicator."""

    name: str
    kind: Kind = field(eq=False)


@frozen
class Chain:
    """`first op operand …` of one precedence, evaluated from the left."""

    first: Term
    rest: tuple[tuple[Literal["+", "-", "*", "/"], Term], ...]
    kind: Kind = field(eq=False)


@frozen
class Compare:
    op: Comparison
    left: Term
    right: Term
    kind: Kind = field(eq=False)


@frozen
class Logic:
    op: Literal["and", "or"]
    operands: tuple[Term, ...]
    kind: Kind = field(eq=False)


@frozen
class Not:
    operand: Term
    kind: Kind = field(eq=False)


@frozen
class Moving:
    """An aggregate over a month and those before it, as its author wrote it; without a body it counts months."""

    function: str
    months: int
    body: Term | None
    where: Term | None
    block: str


@frozen
class Select:
    """The value of the first arm whose condition holds, else `otherwise`."""

    arms: tuple[tuple[Term, Term], ...]
    otherwise: Term
    kind: Kind = field(eq=False)
    moving: Moving | None = field(default=None, eq=False)  # how it was written, for display


@frozen
class Pick:
    """The value at a position, counted from 0; the position is one of them."""

    index: Term
    values: tuple[Term, ...]
    kind: Kind = field(eq=False)


@frozen
class Extreme:
    """The least or the greatest of several values."""

    which: Literal["min", "max"]
    operands: tuple[Term, ...]
    kind: Kind = field(eq=False)


@frozen
class Rounded:
    """To a multiple of `grid`; half up means away from zero on a tie."""

    operand: Term
    mode: Rounding
    grid: Fraction
    kind: Kind = field(eq=False)


@frozen
class Steps:
    """How many steps of `size` lie in `distance`; none where it is not positive. `size` is positive."""

    distance: Term
    size: Term
    partial: Partial
    kind: Kind = field(eq=False)


@frozen
class DaysLate:
    """Days from the deadline to the actual date, never negative."""

    actual: Term
    deadline: Term
    kind: Kind = field(eq=False)


@frozen
class MonthsLate:
    """Months late: the fewest (`started`) with actual ≤ deadline + n months, the most (`whole`) with ≥."""

    actual: Term
    deadline: Term
    partial: Partial
    kind: Kind = field(eq=False)


What: TypeAlias = Literal["days", "months", "working days", "weekdays", "off", "on"]


@frozen
class Elapsed:
    """What lies after one date and up to another, negative backwards: whole months, working days and what they are
    made of, or days, which are a duration."""

    what: What
    start: Term
    end: Term
    kind: Kind = field(eq=False)
    calendar: Calendar | None = field(default=None, eq=False, repr=False)


@frozen
class Shifted:
    """A date so many days or months later, or earlier."""

    operand: Term
    count: int
    unit: Literal["day", "month"]
    kind: Kind = field(eq=False)


@frozen
class Earlier:
    """Within rows: the value of `operand` so many rows `back`; `otherwise` where the table does not hold that row."""

    operand: Term
    back: int
    otherwise: Term
    kind: Kind = field(eq=False)


@frozen
class Streak:
    """Within rows: how many rows up to this one fulfil a condition without a gap. Guards must hold in every row."""

    condition: Term
    block: str
    guards: tuple[Term, ...]
    kind: Kind = field(eq=False)


@frozen
class First:
    """Within rows that count: whether no row before, that counts too, has the same key."""

    key: Input
    where: Term | None
    guards: tuple[Term, ...]
    kind: Kind = field(eq=False)


@frozen
class OfGroup:
    """Within rows: what an aggregate comes to over the rows with the same key as the row in hand."""

    aggregate: Aggregate
    key: Input
    kind: Kind = field(eq=False)
    written: Aggregate | None = field(default=None, eq=False)  # as the author wrote it, for display


@frozen
class Aggregate:
    """Over the rows of a table: `body` of every row for which `where` holds. Guards must hold on all of those.

    With `last`, over the last so many rows only; what those read of other rows they still read.
    """

    operation: Operation
    block: str
    body: Term | None
    where: Term | None
    guards: tuple[Term, ...]
    kind: Kind = field(eq=False)
    last: int = 0
    own: Term | None = None  # `above` and `below`: of the unit that is scored, what the rows are held against
    trim: int = 0  # `trimmed`: how many are left out at each end
    skip: bool = False  # a row that has no value, because a fact is missing or a divisor is 0, does not count


TOTAL, GRADE = "\ntotal", "\ngrade"  # in the place of an item: no item is called so


@frozen
class Points:
    """The points of another item of the tree, after its rounding; `item` is its code, or its name.

    Of the whole it is the total, or the grade that this earns; both are known when everything is.
    """

    item: str
    kind: Kind = field(eq=False)
    low: Fraction | None = field(default=None, eq=False)
    high: Fraction | None = field(default=None, eq=False)
    grid: Fraction | None = field(default=None, eq=False)


@frozen
class Each:
    """The points of a sheet that is worked out for every row of a table that counts, put together.

    `drop` leaves out the `k` least and sums the others; there is always one. Each row has points between two ends.
    """

    how: Literal["sum", "best", "worst", "drop"]
    k: int
    part: str  # the name of the sheet
    block: str
    least: Fraction
    most: Fraction
    reads: tuple[Term, ...]  # the facts and aggregates that its rows read
    kind: Kind = field(eq=False)


OfRow: TypeAlias = Earlier | Streak | First | OfGroup
"""What only rows have: a value that is worked out from other rows of the same table."""

Leaf: TypeAlias = Input | Aggregate | Points | Each
"""What is worked out before the lines that read it: a fact, what a table comes to, the points of another item."""

Term: TypeAlias = (
    Const | Input | Ref | Chain | Compare | Logic | Not | Select | Pick | Extreme | Rounded | Steps | DaysLate
    | MonthsLate | Elapsed | Shifted | Earlier | Streak | First | OfGroup | Aggregate | Points | Each
)  # fmt: skip


def children(term: Term) -> tuple[Term, ...]:
    """The terms directly inside a term."""
    match term:
        case Const() | Input() | Ref() | Points():
            return ()
        case Chain():
            return (term.first, *(operand for _, operand in term.rest))
        case Compare():
            return (term.left, term.right)
        case Logic() | Extreme():
            return term.operands
        case Not() | Rounded():
            return (term.operand,)
        case Select():
            return (*(part for arm in term.arms for part in arm), term.otherwise)
        case Pick():
            return (term.index, *term.values)
        case Steps():
            return (term.distance, term.size)
        case DaysLate() | MonthsLate():
            return (term.actual, term.deadline)
        case Elapsed():
            return (term.start, term.end)
        case Shifted():
            return (term.operand,)
        case Earlier():
            return (term.operand, term.otherwise)
        case Streak():
            return (term.condition, *term.guards)
        case First():
            return tuple(t for t in (term.key, term.where, *term.guards) if t is not None)
        case OfGroup():
            return (term.key, *children(term.aggregate))
        case Each():
            return term.reads
        case Aggregate():
            return tuple(t for t in (term.body, term.where, term.own, *term.guards) if t is not None)


def inputs_of(term: Term) -> Iterator[Input]:
    """Every fact that a term reads; not those behind references."""
    todo = [term]
    while todo:
        one = todo.pop()
        if isinstance(one, Input):
            yield one
        todo += children(one)


def rebuilt(term: Term, action: Callable[[Term], Term]) -> Term:
    """The term with every term directly inside it replaced; the term itself where none changes."""
    match term:
        case Const() | Input() | Ref() | Points():
            return term
        case Chain():
            rest = tuple((op, action(x)) for op, x in term.rest)
            return _with(term, first=action(term.first), rest=rest)
        case Compare():
            return _with(term, left=action(term.left), right=action(term.right))
        case Logic() | Extreme():
            return _with(term, operands=tuple(map(action, term.operands)))
        case Not() | Rounded():
            return _with(term, operand=action(term.operand))
        case Select():
            arms = tuple((action(c), action(v)) for c, v in term.arms)
            return _with(term, arms=arms, otherwise=action(term.otherwise))
        case Pick():
            return _with(term, index=action(term.index), values=tuple(map(action, term.values)))
        case Steps():
            return _with(term, distance=action(term.distance), size=action(term.size))
        case DaysLate() | MonthsLate():
            return _with(term, actual=action(term.actual), deadline=action(term.deadline))
        case Elapsed():
            return _with(term, start=action(term.start), end=action(term.end))
        case Shifted():
            return _with(term, operand=action(term.operand))
        case Earlier():
            return _with(term, operand=action(term.operand), otherwise=action(term.otherwise))
        case Streak():
            return _with(term, condition=action(term.condition), guards=tuple(map(action, term.guards)))
        case First() | OfGroup():  # they belong to the rows as they stand
            return term
        case Each():
            return _with(term, reads=tuple(map(action, term.reads)))
        case Aggregate():
            body, where, own = (None if x is None else action(x) for x in (term.body, term.where, term.own))
            return _with(term, body=body, where=where, own=own, guards=tuple(map(action, term.guards)))


def _with(term: Term, **parts: Any) -> Term:
    return term if all(_same(getattr(term, n), part) for n, part in parts.items()) else evolve(term, **parts)


def _same(one: Any, other: Any) -> bool:  # what is equal may be written otherwise
    return all(map(_same, one, other)) if isinstance(one, tuple) else one is other
