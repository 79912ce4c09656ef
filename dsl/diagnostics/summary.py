"""How many findings there are, in one line: all that is said of a rubric without any."""

from __future__ import annotations

from collections.abc import Iterable

from rubricc.dsl.diagnostics.model import Diagnostic, Severity


def summary(diagnostics: Iterable[Diagnostic], lang: str) -> str:
    """How many errors and warnings there are: `2 个错误，1 个警告`, `2 errors, 1 warning`."""
    severities = [diagnostic.severity for diagnostic in diagnostics]
    errors, warnings = severities.count(Severity.ERROR), severities.count(Severity.WARNING)
    if lang != "en":
        parts = [f"{errors} 个错误"] * bool(errors) + [f"{warnings} 个警告"] * bool(warnings)
        return "，".join(parts) or "没有错误"
    parts = [_plural(errors, "error")] * bool(errors) + [_plural(warnings, "warning")] * bool(warnings)
    return ", ".join(parts) or "no errors"


def _plural(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
