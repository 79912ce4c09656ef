"""Changed facts scored again in part come to what they come to in full, and only what reads them is worked out."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rubricc
from compilable import Sample, samples
from rubricc.compiler.derivation.spec import schema_of
from rubricc.compiler.interpreter import Interpreter
from rubricc.compiler.runtime.exact import Value
from rubricc.compiler.runtime.facts import Bound, bind
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.runtime.run import of_each
from rubricc.compiler.why.facts import GONE, Cell, Facts
from rubricc.compiler.why.rescored import Rescored, can
from test_agreement import SLOW, compiled

HANGING = """\
rubric "x":
    total 20
    grades: good >= 15, poor otherwise
    convention cn-fiscal
data s:
    a: percent 0% .. 100% to 1%
    b, d: count up to 10
    on: yes/no
data m by month 2020-01 .. 2020-03:
    n: count up to 9
data r by event:
    level: one of high, low
    hours: count up to 9
G1 first weight 10:
    combine best 1
    C1 one weight 5: of a; target >= 90%; deduct 1 per 10% below
    C2 two weight 5: score min(5, b / d)
G2 second weight 10:
    C3 three weight 5: score if points(C1) >= 4 then 5 else 1
    C4 four weight 3: not applicable rescale within group when on; deduct 1 per month where n < 5
    C5 five weight 2:
        each r:
            deduct 1 when level = high
            deduct 0.5 per 3 of hours
            combine mean
total deduct 2 when points(G1) < 6
no grade good when b = 0
check fine: a >= 50% else "low"
"""
STARTS: list[dict[str, Any]] = [
    {
        "s": {"a": "70%", "b": 4, "d": 2, "on": on},
        "m": [{"month": f"2020-0{at}", "n": 3 * at} for at in (1, 2, 3)],
        "r": [{"level": "high", "hours": 4}, {"level": "low", "hours": 0}],
    }
    for on in (False, True)
]


def told(result: Result) -> list[object]:
    """All that is said of a result."""
    return [
        result.exact,
        result.grade,
        result.conditions,
        [(one.exact, one.score.refused, one.applies) for one in result],
        result.explain("zh"),
        result.explain("en"),
    ]


def changed(facts: Facts, draw: Random) -> dict[Cell, Value]:
    """Other values for a fact or two, or a row less."""
    cells = [
        (block.name, row, field.name)
        for block in facts.blocks.values()
        for row in range(len(facts.bound.values[block.name]))
        for field in block.fields
    ]
    rows = [(block, row, GONE) for block, row, _ in cells if facts.blocks[block].by == "event"]
    if rows and draw.random() < 0.2:
        return {draw.choice(rows): True}
    found: dict[Cell, Value] = {}
    for cell in draw.sample(cells, min(len(cells), draw.choice((1, 1, 2)))):
        fact = facts.of(cell)
        if fact is not None and fact.domain is not None:
            found[cell] = fact.fact(draw.choice(list(fact.domain.near(fact.domain.whole))))
        elif fact is not None:
            found[cell] = draw.choice(fact.labels)
    return found


def held(interpreter: Interpreter, bound: Bound, draw: Random, times: int) -> int:
    """Compares both ways to score changed facts; how often that was possible."""
    facts, again = Facts(interpreter.blocks, bound), Rescored(interpreter, bound)
    compared = 0
    for _ in range(times):
        cells = changed(facts, draw)
        other = facts.changed(cells)
        if other is not None and cells:
            assert told(again.score(other, cells)) == told(interpreter.score(other)), cells
            compared += 1
    return compared


@settings(SLOW, max_examples=25)
@given(samples(), st.integers(0, 10_000))
def test_of_any_rubric_the_part_comes_to_the_whole(sample: Sample, seed: int) -> None:
    checked = compiled(sample.source)
    interpreter, blocks = Interpreter(checked), schema_of(checked.program)
    for one in of_each(blocks, bind(blocks, sample.facts)):
        if can(interpreter, one):
            held(interpreter, one, Random(seed), 4)


@pytest.mark.parametrize("facts", STARTS)
def test_what_hangs_together_is_worked_out_again(facts: dict[str, Any]) -> None:
    """Points that others read, conditions of the total, indicators that do not apply, rows, a divisor of 0."""
    interpreter = rubricc.loads(HANGING).interpreter
    assert held(interpreter, bind(interpreter.blocks, facts).require(), Random(1), 300) > 200


@pytest.mark.parametrize(
    ("cell", "value", "sheets"),
    [
        (("s", 0, "a"), 1, ["C1", "C3", "fine", "total deduct"]),
        (("s", 0, "d"), 4, ["C2"]),  # G1 keeps its points, and so does what reads them
        (("m", 0, "n"), 9, ["C4"]),
        (("r", 0, "hours"), 9, ["C5"]),
    ],
)
def test_nothing_else_is(
    cell: Cell, value: Value, sheets: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    interpreter = rubricc.loads(HANGING).interpreter
    bound = bind(interpreter.blocks, STARTS[0]).require()
    again, worked = Rescored(interpreter, bound), list[int]()
    score_sheet = Interpreter.score_sheet

    def counted(self: Interpreter, number: int, *more: Any) -> Any:
        worked.append(number)
        return score_sheet(self, number, *more)

    monkeypatch.setattr(Interpreter, "score_sheet", counted)
    other = Facts(interpreter.blocks, bound).changed({cell: value})
    assert other is not None
    again.score(other, [cell])
    assert len(worked) == len(sheets), [interpreter.sheets[number].key for number in worked]
