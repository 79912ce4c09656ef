"""Which totals there can be: sets of whole numbers of grid steps, put together as `runtime.summary` puts points.

A set is held as the bits of one whole number. It has every total that some facts give, and where indicators share facts
perhaps more: what is not in it is proved not to be there, what is in it still needs facts to show it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import ceil, floor

from attrs import frozen

from rubricc.compiler.ir.program import Effect, Group, Indicator, Item, Program, within
from rubricc.compiler.proofs.analysed import Analysed
from rubricc.compiler.proofs.intervals import Interval
from rubricc.compiler.proofs.pieces import NONE, Affine, Stair, Unknown
from rubricc.compiler.proofs.sheets import Ground
from rubricc.compiler.runtime.summary import GroupSpec, Member, SummarySpec, combined

MOST_BITS = 4_000_000
MOST_SHIFTS = 2_000  # values of one item that are added one by one; beyond, all between its ends


@frozen
class Set:
    """The numbers `low + k` for which bit k is set."""

    low: int
    bits: int

    @classmethod
    def between(cls, low: int, high: int) -> Set:
        return cls(low, (1 << (high - low + 1)) - 1)

    @classmethod
    def of(cls, values: Iterable[int]) -> Set:
        found = sorted(set(values))
        return cls(found[0], sum(1 << (x - found[0]) for x in found))

    @property
    def high(self) -> int:
        return self.low + self.bits.bit_length() - 1

    @property
    def least(self) -> int:
        return self.low + (self.bits & -self.bits).bit_length() - 1

    def __or__(self, other: Set) -> Set:
        low = min(self.low, other.low)
        return Set(low, self.bits << (self.low - low) | other.bits << (other.low - low))

    def plus(self, other: Set) -> Set:
        """Every sum of a number of each."""
        one, many = sorted((self, other), key=lambda s: s.bits.bit_count())
        if one.bits.bit_count() > MOST_SHIFTS:
            return Set.between(self.low + other.low, self.high + other.high)
        found, rest, at = 0, one.bits, 0
        while rest:
            step = (rest & -rest).bit_length() - 1
            at, rest = at + step, rest >> step
            found |= many.bits << at
            rest &= ~1
        return Set(one.low + many.low, found)

    def moved(self, by: int) -> Set:
        return Set(self.low + by, self.bits)

    def at_least(self, floor: int) -> Set:
        return self if self.low >= floor else self._cut(floor, self.high) | Set(floor, 1)

    def at_most(self, cap: int) -> Set:
        return self if self.high <= cap else self._cut(self.low, cap) | Set(cap, 1)

    def _cut(self, low: int, high: int) -> Set:
        """The part between two ends, which may be empty."""
        low = max(low, self.low)
        return Set(low, (self.bits >> (low - self.low)) & ((1 << max(high - low + 1, 0)) - 1))

    def below(self, number: int) -> int | None:
        """The greatest that is at most a number."""
        bits = self._cut(self.low, number).bits if number >= self.low else 0
        return self.low + bits.bit_length() - 1 if bits else None

    def above(self, number: int) -> int | None:
        """The least that is at least a number."""
        part = self._cut(number, self.high) if number <= self.high else Set(0, 0)
        return part.least if part.bits else None

    def meets(self, low: int, high: int) -> bool:
        return bool(self._cut(low, high).bits) if high >= self.low else False


def attainable(program: Program, items: Iterable[Item], analysed: Mapping[str, Analysed]) -> Set:
    """What items can come to together, before anything happens to the total; `Unknown` as `totals_of`."""
    found = Set(0, 1)
    for item in items:
        found = found.plus(_item(item, program, analysed))
    return found


def totals_of(ground: Ground, analysed: Mapping[str, Analysed]) -> Set:
    """The totals that there can be; `Unknown` where nothing bounds them or they are too many to go through."""
    program = ground.program
    grid = program.grid
    found = attainable(program, program.items, analysed)
    if any(a.answer.startswith("rescale") for i in program.indicators for a in i.absent):
        found = found | _made_up_for(program, analysed)
    effects = [(effect, surely(ground, effect)) for effect in program.effects if effect.amount]
    if any(effect.kind == "times" for effect in program.effects):
        raise Unknown("term")
    if any((effect.amount / grid).denominator != 1 for effect, _ in effects):
        raise Unknown("pieces")
    for kinds in (("deduct", "add"), ("at least",), ("at most",)):
        for effect, holds in effects:
            if effect.kind in kinds and holds is not False:
                changed = _changed(found, effect.kind, int(effect.amount / grid))
                found = changed if holds else found | changed
        if "add" in kinds:
            found = found.at_least(0)
    return found if program.cap is None else found.at_most(int(program.cap / grid))


def _made_up_for(program: Program, analysed: Mapping[str, Analysed]) -> Set:
    """What is left makes up for what does not apply: any total up to the greatest, where no points lie beyond weights.

    Points beyond them (of a bonus, say) are made more of as well, and nothing bounds the total.
    """
    for item in (each for top in program.items for each in within(top)):
        if isinstance(item, Group):
            beyond = bool(item.special)
        else:
            points = _points(item, program.grid, analysed.get(item.key))
            beyond = points.least < 0 or points.high * program.grid > item.weight
        if beyond:
            raise Unknown("term")
    weights = sum((item.weight for item in program.items), Fraction(0))
    most = program.total if program.total is not None else weights
    return Set.between(0, int(most / program.grid))


def _changed(totals: Set, kind: str, amount: int) -> Set:
    match kind:
        case "deduct":
            return totals.moved(-amount)
        case "add":
            return totals.moved(amount)
        case "at least":
            return totals.at_least(amount)
    return totals.at_most(amount)


def surely(ground: Ground, effect: Effect) -> bool | None:
    """Whether the condition of an effect holds for all facts, or for none; None where it is not known."""
    try:
        bounds = Analysed(ground, ground.program.conditions[effect.condition]).bounds
    except Unknown:
        return None
    return True if bounds.low == 1 else False if bounds.high == 0 else None


def _item(item: Item, program: Program, analysed: Mapping[str, Analysed]) -> Set:
    if isinstance(item, Indicator):
        return _points(item, program.grid, analysed.get(item.key))
    members = [_item(child, program, analysed) for child in item.children]
    if item.combine != "sum":
        return _combined(item, members, program)
    found = Set(0, 1)
    for member in members:
        found = found.plus(member)
    limit = int(item.limit / program.grid)
    if item.special == "bonus":
        return found.at_most(limit)
    return found.at_least(limit) if item.special else found


def _combined(group: Group, members: list[Set], program: Program) -> Set:
    """All between the ends of a group that is no sum: it rises with each of its members."""
    spec = GroupSpec(
        group.code, group.name, group.weight, (), group.combine, group.k, group.special, group.limit
    )
    summary = SummarySpec(None, None, program.grid, program.rounding, (), ())
    ends = []
    for which in ("least", "high"):
        points = [Member(getattr(m, which) * program.grid, child.weight, True, 0)
                  for m, child in zip(members, group.children, strict=True)]  # fmt: skip
        ends.append(int(combined(spec, points, summary).points / program.grid))
    return Set.between(*ends)


def _points(indicator: Indicator, grid: Fraction, one: Analysed | None) -> Set:
    """The points that an indicator can have, those of its answers where it does not apply among them."""
    found = _attained(one, grid) if one is not None else None
    if found is None:
        low, high = (None, None) if one is None else (one.bounds.low, one.bounds.high)
        least, most = (
            Fraction(0) if low is None and one is None else low,
            indicator.weight if high is None else high,
        )
        if least is None:
            raise Unknown("measures")
        found = Set.between(int(least / grid), int(most / grid))
    for absent in indicator.absent:
        if absent.answer == "points":
            found = found | Set(int(absent.points / grid), 1)
        elif absent.answer.startswith("rescale"):
            found = found | Set(0, 1)
    if any(absent.answer == "mean of others" for absent in indicator.absent):
        found = Set.between(found.least, found.high)  # a mean lies between points, and may be none of them
    if found.high - found.low > MOST_BITS:
        raise Unknown("pieces")
    return found


def _attained(one: Analysed, grid: Fraction) -> Set | None:
    """The values of the pieces, where these are known and not too many."""
    if not one.explored.complete:
        return None
    values: set[int] = set()
    for view in one.explored.views:
        for piece in view.points:
            match piece.value:
                case Affine(Fraction(numerator=0), start):
                    values.add(int(start / grid))
                case Stair(steps, factor, start):
                    first, last = view.algebra.ends(piece.interval, steps)
                    if first is None or last is None or last - first > MOST_SHIFTS:
                        return None
                    values.update(int((factor * k + start) / grid) for k in range(first, last + 1))
                case value if value == NONE:
                    pass
                case Affine() as line:
                    found = _on_grid(piece.interval, view.domain.grid)
                    if found is None:
                        return None
                    values.update(int(line.at(x) / grid) for x in found)
                case _:
                    return None
    return Set.of(values) if values else None


def _on_grid(interval: Interval, step: Fraction | None) -> list[Fraction] | None:
    """The values of a measure in an interval, where its precision says that they are not too many."""
    low, high = interval.low, interval.high
    if step is None or low is None or high is None or (high - low) / step > MOST_SHIFTS:
        return None
    return [k * step for k in range(ceil(low / step), floor(high / step) + 1) if k * step in interval]
