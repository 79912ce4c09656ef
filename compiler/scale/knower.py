"""What one indicator has although facts are missing: its points, and which of the values that its derivation tells."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rubricc.compiler.ir import normal
from rubricc.compiler.ir import scaled as s
from rubricc.compiler.ir.needs import needed
from rubricc.compiler.ir.program import ROWS, Guard, Indicator, Line
from rubricc.compiler.ir.scaled_program import Assign, Knowing, Refuse, Rows, Statement, Unknown
from rubricc.compiler.scale.known import KNOWN, Known, Source, both, flags
from rubricc.compiler.scale.rows import Scaling
from rubricc.compiler.scale.terms import Scaler
from rubricc.dsl import terms as t


class Knower:
    """Follows the lines of an indicator; `statements` are those of its points, with what is asked between them."""

    def __init__(self, scaler: Scaler, slots: Collection[str]) -> None:
        self.slots = slots
        self.statements: list[Statement | Unknown] = []
        self._known = Known(scaler, self._source)
        self._lines: dict[str, s.Expr] = {}
        self._last = ""

    def _source(self, term: Source) -> s.Expr:
        assert isinstance(term, t.Ref)
        return self._lines[term.name] if term.name in self._lines else s.Var(term.name + KNOWN)

    def guard(self, guard: Guard) -> None:
        unknown = normal.negation(self._known.of(guard.condition))
        if unknown != s.FALSE:
            self.statements.append(Unknown(unknown))

    def line(self, line: Line) -> None:
        known = self._known.of(line.term)
        if flags(known) is None:  # named, so that nothing is written down twice
            name = f"{line.name}{KNOWN}"
            self.statements.append(Assign(name, known, line.name))
            known = s.Var(name)
        self._lines[line.name] = known
        self._last = line.name

    def work(
        self,
        indicator: Indicator,
        wanted: Collection[str],
        used: Collection[str],
        slots: Mapping[str, Scaling],
    ) -> Knowing | None:
        """None where every slot must be known; `wanted` are the names of what the derivation tells."""
        points = self._lines[self._last]
        first = needed(indicator, used)
        if first >= set(used):
            return None
        self.statements.insert(
            0, Unknown(normal.negation(both(s.Var(x + KNOWN) for x in used if x in first)))
        )
        counting = (x for x in used if isinstance(slots[x].measure.source, Rows))
        told: list[tuple[str, s.Expr]] = [(name + ROWS, s.Var(name + KNOWN)) for name in counting]
        for name in wanted:
            known = s.Var(name + KNOWN) if name in used else self._lines.get(name, s.TRUE)
            if known != s.TRUE and known != points:
                told.append((name, known))
        return self._arranged(points, told, used, slots)

    def _arranged(
        self,
        points: s.Expr,
        told: list[tuple[str, s.Expr]],
        used: Collection[str],
        slots: Mapping[str, Scaling],
    ) -> Knowing:
        """Without the statements that nothing reads."""
        live = s.variables(points).union(*(s.variables(known) for _, known in told))
        kept: list[Statement | Unknown] = []
        for statement in reversed(self.statements):
            if isinstance(statement, Assign) and statement.name not in live:
                continue
            if isinstance(statement, Unknown) and statement.condition == s.FALSE:
                continue
            read = statement.value if isinstance(statement, Assign) else statement.condition
            live |= s.variables(read)
            if isinstance(statement, Refuse) and statement.which is not None:
                live |= s.variables(statement.which)
            kept.append(statement)
        params = [p for name in used for p in slots[name].measure.params if p.name in live]
        asked = tuple((slots[name].measure.slot.name, name + KNOWN) for name in used if name + KNOWN in live)
        return Knowing(tuple(params), asked, tuple(reversed(kept)), points, tuple(told))
