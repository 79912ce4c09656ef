"""What docs/reliability.md states of speed: appends with fsync beside a bare writer, verification, a million rows.

    python benchmarks/ledger.py [FOLDER]

The folder decides on which disk; appends and the bare writer take turns in one run, so that both meet the same load.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import rubricc
from rubricc.compiler.audit import tree, verifier
from rubricc.compiler.audit.canonical import canonical
from rubricc.compiler.audit.keys import SigningKey
from rubricc.compiler.audit.records import Kept

APPENDS, ROUNDS, ROWS = 60, 7, 1_000_000
BULK, BLOCK = 100_000, 4_096


def now() -> datetime:
    return datetime.now(UTC)


def per_second(count: int, task: Callable[[], object]) -> float:
    start = time.perf_counter()
    for _ in range(count):
        task()
    return count / (time.perf_counter() - start)


def appending(folder: Path) -> Path:
    """A record of a usual size; its files are there already, as they are for all but the first of a rubric."""
    ledger = rubricc.Ledger.create(folder / "ledger", "bench/1", SigningKey.new(), actor="a", clock=now)
    facts = Kept("facts.yaml", "data", b"x" * 5000)
    body = {
        "call": {},
        "engine": "interpreter",
        "files": [facts.written()],
        "result": {
            "rubric": {"name": "r", "version": "1", "digest": "ab" * 32},
            "total": "85.6",
            "indicators": [{"code": f"C{n}", "name": "接通率", "points": "4.5"} for n in range(34)],
        },
    }

    def append() -> None:
        with ledger.store.appending("a", now) as pen:
            pen.write("score", body, [facts])

    bare = os.open(folder / "bare.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    line = canonical(body) + b"\n"

    def write() -> None:
        os.write(bare, line)
        os.fsync(bare)

    rates: dict[str, list[float]] = {"ledger": [], "bare": []}
    for _ in range(ROUNDS):
        rates["bare"].append(per_second(APPENDS, write))
        rates["ledger"].append(per_second(APPENDS, append))
    ours, theirs = (statistics.median(rates[name]) for name in ("ledger", "bare"))
    print(
        f"appends with fsync, {len(line):,} bytes: {ours:,.0f}/s; bare JSON lines with fsync: {theirs:,.0f}/s; ",
        end="",
    )
    print(f"ratio {theirs / ours:.2f}")
    return ledger.folder


def verifying(folder: Path) -> None:
    start = time.perf_counter()
    report = verifier.verify(str(folder))
    took = time.perf_counter() - start
    assert report.holds
    print(f"verified: {report.tree.size:,} records in {took:.2f} s, {report.tree.size / took:,.0f}/s")


def rows() -> None:
    lines = [canonical({"row": {"total": "4.5", "unit": f"u{n}"}, "salt": "0" * 64}) for n in range(1000)]
    start = time.perf_counter()
    grown = tree.Root(tree.leaf_hash(lines[n % 1000]) for n in range(ROWS))
    grown.digest()
    print(f"root of {grown.size:,} rows: {time.perf_counter() - start:.2f} s")


def columns() -> None:
    """Rows one by one, and the same in column blocks: the bytes, the salts and the root of each."""
    names = ["unit", "total", *(f"C{number}" for number in range(8))]
    table = [
        [f"u{row}", "85.6", *(str(row * column % 50 / 10) for column in range(8))] for row in range(BULK)
    ]

    def by_row() -> int:
        lines = (
            canonical({"row": dict(zip(names, row, strict=True)), "salt": os.urandom(32).hex()})
            for row in table
        )
        return tree.Root(tree.leaf_hash(line) for line in lines).size

    def by_block(salted: bool) -> int:
        grown = tree.Root()
        for start in range(0, BULK, BLOCK):
            for column in zip(*table[start : start + BLOCK], strict=True):
                cells = [[cell, os.urandom(32).hex()] for cell in column] if salted else [*column]
                grown.add(tree.leaf_hash(canonical(cells)))
        return grown.size

    ways: dict[str, Callable[[], int]] = {
        "row by row": by_row,
        f"column blocks of {BLOCK:,} rows, salted": lambda: by_block(True),
        f"column blocks of {BLOCK:,} rows, bare": lambda: by_block(False),
    }
    for name, way in ways.items():
        rates = []
        for _ in range(3):
            start = time.process_time()
            way()
            rates.append(time.process_time() - start)
        print(
            f"{BULK:,} rows of {len(names)} columns, {name}: {1e6 * statistics.median(rates) / BULK:.1f} µs a row"
        )


def main() -> None:
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if sys.argv[1:] else None) as name:
        verifying(appending(Path(name)))
    rows()
    columns()


if __name__ == "__main__":
    main()
