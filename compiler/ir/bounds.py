"""Between which values a term lies, as far as the declared domains say: exact interval arithmetic.

Sound and not always tight: the value of a term is always inside. `None` is no bound on that side. Used to drop limits
that cannot bind, to know the sign of divisors, and for the width that integers need.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import gcd

from attrs import frozen

from rubricc.compiler.ir.program import Slot
from rubricc.compiler.runtime.schema import months_between
from rubricc.dsl import terms as t
from rubricc.dsl.model import Block


@frozen
class Bounds:
    low: Fraction | None = None
    high: Fraction | None = None

    def __contains__(self, value: Fraction) -> bool:
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)


ANY = Bounds()
ZERO = Fraction(0)
_BITS = 10_000
Env = Mapping[str, Bounds]


class Ranges:
    """The bounds of a program's terms. What facts and slots can be is worked out once, when first asked for."""

    def __init__(self, blocks: Sequence[Block], slots: Sequence[Slot]) -> None:
        self.blocks = {b.name: b for b in blocks}
        self.fields = {(b.name, f.name): f for b in blocks for f in b.fields}
        self.slots = {s.name: s.term for s in slots}
        self._known: dict[str, Bounds] = {}

    def slot(self, name: str) -> Bounds:
        if name not in self._known:
            term = self.slots.get(name)
            self._known[name] = ANY if term is None else self.of(term, {})
        return self._known[name]

    def of(self, term: t.Term, env: Env) -> Bounds:
        """The bounds of a numeric term, `ANY` for another; `env` has those of the lines before it."""
        match term:
            case t.Const():
                return Bounds(term.value, term.value) if isinstance(term.value, Fraction) else ANY
            case t.Ref():
                return env[term.name] if term.name in env else self.slot(term.name)
            case t.Input():
                field = self.fields.get((term.block, term.name))
                if field is None or isinstance(field.low, date) or isinstance(field.high, date):
                    return ANY
                return Bounds(field.low, field.high)
            case t.Chain():
                result = self.of(term.first, env)
                for op, operand in term.rest:
                    result = applied(op, result, self.of(operand, env))
                return result
            case t.Select():
                return union([self.of(v, env) for _, v in term.arms] + [self.of(term.otherwise, env)])
            case t.Pick():
                return union([self.of(v, env) for v in term.values])
            case t.Extreme():
                return extreme(term.which, [self.of(o, env) for o in term.operands])
            case t.Rounded():
                return _rounded(self.of(term.operand, env), term.grid)
            case t.Steps():
                return _steps(self.of(term.distance, env), self.of(term.size, env), term.partial)
            case t.DaysLate() | t.MonthsLate():
                return Bounds(ZERO, None)
            case t.Earlier():
                return union([self.of(term.operand, env), self.of(term.otherwise, env)])
            case t.Streak():
                return Bounds(ZERO, self._rows(term.block))
            case t.Aggregate():
                return self._aggregate(term, env)
            case t.OfGroup():
                return self._aggregate(term.aggregate, env)
            case t.Each():
                rows = Fraction(term.k) if term.how in ("best", "worst") else self._rows(term.block)
                if rows is None:
                    return Bounds(ZERO if term.least >= 0 else None, ZERO if term.most <= 0 else None)
                return Bounds(min(ZERO, term.least * rows), max(ZERO, term.most * rows))
            case t.Elapsed() | t.Shifted():
                return ANY
            case t.Points():
                return Bounds(term.low, term.high)
            case t.Compare() | t.Logic() | t.Not() | t.First():
                return ANY

    def grid(self, term: t.Term) -> Fraction | None:
        """Of what every value of a term is a multiple, where the facts' kinds and precisions say so."""
        match term:
            case t.Ref():
                behind = self.slots.get(term.name)
                return self.grid(behind) if behind is not None else None
            case t.Rounded() | t.Points():
                return term.grid
            case t.OfGroup():
                return self.grid(term.aggregate)
            case t.Aggregate(operation="count" | "distinct" | "above" | "below" | "lacking") | t.Streak():
                return Fraction(1)
            case t.Aggregate(operation="sum" | "min" | "max" | "trimmed", body=body) if body is not None:
                return self.grid(body)
            case t.Input():
                field = self.fields.get((term.block, term.name))
                if field is None:
                    return None
                return field.precision or (Fraction(1) if field.kind.family == "count" else None)
            case t.Const(value=Fraction() as value) if value:
                return abs(value)
            case t.Chain(first=first, rest=rest) if all(operation in "+-" for operation, _ in rest):
                return _together([self.grid(one) for one in (first, *(term for _, term in rest))])
            case t.Select(arms=arms, otherwise=otherwise):
                return _together([self.grid(one) for one in (otherwise, *(value for _, value in arms))])
        return None

    def open_ends(self, term: t.Term) -> tuple[bool, bool]:
        """Whether a term never takes the low and the high end of its bounds itself, as far as is declared."""
        if isinstance(term, t.Ref) and term.name in self.slots:
            term = self.slots[term.name]
        field = self.fields.get((term.block, term.name)) if isinstance(term, t.Input) else None
        return (False, False) if field is None else (field.low_open, field.high_open)

    def _aggregate(self, term: t.Aggregate, env: Env) -> Bounds:
        rows = self._rows(term.block)
        if rows is not None and term.last:
            rows = min(rows, Fraction(term.last))
        if rows is not None:
            rows = max(rows - 2 * term.trim, ZERO)
        if term.operation in ("count", "distinct", "above", "below", "lacking"):
            return Bounds(ZERO, rows)
        assert term.body is not None
        each = self.of(term.body, env)
        if term.operation not in ("sum", "trimmed"):
            return each
        if rows is None:
            low = ZERO if each.low is not None and each.low >= 0 else None
            return Bounds(low, ZERO if each.high is not None and each.high <= 0 else None)
        low, high = _scale(each.low, rows), _scale(each.high, rows)
        if term.where is not None or term.skip:  # none of the rows may count
            low, high = (None if low is None else min(low, ZERO)), (None if high is None else max(high, ZERO))
        return Bounds(low, high)

    def _rows(self, name: str) -> Fraction | None:
        """How many rows a table has, where its declaration says so."""
        block = self.blocks[name]
        return Fraction(len(months_between(block.first, block.last))) if block.by == "month" else None


def _rounded(inner: Bounds, grid: Fraction) -> Bounds:
    """Rounding moves a value by less than the grid, and one that lies on the grid not at all."""
    low, high = inner.low, inner.high
    if low is not None and (low / grid).denominator != 1:
        low -= grid
    if high is not None and (high / grid).denominator != 1:
        high += grid
    return Bounds(low, high)


def _steps(distance: Bounds, size: Bounds, partial: t.Partial) -> Bounds:
    if distance.high is None or size.low is None or size.low <= 0:
        return Bounds(ZERO, None)
    most = max(ZERO, distance.high) / size.low
    return Bounds(ZERO, most if partial == "pro rata" else Fraction(-(-most // 1)))


def _scale(value: Fraction | None, factor: Fraction) -> Fraction | None:
    return None if value is None else value * factor


def union(all_: list[Bounds]) -> Bounds:
    lows, highs = [b.low for b in all_], [b.high for b in all_]
    low = None if None in lows else min(x for x in lows if x is not None)
    high = None if None in highs else max(x for x in highs if x is not None)
    return Bounds(low, high)


def extreme(which: str, all_: list[Bounds]) -> Bounds:
    lows = [b.low for b in all_ if b.low is not None]
    highs = [b.high for b in all_ if b.high is not None]
    if which == "min":
        return Bounds(min(lows) if len(lows) == len(all_) else None, min(highs) if highs else None)
    return Bounds(max(lows) if lows else None, max(highs) if len(highs) == len(all_) else None)


def applied(op: str, left: Bounds, right: Bounds) -> Bounds:
    if op == "+":
        return _short(Bounds(_add(left.low, right.low), _add(left.high, right.high)))
    if op == "-":
        return _short(Bounds(_add(left.low, _neg(right.high)), _add(left.high, _neg(right.low))))
    if op == "/":
        if right.low is None or right.low < 0:
            return ANY
        # a guarded divisor is above 0; how little above is not known
        if right.low == 0:
            return Bounds(ZERO if left.low is not None and left.low >= 0 else None, None)
        right = Bounds(None if right.high is None else 1 / right.high, 1 / right.low)
        if right.low is None:
            right = Bounds(ZERO, right.high)
    return _short(_times(left, right))


def _short(bounds: Bounds) -> Bounds:
    """Without the ends that have thousands of digits: nothing is decided by them."""
    low, high = (None if x is None or _is_long(x) else x for x in (bounds.low, bounds.high))
    return Bounds(low, high)


def _is_long(value: Fraction) -> bool:
    return max(value.numerator.bit_length(), value.denominator.bit_length()) > _BITS


def _times(left: Bounds, right: Bounds) -> Bounds:
    ends = [left.low, left.high, right.low, right.high]
    if None not in ends:
        products = [
            a * b
            for a in (left.low, left.high)
            for b in (right.low, right.high)
            if a is not None and b is not None
        ]
        return Bounds(min(products), max(products))
    if left.low is not None and left.low >= 0 and right.low is not None and right.low >= 0:
        high = None if left.high is None or right.high is None else left.high * right.high
        return Bounds(left.low * right.low, high)
    return ANY


def _add(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else a + b


def _neg(a: Fraction | None) -> Fraction | None:
    return None if a is None else -a


def _together(grids: Sequence[Fraction | None]) -> Fraction | None:
    """Of what sums of multiples are multiples: a rank, which is a count and one, is a whole number."""
    found = Fraction(0)
    for one in grids:
        if one is None:
            return None
        found = Fraction(
            gcd(found.numerator * one.denominator, one.numerator * found.denominator),
            found.denominator * one.denominator,
        )
    return found
