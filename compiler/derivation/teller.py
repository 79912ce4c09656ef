"""The desk of one derivation: its language, how values and amounts are printed, what clauses have in common."""

from __future__ import annotations

from fractions import Fraction

from rubricc.compiler.derivation.terms import Slots, const_text, term_parts, term_text, value_text
from rubricc.compiler.ir import told
from rubricc.compiler.ir.program import ROWS, Indicator
from rubricc.compiler.runtime.exact import show, whole
from rubricc.compiler.runtime.sentences import Brief, Exactly, Listed, Part, Parts, Show
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import NUMBER, PERCENT, Kind

OPS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "=", "!=": "≠"}
NONE = Fraction(0)
TABLE = ".csv"  # rows may stand in a file of their own


class Desk:
    """What the sentences of one indicator have in common, in one language."""

    def __init__(
        self, indicator: Indicator, zh: bool, slots: Slots, convention: str, grid: Fraction, rounding: str
    ) -> None:
        self.indicator = indicator
        self.zh = zh
        self.slots = slots
        self.convention = f"（约定 {convention}）" if zh else f" (convention {convention})"
        self.grid, self.rounding = grid, rounding
        kinds = [
            c.told.kind
            for c in indicator.clauses
            if isinstance(c.told, told.StepTold | told.BandsTold | told.TargetTold)
        ]
        self.percent = any(k is not None and k.family == "percent" for k in kinds)

    @property
    def lang(self) -> str:
        return "zh" if self.zh else "en"

    def say(self, zh: str, en: str) -> str:
        return zh if self.zh else en

    def symbols(self, term: t.Term) -> str:
        return term_text(term, self.zh)

    def shown_kind(self, kind: Kind) -> Kind:
        """A quotient is shown in percent where the clauses of the indicator speak of percent."""
        return PERCENT if kind.ratio and self.percent else kind

    def number(self, value: Fraction, kind: Kind) -> str:
        return show(whole(value), kind.style, self.lang)

    def bound(self, term: t.Term, kind: Kind) -> str:
        return const_text(term, self.zh, kind) if isinstance(term, t.Const) else self.symbols(term)

    def amount(self, term: t.Term) -> str:
        """Points as written: a number, or the formula of one; what was told before by that."""
        if isinstance(term, t.Ref) and term.name.partition("_")[0] in ("amount", "judged"):
            return self.say("上列", "the amount above")
        return value_text(term, self.zh) if isinstance(term, t.Const) else self.symbols(term)

    def points(self, line: str) -> tuple[Part, ...]:
        return (Show(line, "score"),)

    def having(self, condition: t.Term) -> Parts:
        """What a condition says with its values, where its symbols do not say all: `1110.5 万元 > 1000 万元，`."""
        bare = condition.operand if isinstance(condition, t.Not) else condition
        if isinstance(bare, t.Input | t.Ref | t.Const):
            return ()
        return (*term_parts(condition, self.zh, self.slots), self.say("，", ", "))

    def threshold(self, term: t.Term, kind: Kind, line: str) -> Parts:
        """What something is held against: a written value, or a formula worked out."""
        return self.formula("", term, line, kind) if line else (self.bound(term, kind),)

    def value(self, line: str, kind: Kind) -> tuple[Part, ...]:
        """A value as printed, its exact digits behind it where they are more."""
        style = kind.style
        if kind.family in ("date", "yesno", "label", "month", "text"):
            return (Show(line, style),)
        return (Brief(line, style), Exactly(line, style, self.say("（", " ("), self.say("）", ")")))

    def rows(self, count: str) -> Part:
        """Which rows the count on a line counts."""
        slot = next(line.term for line in self.indicator.lines if line.name == count)
        assert isinstance(slot, t.Ref)
        return Listed(slot.name + ROWS, self.say("（", " ("), self.say("）", ")"))

    def formula(self, name: str, term: t.Term, line: str, kind: Kind | None = None) -> Parts:
        """`话务接通率 = 合计(接通数) ÷ 合计(话务量) = 324720 ÷ 344111 = 94.36%（94.3648…%）`."""
        kind = kind or self.shown_kind(term.kind)
        symbols = self.symbols(term)
        if isinstance(term, t.Input) or not name:
            parts: list[Part] = [symbols]
        else:
            parts = [name] if symbols == name else [name, " = ", symbols]
        values = term_parts(term, self.zh, self.slots)
        if (
            not isinstance(term, t.Input | t.Ref | t.Aggregate | t.Points | t.Const)
            and "".join(map(str, values)) != symbols
        ):
            parts += [" = ", *values]
        return (*parts, " = ", *self.value(line, kind))

    def rounded(self, it: told.MeasureTold | told.ProRataTold) -> Parts:
        """Who rounds a measure, where it is the convention."""
        return (self.convention,) if it.by_convention else ()

    # ── bands ──

    def row(self, row: told.BandRow, kind: Kind | None) -> str:
        said = self.say("、", ", ").join(self.case(c, kind) for c in row.cases)
        file, line = row.span.source.file_name, row.span.line
        if not file.endswith(TABLE):
            return said
        return self.say(f"{said}（{file} 第 {line} 行）", f"{said} ({file}, row {line})")

    def result(self, row: told.BandRow, measure: str, line: str, kind: Kind | None) -> Parts:
        """What a row gives: its points, or the arithmetic of its straight line."""
        region = row.cases[0]
        if row.piece is not None and kind is not None and isinstance(region, told.Region):
            assert region.low is not None and region.high is not None
            kind = self.shown_kind(kind)
            y0, y1 = (self.amount(x) for x in row.piece)
            x0, x1 = self.number(region.low, kind), self.number(region.high, kind)
            way: Parts = (
                f"{y0} + ({y1} − {y0}) × (",
                Show(measure, kind.style),
                f" − {x0}) ÷ ({x1} − {x0}) = ",
            )
            return (self.say("得 ", ""), *way, *self.points(line))
        if isinstance(row.result, t.Const):
            return (self.say(f"得 {self.amount(row.result)} 分", f"{self.amount(row.result)} points"),)
        if isinstance(row.result, t.Chain | t.Select | t.Extreme | t.Rounded):
            return (*self.formula(self.say("得分", "points"), row.result, line, NUMBER), self.say(" 分", ""))
        return (self.say("得 ", ""), *self.points(line))

    def case(self, case: told.BandCase, kind: Kind | None) -> str:
        match case:
            case told.OtherwiseCase():
                return self.say("其他", "otherwise")
            case told.LabelCase(label):
                return show(label, "yesno", self.lang) if isinstance(label, bool) else label
            case told.ConditionCase(condition):
                return self.symbols(condition)
            case told.Region():
                return self.region(case, kind or NUMBER)

    def region(self, it: told.Region, kind: Kind) -> str:
        kind = self.shown_kind(kind)
        low = "" if it.low is None else self.number(it.low, kind)
        high = "" if it.high is None else self.number(it.high, kind)
        if it.low is not None and it.low == it.high:
            return f"= {low}"
        if it.high is None:
            return f"{'>' if it.low_open else '≥'} {low}"
        if it.low is None:
            return f"{'<' if it.high_open else '≤'} {high}"
        return f"{'(' if it.low_open else '['}{low}, {high}{')' if it.high_open else ']'}"
