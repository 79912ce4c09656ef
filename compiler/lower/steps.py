"""Steps from a threshold: how far, of what a step is a part, how many, and who chose the reading."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Literal

from attrs import evolve, frozen

from rubricc.compiler.ir import told
from rubricc.compiler.lower.lines import Desk, const
from rubricc.compiler.lower.measured import is_percent, measured
from rubricc.dsl import nodes as n
from rubricc.dsl import terms as t
from rubricc.dsl.dates import counted
from rubricc.dsl.expressions import literal_kind
from rubricc.dsl.kinds import COUNT, MEASURABLE, PERCENT, UNIT_FACTORS, YESNO, Kind
from rubricc.dsl.resolve import value_of

By = Literal["clause", "convention"]


@frozen
class Yardstick:
    """What steps are measured against: the indicator's measure and its target."""

    name: str
    measure: t.Ref | None
    target: n.AnyTarget | None


def lower_steps(
    desk: Desk, adjust: n.Adjust, step: n.Step, by: Yardstick
) -> tuple[t.Ref, Callable[[told.Charge], told.StepTold]] | None:
    """The line with the number of steps, and how to tell of them once the charge is known."""
    measure, name = by.measure, by.name
    target = None if isinstance(by.target, n.TargetRange) else by.target  # measured from one of its ends
    if step.measure is not None:
        term = desk.typer.term(step.measure)
        name = step.measure.text if isinstance(step.measure, n.Name) else step.measure.span.text
        against = step.threshold or (target.value if target is not None else None)
        percent = against is not None and is_percent(against)
        value = measured(desk, term, step.measure.span, in_percent=percent)
        measure = desk.line("measure", value)
        if not isinstance(step.measure, n.Name) or value is not term:
            desk.tell(told.MeasureTold(name, value, measure.name, value is not term), step.measure.span)
    if measure is None:  # that there is no measure has been said once, of the indicator
        return None
    threshold_expr = step.threshold
    tolerance: t.Term | None = None
    allowed: t.Const | None = None  # days late without consequence
    counted_name = ""
    op: n.Comparison | Literal[""] = ""
    working: dict[str, str] = {}
    if threshold_expr is None and target is not None:
        threshold_expr = target.value
        op = target.op if isinstance(target, n.Target) else "<="
    if threshold_expr is None:
        desk.finding("RB5004", step.span, step=step.span.text)
        return None
    threshold = desk.typer.term(threshold_expr)
    threshold_name = shown_line(desk, threshold)
    partial, partial_by = lower_partial(desk, adjust, step.size)
    if step.side == "late" or measure.kind.family == "date":
        if step.side in ("below", "either side"):  # days before a date are no step of the language
            desk.finding(
                "RB3004", step.span, kind=measure.kind.name, expected="<number>", instead="<only late>"
            )
            return None
        step = evolve(step, side="late")
        if adjust.beyond is not None:
            tolerance = allowed = _days_allowed(desk, adjust.beyond, step)
        working, made, counted_name = _late(desk, step, measure, threshold, partial, adjust.beyond, allowed)
        basis, basis_by = "absolute", "clause"
        distance, count, size = made if made else (const(0), desk.line("steps", const(0, COUNT)), Fraction(1))
        distance_name = distance.name if isinstance(distance, t.Ref) else ""
    else:
        if measure.kind.family not in MEASURABLE:
            desk.finding("RB3004", step.span, kind=measure.kind.name, expected="<number>")
            return None
        if not desk.typer.alike(measure.kind, threshold_expr, threshold):
            return None
        wrong_side = (op in (">=", ">")) == (step.side == "above") and step.side != "either side"
        if op and wrong_side and adjust.sign == "deduct":  # additions reward doing better than the target
            desk.finding("RB5036", step.span)
        sized = _size(desk, step, measure, threshold, name)
        basis, basis_by, size, size_term = sized
        gap: t.Term = t.Chain(threshold, (("-", measure),), measure.kind)
        if step.side == "above":
            gap = t.Chain(measure, (("-", threshold),), measure.kind)
        elif step.side == "either side":
            gap = t.Extreme("max", (gap, t.Chain(measure, (("-", threshold),), measure.kind)), measure.kind)
        distance = desk.line("distance", gap)
        distance_name = distance.name
        counted: t.Term = distance
        if adjust.beyond is not None:
            tolerance, counted = _tolerance(desk, adjust.beyond, distance, _shown_kind(measure, threshold))
            counted_name = counted.name if isinstance(counted, t.Ref) else ""
        count = desk.line("steps", t.Steps(counted, size_term, partial, COUNT))
    kind = measure.kind
    if basis == "points" or (kind.ratio and threshold.kind.family == "percent"):
        kind = PERCENT
    beyond = adjust.beyond.how if adjust.beyond is not None else ""

    def tell(charge: told.Charge) -> told.StepTold:
        return told.StepTold(
            charge, name, measure.name, kind, op, threshold, step.side, size, step.size.unit, basis, basis_by,  # type: ignore[arg-type]
            partial, partial_by, distance_name, count.name, tolerance, beyond, counted_name,
            working, threshold_name,
        )  # fmt: skip

    return count, tell


def shown_line(desk: Desk, value: t.Term) -> str:
    """A line for what a derivation shows the value of; none for what is written out anyway."""
    return "" if isinstance(value, t.Const) else desk.line("threshold", value).name


def _shown_kind(measure: t.Ref, threshold: t.Term) -> Kind:
    """How distances of a measure are shown: a quotient with a target in % in percentage points."""
    return PERCENT if measure.kind.ratio and threshold.kind.family == "percent" else measure.kind


def _tolerance(desk: Desk, beyond: n.Tolerance, distance: t.Ref, kind: Kind) -> tuple[t.Term | None, t.Term]:
    """The distance that counts: what exceeds the tolerance, or all of it once it is exceeded."""
    value = value_of(beyond.size)
    family = literal_kind(beyond.size).family
    fits = family == kind.family or (
        literal_kind(beyond.size).is_plain and kind.is_plain and family != "percent"
    )
    if not isinstance(value, Fraction) or not fits:
        desk.finding("RB3005", beyond.size.span, unit=beyond.size.unit or "", kind=kind.name)
        return None, distance
    tolerance = t.Const(value, kind)
    return tolerance, _exceeding(desk, beyond, distance, tolerance)


def _exceeding(desk: Desk, beyond: n.Tolerance, distance: t.Term, tolerance: t.Const) -> t.Ref:
    excess: t.Term = t.Chain(distance, (("-", tolerance),), tolerance.kind)
    if beyond.how == "everything":
        exceeded = t.Compare(">", distance, tolerance, YESNO)
        excess = t.Select(((exceeded, distance),), t.Const(Fraction(0), tolerance.kind), tolerance.kind)
    return desk.line("counted", excess)


def _days_allowed(desk: Desk, beyond: n.Tolerance, step: n.Step) -> t.Const | None:
    """How late may be without consequence, in the days that the step counts; months are not all of one length."""
    value, unit = value_of(beyond.size), step.size.unit
    if unit == "month":
        desk.finding("RB5018", beyond.size.span, feature=beyond.span.text, instead="<days>")
    elif beyond.size.unit != unit or not isinstance(value, Fraction):
        units = {"day": "<days>", "working day": "<working days>"}.get(unit, "")
        desk.finding("RB3005", beyond.size.span, unit=beyond.size.unit or "", kind="<date>", units=units)
    else:
        return t.Const(beyond.size.value, COUNT)
    return None


def lower_partial(desk: Desk, adjust: n.Adjust, size: n.Number) -> tuple[t.Partial, By]:
    partial = adjust.partial
    if partial is None:
        convention = desk.convention
        asked = convention.partial if adjust.sign == "deduct" else convention.partial_added
        return desk.assume("partial", adjust.span, asked, "started"), "convention"
    for repeated in (partial.size, partial.counted_as):
        if repeated is not None and (repeated.value, repeated.unit) != (size.value, size.unit):
            desk.finding("RB1016", repeated.span, step=size.span.text)
    return partial.how, "clause"


def _size(
    desk: Desk, step: n.Step, measure: t.Ref, threshold: t.Term, name: str
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
        basis: told.Basis
        basis_by: By
        if step.basis:
            basis, basis_by = step.basis, "clause"
        else:
            asked = desk.convention.percent_step if is_percent else desk.convention.other_step
            basis, basis_by = desk.assume("basis", step.span, asked, "target"), "convention"
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
        named = t.Ref(name, reference.kind) if basis == "actual" else hoisted
        desk.guard(t.Compare(">", hoisted, const(0), YESNO), named)
        return basis, basis_by, value, t.Chain(const(part), (("*", reference),), measure.kind)
    if unit == "pp":
        if not is_percent:
            desk.finding("RB3005", step.size.span, unit="pp", kind=measure.kind.name)
        return "absolute", "clause", value, t.Const(value / 100, PERCENT)
    kind = literal_kind(step.size)
    fits = kind.is_plain and measure.kind.is_plain if not is_percent else False
    if not fits and kind.family != measure.kind.family:
        units = {"percent": "%\npp", "money": "元\n万元", "duration": "<hours>\n<minutes>"}
        wanted = units.get("percent" if is_percent else measure.kind.family, "")
        said = step.size.span.text if step.size.span.text[0].isdigit() else str(value)
        if not unit:  # 每低1 of a percentage or of money: the number with each unit that fits
            wanted = "\n".join(
                word if word.startswith("<") else f"{said}{word}" for word in wanted.split("\n")
            )
        desk.finding("RB3005", step.size.span, unit=unit or said, kind=measure.kind.name, units=wanted)
    return "absolute", "clause", value, t.Const(value * UNIT_FACTORS.get(unit, Fraction(1)), measure.kind)


def _late(
    desk: Desk,
    step: n.Step,
    measure: t.Ref,
    deadline: t.Term,
    partial: t.Partial,
    beyond: n.Tolerance | None,
    tolerance: t.Const | None,
) -> tuple[dict[str, str], tuple[t.Ref, t.Ref, Fraction] | None, str]:
    """What working days are made of, by its line; then days late, the steps, and their size; and what of it counts."""
    working: dict[str, str] = {}

    def steps(late: t.Term) -> tuple[t.Ref, str]:
        name = ""
        if beyond is not None and tolerance is not None:
            late = _exceeding(desk, beyond, late, tolerance)
            name = late.name
        return desk.line("steps", t.Steps(late, const(size), partial, COUNT)), name

    if measure.kind.family != "date" or deadline.kind.family != "date":
        wrong = measure if measure.kind.family != "date" else deadline
        desk.finding("RB3004", step.span, kind=wrong.kind.name, expected="<date>")
        return working, None, ""
    size = step.size.value
    if size <= 0:
        desk.finding("RB3010", step.size.span)
        return working, None, ""
    days = desk.line("days", t.DaysLate(measure, deadline, COUNT))
    if step.size.unit == "month":
        if partial == "pro rata":
            desk.finding("RB5018", step.span, feature="pro rata", instead="started steps")
            return working, None, ""
        months = desk.line("months", t.MonthsLate(measure, deadline, partial, COUNT))
        if size == 1:
            return working, (days, months, size), ""
        return working, (days, desk.line("steps", t.Steps(months, const(size), partial, COUNT)), size), ""
    if step.size.unit == "day":
        count, counted_name = steps(days)
        return working, (days, count, size), counted_name
    if step.size.unit == "working day":
        calendar = counted(desk.typer, step.span, desk.behind(measure), desk.behind(deadline))
        parts: tuple[t.What, ...] = ("weekdays", "off", "on", "working days")
        for what in parts:
            elapsed = t.Elapsed(what, deadline, measure, COUNT, calendar)
            working[what] = desk.line(what.replace(" ", "_"), elapsed).name
        after = t.Extreme("max", (t.Ref(working["working days"], COUNT), const(0, COUNT)), COUNT)
        count, counted_name = steps(after)
        return working, (days, count, size), counted_name
    units = "<months>\n<days>\n<working days>"
    desk.finding("RB3005", step.size.span, unit=step.size.unit or str(size), kind="<date>", units=units)
    return working, None, ""
