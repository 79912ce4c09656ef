"""The pipeline: text to checked program. Every stage is one line here, and its work is elsewhere."""

from __future__ import annotations

from attrs import frozen

from rubricc.compiler.digest import digest_of
from rubricc.compiler.findings import in_order, not_implied
from rubricc.compiler.ir.program import Checked, Program
from rubricc.compiler.lower import lower
from rubricc.compiler.passes import check
from rubricc.compiler.scale.outgrown import too_large
from rubricc.dsl.diagnostics.model import Diagnostic
from rubricc.dsl.link import Library, link, no_library
from rubricc.dsl.nodes import Rubric
from rubricc.dsl.params import settled
from rubricc.dsl.parse import Parsed, parse
from rubricc.dsl.resolve import resolve
from rubricc.dsl.source import Source


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
        return Compiled(source, parsed, None, None, None, in_order(source, *parsed.diagnostics))
    linked, unlinked = link(parsed.rubric, source, library)
    if linked is None:
        return Compiled(source, parsed, None, None, None, in_order(source, *unlinked))
    rubric, unsettled = settled(linked)
    model, unresolved = resolve(rubric, source)
    before = [*unlinked, *unsettled, *unresolved]
    program, unlowered = lower(model, chinese=parsed.chinese)
    digest = digest_of(linked, program.convention, program.calendar)
    checked, unproved = check(program, digest, [*before, *unlowered])
    outgrown = too_large(checked.program) if checked is not None else []
    if outgrown:
        checked = None
    findings = not_implied(model, [*before, *unlowered, *unproved, *outgrown])
    return Compiled(source, parsed, linked, program, checked, in_order(source, *findings))
