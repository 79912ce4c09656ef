"""The interval of a score with facts missing: never narrower than the truth, and its ends where they can be found."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rubricc
from compilable import Sample, samples
from rubricc.compiler.derivation.spec import schema_of
from rubricc.compiler.interpreter import Interpreter
from rubricc.compiler.runtime.facts import bind
from rubricc.compiler.runtime.run import of_each
from test_agreement import SLOW, compiled


@SLOW
@given(samples(), st.data())
def test_whatever_the_missing_facts_are_the_score_lies_inside(sample: Sample, data: st.DataObject) -> None:
    """Facts are taken away; those that were there are one way in which they may come.

    Answers to missing facts and `skip` are no such way: what is written holds, whatever the facts would have been.
    """
    checked = compiled(re.sub(r"    missing .*\n|, skip\b", "", sample.source))
    blocks = schema_of(checked.program)
    complete = bind(blocks, sample.facts).require()
    facts = {
        name: [dict(row) for row in block] if isinstance(block, list) else [dict(block)]  # type: ignore[call-overload]
        for name, block in sample.facts.items()
    }
    cells = [(rows, at, key) for rows in facts.values() for at, row in enumerate(rows) for key in row]
    cells = [cell for cell in cells if cell[2] not in ("月份", "单位")]
    for rows, at, key in data.draw(st.lists(st.sampled_from(cells), min_size=1, max_size=3)):
        rows[at][key] = None
    tables = {name for name, block in sample.facts.items() if isinstance(block, list)}
    lacking = bind(blocks, {name: rows if name in tables else rows[0] for name, rows in facts.items()})
    run, partly = Interpreter(checked).run(complete), Interpreter(checked).run(lacking)
    for whole, part in zip(of_each(blocks, complete), of_each(blocks, lacking), strict=True):
        one, other = run(whole), partly(part)
        if other.interval is None or one.exact is None:
            continue
        low, high = (Fraction(end) for end in other.interval)
        assert low <= one.exact <= high
        assert one.grade is None or one.grade in other.grades
        for known, unknown in zip(one, other, strict=True):
            points = known.exact
            if unknown.score.is_missing and points is not None:
                assert unknown.ends[0] <= points <= unknown.ends[1]
                least, most = unknown.spec.low, unknown.spec.high
                if unknown.spec.absent:  # an answer is held to no limit of the rules, but to 0 and the weight
                    least, most = min(least, 0), max(most, unknown.spec.weight)
                assert least <= unknown.ends[0] <= unknown.ends[1] <= most


HEAD = """\
rubric "x":
    total 5
    convention cn-fiscal
data s:
    a: count up to 20
    b: count up to 6
    rate: percent 0% .. 100% to 1%
    level: one of p, q, r
    sure: yes/no
C1 one weight 5: """
RULES = {
    "either side of the middle": ("of rate; target = 50%; deduct 1 per 1% either side", ("rate",)),
    "best in the middle, never full": (
        "by rate:\n        < 40%: 1\n        [40%, 60%]: 4\n        otherwise: 2\n",
        ("rate",),
    ),
    "falling bands": ("by a:\n        <= 3: full\n        (3, 9]: 2\n        otherwise: 1\n", ("a",)),
    "a veto": ("of rate; target >= 90%; deduct 1 per 1% below; zero when sure and rate < 95%", ("rate",)),
    "a quotient": ("of a / (b + 1); target >= 3; deduct 1 per 1 below; at most 4", ("a", "b")),
    "labels": ("by level:\n        p: 2\n        q: 4\n        r: 1\n", ("level",)),
    "a difference": ("score min(max(a - 3 * b, 0), 4)", ("a", "b")),
}
VALUES = {
    "a": range(21), "b": range(7), "rate": [f"{n}%" for n in range(101)], "level": ["p", "q", "r"],
}  # fmt: skip


@pytest.mark.parametrize("name", RULES)
def test_the_ends_are_those_of_trying_everything(name: str) -> None:
    rule, lacking = RULES[name]
    rubric = rubricc.loads(HEAD + rule + ("" if rule.endswith("\n") else "\n"))
    full: dict[str, object] = {"a": 7, "b": 2, "rate": "50%", "level": "p", "sure": "yes"}
    found: set[object] = set()
    todo = [dict(full)]
    for each in lacking:
        todo = [{**facts, each: value} for facts in todo for value in VALUES[each]]
    for facts in todo:
        total = rubric.score({"s": facts}).total
        assert total is not None
        found.add(total)
    result = rubric.score({"s": {k: v for k, v in full.items() if k not in lacking}}, partial=True)
    assert result.interval == (min(found), max(found))  # type: ignore[type-var]
    assert result["C1"].is_exact  # type: ignore[union-attr]
