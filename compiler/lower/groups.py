"""Rows grouped by a column: which row stands for a group, and what its rows come to."""

from __future__ import annotations

from attrs import evolve

from rubricc.compiler.lower.lines import Desk
from rubricc.dsl import nodes as n
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import NUMBER, YESNO
from rubricc.dsl.mentions import divisors, only_where
from rubricc.dsl.model import Block

KEYS = frozenset(
    {"text", "label", "date", "count"}
)  # what may be grouped by: values that are printed as they are


def key_of(desk: Desk, name: n.Name, block: Block) -> t.Input | None:
    """The column by which the rows of a table are grouped."""
    field = desk.typer.scope.fields.get(name.text)
    if field is None or field.block != block.name:
        columns = [f.name for f in block.fields]
        desk.finding(
            "RB2090", name.span, name=name.text, block=block.name, near=desk.typer.near(name.text, columns)
        )
        return None
    term = desk.typer.term(name, block)
    if field.kind.family not in KEYS:
        desk.finding("RB3093", name.span, name=name.text, kind=field.kind.name)
        return None
    return term if isinstance(term, t.Input) else None


def led(key: t.Input, where: t.Term | None) -> t.Term:
    """Whether a row counts and is the first of its group that does."""
    guards = tuple(divisors(where)) if where is not None else ()
    first = t.First(key, where, guards, YESNO)
    return first if where is None else t.Logic("and", (where, first), YESNO)


def of_counted(aggregate: t.Aggregate, where: t.Term | None) -> t.Aggregate:
    """The aggregate over those of its rows that count."""
    if where is None:
        return aggregate
    both = where if aggregate.where is None else t.Logic("and", (where, aggregate.where), YESNO)
    guards = (*divisors(where), *(only_where(where, guard) for guard in aggregate.guards))
    return evolve(aggregate, where=both, guards=guards)


def one_of_each(
    desk: Desk, among: n.Among, key: t.Input, total: t.Aggregate, guards: tuple[t.Term, ...]
) -> t.Aggregate:
    """A sum over rows as one over groups: of each only its greatest, or its least, counts."""
    if _reads_others(total):
        desk.finding("RB3094", among.span, written=among.span.text, key=key.name)
    one = evolve(total, operation="max" if among.how == "best" else "min")
    return evolve(total, body=t.OfGroup(one, key, NUMBER), where=led(key, total.where), guards=guards)


def _reads_others(term: t.Term) -> bool:
    """Whether rows read rows before them."""
    if isinstance(term, t.Earlier | t.Streak):
        return True
    return any(_reads_others(child) for child in t.children(term) if not isinstance(child, t.Aggregate))
