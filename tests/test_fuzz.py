"""What others wrote is read or refused: no crash, no hang, no memory beyond a bound (`fuzz.py`)."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rubricc.compiler.audit import verifier
from rubricc.dsl.parse import parse
from rubricc.dsl.source import Source

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


@pytest.mark.parametrize(
    "text",
    [
        'rubric "x" version "{}" x', 'x weight 5: source "{}', "C22 接通率 weight 5: target >= {}", "rubric {}",
        "x {} y", "C22 接{}", "{}", "x weight 5: {} full", "x 权重5：90%以上{}", "x 权重5：每行（投诉）{}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("part", ["1", " ", "\t", "(", "a ", "扣", "1.", "「", "90%以上", "可累计", "\n "])
def test_a_long_line_costs_what_it_is_long(text: str, part: str) -> None:
    """Patterns that look at a run again from each of its characters took minutes for these."""
    start = time.process_time()
    parse(Source("x.rubric", text.format(part * 20_000)))
    assert time.process_time() - start < 5


def test_a_line_as_long_as_it_may_be_takes_a_bounded_memory() -> None:
    """16 MiB of escapes took gigabytes of the stack of a pattern."""
    kept, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (3 * 1024**3, hard))
    try:
        assert len(str(verifier.read_json(b'"' + b'\\"' * 8_000_000 + b'"', "here"))) == 8_000_000
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (kept, hard))


@pytest.mark.long
@pytest.mark.parametrize("targets", MANY)
def test_so_are_many(targets: str) -> None:
    for figures in fuzzed(targets, MANY[targets]):
        print(figures)
