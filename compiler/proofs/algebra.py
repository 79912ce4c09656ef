"""Weights by exact algebra: the sums of a rubric once more, with sympy where a weight is a symbol.

Assumes a program, with or without errors. Guarantees: expressions are built from symbols `s0`, `s1` … and rationals,
never from text; an answer is exact. A weight that is written as a formula of parameters enters as that formula, with a
symbol for each parameter, so that a sum may hold whatever the parameters are. A sum with a weight that is not known yet
(`weight ?`) is neither right nor wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from math import lcm

from attrs import frozen

from rubricc.compiler.ir.program import Group, Item, Program
from rubricc.dsl import terms as t
from rubricc.dsl.diagnostics.model import Diagnostic

WEIGHTS = ("RB4001", "RB4002")  # what the pass says where a sum is wrong


@frozen
class Sum:
    """One sum of a rubric: `holds` is None where a weight in it is not known."""

    title: str
    holds: bool | None
    over: Fraction  # what the parts have more than the whole
    always: bool  # whatever the parameters are


@frozen
class Weighed:
    """A weight, and the formula of parameters that it is written as."""

    weight: Fraction
    given: t.Term | None


def verify_weights(program: Program) -> tuple[Sum, ...]:
    """Every group against its children, and the total against the top level."""
    values = {p.name: p.value.value for p in program.params if isinstance(p.value.value, Fraction)}
    return tuple(_sum(title, weights, values) for title, weights in _sums(program))


def disagreements(program: Program, findings: Iterable[Diagnostic]) -> tuple[str, ...]:
    """Where the algebra and the findings of the pass differ; there is none unless rubricc is at fault."""
    wrong = sum(each.holds is False for each in verify_weights(program))
    said = sum(1 + ("above" in each.args) for each in findings if each.code in WEIGHTS)  # one slip, two sums
    return () if wrong == said else (f"algebra: {wrong} wrong sums; found: {said}",)


def _sum(title: str, weights: tuple[Weighed, ...], values: Mapping[str, Fraction]) -> Sum:
    """The parts less the whole, which stands first; a weight of 0 is one that is not known."""
    if any(w.given is not None or not w.weight for w in weights):
        return _symbolic(title, weights, values)
    below = lcm(*(w.weight.denominator for w in weights))
    whole, *parts = (w.weight.numerator * (below // w.weight.denominator) for w in weights)
    above = sum(parts) - whole
    return Sum(title, above == 0, Fraction(above, below), above == 0)


def _symbolic(title: str, weights: tuple[Weighed, ...], values: Mapping[str, Fraction]) -> Sum:
    """`s1 + s2 + … − s0` with the weights put in that are known, first as they are written, then as numbers."""
    from rubricc.compiler.formulas.symbolic import formula_of_numbers, number, symbols

    whole, *parts = names = symbols(len(weights))
    params = dict(zip(values, symbols(len(values), "p"), strict=True))
    written = {
        s: formula_of_numbers(w.given or w.weight, params)
        for s, w in zip(names, weights, strict=True)
        if w.weight
    }
    general = (sum(parts) - whole).subs(written).expand()
    rest = general.subs({params[name]: number(value) for name, value in values.items()}).expand()
    if rest.free_symbols:
        return Sum(title, None, Fraction(0), False)
    return Sum(title, bool(rest == 0), Fraction(int(rest.p), int(rest.q)), bool(general == 0))


def _sums(program: Program) -> Iterator[tuple[str, tuple[Weighed, ...]]]:
    if program.total is not None and program.items:
        counted = [item for item in program.items if not (isinstance(item, Group) and item.special)]
        yield "", (Weighed(program.total, program.total_given), *map(_weighed, counted))
    for item in program.items:
        yield from _below(item)


def _below(item: Item) -> Iterator[tuple[str, tuple[Weighed, ...]]]:
    if isinstance(item, Group):
        if item.combine == "sum" and not item.special:
            yield item.title, (_weighed(item), *map(_weighed, item.children))
        for child in item.children:
            yield from _below(child)


def _weighed(item: Item) -> Weighed:
    return Weighed(item.weight, item.weight_given)
