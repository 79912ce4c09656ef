"""Expressions in a scope: names resolved, kinds checked, terms made.

`Typer.term` answers a term for every expression, wrong ones included (a constant stands in, its finding is recorded),
so that one run finds all mistakes. Where a table's column may stand without an aggregate, the caller says which table
is gone through row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from fractions import Fraction
from typing import assert_never

from rubricc.dsl import nodes as n
from rubricc.dsl import out_of_scope
from rubricc.dsl import terms as t
from rubricc.dsl.calls import Calls
from rubricc.dsl.columns import is_table_ratio
from rubricc.dsl.dates import leading_dates
from rubricc.dsl.declared import decimals_meant, without_percent
from rubricc.dsl.diagnostics.model import Diagnostic, Edit, Fix, Related, diagnose
from rubricc.dsl.items import item_points, standing
from rubricc.dsl.kinds import (
    DATE,
    MEASURABLE,
    MONTH,
    MONTHS,
    NUMBER,
    PERCENT,
    YESNO,
    Kind,
    comparable,
    kind_of_unit,
    product_of,
    quotient_of,
    sum_of,
)
from rubricc.dsl.meant import expression
from rubricc.dsl.mentions import facts_of, formula_of
from rubricc.dsl.missing import There, check_there, given, if_missing, is_missing, one_after_the_other
from rubricc.dsl.model import Block, Scope
from rubricc.dsl.opened import Opened
from rubricc.dsl.resolve import MOST_SUGGESTIONS, near, value_of
from rubricc.dsl.scan import MAX_NESTING
from rubricc.dsl.source import Span
from rubricc.dsl.unclear import and_beside_or, with_its_unit, without_parentheses

_SPANS = frozenset({"month", "working day", "year"})


def literal_kind(number: n.Number) -> Kind:
    """The kind of a number as its unit shows it."""
    return kind_of_unit(number.unit)


class Typer:
    """Turns the expressions of one rubric into terms; each of `lets` needs only those before it."""

    def __init__(self, scope: Scope, findings: list[Diagnostic]) -> None:
        self.scope = scope
        self.findings = findings
        self.lets: dict[str, t.Term] = {}
        self._open_lets: list[str] = []
        self._opened_lets: list[str] = []
        self._opened = Opened(self.lets)
        self.calls = Calls(self)
        self._suggested = 0
        self._mixed: set[Span] = set()
        self.there: There = frozenset()
        self.counted: t.Term | None = None  # which rows of a group count
        self.key: t.Input | None = None  # the column by which rows are grouped, if they are
        self.weight: Fraction | None = None  # of the indicator whose rules are read
        self.rows: Block | None = None  # the table gone through where nothing else is said
        self.concluded: Callable[[n.Name], t.Term | None] | None = (
            None  # what outcomes before this one come to
        )
        for name in scope.lets:
            self._let(name)

    def within(self, rows: Block) -> Typer:
        """The same for clauses that stand within the rows of a table."""
        inner = copy(self)
        inner.rows, inner.calls = rows, Calls(inner)
        return inner

    def within_group(self, key: t.Input, counted: t.Term | None) -> Typer:
        """The same for clauses about the rows that are alike in a column, of those that count."""
        inner = copy(self)
        inner.key, inner.counted, inner.calls = key, counted, Calls(inner)
        return inner

    def term(self, expr: n.Expr, rows: Block | None = None) -> t.Term:
        """The term of an expression; `rows` is the table gone through row by row, if any."""
        rows = rows or self.rows
        match expr:
            case n.Number():
                return self._number(expr)
            case n.DateLiteral():
                return t.Const(expr.value, DATE, formula_of(expr.given))
            case n.MonthLiteral():
                return t.Const(expr.value, MONTH)
            case n.YesNo():
                return t.Const(expr.value, YESNO)
            case n.Name():
                return self._name(expr, rows)
            case n.Arith():
                return self._arith(expr, rows)
            case n.Minus():
                inner = self.number(expr.operand, rows)
                if isinstance(inner, t.Const) and isinstance(inner.value, Fraction):
                    return t.Const(-inner.value, inner.kind)
                return t.Chain(t.Const(Fraction(0), inner.kind), (("-", inner),), inner.kind)
            case n.Logic():
                self._check_mixed(expr)
                operands = one_after_the_other(self, expr.op, expr.operands, rows)
                return t.Logic(expr.op, tuple(operands), YESNO)
            case n.Negate():
                return t.Not(self.condition(expr.operand, rows), YESNO)
            case n.Compare():
                return self._compare(expr, rows)
            case n.MemberOf():
                arms = tuple(self.equals(expr.operand, m, rows) for m in expr.members)
                return t.Logic("or", arms, YESNO)
            case n.IsMissing():
                return is_missing(self, expr, rows)
            case n.IfMissing():
                return if_missing(self, expr, rows)
            case n.IfElse():
                return self._choose(expr, rows)
            case n.RoundTo():
                operand, grid = self.number(expr.operand, rows), self.term(expr.to)
                if isinstance(grid, t.Const) and isinstance(grid.value, Fraction) and grid.value > 0:
                    if (
                        operand.kind.family == "percent"
                        and isinstance(expr.to, n.Number)
                        and not expr.to.unit
                    ):
                        self.findings.append(without_percent(expr.to))
                    elif decimals := decimals_meant(expr.to):
                        said = expr.to.span
                        self.findings.append(diagnose("RB3013", said, number=said.text, decimals=decimals))
                    percent = operand.kind.ratio and grid.kind.family == "percent"
                    return t.Rounded(operand, expr.mode, grid.value, PERCENT if percent else operand.kind)
                self.findings.append(diagnose("RB3010", expr.to.span))
                return operand
            case n.Call():
                return self.calls.term(expr, rows)
            case n.LastOf():
                self.findings.append(diagnose("RB3059", expr.span, written=expr.span.text))
                return self.term(expr.expr, rows)
            case n.ItemPoints():
                return item_points(self, expr, rows)
            case n.OwnWeight():
                return self._own_weight(expr)
            case n.Standing():
                return standing(self, expr, rows)
            case _:
                assert_never(expr)

    def near(self, name: str, known: Iterable[str]) -> str:
        """The closest known name; looked for a bounded number of times."""
        self._suggested += 1
        return near(name, known) if self._suggested <= MOST_SUGGESTIONS else ""

    # ── with an expected kind ──

    def condition(self, expr: n.Expr, rows: Block | None = None) -> t.Term:
        said = len(self.findings)
        term = self.term(expr, rows)
        if term.kind.family != "yesno":
            # what stands in for something wrong has no kind of its own; a warning is no such thing
            if any(each.is_error for each in self.findings[said:]):
                return t.Const(True, YESNO)
            self.findings.append(diagnose("RB3003", expr.span, kind=term.kind.name))
            return t.Const(True, YESNO)
        return term

    def number(self, expr: n.Expr, rows: Block | None = None) -> t.Term:
        """A plain number, money or a duration."""
        term = self.term(expr, rows)
        if term.kind.family not in MEASURABLE:
            self.findings.append(diagnose("RB3004", expr.span, kind=term.kind.name, expected="<number>"))
            return t.Const(Fraction(0), NUMBER)
        return term

    def equals(self, left: n.Expr, right: n.Expr, rows: Block | None = None) -> t.Term:
        return self._compare(n.Compare(left.span.to(right.span), "=", left, right), rows)

    def label(self, name: n.Name, kind: Kind, field: str = "") -> t.Const:
        """A label of a one-of field."""
        if name.text not in kind.labels:
            close = self.near(name.text, kind.labels)
            fix = Fix((Edit(name.span, close),)) if close else None
            self.findings.append(
                diagnose(
                    "RB2006",
                    name.span,
                    label=name.text,
                    field=field,
                    labels="\n".join(kind.labels),
                    near=close,
                    fix=fix,
                )
            )
        return t.Const(name.text, kind)

    def alike(self, kind: Kind, expr: n.Expr, term: t.Term) -> bool:
        """Whether a value of a kind may be compared with an expression; what is wrong is said at the expression.

        A percentage is not compared with a number written without %: 95 would be 9500%.
        """
        if not comparable(kind, term.kind):
            write = with_its_unit(expr, kind, self.scope.chinese)
            self.findings.append(
                diagnose("RB3002", expr.span, left=kind.name, right=term.kind.name, write=write)
            )
            return False
        number = expr.operand if isinstance(expr, n.Minus) else expr
        if not isinstance(number, n.Number) or number.value == 0:
            return True
        if kind.family == "percent" and number.unit == "":
            self.findings.append(without_percent(number))
            return False
        return True

    def _check_mixed(self, expr: n.Logic) -> None:
        """Said once, however often an expression is gone through."""
        for operand in and_beside_or(expr):
            if operand.span not in self._mixed:
                self._mixed.add(operand.span)
                self.findings.append(without_parentheses(operand.span))

    def _own_weight(self, said: n.OwnWeight) -> t.Term:
        if self.weight is None:
            self.findings.append(diagnose("RB2096", said.span, written=said.span.text))
            return t.Const(Fraction(1), NUMBER)
        return t.Const(self.weight, NUMBER, t.WeightOf(""))

    # ── names ──

    def _number(self, number: n.Number) -> t.Const:
        if number.unit in _SPANS:
            self.findings.append(diagnose("RB3005", number.span, unit=number.unit, kind="<expression>"))
        value = value_of(number)
        assert isinstance(value, Fraction)
        return t.Const(value, literal_kind(number), formula_of(number.given))

    def _name(self, name: n.Name, rows: Block | None) -> t.Term:
        field = self.scope.fields.get(name.text) or self.scope.implicit.get(name.text)
        if field is not None:
            block = self.scope.blocks.get(field.block)
            outside = block is not None and block.is_table and (rows is None or rows.name != block.name)
            if (
                self.key is not None
                and rows is None
                and (field.block, field.name) == facts_of(self.key)[0][:2]
            ):
                return self.key
            if block is not None and outside and block.by != "unit":
                self.findings.append(
                    diagnose(
                        "RB2010",
                        name.span,
                        name=name.text,
                        block=block.name,
                        related=[Related(field.span, "declared")],
                    )
                )
            check_there(self, name, field, outside)
            return t.Input(field.block, field.name, field.kind, own=outside)
        if name.text in self.scope.lets:
            let = self._let(name.text)
            if rows is None or not isinstance(let, t.Ref) or name.text in self._opened_lets:
                return let
            # rows are gone through before any line, so what a let stands for is written out in them
            if not self._opened_lets and not self._opened.affords(name.text):
                self.findings.append(diagnose("RB5037", name.span, name=name.text))
                return let
            self._opened_lets.append(name.text)
            term = self.term(self.scope.lets[name.text].expr, rows)
            self._opened_lets.pop()
            return term
        if rows is None and self.concluded is not None and (concluded := self.concluded(name)) is not None:
            return concluded
        if name.text in self.scope.params:  # it comes to nothing, which has been said
            return t.Const(Fraction(1), NUMBER)
        if name.text in self.scope.blocks:
            self.findings.append(diagnose("RB3004", name.span, kind="<table>", expected="<number>"))
        else:
            self._unknown(name)
        return t.Const(Fraction(0), NUMBER)

    def _unknown(self, name: n.Name) -> None:
        refused = out_of_scope.of_name(name.span, name.text)
        if refused is not None:
            self.findings.append(refused)
            return
        close = self.near(name.text, self.scope.names())
        split = expression(name.text, self.scope)
        write = split or close
        fix = Fix((Edit(name.span, write),)) if write else None
        outcome = name.text if name.text in self.scope.outcomes else ""
        close = "" if outcome else close
        self.findings.append(
            diagnose("RB2001", name.span, name=name.text, near=close, split=split, outcome=outcome, fix=fix)
        )

    def _let(self, name: str) -> t.Term:
        if name in self._open_lets:
            cycle = [*self._open_lets[self._open_lets.index(name) :], name]
            let = self.scope.lets[name]
            self.findings.append(diagnose("RB2004", let.span, name=name, cycle=" → ".join(cycle)))
            return t.Const(Fraction(0), NUMBER)
        if len(self._open_lets) > MAX_NESTING:
            self.findings.append(diagnose("RB1011", self.scope.lets[name].span, limit=MAX_NESTING))
            return t.Const(Fraction(0), NUMBER)
        if name not in self.lets:
            self._open_lets.append(name)
            term = self.term(self.scope.lets[name].expr)
            self._open_lets.pop()
            self.lets[name] = term
        return t.Ref(name, self.lets[name].kind)

    # ── arithmetic ──

    def _arith(self, expr: n.Arith, rows: Block | None) -> t.Term:
        additive = expr.rest[0][0] in "+-"
        if is_table_ratio(self, expr, rows):
            return t.Const(Fraction(0), NUMBER)
        first, operands = self.term(expr.first, rows), expr.rest
        if additive:
            first, operands = leading_dates(self, first, operands, rows)
        if not operands:
            return first
        kind, rest = first.kind, []
        for op, operand in operands:
            term = self.term(operand, rows)
            if op == "/" and isinstance(term, t.Const) and term.value == 0 and operand.__class__ is n.Number:
                self.findings.append(diagnose("RB3008", operand.span))
                term = t.Const(Fraction(1), NUMBER)
            if additive:
                joined = sum_of(kind, term.kind)
            else:
                joined = product_of(kind, term.kind) if op == "*" else quotient_of(kind, term.kind)
            if joined is None:
                self.findings.append(
                    diagnose("RB3001", operand.span, left=kind.name, right=term.kind.name, operator=op)
                )
                return t.Const(Fraction(0), NUMBER)
            kind = joined
            rest.append((op, term))
        if kind.family in ("money", "duration") and not kind.unit:
            kind = first.kind
        return t.Chain(first, tuple(rest), kind)

    def _compare(self, expr: n.Compare, rows: Block | None) -> t.Term:
        for label, other, flipped in ((expr.right, expr.left, False), (expr.left, expr.right, True)):
            if isinstance(label, n.Name) and label.text not in self.scope.names():
                term = self.term(other, rows)
                if term.kind.family == "label":
                    if expr.op not in ("=", "!="):
                        self.findings.append(diagnose("RB3002", expr.span, left="<label>", right="<label>"))
                    const = self.label(label, term.kind, other.span.text)
                    left, right = (const, term) if flipped else (term, const)
                    return t.Compare(expr.op, left, right, YESNO)
        left, right = self._beside(expr.left, expr.right, rows), self._beside(expr.right, expr.left, rows)
        orderless = left.kind.family in ("yesno", "label", "text") and expr.op not in ("=", "!=")
        if orderless:
            self.findings.append(diagnose("RB3002", expr.span, left=left.kind.name, right=right.kind.name))
            return t.Const(True, YESNO)
        if not (self.alike(left.kind, expr.right, right) and self.alike(right.kind, expr.left, left)):
            return t.Const(True, YESNO)
        return t.Compare(expr.op, left, right, YESNO)

    def _beside(self, expr: n.Expr, other: n.Expr, rows: Block | None) -> t.Term:
        """One side of a comparison: 3个月 is a number beside a count of months."""
        if isinstance(expr, n.Number) and expr.unit == "month" and isinstance(other, n.Call):
            if self.term(other, rows).kind == MONTHS:
                return t.Const(expr.value, MONTHS)
        return self.term(expr, rows)

    def _choose(self, expr: n.IfElse, rows: Block | None) -> t.Term:
        condition = self.condition(expr.condition, rows)
        with given(self, condition):
            then = self.term(expr.then, rows)
        with given(self, condition, False):
            other = self.term(expr.otherwise, rows)
        if not comparable(then.kind, other.kind):
            self.findings.append(diagnose("RB3002", expr.span, left=then.kind.name, right=other.kind.name))
        return t.Select(((condition, then),), other, then.kind)
