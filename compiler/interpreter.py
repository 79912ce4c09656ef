"""The reference: a checked program evaluated line by line with exact fractions.

It assumes bound facts without problems. Every back-end is held against it; it does nothing clever. What it refuses
(a divisor that is zero, a mean over no rows) leaves the indicator without points and says why.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from fractions import Fraction

from attrs import Factory, frozen

from rubricc.compiler.derivation.spec import spec_of
from rubricc.compiler.derivation.terms import term_text
from rubricc.compiler.evaluation import Evaluation, Missing, Refused
from rubricc.compiler.ir.program import PART, ROWS, Checked, Indicator, Slot, slots_of
from rubricc.compiler.runtime.exact import Value
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.runtime.order import in_order
from rubricc.compiler.runtime.places import row_names
from rubricc.compiler.runtime.result import Outcome, Result
from rubricc.compiler.runtime.schema import RowNames
from rubricc.compiler.runtime.sentences import RowsTold, RowTold
from rubricc.dsl import terms as t


@frozen
class Known:
    """Slots that are worked out, and those that have no value, with the reason."""

    values: dict[str, Value] = Factory(dict)
    absent: dict[str, str] = Factory(dict)

    def copy(self) -> Known:
        return Known(dict(self.values), dict(self.absent))


class Interpreter:
    """Scores facts with one checked program."""

    def __init__(self, checked: Checked) -> None:
        self.program = checked.program
        self.spec = spec_of(checked)

    def score(self, bound: Bound) -> Result:
        """The result for bound facts. Indicators whose facts are missing have no points."""
        return self.run(bound)(bound)

    def run(self, bound: Bound) -> Callable[[Bound], Result]:
        """What scores units of bound facts, one after the other: what is the same for all is worked out once."""
        facts = [slot for slot in self.program.slots if not isinstance(slot.term, t.Points)]
        own = [slot for slot in facts if t.reads_own(slot.term)]
        shared = Known()
        parts = {part.name: part for part in self.program.parts}
        alike = [slot for slot in facts if slot not in own]
        self._learn(alike, Evaluation(bound.values, parts=parts), shared)

        columns: dict[int, list[int | Fraction]] = {}

        def of_one(bound: Bound) -> Result:
            known = shared.copy() if own else shared
            evaluation = Evaluation(bound.values, unit=bound.unit, columns=columns, parts=parts)
            self._learn(own, evaluation, known)
            return self._result(known, evaluation, bound)

        return of_one

    def _learn(self, slots: Iterable[Slot], evaluation: Evaluation, known: Known) -> None:
        for slot in slots:
            try:
                known.values[slot.name] = evaluation.value(slot.term)
            except Missing:
                known.absent[slot.name] = ""
            except Refused as refusal:
                known.absent[slot.name] = term_text(refusal.divisor, self.program.chinese, refusal.names)

    def _result(self, known: Known, evaluation: Evaluation, bound: Bound) -> Result:
        sheets, others, slots = self.program.sheets, self.program.others, self.program.slot

        def work(number: int) -> Outcome:
            return self._outcome(
                sheets[number], known, lambda: rows_of(sheets[number], slots, evaluation, bound)
            )

        def learn(number: int, points: int | Fraction | None) -> None:
            slot = others[number]
            if points is None:
                known.absent[slot.name] = term_text(slot.term, self.program.chinese)
            else:
                known.values[slot.name] = points

        if others:
            known = known.copy()
        return Result(self.spec, in_order(self.spec, bound, work, learn), bound)

    def _outcome(
        self, indicator: Indicator, known: Known, rows: Callable[[], Mapping[str, RowNames | RowsTold]]
    ) -> Outcome:
        own: dict[str, Value] = {}
        values = ChainMap(own, known.values)
        evaluation = Evaluation({}, values, known.absent)
        try:
            evaluation.work_out(indicator, own)
        except Missing:
            return Outcome(None, lambda: values)
        except Refused as refusal:
            names = {s.name: s.term for s in self.program.slots}
            return Outcome(
                None, lambda: values, refusal_text(refusal.divisor, names, known.absent, self.program.chinese)
            )
        points = values[indicator.lines[-1].name]
        assert isinstance(points, int | Fraction)
        return Outcome(points, lambda: {**rows(), **values})


def rows_of(
    indicator: Indicator, slots: Mapping[str, Slot], evaluation: Evaluation, bound: Bound
) -> dict[str, RowNames | RowsTold]:
    """The rows that the slots of an indicator count, by name; looked for only when somebody asks."""
    found: dict[str, RowNames | RowsTold] = {}
    for name in slots_of(indicator, slots):
        term = slots[name].term
        if isinstance(term, t.Aggregate) and (term.where or term.own) is not None:
            with suppress(Missing, Refused):
                which = evaluation.which(term)
                found[name + ROWS] = row_names(bound, term.block, which)
        elif isinstance(term, t.Each):
            with suppress(Missing, Refused):
                rows = evaluation.part(term.part)
                names = row_names(bound, term.block, [row is not None for row in rows])
                told = [RowTold("", evaluation.points(row), row) for row in rows if row is not None]
                found[PART + term.part] = tuple(
                    each._replace(name=name) for name, each in zip(names, told, strict=True)
                )
    return found


def refusal_text(
    divisor: t.Term, slots: Mapping[str, t.Term], absent: Mapping[str, str], chinese: bool
) -> str:
    """What was zero, in the author's words."""
    if isinstance(divisor, t.Ref) and divisor.name in absent:
        return absent[divisor.name]
    return term_text(divisor, chinese, slots)
