"""Changes in several steps, conditions and measures: against every change of all facts of a small rubric."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

import rubricc
from rubricc.compiler.interpreter import Interpreter
from rubricc.compiler.why.cheapest import Cheapest
from rubricc.compiler.why.evaluated import Evaluated
from rubricc.compiler.why.facts import share
from rubricc.compiler.why.measures import Option
from shell import Shell

HEAD = 'rubric "x":\n    total 10\n    grades: 优 >= 9, 良 >= 6, 差 otherwise\n    convention cn-fiscal\n'
DATA = (
    "data s:\n    a: count up to 5\n    c: percent 0% .. 100% to 10%\n    v: yes/no\n    g: one of x, y\n"
    "data t by event:\n    late: yes/no\n    days: count up to 3\n"
)
RULES = (
    "of c; target >= 80%; deduct 1 per 10% below; zero when v",
    "of c; target >= 80%; deduct 1 per 10% below; deduct 3 when v; zero when a >= 3",
    "of c; target >= 80%; deduct 2 per 10% below; at most 4 when g = y; at most 6 when v",
    "pro rata of c; full when v and a <= 1",
    "of c; target >= 80%; deduct 1 per 10% below; zero when v or c < 50%",
    "of c; target >= 80%; deduct 1 per 10% below; zero when c < 50% or a >= 3",
    "score a; full when c >= 90%; zero when v",
)
Facts = Mapping[str, Mapping[str, Any]]


def evaluated(text: str, facts: Any) -> Evaluated:
    rubric = rubricc.loads(text)
    bound = rubric.score(facts).bound
    return Evaluated(rubric.checked.program, Interpreter(rubric.checked), rubric.blocks, bound)


def options(one: Evaluated) -> list[Option]:
    return list(one.measured[0].options)


@pytest.mark.parametrize("rule", RULES)
def test_no_change_of_all_facts_is_cheaper(rule: str) -> None:
    """For every number of points: what is offered costs as little as any change that gives as many."""
    text = f"{HEAD}{DATA}C1 one weight 10: {rule}\n"
    rubric = rubricc.loads(text)
    every: list[dict[str, Any]] = [
        {"a": a, "c": Fraction(c, 10), "v": v, "g": g}
        for a, c, v, g in product(range(6), range(11), (True, False), "xy")
    ]
    points = [Fraction(rubric.score({"s": one, "t": []}).total or 0) for one in every]
    for at in range(0, len(every), 23):
        here, now = every[at], points[at]
        found = options(evaluated(text, {"s": here, "t": []}))
        for wanted in sorted({p for p in points if p > now}):
            costs = [
                sum((share(here[name], one[name]) for name in one if here[name] != one[name]), Fraction(0))
                for one, p in zip(every, points, strict=True)
                if p >= wanted
            ]
            offered = [option.cost for option in found if option.points >= wanted]
            assert offered, (here, wanted)
            assert min(offered) == min(costs), (here, wanted)


ADDED = (
    "of c; target >= 80%; deduct 1 per 10% below; deduct 1 per 1 of a",
    "of c; target >= 80%; deduct 1 per 10% below; deduct 1 per 1 of a; deduct 2 when g = y; zero when v",
    "score a; add 1 per 10% of c above 40%; add 2 when not v and g = x; at most 9",
)


@pytest.mark.parametrize("rule", ADDED)
def test_all_points_that_can_be_had_are_offered(rule: str) -> None:
    """Several measures cost points: the most that all of them give together, and no way to it that does not hold."""
    text = f"{HEAD}{DATA}C1 one weight 10: {rule}\n"
    rubric = rubricc.loads(text)
    every: list[dict[str, Any]] = [
        {"a": a, "c": Fraction(c, 10), "v": v, "g": g}
        for a, c, v, g in product(range(6), range(11), (True, False), "xy")
    ]
    most = max(Fraction(rubric.score({"s": one, "t": []}).total or 0) for one in every)
    for here in every[::17]:
        one = evaluated(text, {"s": here, "t": []})
        if one.result.exact == most:
            continue
        assert max(Fraction(option.points) for option in options(one)) == most
        for option in options(one):
            result = one.in_full(option.cells)
            assert result is not None and result.exact == option.points


def test_the_cheapest_set_is_that_of_all_facts() -> None:
    """Two indicators with a veto each: fewest indicators and smallest change, against all there is to change."""
    rules = "C1 one weight 10: of c; target >= 80%; deduct 2 per 20% below; zero when v\n"
    rules += "C2 two weight 10: of d; target >= 60%; deduct 3 per 20% below; at most 5 when w\n"
    data = "data s:\n    c, d: percent 0% .. 100% to 20%\n    v, w: yes/no\n"
    text = HEAD.replace("total 10", "total 20") + data + rules
    rubric = rubricc.loads(text)
    rates = [Fraction(n, 5) for n in range(6)]
    every: list[dict[str, Any]] = [
        {"c": c, "v": v, "d": d, "w": w} for c, v, d, w in product(rates, (True, False), rates, (True, False))
    ]
    totals = [Fraction(rubric.score({"s": one}).total or 0) for one in every]
    for here, now in list(zip(every, totals, strict=True))[::19]:
        cheapest = Cheapest(evaluated(text, {"s": here}))
        for wanted in (now + 1, Fraction(15), Fraction(20)):
            prices = []
            for one, total in zip(every, totals, strict=True):
                if total >= wanted > now:
                    changed = [name for name in one if one[name] != here[name]]
                    count = len({"C1" if name in "cv" else "C2" for name in changed})
                    prices.append((count, sum((share(here[x], one[x]) for x in changed), Fraction(0))))
            for by, order in (("indicators", (0, 1)), ("change", (1, 0))):
                plan = cheapest.reach(lambda total, _, wanted=wanted: total >= wanted, by)  # type: ignore[misc]
                if not prices:
                    assert plan is None or not plan.changes
                    continue
                best = min(prices, key=lambda price: tuple(price[at] for at in order))
                assert plan is not None
                assert (len(plan.changes), plan.cost) == best, (here, wanted, by)


def test_rows_that_are_taken_away_first() -> None:
    """Rows are counted as they were, whichever of them go."""
    rule = "deduct 1 per 1 of sum(days); zero when count(t where late) >= 2"
    rows = [{"late": True, "days": 1}, {"late": False, "days": 3}, {"late": True, "days": 2}]
    facts = {"s": {"a": 1, "c": 1, "v": False, "g": "x"}, "t": rows}
    one = evaluated(f"{HEAD}{DATA}C1 one weight 10:\n    {rule}\n", facts)
    assert one.result.exact == 0
    best = max(options(one), key=lambda option: option.points)
    assert best.points == 10
    for option in options(one):
        result = one.in_full(option.cells)
        assert result is not None and result.exact == option.points


def test_no_answer_is_told_that_costs_more_than_one_that_gives_more() -> None:
    """Undoing the veto gives all that the checklist is worth: to undo it, and a tick besides, is no advice."""
    rule = '    checklist deduct 1 per missing:\n        p "p"\n        q "q"\n    zero when v\n'
    text = f"{HEAD}data s:\n    p, q, v: yes/no\nC1 one weight 10:\n{rule}"
    one = evaluated(text, {"s": {"p": True, "q": True, "v": True}})
    assert [(option.points, len(option.cells)) for option in options(one)] == [(10, 1)]


def test_what_a_vetoed_unit_below_its_target_is_told(shell: Shell) -> None:
    shell.write("x.rubric", f"{HEAD}{DATA}C1 one weight 10: {RULES[0]}\n")
    shell.write("x.yaml", "s: {a: 1, c: 50%, v: yes, g: x}\nt: []\n")
    done = shell("why", "x.rubric", "--data", "x.yaml", "--lang", "zh", "--to", "优")
    assert (done.code, done.err) == (0, "")
    assert "+7  v 是 → 否\n" in done.out
    assert "+10  v 是 → 否；c 50% → 80%（多 30 个百分点）\n" in done.out
    assert "C1 one 0 → 9：v 是 → 否；c 50% → 70%（多 20 个百分点）\n" in done.out


def test_a_veto_with_nothing_behind_it_is_undone_only_together(shell: Shell) -> None:
    """Neither alone gives a point."""
    shell.write("x.rubric", f"{HEAD}{DATA}C1 one weight 10: {RULES[0]}\n")
    shell.write("x.yaml", "s: {a: 1, c: 0%, v: yes, g: x}\nt: []\n")
    shell.write("y.rubric", f"{HEAD}{DATA}C1 one weight 10: {RULES[0].replace('deduct 1', 'deduct 2')}\n")
    out = shell("why", "y.rubric", "--data", "x.yaml", "--lang", "zh").out
    assert "单改一项都不得分，一起改才得分" in out
    assert "+10  v 是 → 否；c 0% → 80%（多 80 个百分点）" in out
