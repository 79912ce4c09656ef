"""Terms said with less: the same value for all facts, in the few forms that a formula is written in.

No distance of steps is negative, positions become cases, and what cannot matter is left out: limits that no facts
reach, factors of 1, rounding of what lies on the grid. Tests hold the values against those of the interpreter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import gcd
from typing import Literal, TypeAlias

from attrs import evolve

from rubricc.compiler.ir.bounds import Bounds, Ranges, union
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import NUMBER, YESNO

Sign: TypeAlias = Literal["+", "-", "*", "/"]
ZERO, ONE = t.Const(Fraction(0), NUMBER), t.Const(Fraction(1), NUMBER)
YES, NO = t.Const(True, YESNO), t.Const(False, YESNO)


class Plain:
    """Terms of lines, one after the other, and what is known of those before."""

    def __init__(self, ranges: Ranges) -> None:
        self.ranges = ranges
        self.lines: dict[str, t.Term] = {}
        self.bounds: dict[str, Bounds] = {}
        self.grids: dict[str, Fraction | None] = {}

    def add(self, name: str, term: t.Term) -> t.Term:
        """The term of a line."""
        self.lines[name] = term = self.of(term)
        self.bounds[name] = self.between(term, self.bounds)
        self.grids[name] = self.grid(term)
        return term

    def of(self, term: t.Term) -> t.Term:
        if isinstance(term, t.Leaf | t.OfRow) and not isinstance(term, t.Aggregate):
            return term
        term = t.rebuilt(term, self.of)
        match term:
            case t.Steps():
                return self._steps(term)
            case t.Extreme():
                return self._extreme(term)
            case t.Pick(t.Ref(name)) if isinstance(cases := self.lines.get(name), t.Select):
                return shorter(picked(evolve(term, index=cases)))
            case t.Rounded() if _is_on(self.grid(term.operand), term.grid):
                return term.operand
            case t.Compare(op="=" | "!=", right=t.Const(bool() as yes)):
                return term.left if yes is (term.op == "=") else t.Not(term.left, YESNO)
            case t.Select(kind=kind) if kind.family == "yesno":
                return decided(term)
        return shorter(term)

    # ── what is known ──

    def between(self, term: t.Term, env: Mapping[str, Bounds]) -> Bounds:
        """The bounds of a term: of cases, each where its condition holds."""
        if not isinstance(term, t.Select):
            return self.ranges.of(term, env)
        found: list[Bounds] = []
        for condition, value in term.arms:
            found.append(self.between(value, self._given(condition, True, env)))
            env = self._given(condition, False, env)
        return union([*found, self.between(term.otherwise, env)])

    def _given(self, condition: t.Term, holds: bool, env: Mapping[str, Bounds]) -> Mapping[str, Bounds]:
        match condition:
            case t.Logic(op=op, operands=operands) if (op == "and") is holds:
                for one in operands:
                    env = self._given(one, holds, env)
            case t.Not():
                return self._given(condition.operand, not holds, env)
            case t.Compare(left=t.Ref() as ref, right=t.Const(Fraction() as value), op=op):
                known = self.ranges.of(ref, env)
                low, high = known.low, known.high
                if op in (">=", ">", "=") if holds else op in ("<", "<="):
                    low = value if low is None else max(low, value)
                if op in ("<=", "<", "=") if holds else op in (">", ">="):
                    high = value if high is None else min(high, value)
                return {**env, ref.name: Bounds(low, high)}
        return env

    def grid(self, term: t.Term) -> Fraction | None:
        """Of what every value of a term is a multiple, as far as that is known; 0 is a multiple of all."""
        match term:
            case t.Const(Fraction() as value):
                return abs(value)
            case t.Ref(name) if name in self.grids:
                return self.grids[name]
            case t.Chain():
                return self._grid_of_chain(term)
            case t.Extreme():
                return _common(map(self.grid, term.operands))
            case t.Select():
                return _common(map(self.grid, (*(v for _, v in term.arms), term.otherwise)))
            case t.Steps() if term.partial != "pro rata":
                return Fraction(1)
            case t.DaysLate() | t.MonthsLate():
                return Fraction(1)
        return self.ranges.grid(term)

    def _grid_of_chain(self, term: t.Chain) -> Fraction | None:
        found = self.grid(term.first)
        for op, operand in term.rest:
            other = self.grid(operand)
            if op in "+-":
                found = _common((found, other))
            elif found is None or other is None:
                return None
            elif op == "*":
                found *= other
            elif not isinstance(operand, t.Const) or not other:
                return None
            else:
                found /= other
        return found

    # ── what is left out ──

    def _steps(self, term: t.Steps) -> t.Term:
        """With a distance that is never negative: nothing but a quotient, rounded up or down where it need be."""
        low = self.between(term.distance, self.bounds).low
        distance = term.distance
        if low is None or low < 0:
            distance = t.Extreme("max", (ZERO, distance), distance.kind)
        steps = shorter(t.Chain(distance, (("/", term.size),), NUMBER))
        whole = term.partial == "pro rata" or _is_on(self.grid(steps), Fraction(1))
        return steps if whole else evolve(term, distance=distance)

    def _extreme(self, term: t.Extreme) -> t.Term:
        """Without the operands that another one beats whatever the facts are."""
        flat: list[t.Term] = []
        for one in term.operands:
            alike = isinstance(one, t.Extreme) and one.which == term.which
            flat += t.children(one) if alike else (one,)
        bounds = [self.between(one, self.bounds) for one in flat]
        kept: list[int] = []
        for at in range(len(flat)):
            others = (*kept, *range(at + 1, len(flat)))
            if not any(_beats(term.which, bounds[other], bounds[at]) for other in others):
                kept.append(at)
        if len(kept) == 1:
            return flat[kept[0]]
        constants_first = sorted((flat[at] for at in kept), key=lambda one: not isinstance(one, t.Const))
        return evolve(term, operands=tuple(constants_first))


def _common(grids: Iterable[Fraction | None]) -> Fraction | None:
    """What all are multiples of, if they are of something."""
    found = Fraction(0)
    for grid in grids:
        if grid is None:
            return None
        below = found.denominator * grid.denominator
        found = Fraction(gcd(int(found * below), int(grid * below)), below)
    return found


def _is_on(grid: Fraction | None, of: Fraction) -> bool:
    return grid is not None and (grid / of).denominator == 1


def _beats(which: str, one: Bounds, other: Bounds) -> bool:
    """Whether the one is never worse than the other."""
    if which == "max":
        return one.low is not None and other.high is not None and one.low >= other.high
    return one.high is not None and other.low is not None and one.high <= other.low


def is_number(term: t.Term, number: int) -> bool:
    """Whether a term is this number, and no parameter that happens to be."""
    return isinstance(term, t.Const) and term.given is None and term.value == Fraction(number)


def holds(condition: t.Term) -> t.Select:
    """1 where a condition holds, else 0: `[C]`."""
    return t.Select(((condition, ONE),), ZERO, NUMBER)


def is_holds(term: t.Term) -> bool:
    return (
        isinstance(term, t.Select)
        and len(term.arms) == 1
        and is_number(term.arms[0][1], 1)
        and is_number(term.otherwise, 0)
    )


def decided(term: t.Select) -> t.Term:
    """A choice between conditions, as a condition."""
    found = term.otherwise
    for condition, value in reversed(term.arms):
        if value == found:
            continue
        if value == YES:
            found = YES if _excludes(condition, found) else _logic("or", condition, found)
        elif value == NO:
            found = _logic("and", t.Not(condition, YESNO), found)
        else:
            here, there = _logic("and", condition, value), _logic("and", t.Not(condition, YESNO), found)
            found = _logic("or", here, there)
    return found


def never_zero(condition: t.Term) -> t.Term:
    """That a choice of divisors is not 0, as a condition without a choice: `C or X ≠ 0`."""
    match condition:
        case t.Compare(op="!=", left=t.Const(value)):
            return YES if value else NO
        case t.Compare(op="!=", left=t.Select(arms=arms, otherwise=otherwise) as choice, right=zero):
            of = [(c, never_zero(evolve(condition, left=v))) for c, v in arms]
            last = never_zero(evolve(condition, left=otherwise, right=zero))
            return decided(evolve(choice, arms=tuple(of), otherwise=last))
    return condition


def _logic(op: Literal["and", "or"], *operands: t.Term) -> t.Term:
    """Without operands that change nothing; one that decides stands alone."""
    idle, decides = (YES, NO) if op == "and" else (NO, YES)
    if decides in operands:
        return decides
    kept = tuple(one for one in operands if one != idle)
    return t.Logic(op, kept, YESNO) if len(kept) > 1 else (kept or (idle,))[0]


def _excludes(condition: t.Term, other: t.Term) -> bool:
    """Whether one of two conditions always holds: `x = 0`, `x ≠ 0`."""
    match condition, other:
        case t.Compare(op="="), t.Compare(op="!="):
            return (condition.left, condition.right) == (other.left, other.right)
    return False


def shorter(term: t.Term) -> t.Term:
    """A sum or product without what changes nothing; a position as the cases that it stands for."""
    match term:
        case t.Chain():
            return _chain(term)
        case t.Pick(t.Const(Fraction() as at), values):
            return values[int(at)]
        case t.Pick(t.Select()):
            return shorter(picked(term))
        case t.Select():
            return _select(term)
    return term


def _chain(term: t.Chain) -> t.Term:
    first, rest = term.first, [x for x in term.rest if not _is_idle(*x)]
    idle = {"*": 1, "+": 0}.get(rest[0][0]) if rest else None
    if idle is not None and is_number(first, idle):
        first, rest = rest[0][1], rest[1:]
    if isinstance(first, t.Chain) and rest and _is_sum(first) == (rest[0][0] in "+-"):
        rest = [*first.rest, *rest]  # from the left, as it is
        first = first.first
    flat: list[tuple[Sign, t.Term]] = []
    for op, operand in rest:
        if isinstance(operand, t.Chain) and op == ("+" if _is_sum(operand) else "*"):
            flat += [(op, operand.first), *operand.rest]
        else:
            flat.append((op, operand))
    return evolve(term, first=first, rest=tuple(flat)) if flat else first


def _is_sum(term: t.Chain) -> bool:
    return term.rest[0][0] in "+-"


def _is_idle(op: str, operand: t.Term) -> bool:
    return is_number(operand, 1 if op in "*/" else 0)


def picked(term: t.Pick) -> t.Select:
    """The value at a position, by the conditions that lead there."""
    index = term.index
    if isinstance(index, t.Select) and isinstance(index.otherwise, t.Const):
        places = [v for _, v in index.arms if isinstance(v, t.Const)]
        if len(places) == len(index.arms):
            values = [term.values[_place(v)] for v in (*places, index.otherwise)]
            arms = tuple(zip((c for c, _ in index.arms), values, strict=False))
            return t.Select(arms, values[-1], term.kind)
    at = [t.Const(Fraction(number), NUMBER) for number in range(len(term.values) - 1)]
    is_at = [t.Compare("=", index, one, YESNO) for one in at]
    return t.Select(tuple(zip(is_at, term.values[:-1], strict=True)), term.values[-1], term.kind)


def _place(term: t.Const) -> int:
    assert isinstance(term.value, Fraction)
    return int(term.value)


def _select(term: t.Select) -> t.Term:
    """Without cases after one that always holds, and without last cases that give what all others get."""
    arms: list[tuple[t.Term, t.Term]] = []
    otherwise = term.otherwise
    for condition, value in term.arms:
        if condition == NO:
            continue
        if condition == YES:
            otherwise = value
            break
        arms.append((condition, value))
    while arms and arms[-1][1] == otherwise:
        arms.pop()
    return evolve(term, arms=tuple(arms), otherwise=otherwise) if arms else otherwise
