"""The base of an indicator's points: at most one, else full marks or none."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from rubricc.compiler.ir import told
from rubricc.compiler.lower.amounts import lower_amount, written
from rubricc.compiler.lower.lines import Desk, const
from rubricc.dsl import nodes as n
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import COUNT, NUMBER, PERCENT, YESNO, Kind, comparable
from rubricc.dsl.resolve import value_of


def lower_base(desk: Desk, base: n.Base, measure: t.Ref | None) -> t.Ref:
    """The line `base` of a written base."""
    match base:
        case n.StartAt():
            points = lower_amount(desk, base.amount, within_weight=True)
            ref = desk.line("base", const(points))
            desk.tell(told.StartTold("stated", points, ref.name), base.span)
            return ref
        case n.ProRata():
            return _pro_rata(desk, base)
        case n.By():
            return _bands(desk, base, measure)
        case n.Checklist():
            return _checklist(desk, base)
        case _:
            assert_never(base)


def _pro_rata(desk: Desk, base: n.ProRata) -> t.Ref:
    term = desk.typer.number(base.expr)
    if not term.kind.is_plain:
        desk.finding("RB3004", base.expr.span, kind=term.kind.name, expected="<number>")
        return desk.line("base", const(0))
    share = desk.line("share", term)
    full: t.Term = t.Chain(const(desk.weight), (("*", share),), NUMBER)
    if not base.uncapped:
        full = t.Extreme("min", (full, const(desk.weight)), NUMBER)
    ref = desk.line("base", full)
    desk.tell(told.ProRataTold(term, desk.weight, share.name, ref.name, not base.uncapped), base.span)
    return ref


# ── by … ──


def _bands(desk: Desk, base: n.By, measure: t.Ref | None) -> t.Ref:
    name, subject = "", measure
    if base.measure is not None:
        term = desk.typer.term(base.measure)
        if isinstance(base.measure, n.Name):
            name = base.measure.text
        else:
            name = desk.indicator.name
            desk.tell(told.MeasureTold(name, term, "measure"), base.measure.span)
        subject = desk.line("measure", term)
    elif subject is not None:
        name = desk.indicator.name
    rows: list[told.BandRow] = []
    arms: list[tuple[t.Term, t.Term]] = []
    for at, row in enumerate(base.rows):
        cases: list[told.BandCase] = []
        conditions: list[t.Term] = []
        for pattern in row.patterns:
            case, condition = _case(desk, pattern, subject, name)
            cases.append(case)
            conditions.append(condition)
        points = lower_amount(desk, row.result, within_weight=True)
        rows.append(told.BandRow(tuple(cases), points, row.span))
        condition = conditions[0] if len(conditions) == 1 else t.Logic("or", tuple(conditions), YESNO)
        arms.append((condition, const(at, COUNT)))
    last = arms.pop()  # the rows are proved to leave nothing over, so the last needs no condition
    index = desk.line("row", t.Select(tuple(arms), last[1], COUNT) if arms else last[1])
    ref = desk.line("base", t.Pick(index, tuple(const(r.points) for r in rows), NUMBER))
    kind = subject.kind if subject is not None else None
    if kind is not None and kind.ratio and any(_in_percent(p) for row in base.rows for p in row.patterns):
        kind = PERCENT
    desk.tell(told.BandsTold(name, kind, tuple(rows), index.name, ref.name), base.span)
    return ref


def _in_percent(pattern: n.Pattern) -> bool:
    """Whether a band is written in percent, which makes a quotient a percent measure."""
    match pattern:
        case n.Matches():
            ends: tuple[n.Pattern, ...] = (pattern.value,)
        case n.Interval():
            ends = (pattern.low, pattern.high)
        case _:
            ends = (pattern,)
    return any(isinstance(end, n.Number) and end.unit == "%" for end in ends)


def _case(desk: Desk, pattern: n.Pattern, subject: t.Ref | None, name: str) -> tuple[told.BandCase, t.Term]:
    """A pattern as what is told and as the condition that it stands for."""
    match pattern:
        case n.Otherwise():
            return told.OtherwiseCase(), t.Const(True, YESNO)
        case n.Matches() | n.Interval() if subject is None:
            desk.finding("RB5021", pattern.span)
            return told.OtherwiseCase(), t.Const(True, YESNO)
        case n.Matches():
            assert subject is not None
            return _matches(desk, pattern, subject)
        case n.Interval():
            assert subject is not None
            return _interval(desk, pattern, subject)
    if subject is not None and subject.kind.family == "label" and isinstance(pattern, n.Name):
        label = desk.typer.label(pattern, subject.kind, name)
        return told.LabelCase(pattern.text), t.Compare("=", subject, label, YESNO)
    if subject is not None and subject.kind.family == "yesno" and isinstance(pattern, n.YesNo):
        return told.LabelCase(pattern.value), t.Compare("=", subject, t.Const(pattern.value, YESNO), YESNO)
    value = value_of(pattern)
    if subject is not None and value is not None:
        return _matches(desk, n.Matches(pattern.span, "=", pattern), subject)
    term = desk.typer.condition(pattern)
    return told.ConditionCase(term), term


def _matches(desk: Desk, pattern: n.Matches, subject: t.Ref) -> tuple[told.BandCase, t.Term]:
    value = desk.typer.term(pattern.value)
    condition = t.Compare(pattern.op, subject, value, YESNO)
    if not comparable(subject.kind, value.kind):
        desk.finding("RB3002", pattern.span, left=subject.kind.name, right=value.kind.name)
        return told.ConditionCase(condition), t.Const(True, YESNO)
    if isinstance(value, t.Const) and isinstance(value.value, Fraction) and pattern.op != "!=":
        v = value.value
        region = {
            ">=": told.Region(v, None),
            ">": told.Region(v, None, low_open=True),
            "<=": told.Region(None, v),
            "<": told.Region(None, v, high_open=True),
            "=": told.Region(v, v),
        }[pattern.op]
        return region, condition
    return told.ConditionCase(condition), condition


def _interval(desk: Desk, pattern: n.Interval, subject: t.Ref) -> tuple[told.BandCase, t.Term]:
    low, high = desk.typer.term(pattern.low), desk.typer.term(pattern.high)
    lower = t.Compare(">" if pattern.low_open else ">=", subject, low, YESNO)
    upper = t.Compare("<" if pattern.high_open else "<=", subject, high, YESNO)
    condition = t.Logic("and", (lower, upper), YESNO)
    for end, expr in ((low, pattern.low), (high, pattern.high)):
        if not comparable(subject.kind, end.kind):
            desk.finding("RB3002", expr.span, left=subject.kind.name, right=end.kind.name)
            return told.ConditionCase(condition), t.Const(True, YESNO)
    if not isinstance(low, t.Const) or not isinstance(high, t.Const):
        return told.ConditionCase(condition), condition
    if not isinstance(low.value, Fraction) or not isinstance(high.value, Fraction):
        return told.ConditionCase(condition), condition
    empty = low.value > high.value or (low.value == high.value and (pattern.low_open or pattern.high_open))
    if empty:
        desk.finding("RB5007", pattern.span)
    return told.Region(low.value, high.value, pattern.low_open, pattern.high_open), condition


# ── checklist … ──


def _checklist(desk: Desk, base: n.Checklist) -> t.Ref:
    kind: Kind = NUMBER
    items: list[told.ItemTold] = []
    met: list[t.Term] = []
    shares: list[Fraction] = []
    written_points = [i for i in base.items if i.points is not None]
    by_points = base.mode is None
    for item in base.items:
        points: Fraction | None = None
        if item.points is not None:
            points = lower_amount(desk, item.points, within_weight=True)
            if not by_points:
                desk.finding("RB5022", item.points.span)
        elif by_points and written_points:
            desk.finding("RB5023", item.span)
        elif by_points:
            points = desk.weight / len(base.items)
        ref = desk.line("item", desk.typer.condition(item.expr))
        text = item.text or item.expr.span.text
        items.append(told.ItemTold(text, ref.name, points, item.required))
        met.append(t.Select(((ref, const(1, COUNT)),), const(0, COUNT), COUNT))
        shares.append(points or Fraction(0))
    if by_points and written_points and sum(shares) != desk.weight:
        over = sum(shares) - desk.weight
        desk.finding(
            "RB5010",
            base.span,
            weight=written(desk.weight),
            sum=" + ".join(written(s) for s in shares) + f" = {written(sum(shares, Fraction(0)))}",
            over=written(over) if over > 0 else "",
            short=written(-over) if over < 0 else "",
        )
    count = desk.line(
        "met", t.Chain(met[0], tuple(("+", x) for x in met[1:]), COUNT) if len(met) > 1 else met[0]
    )
    mode, need, deduct = "points", len(items), Fraction(0)
    weight = const(desk.weight)
    points_term: t.Term
    match base.mode:
        case None:
            parts = [
                t.Select(((t.Ref(i.met, YESNO), const(share)),), const(0), kind)
                for i, share in zip(items, shares, strict=True)
            ]
            points_term = (
                t.Chain(parts[0], tuple(("+", p) for p in parts[1:]), kind) if len(parts) > 1 else parts[0]
            )
        case n.AnyOf(_, k, of):
            mode, need = "any", k
            if (of is not None and of != len(items)) or not 1 <= k <= len(items):
                desk.finding("RB5024", base.mode.span, items=len(items))
                need = max(1, min(k, len(items)))
            counted = t.Extreme("min", (count, const(need, COUNT)), COUNT)
            points_term = t.Chain(weight, (("*", counted), ("/", const(need))), kind)
        case n.AllOrNothing():
            mode = "all"
            points_term = t.Select(((t.Compare("=", count, const(need), YESNO), weight),), const(0), kind)
        case n.PerMissing(_, amount):
            mode, deduct = "missing", lower_amount(desk, amount)
            missing = t.Chain(const(need, COUNT), (("-", count),), COUNT)
            points_term = t.Chain(weight, (("-", t.Chain(const(deduct), (("*", missing),), kind)),), kind)
        case _:
            assert_never(base.mode)
    required = tuple(t.Ref(i.met, YESNO) for i in items if i.required)
    if required:
        all_met = required[0] if len(required) == 1 else t.Logic("and", required, YESNO)
        points_term = t.Select(((all_met, points_term),), const(0), kind)
    ref = desk.line("base", points_term)
    desk.tell(told.ChecklistTold(tuple(items), mode, need, deduct, count.name, ref.name), base.span)  # type: ignore[arg-type]
    return ref
