"""The function that says which measures there are although facts are missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rubricc.compiler.backends.python.layout import INDENT, WIDTH, docstring, listed
from rubricc.compiler.backends.python.names import Names
from rubricc.compiler.backends.python.rows import Desk, RowsDesk
from rubricc.compiler.ir import scaled as s
from rubricc.compiler.ir.program import Program
from rubricc.compiler.ir.scaled_program import Cell, Measure, Rows
from rubricc.compiler.scale.known import flags
from rubricc.dsl.mentions import facts_of, tables_of


def emit_known(
    program: Program, measures: Sequence[Measure], names: Mapping[str, str], taken: frozenset[str]
) -> list[str]:
    """The function that says which measures do not depend on what is missing."""
    doc = ("Which measures are the same whatever the missing facts are; those stand filled in `values`.",)
    lines = ["def known(bound: Bound, values: Tables, m: Measures) -> tuple[bool, ...]:", *docstring(doc)]
    desk = Desk({name: f"m.{known}" for name, known in names.items()}, Names(taken), program.chinese, {})
    found: dict[str, str] = {}
    known = {x.slot.name: x for x in measures}
    body: list[str] = []
    for measure in measures:
        asked = _asked(program, measure)
        if isinstance(measure.source, Rows):
            others = [f"{measure.source.block!r} not in lost"]
            for one in (known[name] for name in measure.inner):
                there = [f"m.{names[one.params[1].name]}"] if one.second else []
                others += [found[one.slot.name], *there]
            assert measure.known is not None and measure.known.where is not None
            if not _needs_all(program, measure):
                rows = RowsDesk(desk, measure.known, [], "", 0)
                if measure.known.where != s.TRUE:
                    others.append(f"all({rows.which(measure.known.where)})")
                body += rows.before
                asked = [f"{asked[0]} or {others[0]}", *others[1:]]
        found[measure.slot.name] = desk.names.of(f"{names[measure.params[0].name]}_known", "known")
        body += _all_of(found[measure.slot.name], asked)
    if any(not isinstance(x.source, Cell) for x in measures):
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


def _asked(program: Program, measure: Measure) -> list[str]:
    """Whether nothing is missing of what a measure reads."""
    source = measure.source
    if isinstance(source, Cell):
        at = f"bound.unit.rows[{source.block!r}]" if source.own else "0"
        return [f"bound.values[{source.block!r}][{at}][{source.field!r}] is not None"]
    tables = dict.fromkeys(x for term in program.behind(measure.slot.term) for x in tables_of(term))
    return [f"untouched({tuple(_read(program, measure))!r}, {tuple(tables)!r})"]


def _read(program: Program, measure: Measure) -> list[tuple[str, str]]:
    terms = program.behind(measure.slot.term)
    return sorted({(block, field) for term in terms for block, field, _ in facts_of(term)})


def _needs_all(program: Program, measure: Measure) -> bool:
    """Whether a measure needs every cell that it reads."""
    assert measure.known is not None and measure.known.where is not None
    where = flags(measure.known.where)
    return where is not None and len(where) == len(_read(program, measure))


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
