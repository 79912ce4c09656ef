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
from rubricc.dsl.model import Block

if TYPE_CHECKING:
    from rubricc.dsl.expressions import Typer


def standing(typer: Typer, expr: n.Standing, rows: Block | None) -> t.Term:
    """The total that is reached, or the grade that it earns."""
    if rows is not None and rows.by == "unit" and expr.what == "total":
        return _of_units(typer, rows, t.TOTAL)
    if rows is not None:
        typer.findings.append(diagnose("RB3060", expr.span, written=expr.span.text, table=rows.name))
        return t.Const(Fraction(0), NUMBER)
    if expr.what == "total":
        return typer.scope.total
    if not typer.scope.grades:
        typer.findings.append(diagnose("RB5034", expr.span))
    return t.Points(t.GRADE, Kind("label", labels=typer.scope.grades))


def item_points(typer: Typer, expr: n.ItemPoints, rows: Block | None) -> t.Term:
    """The term of `points(…)`, `rate(…)` or `weight(…)`; 0 stands in for one that is refused."""
    none = t.Const(Fraction(0), NUMBER)
    if isinstance(expr.item, n.Standing):
        return _of_whole(typer, expr, expr.item, rows)
    name, items = expr.item.text, typer.scope.items
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
    if expr.what == "points":
        return points
    if expr.what == "weight" and item.weight is not None:
        return t.Const(item.weight, NUMBER, t.WeightOf(item.code or item.name))
    if not item.weight:
        if item.weight is not None:
            typer.findings.append(diagnose("RB3061", expr.span, name=name))
        return none
    return t.Chain(points, (("/", t.Const(item.weight, NUMBER)),), Kind("number", ratio=True))


def _of_units(typer: Typer, rows: Block, item: str) -> t.Input:
    return t.Input(rows.name, typer.scope.points_of_units(rows, item).name, NUMBER, item=item)


def _of_whole(typer: Typer, expr: n.ItemPoints, whole: n.Standing, rows: Block | None) -> t.Term:
    """`rate(total)`: what part of the weights' sum the total is."""
    total, full = standing(typer, whole, rows), typer.scope.full
    if whole.what == "grade":
        typer.findings.append(diagnose("RB3004", whole.span, kind="<label>", expected="<number>"))
    in_rows = rows is not None and rows.by != "unit"
    if whole.what == "grade" or in_rows or expr.what == "points":
        return total
    if full is None:
        typer.findings.append(diagnose("RB3061", expr.span, name=whole.span.text))
        return t.Const(Fraction(0), NUMBER)
    if expr.what == "weight":
        return t.Const(full, NUMBER, t.WeightOf(t.TOTAL))
    return t.Chain(total, (("/", t.Const(full, NUMBER)),), Kind("number", ratio=True))
