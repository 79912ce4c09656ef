"""The resolved tree: what a rubric declares, with names unique, kinds known, codes apart from names.

`resolve` makes it. What an indicator's clauses say is still syntax: `compiler.lower` resolves their expressions in the
`Scope` that the model carries.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TypeAlias

from attrs import Factory, define

from rubricc.compiler.runtime.schema import Known
from rubricc.dsl import nodes as n
from rubricc.dsl import terms as t
from rubricc.dsl.frozen import frozen
from rubricc.dsl.kinds import NUMBER, Kind
from rubricc.dsl.source import Source, Span

TOTAL = t.Points(t.TOTAL, NUMBER)
WORKED = "\nworked out "  # before an item: its points where they were worked out, not those of an answer


@frozen
class Field:
    """A declared fact. Bounds and precision are exact, in 元, seconds or ratios."""

    name: str
    block: str
    kind: Kind
    span: Span
    low: Fraction | date | None = None
    high: Fraction | date | None = None
    low_open: bool = False
    high_open: bool = False
    precision: Fraction | None = None
    at_most: str = ""  # another field of the same block
    about: str = ""
    known: Known | None = None  # the calendar that must know this date
    judged: str = ""  # the place where a person decides, of which this is the points, the name or the reason
    filled: str = (
        ""  # the field that says whether a cell of this one is filled; none, where every cell must be
    )
    item: str = ""  # the item whose points of every unit these are, or TOTAL: no fact, a run fills them in


@frozen
class Block:
    name: str
    by: str  # "", month, event, unit
    first: str
    last: str
    fields: tuple[Field, ...]
    span: Span

    @property
    def is_table(self) -> bool:
        return bool(self.by)


@frozen
class LetDef:
    name: str
    expr: n.Expr
    about: str
    span: Span


@frozen
class ParamDef:
    """A parameter with the value that holds on the day of the evaluation, and from when to when it does."""

    name: str
    value: n.Number | n.DateLiteral
    first: date | None
    last: date | None
    source: str
    span: Span


@frozen
class Indicator:
    code: str
    name: str
    weight: Fraction | None
    weight_span: Span
    out_of: Fraction | None  # the scale that clauses count on, where it is not the weight
    up_to: Fraction | None  # how many points there may be on it, where that is more
    clauses: tuple[n.Clause, ...]
    docs: tuple[n.Doc, ...]
    span: Span
    title_span: Span
    weight_given: n.Expr | None  # the formula of parameters that the weight is written as

    @property
    def title(self) -> str:
        return f"{self.code} {self.name}".strip()


@frozen
class Group:
    code: str
    name: str
    weight: Fraction | None
    weight_span: Span
    children: tuple[Item, ...]
    combine: n.Combine | None
    special: str  # "", bonus, penalty
    limit: Fraction  # of a special group
    docs: tuple[n.Doc, ...]
    span: Span
    title_span: Span
    weight_given: n.Expr | None  # the formula of parameters that the weight is written as

    @property
    def title(self) -> str:
        return f"{self.code} {self.name}".strip()


Item: TypeAlias = Group | Indicator


@define
class Scope:
    """What names mean. In a file without data blocks the inputs that indicators declare are added as they appear."""

    blocks: dict[str, Block]
    fields: dict[str, Field]
    lets: dict[str, LetDef]
    params: dict[str, ParamDef]
    open: bool  # the file has no data block: an unknown measure declares an input
    implicit: dict[str, Field] = Factory(dict)
    counted: dict[tuple[str, str], Known] = Factory(
        dict
    )  # dates that a calendar must know, by block and field
    calendar: str = ""  # who knows the working days, where any are counted
    judged: dict[str, tuple[Field, Field, Field]] = Factory(dict)  # by place: points, name, reason
    items: dict[str, Item | None] = Factory(dict)  # by code, and by name; None where several bear the name
    total: t.Points = TOTAL  # between what ends, and on which grid
    full: Fraction | None = None  # what the weights add up to
    grades: tuple[str, ...] = ()
    outcomes: dict[str, Span] = Factory(dict)

    chinese: bool = True  # the vocabulary of the file
    columns: dict[tuple[str, str], Field] = Factory(dict)  # points of every unit, by table and item

    def points_of_units(self, block: Block, item: str) -> Field:
        """The column of a table by unit that holds the points that every unit has got for an item."""
        if (block.name, item) not in self.columns:
            name = f"得分({item})" if self.chinese else f"points({item})"
            if item.startswith(WORKED):
                known = item.removeprefix(WORKED)
                name = f"得分({known}，实际计得)" if self.chinese else f"points({known}, worked out)"
            if item == t.TOTAL:
                name = "总分" if self.chinese else "total"
            while name in self.fields:
                name += "′"
            self.columns[block.name, item] = Field(name, block.name, NUMBER, block.span, item=item)
        return self.columns[block.name, item]

    def names(self) -> list[str]:
        return [*self.fields, *self.lets, *self.implicit, *self.params]


@frozen
class Model:
    source: Source
    name: str
    version: str
    total: Fraction | None
    total_span: Span | None
    total_given: n.Expr | None
    total_up_to: Fraction | None
    grades: tuple[n.Grade, ...]
    convention: n.Convention | None  # None where the file names none
    points: n.PointsTo | None
    docs: tuple[n.Doc, ...]
    items: tuple[Item, ...]
    statements: tuple[n.Statement, ...]
    effects: tuple[n.Effect, ...]
    outcomes: tuple[n.OutcomeDecl, ...]
    cases: tuple[n.Case, ...]
    scope: Scope

    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(i for item in self.items for i in _leaves(item))


def statement_name(statement: n.Statement) -> str:
    """What a check, a published figure or an obligation is called: a figure without a name, by its formula."""
    if statement.name is None:
        return " ".join(statement.computed.span.text.split())
    return statement.name


def _leaves(item: Item) -> tuple[Indicator, ...]:
    if isinstance(item, Indicator):
        return (item,)
    return tuple(leaf for child in item.children for leaf in _leaves(child))
