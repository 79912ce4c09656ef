"""How ledgers are tampered with (`tampered.py`, `tampered_with_care.py`): a copy, and what is done to it."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from rubricc.compiler.audit import notes, records, tree
from rubricc.compiler.audit.canonical import canonical
from rubricc.compiler.audit.keys import SigningKey
from rubricc.compiler.audit.records import Kept
from rubricc.compiler.audit.store.ledger import Store
from whole_ledger import (
    FACTS,
    FOREIGN,
    IDENTITY,
    NEW,
    RUBRIC,
    START,
    Clock,
    Json,
    change_key,
    score_body,
    sign,
    written,
)


class Copy:
    """A ledger to be tampered with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.segment = folder / "records" / "000001.jsonl"

    @property
    def lines(self) -> list[bytes]:
        return self.segment.read_bytes().split(b"\n")[:-1]

    @lines.setter
    def lines(self, lines: list[bytes]) -> None:
        self.segment.write_bytes(b"".join(line + b"\n" for line in lines))

    def line(self, number: int, change: Callable[[bytes], bytes]) -> None:
        lines = self.lines
        lines[number] = change(lines[number])
        self.lines = lines

    def record(self, number: int, change: Callable[[Json], object], *, chained: bool = False) -> None:
        """Change what a record says, and write it well; `chained` makes all records after it follow again."""

        def changed(line: bytes) -> bytes:
            value = json.loads(line)
            change(value)
            return canonical(value)

        self.line(number, changed)
        if chained:
            self.chain()

    def chain(self, *, numbers: bool = False) -> None:
        """Hashes of the records before (and numbers) as they would be; what a clever forger does."""
        found: list[bytes] = []
        for number, line in enumerate(self.lines):
            value = json.loads(line)
            value["previous"] = tree.leaf_hash(found[-1]).hex() if found else records.FIRST
            if numbers:
                value["number"] = number
            found.append(canonical(value))
        self.lines = found

    def without_checkpoints(self) -> Copy:
        for path in (self.folder / "checkpoints").iterdir():
            path.unlink()
        return self

    def checkpoint(self, size: int) -> Path:
        return self.folder / "checkpoints" / f"{size:012d}.txt"

    def content(self, kept: Kept) -> Path:
        return self.folder / "content" / kept.digest[:2] / kept.digest[2:]


class Tampering(NamedTuple):
    name: str
    code: str
    do: Callable[[Copy], object]
    key: str | None = None
    identity: str | None = None
    checkpoint: str | None = None

    @property
    def folder(self) -> str:
        """What its folder is called, beside the others."""
        return self.name.replace(" ", "-").replace(",", "").replace("^", "")


def unsigned(change: Callable[[Copy], object]) -> Callable[[Copy], object]:
    """The same where nobody kept a checkpoint, so that the records must show it themselves."""
    return lambda copy: change(copy.without_checkpoints())


def swapped(copy: Copy, a: int, b: int) -> None:
    lines = copy.lines
    lines[a], lines[b] = lines[b], lines[a]
    copy.lines = lines


def inserted(copy: Copy, at: int, line: bytes) -> None:
    lines = copy.lines
    copy.lines = [*lines[:at], line, *lines[at:]]


def removed(copy: Copy, at: int) -> None:
    lines = copy.lines
    copy.lines = lines[:at] + lines[at + 1 :]


def replaced_note(copy: Copy, size: int, change: Callable[[str], str]) -> None:
    path = copy.checkpoint(size)
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def other_key_change(copy: Copy, signers: list[SigningKey]) -> None:
    """The record that changes the key, signed by others; all records after it follow again."""
    value = json.loads(copy.lines[5])

    def body(kind: str, body: Json) -> None:
        value["body"] = body

    change_key(5, value["previous"], body, signers)
    copy.line(5, lambda line: canonical(value))
    copy.chain()


def body(name: str, value: object) -> Callable[[Json], object]:
    return lambda record: record["body"].__setitem__(name, value)


def field(name: str, value: object) -> Callable[[Json], object]:
    return lambda record: record.__setitem__(name, value)


def forged(copy: Copy) -> None:
    """A whole ledger of somebody else's making, with the name of this one."""
    shutil.rmtree(copy.folder)
    store, clock = Store(copy.folder), Clock()
    store.create("张三", clock, records.genesis(IDENTITY, written(FOREIGN), "0.1.0"))
    with store.appending("张三", clock) as pen:
        pen.write("score", score_body("5"), [RUBRIC, FACTS])
    sign(store, FOREIGN)


def changed_score(record: Json) -> None:
    record["body"]["result"]["total"] = "5"


def extended(copy: Copy) -> None:
    """As many records as before, so that only the tree can tell; past the store, which would see it."""
    lines, at = copy.lines, records.stamp(START + timedelta(days=1))
    previous = tree.leaf_hash(lines[-1]).hex()
    entry = records.written_entry(len(lines), previous, at, "张三", "score", score_body("3"))
    copy.lines = [*lines, entry.line]


def named(about: Json) -> Callable[[Json], object]:
    return lambda record: record["body"]["result"]["rubric"].update(about)


def scored_by_others(copy: Copy, count: int) -> None:
    """Scores by a rubric that is not the published one, and one by a version that never was published."""
    copy.record(8, lambda r: r["body"]["result"]["rubric"].update(digest="cd" * 32), chained=True)
    others = [{"digest": ("cd", "ef")[number % 2] * 32} for number in range(count)]
    versions = [{"version": version} for version in ("2021", "2022", "2021")]
    for about in (*others, *versions, {"name": "别的", "version": "2021"}):
        extended(copy)
        copy.record(-1, named(about))


def malleable(note: str) -> str:
    """The same signature with s + L, which careless verifiers take for another good one."""
    head, _, last = note.rstrip("\n").rpartition(" ")
    data = base64.b64decode(last)
    order = 2**252 + 27742317777372353535851937790883648493
    s = int.from_bytes(data[36:], "little") + order
    return f"{head} {notes.in_base64(data[:36] + s.to_bytes(32, 'little'))}\n"


def other_root(copy: Copy) -> None:
    """A checkpoint well signed, of another history of the same length: what the key's owner could do."""
    text = notes.checkpoint_text(IDENTITY, 10, bytes(32))
    copy.checkpoint(10).write_text(notes.signed(text, [(IDENTITY, NEW.public, NEW.sign)]), encoding="utf-8")


def other_rows(copy: Copy, data: bytes, *, rooted: bytes | None = None) -> None:
    """Other rows, in a file that is recorded as it is; perhaps with a root too, of what should stand there."""
    other = Kept("rows.jsonl", "rows", data)
    Store(copy.folder).keep([other])
    if rooted is not None:
        leaves = [tree.leaf_hash(line) for line in rooted.splitlines()]
        copy.record(7, body("rows", {"size": len(leaves), "root": tree.root(leaves).hex()}))
    copy.record(7, lambda r: r["body"]["files"].__setitem__(2, other.written()), chained=True)


def same_second(copy: Copy) -> None:
    at = json.loads(copy.lines[7])["at"]
    copy.record(8, field("at", at), chained=True)


def longest_checkpoint(copy: Copy, more: int = 0) -> None:
    """A stranger's signature beside the right one, so long that the note has as many bytes as a note may have."""
    path = copy.checkpoint(10)
    note, line = path.read_bytes(), b" AAAAAAA=\n"
    name = b"x" * (64 * 1024 + more - len(note) - len("— ".encode()) - len(line))
    path.write_bytes(note + "— ".encode() + name + line)
