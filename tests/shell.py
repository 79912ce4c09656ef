"""What tests of the commands share: a folder to work in, and the command as a function."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from rubricc.cli import main

LULIANG = Path(__file__).resolve().parents[1] / "rubrics" / "luliang-2020"
ONE_LINE = "C22 接通率 weight 5: target >= 95%; deduct 1 per 1% below\n"
HEADER = 'rubric "热线":\n    total 5\n    convention cn-fiscal\n'
WITH_CASES = (
    HEADER
    + ONE_LINE
    + """\
case "一":
    given 接通率 = 94.36%
    expect C22 = 4, total = 4
case "二":
    data "facts.yaml"
    expect C22 = 3
"""
)
UNITS = """\
rubric "科室":
    total 5
    convention cn-fiscal
data 科室 by unit:
    接通率: percent
C22 接通率 weight 5: of 接通率; target >= 95%; deduct 1 per 1% below
check 有人达标: max(接通率) >= 95%
"""


class Done(NamedTuple):
    code: int
    out: str
    err: str


class Shell:
    """A folder to work in, and the command as a function."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capture = capture

    def __call__(self, *arguments: str | Path) -> Done:
        self.capture.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = self.capture.readouterr()
        assert "Traceback" not in err
        return Done(code, out, err)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")


def figures_of(script: str, *arguments: str) -> dict[str, Any]:
    """What a program of this folder counts, which it prints as one object."""
    tests = Path(__file__).resolve().parent
    command = [sys.executable, "-P", str(tests / script), *arguments]
    environment = os.environ | {"PYTHONPATH": f"{tests.parent / 'src'}{os.pathsep}{tests}"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads(done.stdout)
    assert isinstance(figures, dict)
    return figures
