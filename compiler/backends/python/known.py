"""The function that says which measures there are although facts are missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rubricc.compiler.backends.python.layout import INDENT, WIDTH, docstring, listed
from rubricc.compiler.backends.python.measures import Desk, RowsDesk
from rubricc.compiler.backends.python.names import Names
from rubricc.compiler.ir import scaled as s
from rubricc.compiler.ir.scaled_program import Cell, Measure, Rows
from rubricc.compiler.scale.known import flags
from rubricc.dsl.mentions import facts_of, tables_of


def emit_known(
    measures: Sequence[Measure], names: Mapping[str, str], taken: frozenset[str], chinese: bool
) -> list[str]:
    """The function that says which measures do not depend on what is missing."""
    doc = ("Which measures are the same whatever the missing facts are; those stand filled in `values`.",)
    lines = ["def known(bound: Bound, values: Tables, m: Measures) -> tuple[bool, ...]:", *docstring(doc)]
    desk = Desk({name: f"m.{known}" for name, known in names.items()}, Names(taken), chinese)
    found: dict[str, str] = {}
    seconds = {x.slot.name: x for x in measures}
    body: list[str] = []
    for measure in measures:
        source = measure.source
        if isinstance(source, Cell):
            at = f"bound.unit.rows[{source.block!r}]" if source.own else "0"
            asked = [f"bound.values[{source.block!r}][{at}][{source.field!r}] is not None"]
        else:
            assert isinstance(source, Rows) and measure.known is not None
            assert measure.known.where is not None
            term = measure.slot.term
            read = sorted({(block, field) for block, field, _ in facts_of(term)})
            untouched = f"untouched({tuple(read)!r}, {tuple(dict.fromkeys(tables_of(term)))!r})"
            asked = [f"{source.block!r} not in lost"]
            for name in measure.inner:
                second = seconds[name].second
                asked += [found[name], *([f"m.{names[seconds[name].params[1].name]}"] if second else [])]
            where = flags(measure.known.where)
            if where is None or len(where) < len(read):  # not every cell counts
                rows = RowsDesk(desk, measure.known, [], "", 0)
                if measure.known.where != s.TRUE:
                    asked.append(f"all({rows.which(measure.known.where)})")
                body += rows.before
                asked = [f"{untouched} or {asked[0]}", *asked[1:]]
            else:
                asked = [untouched]
        found[measure.slot.name] = desk.names.of(f"{names[measure.params[0].name]}_known", "known")
        body += _all_of(found[measure.slot.name], asked)
    if any(isinstance(x.source, Rows) for x in measures):
        lines += [
            f"{INDENT}gone, lost = gaps_in(bound)",
            f"{INDENT}untouched = partial(is_untouched, gone, lost)",
        ]
    order = list(found.values())
    return [
        *lines,
        *desk.opened,
        *body,
        *listed("return (", [*order, ""] if len(order) == 1 else order, ")", INDENT),
    ]


def _all_of(name: str, asked: list[str]) -> list[str]:
    """`name = a and b`, broken where it is long."""
    line = f"{INDENT}{name} = {' and '.join(asked)}"
    if len(line) <= WIDTH:
        return [line]
    first, *rest = asked
    return [
        f"{INDENT}{name} = (",
        f"{INDENT * 2}{first}",
        *(f"{INDENT * 2}and {x}" for x in rest),
        f"{INDENT})",
    ]
