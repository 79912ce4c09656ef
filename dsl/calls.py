"""Calls: what goes through the rows of a table, and what one row asks of the rows before it.

The argument of an aggregate says which table is gone through. An earlier period and a streak stand within rows; outside
them a streak is the longest of its table.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from attrs import frozen

from rubricc.compiler.runtime.schema import months_between
from rubricc.dsl import nodes as n
from rubricc.dsl import out_of_scope
from rubricc.dsl import terms as t
from rubricc.dsl.columns import table_of
from rubricc.dsl.dates import OF_DATES, from_to
from rubricc.dsl.diagnostics.model import Related, diagnose
from rubricc.dsl.kinds import COUNT, MONTHS, NUMBER, YESNO, Kind, comparable
from rubricc.dsl.meant import of_sheet
from rubricc.dsl.mentions import divisors, names_in, only_where
from rubricc.dsl.missing import given, in_other_rows
from rubricc.dsl.model import Block
from rubricc.dsl.population import POPULATION, check_options, counted_rows, population
from rubricc.dsl.scan import FUNCTION_NAMES
from rubricc.dsl.source import Span
from rubricc.grammar.keywords import FUNCTIONS

if TYPE_CHECKING:
    from rubricc.dsl.expressions import Typer

MOVING = frozenset({"sum", "mean", "min", "max", "count"})  # what goes over the months up to a month
_BACK = {"previous": 1, "year ago": 12}  # months
NOTHING = t.Const(Fraction(0), NUMBER)


@frozen
class Calls:
    """The calls of one rubric's expressions, each as a term; findings go where those of the typer go."""

    typer: Typer

    def term(self, call: n.Call, rows: Block | None) -> t.Term:
        function = FUNCTION_NAMES.get(call.function.text)
        if function is None:
            self._unknown(call.function)
            return NOTHING
        if function in ("points", "rate"):
            self._finding("RB2062", call.span, name=call.function.text)
            return NOTHING
        if function in OF_DATES:
            return from_to(self.typer, function, call, rows)
        check_options(self.typer, function, call)
        plain = function in ("min", "max") and len(call.args) > 1
        if self.typer.key is not None and not plain and (rows is not None or function in (*_BACK, "streak")):
            self._finding("RB3094", call.span, written=call.function.text, key=self.typer.key.name)
            return NOTHING
        if function in POPULATION:
            return population(self.typer, function, call, rows)
        only = call.args[0] if len(call.args) == 1 else None
        if isinstance(only, n.LastOf) and rows is not None and function in MOVING and self.typer.key is None:
            return self._moving(function, call, only, rows)
        if call.otherwise is not None and function not in _BACK:
            self._finding("RB3058", call.otherwise.span, name=call.function.span.text)
        if function in ("min", "max") and (len(call.args) > 1 or rows is not None):
            return self._extreme(function, call, rows)
        if len(call.args) != 1:
            self._finding("RB2014", call.span, name=call.function.text, count=len(call.args))
            return NOTHING
        if function in _BACK:
            return self._earlier(call, _BACK[function], rows)
        if function == "streak":
            return self._streak(call, rows)
        arg, last = self._last(call.args[0], rows)
        if function == "count":
            return self._count(call, arg, last)
        return self._aggregate(function, call, arg, last)

    # ── aggregates ──

    def _aggregate(self, function: str, call: n.Call, arg: n.Expr, last: n.LastOf | None) -> t.Term:
        block = table_of(self.typer, arg)
        distinct = function == "distinct count"
        with in_other_rows(self.typer):
            where = self.typer.condition(call.where, block) if call.where is not None else None
            with given(self.typer, where):
                body = self.typer.term(arg, block) if distinct else self.typer.number(arg, block)
        guards = tuple(divisors(body))
        if where is not None:
            guards = (*divisors(where), *(only_where(where, d) for d in guards))
        if block is None:
            return t.Const(Fraction(0), body.kind)
        rows = self._months_of(last, block)
        if distinct:
            return t.Aggregate("distinct", block.name, body, where, guards, COUNT, rows)
        kind = body.kind
        if function in ("mean", "median") and kind.family == "count":
            kind = NUMBER
        if function == "mean":  # sum by count, so that a derivation shows both
            total = t.Aggregate("sum", block.name, body, where, guards, body.kind, rows, skip=call.skip)
            counted = counted_rows(block, body, where, guards, skip=call.skip, last=rows)
            return t.Chain(total, (("/", counted),), kind)
        return t.Aggregate(function, block.name, body, where, guards, kind, rows, skip=call.skip)  # type: ignore[arg-type]

    def _count(self, call: n.Call, arg: n.Expr, last: n.LastOf | None) -> t.Term:
        named = self.typer.scope.blocks.get(arg.text) if isinstance(arg, n.Name) else None
        block = named or table_of(self.typer, arg)
        if block is None or (named is not None and not named.is_table):
            if named is not None:
                self._finding("RB2005", arg.span, name=named.name, near="")
            return t.Const(Fraction(0), COUNT)
        with in_other_rows(self.typer):
            where = [self.typer.condition(call.where, block)] if call.where is not None else []
            with given(self.typer, where[0] if where else None):
                if named is None and self.typer.term(arg, block).kind.family == "yesno":
                    where.append(self.typer.condition(arg, block))
        condition = t.Logic("and", tuple(where), YESNO) if len(where) > 1 else (where[0] if where else None)
        guards = tuple(divisors(condition)) if condition is not None else ()
        rows = self._months_of(last, block)
        return t.Aggregate("count", block.name, None, condition, guards, COUNT, rows)

    def _last(self, arg: n.Expr, rows: Block | None) -> tuple[n.Expr, n.LastOf | None]:
        """What is aggregated, and the `last 3 of` before it. Within rows, last would have two readings."""
        if not isinstance(arg, n.LastOf):
            return arg, None
        if rows is not None or self.typer.key is not None:
            self._finding("RB3059", arg.span, written=arg.span.text.partition(" of")[0])
        return arg.expr, arg

    def _months_of(self, last: n.LastOf | None, block: Block) -> int:
        """Of how many months at the end of the period; 0 of all."""
        if last is None or not self._by_month(block, last.span):
            return 0
        held = len(months_between(block.first, block.last))
        months = last.count.value
        if months.denominator != 1 or months < 1 or last.count.unit:
            self._finding("RB3010", last.count.span)
            return 0
        if months > held:
            declared = (Related(block.span, "declared"),)
            self._finding(
                "RB5055", last.span, asked=int(months), held=held, block=block.name, related=declared
            )
        return int(months)

    # ── one row and those before it ──

    def _moving(self, function: str, call: n.Call, last: n.LastOf, rows: Block) -> t.Term:
        """An aggregate over a month and those before it; in the first months, what `else` says."""
        months = self._months_of(last, rows)
        if call.otherwise is None:
            self._finding("RB3095", call.span, name=call.function.span.text, first=rows.first)
        if function in ("min", "max") and call.where is not None:
            self._finding("RB3058", call.where.span, name=call.function.span.text)
        counts = function == "count"
        with in_other_rows(self.typer):
            where = self.typer.condition(call.where, rows) if call.where is not None else None
            with given(self.typer, where):
                if counts and isinstance(last.expr, n.Name) and last.expr.text == rows.name:
                    body: t.Term = t.Const(Fraction(1), COUNT)
                elif counts:
                    body = _flag(self.typer.condition(last.expr, rows))
                else:
                    body = self.typer.number(last.expr, rows)
        if not months or call.otherwise is None:
            return body
        nothing = t.Const(Fraction(0), body.kind)
        of = None if counts and isinstance(body, t.Const) else body
        if where is not None:
            body = t.Select(((where, body),), nothing, body.kind)
        values = tuple(t.Earlier(body, back, nothing, body.kind) if back else body for back in range(months))
        found: t.Term = values[0]
        if function in ("min", "max") and months > 1:
            found = t.Extreme(function, values, body.kind)  # type: ignore[arg-type]
        elif months > 1:
            found = t.Chain(found, tuple(("+", value) for value in values[1:]), body.kind)
        if function == "mean":
            many: t.Term = t.Const(Fraction(months), COUNT)
            if where is not None:
                one, none = _flag(where), t.Const(Fraction(0), COUNT)
                earlier = (t.Earlier(one, back, none, COUNT) for back in range(1, months))
                many = t.Chain(one, tuple(("+", x) for x in earlier), COUNT) if months > 1 else one
            found = t.Chain(found, (("/", many),), NUMBER if body.kind.family == "count" else body.kind)
        otherwise = self.label_or_term(call.otherwise, found.kind, last.expr, rows)
        if months == 1 or not self.typer.alike(found.kind, call.otherwise, otherwise):
            return found
        there = t.Earlier(t.Const(True, YESNO), months - 1, t.Const(False, YESNO), YESNO)
        exact = found.kind.family != "count" or otherwise.kind.family == "count"
        moving = t.Moving(function, months, of, where, rows.name)
        return t.Select(((there, found),), otherwise, found.kind if exact else NUMBER, moving)

    def _earlier(self, call: n.Call, back: int, rows: Block | None) -> t.Term:
        """A value of the month so many before; of a month that the table does not hold, what `else` says."""
        name = call.function.span.text
        if call.where is not None:
            self._finding("RB3058", call.where.span, name=name)
        if rows is None:
            self._finding("RB3055", call.function.span, name=name)
        with in_other_rows(self.typer):
            operand = self.typer.term(call.args[0], rows or table_of(self.typer, call.args[0]))
        if rows is None or not self._by_month(rows, call.function.span):
            return operand
        if not any(field.name in names_in(call.args[0]) for field in rows.fields):
            self._finding("RB2015", call.args[0].span)
        if call.otherwise is None:
            self._finding("RB3057", call.span, name=name, first=rows.first)
            return operand
        held = len(months_between(rows.first, rows.last))
        if held <= back:
            declared = (Related(rows.span, "declared"),)
            self._finding("RB5056", call.span, name=name, held=held, block=rows.name, related=declared)
        otherwise = self.label_or_term(call.otherwise, operand.kind, call.args[0], rows)
        if not self.typer.alike(operand.kind, call.otherwise, otherwise):
            return operand
        counts = operand.kind.family != "count" or otherwise.kind.family == "count" or _is_count(otherwise)
        return t.Earlier(operand, back, otherwise, operand.kind if counts else NUMBER)

    def label_or_term(self, expr: n.Expr, kind: Kind, of: n.Expr, rows: Block | None) -> t.Term:
        if kind.family == "label" and isinstance(expr, n.Name) and expr.text not in self.typer.scope.names():
            return self.typer.label(expr, kind, of.span.text)
        return self.typer.term(expr, rows)

    def _streak(self, call: n.Call, rows: Block | None) -> t.Term:
        """Within rows the streak that ends with the row; elsewhere the longest."""
        if call.where is not None:
            self._finding("RB3058", call.where.span, name=call.function.span.text)
        block = rows if rows is not None else table_of(self.typer, call.args[0])
        with in_other_rows(self.typer):
            condition = self.typer.condition(call.args[0], block)
        if block is None or not self._by_month(block, call.function.span):
            return t.Const(Fraction(0), COUNT)
        streak = t.Streak(condition, block.name, tuple(divisors(condition)), MONTHS)
        return streak if rows is not None else t.Aggregate("max", block.name, streak, None, (), MONTHS)

    def _by_month(self, block: Block, at: Span) -> bool:
        if block.by != "month":
            declared = (Related(block.span, "declared"),)
            self._finding("RB3056", at, block=block.name, related=declared)
        return block.by == "month"

    # ── the rest ──

    def _extreme(self, which: str, call: n.Call, rows: Block | None) -> t.Term:
        operands = tuple(self.typer.number(a, rows) for a in call.args)
        for arg, operand in zip(call.args[1:], operands[1:], strict=True):
            if not comparable(operands[0].kind, operand.kind):
                self._finding("RB3002", arg.span, left=operands[0].kind.name, right=operand.kind.name)
                return operands[0]
        return t.Extreme(which, operands, operands[0].kind)  # type: ignore[arg-type]

    def _unknown(self, name: n.Name) -> None:
        refused = out_of_scope.of_function(name.span, name.text)
        if refused is not None:
            self.typer.findings.append(refused)
            return
        chinese = self.typer.scope.chinese
        known = [forms[chinese][0] for forms in FUNCTIONS.values()]
        instead = of_sheet(name.text)
        close = "" if instead else self.typer.near(name.text, sorted(FUNCTION_NAMES))
        self._finding(
            "RB2009", name.span, name=name.text, known="\n".join(known), near=close, instead=instead
        )

    def _finding(self, code: str, at: Span, *, related: tuple[Related, ...] = (), **args: Any) -> None:
        self.typer.findings.append(diagnose(code, at, related=related, **args))


def _flag(condition: t.Term) -> t.Term:
    """1 where a condition holds, else 0."""
    return t.Select(((condition, t.Const(Fraction(1), COUNT)),), t.Const(Fraction(0), COUNT), COUNT)


def _is_count(term: t.Term) -> bool:
    """Whether a number written without a unit may stand for a count."""
    value = term.value if isinstance(term, t.Const) else None
    return isinstance(value, Fraction) and value >= 0 and value.denominator == 1
