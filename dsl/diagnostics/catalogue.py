"""Every code of a diagnostic. To add one, add its entry to a file of `prose/`, and its page to `pages/`."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

from rubricc.dsl.diagnostics.prose import (
    Entry,
    Severity,
    audit,
    bands,
    clauses,
    conventions,
    data,
    fault,
    kinds,
    names,
    params,
    proofs,
    reuse,
    rows,
    source,
    syntax,
    units,
    weights,
)

_PHASES = (
    source,
    syntax,
    names,
    params,
    reuse,
    kinds,
    weights,
    clauses,
    bands,
    units,
    rows,
    conventions,
    proofs,
    data,
    audit,
    fault,
)
CATALOGUE: Mapping[str, Entry] = {code: entry for phase in _PHASES for code, entry in phase.PROSE.items()}


def severity(code: str) -> Severity:
    """The severity that a code has where nothing else is said; an unknown code is an error."""
    entry = CATALOGUE.get(code)
    return entry.severity if entry else Severity.ERROR


def page(code: str) -> str | None:
    """The page that explains a code, Chinese first, as Markdown; None for a code that has none."""
    if code not in CATALOGUE:
        return None
    found = files("rubricc.dsl.diagnostics") / "pages" / f"{code}.md"
    return found.read_text(encoding="utf-8") if found.is_file() else None
