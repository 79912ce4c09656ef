"""Two rules of several measures: what is proved of their difference, against scoring both on every grid point."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from typing import Any

import pytest

import rubricc
from rubricc.compiler.diff.document import Diff, RulesData, Sides
from rubricc.compiler.diff.rules import Compared, compare
from rubricc.compiler.proofs.intervals import Interval
from rubricc.compiler.proofs.sheets import Ground, Sheet

HEAD = 'rubric "x":\n    total 10\n    convention cn-fiscal\n'
DATA = (
    "data s:\n    a: count up to 6\n    b: count up to 6\n    c: percent 0% .. 100% to 10%\n    e: yes/no\n"
)
RULES = (
    "score min(10, a + b)",
    "score min(10, b + a)",
    "score min(10, a + 2 * b)",
    "of c; target >= 80%; deduct 1 per 10% below; deduct 2 when a < 3",
    "of c; target >= 80%; deduct 1 per 10% below; deduct 3 when a < 3",
    "of c; target >= 80%; deduct 1 per 10% below; deduct 2 when not a >= 3",
    "of c; target >= 80%; deduct 1 per 10% below; deduct 2 when a < 3; zero when e and b = 0",
    "pro rata of c; zero when e and a < b",
    "score if e then a + b / 2 else 10 * c",
)
FACTS: list[dict[str, Any]] = [
    {"s": {"a": a, "b": b, "c": Fraction(c, 10), "e": e}}
    for a, b, c, e in product(range(7), range(7), range(11), (True, False))
]


def pair(data: tuple[str, str], rules: tuple[str, str]) -> tuple[list[rubricc.Rubric], Compared]:
    rubrics = [
        rubricc.loads(f"{HEAD}{d}C1 one weight 10:\n    {r}\n") for d, r in zip(data, rules, strict=True)
    ]
    old, new = (Sheet(Ground(r.checked.program), r.checked.program.indicators[0]) for r in rubrics)
    return rubrics, compare(old, new)


@pytest.fixture(scope="module")
def points() -> list[list[Fraction]]:
    """Of every rule, the points for all facts."""
    rubrics = [rubricc.loads(f"{HEAD}{DATA}C1 one weight 10:\n    {rule}\n") for rule in RULES]
    return [[Fraction(rubric.score(facts).total or 0) for facts in FACTS] for rubric in rubrics]


@pytest.mark.parametrize(("one", "other"), list(combinations(range(len(RULES)), 2)))
def test_what_is_proved_is_so_for_all_facts(points: list[list[Fraction]], one: int, other: int) -> None:
    _, found = pair((DATA, DATA), (RULES[one], RULES[other]))
    changes = [after - before for before, after in zip(points[one], points[other], strict=True)]
    largest = max(map(abs, changes))
    assert found.complete == (largest == 0)
    assert found.most == largest
    if not largest:
        assert found.largest is None
        return
    assert found.largest is not None
    assert abs(Fraction(found.largest.new) - Fraction(found.largest.old)) == largest
    for facts, change in zip(FACTS, changes, strict=True):
        for named, inside in found.only if change else ():
            value = facts["s"][named.variable.term.name]  # type: ignore[union-attr]
            assert value in inside


def test_where_points_differ_is_as_narrow_as_it_is() -> None:
    _, found = pair((DATA, DATA), (RULES[3], RULES[4]))
    inside_of = {named.variable.name: inside for named, inside in found.only}
    assert inside_of == {
        "a": Interval(None, Fraction(2)),
        "c": Interval(Fraction(1, 10), None),
    }  # at 0% both give 0
    _, found = pair((DATA, DATA), (RULES[3], RULES[6]))
    inside_of = {named.variable.name: inside for named, inside in found.only}
    assert inside_of == {"b": Interval(None, Fraction(0)), "e": (True,)}


def rules_of(data: tuple[str, str], rules: tuple[str, str], lang: str = "zh") -> RulesData:
    rubrics, _ = pair(data, rules)
    old, new = rubrics
    sides = Sides(old.checked.program, new.checked.program, (old.digest, new.digest))
    (found,) = Diff(sides, lang).data(None)["rules"]
    return found


def test_a_quotient_and_a_condition() -> None:
    """The quotient is one measure for both rules, so that the rest is all that can differ."""
    data = "data s:\n    a: count <= b\n    b: count up to 1_000_000\n    d: percent 0% .. 100%\n"
    rule = "of a / b; target >= 90%; deduct 1 per 1% below; deduct {} when d < 50%"
    same = rules_of((data, data), (rule.format(2), rule.format(2).replace("d < 50%", "not d >= 50%")))
    assert (same["complete"], same["regions"], same["most"]) == (True, [], "0")
    other = rules_of((data, data), (rule.format(2), rule.format(3)))
    assert not other["complete"]
    assert other["only"] == ["d < 50%", "a ÷ b ≥ 83%"]
    assert other["most"] == "1" and other["largest"] is not None


def test_only_facts_that_both_rubrics_allow_count() -> None:
    """The rules differ where the old rubric allows no facts: a bound, a precision, an option that are new."""
    new = DATA.replace("a: count up to 6", "a: count up to 9").replace("e: yes/no", "e: one of x, y, z")
    old = DATA.replace("c: percent 0% .. 100% to 10%", "c: percent 0% .. 90% to 20%")
    old = old.replace("e: yes/no", "e: one of x, y")
    rule = "score if e = x then min(a, 6) + b / 2 else 5 * c"
    same = rules_of((old, new), (rule, "score if e != y then a + b / 2 else if c > 90% then 9 else 5 * c"))
    assert (same["complete"], same["most"]) == (True, "0")


def test_points_for_other_facts_than_before_are_no_equality() -> None:
    """A divisor that only the new rule has: the points are the same where there are any."""
    old, new = "score min(10, a + b)", "score min(10, a + b + 0 * (a / b))"
    found = rules_of((DATA, DATA), (old, new))
    assert not found["complete"]
    assert found["reason"]


def test_points_of_other_items_are_not_taken_for_facts() -> None:
    text = (
        HEAD + DATA + "C1 one weight 5: score min(5, {}a)\nC2 two weight 5: score min(5, points(C1) + {}b)\n"
    )
    old, new = (rubricc.loads(text.format(*each)) for each in (("", ""), ("2 * ", "0 * ")))
    one, other = (Sheet(Ground(p), p.indicators[1]) for p in (old.checked.program, new.checked.program))
    assert not compare(one, other).complete
