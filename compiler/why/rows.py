"""The rows of a table that slots count, add up or go along: what each may be instead, and the smallest changes of all.

Every row is changed for itself (one column of it, or the row is taken away), so the least that several rows cost is the
sum of what each costs; what the rows come to together is walked through row by row, with the least cost of every
combination of sums and longest runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from rubricc.compiler.evaluation import Evaluation
from rubricc.compiler.proofs.functions import Functions
from rubricc.compiler.proofs.intervals import Domain, Interval
from rubricc.compiler.proofs.pieces import TRUE, Fixed, Function, Unknown
from rubricc.compiler.runtime.exact import Value, whole
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.why.facts import GONE, Cell, Fact, Facts, share
from rubricc.compiler.why.residual import OPEN, Residual
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import COUNT

STATES = 4_000  # combinations of sums
Sums = tuple[Fraction, ...]
SoFar = tuple[Fraction, Fraction]  # the sum, or the longest run, and the run that the last row is in
State = tuple[SoFar, ...]
Changes = tuple[tuple[Cell, Value, Value], ...]  # before and after
Way = tuple[Mapping[str, Value], Fraction, Changes]


@frozen
class Choice:
    """One way to leave a row: what it adds to every slot (to a run: 1, or it ends), and what that costs."""

    adds: Sums
    cost: Fraction
    change: Changes


@frozen
class Rows:
    """The slots that go through the rows, with the ways to leave each. `term` is the column, or the number of rows;
    slots in `runs` are as long as the longest run of rows, the others are sums."""

    term: t.Input | t.Aggregate
    slots: tuple[str, ...]
    choices: tuple[tuple[Choice, ...], ...]
    runs: frozenset[str] = frozenset()

    def ways(self) -> Iterator[Way]:
        """Every combination of sums that the rows can come to, with the least change for it."""
        start = tuple((Fraction(0), Fraction(0)) for _ in self.slots)
        along = [_longest if slot in self.runs else _added for slot in self.slots]
        states: dict[State, tuple[Fraction, int, Changes]] = {start: (Fraction(0), 0, ())}
        for row in self.choices:
            following: dict[State, tuple[Fraction, int, Changes]] = {}
            for state, (cost, many, changes) in states.items():
                for choice in row:
                    after = tuple(
                        go(one, more) for go, one, more in zip(along, state, choice.adds, strict=True)
                    )
                    best = (cost + choice.cost, many + len(choice.change), (*changes, *choice.change))
                    if after not in following or best[:2] < following[after][:2]:
                        following[after] = best
            if len(following) > STATES:
                raise Unknown("pieces")
            states = following
        for state, (cost, _, changes) in states.items():
            yield (
                {slot: whole(value) for slot, (value, _) in zip(self.slots, state, strict=True)},
                cost,
                changes,
            )


def _added(so_far: SoFar, more: Fraction) -> SoFar:
    return so_far[0] + more, so_far[1]


def _longest(so_far: SoFar, more: Fraction) -> SoFar:
    run = so_far[1] + 1 if more else Fraction(0)
    return max(so_far[0], run), run


def column_rows(
    facts: Facts, bound: Bound, reading: Mapping[str, t.Leaf], block: str, name: str
) -> Rows | None:
    """A column of which the rows are changed one by one; None where slots read it in another way."""
    runs = frozenset(name for name, term in reading.items() if _is_run(term, block))
    terms = [
        term
        for slot, term in reading.items()
        if isinstance(term, t.Aggregate) and (slot in runs or _by_rows(term, block))
    ]
    every = [facts.of((block, at, name)) for at in range(len(bound.values[block]))]
    known = [fact for fact in every if fact is not None]
    if len(terms) != len(reading) or len(known) != len(every) or not known:
        return None
    parts = [_parts(term) for term in terms]
    if known[0].domain is not None and any(
        _reads(body, block, name) for _, body in parts if body is not None
    ):
        return None  # every value adds something else
    choices = tuple(_choices(fact, bound, parts) for fact in known)
    return Rows(_column(terms, block, name), tuple(reading), choices, runs)


def fewer_rows(bound: Bound, reading: Mapping[str, t.Leaf], block: str) -> Rows | None:
    """Rows that are taken away; None where slots go through the table in another way."""
    terms = [term for term in reading.values() if isinstance(term, t.Aggregate) and _by_rows(term, block)]
    count = len(bound.values[block])
    if len(terms) != len(reading) or not count:
        return None
    evaluation = Evaluation(bound.values, unit=bound.unit)
    counted = [evaluation.which(term) for term in terms]
    none = tuple(Fraction(0) for _ in terms)
    choices: list[tuple[Choice, ...]] = []
    for at in range(count):
        residual = Residual(bound, (block, at, GONE))
        adds = tuple(
            Fraction(0)
            if not holds[at]
            else Fraction(1)
            if term.body is None
            else _number(residual.of(term.body, block, at), {})
            for term, holds in zip(terms, counted, strict=True)
        )
        gone = Choice(none, Fraction(1, count), (((block, at, GONE), True, False),))
        choices.append((Choice(adds, Fraction(0), ()), gone))
    number = t.Aggregate("count", block, None, None, (), COUNT)
    return Rows(number, tuple(reading), tuple(choices))


def _by_rows(term: t.Aggregate, block: str) -> bool:
    """Whether a slot counts or adds up the rows of the table, each by its own facts alone."""
    return (
        term.operation in ("count", "sum")
        and (term.block, term.own, term.last, term.guards) == (block, None, 0, ())
        and not any(_beyond(part) for part in (term.body, term.where) if part is not None)
    )


def _is_run(term: t.Term, block: str) -> bool:
    """Whether a slot is the longest run of rows that fulfil a condition, each by its own facts alone."""
    if not (isinstance(term, t.Aggregate) and isinstance(term.body, t.Streak)):
        return False
    plain = (term.where, term.own, term.last, term.guards, term.body.guards) == (None, None, 0, (), ())
    here = term.operation == "max" and term.block == term.body.block == block
    return plain and here and not _beyond(term.body.condition)


def _parts(term: t.Aggregate) -> tuple[t.Term | None, t.Term | None]:
    """Which rows a slot counts, and what each of them adds (a row, if nothing)."""
    return (term.body.condition, None) if isinstance(term.body, t.Streak) else (term.where, term.body)


def _beyond(term: t.Term) -> bool:
    """Whether a row reads other rows."""
    return isinstance(term, t.Earlier | t.Streak | t.First | t.OfGroup | t.Aggregate) or any(
        map(_beyond, t.children(term))
    )


def _reads(term: t.Term, block: str, name: str) -> bool:
    return any((x.block, x.name) == (block, name) for x in _inputs(term))


def _column(terms: Sequence[t.Term], block: str, name: str) -> t.Input:
    return next(x for each in terms for x in _inputs(each) if (x.block, x.name) == (block, name))


def _choices(
    fact: Fact, bound: Bound, parts: Sequence[tuple[t.Term | None, t.Term | None]]
) -> tuple[Choice, ...]:
    """For everything that a row can add, the smallest change of its fact."""
    block, at, _ = fact.cell
    residual = Residual(bound, fact.cell)
    wheres = [None if where is None else residual.of(where, block, at) for where, _ in parts]
    bodies = [None if body is None else residual.of(body, block, at) for _, body in parts]
    found: dict[Sums, Choice] = {}
    for value in _values(fact, [where for where in wheres if where is not None]):
        known = {OPEN: value}
        adds = tuple(
            Fraction(0)
            if where is not None and not Evaluation({}, known).value(where)
            else Fraction(1)
            if body is None
            else _number(body, known)
            for where, body in zip(wheres, bodies, strict=True)
        )
        same = value == fact.value
        cost = Fraction(0) if same else share(fact.value, value)
        if adds not in found or cost < found[adds].cost:
            found[adds] = Choice(adds, cost, () if same else ((fact.cell, fact.value, value),))
    return tuple(found.values())


def _number(term: t.Term, known: Mapping[str, Value]) -> Fraction:
    return Fraction(Evaluation({}, known).number(term))


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
