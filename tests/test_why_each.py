"""Rows that a clause scores one by one: the smallest changes of one column, against every change of it."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest

import rubricc
from rubricc.compiler.why.facts import share
from test_why_steps import HEAD, evaluated

DATA = "data t by event:\n    days: count up to 6\n    late: yes/no\n    kind: one of x, y, z\n"
EACH = (
    ("", "combine mean; start at 10; deduct 2 per 1 of days above 1; deduct 3 when late"),
    ("", "combine sum; start at 5; deduct 1 per 2 of days; zero when late"),
    (" where kind != z", "combine mean; start at 10; deduct 3 when late; deduct 1 per 1 of days"),
    ("", "combine mean; score if late then 10 - days else 10 - days / 2"),
)
ROWS: list[dict[str, Any]] = [
    {"days": 3, "late": True, "kind": "x"},
    {"days": 5, "late": False, "kind": "y"},
    {"days": 2, "late": True, "kind": "z"},
]
COLUMNS: dict[str, tuple[Any, ...]] = {"days": tuple(range(7)), "late": (True, False)}


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize(("where", "clauses"), EACH)
def test_no_other_rows_would_be_cheaper(where: str, clauses: str, column: str) -> None:
    body = "".join(f"        {clause}\n" for clause in clauses.split("; "))
    text = f"{HEAD}{DATA}C1 one weight 10:\n    each t{where}:\n{body}"
    rubric = rubricc.loads(text)
    one = evaluated(text, {"t": ROWS})
    now = one.result.exact
    assert now is not None
    found = [
        option
        for measure in one.measured[0].measures
        if measure.term is not None and getattr(measure.term, "name", "") == column
        for option in measure.options
    ]
    every: list[tuple[Fraction, Fraction]] = []
    for values in product(COLUMNS[column], repeat=len(ROWS)):
        rows = [{**row, column: value} for row, value in zip(ROWS, values, strict=True)]
        cost = sum(
            (share(a[column], b[column]) for a, b in zip(ROWS, rows, strict=True) if a != b), Fraction(0)
        )
        every.append((Fraction(rubric.score({"t": rows}).total or 0), cost))
    better = sorted({points for points, _ in every if points > now})
    assert bool(better) == bool(found)
    for wanted in better:
        assert min(o.cost for o in found if o.points >= wanted) == min(c for p, c in every if p >= wanted)
    for option in found:
        result = one.in_full(option.cells)
        assert result is not None and result.exact == option.points


def test_rows_put_together_in_another_way_are_left_out_and_said() -> None:
    rule = "    each t:\n        combine best 1\n        start at 10\n        deduct 3 per 1 of days\n"
    one = evaluated(f"{HEAD}{DATA}C1 one weight 10:\n{rule}", {"t": ROWS})
    assert one.measured[0].unknown == ("days",)
