"""What a rubric can do, one goal for every thing that its text sets apart: what coverage counts.

A row that is taken, an arm of a formula, a clause that charges, a step that is started and one that is whole, a limit
that binds, an answer for what does not apply or is missing, an effect on the total or the grade, a grade, and either
result of a check. Goals are read off what clauses tell and off the tree, so a construct that tells its charge, its rows
or its condition is covered without being known here. A limit that cannot bind, as far as the bounds of the facts say,
is no goal.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from rubricc.compiler.ir import told
from rubricc.compiler.ir.bounds import Ranges
from rubricc.compiler.ir.program import Group as IRGroup
from rubricc.compiler.ir.program import Indicator, Program, slots_of, within
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.runtime.summary import total_of
from rubricc.compiler.runtime.tree import Group, member_of
from rubricc.compiler.trials.arm_goals import arm_goals
from rubricc.compiler.trials.clause_goals import sheet_goals
from rubricc.compiler.trials.goal import Goal, Whole
from rubricc.dsl import terms as t


def goals_of(program: Program) -> tuple[Goal, ...]:
    """Every goal of a program, in the order of its sheets; those of the whole rubric last."""
    ranges = Ranges(program.blocks, program.slots)
    slots: dict[t.Term, t.Ref] = {slot.term: t.Ref(slot.name, slot.term.kind) for slot in program.slots}
    parts = {part.name: part.sheet for part in program.parts}
    facts = {part.name: part.facts for part in program.parts}
    found: list[Goal] = []
    kinds: dict[int, str] = {len(program.indicators) + at: s.kind for at, s in enumerate(program.statements)}
    conditions = range(len(program.indicators) + len(program.statements), outcomes_at(program))
    for number, sheet in enumerate(program.sheets):
        if number in conditions:
            continue  # what hangs on them has goals of its own
        if number in kinds and not slots_of(sheet, program.slot):
            continue  # it reads no facts: it cannot come out otherwise
        own = [
            evolve(goal, number=number, at=sheet.title)
            for goal in (*sheet_goals(sheet, ranges, parts, kinds.get(number, "")), *arm_goals(sheet, slots))
        ]
        for clause in sheet.clauses:
            if isinstance(clause.told, told.EachTold):
                part = clause.told.part
                of_row = {term: t.Ref(name, term.kind) for name, term in facts[part].items()}
                own += [
                    evolve(g, number=number, at=sheet.title, part=part)
                    for g in (*sheet_goals(parts[part], ranges, parts), *arm_goals(parts[part], of_row))
                ]
        if number >= conditions.stop:
            own = [evolve(goal, kind="grade") if goal.kind == "row" else goal for goal in own]
        found += own
        found += [evolve(goal, at=sheet.title) for goal in _answers(program, sheet, number)]
    return (*found, *_of_the_rubric(program))


def outcomes_at(program: Program) -> int:
    """The number of the first sheet of an outcome."""
    return len(program.indicators) + len(program.statements) + len(program.conditions)


# ── what is not worked out, and the rubric as a whole ──


def _answers(program: Program, sheet: Indicator, number: int) -> Iterator[Goal]:
    for absent in sheet.absent:
        place = sheet.title_span if absent.condition is None else program.conditions[absent.condition].span
        words = ("缺数据", "missing") if absent.condition is None else ("不适用", "not applicable")

        def taken(result: Result, condition: int | None = absent.condition) -> bool:
            one = result.indicators[number].absent
            return one is not None and one.condition == condition

        yield Goal("answer", "", words, place, whole=taken)


def _of_the_rubric(program: Program) -> Iterator[Goal]:
    for effect in program.effects:
        place = program.conditions[effect.condition]

        def holds(result: Result, at: int = effect.condition) -> bool:
            return bool(result.conditions[at])

        yield Goal("effect", place.title, ("条件成立", "the condition holds"), place.span, whole=holds)
    for top in program.items:
        for item in within(top):
            if isinstance(item, IRGroup) and item.special and len(item.children) > 1:
                yield Goal(
                    "limit",
                    item.title,
                    ("限额起作用", "the limit binds"),
                    item.title_span,
                    whole=_limited(item.key),
                )
    if program.cap is not None and any(_adds(program)):
        span = program.total_span or program.items[0].title_span
        yield Goal("limit", "", ("总分封顶", "the total is capped"), span, whole=_total_is_capped)
    for row in program.grades:
        yield Goal("grade", "", (row.label, row.label), row.span, whole=_given(row.label))


def _adds(program: Program) -> Iterator[bool]:
    yield from (effect.kind in ("add", "at least") for effect in program.effects)
    yield from (isinstance(i, IRGroup) and i.special == "bonus" for top in program.items for i in within(top))


def _given(label: str) -> Whole:
    return lambda result: result.grade == label


def _limited(key: str) -> Whole:
    def test(result: Result) -> bool:
        group = result[key]
        if not isinstance(group, Group) or group.exact is None:
            return False
        return sum(m.points for m in group.members if m is not None and m.counts) != group.exact

    return test


def _total_is_capped(result: Result) -> bool:
    """Whether the total would be more without its cap."""
    summary = result.spec.summary
    members = [member_of(child, summary, None) for child in result.tree]
    holds = [bool(result.conditions[e.condition]) for e in summary.effects]
    if result.exact is None or None in members:
        return False
    return total_of([m for m in members if m is not None], summary._replace(cap=None), holds) > result.exact
