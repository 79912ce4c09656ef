"""The items of two rubrics side by side, and what each of their rules means, whatever its names for things within.

Items match by their code, then by their name; an indicator never matches a group.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

from attrs import evolve, frozen

from rubricc.compiler.ir.program import Group, Guard, Indicator, Item, Program, within
from rubricc.dsl import terms as t


@frozen
class Pair:
    """An item of the old rubric, and what it is in the new one; one of them may be none. `parents` stand above."""

    old: Item | None
    new: Item | None
    parents: tuple[Group | None, Group | None]

    @property
    def item(self) -> Item:
        found = self.new if self.new is not None else self.old
        assert found is not None
        return found


def paired(old: Program, new: Program) -> list[Pair]:
    """Every item of both, in the order of the new rubric; those that are gone stand last."""
    before, after = ([item for top in program.items for item in within(top)] for program in (old, new))
    above = {
        id(child): group
        for group in (*before, *after)
        if isinstance(group, Group)
        for child in group.children
    }
    match: dict[int, Item] = {}
    taken: set[int] = set()
    for by_code in (True, False):
        known = _by_label(before, by_code, taken)
        for item in after:
            found = known.get(_label(item, by_code))
            if id(item) not in match and found is not None and id(found) not in taken:
                match[id(item)] = found
                taken.add(id(found))
    pairs = [
        Pair(found, item, (above.get(id(found)), above.get(id(item))))
        for item in after
        for found in [match.get(id(item))]
    ]
    return pairs + [Pair(item, None, (above.get(id(item)), None)) for item in before if id(item) not in taken]


def _label(item: Item, by_code: bool) -> tuple[bool, str]:
    return isinstance(item, Group), item.code if by_code else item.name


def _by_label(items: Iterable[Item], by_code: bool, taken: set[int]) -> Mapping[tuple[bool, str], Item]:
    """The items by a label that is theirs alone."""
    found: dict[tuple[bool, str], list[Item]] = {}
    for item in items:
        label = _label(item, by_code)
        if label[1] and id(item) not in taken:
            found.setdefault(label, []).append(item)
    return {label: each[0] for label, each in found.items() if len(each) == 1}


def written_out(program: Program, term: t.Term) -> t.Term:
    """A term in facts and aggregates only, and the points of rows by all that decides them."""
    slots = program.slot

    def opened(term: t.Term) -> t.Term:
        if isinstance(term, t.Ref) and term.name in slots:
            return opened(slots[term.name].term)
        if isinstance(term, t.Each):
            part = next(part for part in program.parts if part.name == term.part)
            return evolve(term, part=repr((opened(part.rows), meaning(program, part.sheet))))
        return t.rebuilt(term, opened)

    return opened(term)


def meaning(program: Program, sheet: Indicator) -> Hashable:
    """All that decides the points of a sheet: two that are equal give the same for all facts."""

    def opened(term: t.Term) -> t.Term:
        return written_out(program, term)

    steps = tuple(
        (opened(step.condition), None) if isinstance(step, Guard) else (opened(step.term), step.name)
        for step in sheet.steps
    )
    absent = tuple(
        (
            each.answer,
            each.points,
            None if each.condition is None else meaning(program, program.conditions[each.condition]),
        )
        for each in sheet.absent
    )
    return steps, absent
