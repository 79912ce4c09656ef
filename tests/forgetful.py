"""A disk that forgets what was not synced when the power fails: it stands in for `Disk` under a ledger.

Everything lives in memory. The power fails at a chosen step; what was written and not yet synced is then there, not
there, cut short, or zeros, as chance has it.
"""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator, Mapping
from pathlib import Path

from rubricc.compiler.audit.store.disk import Disk

SECTOR = 512


class PowerLoss(BaseException):
    """Nothing runs any more, and no handler of OSError either."""


class Forgetful(Disk):
    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance = chance
        self.files: dict[Path, bytes] = {}
        self.folders: set[Path] = set()
        self.fails_in = -1  # steps until the power fails

    def step(self, path: Path, *outcomes: bytes | None) -> None:
        """The power may fail here; then the file is one of these (None: it is not there)."""
        self.fails_in -= 1
        if self.fails_in == 0:
            left = self.chance.choice(outcomes)
            if left is None:
                self.files.pop(path, None)
            else:
                self.files[path] = left
            raise PowerLoss

    def names(self, folder: Path) -> list[str]:
        return sorted({each.relative_to(folder).parts[0] for each in {*self.files, *self.folders}
                       if folder in each.parents})  # fmt: skip

    def size(self, path: Path) -> int | None:
        return len(self.files[path]) if path in self.files else None

    def read(self, path: Path, start: int = 0) -> bytes:
        return self.files[path][start:]

    def make_folder(self, path: Path) -> None:
        self.folders.add(path)

    def write(self, path: Path, at: int, data: bytes) -> None:
        before = self.files.get(path)
        if before is not None and len(before) > at:  # cut off and synced first
            self.step(path, before, before[:at])
            self.files[path] = before = before[:at]
        after = (before or b"")[:at] + data
        self.step(path, before, *self.halves(before or b"", after, at))
        self.files[path] = after
        if before is None:  # synced, but its name is not yet
            self.step(path, None, after)

    def halves(self, before: bytes, after: bytes, at: int) -> list[bytes]:
        """What an unsynced write may have left: any of its sectors lost, and the length old or new."""
        cut = self.chance.randrange(at, len(after) + 1)
        sectors = bytearray(after)
        for start in range(at - at % SECTOR, len(after), SECTOR):
            if self.chance.random() < 0.5:
                own = before[start : start + SECTOR].ljust(SECTOR, b"\0")
                sectors[start : start + SECTOR] = own[: len(after) - start]
        return [after[:cut], bytes(sectors), bytes(sectors[:cut]), before[:at], after]

    def put(self, files: Mapping[Path, bytes]) -> None:
        for path, data in files.items():
            before = self.files.get(path)
            self.step(path, before)
            self.files[path] = data
            self.step(path, before, data)

    @contextlib.contextmanager
    def locked(self, path: Path, patience: float) -> Iterator[None]:
        yield

    def dumped(self, folder: Path, to: Path) -> Path:
        """The files as real ones, for the verifier."""
        for path, data in self.files.items():
            place = to / path.relative_to(folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        return to
