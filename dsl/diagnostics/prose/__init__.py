"""What a diagnostic says in Chinese and English: the shape of an entry. The entries stand beside it.

A template is `str.format` text with named arguments only. A note that mentions an argument which is empty or
absent is left out; of several hints the first that lacks nothing is taken. So an argument that stands only in
notes and hints is optional, and one in the title or the label is required. An argument may be a word of
`terms.py` (`<percent>`) or a list with one item a line; a note that is only a list becomes a note an item.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from string import Formatter

from attrs import Factory, field, frozen


class Severity(Enum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


def _lines(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def fields(template: str) -> frozenset[str]:
    """The names of the arguments that a template mentions."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name is not None)


@frozen
class Prose:
    """The words for one code in one language."""

    title: str  # at most 60 characters once the names in it are short; makes sense alone
    label: str = ""  # short, stands at the caret
    notes: tuple[str, ...] = field(default=(), converter=_lines)  # the arithmetic, one line each
    hint: tuple[str, ...] = field(default=(), converter=_lines)  # starts with a verb; the first complete one
    fix: str = ""  # the name of the fix, where the code has one
    related: Mapping[str, str] = Factory(dict)  # labels of secondary places, by key

    @property
    def required(self) -> frozenset[str]:
        return fields(self.title) | fields(self.label)

    @property
    def optional(self) -> frozenset[str]:
        rest = (*self.notes, *self.hint, self.fix)
        return frozenset[str]().union(*map(fields, rest)) - self.required


@frozen
class Entry:
    """One code: how grave it is by default and its words."""

    zh: Prose
    en: Prose
    severity: Severity = Severity.ERROR

    def prose(self, lang: str) -> Prose:
        return self.en if lang == "en" else self.zh

    @property
    def required(self) -> frozenset[str]:
        return self.zh.required | self.en.required

    @property
    def optional(self) -> frozenset[str]:
        return (self.zh.optional | self.en.optional) - self.required
