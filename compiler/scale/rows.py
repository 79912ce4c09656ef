"""The rows of a table in whole numbers: their cells, what they read of other rows, and the aggregates over them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import frozen

from rubricc.compiler.derivation.terms import term_text
from rubricc.compiler.ir import normal
from rubricc.compiler.ir import scaled as s
from rubricc.compiler.ir.bounds import Ranges
from rubricc.compiler.ir.program import Slot
from rubricc.compiler.ir.scaled_program import (
    AT,
    Cell,
    Column,
    Grouped,
    Leader,
    Measure,
    Param,
    Rows,
    Streak,
    Type,
)
from rubricc.compiler.runtime.schema import months_between
from rubricc.compiler.scale.known import KNOWN, Known, Source, both
from rubricc.compiler.scale.ratio import Ratio, compared
from rubricc.compiler.scale.size import FACT, OF_QUOTIENTS, OF_ROWS
from rubricc.compiler.scale.terms import Need, Scaled, Scaler
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import MEASURABLE, YESNO
from rubricc.dsl.mentions import (
    divided_by,
    divisors,
    facts_of,
    grouped_in,
    inner,
    of_rows,
    of_the_whole,
    streaks_in,
)
from rubricc.dsl.nodes import Comparison

if TYPE_CHECKING:
    from rubricc.compiler.scale.slots import Slots

_TYPES: dict[str, Type] = {"yesno": "bool", "label": "str", "month": "str", "date": "date", "text": "str"}
# No name that an author gives has a line end in it.
BELOW, PRESENT = "\n/", "\n?"  # what the second parameter's name ends in
CELL, STREAK, INNER = "\n:", "\n~", "\n>"  # what the names of cells, streaks and inner slots begin with
LEADER, GROUP = "\n1", "\n{"  # the same of the first rows of groups, and of measures over groups
BACK = "\n-"  # before how many rows back a column is read, in its name


COUNTS = frozenset({"count", "distinct", "above", "below", "lacking"})
NEVER_EMPTY = COUNTS | {"sum"}  # what has a value over no rows


@frozen
class Scaling:
    """A measure, its value in terms of its parameters, and when it has none."""

    measure: Measure
    value: Scaled
    absent: s.Expr | None
    digits: int = FACT


def cells_of(term: t.Input, ranges: Ranges, name: str, back: int = 0) -> tuple[tuple[Cell, ...], Scaled]:
    """A fact or column as one or two cells, and its value."""
    family = term.kind.family
    if family not in MEASURABLE:
        return (Cell(name, term.block, term.name, _TYPES[family], own=term.own, back=back),), s.Var(name)
    precision = ranges.fields[term.block, term.name].precision
    if family == "count" or precision is not None:
        scale = precision.denominator if family != "count" and precision is not None else 1
        cell = Cell(name, term.block, term.name, "int", scale, own=term.own, back=back)
        return (cell,), Ratio(s.Var(name), scale)
    below = name + BELOW
    cells = (
        Cell(name, term.block, term.name, "int", part="numerator", own=term.own, back=back),
        Cell(below, term.block, term.name, "int", part="denominator", own=term.own, back=back),
    )
    return cells, Ratio(s.Var(name), 1, (s.Var(below),))


class RowScaling:
    """The rows of one table, as terms read them: which columns that takes, and when a row refuses."""

    def __init__(self, slots: Slots, block: str) -> None:
        self.slots = slots
        self.block = block
        self.inner: dict[str, Scaling] = {}  # the slots that rows read
        self.empty: list[
            tuple[s.Expr, str]
        ] = []  # when a row refuses, in the order in which it is worked out
        self._found: dict[tuple[str, int], tuple[Column, ...]] = {}
        self._known: dict[str, Cell] = {}
        self._streaks: dict[t.Streak, s.Expr] = {}
        self._leaders: dict[t.First, s.Expr | None] = {}
        self.scaler = self.afresh({})

    def afresh(self, values: dict[str, Scaled]) -> Scaler:
        """A new scaler for the same rows; `values` are those of the lines of a sheet."""
        self.scaler = Scaler(self.slots.ranges, values, self._fact, self.slots.budget)
        return self.scaler

    @property
    def cells(self) -> tuple[Column, ...]:
        """The columns that were read so far, each after those that it reads."""
        return (*self._known.values(), *(c for pair in self._found.values() for c in pair))

    @property
    def params(self) -> list[Param]:
        """Everything that was read so far."""
        cells = [Param(c.name, _type_of(c)) for c in self.cells]
        inner = [p for scaling in self.inner.values() for p in scaling.measure.params]
        return [*cells, Param(AT, "int"), *inner]

    def _fact(self, used: t.Leaf | t.OfRow) -> Scaled:
        scaler = self.scaler
        if isinstance(used, t.First):
            name = f"{LEADER}{list(self._leaders).index(used)}"
            self._found[name, 0] = (Leader(name, self._key(used.key), self._leaders[used]),)
            return s.Var(name)
        if isinstance(used, t.OfGroup):
            return self._grouped(used)
        back = f"{BACK}{scaler.back}" if scaler.back else ""
        if isinstance(used, t.Streak):
            name = f"{STREAK}{list(self._streaks).index(used)}"
            self._found[name, scaler.back] = (Streak(name + back, self._streaks[used], scaler.back),)
            return Ratio(s.Var(name + back))
        if isinstance(used, t.Input) and used.block == self.block and not used.own:
            cells, value = cells_of(used, self.slots.ranges, CELL + used.name + back, scaler.back)
            self._found[used.name, scaler.back] = cells
            return value
        assert not isinstance(used, t.Earlier)
        inner = self.slots.inner(used)
        self.inner[inner.measure.slot.name] = inner
        scaler.widths |= {p.name: inner.digits for p in inner.measure.params}
        return inner.value if inner.absent is None else scaler.need(inner.measure.slot.name, inner.value)

    def _key(self, key: t.Input) -> Cell:
        """The column by which rows are grouped."""
        cells, _ = cells_of(key, self.slots.ranges, CELL + key.name)
        return cells[0]

    def _grouped(self, used: t.OfGroup) -> Scaled:
        """A measure over the rows of a group, as columns of all rows."""
        scaling = self.slots.grouped(used.aggregate)
        measure = scaling.measure
        for at, param in enumerate(measure.params):
            self._found[param.name, 0] = (Grouped(param.name, self._key(used.key), measure, at),)
            self.scaler.widths[param.name] = scaling.digits
        return scaling.value if scaling.absent is None else self.scaler.need(measure.slot.name, scaling.value)

    def needs(self) -> None:
        """A row refuses where a slot that it reads has no value."""
        for need in self.scaler.needs:
            self.empty.extend(_missing(need, self.slots.scaled[need.name]))
        self.scaler.needs.clear()

    def _guarded(self, guards: tuple[t.Term, ...], among: list[s.Expr]) -> None:
        for guard in guards:
            zero = compared("=", self.scaler.number(guard), Ratio(s.ZERO))
            self.needs()
            refuses = normal.logic("and", [*among, zero])
            self.empty.append((refuses, term_text(divided_by(guard), self.slots.chinese)))

    def _total(self, before: int, condition: s.Expr) -> s.Expr:
        """A condition that can be asked of every row, also of those that refuse."""
        return normal.logic("and", [*(normal.negation(no) for no, _ in self.empty[before:]), condition])

    def streaks(self, terms: Sequence[t.Term]) -> None:
        """Columns for the streaks, and the first rows of groups, that terms read.

        The whole of a column is worked out, also where a row refuses.
        """
        for streak in (x for each in terms for x in streaks_in(each)):
            if streak not in self._streaks:
                before = len(self.empty)
                self._guarded(streak.guards, [])
                holds = self.scaler.condition(streak.condition)
                self.needs()
                self._streaks[streak] = self._total(before, holds)
        for first in (x for each in terms for x in grouped_in(each)):
            if isinstance(first, t.First) and first not in self._leaders:
                before = len(self.empty)
                self._guarded(first.guards, [])
                counts = None if first.where is None else self.scaler.condition(first.where)
                self.needs()
                self._leaders[first] = None if counts is None else self._total(before, counts)

    def counted(self, term: t.Aggregate, *, every: bool = False) -> s.Expr | None:
        """Which rows an aggregate counts; what follows is read of those only. `every`: may be asked of every row."""
        before = len(self.empty)
        counted: list[s.Expr] = []
        if (last := self.last(term)) is not None:
            counted.append(last)
            self.scaler.where(last)
        if term.own is not None:
            self._guarded(tuple(divisors(term.own)), [])
        if term.skip:
            self._guarded(of_the_whole(term), [])
            counted.append(self._has_value(term))
            self.scaler.where(counted[-1])
        else:
            self._guarded(term.guards, list(counted))
        if term.where is not None:
            counted.append(self.scaler.condition(term.where))
            self.scaler.where(counted[-1])
        if term.own is not None and term.body is not None:
            beyond: Comparison = ">" if term.operation == "above" else "<"
            counted.append(compared(beyond, self.scaler.number(term.body), self.scaler.number(term.own)))
        if not counted:
            return None
        where = normal.logic("and", counted)
        if every:
            self.needs()
            return self._total(before, where)
        return where

    def _has_value(self, term: t.Aggregate) -> s.Expr:
        """Whether the body of a row has a value: nothing that matters to it is missing, and no divisor is 0."""
        assert term.body is not None
        before, conditions, known = len(self.empty), [], Known(self.scaler, self.known_cell)
        for guard in of_rows(term):
            conditions.append(known.of(guard))
            zero = compared("=", self.scaler.number(guard), Ratio(s.ZERO))
            self.needs()
            conditions += [*(normal.negation(no) for no, _ in self.empty[before:]), normal.negation(zero)]
            del self.empty[before:]
        conditions.append(known.of(term.body))
        self.scaler.value(term.body)
        self.needs()
        conditions += [normal.negation(no) for no, _ in self.empty[before:]]
        del self.empty[before:]
        return both(conditions)

    def known_cell(self, used: Source) -> s.Expr:
        """Whether a cell of the row is known; what rows read beside their cells is asked for before."""
        if not isinstance(used, t.Input) or used.block != self.block or used.own:
            return s.TRUE
        return self.known_column(used.name, self.scaler.back)

    def known_column(self, field: str, back: int) -> s.Expr:
        """A column that says in which rows a field has a value."""
        name = CELL + field + (f"{BACK}{back}" if back else "") + KNOWN
        self._known[name] = Cell(name, self.block, field, "bool", part="known", back=back)
        return s.Var(name)

    def last(self, term: t.Aggregate) -> s.Expr | None:
        """Whether a row is one of the last ones that an aggregate goes through; None where it goes through all."""
        if not term.last or term.last >= self.months:
            return None
        return s.Compare(">=", s.Var(AT), s.Int(self.months - term.last))

    @property
    def months(self) -> int:
        """How many rows there are, of a table by month; else 0."""
        block = self.slots.ranges.blocks[self.block]
        return len(months_between(block.first, block.last)) if block.by == "month" else 0


def _type_of(column: Column) -> Type:
    match column:
        case Cell():
            return column.type
        case Leader():
            return "bool"
        case Grouped():
            return column.measure.params[column.at].type
    return "int"


def scale_rows(slot: Slot, term: t.Aggregate, slots: Slots) -> Scaling:
    """An aggregate as one or two parameters."""
    rows = RowScaling(slots, term.block)
    rows.streaks(t.children(term))
    where = rows.counted(term)
    counts_only = term.own is not None or term.operation in ("count", "lacking")
    value = None if term.body is None or counts_only else rows.scaler.value(term.body)
    body = value if value is None or isinstance(value, Ratio) else Ratio(value)
    rows.needs()
    if term.operation == "lacking" and where is not None:
        where = normal.negation(where)
    every_row = term.where is None and not term.skip
    some_rows = term.operation in NEVER_EMPTY or (rows.months > 2 * term.trim and every_row)
    reasons = tuple(text for _, text in rows.empty)
    if not some_rows:
        reasons += (term_text(term, slots.chinese),)
    exact = body is None or not body.factors
    source = Rows(
        "count" if term.own is not None or term.operation == "lacking" else term.operation,
        term.block,
        rows.cells,
        None if body is None else body.number,
        None if body is None or exact else body.below,
        where,
        tuple(condition for condition, _ in rows.empty),
        term.trim,
    )
    known = _known(rows, term)
    parts = () if body is None else (body.number, body.below)
    widths = [slots.budget.spend(x, rows.scaler.widths) for x in parts] or [FACT]
    digits = max(widths) + (OF_ROWS if exact else OF_QUOTIENTS)
    counts = term.operation in COUNTS
    first, over = s.Var(slot.name), 1 if body is None or not exact or counts else body.over
    below, present = slot.name + BELOW, slot.name + PRESENT
    if not exact and not counts:
        params = (Param(slot.name, "int"), Param(below, "int"))
        absent = s.Compare("=", s.Var(below), s.ZERO) if reasons else None
        measure = Measure(slot, params, source, "below", reasons, *known)
        return Scaling(measure, Ratio(first, over, (s.Var(below),)), absent, digits)
    if term.operation == "median":
        over *= 2
    if reasons:
        params = (Param(slot.name, "int"), Param(present, "bool"))
        measure = Measure(slot, params, source, "present", reasons, *known)
        return Scaling(measure, Ratio(first, over), s.Not(s.Var(present)), digits)
    measure = Measure(slot, (Param(slot.name, "int"),), source, "", (), *known)
    return Scaling(measure, Ratio(first, over), None, digits)


def _known(rows: RowScaling, term: t.Aggregate) -> tuple[Rows, tuple[str, ...]]:
    """When missing cells of a row do not matter: the row does not count. Then the measures that all rows need."""
    scaler, block = rows.scaler, term.block
    inside = [x for x in inner(term) if isinstance(x, t.Input | t.Aggregate)]
    known = Known(scaler, rows.known_cell)
    where = s.TRUE if term.where is None else known.of(term.where)
    body = s.TRUE if term.body is None else known.of(term.body)
    if term.where is not None and body != s.TRUE:
        body = normal.logic("or", [normal.negation(known.value(term.where)), body])
    counts = s.TRUE if term.skip else both([where, body])
    for guard in () if term.skip else reversed(term.guards):
        zero = known.value(t.Compare("=", guard, t.Const(Fraction(0), guard.kind), YESNO))
        counts = both([known.of(guard), normal.logic("or", [zero, counts])])
    if (last := rows.last(term)) is not None:
        counts = normal.logic("or", [normal.negation(last), counts])
    others = (x for each in t.children(term) for x in (*streaks_in(each), *grouped_in(each)))
    every = dict.fromkeys(name for one in others for of, name, _ in facts_of(one) if of == block)
    counts = both([*(rows.known_column(name, 0) for name in every), counts])
    needed = tuple(rows.slots.inner(x).measure.slot.name for x in inside)
    return Rows("count", block, rows.cells, None, None, counts, ()), needed


def _missing(need: Need, inner: Scaling) -> list[tuple[s.Expr, str]]:
    """The conditions under which a row has no value for want of an inner slot, each with its reason."""
    assert inner.absent is not None
    first, reasons = s.Var(inner.measure.params[0].name), inner.measure.reasons
    if len(reasons) == 1:
        return [(normal.logic("and", [*need.path, inner.absent]), reasons[0])]
    which = [s.Compare("=", first, s.Int(at)) for at in range(len(reasons))]
    return [
        (normal.logic("and", [*need.path, inner.absent, w]), r) for w, r in zip(which, reasons, strict=True)
    ]
