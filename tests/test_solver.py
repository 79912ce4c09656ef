"""The solver means what the interpreter does: drawn facts fulfil what it takes for granted, and have its points."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from compilable import Sample, samples
from compilable_facts import exact
from related import Related, related
from rubricc.compiler.evaluation import Evaluation
from rubricc.compiler.ir.program import Checked
from rubricc.compiler.proofs import limits
from rubricc.compiler.proofs.levels import Posed
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.proofs.sheets import Ground, Sheet
from rubricc.compiler.proofs.solver import System
from rubricc.compiler.proofs.witness import worked_out
from rubricc.compiler.runtime.facts import Bound
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import COUNT, DATE, NUMBER
from test_agreement import SLOW, compiled
from test_proofs_held import bound_facts


@settings(SLOW, max_examples=30)
@given(samples())
def test_the_solver_means_what_the_interpreter_does(sample: Sample) -> None:
    """Drawn facts fulfil every relation and guard, and of their values the formulas make the points that are scored."""
    checked = compiled(sample.source)
    one = bound_facts(checked, sample.facts)
    if one is not None:
        means(checked, one)


@settings(SLOW, max_examples=12)
@given(related())
def test_the_solver_means_the_same_of_related_facts(drawn: Related) -> None:
    source, every = drawn
    checked = compiled(source)
    for facts in every:
        one = bound_facts(checked, facts)
        if one is not None:
            means(checked, one)


ANY_DAY = st.dates(date(1996, 1, 1), date(2032, 12, 31))
MONTH_ENDS = st.builds(
    lambda year, month: date(year, month + 1, 1) - timedelta(1), st.integers(1999, 2025), st.integers(1, 11)
)


@settings(SLOW, max_examples=60)
@given(ANY_DAY | MONTH_ENDS, ANY_DAY | MONTH_ENDS, st.integers(-30, 30), exact(-300, 300, (1, 2, 3, 7, 20)))
def test_the_solver_counts_days_and_rounds_as_the_interpreter_does(
    first: date, second: date, count: int, number: Fraction
) -> None:
    one, other = t.Const(first, DATE), t.Const(second, DATE)
    terms: list[t.Term] = [
        t.DaysLate(one, other, COUNT),
        *(t.MonthsLate(one, other, partial, COUNT) for partial in ("started", "whole")),
        *(t.Elapsed(what, one, other, COUNT) for what in ("days", "months")),
        *(t.Shifted(one, count, unit, DATE) for unit in ("day", "month")),
        *(t.Rounded(t.Const(number, NUMBER), mode, Fraction(3, 2), NUMBER)
          for mode in ("up", "down", "half up", "half even")),
        *(t.Steps(t.Const(number, NUMBER), t.Const(Fraction(7, 3), NUMBER), partial, NUMBER)
          for partial in ("started", "whole", "pro rata")),
    ]  # fmt: skip
    system = System()
    for term in terms:
        value = Evaluation({}, {}).value(term)
        assert system.find([system.term(term, {}) != system.constant(value)], limits.Effort()) is None, term


def means(checked: Checked, one: Bound) -> None:
    ground = Ground(checked.program)
    for indicator in checked.program.indicators:
        for apart in (False, True):
            try:
                sheet = Sheet(ground, indicator, apart=apart)
                stated = sheet.indicator  # as far as it applies
                known = worked_out(sheet.slots, stated, one, ground.parts, ground)
                if known is None:
                    continue
                posed = Posed(sheet)
                formulas = posed.facts()
            except Unknown:
                continue
            for name in sheet.variables:
                posed.system.require(formulas[name] == posed.system.constant(known[name]))
            points = posed.system.constant(known[sheet.last])
            try:
                assert posed.find(formulas[sheet.last] == points) is not None
                assert posed.find(formulas[sheet.last] != points) is None
            except Unknown as unknown:
                assert unknown.reason in ("limit", "effort", "unsolved")
