"""Canonical JSON: the one way in which a record is written.

RFC 8785 without fractions: what was scored is text, and a float has no place in a ledger. Guarantees: equal objects
have equal bytes; what cannot be written so raises ValueError.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

LARGEST = 2**53 - 1
DEPTH = 64


_AS_IT_IS = (str, bool)
_NAMED = (dict, Mapping)  # a dict is known at once; whether another thing is a mapping must be looked up
_PLAIN = {str, bool, type(None), int, dict, list}
_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_SORTING = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, sort_keys=True)


def canonical(value: object) -> bytes:
    """The bytes of a value made of mappings with text names, lists, text, whole numbers, booleans and null."""
    text = _SORTING.encode(value) if _is_plain(value) else _WRITER.encode(_ordered(value, 0))
    return text.encode("utf-8")  # a lone surrogate has no UTF-8: UnicodeEncodeError is a ValueError


def _is_plain(value: object) -> bool:
    """Whether json writes a value canonically by itself, at several times the speed: it is made of the very types that
    json reads, names are in the order of their code points, and nothing in it must be refused.
    """
    level: list[Any] = [value]
    for depth in range(DEPTH + 1):
        kinds = set(map(type, level))
        if not kinds <= _PLAIN or (
            int in kinds and any(type(each) is int and abs(each) > LARGEST for each in level)
        ):
            return False
        if not kinds & {dict, list}:
            return True
        names: list[str] = []
        below: list[Any] = []
        for each in level:
            if type(each) is dict:
                names += each
                below += each.values()
            elif type(each) is list:
                below += each
        try:
            if depth == DEPTH or not "".join(names).isascii():
                return False
        except TypeError:  # a name that is not text
            return False
        level = below
    return False


def _ordered(value: object, depth: int) -> object:
    """The same value with names in the order of their UTF-16 code units; json keeps the order it is given."""
    if value is None or isinstance(value, _AS_IT_IS):
        return value
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise ValueError(f"{value} is not exact everywhere: write it as text")
        return int(value)
    if depth == DEPTH:
        raise ValueError(f"nested more than {DEPTH} deep")
    if isinstance(value, _NAMED):
        try:
            plain = "".join(value).isascii()  # and then code points are in the order of UTF-16
        except TypeError:
            raise ValueError("a name is not text") from None
        names = sorted(value) if plain else sorted(value, key=_in_utf16)
        return {
            name: each if type(each := value[name]) is str else _ordered(each, depth + 1) for name in names
        }
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [_ordered(each, depth + 1) for each in value]
    raise ValueError(f"{type(value).__name__} has no place in canonical JSON")


def _in_utf16(name: str) -> bytes:
    return name.encode("utf-16-be")
