"""Two rules of an indicator as one sheet: its points are what the new rule gives more than the old one.

So what the prover knows of a sheet, it knows of their difference: that it is never another than 0, or facts for which
it is; how large it can be; and where it can be at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction

from attrs import evolve

from rubricc.compiler.diff.merged import MORE, Merged, multiple
from rubricc.compiler.ir.program import Indicator, Program
from rubricc.compiler.proofs.explore import Explored
from rubricc.compiler.proofs.intervals import Interval
from rubricc.compiler.proofs.limits import Effort
from rubricc.compiler.proofs.pieces import NONE, Unknown
from rubricc.compiler.proofs.question import Question, all_of, compares
from rubricc.compiler.proofs.sheets import Ground, Sheet, Variable
from rubricc.compiler.proofs.witness import Fits, Shown, any_will_do
from rubricc.compiler.runtime.exact import Value
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import YESNO
from rubricc.dsl.nodes import Comparison


class Joint:
    """The difference of two rules, and what is asked of it."""

    def __init__(self, programs: tuple[Program, Program], rules: tuple[Indicator, Indicator], effort: Effort):
        self.merged = Merged(programs, rules)
        self.grid = 1 / multiple(*(1 / p.grid for p in programs))  # of which both are multiples
        ground = Ground(self.merged.program)
        ground.effort = effort
        self.sheet = Sheet(ground, self.merged.more())
        if any(isinstance(slot.term, t.Points) for slot in self.sheet.slots.values()):
            raise Unknown("measures")  # of items that may have other rules, too
        self.explored = Explored(self.sheet)

    def unlike(self, fits: Fits) -> Shown | None:
        """Facts for which the points differ; None where they are the same for all. `Unknown` where neither is known."""
        found = self.explored.find(Question(compares(MORE, "!=", 0)), fits=fits)
        if found is None:
            self._same_facts()
        return found

    def _same_facts(self) -> None:
        """That both rules have points for the same facts; else `Unknown`."""
        for sheet in self.merged.without(self.sheet.ground):
            if Explored(sheet).find(Question(compares(MORE, "=", 1))) is not None:
                raise Unknown("divisor")

    def only(self) -> Iterator[tuple[Variable, Interval | tuple[Value, ...]]]:
        """Of a variable the values outside of which points are the same, whatever the others are; where it has such.

        What views show to differ is inside; that nothing else does is asked of the solver.
        """
        for variable in self.sheet.variables.values():
            if variable.domain is None:
                labels = [x for x in variable.labels if self._can_be(variable, "=", x)]
                if labels and len(labels) < len(variable.labels):
                    yield variable, tuple(labels)
                continue
            seen = self._seen(variable)
            if not seen:
                continue
            low, high = min(seen, key=_low), max(seen, key=_high)
            inside = Interval(low.low, high.high, low.low_open, high.high_open)
            whole, x = variable.domain.whole, inside.low
            if x is not None and (
                x == whole.low or self._can_be(variable, "<=" if inside.low_open else "<", x)
            ):
                inside = evolve(inside, low=None, low_open=False)
            x = inside.high
            if x is not None and (
                x == whole.high or self._can_be(variable, ">=" if inside.high_open else ">", x)
            ):
                inside = evolve(inside, high=None, high_open=False)
            if inside.low is not None or inside.high is not None:
                yield variable, inside

    def _can_be(self, variable: Variable, op: Comparison, x: Value) -> bool:
        """Whether points may differ where a variable is so."""
        kind = variable.kind
        value = variable.fact(x) if isinstance(x, Fraction) else x
        there = t.Compare(op, t.Ref(variable.name, kind), t.Const(value, kind), YESNO)  # type: ignore[arg-type]
        try:
            return self.explored.levels.find(all_of(there, compares(MORE, "!=", 0)), any_will_do) is not None
        except Unknown:
            return True

    def _seen(self, variable: Variable) -> list[Interval]:
        """Where points differ along a variable, as far as views show it."""
        seen: list[Interval] = []
        with suppress(Unknown):
            for view in self.explored.views:
                for piece in view.points if view.variable is variable else ():
                    if piece.value != NONE:
                        parts = view.algebra.signs(piece.interval, piece.value)
                        seen += [where for where, sign in parts if sign]
        return seen

    def largest(self, found: Shown, fits: Fits, least: Fraction) -> tuple[Shown, Fraction | None]:
        """Facts with a change as large as any that is found, and what no change is larger than, where that is known.

        There is one of `least`. Halves what lies between the two, in steps of the points; what is not known is taken
        as possible.
        """
        ends = self.sheet.env[MORE]
        if ends.low is None or ends.high is None:
            return found, None
        low, high = (
            x // self.grid for x in (max(abs(Fraction(found.points)), least), max(-ends.low, ends.high))
        )
        most = high  # proved: no change of more steps
        while low < high:
            middle = (low + high + 1) // 2
            much = middle * self.grid
            either = t.Logic("or", (compares(MORE, ">=", much), compares(MORE, "<=", -much)), YESNO)
            try:
                more = self.explored.find(Question(either), fits=fits)
            except Unknown:
                low = middle  # unknown, so perhaps
                continue
            if more is None:
                high = most = middle - 1
            else:
                found, low = more, abs(Fraction(more.points)) // self.grid
        return found, most * self.grid


def _low(interval: Interval) -> tuple[bool, Fraction, bool]:
    return (interval.low is not None, interval.low or Fraction(0), interval.low_open)


def _high(interval: Interval) -> tuple[bool, Fraction, bool]:
    return (interval.high is None, interval.high or Fraction(0), not interval.high_open)
