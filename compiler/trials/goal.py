"""One thing that a rubric can do, and how a trace of an evaluation shows that it was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from attrs import field, frozen

from rubricc.compiler.evaluation import Evaluation, Missing, Refused
from rubricc.compiler.ir.program import Indicator
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.runtime.result import Result
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import COUNT
from rubricc.dsl.source import Span

Kind: TypeAlias = Literal[
    "row", "arm", "target", "clause", "step", "limit", "answer", "effect", "grade", "check"
]
KINDS: dict[Kind, tuple[str, str]] = {
    "row": ("分档", "rows"),
    "arm": ("算式的分支", "arms of formulas"),
    "target": ("目标与清单", "targets, checklists"),
    "clause": ("条款", "clauses"),
    "step": ("计步", "steps"),
    "limit": ("限额", "limits"),
    "answer": ("不适用与缺数据", "not applicable, missing"),
    "effect": ("总分与等级的调整", "effects"),
    "grade": ("等级与结论", "grades and outcomes"),
    "check": ("核对与要求", "checks and requirements"),
}


class Trace:
    """The lines of one sheet as they were worked out, and the facts behind them."""

    def __init__(self, sheet: Indicator, values: Mapping[str, Any], bound: Bound) -> None:
        self.values = values
        self.terms = {line.name: line.term for line in sheet.lines}
        self.bound = bound

    def number(self, line: str) -> Fraction:
        return Fraction(self.values[line])

    def value(self, term: t.Term) -> Any:
        """A term over the lines."""
        return Evaluation({}, self.values).value(term)

    def rows(self, block: str, condition: t.Term) -> int:
        """For how many rows of a table a condition holds."""
        count = t.Aggregate("count", block, None, condition, (), COUNT)
        found = Evaluation(self.bound.values, self.values, unit=self.bound.unit).value(count)
        assert isinstance(found, int)
        return found


Test: TypeAlias = Callable[[Trace], bool]
Whole: TypeAlias = Callable[[Result], bool]


@frozen
class Goal:
    """`test` asks a trace of the sheet `number` (of a part of it, by name), `whole` a result."""

    kind: Kind
    at: str  # of which item, statement or part of the rubric
    said: tuple[str, str]
    span: Span = field(eq=False, repr=False)
    number: int = -1
    part: str = ""
    test: Test | None = field(default=None, eq=False, repr=False)
    whole: Whole | None = field(default=None, eq=False, repr=False)

    def is_reached(self, trace: Trace) -> bool:
        """Whether a trace of its sheet reaches it; where a line has no value it does not."""
        with suppress(KeyError, TypeError, Missing, Refused):
            return self.test is not None and self.test(trace)
        return False
