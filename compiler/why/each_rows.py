"""Rows that a clause scores one by one (`逐个`): what each may be instead, by its own points.

Every row is changed for itself, so what rows come to together is walked through as that of rows which are counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import evolve

from rubricc.compiler.evaluation import Evaluation
from rubricc.compiler.ir.program import Guard, Indicator, Line, Part
from rubricc.compiler.proofs.functions import Functions
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.runtime.exact import Value, whole
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.why.along import gains, points_along
from rubricc.compiler.why.facts import Fact, Facts, share
from rubricc.compiler.why.residual import OPEN, Residual
from rubricc.compiler.why.rows import Choice, Rows
from rubricc.dsl import terms as t
from rubricc.dsl.mentions import facts_of


def each_rows(
    facts: Facts, bound: Bound, slot: str, part: Part, term: t.Each, name: str, grid: Fraction
) -> Rows:
    """A column of the rows that a sheet scores, `Unknown` where they are put together or chosen in another way."""
    reads = {cell[:2] for cell in facts_of(part.rows)}
    plain = all(isinstance(x, t.Input) and x.block == term.block for x in part.facts.values())
    if term.how != "sum" or part.key or not plain or (term.block, name) in reads:
        raise Unknown("table")
    counted = Evaluation(bound.values, unit=bound.unit).which(part.rows)
    choices: list[tuple[Choice, ...]] = []
    for at in range(len(bound.values[term.block])):
        fact = facts.of((term.block, at, name))
        if counted[at] and fact is None:
            raise Unknown("facts")
        if counted[at] and fact is not None:
            choices.append(tuple(_choices(bound, fact, part.sheet, grid)))
    column = next(x for x in part.facts.values() if isinstance(x, t.Input) and x.name == name)
    return Rows(column, (slot,), tuple(choices))


def _choices(bound: Bound, fact: Fact, sheet: Indicator, grid: Fraction) -> Iterator[Choice]:
    """The row as it is, and the smallest changes of its fact that give it more points."""
    own = _of_row(bound, fact, sheet)
    here = _points(own, fact.value)
    yield Choice((here,), Fraction(0), ())
    if fact.domain is None:
        better = [(_points(own, label), label) for label in fact.labels]
    else:
        points = points_along(own, Functions.of(OPEN, fact.domain, {}))
        better = [(value, fact.fact(x)) for value, x in gains(points, fact.domain, fact.at, grid)]
    for value, after in better:
        if value > here:
            yield Choice((value,), share(fact.value, after), ((fact.cell, fact.value, after),))


def _of_row(bound: Bound, fact: Fact, sheet: Indicator) -> Indicator:
    """The sheet of one row, all facts filled in but one."""
    block, at, _ = fact.cell
    residual = Residual(bound, fact.cell)

    def of(term: t.Term) -> t.Term:
        return residual.of(term, block, at)

    steps = (
        Guard(of(step.condition), step.divisor) if isinstance(step, Guard) else Line(step.name, of(step.term))
        for step in sheet.steps
    )
    return evolve(sheet, steps=tuple(steps))


def _points(sheet: Indicator, value: Value) -> Fraction:
    values: dict[str, Value] = {OPEN: value}
    Evaluation({}, values).work_out(sheet, values)
    points = whole(values[sheet.lines[-1].name])  # type: ignore[arg-type]
    return Fraction(points)
