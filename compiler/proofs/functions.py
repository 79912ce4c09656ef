"""Terms as functions of one measure: every construct of the IR by its pieces, evaluated as the interpreter does.

`Functions` knows one variable; other values (facts, lines before) are numbers or functions it is given. What a term
cannot be expressed as is refused with `Unknown`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import assert_never

from rubricc.compiler.proofs.intervals import Domain, Interval
from rubricc.compiler.proofs.pieces import (
    FALSE,
    NONE,
    TRUE,
    Affine,
    Algebra,
    Fixed,
    Function,
    Piece,
    Stair,
    Unknown,
    Value,
    built,
    constant,
    number,
)
from rubricc.compiler.proofs.staircase import Months
from rubricc.compiler.runtime.exact import Value as Fact
from rubricc.dsl import terms as t
from rubricc.dsl.nodes import Comparison

_SIGNS: Mapping[Comparison, frozenset[int]] = {
    "<": frozenset({-1}), "<=": frozenset({-1, 0}), "=": frozenset({0}),
    ">=": frozenset({0, 1}), ">": frozenset({1}), "!=": frozenset({-1, 1}),
}  # fmt: skip


def lifted(value: Fact) -> Value:
    """A fact as a value: a day is its ordinal."""
    if isinstance(value, bool | str):
        return Fixed(value)
    if isinstance(value, Fraction):
        return number(value)
    return number(Fraction(value.toordinal() if isinstance(value, date) else value))


class Functions:
    """Terms over one variable, which runs through a domain."""

    def __init__(self, domain: Domain, known: Mapping[str, Function]) -> None:
        self.algebra = Algebra(domain)
        self.known = dict(known)

    @classmethod
    def of(cls, name: str, domain: Domain, fixed: Mapping[str, Fact]) -> Functions:
        """The variable bears a name; other names have fixed values."""
        self = cls(domain, {})
        line = Affine(Fraction(1), Fraction(0))
        self.known = {name: (Piece(domain.whole, line),)}
        self.known |= {other: self.algebra.everywhere(lifted(value)) for other, value in fixed.items()}
        return self

    def value(self, term: t.Term) -> Function:
        if isinstance(term, t.Leaf | t.OfRow):
            raise Unknown("term")
        algebra = self.algebra
        match term:
            case t.Const():
                return algebra.everywhere(lifted(term.value))
            case t.Ref():
                if term.name not in self.known:
                    raise Unknown("measures", term.name)
                return self.known[term.name]
            case t.Elapsed() if term.what == "days":
                days = algebra.minus(self.value(term.end), self.value(term.start))
                return algebra.map(days, lambda i, v: algebra.times(i, v, Fraction(86400)))
            case t.Shifted() if term.unit == "day":
                later = number(Fraction(term.count))
                return algebra.map(self.value(term.operand), lambda i, v: algebra.plus(i, v, later))
            case t.Elapsed() | t.Shifted():
                raise Unknown("term")
            case t.Chain():
                return self._chain(term)
            case t.Compare():
                return self._compare(term)
            case t.Logic():
                return self._logic(term)
            case t.Not():
                return algebra.map(self.value(term.operand), lambda i, v: [(i, FALSE if v == TRUE else TRUE)])
            case t.Select():
                return self._select(term)
            case t.Pick():
                return self._pick(term)
            case t.Extreme():
                return self._extreme(term)
            case t.Rounded():
                operand = self.value(term.operand)
                return algebra.map(operand, lambda i, v: algebra.rounded(i, v, term.grid, term.mode))
            case t.Steps():
                distance, size = self.value(term.distance), self.value(term.size)
                return algebra.join(distance, size, lambda i, d, s: algebra.counted(i, d, s, term.partial))
            case t.DaysLate():
                late = algebra.minus(self.value(term.actual), self.value(term.deadline))
                return self._greater(late, algebra.everywhere(number(Fraction(0))))
            case t.MonthsLate():
                return self._months(term)
            case _:
                assert_never(term)

    def guarded(self, function: Function, condition: Function) -> Function:
        """The function where a condition holds; elsewhere there are no points."""
        return self.algebra.join(function, condition, lambda i, v, holds: [(i, v if holds == TRUE else NONE)])

    def _chain(self, term: t.Chain) -> Function:
        algebra = self.algebra
        result = self.value(term.first)
        for op, operand in term.rest:
            right = self.value(operand)
            match op:
                case "+":
                    result = algebra.join(result, right, algebra.plus)
                case "-":
                    result = algebra.minus(result, right)
                case "*":
                    result = algebra.join(result, right, algebra.product)
                case "/":
                    result = algebra.join(result, right, algebra.quotient)
        return result

    # ── conditions ──

    def _compare(self, term: t.Compare) -> Function:
        left, right = self.value(term.left), self.value(term.right)
        if any(isinstance(piece.value, Fixed) for piece in (*left, *right)):
            same = term.op == "="
            return self.algebra.join(left, right, lambda i, a, b: [(i, TRUE if (a == b) == same else FALSE)])
        wanted = _SIGNS[term.op]
        return self.algebra.map(
            self.algebra.minus(left, right),
            lambda i, v: [(p, TRUE if s in wanted else FALSE) for p, s in self.algebra.signs(i, v)],
        )

    def _logic(self, term: t.Logic) -> Function:
        """The first operand that settles it; those behind are not asked, as the interpreter does not."""
        settles = TRUE if term.op == "or" else FALSE
        result = self.value(term.operands[-1])
        for operand in reversed(term.operands[:-1]):
            result = self._where(self.value(operand), settles, self.algebra.everywhere(settles), result)
        return result

    def _where(self, condition: Function, wanted: Value, then: Function, otherwise: Function) -> Function:
        """`then` where the condition has the wanted value, else `otherwise`; what is not reached may have no points."""
        algebra = self.algebra
        found: list[tuple[Interval, Value]] = []
        for piece in condition:
            if piece.value == NONE:
                found.append((piece.interval, NONE))
                continue
            for each in then if piece.value == wanted else otherwise:
                part = algebra.domain.meet(piece.interval, each.interval)
                if part is not None:
                    found.append((part, each.value))
        return built(found)

    def _select(self, term: t.Select) -> Function:
        """Arm by arm over what is left of the domain: of a table of bands a row has little to do with most others."""
        domain = self.algebra.domain
        found: list[tuple[Interval, Value]] = []
        left = [domain.whole]
        for condition, value in term.arms:
            if not left:
                break  # what is not reached may have no points
            holds, then = self.value(condition), self.value(value)
            before, left = left, []
            for interval in before:
                for part, truth in _inside(domain, holds, interval):
                    if truth == FALSE:
                        left.append(part)
                    else:
                        found += [(part, NONE)] if truth == NONE else _inside(domain, then, part)
        otherwise = self.value(term.otherwise) if left else ()
        found += [each for interval in left for each in _inside(domain, otherwise, interval)]
        return built(sorted(found, key=lambda each: _start(each[0])))

    def _pick(self, term: t.Pick) -> Function:
        known: dict[int, Function] = {}
        found: list[tuple[Interval, Value]] = []
        for piece in self.value(term.index):
            if piece.value == NONE:
                found.append((piece.interval, NONE))
                continue
            at = constant(piece.value)
            if at is None:
                raise Unknown("term")
            if int(at) not in known:
                known[int(at)] = self.value(term.values[int(at)])
            found += _inside(self.algebra.domain, known[int(at)], piece.interval)
        return built(found)

    # ── numbers ──

    def _extreme(self, term: t.Extreme) -> Function:
        result = self.value(term.operands[0])
        for operand in term.operands[1:]:
            other = self.value(operand)
            result = (
                self._greater(result, other) if term.which == "max" else self._greater(other, result, True)
            )
        return result

    def _greater(self, left: Function, right: Function, least: bool = False) -> Function:
        """The greater of two; or, for the least, the one that the other is greater than."""
        algebra = self.algebra

        def choose(interval: Interval, a: Value, b: Value) -> list[tuple[Interval, Value]]:
            if (one := constant(a)) is not None and (other := constant(b)) is not None:
                return [(interval, a if (one >= other) != least else b)]
            found: list[tuple[Interval, Value]] = []
            negated = [x for p, v in algebra.times(interval, b, Fraction(-1)) for x in algebra.plus(p, a, v)]
            for part, difference in negated:
                for inside, sign in algebra.signs(part, difference):
                    found.append((inside, a if (sign >= 0) != least else b))
            return found

        return algebra.join(left, right, choose)

    def _months(self, term: t.MonthsLate) -> Function:
        whole = term.partial == "whole"

        def late(interval: Interval, actual: Value, deadline: Value) -> list[tuple[Interval, Value]]:
            day = constant(deadline)
            if day is None or not isinstance(actual, Affine):
                raise Unknown("term")
            stair = Months(date.fromordinal(int(day)), whole)
            if actual.slope == 0:
                return [(interval, number(Fraction(stair.at(actual.start))))]
            if actual != Affine(Fraction(1), Fraction(0)):
                raise Unknown("term")
            return [(interval, Stair(stair, Fraction(1), Fraction(0)))]

        return self.algebra.join(self.value(term.actual), self.value(term.deadline), late)


def _inside(domain: Domain, function: Function, interval: Interval) -> list[tuple[Interval, Value]]:
    """The pieces of a function on an interval."""
    parts = ((domain.meet(interval, piece.interval), piece.value) for piece in function)
    return [(part, value) for part, value in parts if part is not None]


def _start(interval: Interval) -> tuple[bool, Fraction, bool]:
    return interval.low is not None, interval.low or Fraction(0), interval.low_open
