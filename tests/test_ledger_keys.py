"""A private key that nothing came to depend on is not left behind; one that a ledger may depend on is."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from rubricc.compiler.audit.problem import LedgerProblem
from rubricc.compiler.audit.store.disk import Disk
from rubricc.ledger import Ledger
from shell import Shell

READ_ONLY = OSError(errno.EROFS, os.strerror(errno.EROFS))


def keys(shell: Shell) -> list[Path]:
    folder = shell.folder / "settings" / "rubricc" / "keys"
    return sorted(folder.iterdir()) if folder.is_dir() else []


def failing(*_: object, **__: object) -> None:
    raise READ_ONLY


def test_a_ledger_that_does_not_start_leaves_no_key(keyed: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments in (["--actor", " "], ["--identity", "a b"]):
        assert keyed("audit", "init", "l", *arguments).code == 2
        assert keys(keyed) == []
    with monkeypatch.context() as patched:
        for name in ("make_folder", "put"):
            patched.setattr(Disk, name, failing)
            done = keyed("audit", "init", "l")
            assert (done.code, keys(keyed)) == (2, [])
            assert "RB8031" in done.err and "private key is in" not in done.err
    assert not (keyed.folder / "l" / "records").exists()
    assert keyed("audit", "init", "l").code == 0
    assert len(keys(keyed)) == 1


def test_a_key_that_is_not_changed_leaves_no_other(recorded: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    own = keys(recorded)
    assert recorded("audit", "rotate", "台账", "--actor", " ").code == 2
    with monkeypatch.context() as patched:
        patched.setattr(Disk, "write", failing)
        done = recorded("audit", "rotate", "台账")
    assert (done.code, keys(recorded)) == (2, own)
    assert "private key is in" not in done.err
    assert recorded("audit", "rotate", "台账").code == 0
    assert len(keys(recorded)) == 2


def test_the_key_of_a_record_that_may_stand_is_kept(recorded: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk fails after the record was written: the ledger has the new key, and must not lose it."""
    write = Disk.write

    def late(disk: Disk, path: Path, at: int, data: bytes) -> None:
        write(disk, path, at, data)
        raise READ_ONLY

    with monkeypatch.context() as patched:
        patched.setattr(Disk, "write", late)
        done = recorded("audit", "rotate", "台账")
    assert done.code == 2 and "private key is in" in done.err
    assert len(keys(recorded)) == 2
    assert recorded("audit", "checkpoint", "台账").code == 0


def test_the_key_of_a_ledger_that_may_have_started_is_kept(
    keyed: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = Disk.put

    def late(disk: Disk, files: dict[Path, bytes]) -> None:
        put(disk, files)
        raise READ_ONLY

    with monkeypatch.context() as patched:
        patched.setattr(Disk, "put", late)
        assert keyed("audit", "init", "l").code == 2
    assert len(keys(keyed)) == 1
    assert keyed("audit", "checkpoint", "l").code == 0


def test_a_private_key_is_written_whole_or_not(keyed: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", failing)
        done = keyed("audit", "init", "l")
    assert (done.code, keys(keyed)) == (2, [])
    assert "RB8037" in done.err


def test_where_no_ledger_is_nothing_is_read(tmp_path: Path) -> None:
    """A folder that was misspelt has no records, which is not the same as an empty list of them."""
    for read in (Ledger(tmp_path / "typo").entries, lambda: Ledger(tmp_path / "typo").key):
        with pytest.raises(LedgerProblem, match="RB8001"):
            read()
