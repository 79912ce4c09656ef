"""Clauses and rows as text of one line each, in one vocabulary.

It assumes and guarantees what `words` does. Of a clause with rows it writes what stands before the colon; the rows
are lines of their own.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final, assert_never

from attrs import frozen

from rubricc.dsl import nodes as n
from rubricc.dsl.printer.words import Words, decimal, named, quoted
from rubricc.grammar.keywords import UNITS, canonical

_SIDES: Final = {"below": "BELOW", "above": "ABOVE", "either side": "EITHER_SIDE", "late": "LATE"}
_THAN: Final = {
    "below": "低于",
    "above": "高于",
    "either side": "偏离",
    "late": "迟",
}  # with a threshold behind
_PLAIN_UNITS: Final = frozenset({"", *UNITS["NUMBER"]})


@frozen
class ClauseWords(Words):
    """The words of one vocabulary, put together to clauses."""

    # ── amounts and rows ──

    def amount(self, amount: n.Amount) -> str:
        """What an adjustment, a limit or a start may say."""
        match amount:
            case n.Share(part=part):
                return self._share(part)
            case n.Number(unit=unit) if unit in _PLAIN_UNITS:
                return self.number(amount, points=True)
            case n.Minus(operand=n.Number(unit=unit) as number) if unit in _PLAIN_UNITS:
                return "-" + self.number(number, points=True)
        return self.bracketed(self.expr(amount))

    def _share(self, part: Fraction) -> str:
        if part in (1, Fraction(1, 2)):
            return self.word("FULL" if part == 1 else "HALF")
        percent = decimal(part * 100) + "%"
        return f"权重的{percent}" if self.chinese else f"{percent} {self.word('OF_WEIGHT')}"

    def span(self, terminal: str, ends: n.Piece | n.Judged) -> str:
        label = f" {quoted(ends.label)}" if isinstance(ends, n.Judged) and ends.label else ""
        return f"{self.word(terminal)} {self.amount(ends.low)} .. {self.amount(ends.high)}{label}"

    def knot(self, knot: n.Knot) -> str:
        return f"{self.expr(knot.value)} {'→' if self.chinese else '->'} {self.amount(knot.points)}"

    def tier(self, tier: n.Tier) -> str:
        stretch = (
            f"> {self.expr(tier.low)}"
            if tier.high is None
            else f"{self.expr(tier.low)} .. {self.expr(tier.high)}"
        )
        per = self.led("PER", self.number(tier.per)) if tier.per is not None else self.word("EACH")
        return f"{stretch}{self.then(self.amount(tier.amount))} {per}"

    def result(self, result: n.RowResult) -> str:
        """What a row gives: an amount, the name of one, or a span of amounts."""
        if isinstance(result, n.Text):
            return quoted(result.text)
        if isinstance(result, n.Piece | n.Judged):
            return self.span("LINEAR" if isinstance(result, n.Piece) else "JUDGED", result)
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
            case n.Arith(first=n.Number(), rest=(("-", n.Number()),)):  # 80 - 90: would be read as a range
                return f"({self.expr(pattern)})"
        return self.expr(pattern)

    def row(self, row: n.Row) -> str:
        patterns = self.listed(row.patterns, self.pattern)
        return f"{patterns}{self.then(self.result(row.result))}"

    def then(self, text: str) -> str:
        return f"：{text}" if self.chinese else f": {text}"

    def check_item(self, item: n.CheckItem) -> str:
        required = f"{self.word('REQUIRED')} " if item.required else ""
        text = f" {quoted(item.text)}" if item.text else ""
        points = "" if item.points is None else self.then(self.amount(item.points))
        return f"{required}{self.expr(item.expr)}{text}{points}"

    # ── checks and obligations ──

    def statement(self, statement: n.Statement) -> str:
        match statement:
            case n.Check(name=name, condition=condition, otherwise=otherwise):
                said = f" {self.word('ELSE')} {quoted(otherwise)}" if otherwise else ""
                return f"{self.word('CHECK')} {named(name)}{self.then(self.expr(condition))}{said}"
            case n.Reported(name=name, computed=computed, published=published, unit=unit, about=about):
                each = (
                    ""
                    if unit is None
                    else f" {self.word('PER')}{'' if self.chinese else ' '}{self._unit(unit)}"
                )
                said = f" {quoted(about)}" if about else ""
                formula = f"{self.expr(computed)} = {self.expr(published)}{each}{said}"
                called = f"{quoted(name)}{self.then(formula)}" if name else formula
                return f"{self.word('REPORTED')} {called}"
            case n.Require(name=name, condition=condition, cited=cited, consequence=consequence):
                by = f" {self.word('CITED')} {quoted(cited)}" if cited else ""
                said = f" {self.word('ELSE')} {quoted(consequence)}" if consequence else ""
                return f"{self.word('REQUIRE')} {quoted(name)}{self.then(self.expr(condition))}{by}{said}"
        assert_never(statement)

    # ── after the sum ──

    def effect(self, effect: n.Effect) -> str:
        total, grade = self.word("TOTAL"), self.word("RATING")
        when = self._option("WHEN", effect.when)
        match effect:
            case n.TotalChange(sign=sign, amount=amount):
                return f"{total} {self.led(sign.upper(), self.amount(amount))}{when}"
            case n.TotalFactor(factor=factor):
                return f"{total} {self.word('TIMES')} {self.expr(factor)}{when}"
            case n.TotalLimit(side=side, amount=amount):
                limit = self.led("AT_LEAST" if side == "at least" else "AT_MOST", self.amount(amount))
                return f"{total} {limit}{when}"
            case n.GradeCap(grade=label):
                return f"{grade} {self.word('AT_MOST')} {named(label.text)}{when}"
            case n.GradeLower(cumulative=cumulative):
                more = f" {self.word('CUMULATIVE')}" if cumulative else ""
                return f"{grade} {self.word('ONE_LOWER')}{more}{when}"
            case n.NoGrade(grade=label):
                return f"{self.word('NO_GRADE')} {named(label.text)}{when}"
        assert_never(effect)

    def outcome(self, outcome: n.OutcomeDecl) -> str:
        """An outcome on one line; of one with rows, what stands before the colon of those."""
        said = self.clause(outcome.value) if isinstance(outcome.value, n.By) else self.expr(outcome.value)
        return f"{self.word('OUTCOME')} {named(outcome.name.text)}{self.then(said)}"

    def outcome_row(self, row: n.Row) -> str:
        """What a row gives is no number of points, whatever its unit."""
        is_value = not isinstance(row.result, n.Share | n.Piece | n.Judged | n.Text)
        result = self.expr(row.result) if is_value else self.result(row.result)  # type: ignore[arg-type]
        return f"{self.listed(row.patterns, self.pattern)}{self.then(result)}"

    def combine(self, combine: n.Combine) -> str:
        how = self.word(combine.how.upper())
        return f"{self.word('COMBINE')} {how}" + (
            f" {combine.k}" if combine.how in ("best", "worst", "drop") else ""
        )

    def instead(self, instead: n.Instead) -> str:
        if instead.points is not None:
            return self.number(instead.points, points=True)
        words = {
            "rescale within group": "RESCALE_GROUP",
            "rescale in total": "RESCALE_TOTAL",
            "mean of others": "MEAN_OF_OTHERS",
        }
        return self.word(words.get(instead.how, instead.how.upper()))

    # ── clauses ──

    def clause(self, clause: n.Clause) -> str:
        """A clause on one line; of a clause with rows, what stands before its colon."""
        match clause:
            case n.Like(name=name):
                return f"{self.word('LIKE')} {named(name.text)}"
            case n.Measure(expr=expr):
                return f"{self.word('OF')} {self.expr(expr)}"
            case n.Target(op=op, value=value):
                return f"{self.word('TARGET')} {self.comparison(op)} {self.expr(value)}"
            case n.TargetRange(low=low, high=high):
                return f"{self.word('TARGET')} {self._range_end(low)} .. {self._range_end(high)}"
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
            case n.Each():
                return self._each(clause)
            case n.Linear(knots=knots):
                return f"{self.word('LINEAR')} {self.bracketed(self.join(map(self.knot, knots)))}"
            case n.Judged():
                return self.span("JUDGED", clause)
            case n.Score(expr=expr):
                return f"{self.word('SCORE')} {self.expr(expr)}"
            case n.Combine():
                return self.combine(clause)
            case n.NotApplicable(instead=instead, when=when):
                absent = f"{self.word('NOT_APPLICABLE')} {self.instead(instead)}"
                return absent + self._option("WHEN", when)
            case n.Missing(instead=instead):
                return f"{self.word('MISSING')} {self.instead(instead)}"
            case n.ZeroDivisor(instead=instead):
                return f"{self.word('ZERO_DIVISOR')} {self.instead(instead)}"
            case n.Adjust():
                return self._adjust(clause)
            case n.Factor(factor=factor, when=when):
                return f"{self.word('TIMES')} {self.expr(factor)}{self._option('WHEN', when)}"
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

    def _each(self, each: n.Each) -> str:
        """What stands before the colon of `each 投诉:` or `each 部门 of 投诉:`."""
        table = named(each.block.text)
        of = self.bracketed(table) if self.chinese else f" of {table}"
        what = table if each.key is None else named(each.key.text) + of
        where = self._option("WHERE", each.where)
        return f"{self.word('EVERY')} {what}{where}"

    def _mode(self, mode: n.AnyOf | n.AllOrNothing | n.PerMissing) -> str:
        match mode:
            case n.AnyOf(k=k, n=count):
                if self.chinese:
                    together = "" if count is None else f"{canonical('IN_ALL', True)}{count}项"
                    return f"{together}{self.word('ANY')}{k}项"
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
        sign = self._sign(adjust)
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

    def _sign(self, adjust: n.Adjust) -> str:
        """`deduct AMOUNT`; of an amount with rows, what stands before the colon."""
        sign = adjust.sign.upper()
        match adjust.amount:
            case n.Table(measure=measure):
                return f"{self.word(sign)} {self.word('BY')} {self.expr(measure)}"
            case n.Tiers(expr=expr, whole=whole):
                rates = f"{self.word(sign)} {self.word('RATES')} {self.expr(expr)}"
                return f"{rates} {self.word('WHOLE')}" if whole else rates
            case n.Judged():
                return f"{self.word(sign)} {self.span('JUDGED', adjust.amount)}"
            case _:
                return self.led(sign, self.amount(adjust.amount))

    def _options(self, adjust: n.Adjust) -> list[str]:
        options = []
        if adjust.times is not None:
            options.append(f"{self.word('TIMES')} {self.expr(adjust.times)}")
        if adjust.up_to is not None:
            options.append(self.led("UP_TO", self.amount(adjust.up_to)))
        if adjust.up_to_each is not None:
            each = self.word("EACH")
            options.append(
                f"{self.led('UP_TO', self.amount(adjust.up_to_each))}{'' if self.chinese else ' '}{each}"
            )
        if adjust.beyond is not None:
            how = self.word("EXCESS" if adjust.beyond.how == "excess" else "EVERYTHING")
            options.append(f"{self.led('BEYOND', self.number(adjust.beyond.size))} {how}")
        if adjust.partial is not None:
            options.append(self._partial(adjust.partial, adjust))
        if adjust.until_zero:
            options.append(self.word("UNTIL_ZERO"))
        if adjust.cumulative:
            options.append(self.word("CUMULATIVE"))
        return options

    def _partial(self, partial: n.Partial, adjust: n.Adjust) -> str:
        """How part of a step counts; in Chinese it repeats the step, in English only where it was wrongly repeated."""
        step = adjust.unit.size if isinstance(adjust.unit, n.Step) else None
        size, counted = partial.size or step, partial.counted_as or step
        if partial.how == "pro rata":
            return self.word("PRO_RATA")
        wrong = partial.size is not None and (size, counted) != (step, step)
        if size is None or counted is None or not (self.chinese or wrong):
            return self.word("STARTED_STEPS" if partial.how == "started" else "WHOLE_STEPS")
        short = f"{canonical('SHORT', True)}{self.number(size)}"
        if partial.how == "whole":
            return short + canonical("UNADDED" if adjust.sign == "add" else "UNCOUNTED", True)
        return f"{short}{canonical('SHORT_AS', True)}{self.number(counted)}{canonical('COUNTED', True)}"

    def _unit(self, unit: n.Unit) -> str:
        match unit:
            case n.Step():
                return self._step_chinese(unit) if self.chinese else self._step(unit)
            case n.PerRow(what="month"):
                return self.word("MONTH")
            case n.PerRow(block=block, among=among):
                name = named(block.text) if block is not None else ""
                return (f"行（{name}）" if self.chinese else f"row of {name}") + self._among(among)
            case n.PerCount(every=every, expr=expr):
                size = "" if every is None else self.number(every)
                if self.chinese:
                    return f"{size}{self._counter(every)}（{self.expr(expr)}）"
                return f"{size} of {self.expr(expr)}".lstrip()
        assert_never(unit)

    def _among(self, among: n.Among | None) -> str:
        if among is None:
            return ""
        key, which = named(among.key.text), self.word(among.how.upper())
        if self.chinese:
            return f"{self.word('BY')} {key} {which}"
        return f" {which} {self.word('OF')} {self.word('EVERY')} {key}"

    @staticmethod
    def _counter(every: n.Number | None) -> str:
        return "个" if every is not None and not every.unit and every.given is None else ""

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

    def _range_end(self, end: n.Expr) -> str:
        match end:
            case n.Number(given=None) | n.DateLiteral(given=None) | n.MonthLiteral() | n.YesNo():
                return self.expr(end)
            case n.Minus(operand=n.Number(given=None) as number):
                return f"-{self.expr(number)}"
            case _:
                text = self.expr(end)
                return self.bracketed(text) if self.chinese else f"({text})"

    def _bound(self, threshold: n.Expr | None) -> str:
        match threshold:
            case None:
                return ""
            case n.Number() | n.DateLiteral() | n.MonthLiteral() | n.YesNo():
                text = self.expr(threshold)
                return text if self.chinese and text[0].isdigit() else f" {text}"
        return self.bracketed(self.expr(threshold)) if self.chinese else f" ({self.expr(threshold)})"
