"""An indicator that may not apply, as one that has no points there.

What does not apply is not worked out: its clauses have no say, and facts under which it does not apply show nothing of
them. So the conditions of `not applicable … when C` stand before its steps, and a guard that none of them holds, as one
stands before a division.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import evolve

from rubricc.compiler.ir.program import Guard, Indicator, Line, Step
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import NUMBER, YESNO

ZERO = t.Const(Fraction(0), NUMBER)


def where_it_applies(indicator: Indicator, conditions: Sequence[Indicator]) -> Indicator:
    """The indicator with points only where it applies; itself where it always does."""
    before = [step for number in indicator.asked for step in _guarded(conditions[number], number)]
    return evolve(indicator, steps=(*before, *indicator.steps)) if before else indicator


def _guarded(condition: Indicator, number: int) -> Iterator[Step]:
    """The steps of a condition under names that no line of the indicator has, and a guard that it does not hold."""
    names = {line.name: f"\napplies {number} {line.name}" for line in condition.lines}
    for step in condition.steps:
        if isinstance(step, Line):
            yield Line(names[step.name], _renamed(step.term, names))
        else:
            yield Guard(_renamed(step.condition, names), step.divisor)
    holds = t.Ref(names[condition.lines[-1].name], NUMBER)
    yield Guard(t.Compare("=", holds, ZERO, YESNO), ZERO)


def _renamed(term: t.Term, names: Mapping[str, str]) -> t.Term:
    if isinstance(term, t.Ref):
        return evolve(term, name=names.get(term.name, term.name))
    return t.rebuilt(term, lambda each: _renamed(each, names))
