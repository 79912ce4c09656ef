"""What cannot change anything is dropped: limits that no facts reach, rounding of points that lie on the grid.

Points are the same before and after; tests hold that. Lines that clauses tell of stay.
"""

from __future__ import annotations

from fractions import Fraction

from attrs import evolve

from rubricc.compiler.ir.bounds import Bounds, Ranges
from rubricc.compiler.ir.program import Group, Indicator, Item, Line, Program, Step
from rubricc.dsl import terms as t
from rubricc.dsl.diagnostics.model import Diagnostic


def simplify(program: Program) -> tuple[Program, list[Diagnostic]]:
    ranges = Ranges(program.blocks, program.slots)

    def item(source: Item) -> Item:
        if isinstance(source, Group):
            return evolve(source, children=tuple(item(child) for child in source.children))
        return _indicator(source, ranges, program.grid)

    items = tuple(item(i) for i in program.items)
    statements = tuple(evolve(s, sheet=_indicator(s.sheet, ranges, program.grid)) for s in program.statements)
    conditions = tuple(_indicator(c, ranges, program.grid) for c in program.conditions)
    outcomes = tuple(evolve(o, sheet=_indicator(o.sheet, ranges, program.grid)) for o in program.outcomes)
    parts = tuple(evolve(p, sheet=_indicator(p.sheet, ranges, program.grid)) for p in program.parts)
    return evolve(
        program, items=items, statements=statements, conditions=conditions, outcomes=outcomes, parts=parts
    ), []


def _indicator(indicator: Indicator, ranges: Ranges, grid: Fraction) -> Indicator:
    env: dict[str, Bounds] = {}
    on_grid: dict[str, bool] = {}
    same: dict[str, t.Ref] = {}  # lines that are another line by another name
    steps: list[Step] = []
    for step in indicator.steps:
        if not isinstance(step, Line):
            steps.append(step)
            continue
        term = _lighter(step.term, env, on_grid, ranges)
        term = _renamed(term, same) if same else term
        env[step.name] = ranges.of(term, env)
        on_grid[step.name] = _on_grid(term, on_grid, grid, ranges)
        if isinstance(term, t.Ref) and step.name.startswith("limited"):
            same[step.name] = term
            continue
        steps.append(step if term is step.term else Line(step.name, term))
    return evolve(indicator, steps=tuple(steps))


def _lighter(term: t.Term, env: dict[str, Bounds], on_grid: dict[str, bool], ranges: Ranges) -> t.Term:
    """The term without a limit that cannot bind or a rounding that cannot change."""
    if isinstance(term, t.Extreme) and len(term.operands) == 2:
        value, limit = term.operands
        bounds = ranges.of(value, env)
        if isinstance(limit, t.Const) and isinstance(limit.value, Fraction):
            if term.which == "min" and bounds.high is not None and bounds.high <= limit.value:
                return value
            if term.which == "max" and bounds.low is not None and bounds.low >= limit.value:
                return value
    if isinstance(term, t.Rounded) and isinstance(term.operand, t.Ref) and on_grid.get(term.operand.name):
        return term.operand
    return term


def _renamed(term: t.Term, same: dict[str, t.Ref]) -> t.Term:
    """References to dropped lines point to what they stood for."""
    match term:
        case t.Ref():
            return same.get(term.name, term)
        case t.Extreme():
            return evolve(term, operands=tuple(_renamed(o, same) for o in term.operands))
        case t.Chain():
            rest = tuple((op, _renamed(x, same)) for op, x in term.rest)
            return evolve(term, first=_renamed(term.first, same), rest=rest)
        case t.Select():
            arms = tuple((_renamed(c, same), _renamed(v, same)) for c, v in term.arms)
            return evolve(term, arms=arms, otherwise=_renamed(term.otherwise, same))
        case t.Rounded():
            return evolve(term, operand=_renamed(term.operand, same))
        case _:
            return term


def _on_grid(term: t.Term, on_grid: dict[str, bool], grid: Fraction, ranges: Ranges) -> bool:
    """Whether a term is always a multiple of the grid."""
    match term:
        case t.Const():
            return isinstance(term.value, Fraction) and (term.value / grid).denominator == 1
        case t.Ref():
            return on_grid.get(term.name, False) or _is_whole(term, ranges)
        case t.Chain(t.Const() as amount, (("*", count),)):
            return (
                _on_grid(amount, on_grid, grid, ranges)
                and isinstance(count, t.Ref)
                and count.kind.family == "count"
                and on_grid.get(count.name, False)
            )
        case t.Chain():
            additive = all(op in "+-" for op, _ in term.rest)
            return additive and all(_on_grid(x, on_grid, grid, ranges) for x in t.children(term))
        case t.Select():
            return all(
                _on_grid(v, on_grid, grid, ranges) for v in (*(v for _, v in term.arms), term.otherwise)
            )
        case t.Pick():
            return all(_on_grid(v, on_grid, grid, ranges) for v in term.values)
        case t.Extreme():
            return all(_on_grid(o, on_grid, grid, ranges) for o in term.operands)
        case t.Steps():
            return term.partial != "pro rata"
        case t.MonthsLate() | t.DaysLate() | t.Elapsed():
            return True
        case t.Rounded():
            return term.grid == grid
    return False


def _is_whole(ref: t.Ref, ranges: Ranges) -> bool:
    """Slots that count rows are whole numbers, and the grid divides 1."""
    slot = ranges.slots.get(ref.name)
    return isinstance(slot, t.Aggregate) and slot.operation == "count"
