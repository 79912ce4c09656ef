"""Whether a value is known although facts are missing, as a condition over what there is.

The rules are those of the interpreter: what is worked out from an unknown value is unknown; `unknown and no` is no,
`unknown or yes` is yes; of a choice only the arm that is taken matters. Where such a condition holds, the value is the
same whatever the missing facts are, so generated code works with any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from rubricc.compiler.ir import normal
from rubricc.compiler.ir import scaled as s
from rubricc.compiler.ir.scaled_program import AT
from rubricc.compiler.scale.budget import Budget
from rubricc.compiler.scale.ratio import Ratio
from rubricc.compiler.scale.terms import Scaler
from rubricc.dsl import terms as t

KNOWN = "\n!"  # what the name of a flag ends in: whether what comes before it is known

Source = t.Ref | t.Input | t.Aggregate


class Known:
    """Conditions under which terms are known; `source` says it of what they start from."""

    def __init__(self, scaler: Scaler, source: Callable[[Source], s.Expr]) -> None:
        self.scaler = scaler
        self.source = source

    def of(self, term: t.Term) -> s.Expr:
        match term:
            case t.Const():
                return s.TRUE
            case t.Ref() | t.Input() | t.Aggregate():
                return self.source(term)
            case t.Streak() | t.First() | t.OfGroup():  # every row is asked for apart
                return s.TRUE
            case t.Logic():
                return self._logic(term)
            case t.Select():
                found = self.of(term.otherwise)
                for condition, value in reversed(term.arms):
                    found = both([self.of(condition), self._either(condition, self.of(value), found)])
                return found
            case t.Earlier():
                return self._earlier(term)
            case t.Pick():
                values = tuple(map(self.of, term.values))
                if len(set(values)) == 1:
                    return both([self.of(term.index), values[0]])
                return both([self.of(term.index), s.Pick(self._number(term.index), values)])
            case _:
                return both(self.of(child) for child in t.children(term))

    def _logic(self, term: t.Logic) -> s.Expr:
        """All operands, or one that decides; those before it stand before it, so that it may be worked out."""
        known = [self.of(operand) for operand in term.operands]
        together = both(known)
        if all(one == together for one in known):  # none can decide without the others
            return together
        deciding = []
        for operand, one in zip(term.operands, known, strict=True):
            holds = self.value(operand)
            deciding.append(both([one, holds if term.op == "or" else normal.negation(holds)]))
        return normal.logic("or", [*deciding, together])

    def _either(self, condition: t.Term, then: s.Expr, otherwise: s.Expr) -> s.Expr:
        """The one where a condition holds, else the other."""
        if then == otherwise:
            return then
        holds = self.value(condition)
        return normal.logic("or", [both([holds, then]), both([normal.negation(holds), otherwise])])

    def _earlier(self, term: t.Earlier) -> s.Expr:
        """In the row so many before, where the table holds it."""
        back = self.scaler.back
        held = normal.compare(">=", s.Var(AT), s.Int(back + term.back))
        self.scaler.back = back + term.back
        there = self.of(term.operand)
        self.scaler.back = back
        otherwise = self.of(term.otherwise)
        if there == otherwise:
            return there
        return normal.logic("or", [both([held, there]), both([normal.negation(held), otherwise])])

    def value(self, condition: t.Term) -> s.Expr:
        """Whether a condition holds; read only where it is known."""
        with self._aside():
            return self.scaler.condition(condition)

    def _number(self, term: t.Term) -> s.Expr:
        with self._aside():
            ratio = self.scaler.number(term)
        assert isinstance(ratio, Ratio)
        return ratio.number

    @contextmanager
    def _aside(self) -> Iterator[None]:
        """What is worked out here asks for nothing and counts for nothing: the points have done so."""
        needs, budget = list(self.scaler.needs), self.scaler.budget
        self.scaler.budget = Budget()
        yield
        self.scaler.needs[:], self.scaler.budget = needs, budget


def both(conditions: Iterable[s.Expr]) -> s.Expr:
    """All of the conditions, each once."""
    flat: list[s.Expr] = []
    for condition in conditions:
        flat += (
            condition.operands if isinstance(condition, s.Logic) and condition.op == "and" else (condition,)
        )
    return normal.logic("and", dict.fromkeys(flat))


def flags(condition: s.Expr) -> frozenset[str] | None:
    """The names of the flags of which all must hold; None where that is not all that is asked."""
    operands = (
        condition.operands if isinstance(condition, s.Logic) and condition.op == "and" else (condition,)
    )
    if condition == s.TRUE:
        return frozenset()
    if all(isinstance(x, s.Var) and x.name.endswith(KNOWN) for x in operands):
        return frozenset(x.name for x in operands if isinstance(x, s.Var))
    return None
