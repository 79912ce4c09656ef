"""What authors call things never meets what the compiler calls things: any quoted name scores as any other would."""

from __future__ import annotations

from fractions import Fraction

import pytest

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
