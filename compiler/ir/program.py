"""The IR of a rubric: every indicator a short list of lines that a calculator could follow.

A `Program` is what lowering makes and passes improve; a `Checked` program is one that every pass has accepted, and
only `passes.check` makes it. Invariants (tests hold them after every pass): a line refers only to slots, `let` lines
and lines before it; every divisor is guarded before it is used; points are a multiple of the grid; the same facts
always give the same lines.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal, TypeAlias

from attrs import field

from rubricc.compiler.conventions import Convention
from rubricc.compiler.ir.told import Told
from rubricc.compiler.runtime.exact import plain
from rubricc.dsl.frozen import frozen
from rubricc.dsl.kinds import Kind
from rubricc.dsl.model import Block, Field
from rubricc.dsl.nodes import Case, Comparison, Doc, Rounding
from rubricc.dsl.source import Source, Span
from rubricc.dsl.terms import (
    Aggregate,
    Const,
    Each,
    Input,
    Leaf,
    OfRow,
    Points,
    Ref,
    Term,
    children,
)  # fmt: skip


@frozen
class Slot:
    """A value that indicators start from: a single fact, an aggregate over a table, the points of another item."""

    name: str
    term: Leaf


ROWS = "\nrows"  # after the name of a slot: the rows that it counts, where a derivation names them


PART = "\npart "  # before the name of a part: what its rows have got


@frozen
class Line:
    """`name` is the value of `term`."""

    name: str
    term: Term


@frozen
class Guard:
    """There are no points unless `condition` holds; `divisor` is what would be divided by."""

    condition: Term
    divisor: Term


Step: TypeAlias = Line | Guard


@frozen
class Clause:
    """One clause of the source: what it says of itself, and the line that holds its effect in points, if it has one."""

    told: Told
    span: Span = field(eq=False, repr=False)


@frozen
class Absent:
    """What an indicator gives that is not worked out, because it does not apply, facts are missing or a divisor is 0.

    It does not apply where a condition holds (a sheet of the program, by number).
    """

    because: Literal["not applicable", "missing", "zero divisor"]
    answer: Literal["refuse", "points", "rescale within group", "rescale in total", "mean of others"]
    points: Fraction
    condition: int | None = None
    column: tuple[str, str] | None = None  # what the others have got, where their mean is given
    by_convention: bool = False
    span: Span | None = field(default=None, eq=False, repr=False)  # where the rubric says it


@frozen
class Titled:
    """What stands in the tree, by a code and a name."""

    code: str
    name: str

    @property
    def key(self) -> str:
        """What results are looked up by: the code, or the name where there is none."""
        return self.code or self.name

    @property
    def title(self) -> str:
        return f"{self.code} {self.name}".strip() if self.code != self.name else self.name


@frozen
class Indicator(Titled):
    weight: Fraction
    steps: tuple[Step, ...]
    clauses: tuple[Clause, ...]
    docs: tuple[Doc, ...]
    by_convention: tuple[str, ...]  # the questions that the convention answered here
    absent: tuple[Absent, ...]  # in the order in which they are asked: the missing facts last
    span: Span = field(eq=False, repr=False)
    title_span: Span = field(eq=False, repr=False)
    weight_span: Span = field(eq=False, repr=False)
    weight_given: Term | None  # the formula of parameters that the weight is written as
    direction: Literal["", "higher", "lower"] = (
        ""  # which way of its measure is better, where that is written
    )

    @property
    def asked(self) -> tuple[int, ...]:
        """The conditions that say whether it applies."""
        return tuple(each.condition for each in self.absent if each.condition is not None)

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(s for s in self.steps if isinstance(s, Line))


@frozen
class Part:
    """A sheet that is worked out for every row that `rows` counts.

    It reads no slots: the facts of its rows, and whatever else they need, are lines of their own (`facts`).
    """

    name: str
    rows: Aggregate
    sheet: Indicator
    key: str = (
        ""  # the column by which rows are grouped: a row that counts stands for the group that it leads
    )

    @property
    def facts(self) -> Mapping[str, Term]:
        """The lines that are facts of the row, or aggregates, by name."""
        leaf = Input | Aggregate | OfRow
        return {line.name: line.term for line in self.sheet.lines if isinstance(line.term, leaf)}


@frozen
class Group(Titled):
    weight: Fraction
    children: tuple[Item, ...]
    combine: Literal["sum", "mean", "best", "worst", "drop"]
    k: int
    special: str  # "", bonus, penalty
    limit: Fraction
    docs: tuple[Doc, ...]
    title_span: Span = field(eq=False, repr=False)
    weight_span: Span = field(eq=False, repr=False)
    weight_given: Term | None  # the formula of parameters that the weight is written as


Item: TypeAlias = Group | Indicator


@frozen
class Statement:
    """A check, a published figure or an obligation: a sheet worked out like an indicator, whose point says it holds."""

    kind: Literal["check", "reported", "require"]
    name: str
    sheet: Indicator
    message: str  # what is said, or what follows, where it does not hold
    cited: str


@frozen
class Effect:
    """What happens to the total or the grade when a condition (a sheet of the program, by number) holds."""

    kind: Literal["deduct", "add", "times", "at least", "at most", "grade cap", "lower", "no grade"]
    amount: Fraction
    label: str
    cumulative: bool
    condition: int


@frozen
class Outcome:
    """What follows from points or facts: a sheet worked out like an indicator, of which a line is the value.

    Where rows say texts, `texts` has that of every row, and `row` is the line with the number of the one that applies.
    """

    name: str
    sheet: Indicator
    line: str
    kind: Kind
    texts: tuple[str, ...]
    row: str


@frozen
class GradeRow:
    """A grade and the totals that earn it; `op` is empty for `otherwise`. Rows are tried in order."""

    label: str
    op: Comparison | Literal[""]
    value: Fraction
    span: Span = field(eq=False, repr=False)


@frozen
class Param:
    """A parameter with the value that holds here."""

    name: str
    value: Const


@frozen
class Range:
    """What a weight may be: from `low` up to `high` (None: no end), with or without the ends."""

    low: Fraction
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    @property
    def is_one(self) -> bool:
        return self.low == self.high and not (self.low_open or self.high_open)

    @property
    def is_empty(self) -> bool:
        at_most = self.low if self.high is None else self.high
        return at_most < self.low or (self.low == self.high and not self.is_one)

    def __str__(self) -> str:
        low = f"{plain(self.low)} {'<' if self.low_open else '≤'} ?"
        return low if self.high is None else f"{low} {'<' if self.high_open else '≤'} {plain(self.high)}"


@frozen
class Program:
    name: str
    version: str
    total: Fraction | None
    items: tuple[Item, ...]
    slots: tuple[Slot, ...]
    parts: tuple[Part, ...]
    blocks: tuple[Block, ...]
    grades: tuple[GradeRow, ...]
    convention: Convention
    convention_named: bool
    grid: Fraction
    rounding: Rounding
    docs: tuple[Doc, ...]
    statements: tuple[Statement, ...]
    conditions: tuple[Indicator, ...]
    effects: tuple[Effect, ...]
    outcomes: tuple[Outcome, ...]
    cap: Fraction | None  # how far additions may lift the total
    cases: tuple[Case, ...]
    chinese: bool  # the vocabulary of most of the file's keywords
    source: Source = field(eq=False, repr=False)
    total_span: Span | None = field(eq=False, repr=False)
    params: tuple[Param, ...]
    total_given: Term | None  # the formula of parameters that the total is written as
    open: tuple[tuple[Item, Range], ...]  # the items of a draft whose weights are not decided
    calendar: str  # who knows the working days, where the rubric counts any

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(i for item in self.items for i in leaves(item))

    @property
    def sheets(self) -> tuple[Indicator, ...]:
        """All that is worked out line by line: the indicators, the statements, the conditions, the outcomes."""
        statements = (s.sheet for s in self.statements)
        return (*self.indicators, *statements, *self.conditions, *(o.sheet for o in self.outcomes))

    @property
    def scoring(self) -> tuple[Indicator, ...]:
        """The indicators, and the sheets that they go through row by row."""
        return (*self.indicators, *(part.sheet for part in self.parts))

    @property
    def slot(self) -> Mapping[str, Slot]:
        return {s.name: s for s in self.slots}

    def behind(self, term: Leaf) -> tuple[Term, ...]:
        """A leaf, and what says which rows it goes through."""
        if not isinstance(term, Each):
            return (term,)
        return (term, *(part.rows for part in self.parts if part.name == term.part))

    @property
    def others(self) -> tuple[Slot, ...]:
        """The slots that hold the points of items."""
        return tuple(s for s in self.slots if isinstance(s.term, Points))

    @property
    def columns(self) -> tuple[Field, ...]:
        """The columns that are no facts: what every unit has got for an item."""
        return tuple(f for b in self.blocks for f in b.fields if f.item)

    @property
    def scored(self) -> frozenset[str]:
        """The tables by unit whose units a run scores: those of which own rows are read, or points of units."""
        found = {column.block for column in self.columns}
        todo: list[Term] = [slot.term for slot in self.slots]
        while todo:
            term = todo.pop()
            if isinstance(term, Input) and term.own:
                found.add(term.block)
            todo += children(term)
        return frozenset(found)

    def item(self, key: str) -> Item:
        """The item with a code, or without one with a name; there is one."""
        return next(each for item in self.items for each in within(item) if each.key == key)


def below(item: Item) -> tuple[Item, ...]:
    """An item and all below it, in order."""
    children = item.children if isinstance(item, Group) else ()
    return (item, *(each for child in children for each in below(child)))


def leaves(item: Item) -> tuple[Indicator, ...]:
    """The indicators of an item, in order."""
    if isinstance(item, Indicator):
        return (item,)
    return tuple(leaf for child in item.children for leaf in leaves(child))


def within(item: Item) -> Iterator[Item]:
    """An item and all below it, parents first."""
    yield item
    if isinstance(item, Group):
        for child in item.children:
            yield from within(child)


def slots_of(indicator: Indicator, slots: Container[str]) -> dict[str, None]:
    """The slots that an indicator refers to, in the order of their first use."""
    found: dict[str, None] = {}
    todo: list[Term] = []
    for step in indicator.steps:
        todo.append(step.term if isinstance(step, Line) else step.condition)
        while todo:
            term = todo.pop()
            if isinstance(term, Ref):
                if term.name in slots:
                    found[term.name] = None
            else:
                todo += reversed(children(term))
    return found


def behind(steps: Sequence[Step], terms: Iterable[Term]) -> tuple[Step, ...]:
    """The lines that terms are worked out from, in order."""
    todo, wanted = list(terms), set[str]()
    kept: list[Step] = []
    for step in reversed(steps):
        while todo:
            term = todo.pop()
            if isinstance(term, Ref):
                wanted.add(term.name)
            todo += children(term)
        if isinstance(step, Line) and step.name in wanted:
            kept.append(step)
            todo.append(step.term)
    return tuple(reversed(kept))


@frozen
class Checked:
    """A program that every pass has accepted. Back-ends and the interpreter take nothing else."""

    program: Program
    digest: str
