"""Terms as formulas of z3, and the question whether values make conditions true: the only module that knows z3.

Every term says here what the interpreter makes of it: exact rationals, a domain with a grid as whole numbers of its
steps, days as ordinals, labels as codes, roundings and steps by the floor. What cannot be said raises `Unknown`. The
work on one question is limited in the solver's own units, so that the same rubric has the same answer on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from fractions import Fraction
from typing import Any, assert_never

import z3

from rubricc.compiler.proofs.intervals import Domain
from rubricc.compiler.proofs.limits import Effort
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.runtime.exact import Value
from rubricc.dsl import terms as t
from rubricc.dsl.nodes import Rounding

SMALL = 1_000  # steps of a grid, or whole numbers: values that people like to read
TOO_LONG = 30_000  # milliseconds for one question: a guard for machines that are very slow
Formula = Any  # of z3, which has no types


class System:
    """Variables, what is known of them, and what follows from them."""

    def __init__(self) -> None:
        self.known: list[Formula] = []
        self.likely: list[Formula] = []  # where there is a choice
        self.read: dict[str, tuple[Formula, str]] = {}  # the variables, and the families of their kinds
        self.codes: dict[str, int] = {}

    # ── variables ──

    def variable(self, name: str, family: str, domain: Domain | None, labels: Sequence[Value]) -> Formula:
        """A new variable; the name must be its own."""
        if family == "yesno":
            found = z3.Bool(name)
        elif family in ("label", "text"):
            found = z3.Int(name)
            if family == "label":
                self.known.append(z3.Or([found == self._code(str(label)) for label in labels]))
        else:
            assert domain is not None
            found = self._number(name, domain)
        self.read[name] = found, family
        return found

    def _number(self, name: str, domain: Domain) -> Formula:
        if domain.grid is None:
            found, steps = (exact := z3.Real(name)), exact
        else:
            steps = z3.Int(name)
            found = z3.ToReal(steps) * _exact(domain.grid)
        whole = domain.whole
        if whole.low is not None:
            low = _exact(whole.low)
            self.known.append(found > low if whole.low_open else found >= low)
        if whole.high is not None:
            high = _exact(whole.high)
            self.known.append(found < high if whole.high_open else found <= high)
        if not domain.far:
            self.likely.append(z3.And(steps <= SMALL, steps >= -SMALL))
        return found

    def require(self, condition: Formula) -> None:
        self.known.append(condition)

    def find(self, conditions: Sequence[Formula], effort: Effort) -> dict[str, Value] | None:
        """Values of all variables for which all conditions hold; None where there are none."""
        found = self._model([*self.known, *conditions], effort)
        if found is None:
            return None
        with suppress(Unknown):  # values that are easier to read, if there are some
            return self._model([*self.known, *conditions, *self.likely], effort) or found
        return found

    def _model(self, conditions: Sequence[Formula], effort: Effort) -> dict[str, Value] | None:
        context = z3.Context()  # of its own: what was asked before would decide where the search begins
        solver = z3.Solver(ctx=context)
        solver.set("rlimit", effort.grant(), "timeout", TOO_LONG)
        solver.add(*(condition.translate(context) for condition in conditions))
        before = _spent(solver)
        answer = solver.check()
        effort.spend(_spent(solver) - before)
        if answer == z3.unsat:
            return None
        if answer == z3.unknown:
            raise Unknown("limit" if effort.was_reached else "slow" if _slow(solver) else "unsolved")
        model = solver.model()
        return {
            name: self._value(model, formula.translate(context), family)
            for name, (formula, family) in self.read.items()
        }

    def _value(self, model: Any, formula: Formula, family: str) -> Value:
        value = model.eval(formula, model_completion=True)
        if family == "yesno":
            return bool(z3.is_true(value))
        if family in ("label", "text"):
            code = value.as_long()
            return next((text for text, known in self.codes.items() if known == code), f"……{code}")
        if not z3.is_rational_value(value):
            raise Unknown("facts")  # a root
        number = Fraction(value.as_fraction())
        return date.fromordinal(int(number)) if family == "date" else number

    # ── terms ──

    def _code(self, text: str) -> int:
        return self.codes.setdefault(text, len(self.codes))

    def constant(self, value: Value) -> Formula:
        if isinstance(value, bool):
            return z3.BoolVal(value)
        if isinstance(value, str):
            return z3.IntVal(self._code(value))
        return _exact(Fraction(value.toordinal() if isinstance(value, date) else value))

    def term(self, term: t.Term, values: Mapping[str, Formula]) -> Formula:
        """What a term comes to; `values` has the names that it reads."""

        def of(each: t.Term) -> Formula:
            return self.term(each, values)

        match term:
            case t.Const():
                return self.constant(term.value)
            case t.Ref():
                if term.name not in values:
                    raise Unknown("term", term.name)
                return values[term.name]
            case t.Chain():
                return self._chain(term, values)
            case t.Compare():
                return _compared(term.op, of(term.left), of(term.right))
            case t.Logic():
                return (z3.And if term.op == "and" else z3.Or)([of(x) for x in term.operands])
            case t.Not():
                return z3.Not(of(term.operand))
            case t.Select():
                found = of(term.otherwise)
                for condition, value in reversed(term.arms):
                    found = z3.If(of(condition), of(value), found)
                return found
            case t.Pick():
                index, (*others, found) = of(term.index), [of(x) for x in term.values]
                for at, value in reversed(list(enumerate(others))):
                    found = z3.If(index == at, value, found)
                return found
            case t.Extreme():
                found, *rest = (of(x) for x in term.operands)
                for other in rest:
                    found = z3.If(found >= other if term.which == "max" else found <= other, found, other)
                return found
            case t.Rounded():
                return _rounded(of(term.operand) / _exact(term.grid), term.mode) * _exact(term.grid)
            case t.Steps():
                return self._steps(term, values)
            case t.DaysLate():
                late = of(term.actual) - of(term.deadline)
                return z3.If(late > 0, late, 0)
            case t.MonthsLate():
                return z3.ToReal(_months_late(of(term.actual), of(term.deadline), term.partial == "whole"))
            case t.Elapsed():
                return _elapsed(term, of(term.start), of(term.end))
            case t.Shifted():
                return _shifted(of(term.operand), term.count, term.unit)
            case (
                t.Input() | t.Aggregate() | t.Points() | t.Each() | t.Earlier() | t.Streak() | t.First() | t.OfGroup()
            ):  # fmt: skip
                raise Unknown("term")
            case _:
                assert_never(term)

    def _chain(self, term: t.Chain, values: Mapping[str, Formula]) -> Formula:
        found = self.term(term.first, values)
        for op, operand in term.rest:
            other = self.term(operand, values)
            match op:
                case "+":
                    found = found + other
                case "-":
                    found = found - other
                case "*":
                    found = found * other
                case "/":
                    found = self._divided(found, other)
        return found

    def _divided(self, whole: Formula, by: Formula) -> Formula:
        """A quotient as a number of its own, so that the solver sees a product; of 0 nothing is known."""
        if z3.is_rational_value(by):
            return whole / by
        found = z3.Real(f"\nquotient {len(self.known)}")  # no name of an author
        self.known.append(z3.Implies(by != 0, found * by == whole))
        return found

    def _steps(self, term: t.Steps, values: Mapping[str, Formula]) -> Formula:
        distance = self.term(term.distance, values)
        steps = self._divided(distance, self.term(term.size, values))
        match term.partial:
            case "started":
                steps = _ceiling(steps)
            case "whole":
                steps = _floor(steps)
            case "pro rata":
                pass
        return z3.If(distance <= 0, 0, steps)


def _exact(value: Fraction) -> Formula:
    return z3.RealVal(f"{value.numerator}/{value.denominator}")


def _spent(solver: Any) -> int:
    """Units of work of its context so far."""
    return next((int(value) for key, value in solver.statistics() if key == "rlimit count"), 0)


def _slow(solver: Any) -> bool:
    return solver.reason_unknown() in ("timeout", "canceled")


def _compared(op: str, left: Formula, right: Formula) -> Formula:
    match op:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case ">=":
            return left >= right
        case "=":
            return left == right
    return left != right


def _floor(number: Formula) -> Formula:
    return z3.ToReal(z3.ToInt(number))


def _ceiling(number: Formula) -> Formula:
    return -_floor(-number)


def _rounded(number: Formula, mode: Rounding) -> Formula:
    """To whole numbers; all modes treat -x like x."""
    away = z3.If(number >= 0, number, -number)
    half = _exact(Fraction(1, 2))
    match mode:
        case "up":
            found = _ceiling(away)
        case "down":
            found = _floor(away)
        case "half up":
            found = _floor(away + half)
        case "half even":
            found = _floor(away + half)
            tie = z3.And(found == away + half, z3.ToInt(found) % 2 == 1)
            found = z3.If(tie, found - 1, found)
    return z3.If(number >= 0, found, -found)


# ── days ──


def _month_and_day(day: Formula) -> tuple[Formula, Formula]:
    """How many months a day lies after March of the year 0, and the day of its month, of the ordinal of a day.

    Years that begin in March end in their leap day, so that months are told by divisions alone.
    """
    since = z3.ToInt(day) + 305
    era = since / 146097
    rest = since - era * 146097
    year = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365
    of_year = rest - (365 * year + year / 4 - year / 100)
    month = (5 * of_year + 2) / 153
    return 12 * (400 * era + year) + month, of_year - (153 * month + 2) / 5 + 1


def _first_of(month: Formula) -> Formula:
    """The ordinal of the first day of a month that is counted like that."""
    year, at = month / 12, month % 12
    return 365 * year + year / 4 - year / 100 + year / 400 + (153 * at + 2) / 5 - 305


def _months_late(actual: Formula, deadline: Formula, whole: bool) -> Formula:
    month, day = _month_and_day(actual)
    due, due_day = _month_and_day(deadline)
    months = month - due
    if whole:
        is_last = (
            _month_and_day(actual + 1)[0] != month
        )  # it has no such day as the deadline's: its last one counts
        late = z3.If(z3.Or(day >= due_day, is_last), months, months - 1)
    else:
        late = z3.If(day <= due_day, months, months + 1)
    return z3.If(late > 0, late, 0)


def _elapsed(term: t.Elapsed, start: Formula, end: Formula) -> Formula:
    match term.what:
        case "days":
            return (end - start) * 86400
        case "months":
            backwards = -_months_late(start, end, True)
            return z3.ToReal(z3.If(end >= start, _months_late(end, start, True), backwards))
    raise Unknown("term")  # what a calendar knows of hundreds of days


def _shifted(day: Formula, count: int, unit: str) -> Formula:
    if unit == "day":
        return day + count
    month, of_month = _month_and_day(day)
    there, last = _first_of(month + count) + of_month - 1, _first_of(month + count + 1) - 1
    return z3.ToReal(z3.If(there <= last, there, last))
