"""A diagnostic is a fact: a code, a place, the values that its sentences need. No prose stands here.

`diagnose` is how the rest of the compiler makes one; it refuses arguments that the catalogue does not know: a slip of
the pen fails in the first test that provokes the code. The catalogue is loaded with the first finding, because most
runs have none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import Factory, field, frozen

from rubricc.compiler.runtime.problems import Problem
from rubricc.compiler.runtime.schema import Place
from rubricc.dsl.diagnostics.prose import Severity
from rubricc.dsl.source import Span, Unreadable

__all__ = [
    "Diagnostic",
    "Edit",
    "Fix",
    "Place",
    "Reading",
    "Related",
    "Severity",
    "diagnose",
    "of_problem",
    "unreadable",
]


@frozen
class Edit:
    """Replace the text of a span. An empty span inserts, an empty replacement removes."""

    span: Span
    replacement: str


@frozen
class Fix:
    """Edits of one file that do not overlap. A safe fix cannot change what the rubric means."""

    edits: tuple[Edit, ...]
    safe: bool = False
    more: int = 0  # further corrections of the same line that are in it


@frozen
class Related:
    """A second place that belongs to the finding; `key` names its label in the code's prose."""

    span: Span
    key: str = "here"
    args: Mapping[str, str] = Factory(dict)


@frozen
class Reading:
    """One way to read a clause: as it would be written, in both vocabularies; its points, where they are known."""

    english: str
    chinese: str
    points: str
    taken: bool

    def text(self, lang: str) -> str:
        return self.english if lang == "en" else self.chinese


@frozen
class Diagnostic:
    """A finding: an error, a warning or a note. Of a rubric it has a `span`, of facts a `place`.

    `code` is for ever the same and names the page that explains it; `text` says it to people.
    """

    code: str
    span: Span | None = None
    args: Mapping[str, str] = Factory(dict)
    severity: Severity = field()
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    clause: str = ""  # of the published document, as `source` gives it
    place: Place | None = None
    readings: tuple[Reading, ...] = ()

    @severity.default
    def _severity_of_code(self) -> Severity:
        from rubricc.dsl.diagnostics.catalogue import severity

        return severity(self.code)

    @property
    def is_error(self) -> bool:
        """Whether it keeps the rubric from being used."""
        return self.severity is Severity.ERROR

    def text(self, lang: str = "zh") -> str:
        """The finding as commands show it, with its line and caret, in Chinese (`zh`) or English (`en`)."""
        from rubricc.dsl.diagnostics.render import text

        return text.one(self, lang)


def diagnose(
    code: str,
    span: Span | None,
    /,
    *,
    severity: Severity | None = None,
    related: Iterable[Related] = (),
    fix: Fix | None = None,
    clause: str = "",
    place: Place | None = None,
    **args: str | int,
) -> Diagnostic:
    """A diagnostic whose arguments are those of its code; TypeError where one is missing or unknown."""
    from rubricc.dsl.diagnostics.catalogue import CATALOGUE

    entry = CATALOGUE[code]
    missing, unknown = entry.required - args.keys(), args.keys() - entry.required - entry.optional
    if missing or unknown:
        raise TypeError(
            f"{code}: missing {sorted(missing)}, unknown {sorted(unknown)}; optional {sorted(entry.optional)}"
        )
    texts = {name: str(value) for name, value in args.items()}
    return Diagnostic(code, span, texts, severity or entry.severity, tuple(related), fix, clause, place)


def unreadable(failure: Unreadable) -> Diagnostic:
    """The diagnostic for bytes that `source.decode` refused."""
    return Diagnostic(failure.code, failure.span, failure.args)


def of_problem(problem: Problem) -> Diagnostic:
    """The diagnostic for a problem of the facts; its sentences come from the runtime, as in a scorer."""
    from rubricc.dsl.diagnostics.prose.data import arguments

    return Diagnostic(problem.code, None, arguments(problem), place=problem.place)
