"""A rubric in whole numbers: measures taken from the facts, then a few statements for every indicator.

Names in `Var` are those of parameters and statements here; a back-end gives them names of its own language.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from rubricc.compiler.ir.program import Indicator, Program, Slot
from rubricc.compiler.ir.program import Part as IRPart
from rubricc.compiler.ir.scaled import Expr
from rubricc.dsl.frozen import frozen
from rubricc.dsl.terms import Operation

Type: TypeAlias = Literal["int", "bool", "str", "date"]
Part: TypeAlias = Literal["value", "numerator", "denominator", "known"]


@frozen
class Param:
    """One value that points are worked out from."""

    name: str
    type: Type


@frozen
class Cell:
    """A fact, or within a table a column: its value in units of 1/scale, one part of it, or whether it is known.

    With `own` it is the cell of the unit that is scored.
    """

    name: str  # as expressions call it
    block: str
    field: str
    type: Type
    scale: int = 1
    part: Part = "value"
    own: bool = False
    back: int = 0  # of the row so many before; where there is none, of any row: it is not read then


@frozen
class Streak:
    """A column: in every row, for how many rows up to it the condition holds without a gap."""

    name: str
    condition: Expr
    back: int = 0


@frozen
class Leader:
    """A column: whether a row is the first of its key of those for which the condition holds."""

    name: str
    key: Cell
    condition: Expr | None


@frozen
class Grouped:
    """A column: in every row one parameter of a measure over the rows of its key."""

    name: str
    key: Cell
    measure: Measure
    at: int  # which of its parameters


AT = "\n#"  # within rows, the number of the row, from 0


Column: TypeAlias = Cell | Streak | Leader | Grouped


@frozen
class Rows:
    """What is worked out over the rows of a table.

    The body of a row is number / below; `below` is None where all rows have one denominator, which the measure's users
    know. `empty` are conditions under which a row refuses the whole.
    """

    operation: Operation
    block: str
    cells: tuple[Column, ...]  # columns, each after those it reads; other variables are measures before
    number: Expr | None
    below: Expr | None
    where: Expr | None
    empty: tuple[Expr, ...]
    trim: int = 0  # of `trimmed`: how many at each end


@frozen
class Other:
    """The points of another item, in units of the grid; known once that item is scored."""

    item: str


@frozen
class Together:
    """The points of the rows of a part, put together."""

    part: str
    how: str
    k: int


@frozen
class Measure:
    """A slot as one or two parameters.

    The second is the denominator or the number of rows (`below`), or says whether there is a value at all
    (`present`). Where there is none, the second is 0 or no, and the first is the position of the reason in `reasons`.
    """

    slot: Slot
    params: tuple[Param, ...]
    source: Cell | Rows | Other | Together
    second: Literal["", "below", "present"]
    reasons: tuple[str, ...]
    known: Rows | None = None  # `where` says of every row that what is missing in it does not matter
    inner: tuple[str, ...] = ()  # the measures before that its rows are worked out with: all must have values


@frozen
class Assign:
    """`name` is the value of an expression; `line` is the line of the IR that it serves."""

    name: str
    value: Expr
    line: str


@frozen
class Refuse:
    """There are no points where the condition holds; `which` is the position of the reason, None for the only one."""

    condition: Expr
    reasons: tuple[str, ...]
    which: Expr | None = None


Statement: TypeAlias = Assign | Refuse


@frozen
class Unknown:
    """There are no points for want of facts where the condition holds."""

    condition: Expr


@frozen
class Knowing:
    """What an indicator has although facts are missing: points where `points` holds, and of `told` those that hold.

    `flags` are the slots of which it asks whether they are known, by the names that the conditions have for that.
    """

    reads: tuple[Param, ...]
    flags: tuple[tuple[str, str], ...]
    statements: tuple[Statement | Unknown, ...]
    points: Expr
    told: tuple[tuple[str, Expr], ...]


@frozen
class Quotient:
    """A number that a derivation tells of, as number / below; there is none where `absent` holds."""

    number: Expr
    below: Expr
    absent: Expr | None = None


def told_parts(value: Quotient | Expr) -> tuple[Expr, ...]:
    """The expressions of a value that is told."""
    if not isinstance(value, Quotient):
        return (value,)
    return (value.number, value.below) if value.absent is None else (value.number, value.below, value.absent)


@frozen
class ScaledIndicator:
    """Statements, then the points in units of the grid.

    `told` are the values that the derivation needs, worked out by `told_statements` from the parameters, from
    `returned` statements and from the points (`POINTS`).
    """

    indicator: Indicator
    reads: tuple[Param, ...]
    statements: tuple[Statement, ...]
    points: Expr
    returned: tuple[Param, ...]
    told_reads: tuple[Param, ...]
    told_statements: tuple[Assign, ...]
    told: tuple[tuple[str, Quotient | Expr], ...]
    slots: tuple[str, ...]  # that it reads
    knowing: Knowing | None  # None: where facts of a slot are missing there are no points


POINTS = "\npoints"  # the name of the points, in units of the grid, for what is told; no author's name


@frozen
class ScaledPart:
    """A sheet for every row of a table that counts, worked out from `args`."""

    part: IRPart
    cells: tuple[Column, ...]
    where: Expr | None
    args: tuple[Param, ...]
    indicator: ScaledIndicator


@frozen
class ScaledProgram:
    program: Program
    unit: int  # how many units of the grid make a point
    measures: tuple[Measure, ...]
    parts: tuple[ScaledPart, ...]
    indicators: tuple[ScaledIndicator, ...]
