"""From a diagnostic to its sentences in one language; every format takes them from here.

Guarantees: a title has at most 60 characters whatever the names in it; control, invisible and bidirectional
characters of an argument are shown as escapes (`\\u202e`); nothing raises; a missing argument is shown as ….
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from attrs import frozen

from rubricc.dsl.diagnostics.catalogue import CATALOGUE
from rubricc.dsl.diagnostics.model import Diagnostic, Place, Related, Severity
from rubricc.dsl.diagnostics.prose import Entry, Prose, fields
from rubricc.dsl.diagnostics.prose.terms import TERMS

TITLE_LENGTH = 60
_LABEL_BUDGET = 40
_BUDGETS = (60, 40, 30, 24, 18, 12, 8)
_QUOTED = frozenset({"found", "expected"})  # arguments that show what stands in the file
_CHOICES = frozenset({"expected", "readings", "cycle"})  # one item a line; the last after an `or`
_LISTS = _CHOICES | {"known", "labels", "names", "ranges", "sheets", "units", "witness"}
_UNKNOWN = Entry(zh=Prose("诊断 {code}"), en=Prose("Diagnostic {code}"))
_SEVERITIES = {
    "zh": {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.NOTE: "提示"},
    "en": {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"},
}


@frozen
class Wording:
    title: str
    label: str
    notes: tuple[str, ...]
    hint: str
    fix: str


def visible(text: str) -> str:
    """The text with characters that do not show, or that reorder others, as escapes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if shows(c) else escape(c) for c in text)


def shows(character: str) -> bool:
    """Whether a character prints as itself: no control, format, surrogate, private or separator character."""
    return unicodedata.category(character) not in _HIDDEN and character not in _SELECTORS


_SELECTORS = frozenset(
    map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), 0x115F, 0x1160, 0x3164, 0xFFA0))
)
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_CODE_POINT = re.compile("U\\+(10[0-9A-F]{4}|[0-9A-F]{4,5})")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def escape(character: str) -> str:
    code = ord(character)
    return _SHORT.get(character) or (f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}")


def severity_word(severity: Severity, lang: str) -> str:
    return _SEVERITIES[_language(lang)][severity]


def wording(diagnostic: Diagnostic, lang: str) -> Wording:
    lang = _language(lang)
    entry = CATALOGUE.get(diagnostic.code, _UNKNOWN)
    prose = entry.prose(lang)
    args = diagnostic.args if entry is not _UNKNOWN else {"code": diagnostic.code}
    complete = [hint for hint in prose.hint if _complete(hint, args)]
    title = _title(prose.title, args, lang)
    notes = [line for note in prose.notes if _complete(note, args) for line in _note(note, args, lang)]
    return Wording(
        title=title,
        label=_fill(prose.label, args, lang, _LABEL_BUDGET),
        notes=(*_cut(title, prose.title, args, lang, _said_beside(diagnostic, complete[:1])), *notes),
        hint=_fill(complete[0], args, lang) if complete else "",
        fix=_fill(prose.fix, args, lang) + _more(diagnostic.fix.more, lang) if diagnostic.fix else "",
    )


def _more(count: int, lang: str) -> str:
    if not count:
        return ""
    return f"; {count} more on the line" if lang == "en" else f"；这一行另改 {count} 处"


def related_label(diagnostic: Diagnostic, related: Related, lang: str) -> str:
    lang = _language(lang)
    template = CATALOGUE.get(diagnostic.code, _UNKNOWN).prose(lang).related.get(related.key, "")
    return _fill(template, {**diagnostic.args, **related.args}, lang, _LABEL_BUDGET)


def place_text(place: Place, lang: str) -> str:
    """A place in the facts as one line."""
    return visible(place.text(_language(lang)))


def _language(lang: str) -> str:
    return "en" if lang == "en" else "zh"


def _complete(template: str, args: Mapping[str, str]) -> bool:
    return all(args.get(name) for name in fields(template))


def _title(template: str, args: Mapping[str, str], lang: str) -> str:
    for budget in _BUDGETS:
        title = _sentence(template, args, lang, budget)
        if len(title) <= TITLE_LENGTH:
            return title
    return title[: TITLE_LENGTH - 1] + "…"


def _cut(title: str, template: str, args: Mapping[str, str], lang: str, said: frozenset[str]) -> list[str]:
    """The whole sentence, where the title had to be cut, unless all that was cut is `said` beside it."""
    full = _sentence(template, args, lang)
    long = {name for name in fields(template) if len(args.get(name, "")) > _BUDGETS[-1]}
    return [] if full == title or long <= said else [full]


def _said_beside(diagnostic: Diagnostic, hint: Sequence[str]) -> frozenset[str]:
    """The arguments that the hint has, or that are the text underlined."""
    underlined = " ".join(diagnostic.span.text.split()) if diagnostic.span is not None else ""
    shown = {name for name, value in diagnostic.args.items() if value and value == underlined}
    return frozenset(shown).union(*map(fields, hint))


def _sentence(template: str, args: Mapping[str, str], lang: str, budget: int | None = None) -> str:
    """A template filled in. A term that comes first gets a capital; what somebody wrote stays as it is written."""
    text = _fill(template, args, lang, budget)
    first = re.match(r"\{(\w+)\}", template)
    return text[:1].upper() + text[1:] if first and args.get(first[1], "").startswith("<") else text


def _note(template: str, args: Mapping[str, str], lang: str) -> list[str]:
    """One line; a template that is nothing but a list gives a line for each of its items."""
    name = template[1:-1]
    if template == f"{{{name}}}" and name in _LISTS:
        return [_term(item, lang) for item in args[name].split("\n")]
    return [_fill(template, args, lang)]


def _fill(template: str, args: Mapping[str, str], lang: str, budget: int | None = None) -> str:
    values = {name: _shown(name, args.get(name, "…"), lang, budget) for name in fields(template)}
    return template.format_map(values)


def _shown(name: str, value: str, lang: str, budget: int | None) -> str:
    parts = value.split("\n") if name in _LISTS else [value]
    items = [_term(part, lang, name in _QUOTED) for part in parts]
    if len(items) == 1:
        text = items[0]
    elif name not in _CHOICES:
        text = ("、" if lang == "zh" else ", ").join(items)
    elif lang == "zh":
        text = "、".join(items[:-1]) + "或" + items[-1]
    else:
        text = ", ".join(items[:-1]) + " or " + items[-1]
    return text if budget is None or len(text) <= budget else text[: max(budget - 1, 0)] + "…"


def _term(item: str, lang: str, quoted: bool = False) -> str:
    if item.startswith("<") and item.endswith(">") and item[1:-1] in TERMS:
        return TERMS[item[1:-1]][lang == "en"]
    if len(item) <= 8 and (code := _CODE_POINT.fullmatch(item)):
        return f"{item} {unicodedata.name(chr(int(code[1], 16)), '')}".rstrip()
    if quoted and not item.isdigit():
        return f"`{visible(item)}`" if lang == "en" else f"「{visible(item)}」"
    return visible(item)
