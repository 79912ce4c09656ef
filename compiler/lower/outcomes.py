"""Outcomes: what follows from the total, the grade, points or facts, worked out on sheets of their own.

A sheet has one point, which says nothing; what follows is the line `value`, or the text of the row that applies.
"""

from __future__ import annotations

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


def lower_outcome(outcome: n.OutcomeDecl, typer: Typer, slots: Slots, convention: Convention) -> ir.Outcome:
    """The IR of an outcome."""
    name, place = outcome.name.text, outcome.span
    desk = Desk(
        Indicator("", name, Fraction(1), place, None, None, (), (), place, outcome.name.span, None),
        typer, slots, convention,
    )  # fmt: skip
    desk.said = (outcome.value,)
    if isinstance(outcome.value, n.By):
        line, kind, texts, row = _banded(desk, outcome.value)
    else:
        line, kind = _formula(desk, name, outcome.value)
        texts, row = (), ""
    desk.line("points", const(1, COUNT))
    return ir.Outcome(name, desk.sheet(()), line, kind, texts, row)


def _formula(desk: Desk, name: str, expr: n.Expr) -> tuple[str, Kind]:
    term = desk.typer.term(expr)
    value = desk.line("value", term)
    kind = PERCENT if term.kind.ratio else term.kind
    desk.tell(told.LetTold(name, term, value.name), expr.span)
    return value.name, kind


def _banded(desk: Desk, by: n.By) -> tuple[str, Kind, tuple[str, ...], str]:
    subject, name = None, ""
    if by.measure is not None and _is_misled(desk, by, by.measure):
        return desk.line("value", const(0)).name, NUMBER, (), ""
    if by.measure is not None:
        term = desk.typer.term(by.measure)
        value = measured(desk, term, by.measure.span, in_percent=any_in_percent(by.rows))
        subject = desk.line("measure", value)
        name = desk.indicator.name
        if isinstance(by.measure, n.Name | n.Standing):
            name = by.measure.span.text
        if not isinstance(by.measure, n.Name | n.Standing) or value is not term:
            desk.tell(told.MeasureTold(name, value, subject.name, value is not term), by.measure.span)
    given = _Given(desk)
    bands = lower_rows(desk, by.rows, subject, name, gives=given.term)
    row = desk.line("row", bands.index)
    kind = given.kind or NUMBER
    line = desk.line("value", t.Pick(row, bands.results, kind))
    measure = subject.name if subject is not None else ""
    texts = tuple(given.texts)
    desk.tell(
        told.BandsTold(name, measure, bands.kind, bands.rows, row.name, line.name, kind, texts), by.span
    )
    return line.name, kind, texts, row.name


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

    def term(self, result: n.Outcome) -> t.Term:
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
