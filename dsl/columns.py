"""Which table's columns an expression reads, where columns stand without an aggregate or inside one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rubricc.dsl import nodes as n
from rubricc.dsl.diagnostics.model import diagnose
from rubricc.dsl.mentions import names_in, within
from rubricc.dsl.model import Block, Field

if TYPE_CHECKING:
    from rubricc.dsl.expressions import Typer


def table_of(typer: Typer, expr: n.Expr) -> Block | None:
    """The one table whose columns an aggregate's argument reads.

    A column by unit beside those of another table is the value of the unit that is scored. Points of an item are those
    of every unit, in whichever table by unit.
    """
    scope = typer.scope
    found = dict.fromkeys(_blocks(typer, expr, set()))
    tables = [scope.blocks[b] for b in found if b in scope.blocks and scope.blocks[b].is_table]
    others = [table for table in tables if table.by != "unit"]
    if len(others) == 1 or len(tables) == 1:
        return (others or tables)[0]
    if not tables and _reads_points(typer, expr, set()):
        units = [block for block in scope.blocks.values() if block.by == "unit"]
        if units:
            return units[0]
        typer.findings.append(diagnose("RB2141", expr.span, written=expr.span.text))
        return None
    if not any(name not in scope.names() for name in names_in(expr)):
        typer.findings.append(diagnose("RB2015", expr.span))
    return None


def _blocks(typer: Typer, expr: n.Expr, opened: set[str]) -> Iterator[str]:
    """The blocks whose fields an expression reads itself or by its lets; aggregates in lets are worked out apart."""
    for name in names_in(expr, aggregates=not opened):
        field, let = typer.scope.fields.get(name), typer.scope.lets.get(name)
        if field is not None:
            yield field.block
        elif let is not None and name not in opened:
            yield from _blocks(typer, let.expr, opened | {name})


def _reads_points(typer: Typer, expr: n.Expr, opened: set[str]) -> bool:
    """Whether an expression reads the points of items, itself or by its lets."""
    for node in within(expr):
        if isinstance(node, n.ItemPoints | n.Standing):
            return True
        let = typer.scope.lets.get(node.text) if isinstance(node, n.Name) else None
        if let is not None and let.name not in opened:
            opened.add(let.name)
            if _reads_points(typer, let.expr, opened):
                return True
    return False


def is_table_ratio(typer: Typer, expr: n.Arith, rows: Block | None) -> bool:
    """`a/b` over a table: the ratio of sums and the mean of ratios differ. Refused, with both to choose from."""
    if rows is not None or len(expr.rest) != 1 or expr.rest[0][0] != "/":
        return False
    columns = [_column(typer, e) for e in (expr.first, expr.rest[0][1])]
    if not all(columns):
        return False
    a, b = (c.name for c in columns if c)
    typer.findings.append(diagnose("RB2011", expr.span, numerator=a, denominator=b))
    return True


def _column(typer: Typer, expr: n.Expr) -> Field | None:
    field = typer.scope.fields.get(expr.text) if isinstance(expr, n.Name) else None
    block = typer.scope.blocks[field.block] if field is not None else None
    return field if block is not None and block.is_table and block.by != "unit" else None
