"""Functions over all units of a run: a place among them, the best, the mean of the others, a mean without the extremes.

The unit that is scored is one of them, except among the others. What is the same for all stands in aggregates of its
own, so that a derivation can be redone: the mean of the others is (sum − own) ÷ (number − 1). A run of one unit is
refused unless `alone` says what holds then; units without a value are, unless `skip` leaves them out.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import evolve

from rubricc.dsl import nodes as n
from rubricc.dsl import terms as t
from rubricc.dsl.columns import table_of
from rubricc.dsl.diagnostics.model import Related, diagnose
from rubricc.dsl.kinds import COUNT, NUMBER, YESNO, Kind
from rubricc.dsl.mentions import divisors, only_where
from rubricc.dsl.missing import given, in_other_rows
from rubricc.dsl.model import Block

if TYPE_CHECKING:
    from rubricc.dsl.expressions import Typer

ORDERED = frozenset({"rank", "best"})
TRIMMED = frozenset({"trimmed mean", "trimmed sum"})
POPULATION = ORDERED | TRIMMED | {"mean of others"}
SKIPPING = POPULATION | {"mean", "median", "min", "max"}  # what has its meaning also without some of the rows
_ONE = t.Const(Fraction(1), COUNT)
_NONE = t.Const(Fraction(0), NUMBER)


def check_options(typer: Typer, function: str, call: n.Call) -> None:
    """What is said beside the arguments belongs to the function, and what must be said is there."""
    name = call.function.span.text
    if function in ORDERED and not call.order:
        typer.findings.append(diagnose("RB2063", call.span, name=name))
    if (call.order and function not in ORDERED) or (call.alone is not None and function not in POPULATION):
        typer.findings.append(diagnose("RB2064", call.span, name=name))
    if call.skip and (
        function not in SKIPPING or call.where is not None or len(call.args) != _arguments(function)
    ):
        typer.findings.append(diagnose("RB2140", call.span, name=name))


def _arguments(function: str) -> int:
    return 2 if function in TRIMMED else 1


def population(typer: Typer, function: str, call: n.Call, rows: Block | None) -> t.Term:
    """The term of a function over units."""
    name = call.function.span.text
    trimmed = function in TRIMMED
    if len(call.args) != _arguments(function):
        one = diagnose("RB2014", call.span, name=name, count=len(call.args))
        typer.findings.append(diagnose("RB3063", call.span, name=name) if trimmed else one)
        return _NONE
    if call.where is not None and not trimmed:
        typer.findings.append(diagnose("RB3058", call.where.span, name=name))
    if rows is not None:
        typer.findings.append(diagnose("RB3064", call.span, name=name, table=rows.name))
        return _NONE
    block = table_of(typer, call.args[0])
    with in_other_rows(typer):
        where = typer.condition(call.where, block) if call.where is not None else None
        with given(typer, where):
            body = typer.number(call.args[0], block)
    if block is None:
        return _NONE
    if block.by != "unit" and (not trimmed or call.alone is not None):
        declared = (Related(block.span, "declared"),)
        typer.findings.append(diagnose("RB3062", call.span, name=name, table=block.name, related=declared))
        return _NONE
    guards = tuple(divisors(body))
    if where is not None:
        guards = (*divisors(where), *(only_where(where, d) for d in guards))
    counted = counted_rows(block, body, where, guards, skip=call.skip)
    others = t.Chain(counted, (("-", _ONE),), COUNT)
    if call.alone is None and function in ORDERED:
        guards = (others, *guards)
    kind = NUMBER if body.kind.family == "count" else body.kind
    term: t.Term
    match function:
        case "rank":
            better: t.Operation = "above" if call.order == "highest first" else "below"
            own = _own(body, block.name)
            found = t.Aggregate(better, block.name, body, where, guards, COUNT, own=own, skip=call.skip)
            term, kind = t.Chain(found, (("+", _ONE),), COUNT), COUNT
        case "best":
            which: t.Operation = "max" if call.order == "highest first" else "min"
            term = t.Aggregate(which, block.name, body, where, guards, body.kind, skip=call.skip)
        case "mean of others":
            total = t.Aggregate("sum", block.name, body, where, guards, body.kind, skip=call.skip)
            rest = t.Chain(total, (("-", _own(body, block.name)),), body.kind)
            term = t.Chain(rest, (("/", others),), kind)
        case _:
            ends = _ends(typer, call.args[1], name)
            total = t.Aggregate(
                "trimmed", block.name, body, where, guards, body.kind, trim=ends, skip=call.skip
            )
            left = t.Chain(counted, (("-", t.Const(Fraction(2 * ends), COUNT)),), COUNT)
            mean = function == "trimmed mean"
            term, kind = (t.Chain(total, (("/", left),), kind), kind) if mean else (total, body.kind)
    return term if call.alone is None else _alone(typer, call.alone, counted, term, kind)


def counted_rows(
    block: Block, body: t.Term, where: t.Term | None, guards: tuple[t.Term, ...], *, skip: bool, last: int = 0
) -> t.Aggregate:
    """How many rows there are to go by: those for which `where` holds, or those that have a value."""
    if skip:
        return t.Aggregate("count", block.name, body, where, guards, COUNT, last, skip=True)
    own = tuple(divisors(where)) if where is not None else ()
    return t.Aggregate("count", block.name, None, where, own, COUNT, last)


def _own(term: t.Term, block: str) -> t.Term:
    """What is worked out of a row, of the row of the unit that is scored."""
    if isinstance(term, t.Aggregate):
        return term
    if isinstance(term, t.Input):
        return evolve(term, own=True) if term.block == block else term
    return t.rebuilt(term, lambda inside: _own(inside, block))


def _alone(typer: Typer, expr: n.Expr, counted: t.Term, term: t.Term, kind: Kind) -> t.Term:
    """What is written for a run of one unit."""
    value = typer.number(expr)
    if not typer.alike(kind, expr, value):
        return term
    one = t.Compare("=", counted, _ONE, YESNO)
    return t.Select(((one, value),), term, term.kind)


def _ends(typer: Typer, expr: n.Expr, name: str) -> int:
    """How many are left out at each end."""
    value = expr.value if isinstance(expr, n.Number) and not expr.unit else Fraction(0)
    if value < 1 or value.denominator != 1:
        typer.findings.append(diagnose("RB3063", expr.span, name=name))
        return 1
    return int(value)
