"""What points can be: within their limits, full marks and every row of a table, more than one score."""

from __future__ import annotations

from fractions import Fraction

from rubricc.compiler.ir import told
from rubricc.compiler.ir.program import Line
from rubricc.compiler.proofs import wording
from rubricc.compiler.proofs.analysed import Analysed
from rubricc.compiler.proofs.claims import Claim, Warn
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.proofs.question import ANYTHING, Question, compares, is_
from rubricc.compiler.proofs.witness import Shown
from rubricc.compiler.runtime.exact import plain, whole
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import YESNO


def within_limits(one: Analysed) -> list[Claim]:
    """Points lie between the floor and the cap, and what is given for missing facts within the weight."""
    floor, cap = one.limits()
    low, high = one.bounds.low, one.bounds.high
    for answer in one.indicator.absent:
        least, most = min(floor, Fraction(0)), one.indicator.weight
        if answer.answer == "points" and not least <= answer.points <= most:
            return [one.claim("bounds", "refuted", wording.outside(least, most))]
    if low is not None and high is not None and floor <= low and high <= cap:
        return [one.claim("bounds", "proved", wording.between(low, high, floor, cap))]

    last = one.sheet.last
    beyond = t.Logic("or", (compares(last, "<", floor), compares(last, ">", cap)), YESNO)
    shown = one.explored.find(Question(beyond))
    if shown is None:
        low, high = floor if low is None else max(low, floor), cap if high is None else min(high, cap)
        return [one.claim("bounds", "proved", wording.between(low, high, floor, cap))]
    return [one.claim("bounds", "refuted", wording.outside(floor, cap), shown)]


def vary(one: Analysed) -> list[Claim]:
    """Two sets of facts differ in points."""
    low, high = one.bounds.low, one.bounds.high
    if low is not None and low == high:
        return [_constant(one, low)]
    first = one.explored.find(ANYTHING, believed=True)
    if first is None:
        raise Unknown("facts")
    points = one.points(first)
    other = one.explored.find(Question(compares(one.sheet.last, "!=", points)), believed=True)
    if other is None:
        return [_constant(one, points)]
    ends = sorted((first, other, *one.explored.found), key=one.points)
    least, most = ends[0], ends[-1]
    said = wording.varies(one.points(least), one.points(most))
    return [one.claim("vary", "proved", said, least, most)]


def _constant(one: Analysed, points: Fraction) -> Claim:
    """What is worked out never varies; where that is not asked for, because it does not apply, points may be others."""
    others = any(isinstance(slot.term, t.Points) for slot in one.sheet.slots.values())  # and may have none
    for answer in one.indicator.absent:
        never = answer.because == "missing" and not others
        if never or answer.answer != "points" or answer.points == points:
            continue
        if answer.condition is None:
            raise Unknown("divisor")
        asked = Analysed(one.sheet.ground, one.program.conditions[answer.condition], quick=one.explored.quick)
        found = asked.explored.find(is_(asked.sheet.last, 1))
        if found is not None:
            other = Shown(found.facts, found.values, whole(answer.points), {})
            return one.claim("vary", "proved", wording.varies(*sorted((points, answer.points))), other)
    warn = Warn("RB6004", {"name": one.indicator.title, "points": plain(points)})
    return one.claim("vary", "refuted", wording.constant(points), warn=warn)


def reachable(one: Analysed) -> list[Claim]:
    """Full marks can be had, and every row of every table of bands applies to some facts."""
    weight, high = one.indicator.weight, one.bounds.high
    full = one.explored.find(is_(one.sheet.last, weight), believed=True) if weight in one.bounds else None
    if full is None:
        if high is not None and high >= weight:
            high = None
        args = {"name": one.indicator.title, "weight": plain(weight)}
        warn = Warn("RB6001", args | ({"best": plain(high)} if high is not None else {}))
        return [one.claim("reachability", "refuted", wording.no_full(high, weight), *_best(one), warn=warn)]
    found, rows = _never_chosen(one)
    return found or [one.claim("reachability", "proved", wording.reached(weight, rows), full)]


def rows_reachable(one: Analysed) -> list[Claim]:
    """Every row of every table of bands applies to some row of facts; how many points one has is left to the whole."""
    found, rows = _never_chosen(one)
    return found or ([one.claim("reachability", "proved", wording.all_apply(rows))] if rows else [])


def _never_chosen(one: Analysed) -> tuple[list[Claim], int]:
    """A claim for every row that no facts choose, and how many rows there are."""
    found: list[Claim] = []
    rows = 0
    for clause in one.indicator.clauses:
        if isinstance(clause.told, told.BandsTold | told.TableTold):
            never, count = _rows(one, clause.told)
            rows += count
            for at in never:
                warn = Warn("RB6002", {"row": at + 1, "name": one.indicator.title})
                span = clause.told.rows[at].span
                found.append(
                    one.claim("reachability", "refuted", wording.no_row(at + 1), span=span, warn=warn)
                )
    return found, rows


def _rows(one: Analysed, clause: told.BandsTold | told.TableTold) -> tuple[list[int], int]:
    """The rows that no facts choose, and how many there are."""
    if clause.row not in {step.name for step in one.sheet.steps if isinstance(step, Line)}:
        return [], 0
    seen = one.explored.values_of(clause.row)  # most rows at once: a table may have hundreds
    rest = [at for at in range(len(clause.rows)) if at not in seen]
    never = [at for at in rest if one.explored.find(is_(clause.row, at), believed=True) is None]
    return never, len(clause.rows)


def _best(one: Analysed) -> tuple[Shown, ...]:
    """Facts with the most points that there are, if they are found."""
    high = one.bounds.high
    try:
        best = None if high is None else one.explored.find(is_(one.sheet.last, high))
    except Unknown:
        best = None
    return () if best is None else (best,)
