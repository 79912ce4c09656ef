"""Facts that show something: from values of variables back to cells, scored by the reference before anybody sees them.

Nothing here is trusted: facts are bound like a user's (domains, precision, `at most`), and the points that a witness
tells are those that the interpreter works out from them. Where no facts are found, there is no witness.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import chain, islice

from attrs import evolve, field, frozen

from rubricc.compiler.evaluation import Evaluation, Missing, Refused
from rubricc.compiler.ir.program import Group, Indicator, Line, Part, Slot, slots_of
from rubricc.compiler.proofs.drawn import Facts
from rubricc.compiler.proofs.functions import Functions
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.proofs.row_facts import row_facts, tables_with
from rubricc.compiler.proofs.rows import KEYS, UNIT, bounded, cell, emptied, in_turn, rows_for, solved
from rubricc.compiler.proofs.sheets import NOTHING, Assignment, Ground, Sheet, Variable
from rubricc.compiler.proofs.whole import group_points
from rubricc.compiler.runtime.exact import Exact, Value
from rubricc.compiler.runtime.facts import Bound, bind
from rubricc.compiler.runtime.run import of_each
from rubricc.compiler.runtime.schema import FILLED
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import UNIT_FACTORS

TRIES = 60  # ways to take a measure apart
ATTEMPTS = 600  # facts that are scored for the values of a sheet
PAIRS = 120  # and of a row that is held against another
FACTORS = (1, 10, 100, 1_000, 10_000)

UNFILLED = "\nunfilled"  # the value of a fact that may be missing, and is; no author's label


@frozen
class Shown:
    """Facts, the values of the variables that they give, and the points; `known` are all slots and lines.

    The value of a fact that may be missing, and is, is `UNFILLED`; whether it is is then not said once more.
    Where facts show something of one row, `values` and `known` are those of the row, the points those of the indicator.
    """

    facts: Facts
    values: tuple[tuple[Variable, Value], ...]
    points: Exact
    known: Mapping[str, Value] = field(eq=False, repr=False)
    beside: object = field(default=None, eq=False, repr=False)  # of a row: all that is not that row


Fits = Callable[[Shown], bool]


def any_will_do(found: Shown) -> bool:
    return True


def shown(sheet: Sheet, assignment: Assignment, fits: Fits = any_will_do) -> Shown:
    """Facts under which the variables have these values, and which fit; `Unknown` where none are found."""
    found = next(filter(fits, every_shown(sheet, assignment)), None)
    if found is None:
        raise Unknown("facts")
    return found


def every_shown(sheet: Sheet, assignment: Assignment) -> Iterator[Shown]:
    """The same, all that are looked for."""
    wanted = {name: value for name, value in assignment.items() if name != NOTHING}
    for found in islice(_attempts(sheet, wanted), ATTEMPTS):
        read = {v.name: x for v, x in found.values}  # what is not filled in has no value that matters
        if all(read.get(name, found.known.get(name)) in (x, UNFILLED) for name, x in wanted.items()):
            yield found


def _attempts(sheet: Sheet, assignment: Assignment) -> Iterator[Shown]:
    if any(isinstance(slot.term, t.Each | t.Points) for slot in sheet.slots.values()):
        return  # no cells are worked out from what rows or items should come to
    for slots in slots_for(sheet, assignment):
        with suppress(Unknown):
            yield from shown_by(sheet, facts_for(sheet, slots))


def beside_the_same(
    sheet: Sheet, first: Assignment, other: Assignment, fit: Callable[[Shown, Shown], bool]
) -> tuple[Shown, Shown] | None:
    """Facts for two rows that stand beside the same, and fit together."""
    found: dict[object, Shown] = {}
    for one in islice(every_shown(sheet, first), PAIRS):
        found.setdefault(one.beside, one)
    for two in islice(every_shown(sheet, other), PAIRS):
        if two.beside in found and fit(found[two.beside], two):
            return found[two.beside], two
    return None


def shown_by(sheet: Sheet, facts: Facts) -> Iterator[Shown]:
    """What facts show; those of one row beside other rows, and all else that is read."""
    within = sheet.ground.within
    if within is None:
        found = scored(sheet, facts)
        if found is not None:
            yield found
        return
    for beside, every in tables_with(within, facts):
        for one in every_scored(sheet, every):
            yield evolve(one, beside=(beside, one.beside))


def scored(sheet: Sheet, facts: Facts) -> Shown | None:
    """Facts as a user's would be: bound, and scored by the interpreter; None where there are no points."""
    return next(every_scored(sheet, facts), None)


def every_scored(sheet: Sheet, facts: Facts) -> Iterator[Shown]:
    """The same; of a sheet that speaks of one row, for every row that counts, the last first."""
    within = sheet.ground.within
    ground, indicator = sheet.scored_by
    bound = bound_facts(ground, facts)
    if bound is None:
        return
    slots = sheet.slots if within is None else within.slots
    parts = ground.parts if within is None else {**ground.parts, within.part.name: within.part}
    values = worked_out(slots, indicator, bound, parts, ground)
    if values is None:
        return
    points = values[indicator.lines[-1].name]
    assert isinstance(points, int | Fraction)
    if within is None:
        yield Shown(facts, values_told(sheet, values), points, values)
        return
    rest = tuple(values[name] for name, slot in slots.items() if not isinstance(slot.term, t.Each))
    rows = Evaluation(bound.values, unit=bound.unit, parts=parts).part(within.part.name)
    for row in reversed(rows):
        if row is not None:
            yield Shown(facts, values_told(sheet, row), points, row, rest)


def points_without(sheet: Sheet, bound: Bound, without: Line) -> Exact | None:
    """What an indicator comes to where a line of its rows, in every row, is another; None without points."""
    ground, indicator = sheet.scored_by
    within = sheet.ground.within
    assert within is not None
    steps = (
        without if isinstance(s, Line) and s.name == without.name else s for s in within.part.sheet.steps
    )
    part = evolve(within.part, sheet=evolve(within.part.sheet, steps=tuple(steps)))
    parts = {**ground.parts, part.name: part}
    values = worked_out(within.slots, indicator, bound, parts, ground)
    points = None if values is None else values[indicator.lines[-1].name]
    assert points is None or isinstance(points, int | Fraction)
    return points


def bound_facts(ground: Ground, facts: Facts) -> Bound | None:
    """Facts as a user's would be bound; None where something is wrong with them."""
    tables = ground.ranges.blocks
    for name, block in facts.items():
        for row in block if isinstance(block, list) else [block]:
            emptied(tables[name], row)
    # what facts are at most must be possible, too, where nothing reads it
    whole = {
        name: [bounded(tables[name], row) for row in block]
        if isinstance(block, list)
        else bounded(tables[name], block)
        for name, block in facts.items()
    }
    blocks = ground.declared({name: b if isinstance(b, list) else [b] for name, b in whole.items()})
    bound = bind(blocks, whole[""] if [b.name for b in blocks] == [""] else whole)
    return None if bound.problems else next(iter(of_each(blocks, bound)), None)


def values_told(sheet: Sheet, known: Mapping[str, Value]) -> tuple[tuple[Variable, Value], ...]:
    """The values of the variables, as facts that show something tell them."""
    asked = {v.name: asking(sheet, v) for v in sheet.variables.values()}
    return tuple(
        (v, UNFILLED if known.get(asked[name]) is False else known[name])
        for name, v in sheet.variables.items()
        if name not in asked.values()
    )


def asking(sheet: Sheet, variable: Variable) -> str:
    """The slot that says whether a fact that may be missing is filled in; none for any other variable."""
    term = variable.term
    if not isinstance(term, t.Input) or not variable.is_slot:
        return ""
    wanted = evolve(term, name=term.name + FILLED)
    return next((name for name, slot in sheet.slots.items() if slot.term == wanted), "")


def worked_out(
    slots: Mapping[str, Slot],
    indicator: Indicator,
    bound: Bound,
    parts: Mapping[str, Part] | None = None,
    ground: Ground | None = None,
) -> Mapping[str, Value] | None:
    """The values of one sheet and of the slots that it reads; None without points.

    Points of other items are worked out where the `ground` is there that knows them, those of other units never.
    """
    values: dict[str, Value] = {}
    outside, inside = Evaluation(bound.values, unit=bound.unit, parts=parts), Evaluation({}, values)
    try:
        for name, slot in slots.items():
            term = slot.term
            if isinstance(term, t.Points):
                values[name] = _points_of(term.item, bound, ground)
                continue
            if parts is None and isinstance(term, t.Each):
                return None
            if any(x.item for x in t.inputs_of(term)):  # what units have got is no fact
                return None
            values[name] = outside.value(term)
        inside.work_out(indicator, values)
    except (Missing, Refused):
        return None
    return values


def _points_of(key: str, bound: Bound, ground: Ground | None) -> Value:
    """The points of another item, all of which applies; `Missing` where they are not known."""
    if ground is None or key in (t.TOTAL, t.GRADE):
        raise Missing
    item = ground.program.item(key)
    if isinstance(item, Group):
        members = {child.key: _points_of(child.key, bound, ground) for child in item.children}
        return Evaluation({}, members).value(group_points(item, ground.program))
    if any(each.answer != "refuse" and each.because != "missing" for each in item.absent):
        raise Missing  # which answer it has is for the interpreter to say
    slots = {name: ground.slots[name] for name in slots_of(item, ground.slots)}
    values = worked_out(slots, item, bound, ground.parts, ground)
    if values is None:
        raise Missing
    return values[item.lines[-1].name]


def facts_for(of: Sheet | Ground, slots: Assignment) -> Facts:
    """Cells for the values of slots: single facts as they are, tables row by row."""
    facts: Facts = {}
    tables: dict[str, dict[t.Aggregate, Value]] = {}
    ground = of.ground if isinstance(of, Sheet) else of
    for name, value in slots.items():
        term = of.slots[name].term
        match term:
            case t.Input():
                row = facts.setdefault(term.block, [{KEYS["unit"]: UNIT}] if term.own else {})
                (row[0] if term.own else row)[term.name] = cell(value, term.kind)
            case t.Aggregate():
                tables.setdefault(term.block, {})[term] = value
            case _:
                raise Unknown("facts")
    if ground.within is not None:
        row_facts(ground.within, facts, tables.pop(ground.within.block, {}))
    for block, wanted in tables.items():
        if block in facts:  # of the unit that is scored, among others
            raise Unknown("table")
        facts[block] = rows_for(of.ranges, block, wanted)
    return facts


# ── measures ──


def slots_for(sheet: Sheet, assignment: Assignment) -> Iterator[Assignment]:
    """Values of all the slots of a sheet that give the variables theirs."""
    slots = {name: value for name, value in assignment.items() if name in sheet.slots}
    others = [v for v in sheet.variables.values() if not v.is_slot and v.name in assignment]
    unread = [name for name in sheet.read if name not in slots]
    for found in islice(_together(sheet, others, assignment, slots), TRIES):
        # a slot that only guards, or a measure that is not needed, reads: any value will do
        rest = [name for name in unread if name not in found]
        choices = [_some(sheet, name) for name in rest]
        for values in islice(in_turn(*choices), 8):
            yield found | dict(zip(rest, values, strict=True))


def _together(
    sheet: Sheet, measures: Sequence[Variable], assignment: Assignment, slots: Assignment
) -> Iterator[dict[str, Value]]:
    """Values of slots for which every measure has its value, one measure after the other."""
    if not measures:
        yield dict(slots)
        return
    first = measures[0]
    for part in islice(_of_measure(sheet, first, assignment[first.name], slots), TRIES):
        yield from _together(sheet, measures[1:], assignment, {**slots, **part})


def _some(sheet: Sheet, name: str) -> list[Value]:
    variable = sheet.variable(name)
    if variable.domain is None:
        return list(variable.labels)
    near = variable.domain.near(variable.domain.whole)
    return [variable.fact(x) for x in sorted(near, key=lambda x: (x <= 0, abs(x)))]


def _of_measure(
    sheet: Sheet, variable: Variable, value: Value, fixed: Assignment
) -> Iterator[dict[str, Value]]:
    """Values of slots for which a measure has a value: all but one are chosen, the last is solved for exactly."""
    assert isinstance(value, int | Fraction)
    wanted = Fraction(value)
    names = [n for n in sheet.slots_behind(variable.name) if n not in fixed]
    for last in names:
        target = sheet.variable(last)
        if target.domain is None:
            continue
        chosen = [n for n in names if n != last]
        options = [_candidates(sheet.variable(n), wanted) for n in chosen]
        for values in islice(in_turn(*options), TRIES):
            known = dict(fixed) | dict(zip(chosen, values, strict=True))
            x = _solved(sheet, variable.name, target, known, wanted)
            if x is not None:
                yield dict(zip(chosen, values, strict=True)) | {last: target.fact(x)}


def _candidates(variable: Variable, wanted: Fraction) -> Iterator[Value]:
    """Values to try: multiples of the denominator that is wanted, then those at the ends."""
    if variable.domain is None:
        yield from variable.labels
        return
    grid = variable.domain.grid or UNIT_FACTORS.get(variable.kind.unit, Fraction(1))
    ratio = wanted / grid
    whole, seen = variable.domain.whole, set()
    multiples = (grid * f * many for many in (ratio.denominator, 1) for f in FACTORS)
    for x in chain((x for x in multiples if x in whole), variable.domain.near(whole)):
        if x not in seen:
            seen.add(x)
            yield variable.fact(x)


def _solved(
    sheet: Sheet, line: str, target: Variable, known: Assignment, wanted: Fraction
) -> Fraction | None:
    """The value of one slot for which a line is what is wanted, the other slots being known."""
    assert target.domain is not None
    functions = Functions.of(target.name, target.domain, known)
    behind = sheet.lines_behind(line) | {line}
    try:
        for step in sheet.all_steps:
            if isinstance(step, Line) and step.name in behind:
                functions.known[step.name] = functions.value(step.term)
        return solved(functions.known[line], functions.algebra, wanted)
    except Unknown:
        return None
