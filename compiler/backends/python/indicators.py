"""The functions of the indicators: points, what their derivations tell, and all points at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from rubricc.compiler.backends.python.expressions import OR, Writer
from rubricc.compiler.backends.python.layout import INDENT, assigned, conditional, docstring, harmless, listed
from rubricc.compiler.backends.python.names import Names
from rubricc.compiler.ir import normal, told
from rubricc.compiler.ir import scaled as s
from rubricc.compiler.ir.program import Indicator, Program
from rubricc.compiler.ir.scaled_program import (
    POINTS,
    Assign,
    Param,
    Quotient,
    Refuse,
    ScaledIndicator,
    Statement,
    Unknown,
)
from rubricc.compiler.runtime.exact import plain, whole
from rubricc.compiler.scale.known import KNOWN

# What a line of the IR is, in Chinese and English, by the first word of its name.
_LINES = {
    "measure": ("实际值", "measure"), "base": ("基础分", "base"), "distance": ("差距", "distance"),
    "steps": ("步数", "steps"), "deduct": ("扣分", "deduction"), "add": ("加分", "addition"),
    "row": ("适用的档", "row"), "rows": ("行数", "rows"), "share": ("比例", "share"),
    "item": ("清单项", "item"), "met": ("达到的项", "items met"), "sum": ("合计", "sum"),
    "factor": ("系数", "factor"), "factored": ("乘系数", "times the factor"),
    "limited": ("限于上下限", "within its limits"), "points": ("得分取整", "rounded points"),
    "holds": ("条件", "condition"), "applies": ("条件", "condition"),
    "months": ("迟延月数", "months late"), "days": ("迟延天数", "days late"),
    "weekdays": ("周一至周五", "Mondays to Fridays"), "off": ("放假", "off"), "on": ("周末上班", "weekends worked"),
    "working": ("迟延工作日", "working days late"), "number": ("数量", "number"), "times": ("次数", "times"),
}  # fmt: skip
DEEP = 20  # levels of indentation; Python reads no more than 100
_LOCALS = {"sum": "net", "points": "rounded"}


@frozen
class Functions:
    """The names of an indicator's functions, and the names that their bodies use."""

    points: str
    told: str
    known: str
    names: Mapping[str, str]  # parameters and statements to identifiers


def function_names(
    indicator: ScaledIndicator, code: str, params: Mapping[str, str], taken: frozenset[str]
) -> Functions:
    """Identifiers for the statements of an indicator: `params` of the measures, and others that are not taken."""
    local = Names(taken)
    names = {p.name: params[p.name] for p in (*indicator.reads, *indicator.told_reads)}
    statements: list[Statement | Unknown] = [*indicator.statements, *indicator.told_statements]
    if indicator.knowing is not None:
        names |= {p.name: params[p.name] for p in indicator.knowing.reads}
        names |= {flag: local.of(f"{params[slot]}_known", "known") for slot, flag in indicator.knowing.flags}
        statements += indicator.knowing.statements
    for statement in statements:
        if isinstance(statement, Assign) and statement.name not in names:
            stem, _, rest = statement.line.partition("_")
            name = _LOCALS.get(stem, stem) + ("_" + rest if rest else "")
            name += "_known" if statement.name.endswith(KNOWN) else ""
            names[statement.name] = local.of(name, "v")
    names[POINTS] = "points"
    return Functions(code, f"{code}_told", f"{code}_known", names)


def _signature(name: str, params: Sequence[Param], names: Mapping[str, str], result: str) -> list[str]:
    return listed(f"def {name}(", [f"{names[p.name]}: {p.type}" for p in params], f") -> {result}:")


def emit_indicator(program: Program, indicator: ScaledIndicator, functions: Functions) -> list[str]:
    """The function with the points of one indicator."""
    results = ["int", *(p.type for p in indicator.returned)]
    result = f"tuple[{', '.join(results)}]" if indicator.returned else "int"
    writer = Writer(functions.names)
    notes = _notes(indicator.indicator, program.chinese)
    lines = _signature(functions.points, indicator.reads, functions.names, result)
    lines += docstring(_about(program, indicator.indicator))
    for statement in indicator.statements:
        if isinstance(statement, Refuse):
            lines += conditional("if", statement.condition, writer, INDENT)
            lines.append(f"{INDENT * 2}raise Refused({_reason(statement, writer)})")
        else:
            name = functions.names[statement.name]
            lines += assigned(name, statement.value, writer, notes.get(statement.line, ""), INDENT)
    returned = [writer.text(indicator.points, OR), *(functions.names[p.name] for p in indicator.returned)]
    return [*lines, *_returned(returned)]


def _returned(items: list[str]) -> list[str]:
    line = f"{INDENT}return {', '.join(items)}"
    return [line] if len(line) <= 110 else listed("return (", items, ")", INDENT)


def _reason(refusal: Refuse, writer: Writer) -> str:
    if refusal.which is None:
        return repr(refusal.reasons[0])
    return f"({', '.join(map(repr, refusal.reasons))})[{writer.text(refusal.which)}]"


def emit_told(indicator: ScaledIndicator, functions: Functions) -> list[str]:
    """The function with the values of which the derivation of one indicator tells."""
    params = (*indicator.told_reads, *indicator.returned, *([Param(POINTS, "int")]))
    writer = Writer(functions.names)
    lines = _signature(functions.told, params, functions.names, "Values")
    for statement in indicator.told_statements:
        lines += assigned(functions.names[statement.name], statement.value, writer, "", INDENT)
    items = [f"{name!r}: {_told(value, writer)}" for name, value in indicator.told]
    short = f"{INDENT}return {{{', '.join(items)}}}"
    if len(short) <= 110:
        return [*lines, short]
    return [*lines, f"{INDENT}return {{", *(f"{INDENT * 2}{item}," for item in items), f"{INDENT}}}"]


def emit_knowing(indicator: ScaledIndicator, functions: Functions) -> list[str]:
    """The function that says what an indicator has although facts are missing; nothing where every fact counts."""
    knowing = indicator.knowing
    if knowing is None:
        return []
    writer = Writer(functions.names)
    params = (*knowing.reads, *(Param(flag, "bool") for _, flag in knowing.flags))
    lines = _signature(functions.known, params, functions.names, "Mapping[str, bool] | None")
    for statement in knowing.statements:
        if isinstance(statement, Assign):
            lines += assigned(functions.names[statement.name], statement.value, writer, "", INDENT)
            continue
        lines += conditional("if", statement.condition, writer, INDENT)
        then = "return None"
        if isinstance(statement, Refuse):
            then = f"raise Refused({_reason(statement, writer)})"
        lines.append(INDENT * 2 + then)
    if knowing.points != s.TRUE:
        lines += conditional("if", normal.negation(knowing.points), writer, INDENT)
        lines.append(f"{INDENT * 2}return None")
    items = [f"{name!r}: {writer.text(known)}" for name, known in knowing.told]
    short = f"{INDENT}return {{{', '.join(items)}}}"
    if len(short) <= 110:
        return [*lines, short]
    return [*lines, f"{INDENT}return {{", *(f"{INDENT * 2}{item}," for item in items), f"{INDENT}}}"]


def _told(value: Quotient | s.Expr, writer: Writer) -> str:
    if not isinstance(value, Quotient):
        return writer.text(value)
    if value.absent is not None:
        there = Quotient(value.number, value.below)
        return f"None if {writer.text(value.absent, OR)} else {_told(there, writer)}"
    number, below = normal.cancelled(value.number, value.below)
    if below == s.ONE:
        return writer.text(number)
    if isinstance(number, s.Int) and isinstance(below, s.Int):
        return repr(whole(Fraction(number.value, below.value)))
    return f"exactly({writer.text(number)}, {writer.text(below)})"


def emit_points(
    indicators: Sequence[tuple[ScaledIndicator, Functions]], params: Sequence[Param], names: Mapping[str, str]
) -> list[str]:
    """All points in one function: the same statements one after the other, because a call costs more than they do."""
    doc = (
        "Points of every indicator in units of the grid; None where they are refused.",
        "",
        "The statements are those of the functions above, with limits as comparisons.",
    )
    lines = ["def points(m: Measures) -> tuple[int | None, ...]:", *docstring(doc)]
    if params:
        lines += [f"{INDENT}(", *(f"{INDENT * 2}{names[p.name]}," for p in params), f"{INDENT}) = m"]
    results: list[str] = []
    for indicator, functions in indicators:
        prefix = functions.points
        own = {
            x.name: f"{prefix}_{functions.names[x.name]}"
            for x in indicator.statements
            if isinstance(x, Assign)
        }
        writer = Writer({**functions.names, **own})
        refusals = sum(isinstance(x, Refuse) for x in indicator.statements)
        if refusals > DEEP:
            lines += _called(indicator, functions)
            results.append(f"{prefix}_points")
            continue
        refuses = refusals > 0
        simple = isinstance(indicator.points, s.Var) and not refuses
        if simple:
            assert isinstance(indicator.points, s.Var)
            results.append(writer.names[indicator.points.name])
        else:
            results.append(f"{prefix}_points")
        indent = INDENT
        if refuses:
            lines.append(f"{indent}{prefix}_points: int | None = None")
        for statement in indicator.statements:
            if isinstance(statement, Refuse):
                lines += conditional("if", normal.negation(statement.condition), writer, indent)
                indent += INDENT
            else:
                lines += _swift(own[statement.name], statement.value, writer, indent)
        if not simple:
            lines += _swift(f"{prefix}_points", indicator.points, writer, indent)
    if not results:
        return [*lines, f"{INDENT}return ()"]
    return [*lines, *listed("return (", [*results, ""] if len(results) == 1 else results, ")", INDENT)]


def _called(indicator: ScaledIndicator, functions: Functions) -> list[str]:
    """The points by a call of their function, where every refusal would be one more level of indentation."""
    prefix = functions.points
    call = f"{prefix}({', '.join(functions.names[p.name] for p in indicator.reads)})"
    return [
        f"{INDENT}{prefix}_points: int | None = None",
        f"{INDENT}try:",
        f"{INDENT * 2}{prefix}_points = {call}{'[0]' if indicator.returned else ''}",
        f"{INDENT}except Refused:",
        f"{INDENT * 2}pass",
    ]


def _swift(name: str, value: s.Expr, writer: Writer, indent: str) -> list[str]:
    """An assignment without the call of min and max, which would take longer than all the rest."""
    if isinstance(value, s.Extreme) and len(value.operands) == 2 and isinstance(value.operands[0], s.Int):
        limit, other = value.operands
        beyond = normal.compare("<" if value.which == "max" else ">", s.Var(name), limit)
        inner = Writer({**writer.names, name: name})
        return [
            *assigned(name, other, writer, "", indent),
            f"{indent}if {inner.text(beyond)}:",
            f"{indent}{INDENT}{name} = {writer.text(limit)}",
        ]
    return assigned(name, value, writer, "", indent)


# ── what an auditor reads ──


def source_name(program: Program) -> str:
    """The file of the rubric, without the folders in which it happened to be compiled."""
    return program.source.file_name


def _about(program: Program, indicator: Indicator) -> list[str]:
    """Title and weight, then the text of the indicator as its author wrote it, with its place."""
    weight = plain(whole(indicator.weight))
    title = f"{indicator.title}，{weight} 分" if program.chinese else f"{indicator.title}, {weight} points"
    written = indicator.span.text.rstrip().splitlines()
    margin = min((len(x) - len(x.lstrip()) for x in written[1:] if x.strip()), default=0)
    deeper = [INDENT + x[margin:].rstrip() for x in written[1:] if x.strip()]
    taken = dict.fromkeys(
        f"{clause.span.source.file_name}:{clause.span.line} {' '.join(clause.span.text.split())}"
        for clause in indicator.clauses
        if clause.span.source is not indicator.span.source
    )
    place = f"{indicator.span.source.file_name}:{indicator.span.line}"
    return [title, "", place, *written[:1], *deeper, *taken]


def _notes(indicator: Indicator, chinese: bool) -> dict[str, str]:
    """For every line what it is, and the clause that it serves."""
    clauses: dict[str, str] = {}
    for clause in indicator.clauses:
        one = clause.told
        if isinstance(
            one,
            told.SumTold
            | told.StartTold
            | told.MeasureTold
            | told.ParamTold
            | told.LetTold
            | told.BandsTold
            | told.ChecklistTold,
        ):
            continue
        for attribute in ("count", "distance", "line", "number", "holds", "met", "share"):
            line = getattr(one, attribute, "")
            if line and isinstance(line, str):
                clauses.setdefault(line, clause.span.text)
    notes: dict[str, str] = {}
    for line in indicator.lines:
        word = _LINES.get(line.name.partition("_")[0])
        text = clauses.get(line.name, "")
        if word is not None:
            said = word[not chinese]
            notes[line.name] = harmless(said + (("：" if chinese else ": ") + text if text else ""))
    return notes
