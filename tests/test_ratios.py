"""Boundary inputs of ratios of small counts: every ratio that there is, against those where the points change."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest

import rubricc
from rubricc.compiler.proofs.sheets import Ground
from rubricc.compiler.trials.ratios import ratios_beside
from rubricc.compiler.trials.sheet_boundaries import sheet_boundaries

DATA = (
    'rubric "x":\n    total 10\n    convention cn-fiscal\ndata s:\n    n: count 1 .. 20\n    k: count <= n\n'
)
RULES = (
    "of k / n; target >= 95%; deduct 1 per 1% below",
    "of k / n; target >= 95%; deduct 1 per 1% below whole steps",
    "by k / n:\n        >= 90%: 10\n        [61%, 90%): 5\n        otherwise: 0",
    "of k / n; target >= 33%; deduct 4 when k / n < 77.7%",
)


@pytest.mark.parametrize("most", range(1, 25))
def test_neighbours_are_those_of_all_fractions(most: int) -> None:
    every = sorted({Fraction(p, q) for q in range(1, most + 1) for p in range(4 * q)})
    for place in {Fraction(n, d) for d in range(1, 41) for n in range(1, d + 2)}:
        below, above = max(x for x in every if x < place), min(x for x in every if x > place)
        on = [place] if place.denominator <= most else []
        assert ratios_beside(place, most) == [below, *on, above]


@pytest.mark.parametrize("rule", RULES)
def test_both_sides_of_every_change_are_tried(rule: str) -> None:
    rubric = rubricc.loads(f"{DATA}C1 one weight 10:\n    {rule}\n")
    program = rubric.checked.program
    found = sheet_boundaries(Ground(program), program.indicators[0])
    assert not found.left_out
    tried = {one.facts["s"]["k"] / Fraction(one.facts["s"]["n"]) for one in found.inputs}
    every = sorted({Fraction(k, n) for n in range(1, 21) for k in range(n + 1)})
    points = [rubric.score({"s": {"n": x.denominator, "k": x.numerator}}).total for x in every]
    for (x, before), (y, after) in pairwise(zip(every, points, strict=True)):
        if before != after:
            assert {x, y} <= tried, (x, y)
