"""Facts for a whole rubric under which items of its tree, or the total, come to what is wanted.

Indicators are set one after the other from the most to the least that they can have, until the points are passed; then
one of them makes up the difference. Nothing is trusted: what is made here is bound and scored by the interpreter, and
what does not come to what is wanted is not found, as often happens where members are no sum (a mean, the best k).
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import islice
from typing import Any, TypeAlias

from rubricc.compiler.interpreter import Interpreter
from rubricc.compiler.ir.program import Checked, Indicator, Item, leaves
from rubricc.compiler.proofs.analysed import Analysed
from rubricc.compiler.proofs.drawn import Facts
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.proofs.sheets import Assignment, Ground, Sheet
from rubricc.compiler.proofs.together import calm, end_of, scored_whole, together, with_points
from rubricc.compiler.proofs.totals import Set, attainable
from rubricc.compiler.proofs.witness import UNFILLED, Shown, facts_for, slots_for, values_told
from rubricc.compiler.runtime.exact import Exact, Value
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.runtime.summary import COMPARISONS, total_of
from rubricc.compiler.runtime.tree import Group, member_of
from rubricc.dsl import terms as t

TRIES = 12  # indicators that may make up the difference, and ways to take a sheet's values apart
Picks: TypeAlias = Mapping[int, Shown | None]  # by the number of the indicator
Target: TypeAlias = tuple[str, Fraction]  # an item, or the sum of the top level, and what it should come to


def points_in(result: Result, item: str) -> Exact | str | None:
    """What an item has come to; of the whole the sum of the top level, before anything happens to it."""
    if item == t.GRADE:
        return result.grade
    if item == t.TOTAL:
        summary = result.spec.summary._replace(cap=None, effects=())
        members = [member_of(child, summary, None) for child in result.tree]
        known = [member for member in members if member is not None]
        return total_of(known, summary, []) if len(known) == len(members) else None
    one = result[item]
    if isinstance(one, Group):
        return one.exact
    member = member_of(one, result.spec.summary, None)
    return None if member is None else member.points


class Aim:
    """What all aims at one rubric share, worked out when it is first needed."""

    def __init__(self, checked: Checked, ground: Ground) -> None:
        self.checked, self.program, self.ground = checked, checked.program, ground
        self.interpreter = Interpreter(checked)
        self._sets: dict[str, Set | None] = {}
        self._made: dict[tuple[int, ...], tuple[Sequence[Shown], Facts, Result | None]] = {}

    @cached_property
    def analysed(self) -> Mapping[str, Analysed]:
        found: dict[str, Analysed] = {}
        for indicator in self.program.indicators:
            one = analysed(self.ground, indicator)
            if one is not None:
                found[indicator.key] = one
        return found

    @cached_property
    def ends(self) -> Sequence[tuple[Shown | None, Shown | None]]:
        """Facts with the most and the least points of every indicator."""
        every = [self.analysed.get(indicator.key) for indicator in self.program.indicators]
        return [(None, None) if one is None else (end_of(one, "high"), end_of(one, "low")) for one in every]

    @cached_property
    def settled(self) -> Sequence[Shown]:
        """Facts for which no condition holds, as far as some are found."""
        found = (calm(self.ground, condition) for condition in self.program.conditions)
        return [one for one in found if one is not None]

    # ── points that there can be ──

    def beside(self, item: str, value: Fraction) -> list[Fraction]:
        """A value that an item can have, or the nearest ones below and above it."""
        if item not in self._sets:
            items = self.program.items if item == t.TOTAL else (self.program.item(item),)
            try:
                self._sets[item] = attainable(self.program, items, self.analysed)
            except Unknown:
                self._sets[item] = None
        every, grid = self._sets[item], self.program.grid
        if every is None:
            return [value]
        found = {every.below(value // grid), every.above(-(-value // grid))}
        return sorted(x * grid for x in found if x is not None)

    # ── facts ──

    def aimed(self, targets: Sequence[Target], first: Sequence[Shown] = ()) -> tuple[Facts, Result] | None:
        """Facts under which items have their points; what `first` says goes before everything."""
        picks = self.picked(targets, first)
        facts, result = ({}, None) if picks is None else self.made(picks, first)
        if result is None or any(points_in(result, item) != value for item, value in targets):
            return None
        return facts, result

    def picked(self, targets: Sequence[Target], first: Sequence[Shown]) -> Picks | None:
        """Every indicator with the most that it can have, but those of items that come to something else."""
        picks: Picks = {number: ends[0] for number, ends in enumerate(self.ends)}
        fixed: set[int] = set()
        for item, value in targets:
            near = self.near(item, value, picks, first, fixed)
            found = next((one for one, points in near if points == value), None)
            if found is None:
                return None
            fixed |= self.numbers(item)
            picks = found
        return picks

    def shown(self, number: int, sheet: Sheet, assignment: Assignment) -> Shown:
        """Facts under which the variables of a sheet have these values, points of items among them."""
        for slots in islice(slots_for(sheet, assignment), TRIES):
            others = {name: x for name, x in slots.items() if isinstance(sheet.slots[name].term, t.Points)}
            targets: list[Target] = []
            grades: list[Value] = []
            for name, x in others.items():
                term = sheet.slots[name].term
                assert isinstance(term, t.Points)
                if isinstance(x, int | Fraction) and not isinstance(x, bool):
                    targets.append((term.item, Fraction(x)))
                else:
                    grades.append(x)
            try:
                own = facts_for(sheet, {name: x for name, x in slots.items() if name not in others})
            except Unknown:
                continue
            for aims in [targets] if not grades else [[*targets, each] for each in self._graded(grades[0])]:
                found = self.aimed(aims, [Shown(own, (), 0, {})])
                one = None if found is None else shown_in(sheet, number, *found)
                read = {} if one is None else {v.name: x for v, x in one.values}
                if one is not None and all(read.get(n, x) in (x, UNFILLED) for n, x in assignment.items()):
                    return one
        raise Unknown("facts")

    def _graded(self, label: Value) -> Iterator[Target]:
        """Sums of the top level that earn a grade."""
        rows = self.program.grades
        values = (x for row in rows for x in (row.value, row.value - self.program.grid))
        edges = {x for value in values for x in self.beside(t.TOTAL, value)}
        for total in sorted(edges, reverse=True):
            row = next((row for row in rows if not row.op or COMPARISONS[row.op](total, row.value)), None)
            if row is not None and row.label == label:
                yield t.TOTAL, total

    def numbers(self, item: str) -> set[int]:
        """The indicators of an item."""
        top: Sequence[Item] = self.program.items if item == t.TOTAL else (self.program.item(item),)
        keys = {leaf.key for each in top for leaf in leaves(each)}
        return {n for n, indicator in enumerate(self.program.indicators) if indicator.key in keys}

    def near(
        self, item: str, value: Fraction, picks: Picks, first: Sequence[Shown], fixed: Container[int] = ()
    ) -> Iterator[tuple[Picks, Fraction]]:
        """The picks with the indicators of an item set so that it comes near a value, and what it comes to.

        Those on both sides of the value come first, then those with one indicator that makes up the difference, or
        as nearly as it can.
        """
        numbers = sorted(number for number in self.numbers(item) if number not in fixed)
        movable = [number for number in numbers if None not in self.ends[number]] or numbers

        def lowered(count: int) -> Picks:
            return {**picks, **{number: self.ends[number][1] for number in movable[:count]}}

        def come_to(one: Picks) -> Fraction | None:
            _, result = self.made(one, first)
            points = None if result is None else points_in(result, item)
            return Fraction(points) if isinstance(points, int | Fraction) else None

        few, many = 0, len(movable)  # the points of as many are not below the value, and not above it
        ends = {count: come_to(lowered(count)) for count in (few, many)}
        while many - few > 1:
            middle = (few + many) // 2
            points = come_to(lowered(middle))
            ends[middle] = points  # where nothing is left to divide by there are none: that is too few
            few, many = (middle, many) if points is not None and points > value else (few, middle)
        sides = [(lowered(count), points) for count in (few, many) if (points := ends[count]) is not None]
        yield from sides
        for number in _nearest(movable, few)[:TRIES]:
            for base, points in sides:
                before = base[number]
                for wanted in self._about(number, value - points, before):
                    made = {**base, number: wanted}
                    came = come_to(made)
                    if came is not None:
                        yield made, came

    def _about(self, number: int, more: Fraction, before: Shown | None) -> Iterator[Shown]:
        """An indicator with so many points more than before, or as nearly as it can have."""
        key = self.program.indicators[number].key
        one = self.analysed.get(key)
        if one is None or before is None:
            return
        for points in self.beside(key, Fraction(before.points) + more):
            found = with_points(one, points)
            if found is not None and points != before.points:
                yield found

    def made(self, picks: Picks, first: Sequence[Shown]) -> tuple[Facts, Result | None]:
        """The facts of picks, and what they come to; nothing is put together twice."""
        picked = [one for one in (*first, *picks.values()) if one is not None]
        key = tuple(map(id, picked))  # which stay alive with what they made
        if key not in self._made:
            facts = together(self.checked, [*picked, *self.settled])
            self._made[key] = picked, facts, scored_whole(self.interpreter, self.ground.blocks, facts)
        _, facts, result = self._made[key]
        return facts, result


def _nearest(numbers: Sequence[int], at: int) -> list[int]:
    """Indicators, those nearest to a place first."""
    places = sorted(range(len(numbers)), key=lambda place: abs(place - at))
    return [numbers[place] for place in places]


def analysed(ground: Ground, indicator: Indicator) -> Analysed | None:
    try:
        return Analysed(ground, indicator)
    except Unknown:
        return None


def shown_in(sheet: Sheet, number: int, facts: Facts, result: Result) -> Shown | None:
    """What a sheet of a scored rubric has come to; None where it has no points."""
    score = result.by_number[number]
    if score.points is None:
        return None
    known: Mapping[str, Any] = score.values()
    points = known[sheet.last]
    assert isinstance(points, int | Fraction)
    return Shown(facts, values_told(sheet, known), points, known)
