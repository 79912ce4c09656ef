"""Changed facts scored again: what reads them is worked out anew by the reference, all else is as it was.

From a changed column go the slots that read it, from those the sheets that read them, and from an item's points, where
they are others than before, the sheets that read these. Groups, the total and the grade are worked out in full.

Assumes facts of which none are missing, and no points of other units (`can`); the changed facts are of the same unit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rubricc.compiler.interpreter import Interpreter, Known
from rubricc.compiler.ir.program import Slot, slots_of
from rubricc.compiler.runtime.exact import Exact
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.runtime.indicator import Score
from rubricc.compiler.runtime.order import in_order
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.why.facts import GONE, Cell
from rubricc.dsl import terms as t
from rubricc.dsl.mentions import facts_of, tables_of


def can(interpreter: Interpreter, bound: Bound) -> bool:
    """Whether the facts may be scored again in part."""
    return not bound.missing and not interpreter.program.columns


class Rescored:
    """One evaluation, and what is worked out from what in it."""

    def __init__(self, interpreter: Interpreter, bound: Bound) -> None:
        self.interpreter = interpreter
        program = interpreter.program
        self._slots: defaultdict[tuple[str, str], list[Slot]] = defaultdict(list)  # by what they read
        self._readers: defaultdict[str, list[int]] = defaultdict(list)  # sheets, by the slots that they read
        slots = [slot for slot in program.slots if not isinstance(slot.term, t.Points)]
        for slot in slots:
            for column in _columns(program.behind(slot.term)):
                self._slots[column].append(slot)
        for number, sheet in enumerate(interpreter.sheets):
            for name in slots_of(sheet, interpreter.slots):
                self._readers[name].append(number)
        self._known, self._scores = Known(), dict[int, Score]()
        self._work(bound, slots, self._known)

    def score(self, bound: Bound, cells: Iterable[Cell]) -> Result:
        """The result of facts in which these cells are others than before; they alone, or with the rows of GONE."""
        changed = {(block, name) for block, _, name in cells}
        due = {slot.name: slot for column in sorted(changed) for slot in self._slots.get(column, ())}
        return self._work(bound, due.values(), self._known.copy())

    def _work(self, bound: Bound, slots: Iterable[Slot], known: Known) -> Result:
        """Slots and all that waits for them, from what is known of the others."""
        it = self.interpreter
        evaluation = it.evaluation(bound)
        first = not self._scores
        due = set(range(len(it.sheets))) if first else set[int]()

        def work(number: int) -> Score:
            return it.score_sheet(number, known, evaluation, bound) if number in due else self._scores[number]

        def learn(number: int, points: Exact | str | None) -> None:
            name = it.others[number].name
            before = known.values.pop(name, None)
            known.absent.pop(name, None)
            it.learn_points(number, points, known)
            if before != known.values.get(name):
                due.update(self._readers[name])

        for slot in slots:
            known.values.pop(slot.name, None)
            known.absent.pop(slot.name, None)
            due.update(self._readers[slot.name])
            it.learn([slot], evaluation, known)
        scores = in_order(it.spec, bound, work, learn)
        if first:
            self._scores = dict(enumerate(scores))
        return Result(it.spec, scores, bound)


def _columns(terms: Iterable[t.Term]) -> set[tuple[str, str]]:
    """The columns that terms read, and the rows of the tables that they go through."""
    found: set[tuple[str, str]] = set()
    for term in terms:
        found |= {(block, name) for block, name, _ in facts_of(term)}
        found |= {(block, GONE) for block in tables_of(term)}
    return found
