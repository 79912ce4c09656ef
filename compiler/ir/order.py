"""In which order sheets are worked out: each after the items whose points it reads.

A step is the number of a sheet of the program (indicators, statements, conditions), or `~k` for the points of the k-th
of `Program.others`, which are known once the item's own sheets are worked out, and those that say whether it applies.
"""

from __future__ import annotations

from collections.abc import Iterator

from rubricc.compiler.ir.program import Indicator, Program, leaves, slots_of
from rubricc.dsl.terms import GRADE, TOTAL, Points


def ordered(program: Program) -> tuple[int, ...]:
    """The steps; none where the sheets may be worked out as they stand. Assumes that nothing waits for itself."""
    return tuple(_Walk(program).steps()) if program.others else ()


def circle(program: Program) -> tuple[Indicator, ...]:
    """The first sheets found that wait for each other in a circle; empty where none do."""
    walk = _Walk(program)
    for _ in walk.steps() if program.others else ():
        pass
    sheets = [program.sheets[step] for step in walk.circle if step >= 0]
    indicators = [sheet for sheet in sheets if sheet in program.indicators]
    return tuple(indicators or sheets)  # conditions are of something: of indicators, where there are any


class _Walk:
    """Depth first, without recursion: rubrics have chains of thousands of indicators."""

    def __init__(self, program: Program) -> None:
        self.sheets = program.sheets
        self.circle: list[int] = []
        others = program.others
        number = {slot.name: ~k for k, slot in enumerate(others)}
        self.waits: dict[int, list[int]] = {
            at: [number[name] for name in slots_of(sheet, number)] for at, sheet in enumerate(self.sheets)
        }
        at_of = {id(indicator): at for at, indicator in enumerate(program.indicators)}
        conditions = len(program.indicators) + len(program.statements)
        for k, slot in enumerate(others):
            assert isinstance(slot.term, Points)
            of_whole = slot.term.item in (TOTAL, GRADE)
            below = program.indicators if of_whole else leaves(program.item(slot.term.item))
            self.waits[~k] = [
                step for one in below for step in (*(conditions + at for at in one.asked), at_of[id(one)])
            ]
            self.waits[~k] += [conditions + effect.condition for effect in program.effects if of_whole]

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
