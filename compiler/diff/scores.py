"""Scores of two rubrics on two sets of facts, and what of their difference each of the two changes did.

Where both rubrics score both sets, the share of a change is the mean of what it does first and what it does second
(which depends on no order). Where only one of the mixed scores exists, the changes are made in the order that goes
through it. Either way what the rubric did and what the data did add up to the difference, exactly, indicator by
indicator and for the total.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal

from attrs import frozen

from rubricc.compiler.diff.matching import Pair
from rubricc.compiler.ir.program import Group, Item, Program
from rubricc.compiler.runtime.indicator import Indicator
from rubricc.compiler.runtime.result import Result

Order = Literal["both", "data first", "rubric first", "neither"]
Results = Mapping[str, Result]  # by unit; "" where none are scored


@frozen
class Share:
    """Of an item, or of the total: its points before and after, and what the two changes did; None where not known."""

    title: str
    item: Item | None
    old: Fraction | None
    new: Fraction | None
    rubric: Fraction | None
    data: Fraction | None

    @property
    def changed(self) -> bool:
        return (self.old, self.new) != (None, None) and (
            self.old != self.new or bool(self.rubric) or bool(self.data)
        )


@frozen
class Split:
    """The difference of two evaluations of one unit."""

    unit: str
    order: Order
    indicators: tuple[Share, ...]
    rest: Share  # what groups, roundings and effects make of the indicators' points
    total: Share
    grades: tuple[str | None, str | None]


@frozen
class Corners:
    """The four scores; the mixed ones may not exist."""

    old: Results
    new: Results
    new_rubric: Results | None  # on the old data
    new_data: Results | None  # by the old rubric


def split(corners: Corners, pairs: Sequence[Pair], programs: tuple[Program, Program]) -> list[Split]:
    """For every unit that both evaluations have."""
    return [_Splitter(corners, pairs, programs, unit).split() for unit in corners.old if unit in corners.new]


class _Splitter:
    def __init__(
        self, corners: Corners, pairs: Sequence[Pair], programs: tuple[Program, Program], unit: str
    ) -> None:
        self.pairs, self.programs, self.unit = pairs, programs, unit
        self.old, self.new = corners.old[unit], corners.new[unit]
        mixed = [None if each is None else each.get(unit) for each in (corners.new_rubric, corners.new_data)]
        self.new_rubric, self.new_data = (r if r is not None and _scored(r) else None for r in mixed)
        self.order: Order = (
            ("both" if self.new_data is not None else "rubric first")
            if self.new_rubric is not None
            else ("data first" if self.new_data is not None else "neither")
        )

    def split(self) -> Split:
        shares = [
            self._share(pair.item.title, pair.item, [self._points(r, pair, at) for r, at in self._results()])
            for pair in self.pairs
            if not isinstance(pair.item, Group)
        ]
        total = self._share("", None, [None if r is None else _total(r) for r, _ in self._results()])
        return Split(
            self.unit,
            self.order,
            tuple(shares),
            _rest(shares, total),
            total,
            (self.old.grade, self.new.grade),
        )

    def _results(self) -> list[tuple[Result | None, int]]:
        """The four results, and which rubric made them."""
        return [(self.old, 0), (self.new_rubric, 1), (self.new_data, 0), (self.new, 1)]

    def _points(self, result: Result | None, pair: Pair, at: int) -> Fraction | None:
        """The points of an indicator: none where the rubric does not have it, or it does not apply."""
        item = pair.new if at else pair.old
        if result is None:
            return None
        if item is None:
            return Fraction(0)
        number = next(n for n, each in enumerate(self.programs[at].indicators) if each is item)
        return _of(result.indicators[number])

    def _share(self, title: str, item: Item | None, points: list[Fraction | None]) -> Share:
        old, new_rubric, new_data, new = points
        rubric = data = None
        if old is not None and new is not None:
            firsts = [new_rubric - old] if new_rubric is not None else []  # the rubric changes first
            seconds = [new - new_data] if new_data is not None else []
            done = firsts + seconds
            if done:
                rubric = sum(done, Fraction(0)) / len(done)
                data = new - old - rubric
        return Share(title, item, old, new, rubric, data)


def _of(one: Indicator) -> Fraction | None:
    if one.exact is None:
        return None if one.applies else Fraction(0)
    return Fraction(one.exact)


def _scored(result: Result) -> bool:
    return result.exact is not None


def _total(result: Result) -> Fraction | None:
    return None if result.exact is None else Fraction(result.exact)


def _rest(shares: Sequence[Share], total: Share) -> Share:
    """What the total has more than the indicators added up."""

    def more(which: str) -> Fraction | None:
        parts = [getattr(share, which) for share in shares]
        whole = getattr(total, which)
        return None if whole is None or None in parts else whole - sum(parts, Fraction(0))

    return Share("", None, more("old"), more("new"), more("rubric"), more("data"))
