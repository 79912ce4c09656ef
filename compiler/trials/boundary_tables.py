"""Boundary inputs as tables: what each came to, and the goals that tell it from the others of its sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from rubricc.compiler.interpreter import Interpreter
from rubricc.compiler.ir.program import Checked, Program, slots_of
from rubricc.compiler.proofs.witness import Shown, worked_out
from rubricc.compiler.proofs.wording import unknown
from rubricc.compiler.runtime.exact import plain, show, whole
from rubricc.compiler.runtime.facts import Bound, bind
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.runtime.run import of_each
from rubricc.compiler.runtime.schema import Block
from rubricc.compiler.trials.coverage import Coverage
from rubricc.compiler.trials.goals import outcomes_at
from rubricc.compiler.trials.rubric_boundaries import RubricBoundaries
from rubricc.dsl import terms as t

TOTAL = ("总分", "total")
Said = tuple[str, str]


@frozen
class Row:
    """A boundary input: what it came to (`came` as files have it, `said` as people read it), and the goals reached."""

    shown: Shown
    came: str
    said: Said
    reached: tuple[int, ...]


@frozen
class Table:
    """The boundary inputs of a sheet, or of the whole; `head` is over what came, `refused` says why there are none.

    `left_out` values gave no facts; where the edges were `cut`, those between the ends are not among the rows.
    """

    key: str
    title: Said
    head: Said
    rows: tuple[Row, ...]
    left_out: int
    refused: Said | None
    cut: bool


def tables(coverage: Coverage, checked: Checked) -> list[Table]:
    """The boundary inputs of every sheet that has any, and of the whole, with what decided each."""
    program, inputs = checked.program, RubricBoundaries(checked)
    scorer = Scorer(checked)
    found: list[Table] = []
    for number, edges in enumerate(inputs.sheets()):
        rows: list[Row] = []
        for one in edges.inputs:
            bound = scorer.bound(one.facts)
            assert bound is not None  # they were bound before they were shown
            reached = coverage.of_sheet(number, one.known, bound)
            rows.append(Row(one, *result_of_sheet(program, number, one.known), tuple(reached)))
        reason = None if edges.refused is None else unknown(edges.refused)
        why = None if reason is None else (reason.zh, reason.en)
        title = _title(program, number)
        head = _head(program, number)
        found.append(Table(edges.sheet.key, title, head, tuple(rows), edges.left_out, why, edges.cut))
    total = inputs.whole
    if total.inputs or total.left_out:
        rows = [
            Row(one, *result_of_whole(result), tuple(coverage.of_the_whole(result)))
            for one, result in total.inputs
        ]
        head = ("等级", "grade") if program.grades else ("得分", "points")
        found.append(Table(TOTAL[0], TOTAL, head, tuple(rows), total.left_out, None, False))
    return found


def telling(table: Table) -> Sequence[tuple[int, ...]]:
    """For every input the goals that tell it from others: those that all inputs reach say nothing."""
    always = set.intersection(*(set(row.reached) for row in table.rows)) if len(table.rows) > 1 else set()
    return [tuple(at for at in row.reached if at not in always) for row in table.rows]


def _title(program: Program, number: int) -> Said:
    sheet = program.sheets[number]
    if number >= len(program.indicators):
        return sheet.title, sheet.title
    weight = plain(sheet.weight)
    return f"{sheet.title}（{weight} 分）", f"{sheet.title} (of {weight})"


def _head(program: Program, number: int) -> Said:
    return ("得分", "points") if number < len(program.indicators) else ("结果", "result")


# ── what facts come to ──


def result_of_sheet(program: Program, number: int, known: Mapping[str, Any]) -> tuple[str, Said]:
    """Points, whether a statement or a condition holds, or what follows of an outcome."""
    if number < outcomes_at(program):
        points = plain(whole(Fraction(known[program.sheets[number].lines[-1].name])))
        if number < len(program.indicators):
            return points, (points, points)
        return points, (("成立", "holds") if points == "1" else ("不成立", "fails"))
    outcome = program.outcomes[number - outcomes_at(program)]
    text = outcome.texts[int(known[outcome.row])] if outcome.texts else ""
    if text:
        return text, (text, text)
    value, style = known[outcome.line], outcome.kind.style
    plainly = plain(whole(value)) if isinstance(value, int | Fraction) else str(value)
    return plainly, (show(value, style, "zh"), show(value, style, "en"))


def result_of_whole(result: Result) -> tuple[str, Said]:
    """The grade, or the total where there are no grades, of a result that has one."""
    assert result.exact is not None
    came = result.grade if result.grade is not None else plain(result.exact)
    return came, (came, came)


class Scorer:
    """Facts of one sheet, or of the whole, scored again."""

    def __init__(self, checked: Checked) -> None:
        self.program = checked.program
        self.interpreter = Interpreter(checked)
        self.blocks: Sequence[Block] = self.interpreter.blocks

    def bound(self, facts: Mapping[str, Any]) -> Bound | None:
        """The facts of the blocks that are there; None where they do not bind."""
        own = [block for block in self.blocks if block.name in facts]
        bound = bind(own, facts[""] if set(facts) == {""} else facts)
        return None if bound.problems else next(iter(of_each(own, bound)), None)

    def whole(self, facts: Mapping[str, Any]) -> Result | None:
        bound = bind(self.blocks, facts[""] if set(facts) == {""} else facts)
        every = () if bound.problems else of_each(self.blocks, bound)
        return self.interpreter.score(every[0]) if every else None

    def sheet(self, number: int, facts: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The values of its lines and slots; None where there are no points."""
        slots, sheet = self.program.slot, self.program.sheets[number]
        read = {name: slots[name] for name in slots_of(sheet, slots)}
        if any(isinstance(slot.term, t.Points | t.Each) for slot in read.values()):
            result = self.whole(facts)
            score = None if result is None else result.by_number[number]
            return None if score is None or score.points is None else score.values()
        bound = self.bound(facts)
        return None if bound is None else worked_out(read, sheet, bound)
