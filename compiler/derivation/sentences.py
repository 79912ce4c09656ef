"""What every clause says, worded ahead of time in Chinese and English: one function for each kind of `told`.

A sentence is a tuple of parts; the runtime fills its gaps. The figures that a sentence prints can be recomputed from
each other; where one is rounded in print, the exact digits follow it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from rubricc.compiler.derivation.terms import Slots, const_text, style_of, term_parts, term_text
from rubricc.compiler.ir import told
from rubricc.compiler.ir.program import Indicator
from rubricc.compiler.runtime.exact import plain, show
from rubricc.compiler.runtime.sentences import (
    Brief,
    Case,
    Exactly,
    Gap,
    If,
    Part,
    Parts,
    Show,
    Times,
    Unless,
)
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import PERCENT, Kind

_OPS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "=", "!=": "≠"}
_ROUNDING = {"half up": "四舍五入", "half even": "四舍六入五成双", "up": "向上取整", "down": "向下取整"}


class Teller:
    """Words one indicator in one language."""

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

    def lines(self) -> tuple[Parts, ...]:
        return tuple(line for clause in self.indicator.clauses for line in self.clause(clause.told))

    def say(self, zh: str, en: str) -> str:
        return zh if self.zh else en

    def symbols(self, term: t.Term) -> str:
        return term_text(term, self.zh)

    def kind_shown(self, kind: Kind) -> Kind:
        """A quotient is shown in percent where the clauses of the indicator speak of percent."""
        return PERCENT if kind.ratio and self.percent else kind

    def clause(self, it: told.Told) -> list[Parts]:
        match it:
            case told.MeasureTold() | told.LetTold():
                return [self.measure(it.name, it.term, it.line)]
            case told.StartTold():
                return (
                    [(self.say(f"基础分 {plain(it.points)} 分", f"starts at {plain(it.points)}"),)]
                    if it.how == "stated"
                    else []
                )
            case told.TargetTold():
                return [self.target(it)]
            case told.BandsTold():
                return [self.bands(it)]
            case told.ProRataTold():
                return self.pro_rata(it)
            case told.ChecklistTold():
                return self.checklist(it)
            case told.StepTold():
                return [self.late(it) if it.kind.family == "date" else self.step(it)]
            case told.RowsTold():
                return [self.rows(it)]
            case told.CountTold():
                return [self.count(it)]
            case told.OnceTold():
                return [self.once(it)]
            case told.WhenTold():
                return [self.when(it)]
            case told.LimitTold():
                return [self.limit(it)]
            case told.VetoTold():
                return [self.veto(it)]
            case told.SumTold():
                return self.sum(it)
            case _:
                assert_never(it)

    # ── the measure ──

    def value(self, line: str, kind: Kind) -> tuple[Part, ...]:
        """A value as printed, its exact digits behind it where they are more."""
        style = style_of(kind)
        if kind.family in ("date", "yesno", "label", "month"):
            return (Show(line, style),)
        open_, close = self.say("（", " ("), self.say("）", ")")
        return (Brief(line, style), Exactly(line, style, open_, close))

    def measure(self, name: str, term: t.Term, line: str, kind: Kind | None = None) -> Parts:
        """`话务接通率 = 合计(接通数) ÷ 合计(话务量) = 324720 ÷ 344111 = 94.36%（94.3648…%）`."""
        kind = kind or self.kind_shown(term.kind)
        parts: list[Part] = [name] if name else []
        symbols = self.symbols(term)
        if symbols != name:
            parts += [" = ", symbols] if parts else [symbols]
        if not isinstance(term, t.Input | t.Ref | t.Aggregate | t.Const):
            parts += [" = ", *term_parts(term, self.zh, self.slots)]
        return (*parts, " = ", *self.value(line, kind))

    # ── bases ──

    def target(self, it: told.TargetTold) -> Parts:
        target = f"{_OPS[it.op]} {self.bound(it.value, it.kind)}"
        weight = plain(self.indicator.weight)
        return (
            If(
                it.met, "yes", Fraction(0),
                (self.say(f"目标 {target}，达到：得满分 {weight} 分", f"target {target}: met, full marks {weight}"),),
                (self.say(f"目标 {target}，未达到：得 0 分", f"target {target}: not met, 0 points"),),
            ),
        )  # fmt: skip

    def bound(self, term: t.Term, kind: Kind) -> str:
        return const_text(term, self.zh, kind) if isinstance(term, t.Const) else self.symbols(term)

    def bands(self, it: told.BandsTold) -> Parts:
        options: list[Parts] = []
        for row in it.rows:
            text = self.say("、", ", ").join(self.case(c, it.kind) for c in row.cases)
            options.append(
                (
                    self.say(
                        f"属「{text}」一档：得 {plain(row.points)} 分",
                        f"in band “{text}”: {plain(row.points)} points",
                    ),
                )
            )
        head: Parts = ()
        told_already = any(isinstance(c.told, told.MeasureTold) for c in self.indicator.clauses)
        if it.kind is not None and not told_already:
            kind = self.kind_shown(it.kind)
            head = (it.measure, " = ", *self.value("measure", kind), self.say("，", ", "))
        return (*head, Case(it.row, tuple(options)))

    def case(self, case: told.BandCase, kind: Kind | None) -> str:
        match case:
            case told.OtherwiseCase():
                return self.say("其他", "otherwise")
            case told.LabelCase(label):
                return show(label, "yesno", "zh" if self.zh else "en") if isinstance(label, bool) else label
            case told.ConditionCase(condition):
                return self.symbols(condition)
            case told.Region():
                return self.region(case, style_of(self.kind_shown(kind)) if kind is not None else "number")

    def region(self, it: told.Region, style: str) -> str:
        lang = "zh" if self.zh else "en"
        low = "" if it.low is None else show(it.low if it.low.denominator != 1 else int(it.low), style, lang)
        high = (
            ""
            if it.high is None
            else show(it.high if it.high.denominator != 1 else int(it.high), style, lang)
        )
        if it.low is not None and it.low == it.high:
            return f"= {low}"
        if it.high is None:
            return f"{'>' if it.low_open else '≥'} {low}"
        if it.low is None:
            return f"{'<' if it.high_open else '≤'} {high}"
        return f"{'(' if it.low_open else '['}{low}, {high}{')' if it.high_open else ']'}"

    def pro_rata(self, it: told.ProRataTold) -> list[Parts]:
        weight = plain(it.weight)
        share = self.measure(
            "" if isinstance(it.term, t.Chain) else self.symbols(it.term), it.term, it.share, PERCENT
        )
        points = self.say(" 分", " points")
        product: Parts = (f"{weight} × ", Brief(it.share, "percent"), " = ", Show(it.line, "points"), points)
        if not it.capped:
            return [share, product]
        full = (
            self.say(
                f"超过 100%，按满分计：得 {weight} 分", f"above 100 %, counted as full: {weight} points"
            ),
        )
        return [share, (If(it.share, ">", Fraction(1), full, product),)]

    def checklist(self, it: told.ChecklistTold) -> list[Parts]:
        lines: list[Parts] = []
        for item in it.items:
            points = (
                ""
                if item.points is None
                else self.say(f"，得 {plain(item.points)} 分", f": {plain(item.points)}")
            )
            none = "" if item.points is None else self.say("，得 0 分", ": 0")
            needed = self.say("（必备）", " (required)") if item.required else ""
            yes, no = self.say("符合", "met"), self.say("不符合", "not met")
            lines.append(
                (
                    If(
                        item.met,
                        "yes",
                        Fraction(0),
                        (f"✓ {item.text}{needed}：{yes}{points}",),
                        (f"✗ {item.text}{needed}：{no}{none}",),
                    ),
                )
            )
        count = len(it.items)
        head = self.say(f"共 {count} 项，符合 ", f"{count} items, met: ")
        rule: Parts
        match it.mode:
            case "points":
                rule = ()
            case "any":
                rule = (
                    self.say(
                        f"；满足 {it.need} 项得满分，不足按比例",
                        f"; {it.need} give full marks, fewer pro rata",
                    ),
                )
            case "all":
                rule = (self.say("；全部符合才得分", "; points only when all are met"),)
            case "missing":
                rule = (
                    self.say(
                        f"；每缺一项扣 {plain(it.deduct)} 分", f"; each missing one costs {plain(it.deduct)}"
                    ),
                )
        end = (
            self.say(" 项", ""),
            *rule,
            self.say("：得 ", ": "),
            Show(it.line, "points"),
            self.say(" 分", " points"),
        )
        return [*lines, (head, Show(it.met, "count"), *end)]

    # ── changes ──

    def verb(self, sign: str) -> str:
        return self.say("扣", "deduct") if sign == "deduct" else self.say("加", "add")

    def charge(self, it: told.StepTold | told.RowsTold | told.CountTold) -> tuple[Part, ...]:
        """`1 × 0.2 = 扣 0.2 分`, and the cap where there is one."""
        verb, amount = self.verb(it.sign), plain(it.amount)
        times: tuple[Part, ...] = (Brief(it.count, "count"), f" × {amount} = ")
        if it.cap is None:
            return (*times, self.say(f"{verb} ", f"{verb} "), Show(it.line, "points"), self.say(" 分", ""))
        cap = self.say(f"，至多 {plain(it.cap)} 分：{verb} ", f", up to {plain(it.cap)}: {verb} ")
        return (
            *times,
            Times(it.count, it.amount, "points"),
            cap,
            Show(it.line, "points"),
            self.say(" 分", ""),
        )

    def size(self, it: told.StepTold) -> str:
        number = plain(it.size)
        if it.basis == "points" or it.unit == "pp":
            return self.say(f"{number} 个百分点", f"{number} percentage point{'' if it.size == 1 else 's'}")
        if it.basis == "target":
            return self.say(f"目标值的 {number}%", f"{number}% of the target")
        if it.basis == "actual":
            return self.say(f"实际值的 {number}%", f"{number}% of the actual value")
        units = {
            "month": ("个月", "month"),
            "day": ("天", "day"),
            "hour": ("小时", "hour"),
            "minute": ("分钟", "minute"),
            "second": ("秒", "second"),
        }
        if it.unit in units:
            zh, en = units[it.unit]
            return self.say(f"{number} {zh}", f"{number} {en}{'' if it.size == 1 else 's'}")
        return f"{number} {it.unit}".rstrip()

    def partial(self, it: told.StepTold | told.CountTold) -> str:
        size = self.size(it) if isinstance(it, told.StepTold) else plain(it.every)
        text = {
            "started": self.say(
                f"不足 {size}按 {size}计" if not size[-1].isascii() else f"不足 {size} 按 {size} 计",
                "a started step counts whole",
            ),
            "whole": self.say(f"不足 {size} 的不计", "only whole steps count"),
            "pro rata": self.say(f"不足 {size} 的按比例计", "part of a step counts in proportion"),
        }[it.partial]
        by = it.partial_by == "convention" or (isinstance(it, told.StepTold) and it.basis_by == "convention")
        return text + (self.convention if by else "")

    def step(self, it: told.StepTold) -> Parts:
        kind = self.kind_shown(it.kind)
        target = self.bound(it.threshold, kind)
        head = (
            f"{self.say('目标', 'target')} {_OPS[it.op]} {target}"
            if it.op
            else f"{self.say('界限', 'threshold')} {target}"
        )
        side = {
            "below": self.say("低", "below by"),
            "above": self.say("高", "above by"),
            "either side": self.say("偏离", "off by"),
        }[it.side]
        in_points = it.basis == "points" or it.unit == "pp"
        style = "pp" if in_points else style_of(kind)
        gap: Part = Brief(it.distance, style)
        if (
            isinstance(it.threshold, t.Const)
            and isinstance(it.threshold.value, Fraction)
            and it.side != "either side"
        ):
            gap = Gap("measure" if it.measure else it.distance, it.threshold.value, style)
            measures = [line.name for line in self.indicator.lines if line.name.startswith("measure")]
            gap = Gap(self.measure_of(it), it.threshold.value, style) if measures else gap
        unit = self.say(" 个百分点", " percentage points") if in_points else ""
        share: tuple[Part, ...] = ()
        if (
            it.basis == "target"
            and isinstance(it.threshold, t.Const)
            and isinstance(it.threshold.value, Fraction)
        ):
            share = (
                self.say("，为目标值的 ", ", "),
                Times(it.distance, 1 / it.threshold.value, "percent"),
                self.say("", " of the target"),
            )
        rule = self.say(
            f"；每{side} {self.size(it)} {self.verb(it.sign)} {plain(it.amount)} 分，{self.partial(it)}：",
            f"; {self.verb(it.sign)} {plain(it.amount)} per {self.size(it)}, {self.partial(it)}: ",
        )
        none = self.say(f"，不{self.verb(it.sign)}分", f": nothing to {self.verb(it.sign)}")
        met = self.say("，达到", ", met") if it.op else ""
        return (
            head,
            If(
                it.distance,
                ">",
                Fraction(0),
                (self.say("，", ", "), f"{side} ", gap, unit, *share, rule, *self.charge(it)),
                (met + none,),
            ),
        )

    def measure_of(self, it: told.StepTold) -> str:
        """The line of the measure that a step's distance was taken from."""
        for line in self.indicator.lines:
            if line.name == it.distance:
                for child in t.children(line.term):
                    if isinstance(child, t.Ref) and child.name.startswith("measure"):
                        return child.name
        return "measure"

    def late(self, it: told.StepTold) -> Parts:
        deadline = self.bound(it.threshold, it.kind)
        head = self.say(f"期限 {deadline}", f"due by {deadline}")
        rule = self.say(
            f" 天；每迟 {self.size(it)} {self.verb(it.sign)} {plain(it.amount)} 分，{self.partial(it)}：",
            f" days; {self.verb(it.sign)} {plain(it.amount)} per {self.size(it)} late, {self.partial(it)}: ",
        )
        late: Parts = (self.say("，迟 ", ", late by "), Show(it.distance, "count"), rule, *self.charge(it))
        return (
            head,
            If(
                it.distance,
                ">",
                Fraction(0),
                late,
                (self.say("，未超期，不扣分", ", in time: nothing to deduct"),),
            ),
        )

    def rows(self, it: told.RowsTold) -> Parts:
        unit = self.say("个月", "months") if it.by_month else self.say("行", "rows")
        where = "" if it.where is None else self.symbols(it.where)
        head: Parts = (
            (
                self.say(f"{it.block}中 {where} 的有 ", f"{it.block}: {unit} with {where}: "),
                Show(it.count, "count"),
            )
            if where
            else (self.say(f"{it.block}共 ", f"{it.block}: {unit}: "), Show(it.count, "count"))
        )
        each = self.say("每月" if it.by_month else "每行", "each")
        verb = self.verb(it.sign)
        rule = self.say(
            f" {unit}；{each}{verb} {plain(it.amount)} 分：", f"; {verb} {plain(it.amount)} {each}: "
        )
        return (*head, rule, *self.charge(it))

    def count(self, it: told.CountTold) -> Parts:
        head = self.measure(self.symbols(it.term), it.term, it.number)
        every = plain(it.every)
        partial = "" if it.every == 1 else self.say(f"，{self.partial(it)}", f", {self.partial(it)}")
        verb = self.verb(it.sign)
        rule = self.say(
            f"；每 {every} {verb} {plain(it.amount)} 分{partial}：",
            f"; {verb} {plain(it.amount)} per {every}{partial}: ",
        )
        return (*head, rule, *self.charge(it))

    def once(self, it: told.OnceTold) -> Parts:
        verb, amount = self.verb(it.sign), plain(it.amount)
        when = self.symbols(it.when)
        yes = self.say(f"{when}：是，{verb} {amount} 分", f"{when}: yes, {verb} {amount}")
        no = self.say(f"{when}：否，不{verb}分", f"{when}: no, nothing to {verb}")
        return (If(it.holds, "yes", Fraction(0), (yes,), (no,)),)

    def when(self, it: told.WhenTold) -> Parts:
        when = self.symbols(it.when)
        yes = self.say(f"{when}：是，下面一条适用", f"{when}: yes, the next clause applies")
        no = self.say(f"{when}：否，下面一条不适用", f"{when}: no, the next clause does not apply")
        return (If(it.holds, "yes", Fraction(0), (yes,), (no,)),)

    # ── limits and the sum ──

    def limit(self, it: told.LimitTold) -> Parts:
        assert it.when is not None
        when, amount = self.symbols(it.when), plain(it.amount)
        side = self.say("不低于" if it.side == "at least" else "不超过", it.side)
        yes = self.say(f"{when}：是，{side} {amount} 分", f"{when}: yes, {side} {amount}")
        no = self.say(f"{when}：否", f"{when}: no")
        return (If(it.holds, "yes", Fraction(0), (yes,), (no,)),)

    def veto(self, it: told.VetoTold) -> Parts:
        when = self.symbols(it.when)
        effect = self.say("得满分", "full marks") if it.full else self.say("本指标不得分", "no points")
        yes = self.say(f"{when}：是，{effect}", f"{when}: yes, {effect}")
        return (If(it.holds, "yes", Fraction(0), (yes,), (self.say(f"{when}：否", f"{when}: no"),)),)

    def sum(self, it: told.SumTold) -> list[Parts]:
        """`5 − 1 = 4 分`, the floor or the cap where it binds, and the rounding where it changes anything."""
        points = self.say(" 分", " points")
        tail: list[Part] = []
        names = {line.name for line in self.indicator.lines}
        subject = it.sum if it.sum in names else it.base
        if it.changes:
            tail += [Show(it.base, "points")]
            for sign, line in it.changes:
                tail += [" − " if sign == "deduct" else " + ", Show(line, "points")]
            tail += [" = ", Show(it.sum, "points"), points]
        floor, cap = plain(it.floor), plain(it.cap)
        low = (self.say(f"，不低于 {floor} 分：{floor} 分", f", not below {floor}: {floor}"),)
        high = (self.say(f"，不超过 {cap} 分：{cap} 分", f", not above {cap}: {cap}"),)
        limits: list[Part] = []
        if self.indicator.clauses and (it.changes or self.may_pass(it)):
            limits = [If(subject, "<", it.floor, low, (If(subject, ">", it.cap, high, ()),))]
        before = self.before_rounding(it)
        rounding: list[Part] = []
        if before:
            rounded = self.say(
                f"；{_ROUNDING[self.rounding]}到 {plain(self.grid)}：",
                f"; rounded {self.rounding} to {plain(self.grid)}: ",
            )
            rounding = [Unless(before, it.points, (rounded, Show(it.points, "points"), points))]
        line: Parts = (*tail, *limits, *rounding)
        return [line] if line else []

    def may_pass(self, it: told.SumTold) -> bool:
        return any(line.name.startswith("limited") for line in self.indicator.lines)

    def before_rounding(self, it: told.SumTold) -> str:
        """The line that is rounded to points, where rounding can change it."""
        for line in self.indicator.lines:
            if (
                line.name == it.points
                and isinstance(line.term, t.Rounded)
                and isinstance(line.term.operand, t.Ref)
            ):
                return line.term.operand.name
        return ""
