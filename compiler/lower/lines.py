"""The desk on which one indicator is worked out: lines are added one by one, each with the guards it needs.

Facts and aggregates become slots of the program, shared by all indicators; a `let` that a line mentions becomes a line
of the indicator before it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, TypeVar

from attrs import evolve

from rubricc.compiler.conventions import Convention
from rubricc.compiler.ir import program as ir
from rubricc.compiler.ir.program import Clause, Guard, Line, Slot, Step
from rubricc.compiler.ir.told import LetTold, ParamTold, ScaledTold, Told
from rubricc.compiler.ir.told_among import RankTold, SkipTold
from rubricc.dsl import nodes as n
from rubricc.dsl import terms as t
from rubricc.dsl.diagnostics.model import Diagnostic, Fix, Related, diagnose
from rubricc.dsl.expressions import Typer, literal_kind
from rubricc.dsl.kinds import COUNT, DATE, NUMBER, YESNO, Kind
from rubricc.dsl.mentions import divided_by, divisors, formula_of, of_rows, reads_facts, within
from rubricc.dsl.model import Indicator, Scope
from rubricc.dsl.nodes import Doc
from rubricc.dsl.resolve import value_of
from rubricc.dsl.source import Span

Answer = TypeVar("Answer")
MOST_LET_LINES = 10_000  # in one rubric: every indicator writes down the lets that it reads


class Slots:
    """The slots of a program, in the order of their first use."""

    def __init__(self, chinese: bool = True) -> None:
        self.chinese = chinese  # the vocabulary of the file
        self.by_term: dict[t.Term, Slot] = {}
        self.let_lines = 0  # in all indicators
        self.parts: list[ir.Part] = []  # what is worked out row by row, for slots that put it together
        self.authors: Scope | None = None  # whose names no aggregate takes
        self._names: set[str] = set()

    def ref(self, term: t.Leaf) -> t.Ref:
        if term not in self.by_term:
            name = stem = self._name(term)
            number = 2
            while name in self._names or (not isinstance(term, t.Input) and self._is_authors(name)):
                name, number = f"{stem} {number}", number + 1
            self._names.add(name)
            self.by_term[term] = Slot(name, term)
        return t.Ref(self.by_term[term].name, term.kind)

    def _is_authors(self, name: str) -> bool:
        return self.authors is not None and (name in self.authors.fields or name in self.authors.lets)

    @staticmethod
    def _name(term: t.Leaf) -> str:
        if isinstance(term, t.Input):
            return term.name
        if isinstance(term, t.Points):
            return term.item.strip() if term.item in (t.TOTAL, t.GRADE) else f"points {term.item}"
        if isinstance(term, t.Each):
            return f"{term.how} of {term.part}"
        what = term.body.name if isinstance(term.body, t.Input) else term.block
        return f"{term.operation} {what}" + ("" if term.where is None else " where")

    def hoist(self, term: t.Term) -> t.Term:
        """The term with every fact and aggregate replaced by a reference to its slot."""
        match term:
            case t.Input() | t.Aggregate() | t.Points() | t.Each():
                return self.ref(term)
            case t.Earlier() | t.Streak() | t.First() | t.OfGroup():
                return self.of_row(term)
            case _:
                return t.rebuilt(term, self.hoist)

    def of_row(self, term: t.OfRow) -> t.Term:
        """What only rows have stays in the aggregates that go through them."""
        return term


class Desk:
    """Lines, guards and clauses of one indicator under way."""

    def __init__(self, indicator: Indicator, typer: Typer, slots: Slots, convention: Convention) -> None:
        self.indicator = indicator
        self.typer = typer
        self.slots = slots
        slots.authors = typer.scope
        self.convention = convention
        self.weight = (indicator.weight if indicator.out_of is None else indicator.out_of) or Fraction(0)
        self.cap = indicator.up_to or self.weight  # how many points there may be
        self.floor: Fraction | None = None  # of the group, where that has one
        self.said: tuple[object, ...] = indicator.clauses  # what is worked out here, as it was written
        self.absent: list[ir.Absent] = []
        self.scaled: ScaledTold | None = None
        self.steps: list[Step] = []
        self.clauses: list[Clause] = []
        self.by_convention: dict[str, Span] = {}
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}  # the next number for a line of a name
        self._guarded: set[t.Term] = set()
        self._ranked: set[t.Term] = set()
        self._skipped: set[t.Term] = set()

    # ── lines ──

    def line(self, name: str, term: t.Term, *, let: bool = False) -> t.Ref:
        """Add a line; a second one of the same name, or one that an author's name would hide, gets a number."""
        self._lets_of(term)
        hoisted = term
        if reads_facts(term):
            self._ranks_of(term)
            hoisted = self.slots.hoist(term)
        for divisor in divisors(hoisted):
            not_zero = t.Compare("!=", divisor, t.Const(Fraction(0), divisor.kind), YESNO)
            self.guard(not_zero, divided_by(divisor))
        unique, number = name, self._numbers.get(name, 2)
        while unique in self._taken or (not let and self._is_authors(unique)):
            unique, number = f"{name}_{number}", number + 1
        self._numbers[name] = number
        self._taken.add(unique)
        self.steps.append(Line(unique, hoisted))
        return t.Ref(unique, term.kind)

    def fact(self, name: str, term: t.Term) -> str:
        """Add a line that stands for a fact of a row; its name."""
        unique, number = name, 2
        while unique in self._taken:
            unique, number = f"{name} {number}", number + 1
        self._taken.add(unique)
        self.steps.append(Line(unique, term))
        return unique

    def behind(self, term: t.Term) -> t.Term:
        """What a reference to a line or a slot stands for; of a let, the let."""
        while isinstance(term, t.Ref) and term.name not in self.typer.lets:
            name = term.name
            lines = (step.term for step in self.steps if isinstance(step, Line) and step.name == name)
            slots = (slot.term for slot in self.slots.by_term.values() if slot.name == name)
            term = next(lines, None) or next(slots)
        return term

    def _is_authors(self, name: str) -> bool:
        scope = self.typer.scope
        return (
            name in scope.fields
            or name in scope.lets
            or name in scope.implicit
            or name == self.indicator.name
        )

    def guard(self, condition: t.Term, divisor: t.Term) -> None:
        self._lets_of(condition)
        if condition not in self._guarded:
            self._guarded.add(condition)
            self.steps.append(Guard(condition, divisor))

    def tell(self, told: Told, span: Span) -> None:
        self.clauses.append(Clause(told, span))

    def _lets_of(self, term: t.Term) -> None:
        """Lines for the lets that a term mentions, and before them those that they mention."""
        lets = self.typer.lets
        if not lets:
            return
        todo = [(term, False)]
        while todo:
            one, is_ready = todo.pop()
            if not isinstance(one, t.Ref):
                todo += [(child, False) for child in reversed(t.children(one))]
            elif one.name in lets and one.name not in self._taken:
                body = lets[one.name]
                if not is_ready:
                    todo += [(one, True), (body, False)]
                    continue
                self.slots.let_lines += 1
                if self.slots.let_lines > MOST_LET_LINES:
                    if self.slots.let_lines == MOST_LET_LINES + 1:
                        self.finding("RB5037", self.indicator.title_span, name=self.indicator.name)
                    self._taken.add(one.name)
                    continue
                self.line(one.name, body, let=True)
                self.tell(LetTold(one.name, body, one.name), self.typer.scope.lets[one.name].span)

    def _ranks_of(self, term: t.Term) -> None:
        """What a comparison of rows was worked out from, once: the unit's own value and who is before it; who is
        left out."""
        todo = [term]
        while todo:
            one = todo.pop()
            if not isinstance(one, t.Aggregate):
                todo += reversed(t.children(one))
                continue
            if one.skip:
                self._skip_of(one)
            if one.own is not None and one not in self._ranked:
                self._ranked.add(one)
                own = self.line("own", one.own)
                count = self.line("beyond", one)
                above = one.operation == "above"
                self.tell(RankTold(one.own, above, own.name, count.name), self.indicator.title_span)

    def _skip_of(self, term: t.Aggregate) -> None:
        """How many rows have a value, and which are left out, once."""
        lacking = t.Aggregate(
            "lacking", term.block, term.body, None, of_rows(term), COUNT, term.last, skip=True
        )
        if lacking in self._skipped or term.body is None:
            return
        self._skipped.add(lacking)
        every = t.Aggregate("count", term.block, None, None, (), COUNT, term.last)
        wanted = (("rows", every), ("having", evolve(lacking, operation="count")), ("lacking", lacking))
        names = [self.line(name, one).name for name, one in wanted]
        by = self.typer.scope.blocks[term.block].by
        self.tell(SkipTold(term.body, by, *names), self.indicator.title_span)

    def sheet(self, docs: tuple[Doc, ...]) -> ir.Indicator:
        """All that was worked out on the desk."""
        it = self.indicator
        self.clauses[:0] = self._params_told() if self.typer.scope.params else []
        return ir.Indicator(
            it.code, it.name, it.weight or Fraction(0), tuple(self.steps), tuple(self.clauses), docs,
            tuple(self.by_convention), tuple(self.absent), it.span, it.title_span, it.weight_span,
            formula_of(it.weight_given),
        )  # fmt: skip

    def _params_told(self) -> list[Clause]:
        """The parameters that stand in what the indicator says, in its weight or in a let that it mentions."""
        scope = self.typer.scope
        it = self.indicator
        weight = n.Number(it.weight_span, it.weight or Fraction(0), given=it.weight_given)
        todo: list[object] = [weight, *reversed(self.said)]
        found: set[str] = set()
        opened: set[str] = set()
        formulas: dict[t.Term, Clause] = {}
        while todo:
            for node in within(todo.pop()):
                if isinstance(node, n.Number) and isinstance(formula := formula_of(node.given), t.Chain):
                    come_to = ParamTold(formula, constant_of(node), None, None, "")
                    formulas.setdefault(formula, Clause(come_to, node.span))
                elif isinstance(node, n.Name):
                    found.add(node.text)
                    if node.text in scope.lets and node.text not in opened:
                        opened.add(node.text)
                        todo.append(scope.lets[node.text].expr)
        params = [p for p in scope.params.values() if p.name in found]
        named = [(t.Ref(p.name, NUMBER), p) for p in params]
        told = [ParamTold(ref, constant_of(p.value), p.first, p.last, p.source) for ref, p in named]
        clauses = [Clause(one, p.span) for one, p in zip(told, params, strict=True)]
        return [*clauses, *formulas.values()]

    # ── findings ──

    def finding(
        self,
        code: str,
        span: Span,
        *,
        related: tuple[Related, ...] = (),
        fix: Fix | None = None,
        **args: Any,
    ) -> None:
        self.typer.findings.append(diagnose(code, span, related=related, fix=fix, **args))

    @property
    def findings(self) -> list[Diagnostic]:
        return self.typer.findings

    def assume(self, question: str, span: Span, answer: Answer | None, otherwise: Answer) -> Answer:
        """The convention's answer to a question asked here; where it has none, the clause had to say."""
        if answer is None:
            name = self.convention.name
            asked, answers = f"<{question}>", f"<{question} answers>"
            self.finding("RB5070", span, convention=name, question=asked, answers=answers)
            return otherwise
        self.by_convention.setdefault(question, span)
        return answer


def const(value: Fraction | int, kind: Kind = NUMBER) -> t.Const:
    return t.Const(Fraction(value), kind)


def constant_of(literal: n.Number | n.DateLiteral) -> t.Const:
    """The constant that a literal says."""
    value = value_of(literal)
    assert value is not None
    return t.Const(value, DATE if isinstance(literal, n.DateLiteral) else literal_kind(literal))
