"""What a record is made of (docs/ledger-format.md, section 2): the envelope, the kinds of bodies, the files they name.

Nothing here reads a clock or a file: time, actor and bytes are handed in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from attrs import field, frozen

from rubricc.compiler.audit import verifier
from rubricc.compiler.audit.canonical import canonical
from rubricc.compiler.audit.tree import Root, leaf_hash

VERSION = 1
FORMAT = "rubricc-ledger-1"
FIRST = "0" * 64  # what stands before record 0
MAX_LINE = 16 * 1024 * 1024
DERIVATION, ROWS = "derivation.txt", "rows.jsonl"  # files that the writer adds to those that were scored

Body = Mapping[str, Any]


@frozen
class Kept:
    """A file that a record names: what it is called there, what it is for, and its bytes."""

    name: str
    role: str
    data: bytes
    digest: str = field(init=False)

    @digest.default
    def _of_the_data(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    def written(self) -> dict[str, Any]:
        return {"name": self.name, "role": self.role, "digest": self.digest, "size": len(self.data)}


@frozen
class Draft:
    """What a record is to say, before it has its place."""

    kind: str
    body: Body
    files: Sequence[Kept] = ()


@frozen
class Entry:
    """A record as it stands: its line without LF, and what the line says."""

    line: bytes
    record: Mapping[str, Any]

    @property
    def number(self) -> int:
        number = self.record["number"]
        assert isinstance(number, int)
        return number

    @property
    def kind(self) -> str:
        return str(self.record["kind"])

    @property
    def body(self) -> Body:
        body = self.record["body"]
        assert isinstance(body, Mapping)
        return body

    @property
    def leaf(self) -> bytes:
        return leaf_hash(self.line)

    @property
    def files(self) -> list[Mapping[str, Any]]:
        """The files of the body, as they are written."""
        return list(self.body.get("files", ()))


def entry_of(line: bytes) -> Entry:
    """A line that the verifier takes for a record; raises ValueError for anything else.

    Who reads a ledger may have it from strangers: names of files lead nowhere else, and no field is missing.
    """
    try:
        return Entry(line, verifier.Record(line, "").value)
    except verifier.Fault as fault:
        raise ValueError(fault.code) from None


def written_entry(number: int, previous: str, at: str, actor: str, kind: str, body: Body) -> Entry:
    record = {
        "v": VERSION,
        "number": number,
        "previous": previous,
        "at": at,
        "actor": actor,
        "kind": kind,
        "body": body,
    }
    return Entry(canonical(record), record)


def stamp(at: datetime) -> str:
    """A point in time as records write it; it must say its zone."""
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def genesis(identity: str, key: str, compiler: str) -> Body:
    return {
        "format": FORMAT,
        "identity": identity,
        "hash_alg": "sha256",
        "sig_alg": "ed25519",
        "key": key,
        "compiler": compiler,
    }


def score(call: Body, engine: str, result: object, files: Sequence[Kept], rows: Body | None = None) -> Body:
    return {
        "call": call,
        "engine": engine,
        "files": [each.written() for each in files],
        "result": result,
        **({} if rows is None else {"rows": rows}),
    }


def rows_of(rows: Sequence[object], salts: Sequence[bytes]) -> tuple[Kept, Body]:
    """The rows of a run as a file, and what the record says of them."""
    lines = [canonical({"row": row, "salt": salt.hex()}) for row, salt in zip(rows, salts, strict=True)]
    grown = Root(leaf_hash(line) for line in lines)
    kept = Kept(ROWS, "rows", b"".join(line + b"\n" for line in lines))
    return kept, {"size": grown.size, "root": grown.digest().hex()}


def without_derivations(result: object) -> object:
    """A result without the texts of its derivations, which are kept as a file."""
    if isinstance(result, Mapping):
        return {
            name: without_derivations(value)
            for name, value in result.items()
            if name not in ("derivation", "total_derivation")
        }
    if isinstance(result, Sequence) and not isinstance(result, str | bytes):
        return [without_derivations(each) for each in result]
    return result
