"""One indicator: measure, base, adjustments, limits, rounding, in the fixed order of the language."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from attrs import evolve

from rubricc.compiler.conventions import Convention
from rubricc.compiler.ir import program as ir
from rubricc.compiler.ir import told
from rubricc.compiler.ir.told_factor import FactorTold
from rubricc.compiler.lower.absent import absent, zero_divisor
from rubricc.compiler.lower.adjust import Yardstick, lower_adjust
from rubricc.compiler.lower.amounts import fixed_amount, lower_amount, lower_factor, written
from rubricc.compiler.lower.bases import lower_base
from rubricc.compiler.lower.direction import check_direction
from rubricc.compiler.lower.each import lower_each
from rubricc.compiler.lower.lines import Desk, Slots, const
from rubricc.compiler.lower.measured import ends_of, in_percent, measured
from rubricc.compiler.lower.ranged import by_its_last_day, check_ends, sided
from rubricc.compiler.lower.steps import shown_line
from rubricc.compiler.lower.summary import Conditions
from rubricc.dsl import nodes as n
from rubricc.dsl import terms as t
from rubricc.dsl.diagnostics.model import Edit, Fix, Related
from rubricc.dsl.expressions import Typer, literal_kind
from rubricc.dsl.kinds import DATE, NUMBER, PERCENT, YESNO, Kind
from rubricc.dsl.model import Field, Indicator
from rubricc.dsl.scan import is_plain_name
from rubricc.dsl.source import Span


def lower_indicator(
    indicator: Indicator,
    typer: Typer,
    slots: Slots,
    convention: Convention,
    conditions: Conditions,
    floor: Fraction | None = None,
) -> ir.Indicator:
    """The IR of an indicator whose weight is known; `floor` is that of its group, where that has one."""
    desk = Desk(indicator, typer, slots, convention)
    desk.floor = floor
    for clause in indicator.clauses:
        if isinstance(clause, n.NotApplicable):
            number = conditions.number(clause.when)
            desk.absent.append(absent(desk, clause.instead, "not applicable", number))
    missing = next((c for c in indicator.clauses if isinstance(c, n.Missing)), None)
    if missing is not None:
        desk.absent.append(absent(desk, missing.instead, "missing"))
    typer.weight = desk.weight
    work_out(desk)
    typer.weight = None
    zero_divisor(desk)
    sheet = desk.sheet(indicator.docs)
    if missing is not None and not ir.slots_of(sheet, {s.name for s in slots.by_term.values()}):
        desk.finding("RB5050", missing.span, name=indicator.title)
    written = [c for c in indicator.clauses if isinstance(c, n.Direction)]
    return evolve(sheet, direction="higher" if written[0].higher else "lower") if written else sheet


def work_out(desk: Desk) -> None:
    """The lines of the clauses on a desk, in the fixed order, up to its points."""
    indicator = desk.indicator
    clauses = indicator.clauses
    missing = [c for c in clauses if isinstance(c, n.Missing)]
    divided = [c for c in clauses if isinstance(c, n.ZeroDivisor)]
    measures = [c for c in clauses if isinstance(c, n.Measure)]
    targets = [c for c in clauses if isinstance(c, n.AnyTarget)]
    bases = [c for c in clauses if isinstance(c, n.Base)]
    adjusts = [c for c in clauses if isinstance(c, n.Adjust)]
    for repeated in (measures, targets, missing, divided):
        if len(repeated) > 1:
            first = Related(repeated[0].span, "first")
            desk.finding(
                "RB5019", repeated[1].span, written=repeated[1].span.text.split()[0], related=(first,)
            )
    if len(bases) > 1:
        desk.finding(
            "RB5001", bases[1].span, name=indicator.title, related=(Related(bases[0].span, "first"),)
        )
    for stray in (c for c in clauses if isinstance(c, n.Combine)):
        desk.finding("RB2058", stray.span)
    target = targets[0] if targets else None
    if isinstance(target, n.TargetRange):
        check_ends(desk, target, adjusts)
    if isinstance(target, n.Deadline):
        target = by_its_last_day(desk, target)
    measure = _measure(desk, measures[0] if measures else None, target, bases, adjusts)
    yardstick = Yardstick(_measure_name(desk, measures), measure, target)
    match bases[0] if bases else None:
        case None:
            base = _default_base(desk, yardstick, adjusts)
        case n.Each() as each:
            base = lower_each(desk, each, work_out)
        case written_base:
            base = lower_base(desk, written_base, measure)
    changes = tuple((a.sign, lower_adjust(desk, a, by)) for a, by in sided(adjusts, yardstick))
    _check_target(desk, target, bases, adjusts)
    check_direction(desk, clauses)
    summed = _sum(desk, base, changes)
    limited, least, cap = _limits(desk, _factors(desk, summed))
    points = _points(desk, limited)
    floors, caps = ([c for c in clauses if isinstance(c, n.Limit) and c.side == side and c.when is None]
                    for side in ("at least", "at most"))  # fmt: skip
    stretch = indicator.weight_span if indicator.up_to is not None else None  # the cap is in the first line
    # the limits' own clauses are told by _limits; the sum is told last
    desk.tell(
        told.SumTold(
            base.name,
            tuple((sign, ref.name) for sign, ref in changes),
            summed.name,
            least,
            cap,
            points.name,
            (floors[0].span if floors else None, caps[0].span if caps else stretch),
        ),
        indicator.span,
    )
    if desk.scaled is not None:
        desk.tell(desk.scaled, indicator.weight_span)


# ── the measure ──


def _measure_name(desk: Desk, measures: list[n.Measure]) -> str:
    if measures and isinstance(measures[0].expr, n.Name):
        return measures[0].expr.text
    return desk.indicator.name


def _measure(
    desk: Desk,
    written_measure: n.Measure | None,
    target: n.AnyTarget | None,
    bases: list[n.Base],
    adjusts: list[n.Adjust],
) -> t.Ref | None:
    """What is measured: `of …`, or the let or input that bears the indicator's name, where something needs it."""
    if written_measure is not None:
        term = desk.typer.term(written_measure.expr)
        span = written_measure.expr.span
    elif not _needs_measure(target, bases, adjusts):
        return None
    else:
        found = _by_name(desk, target, adjusts)
        if found is None:
            return None
        term, span = found, desk.indicator.title_span
    value = measured(desk, term, span, in_percent=in_percent(target, bases, adjusts))
    ref = desk.line("measure", value)
    desk.tell(told.MeasureTold(desk.indicator.name, value, ref.name, value is not term), span)
    return ref


def _needs_measure(
    target: n.AnyTarget | None,
    bases: list[n.Base],
    adjusts: list[n.Adjust],
) -> bool:
    alone = target is not None and not bases and not adjusts
    steps = any(isinstance(a.unit, n.Step) and a.unit.measure is None for a in adjusts)
    banded = any(
        isinstance(b, n.By)
        and b.measure is None
        and any(isinstance(p, n.Matches | n.Interval) for r in b.rows for p in r.patterns)
        for b in bases
    )
    banded = banded or any(isinstance(b, n.Linear) for b in bases)
    return alone or steps or banded


def _by_name(desk: Desk, target: n.AnyTarget | None, adjusts: list[n.Adjust]) -> t.Term | None:
    name, scope, span = desk.indicator.name, desk.typer.scope, desk.indicator.title_span
    known = name in scope.lets or name in scope.fields or name in scope.implicit
    if not known and scope.open:
        kind = _kind_of_target(target, adjusts)
        low = Fraction(0) if kind.family in ("percent", "count") else None
        scope.implicit[name] = Field(name, "", kind, span, low)
        known = True
    if known:
        return desk.typer.term(n.Name(span, name))
    close = desk.typer.near(name, scope.names())
    first = min((clause.span for clause in desk.indicator.clauses), key=lambda each: each.start, default=None)
    fix = None
    if close and first is not None:  # the title is what the document says; what is measured stands beside it
        word, stop = ("取", "；") if desk.slots.chinese else ("of", "; ")
        measure = close if is_plain_name(close) else f"「{close}」"
        fix = Fix((Edit(Span(first.source, first.start, first.start), f"{word} {measure}{stop}"),))
    desk.finding("RB2001", span, name=name, measure=close or "…", fix=fix)
    return None


def _kind_of_target(target: n.AnyTarget | None, adjusts: list[n.Adjust]) -> Kind:
    """The kind of an input that a file without data blocks declares by measuring it."""
    if isinstance(target, n.Deadline):
        return DATE
    thresholds = ends_of(target)
    thresholds += [
        a.unit.threshold for a in adjusts if isinstance(a.unit, n.Step) and a.unit.threshold is not None
    ]
    for value in thresholds:
        if isinstance(value, n.Number):
            return literal_kind(value)
        if isinstance(value, n.DateLiteral):
            return DATE
    return PERCENT if not thresholds else NUMBER


# ── the base where none is written ──


def _default_base(desk: Desk, by: Yardstick, adjusts: list[n.Adjust]) -> t.Ref:
    signs = {a.sign for a in adjusts}
    span = desk.indicator.title_span
    if len(signs) > 1:
        adding = next(a for a in adjusts if a.sign == "add")
        deducting = next(a for a in adjusts if a.sign == "deduct")
        related = (Related(adding.span, "add"), Related(deducting.span, "deduct"))
        desk.finding("RB5002", span, name=desk.indicator.title, related=related)
    if not adjusts and by.target is not None and by.measure is not None:
        return _target_alone(desk, by.target, by.measure)
    vetoes = {c.full for c in desk.indicator.clauses if isinstance(c, n.Veto)}
    whole = any(
        isinstance(c, n.Factor) for c in desk.indicator.clauses
    )  # full marks, of which a part is left
    if not (adjusts or whole) and by.target is None and desk.indicator.clauses and len(vetoes) != 1:
        desk.finding("RB5017", span, name=desk.indicator.title)
    # `full when C` alone gives nothing else, `zero when C` alone takes from full marks
    empty = signs == {"add"} or (not adjusts and vetoes == {True})
    ref = desk.line("base", const(0 if empty else desk.weight))
    desk.tell(told.StartTold("zero" if empty else "full", ref.name), span)
    return ref


def _target_alone(desk: Desk, target: n.AnyTarget, measure: t.Ref) -> t.Ref:
    if isinstance(target, n.TargetRange):
        return _range_alone(desk, target, measure)
    value = desk.typer.term(target.value)
    op: n.Comparison = target.op if isinstance(target, n.Target) else "<="
    if not desk.typer.alike(measure.kind, target.value, value):
        return desk.line("base", const(0))
    shown = shown_line(desk, value)
    met = desk.line("met", t.Compare(op, measure, value, YESNO))
    ref = desk.line("base", t.Select(((met, const(desk.weight)),), const(0), NUMBER))
    kind = PERCENT if measure.kind.ratio and value.kind.family == "percent" else measure.kind
    desk.tell(told.TargetTold(op, value, kind, met.name, ref.name, shown), target.span)
    return ref


def _range_alone(desk: Desk, target: n.TargetRange, measure: t.Ref) -> t.Ref:
    low, high = desk.typer.term(target.low), desk.typer.term(target.high)
    if not (
        desk.typer.alike(measure.kind, target.low, low) and desk.typer.alike(measure.kind, target.high, high)
    ):
        return desk.line("base", const(0))
    low_line, high_line = shown_line(desk, low), shown_line(desk, high)
    ends = (t.Compare(">=", measure, low, YESNO), t.Compare("<=", measure, high, YESNO))
    met = desk.line("met", t.Logic("and", ends, YESNO))
    ref = desk.line("base", t.Select(((met, const(desk.weight)),), const(0), NUMBER))
    kind = PERCENT if measure.kind.ratio and low.kind.family == "percent" else measure.kind
    desk.tell(told.TargetTold("=", low, kind, met.name, ref.name, low_line, high, high_line), target.span)
    return ref


def _check_target(
    desk: Desk,
    target: n.AnyTarget | None,
    bases: list[n.Base],
    adjusts: list[n.Adjust],
) -> None:
    """A target that no step is measured from, beside other rules, has no consequence."""
    if target is None or not (bases or adjusts):
        return
    if not any(isinstance(a.unit, n.Step) and a.unit.threshold is None for a in adjusts):
        desk.finding("RB5011", target.span, name=desk.indicator.title)


# ── limits ──


def _sum(desk: Desk, base: t.Ref, changes: tuple[tuple[Literal["deduct", "add"], t.Ref], ...]) -> t.Ref:
    """The base with what is added and taken; the base itself where nothing is."""
    if not changes:
        return base
    rest = tuple(("-" if sign == "deduct" else "+", ref) for sign, ref in changes)
    return desk.line("sum", t.Chain(base, rest, NUMBER))  # type: ignore[arg-type]


def _factors(desk: Desk, current: t.Ref) -> t.Ref:
    """The sum times every factor whose condition holds; one that comes out below zero counts as nothing."""
    for clause in (c for c in desk.indicator.clauses if isinstance(c, n.Factor)):
        term = lower_factor(desk.typer, clause.factor)
        at = "" if isinstance(term, t.Const) else desk.line("factor", term).name
        product: t.Term = t.Chain(current, (("*", t.Ref(at, term.kind) if at else term),), NUMBER)
        before, holds = current, ""
        condition = desk.typer.condition(clause.when) if clause.when is not None else None
        if condition is not None:
            held = desk.line("holds", condition)
            holds, product = held.name, t.Select(((held, product),), current, NUMBER)
        current = desk.line("factored", product)
        factor = term.operands[0] if isinstance(term, t.Extreme) and at else term
        desk.tell(FactorTold(factor, at, condition, holds, before.name, current.name), clause.span)
    return current


def _limits(desk: Desk, current: t.Ref) -> tuple[t.Ref, t.Term, t.Term]:
    clauses = desk.indicator.clauses
    limits = [c for c in clauses if isinstance(c, n.Limit)]
    floor, cap = Fraction(0), desk.cap
    floors = [x for x in limits if x.side == "at least" and x.when is None]
    caps = [x for x in limits if x.side == "at most" and x.when is None]
    if floors:
        floor = max(fixed_amount(desk, x.amount, within_weight=True, signed=True) for x in floors)
    elif desk.floor is not None:
        floor = desk.floor
    elif any(isinstance(c, n.Adjust) and c.until_zero for c in clauses):
        floor = Fraction(0)
    elif desk.convention.floor is not None or any(isinstance(c, n.Adjust | n.Score) for c in clauses):
        floor = desk.assume("floor", desk.indicator.title_span, desk.convention.floor, floor)
    if caps:
        cap = min(fixed_amount(desk, x.amount, within_weight=True) for x in caps)
    if floor > cap:
        desk.finding("RB5012", limits[0].span, lower=written(floor), upper=written(cap))
    current = desk.line("limited", t.Extreme("max", (current, const(floor)), NUMBER))
    raising: list[n.Limit | n.Veto] = [x for x in limits if x.side == "at least" and x.when is not None]
    raising += [x for x in clauses if isinstance(x, n.Veto) and x.full]
    for clause in raising:
        current = _conditional(desk, clause, current, floor)
    current = desk.line("limited", t.Extreme("min", (current, const(cap)), NUMBER))
    lowering: list[n.Limit | n.Veto] = [x for x in limits if x.side == "at most" and x.when is not None]
    lowering += [x for x in clauses if isinstance(x, n.Veto) and not x.full]
    for clause in lowering:
        current = _conditional(desk, clause, current, floor)
    return current, const(floor), const(cap)


def _points(desk: Desk, limited: t.Ref) -> t.Ref:
    """The points: on the scale of the weight, and on the grid."""
    weight = desk.indicator.weight
    current = limited
    if desk.indicator.out_of and weight is not None:
        scaled = t.Chain(limited, (("*", const(weight / desk.indicator.out_of)),), NUMBER)
        current = desk.line("scaled", scaled)
        desk.scaled = told.ScaledTold(desk.indicator.out_of, weight, current.name)
    rounded = t.Rounded(current, desk.convention.points.mode, desk.convention.grid, NUMBER)
    return desk.line("points", rounded)


def _conditional(desk: Desk, clause: n.Limit | n.Veto, current: t.Ref, floor: Fraction) -> t.Ref:
    """A limit that holds under a condition: `at most N when C`, `zero when C`, `full when C`."""
    when = clause.when
    assert when is not None
    condition = desk.typer.condition(when)
    holds = desk.line("holds", condition)
    if isinstance(clause, n.Veto):
        amount: t.Term = const(desk.weight if clause.full else 0)
        which = "max" if clause.full else "min"
    else:
        amount = lower_amount(desk, clause.amount, within_weight=True, signed=True)
        which = "max" if clause.side == "at least" else "min"
        if which == "min" and isinstance(amount, t.Const):
            assert isinstance(amount.value, Fraction)
            if amount.value < floor:
                desk.finding("RB5012", clause.span, lower=written(floor), upper=written(amount.value))
        elif which == "min":
            amount = t.Extreme("max", (amount, const(floor)), NUMBER)
    bounded = t.Extreme(which, (current, amount), NUMBER)  # type: ignore[arg-type]
    ref = desk.line("limited", t.Select(((holds, bounded),), current, NUMBER))
    if isinstance(clause, n.Veto):
        desk.tell(told.VetoTold(clause.full, condition, holds.name, ref.name), clause.span)
    else:
        desk.tell(
            told.LimitTold(clause.side, amount, condition, holds.name, current.name, ref.name), clause.span
        )
    return ref
