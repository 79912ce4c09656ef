"""`by X:` rows, wherever they stand: which row applies, as a number, and what each row gives."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from fractions import Fraction
from typing import assert_never

from attrs import frozen

from rubricc.compiler.ir import told
from rubricc.compiler.lower.amounts import lower_amount
from rubricc.compiler.lower.judged import Decided, lower_judged
from rubricc.compiler.lower.lines import Desk, const
from rubricc.compiler.lower.measured import any_in_percent
from rubricc.dsl import nodes as n
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import COUNT, NUMBER, PERCENT, YESNO, Kind
from rubricc.dsl.missing import given
from rubricc.dsl.model import Block
from rubricc.dsl.resolve import value_of


@frozen
class Bands:
    """Rows lowered: the row that applies (a term that counts from 0), what each gives, and what is told of them."""

    index: t.Term
    results: tuple[t.Term, ...]
    rows: tuple[told.BandRow, ...]
    kind: Kind | None
    judged: dict[int, Decided]  # rows whose points a person decides, by their number


def lower_rows(
    desk: Desk,
    rows: tuple[n.Row, ...],
    subject: t.Term | None,
    name: str,
    *,
    within_weight: bool = True,
    block: Block | None = None,
    gives: Callable[[n.RowResult], t.Term] | None = None,
) -> Bands:
    """`subject` is what the rows compare, `block` the table gone through row by row, if any.

    Rows give points; or else what `gives` makes of them.
    """
    told_rows: list[told.BandRow] = []
    results: list[t.Term] = []
    arms: list[tuple[t.Term, t.Term]] = []
    judged: dict[int, Decided] = {}
    before = ExitStack()  # a row is asked where those above it do not hold
    piece: tuple[t.Term, t.Term] | None
    for at, row in enumerate(rows):
        pairs = [_case(desk, pattern, subject, name, block) for pattern in row.patterns]
        conditions = tuple(condition for _, condition in pairs)
        cases = tuple(case for case, _ in pairs)
        condition = conditions[0] if len(conditions) == 1 else t.Logic("or", conditions, YESNO)
        with given(desk.typer, condition):
            if gives is not None:
                result, piece = gives(row.result), None
            elif isinstance(row.result, n.Judged):
                judged[at] = lower_judged(desk, row.result, within_weight=within_weight, rows=block)
                result, piece = judged[at].points, None
            else:
                result, piece = _result(desk, row.result, cases, subject, within_weight, block)
        before.enter_context(given(desk.typer, condition, False))
        results.append(result)
        told_rows.append(told.BandRow(cases, result, piece, row.span))
        arms.append((condition, const(at, COUNT)))
    before.close()
    last = arms.pop()  # the rows are proved to leave nothing over, so the last needs no condition
    index = t.Select(tuple(arms), last[1], COUNT) if arms else last[1]
    kind = subject.kind if subject is not None else None
    if kind is not None and kind.ratio and any_in_percent(rows):
        kind = PERCENT
    return Bands(index, tuple(results), tuple(told_rows), kind, judged)


def _result(
    desk: Desk,
    written: n.Amount | n.Piece | n.Text,
    cases: tuple[told.BandCase, ...],
    subject: t.Term | None,
    within_weight: bool,
    block: Block | None,
) -> tuple[t.Term, tuple[t.Term, t.Term] | None]:
    """What a row gives, and the two ends of a straight line."""
    match written:
        case n.Piece(_, low, high):
            ends = tuple(lower_amount(desk, x, within_weight=within_weight) for x in (low, high))
            region = cases[0] if len(cases) == 1 else None
            if (
                not isinstance(region, told.Region)
                or region.low is None
                or region.high is None
                or subject is None
            ):
                desk.finding("RB5031", written.span)
                return const(0), None
            return straight(subject, region.low, region.high, ends[0], ends[1]), (ends[0], ends[1])
        case n.Text():
            desk.finding("RB3004", written.span, kind="<text>", expected="<points>")
            return const(0), None
        case _:
            return lower_amount(desk, written, within_weight=within_weight, rows=block), None


def straight(x: t.Term, x0: Fraction, x1: Fraction, y0: t.Term, y1: t.Term) -> t.Term:
    """The straight line through two points; `x0` and `x1` differ."""
    if x0 == x1:
        return y0
    rise = t.Chain(y1, (("-", y0),), NUMBER)
    part = t.Chain(x, (("-", t.Const(x0, x.kind)),), x.kind)
    climbed = t.Chain(rise, (("*", part), ("/", t.Const(x1 - x0, x.kind))), NUMBER)
    return t.Chain(y0, (("+", climbed),), NUMBER)


def _case(
    desk: Desk, pattern: n.Pattern, subject: t.Term | None, name: str, block: Block | None
) -> tuple[told.BandCase, t.Term]:
    """A pattern as what is told and as the condition that it stands for."""
    match pattern:
        case n.Otherwise():
            return told.OtherwiseCase(), t.Const(True, YESNO)
        case n.Matches() | n.Interval() if subject is None:
            desk.finding("RB5021", pattern.span)
            return told.OtherwiseCase(), t.Const(True, YESNO)
        case n.Matches():
            assert subject is not None
            return _matches(desk, pattern, subject, block)
        case n.Interval():
            assert subject is not None
            return _interval(desk, pattern, subject, block)
    if subject is not None and subject.kind.family == "label" and isinstance(pattern, n.Name):
        label = desk.typer.label(pattern, subject.kind, name)
        return told.LabelCase(pattern.text), t.Compare("=", subject, label, YESNO)
    if subject is not None and subject.kind.family == "yesno" and isinstance(pattern, n.YesNo):
        return told.LabelCase(pattern.value), t.Compare("=", subject, t.Const(pattern.value, YESNO), YESNO)
    if subject is not None and value_of(pattern) is not None:
        return _matches(desk, n.Matches(pattern.span, "=", pattern), subject, block)
    term = desk.typer.condition(pattern, block)
    return told.ConditionCase(term), term


def _matches(
    desk: Desk, pattern: n.Matches, subject: t.Term, block: Block | None
) -> tuple[told.BandCase, t.Term]:
    value = desk.typer.term(pattern.value, block)
    condition = t.Compare(pattern.op, subject, value, YESNO)
    if not desk.typer.alike(subject.kind, pattern.value, value):
        return told.OtherwiseCase(), t.Const(True, YESNO)
    if isinstance(value, t.Const) and isinstance(value.value, Fraction) and pattern.op != "!=":
        return _region(pattern.op, value.value), condition
    return told.ConditionCase(condition), condition


def _region(op: n.Comparison, v: Fraction) -> told.Region:
    match op:
        case ">=":
            return told.Region(v, None)
        case ">":
            return told.Region(v, None, low_open=True)
        case "<=":
            return told.Region(None, v)
        case "<":
            return told.Region(None, v, high_open=True)
        case "=" | "!=":
            return told.Region(v, v)
        case _:
            assert_never(op)


def _interval(
    desk: Desk, pattern: n.Interval, subject: t.Term, block: Block | None
) -> tuple[told.BandCase, t.Term]:
    low, high = desk.typer.term(pattern.low, block), desk.typer.term(pattern.high, block)
    lower = t.Compare(">" if pattern.low_open else ">=", subject, low, YESNO)
    upper = t.Compare("<" if pattern.high_open else "<=", subject, high, YESNO)
    condition = t.Logic("and", (lower, upper), YESNO)
    for end, expr in ((low, pattern.low), (high, pattern.high)):
        if not desk.typer.alike(subject.kind, expr, end):
            return told.OtherwiseCase(), t.Const(True, YESNO)
    if not isinstance(low, t.Const) or not isinstance(high, t.Const):
        return told.ConditionCase(condition), condition
    if not isinstance(low.value, Fraction) or not isinstance(high.value, Fraction):
        return told.ConditionCase(condition), condition
    empty = low.value > high.value or (low.value == high.value and (pattern.low_open or pattern.high_open))
    if empty:
        desk.finding("RB5007", pattern.span)
    return told.Region(low.value, high.value, pattern.low_open, pattern.high_open), condition


def lower_region(pattern: n.Pattern) -> told.Region | None:
    """The region of a pattern with plain numbers; None for any other."""
    match pattern:
        case n.Matches(_, op, value):
            number = value_of(value)
            return _region(op, number) if isinstance(number, Fraction) and op != "!=" else None
        case n.Interval(_, low, high, low_open, high_open):
            ends = value_of(low), value_of(high)
            if isinstance(ends[0], Fraction) and isinstance(ends[1], Fraction):
                return told.Region(ends[0], ends[1], low_open, high_open)
            return None
        case n.Number():
            number = value_of(pattern)
            return told.Region(number, number) if isinstance(number, Fraction) else None
    return None
