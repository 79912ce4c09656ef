"""Clauses and expressions as text of one line, in one vocabulary.

It assumes a tree that `parse` can make; a number without a finite decimal form is refused with ValueError. It
guarantees that the scanner reads the text back as the same tree: a space stands after every keyword that a name could
swallow, a name that would be read as anything else stands in 「…」, and parentheses only where the grammar needs them.
Rows are not written here: they are lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Final, assert_never

from attrs import frozen

from rubricc.dsl import nodes as n
from rubricc.dsl.scan import RESERVED, is_plain_name
from rubricc.grammar.keywords import FUNCTIONS, KEYWORDS, UNIT_WORDS, UNITS, canonical

_COMPARISONS: Final = {">=": "≥", "<=": "≤", "!=": "≠"}
_ROUNDINGS: Final = {"half up": "HALF_UP", "half even": "HALF_EVEN", "up": "ROUND_UP", "down": "ROUND_DOWN"}
_SIDES: Final = {"below": "BELOW", "above": "ABOVE", "either side": "EITHER_SIDE", "late": "LATE"}
_THAN: Final = {
    "below": "低于",
    "above": "高于",
    "either side": "偏离",
    "late": "迟",
}  # with a threshold behind
_PLAIN_UNITS: Final = frozenset({"", *UNITS["NUMBER"]})

# How tightly the forms of an expression bind, as rubric.lark nests them.
_IF, _OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _MINUS, _ROUND, _ATOM = range(10)

# English words that make another keyword of one before them, or one with what follows: `of actual`, `by event`.
_PHRASE_WORDS: Final = frozenset(
    part
    for forms in KEYWORDS.values()
    for word in forms[0]
    if " " in word
    for part in word.split()
    if part not in RESERVED
)
_HEADER_END: Final = re.compile(r"(?:weight|权重|out of|满分)$")
_LEADING_WORD: Final = re.compile(r"[A-Za-z0-9_]*")
_GROUPED_FROM: Final = 100_000
_MAX_DECIMALS: Final = 40


def decimal(value: Fraction) -> str:
    """The exact decimal digits of a number, the whole part grouped by `_` from 100,000 up."""
    places = next((k for k in range(_MAX_DECIMALS) if 10**k % value.denominator == 0), None)
    if places is None or value < 0:
        raise ValueError(f"no literal says {value}")
    whole, part = divmod(value.numerator * 10**places // value.denominator, 10**places)
    text = f"{whole:_}" if whole >= _GROUPED_FROM else str(whole)
    return f"{text}.{part:0{places}}" if places else text


def quoted(text: str) -> str:
    """A string in the quotes that it does not contain."""
    return f"“{text}”" if '"' in text else f'"{text}"'


def named(text: str) -> str:
    """A name, in 「…」 where the scanner would read it as anything else."""
    leading = _LEADING_WORD.match(text)
    if is_plain_name(text) and leading is not None and leading[0] not in _PHRASE_WORDS:
        return text
    return f"「{text}」"


@frozen
class Words:
    """The words and marks of one vocabulary."""

    chinese: bool

    @property
    def comma(self) -> str:
        return "，" if self.chinese else ", "

    @property
    def colon(self) -> str:
        return "：" if self.chinese else ":"

    @property
    def semicolon(self) -> str:
        return "；" if self.chinese else "; "

    def word(self, terminal: str) -> str:
        return canonical(terminal, self.chinese)

    def join(self, parts: Iterable[str]) -> str:
        return self.comma.join(parts)

    def names(self, names: Iterable[n.Name]) -> str:
        return self.join(named(name.text) for name in names)

    def bracketed(self, inner: str) -> str:
        return f"（{inner}）" if self.chinese else f"({inner})"

    def led(self, terminal: str, rest: str) -> str:
        """A keyword and what it governs: with a space, but 扣1分."""
        glued = self.chinese and rest[:1] in "0123456789（" and rest != ""
        return self.word(terminal) + ("" if glued else " ") + rest

    # ── expressions ──

    def number(self, number: n.Number, points: bool = False) -> str:
        """A literal; in Chinese, points are written with 分."""
        digits = decimal(number.value)
        if points and self.chinese and not number.unit:
            return digits + "分"
        english, zh = UNIT_WORDS.get(number.unit, (number.unit, number.unit))
        if not self.chinese and number.value == 1:
            english = english.removesuffix("s")
        return digits + (zh if self.chinese else english)

    def unit(self, unit: str) -> str:
        """A unit that stands alone, after a kind."""
        return UNIT_WORDS.get(unit, (unit, unit))[self.chinese].strip()

    def comparison(self, op: n.Comparison) -> str:
        return _COMPARISONS.get(op, op) if self.chinese else op

    def expr(self, expr: n.Expr, level: int = _IF) -> str:
        """An expression, in parentheses where it binds less tightly than its place asks for."""
        text, own = self._expr(expr)
        return text if own >= level else f"({text})"

    def _expr(self, expr: n.Expr) -> tuple[str, int]:
        match expr:
            case n.Number():
                return self.number(expr), _ATOM
            case n.DateLiteral(value=value):
                return value.isoformat(), _ATOM
            case n.MonthLiteral(value=month):
                return month, _ATOM
            case n.YesNo(value=yes):
                return self.word("YES" if yes else "NO"), _ATOM
            case n.Name(text=text):
                return named(text), _ATOM
            case n.Call():
                return self._call(expr), _ATOM
            case n.RoundTo(operand=operand, mode=mode, to=to):
                rounding = (
                    f"{self.word('ROUND')} {self.word(_ROUNDINGS[mode])} {self.led('TO', self.expr(to))}"
                )
                return f"{self.expr(operand, _ROUND)} {rounding}", _ROUND
            case n.Minus(operand=operand):
                return "-" + self.expr(operand, _MINUS), _MINUS
            case n.Arith():
                return self._arith(expr)
            case n.Compare(op=op, left=left, right=right):
                return f"{self.expr(left, _SUM)} {self.comparison(op)} {self.expr(right, _SUM)}", _COMPARE
            case n.MemberOf(operand=operand, members=members):
                listed = self.join(self.expr(member) for member in members)
                return f"{self.expr(operand, _SUM)} {self.word('IN')} ({listed})", _COMPARE
            case n.Negate(operand=operand):
                return f"{self.word('NOT')} {self.expr(operand, _NOT)}", _NOT
            case n.Logic(op=logic, operands=operands):
                level = _AND if logic == "and" else _OR
                between = f" {self.word(logic.upper())} "
                return between.join(self.expr(operand, level + 1) for operand in operands), level
            case n.IfElse(condition=condition, then=then, otherwise=otherwise):
                parts = (("IF", condition), ("THEN", then), ("ELSE", otherwise))
                return " ".join(f"{self.word(word)} {self.expr(part)}" for word, part in parts), _IF
        assert_never(expr)

    def _call(self, call: n.Call) -> str:
        forms = FUNCTIONS.get(call.function.text)
        if forms is not None:
            function = (forms[1] if self.chinese and forms[1] else forms[0] or forms[1])[0]
        else:
            function = named(call.function.text)
            if _HEADER_END.search(function):  # `加权重(x)` would end the header of an indicator
                function = f"「{function}」"
        inner = self.join(self.expr(arg) for arg in call.args)
        if call.where is not None:
            inner += f" {self.word('WHERE')} {self.expr(call.where)}"
        return f"{function}({inner})"

    def _arith(self, chain: n.Arith) -> tuple[str, int]:
        level = _SUM if chain.rest[0][0] in "+-" else _PRODUCT
        text, before = self.expr(chain.first, level + 1), chain.first
        for op, operand in chain.rest:
            right = self.expr(operand, level + 1)
            if op == "-" and _reads_as_range(before, operand):
                right = f"({right})"
            # 合计(a)/合计(b) in Chinese; between digits a glued / would make a date
            tight = self.chinese and level == _PRODUCT and not (text[-1].isdigit() or right[0].isdigit())
            text += f"{op}{right}" if tight else f" {op} {right}"
            before = operand
        return text, level

    # ── amounts and rows ──

    def amount(self, amount: n.Amount) -> str:
        """What an adjustment, a limit or a start may say."""
        match amount:
            case n.Share(part=part):
                return self._share(part)
            case n.Number(unit=unit) if unit in _PLAIN_UNITS:
                return self.number(amount, points=True)
        return self.bracketed(self.expr(amount))

    def _share(self, part: Fraction) -> str:
        if part in (1, Fraction(1, 2)):
            return self.word("FULL" if part == 1 else "HALF")
        percent = decimal(part * 100) + "%"
        return f"权重的{percent}" if self.chinese else f"{percent} {self.word('OF_WEIGHT')}"

    def result(self, result: n.Amount) -> str:
        """What a row gives: an amount, or the name of one."""
        return named(result.text) if isinstance(result, n.Name) else self.amount(result)

    def pattern(self, pattern: n.Pattern) -> str:
        match pattern:
            case n.Otherwise():
                return self.word("OTHERWISE")
            case n.Matches(op=op, value=value):
                return f"{self.comparison(op)} {self.expr(value)}"
            case n.Interval(low=low, high=high, low_open=False, high_open=False):
                return f"{self.expr(low)} .. {self.expr(high)}"
            case n.Interval(low=low, high=high, low_open=low_open, high_open=high_open):
                ends = self.join((self.expr(low), self.expr(high)))
                return f"{'(' if low_open else '['}{ends}{')' if high_open else ']'}"
        return self.expr(pattern)

    def row(self, row: n.Row) -> str:
        patterns = self.join(self.pattern(pattern) for pattern in row.patterns)
        return f"{patterns}{self.then(self.result(row.result))}"

    def then(self, text: str) -> str:
        return f"：{text}" if self.chinese else f": {text}"

    def check_item(self, item: n.CheckItem) -> str:
        required = f"{self.word('REQUIRED')} " if item.required else ""
        text = f" {quoted(item.text)}" if item.text else ""
        points = "" if item.points is None else self.then(self.amount(item.points))
        return f"{required}{self.expr(item.expr)}{text}{points}"

    # ── clauses ──

    def clause(self, clause: n.Clause) -> str:
        """A clause on one line; of a clause with rows, what stands before its colon."""
        match clause:
            case n.Measure(expr=expr):
                return f"{self.word('OF')} {self.expr(expr)}"
            case n.Target(op=op, value=value):
                return f"{self.word('TARGET')} {self.comparison(op)} {self.expr(value)}"
            case n.Deadline(value=value):
                return f"{self.word('TARGET_BY')} {self.expr(value)}"
            case n.Direction(higher=higher):
                return self.word("HIGHER_BETTER" if higher else "LOWER_BETTER")
            case n.StartAt(amount=amount):
                return self.led("START_AT", self.amount(amount))
            case n.By(measure=measure):
                return self.word("BY") + ("" if measure is None else f" {self.expr(measure)}")
            case n.ProRata(expr=expr, uncapped=uncapped):
                tail = f" {self.word('UNCAPPED')}" if uncapped else ""
                of = "" if self.chinese else f"{self.word('OF')} "
                return f"{self.word('PRO_RATA')} {of}{self.expr(expr)}{tail}"
            case n.Checklist(mode=mode):
                return self.word("CHECKLIST") + ("" if mode is None else f" {self._mode(mode)}")
            case n.Adjust():
                return self._adjust(clause)
            case n.Limit(side=side, amount=amount, when=when):
                limit = self.led("AT_LEAST" if side == "at least" else "AT_MOST", self.amount(amount))
                return limit + self._option("WHEN", when)
            case n.Veto(full=full, when=when):
                return self.word("FULL" if full else "ZERO") + self._option("WHEN", when)
            case n.Doc():
                return self.doc(clause)
        assert_never(clause)

    def doc(self, doc: n.Doc) -> str:
        return f"{self.word(doc.kind.upper())} {quoted(doc.text)}"

    def _mode(self, mode: n.AnyOf | n.AllOrNothing | n.PerMissing) -> str:
        match mode:
            case n.AnyOf(k=k, n=count):
                return self.led("ANY", str(k)) + ("" if count is None else f" {self.led('OF', str(count))}")
            case n.AllOrNothing():
                return self.word("ALL_OR_NOTHING")
            case n.PerMissing(amount=amount):
                deduct = self.led("DEDUCT", self.amount(amount))
                missing = self.word("PER_MISSING")
                return f"{missing}{deduct}" if self.chinese else f"{deduct} {missing}"
        assert_never(mode)

    def _option(self, terminal: str, expr: n.Expr | None) -> str:
        return "" if expr is None else f" {self.word(terminal)} {self.expr(expr)}"

    # ── adjustments ──

    def _adjust(self, adjust: n.Adjust) -> str:
        sign = self.led(adjust.sign.upper(), self.amount(adjust.amount))
        where = self._option("WHERE", adjust.where)
        when = self._option("WHEN", adjust.when)
        options = self._options(adjust)
        if not self.chinese:
            unit = "" if adjust.unit is None else f" per {self._unit(adjust.unit)}"
            return " ".join((f"{sign}{unit}{where}{when}", *options))
        unit = "" if adjust.unit is None else "每" + self._unit(adjust.unit)
        if isinstance(adjust.unit, n.PerRow) and adjust.where is not None:  # 每月 当 C 扣0.2分
            unit, where = f"{unit}{self._option('WHEN', adjust.where)} ", ""
        conditions = where + when
        if unit and conditions:
            conditions = self.comma + conditions.strip()
        return self.comma.join((f"{unit}{sign}{conditions}", *options))

    def _options(self, adjust: n.Adjust) -> list[str]:
        options = []
        if adjust.times is not None:
            options.append(f"{self.word('TIMES')} {self.expr(adjust.times)}")
        if adjust.up_to is not None:
            options.append(self.led("UP_TO", self.amount(adjust.up_to)))
        if adjust.partial is not None:
            options.append(self._partial(adjust.partial, adjust.unit))
        if adjust.until_zero:
            options.append(self.word("UNTIL_ZERO"))
        return options

    def _partial(self, partial: n.Partial, unit: n.Unit | None) -> str:
        """How part of a step counts; in Chinese it repeats the step, in English only where it was wrongly repeated."""
        step = unit.size if isinstance(unit, n.Step) else None
        size, counted = partial.size or step, partial.counted_as or step
        if partial.how == "pro rata":
            return self.word("PRO_RATA")
        wrong = partial.size is not None and (size, counted) != (step, step)
        if size is None or counted is None or not (self.chinese or wrong):
            return self.word("STARTED_STEPS" if partial.how == "started" else "WHOLE_STEPS")
        short = f"{canonical('SHORT', True)}{self.number(size)}"
        if partial.how == "whole":
            return short + canonical("UNCOUNTED", True)
        return f"{short}{canonical('SHORT_AS', True)}{self.number(counted)}计"

    def _unit(self, unit: n.Unit) -> str:
        match unit:
            case n.Step():
                return self._step_chinese(unit) if self.chinese else self._step(unit)
            case n.PerRow(what="month"):
                return self.word("MONTH")
            case n.PerRow(block=block):
                name = named(block.text) if block is not None else ""
                return f"行（{name}）" if self.chinese else f"row of {name}"
            case n.PerCount(every=every, expr=expr):
                size = "" if every is None else self.number(every)
                if self.chinese:
                    return (
                        f"{size}{'个' if every is not None and not every.unit else ''}（{self.expr(expr)}）"
                    )
                return f"{size} of {self.expr(expr)}".lstrip()
        assert_never(unit)

    def _step(self, step: n.Step) -> str:
        side = self.word(_SIDES[step.side])
        size = self.number(step.size)
        if step == n.Step(step.span, n.Number(step.span, Fraction(1), "month"), "late"):
            return f"{self.word('MONTH')} {side}"
        if step.basis:
            return f"{size} {self.word('OF_' + step.basis.upper())} {side}"
        measure = "" if step.measure is None else f" of {self.expr(step.measure)}"
        return f"{size}{measure} {side}{self._bound(step.threshold)}"

    def _step_chinese(self, step: n.Step) -> str:
        side, size = self.word(_SIDES[step.side]), self.number(step.size)
        if step.basis:
            return f"{side}{self.word('OF_' + step.basis.upper())}{size}"
        if step.measure is not None:
            own = [step.measure] if step.threshold is None else [step.measure, step.threshold]
            return f"{side}{size}（{self.join(map(self.expr, own))}）"
        if step.threshold is not None:
            return f"{size}{_THAN[step.side]}{self._bound(step.threshold)} "
        return f"{side}{size}"

    def _bound(self, threshold: n.Expr | None) -> str:
        match threshold:
            case None:
                return ""
            case n.Number() | n.DateLiteral() | n.MonthLiteral() | n.YesNo():
                text = self.expr(threshold)
                return text if self.chinese and text[0].isdigit() else f" {text}"
        return self.bracketed(self.expr(threshold)) if self.chinese else f" ({self.expr(threshold)})"


def _reads_as_range(left: n.Expr, right: n.Expr) -> bool:
    """Whether `left - right` would stand as 80% - 90%, which the scanner takes for a range."""
    last, first = _last_number(left), _first_number(right)
    return last is not None and first is not None and "%" in (last.unit, first.unit)


def _last_number(expr: n.Expr) -> n.Number | None:
    match expr:
        case n.Number():
            return expr
        case n.Minus(operand=inner) | n.RoundTo(to=inner):
            return _last_number(inner)
        case n.Arith(rest=rest):
            return _last_number(rest[-1][1])
    return None


def _first_number(expr: n.Expr) -> n.Number | None:
    match expr:
        case n.Number():
            return expr
        case n.Arith(first=inner) | n.RoundTo(operand=inner):
            return _first_number(inner)
    return None
