"""What authors call things never meets what the compiler calls things: any quoted name scores as any other would."""

from __future__ import annotations

from fractions import Fraction

import pytest

from rubricc.compiler.driver import compile_rubric
from rubricc.dsl.source import Source
from test_agreement import compiled, interpreted, module_of

HEADER = """\
rubric "r":
    total 5
    convention cn-fiscal
"""


def scores(text: str, facts: dict[str, object]) -> object:
    """The points of the only indicator, which interpreter and generated code agree on."""
    checked = compiled(HEADER + text)
    result, other = interpreted(checked, facts), module_of(checked).score(facts)
    assert result.explain("en") == other.explain("en")
    assert result.total == other.total
    return result.total


@pytest.mark.parametrize(
    "name", ["count x", "sum x", "x/", "x?", ":x", ">0", ".base", "base", "points", "measure"]
)
def test_a_fact_may_have_any_name(name: str) -> None:
    text = f"data d:\n    x: number\n    「{name}」: number\na weight 5: score x + 「{name}」\n"
    assert scores(text, {"d": {"x": "1.5", name: "2.2375"}}) == Fraction("3.74")


def test_a_let_named_like_an_aggregate_is_another_value() -> None:
    text = (
        "data d by event:\n    x: count\nlet 「sum x」 = sum(x) + 1\na weight 5: score 「sum x」 + sum(x)\n"
    )
    assert scores(text, {"d": [{"x": 1}]}) == 3


def test_a_step_that_is_a_part_of_a_let_knows_the_let() -> None:
    data = "data d:\n    m, p, q: number\nlet T = p + q\n"
    text = data + "a weight 5: of m; target >= T; deduct 1 per 5% of target below\n"
    assert scores(text, {"d": {"m": "3", "p": "1.5", "q": "2.25"}}) == 1


def test_an_indicator_that_may_fall_below_zero_needs_a_grade_there() -> None:
    header = HEADER + "    grades: good >= 4, poor >= 0\n"
    text = header + "data d:\n    x: count\na weight 5: deduct 1 per 1 of x; at least -5\n"
    (finding,) = [f for f in compile_rubric(Source("r.rubric", text)).findings if f.is_error]
    assert (finding.code, finding.args["witness"]) == ("RB5013", "-5")
