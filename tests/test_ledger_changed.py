"""What an earlier compiler recorded, replayed by a later one that scores otherwise: explained only where listed.

The later compiler is a copy of this one, of version 0.2.0, that no longer counts a step that is less than half done. It
runs as a program of its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shell import Shell

ROOT = Path(__file__).resolve().parents[1]
TOUCHED = "/total|/rate|/grades?|/lost.*|/tree/.*|/indicators/.*|/derivation"  # what follows from points


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package of the later version."""
    folder = tmp_path_factory.mktemp("later") / "rubricc"
    shutil.copytree(ROOT / "src" / "rubricc", folder, ignore=shutil.ignore_patterns("__pycache__"))
    planted(folder / "__init__.py", '__version__ = "0.1.0"', '__version__ = "0.2.0"')
    planted(
        folder / "compiler" / "evaluation.py", "return -(-steps // 1)", "return (steps + Fraction(1, 2)) // 1"
    )
    return folder.parent


def planted(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, path
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def earlier(recorded: Shell) -> Shell:
    """A ledger of two scores by this version: at 94.36% the two compilers agree, at 93.9% they do not."""
    recorded.write("low.yaml", "接通率: 93.9%\n")
    assert recorded("score", "热线.rubric", "--data", "low.yaml", "--ledger", "台账").code == 0
    return recorded


def replayed(package: Path, folder: Path, listed: str = "") -> subprocess.CompletedProcess[str]:
    """What the later version says, with these changes listed."""
    changes = package / "rubricc" / "compiler" / "audit" / "changes.py"
    whole = changes.read_text(encoding="utf-8")
    planted(changes, "CHANGES: Sequence[Change] = ()", f"CHANGES: Sequence[Change] = ({listed})")
    try:
        return subprocess.run(
            [sys.executable, "-P", "-m", "rubricc", "audit", "replay", folder / "台账", "--lang", "en"],
            env=os.environ | {"PYTHONPATH": str(package), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
    finally:
        changes.write_text(whole, encoding="utf-8")


def change(places: str, since: str = "0.2.0") -> str:
    return f"Change({since!r}, {places!r}, '不到半步不计', 'less than half a step no longer counts'),"


def test_what_is_not_listed_differs_and_shows_both_traces(later: Path, earlier: Shell) -> None:
    done = replayed(later, earlier.folder)
    assert done.returncode == 4
    assert "RB8040" in done.stderr and "/indicators/0/points" in done.stderr
    assert "Recorded: 3\n" in done.stderr and "Replayed: 4\n" in done.stderr
    shown = """\
  {word}:
    C22 接通率  {points} of 5 points
      接通率 = 93.9%
      target ≥ 95%, below by 1.1 percentage points; deduct 1 per 1 percentage point, \
a started step counts whole (convention cn-fiscal): {steps} × 1 = deduct {steps}
      5 − {steps} = {points} points
      Data: low.yaml, row 1
"""
    then, now = ({"word": "Recorded", "points": 3, "steps": 2}, {"word": "Replayed", "points": 4, "steps": 1})
    assert done.stdout == "1  identical\n2  differs\n" + shown.format(**then) + shown.format(**now)


def test_what_is_listed_is_explained(later: Path, earlier: Shell) -> None:
    done = replayed(later, earlier.folder, change(TOUCHED))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "1  identical\n2  explained\n  0.2.0  less than half a step no longer counts\n"


@pytest.mark.parametrize(
    "listed",
    [
        change("/indicators/.*|/tree/.*|/derivation"),  # of points, but not of totals
        change(TOUCHED, "0.1.0"),  # the record's own compiler had it already
        change(TOUCHED, "0.3.0"),  # nobody has it yet
    ],
)
def test_a_change_explains_what_it_names_and_nothing_else(later: Path, earlier: Shell, listed: str) -> None:
    done = replayed(later, earlier.folder, listed)
    assert done.returncode == 4
    assert "2  differs" in done.stdout
