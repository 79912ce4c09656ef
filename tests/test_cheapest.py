"""The smallest change and the cheapest set, held against trying everything; every change scores as it promises."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings

import rubricc
from compilable import Sample, samples
from rubricc.compiler.derivation.report import report_html, report_markdown, report_text
from rubricc.compiler.derivation.spec import schema_of
from rubricc.compiler.interpreter import Interpreter
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.runtime.facts import bind
from rubricc.compiler.runtime.run import of_each
from rubricc.compiler.why.cheapest import Cheapest
from rubricc.compiler.why.document import Why
from rubricc.compiler.why.evaluated import Evaluated
from rubricc.compiler.why.facts import both, share
from rubricc.compiler.why.page import why_report
from rubricc.compiler.why.walked import ORDERS
from rubricc.dsl import terms as t
from test_agreement import SLOW, compiled
from test_interval import HEAD as SMALL
from test_why import HEAD, evaluated

# ---- the smallest change, against trying every value -----------------------------------------------------------

RULES = {
    "steps": "of rate; target >= 90%; deduct 0.5 per 3% below",
    "whole steps": "of rate; target >= 90%; deduct 1 per 3% below whole steps",
    "pro rata": "pro rata of rate",
    "either side of the middle": "of rate; target = 50%; deduct 1 per 1% either side",
    "best in the middle": "by rate:\n        < 40%: 1\n        [40%, 60%]: 4\n        otherwise: 2\n",
    "falling bands": "by a:\n        <= 3: full\n        (3, 9]: 2\n        otherwise: 1\n",
    "a straight line": "of rate; linear (20% -> 1, 40% -> 3, 80% -> 5)",
    "a veto": "of rate; target >= 90%; deduct 1 per 1% below; zero when sure and rate < 95%",
    "a quotient": "of a / (b + 1); target >= 3; deduct 1 per 1 below; at most 4",
    "labels": "by level:\n        p: 2\n        q: 4\n        r: 1\n",
    "a difference": "score min(max(a - 3 * b, 0), 4)",
    "two counts": "deduct 1 per 2 of a; deduct 0.5 per 1 of b",
    "a formula": "score min(5, a * 0.25 + (if sure then 1 else 0))",
}
VALUES: dict[str, list[Any]] = {
    "a": list(range(21)), "b": list(range(7)), "rate": [Fraction(n, 100) for n in range(101)],
    "level": ["p", "q", "r"], "sure": [True, False],
}  # fmt: skip
START: list[dict[str, Any]] = [
    {"a": 7, "b": 2, "rate": Fraction(1, 2), "level": "p", "sure": True},
    {"a": 15, "b": 6, "rate": Fraction(93, 100), "level": "r", "sure": True},
    {"a": 20, "b": 0, "rate": Fraction(83, 100), "level": "q", "sure": False},
    {"a": 0, "b": 5, "rate": Fraction(12, 100), "level": "p", "sure": False},
]


@pytest.mark.parametrize("name", RULES)
def test_the_smallest_change_is_that_of_trying_everything(name: str) -> None:
    """For every number of points that a change of one fact can give, nothing smaller gives as many."""
    source = SMALL + RULES[name] + ("" if RULES[name].endswith("\n") else "\n")
    rubric = rubricc.loads(source)
    for facts in START:
        one = evaluated(source, {"s": facts})
        here = one.result.indicators[0].exact
        assert here is not None
        read = {field for _, field, _ in one.result.spec.indicators[0].inputs}
        wanted: dict[str, dict[Any, Fraction]] = {}
        for field in read & {"a", "b", "rate"}:
            scored = [(value, rubric.score({"s": {**facts, field: value}}).total) for value in VALUES[field]]
            best: dict[Any, Fraction] = {}
            for value, points in sorted(scored, key=lambda x: abs(x[0] - facts[field])):
                if points is not None and Fraction(points) > max(best, default=Fraction(here)):
                    best[Fraction(points)] = abs(Fraction(value) - facts[field])
            wanted[field] = best
        found: dict[str, dict[Any, Fraction]] = {field: {} for field in wanted}
        for measure in one.measured[0].measures:
            for option in measure.options if measure.term is not None else ():
                (moved,) = option.moved
                distance = abs(Fraction(moved.after) - moved.before)  # type: ignore[arg-type,operator]
                found[moved.term.name][Fraction(option.points)] = distance  # type: ignore[union-attr]
        divisors = {"b"} if name == "a quotient" else set()  # stays as it is
        assert {k: v for k, v in found.items() if k not in divisors} == {
            k: v for k, v in wanted.items() if k not in divisors
        }
        if "level" in read:
            told = [o.points for m in one.measured[0].measures for o in m.options]
            every = {rubric.score({"s": {**facts, "level": value}}).total for value in VALUES["level"]}
            assert set(told) == {points for points in every if points is not None and points > here}


EVENTS = """\
rubric "x":
    total 10
    convention cn-fiscal
data 问题 by event:
    级别: one of 轻, 重
    天数: count up to 20
C1 问题 weight 6: deduct by 级别 per row of 问题:
    轻: 1
    重: 2
C2 时限 weight 4: deduct 0.5 per row of 问题 where 天数 > 10; deduct 1 per row of 问题 where 天数 > 15
"""


@pytest.mark.parametrize("seed", range(6))
def test_the_smallest_change_of_rows_is_that_of_trying_every_row(seed: int) -> None:
    """Rows taken away, labels of rows, and a column of counts with two thresholds."""
    rows: list[dict[str, Any]] = [
        {"级别": "轻重"[(seed >> n) % 2], "天数": (7 * n + 5 * seed) % 21} for n in range(4)
    ]
    one = evaluated(EVENTS, {"问题": rows})
    rubric = one.program

    def points(changed: list[dict[str, Any]], number: int) -> Fraction:
        blocks = schema_of(rubric)
        found = one.interpreter.score(bind(blocks, {"问题": changed})).indicators[number].exact
        assert found is not None
        return Fraction(found)

    for number, column, values in ((0, "级别", ["轻", "重"]), (1, "天数", [0, 10, 11, 15, 16, 20])):
        here = points(rows, number)
        fewer: dict[Fraction, Fraction] = {}
        changed: dict[Fraction, Fraction] = {}
        for kept in product((True, False), repeat=4):
            left = [row for row, keep in zip(rows, kept, strict=True) if keep]
            at, cost = points(left, number), Fraction(kept.count(False), 4)
            fewer[at] = min(cost, fewer.get(at, cost))
        for new in product(*([*values, row[column]] for row in rows)):
            cost = sum(
                (share(row[column], x) for row, x in zip(rows, new, strict=True) if x != row[column]),
                Fraction(0),
            )
            at = points([{**row, column: x} for row, x in zip(rows, new, strict=True)], number)
            changed[at] = min(cost, changed.get(at, cost))
        for measure in one.measured[number].measures:
            best = changed if isinstance(measure.term, t.Input) else fewer
            wanted = {
                at: cost
                for at, cost in best.items()
                if at > here and all(c > cost for p, c in best.items() if p > at)
            }
            assert {Fraction(o.points): o.cost for o in measure.options} == wanted
        assert len(one.measured[number].measures) >= (here < rubric.indicators[number].weight)


RUNS = """\
rubric "x":
    total 10
    convention cn-fiscal
data 月报 by month 2024-01 .. 2024-05:
    数: count up to 20
C1 完好 weight 10: deduct 1 per month where 数 < 10; deduct 3 when streak(数 < 8) >= 2; zero when streak(数 < 3) >= 3
"""


@pytest.mark.parametrize("seed", range(6))
def test_the_smallest_change_of_a_run_of_months_is_that_of_trying_every_month(seed: int) -> None:
    """A run is broken where it costs least, which need not be at either of its ends."""
    rows: list[dict[str, Any]] = [
        {"月份": f"2024-0{n + 1}", "数": (5 * n * n + 3 * seed * n + seed) % 12} for n in range(5)
    ]
    one = evaluated(RUNS, {"月报": rows})
    blocks = schema_of(one.program)
    here = Fraction(one.result.indicators[0].exact or 0)
    best: dict[Fraction, Fraction] = {}
    for new in product(*([*{0, 3, 8, 10, row["数"]}] for row in rows)):
        changed = [{**row, "数": x} for row, x in zip(rows, new, strict=True)]
        points = one.interpreter.score(bind(blocks, {"月报": changed})).indicators[0].exact
        at = Fraction(points or 0)
        apart = (share(row["数"], x) for row, x in zip(rows, new, strict=True) if x != row["数"])
        cost = sum(apart, Fraction(0))
        best[at] = min(cost, best.get(at, cost))
    (measure,) = one.measured[0].measures
    assert {Fraction(o.points): o.cost for o in measure.options} == {
        at: cost
        for at, cost in best.items()
        if at > here and all(c > cost for p, c in best.items() if p > at)
    }
    assert not one.measured[0].unknown


# ---- the cheapest set, against trying every choice -------------------------------------------------------------

DATA = """\
data s:
    a: percent 0% .. 100% to 10%
    b: count up to 4
    c: count up to 4
    d: count <= c
    bad: yes/no
    open: yes/no
"""
WHOLE = {
    "plain": (
        "C1 一 weight 5: of a; target >= 100%; deduct 1 per 10% below\n"
        "C2 二 weight 3: score min(3, b)\nC3 三 weight 2: score if open then 2 else 0\n"
    ),
    "one fact read twice": (
        "C1 一 weight 5: of a; target >= 100%; deduct 1 per 10% below\n"
        "C2 二 weight 3: score max(0, 3 - b)\nC3 三 weight 2: score min(2, b)\n"
    ),
    "a ratio and its divisor": (
        "C1 一 weight 5: by d / (c + 1):\n        >= 50%: 5\n        [20%, 50%): 2\n        otherwise: 0\n"
        "C2 二 weight 3: score min(3, c)\nC3 三 weight 2: score if open then 2 else 0\n"
    ),
    "points of others": (
        "C1 一 weight 5: of a; target >= 100%; deduct 1 per 10% below\n"
        "C2 二 weight 3: score min(3, b)\nC3 三 weight 2: score if points(C1) >= 3 and open then 2 else 0\n"
    ),
    "the best of a group": (
        "组 weight 8:\n    combine best 1\n"
        "    C1 一 weight 4: of a; target >= 100%; deduct 1 per 10% below\n"
        "    C2 二 weight 4: score b\nC3 三 weight 2: score if open then 2 else 0\n"
    ),
    "effects": (
        "C1 一 weight 5: of a; target >= 100%; deduct 1 per 10% below\n"
        "C2 二 weight 3: score min(3, b)\nC3 三 weight 2: score if open then 2 else 0\n"
        "total deduct 2 when bad\ngrade one lower when c = 0\nno grade 优 when points(C2) < 2\n"
    ),
    "a bonus group": (
        "C1 一 weight 5: of a; target >= 100%; deduct 1 per 10% below\n"
        "C2 二 weight 5: score b\nbonus group 加分 up to 1:\n    C3 三 weight 2: score if open then 2 else 0\n"
    ),
}
ENDS = [
    {"a": "70%", "b": 1, "c": 2, "d": 0, "bad": True, "open": False},
    {"a": "40%", "b": 0, "c": 0, "d": 0, "bad": False, "open": False},
    {"a": "60%", "b": 2, "c": 4, "d": 1, "bad": True, "open": True},
]


def choices(cheapest: Cheapest) -> Iterator[tuple[int, Fraction, Any, Any]]:
    """Every choice there is, scored: how many changes, how large, the total and the grade."""
    for picked in product(*(range(-1, len(menu)) for menu in cheapest.menus)):
        options = [menu[at] for menu, at in zip(cheapest.menus, picked, strict=True) if at >= 0]
        cells = both(option.cells for option in options)
        result = None if cells is None else cheapest.evaluated.scored(cells)
        if result is not None and result.exact is not None:
            cost = sum((share(m.before, m.after) for option in options for m in option.moved), Fraction(0))
            yield len(options), cost, result.exact, result.grade


@pytest.mark.parametrize("facts", ENDS)
@pytest.mark.parametrize("name", WHOLE)
def test_the_cheapest_set_is_that_of_trying_every_choice(name: str, facts: dict[str, Any]) -> None:
    cheapest = Cheapest(evaluated(HEAD + DATA + WHOLE[name], {"s": facts}))
    every = list(choices(cheapest))
    labels = ["优", "良", "差"]
    for rank, total in product(range(3), [Fraction(n, 2) for n in range(8, 23)]):

        def wanted(t: Any, g: Any, total: Fraction = total, rank: int = rank) -> bool:
            return t >= total and labels.index(g) <= rank

        reach = [(Fraction(many), cost) for many, cost, t, g in every if wanted(t, g)]
        for by in ORDERS:
            plan = cheapest.reach(wanted, by)
            if plan is None:
                assert not reach
                continue
            price = (Fraction(len(plan.changes)), plan.cost)
            if by == "indicators":
                assert price == min(reach)
            else:
                assert price[::-1] == min(pair[::-1] for pair in reach)
    assert cheapest.best[0] == max(t for _, _, t, _ in every)


def test_where_facts_are_apart_the_cheapest_set_is_that_of_trying_all_facts() -> None:
    facts: dict[str, Any] = {"a": "70%", "b": 1, "open": False}
    source = (
        HEAD + DATA.replace("    c: count up to 4\n    d: count <= c\n    bad: yes/no\n", "") + WHOLE["plain"]
    )
    rubric = rubricc.loads(source)
    found: list[tuple[int, Fraction]] = []
    for a, b, is_open in product([f"{n}%" for n in range(0, 101, 10)], range(5), [True, False]):
        changed = {"a": a, "b": b, "open": is_open}
        total = rubric.score({"s": changed}).total
        if total is not None and total >= 9:
            before = [Fraction(7, 10), 1, False]
            after = [Fraction(a[:-1]) / 100, b, is_open]
            moved = [share(x, y) for x, y in zip(before, after, strict=True) if x != y]  # type: ignore[arg-type]
            found.append((len(moved), sum(moved, Fraction(0))))
    plan = Cheapest(evaluated(source, {"s": facts})).reach(lambda t, g: t >= 9)
    assert plan is not None
    assert (len(plan.changes), plan.cost) == min(found)


# ---- any rubric ------------------------------------------------------------------------------------------------


@settings(SLOW, max_examples=50)
@given(samples())
def test_every_change_scores_as_it_promises(sample: Sample) -> None:
    """And every page can be laid out, whatever the rubric."""
    checked = compiled(sample.source)
    blocks = schema_of(checked.program)
    bound = bind(blocks, sample.facts)
    interpreter = Interpreter(checked)
    every = [Evaluated(checked.program, interpreter, blocks, each) for each in of_each(blocks, bound)]
    answers = []
    for one in every:
        for number, measured in enumerate(one.measured):
            here = one.result.indicators[number].exact
            for measure in measured.measures:
                assert [o.points for o in measure.options] == sorted({o.points for o in measure.options})
                for option in (measure.options[0], measure.options[-1]):
                    result = one.scored(option.cells)
                    assert result is not None
                    assert result.indicators[number].exact == option.points
                    assert here is not None
                    assert option.points > here
        answers.append(Why(one, "zh").data(None, None))
        if one.result.exact is not None:
            try:
                cheapest = Cheapest(one)
            except Unknown:
                continue
            best = cheapest.best[0]
            plan = cheapest.reach(lambda t, _, best=best: t >= best)  # type: ignore[misc]
            assert plan is not None
            assert plan.result.exact == best
    if answers:
        report = why_report(answers)
        assert report_text(report, 40)
        assert report_html(report)
        assert report_markdown(report)
