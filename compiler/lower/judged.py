"""Points that a person decides: the three facts of each place, and where its name and reason are told.

A place is declared where a clause is lowered: there is no data block for it in the rubric. Where an indicator has
several, the author labels them; the facts call a place by the indicator's code (or name) and its label.
"""

from __future__ import annotations

from attrs import frozen

from rubricc.compiler.ir import told
from rubricc.compiler.lower.amounts import fixed_amount, written
from rubricc.compiler.lower.lines import Desk, const
from rubricc.compiler.runtime.judged import JUDGED, parts_of
from rubricc.dsl import nodes as n
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import NUMBER, TEXT, YESNO
from rubricc.dsl.model import Block, Field


@frozen
class Decided:
    """A place as facts: its points, who decided, and why."""

    node: n.Judged
    low: t.Term
    high: t.Term
    points: t.Input
    by: t.Input
    reason: t.Input

    @property
    def columns(self) -> tuple[str, str, str]:
        return self.points.name, self.by.name, self.reason.name


def lower_judged(
    desk: Desk, judged: n.Judged, *, within_weight: bool = False, rows: Block | None = None
) -> Decided:
    """The facts of a place; they stand in the table that is gone through row by row, else in a block of their own."""
    rows = rows or desk.typer.rows
    low, high = (fixed_amount(desk, x, within_weight=within_weight) for x in (judged.low, judged.high))
    if low >= high:
        desk.finding("RB5080", judged.span, low=written(low), high=written(high))
    rows = rows or desk.typer.rows  # what is judged within the rows of a table is judged of each
    place = f"{desk.indicator.code or desk.indicator.name} {judged.label}".rstrip()
    others = judged_of(desk.indicator.clauses)
    if len(others) > 1 and not judged.label:
        desk.finding("RB2085", judged.span, name=desk.indicator.title, count=len(others))
    elif place in desk.typer.scope.judged:
        desk.finding("RB2086", judged.span, name=place)
    block = JUDGED[not desk.slots.chinese] if rows is None else rows.name
    names = parts_of(place, desk.slots.chinese)
    grid = desk.convention.grid
    points = Field(names[0], block, NUMBER, judged.span, low, high, precision=grid, judged=place)
    by, reason = (Field(name, block, TEXT, judged.span, judged=place) for name in names[1:])
    desk.typer.scope.judged[place] = (points, by, reason)
    inputs = (t.Input(block, f.name, f.kind) for f in (points, by, reason))
    return Decided(judged, t.Const(low, NUMBER), t.Const(high, NUMBER), *inputs)


def judged_of(clauses: tuple[n.Clause, ...]) -> list[n.Judged]:
    """Every place of an indicator that a person judges."""
    found: list[n.Judged] = []
    for clause in clauses:
        rows: tuple[n.Row, ...] = ()
        match clause:
            case n.Judged():
                found.append(clause)
            case n.By():
                rows = clause.rows
            case n.Adjust(amount=n.Judged() as amount):
                found.append(amount)
            case n.Adjust(amount=n.Table(rows=of_table)):
                rows = of_table
        found += [row.result for row in rows if isinstance(row.result, n.Judged)]
    return found


def tell_judged(desk: Desk, it: Decided, line: str, holds: t.Ref | None = None) -> t.Ref:
    """The points on a line, only where the condition holds, and who decided so."""

    def asked(name: str, term: t.Term, other: t.Const) -> t.Ref:
        return desk.line(name, term if holds is None else t.Select(((holds, term),), other, term.kind))

    points = asked(line, it.points, const(0))
    nobody = t.Const("", TEXT)
    by, reason = asked("judged by", it.by, nobody), asked("reason", it.reason, nobody)
    told_so = told.JudgedTold(
        it.node.label, it.low, it.high, points.name, by.name, reason.name, "" if holds is None else holds.name,
        line == "base",
    )  # fmt: skip
    desk.tell(told_so, it.node.span)
    return points


def tell_rows(desk: Desk, judged: dict[int, Decided], index: t.Ref) -> None:
    """Of the rows of a `by` that are judged, the one that applies."""
    for at, it in judged.items():
        applies = t.Compare("=", index, const(at, index.kind), YESNO)
        tell_judged(desk, it, "judged", desk.line("applies", applies))
