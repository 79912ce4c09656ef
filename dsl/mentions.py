"""What an expression mentions, and what a term divides by."""

from __future__ import annotations

from rubricc.dsl import nodes as n
from rubricc.dsl import terms as t


def divisors(term: t.Term) -> list[t.Term]:
    """What a term divides by, from the inside out; aggregates keep their own guards."""
    found: list[t.Term] = []
    if isinstance(term, t.Aggregate):
        return found
    for child in t.children(term):
        found += divisors(child)
    if isinstance(term, t.Chain):
        found += [operand for op, operand in term.rest if op == "/" and not isinstance(operand, t.Const)]
    return found


def names_in(expr: n.Expr) -> list[str]:
    """Every name that an expression mentions, functions left out."""
    match expr:
        case n.Name():
            return [expr.text]
        case n.Arith():
            return names_in(expr.first) + [x for _, operand in expr.rest for x in names_in(operand)]
        case n.Minus() | n.Negate() | n.RoundTo():
            return names_in(expr.operand)
        case n.Logic():
            return [x for operand in expr.operands for x in names_in(operand)]
        case n.Compare():
            return names_in(expr.left) + names_in(expr.right)
        case n.MemberOf():
            return names_in(expr.operand) + [x for m in expr.members for x in names_in(m)]
        case n.IfElse():
            return names_in(expr.condition) + names_in(expr.then) + names_in(expr.otherwise)
        case n.Call():
            return [x for a in call_parts(expr) for x in names_in(a)]
    return []


def call_parts(call: n.Call) -> tuple[n.Expr, ...]:
    return (*call.args, call.where) if call.where is not None else call.args
