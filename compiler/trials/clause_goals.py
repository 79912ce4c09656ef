"""The goals of one clause, read off what it tells: its rows, its charge and the end of that, its limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Literal, TypeGuard, assert_never

from attrs import evolve

from rubricc.compiler.ir import told
from rubricc.compiler.ir.bounds import Bounds, Ranges, union
from rubricc.compiler.ir.program import Clause, Indicator
from rubricc.compiler.ir.told_factor import FactorTold
from rubricc.compiler.trials.goal import Goal, Test, Trace
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import YESNO
from rubricc.dsl.source import Span


def sheet_goals(
    sheet: Indicator, ranges: Ranges, parts: Mapping[str, Indicator], kind: str = ""
) -> Iterator[Goal]:
    """The goals of the clauses of a sheet; `kind` is that of a statement."""
    means = {c.told.line: parts[c.told.part] for c in sheet.clauses if _is_mean(c.told)}
    bands = {c.told.line: c.told.rows for c in sheet.clauses if isinstance(c.told, told.BandsTold)}
    env: dict[str, Bounds] = {}
    for line in sheet.lines:
        if line.name in means:
            env[line.name] = _of_one(means[line.name])
        elif line.name in bands:
            env[line.name] = _of_bands(bands[line.name], ranges, env)
        else:
            env[line.name] = ranges.of(line.term, env)
    for clause in sheet.clauses:
        if isinstance(clause.told, told.SumTold):
            yield from _ends(clause.told, env, sheet.title_span)
        else:
            yield from _clause(clause, kind)


def _is_mean(clause: told.Told) -> TypeGuard[told.EachTold]:
    return isinstance(clause, told.EachTold) and clause.how != "sum"


def _of_one(part: Indicator) -> Bounds:
    """Between which points one row stays, and so the mean of any."""
    ends = next(c.told for c in part.clauses if isinstance(c.told, told.SumTold))
    low, high = (x.value if isinstance(x, t.Const) else None for x in (ends.floor, ends.cap))
    return Bounds(*(x if isinstance(x, Fraction) else None for x in (low, high)))


def _of_bands(rows: tuple[told.BandRow, ...], ranges: Ranges, env: Mapping[str, Bounds]) -> Bounds:
    """Between which points the rows lie; a straight line between its ends."""
    return union([ranges.of(end, env) for row in rows for end in row.piece or (row.result,)])


def _clause(clause: Clause, kind: str) -> Iterator[Goal]:
    span = clause.span
    match clause.told:
        case told.BandsTold(row=line, rows=rows):
            yield from _rows(rows, line)
        case told.TableTold(row=line, rows=rows, charge=charge):
            yield from _rows(rows, line)
            if charge is not None:
                yield from _cap(charge, span)
        case told.StepTold(charge=charge, count=count, partial=partial):
            yield from _steps(charge, count, partial, span)
        case told.CountTold(charge=charge, count=count, partial=partial, every=every):
            yield from _steps(charge, count, partial if every != 1 else "pro rata", span)
        case told.RowsTold():
            yield from _of_rows(clause.told, span)
        case told.TiersTold(charge=charge, tiers=tiers):
            for at, tier in enumerate(tiers):
                yield Goal("row", "", _nth(at), span, test=_above_zero(tier.line))
            yield from _cap(charge, span)
        case told.OnceTold(charge=charge):
            yield _charged(charge, span)
            yield from _cap(charge, span)
        case told.TargetTold(met=line):
            yield Goal("target", "", ("达到", "met"), span, test=_is(line, True))
            yield Goal("target", "", ("未达到", "not met"), span, test=_is(line, False))
        case told.ProRataTold(share=share, capped=capped):
            if capped:
                yield Goal("clause", "", ("不足全额", "less than full"), span, test=_below_one(share))
                yield Goal("limit", "", ("达到全额", "full"), span, test=lambda x: x.number(share) >= 1)
            else:
                yield _used(span)
        case told.ScoreTold():
            yield _used(span)
        case told.JudgedTold(points=points, holds=holds):
            if holds:
                yield Goal("clause", "", ("评判", "judged"), span, test=_is(holds, True))
            else:
                yield Goal(
                    "clause", "", ("评判", "judged"), span, test=lambda x: x.values[points] is not None
                )
        case told.ChecklistTold(items=items):
            for item in items:
                name = item.text
                yield Goal("target", "", (f"「{name}」做到", f"{name}: met"), span, test=_is(item.met, True))
                yield Goal(
                    "target", "", (f"「{name}」没做到", f"{name}: not met"), span, test=_is(item.met, False)
                )
        case told.EachTold(rows=rows_line):
            yield Goal("clause", "", ("有行可计", "rows to go by"), span, test=_above_zero(rows_line))
        case FactorTold(line=line, before=before) | told.LimitTold(line=line, before=before):
            yield Goal("limit", "", ("起作用", "binds"), span, test=_unlike(line, before))
        case told.VetoTold(line=line):
            yield Goal("limit", "", ("起作用", "binds"), span, test=_changes(line))
        case told.CheckTold(holds=line) | told.ReportedTold(holds=line) | told.ReportedRowsTold(holds=line):
            words = (("成立", "holds"), ("不成立", "fails"))
            if kind == "require":
                words = (("已履行", "met"), ("未履行", "not met"))
            yield Goal("check", "", words[0], span, test=_is(line, True))
            yield Goal("check", "", words[1], span, test=_is(line, False))
        case _:
            return  # measures, parameters, what is put together: what others reach


def _nth(at: int) -> tuple[str, str]:
    return f"第 {at + 1} 档", f"row {at + 1}"


def _rows(rows: tuple[told.BandRow, ...], line: str) -> Iterator[Goal]:
    for at, row in enumerate(rows):
        yield Goal("row", "", _nth(at), row.span, test=_is(line, at))


def _used(span: Span) -> Goal:
    return Goal("clause", "", ("用过", "used"), span, test=lambda _: True)


def _charged(charge: told.Charge, span: Span) -> Goal:
    words = ("扣过分", "charged") if charge.sign == "deduct" else ("加过分", "added")
    return Goal("clause", "", words, span, test=_above_zero(charge.line))


def _cap(charge: told.Charge, span: Span) -> Iterator[Goal]:
    """Where what is charged has an end: that it was reached."""
    cap = charge.cap
    if cap is not None:
        yield Goal("limit", "", ("封顶", "capped"), span, test=lambda x: _is_capped(x, charge.line, cap))


def _is_capped(trace: Trace, line: str, cap: t.Term) -> bool:
    """Whether what the charge would be without its cap is more."""

    def uncapped(term: t.Term) -> t.Term:
        if isinstance(term, t.Extreme) and term.which == "min" and term.operands[-1] == cap:
            return term.operands[0]
        return t.rebuilt(term, uncapped)

    return bool(trace.value(uncapped(trace.terms[line])) > trace.value(cap))


def _steps(charge: told.Charge, count: str, partial: t.Partial, span: Span) -> Iterator[Goal]:
    """Steps that charge; where a part of one counts unlike itself, a part and a whole number of them."""
    if partial == "pro rata":
        yield _charged(charge, span)
    else:
        yield Goal(
            "step", "", ("不足一步", "part of a step"), span, test=lambda x: _in_steps(x, count) == "part"
        )
        yield Goal(
            "step", "", ("恰好整步", "whole steps"), span, test=lambda x: _in_steps(x, count) == "whole"
        )
    yield from _cap(charge, span)


def _in_steps(trace: Trace, count: str) -> Literal["none", "part", "whole"]:
    """Whether what a line counts is a whole number of steps: then it is the same whether parts are counted or not."""

    def counted(term: t.Term, how: t.Partial) -> t.Term:
        match term:
            case t.Steps():
                return evolve(term, partial=how, distance=counted(term.distance, how))
            case t.MonthsLate():
                return evolve(term, partial=how)
            case t.Ref() if isinstance(months := trace.terms.get(term.name), t.MonthsLate):
                return counted(months, how)
        return term

    started, whole = (trace.value(counted(trace.terms[count], how)) for how in ("started", "whole"))
    return "none" if not started else "whole" if started == whole else "part"


def _of_rows(clause: told.RowsTold, span: Span) -> Iterator[Goal]:
    """Charges row by row: one at all, every row of its table or its rates, the end of one row and of all."""
    block, where, subject = clause.block, clause.where, clause.subject

    def reached(condition: t.Term) -> Test:
        both = condition if where is None else t.Logic("and", (where, condition), YESNO)
        return lambda x: x.rows(block, both) > 0

    if subject is not None and clause.table:
        before: list[t.Term] = []
        for at, row in enumerate(clause.table):
            here = _any(tuple(_condition(case, subject) for case in row.cases))
            apart = tuple(t.Not(other, YESNO) for other in before)
            yield Goal("row", "", _nth(at), row.span, test=reached(t.Logic("and", (*apart, here), YESNO)))
            before.append(here)
    elif subject is not None and clause.tiers:
        for at, tier in enumerate(clause.tiers):
            inside: t.Term = t.Compare(">", subject, t.Const(tier.low, subject.kind), YESNO)
            if clause.whole and tier.high is not None:
                upper = t.Compare("<=", subject, t.Const(tier.high, subject.kind), YESNO)
                inside = t.Logic("and", (inside, upper), YESNO)
            yield Goal("row", "", _nth(at), span, test=reached(inside))
    else:
        yield _charged(clause.charge, span)
    yield from _cap(clause.charge, span)


def _any(conditions: tuple[t.Term, ...]) -> t.Term:
    return conditions[0] if len(conditions) == 1 else t.Logic("or", conditions, YESNO)


def _condition(case: told.BandCase, subject: t.Term) -> t.Term:
    """When a row is the one, as the rows of a table ask it."""
    match case:
        case told.OtherwiseCase():
            return t.Const(True, YESNO)
        case told.ConditionCase(condition):
            return condition
        case told.LabelCase(label):
            return t.Compare("=", subject, t.Const(label, subject.kind), YESNO)
        case told.Region():
            ends: list[t.Term] = []
            if case.low is not None:
                low = t.Const(case.low, subject.kind)
                ends.append(t.Compare(">" if case.low_open else ">=", subject, low, YESNO))
            if case.high is not None:
                high = t.Const(case.high, subject.kind)
                ends.append(t.Compare("<" if case.high_open else "<=", subject, high, YESNO))
            return t.Logic("and", tuple(ends), YESNO) if ends else t.Const(True, YESNO)
        case _:
            assert_never(case)


def _ends(clause: told.SumTold, env: Mapping[str, Bounds], span: Span) -> Iterator[Goal]:
    """The floor and the cap of an indicator, where base and charges can pass them."""
    bounds = env[clause.sum]
    floor, cap = (x.value if isinstance(x, t.Const) else None for x in (clause.floor, clause.cap))
    if isinstance(floor, Fraction) and (bounds.low is None or bounds.low < floor):
        words, low, place = ("下限起作用", "the floor binds"), floor, clause.written[0] or span
        yield Goal("limit", "", words, place, test=lambda x: x.number(clause.sum) < low)
    if isinstance(cap, Fraction) and (bounds.high is None or bounds.high > cap):
        words, high, place = ("上限起作用", "the cap binds"), cap, clause.written[1] or span
        yield Goal("limit", "", words, place, test=lambda x: x.number(clause.sum) > high)


def _is(line: str, wanted: object) -> Test:
    return lambda x: bool(x.values[line] == wanted and x.values[line] is not None)


def _above_zero(line: str) -> Test:
    return lambda x: x.number(line) > 0


def _below_one(line: str) -> Test:
    return lambda x: x.number(line) < 1


def _unlike(line: str, other: str) -> Test:
    return lambda x: bool(x.values[line] != x.values[other])


def _changes(line: str) -> Test:
    """Whether a condition changed what stood before it."""

    def test(trace: Trace) -> bool:
        term = trace.terms[line]
        return isinstance(term, t.Select) and bool(trace.values[line] != trace.value(term.otherwise))

    return test
