"""Arithmetic of dates: the days between two, dates so much later, whole months and working days from one to another.

A date that is counted on is known to the calendar: a written one is checked here, a fact where it is bound (`Known`).
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from rubricc.compiler.runtime.schema import Known
from rubricc.compiler.runtime.spans import Calendar, shifted
from rubricc.dsl import nodes as n
from rubricc.dsl import terms as t
from rubricc.dsl.diagnostics.model import diagnose
from rubricc.dsl.kinds import COUNT, DATE, DAYS, NUMBER
from rubricc.dsl.model import Block
from rubricc.dsl.source import Span
from rubricc.dsl.workdays import working_calendar

if TYPE_CHECKING:
    from rubricc.dsl.expressions import Typer

MOST = 400  # years that a date may be moved by
# What may be moved so far and is still a date that can be written.
MOVED = Known("<the calendar of the years 1000 to 9999>", date(1400, 1, 1), date(9599, 12, 31))
Rest = tuple[tuple[Literal["+", "-", "*", "/"], n.Expr], ...]
OF_DATES: dict[str, t.What] = {"months": "months", "workdays": "working days"}


def leading_dates(typer: Typer, first: t.Term, rest: Rest, rows: Block | None) -> tuple[t.Term, Rest]:
    """The sum up to where it is no date any more: `date + 30 days`, `date - date`; and what is left of it."""
    while rest and first.kind.family == "date":
        (op, operand), *left = rest
        first, rest = _next(typer, first, op, operand, rows), tuple(left)
    return first, rest


def _next(typer: Typer, first: t.Term, op: str, operand: n.Expr, rows: Block | None) -> t.Term:
    if isinstance(operand, n.Number) and operand.unit in ("day", "month"):
        return _moved(typer, first, operand, 1 if op == "+" else -1)
    if isinstance(operand, n.Number) and operand.unit == "working day":
        typer.findings.append(diagnose("RB3077", operand.span))
        return first
    term = typer.term(operand, rows)
    if op == "-" and term.kind.family == "date":
        return t.Elapsed("days", term, first, DAYS)
    left, right = first.kind.name, term.kind.name
    typer.findings.append(diagnose("RB3001", operand.span, left=left, right=right, operator=op))
    return first if term.kind.is_plain and isinstance(operand, n.Number) else t.Const(Fraction(0), NUMBER)


def _moved(typer: Typer, day: t.Term, size: n.Number, sign: int) -> t.Term:
    most = MOST * (12 if size.unit == "month" else 366)
    if size.value.denominator != 1 or size.value > most:
        typer.findings.append(diagnose("RB3078", size.span, years=MOST))
        return day
    unit = "month" if size.unit == "month" else "day"
    count = int(size.value) * sign
    if isinstance(day, t.Const) and isinstance(day.value, date):
        if MOVED.first <= day.value <= MOVED.last:
            return t.Const(shifted(day.value, count, unit), DATE)
    know(typer, day, size.span, MOVED)
    return t.Shifted(day, count, unit, DATE)  # type: ignore[arg-type]


def from_to(typer: Typer, function: str, call: n.Call, rows: Block | None) -> t.Term:
    """`months(from, to)`, `workdays(from, to)`: the first day is not counted, the last is."""
    dates = [typer.term(arg, rows) for arg in call.args]
    if len(dates) != 2 or any(day.kind.family != "date" for day in dates) or call.where or call.otherwise:
        typer.findings.append(diagnose("RB3076", call.span, name=call.function.text))
        return t.Const(Fraction(0), COUNT)
    what = OF_DATES[function]
    calendar = None if what == "months" else counted(typer, call.span, *dates)
    return t.Elapsed(what, dates[0], dates[1], COUNT, calendar)


def counted(typer: Typer, span: Span, *days: t.Term) -> Calendar:
    """The calendar of working days, which must know all of these."""
    calendar = working_calendar()
    typer.scope.calendar = calendar.source
    for day in days:
        know(typer, day, span, Known(calendar.source, calendar.first, calendar.last))
    return calendar


def know(typer: Typer, day: t.Term, span: Span, known: Known) -> None:
    """Note that the facts behind a date must be known to a calendar; refuse a written date that is not."""
    match day:
        case t.Const(value):
            if isinstance(value, date) and not known.first <= value <= known.last:
                first, last = str(known.first), str(known.last)
                typer.findings.append(
                    diagnose("RB3079", span, day=str(value), source=known.source, first=first, last=last)
                )
        case t.Input(block, name):
            other = typer.scope.counted.get((block, name))
            if other is None or other.first < known.first:
                typer.scope.counted[block, name] = known
        case t.Ref(name) if name in typer.lets:
            know(typer, typer.lets[name], span, known)
        case t.Select():
            for arm in (*(value for _, value in day.arms), day.otherwise):
                know(typer, arm, span, known)
        case t.Shifted():
            if known is not MOVED:
                typer.findings.append(diagnose("RB3077", span))
