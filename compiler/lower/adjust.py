"""Deductions and additions: one skeleton, (deduct | add) AMOUNT [per UNIT] [options]."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from attrs import frozen

from rubricc.compiler.ir import told
from rubricc.compiler.lower.amounts import lower_amount
from rubricc.compiler.lower.lines import Desk, const
from rubricc.dsl import nodes as n
from rubricc.dsl import terms as t
from rubricc.dsl.expressions import divisors, literal_kind, names_in
from rubricc.dsl.kinds import COUNT, NUMBER, PERCENT, UNIT_FACTORS, YESNO
from rubricc.dsl.resolve import Block, near, value_of

By = Literal["clause", "convention"]


@frozen
class Yardstick:
    """What steps are measured against: the indicator's measure and its target."""

    name: str
    measure: t.Ref | None
    target: n.Target | n.Deadline | None


def lower_adjust(desk: Desk, adjust: n.Adjust, yardstick: Yardstick) -> t.Ref:
    """The line with the points of one deduction or addition, never negative."""
    amount = lower_amount(desk, adjust.amount)
    cap = lower_amount(desk, adjust.up_to) if adjust.up_to is not None else None
    if adjust.times is not None:
        desk.finding("RB5018", adjust.times.span, feature="times")
    holds: t.Ref | None = None
    if adjust.when is not None and adjust.unit is not None:
        holds = desk.line("applies", desk.typer.condition(adjust.when))
        desk.tell(told.WhenTold(desk.typer.condition(adjust.when), holds.name), adjust.when.span)
    _check_options(desk, adjust)
    match adjust.unit:
        case n.Step():
            return _step(desk, adjust, adjust.unit, amount, cap, holds, yardstick)
        case n.PerRow():
            return _rows(desk, adjust, adjust.unit, amount, cap, holds)
        case n.PerCount():
            return _count(desk, adjust, adjust.unit, amount, cap, holds)
        case None:
            return _once(desk, adjust, amount)


def _check_options(desk: Desk, adjust: n.Adjust) -> None:
    if adjust.where is not None and not isinstance(adjust.unit, n.PerRow):
        desk.finding("RB5025", adjust.where.span)
    if adjust.partial is not None and not isinstance(adjust.unit, n.Step | n.PerCount):
        desk.finding("RB5026", adjust.partial.span)


def _charge(
    desk: Desk, adjust: n.Adjust, amount: Fraction, count: t.Ref, cap: Fraction | None, holds: t.Ref | None
) -> t.Ref:
    """amount × count, capped, and only when the condition holds."""
    points: t.Term = t.Chain(const(amount), (("*", count),), NUMBER)
    if cap is not None:
        points = t.Extreme("min", (points, const(cap)), NUMBER)
    if holds is not None:
        points = t.Select(((holds, points),), const(0), NUMBER)
    return desk.line(adjust.sign, points)


# ── steps ──


def _step(
    desk: Desk,
    adjust: n.Adjust,
    step: n.Step,
    amount: Fraction,
    cap: Fraction | None,
    holds: t.Ref | None,
    by: Yardstick,
) -> t.Ref:
    measure, name = by.measure, by.name
    if step.measure is not None:
        term = desk.typer.term(step.measure)
        name = step.measure.text if isinstance(step.measure, n.Name) else step.measure.span.text
        measure = desk.line("measure", term)
        if not isinstance(step.measure, n.Name):
            desk.tell(told.MeasureTold(name, term, measure.name), step.measure.span)
    if measure is None:  # that there is no measure has been said once, of the indicator
        return desk.line(adjust.sign, const(0))
    threshold_expr = step.threshold
    op: n.Comparison | Literal[""] = ""
    if threshold_expr is None and by.target is not None:
        threshold_expr = by.target.value
        op = by.target.op if isinstance(by.target, n.Target) else "<="
    if threshold_expr is None:
        desk.finding("RB5004", step.span, step=step.span.text)
        return desk.line(adjust.sign, const(0))
    threshold = desk.typer.term(threshold_expr)
    partial, partial_by = _partial(desk, adjust, step.size)
    if step.side == "late" or measure.kind.family == "date":
        made = _late(desk, step, measure, threshold, partial)
        basis, basis_by = "absolute", "clause"
        distance, count, size = made if made else (const(0), desk.line("steps", const(0, COUNT)), Fraction(1))
        distance_name = distance.name if isinstance(distance, t.Ref) else ""
    else:
        if measure.kind.family not in ("count", "number", "percent", "money", "duration") or not (
            threshold.kind.is_plain if measure.kind.is_plain else threshold.kind.family == measure.kind.family
        ):
            desk.finding("RB3002", step.span, left=measure.kind.name, right=threshold.kind.name)
            return desk.line(adjust.sign, const(0))
        sized = _size(desk, step, measure, threshold)
        basis, basis_by, size, size_term = sized
        gap: t.Term = t.Chain(threshold, (("-", measure),), measure.kind)
        if step.side == "above":
            gap = t.Chain(measure, (("-", threshold),), measure.kind)
        elif step.side == "either side":
            gap = t.Extreme("max", (gap, t.Chain(measure, (("-", threshold),), measure.kind)), measure.kind)
        distance = desk.line("distance", gap)
        distance_name = distance.name
        count = desk.line("steps", t.Steps(distance, size_term, partial, COUNT))
    ref = _charge(desk, adjust, amount, count, cap, holds)
    kind = measure.kind
    if basis == "points" or (kind.ratio and threshold.kind.family == "percent"):
        kind = PERCENT
    desk.tell(
        told.StepTold(
            adjust.sign, amount, name, kind, op, threshold, step.side, size, step.size.unit, basis, basis_by,  # type: ignore[arg-type]
            partial, partial_by, distance_name, count.name, cap, ref.name,
        ),
        adjust.span,
    )  # fmt: skip
    return ref


def _partial(desk: Desk, adjust: n.Adjust, size: n.Number) -> tuple[t.Partial, By]:
    partial = adjust.partial
    if partial is None:
        desk.assume("partial", adjust.span)
        return desk.convention.partial, "convention"
    for repeated in (partial.size, partial.counted_as):
        if repeated is not None and (repeated.value, repeated.unit) != (size.value, size.unit):
            desk.finding("RB1016", repeated.span, step=size.span.text)
    return partial.how, "clause"


def _size(
    desk: Desk, step: n.Step, measure: t.Ref, threshold: t.Term
) -> tuple[told.Basis, By, Fraction, t.Term]:
    """Of what the step is a part, who says so, its size as written, and its size as a term."""
    unit, value = step.size.unit, step.size.value
    if value <= 0:
        desk.finding("RB3010", step.size.span)
        value = Fraction(1)
    is_percent = measure.kind.family == "percent" or (
        measure.kind.ratio and threshold.kind.family == "percent"
    )
    if unit == "%":
        basis: told.Basis = step.basis or (
            desk.convention.percent_step if is_percent else desk.convention.other_step
        )
        basis_by: By = "clause" if step.basis else "convention"
        if not step.basis:
            desk.assume("basis", step.span)
        part = value / 100
        if basis == "points":
            return basis, basis_by, value, t.Const(part, PERCENT)
        reference = threshold if basis == "target" else measure
        if isinstance(reference, t.Const) and isinstance(reference.value, Fraction):
            if reference.value <= 0:
                desk.finding("RB5015", step.span, target=str(reference.value))
                return basis, basis_by, value, const(1)
            return basis, basis_by, value, t.Const(part * reference.value, measure.kind)
        hoisted = desk.slots.hoist(reference)
        desk.guard(t.Compare(">", hoisted, const(0), YESNO), hoisted)
        return basis, basis_by, value, t.Chain(const(part), (("*", reference),), measure.kind)
    if unit == "pp":
        if not is_percent:
            desk.finding("RB3005", step.size.span, unit="pp", kind=measure.kind.name)
        return "absolute", "clause", value, t.Const(value / 100, PERCENT)
    kind = literal_kind(step.size)
    fits = kind.is_plain and measure.kind.is_plain if not is_percent else False
    if not fits and kind.family != measure.kind.family:
        units = {"percent": "%、pp", "money": "元、万元", "duration": "小时、分钟"}
        wanted = units.get("percent" if is_percent else measure.kind.family, "")
        desk.finding("RB3005", step.size.span, unit=unit or str(value), kind=measure.kind.name, units=wanted)
    return "absolute", "clause", value, t.Const(value * UNIT_FACTORS.get(unit, Fraction(1)), measure.kind)


def _late(
    desk: Desk, step: n.Step, measure: t.Ref, deadline: t.Term, partial: t.Partial
) -> tuple[t.Ref, t.Ref, Fraction] | None:
    if measure.kind.family != "date" or deadline.kind.family != "date":
        wrong = measure if measure.kind.family != "date" else deadline
        desk.finding("RB3004", step.span, kind=wrong.kind.name, expected="<date>")
        return None
    size = step.size.value
    days = desk.line("days", t.DaysLate(measure, deadline, COUNT))
    if step.size.unit == "month":
        if partial == "pro rata":
            desk.finding("RB5018", step.span, feature="pro rata", instead="started steps")
            return None
        months = desk.line("months", t.MonthsLate(measure, deadline, partial, COUNT))
        if size == 1:
            return days, months, size
        return days, desk.line("steps", t.Steps(months, const(size), partial, COUNT)), size
    if step.size.unit == "day":
        return days, desk.line("steps", t.Steps(days, const(size), partial, COUNT)), size
    desk.finding("RB3005", step.size.span, unit=step.size.unit or str(size), kind="<date>", units="个月、天")
    return None


# ── rows, counts, once ──


def _rows(
    desk: Desk, adjust: n.Adjust, unit: n.PerRow, amount: Fraction, cap: Fraction | None, holds: t.Ref | None
) -> t.Ref:
    block = _block(desk, unit, adjust.where)
    if block is None:
        return desk.line(adjust.sign, const(0))
    where = desk.typer.condition(adjust.where, block) if adjust.where is not None else None
    call = t.Aggregate("count", block.name, None, where, _guards(where), COUNT)
    count = desk.line("rows", call)
    ref = _charge(desk, adjust, amount, count, cap, holds)
    by_month = block.by == "month"
    desk.tell(
        told.RowsTold(adjust.sign, amount, block.name, by_month, where, count.name, cap, ref.name),
        adjust.span,
    )
    return ref


def _guards(where: t.Term | None) -> tuple[t.Term, ...]:
    return tuple(divisors(where)) if where is not None else ()


def _block(desk: Desk, unit: n.PerRow, where: n.Expr | None) -> Block | None:
    """The table that is gone through: the one named, or the only one by month (that the condition reads)."""
    blocks = desk.typer.scope.blocks
    if unit.block is not None:
        block = blocks.get(unit.block.text)
        if block is None or not block.is_table:
            tables = [b.name for b in blocks.values() if b.is_table]
            desk.finding("RB2005", unit.block.span, name=unit.block.text, near=near(unit.block.text, tables))
            return None
        return block
    monthly = [b for b in blocks.values() if b.by == "month"]
    if len(monthly) > 1 and where is not None:
        read = {f.block for f in (desk.typer.scope.fields.get(x) for x in names_in(where)) if f is not None}
        monthly = [b for b in monthly if b.name in read]
    if len(monthly) != 1:
        desk.finding("RB5027", unit.span, count=len(monthly))
        return None
    return monthly[0]


def _count(
    desk: Desk,
    adjust: n.Adjust,
    unit: n.PerCount,
    amount: Fraction,
    cap: Fraction | None,
    holds: t.Ref | None,
) -> t.Ref:
    term = desk.typer.number(unit.expr)
    every = Fraction(1)
    if unit.every is not None:
        value = value_of(unit.every)
        if not isinstance(value, Fraction) or value <= 0 or unit.every.unit in ("%", "pp"):
            desk.finding("RB3010", unit.every.span)
        else:
            every = value
    if not term.kind.is_plain:
        desk.finding("RB3004", unit.expr.span, kind=term.kind.name, expected="<count>")
        return desk.line(adjust.sign, const(0))
    number = desk.line("number", term)
    partial: t.Partial = "whole"
    partial_by: By = "clause"
    if every != 1 or adjust.partial is not None:
        size = unit.every or n.Number(unit.span, every)
        partial, partial_by = _partial(desk, adjust, size)
    count = desk.line("times", t.Steps(number, const(every), partial, COUNT))
    ref = _charge(desk, adjust, amount, count, cap, holds)
    desk.tell(
        told.CountTold(
            adjust.sign, amount, term, every, partial, partial_by, number.name, count.name, cap, ref.name
        ),
        adjust.span,
    )
    return ref


def _once(desk: Desk, adjust: n.Adjust, amount: Fraction) -> t.Ref:
    if adjust.when is None:
        desk.finding("RB5028", adjust.span)
        return desk.line(adjust.sign, const(0))
    when = desk.typer.condition(adjust.when)
    holds = desk.line("applies", when)
    ref = desk.line(adjust.sign, t.Select(((holds, const(amount)),), const(0), NUMBER))
    desk.tell(told.OnceTold(adjust.sign, amount, when, holds.name, ref.name), adjust.span)
    return ref
