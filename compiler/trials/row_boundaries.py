"""Boundary inputs of what goes through rows one by one (`each`): the edges of one row, and tables of such rows.

The sheet of a row is analysed like that of an indicator, with the facts of the row for its slots. A table by event then
has that row alone, one by month every month alike; the points are those of the indicator, as the interpreter scores it.
"""

from __future__ import annotations

from functools import partial
from itertools import cycle

from attrs import evolve

from rubricc.compiler.ir.program import Indicator, Part, slots_of
from rubricc.compiler.proofs.drawn import Facts
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.proofs.rows import KEYS, UNIT, emptied
from rubricc.compiler.proofs.sheets import Assignment, Sheet
from rubricc.compiler.proofs.within import parts_of, row_of
from rubricc.compiler.proofs.witness import UNFILLED, Shown, every_scored, facts_for, slots_for
from rubricc.compiler.runtime.schema import months_between
from rubricc.compiler.trials.aim import Aim, shown_in
from rubricc.compiler.trials.sheet_boundaries import Edges, sheet_boundaries
from rubricc.dsl.mentions import facts_of


def row_boundaries(aim: Aim, indicator: Indicator, number: int) -> Edges:
    """The boundary inputs of every part of an indicator that goes by rows."""
    found = [
        sheet_boundaries(*row_of(aim.ground, indicator, part), partial(_shown, aim, indicator, number, part))
        for part in parts_of(aim.ground, indicator)
    ]
    inputs = tuple(one for each in found for one in each.inputs)
    refused = next((each.refused for each in found if each.refused is not None), None)
    left_out, cut = sum(each.left_out for each in found), any(each.cut for each in found)
    return Edges(indicator, inputs, left_out, None if inputs else refused, cut)


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
        for row in () if one is None else every_scored(sheet, one.facts):
            read = {variable.name: x for variable, x in row.values}
            if one is not None and all(read.get(n, x) in (x, UNFILLED) for n, x in assignment.items()):
                return evolve(one, values=row.values)
    raise Unknown("facts")


def _table(aim: Aim, part: Part, facts: Facts) -> Facts:
    """The row, or the rows of a group, as their table, beside the other facts."""
    block = aim.ground.ranges.blocks[part.rows.block]
    rows = [dict(row) for row in facts[block.name]]
    for row in rows:
        emptied(block, row)
    if block.by == "month":
        months = months_between(block.first, block.last)
        rows = [{**row, KEYS["month"]: month} for row, month in zip(cycle(rows), months, strict=False)]
    if block.by == "unit":
        rows = [{**row, KEYS["unit"]: UNIT} for row in rows[:1]]
    return {**facts, block.name: rows}


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
