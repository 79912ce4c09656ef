"""Boundary inputs of what goes through rows one by one (`each`): the edges of one row, and tables of such rows.

The sheet of a row is analysed like that of an indicator, with the facts of the row for its slots. A table by event then
has that row alone, one by month every month alike; the points are those of the indicator, as the interpreter scores it.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from attrs import evolve

from rubricc.compiler.ir.program import PART, Indicator, Line, Part, Slot, slots_of
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.proofs.rows import KEYS, emptied
from rubricc.compiler.proofs.sheets import Assignment, Ground, Sheet
from rubricc.compiler.proofs.witness import (
    UNFILLED,
    UNIT,
    Facts,
    Shown,
    facts_for,
    slots_for,
    values_told,
)  # fmt: skip
from rubricc.compiler.runtime.schema import months_between
from rubricc.compiler.trials.aim import Aim, shown_in
from rubricc.compiler.trials.sheet_boundaries import Edges, sheet_boundaries
from rubricc.dsl import terms as t
from rubricc.dsl.mentions import facts_of


def row_boundaries(aim: Aim, indicator: Indicator, number: int) -> Edges:
    """The boundary inputs of every part of an indicator that goes by rows."""
    slots = aim.program.slot
    terms = [slots[name].term for name in slots_of(indicator, slots)]
    found = [
        sheet_boundaries(_ground(aim, part), _of_row(part), partial(_shown, aim, indicator, number, part))
        for part in (aim.ground.parts[term.part] for term in terms if isinstance(term, t.Each))
    ]
    inputs = tuple(one for each in found for one in each.inputs)
    refused = next((each.refused for each in found if each.refused is not None), None)
    left_out, cut = sum(each.left_out for each in found), any(each.cut for each in found)
    return Edges(indicator, inputs, left_out, None if inputs else refused, cut)


def _ground(aim: Aim, part: Part) -> Ground:
    slots = tuple(Slot(name, term) for name, term in part.facts.items())  # type: ignore[arg-type]
    return Ground(evolve(aim.program, slots=slots))


def _of_row(part: Part) -> Indicator:
    """The sheet of a row without the lines that are facts: those are its slots."""
    steps = (s for s in part.sheet.steps if not (isinstance(s, Line) and s.name in part.facts))
    return evolve(part.sheet, steps=tuple(steps))


def _shown(
    aim: Aim, indicator: Indicator, number: int, part: Part, sheet: Sheet, assignment: Assignment
) -> Shown:
    """Rows for which the variables of a row's sheet have these values."""
    main = Sheet(aim.ground, indicator)
    for slots in slots_for(sheet, assignment):
        try:
            facts = _table(aim, part, facts_for(sheet, slots))
        except Unknown:
            continue
        one = _scored(aim, main, number, facts)
        rows: Any = () if one is None else one.known.get(PART + part.name, ())
        for told in rows[:1]:
            values = values_told(sheet, told.values)
            read = {variable.name: x for variable, x in values}
            if one is not None and all(read.get(n, x) in (x, UNFILLED) for n, x in assignment.items()):
                return evolve(one, values=values)
    raise Unknown("facts")


def _table(aim: Aim, part: Part, facts: Facts) -> Facts:
    """The cells of a row as rows of their table, beside the other facts."""
    block = aim.ground.ranges.blocks[part.rows.block]
    given: Any = facts.get(block.name, {})
    row: dict[str, Any] = dict((given[0] if isinstance(given, list) else given).items())
    emptied(block, row)
    months = months_between(block.first, block.last) if block.by == "month" else ()
    rows = [{**row, KEYS["month"]: month} for month in months]
    if block.by == "unit":
        rows = [{**row, KEYS["unit"]: UNIT}]
    return {**facts, block.name: rows or [row]}


def _scored(aim: Aim, main: Sheet, number: int, facts: Facts) -> Shown | None:
    """The rows among facts for all that the indicator reads."""
    slots, program = aim.program.slot, aim.program
    read = {
        fact[0]
        for name in slots_of(main.indicator, slots)
        for term in program.behind(slots[name].term)
        for fact in facts_of(term)
    }
    filled, result = aim.made({}, [Shown(facts, (), 0, {})])
    return (
        None
        if result is None
        else shown_in(main, number, {n: x for n, x in filled.items() if n in read}, result)
    )
