"""Grades: every total that can be has one, and every grade can be had."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from rubricc.compiler.interpreter import Interpreter
from rubricc.compiler.ir.program import Checked, GradeRow, Program
from rubricc.compiler.passes.grades import never_given
from rubricc.compiler.proofs import wording
from rubricc.compiler.proofs.analysed import Analysed
from rubricc.compiler.proofs.claims import Claim, Warn
from rubricc.compiler.proofs.drawn import Facts
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.proofs.rubric_system import RubricSystem
from rubricc.compiler.proofs.sheets import Ground
from rubricc.compiler.proofs.together import on_the_way, scored_whole, together
from rubricc.compiler.proofs.totals import Set, totals_of
from rubricc.compiler.proofs.whole import GRADE
from rubricc.compiler.proofs.witness import Shown, facts_for
from rubricc.compiler.runtime.exact import plain
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.runtime.summary import COMPARISONS
from rubricc.dsl.diagnostics.model import Diagnostic

GRADES = ("RB5013", "RB5030")  # what the pass says where grades leave a total over, or one is never given


def grades(
    ground: Ground, analysed: Mapping[str, Analysed], checked: Checked | None, findings: Iterable[Diagnostic]
) -> list[Claim]:
    """A claim for every grade that cannot be had; one for all, where each can. `checked` scores the facts."""
    program = ground.program
    found = [f for f in findings if f.code in GRADES]
    if found:
        return [
            Claim("grades", "", "refuted", wording.no_grade(f.code, f.args.get("name") or f.args["witness"]),
                  span=f.span) for f in found
        ]  # fmt: skip
    if not program.grades or not program.items:
        return []
    try:
        totals = totals_of(ground, analysed)
    except Unknown as unknown:
        if checked is None:
            return [Claim("grades", "", "unknown", wording.unknown(unknown))]
    else:
        never = _never(program, totals)
        if never:
            return [_refuted(program, row, totals) for row in never]
    return [] if checked is None else _shown(ground, checked, list(analysed.values()))


def _never(program: Program, totals: Set) -> list[GradeRow]:
    """The grades that no total has, and that no total is lowered to."""
    grid = program.grid
    edges = {int(row.value / grid) + near for row in program.grades if row.op for near in (-1, 0, 1)}
    starts = sorted({totals.least, *(x for x in edges if totals.least < x <= totals.high)})
    had: set[str] = set()
    for low, after in zip(starts, [*starts[1:], totals.high + 1], strict=True):
        if totals.meets(low, after - 1):
            row = next((g for g in program.grades if _holds(g, low * grid)), None)
            had.add(row.label if row is not None else "")
    return never_given(program, had)


def _holds(row: GradeRow, total: Fraction) -> bool:
    return not row.op or COMPARISONS[row.op](total, row.value)


def _refuted(program: Program, row: GradeRow, totals: Set) -> Claim:
    low, high = (plain(x * program.grid) for x in (totals.least, totals.high))
    said = wording.never_graded(row.label, low, high)
    warn = Warn("RB6010", {"label": row.label, "low": low, "high": high})
    return Claim("grades", "", "refuted", said, warn=warn, span=row.span)


def _shown(ground: Ground, checked: Checked, analysed: Sequence[Analysed]) -> list[Claim]:
    """Every grade with facts that earn it; the solver is asked for those that are not found on the way."""
    program = checked.program
    found: dict[str, Shown] = {}
    for facts, result in on_the_way(checked, analysed, [g.value for g in program.grades if g.op]):
        if result.grade is not None and result.exact is not None and result.grade not in found:
            found[result.grade] = Shown(facts, (), result.exact, {})
            if len(found) == len(program.grades):
                break
    never: list[GradeRow] = []
    left: list[str] = []
    for row in program.grades:
        if row.label in found:
            continue
        try:
            earned = _earned(ground, checked, row.label)
        except Unknown:
            left.append(row.label)
            continue
        if earned is None:
            never.append(row)
        else:
            facts, result = earned
            assert result.exact is not None
            found[row.label] = Shown(facts, (), result.exact, {})
    if never:
        return [Claim("grades", "", "refuted", wording.not_earned(row.label), span=row.span) for row in never]
    if left:
        return [Claim("grades", "", "unknown", wording.not_shown(left))]
    ordered = [(g.label, found[g.label]) for g in program.grades]
    said = wording.graded([(label, plain(one.points)) for label, one in ordered])
    return [Claim("grades", "", "proved", said, tuple(one for _, one in ordered))]


def _earned(ground: Ground, checked: Checked, label: str) -> tuple[Facts, Result] | None:
    """Facts that earn a grade; None where none do."""
    from rubricc.compiler.proofs.solver import System

    every = RubricSystem(ground, System())
    grade = every.whole()[GRADE]
    number = [row.label for row in ground.program.grades].index(label)
    model = every.system.find([grade == number], ground.effort)
    if model is None:
        if not every.all_there:
            raise Unknown("facts")
        return None
    facts = facts_for(ground, every.values(model))
    facts = together(checked, [Shown(facts, (), 0, {})])
    if not all(facts[name] for name in ground.program.scored):
        raise Unknown("facts")  # no unit to score
    result = scored_whole(Interpreter(checked), ground.blocks, facts)
    if result is None or result.grade != label:
        raise Unknown("facts")
    return facts, result
