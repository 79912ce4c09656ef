"""Settings, data blocks, definitions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, cast

from rubricc.dsl import nodes as n
from rubricc.dsl.build.expressions import Expressions
from rubricc.dsl.build.passed import ByWhat, Children, FrameWritten, KindWritten, Word, plain, span_of
from rubricc.dsl.diagnostics.model import diagnose
from rubricc.dsl.scan import Tok
from rubricc.grammar.keywords import CANONICAL_UNIT

_KINDS = {
    "COUNT": "count", "NUMBER_KIND": "number", "PERCENT_KIND": "percent", "MONEY_KIND": "money",
    "DURATION_KIND": "duration", "DATE_KIND": "date", "YES_NO": "yesno", "ONE_OF": "label",
    "TEXT_KIND": "text",
}  # fmt: skip
_QUESTIONS = {
    "PERCENT_STEP": "percent step",
    "OTHER_STEP": "other step",
    "PART_OF_STEP": "partial step",
    "PART_ADDED": "partial step added",
}
_ANSWERS = {
    "IN_POINTS": "points", "IN_TARGET": "target", "IN_ACTUAL": "actual",
    "AS_ONE": "started", "AS_NONE": "whole", "PRO_RATA": "pro rata",
}  # fmt: skip
_BLOCKS = {"BY_MONTH": "month", "BY_EVENT": "event", "BY_UNIT": "unit"}


class Frame(Expressions):
    def total(self, c: Children) -> n.Total:
        numbers = [x for x in c if isinstance(x, n.Number)]
        return n.Total(span_of(c), *numbers)

    def grade(self, c: Children) -> n.Grade:
        label = self.name([c[0]])
        if isinstance(c[1], Tok):
            return n.Grade(span_of(c), label, n.Otherwise(c[1].span))
        return n.Grade(span_of(c), label, n.Matches(c[1].span.to(c[2].span), c[1].word, c[2]))

    def grades(self, c: Children) -> n.Grades:
        if not isinstance(c[1], list):
            return n.Grades(span_of(c), tuple(c[1:]))
        rows = cast("list[n.Row]", c[1])
        grades = tuple(grade for row in rows for grade in self._grades_of(row))
        return n.Grades(c[0].span.to(rows[-1].span), grades)

    def _grades_of(self, row: n.Row) -> Iterator[n.Grade]:
        """`>= 90%: 优` is `优 >= 90%`."""
        for pattern in row.patterns:
            if not isinstance(pattern, n.Matches | n.Otherwise):
                found, expected = pattern.span.text, "<comparison>\notherwise"
                self.problems.append(diagnose("RB1001", pattern.span, found=found, expected=expected))
            elif not isinstance(row.result, n.Name):
                found = row.result.span.text
                self.problems.append(diagnose("RB1001", row.result.span, found=found, expected="<name>"))
            else:
                yield n.Grade(row.span, row.result, pattern)

    def convention_name(self, c: Children) -> Any:
        return Word(span_of(c), "-".join(plain(t) for t in c[::2]))

    def convention(self, c: Children) -> n.Convention:
        name, *like = (x.word for x in c if isinstance(x, Word))
        answers = tuple(x for x in c if isinstance(x, n.Node))
        return n.Convention(span_of(c), name, like[0] if like else "", cast(Any, answers))

    def step_answer(self, c: Children) -> n.StepAnswer:
        return n.StepAnswer(span_of(c), cast(Any, _QUESTIONS[c[0].type]), cast(Any, _ANSWERS[c[1].type]))

    def compared(self, c: Children) -> n.Compared:
        if len(c) == 2:
            return n.Compared(span_of(c), None, None)
        return n.Compared(span_of(c), c[2].word, c[4])

    def points_to(self, c: Children) -> n.PointsTo:
        return n.PointsTo(span_of(c), cast(n.Number, self.literal([c[2]])), c[3].word)

    def as_of(self, c: Children) -> n.AsOf:
        return n.AsOf(span_of(c), self._date(c[1]))

    def version(self, c: Children) -> Any:
        return Word(span_of(c), plain(c[1]))

    def rubric(self, c: Children) -> Any:
        version = next((x.word for x in c if isinstance(x, Word)), "")
        settings = tuple(x for x in c if isinstance(x, n.Node))
        return FrameWritten(span_of(c), plain(c[1]), version, settings)

    def name_list(self, c: Children) -> list[n.Name]:
        return [self.name([t]) for t in c]

    def kind(self, c: Children) -> Any:
        labels = tuple(c[1]) if c[0].type == "ONE_OF" else ()
        unit = c[1].text if len(c) > 1 and not labels else ""
        return KindWritten(
            c[0].span.to(labels[-1].span) if labels else span_of(c), _KINDS[c[0].type], unit, labels
        )

    def domain(self, c: Children) -> n.Domain:
        span = span_of(c)
        if isinstance(c[0], Tok):
            if c[0].type == "MAY_BE_MISSING":
                return n.MayBeMissing(span)
            return n.UpTo(span, c[1]) if c[0].type == "UP_TO" else n.Precision(span, c[1])
        if isinstance(c[0], Word):
            return n.Bound(span, cast(Any, c[0].word), c[1])
        return n.Range(span, c[0], c[1])

    def fields(self, c: Children) -> n.FieldDecl:
        names, kind, *rest = c
        about = next((plain(t) for t in rest if isinstance(t, Tok)), "")
        domain = tuple(x for x in rest if not isinstance(x, Tok))
        span = names[0].span.to(c[-1].span)
        unit = CANONICAL_UNIT.get(kind.unit, kind.unit)
        return n.FieldDecl(span, tuple(names), kind.kind, unit, kind.labels, domain, about)

    def by_what(self, c: Children) -> Any:
        months = [self._month(t) for t in c[1:]]
        return ByWhat(span_of(c), _BLOCKS[c[0].type], *months)

    def data(self, c: Children) -> n.Data:
        by = next((x for x in c if isinstance(x, ByWhat)), None) or ByWhat(c[1].span, "")
        fields = tuple(x for x in c if isinstance(x, n.FieldDecl))
        return n.Data(span_of(c), self.name([c[1]]), cast(Any, by.what), by.first, by.last, fields)

    def let(self, c: Children) -> n.Let:
        about = plain(c[4]) if len(c) > 4 else ""
        return n.Let(span_of(c), self.name([c[1]]), c[3], about)

    def param(self, c: Children) -> n.Param:
        after = {word.type: said for word, said in pairwise(c[4:]) if isinstance(word, Tok)}
        days = [self._date(after[word]) if word in after else None for word in ("FROM", "TO")]
        source = plain(after["CITED"]) if "CITED" in after else ""
        return n.Param(span_of(c), self.name([c[1]]), c[3], days[0], days[1], source)
