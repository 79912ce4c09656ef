"""What a clause says of itself: the facts from which derivations are worded, one class for each kind of clause.

Values are not here: they are named by lines (`line`, `count` …) whose values a score carries. Terms stand as the
author wrote them, for display.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias

from attrs import field

from rubricc.compiler.ir.told_among import RankTold, SkipTold
from rubricc.compiler.ir.told_factor import FactorTold
from rubricc.dsl.frozen import frozen
from rubricc.dsl.kinds import Kind
from rubricc.dsl.nodes import Comparison
from rubricc.dsl.source import Span
from rubricc.dsl.terms import Const, Partial, Term

Basis = Literal["points", "target", "actual", "absolute"]


@frozen
class MeasureTold:
    """The measure: `name = formula`."""

    name: str
    term: Term
    line: str
    by_convention: bool = False  # the convention rounds it as it is published


@frozen
class ParamTold:
    """A parameter, the period in which it has this value, and where that is laid down; or a formula of parameters."""

    formula: Term
    value: Const
    first: date | None
    last: date | None
    source: str


@frozen
class LetTold:
    name: str
    term: Term
    line: str


@frozen
class StartTold:
    """The base: full marks, none, or a stated amount."""

    how: Literal["full", "zero", "stated"]
    line: str


@frozen
class TargetTold:
    """A target alone: full marks when met, else none; `high` where it is a range, of which `value` is the low end."""

    op: Comparison
    value: Term
    kind: Kind
    met: str
    line: str
    value_line: str  # where it is not written out
    high: Term | None = None
    high_line: str = ""


@frozen
class Region:
    """The values of a measure between two ends; None is no end."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False


@frozen
class LabelCase:
    label: str | bool


@frozen
class ConditionCase:
    condition: Term


@frozen
class OtherwiseCase:
    pass


BandCase: TypeAlias = Region | LabelCase | ConditionCase | OtherwiseCase


@frozen
class BandRow:
    cases: tuple[BandCase, ...]
    result: Term
    piece: tuple[Term, Term] | None  # the ends of a straight line
    span: Span = field(eq=False, repr=False)


@frozen
class BandsTold:
    """`row` is the number, from 0, of the row that applies. Of an outcome rows give values of a kind, or texts."""

    name: str  # of what is banded; empty for rows of conditions
    measure: str  # line
    kind: Kind | None
    rows: tuple[BandRow, ...]
    row: str
    line: str
    gives: Kind | None = None
    texts: tuple[str, ...] = ()


@frozen
class ScoreTold:
    term: Term
    line: str


@frozen
class JudgedTold:
    """Points between two ends that a person decided; `by` and `reason` are lines, `holds` says whether they count."""

    label: str
    low: Term
    high: Term
    points: str
    by: str
    reason: str
    holds: str  # line; empty where they always count
    is_base: bool


@frozen
class ProRataTold:
    term: Term
    weight: Fraction
    share: str  # line: the part, not capped
    line: str
    capped: bool
    by_convention: bool = False  # the convention rounds it as it is published


@frozen
class EachTold:
    """The points of the rows of a part, row by row and put together."""

    part: str
    block: str
    by_month: bool
    where: Term | None
    how: Literal["sum", "mean", "best", "worst", "drop"]
    k: int
    weight: Fraction
    rows: str  # line: how many
    total: str  # line: the points of those that count, added up
    counted: str  # line: how many those are; empty where they are only added
    line: str
    key: str = ""  # the column by which rows are grouped, where groups are scored


@frozen
class ItemTold:
    text: str
    met: str  # line: yes or no
    points: Fraction | None
    required: bool


@frozen
class ChecklistTold:
    items: tuple[ItemTold, ...]
    mode: Literal["points", "any", "all", "missing"]
    need: int  # for `any`
    deduct: Fraction  # for `missing`
    met: str  # line: how many items are met
    line: str


@frozen
class Charge:
    """What every deduction or addition has: amount × count (× times), capped, as points on a line."""

    sign: Literal["deduct", "add"]
    amount: Term
    each: str  # line: the amount, where it is not a written number; else empty
    times: Term | None
    factor: str  # line: the value of `times`
    cap: Term | None
    line: str
    cumulative: bool = False  # another clause may charge the same


@frozen
class StepTold:
    """Steps from a threshold. `distance` and `count` are lines; `partial_by` says who chose, clause or convention."""

    charge: Charge
    name: str
    measure: str  # line
    kind: Kind
    op: Comparison | Literal[""]
    threshold: Term
    side: Literal["below", "above", "either side", "late"]
    size: Fraction
    unit: str
    basis: Basis
    basis_by: Literal["clause", "convention"]
    partial: Partial
    partial_by: Literal["clause", "convention"]
    distance: str
    count: str
    tolerance: Term | None
    beyond: Literal["", "excess", "everything"]
    counted: str  # line: the distance that counts, where there is a tolerance
    working: Mapping[str, str]  # lines: working days late, and what they are made of
    threshold_line: str  # where it is not written out


@frozen
class RowsTold:
    """One charge for every row (or month) for which `where` holds; `own` where rows are charged unlike each other."""

    charge: Charge
    block: str
    by_month: bool
    where: Term | None
    count: str
    cap_each: Term | None
    table: tuple[BandRow, ...]  # what each row is charged, by `subject`
    subject: Term | None
    kind: Kind | None
    own: bool
    tiers: tuple[TierTold, ...] = ()  # what each row is charged by cumulative rates of `subject`
    whole: bool = False
    judged: tuple[tuple[str, str, str], ...] = ()  # columns of what persons decide: points, name, reason
    among: tuple[str, Literal["best", "worst"]] | None = None  # of rows alike in a column only one counts


@frozen
class CountTold:
    """One charge for every `every` of a count."""

    charge: Charge
    term: Term
    every: Fraction
    unit: str
    partial: Partial
    partial_by: Literal["clause", "convention"]
    number: str  # line: the count itself
    count: str


@frozen
class TierTold:
    low: Fraction
    high: Fraction | None
    amount: Term
    per: Fraction
    partial: Partial
    partial_by: Literal["clause", "convention"]
    line: str  # the points of this tier
    count: str  # how many it charges


@frozen
class TiersTold:
    """Cumulative rates over a count."""

    charge: Charge
    term: Term
    number: str
    whole: bool
    tiers: tuple[TierTold, ...]


@frozen
class TableTold:
    """An amount from a table: charged once, or (`charge` is None) by the step or the count that follows."""

    charge: Charge | None
    name: str
    measure: str
    kind: Kind | None
    rows: tuple[BandRow, ...]
    row: str
    line: str = ""  # the amount, where it is charged by what follows


@frozen
class OnceTold:
    """One charge when a condition holds."""

    charge: Charge
    when: Term | None
    holds: str


@frozen
class WhenTold:
    """The clause that follows counts only when a condition holds."""

    when: Term
    holds: str


@frozen
class LimitTold:
    side: Literal["at least", "at most"]
    amount: Term
    when: Term | None
    holds: str  # line: whether the condition holds; empty where there is none
    before: str
    line: str


@frozen
class VetoTold:
    full: bool
    when: Term
    holds: str
    line: str


@frozen
class ScaledTold:
    """Points counted on another scale, brought to the weight."""

    out_of: Fraction
    weight: Fraction
    scaled: str


@frozen
class CheckTold:
    """A condition. `sides` are the lines with both sides of a comparison of which one is worked out; else empty."""

    condition: Term
    sides: tuple[str, str] | tuple[()]
    kind: Kind  # of the sides
    holds: str
    message: str


@frozen
class ReportedTold:
    """A published figure beside the one recomputed: `exact`, and `computed` at the published precision."""

    term: Term
    kind: Kind
    exact: str
    computed: str
    published: str
    holds: str


@frozen
class ReportedRowsTold:
    """The same for every row of a table; `unlike` is how many rows differ."""

    term: Term
    published: Term
    block: str
    unlike: str
    holds: str


@frozen
class SumTold:
    """Base, charges and limits put together; `written` has the clauses of floor and cap, if any."""

    base: str
    changes: tuple[tuple[Literal["deduct", "add"], str], ...]
    sum: str
    floor: Term
    cap: Term
    points: str
    written: tuple[Span | None, Span | None] = field(default=(None, None), eq=False, repr=False)


Told: TypeAlias = (
    MeasureTold | ParamTold | LetTold | RankTold | SkipTold | StartTold | TargetTold | BandsTold | ScoreTold
    | JudgedTold | ProRataTold | ChecklistTold | EachTold | StepTold | RowsTold
    | CountTold | TiersTold | TableTold | OnceTold | WhenTold | FactorTold | LimitTold | VetoTold | SumTold
    | ScaledTold | CheckTold | ReportedTold | ReportedRowsTold
)  # fmt: skip
