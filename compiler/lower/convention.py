"""The convention of a file: one that comes with rubricc, or one that the file defines, from one of them or from none.

Guarantees: every answer is one that the question allows; the points are rounded as the header says, where it does.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, cast

from attrs import evolve

from rubricc.compiler.conventions import Convention, Grid, conventions, default
from rubricc.dsl import nodes as n
from rubricc.dsl.declared import decimals_meant
from rubricc.dsl.diagnostics.model import Diagnostic, Related, diagnose
from rubricc.dsl.model import Model
from rubricc.dsl.resolve import near, value_of
from rubricc.dsl.source import Span

_FIELDS = {
    "percent step": "percent_step",
    "other step": "other_step",
    "partial step": "partial",
    "partial step added": "partial_added",
}


def convention_of(model: Model, findings: list[Diagnostic]) -> Convention:
    """What the clauses of a rubric are read by. Where the file says nothing, the default."""
    written = model.convention
    if written is None:
        convention = default()
    elif written.answers:
        convention = _defined(written, findings)
    else:
        convention = _known(written.name, written.span, findings)
    if model.points is not None:
        return evolve(convention, points=_points(model.points, findings) or convention.points)
    return convention


def _known(name: str, span: Span, findings: list[Diagnostic]) -> Convention:
    found = conventions().get(name)
    if found is None:
        close = near(name, conventions())
        findings.append(diagnose("RB2007", span, name=name, near=close, known="\n".join(conventions())))
    return found or default()


def _defined(written: n.Convention, findings: list[Diagnostic]) -> Convention:
    """A convention of the file's own: the answers of the one that it is like, and then its own."""
    if written.name in conventions():
        findings.append(diagnose("RB2070", written.span, name=written.name))
    known = _known(written.like or "strict", written.span, findings)
    convention = evolve(known, name=written.name)
    first: dict[str, Span] = {}
    for answer in written.answers:
        question = answer.question if isinstance(answer, n.StepAnswer) else type(answer).__name__
        if question in first:
            related = (Related(first[question], "first"),)
            findings.append(diagnose("RB5019", answer.span, written=answer.span.text, related=related))
        first.setdefault(question, answer.span)
        convention = _answered(convention, answer, findings)
    floor = convention.floor
    if floor is not None and (floor / convention.grid).denominator != 1:
        span = next(a.span for a in written.answers if isinstance(a, n.Limit | n.PointsTo))
        findings.append(diagnose("RB3070", span))
    return convention


def _answered(convention: Convention, answer: n.Answer, findings: list[Diagnostic]) -> Convention:
    match answer:
        case n.StepAnswer(_, question, said):
            return evolve(convention, **{_FIELDS[question]: said})  # type: ignore[arg-type]
        case n.Compared(_, mode, to):
            if mode is None or to is None:
                return evolve(convention, compared=None)
            grid = value_of(to)
            if not isinstance(to, n.Number) or to.unit != "%" or not isinstance(grid, Fraction) or grid <= 0:
                findings.append(diagnose("RB3071", to.span))
                return convention
            return evolve(convention, compared=Grid(mode, grid))
        case n.ZeroDivisor(_, instead):
            if instead.how == "points":
                findings.append(diagnose("RB3140", instead.span))
                return convention
            return evolve(convention, zero_divisor=cast(Any, instead.how))
        case n.Limit(_, _, amount):
            floor = None if isinstance(amount, n.Share) else value_of(amount)
            if not isinstance(floor, Fraction) or floor > 0:
                findings.append(diagnose("RB3070", amount.span))
                return convention
            return evolve(convention, floor=floor)
        case n.PointsTo():
            return evolve(convention, points=_points(answer, findings) or convention.points)


def _points(setting: n.PointsTo, findings: list[Diagnostic]) -> Grid | None:
    grid = value_of(setting.grid)
    if isinstance(grid, Fraction) and grid > 0 and (1 / grid).denominator == 1 and not setting.grid.unit:
        return Grid(setting.mode, grid)
    decimals = decimals_meant(setting.grid)
    findings.append(diagnose("RB3010", setting.grid.span, number=setting.grid.span.text, decimals=decimals))
    return None
