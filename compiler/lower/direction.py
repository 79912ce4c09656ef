"""Which way is better: what an author declares, held against what target, steps, bands and knots say.

Only rules that go by the indicator's measure have a direction. Bands and knots have one where their points only rise
or only fall along the measure; where they do both, a declared direction is contradicted too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from rubricc.compiler.lower.bands import lower_region
from rubricc.compiler.lower.lines import Desk
from rubricc.dsl import nodes as n
from rubricc.dsl.diagnostics.model import Related
from rubricc.dsl.resolve import value_of
from rubricc.dsl.source import Span

Way = Literal["higher", "lower", "neither"]
Place = tuple[bool, Fraction]  # a lower end of the measure; False where there is none, below all others


def check_direction(desk: Desk, clauses: Iterable[n.Clause]) -> None:
    """A declared direction that a rule contradicts, that no rule has, or that is declared twice."""
    clauses = tuple(clauses)
    declared = [c for c in clauses if isinstance(c, n.Direction)]
    if not declared:
        return
    first = declared[0]
    for again in declared[1:]:
        desk.finding("RB5019", again.span, written=again.span.text, related=(Related(first.span, "first"),))
    way: Way = "higher" if first.higher else "lower"
    found = list(_ways(desk, clauses))
    for other, span in found:
        if other != way:
            desk.finding("RB5071", first.span, other=f"<{other}>", related=(Related(span, "rule"),))
    if not found:
        desk.finding("RB5072", first.span)


def _ways(desk: Desk, clauses: Iterable[n.Clause]) -> Iterator[tuple[Way, Span]]:
    """The direction of every rule that has one."""
    for clause in clauses:
        way: Way | None = None
        match clause:
            case n.Target(op=op) if op not in ("=", "!="):
                way = "higher" if op in (">=", ">") else "lower"
            case n.TargetRange():
                way = "neither"
            case n.Deadline():
                way = "lower"
            case n.ProRata():
                way = "higher"
            case n.By(rows=rows):
                way = _along([_band(desk, row) for row in rows])
            case n.Linear(knots=knots):
                way = _along([(_place(value_of(knot.value)), _points(desk, knot.points)) for knot in knots])
            case n.Adjust(sign=sign, unit=n.Step(measure=None, side=side)) if side != "either side":
                better: Way = "higher" if side == "below" else "lower"
                way = better if sign == "deduct" else ("lower" if better == "higher" else "higher")
        if way is not None:
            yield way, clause.span


def _band(desk: Desk, row: n.Row) -> tuple[Place | None, Fraction | None]:
    """Where a band lies on the measure, and its points; None for either where it is no number."""
    regions = [lower_region(pattern) for pattern in row.patterns]
    region = regions[0] if len(regions) == 1 else None
    if region is None:
        return None, None
    place = (False, Fraction(0)) if region.low is None else _place(region.low)
    points = row.result.low if isinstance(row.result, n.Piece) else row.result
    return place, None if isinstance(points, n.Judged | n.Text) else _points(desk, points)


def _place(value: object) -> Place | None:
    return (True, value) if isinstance(value, Fraction) else None


def _points(desk: Desk, amount: n.Amount) -> Fraction | None:
    if isinstance(amount, n.Share):
        return amount.part * desk.weight
    value = value_of(amount)
    return value if isinstance(value, Fraction) else None


def _along(places: list[tuple[Place | None, Fraction | None]]) -> Way | None:
    """Whether points rise or fall along the measure; None where a place or its points are no number, or all alike."""
    known = sorted((x, y) for x, y in places if x is not None and y is not None)
    if len(known) < 2 or len(known) + 1 < len(places):  # `otherwise` is the one band that may lack a place
        return None
    rises = any(a < b for (_, a), (_, b) in pairwise(known))
    falls = any(a > b for (_, a), (_, b) in pairwise(known))
    if rises and falls:
        return "neither"
    return "higher" if rises else "lower" if falls else None
