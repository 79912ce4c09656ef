"""Terms to whole-number expressions.

Assumes a checked program: kinds fit, divisors are guarded, a step's size is positive. Guarantees expressions whose
divisors are positive wherever they are reached. A value that may be absent (a mean over no rows) is asked for in
`needs`, with the conditions under which it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias, TypeVar

from attrs import frozen

from rubricc.compiler.ir import normal
from rubricc.compiler.ir import scaled as s
from rubricc.compiler.ir.bounds import Bounds, Ranges
from rubricc.compiler.ir.scaled_program import AT
from rubricc.compiler.scale.budget import Budget
from rubricc.compiler.scale.ratio import (
    Ratio,
    aligned,
    compared,
    constant,
    divided,
    multiplied,
    total,
)
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import MEASURABLE

Scaled: TypeAlias = Ratio | s.Expr
"""A number as a ratio; a condition, text or date as an expression."""


V = TypeVar("V")


@frozen
class Need:
    """The value of `name` is read where all of `path` hold."""

    name: str
    path: tuple[s.Expr, ...]


class Scaler:
    """Translates terms, given the values of what they refer to."""

    def __init__(
        self,
        ranges: Ranges,
        values: Mapping[str, Scaled],
        fact: Callable[[t.Leaf | t.OfRow], Scaled],
        budget: Budget,
        absent: frozenset[str] = frozenset(),
    ) -> None:
        self.budget = budget
        self.widths: dict[str, int] = {}  # the digits of variables that may have more than a fact
        self.ranges = ranges
        self.values = values
        self.env: dict[str, Bounds] = {}  # of lines
        self.fact = fact
        self.absent = absent  # names whose values may be absent
        self.needs: list[Need] = []
        self.unit = 1  # constants are in units of 1/unit
        self.back = 0  # how many rows before the row in hand facts are read
        self._path: tuple[s.Expr, ...] = ()

    def value(self, term: t.Term) -> Scaled:
        if term.kind.family in MEASURABLE:
            return self.number(term)
        return self.condition(term) if term.kind.family == "yesno" else self.other(term)

    def bounds(self, term: t.Term) -> Bounds:
        return self.ranges.of(term, self.env)

    def number(self, term: t.Term) -> Ratio:
        ratio = self._number(term)
        return ratio if isinstance(term, t.Const | t.Ref | t.Input) else self._bounded(ratio)

    def _bounded(self, ratio: Ratio) -> Ratio:
        """The ratio, unless it is too large."""
        self.budget.spend(ratio.number, self.widths)
        if ratio.over != 1 or ratio.factors:
            self.budget.spend(s.Product((s.Int(ratio.over), *ratio.factors)), self.widths)
        return ratio

    def _number(self, term: t.Term) -> Ratio:
        match term:
            case t.Const():
                assert isinstance(term.value, Fraction)
                return constant(term.value, 100 if term.kind.family == "percent" else self.unit)
            case t.Ref() | t.Input() | t.Aggregate() | t.Points() | t.Streak() | t.OfGroup():
                value = self._read(term)
                assert isinstance(value, Ratio)
                return value
            case t.Earlier():
                held, earlier, otherwise = self._earlier(term, self.number)
                numbers, over, factors = aligned([earlier, otherwise])
                return Ratio(normal.choose([(held, numbers[0])], numbers[1]), over, factors)
            case t.Chain():
                return self._chain(term)
            case t.Select():
                return self._select(term)
            case t.Pick():
                return self._pick(term)
            case t.Extreme():
                return self._extreme(term)
            case t.Rounded():
                return self._rounded(term)
            case t.Steps():
                return self._steps(term)
            case t.DaysLate():
                return Ratio(s.Days(self.other(term.actual), self.other(term.deadline)))
            case t.MonthsLate():
                whole = term.partial == "whole"
                return Ratio(s.Months(self.other(term.actual), self.other(term.deadline), whole))
            case t.Elapsed():
                return Ratio(
                    s.Elapsed(term.what, self.other(term.start), self.other(term.end), term.calendar)
                )
        raise AssertionError(term)

    def condition(self, term: t.Term) -> s.Expr:
        match term:
            case t.Compare():
                if term.left.kind.family in MEASURABLE:
                    return compared(term.op, self.number(term.left), self.number(term.right))
                if term.left.kind.family == "yesno":
                    return self._same(term)
                return normal.equal(term.op, self.other(term.left), self.other(term.right))
            case t.Logic():
                return self._logic(term)
            case t.Not():
                return normal.negation(self.condition(term.operand))
        return self.other(term)

    def other(self, term: t.Term) -> s.Expr:
        """A text or date, or a condition that is no comparison."""
        match term:
            case t.Const():
                assert not isinstance(term.value, Fraction)
                return s.Literal(term.value)
            case t.Ref() | t.Input() | t.First():
                value = self._read(term)
                assert not isinstance(value, Ratio)
                return value
            case t.Shifted():
                return s.Shifted(self.other(term.operand), term.count, term.unit)
            case t.Select():
                conditions, values = self._arms(term, self._no_number)
                return normal.choose(zip(conditions, values[:-1], strict=True), values[-1])
            case t.Earlier():
                held, value, otherwise = self._earlier(term, self._no_number)
                return normal.choose([(held, value)], otherwise)
        raise AssertionError(term)

    def _no_number(self, term: t.Term) -> s.Expr:
        value = self.value(term)
        assert not isinstance(value, Ratio)
        return value

    def _earlier(self, term: t.Earlier, read: Callable[[t.Term], V]) -> tuple[s.Expr, V, V]:
        """Whether the table holds the row, the value there, and the value otherwise."""
        back, outer = self.back, self._path
        held = normal.compare(">=", s.Var(AT), s.Int(back + term.back))
        self._path = (*outer, held)
        self.back = back + term.back
        value = read(term.operand)
        self.back = back
        self._path = (*outer, normal.negation(held))
        otherwise = read(term.otherwise)
        self._path = outer
        return held, value, otherwise

    def _read(self, term: t.Ref | t.Leaf | t.OfRow) -> Scaled:
        if not isinstance(term, t.Ref):
            return self.fact(term)
        if term.name in self.absent:
            return self.need(term.name, self.values[term.name])
        return self.values[term.name]

    def need(self, name: str, value: Scaled) -> Scaled:
        """A value that may be absent, read here.

        Under a condition, its denominator is 1 where there is no value: it is not read then, and must not make a common
        denominator 0.
        """
        self.needs.append(Need(name, self._path))
        return _never_zero(value) if self._path and isinstance(value, Ratio) else value

    def where(self, condition: s.Expr) -> None:
        """What follows is read only where the condition holds."""
        self._path = (*self._path, condition)

    # ── numbers ──

    def _chain(self, term: t.Chain) -> Ratio:
        if all(op in "+-" for op, _ in term.rest):
            rest = [(1 if op == "+" else -1, self.number(x)) for op, x in term.rest]
            return total([(1, self.number(term.first)), *rest])
        result = self.number(term.first)
        for op, operand in term.rest:
            right = self.number(operand)
            if op == "*":
                result = multiplied(result, right)
            elif op == "/":
                bounds = self.bounds(operand)
                low, high = bounds.low, bounds.high
                sign = 1 if low is not None and low >= 0 else -1 if high is not None and high <= 0 else 0
                result = divided(result, right, sign)
                if self._path and result.factors:
                    result = _never_zero(result)
            else:
                result = total([(1, result), (1 if op == "+" else -1, right)])
            self._bounded(result)
        return result

    def _select(self, term: t.Select) -> Ratio:
        conditions, ratios = self._arms(term, self.number)
        numbers, over, factors = aligned(ratios)
        return Ratio(normal.choose(zip(conditions, numbers[:-1], strict=True), numbers[-1]), over, factors)

    def _arms(self, term: t.Select, read: Callable[[t.Term], V]) -> tuple[list[s.Expr], list[V]]:
        """Conditions and values in the order in which they are tried; the last value is `otherwise`."""
        outer = self._path
        conditions: list[s.Expr] = []
        values: list[V] = []
        for condition, value in term.arms:
            conditions.append(self.condition(condition))
            before = self._path
            self._path = (*before, conditions[-1])
            values.append(read(value))
            self._path = (*before, normal.negation(conditions[-1]))
        values.append(read(term.otherwise))
        self._path = outer
        return conditions, values

    def _pick(self, term: t.Pick) -> Ratio:
        index, outer = self.number(term.index), self._path
        ratios = []
        for at, value in enumerate(term.values):
            if not isinstance(index.number, s.Int) and not isinstance(value, t.Const):
                self._path = (*outer, normal.compare("=", index.number, s.Int(at)))  # the row that applies
            ratios.append(self.number(value))
        self._path = outer
        numbers, over, factors = aligned(ratios)
        if isinstance(index.number, s.Int):
            return Ratio(numbers[index.number.value], over, factors)
        same = all(n == numbers[0] for n in numbers)
        return Ratio(numbers[0] if same else s.Pick(index.number, tuple(numbers)), over, factors)

    def _extreme(self, term: t.Extreme) -> Ratio:
        """Without the operands that cannot win."""
        bounds = [self.bounds(o) for o in term.operands]
        ratios = [self.number(o) for o in term.operands]
        best = _best(term.which, bounds)
        kept = [
            ratio
            for at, ratio in enumerate(ratios)
            if best is None or at == best or not _beats(term.which, bounds[best], bounds[at])
        ]
        numbers, over, factors = aligned(kept)
        return Ratio(normal.extreme(term.which, numbers), over, factors)

    def _rounded(self, term: t.Rounded) -> Ratio:
        low = self.bounds(term.operand).low
        units = divided(self.number(term.operand), constant(term.grid), 1)
        never_negative = low is not None and low >= 0
        number = normal.round_div(units.number, units.below, term.mode, never_negative=never_negative)
        return Ratio(normal.scaled(number, term.grid.numerator), term.grid.denominator)

    def _steps(self, term: t.Steps) -> Ratio:
        """A size is positive, so a distance that is not gives no more than 0 steps."""
        steps = divided(self.number(term.distance), self.number(term.size), 1)
        if term.partial == "started":
            steps = Ratio(normal.ceil_div(steps.number, steps.below))
        elif term.partial == "whole":
            steps = Ratio(normal.floor_div(steps.number, steps.below))
        low = self.bounds(term.distance).low
        if low is not None and low >= 0:
            return steps
        return Ratio(normal.extreme("max", [s.ZERO, steps.number]), steps.over, steps.factors)

    # ── conditions ──

    def _logic(self, term: t.Logic) -> s.Expr:
        outer = self._path
        operands: list[s.Expr] = []
        for operand in term.operands:
            operands.append(self.condition(operand))
            passed = operands[-1] if term.op == "and" else normal.negation(operands[-1])
            self._path = (*self._path, passed)
        self._path = outer
        return normal.logic(term.op, operands)

    def _same(self, term: t.Compare) -> s.Expr:
        """Two conditions that are alike, or not."""
        left, right = self.condition(term.left), self.condition(term.right)
        if isinstance(left, s.Literal):
            left, right = right, left
        if not isinstance(right, s.Literal):
            return s.Compare(term.op, left, right)
        return left if right.value is (term.op == "=") else normal.negation(left)


def _never_zero(ratio: Ratio) -> Ratio:
    """The ratio with a denominator of 1 where it would be 0: a division that is not read then."""
    return Ratio(ratio.number, ratio.over, tuple(normal.extreme("max", [s.ONE, f]) for f in ratio.factors))


def _best(which: str, bounds: Sequence[Bounds]) -> int | None:
    """Of several values the one that is known to be the best at its worst; None where nothing is known."""
    if which == "max":
        lows = [(b.low, at) for at, b in enumerate(bounds) if b.low is not None]
        return max(lows)[1] if lows else None
    highs = [(b.high, -at) for at, b in enumerate(bounds) if b.high is not None]
    return -min(highs)[1] if highs else None


def _beats(which: str, one: Bounds, other: Bounds) -> bool:
    """Whether the one is never worse than the other."""
    if which == "max":
        return one.low is not None and other.high is not None and one.low >= other.high
    return one.high is not None and other.low is not None and one.high <= other.low
