"""Two facts that help only together: where no change of one gives more points, the smallest change of two that does.

The one is moved to where a comparison of the sheet turns (or to another answer), and then the other as little as it
takes. That is exact where points hang on thresholds; where they rise step by step, one fact alone would do.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rubricc.compiler.evaluation import Missing, Refused
from rubricc.compiler.ir.program import Line
from rubricc.compiler.proofs.intervals import Interval
from rubricc.compiler.proofs.pieces import NONE, Unknown
from rubricc.compiler.runtime.exact import Value, whole
from rubricc.compiler.why.facts import Fact, share
from rubricc.compiler.why.measures import Measure, Measures, Moved, Option
from rubricc.dsl import terms as t

MOST = 60  # values of one fact that are tried, each with every other fact


def together(measures: Measures) -> Measure | None:
    """The smallest change of two facts that gives more points; None where none is found, or it is not known."""
    try:
        return _smallest(measures)
    except Unknown:
        return None


def _smallest(measures: Measures) -> Measure | None:
    facts = list(measures.singles())
    best: Option | None = None
    tried = 0
    for at, (term, first) in enumerate(facts):
        for value in dict.fromkeys(_turns(measures, first)):
            tried += 1
            moved = measures.changed({first.cell: value})
            if moved is None or tried > MOST:
                continue
            for other, second in facts[at + 1 :]:
                for points, after in _gain(moved, measures, second):
                    cost = share(first.value, value) + share(second.value, after)
                    if best is None or cost < best.cost:
                        changes = ((term, first, value), (other, second, after))
                        told = tuple(Moved(x, fact.cell[1], fact.value, y) for x, fact, y in changes)
                        best = Option(points, told, {fact.cell: y for _, fact, y in changes}, cost)
    return None if best is None or tried > MOST else Measure(None, None, (best,))


def _gain(moved: Measures, measures: Measures, fact: Fact) -> Iterator[tuple[int | Fraction, Value]]:
    """The least change of a second fact that gives more than there is now, with the first moved already."""
    if fact.labels:
        for label in fact.labels:
            again = moved.changed({fact.cell: label}) if label != fact.value else None
            if again is not None and again.here > measures.here:
                yield whole(again.here), label
        return
    now = moved.facts.of(fact.cell)  # its ends may hang on the first
    try:
        options = moved.single(now).options if now is not None and now.domain is not None else ()
    except Unknown:
        return
    better = next((option for option in options if option.points > measures.here), None)
    if better is not None:
        yield better.points, better.moved[0].after


def _turns(measures: Measures, fact: Fact) -> Iterator[Value]:
    """The other answers; of a number, the nearest values on either side of it where a comparison turns."""
    if fact.domain is None:
        yield from (label for label in fact.labels if label != fact.value)
        return
    functions = measures.along(fact)
    for step in measures.indicator.steps:
        todo = [step.term if isinstance(step, Line) else step.condition]
        while todo:
            term = todo.pop()
            todo += t.children(term)
            if not isinstance(term, t.Compare):
                continue
            try:
                pieces = functions.value(term)
            except (Unknown, Missing, Refused):
                continue
            for piece in pieces if len(pieces) > 1 else ():
                for side in (Interval(None, fact.at), Interval(fact.at, None)):
                    part = fact.domain.clip(piece.interval, side)
                    x = (
                        None
                        if part is None or piece.value == NONE
                        else part.high
                        if side.low is None
                        else part.low
                    )
                    if x is not None and x != fact.at:
                        yield fact.fact(x)
        if isinstance(step, Line) and step.name not in functions.known:
            try:
                functions.known[step.name] = functions.value(step.term)
            except Unknown:
                return
