"""Terms as expressions of sympy, and these as LaTeX. The only module that imports sympy.

Expressions are built from symbols `s0000`, `s0001` … and rationals, never from text. For display nothing is evaluated:
what sympy would rewrite (the order of a sum, `Max` of a `ceiling`) stays as it is written, and it is asked to prove
nothing. So a written number is a symbol too, and its digits are its name.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Literal

import sympy
from attrs import evolve
from sympy.printing.latex import LatexPrinter

from rubricc.compiler.formulas.formula import Formula, given_else
from rubricc.compiler.formulas.notation import Equation, Notation, rows_of, told_of
from rubricc.compiler.formulas.plain import is_holds, is_number, picked
from rubricc.dsl import terms as t

_OPERATIONS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
_AS_IS = {"evaluate": False}
_RELATIONS = {
    ">=": sympy.Ge, ">": sympy.Gt, "<=": sympy.Le, "<": sympy.Lt, "=": sympy.Eq, "!=": sympy.Ne,
}  # fmt: skip
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "#": r"\#", "&": r"\&", "$": r"\$", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "≥": r"$\geq$", "≤": r"$\leq$", "≠": r"$\neq$",
    "×": r"$\times$", "÷": r"$\div$", "−": "$-$", "′": "$'$", "⌈": r"$\lceil$", "⌉": r"$\rceil$", "⌊": r"$\lfloor$",
    "⌋": r"$\rfloor$", ">": "$>$", "<": "$<$",
}  # fmt: skip
_GAP = "\0"  # in no text of an author


def number(value: Fraction) -> Any:
    return sympy.Rational(value.numerator, value.denominator)


def symbols(count: int, stem: str = "s") -> tuple[Any, ...]:
    return tuple(sympy.Symbol(f"{stem}{at:04}") for at in range(count))


def formula_of_numbers(term: t.Term | Fraction, known: Mapping[str, Any]) -> Any:
    """A number, or a formula of parameters (`dsl.mentions.formula_of`) over what stands for them, worked out."""
    match term:
        case Fraction():
            return number(term)
        case t.Ref(name):
            return known[name]
        case t.Const(Fraction() as value):
            return number(value)
        case t.Chain(first, rest):
            whole = formula_of_numbers(first, known)
            for op, operand in rest:
                whole = _OPERATIONS[op](whole, formula_of_numbers(operand, known))
            return whole
    raise TypeError(f"no formula of parameters: {term}")


class Holds(sympy.Function):  # type: ignore[misc]
    """1 where a condition holds, else 0."""


class Called(sympy.Function):  # type: ignore[misc]
    """What has no sign of its own, as a function: rounding, and what a calendar says."""

    term: t.Term


class Expressions:
    """Terms as expressions that are not evaluated; `leaves` has the terms that symbols stand for."""

    def __init__(self, notation: Notation) -> None:
        self.text, self.slots = notation.text, notation.slots
        self.leaves: dict[Any, t.Term] = {}
        self._symbols: dict[tuple[bool, str], Any] = {}

    def of(self, term: t.Term) -> Any:
        match term:
            case t.Const(Fraction() as value) if value < 0:
                return sympy.Mul(-1, self._symbol(evolve(term, value=-value)), **_AS_IS)
            case t.Chain():
                return self._chain(term)
            case t.Compare():
                return self._compare(term)
            case t.Logic():
                both = sympy.And if term.op == "and" else sympy.Or
                return both(*map(self.of, term.operands), **_AS_IS)
            case t.Not() if not isinstance(term.operand, t.Ref):
                return sympy.Not(self.of(term.operand), **_AS_IS)
            case t.Select() if is_holds(term):
                return Holds(self.of(term.arms[0][0]))
            case t.Select() if given_else(term, self.slots) is None:
                arms = [(self.of(value), self.of(condition)) for condition, value in term.arms]
                return sympy.Piecewise(*arms, (self.of(term.otherwise), True), **_AS_IS)
            case t.Pick():
                return self.of(picked(term))
            case t.Extreme():
                most = sympy.Max if term.which == "max" else sympy.Min
                return most(*map(self.of, term.operands), **_AS_IS)
            case t.Steps():
                steps = self._product([("*", term.distance), ("/", term.size)])
                return (sympy.ceiling if term.partial == "started" else sympy.floor)(steps, **_AS_IS)
            case t.Rounded() | t.DaysLate() | t.MonthsLate() | t.Elapsed() | t.Shifted():
                called = type("Called", (Called,), {"term": term})
                return called(*map(self.of, t.children(term)))
        return self._symbol(term)

    def _symbol(self, term: t.Term) -> Any:
        """One symbol for what reads alike."""
        key = (isinstance(term, t.Const), self.text(term))
        if key not in self._symbols:
            self._symbols[key] = sympy.Symbol(f"s{len(self._symbols):04}")
            self.leaves[self._symbols[key]] = term
        return self._symbols[key]

    def _chain(self, term: t.Chain) -> Any:
        if term.rest[0][0] in "*/":
            return self._product([("*", term.first), *term.rest])
        added = [] if is_number(term.first, 0) else [self.of(term.first)]
        for op, operand in term.rest:
            one = self.of(operand)
            added.append(one if op == "+" else sympy.Mul(-1, one, **_AS_IS))
        return sympy.Add(*added, **_AS_IS) if len(added) > 1 else added[0]

    def _product(self, factors: list[tuple[Literal["+", "-", "*", "/"], t.Term]]) -> Any:
        if len(factors) > 1 and is_number(factors[-1][1], 1):
            factors = factors[:-1]
        found = [self.of(x) if op == "*" else sympy.Pow(self.of(x), -1, **_AS_IS) for op, x in factors]
        return sympy.Mul(*found, **_AS_IS) if len(found) > 1 else found[0]

    def _compare(self, term: t.Compare) -> Any:
        left, right = self.of(term.left), self.of(term.right)
        if term.left.kind.family == "yesno":
            same = sympy.Equivalent(left, right)
            return same if term.op == "=" else sympy.Not(same, **_AS_IS)
        return _RELATIONS[term.op](left, right, **_AS_IS)


class _Latex(LatexPrinter):  # type: ignore[misc]
    """Expressions as they are written, in words of one language."""

    def __init__(self, expressions: Expressions, chinese: bool) -> None:
        super().__init__({"order": "none", "mul_symbol": "times"})
        self.expressions = expressions
        self.chinese = chinese

    def word(self, zh: str, en: str) -> str:
        return f"\\text{{{zh if self.chinese else en}}}"

    def _print_Symbol(self, symbol: Any, style: str = "plain") -> str:
        term = self.expressions.leaves[symbol]
        text = self.expressions.text(term)
        if isinstance(term, t.Const) and text.rstrip("%").replace(".", "").isdigit():
            return text.replace("%", r"\%")
        return latex_text(text)

    def _print_Holds(self, holds: Any, exp: object = None) -> str:
        return rf"\left[{self._print(holds.args[0])}\right]"

    def _print_Called(self, called: Any, exp: object = None) -> str:
        """The text of the term with expressions in the place of its operands, wherever it has them."""
        gaps = iter(f"{_GAP}{at}{_GAP}" for at in range(len(called.args)))
        text = self.expressions.text(t.rebuilt(called.term, lambda x: t.Ref(next(gaps), x.kind)))
        alone = isinstance(called.term, t.Rounded | t.Shifted)
        found = ""
        for at, segment in enumerate(text.split(_GAP)):
            if at % 2:
                arg = called.args[int(segment)]
                inside = self._print(arg)
                found += rf"\left({inside}\right)" if alone and arg.args else inside
            elif segment:
                found += latex_text(segment)
        return found

    def _print_Piecewise(self, cases: Any) -> str:
        rows = [f"{self._print(value)} & {self._print(when)}" for value, when in cases.args[:-1]]
        rows.append(f"{self._print(cases.args[-1][0])} & {self.word('其他', 'otherwise')}")
        return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"

    def _print_And(self, both: Any) -> str:
        if len(both.args) == 2:
            low, high = sorted(both.args, key=lambda one: not isinstance(one, sympy.Ge | sympy.Gt))
            if (
                isinstance(low, sympy.Ge | sympy.Gt)
                and isinstance(high, sympy.Le | sympy.Lt)
                and low.lhs == high.lhs
            ):
                sign = r"\leq" if isinstance(low, sympy.Ge) else "<"
                return f"{self._print(low.rhs)} {sign} {self._print(high)}"
        return self._joined(both, self.word(" 且 ", " and "))

    def _print_Or(self, either: Any) -> str:
        return self._joined(either, self.word(" 或 ", " or "))

    def _joined(self, logic: Any, word: str) -> str:
        def inner(one: Any) -> str:
            text = self._print(one)
            return rf"\left({text}\right)" if isinstance(one, sympy.And | sympy.Or) else text

        return word.join(map(inner, logic.args))

    def _print_Not(self, negated: Any) -> str:
        return rf"{self.word('非', 'not')}\left({self._print(negated.args[0])}\right)"


def latex_text(text: str) -> str:
    """Words within a formula."""
    return "\\text{" + "".join(_SPECIAL.get(character, character) for character in text) + "}"


def latex_of(term: t.Term, notation: Notation) -> str:
    """A term in LaTeX, with words in the language of the notation."""
    if isinstance(term, t.Rounded):
        return latex_of(term.operand, notation) + latex_text(
            notation.say("，", ", ") + notation.rounded(term)
        )
    expressions = Expressions(notation)
    expression = expressions.of(term)
    found: str = _Latex(expressions, notation.chinese).doprint(expression)
    return found


def formula_latex(formula: Formula, slots: Mapping[str, t.Term], lang: str) -> str:
    """What `formula_text` says, as one display: equations one below the other where there are several."""
    rows = list(_rows(formula, Notation(formula, slots, lang == "zh")))
    if len(rows) == 1:
        return rows[0].replace("&", "", 1)
    return r"\begin{aligned} " + r" \\ ".join(rows) + r" \end{aligned}"


def _rows(formula: Formula, notation: Notation) -> Iterator[str]:
    for one in told_of(formula, notation):
        if isinstance(one, Equation):
            yield f"{latex_text(one.name)} &= {latex_of(one.term, notation)}"
        else:
            yield f"&{latex_text(one)}"
    for part, inside in formula.parts:
        yield f"&{latex_text(rows_of(part, notation))}"
        yield from _rows(inside, Notation(inside, notation.slots, notation.chinese))
