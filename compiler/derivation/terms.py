"""Terms as people read them: symbols (`合计(话务量) ÷ 合计(接通数)`), and the same with values filled in later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from rubricc.compiler.ir.program import Indicator, Line
from rubricc.compiler.runtime.exact import show
from rubricc.compiler.runtime.schema import FILLED
from rubricc.compiler.runtime.sentences import If, Part, Parts, Show
from rubricc.compiler.runtime.spans import Calendar
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import YESNO, Kind
from rubricc.dsl.missing import asked_of
from rubricc.grammar.keywords import FUNCTIONS, canonical

_SIGNS = {"+": " + ", "-": " − ", "*": " × ", "/": " ÷ "}
_COMPARE = {">=": " ≥ ", "<=": " ≤ ", ">": " > ", "<": " < ", "=": " = ", "!=": " ≠ "}
_WORDS = {
    "and": (" and ", " 且 "), "or": (" or ", " 或 "), "not": ("not ", "非 "), "where": (" where ", " 其中 "),
    "if": ("if ", "若 "), "then": (" then ", " 则 "), "else": (" else ", " 否则 "),
    "half up": ("half up", "四舍五入"), "half even": ("half even", "四舍六入五成双"),
    "there": ("is not missing", "不为空"), "gone": ("is missing", "为空"),
    "up": ("up", "向上取整"), "down": ("down", "向下取整"),
}  # fmt: skip
_TIGHT = (
    t.Const, t.Input, t.Ref, t.Aggregate, t.Points, t.Each, t.Extreme, t.Pick, t.Steps, t.DaysLate, t.MonthsLate,
    t.Earlier, t.Streak, t.First, t.OfGroup,
)  # fmt: skip
AMONG = {  # what functions over units are made of
    "above": ("高于本单位的个数", "number above own"), "below": ("低于本单位的个数", "number below own"),
    "trimmed": ("去最高最低各{}个的合计", "sum without the {} highest and lowest"),
    "having": ("有值的个数", "number with a value"), "lacking": ("没有值的个数", "number without a value"),
}  # fmt: skip
CALLED = {"distinct": "distinct count"}  # operations that are called by another name
_EARLIER = {1: "previous", 12: "year ago"}  # by how many months
Slots = Mapping[t.Leaf | t.OfRow, str]


def const_text(const: t.Const, chinese: bool, kind: Kind | None = None) -> str:
    """A constant; a parameter by its name, with its value behind it. What a formula comes to is told on its own."""
    text = value_text(const, chinese, kind)
    if not isinstance(const.given, t.Ref):
        return text
    return f"{const.given.name}（{text}）" if chinese else f"{const.given.name} ({text})"


def value_text(const: t.Const, chinese: bool, kind: Kind | None = None) -> str:
    value = const.value
    if isinstance(value, Fraction) and value.denominator == 1:
        value = int(value)  # type: ignore[assignment]
    return show(value, (kind or const.kind).style, "zh" if chinese else "en")


def term_text(term: t.Term, chinese: bool, slots: Mapping[str, t.Term] | None = None) -> str:
    """A term in symbols; `slots` gives back the terms that stand behind references."""
    texts = Symbols(chinese, slots or {})
    return "".join(str(part) for part in texts.parts(term))


def term_parts(term: t.Term, chinese: bool, slots: Slots) -> Parts:
    """A term with gaps for the values of its facts, aggregates and references."""
    return tuple(_Values(chinese, slots).parts(term))


def calendar_of(indicator: Indicator, slots: Slots) -> Calendar | None:
    """The calendar of working days that an indicator counts by, in its lines or in what they start from."""
    behind = {name: term for term, name in slots.items()}
    todo: list[t.Term] = [s.term if isinstance(s, Line) else s.condition for s in indicator.steps]
    while todo:
        term = todo.pop()
        if isinstance(term, t.Elapsed) and term.calendar is not None:
            return term.calendar
        todo += [behind[term.name]] if isinstance(term, t.Ref) and term.name in behind else t.children(term)
    return None


class Symbols:
    """The text of a term; `leaf` says what facts and aggregates look like."""

    def __init__(self, chinese: bool, slots: Mapping[str, t.Term]) -> None:
        self.chinese = chinese
        self.slots = slots

    def word(self, key: str) -> str:
        return _WORDS[key][self.chinese]

    @property
    def comma(self) -> str:
        return "，" if self.chinese else ", "

    def leaf(self, term: t.Ref | t.Leaf) -> list[Part]:
        if isinstance(term, t.Ref):
            behind = self.slots.get(term.name)
            return [term.name] if behind is None else self.parts(behind)
        if isinstance(term, t.Input) and term.item == t.TOTAL:
            return [self.whole(term.item)]
        if isinstance(term, t.Input):
            if term.item:
                return self.called("points", [term.item])
            return [f"{fact} {self.word('there')}" if (fact := asked_of(term.name)) else term.name]
        if isinstance(term, t.Points) and term.item in (t.TOTAL, t.GRADE):
            return [self.whole(term.item)]
        if isinstance(term, t.Points):
            return self.called("points", [term.item])
        if isinstance(term, t.Each):
            return [f"{term.block}逐行得分" if self.chinese else f"points of the rows of {term.block}"]
        if isinstance(term.body, t.Streak) and term.operation == "max" and term.where is None:
            return self.parts(term.body)  # the longest, as it is written outside rows
        inside: list[Part] = [term.block] if term.body is None else self.parts(term.body)
        if term.last:
            inside = [f"最近{term.last}个月 " if self.chinese else f"last {term.last} of ", *inside]
        if term.where is not None:
            inside = [*inside, self.word("where"), *self.parts(term.where)]
        among = "having" if term.skip and term.operation == "count" else term.operation
        if among in AMONG:
            zh, en = AMONG[among]
            return [(zh if self.chinese else en).format(term.trim), "(", *inside, ")"]
        return self.called(CALLED.get(term.operation, term.operation), inside)

    def gone(self, there: t.Input) -> list[Part]:
        """A fact is missing; `there` says that it is not."""
        return [f"{asked_of(there.name)} {self.word('gone')}"]

    def if_missing(self, there: t.Input, value: t.Term, otherwise: t.Term) -> list[Part]:
        return ["(", *self.parts(value), self.comma, self.word("else").lstrip(), *self.parts(otherwise), ")"]

    def moving(self, term: t.Select, it: t.Moving) -> list[Part]:
        """`mean(last 3 of x, else V)`."""
        of: list[Part] = [it.block] if it.body is None else self.parts(it.body)
        inside = [f"最近{it.months}个月 " if self.chinese else f"last {it.months} of ", *of]
        inside += [self.comma, self.word("else").lstrip(), *self.parts(term.otherwise)]
        if it.where is not None:
            inside += [self.word("where"), *self.parts(it.where)]
        return self.called(it.function, inside)

    def weight(self, said: t.WeightOf) -> list[Part]:
        if not said.item:
            return [canonical("WEIGHT", self.chinese)]
        return self.called("weight", [self.whole(said.item) if said.item == t.TOTAL else said.item])

    def whole(self, item: str) -> str:
        return canonical("TOTAL" if item == t.TOTAL else "RATING", self.chinese)

    def called(self, function: str, inside: list[Part]) -> list[Part]:
        return [FUNCTIONS[function][self.chinese][0], "(", *inside, ")"]

    def constant(self, term: t.Const) -> list[Part]:
        """A parameter by its name: its value is told on a line of its own."""
        if isinstance(term.given, t.WeightOf):
            return self.weight(term.given)
        if term.given is None:
            return [value_text(term, self.chinese)]
        return self.inner(term.given) if isinstance(term.given, t.Chain) else self.parts(term.given)

    def inner(self, term: t.Term, *, tight: tuple[type, ...] = _TIGHT) -> list[Part]:
        """A part of a larger term, in parentheses where it is not simple."""
        parts = self.parts(term)
        alone = isinstance(term, t.Elapsed) and term.what != "days"
        alone = alone or (isinstance(term, t.Select) and term.moving is not None)
        if isinstance(term, tight) or alone or _if_missing(term) is not None:
            return parts
        return ["(", *parts, ")"]

    def joined(self, terms: tuple[t.Term, ...], between: str) -> list[Part]:
        parts: list[Part] = []
        for at, term in enumerate(terms):
            parts += ([between] if at else []) + self.inner(term, tight=(*_TIGHT, t.Compare, t.Not))
        return parts

    def parts(self, term: t.Term) -> list[Part]:
        match term:
            case t.Const():
                return self.constant(term)
            case t.Input() | t.Ref() | t.Aggregate() | t.Points() | t.Each():
                return self.leaf(term)
            case t.Chain(t.Const(Fraction(numerator=0)), (("-", operand),)):
                return ["−", *self.inner(operand)]
            case t.Chain():
                return self.chain(term)
            case t.Compare():
                return [
                    *self.inner(term.left, tight=(*_TIGHT, t.Chain, t.Rounded)),
                    _COMPARE[term.op],
                    *self.inner(term.right, tight=(*_TIGHT, t.Chain, t.Rounded)),
                ]
            case t.Logic():
                return self.joined(term.operands, self.word(term.op))
            case t.Not(t.Input() as there) if asked_of(there.name):
                return self.gone(there)
            case t.Not():
                return [self.word("not"), *self.inner(term.operand)]
            case t.Select() if term.moving is not None:
                return self.moving(term, term.moving)
            case t.Select():
                if (asked := _if_missing(term)) is not None:
                    return self.if_missing(*asked)
                parts: list[Part] = []
                for at, (condition, value) in enumerate(term.arms):
                    parts += [self.word("else")] * (at > 0)
                    parts += [self.word("if"), *self.parts(condition), self.word("then"), *self.parts(value)]
                return [*parts, self.word("else"), *self.parts(term.otherwise)]
            case t.Extreme():
                return self.called(term.which, self.joined(term.operands, ", "))
            case t.Earlier(operand=t.Const(value=True)):
                return [f"前面有 {term.back} 个月" if self.chinese else f"{term.back} months are before it"]
            case t.Earlier() if term.back not in _EARLIER:
                before = f"前第{term.back}个月的" if self.chinese else f"{term.back} months before "
                return [before, *self.inner(term.operand)]
            case t.Earlier():
                otherwise = [self.comma, self.word("else").lstrip(), *self.parts(term.otherwise)]
                return self.called(_EARLIER[term.back], [*self.parts(term.operand), *otherwise])
            case t.Streak():
                return self.called("streak", self.parts(term.condition))
            case t.First():
                return [f"{term.key.name}的首行" if self.chinese else f"first of its {term.key.name}"]
            case t.OfGroup():
                return self.parts(term.aggregate)
            case t.Rounded():
                grid = show(term.grid, term.kind.style, "zh")
                return [
                    *self.inner(term.operand),
                    f" {self.word(term.mode)}{'到' if self.chinese else ' to'} ",
                    grid,
                ]
            case t.Elapsed(what="days"):
                return [*self.inner(term.end), " − ", *self.inner(term.start)]
            case t.Elapsed():
                name = FUNCTIONS["months" if term.what == "months" else "workdays"][1 if self.chinese else 0][
                    0
                ]
                return [name, "(", *self.joined(t.children(term), ", "), ")"]
            case t.Shifted():
                zh, en = ("个月", "month") if term.unit == "month" else ("天", "day")
                many = f"{abs(term.count)} " + (zh if self.chinese else en + "s" * (abs(term.count) != 1))
                return [*self.inner(term.operand), f" {'+' if term.count >= 0 else '−'} {many}"]
            case t.Pick():
                return self.by_rows(term.index)
            case t.Steps() | t.DaysLate() | t.MonthsLate():
                return self.joined(t.children(term), ", ")

    def by_rows(self, index: t.Term) -> list[Part]:
        """What the rows of a table come to, by what chooses among them; the rows stand in the rubric."""
        read = dict.fromkeys("".join(map(str, self.leaf(each))) for each in _leaves(index))
        named = ("、" if self.chinese else ", ").join(read)
        return [f"按{named}计分" if self.chinese else f"points by {named}"]

    def chain(self, term: t.Chain) -> list[Part]:
        additive = term.rest[0][0] in "+-"
        tight = (*_TIGHT, t.Chain) if additive else _TIGHT
        parts = self.inner(term.first, tight=tight)
        for op, operand in term.rest:
            nested = isinstance(operand, t.Chain) and (not additive or operand.rest[0][0] in "+-")
            shown = self.inner(operand, tight=_TIGHT if nested else tight)
            parts += [_SIGNS[op], *shown]
        return parts


def _leaves(term: t.Term) -> Iterator[t.Ref | t.Leaf]:
    if isinstance(term, t.Ref | t.Input | t.Aggregate | t.Points | t.Each):
        yield term
    else:
        for child in t.children(term):
            yield from _leaves(child)


def _if_missing(term: t.Term) -> tuple[t.Input, t.Term, t.Term] | None:
    """Of `(closed, else V)`: whether the fact is there, the fact, and V."""
    match term:
        case t.Select(arms=((t.Input() as there, value),)) if asked_of(there.name):
            return there, value, term.otherwise
    return None


class _Values(Symbols):
    """The same with values: every fact and aggregate is a gap."""

    def __init__(self, chinese: bool, slots: Slots) -> None:
        super().__init__(chinese, {})
        self.by_term = slots

    def parts(self, term: t.Term) -> list[Part]:
        if isinstance(term, t.OfRow) and term in self.by_term:  # a fact of a row
            return [Show(self.by_term[term], term.kind.style)]
        return super().parts(term)

    def leaf(self, term: t.Ref | t.Leaf) -> list[Part]:
        name = term.name if isinstance(term, t.Ref) else self.by_term[term]
        shown = Show(name, term.kind.style)
        there = (
            t.Input(term.block, term.name + FILLED, YESNO, term.own) if isinstance(term, t.Input) else None
        )
        if there is None or there not in self.by_term:
            return [shown]
        return [If(self.by_term[there], "yes", Fraction(0), (shown,), ("空" if self.chinese else "missing",))]

    def gone(self, there: t.Input) -> list[Part]:
        no, yes = ("否", "是") if self.chinese else ("no", "yes")
        return [self._if(there, [no], [yes])]

    def moving(self, term: t.Select, it: t.Moving) -> list[Part]:
        ((there, found),) = term.arms
        return [self._if(there, ["(", *self.parts(found), ")"], self.parts(term.otherwise))]

    def if_missing(self, there: t.Input, value: t.Term, otherwise: t.Term) -> list[Part]:
        return [self._if(there, self.parts(value), self.parts(otherwise))]

    def _if(self, there: t.Term, then: list[Part], otherwise: list[Part]) -> Part:
        assert isinstance(there, t.Input | t.OfRow)
        return If(self.by_term[there], "yes", Fraction(0), tuple(then), tuple(otherwise))

    def constant(self, term: t.Const) -> list[Part]:
        return [value_text(term, self.chinese)]
