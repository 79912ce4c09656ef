"""A run over units: the facts of one of them, of each in turn, and their places by total."""

from collections.abc import Sequence

from rubricc.compiler.runtime.exact import Exact, clipped, nearest
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.runtime.problems import FactsError, Problem
from rubricc.compiler.runtime.schema import Block, Place
from rubricc.compiler.runtime.units import units_of

SHOWN = 12  # how many units a problem names


def has_units(blocks: Sequence[Block]) -> bool:
    """Whether a rubric scores the units of a table, one by one."""
    return any(block.own for block in blocks)


def of_each(blocks: Sequence[Block], bound: Bound) -> list[Bound]:
    """The facts for every unit, in the order of their table; those facts alone where no units are scored."""
    if not has_units(blocks):
        return [bound]
    return [bound._replace(unit=unit) for unit in units_of(blocks, bound.keys)]


def of_unit(blocks: Sequence[Block], bound: Bound, name: str | None = None, lang: str = "zh") -> Bound:
    """The facts for the unit of a name; without a name for the only one. Raises `FactsError` where there is no such."""
    table = next((block.name for block in blocks if block.own), "")
    if not table and name is None:
        return bound
    every = of_each(blocks, bound) if table else []
    if name is None:
        if len(every) == 1:
            return every[0]
        if not every:
            raise FactsError([Problem("RB7063", Place("", None, table), {})], lang)
        names = [clipped(each.unit.name) for each in every[:SHOWN]] + ["…"] * (len(every) > SHOWN)
        about = {"count": str(len(every)), "units": "\n".join(names)}
        raise FactsError([Problem("RB7062", Place("", None, table), about)], lang)
    for each in every:
        if each.unit.name == name.strip():
            return each
    near = nearest(name, [each.unit.name for each in every])
    raise FactsError([Problem("RB7061", Place("", None, table), {"unit": clipped(name), "near": near})], lang)


def ranks(totals: Sequence[Exact | None]) -> list[int | None]:
    """Places by total, the highest first; equal totals share a place (1, 2, 2, 4), and what has no total has none."""
    known = sorted((total for total in totals if total is not None), reverse=True)
    place = {total: number for number, total in reversed(list(enumerate(known, 1)))}
    return [None if total is None else place[total] for total in totals]
