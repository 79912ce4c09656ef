"""Which findings of a rubric are told, and in what order."""

from __future__ import annotations

from bisect import bisect_right

from rubricc.dsl.diagnostics.model import Diagnostic
from rubricc.dsl.model import Model
from rubricc.dsl.source import Source, Span

_OF_VALUES = ("RB3", "RB5007", "RB5014", "RB5015")  # what follows from kinds and values


def not_implied(model: Model, findings: list[Diagnostic]) -> list[Diagnostic]:
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


def in_order(source: Source, *findings: Diagnostic) -> tuple[Diagnostic, ...]:
    """By place, those of other files after those of the rubric; each said once."""
    once = {(d.code, d.span, tuple(d.args.items())): d for d in findings}
    files = list(dict.fromkeys([source, *(d.span.source for d in findings if d.span)]))
    return tuple(sorted(once.values(), key=lambda d: (*_place(d, files), d.code)))


def _place(finding: Diagnostic, files: list[Source]) -> tuple[int, int]:
    return (files.index(finding.span.source), finding.span.start) if finding.span else (-1, 0)
