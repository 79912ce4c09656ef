"""What others wrote is read or refused: no crash, no hang, no memory beyond a bound (`fuzz.py`)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
# How many inputs `./test --all` tries; those that need a compilation or an archive each are fewer.
MANY = {"parse": 20_000, "check": 20_000, "yaml,json,csv": 10_000, "xlsx": 3_000, "ledger": 20_000,
        "proof,checkpoint,key": 20_000}  # fmt: skip


def fuzzed(targets: str, count: int) -> list[dict[str, object]]:
    command = [sys.executable, "-P", str(TESTS / "fuzz.py"), targets, str(count)]
    environment = os.environ | {"PYTHONPATH": f"{TESTS.parent / 'src'}{os.pathsep}{TESTS}"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_what_nobody_should_have_written_is_read_or_refused() -> None:
    figures = fuzzed("all", 25)
    assert [each["inputs"] for each in figures] == [25] * 10
    assert not any(each["broken"] for each in figures)


@pytest.mark.long
@pytest.mark.parametrize("targets", MANY)
def test_so_are_many(targets: str) -> None:
    for figures in fuzzed(targets, MANY[targets]):
        print(figures)
