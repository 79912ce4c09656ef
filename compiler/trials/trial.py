"""All that is tried of one rubric beside its cases: boundary inputs, drawn facts; each scored twice.

`trial` does not raise; what disagrees, leaves its limits or falls where it should rise is in the answer. Of a draft
nothing is tried: it has no scorer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import pairwise, zip_longest

from attrs import frozen

from rubricc.compiler.ir.program import Checked
from rubricc.compiler.proofs.witness import UNFILLED, Shown
from rubricc.compiler.runtime.exact import Value
from rubricc.compiler.runtime.schema import Block
from rubricc.compiler.trials.agreement import Scorers
from rubricc.compiler.trials.properties import Broken, Facts, Failure, Properties, Tried, run
from rubricc.compiler.trials.rubric_boundaries import RubricBoundaries
from rubricc.compiler.trials.sheet_boundaries import Edges
from rubricc.compiler.trials.written_facts import as_given, within_limits

OPEN = 64  # batches that further inputs are tried with
EXAMPLES = 20  # facts that are drawn where the call does not say how many


@frozen
class Trial:
    """How many facts were tried: the author's own, those beside edges, drawn ones; and what failed."""

    own: int
    boundaries: int
    drawn: int
    failures: tuple[Failure, ...]
    cut: tuple[str, ...]  # the sheets of which not every edge was tried


def trial(checked: Checked, own: Sequence[Facts], examples: int, seed: int | None = None) -> Trial | None:
    """The author's own facts, every boundary input, and as many drawn facts; None for a draft."""
    if checked.program.open:
        return None
    scorers = Scorers(checked)
    beside = RubricBoundaries(checked)
    edges, whole = beside.sheets(), beside.whole
    turns = zip_longest(*(each.inputs for each in edges))  # the first of each first
    inputs = [one.facts for turn in turns for one in turn if one is not None]
    inputs += [one.facts for one, _ in whole.inputs]  # large, and so last
    properties = Properties(scorers)
    found = [_first_apart(properties, own, inputs), _first_inverted(properties, edges)]
    tried = run(properties, examples, seed) if examples else Tried(0)
    failures: dict[tuple[str, str], Failure] = {}
    for failure in (*found, tried.failure):
        if failure is not None:
            failures.setdefault((failure.what, failure.at), failure)
    cut = tuple(each.sheet.title for each in edges if each.cut)
    return Trial(len(own), len(inputs), tried.count, tuple(failures.values()), cut)


def _first_inverted(properties: Properties, edges: Sequence[Edges]) -> Failure | None:
    """The first two boundary inputs of which the better one gets less, all else being equal."""
    for number, (_, ways) in properties.ways.items():
        inputs = edges[number].inputs
        for name, way in ways.items():
            alike: dict[tuple[Value, ...], list[tuple[Value, Shown]]] = {}
            for one in inputs:
                values = {v.name: value for v, value in one.values}
                if values.get(name, UNFILLED) != UNFILLED:
                    moving = values.pop(name)
                    alike.setdefault(tuple(values.values()), []).append((moving, one))
            for found in alike.values():
                found.sort(key=lambda pair: pair[0], reverse=way < 0)
                for (_, worse), (_, better) in pairwise(found):
                    if better.points < worse.points:
                        return properties.inverted(
                            number, worse.facts, worse.points, better.facts, better.points
                        )
    return None


def _first_apart(properties: Properties, own: Sequence[Facts], inputs: Sequence[Facts]) -> Failure | None:
    """The first of these facts on which the two ways of scoring differ.

    Boundary inputs that have nothing to do with each other are scored together; where that goes wrong, one by one.
    """
    scorers = properties.scorers
    named = {block.name: block for block in scorers.blocks}
    for batch in [*([facts] for facts in own), *batches(inputs, scorers.blocks)]:
        whole = reduce(lambda one, other: merged(one, other, named) or {}, batch)
        if not _is_sound(scorers, whole):
            together, alone = None, batch
        else:
            together = _apart(properties, whole)
            alone = batch if together is not None else []
        for facts in alone:
            if _is_sound(scorers, facts) and (failure := _apart(properties, facts)) is not None:
                return failure
        if together is not None:
            return together
    return None


def _is_sound(scorers: Scorers, facts: Facts) -> bool:
    return not scorers.bound(as_given(facts)).problems


def _apart(properties: Properties, facts: Facts) -> Failure | None:
    try:
        properties.one(facts)
    except Broken as broken:
        return broken.failure
    return None


def batches(inputs: Sequence[Facts], blocks: Sequence[Block]) -> list[list[Facts]]:
    """Inputs put together that can be scored as one: they have no cell in common, and tables of one length."""
    named = {block.name: block for block in blocks}
    found: list[list[Facts]] = []
    wholes: list[Facts] = []
    cells: list[set[tuple[str, str]]] = []
    for facts in inputs:
        own = _cells(facts, named)
        for at in range(max(0, len(found) - OPEN), len(found)):
            whole = merged(wholes[at], facts, named) if cells[at].isdisjoint(own) else None
            if whole is not None:
                found[at].append(facts)
                wholes[at] = whole
                cells[at] |= own
                break
        else:
            found.append([facts])
            wholes.append(facts)
            cells.append(own)
    return found


def _cells(facts: Facts, blocks: Mapping[str, Block]) -> set[tuple[str, str]]:
    """The columns and single facts that are there."""
    found: set[tuple[str, str]] = set()
    for name, rows in facts.items():
        there = rows[0] if isinstance(rows, list) and rows else rows
        found |= {(name, field.name) for field in blocks[name].fields if field.name in there}
    return found


def merged(one: Facts, other: Facts, blocks: Mapping[str, Block]) -> Facts | None:
    """Facts without a cell in common as one; None where tables are not of one length or a cell is above its limit."""
    whole = dict(one)
    for name, its in other.items():
        mine = one.get(name)
        if mine is None:
            whole[name] = its
        elif isinstance(its, list):
            if len(mine) != len(its):
                return None
            whole[name] = [{**left, **right} for left, right in zip(mine, its, strict=True)]
        else:
            whole[name] = {**mine, **its}
        rows = whole[name] if isinstance(its, list) else [whole[name]]
        if mine is not None and any(within_limits(blocks[name], row) != row for row in rows):
            return None
    return whole
