"""Choices that do not hang together, added up: every sum that can be reached, with the cheapest way to it.

Exact, in whole numbers: points and costs are brought to common denominators once, so that a step of the walk adds and
compares integers. Assumes that the total never falls as the sum rises.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import lcm
from typing import Any

from attrs import frozen

from rubricc.compiler.proofs.pieces import Unknown

STATES = 20_000
ORDERS = ("indicators", "change")

Chosen = tuple[tuple[int, int], ...]  # node, option
Turned = frozenset[tuple[int, bool]]  # conditions of effects that are other than now
Cost = tuple[Fraction, Fraction, Chosen]  # what counts first, what counts then
States = dict[tuple[Fraction, Turned], Cost]
_Way = tuple[Chosen, Any]  # the last choice, and the way to it: written out only where the walk ends
_Cost = tuple[int, int, _Way]
_States = dict[tuple[int, Turned], _Cost]


@frozen
class Way:
    """One choice for the nodes of a component: what it adds to the sum, and which conditions it turns."""

    points: Fraction
    turned: Turned
    cost: Fraction
    chosen: Chosen


def walked(start: Fraction, components: Sequence[Sequence[Way]], by: str) -> States:
    """Every sum from `start`, with the cheapest choice for it by one of the ORDERS; needless ones left out.

    Of choices that cost the same, the one is kept that is found first. Beyond STATES sums it is not known (`Unknown`).
    """
    ways = [way for component in components for way in component]
    unit = _denominator([start, *(way.points for way in ways)])
    parts = _denominator(way.cost for way in ways)
    first = by == ORDERS[0]
    states: _States = {(int(start * unit), frozenset()): (0, 0, ((), None))}
    for component in components:
        steps = [
            (int(w.points * unit), w.turned, *_priced(len(w.chosen), int(w.cost * parts), first), w.chosen)
            for w in component
        ]
        following: _States = {}
        for (points, turned), (before, then, way) in states.items():
            for more, turns, costs, costs_then, choice in steps:
                key = (points + more, turned | turns if turns else turned)
                price, known = (before + costs, then + costs_then), following.get(key)
                if known is None or price < known[:2]:
                    following[key] = (*price, (choice, way) if choice else way)
        states = _pruned(following)
        if len(states) > STATES:
            raise Unknown("changes")
    scale = _priced(1, parts, first)
    return {
        (Fraction(points, unit), turned): (Fraction(a, scale[0]), Fraction(b, scale[1]), _chosen(way))
        for (points, turned), (a, b, way) in states.items()
    }


def _chosen(way: _Way | None) -> Chosen:
    """All choices of a way, in the order of the nodes."""
    found: list[tuple[int, int]] = []
    while way is not None:
        found += way[0]
        way = way[1]
    return tuple(sorted(found))


def _priced(count: int, cost: int, first: bool) -> tuple[int, int]:
    """How many indicators and how much change, in the order in which they count."""
    return (count, cost) if first else (cost, count)


def _denominator(numbers: Iterable[Fraction]) -> int:
    return lcm(*{x.denominator for x in numbers})


def _pruned(states: _States) -> _States:
    """Without those beside which another has as many points, the same conditions, and costs less."""
    cheapest: dict[Turned, _Cost] = {}
    kept: _States = {}
    for key in sorted(states, key=lambda k: -k[0]):
        cost = states[key]
        if key[1] not in cheapest or cost[:2] < cheapest[key[1]][:2]:
            cheapest[key[1]] = cost
            kept[key] = cost
    return kept
