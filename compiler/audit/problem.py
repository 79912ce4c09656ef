"""What keeps the ledger from doing its work: a finding, raised, because nothing may go on after it."""

from __future__ import annotations

from typing import Any

from rubricc.dsl.diagnostics.model import Diagnostic, diagnose


class LedgerProblem(Exception):
    """Carries the finding that a shell shows; nothing was written, or the words say what was."""

    def __init__(self, finding: Diagnostic, lang: str = "zh") -> None:
        self.finding = finding
        self.lang = lang
        super().__init__(finding.code)

    def __str__(self) -> str:
        from rubricc.dsl.diagnostics.render import concise

        return concise.render([self.finding], self.lang).strip()


def problem(code: str, **about: Any) -> LedgerProblem:
    """The exception for a code of the catalogue (RB8); `about` are the texts of its sentences."""
    return LedgerProblem(diagnose(code, None, **about))
