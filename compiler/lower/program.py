"""The whole rubric: settings, tree, grades; every indicator through `lower_indicator`."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from attrs import evolve

from rubricc.compiler.conventions import Convention
from rubricc.compiler.ir import program as ir
from rubricc.compiler.lower.amounts import written
from rubricc.compiler.lower.convention import convention_of
from rubricc.compiler.lower.drafts import Drafted
from rubricc.compiler.lower.indicator import lower_indicator
from rubricc.compiler.lower.lines import Slots, constant_of
from rubricc.compiler.lower.outcomes import lower_outcomes
from rubricc.compiler.lower.statements import lower_statement
from rubricc.compiler.lower.summary import Conditions, lower_effect
from rubricc.compiler.runtime.judged import JUDGED
from rubricc.dsl import nodes as n
from rubricc.dsl import terms as t
from rubricc.dsl.diagnostics.model import Diagnostic, diagnose
from rubricc.dsl.expressions import Typer
from rubricc.dsl.kinds import NUMBER
from rubricc.dsl.mentions import formula_of
from rubricc.dsl.model import Block, Field, Group, Indicator, Item, Model
from rubricc.dsl.resolve import value_of
from rubricc.dsl.source import Span


def lower(model: Model, *, chinese: bool = True) -> tuple[ir.Program, list[Diagnostic]]:
    """The IR of a resolved tree, as complete as it can be, and the findings on the way."""
    findings: list[Diagnostic] = []
    model.scope.chinese = chinese
    convention = convention_of(model, findings)
    scope, cap = model.scope, model.total_up_to if model.total_up_to is not None else model.total
    scope.total = t.Points(t.TOTAL, NUMBER, Fraction(0), cap, convention.grid)
    scope.full, scope.grades = model.total, tuple(grade.label.text for grade in model.grades)
    typer = Typer(scope, findings)
    slots = Slots(chinese)

    conditions = Conditions(typer, slots, convention)
    drafted = Drafted(model)
    undecided: list[Item] = []

    def item(source: Item, floor: Fraction | None = None) -> ir.Item:
        _on_grid(source, convention, findings)
        weight = drafted.weight(source)
        if source.weight is None:
            undecided.append(source)
        if isinstance(source, Indicator):
            if source.weight is None:
                source = evolve(source, weight=weight or drafted.stand_in(source, convention.grid))
            made: ir.Item = lower_indicator(source, typer, slots, convention, conditions, floor)
            return evolve(made, weight=weight or Fraction(0))
        inside = source.limit if source.special == "penalty" else floor
        combine = source.combine
        return ir.Group(
            source.code, source.name, weight or Fraction(0),
            tuple(item(child, inside) for child in source.children),
            combine.how if combine is not None else "sum", combine.k if combine is not None else 0,
            source.special, source.limit, source.docs, source.title_span, source.weight_span,
            formula_of(source.weight_given),
        )  # fmt: skip

    items = tuple(item(child) for child in model.items)
    every = {each.title_span: each for top in items for each in ir.below(top)}
    findings.extend(drafted.findings(undecided))
    ranges = tuple((every[at], found) for at, found in drafted.ranges.items() if at in every)
    grades = _grades(model, typer, findings)
    effects = tuple(lower_effect(effect, conditions, grades) for effect in model.effects)
    outcomes = lower_outcomes(model.outcomes, typer, slots, convention)
    statements = tuple(lower_statement(s, typer, slots, convention) for s in model.statements)
    blocks = _blocks(model, convention.grid, findings)
    program = ir.Program(
        model.name,
        model.version,
        model.total,
        items,
        tuple(slots.by_term.values()),
        tuple(slots.parts),
        blocks,
        grades,
        convention,
        model.convention is not None,
        convention.grid,
        convention.points.mode,
        model.docs,
        statements,
        tuple(conditions.sheets),
        effects,
        outcomes,
        cap,
        model.cases,
        chinese,
        model.source,
        model.total_span,
        tuple(ir.Param(p.name, constant_of(p.value)) for p in model.scope.params.values()),
        formula_of(model.total_given),
        ranges,
        model.scope.calendar,
    )
    return program, findings


def _blocks(model: Model, grid: Fraction, findings: list[Diagnostic]) -> tuple[Block, ...]:
    """The declared blocks, with what persons judge of their rows and the points that units have got; the facts of
    clauses that declare none."""
    scope, whole = model.scope, Span(model.source, 0, 0)
    more: dict[str, list[Field]] = {}
    for fields in scope.judged.values():
        more.setdefault(fields[0].block, []).extend(fields)
    for column in scope.columns.values():
        more.setdefault(column.block, []).append(evolve(column, precision=grid))

    def known(fields: Iterable[Field]) -> tuple[Field, ...]:
        return tuple(evolve(f, known=scope.counted.get((f.block, f.name))) for f in fields)

    blocks = [evolve(b, fields=(*known(b.fields), *more.pop(b.name, ()))) for b in scope.blocks.values()]
    if scope.implicit:
        blocks.append(Block("", "", "", "", known(scope.implicit.values()), whole))
    taken = [scope.implicit[name] for name in JUDGED if more and name in scope.implicit]
    findings += [diagnose("RB2087", field.span, name=field.name) for field in taken]
    blocks += [Block(name, "", "", "", tuple(fields), whole) for name, fields in more.items()]
    return tuple(blocks)


def _on_grid(item: Group | Indicator, convention: Convention, findings: list[Diagnostic]) -> None:
    if isinstance(item, Group) and item.special:
        if (item.limit / convention.grid).denominator != 1:
            span, grid = item.weight_span, written(convention.grid)
            findings.append(diagnose("RB5009", span, points=written(item.limit), grid=grid))
        return
    if item.weight is not None and (item.weight / convention.grid).denominator != 1:
        grid, weight = written(convention.grid), written(item.weight)
        findings.append(diagnose("RB4003", item.weight_span, weight=weight, grid=grid))


def _grades(model: Model, typer: Typer, findings: list[Diagnostic]) -> tuple[ir.GradeRow, ...]:
    rows: list[ir.GradeRow] = []
    for grade in model.grades:
        if isinstance(grade.pattern, n.Otherwise):
            rows.append(ir.GradeRow(grade.label.text, "", Fraction(0), grade.span))
            continue
        value = value_of(grade.pattern.value)
        if not isinstance(value, Fraction):
            findings.append(
                diagnose("RB3004", grade.pattern.value.span, kind="<expression>", expected="<number>")
            )
            value = Fraction(0)
        rows.append(ir.GradeRow(grade.label.text, grade.pattern.op, value, grade.span))
    seen: set[str] = set()
    for row in rows:
        if row.label in seen:
            findings.append(diagnose("RB2002", row.span, name=row.label))
        seen.add(row.label)
    return tuple(rows)
