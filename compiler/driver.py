"""The pipeline: text to checked program. Every stage is one line here, and its work is elsewhere."""

from __future__ import annotations

from attrs import frozen

from rubricc.compiler.digest import digest_of
from rubricc.compiler.ir.program import Checked, Program
from rubricc.compiler.lower import lower
from rubricc.compiler.passes import check
from rubricc.compiler.scale import too_large
from rubricc.dsl.diagnostics.model import Diagnostic
from rubricc.dsl.params import settled
from rubricc.dsl.parse import Parsed, parse
from rubricc.dsl.resolve import resolve
from rubricc.dsl.source import Source


@frozen
class Compiled:
    """What became of a text: as many stages as it survived, and every finding, by place."""

    source: Source
    parsed: Parsed
    program: Program | None
    checked: Checked | None
    findings: tuple[Diagnostic, ...]


def compile_rubric(source: Source) -> Compiled:
    """Parse, resolve, lower and check a rubric. Never raises; `checked` is None where there are errors."""
    return compile_parsed(parse(source), source)


def compile_parsed(parsed: Parsed, source: Source) -> Compiled:
    """The same from the tree."""
    if parsed.rubric is None:
        return Compiled(source, parsed, None, None, _sorted(parsed.diagnostics))
    rubric, unsettled = settled(parsed.rubric)
    model, unresolved = resolve(rubric, source)
    program, unlowered = lower(model, chinese=parsed.chinese)
    digest = digest_of(parsed.rubric, program.convention)
    checked, unproved = check(program, digest, [*unsettled, *unresolved, *unlowered])
    outgrown = too_large(checked.program) if checked is not None else []
    if outgrown:
        checked = None
    return Compiled(
        source, parsed, program, checked, _sorted((*unsettled, *unresolved, *unlowered, *unproved, *outgrown))
    )


def _sorted(findings: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """By place, each said once."""
    once = {(d.code, d.span, tuple(d.args.items())): d for d in findings}
    return tuple(sorted(once.values(), key=lambda d: (d.span.start if d.span else 0, d.code)))
