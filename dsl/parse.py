"""Text to syntax tree.

`parse` never raises on any text: it answers with a tree, or with every finding it could make. After a syntax error the
offending line and what is indented under it are set aside and the rest is read again, so that one slip does not hide
the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from attrs import evolve, frozen

from rubricc.dsl.automaton import Refused, possible, run
from rubricc.dsl.build import Builder
from rubricc.dsl.diagnostics.model import Diagnostic, Edit, Fix, diagnose
from rubricc.dsl.nodes import Rubric
from rubricc.dsl.scan import Scan, Tok, tokens
from rubricc.dsl.scan_numbers import ScanError
from rubricc.dsl.source import Source, Span
from rubricc.grammar.lalr import table

MAX_FINDINGS = 20
MAX_REREAD = 256 * 1024  # characters; a larger file is not read again after its first error


@frozen
class Parsed:
    """A tree, or None where there were syntax errors; its findings; its comments (offset, text) in order."""

    rubric: Rubric | None
    diagnostics: tuple[Diagnostic, ...]
    comments: tuple[tuple[int, str], ...]
    chinese: bool = True  # the vocabulary of most of the keywords; of a file without any, Chinese


def parse(source: Source) -> Parsed:
    """The syntax tree of a rubric, or why there is none."""
    findings: list[Diagnostic] = []
    text = source.text
    while True:
        scan = Scan(source, text)
        builder = Builder(source)
        outcome = _attempt(scan, builder)
        if isinstance(outcome, Rubric):
            break
        if findings and outcome.span == findings[-1].span:
            return Parsed(None, tuple(findings), (), scan.chinese)
        if not _set_aside(text, outcome, source):
            findings.append(_with_a_fix_that_works(outcome, text))
        if outcome.code == "RB1011" or len(text) > MAX_REREAD:
            return Parsed(None, tuple(findings), (), scan.chinese)
        if len(findings) >= MAX_FINDINGS:
            findings.append(diagnose("RB1023", outcome.span, shown=MAX_FINDINGS))
            return Parsed(None, tuple(findings), (), scan.chinese)
        rest = _without(text, outcome)
        if rest == text:  # nothing more can be set aside
            return Parsed(None, tuple(findings), (), scan.chinese)
        text = rest
    if findings:
        return Parsed(None, (*findings, *builder.problems), (), scan.chinese)
    problems = (*builder.problems, *_one_word_or_two(outcome, scan))
    if problems:
        return Parsed(None, problems, tuple(scan.comments), scan.chinese)
    return Parsed(outcome, (), tuple(scan.comments), scan.chinese)


def _one_word_or_two(rubric: Rubric, scan: Scan) -> Iterator[Diagnostic]:
    """取数率, read as 取 and 数率, where 取数率 is itself declared."""
    declared = {name.text: name.span for data in rubric.data for decl in data.fields for name in decl.names}
    declared |= {param.name.text: param.name.span for param in rubric.params}
    declared |= {let.name.text: let.name.span for let in rubric.lets}
    for keyword, whole in scan.glued:
        if whole.text in declared:
            from rubricc.dsl.mistakes import two_readings

            yield two_readings(keyword, whole, declared[whole.text])


def _attempt(scan: Scan, builder: Builder) -> Rubric | Diagnostic:
    stack: list[int] = []
    try:
        return cast(Rubric, run(table(), stack, tokens(scan, table().states, stack), builder))
    except (ScanError, Refused) as error:
        return _explained(error, scan)


def _explained(error: ScanError | Refused, scan: Scan) -> Diagnostic:
    """What is wrong. What knows the mistakes, and how documents say things, is loaded when there is one."""
    from rubricc.dsl.mistakes import explain, said_otherwise

    if isinstance(error, ScanError):
        at = error.diagnostic.span
        return (said_otherwise(at.start, scan) if at is not None else None) or error.diagnostic
    end = len(scan.source.text)
    return explain(
        error.token or Tok("$END", Span(scan.source, end, end)), possible(table(), error.stack), scan
    )


def _with_a_fix_that_works(finding: Diagnostic, text: str) -> Diagnostic:
    """The finding without its fix where the fixed text would be refused at or before the same place.

    What else is wrong with the line goes into the fix too, as far as it can mean one thing only: a sentence of a
    document has several phrases, and each would cost its author a run.
    """
    if finding.fix is None or len(text) > MAX_REREAD:
        return finding
    edits = finding.fix.edits
    begin = text.rfind("\n", 0, min(edit.span.start for edit in edits)) + 1
    end = text.find("\n", max(edit.span.end for edit in edits))
    rest = len(text) - end if end >= 0 else 0
    after, current, fixed, more = text, finding, text, -1
    for mended in range(_MOST_ON_A_LINE):
        assert current.fix is not None
        after = _edited(after, current.fix)
        source = Source("", after)
        again = _attempt(Scan(source, after), Builder(source))
        if isinstance(again, Rubric) or _gets_further(current, again, after):
            fixed, more = after, mended
        if isinstance(again, Rubric) or again.fix is None or not {finding.code, again.code} <= _CERTAIN:
            break
        if again.span is None or again.span.start >= len(after) - rest:
            break
        current = again  # on the same line
    if more < 1:
        return finding if more == 0 else evolve(finding, fix=None)
    line, right = text[begin : len(text) - rest], fixed[begin : len(fixed) - rest]
    same = _alike(line, right)
    tail = _alike(line[same:][::-1], right[same:][::-1])
    span = Span(edits[0].span.source, begin + same, begin + len(line) - tail)
    edit = Edit(span, right[same : len(right) - tail])
    return evolve(finding, fix=evolve(finding.fix, edits=(edit,), more=more))


_MOST_ON_A_LINE = 8
_CERTAIN = frozenset({"RB1006", "RB1027", "RB1028", "RB1031"})  # what can mean one thing only, and its repair


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common from their start."""
    unlike = (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(unlike, min(len(one), len(other)))


def _edited(text: str, fix: Fix) -> str:
    for edit in sorted(fix.edits, key=lambda edit: -edit.span.start):
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    return text


def _gets_further(finding: Diagnostic, again: Diagnostic, fixed: str) -> bool:
    """Whether what is refused in a fixed text lies behind the fix."""
    if finding.fix is None or again.span is None:
        return True
    grown = sum(len(edit.replacement) - (edit.span.end - edit.span.start) for edit in finding.fix.edits)
    last = max(edit.span.end for edit in finding.fix.edits)
    # after a semicolon follows a clause of its own
    ends = fixed[max(last + grown - 1, 0) : last + grown] in (";", "；") or again.code == "RB1028"
    refused = again.span.start < last + grown or (again.span.start == last + grown and not ends)
    next_line = fixed.count("\n", 0, last + grown) + 2
    return not (refused or (again.code == "RB1003" and again.span.line == next_line))


def _set_aside(text: str, finding: Diagnostic, source: Source) -> bool:
    """Whether nothing follows a colon only because what followed it, indented, was set aside before."""
    if finding.code != "RB1005" or finding.span is None:
        return False
    rest = source.text[finding.span.end :]
    first = finding.span.end + len(rest) - len(rest.lstrip())
    if first == len(source.text) or text[first] != " ":
        return False
    line, column = source.position(first)
    return column - 1 > _depth(source.line_text(finding.span.line)) and line > finding.span.line


def _without(text: str, finding: Diagnostic) -> str:
    """The text with the lines of a finding, and the lines indented under it, blanked; offsets stay."""
    at = finding.span.start if finding.span else 0
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", max(at, finding.span.end - 1) if finding.span else at)
    end = len(text) if end < 0 else end
    depth = _depth(text[start:].split("\n", 1)[0])
    while end < len(text):
        following = text.find("\n", end + 1)
        following = len(text) if following < 0 else following
        line = text[end + 1 : following]
        if line.strip() and _depth(line) <= depth:
            break
        end = following
    blank = "".join(c if c == "\n" else " " for c in text[start:end])
    return text[:start] + blank + text[end:]


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())
