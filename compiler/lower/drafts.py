"""Drafts: what weights that are not decided (`weight ?`) may be, from those that are.

A group is the sum of its members and the top level the total, and every weight is more than 0: each is a linear
equation over a tree, so the feasible values of one weight are an interval, found exactly by adding up from below and
subtracting from above.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import evolve

from rubricc.compiler.ir.program import Range
from rubricc.compiler.runtime.exact import plain
from rubricc.dsl.diagnostics.model import Diagnostic, Edit, Fix, diagnose
from rubricc.dsl.model import Group, Item, Model
from rubricc.dsl.source import Span

ANY = Range(Fraction(0), None, low_open=True)


class Drafted:
    """The weights of a model that are not decided, by the places of their titles."""

    def __init__(self, model: Model) -> None:
        self.ranges: dict[Span, Range] = {}
        self._below: dict[Span, Range] = {}
        self._model = model
        if any(item.weight is None for item in _all(model.items)):
            counted = [item for item in model.items if not _apart(item)]
            for item in counted:
                self._up(item)
            total = model.total
            self._down(counted, Range(total, total) if total is not None else ANY)

    def _up(self, item: Item) -> Range:
        """What an item may weigh by itself and by its members."""
        summed = _summed(item)
        members = [self._up(child) for child in summed]
        found = ANY
        if item.weight is not None:
            found = Range(item.weight, item.weight)
        elif summed:
            found = _sum(members)
        self._below[item.title_span] = found
        return found

    def _down(self, items: Sequence[Item], whole: Range) -> None:
        """What the members of a whole may weigh beside each other."""
        ranges = [self._below[item.title_span] for item in items]
        together = _sum(ranges)
        for item, own in zip(items, ranges, strict=True):
            found = _both(own, _less(whole, together, own, ranges))
            if item.weight is None:
                self.ranges[item.title_span] = found
            if summed := _summed(item):
                self._down(summed, found)

    def findings(self, undecided: Sequence[Item]) -> list[Diagnostic]:
        """What these open weights may be, in one finding for all of them; and those for which nothing is left."""
        ranges: dict[str, list[str]] = {}
        refused, solved = [], []
        for item in undecided:
            found = self.ranges.get(item.title_span, ANY)
            if found.is_empty:
                left = "" if found.high is None else plain(found.high)
                at, low = item.weight_span, plain(found.low)
                refused.append(diagnose("RB5066", at, name=item.title, low=low, left=left))
                continue
            if found.is_one:
                mark = item.weight_span.start + max(map(item.weight_span.text.find, "?？"))
                solved.append(Edit(Span(item.weight_span.source, mark, mark + 1), plain(found.low)))
            ranges.setdefault(f"? = {plain(found.low)}" if found.is_one else str(found), []).append(
                item.title
            )
        if not ranges:
            return refused
        count, first = sum(map(len, ranges.values())), undecided[0].weight_span
        each = "\n".join(f"{found}  {' · '.join(titles)}" for found, titles in ranges.items())
        fix = Fix(tuple(solved)) if solved else None
        values = ", ".join(edit.replacement for edit in solved)
        return [*refused, diagnose("RB4005", first, count=count, ranges=each, solved=values, fix=fix)]

    def stand_in(self, item: Item, grid: Fraction) -> Fraction:
        """A weight for checking the clauses of an item: no less than it may be, with hundredths on the grid."""
        high = self.ranges.get(item.title_span, ANY).high
        if high is None:
            high = self._model.total or Fraction(100)
        unit = 100 * grid
        return max(Fraction(-(-high // unit)), Fraction(1)) * unit

    def weight(self, item: Item) -> Fraction | None:
        """The weight as written, or the only one that is left; None where there are several."""
        found = self.ranges.get(item.title_span)
        return found.low if found is not None and found.is_one else item.weight


def _all(items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        if isinstance(item, Group) and not item.special:
            yield from _all(item.children)


def _apart(item: Item) -> bool:
    return isinstance(item, Group) and bool(item.special)


def _summed(item: Item) -> Sequence[Item]:
    """The members that an item is the sum of."""
    if not isinstance(item, Group) or item.special or (item.combine and item.combine.how != "sum"):
        return ()
    return item.children


def _sum(ranges: Sequence[Range]) -> Range:
    highs = [r.high for r in ranges if r.high is not None]
    return Range(
        sum((r.low for r in ranges), Fraction(0)),
        sum(highs, Fraction(0)) if len(highs) == len(ranges) else None,
        any(r.low_open for r in ranges),
        any(r.high_open for r in ranges),
    )


def _less(whole: Range, together: Range, own: Range, ranges: Sequence[Range]) -> Range:
    """The whole less all but one of its parts."""
    low_open = sum(r.low_open for r in ranges) - own.low_open > 0
    ended = sum(r.high is None for r in ranges) - (own.high is None) == 0
    high_open = sum(r.high_open for r in ranges) - own.high_open > 0
    others_low = together.low - own.low
    others_high = sum((r.high for r in ranges if r.high is not None), Fraction(0)) - (own.high or Fraction(0))
    return Range(
        whole.low - others_high if ended else Fraction(0),
        None if whole.high is None else whole.high - others_low,
        whole.low_open or high_open or not ended,
        whole.high_open or low_open,
    )


def _both(a: Range, b: Range) -> Range:
    """The values that lie in both."""
    lower = max(a, b, key=lambda r: (r.low, r.low_open))
    ends = [r for r in (a, b) if r.high is not None]
    upper = min(ends, key=lambda r: (r.high, not r.high_open)) if ends else None
    return evolve(
        lower,
        high=None if upper is None else upper.high,
        high_open=upper is not None and upper.high_open,
    )
