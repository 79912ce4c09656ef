"""The Python back-end: one module per rubric, which needs the standard library only.

Assumes a checked program. Guarantees the same bytes on every machine, exact points in plain whole numbers, and that
text of an author stands only in literals, comments and docstrings, or as an identifier that passed `names.is_safe`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from rubricc.compiler.backends.python.expressions import day_name
from rubricc.compiler.backends.python.indicators import (
    Functions,
    emit_indicator,
    emit_knowing,
    emit_points,
    emit_told,
    function_names,
    source_name,
)
from rubricc.compiler.backends.python.known import emit_known
from rubricc.compiler.backends.python.layout import INDENT, docstring, listed
from rubricc.compiler.backends.python.literals import emit_literal
from rubricc.compiler.backends.python.measures import (
    emit_class,
    emit_measures,
    emit_rows,
    emit_which,
    measure_names,
    which_rows,
)
from rubricc.compiler.backends.python.names import RESERVED, Names
from rubricc.compiler.backends.python.pasted import Runtime, runtime
from rubricc.compiler.backends.python.rows import RowFunctions
from rubricc.compiler.derivation.spec import schema_of, spec_of
from rubricc.compiler.ir import scaled as s
from rubricc.compiler.ir.program import PART, Checked, Program
from rubricc.compiler.ir.scaled_program import (
    AT,
    Assign,
    Cell,
    Grouped,
    Leader,
    Measure,
    Other,
    Rows,
    ScaledIndicator,
    ScaledPart,
    ScaledProgram,
    Streak,
    told_parts,
)
from rubricc.compiler.runtime.description import IndicatorSpec, RubricSpec
from rubricc.compiler.runtime.sentences import Listed, Rowwise
from rubricc.compiler.scale.program import scale


def emit_python(checked: Checked) -> str:
    """The text of the scorer of a checked program."""
    program, spec, pasted = checked.program, spec_of(checked), runtime()
    statements, outcomes = (tuple(each.sheet for each in some) for some in (spec.statements, spec.outcomes))
    sheets = (*spec.indicators, *statements, *spec.conditions, *outcomes)
    scaled = scale(program, [told_names(sheet) for sheet in sheets], told_of_rows(sheets))
    dates, calendar = sorted(_dates(scaled)), _calendar(scaled)
    names = Names(RESERVED | pasted.names | {day_name(d) for d in dates})
    params = measure_names(scaled.measures, names, program.chinese)
    codes = [names.of((i.indicator.code or i.indicator.name).lower(), "indicator") for i in scaled.indicators]
    named = [rows_named(sheet) for sheet in sheets]
    which = which_rows(scaled, {name for each in named for name in each}, params, names)
    taken = frozenset(names.own | names.outer)
    functions = [
        function_names(i, code, params, taken) for i, code in zip(scaled.indicators, codes, strict=True)
    ]
    together = list(zip(scaled.indicators, functions, strict=True))
    rowwise = row_functions(scaled.parts, params, taken)
    by_part = {one.part.part.name: one for one, _ in rowwise}
    facts = [m for m in scaled.measures if not isinstance(m.source, Other)]
    others = {m.slot.name: m for m in scaled.measures if isinstance(m.source, Other)}
    every = [p for m in facts for p in m.params]
    learnt = [others[slot.name] for slot in program.others]
    later = {p.name for m in learnt for p in m.params}  # what is known only when other items are worked out
    scored = together[: len(spec.indicators)]
    linked = any(p.name in later for indicator, _ in scored for p in indicator.reads)
    listings = [
        [
            *(f"Listing({w.name!r}, {w.rows.block!r}, {w.function})" for w in (which[name] for name in rows)),
            *(telling(one, f) for one, f in rowwise if PART + one.part.part.name in rows_told_of(sheet)),
        ]
        for rows, sheet in zip(named, sheets, strict=True)
    ]
    parts = [
        _head(program, spec, pasted, scaled.unit, dates),
        emit_class(facts, params, program),
        *(emit_indicator(program, i, f) for i, f in together),
        *(emit_indicator(program, one.part.indicator, f) for one, f in rowwise),
        emit_measures(facts, params, by_part, taken, program),
        _POINTS.splitlines() if linked else emit_points(scored, every, params),
        (_SCORE_UNITS if program.scored else _SCORE).splitlines(),
        ["# What the derivations tell: the values that their sentences name."],
        *(emit_told(i, f) for i, f in together),
        *(emit_told(one.part.indicator, f) for one, f in rowwise),
        *(emit_rows(one, params, taken, program.chinese) for one, _ in rowwise),
        *(emit_which(one, params, taken, program.chinese) for one in which.values()),
        ["# What there is where facts are missing."],
        _PARTLY.replace("MEASURES", _OF_ONE if program.scored else _OF_ALL).splitlines(),
        emit_known(program, facts, params, taken),
        *(knowing for i, f in together if (knowing := emit_knowing(i, f))),
        pasted.text.splitlines(),
        *([calendar] if calendar else []),
        ["# ── the rubric: its facts, its sentences, its functions ──", "", *_tables(program, spec)],
        _works(together, facts, learnt, listings),
    ]
    return "\n".join(_joined(parts)) + "\n"


def _joined(parts: Iterable[list[str]]) -> list[str]:
    """Parts with two blank lines between."""
    lines: list[str] = []
    for part in parts:
        lines += ["", "", *part] if lines else part
    return lines


def told_names(spec: IndicatorSpec) -> tuple[str, ...]:
    """The values that the sentences of an indicator, and the effects of its clauses, are filled with."""
    found: dict[str, None] = {}
    for part in _gaps((spec.zh, spec.en)):
        if not isinstance(part, Listed | Rowwise):
            found |= dict.fromkeys(names_of(part))
    return tuple(found | dict.fromkeys(c.effect for c in spec.clauses if c.effect))


def names_of(gap: object) -> Iterator[str]:
    """The values that a gap is filled with."""
    return filter(None, (getattr(gap, x, "") for x in ("name", "same", "whole")))


def rows_named(spec: IndicatorSpec) -> tuple[str, ...]:
    """The lists of rows that the sentences of an indicator are filled with."""
    return tuple(dict.fromkeys(p.name for p in _gaps((spec.zh, spec.en)) if isinstance(p, Listed)))


def rows_told_of(spec: IndicatorSpec) -> set[str]:
    """The parts whose rows the sentences of an indicator tell of one by one."""
    return {p.name for p in _gaps((spec.zh, spec.en)) if isinstance(p, Rowwise)}


def told_of_rows(specs: Sequence[IndicatorSpec]) -> dict[str, tuple[str, ...]]:
    """Of every part, the values that the sentences of its rows are filled with."""
    found: dict[str, dict[str, None]] = {}
    for part in (p for spec in specs for p in _gaps((spec.zh, spec.en)) if isinstance(p, Rowwise)):
        names = found.setdefault(part.name.removeprefix(PART), {})
        for gap in _gaps(part.sentences):
            names |= dict.fromkeys(names_of(gap))
    return {name: tuple(names) for name, names in found.items()}


def row_functions(
    parts: Sequence[ScaledPart], params: Mapping[str, str], taken: frozenset[str]
) -> list[tuple[RowFunctions, Functions]]:
    """Identifiers for the functions of every part, and for what they are handed."""
    outer = Names(taken)
    found: list[tuple[RowFunctions, Functions]] = []
    for part in parts:
        code = outer.of(f"{part.part.name.lower()}_each", "each")
        rows = outer.of(f"{code}_rows", "rows")
        inner = Names(taken | outer.own)
        cells = {
            c.name: inner.of(c.field if isinstance(c, Cell) else _COLUMNS[type(c)], "cell")
            for c in part.cells
        }
        known = {**params, **cells, AT: inner.of("at", "at")}
        functions = function_names(part.indicator, code, known, taken | outer.own | inner.own)
        found.append((RowFunctions(part, code, rows), functions))
    return found


_COLUMNS: Mapping[type, str] = {Streak: "streak", Leader: "first", Grouped: "group"}


def telling(row: RowFunctions, functions: Functions) -> str:
    part = row.part.part
    key = f", {part.key!r}" if part.key else ""
    return (
        f"Telling({PART + part.name!r}, {part.rows.block!r}, {row.rows}, {row.points}, {functions.told}{key})"
    )


def _gaps(parts: tuple[object, ...]) -> Iterator[tuple[object, ...]]:
    """Every gap, and the sentences that it is made of, in order."""
    for part in parts:
        if isinstance(part, tuple):
            yield part
            if not isinstance(part, Rowwise):  # whose sentences are filled from values of their own
                yield from _gaps(part)


def _expressions(program: ScaledProgram) -> Iterator[s.Expr]:
    """Every expression of the program, and those that they are made of."""
    todo: list[s.Expr | None] = []
    columns = [column for part in program.parts for column in part.cells]
    tables = [measure.source for measure in program.measures if isinstance(measure.source, Rows)]
    while tables or columns:
        for rows in tables:
            todo += [rows.number, rows.below, rows.where, *rows.empty]
            columns += rows.cells
        todo += [column.condition for column in columns if isinstance(column, Streak | Leader)]
        grouped = [column.measure.source for column in columns if isinstance(column, Grouped)]
        tables, columns = [source for source in grouped if isinstance(source, Rows)], []
    todo += [part.where for part in program.parts]
    for indicator in (*program.indicators, *(part.indicator for part in program.parts)):
        todo.append(indicator.points)
        for statement in (*indicator.statements, *indicator.told_statements):
            todo.append(statement.value if isinstance(statement, Assign) else statement.condition)
        for _, value in indicator.told:
            todo += told_parts(value)
    while todo:
        expr = todo.pop()
        if expr is not None:
            yield expr
            todo += expr.values if isinstance(expr, s.Among) else ()
            todo += s.parts(expr)


def _dates(program: ScaledProgram) -> set[date]:
    """The dates that the program compares with."""
    literals = (x.value for x in _expressions(program) if isinstance(x, s.Literal))
    return {value for value in literals if isinstance(value, date)}


def _calendar(program: ScaledProgram) -> list[str]:
    """The calendar of working days, where the program counts any: a line of days for every year."""
    calendars = (x.calendar for x in _expressions(program) if isinstance(x, s.Elapsed))
    calendar = next((x for x in calendars if x is not None), None)
    if calendar is None:
        return []
    lines = [
        f"# Working days by {calendar.source}: Mondays to Fridays off work, then Saturdays and Sundays worked.",
        "CALENDAR = Calendar(",
        f"{INDENT}{calendar.source!r},",
        *(f"{INDENT}date({day.year}, {day.month}, {day.day})," for day in (calendar.first, calendar.last)),
    ]
    for days in (calendar.off, calendar.on):
        lines.append(f"{INDENT}calendar_days(")
        for year in range(calendar.first.year, calendar.last.year + 1):
            of_year = [f"{day:%Y%m%d}" for day in days if day.year == year]
            for at in range(0, len(of_year), 10):
                lines.append(f'{INDENT * 2}"{" ".join(of_year[at : at + 10])} "')
        lines.append(f"{INDENT}),")
    return [*lines, ")"]


# ── head and tail ──


def _head(program: Program, spec: RubricSpec, pasted: Runtime, unit: int, dates: list[date]) -> list[str]:
    version = f" {spec.version}" if spec.version else ""
    doc = docstring(
        (
            f"{spec.name}{version}",
            "",
            f"Generated by rubricc {spec.compiler} from {source_name(program)}; do not edit.",
            f"Digest of the rubric: {spec.digest}",
            "",
            "score(facts) gives a Result: total, grade, result[code].points, result[code].explain('zh').",
            f"All arithmetic is in whole numbers; points are counted in units of 1/{unit} point.",
        ),
        "",
    )
    imports: list[str] = []
    modules = {module: set(found) for module, found in pasted.imports}
    modules.setdefault("fractions", set()).add("Fraction")
    modules.setdefault("typing", set()).update({"Any", "NamedTuple"})
    modules.setdefault("collections.abc", set()).update({"Callable", "Sequence"})
    modules.setdefault("datetime", set()).add("date")
    imports += [f"import {name}" for name in sorted(modules.pop("", set()))]
    for module in sorted(modules):
        imports += listed(f"from {module} import ", sorted(modules[module]), "")
    constants = [
        f"RUBRIC_NAME = {spec.name!r}",
        f"RUBRIC_VERSION = {spec.version!r}",
        f"RUBRIC_DIGEST = {spec.digest!r}",
        f"COMPILER_VERSION = {spec.compiler!r}",
        f"UNIT = {unit}  # units of points in one point",
        *(f"{day_name(d)} = date({d.year}, {d.month}, {d.day})" for d in dates),
    ]
    return [*doc, "", "from __future__ import annotations", "", *imports, "", *constants]


_POINTS = f'''\
def points(m: Measures) -> tuple[int | None, ...]:
{INDENT}"""Points of every indicator in units of the grid, each after those that it reads; None where refused."""
{INDENT}return points_of_all(RUBRIC, WORKS, m, UNIT)
'''

_SCORE = f'''\
def score(facts: object, *, partial: bool = False) -> Result:
{INDENT}"""The result for facts in the shape that INPUTS declares; FactsError names all that is wrong with them.

{INDENT}With `partial`, missing facts are no error: what can be scored is scored.
{INDENT}"""
{INDENT}bound = bind(INPUTS, facts).sound()
{INDENT}if bound.missing:
{INDENT * 2}return partial_result(bound).complete(partial)
{INDENT}m = measures(bound.values)
{INDENT}return Result(RUBRIC, scores_of(RUBRIC, WORKS, m, UNIT, bound), bound)
'''


_OF_ALL, _OF_ONE = "measures(filled.values)", "measures(filled.values)(filled.unit)"
_PARTLY = f'''\
def partial_result(bound: Bound) -> Result:
{INDENT}"""The result for facts of which some are missing: any would do in their place where they do not matter."""
{INDENT}filled = completed(INPUTS, bound)
{INDENT}m = MEASURES
{INDENT}some = Measures._make(stand_ins(m, SECONDS))
{INDENT}gaps = gaps_of(known(bound, filled.values, m), SECONDS, m, some, RUBRIC)
{INDENT}return Result(RUBRIC, scores_of(RUBRIC, WORKS, m, UNIT, filled, gaps, bound), bound)
'''


_SCORE_UNITS = f'''\
def score(facts: object, unit: str | None = None, *, partial: bool = False) -> Result:
{INDENT}"""The result of a unit, for facts in the shape that INPUTS declares; without a name of the only one there is.

{INDENT}FactsError names all that is wrong with them. With `partial`, missing facts are no error: what can be scored is.
{INDENT}"""
{INDENT}bound = bind(INPUTS, facts).sound()
{INDENT}of_unit(INPUTS, bound, unit)
{INDENT}whole = with_points(RUBRIC, INPUTS, bound, scorer)
{INDENT}return scorer(whole)(of_unit(INPUTS, whole, unit)).complete(partial)


def score_units(facts: object, *, partial: bool = False) -> dict[str, Result]:
{INDENT}"""The result of every unit, by its name, in the order of the table."""
{INDENT}bound = with_points(RUBRIC, INPUTS, bind(INPUTS, facts).sound(), scorer)
{INDENT}score_one = scorer(bound)
{INDENT}return {{each.unit.name: score_one(each).complete(partial) for each in of_each(INPUTS, bound)}}


def scorer(bound: Bound) -> Callable[[Bound], Result]:
{INDENT}"""What scores units of bound facts."""
{INDENT}if bound.missing:
{INDENT * 2}return partial_result
{INDENT}of_one = measures(bound.values)
{INDENT}return lambda one: Result(RUBRIC, scores_of(RUBRIC, WORKS, of_one(one.unit), UNIT, one), one)
'''


def _tables(program: Program, spec: RubricSpec) -> list[str]:
    return [
        *emit_literal("INPUTS: tuple[Block, ...] = ", schema_of(program)),
        "",
        *emit_literal("RUBRIC = ", spec),
    ]


def _works(
    together: list[tuple[ScaledIndicator, Functions]],
    facts: list[Measure],
    learnt: list[Measure],
    listings: list[list[str]],
) -> list[str]:
    """Of every sheet its functions, and where what they read stands: the measures, then the points of other items."""
    at = {p.name: position for position, p in enumerate(p for m in (*facts, *learnt) for p in m.params)}
    number = {m.slot.name: position for position, m in enumerate((*facts, *learnt))}
    second = [str(at[m.params[1].name]) if m.second else "-1" for m in facts]
    lines = [
        *listed("SECONDS = (", [*second, ""] if len(second) == 1 else second, ")"),
        "",
        "WORKS: tuple[Work, ...] = (",
    ]
    for (indicator, functions), rows in zip(together, listings, strict=True):
        reads = tuple(at[p.name] for p in indicator.reads)
        told = tuple(at[p.name] for p in indicator.told_reads)
        slots = tuple(number[name] for name in indicator.slots)
        items = [functions.points, repr(reads), functions.told, repr(told), repr(slots)]
        if rows:
            items.append(f"listings=({', '.join(rows)},)")
        if (knowing := indicator.knowing) is not None:
            known_reads = tuple(at[p.name] for p in knowing.reads)
            flags = tuple(number[slot] for slot, _ in knowing.flags)
            items.append(f"knowing=Knowing({functions.known}, {known_reads!r}, {flags!r})")
        lines.append(f"{INDENT}Work({', '.join(items)}),")
    return [*lines, ")"]
