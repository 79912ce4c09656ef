"""A column of which rows fulfil conditions: in how many rows they can hold, and the smallest changes for that.

Every row is changed for itself, so the least that several rows cost is the sum of what each costs; what the rows come
to together is walked through row by row, with the least cost of every combination of counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from attrs import frozen

from rubricc.compiler.evaluation import Evaluation
from rubricc.compiler.proofs.functions import Functions
from rubricc.compiler.proofs.intervals import Domain, Interval
from rubricc.compiler.proofs.pieces import TRUE, Fixed, Function, Unknown
from rubricc.compiler.runtime.exact import Value
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.why.facts import Fact, Facts, share
from rubricc.compiler.why.residual import OPEN, Residual
from rubricc.dsl import terms as t

STATES = 4_000  # combinations of counts
Changes = tuple[tuple[Fact, Value], ...]
Way = tuple[Mapping[str, Value], Fraction, Changes]


@frozen
class Choice:
    """One way to leave a row: which slots count it, and what that costs."""

    held: tuple[bool, ...]
    cost: Fraction
    change: Changes


@frozen
class Column:
    """The slots that count rows by a column, with the ways to leave every row."""

    term: t.Input
    slots: tuple[str, ...]
    fixed: tuple[int, ...]  # rows that are counted and not changed
    rows: tuple[tuple[Choice, ...], ...]

    def ways(self) -> Iterator[Way]:
        """Every combination of counts that the rows can come to, with the least change for it."""
        states: dict[tuple[int, ...], tuple[Fraction, int, Changes]] = {self.fixed: (Fraction(0), 0, ())}
        for row in self.rows:
            following: dict[tuple[int, ...], tuple[Fraction, int, Changes]] = {}
            for counts, (cost, many, changes) in states.items():
                for choice in row:
                    after = tuple(n + held for n, held in zip(counts, choice.held, strict=True))
                    best = (cost + choice.cost, many + len(choice.change), (*changes, *choice.change))
                    if after not in following or best[:2] < following[after][:2]:
                        following[after] = best
            if len(following) > STATES:
                raise Unknown("pieces")
            states = following
        for counts, (cost, _, changes) in states.items():
            yield dict(zip(self.slots, counts, strict=True)), cost, changes


def columns_of(
    facts: Facts, bound: Bound, reading: Mapping[str, t.Leaf], block: str, name: str
) -> Column | None:
    """A column that slots read to count rows, each row for itself; None where it is read in another way."""
    if not all(_counts(term, block, name) for term in reading.values()):
        return None
    rows: list[tuple[Choice, ...]] = []
    for at in range(len(bound.values[block])):
        fact = facts.of((block, at, name))
        if fact is None:
            return None
        rows.append(_choices(fact, bound, list(reading.values())))
    term = next(x for each in reading.values() for x in _inputs(each) if (x.block, x.name) == (block, name))
    return Column(term, tuple(reading), tuple(0 for _ in reading), tuple(rows))


def _counts(term: t.Leaf, block: str, name: str) -> bool:
    """Whether a slot counts rows of the table, each by its own facts."""
    return (
        isinstance(term, t.Aggregate)
        and (term.operation, term.block, term.own) == ("count", block, None)
        and term.where is not None
        and not term.guards
        and not _beyond(term.where, block, name)
    )


def _beyond(term: t.Term, block: str, name: str) -> bool:
    """Whether a condition reads the column in other rows than its own."""
    if isinstance(term, t.Earlier | t.Streak | t.Aggregate):
        return any((x.block, x.name) == (block, name) for x in _inputs(term))
    return any(_beyond(child, block, name) for child in t.children(term))


def _choices(fact: Fact, bound: Bound, reading: list[t.Leaf]) -> tuple[Choice, ...]:
    """For everything that a row can be counted as, the smallest change of its fact."""
    at, rows = fact.cell[1], len(bound.values[fact.cell[0]])
    inside = [isinstance(x, t.Aggregate) and not (x.last and at < rows - x.last) for x in reading]
    wheres = [x.where for x in reading if isinstance(x, t.Aggregate) and x.where is not None]
    residual = Residual(bound, fact.cell)
    left = [residual.of(where, fact.cell[0], at) for where in wheres]
    found: dict[tuple[bool, ...], Choice] = {}
    for value in _values(fact, left):
        known = {OPEN: value}
        holds = tuple(
            counted and bool(Evaluation({}, known).value(term))
            for counted, term in zip(inside, left, strict=True)
        )
        cost = Fraction(0) if value == fact.value else share(fact.value, value)
        if holds not in found or cost < found[holds].cost:
            found[holds] = Choice(holds, cost, () if value == fact.value else ((fact, value),))
    return tuple(found.values())


def _values(fact: Fact, conditions: list[t.Term]) -> Iterator[Value]:
    """Values among which are the nearest for everything that the conditions can come to."""
    yield fact.value
    if fact.domain is None:
        yield from fact.labels
        return
    for piece in _joint(fact.domain, conditions):
        for side in (Interval(None, fact.at), Interval(fact.at, None)):
            part = fact.domain.clip(piece.interval, side)
            if part is not None:
                x = part.high if side.low is None else part.low
                assert x is not None
                yield fact.fact(x)


def _joint(domain: Domain, conditions: list[t.Term]) -> Function:
    """The conditions together as one function of the open fact."""
    functions = Functions.of(OPEN, domain, {})
    algebra = functions.algebra
    joint: Function = algebra.everywhere(Fixed(""))
    for condition in conditions:
        truth = functions.value(condition)
        joint = algebra.join(
            joint, truth, lambda i, a, b: [(i, Fixed(f"{a.at(Fraction(0))}{'+' if b == TRUE else '-'}"))]
        )
    return joint


def _inputs(term: t.Term) -> Iterator[t.Input]:
    if isinstance(term, t.Input):
        yield term
    for child in t.children(term):
        yield from _inputs(child)
