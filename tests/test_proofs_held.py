"""The second witness of the prover: whatever it says of all facts, facts that Hypothesis draws are held against it.

Rubrics of several measures and related facts are drawn in `related`, those of every kind in `compilable`. Of each claim
the question behind it is asked of drawn facts: what is proved never to happen does not happen, and facts that are shown
score in generated code as they are said to.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from compilable import Sample, samples
from compilable_facts import all_facts
from planted import MEASURES, ROWS
from planted_frame import HEADER
from related import Related, crossed, related, related_rows
from rubricc.compiler.derivation.spec import schema_of
from rubricc.compiler.evaluation import Evaluation, Missing, Refused
from rubricc.compiler.interpreter import Interpreter
from rubricc.compiler.ir import told
from rubricc.compiler.ir.program import Checked, Line
from rubricc.compiler.proofs import limits
from rubricc.compiler.proofs.analysed import Analysed
from rubricc.compiler.proofs.charges import double_charge
from rubricc.compiler.proofs.charges import pairs as charging_pairs
from rubricc.compiler.proofs.consequence import charge_of, matters
from rubricc.compiler.proofs.consequence import parts_of as parts_of_clauses
from rubricc.compiler.proofs.monotone import directions, followed
from rubricc.compiler.proofs.of_rows import carried as row_monotone
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.proofs.prove import prove
from rubricc.compiler.proofs.question import all_of, compares, is_
from rubricc.compiler.proofs.rows import UNIT
from rubricc.compiler.proofs.sheets import Ground
from rubricc.compiler.proofs.within import parts_of, row_of
from rubricc.compiler.proofs.witness import points_without, worked_out
from rubricc.compiler.runtime.exact import Value
from rubricc.compiler.runtime.facts import Bound, bind
from rubricc.compiler.runtime.run import of_each
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import COUNT, YESNO
from test_agreement import SLOW, compiled, module_of
from test_proofs import points_at

# what fails is printed as it was drawn: to prove a rubric again at every step of making it smaller takes too long
DRAWN = settings(SLOW, phases=(Phase.explicit, Phase.reuse, Phase.generate))
Known = Mapping[str, Value]


@pytest.fixture(autouse=True)
def little_effort(monkeypatch: pytest.MonkeyPatch) -> None:
    """The solver gives up early: what it says until then must hold just as well."""
    monkeypatch.setattr(limits, "ONE", 150_000)
    monkeypatch.setattr(limits, "ALL", 1_000_000)


@settings(DRAWN, max_examples=12)
@given(related())
def test_what_is_said_of_several_measures_holds(drawn: Related) -> None:
    held_for(drawn)


@pytest.mark.long
@settings(DRAWN, max_examples=1000)
@given(related())
def test_what_is_said_of_many_rubrics_holds(drawn: Related) -> None:
    held_for(drawn)


@settings(DRAWN, max_examples=12)
@given(related_rows())
def test_what_is_said_of_rows_holds(drawn: Related) -> None:
    held_for(drawn)


@pytest.mark.long
@settings(DRAWN, max_examples=1000)
@given(related_rows())
def test_what_is_said_of_many_rows_holds(drawn: Related) -> None:
    held_for(drawn)


@settings(DRAWN, max_examples=3)
@given(samples(), st.lists(all_facts(), min_size=1, max_size=2))
def test_what_is_said_of_any_rubric_holds(sample: Sample, others: list[dict[str, Any]]) -> None:
    held_for_any(sample, others)


@pytest.mark.long
@settings(DRAWN, max_examples=100)
@given(samples(), st.lists(all_facts(), min_size=1, max_size=2))
def test_what_is_said_of_rubrics_of_every_kind_holds(sample: Sample, others: list[dict[str, Any]]) -> None:
    held_for_any(sample, others)


def held_for(drawn: Related) -> None:
    source, every = drawn
    held(compiled(source), list(crossed(every)))


def held_for_any(sample: Sample, others: list[dict[str, Any]]) -> None:
    judged = {name: rows for name, rows in sample.facts.items() if all(name not in each for each in others)}
    held(compiled(sample.source), [sample.facts, *crossed([{**each, **judged} for each in others])])


@pytest.mark.parametrize("name", MEASURES | ROWS)
def test_what_is_said_of_planted_rubrics_holds_for_each_others_facts(name: str) -> None:
    """The facts that show the fault are facts of the sound twin: nothing that is said of it may fail there."""
    fault = (MEASURES | ROWS)[name]
    if fault.claim == "tiling":
        return  # it does not compile
    checked = compiled(HEADER + fault.wrong)
    shown = [one.facts for claim in prove(checked.program, (), checked) for one in claim.witness]
    held(compiled(HEADER + fault.right), shown)
    held(checked, shown)


@pytest.mark.parametrize(
    "declared, clauses, facts",
    [
        ("d:\n    c: count 0 .. 10\n    b: count <= c may be missing\n    a: count <= b\n",
         "deduct 5 when a > c", {"d": {"c": 3, "b": None, "a": 9}}),
        ("d by event:\n    c: count 0 .. 10\n    b: count <= c may be missing\n    a: count <= b\n",
         "deduct 5 when sum(a) > sum(c)", {"d": [{"c": 3, "b": None, "a": 9}]}),
        ("d:\n    c: count\n    b: count 5 .. 20 <= c may be missing\n",
         "deduct 5 when b is missing and c < 3; deduct 1 when b is not missing and b > 7",
         {"d": {"c": 2, "b": None}}),
        ("d:\n    b: number < 0\n    a: number <= b\n",
         "of a / b; deduct 5 when a / b > 1", {"d": {"b": -2, "a": -4}}),
        ("d:\n    a, b: text\n", "deduct 5 when a != b", {"d": {"a": "甲", "b": "乙"}}),
        ("d by event:\n    a, b: text\n    on: yes/no\n", "deduct 1 per row of d where on and a != b",
         {"d": [{"a": "甲", "b": "乙", "on": True}]}),
    ],
    ids=["empty between", "empty in a row", "empty itself", "below zero", "texts", "texts in a row"],
)  # fmt: skip
def test_nothing_is_taken_for_granted_that_is_not_declared(
    declared: str, clauses: str, facts: dict[str, Any]
) -> None:
    """What a cell is at most says nothing while either is empty, a part of what is negative is more than one, and
    texts may be alike or not."""
    checked = compiled(HEADER + f"data {declared}A1 n weight 5: {clauses}\n")
    assert bound_facts(checked, facts) is not None
    held(checked, [facts])
    one = Analysed(Ground(checked.program), checked.program.indicators[0])
    assert matters(one, parts_of_clauses(one)[0])


def held(checked: Checked, every: list[dict[str, Any]]) -> None:
    """Every claim about a rubric, for these facts."""
    program = checked.program
    bound = [b for facts in every if (b := bound_facts(checked, facts)) is not None]
    ground = Ground(program)
    for indicator in program.indicators:
        try:
            one = Analysed(ground, indicator)
        except Unknown:
            continue
        stated = one.sheet.indicator  # as far as it applies
        known = [v for b in bound if (v := worked_out(one.sheet.slots, stated, b, ground.parts, ground))]
        if known:
            all_held(one, known, bound)
        rows_held(checked, one, every)
    _shown(checked, bound)


def all_held(one: Analysed, known: list[Known], bound: list[Bound]) -> None:
    """What is claimed of one sheet, for what its lines come to."""
    _bounds(one, known)
    _reachable(one, known)
    _consequence(one, known)
    _vary(one, known)
    _charged(one, known, bound)
    _monotone(one, known)


def rows_held(checked: Checked, one: Analysed, every: list[dict[str, Any]]) -> None:
    """The same of the rows that an indicator goes through; and what is said of a row holds of the indicator, too."""
    ground, indicator = one.sheet.ground, one.indicator
    for part in parts_of(ground, indicator):
        try:
            row = Analysed(*row_of(ground, indicator, part))
        except Unknown:
            continue
        bound = [b for facts in every if (b := bound_facts(checked, facts)) is not None]
        known = [x for each in bound for x in rows_in(row, each)]
        if known:
            all_held(row, known, [])
            _without(row, bound)
            if not part.key:
                _carried(checked, one, row, every)


def rows_in(row: Analysed, bound: Bound) -> list[Known]:
    """The lines of every row that counts."""
    within = row.sheet.ground.within
    assert within is not None
    parts = {**within.ground.parts, within.part.name: within.part}
    try:
        found = Evaluation(bound.values, unit=bound.unit, parts=parts).part(within.part.name)
    except (Missing, Refused):
        return []
    return [each for each in found if each is not None]


def _without(row: Analysed, every: list[Bound]) -> None:
    """A clause of which it is said that it changes no row changes no points of the indicator."""
    for part in parts_of_clauses(row):
        try:
            if part.without is None or matters(row, part):
                continue
        except Unknown:
            continue
        for each in every:
            nothing = Line("\nnothing", t.Const(Fraction(0), COUNT))
            points = points_without(row.sheet, each, nothing)
            assert points_without(row.sheet, each, part.without) == points, part.span.text


def _carried(checked: Checked, one: Analysed, row: Analysed, every: list[dict[str, Any]]) -> None:
    """A row with one measure that is better, among the same others, never gives the indicator less."""
    within = row.sheet.ground.within
    assert within is not None
    row_part = within.part
    claims = row.made("monotone", lambda: row_monotone(one, row, row_part))
    if [claim.verdict for claim in claims] != ["proved"]:
        return
    block = one.sheet.ranges.blocks[within.block]
    tried = [facts[within.block] for facts in every if facts.get(within.block)]
    rows = [table[-1] for table in tried]
    found: list[tuple[Known, Known]] = []
    for other in rows[:8]:
        keyed = {name: x for name, x in tried[0][-1].items() if name in ("月份", "单位", "month", "unit")}
        facts = {**every[0], block.name: [*tried[0][:-1], {**other, **keyed}]}
        bound = bound_facts(checked, facts)
        if bound is None or len(rows_in(row, bound)) != len(tried[0]):
            continue
        values = worked_out(one.sheet.slots, one.sheet.indicator, bound, within.ground.parts, within.ground)
        if values is not None:
            found.append((rows_in(row, bound)[-1], values))
    beside = [name for name, slot in one.sheet.slots.items() if not isinstance(slot.term, t.Each)]
    for (first, whole), (second, other_whole) in permutations(found, 2):
        if any(whole[name] != other_whole[name] for name in beside):
            continue
        for name, way in directions(row).items():
            others = [each for each in row.sheet.variables if each != name]
            if first[name] < second[name] and all(first[x] == second[x] for x in others):  # type: ignore[operator]
                try:
                    went, _ = followed(row, row.sheet.variables[name], way)
                except Unknown:  # the work on a rubric is used up
                    continue
                change = points(one, other_whole) - points(one, whole)
                assert change * went >= 0, (name, went)


def bound_facts(checked: Checked, facts: dict[str, Any]) -> Bound | None:
    blocks = schema_of(checked.program)
    read = {b.name for b in blocks}
    bound = bind(blocks, {name: rows for name, rows in facts.items() if name in read})
    return None if bound.problems or bound.missing else (*of_each(blocks, bound), None)[0]


def points(one: Analysed, known: Known) -> Fraction:
    value = known[one.sheet.last]
    assert isinstance(value, int | Fraction)
    return Fraction(value)


def _bounds(one: Analysed, every: list[Known]) -> None:
    low, high = one.limits()
    if verdict(one, "bounds") == "proved":
        assert all(low <= points(one, known) <= high for known in every)
    assert all(points(one, known) in one.bounds for known in every)


def _reachable(one: Analysed, every: list[Known]) -> None:
    """What no facts can reach, none does."""
    questions = [is_(one.sheet.last, one.indicator.weight)]
    for clause in one.indicator.clauses:
        if isinstance(clause.told, told.BandsTold | told.TableTold) and clause.told.row in one.sheet.terms:
            questions += [is_(clause.told.row, at) for at in range(len(clause.told.rows))]
    for asked in questions:
        try:
            found = one.explored.find(asked)
        except Unknown:
            continue
        assert found is not None or not any(asked.holds(known) for known in every), asked


def _consequence(one: Analysed, every: list[Known]) -> None:
    """A clause of which it is said that it never changes the points, a limit that is never reached."""
    for part in parts_of_clauses(one):
        try:
            changes = matters(one, part)
        except Unknown:
            continue
        assert changes or not any(part.matters.holds(known) for known in every), part.span.text


def _vary(one: Analysed, every: list[Known]) -> None:
    if verdict(one, "vary") == "refuted":
        assert len({points(one, known) for known in every}) == 1


def _charged(one: Analysed, every: list[Known], bound: list[Bound]) -> None:
    """Where no occurrence is said to be charged twice, none is."""
    if [c.verdict for c in one.made("double_charge", lambda: double_charge(one))] != ["proved"]:
        return
    for first, _, second, _ in charging_pairs(one):
        lines = [charge.line for c in (first, second) if (charge := charge_of(c)) is not None]
        if isinstance(first.told, told.RowsTold) and isinstance(second.told, told.RowsTold):
            wheres = tuple(x.where or t.Const(True, YESNO) for x in (first.told, second.told))
            both = t.Aggregate("count", first.told.block, None, t.Logic("and", wheres, YESNO), (), COUNT)
            assert all(Evaluation(each.values, unit=each.unit).value(both) == 0 for each in bound)
        else:
            asked = all_of(*(compares(line, ">", 0) for line in lines))
            assert not any(asked.holds(known) for known in every)


def _monotone(one: Analysed, every: list[Known]) -> None:
    """Of two sets of facts that differ in one measure, the better one has no fewer points."""
    for name, way in directions(one).items():
        try:
            went, against = followed(one, one.sheet.variables[name], way)
        except Unknown:
            continue
        if against:
            continue
        others = [other for other in one.sheet.variables if other != name]
        for first, second in permutations(every, 2):
            if first[name] < second[name] and all(first[x] == second[x] for x in others):  # type: ignore[operator]
                change = points(one, second) - points(one, first)
                assert change == 0 if went == 0 else change * went >= 0, (name, went)


def verdict(one: Analysed, name: str) -> str:
    from rubricc.compiler.proofs.attained import vary, within_limits

    made = {"bounds": within_limits, "vary": vary}[name]
    return one.made(name, lambda: made(one))[0].verdict  # type: ignore[arg-type]


def _shown(checked: Checked, bound: list[Bound]) -> None:
    """Grades that are never given are not; and what is shown scores as it is said to."""
    never: set[object] = set()
    claims = prove(checked.program, (), checked)
    interpreter = Interpreter(checked)
    grades = {interpreter.score(each).grade for each in bound}
    for claim in claims:
        if claim.claim == "grades" and claim.verdict == "refuted":
            never |= {g.label for g in checked.program.grades if f"「{g.label}」" in claim.said.zh}
    assert not grades & never
    module = module_of(checked)
    blocks = schema_of(checked.program)
    unit = (UNIT,) if checked.program.scored else ()
    for claim in claims:
        for one in claim.witness:
            facts = one.facts.get("", one.facts)
            if not bind(blocks, facts).gaps:
                assert points_at(module.score(facts, *unit), claim.at) == one.points
