"""Two rules of an indicator in one program: one name for what both read or work out alike, and the facts of both.

The facts are those that both rubrics declare. Where a declaration cannot be kept (two bounds on one column), there are
more of them: what holds for all of these holds for all facts, and facts that show something are scored by both rubrics.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import gcd

from attrs import evolve

from rubricc.compiler.diff.matching import written_out
from rubricc.compiler.ir import told
from rubricc.compiler.ir.measures import measures_of
from rubricc.compiler.ir.program import Clause, Guard, Indicator, Line, Part, Program, Slot, Step, behind
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.proofs.question import all_of
from rubricc.compiler.proofs.sheets import Ground, Sheet
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import NUMBER, YESNO
from rubricc.dsl.model import Block, Field

BEFORE = "\nbefore"  # after a name of the old rule; no author's name
MORE = "\nmore"  # the points that the new rule gives more


class Merged:
    """Both rules over one set of slots, lines and rows; names of the new rubric where it has the same."""

    def __init__(self, programs: tuple[Program, Program], rules: tuple[Indicator, Indicator]) -> None:
        old, new = programs
        self.old, self.new = rules
        self.names: dict[str, str] = {}  # of slots and lines of the old rule
        alike = {written_out(new, slot.term): slot.name for slot in new.slots}
        slots: list[Slot] = []
        for slot in old.slots:
            term = written_out(old, slot.term)
            self.names[slot.name] = alike.get(term, slot.name + BEFORE)
            if term not in alike:
                slots.append(slot)
        slots = [Slot(slot.name + BEFORE, self._leaf(slot.term)) for slot in slots]
        parts = (
            evolve(part, name=part.name + BEFORE, rows=self._of(part.rows))  # type: ignore[arg-type]
            for part in old.parts
        )
        self.program = evolve(
            new,
            slots=(*new.slots, *slots),
            parts=(*new.parts, *_parts(parts)),
            blocks=tuple(_blocks(old.blocks, new.blocks)),
        )
        self.steps, self.guards = self._steps()

    def _of(self, term: t.Term) -> t.Term:
        """A term of the old rule, by the names of both."""
        if isinstance(term, t.Ref):
            return evolve(term, name=self.names.get(term.name, term.name))
        if isinstance(term, t.Each):
            return evolve(term, part=term.part + BEFORE)
        return t.rebuilt(term, self._of)

    def _leaf(self, term: t.Leaf) -> t.Leaf:
        return self._of(term)  # type: ignore[return-value]

    def _steps(self) -> tuple[list[Step], tuple[list[t.Term], list[t.Term]]]:
        """The steps of the new rule, and of the old one those that are others; what each of them is guarded by."""
        steps: list[Step] = list(self.new.steps)
        known = {step.term: step.name for step in steps if isinstance(step, Line)}
        guards: tuple[list[t.Term], list[t.Term]] = (
            [],
            [step.condition for step in steps if isinstance(step, Guard)],
        )
        for step in self.old.steps:
            if isinstance(step, Guard):
                condition = self._of(step.condition)
                guards[0].append(condition)
                if condition not in guards[1]:
                    steps.append(Guard(condition, self._of(step.divisor)))
                continue
            term = self._of(step.term)
            self.names[step.name] = known.get(term, step.name + BEFORE)
            if term not in known:
                known[term] = step.name + BEFORE
                steps.append(Line(step.name + BEFORE, term))
        return steps, guards

    def more(self) -> Indicator:
        """The sheet of the difference; both rules have points."""
        last = t.Ref(self.new.lines[-1].name, NUMBER)
        before = t.Ref(self.names[self.old.lines[-1].name], NUMBER)
        return self._sheet([*self.steps, Line(MORE, t.Chain(last, (("-", before),), NUMBER))])

    def without(self, ground: Ground) -> Iterator[Sheet]:
        """Sheets that give a point where one of the rules has points and the other one has none."""
        for one, other in (self.guards, self.guards[::-1]):
            lacking = [condition for condition in other if condition not in one]
            if lacking:
                fails = t.Not(all_of(*lacking).condition, YESNO)
                point = t.Select(((all_of(*one, fails).condition, _number(1)),), _number(0), NUMBER)
                yield Sheet(ground, self._sheet([*behind(self.steps, [*one, *other]), Line(MORE, point)]))

    def _sheet(self, steps: list[Step]) -> Indicator:
        there = {step.name: step.term for step in steps if isinstance(step, Line)}
        measures = [*measures_of(self.new), *(self.names.get(line, "") for line in measures_of(self.old))]
        clauses = tuple(
            Clause(told.LetTold(line, there[line], line), self.new.span)
            for line in dict.fromkeys(measures)
            if line in there
        )
        return evolve(self.new, steps=tuple(steps), clauses=clauses)


def _number(value: int) -> t.Const:
    return t.Const(Fraction(value), NUMBER)


def _parts(parts: Iterator[Part]) -> Iterator[Part]:
    """Parts whose sheets go through the rows of other parts, by the names of those."""

    def of(term: t.Term) -> t.Term:
        return evolve(term, part=term.part + BEFORE) if isinstance(term, t.Each) else t.rebuilt(term, of)

    for part in parts:
        steps = tuple(
            Line(s.name, of(s.term)) if isinstance(s, Line) else Guard(of(s.condition), of(s.divisor))
            for s in part.sheet.steps
        )
        yield evolve(part, sheet=evolve(part.sheet, steps=steps))


# ── facts that both declare ──


def _blocks(old: tuple[Block, ...], new: tuple[Block, ...]) -> Iterator[Block]:
    """The blocks of both, each with the facts that both allow."""
    before = {block.name: block for block in old}
    for block in new:
        other = before.pop(block.name, block)
        if (block.by, block.first, block.last) != (other.by, other.first, other.last):
            raise Unknown("facts")
        fields = {field.name: field for field in other.fields}
        both = [_field(fields.pop(field.name, field), field) for field in block.fields]
        yield evolve(block, fields=(*both, *fields.values()))
    yield from before.values()


def _field(old: Field, new: Field) -> Field:
    if evolve(old.kind, labels=()) != evolve(new.kind, labels=()):
        raise Unknown("facts")
    labels = tuple(label for label in new.kind.labels if label in old.kind.labels)
    low, low_open = _inner(old.low, old.low_open, new.low, new.low_open, 1)
    high, high_open = _inner(old.high, old.high_open, new.high, new.high_open, -1)
    grids = [each.precision for each in (old, new) if each.precision is not None]
    return evolve(
        new,
        kind=evolve(new.kind, labels=labels),
        low=low,
        high=high,
        low_open=low_open,
        high_open=high_open,
        precision=multiple(*grids) if len(grids) == 2 else next(iter(grids), None),
        at_most=new.at_most or old.at_most,
    )


def _inner(
    one: Fraction | date | None, one_open: bool, other: Fraction | date | None, other_open: bool, way: int
) -> tuple[Fraction | date | None, bool]:
    """Of two ends the one further inside: the higher of two low ends (1), the lower of two high ones (-1)."""
    if one is None or other is None:
        return (other, other_open) if one is None else (one, one_open)
    if one == other:
        return one, one_open or other_open
    inside = (one > other) == (way == 1)  # type: ignore[operator]
    return (one, one_open) if inside else (other, other_open)


def multiple(one: Fraction, other: Fraction) -> Fraction:
    """The least number that is a multiple of both."""
    top = one.numerator * other.numerator // gcd(one.numerator, other.numerator)
    return Fraction(top, gcd(one.denominator, other.denominator))
