"""The clauses of an indicator beside deductions and additions."""

from __future__ import annotations

from typing import Any, cast

from rubricc.dsl import nodes as n
from rubricc.dsl.build.passed import Children, Line, Option, number_of, plain, span_of
from rubricc.dsl.build.rows import Rows
from rubricc.dsl.diagnostics.model import diagnose
from rubricc.dsl.scan import Tok


class Clauses(Rows):
    def knot(self, c: Children) -> n.Knot:
        return n.Knot(span_of(c), c[0], c[2])

    def linear(self, c: Children) -> n.Linear:
        return n.Linear(span_of(c), tuple(x for x in c if isinstance(x, n.Knot)))

    def score(self, c: Children) -> n.Score:
        return n.Score(span_of(c), c[1])

    def like(self, c: Children) -> n.Like:
        return n.Like(span_of(c), self.name([c[1]]))

    def measure(self, c: Children) -> n.Measure:
        return n.Measure(span_of(c), c[1])

    def target(self, c: Children) -> n.Target:
        return n.Target(span_of(c), c[1].word, c[2])

    def target_range(self, c: Children) -> n.TargetRange:
        return n.TargetRange(span_of(c), c[1], c[2])

    def deadline(self, c: Children) -> n.Deadline:
        return n.Deadline(span_of(c), c[1])

    def direction(self, c: Children) -> n.Direction:
        return n.Direction(c[0].span, c[0].type == "HIGHER_BETTER")

    def start_at(self, c: Children) -> n.StartAt:
        return n.StartAt(span_of(c), c[1])

    def pro_rata(self, c: Children) -> n.ProRata:
        expr = next(x for x in c if not isinstance(x, Tok))
        return n.ProRata(span_of(c), expr, isinstance(c[-1], Tok) and c[-1].type == "UNCAPPED")

    def by(self, c: Children) -> n.By:
        measure = c[1] if len(c) == 3 else None
        if isinstance(c[-1], n.FromFile):
            return n.By(span_of(c), measure, (), c[-1])
        rows = tuple(c[-1])
        return n.By(c[0].span.to(rows[-1].span), measure, rows)

    def mode(self, c: Children) -> n.AnyOf | n.AllOrNothing | n.PerMissing:
        span = span_of(c)
        if c[0].type in ("ANY", "IN_ALL"):
            numbers = [number_of(t.text)[0] for t in c if isinstance(t, Tok) and t.type == "NUMBER"]
            if any(x.denominator != 1 for x in numbers):
                self.problems.append(diagnose("RB1025", span))
            if c[0].type == "IN_ALL":  # 共3项任2项
                numbers.reverse()
            return n.AnyOf(span, int(numbers[0]), int(numbers[1]) if len(numbers) > 1 else None)
        if c[0].type == "ALL_OR_NOTHING":
            return n.AllOrNothing(span)
        return n.PerMissing(span, next(x for x in c if not isinstance(x, Tok)))

    def check_item(self, c: Children) -> n.CheckItem:
        required = isinstance(c[0], Tok) and c[0].type == "REQUIRED"
        rest = c[1:] if required else c
        text = next((plain(t) for t in rest if isinstance(t, Tok)), "")
        values = [x for x in rest if not isinstance(x, Tok)]
        return n.CheckItem(span_of(c), values[0], text, values[1] if len(values) > 1 else None, required)

    def checklist(self, c: Children) -> n.Checklist:
        items = tuple(x for x in c if isinstance(x, n.CheckItem))
        mode = next((x for x in c if isinstance(x, n.AnyOf | n.AllOrNothing | n.PerMissing)), None)
        return n.Checklist(span_of(c), mode, items)

    def key(self, c: Children) -> Any:
        name = next(x for x in c if x.type == "NAME")
        return Option(span_of(c), "key", self.name([name]))

    def each(self, c: Children) -> n.Each:
        """`each 表 …`, or `each 键 of 表 …`: the name that comes first is the table where it stands alone."""
        first = self.name([c[1]])
        key = next((x.value for x in c if isinstance(x, Option)), None)
        words = [x.type if isinstance(x, Tok) else "" for x in c]
        where = c[words.index("WHERE") + 1] if "WHERE" in words else None
        clauses = tuple(clause for x in c if isinstance(x, Line) for clause in x.clauses)
        block, of = (first, None) if key is None else (key, first)
        return n.Each(c[0].span.to(clauses[-1].span), block, of, where, clauses)

    def limit(self, c: Children) -> n.Limit:
        when = c[2].value if len(c) > 2 else None
        return n.Limit(span_of(c), "at least" if c[0].type == "AT_LEAST" else "at most", c[1], when)

    def factor(self, c: Children) -> n.Factor:
        return n.Factor(span_of(c), c[1], c[2].value if len(c) > 2 else None)

    def veto(self, c: Children) -> n.Veto:
        return n.Veto(span_of(c), c[0].type == "FULL", c[2])

    def combine(self, c: Children) -> n.Combine:
        k = int(number_of(c[2].text)[0]) if len(c) > 2 else 0
        return n.Combine(span_of(c), cast(Any, c[1].type.lower()), k)

    def instead(self, c: Children) -> n.Instead:
        words = {
            "REFUSE": "refuse",
            "ZERO": "zero",
            "FULL": "full",
            "RESCALE_GROUP": "rescale within group",
            "RESCALE_TOTAL": "rescale in total",
            "MEAN_OF_OTHERS": "mean of others",
        }
        points = self.literal(c) if c[0].type == "NUMBER" else None
        return n.Instead(c[0].span, cast(Any, words.get(c[0].type, "points")), cast(Any, points))

    def not_applicable(self, c: Children) -> n.NotApplicable:
        return n.NotApplicable(span_of(c), c[1], c[3])

    def missing(self, c: Children) -> n.Missing:
        return n.Missing(span_of(c), c[1])

    def zero_divisor(self, c: Children) -> n.ZeroDivisor:
        return n.ZeroDivisor(span_of(c), c[-1])

    def doc(self, c: Children) -> n.Doc:
        return n.Doc(span_of(c), cast(Any, c[0].type.lower()), plain(c[1]))
