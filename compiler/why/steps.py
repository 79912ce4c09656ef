"""Changes in several steps, where no single measure gives all that there is.

A unit that is below its target *and* vetoed gains nothing from the one alone, and not all from the other. So every
condition of a clause (a veto, a cap, `扣5分 当 …`) is turned, by the smallest change of a measure that it hangs on,
each alone and all that hold together; and from there on the measures of the sheet are asked once more. And where
several measures cost points, each is brought to its most, one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from fractions import Fraction
from itertools import islice, product

from attrs import evolve

from rubricc.compiler.ir.program import Indicator, Line, behind
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.runtime.exact import Value, whole
from rubricc.compiler.why.facts import GONE, Cell, both, share
from rubricc.compiler.why.measures import Measure, Measures, Moved, Option, frontier
from rubricc.compiler.why.together import together
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import NUMBER, YESNO

LONGEST = 8  # steps
MOST = 24  # ways to turn conditions that are followed up
ONE, ZERO = t.Const(Fraction(1), NUMBER), t.Const(Fraction(0), NUMBER)


def in_steps(measures: Measures, known: Sequence[Measure]) -> Measure | None:
    """Changes of several steps that give more than the known ones of one, or as much by less; None without any."""
    options = [option for measure in known for option in measure.options]
    for first in islice(_firsts(measures), MOST):
        then = measures.changed(first.cells)
        if then is None:
            continue
        if len(first.parts) > 1 and then.here > measures.here:
            options.append(evolve(first, points=whole(then.here)))
        try:
            every = then.all()
        except Unknown:
            continue
        for option in (option for measure in every for option in measure.options):
            joined = _joined(first, _as_before(first, option))
            options += [] if joined is None else [joined]
        if sum(bool(measure.options) for measure in every) > 1:
            options += _one_after_the_other(measures, every, first)
    if len(known) > 1:
        options += _one_after_the_other(measures, known)
    found = frontier(option for option in options if option.points > measures.here)
    steps = tuple(option for option in found if option.parts)
    return Measure(None, None, steps) if steps else None


def _one_after_the_other(
    measures: Measures, known: Sequence[Measure], done: Option | None = None
) -> Iterator[Option]:
    """Measures that are brought to their most after what is done, always the one that gives the most points next."""
    for _ in range(LONGEST):
        options = [measure.options[-1] for measure in known if measure.options]
        if not options:
            return
        option = max(options, key=lambda each: (each.points, -each.cost))
        if done is not None:
            joined = _joined(done, _as_before(done, option))
            if joined is None:
                return
            yield joined
            option = joined
        done, then = option, measures.changed(option.cells)
        if then is None:
            return
        try:
            known = then.all()
        except Unknown:
            return


def _firsts(measures: Measures) -> Iterator[Option]:
    """Changes that turn one condition, or all that hold."""
    turned = {line: list(_turning(measures, line)) for line in conditions(measures.indicator)}
    for options in turned.values():
        yield from options
    holding = [options for line, options in turned.items() if options and measures.values.get(line) is True]
    for several in product(*holding) if len(holding) > 1 else ():
        cells = both(option.cells for option in several)
        if cells is not None and len(cells) == sum(len(option.cells) for option in several):
            yield _together(several, cells)


def conditions(indicator: Indicator) -> list[str]:
    """The lines that say whether the condition of a clause holds."""
    lines = (getattr(clause.told, "holds", "") for clause in indicator.clauses)
    return list(dict.fromkeys(line for line in lines if line))


def _turning(measures: Measures, line: str) -> Iterator[Option]:
    """The smallest change of every measure that makes a condition other than it is."""
    holds = measures.values.get(line)
    if not isinstance(holds, bool):
        return
    point = t.Select(((t.Ref(line, YESNO), ZERO if holds else ONE),), ONE if holds else ZERO, NUMBER)
    last = Line("\nturned", point)
    sheet = evolve(measures.indicator, steps=(*behind(measures.indicator.steps, [point]), last))
    asked = Measures(measures.sheets, sheet)
    found = [measure for measure in asked.all() if measure.options]
    for measure in found:
        yield from measure.options[:1]
    pair = None if found else together(asked)  # `重大事故 或 接通率 < 60%`
    for option in () if pair is None else pair.options:
        yield _together([_of_one(option, each) for each in option.moved], option.cells)


def _of_one(option: Option, moved: Moved) -> Option:
    """One of the facts that a change is of, as a step."""
    cells = {cell: value for cell, value in option.cells.items() if cell == _cell(moved)}
    return Option(0, (moved,), cells, share(moved.before, moved.after))


def _as_before(first: Option, then: Option) -> Option:
    """A change with its rows counted as they were before the first step took some away."""
    gone: dict[str, set[int]] = {}
    for block, row, name in first.cells:
        if name == GONE:
            gone.setdefault(block, set()).add(row)

    def before(block: str, row: int) -> int:
        for at in sorted(gone.get(block, ())):
            row += at <= row
        return row

    cells: Mapping[Cell, Value] = {(b, before(b, row), name): v for (b, row, name), v in then.cells.items()}
    moved = tuple(
        each if each.row is None else evolve(each, row=before(each.term.block, each.row))  # type: ignore[union-attr]
        for each in then.moved
    )
    return evolve(then, cells=cells, moved=moved)


def _joined(first: Option, then: Option) -> Option | None:
    """Both steps as one change; None where both change the same of a table."""
    twice = first.cells.keys() & then.cells.keys()
    earlier = {_cell(each): each.before for part in first.parts or (first,) for each in part.moved}
    if twice - earlier.keys() or (twice and len(then.moved) > 1):
        return None
    parts = [_without(part, twice) for part in first.parts or (first,)]
    if twice:  # the second step takes over, from where the fact was
        (moved,) = then.moved
        moved = evolve(moved, before=earlier[_cell(moved)])
        then = evolve(then, moved=(moved,), cost=share(moved.before, moved.after))
    steps = [*(part for part in parts if part.moved), then]
    return evolve(_together(steps, {**first.cells, **then.cells}), points=then.points)


def _without(part: Option, cells: Set[Cell]) -> Option:
    """A step without the facts that the next one changes again."""
    moved = tuple(each for each in part.moved if _cell(each) not in cells)
    if len(moved) == len(part.moved):
        return part
    cost = sum((share(each.before, each.after) for each in moved), Fraction(0))
    return evolve(part, moved=moved, cost=cost)


def _cell(moved: Moved) -> Cell | None:
    """The fact that is moved; None for what a column comes to."""
    if moved.row is None or not isinstance(moved.term, t.Input):
        return None
    return (moved.term.block, moved.row, moved.term.name)


def _together(options: Iterable[Option], cells: Mapping[Cell, Value]) -> Option:
    parts = tuple(part for option in options for part in option.parts or (option,))
    moved = tuple(each for part in parts for each in part.moved)
    return Option(0, moved, cells, sum((part.cost for part in parts), Fraction(0)), parts)
