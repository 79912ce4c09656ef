"""What an expression mentions, and what a term divides by."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from attrs import fields

from rubricc.dsl import nodes as n
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import NUMBER, kind_of_unit


def divisors(term: t.Term) -> list[t.Term]:
    """What must not be 0 where a term is worked out, from the inside out; aggregates keep their own guards.

    A divisor in an arm that is not taken is not divided by: it is asked for as `if CONDITION then divisor else 1`.
    """
    found: list[t.Term] = []
    match term:
        case t.Ref() | t.Const() | t.Aggregate() | t.Streak() | t.First() | t.OfGroup() | t.Each():
            return found
        case t.Earlier():
            one = t.Const(Fraction(1), NUMBER)
            found += [t.Earlier(d, term.back, one, d.kind) for d in divisors(term.operand)]
            return found + [t.Earlier(one, term.back, d, d.kind) for d in divisors(term.otherwise)]
        case t.Select():
            passed: list[t.Term] = []  # conditions that did not hold
            for condition, value in term.arms:
                found += [_unless(passed, d) for d in divisors(condition)]
                found += [_unless(passed, only_where(condition, d)) for d in divisors(value)]
                passed.append(condition)
            return found + [_unless(passed, d) for d in divisors(term.otherwise)]
        case t.Logic():
            settled: list[t.Term] = []  # operands after which the rest does not matter
            for operand in term.operands:
                found += [_unless(settled, d) for d in divisors(operand)]
                settled.append(t.Not(operand, operand.kind) if term.op == "and" else operand)
            return found
    for child in t.children(term):
        found += divisors(child)
    if isinstance(term, t.Chain):
        found += [operand for op, operand in term.rest if op == "/" and not isinstance(operand, t.Const)]
    return found


def reads_facts(term: t.Term) -> bool:
    """Whether a term reads facts or points itself, not only through references."""
    if isinstance(term, t.Const | t.Ref):
        return False
    return isinstance(term, t.Leaf | t.OfRow) or any(map(reads_facts, t.children(term)))


def only_where(condition: t.Term, divisor: t.Term) -> t.Term:
    """The divisor where a condition holds, else 1."""
    return t.Select(((condition, divisor),), t.Const(Fraction(1), divisor.kind), divisor.kind)


def _unless(conditions: list[t.Term], divisor: t.Term) -> t.Term:
    """The divisor where none of the conditions holds, else 1."""
    if not conditions:
        return divisor
    one = t.Const(Fraction(1), divisor.kind)
    return t.Select(tuple((condition, one) for condition in conditions), divisor, divisor.kind)


def divided_by(guarded: t.Term) -> t.Term:
    """The divisor itself, without the conditions under which it is asked for."""
    while isinstance(guarded, t.Select | t.Earlier):
        if isinstance(guarded, t.Earlier):
            if not _is_one(guarded.operand):  # which row it is of belongs to the divisor
                break
            guarded = guarded.otherwise
            continue
        asked = [v for v in (*(value for _, value in guarded.arms), guarded.otherwise) if not _is_one(v)]
        if len(asked) != 1:  # the author's own choice between divisors
            break
        guarded = asked[0]
    return guarded


def _is_one(term: t.Term) -> bool:
    return isinstance(term, t.Const) and term.value == 1


def facts_of(term: t.Term) -> list[tuple[str, str, bool]]:
    """The facts that a term reads: block, field, whether of the unit's own row; not those behind references."""
    if isinstance(term, t.Input):
        return [(term.block, term.name, term.own)]
    return [fact for child in t.children(term) for fact in facts_of(child)]


def inner(aggregate: t.Aggregate) -> list[t.Term]:
    """What is worked out inside an aggregate from other facts than those of the row."""
    found: list[t.Term] = []
    todo = list(t.children(aggregate))
    while todo:
        term = todo.pop(0)
        is_other = isinstance(term, t.Input) and (term.own or term.block != aggregate.block)
        if is_other or isinstance(term, t.Aggregate):
            found.append(term)
        else:
            todo += t.children(term)
    return found


def of_the_whole(aggregate: t.Aggregate) -> tuple[t.Term, ...]:
    """The guards that are the same for every row: where one fails there is no value, also where rows are skipped."""
    return tuple(g for g in aggregate.guards if not _reads_row(g, aggregate.block))


def of_rows(aggregate: t.Aggregate) -> tuple[t.Term, ...]:
    """The guards of each row."""
    return tuple(g for g in aggregate.guards if _reads_row(g, aggregate.block))


def _reads_row(term: t.Term, block: str) -> bool:
    if isinstance(term, t.Input):
        return term.block == block and not term.own
    return not isinstance(term, t.Aggregate) and any(_reads_row(x, block) for x in t.children(term))


def reads_own(term: t.Term) -> bool:
    """Whether a term is worked out anew for every unit of a run."""
    if isinstance(term, t.Input):
        return term.own
    return any(reads_own(child) for child in t.children(term))


def streaks_in(term: t.Term) -> list[t.Streak]:
    """The streaks that are read in the rows of a term, each after those inside it; aggregates keep their own."""
    if isinstance(term, t.Aggregate | t.OfGroup | t.Each):
        return []
    found = [streak for child in t.children(term) for streak in streaks_in(child)]
    return [*found, term] if isinstance(term, t.Streak) else found


def grouped_in(term: t.Term) -> list[t.First | t.OfGroup]:
    """What the rows of a term read of groups of rows; aggregates keep their own."""
    if isinstance(term, t.First | t.OfGroup):
        return [term]
    return (
        []
        if isinstance(term, t.Aggregate | t.Each)
        else [x for child in t.children(term) for x in grouped_in(child)]
    )


def tables_of(term: t.Term) -> list[str]:
    """The tables whose rows a term goes through."""
    own = [term.block] if isinstance(term, t.Aggregate | t.Each) else []
    return own + [table for child in t.children(term) for table in tables_of(child)]


def names_in(expr: n.Expr, *, aggregates: bool = True) -> list[str]:
    """Every name that an expression mentions, functions left out; or those only that stand in no aggregate."""

    def within(expr: n.Expr) -> list[str]:
        match expr:
            case n.Name():
                return [expr.text]
            case n.Arith():
                return within(expr.first) + [x for _, operand in expr.rest for x in within(operand)]
            case n.Minus() | n.Negate() | n.RoundTo():
                return within(expr.operand)
            case n.LastOf():
                return within(expr.expr)
            case n.Logic():
                return [x for operand in expr.operands for x in within(operand)]
            case n.Compare():
                return within(expr.left) + within(expr.right)
            case n.MemberOf():
                return within(expr.operand) + [x for m in expr.members for x in within(m)]
            case n.IsMissing():
                return [expr.fact.text]
            case n.IfMissing():
                return within(expr.fact) + within(expr.otherwise)
            case n.IfElse():
                return within(expr.condition) + within(expr.then) + within(expr.otherwise)
            case n.Call() if aggregates or (expr.function.text in ("min", "max") and len(expr.args) > 1):
                return [x for a in call_parts(expr) for x in within(a)]
        return []

    return within(expr)


def formula_of(expr: n.Expr | None) -> t.Term | None:
    """A formula of parameters as a term that refers to them; None for what is none."""
    match expr:
        case n.Name():
            return t.Ref(expr.text, NUMBER)
        case n.Number() if expr.given is None:
            return t.Const(expr.value / 100 if expr.unit == "%" else expr.value, kind_of_unit(expr.unit))
        case n.Minus():
            inner = formula_of(expr.operand)
            return inner and t.Chain(t.Const(Fraction(0), NUMBER), (("-", inner),), NUMBER)
        case n.Arith():
            first = formula_of(expr.first)
            rest = [(op, operand) for op, x in expr.rest if (operand := formula_of(x)) is not None]
            whole = first is not None and len(rest) == len(expr.rest)
            return t.Chain(first, tuple(rest), NUMBER) if first is not None and whole else None
    return None


@cache
def _parts(cls: type[n.Node]) -> tuple[str, ...]:
    """What a node holds beside its place, the last first."""
    return tuple(f.name for f in reversed(fields(cls)) if f.name != "span")


def within(said: object) -> Iterator[n.Node]:
    """Every node of a tree, those that hold others first."""
    todo = [said]
    while todo:
        one = todo.pop()
        if isinstance(one, tuple):
            todo += reversed(one)
        elif isinstance(one, n.Node):
            yield one
            todo += [getattr(one, name) for name in _parts(type(one))]  # type: ignore[arg-type]


def call_parts(call: n.Call) -> tuple[n.Expr, ...]:
    rest = (call.otherwise, call.where, call.alone)
    return (*call.args, *(part for part in rest if part is not None))
