"""A ledger in its folder: records are appended under a lock, one or many at a time, durable before anybody hears of
them.

Assumes that only this module writes there. Guarantees: a number is given out once; a record that `write` returned
stands in the ledger; what an append left behind that was cut short is removed by the next one, and kept, and a
record says so. Nothing is appended to what is seen to be damaged: `_followed` says how far that looks. What else may
be wrong with a folder is for the verifier to find: nothing is mended here.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from attrs import frozen

from rubricc.compiler.audit.problem import LedgerProblem, problem
from rubricc.compiler.audit.records import (
    FIRST,
    MAX_LINE,
    Body,
    Draft,
    Entry,
    Kept,
    entry_of,
    stamp,
    written_entry,
)
from rubricc.compiler.audit.store.disk import Disk, LockHeld
from rubricc.compiler.audit.store.lines import place_of, record_of, stands, together, whole
from rubricc.compiler.audit.tree import leaf_hash
from rubricc.dsl.diagnostics.prose.system import reason_of
from rubricc.dsl.diagnostics.wording import visible

Clock = Callable[[], datetime]
Published = Mapping[tuple[str, str], Entry]  # by name and version
Damage = Callable[[LedgerProblem], None]  # what hears of damage that was met while reading

SEGMENT = 16 * 1024 * 1024  # a new one is begun where an append would make the last one larger
PATIENCE = 10.0  # seconds to wait for other writers
_SEGMENT_NAME = re.compile(r"[0-9]{6}\.jsonl")


@frozen
class Tail:
    """Where the next record goes: after `last`, at byte `size` of a segment that may have `torn` bytes beyond."""

    segment: int
    size: int
    last: Entry | None
    torn: bytes = b""


def _refused(found: LedgerProblem) -> None:
    raise found


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
        return self.write_all([Draft(kind, body, files)])[0]

    def write_all(self, drafts: Sequence[Draft]) -> list[Entry]:
        """Append records together, of one time: none is acknowledged before all are durable, and they are synced once.

        Where that fails or is cut short, some of them may stand, from the first one on, as after any append.
        """
        at, number, previous = stamp(self.clock()), self.number, self.previous
        last = self.store.tail.last
        if last is not None and at < str(last.record["at"]):
            raise problem("RB8032", now=at, last=str(last.record["at"]))
        entries = []
        for draft in drafts:
            entry = written_entry(number, previous, at, self.actor, draft.kind, draft.body)
            if len(entry.line) >= MAX_LINE:
                raise problem("RB8034", size=len(entry.line), limit=MAX_LINE)
            entries.append(entry)
            number, previous = number + 1, entry.leaf.hex()
        self.store.keep(file for draft in drafts for file in draft.files)
        if entries:
            self.store.write(entries)
        return entries


class Store:
    """The folder of a ledger."""

    def __init__(self, folder: str | Path, disk: Disk | None = None, patience: float = PATIENCE) -> None:
        self.folder = Path(folder)
        self.disk = disk or Disk()
        self.patience = patience
        self.tail = Tail(0, 0, None)
        self._records, self._lock = self.folder / "records", self.folder / "lock"
        self._kept: set[str] = set()
        self._paths: dict[int, Path] = {}  # of segments, which every append asks for several times
        self._published: dict[tuple[str, str], Entry] = {}
        self._read_for_published = (1, 0)  # segment and byte up to which publications were looked for
        self._alone = threading.Lock()

    # ── writing ──

    def create(self, actor: str, clock: Clock, body: Body) -> Entry:
        """A new ledger in an empty folder, or in one that does not exist yet."""
        entry = written_entry(0, FIRST, stamp(clock()), checked_actor(actor), "genesis", body)
        self.require_room()
        try:
            for name in ("records", "content", "checkpoints"):
                self.disk.make_folder(self.folder / name)
            self.disk.put({self._segment(1): entry.line + b"\n"})
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
            if self.tail.last is None:
                self._require()
            try:
                with self.disk.locked(self._lock, self.patience):
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

    def keep(self, files: Iterable[Kept]) -> None:
        """The bytes of files, under their digests."""
        new = {each.digest: each.data for each in files if each.digest not in self._kept}
        wanted = {}
        for digest, data in new.items():
            path = self._content(digest)
            if self.disk.size(path) is None or self.disk.read(path) != data:
                self.disk.make_folder(path.parent)
                wanted[path] = data
        if wanted:
            self.disk.put(wanted)
        self._kept.update(new)

    def write(self, entries: Sequence[Entry]) -> None:
        """Records, at the end, in one segment; for `Pen`."""
        data = b"".join(entry.line + b"\n" for entry in entries)
        tail = self.tail
        segment, at = tail.segment, tail.size
        if at and at + len(data) > SEGMENT and not tail.torn:
            segment, at = segment + 1, 0
        self.tail = Tail(0, 0, None)  # until it is written nobody knows where the end is
        if len(entries) > 1:  # where a line is lost, those after it may stand: see `whole`
            self.disk.write(self._lock, 0, together(segment, at, at + len(data)))
        self.disk.write(self._segment(segment), at, data)
        self.tail = Tail(segment, at + len(data), entries[-1])

    def add_checkpoint(self, size: int, note: str) -> Path:
        """Keep a signed checkpoint; its path."""
        path = self._checkpoint(size)
        try:
            self.disk.make_folder(path.parent)
            self.disk.put({path: note.encode()})
        except OSError as error:
            raise self._failed(error) from error
        return path

    # ── reading ──

    def entries(self, damage: Damage = _refused) -> Iterator[Entry]:
        """Every whole record, in order, each after the one before it; a tail that was cut short is passed over.

        `damage` hears of the first place where the chain is broken, or of the checkpoint that knows of more records.
        Unless it raises, what else can be read is read.
        """
        self._require()
        covered = self._checkpoint_sizes()[-1:]  # before the records, which others may add to meanwhile
        number, previous, heard = 0, FIRST, False
        for segment in range(1, self._segments() + 1):
            found = self._whole_lines(segment)
            for line in found[0] if found else ():
                entry = record_of(line)
                if not heard and (entry is None or not stands(entry, number, previous)):
                    heard = True
                    damage(self._damaged(number, segment))
                if entry is not None:
                    yield entry
                number, previous = number + 1, leaf_hash(line).hex()
            if not heard and (found is None or not number):  # a segment is missing, or even record 0
                heard = True
                damage(self._damaged(number, segment))
        for wanted in covered:
            if not heard and number < wanted:
                damage(self._cut_off(wanted, number))

    def entry(self, number: int, damage: Damage = _refused) -> Entry:
        """The record of a number; the chain is followed to its end, also beyond the record."""
        met: list[LedgerProblem] = []
        found = [entry for entry in self.entries(met.append) if entry.number == number]
        if not found:
            raise met[0] if met else problem("RB8036", number=number)
        for each in met:
            damage(each)
        return found[0]

    def first(self) -> Entry:
        """Record 0, which names the ledger; nothing else is read."""
        return next(self.entries())

    def published(self) -> Published:
        """The first record that published each rubric, by name and version. What was read before is not read again."""
        segment, start = self._read_for_published
        for at in range(segment, self._segments() + 1):
            found = self._whole_lines(at, start)
            if found is None:
                break
            for line in found[0]:
                place = place_of(line)
                entry = record_of(line) if place is not None and place[0] == "publish" else None
                if entry is not None:  # one that is none is damage, which others tell
                    rubric = entry.body["rubric"]
                    self._published.setdefault((rubric["name"], rubric["version"]), entry)
            self._read_for_published, start = (at, found[1]), 0
        return self._published

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
        return [
            (size, self.disk.read(self._checkpoint(size)).decode("utf-8", "replace"))
            for size in self._checkpoint_sizes()
        ]

    # ── the tail ──

    def _find_tail(self) -> None:
        """Where the next record goes; what was known holds as long as nobody else has written."""
        known, size = self.tail, self.disk.size
        grown = 0 if known.last is None else (size(self._segment(known.segment)) or 0) - known.size
        if known.last is not None and not grown and size(self._segment(known.segment + 1)) is None:
            return
        segment, start, before = self._segments(), 0, None
        if known.last is not None and known.segment == segment and grown > 0:
            start, before = known.size, known.last.line
        elif segment > 1:
            before = next(reversed(self._lines(segment - 1, 0)[0]), None)
        lines, end, torn = self._lines(segment, start)
        last = self._followed(segment, before, lines)
        if known.last is not None and last.number < known.last.number:
            raise self._damaged(last.number + 1, segment)
        for wanted in self._checkpoint_sizes()[-1:]:
            if last.number + 1 < wanted:
                raise self._cut_off(wanted, last.number + 1)
        self.tail = Tail(segment, end, last, torn)

    def _lines(self, segment: int, start: int) -> tuple[list[bytes], int, bytes]:
        """The whole lines of a segment from a byte on, where they end, and what stands beyond."""
        data = self.disk.read(self._segment(segment), start)
        end = whole(data, segment, start, self.disk.read(self._lock) if self.disk.size(self._lock) else b"")
        return data[:end].split(b"\n")[:-1], start + end, data[end:]

    def _followed(self, segment: int, before: bytes | None, lines: Sequence[bytes]) -> Entry:
        """The last of these lines, after the line `before` them, where each names the number and hash it must.

        So nothing is appended where the last segment, or what others wrote since, was changed; what stands in it is
        not read, nor are older segments, files and signatures: that is for the verifier.
        """
        number, previous = -1, FIRST
        chain = lines if before is None else [before, *lines]
        for line in chain:
            place = place_of(line)
            if place is None or (line is not before and place[1:] != (number + 1, previous)):
                raise self._damaged(number + 1, segment)
            number, previous = place[1], leaf_hash(line).hex()
        try:
            return entry_of(chain[-1])
        except (IndexError, ValueError):
            raise self._damaged(max(number, 0), segment) from None

    def _whole_lines(self, segment: int, start: int = 0) -> tuple[list[bytes], int] | None:
        """The whole lines of a segment from a byte on, and where they end; None where it is missing."""
        try:
            return self._lines(segment, start)[:2]
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._failed(error) from error

    def _cut_off(self, wanted: int, found: int) -> LedgerProblem:
        return problem("RB8015", name=f"{wanted:012d}.txt", wanted=wanted, found=found)

    def _damaged(self, number: int, segment: int) -> LedgerProblem:
        where = self._segment(segment).relative_to(self.folder).as_posix()
        return problem("RB8035", folder=str(self.folder), where=where, number=number)

    def _segments(self) -> int:
        """The number of the last segment."""
        names = [name for name in self.disk.names(self._records) if _SEGMENT_NAME.fullmatch(name)]
        return int(names[-1][:6]) if names else 0

    def _segment(self, number: int) -> Path:
        if number not in self._paths:
            self._paths[number] = self._records / f"{number:06d}.jsonl"
        return self._paths[number]

    def _checkpoint(self, size: int) -> Path:
        return self.folder / "checkpoints" / f"{size:012d}.txt"

    def _checkpoint_sizes(self) -> list[int]:
        names = self.disk.names(self.folder / "checkpoints")
        return [int(name[:12]) for name in names if re.fullmatch(r"[0-9]{12}\.txt", name)]

    def _content(self, digest: str) -> Path:
        return self.folder / "content" / digest[:2] / digest[2:]

    def _require(self) -> None:
        if not self.disk.size(self._segment(1)):
            raise problem("RB8001", folder=str(self.folder))

    def _failed(self, error: OSError) -> LedgerProblem:
        return problem("RB8031", folder=str(self.folder), reason=reason_of(error))


def checked_actor(actor: str) -> str:
    """Who appends: not empty, and nothing in it that does not show."""
    if not actor.strip() or visible(actor) != actor:
        raise problem("RB8039", actor=actor)
    return actor
