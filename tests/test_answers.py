"""The five hotlines: what `check` and `prove` say of each stands in its README, in both languages, with an answer.

A table with the head `check`, `prove` has one row for each finding and for each claim that is not proved, as it is
worded; nothing else, and nothing is left out. Where there is nothing, the README says so.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rubricc.compiler.data.library import Files
from rubricc.compiler.driver import compile_rubric
from rubricc.compiler.proofs.claims import NAMES
from rubricc.compiler.proofs.prove import prove, warnings
from rubricc.dsl.diagnostics.wording import wording
from rubricc.dsl.source import Source
from rubricc.dsl.unread import unread
from test_hotlines import FOLDERS, ROOT

NOTHING = {
    "zh": "`check` 和 `prove` 没有要答复的。",
    "en": "`check` and `prove` say nothing that wants an answer.",
}


def said(file: Path, lang: str) -> set[str]:
    """What the commands print of a rubric: findings by code and title, claims by name and sentence."""
    compiled = compile_rubric(Source(file.name, file.read_text(encoding="utf-8")), Files(file))
    found = list(compiled.findings)
    if compiled.checked is not None:
        assert compiled.linked is not None
        found += [*unread(compiled.linked), *warnings(compiled.checked.program, compiled.findings)]
    program = compiled.program
    if compiled.checked is not None and not compiled.checked.program.open:
        program = compiled.checked.program
    assert program is not None
    lines = {f"{each.code} {wording(each, lang).title}" for each in found}
    claims = prove(program, compiled.findings, compiled.checked)
    refused = [claim for claim in claims if claim.verdict != "proved"]
    colon = "：" if lang == "zh" else ": "
    return lines | {f"{NAMES[c.claim][lang == 'en']}{colon}{c.said.text(lang)}" for c in refused}


def answered(readme: str, lang: str) -> dict[str, str]:
    """The rows of the table in the half of a language: what is said, and the answer."""
    chinese, _, english = readme.partition("\n---\n")
    half = chinese if lang == "zh" else english
    head = (
        r"\| `check`、`prove` 说 \| 答复 \|" if lang == "zh" else r"\| `check` or `prove` says \| answer \|"
    )
    tables = re.findall(head + r"\n\|---\|---\|\n((?:\|.*\|\n)+)", half)
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for table in tables
        for line in table.splitlines()
    ]
    if not rows:
        assert NOTHING[lang] in half
    return dict(rows)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_finding_has_its_answer(folder: str, lang: str) -> None:
    place = ROOT / "rubrics" / folder
    found = set[str]().union(*(said(file, lang) for file in sorted(place.glob("*.rubric"))))
    answers = answered((place / "README.md").read_text(encoding="utf-8"), lang)
    assert set(answers) == found
    assert all(answers.values())
