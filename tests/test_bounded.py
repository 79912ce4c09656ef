"""Rubrics that would grow beyond measure end in a finding, or in a module that compiles."""

from __future__ import annotations

import pytest
from hypothesis import given

from compilable import Sample, samples
from rubricc.compiler.driver import compile_rubric
from rubricc.compiler.ir.bounds import Ranges
from rubricc.compiler.ir.program import Program, slots_of
from rubricc.compiler.scale.estimate import Estimate
from rubricc.compiler.scale.indicator import scale_indicator
from rubricc.compiler.scale.size import TOTAL
from rubricc.compiler.scale.slots import Slots
from rubricc.dsl.source import Source
from rubrics import LULIANG, rubric_of
from test_agreement import SLOW, compiled, interpreted, module_of

HEADER = 'rubric "t":\n    total 5\n    convention cn-fiscal\n'
X = "data d:\n    x: count\n"
MANY = "data d:\n    " + ", ".join(f"x{i}" for i in range(400)) + ": count\n"
PLAIN = MANY.replace("count", "number")
ROWS = "data e by event:\n    x: count\n"


def lets(first: str, form: str, count: int) -> str:
    """a0, and as many lets as are wanted that each read the one before."""
    return f"let a0 = {first}\n" + "".join(
        f"let a{i} = {form.format(a=f'a{i - 1}', i=i)}\n" for i in range(1, count + 1)
    )


def score(text: str) -> str:
    return f"A1 n weight 5: score {text}\n"


def quotients(count: int) -> str:
    return " + ".join(f"1 / (x + {i})" for i in range(1, count + 1))


def indicators(count: int, text: str) -> str:
    return "".join(f"A{i} n{i} weight 5: score {text}\n" for i in range(1, count + 1))


REFUSED = {
    "a let doubled, in rows": ROWS
    + lets("sum(x)", "{a} + {a}", 25)
    + "A1 n weight 5: deduct 1 per row of e where x > a25\n",
    "squares of squares": X + lets("x", "{a} * {a}", 19),
    "squares of squares of a range": X.replace("count", "number 1 .. 100") + lets("x", "{a} * {a}", 60),
    "quotients of quotients": MANY + lets("x0", "{a} / (x{i} + {a})", 150),
    "plain quotients of quotients": PLAIN + lets("x0", "{a} / (x{i} + {a})", 30),
    "many quotients": X + score(quotients(300)),
    "very many quotients": X + score(quotients(3000)),
    "many factors": X + score(" * ".join(["x"] * 6000)),
    "long constants": X + score("x" + " * 99999999999999999999" * 400),
    "divided by long constants": X + score("x" + " / 99999999999999999999" * 400),
    "the same lets everywhere": X + lets("x", "{a} + 1", 300) + indicators(300, "a300"),
    "a long product of columns": MANY.replace("d:", "d by event:")
    + score("sum(" + " * ".join(f"x{i}" for i in range(100)) + ")"),
}
for name, text in REFUSED.items():
    if "A1 " not in text:
        last = text.rpartition("let a")[2].partition(" ")[0]
        REFUSED[name] = text + score(f"a{last}")


@pytest.mark.parametrize("name", REFUSED)
def test_what_grows_beyond_measure_is_refused(name: str) -> None:
    found = compile_rubric(Source("t.rubric", HEADER + REFUSED[name]))
    assert found.checked is None
    refused = [f for f in found.findings if f.code == "RB5037"]
    assert refused and all(f.args["name"] for f in refused)


ACCEPTED = {
    "squares": X + lets("x", "{a} * {a}", 5) + score("a5"),
    "quotients of quotients": MANY + lets("x0", "{a} / (x{i} + {a})", 30) + score("a30"),
    "quotients": X + score(quotients(40)),
    "guards": MANY + lets("x0", "{a} + 1 / (1 - x{i})", 20) + score("min(5, a20)"),
    "quotients apart": PLAIN
    + "".join(f"let a{i} = (x{i} / (x{i} - 1)) round half up to 0.01\n" for i in range(150))
    + score(" + ".join(f"a{i}" for i in range(150))),
    "a product of sums": MANY + score(" * ".join(f"(x{i} + 1)" for i in range(40))),
    "a product of sums of plain numbers": PLAIN + score(" * ".join(f"(x{i} + 1)" for i in range(30))),
    "a let in rows": ROWS
    + lets("sum(x)", "{a} + {a}", 5)
    + "A1 n weight 5: deduct 1 per row of e where x > a5\n",
    "a long sum": MANY + score(" + ".join(f"x{i}" for i in range(400))),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_is_merely_long_compiles(name: str) -> None:
    found = compile_rubric(Source("t.rubric", HEADER + ACCEPTED[name]))
    assert found.checked is not None, [(f.code, f.args) for f in found.findings if f.is_error]
    number = {f"x{i}": i + 3 for i in range(400)}
    data = {"d": {"x": 3} if X in ACCEPTED[name] else number}
    facts = {"e": [{"x": i} for i in range(1, 5)]} if ROWS in ACCEPTED[name] else data
    expected, result = interpreted(found.checked, facts), module_of(found.checked).score(facts)
    assert result.total is not None and result.total == expected.total
    assert result.explain("zh") == expected.explain("zh")
    assert result.explain("en") == expected.explain("en")


@pytest.mark.parametrize("x", [0, 10**20 - 1])
def test_values_at_the_bound_can_be_shown(x: int) -> None:
    """The largest facts, in what is nearly too large: derivations have all digits."""
    powers = X + lets("x", "{a} * {a}", 5) + "let b = a5 * a4 / (x + 1)\n" + score("b")
    checked = compile_rubric(Source("t.rubric", HEADER + powers)).checked
    assert checked is not None
    facts = {"d": {"x": x}}
    expected, result = interpreted(checked, facts), module_of(checked).score(facts)
    assert result.explain("zh") == expected.explain("zh")
    assert result.explain("en") == expected.explain("en")


def test_suggestions_are_bounded() -> None:
    fields = "data d:\n    " + ", ".join(f"field{i}" for i in range(2000)) + ": count\n"
    text = HEADER + fields + score(" + ".join(f"feild{i}" for i in range(2000)))
    found = [f for f in compile_rubric(Source("t.rubric", text)).findings if f.code == "RB2001"]
    assert len(found) == 2000
    assert found[0].args["near"] and not found[-1].args["near"]


def test_many_grades_are_refused_in_words() -> None:
    grades = "    grades: " + "".join(f"g{i} >= {i}, " for i in range(3000, 0, -1)) + "z otherwise\n"
    found = compile_rubric(Source("t.rubric", HEADER + grades + X + score("x"))).findings
    assert {f.code for f in found} == {"RB5030"}


def spent_by_small_sheets(program: Program) -> int:
    """What the sheets take from the budget that the estimate calls small, with the slots that they read."""
    ranges = Ranges(program.blocks, program.slots)
    estimate = Estimate(program.slot, ranges)
    small = [sheet for sheet in program.sheets if estimate.is_small(sheet)]
    slots = Slots(program, ranges)
    for name in {name: None for sheet in small for name in slots_of(sheet, program.slot)}:
        slots.add(program.slot[name])
    for sheet in small:
        scale_indicator(program, sheet, (), slots.scaled, ranges, slots.budget)
    return TOTAL - slots.budget.left


@SLOW
@given(samples())
def test_what_is_estimated_to_be_small_is_small(sample: Sample) -> None:
    assert spent_by_small_sheets(compiled(sample.source).program) == 0


@pytest.mark.parametrize("name", [*REFUSED, *ACCEPTED])
def test_what_is_large_is_not_estimated_to_be_small(name: str) -> None:
    """Also where it is refused: what the estimate lets pass is never the cause."""
    program = compile_rubric(Source("t.rubric", HEADER + (REFUSED | ACCEPTED)[name])).program
    assert program is not None
    assert spent_by_small_sheets(program) == 0


def test_what_authors_write_is_estimated_to_be_small() -> None:
    for text, share in (
        (rubric_of(80), 1),
        ((LULIANG / "luliang-2020.rubric").read_text(encoding="utf-8"), 0.8),
    ):
        program = compiled(text).program
        estimate = Estimate(program.slot, Ranges(program.blocks, program.slots))
        assert sum(map(estimate.is_small, program.sheets)) >= share * len(program.sheets)
