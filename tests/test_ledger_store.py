"""The folder of a ledger under kills, loss of power, full disks, locks and damage: nothing acknowledged is lost."""

from __future__ import annotations

import errno
import fcntl
import os
import random
import re
import resource
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from forgetful import Forgetful, PowerLoss
from rubricc.compiler.audit import records, verifier
from rubricc.compiler.audit.problem import LedgerProblem
from rubricc.compiler.audit.records import Draft, Kept
from rubricc.compiler.audit.store import ledger as module
from rubricc.compiler.audit.store.disk import Disk
from rubricc.compiler.audit.store.ledger import Store
from rubricc.dsl.diagnostics.catalogue import CATALOGUE
from shell import figures_of
from whole_ledger import FACTS, IDENTITY, OLD, RUBRIC, Clock, build, score_body, written

TESTS = Path(__file__).resolve().parent
LATER = datetime(2100, 1, 1, tzinfo=UTC)


def appended(store: Store, clock: Callable[[], datetime] | None = None) -> records.Entry:
    with store.appending("张三", clock or Clock(LATER)) as pen:
        return pen.write("score", score_body(), [RUBRIC, FACTS])


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "台账")
    store.create("张三", Clock(), records.genesis(IDENTITY, written(OLD), "0.1.0"))
    appended(store, Clock())
    return store


def segment(store: Store, number: int = 1) -> Path:
    return store.folder / "records" / f"{number:06d}.jsonl"


def refused(code: str, store: Store) -> None:
    """An append is refused, and nothing of it is left."""
    before = segment(store).read_bytes()
    with pytest.raises(LedgerProblem, match=code):
        appended(store)
    assert segment(store).read_bytes() == before


# ---- kills -------------------------------------------------------------------------------------------------------


def killed(folder: Path, kills: int) -> dict[str, Any]:
    return figures_of("ledger_kills.py", str(folder), str(kills), "7")


def test_nothing_acknowledged_is_lost_when_writers_are_killed(tmp_path: Path) -> None:
    figures = killed(tmp_path, 8)
    assert (figures["kills"], figures["lost"], figures["broken"]) == (8, 0, 0)


@pytest.mark.long
def test_nothing_acknowledged_is_lost_in_two_hundred_kills(tmp_path: Path) -> None:
    figures = killed(tmp_path, 200)
    assert (figures["kills"], figures["lost"], figures["broken"]) == (200, 0, 0)
    assert figures["acknowledged"] > 50
    print(figures)


# ---- loss of power -----------------------------------------------------------------------------------------------


def drafted(chance: random.Random) -> Draft:
    """A record of some size, with a file of its own."""
    own = Kept("own.txt", "evidence", chance.randbytes(20))
    body = score_body()
    body["call"] = {"padding": "x" * chance.choice((0, 300, 3000))}
    body["files"].append(own.written())
    return Draft("score", body, [RUBRIC, FACTS, own])


def together(store: Store, count: int = 5) -> list[records.Entry]:
    chance = random.Random(count)
    with store.appending("张三", lambda: LATER) as pen:
        return pen.write_all([drafted(chance) for _ in range(count)])


def powered_off(seed: int, to: Path) -> tuple[int, int]:
    """A ledger whose power fails again and again; how many records were acknowledged, and how many times it failed."""
    chance = random.Random(seed)
    disk, folder, clock = Forgetful(chance), Path("/l"), Clock()
    Store(folder, disk).create("张三", clock, records.genesis(IDENTITY, written(OLD), "0.1.0"))
    told: list[records.Entry] = []
    losses = 0
    for _ in range(8):
        store = Store(folder, disk)  # started again
        disk.fails_in = chance.randrange(1, 30)
        try:
            for _ in range(3):
                with store.appending("张三", clock) as pen:
                    told += pen.write_all([drafted(chance) for _ in range(chance.choice((1, 1, 2, 5)))])
        except PowerLoss:
            losses += 1
    disk.fails_in = -1
    told.append(appended(Store(folder, disk), clock))
    found = {entry.number: entry.line for entry in Store(folder, disk).entries()}
    assert all(found[entry.number] == entry.line for entry in told)
    report = verifier.verify(str(disk.dumped(folder, to)))
    assert report.holds, verifier.described(report, "en")
    return len(told), losses


def test_nothing_acknowledged_is_lost_when_the_power_fails(tmp_path: Path) -> None:
    assert sum(powered_off(seed, tmp_path / str(seed))[1] for seed in range(40)) > 100


@pytest.mark.long
def test_nothing_acknowledged_is_lost_when_the_power_fails_often(tmp_path: Path) -> None:
    figures = [powered_off(seed, tmp_path / str(seed)) for seed in range(1000, 3000)]
    print(f"{sum(f[1] for f in figures)} losses of power, {sum(f[0] for f in figures)} records acknowledged")


def test_the_disk_syncs_before_it_returns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the forgetful disk takes for granted of the real one."""
    done: list[str] = []
    for name in ("pwrite", "fsync", "replace", "ftruncate"):
        real = getattr(os, name)

        def noted(*args: Any, name: str = name, real: Any = real) -> Any:
            what = "folder" if name == "fsync" and os.path.isdir(f"/proc/self/fd/{args[0]}") else ""
            done.append(name + what)
            return real(*args)

        monkeypatch.setattr(os, name, noted)
    disk = Disk()
    disk.write(tmp_path / "a", 0, b"12345")
    assert done == ["pwrite", "fsync", "fsyncfolder"]
    done.clear()
    disk.write(tmp_path / "a", 2, b"x")
    assert done == ["ftruncate", "fsync", "pwrite", "fsync"]
    assert (tmp_path / "a").read_bytes() == b"12x"
    done.clear()
    disk.put({tmp_path / "b": b"1"})
    assert done == ["fsync", "replace", "fsyncfolder"]
    done.clear()
    disk.make_folder(tmp_path / "c" / "d")
    assert done == ["fsyncfolder", "fsyncfolder"]


# ---- growing -----------------------------------------------------------------------------------------------------


def test_segments_follow_one_another(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SEGMENT", 3000)
    for _ in range(12):
        appended(store, lambda: LATER)
    assert len(list((store.folder / "records").iterdir())) > 3
    assert all(path.stat().st_size <= 3000 for path in (store.folder / "records").iterdir())
    assert [entry.number for entry in store.entries()] == list(range(14))
    assert verifier.verify(str(store.folder)).holds
    segment(store, 2).write_bytes(b"")
    assert "RB8002" in verifier.verify(str(store.folder)).faults


def test_records_that_are_written_together(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SEGMENT", 3000)
    assert [entry.number for entry in together(store)] == [2, 3, 4, 5, 6]
    assert appended(store, lambda: LATER).number == 7
    assert appended(Store(store.folder), lambda: LATER).number == 8
    numbers = [path.read_bytes().count(b"\n") for path in sorted((store.folder / "records").iterdir())]
    assert numbers == [2, 5, 2]  # never apart
    assert verifier.verify(str(store.folder)).holds
    monkeypatch.setattr(module, "MAX_LINE", 2500)
    with pytest.raises(LedgerProblem, match="RB8034"):
        together(store, 9)  # one of them is too large, and none is written
    assert len(list(store.entries())) == 9


def test_two_writers_take_turns(store: Store) -> None:
    other = Store(store.folder)
    for number in range(2, 10):
        assert appended((store, other)[number % 2], lambda: LATER).number == number
    assert verifier.verify(str(store.folder)).holds


def test_a_line_that_is_longer_than_the_first_look_at_the_tail(store: Store) -> None:
    with store.appending("张三", Clock(LATER)) as pen:
        pen.write("score", {**score_body(), "call": {"x": "y" * 300_000}}, [RUBRIC, FACTS])
    assert appended(Store(store.folder), lambda: datetime(2101, 1, 1, tzinfo=UTC)).number == 3
    assert verifier.verify(str(store.folder)).holds


# ---- what is refused ---------------------------------------------------------------------------------------------


def test_a_lock_that_another_holds(store: Store) -> None:
    with (store.folder / "lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        refused("RB8030", Store(store.folder, patience=0.05))
    appended(store)


def test_a_full_disk_leaves_no_half_record(store: Store) -> None:
    """A real limit on the size of files: the system takes a part of the line and refuses the rest."""
    size = segment(store).stat().st_size
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    soft = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100, hard))
    try:
        refused("RB8031", store)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert verifier.verify(str(store.folder)).holds
    assert appended(store).number == 2


@pytest.mark.parametrize(
    ("call", "error"),
    [("pwrite", errno.ENOSPC), ("fsync", errno.EIO), ("open", errno.EROFS), ("open", errno.EACCES)],
)
def test_what_the_system_refuses_is_said(
    store: Store, monkeypatch: pytest.MonkeyPatch, call: str, error: int
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise OSError(error, os.strerror(error))

    with monkeypatch.context() as patched:
        patched.setattr(os, call, failing)
        if call == "fsync":
            with pytest.raises(LedgerProblem, match="RB8031"):
                appended(Store(store.folder))
        else:
            refused("RB8031", Store(store.folder))
    assert verifier.verify(str(store.folder)).holds
    assert appended(store).number == 2


def test_a_folder_that_may_only_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(os, "mkdir", failing)
    store = Store(tmp_path / "l")
    with pytest.raises(LedgerProblem, match="RB8031"):
        store.create("张三", Clock(), records.genesis(IDENTITY, written(OLD), "0.1.0"))
    assert not store.folder.exists()


def test_a_clock_that_runs_back(store: Store) -> None:
    appended(store, lambda: LATER)
    with pytest.raises(LedgerProblem, match="RB8032"):
        appended(store, lambda: datetime(2099, 12, 31, tzinfo=UTC))
    appended(store, lambda: LATER)  # the same second is no step back


def test_a_folder_that_is_not_empty(store: Store) -> None:
    with pytest.raises(LedgerProblem, match="RB8033"):
        store.create("张三", Clock(), records.genesis(IDENTITY, written(OLD), "0.1.0"))


def test_a_record_that_is_too_large(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_LINE", 500)
    refused("RB8034", store)


def test_what_is_no_ledger_is_not_written_to(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(LedgerProblem, match="RB8001"):
            appended(Store(folder))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("actor", ["", "  ", "a\nb", "\x1b[2J", "a\u202eb"])
def test_an_actor_has_a_name_that_shows(store: Store, actor: str) -> None:
    with pytest.raises(LedgerProblem, match="RB8039"), store.appending(actor, Clock(LATER)):
        pass


def test_a_kept_file_that_was_changed_is_not_handed_out(store: Store) -> None:
    path = store.folder / "content" / FACTS.digest[:2] / FACTS.digest[2:]
    path.write_bytes(b"x")
    with pytest.raises(LedgerProblem, match="RB8018"):
        store.content(FACTS.digest)
    with pytest.raises(LedgerProblem, match="RB8036"):
        build(store.folder.with_name("b")).entry(99)


def test_every_code_of_ledgers_is_provoked() -> None:
    """Each stands in a test that fails without it."""
    texts = "".join(
        path.read_text(encoding="utf-8") for path in (*TESTS.glob("test_ledger*.py"), TESTS / "tampered.py")
    )
    codes = {code for code in CATALOGUE if code.startswith("RB8")}
    assert codes == set(re.findall(r"\bRB8[0-9]{3}\b", texts))
