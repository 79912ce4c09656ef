"""Facts one by one: what each may be instead of what it is, and the facts with some of them changed.

Assumes bound facts without problems. Guarantees: what a fact may be is held to its declaration (domain, precision, and
`at most` beside the facts of the same row as they are); changed facts obey all of them, or are none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import gcd
from typing import TypeAlias

from attrs import evolve, frozen

from rubricc.compiler.proofs.intervals import Domain, Interval
from rubricc.compiler.runtime.domains import check_domain, lowest, ordinal
from rubricc.compiler.runtime.exact import NUMERIC, UNIT_SCALE, Unreadable, Value, whole
from rubricc.compiler.runtime.facts import Bound, held
from rubricc.compiler.runtime.schema import FILLED, Block, Field

Cell: TypeAlias = tuple[str, int, str]  # block, row, field
GONE = ""  # in place of a field: the row itself, which is taken away
FINEST = Fraction(1, 100)  # of its unit, for a fact of which no precision is declared
YEAR = 365  # days that count as a whole change


@frozen
class Fact:
    """One fact as it is, and what it may be: `labels` for an answer or a label, else a domain with a grid."""

    cell: Cell
    field: Field
    value: Value
    labels: tuple[Value, ...] = ()
    domain: Domain | None = None

    @property
    def at(self) -> Fraction:
        """Where it stands in its domain."""
        assert not isinstance(self.value, str)
        return Fraction(ordinal(self.value))

    def fact(self, x: Fraction) -> Value:
        """A value of the domain as facts have it."""
        return date.fromordinal(int(x)) if self.field.kind == "date" else whole(x)


class Facts:
    """The facts of one evaluation."""

    def __init__(self, blocks: Sequence[Block], bound: Bound) -> None:
        self.bound = bound
        self.fields = {(b.name, f.name): f for b in blocks for f in b.fields}
        self.blocks = {b.name: b for b in blocks}

    def value(self, cell: Cell) -> Value | None:
        """What a cell holds; None where it is missing, or was left empty."""
        block, row, name = cell
        return held(self.bound.values[block][row], name)

    def of(self, cell: Cell) -> Fact | None:
        """A fact; None where it is missing or left empty, or is text, which no points hang on; the points that units
        have got are no facts."""
        field = self.fields.get((cell[0], cell[2]))
        value = None if field is None else self.value(cell)
        if field is None or value is None or cell[2].endswith(FILLED):
            return None
        if field.kind == "yesno":
            return Fact(cell, field, value, (True, False))
        if field.kind == "label":
            return Fact(cell, field, value, field.labels)
        if field.kind not in NUMERIC and field.kind != "date":
            return None
        grid = self._grid(field, value)
        domain = Domain(self._between(cell, field), grid)
        clipped = domain.clip(domain.whole)
        return None if clipped is None else Fact(cell, field, value, (), evolve(domain, whole=clipped))

    def _grid(self, field: Field, value: Value) -> Fraction:
        """Of what the fact is a multiple: as declared; else two decimals, or as many as it has."""
        if field.kind == "date" or field.kind == "count":
            return Fraction(1)
        if field.precision is not None:
            return Fraction(field.precision)
        unit = Fraction(1, 100) if field.kind == "percent" else Fraction(UNIT_SCALE[field.unit])
        assert isinstance(value, int | Fraction)
        return _shared(unit * FINEST, Fraction(value))

    def _between(self, cell: Cell, field: Field) -> Interval:
        """What a fact may be, the facts beside it being as they are; an end that is one of these is among it."""
        block, row, name = cell
        ends = (lowest(field), field.high)
        declared = [None if end is None else Fraction(ordinal(end)) for end in ends]
        low, high = declared
        if field.kind == "date":
            known = field.known
            first, last = (date.min, date.max) if known is None else (known.first, known.last)
            low = Fraction(first.toordinal()) if low is None else max(low, Fraction(first.toordinal()))
            high = Fraction(last.toordinal()) if high is None else min(high, Fraction(last.toordinal()))
        for other in self.blocks[block].fields:
            beside = self.value((block, row, other.name))
            if beside is None or isinstance(beside, str):
                continue
            at = Fraction(ordinal(beside))
            if field.at_most_field == other.name:
                high = at if high is None else min(high, at)
            if other.at_most_field == name:
                low = at if low is None else max(low, at)
        return Interval(
            low, high, field.low_open and low == declared[0], field.high_open and high == declared[1]
        )

    def changed(self, cells: Mapping[Cell, Value]) -> Bound | None:
        """The facts with some of them changed; None where their declarations do not allow it."""
        values = {block: list(rows) for block, rows in self.bound.values.items()}
        gone = {(block, row) for block, row, name in cells if name == GONE}
        for (block, row, name), value in cells.items():
            if name == GONE:
                continue
            values[block][row] = {**values[block][row], name: value}
            try:
                check_domain(value, self.fields[block, name])
            except Unreadable:
                return None
        for block, row, _ in cells:
            for field in self.blocks[block].fields:
                pair = [held(values[block][row], n) for n in (field.name, field.at_most_field)]
                if field.at_most_field and None not in pair:
                    if ordinal(pair[0]) > ordinal(pair[1]):  # type: ignore[arg-type]
                        return None
        if not gone:
            return self.bound._replace(values=values)
        places, keys = self.bound.places.copy(), self.bound.keys.copy()
        for block in {block for block, _ in gone}:
            left = [row for row in range(len(values[block])) if (block, row) not in gone]
            values[block] = [values[block][row] for row in left]
            places[block] = [places[block][row] for row in left if row < len(places[block])]
            keys[block] = [keys[block][row] for row in left if row < len(keys[block])]
        return self.bound._replace(values=values, places=places, keys=keys)


def share(before: Value, after: Value) -> Fraction:
    """How large a change is: of a number, relative to the greater of the two; of a date, in years; else whole."""
    if isinstance(before, date) and isinstance(after, date):
        return Fraction(abs((after - before).days), YEAR)
    if isinstance(before, bool | str) or isinstance(after, bool | str) or isinstance(before, date):
        return Fraction(1)
    assert not isinstance(after, date)
    return abs(Fraction(after) - before) / max(abs(Fraction(before)), abs(Fraction(after)))


def both(changes: Iterable[Mapping[Cell, Value]]) -> dict[Cell, Value] | None:
    """Several changes as one; None where two of them want different values of one fact."""
    found: dict[Cell, Value] = {}
    for change in changes:
        for cell, value in change.items():
            if found.setdefault(cell, value) != value:
                return None
    return found


def _shared(one: Fraction, other: Fraction) -> Fraction:
    """The greatest number of which both are multiples."""
    top = gcd(one.numerator * other.denominator, other.numerator * one.denominator)
    return Fraction(top, one.denominator * other.denominator)
