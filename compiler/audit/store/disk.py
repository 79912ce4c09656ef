"""The file system as a ledger uses it: few operations, each durable when it returns.

Guarantees: what `write` and `put` have returned from survives the loss of power, as far as the file system keeps what
it has been told to sync. Everything raises OSError; tests put another disk in its place, which forgets what was not
synced.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

_OPEN = 64  # files that are open at once


class LockHeld(OSError):
    """Another process holds the lock, and kept it longer than one may wait."""


class Disk:
    """The real one. Keeps the file that was written last open, because the next record goes there too."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._file = -1

    def names(self, folder: Path) -> list[str]:
        """What is in a folder, in order; nothing where there is none."""
        try:
            return sorted(os.listdir(folder))
        except (NotADirectoryError, FileNotFoundError):
            return []

    def size(self, path: Path) -> int | None:
        """Bytes in a file; None where there is none."""
        try:
            return os.stat(path).st_size
        except (NotADirectoryError, FileNotFoundError):
            return None

    def read(self, path: Path, start: int = 0) -> bytes:
        with open(path, "rb") as stream:
            stream.seek(start)
            return stream.read()

    def make_folder(self, path: Path) -> None:
        """The folder and those above it."""
        if path.is_dir():
            return
        self.make_folder(path.parent)
        os.mkdir(path)
        self._sync_folder(path.parent)

    def write(self, path: Path, at: int, data: bytes) -> None:
        """The file has these bytes from `at` on, and ends with them. Where that fails, it ends at `at` again.

        What stood beyond `at` is gone for good before anything is written: a loss of power mixes no old with new.
        """
        file, created = self._opened(path)
        try:
            if os.fstat(file).st_size > at:
                os.ftruncate(file, at)
                os.fsync(file)
            done = 0
            while done < len(data):
                done += os.pwrite(file, data[done:], at + done)
            os.fsync(file)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(file, at)
                os.fsync(file)
            raise
        if created:
            self._sync_folder(path.parent)

    def put(self, files: Mapping[Path, bytes]) -> None:
        """Files with these bytes, each whole or not at all."""
        every = list(files.items())
        for start in range(0, len(every), _OPEN):
            self._put(every[start : start + _OPEN])
        for folder in {path.parent: None for path in files}:
            self._sync_folder(folder)

    def _put(self, files: Sequence[tuple[Path, bytes]]) -> None:
        """All are written before the first is synced: a file system then syncs most of them with the first."""
        written: list[tuple[int, str]] = []
        try:
            for path, data in files:
                written.append(tempfile.mkstemp(prefix=".", dir=path.parent))
                with open(written[-1][0], "wb", closefd=False) as stream:
                    stream.write(data)
            for handle, _ in written:
                os.fchmod(handle, 0o644)
                os.fsync(handle)
            for (_, name), (path, _) in zip(written, files, strict=True):
                os.replace(name, path)
        except BaseException:
            for _, name in written:
                with contextlib.suppress(OSError):
                    os.unlink(name)
            raise
        finally:
            for handle, _ in written:
                os.close(handle)

    @contextlib.contextmanager
    def locked(self, path: Path, patience: float) -> Iterator[None]:
        """Alone with the ledger, after at most so many seconds; raises LockHeld."""
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            deadline = time.monotonic() + patience
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() >= deadline:
                        raise LockHeld(f"{path} is locked") from None
                    time.sleep(0.002)
            yield
        finally:
            os.close(lock)  # and the lock with it

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._path, self._file = None, -1

    def _opened(self, path: Path) -> tuple[int, bool]:
        """The file, and whether it is new; what is open is used again as long as it is the file of that name."""
        try:
            there = os.stat(path)
        except FileNotFoundError:
            there = None
        if path == self._path and there is not None and os.path.samestat(there, os.fstat(self._file)):
            return self._file, False
        self.close()
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        self._path = path
        return self._file, there is None

    def _sync_folder(self, path: Path) -> None:
        folder = os.open(path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
