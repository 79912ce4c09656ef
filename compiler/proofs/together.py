"""Facts for a whole rubric, from the facts that show something of each of its indicators.

What two indicators say of one fact goes by the first; what none says is filled in. Nothing is trusted: what is made
here is bound, and scored by the interpreter. On the way from facts under which every indicator has the most to facts
under which every one has the least, one indicator changes at a time, and with it the total.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain, islice

from rubricc.compiler.interpreter import Interpreter
from rubricc.compiler.ir.program import Checked, Indicator
from rubricc.compiler.proofs.analysed import Analysed
from rubricc.compiler.proofs.drawn import Facts
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.proofs.question import is_
from rubricc.compiler.proofs.rows import KEYS, UNIT, cell, emptied, values_of
from rubricc.compiler.proofs.sheets import Ground
from rubricc.compiler.proofs.witness import Shown
from rubricc.compiler.runtime.facts import bind
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.runtime.run import of_each
from rubricc.compiler.runtime.schema import months_between
from rubricc.dsl.missing import asked_of
from rubricc.dsl.model import Block

STATIONS = 48  # totals on the way that are looked at
ASIDE = 96  # and beside it, where one indicator has other points that were found for it


def on_the_way(
    checked: Checked, analysed: Sequence[Analysed], totals: Sequence[Fraction]
) -> Iterator[tuple[Facts, Result]]:
    """Facts and what they come to, from the most that every indicator has to the least.

    Then one indicator is set aside from the others, at points that were found for it or that lead to one of `totals`.
    """
    interpreter = Interpreter(checked)
    settled = [calm(analysed[0].sheet.ground, sheet) for sheet in checked.program.conditions]
    ends = [(end_of(one, "high"), end_of(one, "low")) for one in analysed]
    count = len(ends)
    stations = sorted({at * count // STATIONS for at in range(STATIONS + 1)})
    picks = [[low if number < at else high for number, (high, low) in enumerate(ends)] for at in stations]
    aside = (
        [*others[:number], shown, *others[number + 1 :]]
        for others in (picks[0], picks[-1])
        for number, shown in _aside(analysed, others, totals)
    )
    # where two say something of one fact the first is heard: at the ends, the last as well
    for picked in chain(picks, (picks[0][::-1], picks[-1][::-1]), islice(aside, ASIDE)):
        facts = together(checked, [one for one in (*picked, *settled) if one is not None])
        result = scored_whole(interpreter, analysed[0].sheet.ground.blocks, facts)
        if result is not None:
            yield facts, result


def _aside(
    analysed: Sequence[Analysed], others: Sequence[Shown | None], totals: Sequence[Fraction]
) -> Iterator[tuple[int, Shown]]:
    """Other points of one indicator after the other: those for which the sum is one of the totals, and those found."""
    summed = sum((one.points for one in others if one is not None), Fraction(0))
    for number, (one, before) in enumerate(zip(analysed, others, strict=True)):
        for total in totals:
            found = with_points(one, total - summed + (before.points if before is not None else 0))
            if found is not None:
                yield number, found
    for number, one in enumerate(analysed):
        for found in one.explored.found:
            yield number, found


def calm(ground: Ground, condition: Indicator) -> Shown | None:
    """Facts for which a condition does not hold: the one of an effect, or of not applying."""
    try:
        return with_points(Analysed(ground, condition), Fraction(0))
    except Unknown:
        return None


def end_of(one: Analysed, which: str) -> Shown | None:
    """Facts with the most or the least points that there are, as far as some are found."""
    value = one.bounds.high if which == "high" else one.bounds.low
    return None if value is None else with_points(one, value)


def with_points(one: Analysed, points: Fraction) -> Shown | None:
    """Facts with these points."""
    if points not in one.bounds:
        return None
    try:
        return one.explored.seen(is_(one.sheet.last, points))
    except Unknown:
        return None


def scored_whole(interpreter: Interpreter, blocks: Sequence[object], facts: Facts) -> Result | None:
    bound = bind(blocks, facts[""] if set(facts) == {""} else facts)  # type: ignore[arg-type]
    if bound.problems or bound.missing:
        return None
    every = of_each(blocks, bound)  # type: ignore[arg-type]
    return interpreter.score(every[0]) if every else None


def together(checked: Checked, shown: Sequence[Shown]) -> Facts:
    facts: Facts = {}
    own = checked.program.scored
    for block in checked.program.blocks:
        parts = [one.facts[block.name] for one in shown if block.name in one.facts]
        if block.by:
            facts[block.name] = _table(block, parts, block.name in own)
        else:
            facts[block.name] = _filled(
                block, {name: x for part in reversed(parts) for name, x in part.items()}, 0
            )
    return facts


def _table(block: Block, parts: Sequence[list[Facts]], own: bool) -> list[Facts]:
    """Rows of a table: as many as the first says, or of units as the most, each with what every part says of it."""
    months = months_between(block.first, block.last) if block.by == "month" else ()
    said = [len(part) for part in parts]
    count = len(months) or (max(said, default=1) if own else next(iter(said), 0))
    rows: list[Facts] = []
    for at in range(count):
        row = {name: x for part in reversed(parts) if part for name, x in part[at % len(part)].items()}
        if block.by == "month":
            row[KEYS["month"]] = months[at]
        elif block.by == "unit":
            row[KEYS["unit"]] = UNIT if at == 0 else f"单位{at + 1}"
        rows.append(_filled(block, row, at))
    return rows


def _filled(block: Block, row: Facts, at: int) -> Facts:
    """A row with a value for every field; a part is no more than its whole. What is said to be empty stays so."""
    said = set(row)
    for field in block.fields:
        if field.name not in said and asked_of(field.name) not in said:
            values = list(islice(values_of(field, ()), 2))
            row[field.name] = cell(values[at % 2 if len(values) > 1 else 0], field.kind)
    for _ in block.fields:  # bounds of bounds settle one after the other
        for field in block.fields:
            bound, value = row.get(field.at_most), row.get(field.name)
            if isinstance(bound, int | Fraction) and value is not None and bound < value:
                row[field.name] = bound
    emptied(block, row)
    return row
