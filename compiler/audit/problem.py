"""What keeps the ledger from doing its work: a finding, raised, because nothing may go on after it."""

from __future__ import annotations

from typing import Any

from rubricc.dsl.diagnostics.model import Diagnostic, diagnose


class LedgerProblem(Exception):
    """What a ledger refuses, as a `finding`; nothing was written, or its text says what was."""

    def __init__(self, finding: Diagnostic, lang: str = "zh") -> None:
        self.finding = finding
        self.lang = lang
        super().__init__(finding.code)

    def text(self, lang: str = "zh") -> str:
        """The finding on one line, in Chinese (`zh`) or English (`en`)."""
        from rubricc.dsl.diagnostics.render import concise

        return concise.render([self.finding], lang).strip()

    def __str__(self) -> str:
        return self.text(self.lang)


def problem(code: str, **about: Any) -> LedgerProblem:
    """The exception for a code of the catalogue (RB8); `about` are the texts of its sentences."""
    return LedgerProblem(diagnose(code, None, **about))
