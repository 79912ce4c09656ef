"""Values of terms in exact fractions: the rules of the language, and nothing clever.

A missing fact is unknown, and so is what is worked out from it, with three exceptions: `unknown and no` is no,
`unknown or yes` is yes, whichever stands first, and of a choice only the arm that is taken matters.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Mapping
from contextlib import suppress
from datetime import date
from fractions import Fraction
from typing import TypeVar, assert_never

from rubricc.compiler.ir.program import Guard, Indicator, Part
from rubricc.compiler.runtime.exact import Value, round_to, whole
from rubricc.compiler.runtime.schema import Unit
from rubricc.compiler.runtime.spans import days_late, elapsed, months_late, shifted
from rubricc.compiler.runtime.summary import COMPARISONS, put_together
from rubricc.dsl import terms as t
from rubricc.dsl.mentions import divided_by, divisors, facts_of, grouped_in, inner, of_the_whole, streaks_in

V = TypeVar("V")
Row = dict[str, Value]
Tables = Mapping[str, list[dict[str, Value | None]]]
NO_UNIT = Unit()


class Refused(Exception):
    """There is no value: what would be divided by is zero, or what would be averaged is empty."""

    def __init__(self, divisor: t.Term, names: Mapping[str, t.Term] | None = None) -> None:
        super().__init__("refused")
        self.divisor = divisor
        self.names = names  # what stands behind the references in it


class Missing(Exception):
    """There is no value: a fact is missing."""


class Evaluation:
    """Values of terms, given the tables (for slots) or the values of slots and earlier lines (for indicators)."""

    def __init__(
        self,
        tables: Tables,
        values: Mapping[str, Value] | None = None,
        absent: Mapping[str, str] | None = None,
        unit: Unit = NO_UNIT,
        columns: dict[int, list[int | Fraction]] | None = None,
        parts: Mapping[str, Part] | None = None,
    ) -> None:
        self.tables = tables
        self.values = {} if values is None else values
        self.absent = {} if absent is None else absent
        self.unit = unit
        self.columns = {} if columns is None else columns  # of a run, in order, by the term asking for them
        self.inner: dict[int, int | Fraction] = {}  # aggregates inside others, by term
        self.parts = {} if parts is None else parts
        self._worked_out: dict[str, list[Row | None]] = {}  # of parts
        self.leaders: dict[int, dict[Value, int]] = {}  # the first rows of groups, by term and key
        self.groups: dict[tuple[int, Value], int | Fraction] = {}  # aggregates over groups, by term and key
        self.only: Container[int] | None = None  # the rows that are gone through, where not all are
        self.block = ""  # whose rows are gone through, if any
        self.at = 0  # which of them
        self.streaks: Mapping[t.Streak, list[int]] = {}  # of every row
        self.partial = False  # whether facts are missing among those that are read

    def value(self, term: t.Term) -> Value:
        """An exact value: whole numbers as `int`."""
        match term:
            case t.Const():
                return whole(term.value) if isinstance(term.value, Fraction) else term.value
            case t.Ref():
                if term.name in self.absent:
                    if self.absent[term.name]:
                        raise Refused(term)
                    raise Missing
                return self.values[term.name]
            case t.Input():
                at = self.at if term.block == self.block else 0
                if term.own:
                    at = self.unit.rows[term.block]
                cell = self.tables[term.block][at].get(term.name)
                if cell is None:
                    raise Missing
                return cell
            case t.Chain():
                return self._chain(term)
            case t.Compare():
                left, right = self.value(term.left), self.value(term.right)
                return COMPARISONS[term.op](left, right)  # type: ignore[arg-type]
            case t.Logic():
                return self._logic(term)
            case t.Not():
                return not self.value(term.operand)
            case t.Select():
                chosen = next((v for c, v in term.arms if self.value(c)), term.otherwise)
                return self.value(chosen)
            case t.Pick():
                return self.value(term.values[self.number(term.index).__int__()])
            case t.Extreme():
                numbers = [self.number(o) for o in term.operands]
                return min(numbers) if term.which == "min" else max(numbers)
            case t.Rounded():
                return round_to(self.number(term.operand), term.grid, term.mode)
            case t.Steps():
                return self._steps(term)
            case t.DaysLate():
                return days_late(self.day(term.actual), self.day(term.deadline))
            case t.MonthsLate():
                return months_late(self.day(term.actual), self.day(term.deadline), term.partial == "whole")
            case t.Elapsed():
                return elapsed(term.what, self.day(term.start), self.day(term.end), term.calendar)
            case t.Shifted():
                return shifted(self.day(term.operand), term.count, term.unit)
            case t.Earlier():
                return self._earlier(term)
            case t.Streak():
                return self.streaks[term][self.at]
            case t.First():
                leads = self.leaders.setdefault(id(term), {}).setdefault(self.value(term.key), self.at)
                return leads == self.at
            case t.OfGroup():
                return self._of_group(term)
            case t.Aggregate():
                return self._aggregate(term)
            case t.Each():
                if self.partial:  # every row that is gone through needs its facts
                    raise Missing
                points = [self.points(row) for row in self.part(term.part) if row is not None]
                return whole(Fraction(put_together(points, term.how, term.k)))
            case t.Points():
                raise AssertionError(f"points outside a slot: {term}")
            case _:
                assert_never(term)

    def _settled(self, term: t.Aggregate) -> None:
        """Where facts are missing, what rows are compared with must have a value, and streaks need every row."""
        for other in inner(term):
            try:
                self.value(other)
            except Refused:
                raise Missing from None
        every = (x for each in t.children(term) for x in (*streaks_in(each), *grouped_in(each)))
        read = {name for x in every for block, name, _ in facts_of(x) if block == term.block}
        if any(row[name] is None for row in self.tables[term.block] for name in read):
            raise Missing

    def number(self, term: t.Term) -> int | Fraction:
        value = self.value(term)
        assert isinstance(value, int | Fraction)
        return value

    def day(self, term: t.Term) -> date:
        value = self.value(term)
        assert isinstance(value, date)
        return value

    def which(self, term: t.Aggregate) -> list[bool]:
        """For every row of a table, whether an aggregate counts it."""
        own, body = term.own, term.body
        if term.operation == "lacking":
            return [value is None for value in self._values(term)]
        if own is None or body is None:
            return self._rows(term, lambda: True, lambda: False)
        beyond = COMPARISONS[">" if term.operation == "above" else "<"]
        return self._rows(term, lambda: beyond(self.number(body), self.number(own)), lambda: False)

    def part(self, name: str) -> list[Row | None]:
        """For every row of a table that counts, the values of its sheet's lines, in order."""
        if name not in self._worked_out:
            part = self.parts[name]
            facts = part.facts

            def counted() -> Row:
                row: Row = {}
                outer, self.values = self.values, row
                try:
                    self.work_out(part.sheet, row)
                except Refused as refusal:
                    raise Refused(refusal.divisor, facts) from None
                finally:
                    self.values = outer
                return row

            self._worked_out[name] = self._rows(part.rows, counted, lambda: None, *facts.values())
        return self._worked_out[name]

    def points(self, row: Row) -> int | Fraction:
        """The last line of a sheet."""
        points = list(row.values())[-1]
        assert isinstance(points, int | Fraction)
        return points

    def work_out(self, sheet: Indicator, own: Row, unknown: dict[str, str] | None = None) -> None:
        """Every line of a sheet, into `own`; those that are not known, into `unknown`, where there may be such."""
        for step in sheet.steps:
            if isinstance(step, Guard):
                if not self.value(step.condition):
                    raise Refused(step.divisor)
                continue
            try:
                own[step.name] = self.value(step.term)
            except Missing:
                if unknown is None:
                    raise
                unknown[step.name] = ""

    def _rows(
        self, term: t.Aggregate, counted: Callable[[], V], other: Callable[[], V], *read: t.Term
    ) -> list[V]:
        """What is asked of every row that counts, and of every other; `read` is what that asks for."""
        outer = self.block, self.at, self.streaks
        only, self.only = self.only, None
        rows = self.tables[term.block]
        first = max(len(rows) - term.last, 0) if term.last else 0
        streaks: dict[t.Streak, list[int]] = {}
        found: list[V] = []
        refusal: Refused | None = None
        self.block, self.streaks = term.block, streaks
        try:
            for at in range(len(rows)):
                self.at = at
                for streak in (s for each in (*t.children(term), *read) for s in streaks_in(each)):
                    before = streaks.setdefault(streak, [])
                    if len(before) == at:
                        try:
                            before.append(self._longer(streak, before[-1] if before else 0))
                        except Refused as refused:
                            refusal = self._later(refusal, refused)
                            before.append(0)
                try:
                    read_here = at >= first and (only is None or at in only)
                    found.append(counted() if read_here and self._counts(term) else other())
                except Missing:
                    if not term.skip:
                        raise
                    found.append(other())
                except Refused as refused:
                    refusal = refusal if term.skip else self._later(refusal, refused)
                    found.append(other())
        finally:
            self.block, self.at, self.streaks = outer
        if refusal is not None:
            raise refusal
        return found

    def _later(self, first: Refused | None, refused: Refused) -> Refused:
        """Where facts are missing, the other rows are looked at before a row refuses: what is missing comes first."""
        if not self.partial:
            raise refused
        return first or refused

    def _logic(self, term: t.Logic) -> bool:
        """Tried from the left; an operand that is not known leaves the others to decide."""
        decides, unknown = term.op == "or", False
        for operand in term.operands:
            try:
                if self.value(operand) is decides:
                    return decides
            except Missing:
                unknown = True
        if unknown:
            raise Missing
        return not decides

    def _counts(self, term: t.Aggregate) -> bool:
        self._guard(term.guards)
        return term.where is None or bool(self.value(term.where))

    def _guard(self, guards: tuple[t.Term, ...]) -> None:
        for divisor in guards:
            if self.number(divisor) == 0:
                raise Refused(divided_by(divisor))

    def _longer(self, term: t.Streak, before: int) -> int:
        """A streak that was so long in the row before. Every row is looked at, also where nothing reads it."""
        self._guard(term.guards)
        return before + 1 if self.value(term.condition) else 0

    def _earlier(self, term: t.Earlier) -> Value:
        if self.at < term.back:
            return self.value(term.otherwise)
        self.at -= term.back
        try:
            return self.value(term.operand)
        finally:
            self.at += term.back

    def _chain(self, term: t.Chain) -> int | Fraction:
        result = Fraction(self.number(term.first))
        for op, operand in term.rest:
            number = self.number(operand)
            match op:
                case "+":
                    result += number
                case "-":
                    result -= number
                case "*":
                    result *= number
                case "/":
                    if number == 0:
                        raise Refused(operand)
                    result /= number
        return whole(result)

    def _steps(self, term: t.Steps) -> int | Fraction:
        distance, size = self.number(term.distance), self.number(term.size)
        if distance <= 0:
            return 0
        steps = Fraction(distance) / size
        match term.partial:
            case "started":
                return -(-steps // 1)
            case "whole":
                return steps // 1
            case "pro rata":
                return whole(steps)

    def _of_group(self, term: t.OfGroup) -> int | Fraction:
        """An aggregate over the rows with the key of this one, worked out once for each key."""
        key = self.value(term.key)
        if (id(term), key) not in self.groups:
            rows = self.tables[term.key.block]
            self.only = frozenset(at for at, row in enumerate(rows) if row[term.key.name] == key)
            self.groups[id(term), key] = self._over_rows(term.aggregate)
        return self.groups[id(term), key]

    def _aggregate(self, term: t.Aggregate) -> int | Fraction:
        if term.own is not None:
            return self._beyond(term, term.own)
        if self.block and id(term) in self.inner:  # the same in every row
            return self.inner[id(term)]
        value = self._over_rows(term)
        if self.block:
            self.inner[id(term)] = value
        return value

    def _beyond(self, term: t.Aggregate, own: t.Term) -> int:
        """How many rows are above or below the unit's own value; the values of the rows are put in order once."""
        if self.partial:
            with suppress(Refused):  # what is missing comes first
                self._column(term)
        self._guard((*divisors(own), *(of_the_whole(term) if term.skip else ())))
        value = self.number(own)
        column = self._column(term)
        below = bisect_left(column, value)
        return below if term.operation == "below" else len(column) - bisect_right(column, value)

    def _column(self, term: t.Aggregate) -> list[int | Fraction]:
        """The values of the rows that count, in order."""
        if id(term) not in self.columns:
            if self.partial and not self.block:
                self._settled(term)
            found = self._values(term)
            self.columns[id(term)] = sorted(x for x in found if isinstance(x, int | Fraction))
        return self.columns[id(term)]

    def _over_rows(self, term: t.Aggregate) -> int | Fraction:
        if self.partial and not self.block:
            self._settled(term)
        if term.skip:
            self._guard(of_the_whole(term))
        each = self._values(term)
        found = [value for value in each if value is not None]
        if term.operation == "count":
            return len(found)
        if term.operation == "lacking":
            return len(each) - len(found)
        if term.operation == "distinct":
            return len(set(found))
        return self._put_together(term, [x for x in found if isinstance(x, int | Fraction)])

    def _values(self, term: t.Aggregate) -> list[Value | None]:
        """The value of every row that counts, yes where nothing is worked out of it; None of every other."""
        body = term.body
        return self._rows(term, lambda: True if body is None else self.value(body), lambda: None)

    def _put_together(self, term: t.Aggregate, found: list[int | Fraction]) -> int | Fraction:
        if term.operation == "sum":
            return whole(Fraction(sum(found)))
        if len(found) <= 2 * term.trim:
            raise Refused(term)
        if term.operation == "trimmed":
            return whole(Fraction(sum(sorted(found)[term.trim : len(found) - term.trim])))
        if term.operation == "median":
            ordered = sorted(found)
            half = len(ordered) // 2
            middle = ordered[half] if len(ordered) % 2 else Fraction(ordered[half - 1] + ordered[half]) / 2
            return whole(Fraction(middle))
        return min(found) if term.operation == "min" else max(found)
