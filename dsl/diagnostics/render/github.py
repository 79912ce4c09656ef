"""Findings as annotations of GitHub Actions. All is escaped, so that no name can issue a command."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rubricc.dsl.diagnostics.model import Diagnostic, Severity
from rubricc.dsl.diagnostics.wording import place_text, wording

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(diagnostics: Iterable[Diagnostic], lang: str) -> str:
    return "".join(f"{_annotation(diagnostic, lang)}\n" for diagnostic in diagnostics)


def _annotation(diagnostic: Diagnostic, lang: str) -> str:
    words = wording(diagnostic, lang)
    properties = {**_where(diagnostic), "title": f"{diagnostic.code} {words.title}"}
    place = [place_text(diagnostic.place, lang)] if diagnostic.place is not None else []
    message = "\n".join(line for line in (words.title, *place, *words.notes, words.hint) if line)
    return annotation(_COMMANDS[diagnostic.severity], properties, message)


def annotation(command: str, properties: Mapping[str, str], message: str) -> str:
    """One line of the log, which GitHub shows beside the file."""
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{command} {listed}::{_data(message)}"


def _where(diagnostic: Diagnostic) -> dict[str, str]:
    span, place = diagnostic.span, diagnostic.place
    if span is None:
        file = {"file": place.file} if place and place.file else {}
        return {**file, "line": str(place.row)} if place and place.row else file
    line, column = span.source.position(span.start)
    end_line, end_column = span.source.position(span.end)
    where = {"file": span.source.name, "line": str(line), "endLine": str(end_line)}
    # GitHub takes columns only of a range within one line.
    return {**where, "col": str(column), "endColumn": str(end_column)} if line == end_line else where


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
