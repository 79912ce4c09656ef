"""A question about a sheet: are there facts for which a condition over its lines holds?

One question, and everybody who can answer it: the pieces, by the values of the measure where it holds; facts, by what
they come to; the solver, which takes the condition as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from attrs import frozen

from rubricc.compiler.evaluation import Evaluation, Missing, Refused
from rubricc.compiler.ir.program import Line
from rubricc.compiler.proofs.functions import Functions
from rubricc.compiler.proofs.pieces import NONE, TRUE, Function
from rubricc.compiler.proofs.sheets import Sheet
from rubricc.compiler.runtime.exact import Value
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import NUMBER, YESNO
from rubricc.dsl.nodes import Comparison

OTHERWISE = "\notherwise"  # after the name of a line: what it would be


@frozen
class Question:
    """`lines` are worked out after those of the sheet, and may be read by the condition."""

    condition: t.Term
    lines: tuple[Line, ...] = ()

    def holds(self, known: Mapping[str, Value]) -> bool:
        """Whether it holds for facts, of which all slots and lines are known."""
        values = dict(known)
        evaluation = Evaluation({}, values)
        try:
            for line in self.lines:
                values[line.name] = evaluation.value(line.term)
            return evaluation.value(self.condition) is True
        except (Missing, Refused):
            return False

    def places(self, functions: Functions, points: Function) -> Iterator[Fraction]:
        """Values of the measure for which it holds, and there are points."""
        for line in self.lines:
            functions.known[line.name] = functions.value(line.term)
        algebra = functions.algebra
        answer = algebra.join(points, functions.value(self.condition), lambda i, _, holds: [(i, holds)])
        for piece in answer:
            if piece.value == TRUE:
                yield from algebra.domain.near(piece.interval)
            assert piece.value in (NONE, TRUE) or not piece.value.at(Fraction(0))


ANYTHING = Question(t.Const(True, YESNO))


def compares(line: str, op: Comparison, value: Fraction | int) -> t.Term:
    """A line beside a number."""
    return t.Compare(op, t.Ref(line, NUMBER), t.Const(Fraction(value), NUMBER), YESNO)


def is_(line: str, value: Fraction | int) -> Question:
    return Question(compares(line, "=", value))


def all_of(*conditions: t.Term) -> Question:
    return Question(t.Logic("and", conditions, YESNO))


def changed(sheet: Sheet, name: str, term: t.Term) -> Question:
    """Whether the points are others where a line has another term."""
    others: dict[str, t.Ref] = {}
    lines: list[Line] = []

    def other(each: t.Term) -> t.Term:
        return others.get(each.name, each) if isinstance(each, t.Ref) else t.rebuilt(each, other)

    for step in sheet.steps:
        if not isinstance(step, Line):
            continue
        instead = term if step.name == name else other(step.term)
        if step.name == name or instead != step.term:
            lines.append(Line(step.name + OTHERWISE, instead))
            others[step.name] = t.Ref(step.name + OTHERWISE, step.term.kind)
    last = t.Ref(sheet.last, NUMBER)
    return Question(t.Compare("!=", last, others.get(sheet.last, last), YESNO), tuple(lines))
