"""What declarations say of several slots at once: a part is at most its whole, some rows add no more than all.

A relation is a condition over slots that all facts fulfil. That one aggregate is never above another is read off their
rows: there is no row that adds more to the one than to the other, which the solver shows for the cells of one row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations, permutations

from rubricc.compiler.ir.program import Part
from rubricc.compiler.proofs.limits import Effort
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.proofs.rows import by_column, domain_of, labels_of
from rubricc.compiler.runtime.exact import Value
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import NUMBER, YESNO
from rubricc.dsl.model import Block, Field

ADDED = ("sum", "count")
ORDERED = ("min", "max", "median", "trimmed")  # what grows with every row
MOST = 16  # aggregates of one table that are compared with each other
ZERO: t.Term = t.Const(Fraction(0), NUMBER)
ONE: t.Term = t.Const(Fraction(1), NUMBER)
Slots = Mapping[str, t.Leaf]


def a_row(block: Block, conditions: Iterable[t.Term], effort: Effort) -> dict[str, Value] | None:
    """Cells of a row for which all conditions hold; None where there is no such row."""
    from rubricc.compiler.proofs.solver import System

    terms = list(conditions)
    if any(x.block != block.name for term in terms for x in t.inputs_of(term)):
        raise Unknown("term")  # what rows are held against is no cell of theirs
    terms = [by_column(term) for term in terms]
    system = System()
    fields = {f.name: f for f in block.fields}
    read = _with_bounds([x.name for term in terms for x in _refs(term)], block)
    cells = {
        name: system.variable(
            name, fields[name].kind.family, domain_of(fields[name]), labels_of(fields[name])
        )
        for name in read
    }
    for one in _of_facts(fields, {name: name for name in read}):
        system.require(system.term(one, cells))
    return system.find([system.term(term, cells) for term in terms], effort)


def relations(blocks: Mapping[str, Block], slots: Slots, effort: Effort) -> Iterator[t.Term]:
    """Every relation that is found between slots."""
    facts: dict[tuple[str, bool], dict[str, str]] = {}
    tables: dict[tuple[str, int], dict[str, t.Aggregate]] = {}
    for name, term in slots.items():
        if isinstance(term, t.Input):
            facts.setdefault((term.block, term.own), {})[term.name] = name
        elif isinstance(term, t.Aggregate) and not (term.skip or term.own is not None):
            tables.setdefault((term.block, term.last), {})[name] = term
    for (block, _), slot in facts.items():
        yield from _of_facts({f.name: f for f in blocks[block].fields}, slot)
    for (block, last), found in tables.items():
        some = dict(list(found.items())[:MOST])
        yield from _sums(blocks[block], {n: a for n, a in some.items() if a.operation in ADDED}, effort)
        yield from _ordered(blocks[block], {n: a for n, a in some.items() if a.operation in ORDERED}, effort)
        if not last:
            yield from _own(found, facts.get((block, True), {}))


def _of_facts(fields: Mapping[str, Field], slots: Mapping[str, str]) -> Iterator[t.Term]:
    """A fact is at most the next one in its chain of bounds that is read, where both are there.

    A cell that may be empty bounds nothing where it is: neither does the chain go on behind it, nor does it hold
    where nothing says whether the cell is filled.
    """
    for name, slot in slots.items():
        above = fields[name].at_most if name in fields else ""
        while above and above not in slots:
            above = "" if fields[above].filled else fields[above].at_most
        asked = [fields[each].filled for each in (name, above) if above and fields[each].filled]
        if above and all(each in slots for each in asked):
            empty = [t.Not(t.Ref(slots[each], YESNO), YESNO) for each in asked]
            bound = _at_most(slot, slots[above])
            yield t.Logic("or", (*empty, bound), YESNO) if empty else bound


def _sums(block: Block, found: Mapping[str, t.Aggregate], effort: Effort) -> Iterator[t.Term]:
    """Sums and counts whose rows each add less; and several that together add no more than one."""
    parts: dict[str, list[str]] = {}
    for one, whole in permutations(found, 2):
        if _never_above(block, [found[one]], found[whole], effort):
            yield _at_most(one, whole)
            parts.setdefault(whole, []).append(one)
    for whole, inside in parts.items():
        for some in ([inside] if len(inside) > 1 else []) + [list(x) for x in combinations(inside, 2)]:
            if _never_above(block, [found[name] for name in some], found[whole], effort):
                yield _at_most(some, whole)
                if len(some) == len(inside):
                    break
    for one, count in permutations(found, 2):
        yield from _of_count(one, found[one], count, found[count], block)


def _never_above(block: Block, parts: list[t.Aggregate], whole: t.Aggregate, effort: Effort) -> bool:
    """Whether no row adds more to the parts together than to the whole."""
    together = t.Chain(_added(parts[0]), tuple(("+", _added(part)) for part in parts[1:]), NUMBER)
    try:
        return a_row(block, [t.Compare(">", together, _added(whole), YESNO)], effort) is None
    except Unknown:
        return False


def _added(term: t.Aggregate) -> t.Term:
    """What a row adds to a sum or a count."""
    body = ONE if term.body is None or term.operation == "count" else term.body
    return body if term.where is None else t.Select(((term.where, body),), ZERO, NUMBER)


def _of_count(
    one: str, term: t.Aggregate, count: str, counted: t.Aggregate, block: Block
) -> Iterator[t.Term]:
    """A sum is at most the greatest cell as many times as there are rows."""
    if term.operation != "sum" or counted.operation != "count" or term.where != counted.where:
        return
    field = next(
        (f for f in block.fields if isinstance(term.body, t.Input) and f.name == term.body.name), None
    )
    if field is not None and isinstance(field.high, Fraction):
        most = t.Chain(_slot(count), (("*", t.Const(field.high, NUMBER)),), NUMBER)
        yield t.Compare("<=", _slot(one), most, YESNO)


def _ordered(block: Block, found: Mapping[str, t.Aggregate], effort: Effort) -> Iterator[t.Term]:
    """The least is at most the middle, and that the greatest; and what is less in every row is less in the end."""
    places = {"min": 0, "median": 1, "max": 2}
    for (one, low), (other, high) in permutations(found.items(), 2):
        if low.where != high.where:
            continue
        if low.body == high.body and places.get(low.operation, 3) < places.get(high.operation, 0):
            yield _at_most(one, other)
        elif (low.operation, low.trim) == (high.operation, high.trim) and low.body and high.body:
            above = t.Compare(">", low.body, high.body, YESNO)
            conditions = [above] if low.where is None else [low.where, above]
            try:
                if a_row(block, conditions, effort) is None:
                    yield _at_most(one, other)
            except Unknown:
                pass


def _own(found: Mapping[str, t.Aggregate], own: Mapping[str, str]) -> Iterator[t.Term]:
    """What the unit itself has lies between the least and the greatest of all units."""
    for name, term in found.items():
        if isinstance(term.body, t.Input) and term.where is None and term.operation in ("min", "max"):
            slot = own.get(term.body.name)
            if slot is not None:
                yield _at_most(name, slot) if term.operation == "min" else _at_most(slot, name)


def of_points(slots: Slots, parts: Mapping[str, Part]) -> Iterator[t.Term]:
    """What the rows of an `each` come to lies between the least and the most of one, as many times as rows count."""
    for name, term in slots.items():
        if not isinstance(term, t.Each):
            continue
        for count, counted in slots.items():
            if counted != parts[term.part].rows:
                continue
            rows, k = _slot(count), t.Const(Fraction(term.k), NUMBER)
            less = t.Chain(rows, (("-", k),), NUMBER)
            some: t.Term = {
                "drop": t.Extreme("max", (less, t.Extreme("min", (rows, ONE), NUMBER)), NUMBER),
                "sum": rows,
            }.get(term.how, t.Extreme("min", (rows, k), NUMBER))
            for op, end in ((">=", term.least), ("<=", term.most)):
                ends = t.Chain(t.Const(end, NUMBER), (("*", some),), NUMBER)
                yield t.Compare(op, _slot(name), ends, YESNO)  # type: ignore[arg-type]


def _slot(name: str) -> t.Term:
    return t.Ref(name, NUMBER)


def _at_most(one: str | list[str], other: str) -> t.Term:
    first, *rest = [one] if isinstance(one, str) else one
    left = t.Chain(_slot(first), tuple(("+", _slot(x)) for x in rest), NUMBER)
    return t.Compare("<=", left, _slot(other), YESNO)


def _refs(term: t.Term) -> Iterator[t.Ref]:
    if isinstance(term, t.Ref):
        yield term
    for each in t.children(term):
        yield from _refs(each)


def _with_bounds(names: Iterable[str], block: Block) -> list[str]:
    """The columns, those that they are declared to be at most, and whether each of them is filled."""
    fields = {f.name: f for f in block.fields}
    found: dict[str, None] = {}
    for name in names:
        while name and name not in found:
            field = fields[name]
            found |= dict.fromkeys([name, field.filled] if field.filled else [name])
            name = field.at_most
    return list(found)
