"""Leaving a fact out never pays: what is given without it is no more than the least that stating it can give.

Asked of `missing` with points (zero, full, N): a fact that is missing says nothing, so that an answer above the least
rewards whoever hides the worst. What is left to the rest of the tree (`rescale`) or to the other units (`mean of
others`) gives an indicator no points of its own, and is not asked; nor is `refuse`, which gives none.

Another claim is about empty cells. One of a fact that may be missing says something (nothing handed in, no accident),
which may be the worst or the best. What may not be is between: where some value gives more than the empty cell, so that
stating it is what the rubric wants, no value gives less.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import islice

from rubricc.compiler.evaluation import Evaluation, Missing, Refused
from rubricc.compiler.interpreter import gaps_of
from rubricc.compiler.ir.needs import needed
from rubricc.compiler.ir.program import Absent, slots_of
from rubricc.compiler.proofs import wording
from rubricc.compiler.proofs.analysed import Analysed
from rubricc.compiler.proofs.claims import Claim, Warn
from rubricc.compiler.proofs.drawn import Facts
from rubricc.compiler.proofs.explore import ATTEMPTS, View
from rubricc.compiler.proofs.pieces import NONE, Unknown
from rubricc.compiler.proofs.question import Question, compares
from rubricc.compiler.proofs.sheets import Sheet, Variable
from rubricc.compiler.proofs.witness import UNFILLED, Shown, asking
from rubricc.compiler.runtime.exact import Value, plain, whole
from rubricc.compiler.runtime.facts import bind
from rubricc.compiler.runtime.run import of_each
from rubricc.dsl import terms as t
from rubricc.dsl.mentions import facts_of
from rubricc.dsl.missing import asked_of


def left_out(one: Analysed) -> list[Claim]:
    """A claim for the answer in points, if there is one."""
    return [
        _answered(one, answer)
        for answer in one.indicator.absent
        if answer.because == "missing" and answer.answer == "points"
    ]


def left_empty(one: Analysed) -> list[Claim]:
    """A claim for every fact that may be missing."""
    asked = [v for v in one.sheet.choices if isinstance(v.term, t.Input) and asked_of(v.term.name)]
    return [_empty(one, each) for each in asked]


# ── answers for missing facts ──


def _answered(one: Analysed, answer: Absent) -> Claim:
    points, low = answer.points, one.bounds.low
    if low is not None and points <= low:
        return one.claim("missing", "proved", wording.no_less(points, low))

    less = Question(compares(one.sheet.last, "<", points))
    stated = one.explored.find(less, fits=lambda found: _without(one, found, points) is not None)
    if stated is None:
        return one.claim("missing", "proved", wording.no_less(points, None))
    without = _without(one, stated, points)
    assert without is not None
    warn = Warn(
        "RB6011",
        {
            "name": one.indicator.title, "points": plain(points), "stated": plain(stated.points),
            "facts": wording.values_of(stated, one.program, "zh" if one.program.chinese else "en"),
        },
    )  # fmt: skip
    said = wording.hidden(points, stated.points)
    return one.claim("missing", "refuted", said, stated, without, span=answer.span, warn=warn)


def _without(one: Analysed, stated: Shown, points: Fraction) -> Shown | None:
    """The facts without one of them, for lack of which there are no points."""
    sheet, program = one.sheet, one.program
    read = dict.fromkeys(
        fact
        for name in slots_of(one.indicator, sheet.slots)
        for term in program.behind(sheet.slots[name].term)
        for fact in facts_of(term)
    )
    for block, name, *_ in read:
        rows = stated.facts.get(block)
        if isinstance(rows, list):
            first = {key: value for key, value in rows[0].items() if key != name} if rows else {}
            less: Facts = {**stated.facts, block: [first, *rows[1:]]}
        else:
            less = {**stated.facts, block: {key: x for key, x in (rows or {}).items() if key != name}}
        if less != stated.facts and _is_missing(sheet, less):
            values = tuple((v, UNFILLED if _reads(sheet, v, block, name) else x) for v, x in stated.values)
            return Shown(less, values, whole(points), {})
    return None


def _reads(sheet: Sheet, variable: Variable, block: str, name: str) -> bool:
    """Whether a variable is worked out from a fact."""
    slots = [variable.name] if variable.is_slot else sheet.slots_behind(variable.name)
    behind = (term for each in slots for term in sheet.ground.program.behind(sheet.slots[each].term))
    return any(fact[:2] == (block, name) for term in behind for fact in facts_of(term))


def _is_missing(sheet: Sheet, facts: Facts) -> bool:
    """Whether facts that lack something give no points for it, as the interpreter has it."""
    ground = sheet.ground
    blocks = [b for b in ground.blocks if b.name in facts]
    bound = bind(blocks, facts[""] if [b.name for b in blocks] == [""] else facts)
    every = () if bound.problems or not bound.missing else of_each(blocks, bound)
    if not every:
        return False
    outside = Evaluation(bound.values, unit=every[0].unit, parts=ground.parts)
    partial = gaps_of(bound, list(sheet.slots.values()), ground.program).partial
    if any(isinstance(slot.term, t.Points) for slot in sheet.slots.values()):
        return False  # what the other item gives without it is not known here
    values: dict[str, Value] = {}
    unknown: dict[str, str] = {}
    try:
        for name in sheet.slots:
            outside.partial = name in partial
            try:
                values[name] = outside.value(sheet.slots[name].term)
            except Missing:
                unknown[name] = ""
        if not _applies(sheet, values, unknown):
            return False
        if unknown.keys() & needed(sheet.stated, unknown):
            return True
        Evaluation({}, values, unknown).work_out(sheet.stated, values, unknown)
    except Missing:
        return True
    except Refused:
        return False
    return sheet.last in unknown


def _applies(sheet: Sheet, slots: Mapping[str, Value], unknown: Mapping[str, str]) -> bool:
    """Whether it is known that nothing keeps the indicator from applying."""
    for number in sheet.stated.asked:
        condition = sheet.ground.program.conditions[number]
        values, lacking = dict(slots), dict(unknown)
        try:
            Evaluation({}, values, lacking).work_out(condition, values, lacking)
        except (Missing, Refused):
            return False
        if values.get(condition.lines[-1].name) != 0:
            return False
    return True


# ── cells that may be empty ──


def _empty(one: Analysed, asked: Variable) -> Claim:
    """`asked` says whether the cell is filled in."""
    if any(
        asked.name in one.sheet.slots_behind(name) for name in one.sheet.cuts & one.sheet.variables.keys()
    ):
        raise Unknown("measures")  # the measure is another where it is not: nothing stands still beside it
    fact = next((v for v in one.sheet.variables.values() if asking(one.sheet, v) == asked.name), asked)
    name = asked_of(asked.term.name) if isinstance(asked.term, t.Input) else ""
    worse, better = (next(_places(one, asked, fact, way), None) for way in (-1, 1))
    if worse is None or better is None:
        if not one.explored.complete:
            raise Unknown("measures")
        return one.claim("empty", "proved", wording.at_one_end(name, best=worse is not None))
    low, high = (_pair(one, asked, fact, way) for way in (-1, 1))
    warn = Warn(
        "RB6012",
        {
            "name": one.indicator.title, "fact": name, "points": plain(low[1].points),
            "low": plain(low[0].points), "more": plain(high[0].points), "than": plain(high[1].points),
            "facts": wording.values_of(low[0], one.program, "zh" if one.program.chinese else "en"),
        },
    )  # fmt: skip
    witness = [*low, *(each for each in high if each not in low)]
    return one.claim("empty", "refuted", wording.between_values(name), *witness, warn=warn)


def _pair(one: Analysed, asked: Variable, fact: Variable, way: int) -> tuple[Shown, Shown]:
    """Facts that state it, and the same without: the one has more (1) or less (-1) points than the other."""
    for stated, empty, x in islice(_places(one, asked, fact, way), ATTEMPTS):
        pair = one.explored.show_both((stated, x), (empty, x), lambda a, b: (a.points - b.points) * way > 0)
        if pair is not None:
            return pair
    raise Unknown("facts")


def _places(
    one: Analysed, asked: Variable, fact: Variable, way: int
) -> Iterator[tuple[View, View, Fraction]]:
    """Where stating it gives more or less than leaving it empty, all else being equal."""
    empties: dict[object, View] = {}
    for view in one.explored.views:
        if view.fixed.get(asked.name) is False:
            empties.setdefault(_rest(view, asked, fact), view)
    for view in one.explored.views:
        empty = empties.get(_rest(view, asked, fact))
        if view.fixed.get(asked.name) is not True or empty is None:
            continue
        for piece in view.algebra.minus(view.points, empty.points):
            for inside, sign in (
                view.algebra.signs(piece.interval, piece.value) if piece.value != NONE else ()
            ):
                if sign == way:
                    yield from ((view, empty, x) for x in view.domain.near(inside))


def _rest(view: View, asked: Variable, fact: Variable) -> object:
    """Along what a view goes, and what stands still besides a fact."""
    rest = tuple((name, x) for name, x in view.fixed.items() if name not in (asked.name, fact.name))
    return view.variable.name, rest
