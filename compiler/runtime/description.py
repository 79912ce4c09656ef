"""The description of a rubric that every scorer carries: its indicators, their sentences, its tree, its statements."""

from typing import NamedTuple

from rubricc.compiler.runtime.exact import Exact
from rubricc.compiler.runtime.sentences import Parts
from rubricc.compiler.runtime.summary import GroupSpec, SummarySpec


class ClauseSpec(NamedTuple):
    """One clause of an indicator: its text, where it stands, and the line with its effect ('' where it has none)."""

    text: str
    line: int
    effect: str
    sign: int  # of the effect: −1 takes points, 1 gives them
    file: str = ""  # where that is not the file of the rubric


class IndicatorSpec(NamedTuple):
    code: str
    name: str
    weight: Exact
    low: Exact  # the least and the most points it can have
    high: Exact
    clauses: tuple[ClauseSpec, ...]
    convention: tuple[str, ...]  # the questions that the convention answered
    inputs: tuple[tuple[str, str, bool], ...]  # the facts it reads: block, field, of the unit's own row only
    tables: tuple[str, ...]  # the tables that it goes through
    zh: tuple[Parts, ...]
    en: tuple[Parts, ...]
    source: str  # 依据
    notes: tuple[str, ...]  # 说明
    absent: tuple["AbsentSpec", ...] = ()
    others: tuple[str, ...] = ()  # the points of other items that it reads, in words
    judged: tuple["JudgedRows", ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()  # columns of which a row that lacks them is left out


class JudgedRows(NamedTuple):
    """What persons decide of the rows of a table: its columns, and the list of the rows that count (empty: all)."""

    block: str
    points: str
    by: str
    reason: str
    counted: str


class AbsentSpec(NamedTuple):
    """What an indicator gives that is not worked out: it does not apply, its facts are missing, a divisor is 0."""

    because: str  # not applicable, missing, zero divisor
    answer: str  # refuse, points, rescale within group, rescale in total, mean of others
    points: Exact
    condition: int | None  # which says that it does not apply
    text: str  # the condition in words, or the convention that answers
    column: tuple[str, str] = ("", "")  # what the others have got: table and column
    grid: Exact = 1  # to which their mean is rounded, and how
    rounding: str = ""


class StatementSpec(NamedTuple):
    """A check, a published figure or an obligation; its sheet is worked out like an indicator of one point."""

    kind: str  # check, reported, require
    name: str
    sheet: IndicatorSpec
    message: str
    cited: str
    line: int
    computed: str  # the lines with both figures, and how they are printed; empty where there are none
    published: str
    style: str
    stated: bool = False  # an obligation that reads yes, no and labels only: what is stated, nothing measured
    file: str = ""  # where that is not the file of the rubric


class ColumnSpec(NamedTuple):
    """What every unit has got for an item, or in all, as a column of a table by unit; how many others are worked out
    before. `worked`: only points that were worked out, not those of an answer."""

    block: str
    field: str
    item: GroupSpec | int | None
    stage: int
    worked: bool = False


class OutcomeSpec(NamedTuple):
    """What follows from points or facts: the value on a line, or the text of the row that applies."""

    name: str
    sheet: IndicatorSpec
    line: str
    style: str  # how its value is printed
    texts: tuple[str, ...]  # of every row; empty where the row gives a value
    row: str  # the line with the number of the row; empty where there are no rows


class RubricSpec(NamedTuple):
    name: str
    version: str
    digest: str
    compiler: str
    convention: str
    summary: SummarySpec
    indicators: tuple[IndicatorSpec, ...]
    tree: tuple[GroupSpec | int, ...]
    statements: tuple[StatementSpec, ...]
    conditions: tuple[IndicatorSpec, ...]  # worked out like indicators; their point says that they hold
    others: tuple[GroupSpec | int | str, ...] = ()  # the items whose points are read; total, grade
    order: tuple[int, ...] = ()  # of the sheets, ~k for the k-th of these items; empty: as they stand
    outcomes: tuple[OutcomeSpec, ...] = ()
    columns: tuple[ColumnSpec, ...] = ()  # points of every unit that others are compared with

    @property
    def total(self) -> Exact | None:
        return self.summary.total
