"""Formulas as text: the signs of a report (`max`, `⌈ ⌉`, `[C]`, a brace before cases), in Chinese and in English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from attrs import evolve

from rubricc.compiler.derivation.terms import Symbols, value_text
from rubricc.compiler.formulas.formula import POINTS, Formula, given_else
from rubricc.compiler.formulas.plain import is_holds, is_number, picked
from rubricc.compiler.ir.program import Absent, Part
from rubricc.compiler.runtime.exact import plain, show, whole
from rubricc.compiler.runtime.sentences import Part as Said
from rubricc.dsl import terms as t
from rubricc.dsl.diagnostics.render.layout import width

# What lines are called whose names are not the author's: by the names that lowering gives them, without a number.
LINES = {
    POINTS: ("得分", "points"), "base": ("基础分", "base"), "deduct": ("扣分", "deduction"),
    "add": ("加分", "addition"), "sum": ("小计", "sum"), "limited": ("限定后得分", "limited"),
    "scaled": ("折算得分", "scaled"), "amount": ("每次分值", "amount"), "factor": ("系数", "factor"),
    "factored": ("乘系数后", "factored"), "measure": ("实际值", "measure"), "share": ("完成比例", "share"),
    "threshold": ("界限", "threshold"), "distance": ("差距", "distance"), "beyond": ("超出部分", "beyond"),
    "steps": ("步数", "steps"), "number": ("数量", "number"), "times": ("次数", "times"),
    "rows": ("行数", "rows"), "counted": ("计入数", "counted"), "tier": ("本级分值", "tier"),
    "tier_count": ("本级次数", "tier count"), "charged": ("应计分值", "charged"), "own": ("各行分值", "own"),
    "met": ("满足项数", "met"), "days": ("迟交天数", "days"), "months": ("迟交月数", "months"),
    "value": ("分段值", "value"),
}  # fmt: skip
_OTHER = ("中间值", "value")
_NUMBERED = re.compile(r"_[0-9]+$")
_LESS = {">=": " ≤ ", ">": " < "}


def names_of(formula: Formula, taken: set[str], *, chinese: bool) -> dict[str, str]:
    """What every definition is called: what the author calls it, or a word with a number where there are several."""
    stems = {
        line: formula.called.get(line) or LINES.get(_NUMBERED.sub("", line), _OTHER)[not chinese]
        for line in formula.definitions
    }
    found: dict[str, str] = {}
    several = {stem for stem in stems.values() if list(stems.values()).count(stem) > 1}
    for line, stem in stems.items():
        own = line in formula.called
        name, number = f"{stem}1" if stem in several and not own else stem, 2
        while name in taken or name in found.values():
            name, number = f"{name}′" if own else f"{stem}{number}", number + 1
        found[line] = name
    return found


class Notation(Symbols):
    """The terms of a formula as people write them."""

    def __init__(self, formula: Formula, slots: Mapping[str, t.Term], chinese: bool) -> None:
        super().__init__(chinese, slots)
        self.names = names_of(formula, set(slots), chinese=chinese)
        self.grouped = {part.name for part, _ in formula.parts if part.key}

    def text(self, term: t.Term) -> str:
        return "".join(map(str, self.parts(term)))

    def leaf(self, term: t.Ref | t.Leaf) -> list[Said]:
        if isinstance(term, t.Ref) and term.name in self.names:
            return [self.names[term.name]]
        if isinstance(term, t.Each):
            return [self.each(term)]
        return super().leaf(term)

    def each(self, term: t.Each) -> str:
        """What the points of rows come to, in words."""
        zh, en = ("组", "groups") if term.part in self.grouped else ("行", "rows")
        zh, en = {
            "sum": (f"各{zh}得分合计", f"points of all {en}"),
            "best": (f"得分最高的 {term.k} {zh}合计", f"points of the best {term.k} {en}"),
            "worst": (f"得分最低的 {term.k} {zh}合计", f"points of the worst {term.k} {en}"),
            "drop": (f"去掉得分最低的 {term.k} {zh}后合计", f"points of all but the worst {term.k} {en}"),
        }[term.how]
        return self.say(f"{term.block}{zh}", f"{en} of {term.block}")

    def constant(self, term: t.Const) -> list[Said]:
        """A parameter by its name, which a line of its own gives the value of."""
        if isinstance(term.given, t.Ref):
            return [term.given.name]
        text = value_text(term, self.chinese)
        return ["−" + text[1:] if isinstance(term.value, Fraction) and term.value < 0 else text]

    def inner(self, term: t.Term, **how: tuple[type, ...]) -> list[Said]:
        alone = is_holds(term) or given_else(term, self.slots) is not None
        return self.parts(term) if alone else super().inner(term, **how)

    def parts(self, term: t.Term) -> list[Said]:
        match term:
            case t.Select(((condition, _),)) if is_holds(term):
                return ["[", *self.parts(condition), "]"]
            case t.Not(t.Ref(name)) if isinstance(there := self.slots.get(name), t.Input):
                return super().parts(t.Not(there, term.kind))
            case t.Select(((_, value),)) if (asked := given_else(term, self.slots)) is not None:
                return self.if_missing(asked, value, term.otherwise)
            case t.Select() if term.moving is None and given_else(term, {}) is None:
                return self.choice(term)
            case t.Pick():
                return self.choice(picked(term))
            case t.Steps():
                below = [] if is_number(term.size, 1) else [" ÷ ", *self.inner(term.size)]
                left, right = "⌈⌉" if term.partial == "started" else "⌊⌋"
                return [
                    left,
                    *(self.inner(term.distance) if below else self.parts(term.distance)),
                    *below,
                    right,
                ]
            case t.Extreme():
                return [term.which, "(", *self.listed(term.operands), ")"]
            case t.DaysLate():
                return [self.say("迟交天数(", "days late("), *self.listed(t.children(term)), ")"]
            case t.MonthsLate():
                whole = term.partial == "whole"
                how = self.say(
                    "不足一月不计" if whole else "不足一月按一月计", "whole" if whole else "started"
                )
                return [self.say("迟交月数(", "months late("), *self.listed(t.children(term)), ", ", how, ")"]
            case t.Logic(op="and", operands=(t.Compare() as low, t.Compare() as high)) if _is_between(
                low, high
            ):
                return [*self.inner(low.right), _LESS[low.op], *self.parts(high)]
        return super().parts(term)

    def rounded(self, term: t.Rounded) -> str:
        """`四舍五入到 0.01`."""
        grid = show(whole(term.grid), term.kind.style, "zh")
        return self.say(f"{self.word(term.mode)}到 {grid}", f"rounded {self.word(term.mode)} to {grid}")

    def choice(self, term: t.Select) -> list[Said]:
        """Cases within a line."""
        found: list[Said] = []
        for condition, value in term.arms:
            found += [
                *self.parts(value),
                self.say(" 若 ", " if "),
                *self.parts(condition),
                self.say("，", ", "),
            ]
        return ["{", *found, self.say("否则 ", "else "), *self.parts(term.otherwise), "}"]

    def say(self, zh: str, en: str) -> str:
        return zh if self.chinese else en

    def listed(self, terms: tuple[t.Term, ...]) -> list[Said]:
        found: list[Said] = []
        for term in terms:
            found += [", "] * bool(found) + self.parts(term)
        return found


def _is_between(low: t.Compare, high: t.Compare) -> bool:
    return low.op in _LESS and high.op in ("<", "<=") and low.left == high.left


class Equation(NamedTuple):
    """`name = term`; what is not the points themselves stands below them."""

    name: str
    term: t.Term
    below: bool


def told_of(formula: Formula, notation: Notation) -> list[Equation | str]:
    """The formula, what it names, its parameters, and where there are no points, or others."""
    names = notation.names
    told: list[Equation | str] = [Equation(names[n], x, n != POINTS) for n, x in formula.definitions.items()]
    told += [
        Equation(each.given.name, evolve(each, given=None), True)
        for each in formula.params
        if isinstance(each.given, t.Ref)
    ]
    if any(map(_has_holds, formula.definitions.values())):
        told.append(notation.say("[条件]：成立为 1，不成立为 0", "[C]: 1 where C holds, else 0"))
    return [*told, *_exceptions(formula, notation)]


def formula_text(formula: Formula, slots: Mapping[str, t.Term], lang: str) -> list[str]:
    """The lines of a formula, and of those for every row that it reads."""
    notation = Notation(formula, slots, lang == "zh")
    lines: list[str] = []
    for one in told_of(formula, notation):
        where = notation.say("其中 ", "where ") if isinstance(one, Equation) and one.below else ""
        lines += (
            _equation(f"{where}{one.name} = ", one.term, notation) if isinstance(one, Equation) else [one]
        )
    for part, inside in formula.parts:
        lines += [rows_of(part, notation), *(f"  {line}" for line in formula_text(inside, slots, lang))]
    return lines


def rows_of(part: Part, notation: Notation) -> str:
    """What a formula within a formula is worked out for."""
    block = part.rows.block
    if part.key:
        return notation.say(f"{block}按{part.key}分组，每组：", f"every group of {block} by {part.key}:")
    return notation.say(f"{block}每行：", f"every row of {block}:")


def _equation(left: str, term: t.Term, notation: Notation) -> list[str]:
    if isinstance(term, t.Select) and not is_holds(term):
        return _cases(left, term, notation)
    if not isinstance(term, t.Rounded):
        return [left + notation.text(term)]
    *lines, last = _equation(left, term.operand, notation)
    rounded = notation.rounded(term)
    return [*lines, last, rounded] if lines else [f"{last}{notation.say('，', ', ')}{rounded}"]


def _cases(left: str, term: t.Select, notation: Notation) -> list[str]:
    """One case a line, behind a brace; the name stands beside the middle."""
    values = [notation.text(value) for _, value in term.arms] + [notation.text(term.otherwise)]
    when = [notation.text(condition) for condition, _ in term.arms] + [notation.say("其他", "otherwise")]
    wide, middle, last = max(map(width, values)), (len(values) - 1) // 2, len(values) - 1
    rows = []
    for at, (value, condition) in enumerate(zip(values, when, strict=True)):
        brace = "⎧" if at == 0 else "⎩" if at == last else "⎨" if at == middle else "⎪"
        before = left if at == middle else " " * width(left)
        rows.append(f"{before}{brace} {value}{' ' * (wide - width(value))}  {condition}")
    return rows


def _has_holds(term: t.Term) -> bool:
    return is_holds(term) or any(map(_has_holds, t.children(term)))


def _exceptions(formula: Formula, notation: Notation) -> list[str]:
    answers = {absent.because: absent for absent, _ in formula.instead}
    lines: list[str] = []
    for condition in formula.conditions:
        instead = _answer(answers.get("zero divisor"), notation)
        if isinstance(condition, t.Compare) and condition.op == "!=" and is_number(condition.right, 0):
            text = notation.text(condition.left)
            lines.append(notation.say(f"{text} 为 0 时{instead}", f"{instead} where {text} is 0"))
        else:
            text = notation.text(condition)
            lines.append(notation.say(f"{text}，否则{instead}", f"{text}, else {instead}"))
    for absent, applies in formula.instead:
        instead = _answer(absent, notation)
        if applies is not None:
            text = notation.text(applies)
            lines.append(notation.say(f"不适用（{text}）时{instead}", f"not applicable ({text}): {instead}"))
        elif absent.because == "missing" and absent.answer != "refuse":
            lines.append(notation.say(f"缺数据时{instead}", f"facts missing: {instead}"))
    return lines


def _answer(absent: Absent | None, notation: Notation) -> str:
    match None if absent is None else absent.answer:
        case None | "refuse":
            return notation.say("没有得分", "no points")
        case "points":
            assert absent is not None
            return notation.say(f"得 {plain(absent.points)} 分", f"{plain(absent.points)} points")
        case "mean of others":
            return notation.say("按其他单位平均计", "the mean of the others")
        case how:
            inside = how == "rescale within group"
            zh, en = ("在组内", "within the group") if inside else ("在总分中", "in the total")
            return notation.say(f"由其余指标{zh}折算", f"the others make up for it {en}")
