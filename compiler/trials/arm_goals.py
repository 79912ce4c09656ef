"""The arms of the choices in formulas (`if … then … else …`, `(X, else V)`), each a goal of its clause.

Choices are read off the terms that clauses tell, which stand as their author wrote them; moving windows and what other
rows are asked are the language's own and left alone. Guarantees: an arm counts where its formula is worked out and the
conditions before it fall that way, in some row where the formula goes by rows. An arm that is a choice again is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import attrs
from attrs import frozen

from rubricc.compiler.derivation.terms import term_text
from rubricc.compiler.ir import told
from rubricc.compiler.ir.program import Clause, Indicator
from rubricc.compiler.runtime.exact import clipped
from rubricc.compiler.trials.goal import Goal, Test
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import NUMBER, YESNO
from rubricc.dsl.source import Span

TEXT = 40  # cells of an arm's text
NOTHING = t.Const(Fraction(0), NUMBER)


@frozen
class Rows:
    """The rows that a formula goes by: those of a table for which `where` holds."""

    block: str
    where: t.Term | None = None


@frozen
class Arm:
    """One arm: what holds where it is taken, and how it is written; `rows` is None where one value is worked out."""

    path: tuple[t.Term, ...]
    said: tuple[str, str]
    rows: Rows | None


def arm_goals(sheet: Indicator, leaves: Mapping[t.Term, t.Ref]) -> Iterator[Goal]:
    """`leaves` are the facts and aggregates whose values a trace of the sheet has, by what they are."""
    seen: set[Arm] = set()
    for clause in sheet.clauses:
        for span, term, rows in _terms(clause):
            for arm in _arms(term, (), rows):
                if arm not in seen:
                    seen.add(arm)
                    yield Goal("arm", "", arm.said, span, test=_taken(arm, leaves))


def _taken(arm: Arm, leaves: Mapping[t.Term, t.Ref]) -> Test:
    rows = arm.rows
    if rows is None:
        path = t.Logic("and", tuple(_known(each, leaves) for each in arm.path), YESNO)
        return lambda x: bool(x.value(path))
    others: dict[t.Term, t.Ref] = {term: ref for term, ref in leaves.items() if isinstance(term, t.Points)}
    where = (rows.where,) if rows.where is not None else ()
    inside = t.Logic("and", tuple(_known(each, others) for each in (*where, *arm.path)), YESNO)
    return lambda x: x.rows(rows.block, inside) > 0


def _known(term: t.Term, leaves: Mapping[t.Term, t.Ref]) -> t.Term:
    return leaves[term] if term in leaves else t.rebuilt(term, lambda inside: _known(inside, leaves))


# ── the formulas of a clause ──


def _terms(clause: Clause) -> Iterator[tuple[Span, t.Term, Rows | None]]:
    """What a clause tells in terms, each with the rows that it goes by."""
    match clause.told:
        case told.RowsTold(block=block, where=where):
            yield from ((clause.span, term, Rows(block)) for term in (where,) if term is not None)
            charge = clause.told.charge
            if clause.told.table or clause.told.tiers:  # what a row is charged is put together from those
                charge = attrs.evolve(charge, amount=NOTHING)
            yield from _held(
                attrs.evolve(clause.told, where=None, charge=charge), clause.span, Rows(block, where)
            )
        case told.EachTold(block=block) | told.ReportedRowsTold(block=block):
            yield from _held(clause.told, clause.span, Rows(block))
        case _:
            yield from _held(clause.told, clause.span, None)


def _held(value: Any, span: Span, rows: Rows | None) -> Iterator[tuple[Span, t.Term, Rows | None]]:
    """The terms in a told clause, however deep; rows of a table stand at their own place."""
    if isinstance(value, t.Term):
        yield span, value, rows
    elif isinstance(value, tuple):
        for each in value:
            yield from _held(each, span, rows)
    elif attrs.has(type(value)) and type(value).__module__.startswith(told.__name__):
        span = value.span if isinstance(value, told.BandRow) else span
        for one in attrs.fields(type(value)):
            yield from _held(getattr(value, one.name), span, rows)


# ── the arms of a formula ──


def _arms(term: t.Term, path: tuple[t.Term, ...], rows: Rows | None) -> Iterator[Arm]:
    match term:
        case t.Select(moving=None):
            for condition, value in term.arms:
                yield from _arms(condition, path, rows)
                yield from _arm(value, (*path, condition), rows, condition)
                path = (*path, t.Not(condition, YESNO))
            yield from _arm(term.otherwise, path, rows, None)
        case t.Aggregate():
            if term.where is not None:
                yield from _arms(term.where, path, Rows(term.block))
            if term.body is not None:
                yield from _arms(term.body, path, Rows(term.block, term.where))
        case t.Select() | t.Earlier() | t.Streak() | t.First() | t.OfGroup() | t.Each():
            return
        case _:
            for inside in t.children(term):
                yield from _arms(inside, path, rows)


def _arm(
    value: t.Term, path: tuple[t.Term, ...], rows: Rows | None, condition: t.Term | None
) -> Iterator[Arm]:
    if not isinstance(value, t.Select) or value.moving is not None:
        yield Arm(path, (_text(condition, value, chinese=True), _text(condition, value, chinese=False)), rows)
    yield from _arms(value, path, rows)


def _text(condition: t.Term | None, value: t.Term, *, chinese: bool) -> str:
    """`若 有事故 则 3`, `否则 1`."""
    then = term_text(value, chinese)
    if condition is None:
        return clipped(f"否则 {then}" if chinese else f"else {then}", TEXT)
    when = term_text(condition, chinese)
    return clipped(f"若 {when} 则 {then}" if chinese else f"if {when} then {then}", TEXT)
