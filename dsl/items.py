"""`points(C2)` and `rate(C2)`: what another item of the tree has got, as a term.

The item is found by its code, else by its name. In the rows of a table by unit they are those that every unit has got:
a column that the run fills in. Whether items wait for each other in a circle is seen once all are lowered
(`compiler/passes/order.py`).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rubricc.dsl import nodes as n
from rubricc.dsl import terms as t
from rubricc.dsl.diagnostics.model import Edit, Fix, diagnose
from rubricc.dsl.kinds import NUMBER, Kind
from rubricc.dsl.model import TOTAL, Block

if TYPE_CHECKING:
    from rubricc.dsl.expressions import Typer


def item_points(typer: Typer, expr: n.ItemPoints, rows: Block | None) -> t.Term:
    """The term of `points(…)` or `rate(…)`; 0 stands in for one that is refused."""
    name, items = expr.item.text, typer.scope.items
    none = t.Const(Fraction(0), NUMBER)
    if name not in items:
        close = typer.near(name, items)
        fix = Fix((Edit(expr.item.span, close),)) if close else None
        typer.findings.append(diagnose("RB2008", expr.item.span, name=name, near=close, fix=fix))
        return none
    item = items[name]
    if item is None:
        typer.findings.append(diagnose("RB2060", expr.item.span, name=name))
        return none
    key = item.code or item.name
    points: t.Term = t.Points(key, NUMBER)
    if rows is not None and rows.by == "unit":
        points = _of_units(typer, rows, key)
    elif rows is not None:
        typer.findings.append(diagnose("RB3060", expr.span, written=expr.span.text, table=rows.name))
        return none
    if not expr.rate:
        return points
    if not item.weight:
        if item.weight is not None:
            typer.findings.append(diagnose("RB3061", expr.span, name=name))
        return none
    return t.Chain(points, (("/", t.Const(item.weight, NUMBER)),), Kind("number", ratio=True))


def total_points(typer: Typer, expr: n.TotalPoints, rows: Block | None) -> t.Term:
    """The term of the total, which only rows of units have."""
    if rows is None or rows.by != "unit":
        typer.findings.append(diagnose("RB2141", expr.span, written=expr.span.text))
        return t.Const(Fraction(0), NUMBER)
    return _of_units(typer, rows, TOTAL)


def _of_units(typer: Typer, rows: Block, item: str) -> t.Input:
    return t.Input(rows.name, typer.scope.points_of_units(rows, item).name, NUMBER, item=item)
