"""The pipeline: text to checked program. Every stage is one line here, and its work is elsewhere."""

from __future__ import annotations

from bisect import bisect_right

from attrs import frozen

from rubricc.compiler.digest import digest_of
from rubricc.compiler.ir.program import Checked, Program
from rubricc.compiler.lower import lower
from rubricc.compiler.passes import check
from rubricc.compiler.scale.outgrown import too_large
from rubricc.dsl.diagnostics.model import Diagnostic
from rubricc.dsl.link import Library, link, no_library
from rubricc.dsl.model import Model
from rubricc.dsl.nodes import Rubric
from rubricc.dsl.params import settled
from rubricc.dsl.parse import Parsed, parse
from rubricc.dsl.resolve import resolve
from rubricc.dsl.source import Source, Span


@frozen
class Compiled:
    """What became of a text: as many stages as it survived, and every finding, by place."""

    source: Source
    parsed: Parsed
    linked: Rubric | None  # the tree with what it takes from other files
    program: Program | None
    checked: Checked | None
    findings: tuple[Diagnostic, ...]


def compile_rubric(source: Source, library: Library = no_library) -> Compiled:
    """Parse, link, resolve, lower and check a rubric. Never raises; `checked` is None where there are errors."""
    return compile_parsed(parse(source), source, library)


def compile_parsed(parsed: Parsed, source: Source, library: Library = no_library) -> Compiled:
    """The same from the tree."""
    if parsed.rubric is None:
        return Compiled(source, parsed, None, None, None, _sorted(source, *parsed.diagnostics))
    linked, unlinked = link(parsed.rubric, source, library)
    if linked is None:
        return Compiled(source, parsed, None, None, None, _sorted(source, *unlinked))
    rubric, unsettled = settled(linked)
    model, unresolved = resolve(rubric, source)
    before = [*unlinked, *unsettled, *unresolved]
    program, unlowered = lower(model, chinese=parsed.chinese)
    digest = digest_of(linked, program.convention, program.calendar)
    checked, unproved = check(program, digest, [*before, *unlowered])
    outgrown = too_large(checked.program) if checked is not None else []
    if outgrown:
        checked = None
    findings = _known(model, [*before, *unlowered, *unproved, *outgrown])
    return Compiled(source, parsed, linked, program, checked, _sorted(source, *findings))


_OF_VALUES = ("RB3", "RB5007", "RB5014", "RB5015")  # what follows from kinds and values


def _known(model: Model, findings: list[Diagnostic]) -> list[Diagnostic]:
    """What an unknown name stands for decides the kinds and values around it: until it is declared, an indicator that
    has one is told of no others. A row is not to be deleted because its measure has not been declared yet."""
    if not any(d.code == "RB2001" for d in findings):
        return findings
    indicators = sorted(model.indicators(), key=lambda each: each.span.start)
    starts = [each.span.start for each in indicators]

    def inside(said: Diagnostic) -> Span | None:
        """The indicator that a finding is of."""
        at = bisect_right(starts, said.span.start) - 1 if said.span is not None else -1
        if said.span is None or at < 0:
            return None
        span = indicators[at].span
        return span if span.source == said.span.source and said.span.end <= span.end else None

    unknown = {inside(d) for d in findings if d.code == "RB2001"} - {None}
    return [d for d in findings if not (d.code.startswith(_OF_VALUES) and inside(d) in unknown)]


def _sorted(source: Source, *findings: Diagnostic) -> tuple[Diagnostic, ...]:
    """By place, those of other files after those of the rubric; each said once."""
    once = {(d.code, d.span, tuple(d.args.items())): d for d in findings}
    files = list(dict.fromkeys([source, *(d.span.source for d in findings if d.span)]))
    return tuple(sorted(once.values(), key=lambda d: (*_place(d, files), d.code)))


def _place(finding: Diagnostic, files: list[Source]) -> tuple[int, int]:
    return (files.index(finding.span.source), finding.span.start) if finding.span else (-1, 0)
