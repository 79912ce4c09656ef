"""What every unit of a run has got, as columns of their table: worked out before those are scored that read it.

Assumes that no item waits for itself. A unit without points has an empty cell, and what needs it lacks a fact.
"""

from collections.abc import Callable, Mapping, Sequence

from rubricc.compiler.runtime.description import ColumnSpec, RubricSpec
from rubricc.compiler.runtime.exact import Exact, Value
from rubricc.compiler.runtime.facts import Bound, Missing
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.runtime.run import of_each
from rubricc.compiler.runtime.schema import Block
from rubricc.compiler.runtime.tree import Group, item_of


def with_points(
    spec: RubricSpec,
    blocks: Sequence[Block],
    bound: Bound,
    scorer: Callable[[Bound], Callable[[Bound], Result]],
) -> Bound:
    """The facts, with the points of units. `scorer` scores units of facts; what it is given may lack columns."""
    if not spec.columns:
        return bound
    cells: dict[tuple[str, str], dict[int, Value]] = {(c.block, c.field): {} for c in spec.columns}
    for stage in range(1 + max(column.stage for column in spec.columns)):
        facts = _filled(bound, cells)
        score = scorer(facts)
        for one in of_each(blocks, facts):
            result = score(one)
            for column in spec.columns:
                if column.stage == stage:
                    points = _points(spec, column, result, one)
                    if points is not None:
                        cells[column.block, column.field][one.unit.rows[column.block]] = points
    return _filled(bound, cells)


def _points(spec: RubricSpec, column: ColumnSpec, result: Result, bound: Bound) -> Exact | None:
    if column.item is None:
        return result.whole.exact
    found = item_of(spec, column.item, result.by_number, bound)
    if isinstance(found, Group):
        return found.exact
    return None if column.worked and found.absent is not None else found.exact


def _filled(bound: Bound, cells: Mapping[tuple[str, str], Mapping[int, Value]]) -> Bound:
    """The facts with those cells; the others of their columns are missing."""
    values, missing = dict(bound.values), list(bound.missing)
    for (block, field), found in cells.items():
        values[block] = [{**row, field: found.get(at)} for at, row in enumerate(values[block])]
        missing += [Missing(block, at, field) for at in range(len(values[block])) if at not in found]
    return bound._replace(values=values, missing=missing)
