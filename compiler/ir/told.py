"""What a clause says of itself: the facts from which derivations are worded, one class for each kind of clause.

Values are not here: they are named by lines (`line`, `count` …) whose values a score carries. Terms stand as the
author wrote them, for display.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, TypeAlias

from attrs import field, frozen

from rubricc.dsl.kinds import Kind
from rubricc.dsl.nodes import Comparison
from rubricc.dsl.source import Span
from rubricc.dsl.terms import Partial, Term

Basis = Literal["points", "target", "actual", "absolute"]


@frozen
class MeasureTold:
    """The measure: `name = formula`."""

    name: str
    term: Term
    line: str


@frozen
class LetTold:
    name: str
    term: Term
    line: str


@frozen
class StartTold:
    """The base: full marks, none, or a stated amount."""

    how: Literal["full", "zero", "stated"]
    points: Fraction
    line: str


@frozen
class TargetTold:
    """A target alone: full marks when met, else none."""

    op: Comparison
    value: Term
    kind: Kind
    met: str
    line: str


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
    points: Fraction
    span: Span = field(eq=False, repr=False)


@frozen
class BandsTold:
    """`row` is the number, from 0, of the row that applies."""

    measure: str  # the name of what is banded; empty for rows of conditions
    kind: Kind | None
    rows: tuple[BandRow, ...]
    row: str
    line: str


@frozen
class ProRataTold:
    term: Term
    weight: Fraction
    share: str  # line: the part, not capped
    line: str
    capped: bool


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
class StepTold:
    """Steps from a threshold. `distance` and `count` are lines; `partial_by` says who chose, clause or convention."""

    sign: Literal["deduct", "add"]
    amount: Fraction
    measure: str
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
    cap: Fraction | None
    line: str


@frozen
class RowsTold:
    """One charge for every row (or month) for which `where` holds."""

    sign: Literal["deduct", "add"]
    amount: Fraction
    block: str
    by_month: bool
    where: Term | None
    count: str
    cap: Fraction | None
    line: str


@frozen
class CountTold:
    """One charge for every `every` of a count."""

    sign: Literal["deduct", "add"]
    amount: Fraction
    term: Term
    every: Fraction
    partial: Partial
    partial_by: Literal["clause", "convention"]
    number: str  # line: the count itself
    count: str
    cap: Fraction | None
    line: str


@frozen
class OnceTold:
    """One charge when a condition holds."""

    sign: Literal["deduct", "add"]
    amount: Fraction
    when: Term
    holds: str
    line: str


@frozen
class WhenTold:
    """The clause that follows counts only when a condition holds."""

    when: Term
    holds: str


@frozen
class LimitTold:
    side: Literal["at least", "at most"]
    amount: Fraction
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
class SumTold:
    """Base, charges and limits put together."""

    base: str
    changes: tuple[tuple[Literal["deduct", "add"], str], ...]
    sum: str
    floor: Fraction
    cap: Fraction
    points: str


Told: TypeAlias = (
    MeasureTold | LetTold | StartTold | TargetTold | BandsTold | ProRataTold | ChecklistTold | StepTold | RowsTold
    | CountTold | OnceTold | WhenTold | LimitTold | VetoTold | SumTold
)  # fmt: skip
