"""Canonical JSON: the one way in which a record is written.

RFC 8785 without fractions: what was scored is text, and a float has no place in a ledger. Guarantees: equal objects
have equal bytes; what cannot be written so raises ValueError.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

LARGEST = 2**53 - 1
DEPTH = 64


def canonical(value: object) -> bytes:
    """The bytes of a value made of mappings with text names, lists, text, whole numbers, booleans and null."""
    text = json.dumps(_ordered(value, 0), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")  # a lone surrogate has no UTF-8: UnicodeEncodeError is a ValueError


def _ordered(value: object, depth: int) -> object:
    """The same value with names in the order of their UTF-16 code units; json keeps the order it is given."""
    match value:
        case None | bool() | str():
            return value
        case int():
            if abs(value) > LARGEST:
                raise ValueError(f"{value} is not exact everywhere: write it as text")
            return int(value)
    if depth == DEPTH:
        raise ValueError(f"nested more than {DEPTH} deep")
    if isinstance(value, Mapping):
        if not all(isinstance(name, str) for name in value):
            raise ValueError("a name is not text")
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return {name: _ordered(value[name], depth + 1) for name in names}
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [_ordered(each, depth + 1) for each in value]
    raise ValueError(f"{type(value).__name__} has no place in canonical JSON")
