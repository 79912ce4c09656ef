"""Deductions and additions."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, cast

from rubricc.dsl import nodes as n
from rubricc.dsl.build.expressions import Expressions
from rubricc.dsl.build.passed import Child, Children, Option, Word, span_of
from rubricc.dsl.diagnostics.model import diagnose
from rubricc.dsl.scan import Tok

_SIDES: dict[str, n.Side] = {"BELOW": "below", "ABOVE": "above", "EITHER_SIDE": "either side", "LATE": "late"}


class Adjustments(Expressions):
    def side(self, c: Children) -> Any:
        return Word(c[0].span, _SIDES[c[0].type])

    def step(self, c: Children) -> n.Step:
        size = next((x for x in c if isinstance(x, n.Number)), None)
        if size is None:  # month late
            return n.Step(span_of(c), n.Number(c[0].span, Fraction(1), "month"), "late")
        words = [x for x in c if isinstance(x, Word)]
        after = [x for x in c if x is not size and not isinstance(x, Word | Tok)]
        return n.Step(span_of(c), size, cast(n.Side, words[0].word), "", None, after[0] if after else None)

    def step_of(self, c: Children) -> n.Step:
        word = next(x for x in c if isinstance(x, Word))
        values = [x for x in c if not isinstance(x, Word | Tok)]
        return n.Step(
            span_of(c),
            values[0],
            cast(n.Side, word.word),
            "",
            values[1],
            values[2] if len(values) > 2 else None,
        )

    def step_of_target(self, c: Children) -> n.Step:
        return self._relative(c, "target")

    def step_of_actual(self, c: Children) -> n.Step:
        return self._relative(c, "actual")

    def _relative(self, c: Children, basis: Any) -> n.Step:
        size = next(x for x in c if isinstance(x, n.Number))
        return n.Step(span_of(c), size, cast(n.Side, next(x for x in c if isinstance(x, Word)).word), basis)

    def per_row(self, c: Children) -> n.PerRow:
        name = next((self.name([t]) for t in c if isinstance(t, Tok) and t.type == "NAME"), None)
        among = next((x for x in c if isinstance(x, n.Among)), None)
        return n.PerRow(span_of(c), "month" if c[0].type == "MONTH" else "row", name, among)

    def among(self, c: Children) -> n.Among:
        key = next(self.name([t]) for t in c if t.type == "NAME")
        best = any(t.type == "BEST" for t in c)
        return n.Among(span_of(c), key, "best" if best else "worst")

    def per_count(self, c: Children) -> n.PerCount:
        values = [x for x in c if not isinstance(x, Tok)]
        return n.PerCount(span_of(c), values[0] if len(values) > 1 else None, values[-1])

    def per(self, c: Children) -> Child:
        return c[1]

    def sign(self, c: Children) -> Any:
        return Word(c[0].span, "deduct" if c[0].type == "DEDUCT" else "add")

    def when(self, c: Children) -> Any:
        return Option(span_of(c), "when", c[1])

    def condition(self, c: Children) -> Any:
        return Option(span_of(c), "where" if c[0].type == "WHERE" else "condition", c[1])

    def option(self, c: Children) -> Any:
        word = c[0].type
        if word == "BEYOND":
            how: Any = "excess" if c[2].type == "EXCESS" else "everything"
            return Option(span_of(c), "beyond", n.Tolerance(span_of(c), c[1], how))
        if word == "UP_TO" and len(c) == 3:
            return Option(span_of(c), "up_to_each", c[1])
        if word in ("WHERE", "WHEN", "TIMES", "UP_TO"):
            return Option(span_of(c), word.lower(), c[1])
        if word in ("UNTIL_ZERO", "CUMULATIVE"):
            return Option(c[0].span, word.lower(), True)
        hows = {"STARTED_STEPS": "started", "PRO_RATA": "pro rata", "WHOLE_STEPS": "whole"}
        if word == "SHORT":
            counted = c[3] if len(c) > 3 else None
            how = "started" if counted is not None else "whole"
            return Option(span_of(c), "partial", n.Partial(span_of(c), how, c[1], counted))
        return Option(span_of(c), "partial", n.Partial(span_of(c), cast(Any, hows[word])))

    def adjust(self, c: Children) -> n.Adjust:
        parts = [x for x in c if not isinstance(x, Tok)]
        sign = next(x for x in parts if isinstance(x, Word))
        units = [x for x in parts if isinstance(x, n.Step | n.PerRow | n.PerCount)]
        options: dict[str, Child] = {}
        for option in (x for x in parts if isinstance(x, Option)):
            key = option.key
            if key == "condition":  # 每月 当 C 扣…: between the unit and 扣 a condition chooses rows
                key = "where" if units and isinstance(units[0], n.PerRow) else "when"
            if key in options:
                self.problems.append(diagnose("RB1026", option.span, option=option.span.text))
            options[key] = option.value
        amount = parts[parts.index(sign) + 1]
        return n.Adjust(span_of(c), cast(Any, sign.word), amount, units[0] if units else None, **options)

    def adjust_by(self, c: Children) -> n.Adjust:
        at = next(i for i, x in enumerate(c) if isinstance(x, Tok) and x.type == "BY")
        file = c[-1] if isinstance(c[-1], n.FromFile) else None
        rows = () if file is not None else tuple(c[-1])
        table = n.Table(c[at].span.to((file or rows[-1]).span), c[at + 1], rows, file)
        return self.adjust([*c[:at], table, *c[at + 2 : -1]])

    def tier_unit(self, c: Children) -> Any:
        return Option(span_of(c), "per", None if c[0].type == "EACH" else c[1])

    def tier(self, c: Children) -> n.Tier:
        *values, unit = c
        if isinstance(values[0], Tok):
            return n.Tier(span_of([values[0], unit]), values[1], None, values[2], unit.value)
        return n.Tier(span_of(c), values[0], values[1], values[2], unit.value)

    def adjust_rates(self, c: Children) -> n.Adjust:
        at = next(i for i, x in enumerate(c) if isinstance(x, Tok) and x.type == "RATES")
        tiers = tuple(x for x in c if isinstance(x, n.Tier))
        whole = any(isinstance(x, Tok) and x.type == "WHOLE" for x in c)
        amount = n.Tiers(c[at].span.to(tiers[-1].span), c[at + 1], whole, tiers)
        rest = [x for x in c[at + 2 :] if isinstance(x, Option | n.Step | n.PerRow | n.PerCount)]
        return self.adjust([*c[:at], amount, *rest])
