"""One indicator in whole numbers: statements for what is not a mere sum, and the values that its derivation needs."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rubricc.compiler.derivation.terms import term_text
from rubricc.compiler.ir import normal
from rubricc.compiler.ir import scaled as s
from rubricc.compiler.ir.bounds import Ranges
from rubricc.compiler.ir.program import Guard, Indicator, Line, Program, Step, slots_of
from rubricc.compiler.ir.scaled_program import (
    POINTS,
    Assign,
    Knowing,
    Param,
    Quotient,
    Refuse,
    ScaledIndicator,
    Statement,
    Type,
    told_parts,
)
from rubricc.compiler.scale.budget import Budget
from rubricc.compiler.scale.knower import Knower
from rubricc.compiler.scale.ratio import Ratio, constant, divided, product
from rubricc.compiler.scale.rows import BELOW, RowScaling, Scaling
from rubricc.compiler.scale.terms import Need, Scaled, Scaler
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import MEASURABLE

LINE = "\n."  # what the names of lines begin with, apart from those of slots
POINTS_LINES = frozenset({"base", "deduct", "add", "sum", "limited", "points"})  # in units of the grid
FEW = 8  # a product of so many factors is written out where it is used
SHORT = 3  # a sum of so many terms is written out where it is used


def scale_indicator(
    program: Program,
    indicator: Indicator,
    wanted: Collection[str],
    slots: Mapping[str, Scaling],
    ranges: Ranges,
    budget: Budget,
    row: tuple[RowScaling, Mapping[str, t.Term]] | None = None,
) -> ScaledIndicator:
    """`wanted` are the names whose values the derivation needs.

    The sheet of a `row` reads the row itself; its facts are lines, which have a name.
    """
    return _Desk(program, indicator, slots, ranges, budget, row).work(wanted)


class _Desk:
    def __init__(
        self,
        program: Program,
        indicator: Indicator,
        slots: Mapping[str, Scaling],
        ranges: Ranges,
        budget: Budget,
        row: tuple[RowScaling, Mapping[str, t.Term]] | None,
    ) -> None:
        self.program = program
        self.indicator = indicator
        self.slots = slots
        self.row = row
        self.values: dict[str, Scaled] = {}
        self.used = slots_of(indicator, slots) if row is None else {}
        self.behind: Mapping[str, t.Term] = {name: slots[name].measure.slot.term for name in self.used}
        for name in self.used:
            self.values[name] = slots[name].value
        if row is None:
            absent = {name: x for name in self.values if (x := slots[name].absent) is not None}
            self.scaler = Scaler(ranges, self.values, self._no_fact, budget, frozenset(absent))
        else:  # what a row reads is found on the way
            self.scaler, self.behind = row[0].afresh(self.values), row[1]
        for name in self.used:
            self.scaler.widths |= {p.name: slots[name].digits for p in slots[name].measure.params}
        self.knower = Knower(self.scaler, self.used)
        self.knowing: Knowing | None = None
        self.below: dict[s.Expr, s.Expr] = {}  # factors of denominators that have a name
        self.statements: list[Statement] = []
        self.types: dict[str, Type] = {}

    @staticmethod
    def _no_fact(term: t.Leaf | t.OfRow) -> Scaled:
        raise AssertionError(f"a fact outside a slot: {term}")

    def work(self, wanted: Collection[str]) -> ScaledIndicator:
        for step in self.indicator.steps:
            self._step(step)
        points = self._points()
        if self.row is None:
            self.knowing = self.knower.work(self.indicator, wanted, self.used, self.slots)
        by_points = {points: s.Var(POINTS)}
        told: list[tuple[str, Quotient | s.Expr]] = []
        for name in wanted:
            value = self.values.get(name)
            if isinstance(value, Ratio):
                if name == self.indicator.lines[-1].name:
                    told.append((name, Quotient(s.Var(POINTS), s.Int(self._unit))))
                else:
                    number = by_points.get(value.number, value.number)
                    told.append((name, Quotient(number, value.below, self._absence(name))))
            elif value is not None:
                told.append((name, value))
        return self._arranged(self._returned(points, told), told)

    def _step(self, step: Step) -> None:
        """A line or a guard; of a row that lacks facts nothing is asked but whether it lacks any."""
        done = len(self.statements)
        if isinstance(step, Guard):
            if self.row is None:
                self.knower.guard(step)
            self._guard(step)
            self.knower.statements += self.statements[done:]
        else:
            self._line(step)
            self.knower.statements += self.statements[done:]
            if self.row is None:
                self.knower.line(step)

    @property
    def _unit(self) -> int:
        return self.program.grid.denominator

    def _points(self) -> s.Expr:
        """The points in units of the grid, of which they are a multiple."""
        value = self.values[self.indicator.lines[-1].name]
        assert isinstance(value, Ratio)
        units = divided(value, constant(self.program.grid), 1)
        return _spread(normal.floor_div(units.number, units.below))

    def _absence(self, name: str) -> s.Expr | None:
        """When a slot has no value and there are points all the same."""
        absent = self.slots[name].absent if name in self.scaler.absent else None
        refused = any(isinstance(x, Refuse) and x.condition == absent for x in self.statements)
        return None if refused else absent

    def _returned(self, points: s.Expr, told: list[tuple[str, Quotient | s.Expr]]) -> s.Expr:
        """Points that were named last, and for nothing else, need no name."""
        last = self.statements[-1] if self.statements else None
        if not isinstance(last, Assign) or points != s.Var(last.name) or last.name in _read(told):
            return points
        if isinstance(last.value, s.If) and len(last.value.arms) > 1:
            return points
        self.statements.pop()
        return last.value

    # ── lines and guards ──

    def _guard(self, guard: Guard) -> None:
        condition = self.scaler.condition(guard.condition)
        self._refuse_absent()
        if isinstance(guard.condition, t.Compare) and self._holds(guard.condition):
            return
        text = term_text(
            guard.divisor,
            self.program.chinese,
            self.behind,
        )
        self._refuse(normal.negation(condition), (text,), None)

    def _holds(self, condition: t.Compare) -> bool:
        """Whether the domains leave a guard nothing to do."""
        bounds = self.scaler.bounds(condition.left)
        above = bounds.low is not None and bounds.low > 0
        return above or (condition.op == "!=" and bounds.high is not None and bounds.high < 0)

    def _refuse_absent(self) -> None:
        """Refuses where a value that is read is not there."""
        for need in self.scaler.needs:
            self._refuse_need(need)
        self.scaler.needs.clear()

    def _refuse_need(self, need: Need) -> None:
        scaling = self.slots[need.name]
        assert scaling.absent is not None
        reasons = scaling.measure.reasons
        which = s.Var(scaling.measure.params[0].name) if len(reasons) > 1 else None
        self._refuse(normal.logic("and", [*need.path, scaling.absent]), reasons, which)

    def _refuse(self, condition: s.Expr, reasons: tuple[str, ...], which: s.Expr | None) -> None:
        refusal = Refuse(condition, reasons, which)
        if condition != s.FALSE and refusal not in self.statements:
            self.statements.append(refusal)

    def _line(self, line: Line) -> None:
        self.scaler.unit = self._unit if line.name.partition("_")[0] in POINTS_LINES else 1
        value = self.scaler.value(line.term)
        self._refuse_absent()
        if line.term.kind.family in MEASURABLE:
            self.scaler.env[line.name] = self.scaler.bounds(line.term)
        self.scaler.absent -= {line.name}
        if isinstance(value, Ratio):
            self.values[line.name] = self._named(line.name, value)
        elif isinstance(value, s.Var | s.Literal) or (
            isinstance(value, s.Not) and isinstance(value.operand, s.Var)
        ):
            self.values[line.name] = value
        else:
            kind = {"yesno": "bool", "date": "date"}.get(line.term.kind.family, "str")
            self.values[line.name] = self._assign(line.name, value, kind)

    def _named(self, line: str, ratio: Ratio) -> Ratio:
        """The ratio, with a name for its numerator unless that is short."""
        number = ratio.number
        terms = number.terms if isinstance(number, s.Linear) else ((1, number),)
        if isinstance(number, s.Int) or (len(terms) <= SHORT and all(_simple(term) for _, term in terms)):
            return Ratio(number, ratio.over, self._factors(line, ratio.factors))
        if len(terms) == 1:
            factor, atom = terms[0]
            rest = number.constant if isinstance(number, s.Linear) else 0
            named = normal.linear([(factor, self._assign(line, atom, "int"))], rest)
        else:
            named = self._assign(line, number, "int")
        return Ratio(named, ratio.over, self._factors(line, ratio.factors))

    def _factors(self, line: str, factors: tuple[s.Expr, ...]) -> tuple[s.Expr, ...]:
        """The factors of a denominator, with names for those that are long; many are one."""
        if len(factors) > FEW:
            factors = (product(factors),)
        for factor in factors:
            if factor not in self.below:
                named = normal.is_long(factor, 4) or len(normal.factors_of(factor)) > FEW
                at = f"{line}{BELOW}{len(self.below)}"
                self.below[factor] = self._assign(line, factor, "int", at) if named else factor
        return tuple(self.below[factor] for factor in factors)

    def _assign(self, line: str, value: s.Expr, kind: str, name: str = "") -> s.Var:
        name = LINE + (name or line)
        if kind == "int":
            self.scaler.widths[name] = self.scaler.budget.spend(value, self.scaler.widths)
        self.types[name] = kind  # type: ignore[assignment]
        self.statements.append(Assign(name, value, line))
        return s.Var(name)

    # ── what is needed where ──

    def _arranged(self, points: s.Expr, told: list[tuple[str, Quotient | s.Expr]]) -> ScaledIndicator:
        """Statements that only the derivation needs go there; those that both need are returned."""
        live = s.variables(points)
        kept: list[Statement] = []
        for statement in reversed(self.statements):
            if isinstance(statement, Refuse):
                live |= s.variables(statement.condition)
                live |= s.variables(statement.which) if statement.which is not None else set()
            elif statement.name in live:
                live |= s.variables(statement.value)
            else:
                continue
            kept.append(statement)
        kept.reverse()
        assigned = {x.name for x in kept if isinstance(x, Assign)}
        needed = _read(told)
        extra: list[Assign] = []
        for statement in reversed(self.statements):
            if isinstance(statement, Assign) and statement.name in needed and statement.name not in assigned:
                needed |= s.variables(statement.value)
                extra.append(statement)
        extra.reverse()
        returned = tuple(
            Param(x.name, self.types[x.name]) for x in kept if isinstance(x, Assign) and x.name in needed
        )
        params = [p for name in self.used for p in self.slots[name].measure.params]
        if self.row is not None:
            params = self.row[0].params
        return ScaledIndicator(
            self.indicator,
            tuple(p for p in params if p.name in live),
            tuple(kept),
            points,
            returned,
            tuple(p for p in params if p.name in needed),
            tuple(extra),
            tuple(told),
            tuple(self.slots[name].measure.slot.name for name in self.used),
            self.knowing,
        )


def _read(told: list[tuple[str, Quotient | s.Expr]]) -> set[str]:
    """The names that the told values need."""
    found: set[str] = set()
    for _, value in told:
        found |= {v for expr in told_parts(value) for v in s.variables(expr)}
    return found


def _simple(term: s.Expr) -> bool:
    match term:
        case s.Var():
            return True
        case s.Product():
            return len(term.factors) <= FEW and all(isinstance(f, s.Var) for f in term.factors)
        case s.Flag():
            return isinstance(term.condition, s.Var)
    return False


def _spread(points: s.Expr) -> s.Expr:
    """A factor before a choice of constants goes into the constants."""
    if isinstance(points, s.Linear) and len(points.terms) == 1 and not points.constant:
        factor, atom = points.terms[0]
        if isinstance(atom, s.Pick) and all(isinstance(v, s.Int) for v in atom.values):
            return s.Pick(atom.index, tuple(normal.scaled(v, factor) for v in atom.values))
    return points
