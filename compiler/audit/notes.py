"""Signed notes, checkpoints and proofs as C2SP writes them: texts, and the bytes that are signed. No key stands here.

The forms are those of docs/ledger-format.md, sections 4 to 6.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Sequence

ED25519 = b"\1"
NAME = re.compile(r"[^\s+\x00-\x1f\x7f-\x9f\u2028\u2029]+")

Sign = Callable[[bytes], bytes]


def in_base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def written_key(name: str, public: bytes) -> str:
    """A public key as text: `name+id+data`."""
    return f"{name}+{key_id(name, public).hex()}+{in_base64(ED25519 + public)}"


def signed(text: str, signers: Iterable[tuple[str, bytes, Sign]]) -> str:
    """A note: the text, and a line for each (name, public key, signing function)."""
    assert text.endswith("\n")
    lines = [
        f"— {name} {in_base64(key_id(name, public) + sign(text.encode()))}\n"
        for name, public, sign in signers
    ]
    return f"{text}\n{''.join(lines)}"


def checkpoint_text(identity: str, size: int, root: bytes) -> str:
    return f"{identity}\n{size}\n{in_base64(root)}\n"


def short_form(identity: str, size: int, root: bytes) -> str:
    """A checkpoint in one line, for the foot of a report."""
    return f"{identity} {size} {root.hex()[:16]}"


def key_change_text(identity: str, number: int, previous: str, old: str, new: str) -> str:
    return f"rubricc key change\n{identity}\n{number}\n{previous}\n{old}\n{new}\n"


def inclusion_proof(line: bytes, index: int, path: Sequence[bytes], checkpoint: str) -> str:
    """A `.tlog-proof` that a record is in the tree of a checkpoint; the record itself comes along."""
    head = ["c2sp.org/tlog-proof@v1", f"extra {in_base64(line)}", f"index {index}"]
    return "\n".join([*head, *map(in_base64, path), "", checkpoint])


def consistency_proof(old: int, old_root: bytes, path: Sequence[bytes], checkpoint: str) -> str:
    head = ["rubricc.consistency@v1", f"old {old}", f"root {in_base64(old_root)}"]
    return "\n".join([*head, *map(in_base64, path), "", checkpoint])


def row_proof(line: bytes, index: int, path: Sequence[bytes], record_proof: str) -> str:
    head = ["rubricc.row@v1", f"row {in_base64(line)}", f"index {index}"]
    return "\n".join([*head, *map(in_base64, path), "", record_proof])
