"""The syntax tree written back as text in one vocabulary: `rubricc fmt`.

It assumes a tree of `parse` and the comments found with it (or a tree made by hand and no comments). It guarantees that
the text parses to an equal tree, that no comment is lost, and that formatting it again changes nothing. The author's
order stays, and so does a single blank line wherever one stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, assert_never

from attrs import define, evolve, field, frozen

from rubricc.dsl import nodes as n
from rubricc.dsl.diagnostics.render.layout import width
from rubricc.dsl.printer.cases import CaseWords
from rubricc.dsl.printer.words import named, quoted
from rubricc.dsl.source import Source, Span

INDENT: Final = 4
WIDTH: Final = 110

_KINDS: Final = {
    "count": "COUNT", "number": "NUMBER_KIND", "percent": "PERCENT_KIND", "money": "MONEY_KIND",
    "duration": "DURATION_KIND", "date": "DATE_KIND", "yesno": "YES_NO", "text": "TEXT_KIND", "label": "ONE_OF",
}  # fmt: skip
_Top = n.Reuse | n.Data | n.Param | n.Let | n.Item | n.Statement | n.Effect | n.OutcomeDecl | n.Case
_BLOCKS: Final = {"month": "BY_MONTH", "event": "BY_EVENT", "unit": "BY_UNIT"}

Comments = Sequence[tuple[int, str]]


def format_rubric(rubric: n.Rubric, comments: Comments, *, chinese: bool) -> str:
    """The text of a rubric in English or Chinese words; empty for an empty file without comments."""
    page = _Page(CaseWords(chinese))
    page.rubric(rubric)
    text = "\n".join(_with_comments(page.lines, comments, rubric.span.source))
    return text + "\n" if text else ""


@frozen
class _Line:
    """A line to be written: how deep, what, the part of the file it says, and whether a blank line goes before it."""

    depth: int
    text: str
    start: int
    end: int
    apart: bool = False


@define
class _Page:
    words: CaseWords
    lines: list[_Line] = field(factory=list)
    single: type[n.Node] | None = None  # what stands last, where that is one line

    def line(self, depth: int, text: str, span: Span, *, header: bool = False, apart: bool = False) -> None:
        """`header` marks a line whose node goes on in the lines below it."""
        self.lines.append(_Line(depth, text, span.start, span.start if header else span.end, apart))

    # ── the frame ──

    def rubric(self, rubric: n.Rubric) -> None:
        if rubric.name is not None:
            self._frame(rubric, rubric.name)
        tops: list[_Top] = [
            *rubric.reuse,
            *rubric.data,
            *rubric.params,
            *rubric.lets,
            *rubric.items,
            *rubric.statements,
            *rubric.effects,
            *rubric.outcomes,
            *rubric.cases,
        ]
        tops.sort(key=lambda node: node.span.start)
        for top in tops:
            first = len(self.lines)
            self._top(top)
            self._set_apart(first, top)

    def _top(self, top: _Top) -> None:
        match top:
            case n.Use(path=path):
                self.line(0, f"{self.words.word('USE')} {quoted(path)}", top.span)
            case n.Extends(path=path):
                self.line(0, f"{self.words.word('EXTENDS')} {quoted(path)}", top.span)
            case n.Replace(what=what):
                first = len(self.lines)
                self._top(what)
                said = f"{self.words.word('REPLACE')} {self.lines[first].text}"
                self.lines[first] = evolve(self.lines[first], text=said, start=top.span.start)
            case n.Remove(item=item):
                self.line(0, f"{self.words.word('REMOVE')} {named(item.text)}", top.span)
            case n.Data():
                self._data(top)
            case n.Let(name=name, expr=expr, about=about):
                said = f" {quoted(about)}" if about else ""
                text = f"{self.words.word('LET')} {named(name.text)} = {self.words.expr(expr)}{said}"
                self.line(0, text, top.span)
            case n.Param():
                self.line(0, self.words.param(top), top.span)
            case n.Item():
                self._item(top, 0)
            case n.Check() | n.Reported() | n.Require():
                self.line(0, self.words.statement(top), top.span)
            case (
                n.TotalChange()
                | n.TotalFactor()
                | n.TotalLimit()
                | n.GradeCap()
                | n.GradeLower()
                | n.NoGrade()
            ):
                self.line(0, self.words.effect(top), top.span)
            case n.OutcomeDecl():
                by = top.value if isinstance(top.value, n.By) else None
                ending = self._ending(by) if by is not None else ""
                rows = by.rows if by is not None else ()
                self.line(0, self.words.outcome(top) + ending, top.span, header=bool(rows))
                for row in rows:
                    self.line(1, self.words.outcome_row(row), row.span)
            case n.Case():
                self._case(top)
            case _:
                assert_never(top)

    def _set_apart(self, first: int, top: n.Node) -> None:
        """A blank line between blocks, and between single lines of different make."""
        make = n.Use if isinstance(top, n.Extends) else type(top)
        single = make if len(self.lines) == first + 1 else None
        if first and (single is None or single is not self.single):
            self.lines[first] = evolve(self.lines[first], apart=True)
        self.single = single

    def _frame(self, rubric: n.Rubric, name: str) -> None:
        words = self.words
        version = f" {words.word('VERSION')} {quoted(rubric.version)}" if rubric.version else ""
        colon = words.colon if rubric.settings else ""
        start = Span(rubric.span.source, _first_text(rubric.span.source), 0)
        self.line(0, f"{words.word('RUBRIC')} {quoted(name)}{version}{colon}", start, header=True)
        for setting in rubric.settings:
            self._setting(setting)

    def _setting(self, setting: n.Setting) -> None:
        words = self.words
        match setting:
            case n.Total(value=value):
                up_to = "" if setting.up_to is None else f" {words.led('UP_TO', words.number(setting.up_to))}"
                self.line(1, f"{words.word('TOTAL')} {words.number(value)}{up_to}", setting.span)
            case n.Grades(grades=grades):
                self._grades(setting, grades)
            case n.Convention():
                self.line(1, words.convention(setting), setting.span, header=bool(setting.answers))
                for answer in setting.answers:
                    self.line(2, words.answer(answer), answer.span)
            case n.PointsTo():
                self.line(1, words.points_to(setting), setting.span)
            case n.AsOf(day=day):
                self.line(1, f"{words.word('AS_OF')} {words.expr(day)}", setting.span)
            case n.Doc():
                self.line(1, words.doc(setting), setting.span)
            case _:
                assert_never(setting)

    def _grades(self, setting: n.Grades, grades: tuple[n.Grade, ...]) -> None:
        words = self.words
        head = words.word("GRADES")
        listed = words.join(f"{named(g.label.text)} {words.pattern(g.pattern)}" for g in grades)
        text = f"{head}{words.then(listed)}"
        if setting.span.line == setting.span.end_line and width(text) + INDENT <= WIDTH:
            self.line(1, text, setting.span)
            return
        self.line(1, head + words.colon, setting.span, header=True)
        for grade in grades:
            row = f"{words.pattern(grade.pattern)}{words.then(named(grade.label.text))}"
            self.line(2, row, grade.span)

    # ── data and cases ──

    def _data(self, data: n.Data) -> None:
        words = self.words
        by = f" {words.word(_BLOCKS[data.by])}" if data.by else ""
        months = f" {data.first} .. {data.last}" if data.by == "month" else ""
        head = f"{words.word('DATA')} {named(data.name.text)}{by}{months}{words.colon}"
        self.line(0, head, data.span, header=True)
        for decl in data.fields:
            kind = words.word(_KINDS[decl.kind])
            if decl.labels:
                kind += f" {words.names(decl.labels)}"
            if decl.unit:
                kind += f" {words.unit(decl.unit)}"
            parts = (kind, *map(words.domain, decl.domain), *([quoted(decl.about)] if decl.about else []))
            self.line(1, f"{words.names(decl.names)}{words.then(' '.join(parts))}", decl.span)

    def _case(self, case: n.Case) -> None:
        words = self.words
        self.line(0, f"{words.word('CASE')} {quoted(case.name)}{words.colon}", case.span, header=True)
        for line in case.lines:
            match line:
                case n.CaseData(bindings=bindings):
                    listed = words.join(
                        f"{words.block(b.block)} {quoted(b.path)}" if b.block else quoted(b.path)
                        for b in bindings
                    )
                    text = f"{words.word('DATA')} {listed}"
                case n.CaseTable(block=block, header=header, rows=rows):
                    self.line(1, words.table_head(block), line.span, header=True)
                    for row, text in zip((header, *rows), words.table((header, *rows)), strict=True):
                        self.line(2, text, row.span)
                    continue
                case n.CaseGiven(facts=facts):
                    text = f"{words.word('GIVEN')} {words.join(map(words.given, facts))}"
                case n.CaseExpect(expects=expects, unit=unit):
                    text = f"{words.word('EXPECT')} {words.join(map(words.expect, expects))}"
                    if unit is not None:
                        of = f"{named(unit.text)}{words.colon}{'' if words.chinese else ' '}"
                        text = f"{words.word('EXPECT')} {of}{words.join(map(words.expect, expects))}"
                case n.Doc():
                    text = words.doc(line)
                case _:
                    assert_never(line)
            self.line(1, text, line.span)

    # ── the tree ──

    def _item(self, item: n.Item, depth: int) -> None:
        words = self.words
        head = self._special(item) if item.special else f"{item.title} {self._weight(item.weight)}"
        members: list[n.Clause | n.Item] = [*item.clauses, *item.children]
        members.sort(key=lambda node: node.span.start)
        if not members:
            self.line(depth, head, item.span)
            return
        one_line = self._one_line(item, head)
        if one_line is not None and width(one_line) + INDENT * depth <= WIDTH:
            last = item.clauses[-1]
            self.line(depth, one_line, item.span, header=_has_rows(last) and _file(last) is None)
            self._rows(last, depth + 1)
            return
        self.line(depth, head + words.colon, item.span, header=True)
        for member in members:
            if isinstance(member, n.Item):
                self._item(member, depth + 1)
            else:
                self._clause(member, depth + 1)

    def _special(self, item: n.Item) -> str:
        words = self.words
        opening, ending = (
            ("BONUS_GROUP", "UP_TO") if item.special == "bonus" else ("PENALTY_GROUP", "AT_LEAST")
        )
        limit = "" if item.limit is None else words.led(ending, words.amount(item.limit))
        return f"{words.word(opening)} {named(item.title)} {limit}"

    def _one_line(self, item: n.Item, head: str) -> str | None:
        if not item.inline or item.children or any(map(_has_rows, item.clauses[:-1])):
            return None
        clauses = self.words.semicolon.join(map(self.words.clause, item.clauses))
        return f"{head}{self.words.then(clauses)}{self._ending(item.clauses[-1])}"

    def _weight(self, weight: n.Weight) -> str:
        words = self.words
        out_of = "" if weight.out_of is None else f" {words.led('OUT_OF', words.number(weight.out_of))}"
        out_of += "" if weight.up_to is None else f" {words.led('UP_TO', words.number(weight.up_to))}"
        match weight.value:
            case None:
                return words.word("WEIGHT") + ("?" if words.chinese else " ?")
            case n.Number(unit="", given=None):
                return words.led("WEIGHT", words.number(weight.value)) + out_of
        return words.led("WEIGHT", words.bracketed(words.expr(weight.value))) + out_of

    def _clause(self, clause: n.Clause, depth: int) -> None:
        text = self.words.clause(clause) + self._ending(clause)
        self.line(depth, text, clause.span, header=_has_rows(clause) and _file(clause) is None)
        self._rows(clause, depth + 1)

    def _ending(self, clause: n.Clause) -> str:
        """What stands after a clause whose rows follow."""
        file = _file(clause)
        if file is not None:
            return self.words.then(quoted(file.path))
        return self.words.colon if _has_rows(clause) else ""

    def _rows(self, clause: n.Clause, depth: int) -> None:
        match clause:
            case n.By(rows=rows) | n.Adjust(amount=n.Table(rows=rows)):
                for row in rows:
                    self.line(depth, self.words.row(row), row.span)
            case n.Checklist(items=items):
                for item in items:
                    self.line(depth, self.words.check_item(item), item.span)
            case n.Each(clauses=clauses):
                for inner in clauses:
                    self._clause(inner, depth)
            case n.Adjust(amount=n.Tiers(tiers=tiers)):
                for tier in tiers:
                    self.line(depth, self.words.tier(tier), tier.span)


def _file(clause: n.Clause) -> n.FromFile | None:
    """The table that holds the rows of a clause."""
    match clause:
        case n.By(file=file) | n.Adjust(amount=n.Table(file=file)):
            return file
    return None


def _has_rows(clause: n.Clause) -> bool:
    rowed = isinstance(clause, n.Adjust) and isinstance(clause.amount, n.Table | n.Tiers)
    return rowed or isinstance(clause, n.By | n.Checklist | n.Each)


def _first_text(source: Source) -> int:
    """Where the first line starts that is neither blank nor a comment."""
    match = re.search(r"^[ \t]*[^\s#]", source.text, re.MULTILINE)
    return match.end() - 1 if match else 0


# ── comments and blank lines ──


def _with_comments(lines: list[_Line], comments: Comments, source: Source) -> Iterable[str]:
    """The lines of the text, each comment where it belongs and no two blank lines together."""
    above: dict[int, list[tuple[int, str]]] = {}
    behind: dict[int, tuple[int, str]] = {}
    for offset, comment in comments:
        at = _belongs_to(lines, offset)
        if not _own_line(source, offset) and at >= 0:
            if at in behind:  # a clause that stood on several lines has one now
                above.setdefault(at, []).append(behind[at])
            behind[at] = (offset, comment)
        elif at >= 0 and offset < lines[at].end:
            above.setdefault(at, []).append((offset, comment))
        else:
            above.setdefault(at + 1, []).append((offset, comment))
    written: list[str] = []
    previous = 0
    for at in range(len(lines) + 1):
        line = lines[at] if at < len(lines) else None
        depth = line.depth if line else 0
        apart = line is not None and line.apart
        for offset, comment in above.get(at, ()):
            inner = _depth_of(lines, at, offset, source)
            blank = _blank_above(source, offset)
            if inner == depth and apart:
                blank, apart = True, False
            _put(written, inner, comment, blank and inner <= previous)
            previous = inner
        if line is None:
            break
        text = f"{line.text}  {behind[at][1]}" if at in behind else line.text
        blank = apart or (
            _own_line(source, line.start) and _blank_above(source, line.start) and depth <= previous
        )
        _put(written, depth, text, blank)
        previous = depth
    return written


def _put(written: list[str], depth: int, text: str, blank: bool) -> None:
    if blank and written:
        written.append("")
    written.append(" " * (INDENT * depth) + text)


def _belongs_to(lines: list[_Line], offset: int) -> int:
    """The last line that starts before an offset; -1 where there is none."""
    return max((at for at, line in enumerate(lines) if line.start <= offset), default=-1)


def _own_line(source: Source, offset: int) -> bool:
    return not source.text[source.text.rfind("\n", 0, offset) + 1 : offset].strip()


def _blank_above(source: Source, offset: int) -> bool:
    line = source.position(offset)[0]
    return line > 1 and not source.line_text(line - 1).strip()


def _depth_of(lines: list[_Line], at: int, offset: int, source: Source) -> int:
    """How deep a comment stands above line `at`: as that line, or with the block that ends before it."""
    depth = lines[at].depth if at < len(lines) else 0
    column = source.position(offset)[1]
    for line in reversed(lines[:at]):
        if line.depth <= depth:
            break
        if source.position(line.start)[1] <= column:
            return line.depth
    return depth
