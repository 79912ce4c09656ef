"""A program worked out over ranges of facts instead of facts.

A *box* says of every fact that is not known between which values it lies; the others are as they are. Every term has
the values that it can take somewhere in the box, and perhaps some more, never fewer (sound): a number or a date (as its
ordinal) lies between two `Bounds`, a condition or a label is one of a set. The rules are those of `evaluation`:

- arithmetic, limits, roundings and steps work on both ends (steps and roundings never fall as their operand rises);
- a comparison that both ends decide is decided; one that they do not is both, yes and no;
- `and` and `or` are decided by an operand that is; of a choice the arms that can be taken count;
- a row of a table counts, may count, or does not: a sum goes from the rows that count and what the others can take to
  what they can add; a count from those that count to those that may.

What a box of single points comes to is one value, the one that the interpreter gives, except where a term is not
followed closely (working days, streaks): then the range is wider, and still right. Where a divisor may be zero the term
has any value; a box in which every fact would be refused is not told apart, which widens as well.

It is used for the interval of a score (`search`), and made for proofs: bounds, reachability and monotony are questions
over boxes too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from rubricc.compiler.ir.bounds import ANY, ZERO, Bounds, Ranges, applied, extreme, union
from rubricc.compiler.ir.program import Guard, Indicator, Program
from rubricc.compiler.runtime.exact import Value, round_to
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.runtime.spans import days_late, months_late
from rubricc.dsl import terms as t

Fact = tuple[str, int, str]  # block, row, field
Reach: TypeAlias = Bounds | frozenset[str | bool]
Box: TypeAlias = Mapping[Fact, Reach]
EITHER: frozenset[str | bool] = frozenset((True, False))
YES: frozenset[str | bool] = frozenset((True,))
NO: frozenset[str | bool] = frozenset((False,))
FIRST_DAY, LAST_DAY = Fraction(date.min.toordinal()), Fraction(date.max.toordinal())


def point(value: Value) -> Reach:
    """The reach of one value."""
    if isinstance(value, bool | str):
        return frozenset((value,))
    number = Fraction(value.toordinal()) if isinstance(value, date) else Fraction(value)
    return Bounds(number, number)


class Over:
    """The terms of a program over one box."""

    def __init__(
        self, program: Program, ranges: Ranges, bound: Bound, known: Mapping[str, Value], box: Box
    ) -> None:
        self.program, self.ranges, self.bound, self.box = program, ranges, bound, box
        self.known = known  # slots that do not depend on what is missing
        self.lost = {each.block for each in bound.missing if each.row < 0}
        self._slots: dict[str, Reach] = {}
        self.block, self.at = "", 0

    def points(self, sheet: Indicator) -> Bounds:
        """Between which points a sheet lies."""
        env: dict[str, Reach] = {}
        for step in sheet.steps:
            if not isinstance(step, Guard):
                env[step.name] = self.of(step.term, env)
        found = env[sheet.lines[-1].name]
        return found if isinstance(found, Bounds) else ANY

    def of(self, term: t.Term, env: Mapping[str, Reach]) -> Reach:
        match term:
            case t.Const():
                return point(term.value)
            case t.Ref():
                return env[term.name] if term.name in env else self._slot(term.name)
            case t.Input():
                return self._fact(term)
            case t.Chain():
                result = self.number(term.first, env)
                for op, operand in term.rest:
                    result = applied(op, result, self.number(operand, env))
                return result
            case t.Compare():
                return compared(term.op, self.of(term.left, env), self.of(term.right, env))
            case t.Logic():
                return self._logic(term, env)
            case t.Not():
                return frozenset(not x for x in self.truth(term.operand, env))
            case t.Select():
                return self._select(term, env)
            case t.Pick():
                return self._pick(term, env)
            case t.Extreme():
                return extreme(term.which, [self.number(o, env) for o in term.operands])
            case t.Rounded():
                inner = self.number(term.operand, env)
                low, high = (
                    None if x is None else Fraction(round_to(x, term.grid, term.mode))
                    for x in (inner.low, inner.high)
                )
                return Bounds(low, high)
            case t.Steps():
                return self._steps(term, env)
            case t.DaysLate() | t.MonthsLate():
                return self._late(term, env)
            case t.Earlier():
                return self._earlier(term, env)
            case t.Aggregate():
                return self._aggregate(term)
            case t.Elapsed() | t.Shifted() | t.Streak() | t.First() | t.OfGroup() | t.Each() | t.Points():
                return self._loosely(term)

    def number(self, term: t.Term, env: Mapping[str, Reach]) -> Bounds:
        found = self.of(term, env)
        return found if isinstance(found, Bounds) else ANY

    def truth(self, term: t.Term, env: Mapping[str, Reach]) -> frozenset[str | bool]:
        found = self.of(term, env)
        return EITHER if isinstance(found, Bounds) else found

    # ── facts and slots ──

    def _slot(self, name: str) -> Reach:
        if name in self.known:
            return point(self.known[name])
        if name not in self._slots:
            outer, self.block = self.block, ""
            self._slots[name] = self.of(self.program.slot[name].term, {})
            self.block = outer
        return self._slots[name]

    def _fact(self, term: t.Input) -> Reach:
        at = self.at if term.block == self.block else 0
        if term.own:
            at = self.bound.unit.rows[term.block]
        if (term.block, at, term.name) in self.box:
            return self.box[term.block, at, term.name]
        value = self.bound.values[term.block][at].get(term.name)
        return self._loosely(term) if value is None else point(value)

    def _loosely(self, term: t.Term) -> Reach:
        """What a term can be at all, as far as the declared domains say."""
        if term.kind.family == "yesno":
            return EITHER
        if term.kind.family == "label":
            return frozenset(term.kind.labels)
        return self.ranges.of(term, {}) if term.kind.family != "date" else ANY

    # ── tables ──

    def _aggregate(self, term: t.Aggregate) -> Reach:
        """A row counts, may count, or does not."""
        if term.block in self.lost or term.skip or term.operation in ("above", "below", "trimmed"):
            return self._loosely(term)
        outer, before = self.block, self.at
        self.block = term.block
        surely: list[Bounds] = []
        perhaps: list[Bounds] = []
        rows = len(self.bound.values[term.block])
        for at in range(max(rows - term.last, 0) if term.last else 0, rows):
            self.at = at
            where = YES if term.where is None else self.truth(term.where, {})
            if True in where:
                body = Bounds(ZERO, ZERO) if term.body is None else self.number(term.body, {})
                (perhaps if False in where else surely).append(body)
        self.block, self.at = outer, before
        return put_together(term.operation, surely, perhaps)

    def _earlier(self, term: t.Earlier, env: Mapping[str, Reach]) -> Reach:
        if self.at < term.back:
            return self.of(term.otherwise, env)
        self.at -= term.back
        found = self.of(term.operand, env)
        self.at += term.back
        return found

    # ── choices, steps and dates ──

    def _logic(self, term: t.Logic, env: Mapping[str, Reach]) -> Reach:
        decides = term.op == "or"
        found = [self.truth(o, env) for o in term.operands]
        if any(x == frozenset((decides,)) for x in found):
            return frozenset((decides,))
        return EITHER if any(decides in x for x in found) else frozenset((not decides,))

    def _select(self, term: t.Select, env: Mapping[str, Reach]) -> Reach:
        possible: list[Reach] = []
        for condition, value in term.arms:
            holds = self.truth(condition, env)
            if True in holds:
                possible.append(self.of(value, env))
            if holds == YES:
                return joined(possible)
        return joined([*possible, self.of(term.otherwise, env)])

    def _pick(self, term: t.Pick, env: Mapping[str, Reach]) -> Reach:
        index = self.number(term.index, env)
        low = 0 if index.low is None else max(0, int(index.low))
        high = len(term.values) - 1 if index.high is None else min(len(term.values) - 1, int(index.high))
        return joined([self.of(value, env) for value in term.values[low : high + 1]] or [ANY])

    def _steps(self, term: t.Steps, env: Mapping[str, Reach]) -> Reach:
        distance, size = self.number(term.distance, env), self.number(term.size, env)

        def count(length: Fraction | None, by: Fraction | None) -> Fraction | None:
            if length is not None and length <= 0:
                return ZERO
            if length is None or by is None or by <= 0:
                return None
            steps = length / by
            if term.partial == "started":
                return Fraction(-(-steps // 1))
            return Fraction(steps // 1) if term.partial == "whole" else steps

        return Bounds(count(distance.low, size.high) or ZERO, count(distance.high, size.low))

    def _late(self, term: t.DaysLate | t.MonthsLate, env: Mapping[str, Reach]) -> Reach:
        actual, deadline = self.number(term.actual, env), self.number(term.deadline, env)

        def late(one: Fraction | None, other: Fraction | None) -> Fraction | None:
            if one is None or other is None:
                return None
            first, second = date.fromordinal(int(one)), date.fromordinal(int(other))
            if isinstance(term, t.DaysLate):
                return Fraction(days_late(first, second))
            return Fraction(months_late(first, second, term.partial == "whole"))

        return Bounds(late(actual.low, deadline.high) or ZERO, late(actual.high, deadline.low))


def joined(all_: Sequence[Reach]) -> Reach:
    """Any of several reaches."""
    numbers = [x for x in all_ if isinstance(x, Bounds)]
    if len(numbers) == len(all_):
        return union(numbers)
    return frozenset[str | bool]().union(*(x for x in all_ if not isinstance(x, Bounds)))


def compared(op: str, left: Reach, right: Reach) -> frozenset[str | bool]:
    """Whether a comparison holds everywhere, nowhere, or here and there."""
    if not isinstance(left, Bounds) or not isinstance(right, Bounds):
        if isinstance(left, Bounds) or isinstance(right, Bounds):
            return EITHER
        same = EITHER if left & right else NO
        if len(left) == len(right) == 1:
            same = YES if left == right else NO
        return same if op == "=" else frozenset(not x for x in same)
    if op in ("=", "!="):
        apart = _below(left, right, strictly=True) or _below(right, left, strictly=True)
        alike = left.low is not None and left.low == left.high == right.low == right.high
        same = NO if apart else YES if alike else EITHER
        return same if op == "=" else frozenset(not x for x in same)
    if op in (">", ">="):
        left, right, op = right, left, "<" if op == ">" else "<="
    if _below(left, right, strictly=op == "<"):
        return YES
    return NO if _below(right, left, strictly=op == "<=") else EITHER


def _below(one: Bounds, other: Bounds, *, strictly: bool) -> bool:
    if one.high is None or other.low is None:
        return False
    return one.high < other.low if strictly else one.high <= other.low


def put_together(operation: str, surely: list[Bounds], perhaps: list[Bounds]) -> Reach:
    """An aggregate over the rows that count and those that may."""
    every = [*surely, *perhaps]
    if operation == "count":
        return Bounds(Fraction(len(surely)), Fraction(len(every)))
    if operation == "distinct":
        one = all(x.low is not None and x.low == x.high for x in every)
        if one and not perhaps:
            return point(len({x.low for x in every}))
        return Bounds(Fraction(min(1, len(surely))), Fraction(len(every)))
    if operation == "sum":
        total = Bounds(ZERO, ZERO)
        for each in surely:
            total = applied("+", total, each)
        for each in perhaps:
            total = applied("+", total, union([each, Bounds(ZERO, ZERO)]))
        return total
    if not every:
        return ANY
    if perhaps:
        return union(every)
    if operation in ("min", "max"):
        return extreme(operation, every)
    lows = sorted(x.low for x in every if x.low is not None)
    highs = sorted(x.high for x in every if x.high is not None)
    complete = len(every)
    return Bounds(
        _middle(lows) if len(lows) == complete else None, _middle(highs) if len(highs) == complete else None
    )


def _middle(ordered: list[Fraction]) -> Fraction:
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
