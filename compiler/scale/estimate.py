"""Which sheets are surely small, without working them out in whole numbers: a bound on what `scale` would make of them.

Sound, not tight. An answer of False says nothing, and costs no more than finding out. That an estimate is never less
than what scaling spends is held by a test, over drawn rubrics. What is not known here is not small.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from attrs import field, frozen

from rubricc.compiler.ir.bounds import Ranges
from rubricc.compiler.ir.program import Guard, Indicator, Slot
from rubricc.compiler.scale.size import DIGITS, FACT, FACTORS, OF_QUOTIENTS, OF_ROWS, SMALL, digits_of
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import YESNO
from rubricc.dsl.mentions import divisors

NAMED = 28  # nodes of a line's value: what is longer has a name (three products of eight factors)
WRAPPED = 3  # nodes of a slot's denominator, where it is kept from being 0

# The factors of a denominator, by the term that was divided by: how often, and the nodes and digits of one.
Factors = Mapping[object, tuple[int, int, int]]


@frozen
class Size:
    """Bounds: nodes (0 for a number) and digits of the numerator; the factors and the constant of the denominator."""

    nodes: int
    digits: int = FACT
    factors: Factors = field(factory=dict)
    over: int = 1  # digits

    @property
    def below(self) -> tuple[int, int]:
        """Nodes and digits of the whole denominator."""
        if not self.factors:
            return 0, self.over
        nodes = sum(often * (each + 1) for often, each, _ in self.factors.values())
        return nodes, self.over + sum(often * digits for often, _, digits in self.factors.values())


FLAG = Size(1)


class Unsure(Exception):
    """It may be large, or its size is not known."""


class Estimate:
    """The sizes of a program's slots and sheets."""

    def __init__(self, slots: Mapping[str, Slot], ranges: Ranges) -> None:
        self.slots, self.ranges = slots, ranges
        self._known: dict[str, Size | None] = {}

    def is_small(self, sheet: Indicator) -> bool:
        """Whether no value of the sheet, nor of the slots that it reads, takes from the budget of its rubric."""
        lines: dict[str, Size] = {}
        try:
            for step in sheet.steps:
                if isinstance(step, Guard):
                    self._of(step.condition, lines)
                else:
                    size = self._of(step.term, lines)
                    lines[step.name] = Size(min(size.nodes, NAMED), size.digits, size.factors, size.over)
        except Unsure:
            return False
        return True

    def _named_slot(self, name: str) -> Size | None:
        if name not in self._known:
            slot = self.slots.get(name)
            try:
                self._known[name] = None if slot is None else self._slot(slot.term, name)
            except Unsure:
                self._known[name] = None
        return self._known[name]

    def _slot(self, term: t.Leaf, key: object) -> Size:
        if isinstance(term, t.Input):
            grid = Fraction(1) if term.kind.family == "count" else self.ranges.grid(term)
            if grid is not None:
                return Size(1, FACT, over=digits_of(grid.denominator))
            return Size(1, FACT, {key: (1, WRAPPED, FACT)})
        if not isinstance(term, t.Aggregate):  # the points of another item are a multiple of the grid
            return Size(1, FACT, over=FACT)
        self._all((x for x in (*term.guards, term.where) if x is not None), {})
        if term.body is None:
            return Size(1, FACT + OF_ROWS)
        if term.own is not None:
            self._all((*divisors(term.own), t.Compare(">", term.body, term.own, YESNO)), {})
            return Size(1, FACT + OF_ROWS)
        body = self._of(term.body, {})
        if not body.factors:
            return Size(1, FACT + body.digits + OF_ROWS, over=body.over + 1)
        digits = FACT + _digits([body]) + OF_QUOTIENTS
        return Size(1, digits, {key: (1, WRAPPED, digits)})

    def _of(self, term: t.Term, lines: Mapping[str, Size]) -> Size:
        size = self._size(term, lines)
        nodes, digits = size.below
        if size.nodes > SMALL or nodes > FACTORS - 2 or 2 * (size.digits + digits) > DIGITS:
            raise Unsure
        return size

    def _all(self, terms: Iterable[t.Term], lines: Mapping[str, Size]) -> list[Size]:
        return [self._of(x, lines) for x in terms]

    def _size(self, term: t.Term, lines: Mapping[str, Size]) -> Size:
        match term:
            case t.Const():
                return _constant(term.value) if isinstance(term.value, Fraction) else FLAG
            case t.Ref():
                size = lines.get(term.name) or self._named_slot(term.name)
                if size is None:
                    raise Unsure
                return size
            case t.Input() | t.Aggregate() | t.Points():
                return self._slot(term, term)
            case t.Chain():
                return self._chain(term, lines)
            case t.Compare():
                both = _together(self._all((term.left, term.right), lines))
                return Size(both.nodes, both.digits)
            case t.Logic() | t.Not():
                return _choice(FLAG, self._all(t.children(term), lines))
            case t.Select():
                values = self._all((*(v for _, v in term.arms), term.otherwise), lines)
                return _choice(_together(values), self._all((c for c, _ in term.arms), lines))
            case t.Pick():
                return _choice(_together(self._all(term.values, lines)), [self._of(term.index, lines)])
            case t.Extreme():
                return _together(self._all(term.operands, lines))
            case t.Rounded():
                grid = t.Const(term.grid, term.kind)
                return _whole(_quotient(self._of(term.operand, lines), grid, _constant(term.grid)))
            case t.Steps():
                size = self._of(term.size, lines)
                steps = _quotient(self._of(term.distance, lines), term.size, size)
                return _choice(steps, []) if term.partial == "pro rata" else _whole(steps)
            case t.DaysLate() | t.MonthsLate() | t.Elapsed() | t.Shifted():
                return _choice(Size(1, FACT), self._all(t.children(term), lines))
            case _:
                raise Unsure

    def _chain(self, term: t.Chain, lines: Mapping[str, Size]) -> Size:
        first = self._of(term.first, lines)
        if all(op in "+-" for op, _ in term.rest):
            return _together([first, *self._all((x for _, x in term.rest), lines)])
        for op, operand in term.rest:
            size = self._of(operand, lines)
            if op == "*":
                factors = _both(first.factors, size.factors)
                nodes = _product(first.nodes, size.nodes)
                first = Size(nodes, first.digits + size.digits, factors, first.over + size.over)
            elif op == "/":
                low = self.ranges.of(operand, {}).low
                first = _quotient(first, operand, size, 1 if low is not None and low >= 0 else 2)
            else:
                first = _together([first, size])
        return first


def _constant(value: Fraction) -> Size:
    return Size(0, digits_of(value.numerator) + 3, over=digits_of(value.denominator) + 3)


def _digits(sizes: Iterable[Size]) -> int:
    return sum(x.digits + x.below[1] for x in sizes)


def _product(left: int, right: int) -> int:
    """Nodes of a product; those of a number are 0. What has several terms may be multiplied out, at most into four."""
    if not left or not right:
        return left + right
    if left == right == 1:
        return 3
    return left + right + 8 if 1 in (left, right) else 4 * (left + right) + 5


def _both(left: Factors, right: Factors) -> Factors:
    """All factors of both."""
    found = dict(left)
    for key, (often, nodes, digits) in right.items():
        found[key] = (found[key][0] + often if key in found else often, nodes, digits)
    return found


def _together(sizes: list[Size]) -> Size:
    """Values over a common denominator: a sum, a choice, a comparison."""
    factors: dict[object, tuple[int, int, int]] = {}
    for size in sizes:
        for key, (often, nodes, digits) in size.factors.items():
            factors[key] = (max(often, factors[key][0]) if key in factors else often, nodes, digits)
    if len(factors) > FACTORS:
        raise Unsure
    over = sum(x.over for x in sizes)
    nodes, most = 1, 0
    for size in sizes:
        below, digits = _missing(size, factors) if factors else (0, 1)
        nodes += 1 + _product(size.nodes or 1, below) if below else 1 + size.nodes
        most = max(most, size.digits + digits)
    return Size(nodes, most + over + len(sizes), factors, over)


def _missing(size: Size, factors: Factors) -> tuple[int, int]:
    """Nodes and digits of the factors that a denominator is multiplied with to become the common one."""
    less = {key: size.factors.get(key, (0,))[0] for key in factors}
    return Size(0, 0, {key: (n - less[key], nodes, each) for key, (n, nodes, each) in factors.items()}).below


def _choice(values: Size, conditions: list[Size]) -> Size:
    """Values among which conditions choose; a condition may be turned round."""
    nodes = values.nodes + 3 + 2 * sum(x.nodes for x in conditions)
    return Size(nodes, values.digits + _digits(conditions), values.factors, values.over)


def _quotient(left: Size, divisor: object, right: Size, often: int = 1) -> Size:
    """left / right. A divisor whose sign is not known stands twice below, and once above."""
    above = _product(left.nodes, right.below[0])
    digits = left.digits + often * (right.digits + right.below[1])
    over = left.over + right.digits + right.below[1]
    if not right.nodes:
        return Size(above, digits, left.factors, over)
    factors = _both(left.factors, {divisor: (often, right.nodes + 1, right.digits)})
    return Size(above if often == 1 else _product(above, right.nodes), digits, factors, over)


def _whole(quotient: Size) -> Size:
    """Rounded to a whole number: both parts stand in one expression."""
    nodes, digits = quotient.below
    return Size(quotient.nodes + 2 * nodes + 6, quotient.digits + digits + 2)
