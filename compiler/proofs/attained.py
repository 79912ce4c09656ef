"""What points can be: within their limits, full marks and every row of a table, more than one score."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from rubricc.compiler.ir import told
from rubricc.compiler.ir.program import Line
from rubricc.compiler.proofs import wording
from rubricc.compiler.proofs.analysed import Analysed
from rubricc.compiler.proofs.claims import Claim, Warn
from rubricc.compiler.proofs.explore import View, equal_to
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.proofs.witness import Shown
from rubricc.compiler.runtime.exact import plain, whole


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

    def outside(view: View) -> Iterator[Fraction]:
        for piece in view.points:
            for x in view.domain.near(piece.interval):
                value = piece.value.at(x)
                if isinstance(value, Fraction) and not floor <= value <= cap:
                    yield x

    shown, _ = one.explored.first(outside, lambda found: not floor <= found.points <= cap)
    if shown is None:
        raise Unknown("facts" if one.explored.single else "measures")
    return [one.claim("bounds", "refuted", wording.outside(floor, cap), shown)]


def vary(one: Analysed) -> list[Claim]:
    """Two sets of facts differ in points."""
    low, high = one.bounds.low, one.bounds.high
    if low is not None and low == high:
        warn = Warn("RB6004", {"name": one.indicator.title, "points": plain(low)})
        return [one.claim("vary", "refuted", wording.constant(low), warn=warn)]
    first, _ = one.explored.some(_anywhere, lambda found: True)
    if first is not None:
        other, _ = one.explored.some(_anywhere_but(first), lambda found: found.points != first.points)
        if other is not None:
            ends = sorted((first, other, *one.explored.found), key=lambda x: x.points)
            least, most = ends[0], ends[-1]
            return [one.claim("vary", "proved", wording.varies(least, most), least, most)]
    raise Unknown("facts" if one.explored.complete else "measures")


def reachable(one: Analysed) -> list[Claim]:
    """Full marks can be had, and every row of every table of bands applies to some facts."""
    weight = one.indicator.weight
    full, known = one.explored.some(
        lambda view: equal_to(view, view.points, weight), lambda found: found.points == weight
    )
    if full is None:
        high = one.bounds.high
        if (high is not None and high < weight) or (one.explored.complete and not known):
            args = {"name": one.indicator.title, "weight": plain(weight)}
            warn = Warn("RB6001", args | ({"best": plain(high)} if high is not None else {}))
            return [
                one.claim("reachability", "refuted", wording.no_full(high, weight), *_best(one), warn=warn)
            ]
        raise Unknown("facts" if known else "measures")
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
    return found or [one.claim("reachability", "proved", wording.reached(weight, rows), full)]


def _rows(one: Analysed, clause: told.BandsTold | told.TableTold) -> tuple[list[int], int]:
    """The rows that no facts choose, and how many there are."""
    if clause.row not in {step.name for step in one.sheet.steps if isinstance(step, Line)}:
        return [], 0
    never: list[int] = []
    for at in range(len(clause.rows)):
        shown, known = one.explored.some(
            lambda view, n=at: equal_to(view, view.lines[clause.row], Fraction(n)),  # type: ignore[misc]
            lambda found, n=at: found.known.get(clause.row) == n,  # type: ignore[misc]
        )
        if shown is None:
            if known or not one.explored.complete:
                raise Unknown("facts" if known else "measures")
            never.append(at)
    return never, len(clause.rows)


def _best(one: Analysed) -> tuple[Shown, ...]:
    """Facts with the most points that there are, if they are found."""
    high = one.bounds.high
    if high is None:
        return ()
    best, _ = one.explored.first(
        lambda view: equal_to(view, view.points, high), lambda found: found.points == high
    )
    return () if best is None else (best,)


def _anywhere(view: View) -> Iterator[Fraction]:
    for piece in view.points:
        yield from view.domain.near(piece.interval)


def _anywhere_but(first: Shown) -> Callable[[View], Iterator[Fraction]]:
    """Values of a measure whose points differ from those of facts."""

    def places(view: View) -> Iterator[Fraction]:
        for piece in view.points:
            for x in view.domain.near(piece.interval):
                value = piece.value.at(x)
                if isinstance(value, Fraction) and whole(value) != first.points:
                    yield x

    return places
