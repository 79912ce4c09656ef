"""Units of a run: the same ones in every table whose own rows are read."""

from collections.abc import Mapping, Sequence

from rubricc.compiler.runtime.exact import clipped
from rubricc.compiler.runtime.problems import Problem
from rubricc.compiler.runtime.schema import Block, Place, Unit


def unlike_units(
    blocks: Sequence[Block], keys: Mapping[str, list[str]], places: Mapping[str, list[dict[str, Place]]]
) -> list[Problem]:
    """A problem for every unit that one of the scored tables has and another has not."""
    found: list[Problem] = []
    scored = [block.name for block in blocks if block.own]
    for name in scored[1:]:
        for has, lacks in ((scored[0], name), (name, scored[0])):
            there = set(keys[lacks])
            rows = (place for row in places[lacks] for place in row.values())
            file = next((place.file for place in rows), "")
            found += [
                Problem("RB7060", Place(file, None, lacks), {"unit": clipped(unit), "block": has})
                for unit in keys[has]
                if unit not in there and keys[lacks]
            ]
    return found


def unseen(blocks: Sequence[Block], keys: Mapping[str, list[str]]) -> list[tuple[Block, list[str]]]:
    """The scored tables without rows, each with the units that it lacks: those of the first that has any."""
    scored = [block for block in blocks if block.own]
    units = next((keys[block.name] for block in scored if keys[block.name]), [])
    return [(block, list(units)) for block in scored if units and not keys[block.name]]


def units_of(blocks: Sequence[Block], keys: Mapping[str, list[str]]) -> list[Unit]:
    """The units that are scored, in the order of their first table; none where the rubric scores no units."""
    at = {
        block.name: {unit: row for row, unit in enumerate(keys.get(block.name, []))}
        for block in blocks
        if block.own
    }
    first = next(iter(at.values()), {})
    return [Unit(name, {block: rows[name] for block, rows in at.items() if name in rows}) for name in first]
