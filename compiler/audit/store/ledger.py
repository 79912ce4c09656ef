"""A ledger in its folder: records are appended one at a time, under a lock, durable before anybody hears of them.

Assumes that only this module writes there. Guarantees: a number is given out once; a record that `write` returned
stands in the ledger; what an append left behind that was cut short is removed by the next one, and kept, and a
record says so. What else may be wrong with a folder is for the verifier to find: nothing is mended here.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from attrs import frozen

from rubricc.compiler.audit.problem import problem
from rubricc.compiler.audit.records import FIRST, MAX_LINE, Body, Entry, Kept, entry_of, stamp, written_entry
from rubricc.compiler.audit.store.disk import Disk, LockHeld
from rubricc.dsl.diagnostics.wording import visible

Clock = Callable[[], datetime]

SEGMENT = 16 * 1024 * 1024  # a new one is begun where a record would make the last one larger
PATIENCE = 10.0  # seconds to wait for other writers
_TAIL = 64 * 1024
_SEGMENT_NAME = re.compile(r"[0-9]{6}\.jsonl")
_UNWRITTEN = b"\0"  # what a file system leaves where it lost a block; no record holds it


@frozen
class Tail:
    """Where the next record goes: after `last`, at byte `size` of a segment that may have `torn` bytes beyond."""

    segment: int
    size: int
    last: Entry | None
    torn: bytes = b""


class Pen:
    """The right to append, as long as the lock is held."""

    def __init__(self, store: Store, actor: str, clock: Clock) -> None:
        self.store, self.actor, self.clock = store, actor, clock

    @property
    def number(self) -> int:
        """The number of the next record."""
        last = self.store.tail.last
        return 0 if last is None else last.number + 1

    @property
    def previous(self) -> str:
        """The hash that the next record names."""
        last = self.store.tail.last
        return FIRST if last is None else last.leaf.hex()

    def write(self, kind: str, body: Body, files: Sequence[Kept] = ()) -> Entry:
        """Append a record; the files of its body are kept first, so that no record names what is not there."""
        tail = self.store.tail
        at = self.clock()
        if tail.last is not None and stamp(at) < str(tail.last.record["at"]):
            raise problem("RB8032", now=stamp(at), last=str(tail.last.record["at"]))
        entry = written_entry(self.number, self.previous, at, self.actor, kind, body)
        if len(entry.line) >= MAX_LINE:
            raise problem("RB8034", size=len(entry.line), limit=MAX_LINE)
        for file in files:
            self.store.keep(file)
        self.store.write(entry)
        return entry


class Store:
    """The folder of a ledger."""

    def __init__(self, folder: str | Path, disk: Disk | None = None, patience: float = PATIENCE) -> None:
        self.folder = Path(folder)
        self.disk = disk or Disk()
        self.patience = patience
        self.tail = Tail(0, 0, None)
        self._kept: set[str] = set()
        self._alone = threading.Lock()

    # ── writing ──

    def create(self, actor: str, clock: Clock, body: Body) -> Entry:
        """A new ledger in an empty folder, or in one that does not exist yet."""
        entry = written_entry(0, FIRST, clock(), checked_actor(actor), "genesis", body)
        self.require_room()
        try:
            for name in ("records", "content", "checkpoints"):
                self.disk.make_folder(self.folder / name)
            self.disk.put(self._segment(1), entry.line + b"\n")
        except OSError as error:
            raise self._failed(error) from error
        return entry

    def require_room(self) -> None:
        """Nothing may stand where a ledger starts."""
        try:
            if self.disk.names(self.folder):
                raise problem("RB8033", folder=str(self.folder))
        except OSError as error:
            raise self._failed(error) from error

    @contextmanager
    def appending(self, actor: str, clock: Clock) -> Iterator[Pen]:
        """Alone with the ledger. A tail that was cut short is removed first, and that is recorded."""
        checked_actor(actor)
        with self._alone:
            self._require()
            try:
                with self.disk.locked(self.folder / "lock", self.patience):
                    self._find_tail()
                    pen = Pen(self, actor, clock)
                    if torn := self.tail.torn:
                        bytes_ = Kept("tail", "torn", torn)
                        pen.write("recovered", {"files": [bytes_.written()]}, [bytes_])
                    yield pen
            except LockHeld:
                raise problem("RB8030", folder=str(self.folder), seconds=f"{self.patience:g}") from None
            except OSError as error:
                raise self._failed(error) from error

    def keep(self, file: Kept) -> None:
        """The bytes of a file, under their digest."""
        digest = file.digest
        if digest in self._kept:
            return
        path = self._content(digest)
        if self.disk.size(path) is None or self.disk.read(path) != file.data:
            self.disk.make_folder(path.parent)
            self.disk.put(path, file.data)
        self._kept.add(digest)

    def write(self, entry: Entry) -> None:
        """A record, at the end; for `Pen`."""
        tail, line = self.tail, entry.line + b"\n"
        segment, at = tail.segment, tail.size
        if at and at + len(line) > SEGMENT and not tail.torn:
            segment, at = segment + 1, 0
        self.tail = Tail(0, 0, None)  # until it is written nobody knows where the end is
        self.disk.write(self._segment(segment), at, line)
        self.tail = Tail(segment, at + len(line), entry)

    def add_checkpoint(self, size: int, note: str) -> Path:
        """Keep a signed checkpoint; its path."""
        path = self.folder / "checkpoints" / f"{size:012d}.txt"
        try:
            self.disk.make_folder(path.parent)
            self.disk.put(path, note.encode())
        except OSError as error:
            raise self._failed(error) from error
        return path

    # ── reading ──

    def entries(self) -> Iterator[Entry]:
        """Every whole record, in order, each in its place; a tail that was cut short is passed over."""
        self._require()
        place = 0
        for number in range(1, self._segments() + 1):
            for line in self.disk.read(self._segment(number)).split(b"\n")[:-1]:
                entry = self._read(line)
                if entry.number != place or (entry.kind == "genesis") is not (place == 0):
                    raise problem("RB8035", folder=str(self.folder))
                yield entry
                place += 1
        if not place:  # not even record 0
            raise problem("RB8035", folder=str(self.folder))

    def entry(self, number: int) -> Entry:
        """The record of a number."""
        for entry in self.entries():
            if entry.number == number:
                return entry
        raise problem("RB8036", number=number)

    def content(self, digest: str) -> bytes:
        """The bytes of a file that a record names, if they are still those."""
        try:
            data = self.disk.read(self._content(digest))
        except FileNotFoundError:
            raise problem("RB8017", where="content", name=digest) from None
        except OSError as error:
            raise self._failed(error) from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise problem("RB8018", where="content", name=digest)
        return data

    def checkpoints(self) -> list[tuple[int, str]]:
        """The sizes and texts of the checkpoints in the folder, the smallest first."""
        folder = self.folder / "checkpoints"
        names = [name for name in self.disk.names(folder) if re.fullmatch(r"[0-9]{12}\.txt", name)]
        return [(int(name[:12]), self.disk.read(folder / name).decode("utf-8", "replace")) for name in names]

    # ── the tail ──

    def _find_tail(self) -> None:
        """Where the next record goes; what was known holds as long as nobody else has written."""
        known = self.tail
        last = self._segments()
        if known.segment == last and self.disk.size(self._segment(last)) == known.size:
            return
        size, line, torn = self._last_line(self._segment(last))
        if line is None and last > 1:  # nothing whole yet in a segment that was just begun
            line = self._last_line(self._segment(last - 1))[1]
        self.tail = Tail(last, size, self._read(line), torn)

    def _last_line(self, path: Path) -> tuple[int, bytes | None, bytes]:
        """Where the whole lines of a segment end, the last of them, and what stands beyond."""
        length = self.disk.size(path) or 0
        step = _TAIL
        while True:
            start = max(0, length - step)
            data = self.disk.read(path, start)
            end = data.rfind(b"\n") + 1
            while end and _UNWRITTEN in data[data.rfind(b"\n", 0, end - 1) + 1 : end]:
                end = data.rfind(b"\n", 0, end - 1) + 1
            begin = data.rfind(b"\n", 0, end - 1) + 1 if end else 0
            if begin or not start:
                return start + end, data[begin : end - 1] if end else None, data[end:]
            step *= 4

    def _read(self, line: bytes | None) -> Entry:
        try:
            if line is None:
                raise ValueError
            return entry_of(line)
        except ValueError:
            raise problem("RB8035", folder=str(self.folder)) from None

    def _segments(self) -> int:
        return sum(bool(_SEGMENT_NAME.fullmatch(name)) for name in self.disk.names(self.folder / "records"))

    def _segment(self, number: int) -> Path:
        return self.folder / "records" / f"{number:06d}.jsonl"

    def _content(self, digest: str) -> Path:
        return self.folder / "content" / digest[:2] / digest[2:]

    def _require(self) -> None:
        if not self.disk.size(self._segment(1)):
            raise problem("RB8001", folder=str(self.folder))

    def _failed(self, error: OSError) -> Exception:
        return problem("RB8031", folder=str(self.folder), reason=error.strerror or str(error))


def checked_actor(actor: str) -> str:
    """Who appends: not empty, and nothing in it that does not show."""
    if not actor.strip() or visible(actor) != actor:
        raise problem("RB8039", actor=actor)
    return actor
