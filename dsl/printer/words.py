"""Words, numbers, names and expressions as text, in one vocabulary.

It assumes a tree that `parse` can make; a number without a finite decimal form is refused with ValueError. It
guarantees that the scanner reads the text back as the same tree: a space stands after every keyword that a name could
swallow, a name that would be read as anything else stands in 「…」, and parentheses only where the grammar needs them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Final, TypeVar, assert_never

from attrs import frozen

from rubricc.dsl import nodes as n
from rubricc.dsl.scan import RESERVED, is_plain_name
from rubricc.grammar.keywords import FUNCTIONS, KEYWORDS, UNIT_WORDS, canonical

Listed = TypeVar("Listed", bound=n.Node)
_COMPARISONS: Final = {">=": "≥", "<=": "≤", "!=": "≠"}
ROUNDINGS: Final = {"half up": "HALF_UP", "half even": "HALF_EVEN", "up": "ROUND_UP", "down": "ROUND_DOWN"}

# How tightly the forms of an expression bind, as rubric.lark nests them.
_IF, _OR, _AND, _NOT, _COMPARE, _ROUND, _SUM, _PRODUCT, _MINUS, _ATOM = range(10)

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


def decimal(value: Fraction, least: int = 0, grouped: bool = False) -> str:
    """The exact decimal digits of a number, `least` of them at least; `grouped` by `_`, as are all from 100,000 up."""
    places = next((k for k in range(least, _MAX_DECIMALS) if 10**k % value.denominator == 0), None)
    if places is None or value < 0:
        raise ValueError(f"no literal says {value}")
    whole, part = divmod(value.numerator * 10**places // value.denominator, 10**places)
    text = f"{whole:_}" if grouped or whole >= _GROUPED_FROM else str(whole)
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

    def other(self, terminal: str) -> str:
        """The last form of a keyword: the one that parameters are written with, `to` a day, `source`."""
        return KEYWORDS[terminal][self.chinese][-1]

    def join(self, parts: Iterable[str]) -> str:
        return self.comma.join(parts)

    def names(self, names: Iterable[n.Name]) -> str:
        return self.listed(names, lambda name: named(name.text))

    def listed(self, nodes: Iterable[Listed], text: Callable[[Listed], str]) -> str:
        """A list: 、 between Chinese names, a comma between anything else."""
        nodes = tuple(nodes)
        only_names = all(isinstance(node, n.Name) for node in nodes)
        return ("、" if self.chinese and only_names else self.comma).join(map(text, nodes))

    def bracketed(self, inner: str) -> str:
        return f"（{inner}）" if self.chinese else f"({inner})"

    def led(self, terminal: str, rest: str) -> str:
        """A keyword and what it governs: with a space, but 扣1分."""
        glued = self.chinese and rest[:1] in "0123456789（" and rest != ""
        return self.word(terminal) + ("" if glued else " ") + rest

    # ── expressions ──

    def number(self, number: n.Number, points: bool = False) -> str:
        """A literal with the decimals and groups that it was written with; in Chinese, points are written with 分."""
        if number.given is not None:
            return self.bracketed(self.expr(number.given))
        digits = decimal(number.value, number.decimals, number.grouped)
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
            case n.LastOf(count=count, expr=inner):  # 最近3个月 X
                months = n.Number(count.span, count.value, count.unit or ("month" if self.chinese else ""))
                of = "" if self.chinese else f" {self.word('OF')}"
                return f"{self.led('LAST', self.number(months))}{of} {self.expr(inner)}", _IF
            case n.OwnWeight():
                return self.word("WEIGHT"), _ATOM
            case n.Standing():
                return self.standing(expr), _ATOM
            case n.ItemPoints(item=item, what=what):
                of = named(item.text) if isinstance(item, n.Name) else self.standing(item)
                return f"{FUNCTIONS[what][self.chinese][0]}({of})", _ATOM
            case n.RoundTo(operand=operand, mode=mode, to=to):
                rounding = (
                    f"{self.word('ROUND')} {self.word(ROUNDINGS[mode])} {self.word('TO')} {self.expr(to)}"
                )
                return f"{self.expr(operand, _ROUND)} {rounding}", _ROUND
            case n.Minus(operand=operand):
                return "-" + self.expr(operand, _MINUS), _MINUS
            case n.Arith():
                return self._arith(expr)
            case n.Compare(op=op, left=left, right=right):
                return f"{self.expr(left, _ROUND)} {self.comparison(op)} {self.expr(right, _ROUND)}", _COMPARE
            case n.MemberOf(operand=operand, members=members):
                listed = self.listed(members, self.expr)
                return f"{self.expr(operand, _ROUND)} {self.word('IN')} ({listed})", _COMPARE
            case n.IsMissing(fact=fact, not_=not_):
                return f"{named(fact.text)} {self.word('NOT_MISSING' if not_ else 'IS_MISSING')}", _COMPARE
            case n.IfMissing(fact=fact, otherwise=otherwise):
                said = f"{self.expr(fact)}{self.comma}{self.word('ELSE')} {self.expr(otherwise)}"
                return f"({said})", _ATOM
            case n.Negate(operand=operand):
                return f"{self.word('NOT')} {self.expr(operand, _NOT)}", _NOT
            case n.Logic(op=logic, operands=operands):
                level = _AND if logic == "and" else _OR
                between = f" {self.word(logic.upper())} "
                # in parentheses, what holds without them too: a reader need not know which comes first
                nested = level + 1 if logic == "and" else _NOT
                return between.join(
                    self.expr(operand, nested if isinstance(operand, n.Logic) else level + 1)
                    for operand in operands
                ), level
            case n.IfElse(condition=condition, then=then, otherwise=otherwise):
                parts = (("IF", condition), ("THEN", then), ("ELSE", otherwise))
                return " ".join(f"{self.word(word)} {self.expr(part)}" for word, part in parts), _IF
        assert_never(expr)

    def standing(self, said: n.Standing) -> str:
        return self.word("TOTAL" if said.what == "total" else "RATING")

    def _call(self, call: n.Call) -> str:
        forms = FUNCTIONS.get(call.function.text)
        if forms is not None:
            function = (forms[1] if self.chinese and forms[1] else forms[0] or forms[1])[0]
        else:
            function = named(call.function.text)
            if _HEADER_END.search(function):  # `加权重(x)` would end the header of an indicator
                function = f"「{function}」"
        inner = self.join(self.expr(arg) for arg in call.args)
        if call.order:
            inner += self.comma + self.word(call.order.upper().replace(" ", "_"))
        if call.skip:
            inner += self.comma + self.word("SKIP")
        if call.alone is not None:
            colon = "：" if self.chinese else ": "
            inner += f"{self.comma}{self.word('ALONE')}{colon}{self.expr(call.alone)}"
        if call.otherwise is not None:
            inner += f"{self.comma}{self.word('ELSE')} {self.expr(call.otherwise)}"
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


def _reads_as_range(left: n.Expr, right: n.Expr) -> bool:
    """Whether `left - right` would stand as 80% - 90%, which the scanner takes for a range."""
    last, first = _last_number(left), _first_literal(right)
    if last is None or first is None:
        return False
    return last.unit == "%" or (isinstance(first, n.Number) and first.unit == "%")


def _last_number(expr: n.Expr) -> n.Number | None:
    match expr:
        case n.Number():
            return expr
        case n.Minus(operand=inner) | n.RoundTo(to=inner):
            return _last_number(inner)
        case n.Arith(rest=rest):
            return _last_number(rest[-1][1])
    return None


def _first_literal(expr: n.Expr) -> n.Number | n.DateLiteral | n.MonthLiteral | None:
    match expr:
        case n.Number() | n.DateLiteral() | n.MonthLiteral():
            return expr
        case n.Arith(first=inner) | n.RoundTo(operand=inner):
            return _first_literal(inner)
    return None
