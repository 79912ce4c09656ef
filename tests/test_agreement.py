"""Every way of scoring gives the same: points, refusals and derivations of generated code are those of the interpreter.

The interpreter works in fractions, line by line; generated code in whole numbers. Rubrics and facts are drawn.
"""

from __future__ import annotations

from functools import cache
from types import CodeType, ModuleType
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compilable import Sample, partial_samples, samples, sources
from rubricc.compiler.backends.python import emit_python
from rubricc.compiler.backends.python.pasted import runtime
from rubricc.compiler.derivation.spec import schema_of
from rubricc.compiler.driver import compile_rubric
from rubricc.compiler.interpreter import Interpreter
from rubricc.compiler.ir.program import Checked
from rubricc.compiler.runtime.facts import bind
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.runtime.run import of_each
from rubricc.dsl.source import Source

SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def compiled(source: str) -> Checked:
    result = compile_rubric(Source("generated.rubric", source))
    errors = [(d.code, d.args, d.span.text if d.span else "") for d in result.findings if d.is_error]
    assert result.checked is not None, errors
    return result.checked


def module_of(checked: Checked) -> Any:
    """The generated module, run in this process in three parts: the pasted runtime is compiled once for all."""
    module = ModuleType("scorer")
    head, pasted, own = emit_python(checked).partition(runtime().text)
    assert pasted
    for code in (compile(head, "scorer.py", "exec"), pasted_code(), compile(own, "scorer.py", "exec")):
        exec(code, module.__dict__)
    return module


@cache
def pasted_code() -> CodeType:
    return compile(runtime().text, "scorer.py", "exec")


def interpreted(checked: Checked, facts: object) -> Result:
    return Interpreter(checked).score(bind(schema_of(checked.program), facts).require())


def every_unit(checked: Checked, facts: object, *, partial: bool = False) -> list[Result]:
    """The results of all units, or the only one where none are scored."""
    blocks = schema_of(checked.program)
    bound = bind(blocks, facts)
    bound = bound.sound() if partial else bound.require()
    score = Interpreter(checked).run(bound)
    return [score(each) for each in of_each(blocks, bound)]


@SLOW
@given(samples())
def test_generated_code_scores_as_the_interpreter_does(sample: Sample) -> None:
    checked = compiled(sample.source)
    module = module_of(checked)
    every = every_unit(checked, sample.facts)
    facts = every[0].bound  # with the points of every unit, where the rubric compares them
    measures = None if facts.missing else module.measures(facts.values)
    if not every[0].unit:
        agree(every[0], module.score(sample.facts), module.points(measures), module)
        return
    generated = module.score_units(sample.facts)
    assert [one.unit for one in every] == list(generated)
    for one in every:
        points = None if measures is None else module.points(measures(one.bound.unit))
        agree(one, generated[one.unit], points, module)
        assert module.score(sample.facts, one.unit).total == one.total


def agree(expected: Result, result: Any, points: Any, module: Any) -> None:
    for one, other, units in zip(expected, result, points or [None] * len(expected.indicators), strict=True):
        assert (one.points, one.refused) == (other.points, other.refused)
        if (
            points is not None and other.absent is None and other.asked is None
        ):  # else the rules are not what gave the points
            assert other.exact == (None if units is None else module.exactly(units, module.UNIT))
        for lang in ("zh", "en"):
            assert one.explain(lang) == other.explain(lang)
    assert (expected.total, expected.grade) == (result.total, result.grade)
    if (
        points is not None
    ):  # where a unit lacks points that others are compared with, that of a module may be wider
        assert expected.interval == result.interval
    conclude_alike(expected, result)


def conclude_alike(expected: Result, result: Any) -> None:
    """The same follows from the total, and it is told in the same words."""
    assert [(one.name, one.value) for one in expected.outcomes] == [
        (one.name, one.value) for one in result.outcomes
    ]
    for lang in ("zh", "en"):
        assert expected.total_lines(lang) == result.total_lines(lang)


@SLOW
@given(partial_samples())
def test_with_missing_facts_too(sample: Sample) -> None:
    checked = compiled(sample.source)
    module = module_of(checked)
    every = every_unit(checked, sample.facts, partial=True)
    if not checked.program.scored:
        generated = {"": module.score(sample.facts, partial=True)}
    else:
        generated = module.score_units(sample.facts, partial=True)
    assert [one.unit for one in every] == list(generated)
    for expected in every:
        result = generated[expected.unit]
        for one, other in zip(expected, result, strict=True):
            assert (one.points, one.refused) == (other.points, other.refused)
            for lang in ("zh", "en"):
                assert one.explain(lang) == other.explain(lang)
        assert (expected.total, expected.grade) == (result.total, result.grade)
        if expected.total is not None:
            conclude_alike(expected, result)
        else:  # the module's interval may be wider, and then less follows from it
            for known, other in zip(expected.outcomes, result.outcomes, strict=True):
                assert other.value in (None, known.value)


@SLOW
@given(samples())
def test_points_stay_within_their_limits(sample: Sample) -> None:
    """Of zero and the weight, and of what the rubric says of itself."""
    every = every_unit(compiled(sample.source), sample.facts)
    for indicator in (indicator for result in every for indicator in result):
        points, spec = indicator.exact, indicator.spec
        if points is None:
            continue
        assert (0 if spec.weight else -3) <= points  # -3: of a penalty
        if indicator.absent is None:
            assert spec.low <= points <= spec.high
        else:  # an answer is held to no limit of the rules, but to what the item can have at all
            assert min(spec.low, 0) <= points <= max(spec.high, spec.weight)


STEP = """\
rubric "一步" version "1":
    total 10
    convention cn-fiscal

data 核查:
    率: percent

C1 率 weight 10: of 率; target >= {target}%; deduct {amount} per {size} below {partial}
"""


@SLOW
@given(
    st.integers(1, 150),
    st.sampled_from(("0.5", "1", "3")),
    st.sampled_from(("1%", "0.3pp", "2% of target")),
    st.sampled_from(("started steps", "whole steps", "pro rata")),
    st.lists(st.fractions(0, 2, max_denominator=1000), min_size=2, max_size=20).map(sorted),
)
def test_better_service_never_loses_points(
    target: int, amount: str, size: str, partial: str, rates: list[Any]
) -> None:
    source = STEP.format(target=target, amount=amount, size=size, partial=partial)
    module = module_of(compiled(source))
    points = [module.score({"核查": {"率": rate}}).exact for rate in rates]
    assert points == sorted(points)


@SLOW
@given(sources())
def test_the_same_text_gives_the_same_module(source: str) -> None:
    assert emit_python(compiled(source)) == emit_python(compiled(source))
