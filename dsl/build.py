"""From rules to nodes: one method for every rule of `rubric.lark`, called by the parser as it reduces.

It assumes what the grammar guarantees (which children a rule has) and decides nothing about meaning. What the grammar
cannot say (a group that is also an indicator, an option given twice) it reports in `problems`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any, cast

from rubricc.dsl import nodes as n
from rubricc.dsl.diagnostics.model import Diagnostic, diagnose
from rubricc.dsl.scan import FUNCTION_NAMES, MAX_NESTING, Tok
from rubricc.dsl.source import Source, Span
from rubricc.grammar.keywords import CANONICAL_UNIT

_COMPARISONS = {"GE": ">=", "LE": "<=", "GT": ">", "LT": "<", "EQ": "=", "NE": "!="}
_ROUNDINGS = {"HALF_UP": "half up", "HALF_EVEN": "half even", "ROUND_UP": "up", "ROUND_DOWN": "down"}
_SIDES: dict[str, n.Side] = {"BELOW": "below", "ABOVE": "above", "EITHER_SIDE": "either side", "LATE": "late"}
_SIGNS = {"PLUS": "+", "MINUS": "-", "STAR": "*", "SLASH": "/"}
_KINDS = {
    "COUNT": "count", "NUMBER_KIND": "number", "PERCENT_KIND": "percent", "MONEY_KIND": "money",
    "DURATION_KIND": "duration", "DATE_KIND": "date", "YES_NO": "yesno", "ONE_OF": "label",
}  # fmt: skip
_BLOCKS = {"BY_MONTH": "month", "BY_EVENT": "event", "BY_UNIT": "unit"}

Child = Any  # what a rule's children are is the grammar's business; each method unpacks its own
Children = list[Child]


def _span(children: Children) -> Span:
    first: Span = children[0].span
    return first.to(children[-1].span) if len(children) > 1 else first


def _plain(token: Tok) -> str:
    """The text of a name or a string without its quotes."""
    text = token.text
    return text[1:-1] if text[:1] in '「"“' else text


def number_of(text: str) -> tuple[Fraction, str]:
    """`1_000.5万元` as value and canonical unit."""
    end = 0
    while end < len(text) and (
        text[end] in "0123456789_" or (text[end] == "." and text[end + 1 : end + 2].isdigit())
    ):
        end += 1
    unit = " ".join(text[end:].split())
    return Fraction(text[:end].replace("_", "")), CANONICAL_UNIT.get(
        unit, unit.removesuffix("s") if unit.isascii() else unit
    )


class Builder:
    """Callbacks of one parse. Methods are named for rules and aliases of the grammar."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Diagnostic] = []
        self._depths: dict[int, int] = {}  # by identity: the nodes of a parse live as long as it does

    def _nested(self, expr: n.Expr, *parts: n.Expr | None) -> Child:
        """An expression that holds others, within the bound on nesting that later passes recurse by."""
        depth = 1 + max(self._depths.get(id(part), 0) for part in parts)
        self._depths[id(expr)] = depth
        if depth == MAX_NESTING + 1:
            self.problems.append(diagnose("RB1011", expr.span, limit=MAX_NESTING))
        return expr

    # ── expressions ──

    def literal(self, c: Children) -> n.Expr:
        token = cast(Tok, c[0])
        if token.type in ("YES", "NO"):
            return n.YesNo(token.span, token.type == "YES")
        if token.type == "DATE_LITERAL":
            return self._date(token)
        if token.type == "MONTH_LITERAL":
            return n.MonthLiteral(token.span, self._month(token))
        value, unit = number_of(token.text)
        return n.Number(token.span, value, unit)

    def _date(self, token: Tok) -> n.DateLiteral:
        parts = [
            int(p) for p in token.text.replace("年", "-").replace("月", "-").replace("日", "").split("-")
        ]
        try:
            value = date(*parts)
        except ValueError:
            self.problems.append(diagnose("RB1024", token.span, written=token.text))
            value = date(2000, 1, 1)
        return n.DateLiteral(token.span, value)

    def _month(self, token: Tok) -> str:
        year, month = (int(p) for p in token.text.replace("年", "-").replace("月", "").split("-"))
        if not 1 <= month <= 12:
            self.problems.append(diagnose("RB1024", token.span, written=token.text))
            month = 1
        return f"{year:04}-{month:02}"

    def name(self, c: Children) -> n.Name:
        return n.Name(c[0].span, _plain(c[0]))

    def paren(self, c: Children) -> Child:
        return c[1]

    def call(self, c: Children) -> Child:
        function, _, *rest, close = c
        called = _plain(function)
        called = FUNCTION_NAMES.get(called, called)  # one name in both vocabularies
        where = None
        args = [a for a in rest if not isinstance(a, Tok)]
        if any(isinstance(a, Tok) for a in rest):
            where = args.pop()
        call = n.Call(function.span.to(close.span), n.Name(function.span, called), tuple(args), where)
        return self._nested(call, *args, where)

    def round_to(self, c: Children) -> Child:
        return self._nested(n.RoundTo(_span(c), c[0], c[2].word, c[4]), c[0])

    def rounding(self, c: Children) -> Any:
        return _Word(c[0].span, _ROUNDINGS[c[0].type])

    def cmp(self, c: Children) -> Any:
        return _Word(c[0].span, _COMPARISONS[c[0].type])

    def minus(self, c: Children) -> Child:
        return self._nested(n.Minus(_span(c), c[1]), c[1])

    def arith(self, c: Children) -> Child:
        rest = tuple((_SIGNS[op.type], operand) for op, operand in zip(c[1::2], c[2::2], strict=True))
        return self._nested(n.Arith(_span(c), c[0], cast(Any, rest)), *c[::2])

    def logic(self, c: Children) -> Child:
        return self._nested(n.Logic(_span(c), "and" if c[1].type == "AND" else "or", tuple(c[::2])), *c[::2])

    def negate(self, c: Children) -> Child:
        return self._nested(n.Negate(_span(c), c[1]), c[1])

    def compare(self, c: Children) -> Child:
        return self._nested(n.Compare(_span(c), c[1].word, c[0], c[2]), c[0], c[2])

    def member_of(self, c: Children) -> Child:
        return self._nested(n.MemberOf(_span(c), c[0], tuple(c[3:-1])), c[0], *c[3:-1])

    def if_else(self, c: Children) -> Child:
        return self._nested(n.IfElse(_span(c), c[1], c[3], c[5]), c[1], c[3], c[5])

    # ── rows and amounts ──

    def share(self, c: Children) -> n.Share:
        token = next(t for t in c if t.type != "OF_WEIGHT")
        if token.type == "PERCENT":
            return n.Share(_span(c), number_of(token.text)[0] / 100)
        return n.Share(_span(c), Fraction(1) if token.type == "FULL" else Fraction(1, 2))

    def otherwise(self, c: Children) -> n.Otherwise:
        return n.Otherwise(c[0].span)

    def compare_pattern(self, c: Children) -> n.Matches:
        return n.Matches(_span(c), c[0].word, c[1])

    def range_pattern(self, c: Children) -> n.Interval:
        return n.Interval(_span(c), c[0], c[1], False, False)

    def interval_pattern(self, c: Children) -> n.Interval:
        return n.Interval(_span(c), c[1], c[2], c[0].type == "LPAR", c[3].type == "RPAR")

    def patterns(self, c: Children) -> Children:
        return c

    def row(self, c: Children) -> n.Row:
        return n.Row(c[0][0].span.to(c[1].span), tuple(c[0]), c[1])

    def rows(self, c: Children) -> Children:
        return c

    def negative(self, c: Children) -> n.Minus:
        return n.Minus(_span(c), self.literal([c[1]]))

    def judged(self, c: Children) -> n.Judged:
        return n.Judged(_span(c), c[1], c[2])

    def piece(self, c: Children) -> n.Piece:
        return n.Piece(_span(c), c[1], c[2])

    def knot(self, c: Children) -> n.Knot:
        return n.Knot(_span(c), c[0], c[2])

    def linear(self, c: Children) -> n.Linear:
        return n.Linear(_span(c), tuple(x for x in c if isinstance(x, n.Knot)))

    def score(self, c: Children) -> n.Score:
        return n.Score(_span(c), c[1])

    # ── clauses ──

    def measure(self, c: Children) -> n.Measure:
        return n.Measure(_span(c), c[1])

    def target(self, c: Children) -> n.Target:
        return n.Target(_span(c), c[1].word, c[2])

    def deadline(self, c: Children) -> n.Deadline:
        return n.Deadline(_span(c), c[1])

    def direction(self, c: Children) -> n.Direction:
        return n.Direction(c[0].span, c[0].type == "HIGHER_BETTER")

    def start_at(self, c: Children) -> n.StartAt:
        return n.StartAt(_span(c), c[1])

    def pro_rata(self, c: Children) -> n.ProRata:
        expr = next(x for x in c if not isinstance(x, Tok))
        return n.ProRata(_span(c), expr, isinstance(c[-1], Tok) and c[-1].type == "UNCAPPED")

    def by(self, c: Children) -> n.By:
        rows = tuple(c[-1])
        return n.By(c[0].span.to(rows[-1].span), c[1] if len(c) == 3 else None, rows)

    def mode(self, c: Children) -> n.AnyOf | n.AllOrNothing | n.PerMissing:
        span = _span(c)
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
        text = next((_plain(t) for t in rest if isinstance(t, Tok)), "")
        values = [x for x in rest if not isinstance(x, Tok)]
        return n.CheckItem(_span(c), values[0], text, values[1] if len(values) > 1 else None, required)

    def checklist(self, c: Children) -> n.Checklist:
        items = tuple(x for x in c if isinstance(x, n.CheckItem))
        mode = next((x for x in c if isinstance(x, n.AnyOf | n.AllOrNothing | n.PerMissing)), None)
        return n.Checklist(_span(c), mode, items)

    def side(self, c: Children) -> Any:
        return _Word(c[0].span, _SIDES[c[0].type])

    def step(self, c: Children) -> n.Step:
        size = next((x for x in c if isinstance(x, n.Number)), None)
        if size is None:  # month late
            return n.Step(_span(c), n.Number(c[0].span, Fraction(1), "month"), "late")
        words = [x for x in c if isinstance(x, _Word)]
        after = [x for x in c if x is not size and not isinstance(x, _Word | Tok)]
        return n.Step(_span(c), size, cast(n.Side, words[0].word), "", None, after[0] if after else None)

    def step_of(self, c: Children) -> n.Step:
        word = next(x for x in c if isinstance(x, _Word))
        values = [x for x in c if not isinstance(x, _Word | Tok)]
        return n.Step(
            _span(c),
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
        return n.Step(_span(c), size, cast(n.Side, next(x for x in c if isinstance(x, _Word)).word), basis)

    def per_row(self, c: Children) -> n.PerRow:
        name = next((self.name([t]) for t in c if t.type == "NAME"), None)
        return n.PerRow(_span(c), "month" if c[0].type == "MONTH" else "row", name)

    def per_count(self, c: Children) -> n.PerCount:
        values = [x for x in c if not isinstance(x, Tok)]
        return n.PerCount(_span(c), values[0] if len(values) > 1 else None, values[-1])

    def per(self, c: Children) -> Child:
        return c[1]

    def sign(self, c: Children) -> Any:
        return _Word(c[0].span, "deduct" if c[0].type == "DEDUCT" else "add")

    def when(self, c: Children) -> Any:
        return _Option(_span(c), "when", c[1])

    def condition(self, c: Children) -> Any:
        return _Option(_span(c), "where" if c[0].type == "WHERE" else "condition", c[1])

    def option(self, c: Children) -> Any:
        word = c[0].type
        if word == "BEYOND":
            how: Any = "excess" if c[2].type == "EXCESS" else "everything"
            return _Option(_span(c), "beyond", n.Tolerance(_span(c), c[1], how))
        if word == "UP_TO" and len(c) == 3:
            return _Option(_span(c), "up_to_each", c[1])
        if word in ("WHERE", "WHEN", "TIMES", "UP_TO"):
            return _Option(_span(c), word.lower(), c[1])
        if word == "UNTIL_ZERO":
            return _Option(c[0].span, "until_zero", True)
        hows = {"STARTED_STEPS": "started", "PRO_RATA": "pro rata", "WHOLE_STEPS": "whole"}
        if word == "SHORT":
            counted = c[3] if len(c) > 3 else None
            how = "started" if counted is not None else "whole"
            return _Option(_span(c), "partial", n.Partial(_span(c), how, c[1], counted))
        return _Option(_span(c), "partial", n.Partial(_span(c), cast(Any, hows[word])))

    def adjust(self, c: Children) -> n.Adjust:
        parts = [x for x in c if not isinstance(x, Tok)]
        sign = next(x for x in parts if isinstance(x, _Word))
        units = [x for x in parts if isinstance(x, n.Step | n.PerRow | n.PerCount)]
        options: dict[str, Child] = {}
        for option in (x for x in parts if isinstance(x, _Option)):
            key = option.key
            if key == "condition":  # 每月 当 C 扣…: between the unit and 扣 a condition chooses rows
                key = "where" if units and isinstance(units[0], n.PerRow) else "when"
            if key in options:
                self.problems.append(diagnose("RB1026", option.span, option=option.span.text))
            options[key] = option.value
        amount = parts[parts.index(sign) + 1]
        return n.Adjust(_span(c), cast(Any, sign.word), amount, units[0] if units else None, **options)

    def adjust_by(self, c: Children) -> n.Adjust:
        at = next(i for i, x in enumerate(c) if isinstance(x, Tok) and x.type == "BY")
        rows = tuple(c[-1])
        table = n.Table(c[at].span.to(rows[-1].span), c[at + 1], rows)
        return self.adjust([*c[:at], table, *c[at + 2 : -1]])

    def tier_unit(self, c: Children) -> Any:
        return _Option(_span(c), "per", None if c[0].type == "EACH" else c[1])

    def tier(self, c: Children) -> n.Tier:
        *values, unit = c
        if isinstance(values[0], Tok):
            return n.Tier(_span([values[0], unit]), values[1], None, values[2], unit.value)
        return n.Tier(_span(c), values[0], values[1], values[2], unit.value)

    def adjust_rates(self, c: Children) -> n.Adjust:
        at = next(i for i, x in enumerate(c) if isinstance(x, Tok) and x.type == "RATES")
        tiers = tuple(x for x in c if isinstance(x, n.Tier))
        whole = any(isinstance(x, Tok) and x.type == "WHOLE" for x in c)
        amount = n.Tiers(c[at].span.to(tiers[-1].span), c[at + 1], whole, tiers)
        options = [x for x in c[at + 2 :] if isinstance(x, _Option)]
        return self.adjust([*c[:at], amount, *options])

    def limit(self, c: Children) -> n.Limit:
        when = c[2].value if len(c) > 2 else None
        return n.Limit(_span(c), "at least" if c[0].type == "AT_LEAST" else "at most", c[1], when)

    def veto(self, c: Children) -> n.Veto:
        return n.Veto(_span(c), c[0].type == "FULL", c[2])

    def doc(self, c: Children) -> n.Doc:
        return n.Doc(_span(c), cast(Any, c[0].type.lower()), _plain(c[1]))

    # ── the tree ──

    def weight(self, c: Children) -> n.Weight:
        span = _span(c)
        inner = next((x for x in c if not isinstance(x, Tok)), None)
        if inner is None and c[1].type == "NUMBER":
            inner = self.literal([c[1]])
        scale = c[3] if len(c) == 4 and isinstance(c[2], Tok) and c[2].type == "OUT_OF" else None
        out_of = cast(n.Number, self.literal([scale])) if scale is not None else None
        return n.Weight(span, inner, out_of)

    def clauses(self, c: Children) -> Children:
        if len(c) == 2:
            c[0].append(c[1])
            return cast(Children, c[0])
        return c

    def line(self, c: Children) -> Child:
        return _Line([*(c[0] if isinstance(c[0], list) else [c[0]]), *c[1:]])

    def item(self, c: Children) -> n.Item:
        header, weight, *rest = c
        clauses, children = self._members(rest, header.text)
        end = ([*clauses, *children] or [weight])[-1].span
        inline = bool(clauses) and clauses[0].span.line == header.span.line
        return n.Item(header.span.to(end), header.text, header.span, weight, clauses, children, inline)

    def _members(self, members: Children, name: str) -> tuple[tuple[n.Clause, ...], tuple[n.Item, ...]]:
        """Clauses and items of a block: an indicator has rules, a group items and how they are combined."""
        clauses = [clause for m in members if isinstance(m, _Line) for clause in m.clauses]
        children = [m for m in members if isinstance(m, n.Item)]
        scoring = [x for x in clauses if not isinstance(x, n.Doc | n.Combine)]
        if children and scoring:
            self.problems.append(diagnose("RB1019", scoring[0].span, name=name))
        return tuple(clauses), tuple(children)

    def draft(self, c: Children) -> n.Item:
        header = c[0]
        weight = n.Weight(c[1].span.to(c[2].span), None)
        return n.Item(header.span.to(weight.span), header.text, header.span, weight, (), ())

    # ── the frame ──

    def total(self, c: Children) -> n.Total:
        numbers = [cast(n.Number, self.literal([x])) for x in c if x.type == "NUMBER"]
        return n.Total(_span(c), *numbers)

    def grade(self, c: Children) -> n.Grade:
        label = self.name([c[0]])
        if isinstance(c[1], Tok):
            return n.Grade(_span(c), label, n.Otherwise(c[1].span))
        return n.Grade(_span(c), label, n.Matches(c[1].span.to(c[2].span), c[1].word, c[2]))

    def grades(self, c: Children) -> n.Grades:
        if not isinstance(c[1], list):
            return n.Grades(_span(c), tuple(c[1:]))
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

    def convention(self, c: Children) -> n.Convention:
        return n.Convention(_span(c), "-".join(_plain(t) for t in c[1::2]))

    def points_to(self, c: Children) -> n.PointsTo:
        return n.PointsTo(_span(c), cast(n.Number, self.literal([c[2]])), c[3].word)

    def version(self, c: Children) -> Any:
        return _Word(_span(c), _plain(c[1]))

    def rubric(self, c: Children) -> Any:
        version = next((x.word for x in c if isinstance(x, _Word)), "")
        settings = tuple(x for x in c if isinstance(x, n.Node))
        return _Frame(_span(c), _plain(c[1]), version, settings)

    def name_list(self, c: Children) -> list[n.Name]:
        return [self.name([t]) for t in c]

    def kind(self, c: Children) -> Any:
        labels = tuple(c[1]) if c[0].type == "ONE_OF" else ()
        unit = c[1].text if len(c) > 1 and not labels else ""
        return _Kind(c[0].span.to(labels[-1].span) if labels else _span(c), _KINDS[c[0].type], unit, labels)

    def domain(self, c: Children) -> n.Domain:
        span = _span(c)
        if isinstance(c[0], Tok):
            return n.UpTo(span, c[1]) if c[0].type == "UP_TO" else n.Precision(span, c[1])
        if isinstance(c[0], _Word):
            return n.Bound(span, cast(Any, c[0].word), c[1])
        return n.Range(span, c[0], c[1])

    def fields(self, c: Children) -> n.FieldDecl:
        names, kind, *rest = c
        about = next((_plain(t) for t in rest if isinstance(t, Tok)), "")
        domain = tuple(x for x in rest if not isinstance(x, Tok))
        span = names[0].span.to(c[-1].span)
        unit = CANONICAL_UNIT.get(kind.unit, kind.unit)
        return n.FieldDecl(span, tuple(names), kind.kind, unit, kind.labels, domain, about)

    def by_what(self, c: Children) -> Any:
        months = [self._month(t) for t in c[1:]]
        return _By(_span(c), _BLOCKS[c[0].type], *months)

    def data(self, c: Children) -> n.Data:
        by = next((x for x in c if isinstance(x, _By)), None) or _By(c[1].span, "")
        fields = tuple(x for x in c if isinstance(x, n.FieldDecl))
        return n.Data(_span(c), self.name([c[1]]), cast(Any, by.what), by.first, by.last, fields)

    def let(self, c: Children) -> n.Let:
        about = _plain(c[4]) if len(c) > 4 else ""
        return n.Let(_span(c), self.name([c[1]]), c[3], about)

    # ── after the sum ──

    def total_change(self, c: Children) -> n.TotalChange:
        return n.TotalChange(_span(c), cast(Any, c[1].word), c[2], c[4])

    def total_limit(self, c: Children) -> n.TotalLimit:
        return n.TotalLimit(_span(c), "at least" if c[1].type == "AT_LEAST" else "at most", c[2], c[4])

    def grade_cap(self, c: Children) -> n.GradeCap:
        return n.GradeCap(_span(c), self.name([c[2]]), c[4])

    def grade_lower(self, c: Children) -> n.GradeLower:
        return n.GradeLower(_span(c), any(isinstance(x, Tok) and x.type == "CUMULATIVE" for x in c), c[-1])

    def no_grade(self, c: Children) -> n.NoGrade:
        return n.NoGrade(_span(c), self.name([c[1]]), c[3])

    def outcome_row(self, c: Children) -> n.OutcomeRow:
        result = c[1]
        if isinstance(result, Tok):
            result = _plain(result) if result.type == "STRING" else self.name([result])
        return n.OutcomeRow(c[0][0].span.to(c[1].span), tuple(c[0]), result)

    def outcome(self, c: Children) -> n.OutcomeDecl:
        rows = tuple(x for x in c if isinstance(x, n.OutcomeRow))
        subject = "grade" if any(isinstance(x, Tok) and x.type == "RATING" for x in c) else "total"
        return n.OutcomeDecl(_span(c), _plain(c[1]), cast(Any, subject), rows)

    def combine(self, c: Children) -> n.Combine:
        k = int(number_of(c[2].text)[0]) if len(c) > 2 else 0
        return n.Combine(_span(c), cast(Any, c[1].type.lower()), k)

    def answer(self, c: Children) -> Any:
        words = {
            "ZERO": "zero",
            "FULL": "full",
            "RESCALE_GROUP": "rescale within group",
            "RESCALE_TOTAL": "rescale in total",
        }
        points = self.literal(c) if c[0].type == "NUMBER" else None
        return _Option(c[0].span, words.get(c[0].type, "points"), points)

    def not_applicable(self, c: Children) -> n.NotApplicable:
        return n.NotApplicable(_span(c), cast(Any, c[1].key), c[1].value, c[3])

    def special_group(self, c: Children) -> n.Item:
        opening, name, limit = c[0], c[1], c[3]
        clauses, children = self._members(c[4:], name.text)
        special: Any = "bonus" if opening.type == "BONUS_GROUP" else "penalty"
        end = ([*clauses, *children] or [limit])[-1].span
        weight = n.Weight(limit.span, n.Number(limit.span, Fraction(0)))
        return n.Item(
            opening.span.to(end), _plain(name), name.span, weight, clauses, children, False, special, limit
        )

    # ── checks and obligations ──

    def check(self, c: Children) -> n.Check:
        return n.Check(_span(c), _plain(c[1]), c[2], _plain(c[4]) if len(c) > 3 else "")

    def reported(self, c: Children) -> n.Reported:
        expr, unit = c[1], next((x for x in c[2:] if isinstance(x, n.Step | n.PerRow | n.PerCount)), None)
        about = _plain(c[-1]) if isinstance(c[-1], Tok) and len(c) > 2 else ""
        if not isinstance(expr, n.Compare) or expr.op != "=":
            self.problems.append(diagnose("RB1030", expr.span))
            return n.Reported(_span(c), expr, expr, None, about)
        if unit is not None and not isinstance(unit, n.PerRow):
            self.problems.append(diagnose("RB1030", unit.span))
            unit = None
        return n.Reported(_span(c), expr.left, expr.right, unit, about)

    def require(self, c: Children) -> n.Require:
        condition = next(x for x in c[1:] if not isinstance(x, Tok))
        texts = {w.type: _plain(x) for w, x in pairwise(c) if isinstance(w, Tok) and isinstance(x, Tok)}
        name = texts.get("REQUIRE") or condition.span.text
        return n.Require(_span(c), name, condition, texts.get("CITED", ""), texts.get("ELSE", ""))

    # ── cases ──

    def binding(self, c: Children) -> n.Binding:
        return n.Binding(_span(c), self.name([c[0]]) if len(c) > 1 else None, _plain(c[-1]))

    def given(self, c: Children) -> n.Given:
        return n.Given(_span(c), self.name([c[0]]), c[2])

    def expect(self, c: Children) -> n.Expect:
        word = c[0]
        if word.type == "NAME":
            return n.Expect(_span(c), "item", self.name([word]), c[2])
        if word.type == "TOTAL":
            return n.Expect(_span(c), "total", None, c[2])
        return n.Expect(_span(c), "grade" if word.type == "GRADE" else "error", None, self.name([c[-1]]))

    def case_data(self, c: Children) -> n.CaseData:
        return n.CaseData(_span(c), tuple(c[1:]))

    def case_given(self, c: Children) -> n.CaseGiven:
        return n.CaseGiven(_span(c), tuple(c[1:]))

    def case_expect(self, c: Children) -> n.CaseExpect:
        return n.CaseExpect(_span(c), tuple(c[1:]))

    def case(self, c: Children) -> n.Case:
        return n.Case(_span(c), _plain(c[1]), tuple(c[2:]))

    def start(self, c: Children) -> n.Rubric:
        frame = next((x for x in c if isinstance(x, _Frame)), None)
        whole = Span(self.source, 0, len(self.source.text))
        return n.Rubric(
            whole,
            frame.name if frame else None,
            frame.version if frame else "",
            frame.settings if frame else (),
            tuple(x for x in c if isinstance(x, n.Data)),
            tuple(x for x in c if isinstance(x, n.Let)),
            tuple(x for x in c if isinstance(x, n.Item)),
            tuple(x for x in c if isinstance(x, n.Statement)),
            tuple(x for x in c if isinstance(x, n.Effect)),
            tuple(x for x in c if isinstance(x, n.OutcomeDecl)),
            tuple(x for x in c if isinstance(x, n.Case)),
        )


# ── what rules hand to each other, and no tree holds ──


class _Word:
    def __init__(self, span: Span, word: str) -> None:
        self.span, self.word = span, word


class _Option:
    def __init__(self, span: Span, key: str, value: Child) -> None:
        self.span, self.key, self.value = span, key, value


class _Line:
    def __init__(self, clauses: Children) -> None:
        self.clauses = clauses


class _Kind:
    def __init__(self, span: Span, kind: str, unit: str, labels: tuple[n.Name, ...]) -> None:
        self.span, self.kind, self.unit, self.labels = span, kind, unit, labels


class _By:
    def __init__(self, span: Span, what: str, first: str = "", last: str = "") -> None:
        self.span, self.what, self.first, self.last = span, what, first, last


class _Frame:
    def __init__(self, span: Span, name: str, version: str, settings: tuple[Any, ...]) -> None:
        self.span, self.name, self.version, self.settings = span, name, version, settings
