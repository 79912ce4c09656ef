"""The verifier says what `verdicts.txt` says; no small fault in it or in the tree goes unnoticed (`mutants.py`)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rubricc.compiler.audit import verifier
from shell import figures_of
from verdicts import FILE, said
from verdicts_ledgers import filled

TESTS = Path(__file__).resolve().parent


def test_the_verifier_says_what_it_must(tmp_path: Path) -> None:
    filled(tmp_path)
    now = said(verifier, tmp_path)
    if os.environ.get("RUBRICC_REWRITE") == "1":
        FILE.write_text(now, encoding="utf-8")
    assert now.split("\n") == FILE.read_text(encoding="utf-8").split("\n")


def mutated(*arguments: str) -> dict[str, int]:
    return figures_of("mutants.py", *arguments)


def test_every_mutant_of_the_tree_is_killed() -> None:
    figures = mutated("tree")
    assert figures["mutants"] > 40
    assert figures["survived"] == 0


def test_some_mutants_of_the_verifier_are_killed_or_explained() -> None:
    assert mutated("verifier", "100", "7")["mutants"] >= 8


@pytest.mark.long
def test_every_mutant_of_the_verifier_is_killed_or_explained() -> None:
    figures = mutated("verifier")
    assert figures["mutants"] > 800
    print(figures)
