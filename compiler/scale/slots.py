"""Facts and aggregates as whole numbers: each slot one or two parameters, and what they are worked out from."""

from __future__ import annotations

from attrs import frozen

from rubricc.compiler.derivation.terms import term_text
from rubricc.compiler.ir import normal
from rubricc.compiler.ir import scaled as s
from rubricc.compiler.ir.bounds import Ranges
from rubricc.compiler.ir.program import Program, Slot
from rubricc.compiler.ir.scaled_program import AT, Cell, Measure, Other, Param, Rows, Streak, Type
from rubricc.compiler.runtime.schema import months_between
from rubricc.compiler.scale.ratio import Ratio, compared
from rubricc.compiler.scale.size import FACT, Budget
from rubricc.compiler.scale.terms import Need, Scaled, Scaler
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import MEASURABLE
from rubricc.dsl.mentions import divided_by, divisors
from rubricc.dsl.nodes import Comparison

_TYPES: dict[str, Type] = {"yesno": "bool", "label": "str", "month": "str", "date": "date", "text": "str"}
# No name that an author gives has a line end in it.
BELOW, PRESENT = "\n/", "\n?"  # what the second parameter's name ends in
OF_ROWS, OF_QUOTIENTS = 4, 40  # how many digits a sum may have more than what is summed
CELL, STREAK, INNER = "\n:", "\n~", "\n>"  # what the names of cells, streaks and inner slots begin with
BACK = "\n-"  # before how many rows back a column is read, in its name


COUNTS = frozenset({"count", "distinct", "above", "below"})
NEVER_EMPTY = COUNTS | {"sum"}  # what has a value over no rows


@frozen
class Scaling:
    """A measure, its value in terms of its parameters, and when it has none."""

    measure: Measure
    value: Scaled
    absent: s.Expr | None
    digits: int = FACT


class Slots:
    """The slots of a program, and those that aggregates need inside: other blocks' facts, aggregates of their own."""

    def __init__(self, program: Program, ranges: Ranges) -> None:
        self.ranges = ranges
        self.chinese = program.chinese
        self.unit = program.grid.denominator
        self.budget = Budget()
        self.scaled: dict[str, Scaling] = {}  # each after those that it needs
        self._by_term: dict[t.Term, str] = {}

    def add(self, slot: Slot) -> Scaling:
        if slot.term not in self._by_term:
            match slot.term:
                case t.Input():
                    scaling = _fact(slot, slot.term, self.ranges)
                case t.Aggregate():
                    scaling = _rows(slot, slot.term, self)
                case t.Points():
                    scaling = _other(slot, slot.term, self)
            self.scaled[slot.name] = scaling
            self._by_term[slot.term] = slot.name
        elif slot.name not in self.scaled:  # needed inside another before
            self.scaled[slot.name] = self.scaled[self._by_term[slot.term]]
        return self.scaled[slot.name]

    def inner(self, term: t.Leaf) -> Scaling:
        """The slot of a term inside an aggregate."""
        known = self._by_term.get(term)
        return self.scaled[known] if known is not None else self.add(Slot(f"{INNER}{len(self.scaled)}", term))

    def measures(self) -> tuple[Measure, ...]:
        return tuple({id(x.measure): x.measure for x in self.scaled.values()}.values())


def _cells(term: t.Input, ranges: Ranges, name: str, back: int = 0) -> tuple[tuple[Cell, ...], Scaled]:
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


def _fact(slot: Slot, term: t.Input, ranges: Ranges) -> Scaling:
    cells, value = _cells(term, ranges, slot.name)
    params = tuple(Param(c.name, c.type) for c in cells)
    return Scaling(Measure(slot, params, cells[0], "below" if len(cells) > 1 else "", ()), value, None)


def _other(slot: Slot, term: t.Points, slots: Slots) -> Scaling:
    """The points of another item, in units of the grid."""
    there = slot.name + PRESENT
    params = (Param(slot.name, "int"), Param(there, "bool"))
    measure = Measure(slot, params, Other(term.item), "present", (term_text(term, slots.chinese),))
    return Scaling(measure, Ratio(s.Var(slot.name), slots.unit), s.Not(s.Var(there)))


def _rows(slot: Slot, term: t.Aggregate, slots: Slots) -> Scaling:
    ranges, chinese = slots.ranges, slots.chinese
    block = ranges.blocks[term.block]
    found: dict[tuple[str, int], tuple[Cell | Streak, ...]] = {}
    streaks: dict[t.Streak, s.Expr] = {}

    def fact(used: t.Leaf | t.Streak) -> Scaled:
        back = f"{BACK}{scaler.back}" if scaler.back else ""
        if isinstance(used, t.Streak):
            name = f"{STREAK}{list(streaks).index(used)}"
            found[name, scaler.back] = (Streak(name + back, streaks[used], scaler.back),)
            return Ratio(s.Var(name + back))
        if isinstance(used, t.Input) and used.block == term.block and not used.own:
            found[used.name, scaler.back], value = _cells(used, ranges, CELL + used.name + back, scaler.back)
            return value
        inner = slots.inner(used)
        scaler.widths |= {p.name: inner.digits for p in inner.measure.params}
        return inner.value if inner.absent is None else scaler.need(inner.measure.slot.name, inner.value)

    scaler = Scaler(ranges, {}, fact, slots.budget)
    empty: list[tuple[s.Expr, str]] = []  # in the order in which a row is worked out

    def needs() -> None:
        for need in scaler.needs:
            empty.extend(_missing(need, slots.scaled[need.name]))
        scaler.needs.clear()

    def guarded(guards: tuple[t.Term, ...], among: list[s.Expr]) -> None:
        for guard in guards:
            zero = compared("=", scaler.number(guard), Ratio(s.ZERO))
            needs()
            empty.append((normal.logic("and", [*among, zero]), term_text(divided_by(guard), chinese)))

    for streak in (x for each in t.children(term) for x in t.streaks_in(each)):
        if streak not in streaks:
            before = len(empty)
            guarded(streak.guards, [])
            holds = scaler.condition(streak.condition)
            needs()
            # the whole column is worked out, also where a row refuses
            can = [normal.negation(refused) for refused, _ in empty[before:]]
            streaks[streak] = normal.logic("and", [*can, holds])
    months = len(months_between(block.first, block.last)) if block.by == "month" else 0
    counted: list[s.Expr] = []
    if term.last and term.last < months:
        counted.append(s.Compare(">=", s.Var(AT), s.Int(months - term.last)))
        scaler.where(counted[0])
    if term.own is not None:
        guarded(tuple(divisors(term.own)), [])
    guarded(term.guards, list(counted))
    if term.where is not None:
        counted.append(scaler.condition(term.where))
        scaler.where(counted[-1])
    if term.own is not None and term.body is not None:
        beyond: Comparison = ">" if term.operation == "above" else "<"
        counted.append(compared(beyond, scaler.number(term.body), scaler.number(term.own)))
    where = normal.logic("and", counted) if counted else None
    value = None if term.body is None or term.own is not None else scaler.value(term.body)
    body = value if value is None or isinstance(value, Ratio) else Ratio(value)
    needs()
    cells = [c for pair in found.values() for c in pair]
    some_rows = term.operation in NEVER_EMPTY or (months > 2 * term.trim and term.where is None)
    reasons = tuple(text for _, text in empty)
    if not some_rows:
        reasons += (term_text(term, chinese),)
    exact = body is None or not body.factors
    source = Rows(
        "count" if term.own is not None else term.operation,
        block.name,
        tuple(cells),
        None if body is None else body.number,
        None if body is None or exact else body.below,
        where,
        tuple(condition for condition, _ in empty),
        term.trim,
    )
    widths = (
        [FACT] if body is None else [slots.budget.spend(x, scaler.widths) for x in (body.number, body.below)]
    )
    digits = max(widths) + (OF_ROWS if exact else OF_QUOTIENTS)
    counts = term.operation in COUNTS
    first, over = s.Var(slot.name), 1 if body is None or not exact or counts else body.over
    below, present = slot.name + BELOW, slot.name + PRESENT
    if not exact and not counts:
        params = (Param(slot.name, "int"), Param(below, "int"))
        absent = s.Compare("=", s.Var(below), s.ZERO) if reasons else None
        measure = Measure(slot, params, source, "below", reasons)
        return Scaling(measure, Ratio(first, over, (s.Var(below),)), absent, digits)
    if term.operation == "median":
        over *= 2
    if reasons:
        params = (Param(slot.name, "int"), Param(present, "bool"))
        measure = Measure(slot, params, source, "present", reasons)
        return Scaling(measure, Ratio(first, over), s.Not(s.Var(present)), digits)
    measure = Measure(slot, (Param(slot.name, "int"),), source, "", ())
    return Scaling(measure, Ratio(first, over), None, digits)


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
