"""Why a sheet has no points though no facts are missing: what it would divide by, what that is, where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from rubricc.compiler.evaluation import Evaluation, Missing, Refused
from rubricc.compiler.ir.program import Guard, Indicator
from rubricc.compiler.runtime.exact import Value
from rubricc.compiler.runtime.schema import Place
from rubricc.compiler.why.measures import Sheets
from rubricc.dsl import terms as t
from rubricc.dsl.mentions import facts_of


@frozen
class Divisor:
    """`value` is None where it cannot be worked out itself; the places are those of the facts that it is made of."""

    term: t.Term
    value: Value | None
    places: tuple[Place, ...]


def divisor_of(sheets: Sheets, indicator: Indicator) -> Divisor | None:
    """The first divisor of a sheet that cannot be divided by; None where that is not what it lacks."""
    bound = sheets.facts.bound
    outside = Evaluation(bound.values, unit=bound.unit, parts=sheets.parts)
    try:
        values = sheets.read(indicator, outside)
        inside = Evaluation({}, values)
        for step in indicator.steps:
            if not isinstance(step, Guard):
                values[step.name] = inside.value(step.term)
            elif not inside.value(step.condition):
                return _told(sheets, indicator, step.divisor, inside.value(step.divisor))
    except Refused as refused:
        return _told(sheets, indicator, refused.divisor, _value(outside, refused.divisor))
    except (Missing, KeyError):  # what it lacks is a fact, or the points of another item
        pass
    return None


def _value(evaluation: Evaluation, term: t.Term) -> Value | None:
    try:
        return evaluation.value(term)
    except (Refused, Missing, KeyError):
        return None


def _told(sheets: Sheets, indicator: Indicator, divisor: t.Term, value: Value | None) -> Divisor:
    lines = {line.name: line.term for line in indicator.lines}

    def opened(term: t.Term) -> t.Term:
        """In facts and aggregates, as the author has it."""
        if isinstance(term, t.Ref) and term.name in sheets.slots:
            return sheets.slots[term.name].term
        if isinstance(term, t.Ref) and term.name in lines:
            return opened(lines[term.name])
        return t.rebuilt(term, opened)

    term = opened(divisor)
    return Divisor(term, value, tuple(_places(sheets, term)))


def _places(sheets: Sheets, term: t.Term) -> Iterator[Place]:
    bound = sheets.facts.bound
    for block, name, own in facts_of(term):
        rows = bound.places.get(block, [])
        for row in [bound.unit.rows[block]] if own else range(len(rows)):
            if row < len(rows) and name in rows[row]:
                yield rows[row][name]
