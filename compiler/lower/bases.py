"""The base of an indicator's points: at most one, else full marks or none."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias, assert_never

from rubricc.compiler.ir import told
from rubricc.compiler.lower.amounts import fixed_amount, lower_amount, written
from rubricc.compiler.lower.bands import lower_rows, straight
from rubricc.compiler.lower.judged import lower_judged, tell_judged, tell_rows
from rubricc.compiler.lower.lines import Desk, const
from rubricc.compiler.lower.measured import any_in_percent, is_percent, measured
from rubricc.dsl import nodes as n
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import COUNT, NUMBER, PERCENT, YESNO, Kind

PlainBase: TypeAlias = n.StartAt | n.By | n.ProRata | n.Checklist | n.Linear | n.Judged | n.Score
"""Every base but `each`, which goes through whole sheets."""


def lower_base(desk: Desk, base: PlainBase, measure: t.Ref | None) -> t.Ref:
    """The line `base` of a written base."""
    match base:
        case n.StartAt():
            ref = desk.line("base", lower_amount(desk, base.amount, within_weight=True))
            desk.tell(told.StartTold("stated", ref.name), base.span)
            return ref
        case n.ProRata():
            return _pro_rata(desk, base)
        case n.By():
            return _bands(desk, base, measure)
        case n.Checklist():
            return _checklist(desk, base)
        case n.Linear():
            return _linear(desk, base, measure)
        case n.Score():
            return _score(desk, base)
        case n.Judged():
            return tell_judged(desk, lower_judged(desk, base, within_weight=True), "base")
        case _:
            assert_never(base)


def _pro_rata(desk: Desk, base: n.ProRata) -> t.Ref:
    term = desk.typer.number(base.expr)
    if not term.kind.is_plain:
        desk.finding("RB3004", base.expr.span, kind=term.kind.name, expected="<number>")
        return desk.line("base", const(0))
    limits = [c for c in desk.indicator.clauses if isinstance(c, n.Limit)]
    if (
        base.uncapped
        and desk.cap == desk.weight
        and not any(c.side == "at most" and c.when is None for c in limits)
    ):
        desk.finding("RB5016", base.span)
    value = measured(desk, term, base.expr.span, in_percent=True)
    share = desk.line("share", value)
    full: t.Term = t.Chain(const(desk.weight), (("*", share),), NUMBER)
    if not base.uncapped:
        full = t.Extreme("min", (full, const(desk.weight)), NUMBER)
    ref = desk.line("base", full)
    by_convention = value is not term
    desk.tell(
        told.ProRataTold(value, desk.weight, share.name, ref.name, not base.uncapped, by_convention),
        base.span,
    )
    return ref


# ── by … ──


def _bands(desk: Desk, base: n.By, measure: t.Ref | None) -> t.Ref:
    subject, name = measure, desk.indicator.name if measure is not None else ""
    if base.measure is not None:
        term = desk.typer.term(base.measure)
        value = measured(desk, term, base.measure.span, in_percent=any_in_percent(base.rows))
        subject = desk.line("measure", value)
        name = base.measure.text if isinstance(base.measure, n.Name) else desk.indicator.name
        if not isinstance(base.measure, n.Name) or value is not term:
            desk.tell(told.MeasureTold(name, value, subject.name, value is not term), base.measure.span)
    bands = lower_rows(desk, base.rows, subject, name)
    index = desk.line("row", bands.index)
    ref = desk.line("base", t.Pick(index, bands.results, NUMBER))
    line = subject.name if subject is not None else ""
    tell_rows(desk, bands.judged, index)
    desk.tell(told.BandsTold(name, line, bands.kind, bands.rows, index.name, ref.name), base.span)
    return ref


# ── linear …, score … ──


def _linear(desk: Desk, base: n.Linear, measure: t.Ref | None) -> t.Ref:
    """Bands from knot to knot: level up to the first, straight between two, level from the last on.

    The levels have their knots, so that each is reached where the first or the last knot is the end of what there is.
    """
    if measure is None:
        return desk.line("base", const(0))
    knots: list[tuple[Fraction, t.Term]] = []
    for knot in base.knots:
        value = desk.typer.term(knot.value)
        if not desk.typer.alike(measure.kind, knot.value, value):
            continue
        if not isinstance(value, t.Const) or not isinstance(value.value, Fraction):
            desk.finding("RB3004", knot.value.span, kind="<expression>", expected="<number>")
        elif knots and value.value <= knots[-1][0]:
            desk.finding("RB5032", knot.span)
        else:
            knots.append((value.value, lower_amount(desk, knot.points, within_weight=True)))
    if not knots:
        return desk.line("base", const(0))
    rows = [told.BandRow((told.Region(None, knots[0][0]),), knots[0][1], None, base.knots[0].span)]
    end = knots[-1][0]
    for (x0, y0), (x1, y1) in pairwise(knots):
        line = straight(measure, x0, x1, y0, y1)
        between = told.Region(x0, x1, low_open=True, high_open=x1 == end)
        rows.append(told.BandRow((between,), line, (y0, y1), base.span))
    beyond = told.Region(end, None, low_open=len(knots) == 1)
    rows.append(told.BandRow((beyond,), knots[-1][1], None, base.knots[-1].span))
    ends = [
        t.Compare("<" if x == end and rows[1:-1] else "<=", measure, t.Const(x, measure.kind), YESNO)
        for x, _ in knots
    ]
    arms = tuple((until, const(at, COUNT)) for at, until in enumerate(ends))
    index = desk.line("row", t.Select(arms, const(len(knots), COUNT), COUNT))
    ref = desk.line("base", t.Pick(index, tuple(row.result for row in rows), NUMBER))
    kind = measure.kind
    if kind.ratio and any(is_percent(k.value) for k in base.knots):
        kind = PERCENT
    name = desk.indicator.name
    desk.tell(told.BandsTold(name, measure.name, kind, tuple(rows), index.name, ref.name), base.span)
    return ref


def _score(desk: Desk, base: n.Score) -> t.Ref:
    term = desk.typer.number(base.expr)
    if not term.kind.is_plain:
        desk.finding("RB3004", base.expr.span, kind=term.kind.name, expected="<points>")
        term = const(0)
    ref = desk.line("base", term)
    desk.tell(told.ScoreTold(term, ref.name), base.span)
    return ref


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
            points = fixed_amount(desk, item.points, within_weight=True)
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
            mode, deduct = "missing", fixed_amount(desk, amount)
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
