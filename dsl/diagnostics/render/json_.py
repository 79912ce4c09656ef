"""Findings for programs: an object whose `findings` is a list; the keys of a finding are fixed.

Lines and columns are 1-based, columns in code points, ends exclusive. A finding about facts has the line of
its row and no column; the first of its notes then names the place. What is not there is null or empty.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from rubricc.dsl.diagnostics.model import Diagnostic, Edit
from rubricc.dsl.diagnostics.wording import place_text, related_label, wording
from rubricc.dsl.source import Span

Object = dict[str, object]


def render(diagnostics: Iterable[Diagnostic], lang: str) -> str:
    findings = [finding(diagnostic, lang) for diagnostic in diagnostics]
    text = json.dumps({"findings": findings}, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def finding(diagnostic: Diagnostic, lang: str) -> Object:
    """One finding as an object."""
    words = wording(diagnostic, lang)
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": words.title,
        **_where(diagnostic),
        "related": [
            {"message": related_label(diagnostic, related, lang), **_place(related.span)}
            for related in diagnostic.related
        ],
        "notes": [*_place_notes(diagnostic, lang), *words.notes],
        "hint": words.hint or None,
        "fix": _fix(diagnostic, words.fix),
        "clause": diagnostic.clause or None,
        "readings": [
            {"text": each.text(lang), "points": each.points or None, "taken": each.taken}
            for each in diagnostic.readings
        ],
    }


def _where(diagnostic: Diagnostic) -> Object:
    if diagnostic.span is not None:
        return _place(diagnostic.span)
    place = diagnostic.place
    return {
        "file": (place.file or None) if place else None,
        "line": place.row if place else None,
        "column": None,
        "end_line": place.row if place else None,
        "end_column": None,
    }


def _place_notes(diagnostic: Diagnostic, lang: str) -> list[str]:
    text = place_text(diagnostic.place, lang) if diagnostic.place is not None else ""
    return [text] if text else []


def _place(span: Span) -> Object:
    return {"file": span.source.name, **_range(span)}


def _range(span: Span) -> Object:
    line, column = span.source.position(span.start)
    end_line, end_column = span.source.position(span.end)
    return {"line": line, "column": column, "end_line": end_line, "end_column": end_column}


def _fix(diagnostic: Diagnostic, title: str) -> Object | None:
    if diagnostic.fix is None:
        return None
    edits = [_edit(edit) for edit in diagnostic.fix.edits]
    return {"message": title, "safe": diagnostic.fix.safe, "edits": edits}


def _edit(edit: Edit) -> Object:
    return {**_place(edit.span), "replacement": edit.replacement}
