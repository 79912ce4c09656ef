"""What an indicator gives that is not worked out: it does not apply, facts are missing, a divisor is 0."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from attrs import evolve

from rubricc.compiler.ir import program as ir
from rubricc.compiler.lower.amounts import fixed_amount
from rubricc.compiler.lower.lines import Desk
from rubricc.dsl import nodes as n
from rubricc.dsl import terms as t
from rubricc.dsl.model import WORKED
from rubricc.dsl.source import Span

Because = Literal["not applicable", "missing", "zero divisor"]
_ALWAYS = ("sum", "count", "distinct", "lacking")  # has a value over no rows


def absent(desk: Desk, instead: n.Instead, because: Because, condition: int | None = None) -> ir.Absent:
    """An answer; points are on the scale of the weight."""
    if instead.how == "points":
        assert instead.points is not None
        points = fixed_amount(desk, instead.points, within_weight=True)
        return ir.Absent(because, "points", points, condition, span=instead.span)
    return evolve(_answered(desk, instead.how, because, instead.span, condition), span=instead.span)


def _answered(desk: Desk, how: str, because: Because, span: Span, condition: int | None = None) -> ir.Absent:
    match how:
        case "zero":
            return ir.Absent(because, "points", Fraction(0), condition)
        case "full":
            return ir.Absent(because, "points", desk.indicator.weight or Fraction(0), condition)
        case "mean of others":
            return ir.Absent(because, "mean of others", Fraction(0), condition, _others(desk, span))
    return ir.Absent(because, how, Fraction(0), condition)  # type: ignore[arg-type]


def _others(desk: Desk, span: Span) -> tuple[str, str] | None:
    """The column of what every unit has got for this indicator; there is none where no units are scored."""
    scope, indicator = desk.typer.scope, desk.indicator
    table = next((block for block in scope.blocks.values() if block.by == "unit"), None)
    if table is None:
        desk.finding("RB5140", span, name=indicator.title)
        return None
    return table.name, scope.points_of_units(table, WORKED + (indicator.code or indicator.name)).name


def zero_divisor(desk: Desk) -> None:
    """The answer to a divisor that is 0: what the indicator says, else what the convention does."""
    clause = next((c for c in desk.indicator.clauses if isinstance(c, n.ZeroDivisor)), None)
    if clause is not None:
        desk.absent.append(absent(desk, clause.instead, "zero divisor"))
        if not _may_refuse(desk):
            desk.finding("RB5141", clause.span, name=desk.indicator.title)
    elif desk.convention.zero_divisor != "refuse" and _may_refuse(desk):
        span = desk.indicator.title_span
        how = desk.assume("zero divisor", span, desk.convention.zero_divisor, "refuse")
        desk.absent.append(evolve(_answered(desk, how, "zero divisor", span), by_convention=True))


def _may_refuse(desk: Desk) -> bool:
    """Whether there may be no points although no fact is missing: something is divided, or made of no rows."""
    if any(isinstance(step, ir.Guard) for step in desk.steps):
        return True
    slots = {slot.name: slot.term for slot in desk.slots.by_term.values()}
    todo: list[t.Term] = [line.term for line in desk.steps if isinstance(line, ir.Line)]
    while todo:
        term = todo.pop()
        if isinstance(term, t.Each) or (isinstance(term, t.Aggregate) and term.operation not in _ALWAYS):
            return True
        if isinstance(term, t.Aggregate | t.Streak) and term.guards:
            return True
        todo += [slots[term.name]] if isinstance(term, t.Ref) and term.name in slots else t.children(term)
    return False
