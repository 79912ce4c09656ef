"""The same rubric has the same verdicts, reasons and facts that show them, whatever was proved before it in the process
and however sets are ordered: the work of the solver is counted, and it begins every question afresh.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from pages import ROOT, examples
from rubricc.compiler.driver import compile_rubric
from rubricc.compiler.proofs.prove import prove
from rubricc.dsl.source import Source

# where totals are searched for grades, and conditions and rows are asked about: the solver has much to choose from
PAGES = (
    "docs/language/08-adjustments.md",
    "docs/language/10-groups.md",
    "tests/cases/good/groups/all-of-it.md",
)


def rubrics() -> list[tuple[str, str]]:
    return [(f"{page} {at}", example.source) for page in PAGES for at, example in enumerate(examples(page))]


def claims(source: str) -> list[str]:
    compiled = compile_rubric(Source("r.rubric", source))
    if compiled.checked is None:
        return []
    return [repr(claim) for claim in prove(compiled.checked.program, compiled.findings, compiled.checked)]


def in_a_process(seed: str, order: int) -> dict[str, list[str]]:
    """All claims about all rubrics, proved one after the other in a process of their own."""
    done = subprocess.run(
        [sys.executable, __file__, str(order)],
        capture_output=True,
        encoding="utf-8",
        env={
            **os.environ,
            "PYTHONHASHSEED": seed,
            "PYTHONUTF8": "1",
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def test_a_rubric_has_the_same_verdicts_every_time() -> None:
    one, other = in_a_process("1", 1), in_a_process("2", -1)
    assert sum(map(len, one.values())) > 100
    for name, made in one.items():
        assert made == other[name], name


if __name__ == "__main__":
    sys.stdout.write(json.dumps({name: claims(source) for name, source in rubrics()[:: int(sys.argv[1])]}))
