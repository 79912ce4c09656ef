"""Which way points go as each of several measures grows: worked out from the parts, where exact pieces cannot be.

Sound, not complete: what depends on one measure is known from its pieces; sums, limits, roundings and steps keep the
way of their parts, or turn it round. Where two parts pull apart there is no answer (None).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from fractions import Fraction
from itertools import pairwise

from rubricc.compiler.ir.bounds import Bounds, Ranges
from rubricc.compiler.ir.program import Guard
from rubricc.compiler.proofs.functions import Functions
from rubricc.compiler.proofs.pieces import NONE, Algebra, Function, Unknown, constant, is_rising, limits
from rubricc.compiler.proofs.sheets import Assignment, Sheet
from rubricc.dsl import terms as t

Trend = int | None  # 1 never falls, -1 never rises, 0 neither, None not known
Trends = Mapping[str, Trend]


def trend_of(function: Function, algebra: Algebra) -> Trend:
    """Which way a function of one measure goes over its whole domain."""
    ways: set[int] = set()
    before = None
    for piece in function:
        if piece.value == NONE:
            continue
        low, high = limits(piece, algebra)
        # of a staircase one step may be left; what has no end is never one value
        if constant(piece.value) is None and (low is None or low != high):
            ways.add(1 if is_rising(piece.value) else -1)
        if before is not None and low is not None and low != before:
            ways.add(1 if low > before else -1)
        before = high
    return None if len(ways) > 1 else next(iter(ways), 0)


class Parts:
    """The lines of a sheet, each with its ways and, where it depends on one measure, its pieces."""

    def __init__(self, sheet: Sheet, case: Assignment) -> None:
        self.ranges: Ranges = sheet.ranges
        self.env: Mapping[str, Bounds] = sheet.env
        self.variables = {v.name: v for v in sheet.numbers}
        self.behind: dict[str, frozenset[str]] = {name: frozenset({name}) for name in self.variables}
        self.behind |= {name: frozenset() for name in case}
        self.lines: dict[str, Trends] = {name: {name: 1} for name in self.variables}
        self.lines |= {name: {} for name in case}
        self.exact = {
            v.name: Functions.of(v.name, v.domain, case) for v in sheet.numbers if v.domain is not None
        }
        for step in sheet.steps:
            if not isinstance(step, Guard):
                self.line(step.name, step.term)

    def function(self, line: str) -> Function | None:
        """The pieces of a line that depends on one measure, or on none."""
        for variable, functions in self.exact.items():
            if self.behind[line] <= {variable} and line in functions.known:
                return functions.known[line]
        return None

    def line(self, name: str, term: t.Term) -> None:
        self.behind[name] = read = self.read(term)
        self.lines[name] = self.of(term)
        for variable, functions in self.exact.items():
            if read <= {variable}:
                with suppress(Unknown):
                    functions.known[name] = functions.value(term)

    def read(self, term: t.Term) -> frozenset[str]:
        if isinstance(term, t.Ref):
            return self.behind[term.name]
        return frozenset[str]().union(*(self.read(x) for x in t.children(term)))

    def of(self, term: t.Term) -> Trends:
        read = self.read(term)
        if not read:
            return {}
        if isinstance(term, t.Ref):
            return self.lines[term.name]
        if len(read) == 1:
            variable = next(iter(read))
            functions = self.exact[variable]
            with suppress(Unknown):
                function = functions.value(term)
                if term.kind.family == "yesno":
                    return {variable: _truth(function)}
                return {variable: trend_of(function, functions.algebra)}
        match term:
            case t.Chain():
                return self._chain(term)
            case t.Extreme() | t.Logic():
                return _all(self.of(x) for x in t.children(term))
            case t.Rounded():
                return self.of(term.operand)
            case t.Not():
                return _turned(self.of(term.operand))
            case t.Steps() if not self.read(term.size):
                return self.of(term.distance)
            case t.DaysLate() | t.MonthsLate():
                return _all([self.of(term.actual), _turned(self.of(term.deadline))])
            case t.Elapsed():
                return _all([self.of(term.end), _turned(self.of(term.start))])
            case t.Shifted():
                return self.of(term.operand)
            case t.Compare() if term.op not in ("=", "!="):
                grows = _all([self.of(term.left), _turned(self.of(term.right))])
                return grows if term.op in (">", ">=") else _turned(grows)
            case t.Select():
                return self._select(term)
            case _:
                return dict.fromkeys(read)

    def _chain(self, term: t.Chain) -> Trends:
        result, bounds = self.of(term.first), self.ranges.of(term.first, self.env)
        for at, (op, operand) in enumerate(term.rest, 1):
            other, theirs = self.of(operand), self.ranges.of(operand, self.env)
            match op:
                case "+":
                    result = _all([result, other])
                case "-":
                    result = _all([result, _turned(other)])
                case "*" | "/":
                    # a factor keeps its way where the other is not below 0, and turns where that is not above
                    signs = (_sign(bounds), _sign(theirs))
                    if op == "/" and signs[1] != 1:
                        return dict.fromkeys({**result, **other})
                    other = other if op == "*" else _turned(other)
                    result = _all([_times(result, signs[1]), _times(other, signs[0])])
            bounds = self.ranges.of(t.Chain(term.first, term.rest[:at], term.kind), self.env)
        return result

    def _select(self, term: t.Select) -> Trends:
        """Where a choice depends on a measure, the way is known if the one value is never above the other."""
        conditions = _all(self.of(c) for c, _ in term.arms)
        values = _all(self.of(v) for v in (*(v for _, v in term.arms), term.otherwise))
        moving = {name for name, way in conditions.items() if way != 0}
        if not moving:
            return values
        order = self._order(term.arms[0][1], term.otherwise) if len(term.arms) == 1 else None
        if order is None:
            return {**values, **dict.fromkeys(moving)}
        return _all([values, _times(conditions, order)])

    def _order(self, value: t.Term, otherwise: t.Term) -> int | None:
        """1 where the one value is never below the other, -1 where never above."""
        if isinstance(value, t.Extreme) and otherwise in value.operands:
            return -1 if value.which == "min" else 1
        one, other = self.ranges.of(value, self.env), self.ranges.of(otherwise, self.env)
        if one.low is not None and other.high is not None and one.low >= other.high:
            return 1
        if one.high is not None and other.low is not None and one.high <= other.low:
            return -1
        return None


def _truth(function: Function) -> Trend:
    """Whether a condition, once true, stays true (1), or once false (-1)."""
    values = [piece.value for piece in function if piece.value != NONE]
    changes = [after for before, after in pairwise(values) if before != after]
    if not changes:
        return 0
    return None if len(changes) > 1 else 1 if changes[0].at(Fraction(0)) else -1


def _sign(bounds: Bounds) -> int | None:
    if bounds.low is not None and bounds.low >= 0:
        return 1
    return -1 if bounds.high is not None and bounds.high <= 0 else None


def _turned(trends: Trends) -> Trends:
    return _times(trends, -1)


def _times(trends: Trends, sign: int | None) -> Trends:
    return {name: None if way is None or sign is None else way * sign for name, way in trends.items()}


def _all(parts: Iterable[Trends]) -> Trends:
    """The way that all parts go together."""
    found: dict[str, Trend] = {}
    for part in parts:
        for name, way in part.items():
            before = found.get(name, 0)
            found[name] = way if before == 0 else before if way in (0, before) else None
    return found
