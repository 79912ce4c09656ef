"""One row that an `each` scores, as a sheet of its own: what a row reads are its facts, and where it counts a guard.

Of rows that are grouped by a column the sheet is that of one group: its facts are aggregates over a table of its rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from attrs import evolve, frozen

from rubricc.compiler.ir import told
from rubricc.compiler.ir.program import Guard, Indicator, Line, Part, Slot, slots_of
from rubricc.compiler.proofs.applies import where_it_applies
from rubricc.compiler.proofs.sheets import Ground
from rubricc.dsl import terms as t


@frozen(eq=False, slots=False)
class Within:
    """`part` is worked out for every row of an `indicator`; what says which rows count are lines of it, too."""

    ground: Ground
    indicator: Indicator
    part: Part

    @cached_property
    def slots(self) -> Mapping[str, Slot]:
        """What the indicator reads."""
        return {name: self.ground.slots[name] for name in slots_of(self.indicator, self.ground.slots)}

    @property
    def block(self) -> str:
        """The table whose rows they are."""
        return self.part.rows.block


def parts_of(ground: Ground, indicator: Indicator) -> list[Part]:
    """The parts whose rows an indicator goes through."""
    return [ground.parts[c.told.part] for c in indicator.clauses if isinstance(c.told, told.EachTold)]


def row_of(ground: Ground, indicator: Indicator, part: Part) -> tuple[Ground, Indicator]:
    """The sheet of one row that counts, and the ground that it stands on: the facts of the row are its slots."""
    names: dict[t.Term, str] = {term: name for name, term in part.facts.items()}

    def hoisted(term: t.Term) -> t.Term:
        if isinstance(term, t.Leaf | t.OfRow):
            return t.Ref(names.setdefault(term, f"\ncounts {len(names)}"), term.kind)
        return t.rebuilt(term, hoisted)

    # one that is grouped counts where it has a row, and its aggregates go through no others
    wheres = [] if part.key or part.rows.where is None else list(_all_of(part.rows.where))
    counts = [Guard(hoisted(where), where) for where in wheres]
    asked = [Line(name, term) for term, name in names.items() if name not in part.facts]
    steps = [s for s in part.sheet.steps if not (isinstance(s, Line) and s.name in part.facts)]
    whole = evolve(part, sheet=evolve(part.sheet, steps=(*asked, *part.sheet.steps)))
    slots = tuple(Slot(name, _over_its_rows(term)) for term, name in names.items())
    within = Within(ground, where_it_applies(indicator, ground.program.conditions), whole)
    on_rows = Ground(evolve(ground.program, slots=slots), within)
    return on_rows, evolve(part.sheet, steps=(*counts, *steps))


def _over_its_rows(term: t.Term) -> Any:
    """An aggregate over a group, as one over a table that has no rows but those of the group."""
    return term.aggregate if isinstance(term, t.OfGroup) else term


def _all_of(where: t.Term) -> Iterator[t.Term]:
    """Conditions that all must hold, one by one: of each it is asked alone whether points depend on what it reads."""
    if isinstance(where, t.Logic) and where.op == "and":
        for each in where.operands:
            yield from _all_of(each)
    else:
        yield where
