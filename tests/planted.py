"""Small rubrics, each with one fault that a real author makes, and each with its sound twin: `tests/planted/*.md`.

A file is named for the claim that the fault refutes (`monotone.measures.md`: where several measures, or related facts,
are what it takes; `monotone.rows.md`: of the rows of an `each`). A fault has a title, perhaps what the claim's sentence says of it,
and a rubric in which `‹wrong|right›` stands where the fault and its twin differ; a line that is left empty falls away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from planted_frame import Fault

FOLDER = Path(__file__).resolve().parent / "planted"
_FAULT = re.compile(r"^## ([^\n]+)\n\n(?:Says: ([^\n]+)\n\n)?```rubric\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_DIFFERENCE = re.compile(r"‹([^|›]*)\|([^|›]*)›")


def faults(document: Path) -> Iterator[tuple[str, Fault]]:
    text = document.read_text(encoding="utf-8")
    found = _FAULT.findall(text)
    assert len(found) == text.count("\n## "), f"{document.name}: a fault that is not written as the others"
    for title, says, rubric in found:
        assert _DIFFERENCE.search(rubric), title
        yield title, Fault(document.name.partition(".")[0], one_of(rubric, 1), one_of(rubric, 2), says)


def one_of(rubric: str, which: int) -> str:
    """The fault, or its twin."""
    lines = (_DIFFERENCE.sub(lambda found: found[which], line) for line in rubric.splitlines(keepends=True))
    return "".join(line for line in lines if line.strip())


def all_of(pattern: str) -> dict[str, Fault]:
    return dict(fault for document in sorted(FOLDER.glob(pattern)) for fault in faults(document))


FAULTS = all_of("*.md")
MEASURES = all_of("*.measures.md")
ROWS = all_of("*.rows.md")
