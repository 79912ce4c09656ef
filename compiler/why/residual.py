"""Terms with the facts filled in, except for one that is left open: what is left is a term of that fact alone.

Aggregates are written out row by row, so that one cell of a table may be open; what cannot be written out (a median, a
streak, the points of rows) is refused with `Unknown` where the open fact is read there, and worked out elsewhere.
"""

from __future__ import annotations

from fractions import Fraction

from rubricc.compiler.evaluation import Evaluation
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.runtime.exact import Value
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.why.facts import Cell
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import NUMBER
from rubricc.dsl.mentions import facts_of

OPEN = "\nopen"  # the open fact; no author's name
ZERO = t.Const(Fraction(0), NUMBER)
ONE = t.Const(Fraction(1), NUMBER)
LONGEST = 2_000  # rows that are written out


class Residual:
    """The facts of one evaluation, with one of them open."""

    def __init__(self, bound: Bound, cell: Cell) -> None:
        self.bound, self.cell = bound, cell
        self.evaluation = Evaluation(bound.values, unit=bound.unit)

    def reads(self, term: t.Term) -> bool:
        """Whether a term reads the column of the open fact."""
        block, _, name = self.cell
        return any(fact[:2] == (block, name) for fact in facts_of(term))

    def of(self, term: t.Term, block: str = "", row: int = 0) -> t.Term:
        """What is left of a term, in a row of a table or outside of all."""
        if not self.reads(term):
            return self._filled(term, block, row)
        match term:
            case t.Input():
                return self._fact(term, block, row)
            case t.Earlier():
                if row < term.back:
                    return self.of(term.otherwise, block, row)
                return self.of(term.operand, block, row - term.back)
            case t.Aggregate():
                return self._aggregate(term)
            case t.Streak() | t.First() | t.OfGroup() | t.Each() | t.Points():
                raise Unknown("table")
            case _:
                return t.rebuilt(term, lambda inner: self.of(inner, block, row))

    def _fact(self, term: t.Input, block: str, row: int) -> t.Term:
        at = self.bound.unit.rows[term.block] if term.own else row if term.block == block else 0
        if (term.block, at, term.name) == self.cell:
            return t.Ref(OPEN, term.kind)
        return self._known(self.bound.values[term.block][at].get(term.name), term)

    def _filled(self, term: t.Term, block: str, row: int) -> t.Term:
        """A term that the open fact does not touch, worked out where it reads facts."""
        match term:
            case t.Const() | t.Ref():
                return term
            case t.Input():
                return self._fact(term, block, row)
            case t.Earlier() if row < term.back:
                return self._filled(term.otherwise, block, row)
            case t.Earlier():
                return self._filled(term.operand, block, row - term.back)
            case t.Aggregate():
                return self._known(self.evaluation.value(term), term)
            case t.Streak() | t.First() | t.OfGroup() | t.Each() | t.Points():
                raise Unknown("table")
            case _:
                return t.rebuilt(term, lambda inner: self._filled(inner, block, row))

    def _known(self, value: Value | None, term: t.Term) -> t.Const:
        if value is None:
            raise Unknown("facts")
        return t.Const(Fraction(value) if type(value) is int else value, term.kind)  # type: ignore[arg-type]

    # ── aggregates, row by row ──

    def _aggregate(self, term: t.Aggregate) -> t.Term:
        rows = range(len(self.bound.values[term.block]))
        if len(rows) > LONGEST:
            raise Unknown("pieces")
        counted = rows[max(len(rows) - term.last, 0) :] if term.last else rows
        match term.operation:
            case "sum":
                return self._sum([self._row(term, at, term.body) for at in counted])
            case "count":
                return self._sum([self._row(term, at, ONE) for at in counted])
            case "above" | "below" if term.body is not None and term.own is not None:
                own = self.of(term.own)
                op = ">" if term.operation == "above" else "<"
                held: list[t.Term] = []
                for at in counted:
                    beyond = t.Compare(op, self.of(term.body, term.block, at), own, NUMBER)  # type: ignore[arg-type]
                    each = t.Select(((beyond, ONE),), ZERO, NUMBER)
                    held.append(self._where(term, at, each))
                return self._sum(held)
            case "min" | "max" if term.body is not None and term.where is None:
                bodies = tuple(self.of(term.body, term.block, at) for at in counted)
                return t.Extreme(term.operation, bodies, term.kind)
        raise Unknown("table")

    def _row(self, term: t.Aggregate, at: int, body: t.Term | None) -> t.Term:
        assert body is not None
        return self._where(term, at, self.of(body, term.block, at))

    def _where(self, term: t.Aggregate, at: int, body: t.Term) -> t.Term:
        if term.where is None:
            return body
        return t.Select(((self.of(term.where, term.block, at), body),), ZERO, NUMBER)

    def _sum(self, parts: list[t.Term]) -> t.Term:
        """The parts added up, those that are known as one number."""
        known = Fraction(0)
        rest: list[t.Term] = []
        for part in parts:
            if self._is_open(part):
                rest.append(part)
            else:
                known += Fraction(Evaluation({}).number(part))
        return t.Chain(t.Const(known, NUMBER), tuple(("+", part) for part in rest), NUMBER)

    def _is_open(self, term: t.Term) -> bool:
        return isinstance(term, t.Ref) or any(self._is_open(child) for child in t.children(term))
