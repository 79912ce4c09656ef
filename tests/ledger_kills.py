"""Four writers on one ledger, killed at random moments with SIGKILL, again and again.

    python tests/ledger_kills.py FOLDER KILLS SEED

Writers note every record that they were told is written. After every four kills the ledger is held against what was
acknowledged, and verified. Prints figures; ends with 1 where anything was lost.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from rubricc.compiler.audit import records, tree, verifier
from rubricc.compiler.audit.records import Kept
from rubricc.compiler.audit.store.ledger import Store
from whole_ledger import FACTS, IDENTITY, OLD, RUBRIC, score_body, written

WRITERS = 4


def now() -> datetime:
    return datetime.now(UTC)


def writes(folder: Path, acknowledged: Path, seed: int) -> None:
    """Append until somebody kills this process; records of all sizes, most with a file of their own."""
    chance = random.Random(seed)
    store = Store(folder, patience=60)
    notes = os.open(acknowledged, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    while True:
        body = score_body(padding="x" * chance.choice((10, 1000, 100_000, 1_000_000)))
        body["call"]["padding"] = body.pop("padding")
        kept = [RUBRIC, FACTS]
        if chance.random() < 0.7:
            own = Kept("own.txt", "evidence", chance.randbytes(chance.choice((10, 100_000))))
            body["files"].append(own.written())
            kept.append(own)
        with store.appending("写手", now) as pen:
            entry = pen.write("score", body, kept)
        os.write(notes, f"{entry.number} {entry.leaf.hex()}\n".encode())


def started(folder: Path, acknowledged: Path, seed: int) -> int:
    child = os.fork()
    if child:
        return child
    try:
        writes(folder, acknowledged, seed)
    finally:
        os._exit(1)


def main(folder: Path, kills: int, seed: int) -> int:
    chance = random.Random(seed)
    done = acknowledged = before = lost = broken = recovered = 0
    start = time.monotonic()
    while done < kills:
        if done % (10 * WRITERS) == 0:  # a new ledger now and then: it is verified whole every time
            ledger, told = folder / f"ledger-{done}", folder / f"acknowledged-{done}"
            store = Store(ledger, patience=60)
            store.create("张三", now, records.genesis(IDENTITY, written(OLD), "0"))
            told.touch()
            acknowledged += before
        writers = [started(ledger, told, chance.getrandbits(32)) for _ in range(WRITERS)]
        for writer in writers:
            time.sleep(chance.random() * 0.08)
            os.kill(writer, signal.SIGKILL)
            os.waitpid(writer, 0)
            done += 1
        with store.appending("张三", now):
            pass  # what was cut short is recovered
        segments = sorted((ledger / "records").iterdir())
        lines = b"".join(path.read_bytes() for path in segments).split(b"\n")[:-1]
        known = [tree.leaf_hash(line).hex() for line in lines]
        notes = [note.split() for note in told.read_text().splitlines()]
        before = len(notes)
        lost += sum(int(number) >= len(known) or known[int(number)] != leaf for number, leaf in notes)
        broken += not verifier.verify(str(ledger)).holds
        recovered += b'"kind":"recovered"' in lines[-1]
    figures = {
        "kills": done, "acknowledged": acknowledged + before, "lost": lost, "broken": broken,
        "recovered": recovered, "seconds": round(time.monotonic() - start, 1),
    }  # fmt: skip
    print(json.dumps(figures))
    return 1 if lost or broken else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
