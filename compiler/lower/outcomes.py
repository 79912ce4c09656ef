"""Outcomes: what follows from the total, the grade, points or facts, worked out on sheets of their own.

A sheet has one point, which says nothing; what follows is the line `value`, or the text of the row that applies.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from rubricc.compiler.conventions import Convention
from rubricc.compiler.ir import program as ir
from rubricc.compiler.ir import told
from rubricc.compiler.lower.bands import lower_rows
from rubricc.compiler.lower.lines import Desk, Slots, const
from rubricc.compiler.lower.measured import any_in_percent, measured
from rubricc.dsl import nodes as n
from rubricc.dsl import terms as t
from rubricc.dsl.expressions import Typer
from rubricc.dsl.kinds import COUNT, NUMBER, PERCENT, Kind
from rubricc.dsl.model import Indicator
from rubricc.dsl.scan import MAX_NESTING


def lower_outcomes(
    outcomes: Sequence[n.OutcomeDecl], typer: Typer, slots: Slots, convention: Convention
) -> tuple[ir.Outcome, ...]:
    """The IR of the outcomes; each may read those before it."""
    return tuple(_Outcome(outcomes, at, typer, slots, convention).lowered() for at in range(len(outcomes)))


class _Outcome:
    """One outcome on its way to a sheet. An outcome that it reads is worked out on the same sheet, and told there: so
    what it came to stands in the derivation, and no sheet waits for another."""

    def __init__(
        self,
        outcomes: Sequence[n.OutcomeDecl],
        at: int,
        typer: Typer,
        slots: Slots,
        convention: Convention,
    ) -> None:
        self.outcomes, self.at, self.typer = outcomes, at, typer
        self.before = at  # how many outcomes may be read where something is being lowered
        self.depth = 0  # of outcomes that wait for one another
        self.known: dict[str, t.Term | None] = {}
        own = outcomes[at]
        self.desk = Desk(
            Indicator("", own.name.text, Fraction(1), own.span, None, None, (), (), own.span, own.name.span, None),
            typer, slots, convention,
        )  # fmt: skip

    def lowered(self) -> ir.Outcome:
        own = self.outcomes[self.at]
        self.typer.concluded = self.read
        line, kind, texts, row = self.lower(own)
        self.typer.concluded = None
        self.desk.line("points", const(1, COUNT))
        return ir.Outcome(own.name.text, self.desk.sheet(()), line, kind, texts, row)

    def lower(self, outcome: n.OutcomeDecl) -> tuple[str, Kind, tuple[str, ...], str]:
        self.desk.said = (*self.desk.said, outcome.value)
        name = outcome.name.text
        line = "value" if outcome is self.outcomes[self.at] else name
        if isinstance(outcome.value, n.By):
            return _banded(self.desk, outcome.value, name, line)
        return (*_formula(self.desk, name, outcome.value, line), (), "")

    def read(self, name: n.Name) -> t.Term | None:
        """What an outcome before this one comes to; None where there is none of that name."""
        at = next(
            (k for k, each in enumerate(self.outcomes[: self.before]) if each.name.text == name.text), None
        )
        if at is None:
            return None
        if name.text not in self.known:
            if self.depth == MAX_NESTING:
                self.desk.finding("RB1011", self.outcomes[at].span, limit=MAX_NESTING)
                return const(0)
            before, self.before, self.depth = self.before, at, self.depth + 1
            line, kind, texts, _ = self.lower(self.outcomes[at])
            self.before, self.depth = before, self.depth - 1
            self.known[name.text] = None if any(texts) else t.Ref(line, kind)
        value = self.known[name.text]
        if value is None:
            self.desk.finding("RB3004", name.span, kind="<string>", expected="<number>")
        return value or const(0)


def _formula(desk: Desk, name: str, expr: n.Expr, line: str) -> tuple[str, Kind]:
    term = desk.typer.term(expr)
    value = desk.line(line, term)
    kind = PERCENT if term.kind.ratio else term.kind
    desk.tell(told.LetTold(name, term, value.name), expr.span)
    return value.name, kind


def _banded(desk: Desk, by: n.By, own: str, line: str) -> tuple[str, Kind, tuple[str, ...], str]:
    subject, name = None, ""
    if by.measure is not None and _is_misled(desk, by, by.measure):
        return desk.line(line, const(0)).name, NUMBER, (), ""
    if by.measure is not None:
        term = desk.typer.term(by.measure)
        compared = measured(desk, term, by.measure.span, in_percent=any_in_percent(by.rows))
        subject = desk.line("measure", compared)
        name = own
        if isinstance(by.measure, n.Name | n.Standing):
            name = by.measure.span.text
        if not isinstance(by.measure, n.Name | n.Standing) or compared is not term:
            desk.tell(told.MeasureTold(name, compared, subject.name, compared is not term), by.measure.span)
    given = _Given(desk)
    bands = lower_rows(desk, by.rows, subject, name, gives=given.term)
    row = desk.line("row", bands.index)
    kind = given.kind or NUMBER
    value = desk.line(line, t.Pick(row, bands.results, kind))
    measure = subject.name if subject is not None else ""
    texts = tuple(given.texts)
    desk.tell(
        told.BandsTold(name, measure, bands.kind, bands.rows, row.name, value.name, kind, texts), by.span
    )
    return value.name, kind, texts, row.name


def _is_misled(desk: Desk, by: n.By, measure: n.Expr) -> bool:
    """Whether grades stand in rows by total: `by grade` is meant."""
    if not (isinstance(measure, n.Standing) and measure.what == "total"):
        return False
    grades = desk.typer.scope.grades
    patterns = [pattern for row in by.rows for pattern in row.patterns]
    wrong = [pattern for pattern in patterns if isinstance(pattern, n.Name) and pattern.text in grades]
    for pattern in wrong:
        desk.finding("RB5035", pattern.span)
    return bool(wrong)


class _Given:
    """What the rows give: texts, or values of one kind."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.kind: Kind | None = None
        self.texts: list[str] = []  # of every row; empty where it gives a value

    def term(self, result: n.RowResult) -> t.Term:
        desk = self.desk
        known = desk.typer.scope.names()
        text = result.text if isinstance(result, n.Text) else ""
        if isinstance(result, n.Name) and result.text not in known:
            text = result.text
        self.texts.append(text)
        if text or isinstance(result, n.Text):
            return const(0)
        if isinstance(result, n.Share | n.Piece | n.Judged):
            desk.finding("RB3004", result.span, kind="<points>", expected="<expression>")
            return const(0)
        term = desk.typer.number(result)
        if self.kind is None:
            self.kind = PERCENT if term.kind.ratio else term.kind
        elif not desk.typer.alike(self.kind, result, term):
            return const(0)
        return term
