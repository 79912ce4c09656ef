"""One line a finding, `file:line:column: error RB4001: title`, for editors and grep."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from rubricc.dsl.diagnostics.model import Diagnostic
from rubricc.dsl.diagnostics.wording import place_text, severity_word, visible, wording


def render(diagnostics: Iterable[Diagnostic], lang: str) -> str:
    return "".join(f"{_line(diagnostic, lang)}\n" for diagnostic in diagnostics)


def _line(diagnostic: Diagnostic, lang: str) -> str:
    said = f"{severity_word(diagnostic.severity, lang)} {visible(diagnostic.code)}"
    where = _where(diagnostic, lang)
    title = wording(diagnostic, lang).title + _readings(diagnostic, lang)
    return ": ".join([where] * bool(where) + [said, title])


def _readings(diagnostic: Diagnostic, lang: str) -> str:
    """How many readings there are, and between which points."""
    if not diagnostic.readings:
        return ""
    points = sorted((each.points for each in diagnostic.readings if each.points), key=Fraction)
    many = len(diagnostic.readings)
    if lang == "en":
        return f" ({many} readings" + (f", {points[0]} .. {points[-1]} points)" if points else ")")
    return f"（{many} 种读法" + (f"，{points[0]} .. {points[-1]} 分）" if points else "）")


def _where(diagnostic: Diagnostic, lang: str) -> str:
    if diagnostic.span is not None:
        span = diagnostic.span
        return f"{visible(span.source.name)}:{span.line}:{span.column}"
    return place_text(diagnostic.place, lang) if diagnostic.place is not None else ""
