"""What scorers carry of a rubric: its description for results, its sentences, and the schema of its facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from rubricc import __version__
from rubricc.compiler.derivation.sentences import sentences
from rubricc.compiler.derivation.terms import Slots, term_text
from rubricc.compiler.ir import told
from rubricc.compiler.ir.bounds import ANY, Bounds, Ranges
from rubricc.compiler.ir.order import ordered, stages
from rubricc.compiler.ir.program import (
    ROWS,
    Absent,
    Checked,
    Group,
    Indicator,
    Item,
    Outcome,
    Program,
    Statement,
    slots_of,
)
from rubricc.compiler.ir.told import Charge
from rubricc.compiler.ir.told_factor import FactorTold
from rubricc.compiler.runtime.description import (
    AbsentSpec,
    ClauseSpec,
    ColumnSpec,
    IndicatorSpec,
    JudgedRows,
    OutcomeSpec,
    RubricSpec,
    StatementSpec,
)
from rubricc.compiler.runtime.exact import Exact, whole
from rubricc.compiler.runtime.schema import FILLED, Block, Field
from rubricc.compiler.runtime.summary import EffectSpec, GradeSpec, GroupSpec, SummarySpec
from rubricc.dsl import terms as t
from rubricc.dsl.mentions import facts_of, tables_of
from rubricc.dsl.model import WORKED
from rubricc.dsl.model import Field as Declared
from rubricc.dsl.source import Span

_BASES = (
    told.StartTold
    | told.TargetTold
    | told.BandsTold
    | told.ScoreTold
    | told.ProRataTold
    | told.ChecklistTold
    | told.EachTold
)
_UNITS = {"second": "秒", "minute": "分钟", "hour": "小时", "day": "天"}


def spec_of(checked: Checked) -> RubricSpec:
    """The description that results and derivations are made from."""
    program = checked.program
    indicators = program.indicators
    ranges = Ranges(program.blocks, program.slots)
    slots: Slots = {s.term: s.name for s in program.slots}
    number = {id(indicator): at for at, indicator in enumerate(indicators)}

    def branch(item: Item) -> GroupSpec | int:
        if isinstance(item, Indicator):
            return number[id(item)]
        return group_spec(item)

    def other(key: str) -> GroupSpec | int | str:
        return key.strip() if key in (t.TOTAL, t.GRADE) else branch(program.item(key))

    def group_spec(group: Group) -> GroupSpec:
        return GroupSpec(
            group.code,
            group.name,
            whole(group.weight),
            tuple(branch(c) for c in group.children),
            group.combine,
            group.k,
            group.special,
            whole(group.limit),
        )

    return RubricSpec(
        program.name,
        program.version,
        checked.digest,
        __version__,
        program.convention.name,
        _summary(program),
        tuple(_indicator(program, i, ranges, slots) for i in indicators),
        tuple(branch(item) for item in program.items),
        tuple(_statement(program, s, ranges, slots) for s in program.statements),
        tuple(_indicator(program, c, ranges, slots) for c in program.conditions),
        tuple(other(slot.term.item) for slot in program.others),  # type: ignore[union-attr]
        ordered(program),
        tuple(_outcome(program, outcome, ranges, slots) for outcome in program.outcomes),
        tuple(
            ColumnSpec(
                column.block,
                column.name,
                None if column.item == t.TOTAL else branch(program.item(column.item.removeprefix(WORKED))),
                stage,
                column.item.startswith(WORKED),
            )
            for column, stage in zip(program.columns, stages(program), strict=True)
        ),
    )


def _summary(program: Program) -> SummarySpec:
    effects = [
        EffectSpec(
            e.kind, whole(e.amount), e.label, e.cumulative, e.condition, program.conditions[e.condition].name
        )
        for e in program.effects
    ]
    return SummarySpec(
        None if program.total is None else whole(program.total),
        None if program.cap is None else whole(program.cap),
        whole(program.grid),
        program.rounding,
        tuple(GradeSpec(g.label, g.op, whole(g.value)) for g in program.grades),
        tuple(effects),
    )


def _outcome(program: Program, outcome: Outcome, ranges: Ranges, slots: Slots) -> OutcomeSpec:
    read = [ClauseSpec("", 0, line, 0) for line in (outcome.line, outcome.row) if line]  # also where untold
    sheet = _indicator(program, outcome.sheet, ranges, slots)._replace(clauses=tuple(read))
    return OutcomeSpec(outcome.name, sheet, outcome.line, outcome.kind.style, outcome.texts, outcome.row)


def _statement(program: Program, statement: Statement, ranges: Ranges, slots: Slots) -> StatementSpec:
    sheet = _indicator(program, statement.sheet, ranges, slots)
    figures = next((c.told for c in statement.sheet.clauses if isinstance(c.told, told.ReportedTold)), None)
    return StatementSpec(
        statement.kind,
        statement.name,
        sheet,
        statement.message,
        statement.cited,
        statement.sheet.span.line,
        "" if figures is None else figures.exact,
        "" if figures is None else figures.published,
        "" if figures is None else figures.kind.style,
        statement.kind == "require" and _stated(program, sheet),
        _file(statement.sheet.span, program),
    )


def _stated(program: Program, sheet: IndicatorSpec) -> bool:
    """Whether a sheet reads nothing that was counted, measured or dated."""
    kinds = {(b.name, f.name): f.kind.family for b in program.blocks for f in b.fields}
    return all(kinds[fact[:2]] in ("yesno", "label") for fact in sheet.inputs)


def _indicator(program: Program, indicator: Indicator, ranges: Ranges, slots: Slots) -> IndicatorSpec:
    terms = [ranges.slots[name] for name in slots_of(indicator, ranges.slots)]
    read = (fact for term in terms for fact in facts_of(term))
    used = dict.fromkeys((block, name.removesuffix(FILLED), own) for block, name, own in read)
    tables = dict.fromkeys(table for term in terms for table in tables_of(term))
    judged = _judged(indicator)
    for rows in judged:
        used |= dict.fromkeys((rows.block, name, False) for name in (rows.points, rows.by, rows.reason))
    points = _points_bounds(indicator, ranges)
    worded = {lang: sentences(indicator, lang == "zh", slots, program) for lang in ("zh", "en")}
    return IndicatorSpec(
        indicator.code,
        indicator.name,
        whole(indicator.weight),
        points[0],
        points[1],
        _clauses(program, indicator),
        indicator.by_convention,
        tuple(used),
        tuple(tables),
        worded["zh"],
        worded["en"],
        next((d.text for d in indicator.docs if d.kind == "source"), ""),
        tuple(d.text for d in indicator.docs if d.kind == "note"),
        tuple(_absent(program, a) for a in indicator.absent),
        tuple(
            term_text(slot.term, program.chinese)
            for slot in program.others
            if slot.name in slots_of(indicator, {slot.name})
        ),
        judged,
        _skipped(terms),
    )


def _absent(program: Program, absent: Absent) -> AbsentSpec:
    text = program.convention.name if absent.by_convention else ""
    if absent.condition is not None:
        text = program.conditions[absent.condition].name
    spec = AbsentSpec(absent.because, absent.answer, whole(absent.points), absent.condition, text)
    if absent.column is None:
        return spec
    return spec._replace(column=absent.column, grid=whole(program.grid), rounding=program.rounding)


def _skipped(terms: Sequence[t.Term]) -> tuple[tuple[str, str], ...]:
    """The columns that are read by nothing but what skips the rows without them."""
    found: dict[tuple[str, str], bool] = {}

    def read(term: t.Term, skip: bool) -> None:
        if isinstance(term, t.Input) and not term.own:
            found[term.block, term.name] = found.get((term.block, term.name), True) and skip
        for child in t.children(term):
            read(child, skip or (isinstance(term, t.Aggregate) and term.skip))

    for term in terms:
        read(term, False)
    return tuple(column for column, skip in found.items() if skip)


def _judged(indicator: Indicator) -> tuple[JudgedRows, ...]:
    """What persons decide row by row, of which the derivation tells who did, and why."""
    found = []
    lines = {line.name: line.term for line in indicator.lines}
    for clause in indicator.clauses:
        rows = clause.told
        if isinstance(rows, told.RowsTold):
            slot = lines[rows.count]
            assert isinstance(slot, t.Ref)
            counted = slot.name + ROWS if rows.where is not None else ""
            found += [JudgedRows(rows.block, *columns, counted) for columns in rows.judged]
    return tuple(found)


def _file(span: Span, program: Program) -> str:
    """The file of a place, where that is another one than the rubric's."""
    return "" if span.source is program.source else span.source.file_name


def _clauses(program: Program, indicator: Indicator) -> tuple[ClauseSpec, ...]:
    """The clauses that give or take points: bases give theirs, deductions take."""
    found = []
    for clause in indicator.clauses:
        it = clause.told
        if isinstance(it, told.StartTold) and it.how != "stated":
            continue  # no clause of the author's
        if isinstance(it, told.JudgedTold) and it.is_base:
            text = " ".join(clause.span.text.split())
            found.append(ClauseSpec(text, clause.span.line, it.points, 1, _file(clause.span, program)))
            continue
        charge: Charge | None = getattr(it, "charge", None)
        if charge is not None:
            line, sign = charge.line, -1 if charge.sign == "deduct" else 1
        elif isinstance(it, _BASES):
            line, sign = it.line, 1
        elif isinstance(it, FactorTold | told.LimitTold | told.VetoTold):
            line, sign = "", 0
        else:
            continue
        text = " ".join(clause.span.text.split())
        found.append(ClauseSpec(text, clause.span.line, line, sign, _file(clause.span, program)))
    return tuple(found)


def _points_bounds(indicator: Indicator, ranges: Ranges) -> tuple[Exact, Exact]:
    env: dict[str, Bounds] = {}
    for line in indicator.lines:
        env[line.name] = ranges.of(line.term, env)
    bounds = env.get(indicator.lines[-1].name, ANY)
    low = bounds.low if bounds.low is not None else Fraction(0)
    high = bounds.high if bounds.high is not None else indicator.weight
    return whole(low), whole(high)


def schema_of(program: Program) -> tuple[Block, ...]:
    """The facts that a program reads, as the runtime declares them."""
    own = program.scored
    return tuple(
        Block(b.name, b.by, b.first, b.last, tuple(_field(f) for f in b.fields if not f.item), b.name in own)
        for b in program.blocks
    )


def _field(field: Declared) -> Field:
    def exact(x: Fraction | None) -> Exact | None:
        return None if x is None else whole(x)

    return Field(
        field.name,
        field.kind.family,
        _UNITS.get(field.kind.unit, field.kind.unit),
        field.kind.labels,
        field.low if isinstance(field.low, date) else exact(field.low),
        field.high if isinstance(field.high, date) else exact(field.high),
        field.low_open,
        field.high_open,
        exact(field.precision),
        field.at_most,
        field.known,
        field.judged,
        field.filled,
    )
