"""What the points of a sheet depend on: its variables, each with the values that the declarations leave it.

A variable is a slot, or a line that is a measure worked out from several facts (`合计(接通数) / 合计(话务量)`): points
depend on those facts through it alone, or are treated as if they did, which makes more combinations possible and never
fewer. So what holds for all values of the variables holds for all facts; what fails for some is checked on facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, KeysView, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from rubricc.compiler.derivation.spec import schema_of
from rubricc.compiler.ir import told
from rubricc.compiler.ir.bounds import Bounds, Ranges
from rubricc.compiler.ir.measures import aliases, by_name, measures_of
from rubricc.compiler.ir.program import Guard, Indicator, Line, Part, Program, Step, slots_of
from rubricc.compiler.proofs.applies import where_it_applies
from rubricc.compiler.proofs.functions import Functions
from rubricc.compiler.proofs.intervals import Domain, Interval
from rubricc.compiler.proofs.limits import Effort
from rubricc.compiler.proofs.pieces import TRUE, Function, Unknown
from rubricc.compiler.proofs.relations import of_points, relations
from rubricc.compiler.proofs.rows import days, taken, texts
from rubricc.compiler.runtime.exact import Value
from rubricc.compiler.runtime.schema import FILLED, Block, months_between
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import MEASURABLE, NUMBER, Kind

if TYPE_CHECKING:
    from rubricc.compiler.proofs.within import Within

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
    """What all sheets of a program stand on, worked out once; of sheets that speak of one row, `within` what."""

    def __init__(self, program: Program, within: Within | None = None) -> None:
        self.program = program
        self.within = within
        self.ranges = Ranges(program.blocks, program.slots)
        self.slots = dict(program.slot)
        self.place = {name: at for at, name in enumerate(self.slots)}
        self.parts = {part.name: part for part in program.parts}
        self.blocks = schema_of(program)
        self.effort: Effort = Effort() if within is None else within.ground.effort
        self._narrow: dict[tuple[str, frozenset[str]], Block] = {}
        self._empty: dict[t.Term, bool] = {}
        self._relations: dict[tuple[str, ...], tuple[t.Term, ...]] = {}

    def declared(self, rows: Mapping[str, Sequence[Mapping[str, object]]]) -> list[Block]:
        """What is declared of the facts that rows speak of: of others nothing is asked, so none are missing."""
        found: list[Block] = []
        for block in self.blocks:
            names = frozenset(name for row in rows.get(block.name, ()) for name in row)
            key = (block.name, names)
            if block.name in rows and key not in self._narrow:
                spoken = tuple(f for f in block.fields if f.name.removesuffix(FILLED) in names or f.judged)
                # rows that are only counted are rows of the whole table: of no columns there are none
                self._narrow[key] = block._replace(fields=spoken or block.fields)
            found += [self._narrow[key]] if block.name in rows else []
        return found

    def narrow(self, part: Part, points: Bounds) -> None:
        """Tell what is known of the points that one row of a part can have."""
        for name, slot in self.slots.items():
            term = slot.term
            if isinstance(term, t.Each) and term.part == part.name:
                least, most = points.low, points.high
                term = evolve(
                    term,
                    least=term.least if least is None else max(least, term.least),
                    most=term.most if most is None else min(most, term.most),
                )
                self.slots[name], self.ranges.slots[name] = evolve(slot, term=term), term

    def summed(self, term: t.Each) -> Bounds:
        """What rows come to: of every month of a period, as many times what one has as there are months."""
        part, block = self.parts[term.part], self.ranges.blocks[term.block]
        if term.how != "sum" or part.rows.where is not None or block.by != "month":
            return self.ranges.of(term, {})
        months = len(months_between(block.first, block.last))
        return Bounds(term.least * months, term.most * months)

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
            self._relations[names] = (
                *relations(self.ranges.blocks, slots, self.effort),
                *of_points(slots, self.parts),
            )
        return self._relations[names]


class Sheet:
    """An indicator as a function of its variables: its measures, or, where these are taken `apart`, its slots."""

    def __init__(self, ground: Ground, indicator: Indicator, *, apart: bool = False) -> None:
        self.stated = indicator
        self.indicator = indicator = where_it_applies(indicator, ground.program.conditions)
        self.ground, self.apart = ground, apart
        self.ranges = ground.ranges
        self.read = slots_of(indicator, ground.slots)  # in the order in which they are first read
        self.slots = {name: ground.slots[name] for name in sorted(self.read, key=ground.place.__getitem__)}
        self.env: dict[str, Bounds] = {}
        self.terms: dict[str, t.Term] = {}
        self.measures = measures_of(indicator)
        self.aliases = aliases(indicator.steps, self.measures)
        self.all_steps = by_name(indicator.steps, self.measures)
        self.means = dict(self._means())
        for line in self.all_steps:
            if isinstance(line, Line):
                self.env[line.name] = self._bounds(line)
                self.terms[line.name] = line.term
        self.last = indicator.lines[-1].name
        self._reads: dict[str, KeysView[str]] = {}
        self._variables: dict[str, Variable] = {}
        self._numbers: dict[str, frozenset[str]] = {}
        measures = {*self.measures, *self.means}
        self.cuts = {n for n in self.terms if n in measures and len(self._facts(n)) > 1 and not apart}
        self.steps = self._needed()
        read = {name for step in self.steps for name in self._names(step)}
        self.variables = {
            name: self.variable(name)
            for name in (*self.slots, *self.terms)
            if name in read and (name in self.slots or name in self.cuts)
        }

    def _bounds(self, line: Line) -> Bounds:
        """What a line can be; a mean of what rows have got lies where the points of one row do."""
        each = self.means.get(line.name)
        return self.ranges.of(line.term, self.env) if each is None else Bounds(each.least, each.most)

    def _means(self) -> Iterator[tuple[str, t.Each]]:
        """The lines that are a mean of what rows have got."""
        for clause in self.indicator.clauses:
            if isinstance(clause.told, told.EachTold) and clause.told.counted:
                for slot in self.slots.values():
                    if isinstance(slot.term, t.Each) and slot.term.part == clause.told.part:
                        yield clause.told.line, slot.term

    @property
    def scored_by(self) -> tuple[Ground, Indicator]:
        """The indicator whose points facts for this sheet have: that which goes through the row, for a row."""
        within = self.ground.within
        return (self.ground, self.indicator) if within is None else (within.ground, within.indicator)

    def _facts(self, name: str) -> frozenset[str]:
        """The facts in numbers or dates that a name depends on."""
        if name in self.slots:
            return frozenset({name} if self.slots[name].term.kind.family in (*MEASURABLE, "date") else ())
        if name not in self._numbers:
            found = frozenset[str]()
            for used in self.reads(name):
                found |= self._facts(used)
            self._numbers[name] = found
        return self._numbers[name]

    def reads(self, line: str) -> KeysView[str]:
        """The names that a line is worked out from, in the order in which it reads them."""
        if line not in self._reads:
            self._reads[line] = _read(self.terms[line])
        return self._reads[line]

    def _names(self, step: Step) -> KeysView[str]:
        return self.reads(step.name) if isinstance(step, Line) else _read(step.condition)

    def lines_behind(self, line: str) -> set[str]:
        """The lines that a line is worked out from."""
        found: set[str] = set()
        todo = [line]
        while todo:
            for name in self.reads(todo.pop()):
                if name in self.terms and name not in found:
                    found.add(name)
                    todo.append(name)
        return found

    def slots_behind(self, line: str) -> list[str]:
        """The slots that a line is worked out from, in the order in which it reads them."""
        found: dict[str, None] = {}
        for name in self.reads(line):
            found |= {name: None} if name in self.slots else dict.fromkeys(self.slots_behind(name))
        return list(found)

    def _needed(self) -> tuple[Step, ...]:
        """The steps from the variables to the points; guards of what the points do not read fall away."""
        wanted = {self.last}
        for step in reversed(self.all_steps):
            if isinstance(step, Line) and step.name in wanted and step.name not in self.cuts:
                wanted.update(self.reads(step.name))
        guards = [step for step in self.all_steps if isinstance(step, Guard) and self._known(step, wanted)]
        for guard in guards:
            wanted |= self._lines(_read(guard.condition))
        return tuple(
            step for step in self.all_steps
            if (step in guards if isinstance(step, Guard) else step.name in wanted - self.cuts)
        )  # fmt: skip

    def _known(self, guard: Guard, wanted: set[str]) -> bool:
        """Whether a guard can be told from what the points read."""
        read = self._lines(_read(guard.condition))
        return all(name in wanted for name in read if name in self.slots or name in self.cuts)

    def _lines(self, names: Iterable[str]) -> set[str]:
        """Names, and those that they are worked out from, as far as the variables."""
        found: set[str] = set()
        todo = list(names)
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                todo += self.reads(name) if name in self.terms and name not in self.cuts else ()
        return found

    # ── variables ──

    def variable(self, name: str) -> Variable:
        """A slot or a line as a variable."""
        if name not in self._variables:
            self._variables[name] = self._variable(name)
        return self._variables[name]

    def _variable(self, name: str) -> Variable:
        is_slot = name in self.slots
        term = self.slots[name].term if is_slot else self.terms[name]
        kind = term.kind
        written = self.means.get(name, term) if self.ground.within is None else self._opened(term)
        if kind.family == "yesno":
            return Variable(name, kind, None, (True, False), written, is_slot)
        if kind.family == "label":
            return Variable(name, kind, None, self._labels(term), written, is_slot)
        if kind.family == "text":
            return Variable(name, kind, None, self._texts, written, is_slot)
        return Variable(name, kind, self._domain(name, term, kind, is_slot), (), written, is_slot)

    def _opened(self, term: t.Term) -> t.Term:
        """A term with the facts of a row for their names, which other rows and the rubric have as well."""
        if isinstance(term, t.Ref):
            return self.slots[term.name].term if term.name in self.slots else term
        return term if isinstance(term, t.Leaf | t.OfRow) else t.rebuilt(term, self._opened)

    def _labels(self, term: t.Term) -> tuple[str, ...]:
        """The options that are declared; where two rubrics declare a fact, those that both have."""
        field = self.ranges.fields.get((term.block, term.name)) if isinstance(term, t.Input) else None
        return term.kind.labels if field is None else field.kind.labels

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        """What texts may be: one will do where none is compared with another, as who judged, and why."""
        terms = (step.term if isinstance(step, Line) else step.condition for step in self.all_steps)
        if not any(map(_compares_texts, terms)):
            return texts(1)
        return texts(sum(slot.term.kind.family == "text" for slot in self.slots.values()))

    def _domain(self, name: str, term: t.Term, kind: Kind, is_slot: bool) -> Domain:
        if kind.family == "date":
            return self._days(term)
        if kind.family not in MEASURABLE:
            raise Unknown("term")
        if not is_slot:
            bounds = self.env[name]
            return Domain(Interval(bounds.low, self._at_most_one(term, bounds.high)))
        bounds = self.ground.summed(term) if isinstance(term, t.Each) else self.ranges.of(term, {})
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
        """A part of what is declared never to be less, nor below 0 (`接通数: count <= 话务量`), is at most one."""
        if not isinstance(term, t.Chain) or len(term.rest) != 1 or term.rest[0][0] != "/":
            return high
        part, whole = (self.slots[x.name].term if isinstance(x, t.Ref) and x.name in self.slots else x
                       for x in (term.first, term.rest[0][1]))  # fmt: skip
        if isinstance(part, t.Aggregate) and isinstance(whole, t.Aggregate):
            over = [evolve(each, body=None, guards=()) for each in (part, whole)]  # which rows, and how
            if over[0] != over[1] or part.skip or part.operation != "sum" or not (part.body and whole.body):
                return high
            part, whole = part.body, whole.body
        if isinstance(part, t.Input) and isinstance(whole, t.Input) and part.block == whole.block:
            field = self.ranges.fields.get((part.block, part.name))
            low = self.ranges.of(whole, {}).low  # of what is below 0, a part is more than the whole
            if field is not None and field.at_most == whole.name and low is not None and low >= 0:
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


def _compares_texts(term: t.Term) -> bool:
    compared = isinstance(term, t.Compare) and term.left.kind.family == "text"
    return compared or any(map(_compares_texts, t.children(term)))


def _read(term: t.Term) -> KeysView[str]:
    """The names that a term refers to, in the order in which it does."""
    found: dict[str, None] = {}
    todo = [term]
    while todo:
        one = todo.pop()
        if isinstance(one, t.Ref):
            found[one.name] = None
        else:
            todo += reversed(t.children(one))
    return found.keys()
