"""From bound facts to measures: the class of all measures and the function that works them out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from attrs import frozen

from rubricc.compiler.backends.python.layout import INDENT, WIDTH, comment, docstring, listed
from rubricc.compiler.backends.python.names import Names
from rubricc.compiler.backends.python.rows import Desk, RowFunctions, RowsDesk
from rubricc.compiler.derivation.terms import AMONG, CALLED, term_text
from rubricc.compiler.ir import scaled as s
from rubricc.compiler.ir.program import ROWS, Program, Slot
from rubricc.compiler.ir.scaled_program import (
    Cell,
    Measure,
    Rows,
    ScaledProgram,
)  # fmt: skip
from rubricc.dsl import terms as t
from rubricc.dsl.mentions import reads_own
from rubricc.grammar.keywords import FUNCTIONS, canonical


def measure_names(measures: Sequence[Measure], names: Names, chinese: bool) -> dict[str, str]:
    """An identifier for every parameter: 话务接通数_合计."""
    found: dict[str, str] = {}
    for measure in measures:
        first = names.of(_like(measure.slot, chinese))
        found[measure.params[0].name] = first
        if measure.second:
            ending = {"below": ("_分母", "_below"), "present": ("_有", "_present")}[measure.second][
                not chinese
            ]
            found[measure.params[1].name] = names.of(first + ending)
    return found


def _like(slot: Slot, chinese: bool) -> str:
    """What a measure would be called if every name were safe."""
    term = slot.term
    if isinstance(term, t.Input):
        return term.name
    if isinstance(term, t.Points) and term.item in (t.TOTAL, t.GRADE):
        return canonical("TOTAL" if term.item == t.TOTAL else "RATING", chinese)
    if isinstance(term, t.Points):
        return f"{term.item}_{FUNCTIONS['points'][1][0]}" if chinese else f"points_{term.item}"
    if isinstance(term, t.Each):
        return f"{term.part}_{term.block}_得分" if chinese else f"{term.part}_{term.block}_points"
    word = (
        AMONG[term.operation][not chinese].format(term.trim).replace(" ", "_")
        if term.operation in AMONG
        else FUNCTIONS[CALLED.get(term.operation, term.operation)][chinese][0]
    )
    of = term.body.name if isinstance(term.body, t.Input) else term.block
    where = "" if term.where is None else "_其中" if chinese else "_where"
    return f"{of}_{word}{where}" if chinese else f"{word}_{of}{where}"


def emit_class(measures: Sequence[Measure], names: Mapping[str, str], program: Program) -> list[str]:
    lines = ["class Measures(NamedTuple):", *docstring(["What points are worked out from."]), ""]
    for measure in measures:
        for at, param in enumerate(measure.params):
            line = f"{INDENT}{names[param.name]}: {param.type}"
            lines.append(line if at else f"{line}  {comment(_unit(measure, program.chinese), 80)}")
    return lines


def _unit(measure: Measure, chinese: bool) -> str:
    """What a measure is, and in which unit."""
    text = term_text(measure.slot.term, chinese)
    scale = measure.source.scale if isinstance(measure.source, Cell) else 1
    return text if scale == 1 else f"{text} × {scale}"


def emit_measures(
    measures: Sequence[Measure],
    names: Mapping[str, str],
    parts: Mapping[str, RowFunctions],
    taken: frozenset[str],
    program: Program,
) -> list[str]:
    """The function that works the measures out; where units are scored, what is the same for all is worked out once."""
    doc = "The measures of bound facts, which are complete (`bind(…).require()`)."
    own = [measure for measure in measures if reads_own(measure.slot.term)]
    desk = Desk(names, Names(taken), program.chinese, parts)
    order = [names[p.name] for measure in measures for p in measure.params]
    done = listed("return Measures(", order, ")", INDENT)
    body = [line for measure in measures if measure not in own for line in desk.measure(measure)]
    if not program.scored:
        return ["def measures(values: Tables) -> Measures:", *docstring([doc]), *desk.opened, *body, *done]
    for_one = [line for measure in own for line in desk.measure(measure)]
    return [
        "def measures(values: Tables) -> Callable[[Unit], Measures]:",
        *docstring(
            [
                doc,
                "",
                "What is the same for all units is worked out once, the rest by the function that is given.",
            ]
        ),
        *desk.opened,
        *body,
        "",
        f"{INDENT}def of_one(unit: Unit) -> Measures:",
        *(INDENT + line for line in (*desk.own, *for_one, *done)),
        "",
        f"{INDENT}return of_one",
    ]


@frozen
class Which:
    """The function that says which rows a measure counts, and what derivations call those rows."""

    name: str
    function: str
    rows: Rows
    where: s.Expr
    text: str


def which_rows(
    scaled: ScaledProgram, wanted: Collection[str], params: Mapping[str, str], names: Names
) -> dict[str, Which]:
    """An identifier for the function of every list of rows that derivations name."""
    chinese = scaled.program.chinese
    measures = {measure.slot.term: measure for measure in scaled.measures}
    found: dict[str, Which] = {}
    for slot in scaled.program.slots:
        name, measure, term = slot.name + ROWS, measures[slot.term], slot.term
        if name in wanted:
            rows = measure.source
            assert isinstance(rows, Rows) and rows.where is not None
            assert isinstance(term, t.Aggregate)
            function = names.of(params[measure.params[0].name] + ("_各行" if chinese else "_rows"), "rows")
            text = f"{term.block}: {term_text(term if term.where is None else term.where, chinese)}"
            found[name] = Which(name, function, rows, rows.where, text)
    return found


def emit_which(which: Which, params: Mapping[str, str], taken: frozenset[str], chinese: bool) -> list[str]:
    """For every row whether it counts; other measures are read where they stand."""
    desk = Desk({name: f"m.{known}" for name, known in params.items()}, Names(taken), chinese, {})
    rows = RowsDesk(desk, which.rows, [], "", 0)
    each = rows.which(which.where)
    lines = [f"def {which.function}(values: Tables, m: Measures) -> list[bool]:", *docstring([which.text])]
    result = f"{INDENT}return [{each}]"
    if len(result) > WIDTH:
        return [*lines, *desk.opened, *rows.before, f"{INDENT}return [", f"{INDENT * 2}{each}", f"{INDENT}]"]
    return [*lines, *desk.opened, *rows.before, result]


def emit_rows(
    row: RowFunctions, params: Mapping[str, str], taken: frozenset[str], chinese: bool
) -> list[str]:
    """What every row of a part is worked out from; other measures are read where they stand."""
    desk = Desk({name: f"m.{known}" for name, known in params.items()}, Names(taken), chinese, {})
    listed_rows, before = desk.rows_of(row.part)
    head = f"def {row.rows}(values: Tables, m: Measures) -> list[tuple[object, ...] | None]:"
    doc = docstring(["What every row is worked out from; None where it does not count."])
    result = f"{INDENT}return {listed_rows}"
    return [head, *doc, *desk.opened, *before, result]
