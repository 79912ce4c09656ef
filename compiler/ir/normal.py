"""Whole-number expressions in their normal form: constants folded, equal terms collected, common factors cancelled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import gcd
from typing import Literal as OneOf

from rubricc.compiler.ir.scaled import (
    FALSE,
    FLIPPED,
    ONE,
    TRUE,
    ZERO,
    Among,
    CeilDiv,
    Compare,
    Expr,
    Extreme,
    Flag,
    FloorDiv,
    If,
    Int,
    Linear,
    Literal,
    Logic,
    Not,
    Product,
    RoundDiv,
    parts,
)
from rubricc.dsl.nodes import Comparison, Rounding

LONG = 60  # what is longer, in figures and names, is not multiplied out

# ── arithmetic ──


def linear(terms: Iterable[tuple[int, Expr]], constant: int = 0) -> Expr:
    """The sum of the terms, each with its factor, and a constant."""
    sums: dict[Expr, int] = {}
    for factor, term in terms:
        if isinstance(term, Int):
            constant += factor * term.value
        elif isinstance(term, Linear):
            constant += factor * term.constant
            for inner, atom in term.terms:
                sums[atom] = sums.get(atom, 0) + factor * inner
        else:
            sums[term] = sums.get(term, 0) + factor
    kept = tuple((factor, atom) for atom, factor in sums.items() if factor)
    if not kept:
        return Int(constant)
    if len(kept) == 1 and kept[0][0] == 1 and not constant:
        return kept[0][1]
    return Linear(kept, constant)


def scaled(expr: Expr, factor: int) -> Expr:
    """factor · expr."""
    if factor == 1:
        return expr
    if isinstance(expr, Int):
        return Int(factor * expr.value)
    return linear([(factor, expr)])


def negated(expr: Expr) -> Expr:
    return scaled(expr, -1)


def times(left: Expr, right: Expr) -> Expr:
    """The product; short sums are multiplied out, so that equal terms meet."""
    if isinstance(left, Int):
        return scaled(right, left.value)
    if isinstance(right, Int):
        return scaled(left, right.value)
    ours, theirs = _terms(left), _terms(right)
    if len(ours) * len(theirs) > 4 or is_long(left, len(theirs)) or is_long(right, len(ours)):
        return _product(left, right)
    return linear([(a * b, _product(x, y)) for a, x in ours for b, y in theirs])


def is_long(expr: Expr, times: int) -> bool:
    """Whether an expression is too long to be written down so many times."""
    left = LONG // times
    todo = [expr]
    while todo and left >= 0:
        one = todo.pop()
        left -= 1
        todo += parts(one)
    return left < 0


def _terms(expr: Expr) -> list[tuple[int, Expr]]:
    """The terms of a sum, the constant as one of them."""
    if not isinstance(expr, Linear):
        return [(1, expr)]
    return [*expr.terms, (expr.constant, ONE)] if expr.constant else list(expr.terms)


def _product(left: Expr, right: Expr) -> Expr:
    factors = tuple(f for e in (left, right) if e != ONE for f in factors_of(e))
    return factors[0] if len(factors) == 1 else Product(factors) if factors else ONE


def factors_of(expr: Expr) -> tuple[Expr, ...]:
    return expr.factors if isinstance(expr, Product) else (expr,)


def content(expr: Expr) -> int:
    """The greatest number that divides the expression whatever its variables are; 0 for 0."""
    if isinstance(expr, Int):
        return abs(expr.value)
    if isinstance(expr, Linear):
        return gcd(expr.constant, *(factor for factor, _ in expr.terms))
    return 1


def without(expr: Expr, divisor: int) -> Expr:
    """The expression divided by a number that divides its content."""
    if divisor == 1:
        return expr
    if isinstance(expr, Int):
        return Int(expr.value // divisor)
    assert isinstance(expr, Linear)
    return linear([(factor // divisor, term) for factor, term in expr.terms], expr.constant // divisor)


def floor_div(dividend: Expr, divisor: Expr) -> Expr:
    return _div(FloorDiv, dividend, divisor)


def ceil_div(dividend: Expr, divisor: Expr) -> Expr:
    return _div(CeilDiv, dividend, divisor)


def _div(form: type[FloorDiv] | type[CeilDiv], dividend: Expr, divisor: Expr) -> Expr:
    dividend, divisor = cancelled(dividend, divisor)
    if divisor == ONE:
        return dividend
    if isinstance(dividend, Int) and isinstance(divisor, Int):
        n, d = dividend.value, divisor.value
        return Int(n // d if form is FloorDiv else -(-n // d))
    return form(dividend, divisor)


def cancelled(left: Expr, right: Expr) -> tuple[Expr, Expr]:
    """Both without their common constant factor."""
    common = gcd(content(left), content(right))
    return (left, right) if common <= 1 else (without(left, common), without(right, common))


def round_div(dividend: Expr, divisor: Expr, mode: Rounding, *, never_negative: bool) -> Expr:
    """dividend / divisor as a whole number, rounded as `runtime.exact.round_to` does."""
    dividend, divisor = cancelled(dividend, divisor)
    if divisor == ONE:
        return dividend
    if isinstance(dividend, Int):
        never_negative = dividend.value >= 0
    if not never_negative or mode == "half even":
        return RoundDiv(dividend, divisor, mode)
    if mode == "half up":
        twice = linear([(2, dividend), (1, divisor)])
        return floor_div(twice, scaled(divisor, 2))
    return ceil_div(dividend, divisor) if mode == "up" else floor_div(dividend, divisor)


def extreme(which: OneOf["min", "max"], operands: Sequence[Expr]) -> Expr:
    """The least or greatest, with a common factor in front and constants taken together."""
    common = 1 if any(isinstance(o, Int) for o in operands) else gcd(*map(content, operands))
    if common > 1:
        operands = [without(o, common) for o in operands]
    numbers = [o.value for o in operands if isinstance(o, Int)]
    kept: list[Expr] = [o for o in dict.fromkeys(operands) if not isinstance(o, Int)]
    if numbers:
        kept.insert(0, Int(min(numbers) if which == "min" else max(numbers)))
    return scaled(kept[0] if len(kept) == 1 else Extreme(which, tuple(kept)), max(common, 1))


def choose(arms: Iterable[tuple[Expr, Expr]], otherwise: Expr) -> Expr:
    """The value of the first arm whose condition holds, of any one kind of value."""
    kept: list[tuple[Expr, Expr]] = []
    for condition, value in arms:
        if condition == TRUE:
            otherwise = value
            break
        if condition != FALSE:
            kept.append((condition, value))
    while kept and kept[-1][1] == otherwise:
        kept.pop()
    if not kept:
        return otherwise
    if len(kept) == 1:
        condition, then = kept[0]
        if otherwise == ZERO and isinstance(then, Int):
            return scaled(Flag(condition), then.value)
        if then == ZERO and isinstance(otherwise, Int):
            return scaled(Flag(negation(condition)), otherwise.value)
    return If(tuple(kept), otherwise)


# ── conditions ──


def compare(op: Comparison, left: Expr, right: Expr) -> Expr:
    """A comparison of whole numbers. Common factors go, unless the figures are as small as percentages anyway."""
    if isinstance(left, Int) and isinstance(right, Int):
        return Literal(_holds(op, left.value, right.value))
    if max(_largest(left), _largest(right)) > 100:
        left, right = cancelled(left, right)
    return Compare(op, left, right)


def _largest(expr: Expr) -> int:
    if isinstance(expr, Linear):
        return max(abs(expr.constant), *(abs(factor) for factor, _ in expr.terms))
    return abs(expr.value) if isinstance(expr, Int) else 1


def _holds(op: Comparison, left: int, right: int) -> bool:
    order = (left > right) - (left < right)
    return {
        "<": order < 0,
        "<=": order <= 0,
        ">": order > 0,
        ">=": order >= 0,
        "=": order == 0,
        "!=": order != 0,
    }[op]


def equal(op: Comparison, left: Expr, right: Expr) -> Expr:
    """A comparison of texts or dates."""
    if isinstance(left, Literal) and isinstance(right, Literal):
        a, b = left.value, right.value
        order = (a > b) - (a < b)  # type: ignore[operator]  # both are of one kind
        return Literal(_holds(op, order, 0))
    return Compare(op, left, right)


def negation(condition: Expr) -> Expr:
    match condition:
        case Literal():
            return Literal(not condition.value)
        case Compare():
            return Compare(FLIPPED[condition.op], condition.left, condition.right)
        case Not():
            return condition.operand
    return Not(condition)


def logic(op: OneOf["and", "or"], operands: Iterable[Expr]) -> Expr:
    """All or any of the conditions; a text that equals one of several is one test."""
    ends = op == "or"  # the operand value that decides at once
    kept: list[Expr] = []
    for operand in operands:
        if isinstance(operand, Literal):
            if operand.value is ends:
                kept.append(operand)
                break
            continue
        if op == "or" and kept and (joined := _among(kept[-1], operand)):
            kept[-1] = joined
        else:
            kept += operand.operands if isinstance(operand, Logic) and operand.op == op else (operand,)
    if not kept:
        return Literal(not ends)
    return kept[0] if len(kept) == 1 else Logic(op, tuple(kept))


def _among(left: Expr, right: Expr) -> Among | None:
    ours, theirs = _one_of(left), _one_of(right)
    return Among(ours[0], ours[1] + theirs[1]) if ours and theirs and ours[0] == theirs[0] else None


def _one_of(expr: Expr) -> tuple[Expr, tuple[Literal, ...]] | None:
    if isinstance(expr, Among):
        return expr.operand, expr.values
    if isinstance(expr, Compare) and expr.op == "=" and isinstance(expr.right, Literal):
        return expr.left, (expr.right,)
    return None
