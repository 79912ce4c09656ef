"""What the points of a sheet depend on: its variables, each with the values that the declarations leave it.

A variable is a slot, or a line that is a measure worked out from several facts (`合计(接通数) / 合计(话务量)`): points
depend on those facts through it alone, or are treated as if they did, which makes more combinations possible and never
fewer. So what holds for all values of the variables holds for all facts; what fails for some is checked on facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from itertools import product
from math import prod

from attrs import evolve, frozen

from rubricc.compiler.derivation.spec import schema_of
from rubricc.compiler.ir import told
from rubricc.compiler.ir.bounds import Bounds, Ranges
from rubricc.compiler.ir.program import Guard, Indicator, Line, Program, Step
from rubricc.compiler.proofs.functions import Functions
from rubricc.compiler.proofs.intervals import Domain, Interval
from rubricc.compiler.proofs.limits import Effort
from rubricc.compiler.proofs.pieces import TRUE, Function, Unknown
from rubricc.compiler.proofs.relations import relations
from rubricc.compiler.proofs.rows import days, taken
from rubricc.compiler.runtime.exact import Value
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import MEASURABLE, NUMBER, Kind

MOST_CASES = 512  # combinations of answers and labels
Assignment = Mapping[str, Value]
NOTHING = "\nnothing"  # the variable of a sheet that reads no number; no author's name


@frozen
class Variable:
    """`labels`: all its values, where it is an answer or a label; else it runs through a domain."""

    name: str
    kind: Kind
    domain: Domain | None
    labels: tuple[Value, ...]
    term: t.Term
    is_slot: bool

    def fact(self, x: Fraction) -> Value:
        """A value of the domain as facts have it."""
        return date.fromordinal(int(x)) if self.kind.family == "date" else x


class Ground:
    """What all sheets of a program stand on, worked out once."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.ranges = Ranges(program.blocks, program.slots)
        self.slots = program.slot
        self.parts = {part.name: part for part in program.parts}
        self.blocks = schema_of(program)
        self.effort = Effort()
        self._empty: dict[t.Term, bool] = {}
        self._relations: dict[tuple[str, ...], tuple[t.Term, ...]] = {}

    def is_empty(self, term: t.Term) -> bool:
        """Whether it is proved that an aggregate goes through no rows, because none can meet its condition."""
        if not isinstance(term, t.Aggregate) or term.where is None:
            return False
        if term not in self._empty:
            columns = {x.name for x in t.inputs_of(term.where)}
            fields = [f for f in self.ranges.blocks[term.block].fields if f.name in columns]
            try:
                self._empty[term] = next(taken(fields, [term.where]), None) is None
            except Unknown:
                self._empty[term] = False
        return self._empty[term]

    def relations(self, names: tuple[str, ...]) -> tuple[t.Term, ...]:
        """What holds between some slots, whatever the facts."""
        if names not in self._relations:
            slots = {name: self.slots[name].term for name in names}
            self._relations[names] = tuple(relations(self.ranges.blocks, slots, self.effort))
        return self._relations[names]


class Sheet:
    """An indicator as a function of its variables: its measures, or, where these are taken `apart`, its slots."""

    def __init__(self, ground: Ground, indicator: Indicator, *, apart: bool = False) -> None:
        self.ground, self.indicator = ground, indicator
        self.ranges = ranges = ground.ranges
        self.slots = ground.slots
        self.env: dict[str, Bounds] = {}
        self.terms: dict[str, t.Term] = {}
        self.measures = _measures(indicator)
        self.aliases = aliases(indicator.steps, self.measures)
        self.all_steps = _by_name(indicator.steps, self.measures)
        for line in self.all_steps:
            if isinstance(line, Line):
                self.env[line.name] = ranges.of(line.term, self.env)
                self.terms[line.name] = line.term
        self.last = indicator.lines[-1].name
        self._numbers: dict[str, frozenset[str]] = {}
        self.cuts = {n for n in self.terms if n in self.measures and len(self._facts(n)) > 1 and not apart}
        self.steps = self._needed()
        read = {name for step in self.steps for name in _names(step)}
        self.variables = {
            name: self.variable(name)
            for name in (*self.slots, *self.terms)
            if name in read and (name in self.slots or name in self.cuts)
        }

    def _facts(self, name: str) -> frozenset[str]:
        """The facts in numbers or dates that a name depends on."""
        if name in self.slots:
            return frozenset({name} if self.slots[name].term.kind.family in (*MEASURABLE, "date") else ())
        if name not in self._numbers:
            found = frozenset[str]()
            for used in _read(self.terms[name]):
                found |= self._facts(used)
            self._numbers[name] = found
        return self._numbers[name]

    def reads(self, line: str) -> set[str]:
        """The names that a line is worked out from."""
        return _read(self.terms[line])

    def lines_behind(self, line: str) -> set[str]:
        """The lines that a line is worked out from."""
        found: set[str] = set()
        todo = [line]
        while todo:
            for name in _read(self.terms[todo.pop()]):
                if name in self.terms and name not in found:
                    found.add(name)
                    todo.append(name)
        return found

    def slots_behind(self, line: str) -> list[str]:
        """The slots that a line is worked out from."""
        read = {name for each in (line, *self.lines_behind(line)) for name in _read(self.terms[each])}
        return [name for name in self.slots if name in read]

    def _needed(self) -> tuple[Step, ...]:
        """The steps from the variables to the points; guards of what lies before the variables fall away."""
        wanted = {self.last}
        kept: list[Step] = []
        for step in reversed(self.all_steps):
            if isinstance(step, Line) and step.name in wanted and step.name not in self.cuts:
                kept.append(step)
                wanted |= _read(step.term)
            elif isinstance(step, Guard) and _read(step.condition) <= wanted:
                kept.append(step)
        return tuple(reversed(kept))

    # ── variables ──

    def variable(self, name: str) -> Variable:
        """A slot or a line as a variable."""
        is_slot = name in self.slots
        term = self.slots[name].term if is_slot else self.terms[name]
        kind = term.kind
        if kind.family == "yesno":
            return Variable(name, kind, None, (True, False), term, is_slot)
        if kind.family == "label":
            return Variable(name, kind, None, kind.labels, term, is_slot)
        if kind.family == "text":
            return Variable(
                name, kind, None, ("……",), term, is_slot
            )  # who judged and why: no points hang on it
        return Variable(name, kind, self._domain(term, kind, is_slot), (), term, is_slot)

    def _domain(self, term: t.Term, kind: Kind, is_slot: bool) -> Domain:
        if kind.family == "date":
            return self._days(term)
        if kind.family not in MEASURABLE:
            raise Unknown("term")
        if not is_slot:
            bounds = self.ranges.of(term, self.env)
            return Domain(Interval(bounds.low, self._at_most_one(term, bounds.high)))
        bounds = self.ranges.of(term, {})
        if (
            isinstance(term, t.Aggregate)
            and term.operation in ("count", "sum")
            and self.ground.is_empty(term)
        ):
            bounds = Bounds(Fraction(0), Fraction(0))
        low_open, high_open = self.ranges.open_ends(term)
        whole = Interval(bounds.low, bounds.high, low_open, high_open)
        domain = Domain(whole, self.ranges.grid(term))
        clipped = domain.clip(whole)
        if clipped is None:
            raise Unknown("term")
        return evolve(domain, whole=clipped)

    def _days(self, term: t.Term) -> Domain:
        field = self.ranges.fields.get((term.block, term.name)) if isinstance(term, t.Input) else None
        return days(None, None) if field is None else days(field.low, field.high)

    def _at_most_one(self, term: t.Term, high: Fraction | None) -> Fraction | None:
        """A part of what is declared never to be less (`接通数: count <= 话务量`) is at most the whole."""
        if not isinstance(term, t.Chain) or len(term.rest) != 1 or term.rest[0][0] != "/":
            return high
        part, whole = (self.slots[x.name].term if isinstance(x, t.Ref) and x.name in self.slots else x
                       for x in (term.first, term.rest[0][1]))  # fmt: skip
        if isinstance(part, t.Aggregate) and isinstance(whole, t.Aggregate):
            alike = (part.operation, part.block, part.where) == (whole.operation, whole.block, whole.where)
            if not alike or part.operation != "sum" or part.body is None or whole.body is None:
                return high
            part, whole = part.body, whole.body
        if isinstance(part, t.Input) and isinstance(whole, t.Input) and part.block == whole.block:
            field = self.ranges.fields.get((part.block, part.name))
            if field is not None and field.at_most == whole.name:
                return Fraction(1) if high is None else min(high, Fraction(1))
        return high

    @property
    def numbers(self) -> tuple[Variable, ...]:
        """The variables that run through a domain; one of a single value where there is none."""
        found = tuple(v for v in self.variables.values() if v.domain is not None)
        one = Domain(Interval(Fraction(0), Fraction(0)), Fraction(1))
        return found or (Variable(NOTHING, NUMBER, one, (), t.Const(Fraction(0), NUMBER), True),)

    @property
    def choices(self) -> tuple[Variable, ...]:
        return tuple(v for v in self.variables.values() if v.domain is None)

    def cases(self) -> tuple[list[dict[str, Value]], bool]:
        """Combinations of answers and labels, and whether these are all: else those one answer away from two alike."""
        names = [v.name for v in self.choices]
        if prod(len(v.labels) for v in self.choices) <= MOST_CASES:
            return [
                dict(zip(names, values, strict=True)) for values in product(*(v.labels for v in self.choices))
            ], True
        ends = [{v.name: v.labels[at] for v in self.choices} for at in (0, -1)]
        flipped = [end | {v.name: x} for end in ends for v in self.choices for x in v.labels]
        return [*ends, *flipped][:MOST_CASES], False

    # ── functions ──

    def functions(self, variable: Variable, fixed: Assignment) -> dict[str, Function]:
        """Every needed line as a function of one variable, the others fixed; the last is that of the points."""
        assert variable.domain is not None
        functions = Functions.of(variable.name, variable.domain, fixed)
        passed = functions.algebra.everywhere(TRUE)
        for step in self.steps:
            if isinstance(step, Guard):
                passed = functions.algebra.join(
                    passed, functions.value(step.condition), lambda i, a, b: [(i, b)]
                )
            else:
                functions.known[step.name] = functions.value(step.term)
        points = functions.guarded(functions.known[self.last], passed)
        return functions.known | {self.last: points}


def _by_name(steps: tuple[Step, ...], measures: set[str]) -> tuple[Step, ...]:
    """The steps with measures called by their names where their formulas are written out once more.

    A measure that is another by a second name (that of a `let`, say) is called by the first.
    """
    known: dict[t.Term, t.Ref] = {}
    alike = aliases(steps, measures)

    def named(term: t.Term) -> t.Term:
        if isinstance(term, t.Ref):
            return alike.get(term.name, term)
        if term in known:
            return known[term]
        return t.rebuilt(term, named)

    found: list[Step] = []
    for step in steps:
        if isinstance(step, Guard):
            found.append(Guard(named(step.condition), step.divisor))
            continue
        term = named(step.term)
        found.append(Line(step.name, term))
        if step.name in measures and not isinstance(term, t.Const | t.Ref):
            known.setdefault(term, t.Ref(step.name, term.kind))
    return tuple(found)


def aliases(steps: tuple[Step, ...], measures: set[str]) -> dict[str, t.Ref]:
    """The measures that are nothing but another line or slot, and that one."""
    found: dict[str, t.Ref] = {}
    for step in steps:
        if isinstance(step, Line) and step.name in measures and isinstance(step.term, t.Ref):
            found[step.name] = found.get(step.term.name, step.term)
    return found


def _measures(indicator: Indicator) -> set[str]:
    """The lines that clauses measure by."""
    found: set[str] = set()
    for clause in indicator.clauses:
        match clause.told:
            case told.MeasureTold(line=line) | told.LetTold(line=line):
                found.add(line)
            case told.BandsTold(measure=line) | told.TableTold(measure=line) | told.StepTold(measure=line):
                found.add(line)
            case told.ProRataTold(share=line):
                found.add(line)
            case told.CountTold(number=line) | told.TiersTold(number=line):
                found.add(line)
            case _:
                pass
    return found


def _read(term: t.Term) -> set[str]:
    """The names that a term refers to."""
    found: set[str] = set()
    todo = [term]
    while todo:
        one = todo.pop()
        if isinstance(one, t.Ref):
            found.add(one.name)
        else:
            todo += t.children(one)
    return found


def _names(step: Step) -> set[str]:
    return _read(step.term) if isinstance(step, Line) else _read(step.condition)
