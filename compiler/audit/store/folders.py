"""Files on their way into a ledger and out again: read whole to be kept, laid out in a folder to be scored again.

Also the private key's file, which only its owner may read.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rubricc.compiler.audit.problem import problem
from rubricc.dsl.diagnostics.prose.system import reason_of

MAX_FILE = 64 * 1024 * 1024
MAX_KEY = 64 * 1024


def read_whole(path: str | Path, limit: int = MAX_FILE, *, code: str = "RB8044") -> bytes:
    """The bytes of a file; a LedgerProblem where there are none, with the code of what the file is for."""
    named = {"what" if code == "RB8044" else "file": str(path)}
    try:
        with open(path, "rb") as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        raise problem(code, **named, reason=reason_of(error)) from None
    if len(data) > limit:
        most = f"{limit // 1024 // 1024} MiB" if limit >= 1024 * 1024 else f"{limit // 1024} KiB"
        raise problem(code, **named, reason=f"> {most}")
    return data


@contextmanager
def laid_out(files: Iterable[tuple[str, bytes]]) -> Iterator[Path]:
    """A folder with these files under their names, as long as it is needed. A LedgerProblem for a name that the system
    does not take: one that is too long, or that is a folder of another.
    """
    with tempfile.TemporaryDirectory(prefix="rubricc-") as name:
        folder = Path(name)
        for inside, data in files:
            path = folder.joinpath(*inside.split("/"))
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            except OSError as error:
                raise problem("RB8044", what=inside, reason=reason_of(error)) from None
        yield folder


def write_private(path: Path, data: bytes) -> None:
    """A new file that only its owner may read; an OSError where one is there already."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(handle)
    except OSError:
        path.unlink(missing_ok=True)
        raise
