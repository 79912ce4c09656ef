"""The interval of a score: between which points an indicator, and between which totals a rubric, can still come to lie.

The facts that are missing make a box (`reach`). The greatest points in it are looked for by branch and bound: the box
with the greatest upper end is tried at its corners, and cut in two at a value that the rules name, else in the middle,
until an attained value is no less than every upper end that is left. Then the end is exact. Where the budget is spent
first, the upper end that is left is stated, and the end is not exact. The least are the greatest of the negative.
Nothing is ever left out: the true points always lie between the ends.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import count, product

from attrs import frozen

from rubricc.compiler.ir.bounds import Bounds, Ranges
from rubricc.compiler.ir.program import Indicator, Program, slots_of
from rubricc.compiler.ranges.reach import EITHER, FIRST_DAY, LAST_DAY, Box, Fact, Over, Reach
from rubricc.compiler.runtime.exact import Value
from rubricc.compiler.runtime.facts import Bound
from rubricc.dsl import terms as t
from rubricc.dsl.mentions import facts_of
from rubricc.dsl.model import Field

BUDGET = 400  # how many boxes one end may cost
CORNERS = 4  # of a box with so many facts every corner is tried
ONE = Fraction(1)


@frozen
class Ends:
    """The least and the greatest, each attained where it is exact, else a bound."""

    low: Fraction
    high: Fraction
    exact: bool


class Search:
    """What is missing of some facts, as boxes."""

    def __init__(self, program: Program, ranges: Ranges, bound: Bound, known: Mapping[str, Value]) -> None:
        self.program, self.ranges, self.bound, self.known = program, ranges, bound, known
        self.missing = [(m.block, m.row, m.field) for m in bound.missing if m.row >= 0]

    def sheet(self, sheet: Indicator, low: Fraction, high: Fraction) -> Ends:
        """The ends of a sheet whose points lie between two limits."""
        box = self.box(sheet)
        marks = marks_of(self.program, sheet)

        def points(box: Box) -> Bounds:
            found = Over(self.program, self.ranges, self.bound, self.known, box).points(sheet)
            return Bounds(
                low if found.low is None else max(low, found.low),
                high if found.high is None else min(high, found.high),
            )

        def turned(box: Box) -> Bounds:
            found = points(box)
            assert found.low is not None and found.high is not None
            return Bounds(-found.high, -found.low)

        greatest, top = self._greatest(points, box, marks)
        least, bottom = self._greatest(turned, box, marks)
        return Ends(-least, greatest, top and bottom)

    def box(self, sheet: Indicator) -> dict[Fact, Reach]:
        """The missing facts that a sheet reads, each with all that it may be."""
        slots = self.program.slot
        terms = [x for name in slots_of(sheet, slots) for x in self.program.behind(slots[name].term)]
        read = {fact[:2] for term in terms for fact in facts_of(term)}
        box = {fact: self._domain(fact) for fact in self.missing if (fact[0], fact[2]) in read}
        return self._tightened({fact: reach for fact, reach in box.items() if reach is not None}) or {}

    # ── facts ──

    def _field(self, fact: Fact) -> Field:
        return self.ranges.fields[fact[0], fact[2]]

    def _step(self, fact: Fact) -> Fraction | None:
        """Of what a fact is a multiple."""
        field = self._field(fact)
        if field.kind.family in ("count", "date"):
            return ONE
        return field.precision

    def _domain(self, fact: Fact) -> Reach | None:
        field = self._field(fact)
        match field.kind.family:
            case "yesno":
                return EITHER
            case "label":
                return frozenset(field.kind.labels)
            case "text" | "month":
                return None
        ends = [Fraction(x.toordinal()) if isinstance(x, date) else x for x in (field.low, field.high)]
        low, high = ends
        if field.kind.family == "date":
            low, high = FIRST_DAY if low is None else low, LAST_DAY if high is None else high
        step = self._step(fact)
        if step is not None:  # the ends that a fact can have
            low = None if low is None else -(-low // step) * step + (step if field.low_open else 0)
            high = None if high is None else high // step * step - (step if field.high_open else 0)
        return Bounds(low, high)

    def _tightened(self, box: dict[Fact, Reach]) -> dict[Fact, Reach] | None:
        """Where a fact is at most another, their ends agree; None where nothing is left."""
        for fact, one in list(box.items()):
            other = self._field(fact).at_most
            limit = (fact[0], fact[1], other)
            if not other or not isinstance(one, Bounds):
                continue
            beside = box.get(limit, self._value(limit))
            if isinstance(beside, Bounds):
                high = beside.high if one.high is None else one.high
                if beside.high is not None and high is not None:
                    high = min(high, beside.high)
                box[fact] = Bounds(one.low, high)
                if limit in box and one.low is not None:
                    low = one.low if beside.low is None else max(beside.low, one.low)
                    box[limit] = Bounds(low, beside.high)
        for reach in box.values():
            if isinstance(reach, Bounds) and reach.low is not None and reach.high is not None:
                if reach.low > reach.high:
                    return None
        return box

    def _value(self, fact: Fact) -> Reach | None:
        value = self.bound.values[fact[0]][fact[1]].get(fact[2])
        return Bounds(Fraction(value), Fraction(value)) if isinstance(value, int | Fraction) else None

    # ── branch and bound ──

    def _greatest(
        self, points: Callable[[Box], Bounds], box: dict[Fact, Reach], marks: tuple[Fraction, ...]
    ) -> tuple[Fraction, bool]:
        """The greatest points in a box, and whether they are attained."""
        number = count()
        best: Fraction | None = None
        top = points(box).high
        assert top is not None
        heap = [(-top, next(number), box)]
        left = BUDGET
        while heap:
            upper = -heap[0][0]
            if best is not None and upper <= best:
                return best, True
            if left <= 0:
                return upper, False
            _, _, chosen = heapq.heappop(heap)
            for sample in self._samples(chosen):
                left -= 1
                found = points(sample)
                if found.low is not None and found.low == found.high:
                    best = found.low if best is None else max(best, found.low)
            parts = [] if best == upper else self._parts(chosen, marks)
            if best == upper:
                return upper, True
            if not parts:  # a single point that is not followed closely
                return upper, False
            for part in parts:
                left -= 1
                top = points(part).high
                assert top is not None
                heapq.heappush(heap, (-top, next(number), part))
        return (top, False) if best is None else (best, True)

    def _samples(self, box: dict[Fact, Reach]) -> Iterator[dict[Fact, Reach]]:
        """Single points of a box: corners, and the middle."""
        ends = {fact: self._ends(reach) for fact, reach in box.items()}
        if len(box) <= CORNERS:
            corners = [dict(zip(ends, corner, strict=True)) for corner in product(*ends.values())]
        else:
            corners = [{fact: each[at] for fact, each in ends.items()} for at in (0, -1)]
        for corner in corners:
            if (sample := self._tightened(dict(corner))) is not None:
                yield sample

    def _ends(self, reach: Reach) -> tuple[Reach, ...]:
        if not isinstance(reach, Bounds):
            return tuple(frozenset((x,)) for x in sorted(reach, key=str))
        ends = dict.fromkeys(x for x in (reach.low, reach.high) if x is not None) or {Fraction(0): None}
        return tuple(Bounds(x, x) for x in ends)

    def _parts(self, box: dict[Fact, Reach], marks: tuple[Fraction, ...]) -> list[dict[Fact, Reach]]:
        """A box cut in two (or a choice into its values) at the fact that is least known; nothing at a single point."""
        fact = max(box, key=lambda fact: _width(box[fact]), default=None)
        if fact is None or _width(box[fact]) == 0:
            return []
        reach = box[fact]
        if not isinstance(reach, Bounds):
            cut: list[Reach] = [frozenset((x,)) for x in sorted(reach, key=str)]
        else:
            cut = list(self._cut(reach, self._step(fact), marks))
        parts = (self._tightened({**box, fact: part}) for part in cut)
        return [part for part in parts if part is not None]

    def _cut(
        self, reach: Bounds, step: Fraction | None, marks: tuple[Fraction, ...]
    ) -> tuple[Bounds, Bounds]:
        low, high = reach.low, reach.high
        inside = [x for x in marks if (low is None or low < x) and (high is None or x < high)]
        if low is None or high is None:
            known = high if low is None else low
            at = Fraction(0) if known is None else known - max(ONE, abs(known)) if low is None else None
            at = known + max(ONE, abs(known)) if at is None and known is not None else at
            assert at is not None
            at = max(inside, key=abs, default=at)
        else:
            middle = (low + high) / 2
            at = min(inside, key=lambda x: abs(x - middle), default=middle)
        if step is None:
            return Bounds(low, at), Bounds(at, high)
        at = at // step * step
        return Bounds(low, at), Bounds(at + step, high)


def _width(reach: Reach) -> float:
    """How little is known; only the order in which facts are cut depends on it."""
    if not isinstance(reach, Bounds):
        return len(reach) - 1
    if reach.low is None or reach.high is None:
        return float("inf")
    width = reach.high - reach.low
    return 0.0 if not width else max(float(min(width, Fraction(10) ** 300)), 1e-300)


def marks_of(program: Program, sheet: Indicator) -> tuple[Fraction, ...]:
    """The numbers that the rules of a sheet name: where points may jump."""
    found: set[Fraction] = set()
    slots = program.slot
    todo = [line.term for line in sheet.lines]
    todo += [x for name in slots_of(sheet, slots) for x in program.behind(slots[name].term)]
    while todo:
        term = todo.pop()
        if isinstance(term, t.Const):
            if isinstance(term.value, Fraction):
                found.add(term.value)
            elif isinstance(term.value, date):
                found.add(Fraction(term.value.toordinal()))
        todo += t.children(term)
    return tuple(sorted(found))
