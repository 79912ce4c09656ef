"""A small ledger with a record of every kind, whole: ten records, two keys, three checkpoints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from rubricc.compiler.audit import notes, records, tree
from rubricc.compiler.audit.canonical import canonical
from rubricc.compiler.audit.keys import SigningKey
from rubricc.compiler.audit.records import Kept
from rubricc.compiler.audit.store.ledger import Store

IDENTITY = "某局/热线-2020"
START = datetime(2026, 11, 21, 3, 0, 0, tzinfo=UTC)
Json = dict[str, Any]


def key_of(number: int) -> SigningKey:
    """A key that is the same every time; never one to be used."""
    return SigningKey(Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))


OLD, NEW, FOREIGN = key_of(1), key_of(2), key_of(3)


def written(key: SigningKey, name: str = IDENTITY) -> str:
    return notes.written_key(name, key.public)


class Clock:
    """A minute later every time it is asked."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


def result(total: str = "4", **more: object) -> Json:
    rubric = {
        "name": "热线",
        "version": "2020",
        "digest": "ab" * 32,
        "convention": "cn-fiscal",
        "compiler": "0.1.0",
    }
    item = {"code": "C22", "name": "接通率", "points": total, "weight": "5"}
    return {"rubric": rubric, "total": total, "of": "5", "grade": "良", "indicators": [item], **more}


RUBRIC = Kept("热线.rubric", "rubric", "C22 接通率 weight 5: target >= 95%; deduct 1 per 1% below\n".encode())
FACTS = Kept("facts.yaml", "data", "接通率: 94.36%\n".encode())
ROWS = [
    canonical({"row": {"unit": f"{number} 科", "total": "4"}, "salt": f"{number:064x}"})
    for number in range(5)
]
ROWS_FILE = Kept("rows.jsonl", "rows", b"".join(row + b"\n" for row in ROWS))


def score_body(total: str = "4", **more: Any) -> Json:
    return {
        "call": {"rubric": "热线.rubric"},
        "engine": "interpreter",
        "files": [RUBRIC.written(), FACTS.written()],
        "result": result(total),
        **more,
    }


def adjust_body(of: records.Entry, before: str, after: str) -> Json:
    return {
        "of": of.number,
        "record": of.leaf.hex(),
        "item": "C22",
        "points": {"before": before, "after": after},
        "total": {"before": before, "after": after},
        "grade": {"before": "良", "after": "良"},
        "reason": "申诉成立",
        "by": "张三",
        "approved": "李四",
        "files": [],
    }


def build(folder: Path) -> Store:
    """The whole ledger: ten records, three checkpoints, one of them from before the key changed."""
    store, clock = Store(folder), Clock()
    store.create("张三", clock, records.genesis(IDENTITY, written(OLD), "0.1.0"))
    with store.appending("张三", clock) as pen:
        score = pen.write("score", score_body(), [RUBRIC, FACTS])
        sign(store, OLD)
        pen.write("publish", {"rubric": result()["rubric"], "files": [RUBRIC.written()]}, [RUBRIC])
        pen.write("adjust", adjust_body(score, "4", "4.5"))
        pen.write("adjust", adjust_body(score, "4.5", "5"))
        change_key(pen.number, pen.previous, pen.write)
        sign(store, OLD, 5)
        torn = Kept("tail", "torn", b'{"actor":"')
        pen.write("recovered", {"files": [torn.written()]}, [torn])
        run = score_body(rows={"size": 5, "root": tree.root([tree.leaf_hash(row) for row in ROWS]).hex()})
        run["files"].append(ROWS_FILE.written())
        pen.write("score", run, [ROWS_FILE])
        pen.write("score", score_body("3"))
        pen.write("publish", {"rubric": result()["rubric"], "files": [RUBRIC.written()]})
    sign(store, NEW)
    return store


def change_key(number: int, previous: str, write: Callable[[str, Json], object], signers: Any = None) -> None:
    text = notes.key_change_text(IDENTITY, number, previous, written(OLD), written(NEW))
    keys = signers or [OLD, NEW]
    note = notes.signed(text, [(IDENTITY, key.public, key.sign) for key in keys])
    write("key", {"key": written(NEW), "note": note})


def sign(store: Store, key: SigningKey, size: int | None = None) -> None:
    leaves = [entry.leaf for entry in store.entries()][:size]
    text = notes.checkpoint_text(IDENTITY, len(leaves), tree.root(leaves))
    store.add_checkpoint(len(leaves), notes.signed(text, [(IDENTITY, key.public, key.sign)]))
