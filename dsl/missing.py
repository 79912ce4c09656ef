"""Facts that may be missing: an expression reads one only where it is known to be there.

Such a fact is two: whether its cell is filled, which is always known, and what it holds. What a condition says of the
first decides where the second may be read: after `closed is not missing and`, in the arm of an `if` where it holds, in
what an aggregate or a clause does with the rows of its `where`. So no value ever stands for an empty cell in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rubricc.compiler.runtime.schema import FILLED
from rubricc.dsl import nodes as n
from rubricc.dsl import terms as t
from rubricc.dsl.diagnostics.model import Related, diagnose
from rubricc.dsl.kinds import NUMBER, YESNO
from rubricc.dsl.model import Block, Field

if TYPE_CHECKING:
    from rubricc.dsl.expressions import Typer

There = frozenset[t.Input]  # the facts of which it is known, by whether they are filled


@contextmanager
def given(typer: Typer, condition: t.Term | None, holds: bool = True) -> Iterator[None]:
    """What is typed within is asked for only where a condition holds (or does not)."""
    before = typer.there
    typer.there = before if condition is None else before | _there(condition, holds)
    try:
        yield
    finally:
        typer.there = before


@contextmanager
def in_other_rows(typer: Typer) -> Iterator[None]:
    """What is typed within is asked of other rows: nothing is known of their cells."""
    before, blocks = typer.there, typer.scope.blocks
    typer.there = frozenset(x for x in before if x.own or not blocks[x.block].is_table)
    if typer.counted is not None:  # all rows of a group fulfil what its rows are chosen by
        typer.there |= _there(typer.counted, True)
    try:
        yield
    finally:
        typer.there = before


def one_after_the_other(
    typer: Typer, op: str, operands: Iterable[n.Expr], rows: Block | None
) -> list[t.Term]:
    """The operands of a chain of `and` or `or`: each is asked only where those before it have not decided."""
    found: list[t.Term] = []
    before = typer.there
    for operand in operands:
        found.append(typer.condition(operand, rows))
        typer.there |= _there(found[-1], op == "and")
    typer.there = before
    return found


def _there(condition: t.Term, holds: bool) -> There:
    """Which facts are there where a condition holds, or does not."""
    match condition:
        case t.Input():
            return frozenset({condition}) if holds else frozenset()
        case t.Not():
            return _there(condition.operand, not holds)
        case t.Logic():
            found = [_there(operand, holds) for operand in condition.operands]
            every = holds is (condition.op == "and")
            return frozenset.union(*found) if every else frozenset.intersection(*found)
    return frozenset()


def filled(field: Field, own: bool) -> t.Input:
    """Whether the cell of a fact that may be missing is filled."""
    return t.Input(field.block, field.filled, YESNO, own)


def check_there(typer: Typer, name: n.Name, field: Field, own: bool) -> None:
    """A fact that may be missing is read where nothing says that it is there."""
    if field.filled and filled(field, own) not in typer.there:
        declared = [Related(field.span, "declared")]
        typer.findings.append(diagnose("RB3090", name.span, name=name.text, related=declared))


def is_missing(typer: Typer, expr: n.IsMissing, rows: Block | None) -> t.Term:
    there = _asked(typer, expr.fact, rows)
    return there if expr.not_ else t.Not(there, YESNO)


def if_missing(typer: Typer, expr: n.IfMissing, rows: Block | None) -> t.Term:
    """A choice: the fact where it is there, else what is written for it."""
    if not isinstance(expr.fact, n.Name):
        typer.findings.append(diagnose("RB3092", expr.fact.span, written=expr.fact.span.text))
        return typer.term(expr.otherwise, rows)
    there = _asked(typer, expr.fact, rows)
    with given(typer, there):
        value = typer.term(expr.fact, rows)
    with given(typer, there, False):
        otherwise = typer.calls.label_or_term(expr.otherwise, value.kind, expr.fact, rows)
    if not typer.alike(value.kind, expr.otherwise, otherwise):
        return value
    counts = value.kind.family != "count" or otherwise.kind.family == "count"
    return t.Select(((there, value),), otherwise, value.kind if counts else NUMBER)


def _asked(typer: Typer, name: n.Name, rows: Block | None) -> t.Term:
    """Whether a fact is there; what is wrong with asking is said."""
    field = typer.scope.fields.get(name.text)
    if field is None:
        known = name.text in typer.scope.names()
        if known:
            typer.findings.append(diagnose("RB3092", name.span, written=name.text))
        else:
            typer.term(name, rows)  # says that there is no such name
        return t.Const(True, YESNO)
    with given(typer, filled(field, False)), given(typer, filled(field, True)):
        value = typer.term(name, rows)  # says what is wrong with the name
    if not field.filled:
        declared = [Related(field.span, "declared")]
        typer.findings.append(diagnose("RB3091", name.span, name=name.text, related=declared))
        return t.Const(True, YESNO)
    assert isinstance(value, t.Input)
    return filled(field, value.own)


def asked_of(name: str) -> str:
    """The fact that another says of whether it is there; empty for any other."""
    return name.removesuffix(FILLED) if name.endswith(FILLED) else ""
