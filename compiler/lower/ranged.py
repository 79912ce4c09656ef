"""A target that is more than one value: a range, and which of its ends a step is measured from; a month, and its day.

`每低` goes from the low end, `每高` from the high one. `每偏离` is the two of them: no measure lies beyond both ends,
so one of the two charges nothing, and a derivation says so in words that a target with one end has too.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date

from attrs import evolve

from rubricc.compiler.lower.lines import Desk
from rubricc.compiler.lower.steps import Yardstick
from rubricc.dsl import nodes as n
from rubricc.dsl import terms as t
from rubricc.dsl.diagnostics.model import Edit, Fix
from rubricc.dsl.kinds import comparable


def sided(adjusts: Iterable[n.Adjust], by: Yardstick) -> Iterator[tuple[n.Adjust, Yardstick]]:
    """Every adjustment with the target that its steps are measured from."""
    target = by.target
    for adjust in adjusts:
        unit = adjust.unit
        if (
            not isinstance(target, n.TargetRange)
            or not isinstance(unit, n.Step)
            or unit.threshold is not None
        ):
            yield adjust, by
            continue
        low = evolve(by, target=n.Target(target.span, ">=", target.low))
        high = evolve(by, target=n.Target(target.span, "<=", target.high))
        if unit.side == "either side":
            yield evolve(adjust, unit=evolve(unit, side="below")), low
            yield evolve(adjust, unit=evolve(unit, side="above")), high
        else:
            yield adjust, low if unit.side == "below" else high


def check_ends(desk: Desk, target: n.TargetRange, adjusts: Iterable[n.Adjust]) -> None:
    """The low end is written first, where both are known; and where steps are measured from one end, from both."""
    steps = [a.unit for a in adjusts if isinstance(a.unit, n.Step) and a.unit.threshold is None]
    measured = {"above" if step.side == "late" else step.side for step in steps}
    for side, end in (("below", target.low), ("above", target.high)):
        if measured and not measured & {side, "either side"}:
            desk.finding("RB5011", end.span, name=desk.indicator.title)
    low, high = desk.typer.term(target.low), desk.typer.term(target.high)
    known = isinstance(low, t.Const) and isinstance(high, t.Const) and comparable(low.kind, high.kind)
    if known and low.value > high.value:  # type: ignore[operator, union-attr]
        desk.finding("RB3012", target.span)


def by_its_last_day(desk: Desk, target: n.Deadline) -> n.Deadline:
    """期限 2020-12 is refused, and read on as the last day of that month."""
    month = target.value
    if not isinstance(month, n.MonthLiteral):
        return target
    year, number = int(month.value[:4]), int(month.value[5:])
    last = date(year, number, monthrange(year, number)[1])
    fix = Fix((Edit(month.span, last.isoformat()),))
    desk.finding(
        "RB3004",
        month.span,
        kind="<month>",
        expected="<date>",
        instead="<last day>",
        write=str(last),
        fix=fix,
    )
    return evolve(target, value=n.DateLiteral(month.span, last))
