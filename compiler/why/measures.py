"""The measures of an indicator, each with the smallest changes of it that give more points.

A measure is a single fact; the sum of a column, of which the rows are filled up from the first; a column of which rows
are counted; how many rows a table of events has; or the answers and labels of the indicator, together. A divisor stays
as it is. Changes are found on exact pieces, and nothing is said of what cannot be taken apart so (`Unknown`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import prod

from attrs import evolve, frozen

from rubricc.compiler.evaluation import Evaluation, Missing, Refused
from rubricc.compiler.ir.program import Indicator, Part, Program, Slot, slots_of
from rubricc.compiler.proofs.functions import Functions, lifted
from rubricc.compiler.proofs.intervals import Domain, Interval
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.runtime.exact import Exact, Value, whole
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.why.along import gains, points_along
from rubricc.compiler.why.each_rows import each_rows
from rubricc.compiler.why.facts import Cell, Fact, Facts, share
from rubricc.compiler.why.residual import OPEN, Residual
from rubricc.compiler.why.rows import Rows, column_rows, fewer_rows
from rubricc.dsl import terms as t
from rubricc.dsl.mentions import facts_of, tables_of

MOST_ANSWERS = 512  # combinations of answers and labels


@frozen
class Moved:
    """A value that is changed, as people name it: a fact of a row, or what a column comes to (`term`)."""

    term: t.Leaf
    row: int | None  # of the fact; None for what a column comes to
    before: Value
    after: Value


@frozen
class Option:
    """A change of the facts, what it is of, and the points of the indicator with it."""

    points: Exact
    moved: tuple[Moved, ...]
    cells: Mapping[Cell, Value]
    cost: Fraction  # the relative changes of what is moved, added up
    parts: tuple[Option, ...] = ()  # the steps of a change in several, each of one measure


@frozen
class Measure:
    """`options`: more and more points, each with the smallest change; empty where it can give none."""

    term: t.Leaf | None  # None: the answers and labels
    row: int | None
    options: tuple[Option, ...]


class Sheets:
    """The sheets of a program on the facts of one evaluation, worked out by the reference."""

    def __init__(self, program: Program, facts: Facts, points: Mapping[str, Value]) -> None:
        self.program, self.facts = program, facts
        self.slots: Mapping[str, Slot] = program.slot
        self.parts: Mapping[str, Part] = {part.name: part for part in program.parts}
        self.points = points  # of other items, by slot

    def values(self, indicator: Indicator, bound: Bound) -> Mapping[str, Value] | None:
        """Every line and slot of a sheet; None where there are no points."""
        try:
            outside = Evaluation(bound.values, unit=bound.unit, parts=self.parts)
            return self.worked_out(indicator, self.read(indicator, outside))
        except (Missing, Refused, KeyError):
            return None

    def read(self, indicator: Indicator, outside: Evaluation) -> dict[str, Value]:
        """The slots of a sheet, over facts; Missing or Refused where one has no value, KeyError for points."""
        values: dict[str, Value] = {}
        for name in slots_of(indicator, self.slots):
            known = self.points.get(name)
            values[name] = outside.value(self.slots[name].term) if known is None else known
        return values

    def worked_out(self, indicator: Indicator, slots: Mapping[str, Value]) -> Mapping[str, Value]:
        values = dict(slots)
        Evaluation({}, values).work_out(indicator, values)
        return values


class Measures:
    """Those of one indicator."""

    def __init__(self, sheets: Sheets, indicator: Indicator) -> None:
        self.sheets, self.indicator, self.facts = sheets, indicator, sheets.facts
        self.bound = sheets.facts.bound
        self.slots = {name: sheets.slots[name].term for name in slots_of(indicator, sheets.slots)}
        self.last = indicator.lines[-1].name
        found = sheets.values(indicator, self.bound)
        self.values: Mapping[str, Value] = found or {}
        self.unknown: list[str] = []  # the columns that could not be taken apart

    @property
    def here(self) -> Fraction:
        return Fraction(self.values[self.last])  # type: ignore[arg-type]

    def changed(self, cells: Mapping[Cell, Value]) -> Measures | None:
        """The same sheet with some facts changed; None where that is not allowed or leaves no points."""
        bound = self.facts.changed(cells)
        if bound is None:
            return None
        facts = Facts(list(self.facts.blocks.values()), bound)
        found = Measures(Sheets(self.sheets.program, facts, self.sheets.points), self.indicator)
        return found if found.values else None

    def all(self) -> list[Measure]:
        """Every measure that can be taken apart, in the order in which the sheet reads them."""
        if not self.values:
            return []
        found: list[Measure] = []
        answers: dict[Cell, Fact] = {}
        taken: set[tuple[str, str]] = set()
        for term in self.slots.values():
            for block, name, own in facts_of(term):
                if (block, name) in taken:
                    continue
                taken.add((block, name))
                if (block, name) not in self.facts.fields:  # the points of units, which are no facts
                    self.unknown.append(name)
                    continue
                single = own or not self.facts.blocks[block].by
                for fact in self._facts(block, name, single):
                    if fact.labels and single:
                        answers[fact.cell] = fact
                try:
                    found += self._column(block, name, single)
                except Unknown as unknown:
                    if unknown.reason != "divisor":  # which stays as it is
                        self.unknown.append(name)
        for block in dict.fromkeys(block for term in self.slots.values() for block in tables_of(term)):
            if self.facts.blocks[block].by == "event":
                try:
                    found += self._fewer(block)
                except Unknown:
                    self.unknown.append(block)
        if answers:
            found += self._answers(answers)
        return found

    def _facts(self, block: str, name: str, single: bool) -> Iterator[Fact]:
        rows = range(len(self.bound.values[block]))
        if single and self.facts.blocks[block].by:
            rows = range(self.bound.unit.rows[block], self.bound.unit.rows[block] + 1)
        for row in rows:
            fact = self.facts.of((block, row, name))
            if fact is not None:
                yield fact

    def _column(self, block: str, name: str, single: bool) -> list[Measure]:
        """The measures that a fact, or a column of a table, makes."""
        if single:
            every = [fact for fact in self._facts(block, name, single) if not fact.labels]
            return [self.single(fact) for fact in every]
        reading = {n: term for n, term in self.slots.items() if (block, name) in _columns(term)}
        if len(reading) == 1:
            slot, term = next(iter(reading.items()))
            if isinstance(term, t.Each):
                part, grid = self.sheets.parts[term.part], self.sheets.program.grid
                return [self._rows(each_rows(self.facts, self.bound, slot, part, term, name, grid))]
            if _is_sum(term, name):
                return [self._sum(slot, term, name)]  # type: ignore[arg-type]
        rows = column_rows(self.facts, self.bound, reading, block, name)
        if rows is not None:
            return [self._rows(rows)]
        return [self.single(fact) for fact in self._facts(block, name, single) if not fact.labels]

    # ── one fact ──

    def singles(self) -> Iterator[tuple[t.Input, Fact]]:
        """The facts of one row that the sheet reads, each with its name."""
        seen: set[Cell] = set()
        for term in self.slots.values():
            for each in _inputs(term):
                single = each.own or not self.facts.blocks[each.block].by
                for fact in self._facts(each.block, each.name, single) if single else ():
                    if fact.cell not in seen:
                        seen.add(fact.cell)
                        yield each, fact

    def along(self, fact: Fact) -> Functions:
        """Every slot as a function of one fact."""
        assert fact.domain is not None
        residual = Residual(self.bound, fact.cell)
        functions = Functions.of(OPEN, fact.domain, {})
        for name, term in self.slots.items():
            if residual.reads(term):
                functions.known[name] = functions.value(residual.of(term))
            else:
                functions.known[name] = functions.algebra.everywhere(lifted(self.values[name]))
        return functions

    def single(self, fact: Fact) -> Measure:
        """One fact, and its smallest changes."""
        domain = fact.domain
        assert domain is not None
        points = points_along(self.indicator, self.along(fact))
        block, row, name = fact.cell
        term = next(
            x for each in self.slots.values() for x in _inputs(each) if (x.block, x.name) == (block, name)
        )
        found: list[Option] = []
        for value, x in gains(points, domain, fact.at, self.sheets.program.grid):
            after = fact.fact(x)
            moved = Moved(term, row, fact.value, after)
            found.append(Option(whole(value), (moved,), {fact.cell: after}, share(fact.value, after)))
        return Measure(term, row, tuple(found))

    # ── the sum of a column ──

    def _sum(self, slot: str, term: t.Aggregate, name: str) -> Measure:
        counted = Evaluation(self.bound.values, unit=self.bound.unit).which(term)
        rows = range(max(len(counted) - term.last, 0) if term.last else 0, len(counted))
        facts = [self.facts.of((term.block, row, name)) for row in rows if counted[row]]
        known = [fact for fact in facts if fact is not None and fact.domain is not None]
        if len(known) != len(facts) or not known:
            return Measure(term, None, ())
        domain = _summed(known)
        functions = Functions.of(slot, domain, {n: self.values[n] for n in self.slots if n != slot})
        points = points_along(self.indicator, functions)
        before = self.values[slot]
        found: list[Option] = []
        for value, x in gains(points, domain, Fraction(before), self.sheets.program.grid):  # type: ignore[arg-type]
            after = whole(x)
            moved = Moved(term, None, before, after)
            cells = _spread(known, x - Fraction(before))  # type: ignore[arg-type]
            found.append(Option(whole(value), (moved,), cells, share(before, after)))
        return Measure(term, None, tuple(found))

    # ── rows that fulfil conditions ──

    def _fewer(self, block: str) -> list[Measure]:
        """Rows of a table of events that are taken away."""
        reading = {n: term for n, term in self.slots.items() if block in tables_of(term)}
        rows = fewer_rows(self.bound, reading, block)
        return [] if rows is None else [self._rows(rows)]

    def _rows(self, rows: Rows) -> Measure:
        """Rows that are changed, as few and as little as it takes."""
        found: list[Option] = []
        count = len(self.bound.values[rows.term.block])
        for sums, cost, changes in rows.ways():
            slots = {n: sums.get(n, self.values[n]) for n in self.slots}
            try:
                points = self.sheets.worked_out(self.indicator, slots)[self.last]
            except (Refused, Missing):
                continue
            assert isinstance(points, int | Fraction)
            moved: tuple[Moved, ...] = (Moved(rows.term, None, count, count - len(changes)),)
            if isinstance(rows.term, t.Input):
                moved = tuple(Moved(rows.term, cell[1], before, value) for cell, before, value in changes)
            cells = {cell: value for cell, _, value in changes}
            if points > self.here:
                found.append(Option(points, moved, cells, cost))
        return Measure(rows.term, None, frontier(found))

    # ── answers and labels ──

    def _answers(self, facts: Mapping[Cell, Fact]) -> list[Measure]:
        """For every number of points that answers and labels can give, the fewest of them; none in vain."""
        if prod(len(fact.labels) for fact in facts.values()) > MOST_ANSWERS:
            self.unknown += [cell[2] for cell in facts]
            return []
        terms = {(x.block, x.name): x for each in self.slots.values() for x in _inputs(each)}
        best: dict[Fraction, Option] = {}
        for values in product(*(fact.labels for fact in facts.values())):
            cells = {
                cell: v for (cell, fact), v in zip(facts.items(), values, strict=True) if v != fact.value
            }
            bound = self.facts.changed(cells)
            found = None if bound is None else self.sheets.values(self.indicator, bound)
            if not found:
                continue
            points = found[self.last]
            assert isinstance(points, int | Fraction)
            moved = tuple(
                Moved(terms[cell[0], cell[2]], cell[1], facts[cell].value, value)
                for cell, value in cells.items()
            )
            option = Option(points, moved, cells, Fraction(len(cells)))
            if points > self.here and _rank(option) < _rank(best.get(Fraction(points))):
                best[Fraction(points)] = option
        ordered = [best[points] for points in sorted(best)]
        kept = (
            one
            for at, one in enumerate(ordered)
            if not any(_in_vain(one, more) for more in ordered[at + 1 :])
        )
        return [Measure(None, None, tuple(kept))]


def _rank(option: Option | None) -> tuple[Fraction, int]:
    """The smaller change first, then the one of fewer facts."""
    return (Fraction(10**9), 0) if option is None else (option.cost, len(option.moved))


def _in_vain(option: Option, more: Option) -> bool:
    """Whether some of its changes are all that it takes for more points."""
    return more.cells.items() <= option.cells.items()


def frontier(options: Iterable[Option]) -> tuple[Option, ...]:
    """The changes that no smaller one with as many points makes needless, in the order of points."""
    best: dict[Fraction, Option] = {}
    for option in options:
        if _rank(option) < _rank(best.get(Fraction(option.points))):
            best[Fraction(option.points)] = option
    found: list[Option] = []
    for points in sorted(best, reverse=True):
        if not found or _rank(best[points]) < _rank(found[-1]):
            found.append(best[points])
    return tuple(reversed(found))


def _inputs(term: t.Term) -> Iterator[t.Input]:
    if isinstance(term, t.Input):
        yield term
    for child in t.children(term):
        yield from _inputs(child)


def _columns(term: t.Term) -> set[tuple[str, str]]:
    return {fact[:2] for fact in facts_of(term)}


def _is_sum(term: t.Term, name: str) -> bool:
    """Whether a slot is the sum of a column, over rows that do not hang on it."""
    return (
        isinstance(term, t.Aggregate)
        and term.operation == "sum"
        and isinstance(term.body, t.Input)
        and (term.body.block, term.body.name, term.body.own) == (term.block, name, False)
        and (term.where is None or (term.block, name) not in _columns(term.where))
        and not any((term.block, name) in _columns(guard) for guard in term.guards)
    )


def _summed(facts: list[Fact]) -> Domain:
    """What the sum of facts may be."""
    domains = [fact.domain for fact in facts if fact.domain is not None]
    low, high = _added([d.whole.low for d in domains]), _added([d.whole.high for d in domains])
    grid = min((d.grid for d in domains if d.grid is not None), default=Fraction(1))
    if any(d.grid is not None and (d.grid / grid).denominator != 1 for d in domains):
        raise Unknown("table")
    return evolve(domains[0], whole=Interval(low, high), grid=grid)


def _added(ends: list[Fraction | None]) -> Fraction | None:
    known = [end for end in ends if end is not None]
    return sum(known, Fraction(0)) if len(known) == len(ends) else None


def _spread(facts: list[Fact], much: Fraction) -> dict[Cell, Value]:
    """A change of a sum as changes of its rows: each as far as it may go, from the first."""
    found: dict[Cell, Value] = {}
    for fact in facts:
        assert fact.domain is not None
        end = fact.domain.whole.high if much > 0 else fact.domain.whole.low
        room = much if end is None else end - fact.at
        part = min(much, room) if much > 0 else max(much, room)
        if part:
            found[fact.cell] = fact.fact(fact.at + part)
            much -= part
    return found
