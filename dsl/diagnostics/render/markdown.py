"""Findings as Markdown, for review comments and reports: a list, tables of readings below their finding."""

from __future__ import annotations

from collections.abc import Iterable

from rubricc.dsl.diagnostics.model import Diagnostic
from rubricc.dsl.diagnostics.summary import summary
from rubricc.dsl.diagnostics.wording import place_text, severity_word, visible, wording

_HEAD = {"zh": ("写法", "得分"), "en": ("clause", "points")}


def render(diagnostics: Iterable[Diagnostic], lang: str) -> str:
    found = list(diagnostics)
    blocks = ["\n".join(_lines(diagnostic, lang)) for diagnostic in found]
    return "\n\n".join([*blocks, summary(found, lang)]) + "\n" if found else ""


def _lines(diagnostic: Diagnostic, lang: str) -> list[str]:
    words = wording(diagnostic, lang)
    where = f"`{_where(diagnostic, lang)}` " if _where(diagnostic, lang) else ""
    head = f"{severity_word(diagnostic.severity, lang)} {visible(diagnostic.code)}"
    lines = [f"- {where}**{head}** {_plain(words.title)}"]
    lines += [f"  - {_plain(note)}" for note in (*words.notes, words.hint) if note]
    if diagnostic.readings:
        clause, points = _HEAD["en" if lang == "en" else "zh"]
        lines += ["", f"  | {clause} | {points} |", "  |---|---:|"]
        for each in diagnostic.readings:
            text = f"`{visible(each.text(lang)).replace('|', chr(92) + '|')}`"
            lines.append(f"  | {f'**{text}**' if each.taken else text} | {each.points or '–'} |")
    return lines


def _where(diagnostic: Diagnostic, lang: str) -> str:
    if diagnostic.span is not None:
        return f"{visible(diagnostic.span.source.name)}:{diagnostic.span.line}:{diagnostic.span.column}"
    return place_text(diagnostic.place, lang) if diagnostic.place is not None else ""


def _plain(text: str) -> str:
    """Text in which nothing is markup."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>|#" else c for c in text)
