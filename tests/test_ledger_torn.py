"""What an append finds at the end of a ledger: what was cut short is removed, kept and recorded; damage is refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from rubricc.compiler.audit import records, verifier
from rubricc.compiler.audit.store.ledger import Store
from test_ledger_store import LATER, appended, refused, segment, together
from whole_ledger import IDENTITY, OLD, Clock, sign, written


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "台账")
    store.create("张三", Clock(), records.genesis(IDENTITY, written(OLD), "0.1.0"))
    appended(store, Clock())
    return store


# ---- a tail that was cut short -----------------------------------------------------------------------------------


def test_a_torn_tail_is_removed_kept_and_recorded(store: Store, tmp_path: Path) -> None:
    line = segment(store).read_bytes().splitlines(keepends=True)[1]
    whole = segment(store).read_bytes()
    for cut in (*range(1, 40), len(line) // 2, len(line) - 1):
        copy = tmp_path / str(cut)
        shutil.copytree(store.folder, copy)
        segment(Store(copy)).write_bytes(whole + line[:cut])
        assert list(verifier.verify(str(copy)).faults) == ["RB8003"]  # a verifier never mends
        again = Store(copy)
        appended(again)
        kinds = [entry.kind for entry in again.entries()]
        assert kinds == ["genesis", "score", "recovered", "score"]
        (torn,) = again.entry(2).files
        assert again.content(str(torn["digest"])) == line[:cut]
        assert verifier.verify(str(copy)).holds


@pytest.mark.parametrize("tail", [b"\0" * 700, b'{"actor"\0\0\0\n', b"\0\n\0\n", b"x" * 200_000])
def test_blocks_that_were_never_written_are_a_torn_tail(store: Store, tail: bytes) -> None:
    with segment(store).open("ab") as stream:
        stream.write(tail)
    appended(store)
    assert [entry.kind for entry in store.entries()][2:] == ["recovered", "score"]
    assert verifier.verify(str(store.folder)).holds


def test_a_segment_that_was_begun_and_never_written(store: Store) -> None:
    segment(store, 2).touch()
    assert verifier.verify(str(store.folder)).holds
    assert appended(Store(store.folder)).number == 2
    assert segment(store, 2).read_bytes().count(b"\n") == 1
    assert verifier.verify(str(store.folder)).holds


def test_a_torn_tail_at_the_start_of_a_segment(store: Store) -> None:
    segment(store, 2).write_bytes(b'{"actor":')
    assert appended(Store(store.folder)).number == 3
    assert verifier.verify(str(store.folder)).holds


def test_what_is_lost_of_lines_that_were_written_together(store: Store, tmp_path: Path) -> None:
    """The power fails before they are synced: a line is lost, and those after it stand. None was acknowledged."""
    for lost in range(5):
        copy = Store(shutil.copytree(store.folder, tmp_path / str(lost)))
        lines = [entry.line + b"\n" for entry in together(copy)]
        at = segment(copy).read_bytes().index(lines[lost]) + 100
        with segment(copy).open("r+b") as stream:
            stream.seek(at)
            stream.write(b"\0" * 200)
        again = Store(copy.folder)
        assert len(list(again.entries())) == 2 + lost  # what was cut short is passed over
        appended(again)
        kinds = [entry.kind for entry in again.entries()]
        assert kinds == ["genesis", "score", *["score"] * lost, "recovered", "score"]
        (torn,) = again.entry(2 + lost).files
        kept = again.content(str(torn["digest"]))
        assert kept.endswith(b"".join(lines[lost + 1 :])) and len(kept) == sum(map(len, lines[lost:]))
        assert verifier.verify(str(copy.folder)).holds


def test_what_was_acknowledged_is_never_removed(store: Store) -> None:
    """Once something stands behind lines that were written together, these were synced: a hole in them is damage."""
    lines = [entry.line for entry in together(store)]
    appended(store)
    with segment(store).open("r+b") as stream:
        stream.seek(segment(store).read_bytes().index(lines[1]))
        stream.write(b"\0" * 200)
    refused("RB8035", Store(store.folder))


# ---- what was changed -----------------------------------------------------------------------------------------------


def moved(lines: list[bytes], at: int, old: bytes, new: bytes) -> list[bytes]:
    assert old in lines[at]
    return [*lines[:at], lines[at].replace(old, new), *lines[at + 1 :]]


SEEN: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "a score changed": lambda lines: moved(lines, 1, b'"total":"4"', b'"total":"5"'),
    "a record removed": lambda lines: [*lines[:2], *lines[3:]],
    "a record repeated": lambda lines: [*lines, lines[-1]],
    "two swapped": lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]],
    "the start removed": lambda lines: lines[1:],
    "cut off below the checkpoint": lambda lines: lines[:4],
    "everything removed but line ends": lambda lines: [b"" for _ in lines],
}


@pytest.mark.parametrize("name", SEEN)
def test_nothing_is_appended_to_what_was_changed(store: Store, name: str) -> None:
    together(store, 3)
    sign(store, OLD)
    segment(store).write_bytes(b"".join(SEEN[name](segment(store).read_bytes().splitlines(keepends=True))))
    refused("RB8015|RB8035|RB8001", Store(store.folder))


def test_what_others_cut_off_meanwhile(store: Store) -> None:
    """Whoever has appended knows how long the ledger was, without a checkpoint."""
    together(store, 3)
    whole = segment(store).read_bytes()
    segment(store).write_bytes(b"".join(whole.splitlines(keepends=True)[:3]))
    refused("RB8035", store)
    segment(store).write_bytes(whole)
    assert appended(store, lambda: LATER).number == 5


def test_a_segment_that_was_replaced(store: Store) -> None:
    """A copy comes back under the old name: records go to the file that has it now."""
    copy = segment(store).with_name("copy")
    shutil.copy(segment(store), copy)
    copy.replace(segment(store))
    appended(store)
    assert verifier.verify(str(store.folder)).tree.size == 3


@pytest.mark.parametrize("last", [b"{}\n", b"[]\n", b"x\n", b'{"number":1}\n', b"\xff\n"])
def test_nothing_is_appended_to_damage(store: Store, last: bytes) -> None:
    with segment(store).open("ab") as stream:
        stream.write(last)
    refused("RB8035", Store(store.folder))
