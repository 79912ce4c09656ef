"""Weights by exact algebra: the sums of a rubric once more, with sympy. The only module that imports sympy.

Assumes a program, with or without errors. Guarantees: expressions are built from symbols `s0`, `s1` … and rationals,
never from text; an answer is exact. A sum with a weight that is not known yet (`weight ?`)
is neither right nor wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import lcm

from attrs import frozen

from rubricc.compiler.ir.program import Group, Item, Program
from rubricc.dsl.diagnostics.model import Diagnostic

WEIGHTS = ("RB4001", "RB4002")  # what the pass says where a sum is wrong


@frozen
class Sum:
    """One sum of a rubric: `holds` is None where a weight in it is not known."""

    title: str
    holds: bool | None
    over: Fraction  # what the parts have more than the whole


def verify_weights(program: Program) -> tuple[Sum, ...]:
    """Every group against its children, and the total against the top level."""
    return tuple(_sum(title, whole, parts) for title, whole, parts in _sums(program))


def disagreements(program: Program, findings: Iterable[Diagnostic]) -> tuple[str, ...]:
    """Where the algebra and the findings of the pass differ; there is none unless rubricc is at fault."""
    wrong = sum(each.holds is False for each in verify_weights(program))
    said = sum(each.code in WEIGHTS for each in findings)
    return () if wrong == said else (f"algebra: {wrong} wrong sums; found: {said}",)


def _sum(title: str, whole: Fraction, parts: tuple[Fraction, ...]) -> Sum:
    """The parts less the whole; a weight of 0 is one that is not known."""
    if whole and all(parts):
        below = lcm(*(w.denominator for w in (whole, *parts)))
        above = sum(w.numerator * (below // w.denominator) for w in parts)
        above -= whole.numerator * (below // whole.denominator)
        return Sum(title, above == 0, Fraction(above, below))
    return _symbolic(title, whole, parts)


def _symbolic(title: str, whole: Fraction, parts: tuple[Fraction, ...]) -> Sum:
    """`s1 + s2 + … − s0` with the weights put in that are known."""
    import sympy

    symbols = sympy.symbols(f"s0:{len(parts) + 1}")
    known = {
        s: sympy.Rational(w.numerator, w.denominator)
        for s, w in zip(symbols, (whole, *parts), strict=True)
        if w
    }
    rest = sympy.expand((sympy.Add(*symbols[1:]) - symbols[0]).subs(known))
    if rest.free_symbols:
        return Sum(title, None, Fraction(0))
    return Sum(title, bool(rest == 0), Fraction(int(rest.p), int(rest.q)))


def _sums(program: Program) -> Iterator[tuple[str, Fraction, tuple[Fraction, ...]]]:
    if program.total is not None and program.items:
        yield "", program.total, tuple(item.weight for item in program.items)
    for item in program.items:
        yield from _below(item)


def _below(item: Item) -> Iterator[tuple[str, Fraction, tuple[Fraction, ...]]]:
    if isinstance(item, Group):
        yield item.title, item.weight, tuple(child.weight for child in item.children)
        for child in item.children:
            yield from _below(child)
