"""Boundary inputs of what reads other points, goes by rows, ranks units, and of the total: found, scored, kept."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from rubricc.compiler.backends.python import emit_python
from rubricc.compiler.trials import agreement
from rubricc.compiler.trials.boundary_tables import Table, tables
from rubricc.compiler.trials.coverage import Coverage
from rubricc.compiler.trials.rubric_boundaries import RubricBoundaries
from rubricc.compiler.trials.trial import trial
from shell import Shell
from test_agreement import compiled

HEAD = """\
rubric "x" version "1":
    total 10
    grades: A >= {best}, B >= 6, C otherwise
    convention cn-fiscal
data d:
    p: percent 0% .. 100% to 1%
    q: percent 0% .. 100% to 1%
    leak: yes/no
    calls: count up to 100
"""
GROUP = """\
G g weight 8:
    A1 one weight 5: of p; target >= 90%; deduct 1 per 1% below
    A2 two weight 3: by q:
        >= 80%: 3
        otherwise: 1
"""
READS = "A3 three weight 2: by points(G):\n    >= 6: 2\n    [3, 6): 1\n    otherwise: 0\n"
EFFECTS = "total deduct 1 when leak\ngrade one lower when calls > 5\ntotal at most 5 when points(A1) < 2\n"
ROWS = """\
data jobs by {by}:
    hours: number 0 .. 100 to 1
"""
EACH = (
    "A3 three weight 2: each jobs:\n    combine mean\n    by hours:\n        <= 24: 2\n        otherwise: 0\n"
)
UNITS = "data towns by unit:\n    rate: percent 0% .. 100% to 1%\n"


def of(source: str) -> dict[str, Table]:
    checked = compiled(source)
    return {table.key: table for table in tables(Coverage(checked.program), checked)}


def came(table: Table) -> dict[Any, str]:
    """What the first measure is, and what that came to."""
    return {row.shown.values[0][1]: row.came for row in table.rows}


def test_points_of_others_below_on_and_above_their_edges() -> None:
    """G has 1 .. 8 in whole points: one step beside 3 and 6."""
    table = of(HEAD.format(best=9) + GROUP + READS)["A3"]
    assert came(table) == {2: "0", 3: "1", 4: "1", 5: "1", 6: "2", 7: "2"}
    assert table.left_out == 0


def test_points_that_there_cannot_be_stand_for_none() -> None:
    """A2 has 1 or 3: the nearest points stand for the edge at 2."""
    reads = "A3 three weight 2: by points(A2):\n    >= 2: 2\n    otherwise: 0\n"
    assert came(of(HEAD.format(best=9) + GROUP + reads)["A3"]) == {1: "0", 3: "2"}


@pytest.mark.parametrize("by", ["event", "month 2020-01 .. 2020-03", "unit"])
def test_rows_that_are_scored_one_by_one(by: str) -> None:
    data = ROWS.format(by=by)
    table = of(HEAD.format(best=9) + data + GROUP + EACH)["A3"]
    assert came(table) == {0: "2", 23: "2", 24: "2", 25: "0", 100: "0"}


def test_places_among_units() -> None:
    rule = "A3 three weight 2: score max(0, 3 - rank(rate, highest first))\n"
    table = of(HEAD.format(best=9) + UNITS + GROUP + rule)["A3"]
    assert came(table) == {0: "2", 1: "1", 2: "0", 3: "0"}


def test_totals_below_on_and_above_every_grade() -> None:
    table = of(HEAD.format(best=9) + GROUP + READS)["总分"]
    found = {Fraction(x): grade for x, grade in came(table).items()}
    assert {x: found[Fraction(x)] for x in (5, 6, 8)} == {5: "C", 6: "B", 8: "B"}
    assert found[Fraction(9)] == "A" and min(found) == 1 and max(found) == 10
    assert all(("A" if x >= 9 else "B" if x >= 6 else "C") == grade for x, grade in found.items())


def test_totals_where_effects_hold() -> None:
    """With a leak one point less; with more than five calls one grade lower; no more than 5 without answered calls."""
    table = of(HEAD.format(best=9) + GROUP + READS + EFFECTS)["总分"]
    rows: list[list[Any]] = [[*(x for _, x in row.shown.values), row.came] for row in table.rows]
    leaks = {
        Fraction(total): grade for total, leak, calls, poor, grade in rows if leak and not (calls or poor)
    }
    assert leaks[Fraction(9)] == "A" and max(leaks) == 9
    lower = {
        Fraction(total): grade for total, leak, calls, poor, grade in rows if calls and not (leak or poor)
    }
    assert lower[Fraction(10)] == "B" and lower[Fraction(6)] == "C"
    assert max(Fraction(total) for total, _, _, poor, _ in rows if poor) <= 5


def test_outcomes_follow_the_totals() -> None:
    outcome = "outcome pay: by total:\n    >= 9: 100%\n    [6, 9): 80%\n    otherwise: 50%\n"
    found = came(of(HEAD.format(best=9) + GROUP + READS + outcome)["pay"])
    assert {Fraction(x): share for x, share in found.items() if x in (5, 6, 9)} == {
        5: "0.5",
        6: "0.8",
        9: "1",
    }


def test_another_grade_in_generated_code_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but the total at a grade's limit shows it."""
    source = HEAD + GROUP + READS
    other = compiled(source.format(best="9.01"))
    monkeypatch.setattr(agreement, "emit_python", lambda checked: emit_python(other))
    found = trial(compiled(source.format(best=9)), [], 0)
    assert found is not None
    assert [(each.what, each.at) for each in found.failures] == [("agreement", "grade")]


def test_every_input_scores_as_it_is_told() -> None:
    """A second time, from the facts alone."""
    checked = compiled(HEAD.format(best=9) + ROWS.format(by="event") + GROUP + EACH + EFFECTS)
    every = RubricBoundaries(checked)
    assert every.aim is not None
    blocks, interpreter = every.ground.blocks, every.aim.interpreter
    from rubricc.compiler.runtime.facts import bind
    from rubricc.compiler.runtime.run import of_each

    for one, result in every.whole.inputs:
        again = interpreter.score(of_each(blocks, bind(blocks, one.facts))[0])
        assert (again.exact, again.grade) == (one.points, result.grade)


# ── as a user sees them ──


def test_kept_totals_tell_a_changed_grade(tmp_path: Path, shell: Shell) -> None:
    path, kept = tmp_path / "a.rubric", tmp_path / "a.boundaries.yaml"
    path.write_text(HEAD.format(best=9) + GROUP + READS + EFFECTS, encoding="utf-8")
    assert shell("test", path, "--boundaries", "-o", kept, "--lang", "en").code == 0
    assert shell("test", path, "--examples", "0").code == 0
    path.write_text(HEAD.format(best=8) + GROUP + READS + EFFECTS, encoding="utf-8")
    done = shell("test", path, "--examples", "0", "--lang", "en")
    assert done.code == 1
    assert "total, total = 8, leak = no" in done.out and "was B, now A" in done.out


def test_a_cut_is_said(tmp_path: Path, shell: Shell) -> None:
    path = tmp_path / "a.rubric"
    rule = "A weight 10: of p; target >= 100%; deduct 0.1 per 1% below\n"
    head = 'rubric "x":\n    total 10\n    convention cn-fiscal\ndata d:\n    p: percent 0% .. 100% to 1%\n'
    path.write_text(head + rule, encoding="utf-8")
    done = shell("test", path, "--examples", "0", "--lang", "en")
    assert "too many edges, only those at both ends: A" in done.out
    assert "too many edges" in shell("test", path, "--boundaries", "--lang", "en").out
    (verdict,) = json.loads(shell("test", path, "--examples", "0", "--format", "json").out)["files"]
    assert verdict["trial"]["cut"] == ["A"]
