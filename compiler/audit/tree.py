"""The Merkle tree of RFC 6962 (SHA-256): roots, and the proofs that one record, or one older ledger, is inside.

Functions take leaf hashes, so that nobody needs the records themselves. Guarantees: the proofs are those of RFC 6962,
sections 2.1.1 and 2.1.2; `Root` gives the root of a growing tree with one hash a level in memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence


def leaf_hash(data: bytes) -> bytes:
    """The hash of a record, and the leaf that it is in the tree."""
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


class Root:
    """The root of a tree that grows leaf by leaf: the roots of its complete parts, the largest first."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self.size = 0
        self.parts: list[bytes] = []
        for leaf in leaves:
            self.add(leaf)

    def add(self, leaf: bytes) -> None:
        """Append a leaf hash; parts of equal size become one."""
        carry = self.size
        while carry & 1:
            leaf = node_hash(self.parts.pop(), leaf)
            carry >>= 1
        self.parts.append(leaf)
        self.size += 1

    def digest(self) -> bytes:
        """The root now."""
        if not self.parts:
            return hashlib.sha256(b"").digest()
        found = self.parts[-1]
        for part in reversed(self.parts[:-1]):
            found = node_hash(part, found)
        return found


def root(leaves: Sequence[bytes]) -> bytes:
    return Root(leaves).digest()


def split(size: int) -> int:
    """The largest power of two below a size of two or more: the leaves on the left of its root."""
    return 1 << (size - 1).bit_length() - 1


def inclusion(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from a leaf to the root, the nearest first."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    at = split(len(leaves))
    left, right = leaves[:at], leaves[at:]
    if index < at:
        return [*inclusion(left, index), root(right)]
    return [*inclusion(right, index - at), root(left)]


def consistency(leaves: Sequence[bytes], old: int) -> list[bytes]:
    """The hashes that show the first `old` leaves to be the whole of an older tree."""
    if not 0 < old <= len(leaves):
        raise IndexError(old)
    return _consistency(leaves, old, True)


def _consistency(leaves: Sequence[bytes], old: int, known: bool) -> list[bytes]:
    """`known`: the old root is the root of these very leaves, so whoever checks has it."""
    if old == len(leaves):
        return [] if known else [root(leaves)]
    at = split(len(leaves))
    if old <= at:
        return [*_consistency(leaves[:at], old, known), root(leaves[at:])]
    return [*_consistency(leaves[at:], old - at, False), root(leaves[:at])]
