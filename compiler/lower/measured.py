"""What clauses compare and count on: the value of a measure in full, or rounded as it is published.

A clause answers with `round … to …`, as part of its expression; else the convention does, for measures in percent.
"""

from __future__ import annotations

from collections.abc import Iterable

from rubricc.compiler.lower.lines import Desk
from rubricc.dsl import nodes as n
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import PERCENT
from rubricc.dsl.source import Span


def measured(desk: Desk, term: t.Term, span: Span, *, in_percent: bool) -> t.Term:
    """The value of a measure; `in_percent` says that a quotient is compared with percentages."""
    if isinstance(term, t.Rounded) or not (term.kind.family == "percent" or (term.kind.ratio and in_percent)):
        return term
    grid = desk.convention.compared
    if grid is not None and isinstance(term, t.Input):
        field = desk.typer.scope.fields.get(term.name)
        precision = field.precision if field is not None else None
        if precision is not None and (precision / grid.to).denominator == 1:
            return term  # its values are as coarse as that
    desk.assume("compared", span, "in full" if grid is None else "rounded", "in full")
    return term if grid is None else t.Rounded(term, grid.mode, grid.to, PERCENT)


def ends_of(target: n.AnyTarget | None) -> list[n.Expr]:
    """What a measure is compared with; none of a deadline, whose kind is known."""
    match target:
        case n.Target(value=value):
            return [value]
        case n.TargetRange(low=low, high=high):
            return [low, high]
        case _:
            return []


def in_percent(target: n.AnyTarget | None, bases: Iterable[n.Base], adjusts: Iterable[n.Adjust]) -> bool:
    """Whether the clauses that share the indicator's measure compare it with percentages."""
    ends = ends_of(target)
    for base in bases:
        match base:
            case n.By(measure=None, rows=rows):
                return any_in_percent(rows)
            case n.Linear(knots=knots):
                ends += [knot.value for knot in knots]
    units = [a.unit for a in adjusts if isinstance(a.unit, n.Step) and a.unit.measure is None]
    ends += [unit.threshold for unit in units if unit.threshold is not None]
    return any(map(is_percent, ends))


def any_in_percent(rows: Iterable[n.Row]) -> bool:
    """Whether bands are written in percent."""
    return any(pattern_in_percent(pattern) for row in rows for pattern in row.patterns)


def pattern_in_percent(pattern: n.Pattern) -> bool:
    """Whether a band is written in percent, which makes a quotient a percent measure."""
    match pattern:
        case n.Matches():
            return is_percent(pattern.value)
        case n.Interval():
            return is_percent(pattern.low) or is_percent(pattern.high)
        case n.Otherwise():
            return False
    return is_percent(pattern)


def is_percent(end: n.Expr) -> bool:
    return isinstance(end, n.Number) and end.unit == "%"
