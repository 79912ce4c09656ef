"""One line a finding, `file:line:column: error RB4001: title`, for editors and grep."""

from __future__ import annotations

from collections.abc import Iterable

from rubricc.dsl.diagnostics.model import Diagnostic
from rubricc.dsl.diagnostics.wording import place_text, severity_word, visible, wording


def render(diagnostics: Iterable[Diagnostic], lang: str) -> str:
    return "".join(f"{_line(diagnostic, lang)}\n" for diagnostic in diagnostics)


def _line(diagnostic: Diagnostic, lang: str) -> str:
    said = f"{severity_word(diagnostic.severity, lang)} {visible(diagnostic.code)}"
    where = _where(diagnostic, lang)
    return ": ".join([where] * bool(where) + [said, wording(diagnostic, lang).title])


def _where(diagnostic: Diagnostic, lang: str) -> str:
    if diagnostic.span is not None:
        span = diagnostic.span
        return f"{visible(span.source.name)}:{span.line}:{span.column}"
    return place_text(diagnostic.place, lang) if diagnostic.place is not None else ""
