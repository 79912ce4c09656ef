"""What docs/reliability.md states of speed: appends with fsync beside a bare writer, verification, a million rows.

    python benchmarks/ledger.py [FOLDER]

The folder decides on which disk; appends and the bare writer take turns in one run, so that both meet the same load.
Beside the time that passes stands that of the processor, which says the same on a busy machine as on an idle one.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from attrs import frozen

import rubricc
from rubricc.compiler.audit import tree, verifier
from rubricc.compiler.audit.canonical import canonical
from rubricc.compiler.audit.keys import SigningKey
from rubricc.compiler.audit.records import Draft, Kept

APPENDS, ROUNDS, ROWS = 60, 7, 1_000_000
BULK, BLOCK = 100_000, 4_096
RUBRIC = """\
rubric "热线":
    total 5
    convention cn-fiscal
C22 接通率 weight 5: target >= 95%; deduct 1 per 1% below
"""


def now() -> datetime:
    return datetime.now(UTC)


@frozen
class Pace:
    """Of one thing: how many a second, and how much of the processor each takes."""

    rate: float
    processor: float

    def __str__(self) -> str:
        return f"{self.rate:,.0f}/s, {1e6 * self.processor:,.0f} µs of the processor each"


def paced(count: int, task: Callable[[], object]) -> Pace:
    """`task` does the thing `count` times."""
    start, used = time.perf_counter(), time.process_time()
    task()
    return Pace(count / (time.perf_counter() - start), (time.process_time() - used) / count)


def median(paces: list[Pace]) -> Pace:
    return Pace(statistics.median(p.rate for p in paces), statistics.median(p.processor for p in paces))


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
    bare = os.open(folder / "bare.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def write() -> None:
        for _ in range(APPENDS):
            os.write(bare, json.dumps(body, ensure_ascii=False).encode() + b"\n")
            os.fsync(bare)

    def append() -> None:
        for _ in range(APPENDS):
            with ledger.store.appending("a", now) as pen:
                pen.write("score", body, [facts])

    def together() -> None:
        with ledger.store.appending("a", now) as pen:
            pen.write_all([Draft("score", body, [facts])] * APPENDS)

    ways = {
        "bare JSON lines, each synced": write,
        "appends": append,
        f"appends, {APPENDS} together": together,
    }
    paces: dict[str, list[Pace]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            paces[name].append(paced(APPENDS, way))
    print(f"records of {len(canonical(body)):,} bytes")
    for name, each in paces.items():
        print(f"  {name}: {median(each)}")
    theirs, ours, _ = (median(each).rate for each in paces.values())
    print(f"  an append takes {theirs / ours:.2f} times as long as a bare line")
    return ledger.folder


def verifying(folder: Path) -> None:
    report = verifier.verify(str(folder))
    assert report.holds
    print(f"records verified: {paced(report.tree.size, lambda: verifier.verify(str(folder)))}")
    key = SigningKey.new()
    signature = key.sign(b"text")
    held = paced(20, lambda: [verifier.signature_holds(key.public, b"text", signature) for _ in range(20)])
    print(f"signatures verified: {held}")


def scored(folder: Path) -> None:
    """Facts of a program, each with files of its own: the facts as they were given, and the derivation."""
    rubric = rubricc.loads(RUBRIC)
    ledger = rubricc.Ledger.create(folder / "scored", "bench/2", SigningKey.new(), actor="a", clock=now)
    facts = [{"接通率": f"{90 + n // 100}.{n % 100:02}%"} for n in range(2 * APPENDS)]

    def single() -> None:
        for each in facts[:APPENDS]:
            ledger.append(rubric, each, actor="a", clock=now)

    print(f"facts scored and recorded, one by one: {paced(APPENDS, single)}")
    together = paced(APPENDS, lambda: ledger.append_all(rubric, facts[APPENDS:], actor="a", clock=now))
    print(f"facts scored and recorded, {APPENDS} together: {together}")


def rows() -> None:
    lines = [canonical({"row": {"total": "4.5", "unit": f"u{n}"}, "salt": "0" * 64}) for n in range(1000)]
    start, used = time.perf_counter(), time.process_time()
    grown = tree.Root(tree.leaf_hash(lines[n % 1000]) for n in range(ROWS))
    grown.digest()
    took, used = time.perf_counter() - start, time.process_time() - used
    print(f"root of {grown.size:,} rows: {took:.2f} s, {used:.2f} s of the processor")


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
        scored(Path(name))
    rows()
    columns()


if __name__ == "__main__":
    main()
