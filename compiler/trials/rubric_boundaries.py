"""Every boundary input of a rubric: of its sheets, and of the whole, where the total meets grades and effects.

Sheets that read points of others, and the whole, are given facts of the whole rubric (`aim`), those that go by rows
tables of alike rows (`row_boundaries`), all others the facts that they read.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property, partial

from attrs import evolve, frozen

from rubricc.compiler.ir.program import Checked, Effect, Indicator, Line, slots_of
from rubricc.compiler.proofs.sheets import Ground, Sheet, Variable
from rubricc.compiler.proofs.witness import Shown
from rubricc.compiler.runtime.exact import Value
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.trials.aim import Aim, Target, shown_in
from rubricc.compiler.trials.goals import outcomes_at
from rubricc.compiler.trials.row_boundaries import row_boundaries
from rubricc.compiler.trials.sheet_boundaries import Edges, sheet_boundaries
from rubricc.compiler.trials.written_facts import can_be_written
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import NUMBER, YESNO


@frozen
class Whole:
    """The boundary inputs of the total, with their results; for `left_out` values no facts were found."""

    inputs: tuple[tuple[Shown, Result], ...]
    left_out: int


class RubricBoundaries:
    """The boundary inputs of one rubric; a draft has those of its sheets alone."""

    def __init__(self, checked: Checked) -> None:
        self.program = checked.program
        self.ground = Ground(self.program)
        self.aim = None if self.program.open else Aim(checked, self.ground)

    def sheets(self) -> list[Edges]:
        """The inputs of every sheet: indicators, statements, conditions, outcomes."""
        return [self._of(number, sheet) for number, sheet in enumerate(self.program.sheets)]

    def _of(self, number: int, sheet: Indicator) -> Edges:
        slots = self.program.slot
        terms = [slots[name].term for name in slots_of(sheet, slots)]
        if number >= outcomes_at(self.program):
            sheet = _before_its_point(sheet)
        if self.aim is not None and any(isinstance(term, t.Each) for term in terms):
            return row_boundaries(self.aim, sheet, number)
        if self.aim is not None and any(isinstance(term, t.Points) for term in terms):
            find = partial(self.aim.shown, number)
            edges = sheet_boundaries(self.ground, sheet, find, partial(_beside, self.aim))
            of_the_whole = any(isinstance(x, t.Points) and x.item in (t.TOTAL, t.GRADE) for x in terms)
            return self._with_totals(edges, number) if of_the_whole else edges
        return sheet_boundaries(self.ground, sheet)

    def _with_totals(self, edges: Edges, number: int) -> Edges:
        """The inputs of a sheet that reads the total or the grade, and what it comes to beside the grades' limits."""
        sheet = Sheet(self.ground, edges.sheet)
        known = {tuple(value for _, value in one.values): one for one in edges.inputs}
        for one, result in self.whole.inputs:
            shown = shown_in(sheet, number, one.facts, result)
            if shown is not None:
                known.setdefault(tuple(value for _, value in shown.values), shown)
        return evolve(
            edges,
            inputs=tuple(known.values()),
            left_out=max(edges.left_out + len(edges.inputs) - len(known), 0),
        )

    @cached_property
    def whole(self) -> Whole:
        """Sums of the top level below, on and above every limit of a grade, with no effect and with each.

        Where no facts come to just below or above, those that come nearest stand for them.
        """
        program, aim = self.program, self.aim
        effects = program.effects if program.indicators else ()
        if aim is None or not (program.grades or effects):
            return Whole((), 0)
        found: dict[tuple[Value, ...], tuple[Shown, Result]] = {}
        left_out = 0
        for held in (None, *dict.fromkeys(effect.condition for effect in effects)):
            way = ([], []) if held is None else self._holding(held)
            sums = {} if way is None else self._sums(aim, held, *way)
            left_out += not sums
            for one in sums.values():
                found.setdefault(tuple(value for _, value in one[0].values), one)
        return Whole(tuple(found.values()), left_out)

    def _holding(self, condition: int) -> tuple[list[Shown], list[Target]] | None:
        """Facts for which a condition holds, and the points of items for which it does."""
        at = len(self.program.indicators) + len(self.program.statements) + condition
        edges = self._of(at, self.program.conditions[condition])
        one = next((one for one in edges.inputs if one.points == 1), None)
        if one is None:
            return None
        targets = [
            (v.term.item, Fraction(x))
            for v, x in one.values
            if isinstance(v.term, t.Points) and isinstance(x, int | Fraction)
        ]
        return ([], targets) if targets else ([one], targets)

    def _sums(
        self, aim: Aim, held: int | None, first: list[Shown], targets: list[Target]
    ) -> dict[Fraction, tuple[Shown, Result]]:
        """What the top level can come to beside every edge, where the effects of a condition hold, or none."""
        made: dict[Fraction, tuple[Shown, Result]] = {}
        fixed = {number for item, _ in targets for number in aim.numbers(item)}
        picks = aim.picked(targets, first)
        edges = self._edges(held)
        if picks is None:
            return {}
        for place in (x for edge in edges for x in (edge, edge - self.program.grid)):
            for near, points in aim.near(t.TOTAL, place, picks, first, fixed):
                facts, result = aim.made(near, first)
                one = None if result is None else self._told(facts, result)
                if one is not None and _is_held(one[1], held) and can_be_written(one[0].facts):
                    made.setdefault(points, one)
        wanted = {min(made), max(made)} if made else set()
        for edge in edges:
            wanted |= {edge} & made.keys()
            wanted |= {
                max((x for x in made if x < edge), default=edge),
                min((x for x in made if x > edge), default=edge),
            }
        return {points: made[points] for points in sorted(wanted & made.keys())}

    def _edges(self, held: int | None) -> list[Fraction]:
        """The sums at which a grade begins or an effect of a condition tells, and both ends."""
        program = self.program
        edges = {row.value for row in program.grades if row.op}
        if program.cap is not None:
            edges.add(program.cap)
        for effect in program.effects:
            if effect.condition == held:
                edges |= _moved(effect, edges)
        return sorted({*edges, Fraction(0), sum((item.weight for item in program.items), Fraction(0))})

    def _told(self, facts: dict[str, object], result: Result) -> tuple[Shown, Result] | None:
        if result.exact is None:
            return None
        total = Variable("\ntotal", NUMBER, None, (), t.Points(t.TOTAL, NUMBER), True)
        values: list[tuple[Variable, Value]] = [(total, result.exact)]
        for number in dict.fromkeys(effect.condition for effect in self.program.effects):
            sheet = self.program.conditions[number]
            asked = Variable(sheet.title, YESNO, None, (True, False), t.Const(True, YESNO), False)
            values.append((asked, bool(result.conditions[number])))
        return Shown(facts, tuple(values), result.exact, {}), result


def _moved(effect: Effect, edges: set[Fraction]) -> set[Fraction]:
    """The sums that an effect brings to the edges, and where it begins to matter."""
    match effect.kind:
        case "deduct":
            return {edge + effect.amount for edge in (*edges, Fraction(0))}
        case "add":
            return {edge - effect.amount for edge in edges}
        case "times":
            return {edge / effect.amount for edge in edges} if effect.amount else set()
        case "at least" | "at most":
            return {effect.amount}
    return set()


def _is_held(result: Result, held: int | None) -> bool:
    """Whether the effects of a condition hold, or none does."""
    does = {
        effect.condition: bool(result.conditions[effect.condition]) for effect in result.spec.summary.effects
    }
    return not any(does.values()) if held is None else does[held]


def _before_its_point(sheet: Indicator) -> Indicator:
    """The sheet of an outcome without its last line, a point that says nothing."""
    last = sheet.lines[-1]
    return evolve(sheet, steps=tuple(s for s in sheet.steps if not (isinstance(s, Line) and s is last)))


def _beside(aim: Aim, variable: Variable, value: Value) -> Sequence[Value]:
    """The points that an item can have, where a variable holds such."""
    term = variable.term
    if isinstance(term, t.Points) and isinstance(value, int | Fraction) and not isinstance(value, bool):
        return aim.beside(term.item, Fraction(value))
    return [value]
