"""Deductions and additions: one skeleton, (deduct | add) AMOUNT [per UNIT] [options].

Whatever the amount and the unit, the points are amount × count × times, capped, under a condition; `_charge` puts them
together. Steps have a file of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from attrs import evolve, frozen

from rubricc.compiler.ir import told
from rubricc.compiler.lower.amounts import lower_amount
from rubricc.compiler.lower.bands import lower_rows
from rubricc.compiler.lower.groups import key_of, one_of_each
from rubricc.compiler.lower.judged import Decided, lower_judged, tell_judged, tell_rows
from rubricc.compiler.lower.lines import Desk, const
from rubricc.compiler.lower.steps import By, Yardstick, lower_partial, lower_steps
from rubricc.dsl import nodes as n
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import COUNT, NUMBER, YESNO, Kind
from rubricc.dsl.mentions import divisors, names_in, only_where
from rubricc.dsl.missing import given
from rubricc.dsl.model import Block
from rubricc.dsl.resolve import value_of

__all__ = ["Yardstick", "block_of", "lower_adjust"]


def lower_adjust(desk: Desk, adjust: n.Adjust, yardstick: Yardstick) -> t.Ref:
    """The line with the points of one deduction or addition, never negative."""
    _check_options(desk, adjust)
    holds: t.Ref | None = None
    once = adjust.unit is None and not isinstance(adjust.amount, n.Table | n.Tiers)
    if adjust.when is not None and not once:
        condition = desk.typer.condition(adjust.when)
        holds = desk.line("applies", condition)
        desk.tell(told.WhenTold(condition, holds.name), adjust.when.span)
    if isinstance(adjust.unit, n.PerRow):
        return _rows(desk, adjust, adjust.unit, holds)
    match adjust.amount:
        case n.Table():
            ref = _table(desk, adjust, adjust.amount, holds)
            if adjust.unit is None:
                return ref
            amount: t.Term | Decided = ref
        case n.Tiers():
            if adjust.unit is not None:  # a step has no number of its own that rates could be of
                desk.finding("RB5018", adjust.unit.span, feature=adjust.unit.span.text)
            return _tiers(desk, adjust, adjust.amount, holds)
        case n.Judged():
            amount = lower_judged(desk, adjust.amount)
        case _:
            amount = lower_amount(desk, adjust.amount)
    match adjust.unit:
        case n.Step():
            made = lower_steps(desk, adjust, adjust.unit, yardstick)
            if made is None:
                return desk.line(adjust.sign, const(0))
            count, tell = made
            charge, ref = _charge(desk, adjust, amount, count, holds)
            desk.tell(tell(charge), adjust.span)
            return ref
        case n.PerCount():
            return _count(desk, adjust, adjust.unit, amount, holds)
        case None:
            return _once(desk, adjust, amount)
        case _:
            assert_never(adjust.unit)


def _check_options(desk: Desk, adjust: n.Adjust) -> None:
    stepped = isinstance(adjust.unit, n.Step)
    if adjust.where is not None and not isinstance(adjust.unit, n.PerRow):
        desk.finding("RB5025", adjust.where.span)
    if adjust.up_to_each is not None and not isinstance(adjust.unit, n.PerRow):
        desk.finding("RB5025", adjust.up_to_each.span)
    tiers = adjust.amount.tiers if isinstance(adjust.amount, n.Tiers) else ()
    counted = isinstance(adjust.unit, n.PerCount) or any(tier.per is not None for tier in tiers)
    if adjust.partial is not None and not (stepped or counted):
        desk.finding("RB5026", adjust.partial.span)
    if adjust.beyond is not None and not stepped:
        desk.finding("RB5026", adjust.beyond.span)


def _charge(
    desk: Desk, adjust: n.Adjust, amount: t.Term | Decided, count: t.Term | None, holds: t.Ref | None
) -> tuple[told.Charge, t.Ref]:
    """amount × count × times, capped, and only when the condition holds; what is told of it, and its line."""
    each = ""
    if isinstance(amount, Decided):
        amount = tell_judged(desk, amount, "judged", holds)
    if not isinstance(amount, t.Const | t.Ref):
        ref = desk.line("amount", amount)
        each = ref.name
        points: t.Term = ref
    else:
        points = amount
    factors = [] if count is None else [count]
    times: t.Term | None = None
    factor = ""
    if adjust.times is not None:
        times = desk.typer.number(adjust.times)
        value = desk.line("factor", times)
        factor = value.name
        factors.append(value)
    if factors:
        points = t.Chain(points, tuple(("*", f) for f in factors), NUMBER)
    cap: t.Term | None = None
    if adjust.up_to is not None:
        cap = lower_amount(desk, adjust.up_to)
        points = t.Extreme("min", (points, cap), NUMBER)
    if not _never_negative(amount) or adjust.times is not None:
        points = t.Extreme("max", (points, const(0)), NUMBER)
    if holds is not None:
        points = t.Select(((holds, points),), const(0), NUMBER)
    line = desk.line(adjust.sign, points)
    return told.Charge(adjust.sign, amount, each, times, factor, cap, line.name, adjust.cumulative), line


def _never_negative(amount: t.Term) -> bool:
    return isinstance(amount, t.Const) or (isinstance(amount, t.Ref) and amount.kind.family == "count")


# ── rows ──


def _rows(desk: Desk, adjust: n.Adjust, unit: n.PerRow, holds: t.Ref | None) -> t.Ref:
    block = block_of(desk, unit, adjust.where)
    if block is None:
        return desk.line(adjust.sign, const(0))
    where = desk.typer.condition(adjust.where, block) if adjust.where is not None else None
    with given(desk.typer, where):
        return _of_rows(desk, adjust, unit.among, block, where, holds)


def _of_rows(
    desk: Desk,
    adjust: n.Adjust,
    among: n.Among | None,
    block: Block,
    where: t.Term | None,
    holds: t.Ref | None,
) -> t.Ref:
    """What the rows that a condition counts are charged."""
    guards = tuple(divisors(where)) if where is not None else ()
    count = desk.line("rows", t.Aggregate("count", block.name, None, where, guards, COUNT))
    cap_each = lower_amount(desk, adjust.up_to_each) if adjust.up_to_each is not None else None
    own = _of_row(desk, adjust, block)
    amount = own.amount
    by_month = block.by == "month"
    key = key_of(desk, among.key, block) if among is not None else None
    if isinstance(amount, t.Const) and cap_each is None and adjust.times is None and key is None:
        charge, ref = _charge(desk, adjust, amount, count, holds)
        every = told.RowsTold(charge, block.name, by_month, where, count.name, None, (), None, None, False)
        desk.tell(every, adjust.span)
        return ref
    body = amount
    if adjust.times is not None:
        body = t.Chain(body, (("*", desk.typer.number(adjust.times, block)),), NUMBER)
    if cap_each is not None:
        body = t.Extreme("min", (body, cap_each), NUMBER)
    body = t.Extreme("max", (body, const(0)), NUMBER)
    inside = divisors(body) if where is None else [only_where(where, d) for d in divisors(body)]
    total = t.Aggregate("sum", block.name, body, where, (*guards, *inside), NUMBER)
    if among is not None and key is not None:
        total = one_of_each(desk, among, key, total, guards)
    summed = desk.line("charged", total)
    points: t.Term = summed
    cap = lower_amount(desk, adjust.up_to) if adjust.up_to is not None else None
    if cap is not None:
        points = t.Extreme("min", (points, cap), NUMBER)
    if holds is not None:
        points = t.Select(((holds, points),), const(0), NUMBER)
    ref = desk.line(adjust.sign, points)
    charge = told.Charge(adjust.sign, amount, summed.name, None, "", cap, ref.name, adjust.cumulative)
    told_rows = told.RowsTold(
        charge, block.name, by_month, where, count.name, cap_each, own.table, own.subject, own.kind, own=True,
        tiers=own.tiers, whole=own.whole, judged=own.judged,
        among=None if among is None or key is None else (key.name, among.how),
    )  # fmt: skip
    desk.tell(told_rows, adjust.span)
    return ref


@frozen
class _RowAmount:
    """What one row is charged, and what of it is told."""

    amount: t.Term
    table: tuple[told.BandRow, ...] = ()
    subject: t.Term | None = None
    kind: Kind | None = None
    judged: tuple[tuple[str, str, str], ...] = ()
    tiers: tuple[told.TierTold, ...] = ()
    whole: bool = False


def _of_row(desk: Desk, adjust: n.Adjust, block: Block) -> _RowAmount:
    match adjust.amount:
        case n.Table(_, measure, rows):
            subject = desk.typer.term(measure, block)
            bands = lower_rows(desk, rows, subject, measure.span.text, within_weight=False, block=block)
            judged = tuple(decided.columns for decided in bands.judged.values())
            amount = t.Pick(bands.index, bands.results, NUMBER)
            return _RowAmount(amount, bands.rows, subject, bands.kind, judged)
        case n.Judged():
            decided = lower_judged(desk, adjust.amount, rows=block)
            return _RowAmount(decided.points, judged=(decided.columns,))
        case n.Tiers(_, rated, whole):
            subject = desk.typer.number(rated, block)
            stretches = _stretches(desk, adjust, adjust.amount, subject)
            charged = [t.Chain(tier.amount, (("*", steps),), NUMBER) for tier, steps in stretches]
            tiers = tuple(tier for tier, _ in stretches)
            return _RowAmount(
                _added(charged) if charged else const(0), subject=subject, tiers=tiers, whole=whole
            )
        case _:
            return _RowAmount(lower_amount(desk, adjust.amount, rows=block))


def block_of(desk: Desk, unit: n.PerRow, where: n.Expr | None) -> Block | None:
    """The table that is gone through: the one named, or the only one by month (that the condition reads)."""
    blocks = desk.typer.scope.blocks
    if unit.block is not None:
        block = blocks.get(unit.block.text)
        if block is None or not block.is_table:
            tables = [b.name for b in blocks.values() if b.is_table]
            desk.finding(
                "RB2005", unit.block.span, name=unit.block.text, near=desk.typer.near(unit.block.text, tables)
            )
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


# ── counts, tables, tiers, once ──


def _count(
    desk: Desk, adjust: n.Adjust, unit: n.PerCount, amount: t.Term | Decided, holds: t.Ref | None
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
        partial, partial_by = lower_partial(desk, adjust, unit.every or n.Number(unit.span, every))
    count = desk.line("times", t.Steps(number, const(every), partial, COUNT))
    charge, ref = _charge(desk, adjust, amount, count, holds)
    desk.tell(
        told.CountTold(
            charge,
            term,
            every,
            unit.every.unit if unit.every else "",
            partial,
            partial_by,
            number.name,
            count.name,
        ),
        adjust.span,
    )
    return ref


def _table(desk: Desk, adjust: n.Adjust, table: n.Table, holds: t.Ref | None) -> t.Ref:
    """An amount from rows: charged once, or as it is where a step or a count follows."""
    subject = desk.line("measure", desk.typer.term(table.measure))
    name = table.measure.span.text
    bands = lower_rows(desk, table.rows, subject, name, within_weight=False)
    index = desk.line("row", bands.index)
    amount = desk.line("amount", t.Pick(index, bands.results, NUMBER))
    tell_rows(desk, bands.judged, index)
    charge, ref = None, amount
    if adjust.unit is None:
        charge, ref = _charge(desk, adjust, amount, None, holds)
    desk.tell(
        told.TableTold(charge, name, subject.name, bands.kind, bands.rows, index.name, amount.name),
        adjust.span,
    )
    return ref


def _tiers(desk: Desk, adjust: n.Adjust, tiers: n.Tiers, holds: t.Ref | None) -> t.Ref:
    """Every tier charges the stretch of the count that lies in it; with `whole` the tier reached charges all of it."""
    term = desk.typer.number(tiers.expr)
    number = desk.line("number", term)
    made: list[told.TierTold] = []
    lines: list[t.Term] = []
    for tier, steps in _stretches(desk, adjust, tiers, number):
        count = desk.line("tier_count", steps)
        points = desk.line("tier", t.Chain(tier.amount, (("*", count),), NUMBER))
        made.append(evolve(tier, line=points.name, count=count.name))
        lines.append(points)
    if not lines:
        return desk.line(adjust.sign, const(0))
    summed = desk.line("charged", _added(lines))
    charge, ref = _charge(desk, adjust, summed, None, holds)
    desk.tell(told.TiersTold(charge, term, number.name, tiers.whole, tuple(made)), adjust.span)
    return ref


def _added(terms: Sequence[t.Term]) -> t.Term:
    return t.Chain(terms[0], tuple(("+", x) for x in terms[1:]), NUMBER) if len(terms) > 1 else terms[0]


def _stretches(
    desk: Desk, adjust: n.Adjust, tiers: n.Tiers, number: t.Term
) -> list[tuple[told.TierTold, t.Steps]]:
    """Every tier, and how many it charges of the number."""
    made: list[tuple[told.TierTold, t.Steps]] = []
    kind = number.kind
    end = Fraction(0)
    for tier in tiers.tiers:
        low, high = value_of(tier.low), value_of(tier.high) if tier.high is not None else None
        if not isinstance(low, Fraction) or not isinstance(high, Fraction | None) or isinstance(high, bool):
            desk.finding("RB3004", tier.span, kind="<expression>", expected="<number>")
            continue
        if low != end or (high is not None and high <= low):
            desk.finding("RB5033", tier.span)
        end = high if high is not None else low
        per = value_of(tier.per) if tier.per is not None else Fraction(1)
        if not isinstance(per, Fraction) or per <= 0:
            desk.finding("RB3010", tier.span)
            per = Fraction(1)
        reached = number if high is None else t.Extreme("min", (number, t.Const(high, kind)), kind)
        stretch: t.Term = t.Chain(reached, (("-", t.Const(low, kind)),), kind)
        if tiers.whole:
            inside: t.Term = t.Compare(">", number, t.Const(low, kind), YESNO)
            charged: t.Term = number
            if high is not None and tier is tiers.tiers[-1]:  # beyond the end nothing more is charged
                charged = reached
            elif high is not None:
                inside = t.Logic("and", (inside, t.Compare("<=", number, t.Const(high, kind), YESNO)), YESNO)
            stretch = t.Select(((inside, charged),), t.Const(Fraction(0), kind), kind)
        partial: t.Partial = "pro rata"
        partial_by: By = "clause"
        if per != 1:
            partial, partial_by = lower_partial(desk, adjust, tier.per or n.Number(tier.span, per))
        told_tier = told.TierTold(
            low, high, lower_amount(desk, tier.amount), per, partial, partial_by, "", ""
        )
        made.append((told_tier, t.Steps(stretch, t.Const(per, kind), partial, COUNT)))
    return made


def _once(desk: Desk, adjust: n.Adjust, amount: t.Term | Decided) -> t.Ref:
    when = adjust.when
    if when is None:
        if isinstance(amount, t.Const):  # an amount of facts may be zero; a written one never is
            desk.finding("RB5028", adjust.span)
        charge, ref = _charge(desk, adjust, amount, None, None)
        desk.tell(told.OnceTold(charge, None, ""), adjust.span)
        return ref
    condition = desk.typer.condition(when)
    holds = desk.line("applies", condition)
    charge, ref = _charge(desk, adjust, amount, None, holds)
    desk.tell(told.OnceTold(charge, condition, holds.name), adjust.span)
    return ref
