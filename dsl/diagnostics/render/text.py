"""Findings for people: the title, the place, the line with its caret, the arithmetic, what to do.

Carets stand under terminal cells, not code points, so they are right under Chinese. Nothing of a file reaches
the terminal unescaped. The frame is ASCII: many Chinese terminals make box-drawing characters two cells wide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from attrs import frozen

from rubricc.dsl.diagnostics.model import Diagnostic, Edit, Severity
from rubricc.dsl.diagnostics.render.layout import LEAST_ROOM, Shown, show, width, wrap
from rubricc.dsl.diagnostics.summary import summary
from rubricc.dsl.diagnostics.wording import (
    Wording,
    place_text,
    related_label,
    severity_word,
    visible,
    wording,
)
from rubricc.dsl.source import Source, Span

MOST_SHOWN = 100
MOST_RELATED = 12
MOST_FIXED_LINES = 4
_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}
_FRAME, _SECOND, _GOOD, _BOLD = "34", "36", "32", "1"
_WORDS = {
    "zh": {
        "hint": "建议：",
        "safe": "修正（安全）：",
        "unsafe": "修正（请核对）：",
        "clause": "依据：",
        "readings": "各种读法（> 是采用的）：",
        "points": " 分",
        "more": "另有 {n} 处",
        "first": "；只列出前 {n} 个",
    },
    "en": {
        "hint": "hint: ",
        "safe": "safe fix: ",
        "unsafe": "possible fix: ",
        "clause": "source: ",
        "readings": "The readings (> was taken):",
        "points": "",
        "more": "{n} more places",
        "first": "; these are the first {n}",
    },
}


@frozen
class _Mark:
    """A stretch of one line that is underlined, with its label; the main one uses `^`, the others `-`."""

    line: int
    start: int
    end: int
    label: str
    main: bool


@frozen
class _Page:
    """How one rendering looks: its language, its width and whether it has colours."""

    lang: str
    width: int
    colour: bool

    def paint(self, text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self.colour and text else text

    def word(self, key: str) -> str:
        return _WORDS[self.lang][key]


def render(diagnostics: Iterable[Diagnostic], lang: str, *, colour: bool = False, width: int = 100) -> str:
    """All findings, a blank line between two, and the summary; empty where there is no finding."""
    found = list(diagnostics)
    blocks = [one(diagnostic, lang, colour=colour, width=width) for diagnostic in found[:MOST_SHOWN]]
    total = summary(found, lang)
    if len(found) > MOST_SHOWN:
        total += _WORDS["en" if lang == "en" else "zh"]["first"].format(n=MOST_SHOWN)
    return "\n\n".join([*blocks, total]) + "\n" if found else ""


def one(diagnostic: Diagnostic, lang: str, *, colour: bool = False, width: int = 100) -> str:
    """A finding alone."""
    page = _Page("en" if lang == "en" else "zh", max(width, 2 * LEAST_ROOM), colour)
    return "\n".join(_lines(diagnostic, page))


def _lines(diagnostic: Diagnostic, page: _Page) -> list[str]:
    words = wording(diagnostic, page.lang)
    lines = _heading(diagnostic, words, page)
    groups = _marks(diagnostic, words, page)
    fixed = _fixed_lines(diagnostic, page)
    numbers = [mark.line for _, marks in groups for mark in marks] + [number for number, _ in fixed]
    gutter = len(str(max(numbers))) if numbers else 1
    where = place_text(diagnostic.place, page.lang) if diagnostic.place is not None else ""
    if diagnostic.span is None and where:
        lines.append(_arrow(where, gutter, page))
    for index, (source, marks) in enumerate(groups):
        lines += _snippet(source, marks, gutter, index == 0, diagnostic.severity, page)
    if len(diagnostic.related) > MOST_RELATED:
        lines += _remark(page.word("more").format(n=len(diagnostic.related) - MOST_RELATED), "", gutter, page)
    for note in words.notes:
        lines += _remark(note, "", gutter, page)
    lines += _readings(diagnostic, gutter, page)
    if words.hint and not (
        fixed and words.fix.casefold().startswith(words.hint.casefold())
    ):  # else the fix says it
        lines += _remark(words.hint, page.word("hint"), gutter, page)
    if diagnostic.clause:
        lines += _remark(visible(diagnostic.clause), page.word("clause"), gutter, page)
    if diagnostic.fix is not None and fixed:
        lines += _remark(words.fix, page.word("safe" if diagnostic.fix.safe else "unsafe"), gutter, page)
        lines += [page.paint(f"{number:>{gutter}} +", _FRAME) + f" {text}".rstrip() for number, text in fixed]
    return lines


def _heading(diagnostic: Diagnostic, words: Wording, page: _Page) -> list[str]:
    head = f"{severity_word(diagnostic.severity, page.lang)}[{visible(diagnostic.code)}]"
    first, *rest = wrap(f"{head}{_colon(page)}{words.title}", page.width)
    style = _COLOURS[diagnostic.severity]
    if first.startswith(head):
        first = page.paint(head, style) + page.paint(first[len(head) :], _BOLD)
    return [first, *(page.paint(line, _BOLD) for line in rest)]


def _colon(page: _Page) -> str:
    return ": " if page.lang == "en" else "："


def _arrow(where: str, gutter: int, page: _Page, arrow: str = "-->") -> str:
    return page.paint(" " * gutter + arrow, _FRAME) + f" {where}"


def _marks(diagnostic: Diagnostic, words: Wording, page: _Page) -> list[tuple[Source, list[_Mark]]]:
    """What is underlined, the main place first, then by file, each file's in the order of its lines."""
    spans: list[tuple[Span, str, bool]] = []
    if diagnostic.span is not None:
        spans.append((diagnostic.span, words.label, True))
    for related in diagnostic.related[:MOST_RELATED]:
        spans.append((related.span, related_label(diagnostic, related, page.lang), False))
    sources = list({id(span.source): span.source for span, _, _ in spans}.values())
    return [
        (source, [mark for item in spans if item[0].source is source for mark in _marks_of(*item)])
        for source in sources
    ]


def _marks_of(span: Span, label: str, main: bool) -> list[_Mark]:
    """The first and the last line of a span; one that ends at the start of a line ends on the line before."""
    source = span.source
    line, column = source.position(span.start)
    end_line, end_column = source.position(span.end)
    if end_line > line and end_column == 1:
        end_line -= 1
        end_column = len(source.line_text(end_line)) + 1
    if end_line == line:
        return [_Mark(line, column - 1, end_column - 1, label, main)]
    last = source.line_text(end_line)
    indent = min(len(last) - len(last.lstrip()), end_column - 1)
    return [
        _Mark(line, column - 1, len(source.line_text(line)), "", main),
        _Mark(end_line, indent, end_column - 1, label, main),
    ]


def _snippet(
    source: Source, marks: Sequence[_Mark], gutter: int, first: bool, severity: Severity, page: _Page
) -> list[str]:
    lead = marks[0]
    where = f"{visible(source.name)}:{lead.line}:{min(lead.start, len(source.line_text(lead.line))) + 1}"
    bar = page.paint(" " * gutter + " |", _FRAME)
    lines = [_arrow(where, gutter, page, "-->" if first else ":::"), bar]
    before = 0
    for number, group in groupby(
        sorted(marks, key=lambda mark: (mark.line, mark.start)), lambda mark: mark.line
    ):
        if before and number > before + 1:
            lines.append(page.paint(" " * gutter + "...", _FRAME))
        before = number
        lines += _marked_line(
            source.line_text(number), list(group), f"{number:>{gutter}} |", bar, severity, page
        )
    return [*lines, bar]


def _marked_line(
    text: str, marks: Sequence[_Mark], number: str, bar: str, severity: Severity, page: _Page
) -> list[str]:
    """The line with a caret line for each of its marks; again where a mark lies in another part of it."""
    room = page.width - len(number) - 1
    lines: list[str] = []
    printed = None
    for mark in marks:
        shown = show(text, mark.start, mark.end, room)
        if shown.text != printed:
            lines.append(f"{page.paint(number, _FRAME)} {shown.text}".rstrip())
            printed = shown.text
        style = _COLOURS[severity] if mark.main else _SECOND
        lines += [f"{bar} {line}" for line in _caret(shown, mark, style, room, page)]
    return lines


def _caret(shown: Shown, mark: _Mark, style: str, room: int, page: _Page) -> list[str]:
    """The caret line; its label behind it, or where there is no room, below."""
    caret = ("^" if mark.main else "-") * (shown.end - shown.start)
    line = " " * shown.start + page.paint(caret, style)
    if not mark.label:
        return [line]
    if shown.end + 1 + width(mark.label) <= room:
        return [f"{line} {page.paint(mark.label, style)}"]
    indent = max(min(shown.start, room - width(mark.label)), 0)
    return [line, *(" " * indent + page.paint(part, style) for part in wrap(mark.label, room - indent))]


def _remark(text: str, name: str, gutter: int, page: _Page) -> list[str]:
    """A line behind `=`; what does not fit goes on below, indented."""
    lead = " " * gutter + " = "
    first, *rest = wrap(name + text, page.width - len(lead))
    if name and first.startswith(name.rstrip()):
        first = page.paint(first[: len(name)], _BOLD) + first[len(name) :]
    return [page.paint(lead, _FRAME) + first, *(" " * len(lead) + line for line in rest)]


def _readings(diagnostic: Diagnostic, gutter: int, page: _Page) -> list[str]:
    """Every reading with its points; `>` marks the one that was taken."""
    if not diagnostic.readings:
        return []
    lines = _remark(page.word("readings"), "", gutter, page)
    scores = [f"{each.points}{page.word('points')}" if each.points else "" for each in diagnostic.readings]
    widest = max(map(width, scores))
    for each, score in zip(diagnostic.readings, scores, strict=True):
        mark = ">" if each.taken else " "
        lead = f"{' ' * gutter}   {mark} {' ' * (widest - width(score))}{score}{'  ' if widest else ''}"
        first, *rest = wrap(visible(each.text(page.lang)), page.width - width(lead))
        lines += [lead + (page.paint(first, _BOLD) if each.taken else first)]
        lines += [" " * width(lead) + line for line in rest]
    return lines


def _fixed_lines(diagnostic: Diagnostic, page: _Page) -> list[tuple[int, str]]:
    """The lines that the fix touches as they would read, with their numbers."""
    if diagnostic.fix is None or not diagnostic.fix.edits:
        return []
    edits = sorted(diagnostic.fix.edits, key=lambda edit: (edit.span.start, edit.span.end))
    source = edits[0].span.source
    if any(edit.span.source is not source for edit in edits):
        return []
    line = source.position(edits[0].span.start)[0]
    text, touched = _apply(source, edits)
    first = source.position(edits[0].span.start)[1] - 1
    lines = text.split("\n")
    room = page.width - len(str(line + len(lines))) - 3
    shown = [show(lines[0], first, first + touched, room).text]
    shown += [show(rest, 0, 0, room).text for rest in lines[1:MOST_FIXED_LINES]]
    return [(line + index, page.paint(text, _GOOD)) for index, text in enumerate(shown)]


def _apply(source: Source, edits: Sequence[Edit]) -> tuple[str, int]:
    """The lines from the first edit to the last, edited, and how many characters the first edit put in."""
    starts = source.line_starts
    begin = starts[source.position(edits[0].span.start)[0] - 1]
    last = source.position(max(edit.span.end for edit in edits))[0]
    parts, at = [], begin
    for edit in edits:
        parts += [source.slice(at, edit.span.start), edit.replacement]
        at = max(at, edit.span.end)
    end = starts[last - 1] + len(source.line_text(last))
    parts.append(source.slice(at, max(at, end)))
    return "".join(parts).replace("\r\n", "\n"), len(edits[0].replacement.split("\n")[0])
