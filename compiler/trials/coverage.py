"""Which goals facts reach: over the cases of an author, over real data, over boundary inputs.

Assumes results of the interpreter, whose traces hold every line. Guarantees: a goal counts only where its sheet gave
points by its own rules; what does not apply or lacks facts reaches only the answer for that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from rubricc.compiler.ir.program import PART, Indicator, Program
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.trials.goal import KINDS, Goal, Kind, Trace
from rubricc.compiler.trials.goals import goals_of, outcomes_at


class Coverage:
    """The goals of a program, and those that have been reached."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.goals: Sequence[Goal] = goals_of(program)
        self.reached: set[int] = set()
        self._of_sheet: dict[int, list[tuple[int, Goal]]] = {}
        for at, goal in enumerate(self.goals):
            self._of_sheet.setdefault(goal.number, []).append((at, goal))
        self._parts: Mapping[str, Indicator] = {part.name: part.sheet for part in program.parts}

    def add(self, result: Result) -> None:
        """What a result reaches."""
        for number in range(len(self.program.indicators)):
            one = result.indicators[number]
            if one.absent is None and one.exact is not None:
                self._trace(number, one.score.values(), result.bound)
        for at, statement in enumerate(result.statements, len(self.program.indicators)):
            if statement.holds is not None:
                self._trace(at, statement.sheet.score.values(), result.bound)
        for at, outcome in enumerate(result.outcomes, outcomes_at(self.program)):
            if outcome.sheet.exact is not None:
                self._trace(at, outcome.sheet.score.values(), result.bound)
        self.reached |= self.of_the_whole(result)

    def _trace(self, number: int, values: Mapping[str, Any], bound: Bound) -> None:
        self.reached |= set(self.of_sheet(number, values, bound))

    def of_the_whole(self, result: Result) -> set[int]:
        """The goals of the rubric as a whole, and of answers, that a result reaches."""
        return {
            at for at, goal in self._of_sheet.get(-1, []) if goal.whole is not None and goal.whole(result)
        }

    def of_sheet(self, number: int, values: Mapping[str, Any], bound: Bound) -> list[int]:
        """The goals of a sheet that its lines reach; those of its parts by the rows of the parts."""
        own = Trace(self.program.sheets[number], values, bound)
        found: list[int] = []
        rows: dict[str, list[Trace]] = {}
        for at, goal in self._of_sheet.get(number, []):
            if goal.part and goal.part not in rows:
                told = values.get(PART + goal.part, ())
                rows[goal.part] = [Trace(self._parts[goal.part], row.values, bound) for row in told]
            if any(map(goal.is_reached, rows[goal.part] if goal.part else [own])):
                found.append(at)
        return found

    # ── figures ──

    def counts(self, kind: Kind | None = None, also: Iterable[int] = ()) -> tuple[int, int]:
        """How many goals are reached (or are among `also`), and how many there are; of one kind, or of all."""
        every = [at for at, goal in enumerate(self.goals) if kind is None or goal.kind == kind]
        reached = self.reached.union(also)
        return sum(at in reached for at in every), len(every)

    def by_kind(self) -> dict[Kind, tuple[int, int]]:
        found = {kind: self.counts(kind) for kind in KINDS}
        return {kind: counts for kind, counts in found.items() if counts[1]}

    @property
    def missed(self) -> list[int]:
        """The goals that nothing reached, by their place in the text."""
        missed = [at for at in range(len(self.goals)) if at not in self.reached]
        return sorted(missed, key=lambda at: (self.goals[at].span.source.name, self.goals[at].span.start))

    def is_enough(self, wanted: Fraction) -> bool:
        """Whether that part of the goals is reached; a rubric without goals lacks none."""
        reached, every = self.counts()
        return reached >= wanted * every
