"""In which order sheets are worked out: each after the items whose points it reads.

A step is the number of a sheet of the program (indicators, statements, conditions), or `~k` for the points of the k-th
of `Program.others`, which are known once the item's own sheets are worked out, and those that say whether it applies.
The points of every unit (`Program.columns`) wait for the same sheets, of all units: a run works them out before, in
`stages`, and in the order of one unit they are no step.
"""

from __future__ import annotations

from collections.abc import Iterator

from rubricc.compiler.ir.program import Indicator, Program, leaves, slots_of
from rubricc.dsl.mentions import facts_of
from rubricc.dsl.model import WORKED
from rubricc.dsl.terms import GRADE, TOTAL

OF_TOTAL = ("deduct", "add", "at least", "at most")  # what effects do to the total, not to the grade


def ordered(program: Program) -> tuple[int, ...]:
    """The steps; none where the sheets may be worked out as they stand. Assumes that nothing waits for itself."""
    last = ~len(program.others)
    return tuple(step for step in _Walk(program).steps() if step > last) if program.others else ()


def stages(program: Program) -> tuple[int, ...]:
    """For every column of points of units, how many others are worked out before it, one after the other."""
    walk, found = _Walk(program), dict[int, int]()
    first = len(program.others)
    for step in walk.steps() if program.columns else ():
        found[step] = max((found[each] + (each <= ~first) for each in walk.waits[step]), default=0)
    return tuple(found.get(~(first + k), 0) for k in range(len(program.columns)))


def circle(program: Program) -> tuple[Indicator, ...]:
    """The first sheets found that wait for each other in a circle; empty where none do."""
    if not program.others and not program.columns:
        return ()
    walk = _Walk(program)
    for _ in walk.steps():
        pass
    sheets = [program.sheets[step] for step in walk.circle if step >= 0]
    indicators = [sheet for sheet in sheets if sheet in program.indicators]
    return tuple(indicators or sheets)  # conditions are of something: of indicators, where there are any


class _Walk:
    """Depth first, without recursion: rubrics have chains of thousands of indicators."""

    def __init__(self, program: Program) -> None:
        self.sheets = program.sheets
        self.circle: list[int] = []
        others, columns, slots = program.others, program.columns, program.slot
        items = [*(slot.term.item for slot in others), *(column.item for column in columns)]  # type: ignore[union-attr]
        number = {slot.name: [~k] for k, slot in enumerate(others)}
        of_units = {(c.block, c.name): ~(len(others) + k) for k, c in enumerate(columns)}
        for name, slot in slots.items() if columns else ():
            read = (fact[:2] for term in program.behind(slot.term) for fact in facts_of(term))
            number.setdefault(name, []).extend({of_units[fact]: None for fact in read if fact in of_units})
        self.waits: dict[int, list[int]] = {
            at: [step for name in slots_of(sheet, number) for step in number[name]]
            for at, sheet in enumerate(self.sheets)
        }
        at_of = {id(indicator): at for at, indicator in enumerate(program.indicators)}
        conditions = len(program.indicators) + len(program.statements)
        for k, item in enumerate(items):
            of_whole = item in (TOTAL, GRADE)
            below = program.indicators if of_whole else leaves(program.item(item.removeprefix(WORKED)))
            self.waits[~k] = [
                step for one in below for step in (*(conditions + at for at in one.asked), at_of[id(one)])
            ]
            if not item.startswith(WORKED):  # an answer may be what the others have got
                answers = [answer.column for one in below for answer in one.absent]
                self.waits[~k] += [of_units[column] for column in answers if column is not None]
            of_units_total = k >= len(others)  # of which the grade takes nothing away
            effects = [e for e in program.effects if e.kind in OF_TOTAL or not of_units_total]
            self.waits[~k] += [conditions + effect.condition for effect in effects if of_whole]

    def steps(self) -> Iterator[int]:
        done: set[int] = set()
        for start in range(len(self.sheets)):
            way = [(start, iter(self.waits[start]))] if start not in done else []
            on_way = dict.fromkeys([start])
            while way:
                step, waits = way[-1]
                following = next((each for each in waits if each not in done), None)
                if following is None:
                    way.pop()
                    del on_way[step]
                    done.add(step)
                    yield step
                elif following in on_way:
                    before = list(on_way)
                    self.circle = before[before.index(following) :]
                    return
                else:
                    way.append((following, iter(self.waits[following])))
                    on_way[following] = None
