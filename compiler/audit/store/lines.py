"""Lines of a ledger: what they say of their place, and which of them were never acknowledged.

A line ends with its number and the hash of the one before it (canonical JSON sorts names), so that a chain is followed
at the speed of hashing, without reading what stands in the lines.
"""

from __future__ import annotations

import re

from rubricc.compiler.audit.records import Entry, entry_of

_UNWRITTEN = b"\0"  # what a file system leaves where it lost a block; no record holds it
_PLACE = re.compile(
    rb'"kind":"([a-z]+)","number":(0|[1-9][0-9]*),"previous":"([0-9a-f]{64})","v":1\}\Z'
)  # how every record ends
_TOGETHER = re.compile(rb"([0-9]+) ([0-9]+) ([0-9]+)\n")  # segment, from, to: the last lines written at once


def place_of(line: bytes) -> tuple[str, int, str] | None:
    """The kind of a record, its number and the hash that it names; None for what ends otherwise."""
    found = _PLACE.search(line, max(0, len(line) - 192))
    return (found[1].decode(), int(found[2]), found[3].decode()) if found else None


def record_of(line: bytes) -> Entry | None:
    """The record on a line; None where it is none."""
    try:
        return entry_of(line)
    except ValueError:
        return None


def stands(entry: Entry, number: int, previous: str) -> bool:
    """Whether a record has its number, follows from the one before it, and founds the ledger if it is the first."""
    placed = (entry.number, entry.record["previous"]) == (number, previous)
    return placed and (entry.kind == "genesis") is (number == 0)


def together(segment: int, start: int, end: int) -> bytes:
    """What is noted before several lines are written at once: if some are lost, those after them may stand."""
    return f"{segment} {start} {end}\n".encode()


def whole(data: bytes, segment: int, start: int, noted: bytes) -> int:
    """How many bytes, of those of a segment from `start` on, are whole lines; what is beyond was never acknowledged.

    That is a line without its end, and lines with bytes that were never written. These are looked for in the last
    line, and among the lines that were `noted` to be written together, in all of them.
    """
    end = data.rfind(b"\n") + 1
    span = _TOGETHER.fullmatch(noted)
    if span and int(span[1]) == segment and start + len(data) <= int(span[3]):
        lost = data.find(_UNWRITTEN, max(0, int(span[2]) - start))
        end = end if lost < 0 else data.rfind(b"\n", 0, lost) + 1
    while end and _UNWRITTEN in data[data.rfind(b"\n", 0, end - 1) + 1 : end]:
        end = data.rfind(b"\n", 0, end - 1) + 1
    return end
