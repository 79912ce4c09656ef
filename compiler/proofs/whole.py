"""What items, the total and the grade come to, as lines over the points of the indicators: `runtime.summary` in terms.

Nothing that does not apply or is missing is made up for here: where an item may be left out, `Unknown` is raised.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rubricc.compiler.ir.program import Effect, Group, Item, Line, Program
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import NUMBER, YESNO

TOTAL, GRADE = "\ntotal", "\ngrade"  # names of lines; no item is called so
ZERO = t.Const(Fraction(0), NUMBER)


def condition(effect: Effect) -> str:
    """The name for what the condition of an effect comes to: 1 where it holds."""
    return f"\ncondition {effect.condition}"


def group_points(group: Group, program: Program) -> t.Term:
    """The points of a group over those of its members, each by its key."""
    if group.special:
        limit = t.Const(group.limit, NUMBER)
        return t.Extreme("min" if group.special == "bonus" else "max", (_sum(group.children), limit), NUMBER)
    if group.combine == "sum":
        return _sum(group.children)
    rates = [_by(_of(child), "/", child.weight) for child in group.children]
    many = len(rates)
    count = {"mean": many, "drop": max(1, many - group.k)}.get(group.combine, min(group.k, many))
    best = group.combine != "worst"
    if count == many:
        kept = _added(rates)
    elif count == 1:
        kept = t.Extreme("max" if best else "min", tuple(rates), NUMBER)
    elif count == many - 1:
        left = t.Extreme("min" if best else "max", tuple(rates), NUMBER)
        kept = t.Chain(_added(rates), (("-", left),), NUMBER)
    else:
        raise Unknown("term")
    return t.Rounded(_by(kept, "*", group.weight / count), program.rounding, program.grid, NUMBER)


def lines_of_total(program: Program) -> Iterator[Line]:
    """The total, step by step, and the number of the grade that it earns."""
    effects: dict[str, list[Effect]] = {}
    for effect in program.effects:
        effects.setdefault(effect.kind, []).append(effect)
    total: t.Term = _sum(program.items)
    for op, kind in (("+", "add"), ("-", "deduct")):
        for effect in effects.get(kind, ()):
            total = t.Chain(total, ((op, _if(effect, effect.amount, Fraction(0))),), NUMBER)  # type: ignore[arg-type]
    for effect in effects.get("times", ()):
        total = t.Chain(total, (("*", _if(effect, effect.amount, Fraction(1))),), NUMBER)
    floors = [_if(effect, effect.amount, Fraction(0)) for effect in effects.get("at least", ())]
    yield Line(f"{TOTAL} raised", t.Extreme("max", (total, ZERO, *floors), NUMBER))
    found: t.Term = t.Ref(f"{TOTAL} raised", NUMBER)
    caps = [
        t.Select(((_holds(e), t.Const(e.amount, NUMBER)),), found, NUMBER) for e in effects.get("at most", ())
    ]
    if program.cap is not None:
        caps.append(t.Const(program.cap, NUMBER))  # type: ignore[arg-type]
    found = t.Extreme("min", (found, *caps), NUMBER) if caps else found
    yield Line(TOTAL, t.Rounded(found, program.rounding, program.grid, NUMBER))
    if program.grades:
        yield from _grade(program, effects)


def _grade(program: Program, effects: dict[str, list[Effect]]) -> Iterator[Line]:
    """The first whose condition the total meets; then one lower, then caps and grades that are not given."""
    labels = [grade.label for grade in program.grades]
    last = len(labels) - 1
    total = t.Ref(TOTAL, NUMBER)
    arms = [
        (t.Compare(row.op, total, t.Const(row.value, NUMBER), YESNO), _number(at))
        for at, row in enumerate(program.grades)
        if row.op
    ]
    grade: t.Term = t.Select(tuple(arms), _number(last), NUMBER)
    lower = effects.get("lower", ())
    if lower:
        once = [_if(effect, Fraction(1), Fraction(0)) for effect in lower]
        more = [_if(effect, Fraction(1), Fraction(0)) for effect in lower if effect.cumulative]
        down = t.Extreme("max", (*once, _added(more)) if more else tuple(once), NUMBER)
        grade = t.Chain(grade, (("+", down),), NUMBER)
    caps = [_if(e, Fraction(labels.index(e.label)), Fraction(0)) for e in effects.get("grade cap", ())]
    at = t.Extreme("max", (grade, *caps), NUMBER) if caps else grade
    yield Line(f"{GRADE} 0", t.Extreme("min", (at, _number(last)), NUMBER))
    for number in range(last):
        here: t.Term = t.Ref(f"{GRADE} {number}", NUMBER)
        refused = [_holds(effect) for effect in effects.get("no grade", ()) if effect.label == labels[number]]
        if refused:
            is_here = t.Compare("=", here, _number(number), YESNO)
            either = t.Logic("or", tuple(refused), YESNO)
            below = t.Logic("and", (is_here, either), YESNO)
            here = t.Select(((below, _number(number + 1)),), here, NUMBER)
        yield Line(f"{GRADE} {number + 1}", here)
    yield Line(GRADE, t.Ref(f"{GRADE} {last}", NUMBER))


def _of(item: Item) -> t.Term:
    return t.Ref(item.key, NUMBER)


def _sum(items: Sequence[Item]) -> t.Term:
    return _added([_of(item) for item in items])


def _added(terms: Sequence[t.Term]) -> t.Term:
    return t.Chain(terms[0], tuple(("+", term) for term in terms[1:]), NUMBER)


def _by(term: t.Term, op: str, number: Fraction) -> t.Term:
    return t.Chain(term, ((op, t.Const(number, NUMBER)),), NUMBER)  # type: ignore[arg-type]


def _number(value: int) -> t.Term:
    return t.Const(Fraction(value), NUMBER)


def _holds(effect: Effect) -> t.Term:
    return t.Compare("=", t.Ref(condition(effect), NUMBER), _number(1), YESNO)


def _if(effect: Effect, amount: Fraction, otherwise: Fraction) -> t.Term:
    return t.Select(((_holds(effect), t.Const(amount, NUMBER)),), t.Const(otherwise, NUMBER), NUMBER)
