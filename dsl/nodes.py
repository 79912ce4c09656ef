"""The syntax tree: what the author wrote, nothing decided yet.

Every node is frozen and compares by what it says, not by where it stands. Names are unresolved, the two vocabularies
are already one. `parse` builds it, `printer` writes it back, `resolve` gives it meaning.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal as OneOf
from typing import TypeAlias

from attrs import field, frozen

from rubricc.dsl.source import Span

Comparison: TypeAlias = OneOf[">=", "<=", ">", "<", "=", "!="]
Rounding: TypeAlias = OneOf["half up", "half even", "up", "down"]


@frozen
class Node:
    span: Span = field(eq=False, repr=False)


# ── expressions ──


@frozen
class Number(Node):
    """A number with its unit ('' none, '%', 'pp', 'month', '万元', '件' …); `value` is the number before the unit."""

    value: Fraction
    unit: str = ""


@frozen
class DateLiteral(Node):
    value: date


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
    where: Expr | None = None


Expr: TypeAlias = (
    Number | DateLiteral | MonthLiteral | YesNo | Name | Arith | Minus | Logic | Negate | Compare | MemberOf | IfElse
    | RoundTo | Call
)  # fmt: skip


# ── rows and amounts ──


@frozen
class Share(Node):
    """A part of the weight: `full` is 1, `half` 1/2, `60% of weight` 3/5."""

    part: Fraction


Amount: TypeAlias = Expr | Share


@frozen
class Judged(Node):
    """Points that a person decides, between two ends; the facts give them, with a name and a reason."""

    low: Amount
    high: Amount


@frozen
class Piece(Node):
    """A row's result that runs from the low end of its interval to the high end."""

    low: Amount
    high: Amount


Outcome: TypeAlias = Amount | Judged | Piece


@frozen
class Otherwise(Node):
    pass


@frozen
class Matches(Node):
    """`>= 95%`: the measure compared with a value."""

    op: Comparison
    value: Expr


@frozen
class Interval(Node):
    """`[90%, 95%)`, and `2 .. 3` with both ends."""

    low: Expr
    high: Expr
    low_open: bool
    high_open: bool


Pattern: TypeAlias = Expr | Matches | Interval | Otherwise
"""A bare expression is a label, a value or a condition: its kind decides when names are resolved."""


@frozen
class Row(Node):
    patterns: tuple[Pattern, ...]
    result: Outcome


# ── clauses ──


@frozen
class Measure(Node):
    expr: Expr


@frozen
class Direction(Node):
    higher: bool


@frozen
class Target(Node):
    op: Comparison
    value: Expr


@frozen
class Deadline(Node):
    """`target by DATE`, inclusive."""

    value: Expr


@frozen
class StartAt(Node):
    amount: Amount


@frozen
class By(Node):
    measure: Expr | None
    rows: tuple[Row, ...]


@frozen
class Knot(Node):
    """`80% -> 10`: the points at one value of the measure."""

    value: Expr
    points: Amount


@frozen
class Linear(Node):
    """Straight lines from knot to knot, level before the first and after the last."""

    knots: tuple[Knot, ...]


@frozen
class Score(Node):
    """`score EXPR`: the base is a formula."""

    expr: Expr


@frozen
class ProRata(Node):
    expr: Expr
    uncapped: bool


@frozen
class CheckItem(Node):
    expr: Expr
    text: str
    points: Amount | None
    required: bool


@frozen
class AnyOf(Node):
    """`any k of n`."""

    k: int
    n: int | None


@frozen
class AllOrNothing(Node):
    pass


@frozen
class PerMissing(Node):
    amount: Amount


@frozen
class Checklist(Node):
    mode: AnyOf | AllOrNothing | PerMissing | None
    items: tuple[CheckItem, ...]


Side: TypeAlias = OneOf["below", "above", "either side", "late"]


@frozen
class Step(Node):
    """`1% below`, `1pp of X below 90%`, `5% of target either side`, `2 months late`."""

    size: Number
    side: Side
    basis: OneOf["", "target", "actual"] = ""
    measure: Expr | None = None
    threshold: Expr | None = None


@frozen
class PerRow(Node):
    """Each month or each row of a table: the only table of that make where no name is given."""

    what: OneOf["month", "row"]
    block: Name | None = None


@frozen
class PerCount(Node):
    """`3 of COUNT`: one for every three."""

    every: Number | None
    expr: Expr


Unit: TypeAlias = Step | PerRow | PerCount


@frozen
class Table(Node):
    """An amount that a table gives: `deduct by X …:` with rows."""

    measure: Expr
    rows: tuple[Row, ...]


@frozen
class Tier(Node):
    """One stretch of a count: from `low` up to `high` (None: no end), `amount` for every `per`."""

    low: Expr
    high: Expr | None
    amount: Amount
    per: Number | None


@frozen
class Tiers(Node):
    """Cumulative rates: each tier charges its own stretch, or (`whole`) the tier reached charges all."""

    expr: Expr
    whole: bool
    tiers: tuple[Tier, ...]


@frozen
class Tolerance(Node):
    """What may be missed without a charge; beyond it only the excess counts, or everything."""

    size: Number
    how: OneOf["excess", "everything"]


@frozen
class Partial(Node):
    """How a step counts that is only partly taken; `size` where the clause repeats the step (不足1%按1%计)."""

    how: OneOf["started", "whole", "pro rata"]
    size: Number | None = field(default=None, eq=False)
    counted_as: Number | None = field(default=None, eq=False)


@frozen
class Adjust(Node):
    """The one skeleton of deductions and additions: (deduct | add) AMOUNT [per UNIT] [options]."""

    sign: OneOf["deduct", "add"]
    amount: Amount | Judged | Table | Tiers
    unit: Unit | None = None
    where: Expr | None = None
    when: Expr | None = None
    times: Expr | None = None
    up_to: Amount | None = None
    up_to_each: Amount | None = None
    beyond: Tolerance | None = None
    partial: Partial | None = None
    until_zero: bool = False


@frozen
class Limit(Node):
    side: OneOf["at least", "at most"]
    amount: Amount
    when: Expr | None


@frozen
class Veto(Node):
    """`zero when C` and `full when C`."""

    full: bool
    when: Expr


@frozen
class Combine(Node):
    """How a group is made of its members, where it is not their sum: shares of their weights, the best or worst `k`."""

    how: OneOf["sum", "mean", "best", "worst", "drop"]
    k: int = 0


@frozen
class NotApplicable(Node):
    """What an indicator gives when it does not apply; `points` where the answer is a number."""

    answer: OneOf["zero", "full", "points", "rescale within group", "rescale in total"]
    points: Number | None
    when: Expr


@frozen
class Doc(Node):
    kind: OneOf["source", "about", "evidence", "note"]
    text: str


Base: TypeAlias = StartAt | By | ProRata | Checklist | Linear | Judged | Score
Clause: TypeAlias = (
    Measure | Direction | Target | Deadline | Base | Adjust | Limit | Veto | Combine | NotApplicable | Doc
)  # fmt: skip


# ── the tree ──


@frozen
class Weight(Node):
    """`weight 5`, `weight (W)`, or `weight ?` where `value` is None; `out_of` is the scale that clauses count on."""

    value: Expr | None
    out_of: Number | None = None


@frozen
class Item(Node):
    """A group or an indicator: which one, its members say."""

    title: str  # code and name, as written
    title_span: Span = field(eq=False, repr=False)
    weight: Weight
    clauses: tuple[Clause, ...]
    children: tuple[Item, ...]
    inline: bool = field(default=False, eq=False)  # written on one line
    special: OneOf["", "bonus", "penalty"] = ""  # a group outside the weight sum, up to or down to `limit`
    limit: Amount | None = None


# ── the frame ──


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


@frozen
class Check(Node):
    """`check NAME: COND else "…"`: a statement that should hold; no points."""

    name: str
    condition: Expr
    otherwise: str


@frozen
class Reported(Node):
    """`reported X = 94.36%`: a figure recomputed, and held against the published one at its own precision."""

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


# ── after the sum ──


@frozen
class TotalChange(Node):
    sign: OneOf["deduct", "add"]
    amount: Amount
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


Effect: TypeAlias = TotalChange | TotalLimit | GradeCap | GradeLower | NoGrade


@frozen
class OutcomeRow(Node):
    patterns: tuple[Pattern, ...]
    result: Expr | str


@frozen
class OutcomeDecl(Node):
    """`outcome NAME: by total:` rows: what follows from the total or the grade."""

    name: str
    subject: OneOf["total", "grade"]
    rows: tuple[OutcomeRow, ...]


@frozen
class Binding(Node):
    block: Name | None
    path: str


@frozen
class CaseData(Node):
    bindings: tuple[Binding, ...]


@frozen
class Given(Node):
    name: Name
    value: Expr


@frozen
class CaseGiven(Node):
    facts: tuple[Given, ...]


@frozen
class Expect(Node):
    """What a case expects: points of an item, the total, the grade, or an error code."""

    what: OneOf["item", "total", "grade", "error"]
    item: Name | None
    value: Expr


@frozen
class CaseExpect(Node):
    expects: tuple[Expect, ...]


CaseLine: TypeAlias = CaseData | CaseGiven | CaseExpect | Doc


@frozen
class Case(Node):
    name: str
    lines: tuple[CaseLine, ...]


@frozen
class Rubric(Node):
    """A whole file. `name` is None where the file has no `rubric "…"` line."""

    name: str | None
    version: str
    settings: tuple[Setting, ...]
    data: tuple[Data, ...]
    lets: tuple[Let, ...]
    items: tuple[Item, ...]
    statements: tuple[Statement, ...]
    effects: tuple[Effect, ...]
    outcomes: tuple[OutcomeDecl, ...]
    cases: tuple[Case, ...]
