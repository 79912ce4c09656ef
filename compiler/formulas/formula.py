"""From the lines of an indicator to its formula: one term, and the few values that it calls by a name.

Assumes a program without errors. Guarantees: the formula gives what the lines give, for all facts with which its
conditions hold; what it names stands before it is read, if definitions are gone through from the last. Named is what
clauses measure by, what is cases and stands within a term, what is long, and what is read more than once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from attrs import evolve, frozen

from rubricc.compiler.formulas.plain import (
    NO,
    YES,
    Plain,
    holds,
    is_holds,
    is_number,
    never_zero,
    picked,
    shorter,
)
from rubricc.compiler.ir import told
from rubricc.compiler.ir.bounds import Ranges
from rubricc.compiler.ir.measures import by_name, measures_of
from rubricc.compiler.ir.program import Absent, Guard, Indicator, Line, Part, Program
from rubricc.dsl import terms as t
from rubricc.dsl.missing import asked_of

POINTS = "\npoints"  # the name of what a formula gives; no author's name
LONG = 10  # values read: what is longer gets a name of its own
_LITTLE = 2  # what is no longer is written out as often as it is read


@frozen
class Formula:
    """`definitions`: what has a name, the points first. `called`: the authors' names of lines."""

    definitions: Mapping[str, t.Term]
    called: Mapping[str, str]
    conditions: tuple[t.Term, ...]  # without which there are no points
    instead: tuple[
        tuple[Absent, t.Term | None], ...
    ]  # what is given where; the condition of what does not apply
    parts: tuple[tuple[Part, Formula], ...]  # what is worked out for every row

    @property
    def params(self) -> tuple[t.Const, ...]:
        """The constants that are written as parameters, in the order in which they are read."""
        found: dict[str, t.Const] = {}
        for term in (*self.definitions.values(), *self.conditions):
            for one in constants(term):
                if isinstance(one.given, t.Ref):
                    found.setdefault(one.given.name, one)
        return tuple(found.values())


def formula_of(program: Program, indicator: Indicator, ranges: Ranges) -> Formula:
    """The formula of an indicator, of a condition, or of the sheet of a part."""
    writer = _Writer(program, indicator, ranges)
    conditions = tuple(dict.fromkeys(writer.guards()))
    points = writer.cases(t.Ref(indicator.lines[-1].name, indicator.lines[-1].term.kind))
    found: dict[str, t.Term] = {}
    slots: dict[str, None] = {}

    def read_by(term: t.Term) -> None:
        for ref in _refs(term):
            if ref.name in program.slot:
                slots[ref.name] = None
            elif ref.name not in found:
                read_by(writer.named[ref.name])
                found[ref.name] = writer.named[ref.name]

    for term in (*conditions, points):
        read_by(term)
    definitions = {POINTS: points, **dict(reversed(found.items()))}
    each = [program.slot[name].term for name in slots]
    wanted = {term.part for term in each if isinstance(term, t.Each)}
    parts = tuple((p, formula_of(program, p.sheet, ranges)) for p in program.parts if p.name in wanted)
    instead = tuple((a, _condition(program, a, ranges)) for a in indicator.absent)
    return Formula(definitions, writer.called, conditions, instead, parts)


def _condition(program: Program, absent: Absent, ranges: Ranges) -> t.Term | None:
    if absent.condition is None:
        return None
    found = formula_of(program, program.conditions[absent.condition], ranges).definitions[POINTS]
    return found.arms[0][0] if isinstance(found, t.Select) and is_holds(found) else found


class _Writer:
    """The terms of lines with the lines that they read written out."""

    def __init__(self, program: Program, indicator: Indicator, ranges: Ranges) -> None:
        self.slots = {slot.name: slot.term for slot in program.slots}
        self.steps = by_name(indicator.steps, measures_of(indicator))
        self.called = _called(indicator)
        self.named: dict[str, t.Term] = {}
        self.alias: dict[str, t.Term] = {}
        self.written: dict[str, t.Term] = {}
        self.plain = Plain(ranges)
        self.lines = self.plain.lines
        self._plain()
        self.read = self._counted(indicator.lines[-1].name)

    def _plain(self) -> None:
        """Every line plainly; of one that is another, that one is taken."""
        for step in self.steps:
            if isinstance(step, Line):
                term = self.plain.add(step.name, self._renamed(step.term))
                if self._is_another(step.name, term):
                    self.alias[step.name] = term

    def _is_another(self, line: str, term: t.Term) -> bool:
        """A fact, a constant or another line: what an author calls by a name keeps that, if it is worked out."""
        if isinstance(term, t.Ref) and term.name in self.slots:
            return line not in self.called or isinstance(self.slots[term.name], t.Input)
        return isinstance(term, t.Ref | t.Const | t.Leaf | t.OfRow)

    def _renamed(self, term: t.Term) -> t.Term:
        if isinstance(term, t.Ref):
            return self.alias.get(term.name, term)
        return term if isinstance(term, t.Leaf | t.OfRow) else t.rebuilt(term, self._renamed)

    def _counted(self, last: str) -> Counter[str]:
        """How often every line is read on the way to the points."""
        found: Counter[str] = Counter()
        todo = [last]
        while todo:
            for ref in _refs(self.lines[todo.pop()]):
                if ref.name in self.lines:
                    if not found[ref.name]:
                        todo.append(ref.name)
                    found[ref.name] += 1
        return found

    def guards(self) -> Iterator[t.Term]:
        """Without which there are no points; not those that hold for all facts."""
        for step in self.steps:
            if isinstance(step, Guard):
                condition = self._renamed(step.condition)
                if isinstance(condition, t.Compare) and is_number(condition.right, 0):
                    bounds = self.plain.between(condition.left, self.plain.bounds)
                    if bounds.low is not None and bounds.low > 0:
                        continue
                    condition = never_zero(evolve(condition, left=self._choice(condition.left)))
                if condition not in (YES, NO):
                    yield self.inside(condition)

    def _choice(self, term: t.Term) -> t.Term:
        """A line that is a choice, as that."""
        behind = self.lines.get(term.name) if isinstance(term, t.Ref) else term
        return behind if isinstance(behind, t.Select) else term

    def cases(self, term: t.Term) -> t.Term:
        """A term that stands alone, so that cases may be laid out one below the other."""
        match term:
            case t.Ref(name) if name in self.lines and not self._is_called(name) and self.read[name] < 2:
                return self._of(name)
            case t.Rounded():
                return evolve(term, operand=self.cases(term.operand))
            case t.Pick():
                index = self.cases(term.index)
                return self.cases(shorter(picked(evolve(term, index=index))))
            case t.Select():
                arms: list[tuple[t.Term, t.Term]] = []
                for condition, value in term.arms:
                    when, then = self.inside(condition), self.cases(value)
                    if not isinstance(then, t.Select) or is_holds(then):
                        arms.append((when, then))
                        continue
                    both = [(t.Logic("and", (when, c), c.kind), v) for c, v in then.arms]
                    arms += [*both, (when, then.otherwise)]
                otherwise = self.cases(term.otherwise)
                if isinstance(otherwise, t.Select) and not is_holds(otherwise):
                    arms, otherwise = [*arms, *otherwise.arms], otherwise.otherwise
                return shorter(t.Select(tuple(arms), otherwise, term.kind))
        return self.inside(term)

    def inside(self, term: t.Term) -> t.Term:
        """A term as a part of another."""
        match term:
            case t.Ref(name) if name in self.lines:
                if self._is_called(name):
                    self.named[name] = self._of(name)
                    return term
                return self._part(name, self._of(name), often=self.read[name] > 1)
            case t.Select() | t.Pick():
                return self._part("value", self.cases(term))
            case t.Ref() | t.Const():
                return term
        return term if isinstance(term, t.Leaf | t.OfRow) else shorter(t.rebuilt(term, self.inside))

    def _is_called(self, name: str) -> bool:
        return name in self.called and name not in self.alias

    def _of(self, name: str) -> t.Term:
        if name not in self.written:
            self.written[name] = self.cases(self.lines[name])
        return self.written[name]

    def _part(self, name: str, term: t.Term, *, often: bool = False) -> t.Term:
        """A term within another: by a name, where it would not be read easily there."""
        if isinstance(term, t.Select):
            if is_holds(term) or given_else(term, self.slots) is not None:
                return term
            ((condition, value), *more) = term.arms
            if not more and is_number(term.otherwise, 0):
                return shorter(t.Chain(value, (("*", holds(condition)),), term.kind))
        elif _size(term) <= (_LITTLE if often else LONG):
            return term
        same = next((known for known, one in self.named.items() if one == term), None)
        if same is None:
            same = _fresh(name, self.named, term)
            self.named[same] = term
        return t.Ref(same, term.kind)


def _fresh(name: str, taken: Mapping[str, t.Term], term: t.Term) -> str:
    unique, number = name, 2
    while unique in taken and taken[unique] != term:
        unique, number = f"{name}_{number}", number + 1
    return unique


def _called(indicator: Indicator) -> dict[str, str]:
    """The names that authors give to lines."""
    found: dict[str, str] = {}
    for clause in indicator.clauses:
        match clause.told:
            case told.MeasureTold(name=name, line=line) | told.LetTold(name=name, line=line):
                found.setdefault(line, name)
            case (
                told.BandsTold(name=name, measure=line)
                | told.TableTold(name=name, measure=line)
                | told.StepTold(name=name, measure=line)
            ):
                found.setdefault(line, name)
    return {line: name for line, name in found.items() if line and name}


def given_else(term: t.Term, slots: Mapping[str, t.Term]) -> t.Input | None:
    """Of `(fact, else V)` whether the fact is there."""
    match term:
        case t.Select(arms=((t.Ref(name), _),)) if name in slots:
            there = slots[name]
            return there if isinstance(there, t.Input) and asked_of(there.name) else None
    return None


def constants(term: t.Term) -> Iterator[t.Const]:
    return (one for one in _ends(term) if isinstance(one, t.Const))


def _refs(term: t.Term) -> Iterator[t.Ref]:
    return (one for one in _ends(term) if isinstance(one, t.Ref))


def _size(term: t.Term) -> int:
    """How many values a term reads."""
    return sum(1 for _ in _ends(term))


def _ends(term: t.Term) -> Iterator[t.Term]:
    """The names and constants that a term is made of, and what formulas do not look into."""
    if isinstance(term, t.Ref | t.Const | t.Leaf | t.OfRow):
        yield term
    else:
        for child in t.children(term):
            yield from _ends(child)
