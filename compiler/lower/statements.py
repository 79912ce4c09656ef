"""Checks, published figures and obligations: statements that hold or not, worked out like indicators of one point."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from attrs import evolve

from rubricc.compiler.conventions import Convention
from rubricc.compiler.ir import program as ir
from rubricc.compiler.ir import told
from rubricc.compiler.lower.adjust import block_of
from rubricc.compiler.lower.lines import Desk, Slots, const
from rubricc.compiler.runtime.exact import plain
from rubricc.dsl import nodes as n
from rubricc.dsl import terms as t
from rubricc.dsl.expressions import Typer
from rubricc.dsl.kinds import COUNT, PERCENT, YESNO, comparable
from rubricc.dsl.mentions import divisors
from rubricc.dsl.model import Block, Indicator, statement_name
from rubricc.dsl.resolve import value_of


def lower_statement(
    statement: n.Statement, typer: Typer, slots: Slots, convention: Convention
) -> ir.Statement:
    """The IR of a check, a published figure or an obligation."""
    name = statement_name(statement)
    place = statement.span
    sheet = Indicator("", name, Fraction(1), place, None, None, (), (), place, place, None)
    desk = Desk(sheet, typer, slots, convention)
    desk.said = (statement,)
    match statement:
        case n.Check():
            holds = _condition(desk, statement.condition, statement.otherwise)
            kind, message, cited = "check", statement.otherwise, ""
        case n.Require():
            holds = _condition(desk, statement.condition, "")
            kind, message, cited = "require", statement.consequence, statement.cited
        case n.Reported():
            holds = _reported(desk, statement)
            kind, message, cited = "reported", statement.about, ""
        case _:
            assert_never(statement)
    desk.line("points", t.Select(((holds, const(1, COUNT)),), const(0, COUNT), COUNT))
    return ir.Statement(kind, name, desk.sheet(()), message, cited)  # type: ignore[arg-type]


def lower_condition(condition: n.Expr, typer: Typer, slots: Slots, convention: Convention) -> ir.Indicator:
    """A condition of a total, a grade or an indicator's applicability, as a sheet whose point says that it holds."""
    span = condition.span
    sheet = Indicator(
        "", " ".join(span.text.split()), Fraction(1), span, None, None, (), (), span, span, None
    )
    desk = Desk(sheet, typer, slots, convention)
    desk.said = (condition,)
    holds = _condition(desk, condition, "")
    desk.line("points", t.Select(((holds, const(1, COUNT)),), const(0, COUNT), COUNT))
    return desk.sheet(())


def _condition(desk: Desk, condition: n.Expr, message: str) -> t.Ref:
    term = desk.typer.condition(condition)
    sides: tuple[str, str] | tuple[()] = ()
    kind, worked_out = YESNO, term
    if isinstance(term, t.Compare) and not (_plain(term.left) and _plain(term.right)):
        left, right = desk.line("left", term.left), desk.line("right", term.right)
        worked_out, sides = evolve(term, left=left, right=right), (left.name, right.name)
        percent = "percent" in (left.kind.family, right.kind.family)
        kind = PERCENT if percent else left.kind
    holds = desk.line("holds", worked_out)
    desk.tell(told.CheckTold(term, sides, kind, holds.name, message), condition.span)
    return holds


def _plain(term: t.Term) -> bool:
    """Whether a term's value is seen as it stands: a fact, an aggregate or a number."""
    return isinstance(term, t.Const | t.Input | t.Ref | t.Aggregate | t.Points)


def _reported(desk: Desk, statement: n.Reported) -> t.Ref:
    block: Block | None = None
    if statement.unit is not None:
        block = block_of(desk, statement.unit, statement.computed)
        if block is None:
            return desk.line("holds", t.Const(True, YESNO))
    computed, published = (
        desk.typer.term(statement.computed, block),
        desk.typer.term(statement.published, block),
    )
    if not comparable(computed.kind, published.kind):
        desk.finding("RB3002", statement.span, left=computed.kind.name, right=published.kind.name)
        return desk.line("holds", t.Const(True, YESNO))
    grid = _precision(desk, statement, published)
    shown_kind = PERCENT if computed.kind.ratio and published.kind.family == "percent" else computed.kind
    rounded = computed if grid is None else t.Rounded(computed, "half up", grid, shown_kind)
    if block is not None:
        unlike = t.Compare("!=", rounded, published, YESNO)
        guards = tuple(divisors(unlike))
        count = desk.line("unlike", t.Aggregate("count", block.name, None, unlike, guards, COUNT))
        holds = desk.line("holds", t.Compare("=", count, const(0, COUNT), YESNO))
        desk.tell(
            told.ReportedRowsTold(computed, published, block.name, count.name, holds.name), statement.span
        )
        return holds
    exact = desk.line("exact", computed)
    line = exact if grid is None else desk.line("computed", t.Rounded(exact, "half up", grid, shown_kind))
    other = desk.line("published", published)
    holds = desk.line("holds", t.Compare("=", line, other, YESNO))
    desk.tell(
        told.ReportedTold(computed, shown_kind, exact.name, line.name, other.name, holds.name), statement.span
    )
    return holds


def _precision(desk: Desk, statement: n.Reported, published: t.Term) -> Fraction | None:
    """At what the computed figure is rounded: the last digit of the published one. None: compared exactly."""
    expr = statement.published
    if isinstance(expr, n.Number) and expr.given is not None and "/" in plain(expr.value):
        return None
    if isinstance(expr, n.Number) and value_of(expr) is not None:
        unit = value_of(n.Number(expr.span, Fraction(1), expr.unit))
        assert isinstance(unit, Fraction)
        return Fraction(unit / 10**expr.decimals)
    if isinstance(published, t.Input):
        field = desk.typer.scope.fields.get(published.name)
        return field.precision if field is not None else None
    return None
