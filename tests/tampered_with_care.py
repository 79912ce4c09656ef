"""What somebody could do who knows the form of a ledger well, and what a reader could be led astray by.

First what a reader of JSON, times, names and files may take for something else; then what who keeps the folder could
do, and who keeps the key. `HELD` is what looks odd and holds: docs/reliability.md says why.
"""

# mypy: disable-error-code="func-returns-value"
# A tampering of several steps is a tuple of calls.
from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from rubricc.compiler.audit import notes
from rubricc.compiler.audit.records import Kept
from rubricc.compiler.audit.store.ledger import Store
from tampering import (
    Copy,
    Tampering,
    body,
    changed_score,
    extended,
    field,
    other_rows,
    replaced_note,
    unsigned,
)
from whole_ledger import FACTS, IDENTITY, NEW, OLD, ROWS_FILE, build, sign, written

ENDLESS = 1 << 34  # bytes of a file that takes no room


def written_so(old: bytes, new: bytes, number: int = 9) -> Callable[[Copy], object]:
    """Other bytes in a record, where nobody kept a checkpoint."""
    return unsigned(lambda c: c.line(number, lambda line: line.replace(old, new, 1)))


def at(time: str) -> Callable[[Copy], object]:
    return unsigned(lambda c: c.record(9, field("at", time)))


def file(name: str, value: object) -> Callable[[Copy], object]:
    """Another field of the first file of a score."""
    return unsigned(lambda c: c.record(8, lambda r: r["body"]["files"][0].__setitem__(name, value)))


def adjusted(name: str, value: object) -> Callable[[Copy], object]:
    return unsigned(lambda c: c.record(4, body(name, value), chained=True))


def beside(copy: Copy, name: str) -> Path:
    return copy.segment.with_name(name)


def endless(path: Path) -> None:
    with path.open("ab") as stream:
        stream.truncate(ENDLESS)


def of_another_ledger(copy: Copy) -> None:
    other = build(copy.folder.with_name("another"))
    lines = (other.folder / "records" / "000001.jsonl").read_bytes().splitlines(keepends=True)
    beside(copy, "000002.jsonl").write_bytes(b"".join(lines[1:]))
    shutil.rmtree(other.folder)


def linked(copy: Copy) -> None:
    """Records and a kept file are links to files elsewhere in the folder: what counts is the bytes that are read."""
    own = copy.folder / "elsewhere"
    own.mkdir()
    for path in (copy.segment, copy.content(FACTS)):
        path.rename(own / path.name)
        path.symlink_to(os.path.relpath(own / path.name, path.parent))


def signed_anew(copy: Copy) -> None:
    """Who holds the key rewrites a score, and signs what has become of it."""
    copy.without_checkpoints().record(8, changed_score, chained=True)
    sign(Store(copy.folder), NEW)


def before_the_key_changed(copy: Copy) -> None:
    """Who kept the old key goes on from where it was in force, to as many records as there were."""
    copy.without_checkpoints().lines = copy.lines[:5]
    for _ in range(5):
        extended(copy)
    sign(Store(copy.folder), OLD)


def signed_twice(copy: Copy, more: Callable[[str], str]) -> None:
    """A second line of signature, made from the first."""
    replaced_note(copy, 10, lambda n: n + more(n.splitlines()[-1]) + "\n")


def of_more_than_there_is(copy: Copy) -> None:
    text = notes.checkpoint_text(IDENTITY, 11, bytes(32))
    copy.checkpoint(11).write_text(notes.signed(text, [(IDENTITY, NEW.public, NEW.sign)]), encoding="utf-8")


def by_both_keys(copy: Copy) -> None:
    text = copy.checkpoint(10).read_text(encoding="utf-8").partition("\n\n")[0] + "\n"
    note = notes.signed(text, [(IDENTITY, key.public, key.sign) for key in (OLD, NEW)])
    copy.checkpoint(10).write_text(note, encoding="utf-8")


UNIT = ROWS_FILE.data.splitlines(keepends=True)
TWICE = b"".join([*UNIT, UNIT[0].replace(b'"total":"4"', b'"total":"5"')])

WITH_CARE: tuple[Tampering, ...] = (
    # how JSON may be written
    Tampering("a zero byte in a record", "RB8004", written_so(b'"v":1', b'"v":1\0')),
    Tampering("a zero byte at the end of a line", "RB8004", unsigned(lambda c: c.line(9, lambda line: line + b"\0"))),
    Tampering("a blank at the end of a line", "RB8004", unsigned(lambda c: c.line(9, lambda line: line + b" "))),
    Tampering("a tab before a line", "RB8004", unsigned(lambda c: c.line(9, lambda line: b"\t" + line))),
    Tampering("a line separator of Unicode at the end of a line", "RB8004", unsigned(lambda c: c.line(9, lambda line: line + "\u2028".encode()))),
    Tampering("a number of five thousand digits", "RB8004", written_so(b'"v":1', b'"v":' + b"1" * 5000)),
    Tampering("an exponent beyond all floats", "RB8004", written_so(b'"v":1', b'"v":1e400')),
    Tampering("a minus before zero", "RB8004", written_so(b'"of":1', b'"of":-0', 3)),
    Tampering("a zero before a number", "RB8004", written_so(b'"v":1', b'"v":01')),
    Tampering("digits of another script", "RB8004", written_so(b'"v":1', '"v":１'.encode())),
    Tampering("minus infinity", "RB8004", written_so(b'"v":1', b'"v":-Infinity')),
    Tampering("as deep as lists may not be", "RB8004", written_so(b'"call":{', b'"call":{"a":' + b"[" * 62 + b"]" * 62 + b",", 8)),
    Tampering("two escapes for one character", "RB8004", written_so("张".encode(), b"\\ud83d\\ude00")),
    Tampering("a surrogate in its own bytes", "RB8004", written_so("张".encode(), b"\xed\xa0\x80")),
    Tampering("an encoding that is too long", "RB8004", written_so("张".encode(), b"\xc0\xaf")),
    Tampering("an escape in capitals", "RB8004", written_so("张".encode(), b"\\u001B")),
    # when, who, what
    Tampering("a time with a fraction", "RB8005", at("2026-11-21T03:10:00.5Z")),
    Tampering("a time with an offset", "RB8005", at("2026-11-21T11:10:00+08:00")),
    Tampering("a time in full-width digits", "RB8005", at("２０２６-11-21T03:10:00Z")),
    Tampering("a time in small letters", "RB8005", at("2026-11-21t03:10:00z")),
    Tampering("a time with a line end", "RB8005", at("2026-11-21T03:10:00Z\n")),
    Tampering("a leap second", "RB8005", at("2026-12-31T23:59:60Z")),
    Tampering("an hour that does not exist", "RB8005", at("2026-11-21T24:00:00Z")),
    Tampering("an actor that does not show", "RB8005", unsigned(lambda c: c.record(9, field("actor", "\u2060\u200b")))),
    Tampering("a name that does not show approves", "RB8005", adjusted("approved", "\u200b")),
    Tampering("one person under two spellings", "RB8019", adjusted("approved", " 张\u3000三\u200b")),
    Tampering("one person in wide letters and capitals", "RB8019", unsigned(lambda c: c.record(4, lambda r: r["body"].update(by="Li Si", approved="ＬＩ ＳＩ"), chained=True))),
    Tampering("an adjustment of true", "RB8005", adjusted("of", True)),
    Tampering("points that are a number", "RB8005", adjusted("points", {"before": "4.5", "after": 5})),
    Tampering("points of a thousand digits", "RB8005", adjusted("points", {"before": "4.5", "after": "9" * 1000})),
    Tampering("points out of nothing", "RB8005", adjusted("points", {"before": "4.5", "after": "1/0"})),
    Tampering("a file from the root", "RB8005", file("name", "/etc/passwd")),
    Tampering("a file with a backslash", "RB8005", file("name", "..\\x")),
    Tampering("a file with a zero byte", "RB8005", file("name", "a\0b")),
    Tampering("a digest in capitals", "RB8005", file("digest", FACTS.digest.upper())),
    Tampering("a size that is a text", "RB8005", file("size", "21")),
    Tampering("two files of one name", "RB8005", unsigned(lambda c: c.record(8, lambda r: r["body"]["files"].append(r["body"]["files"][0])))),
    Tampering("two rows of one unit under their right root", "RB8005", unsigned(lambda c: other_rows(c, TWICE, rooted=TWICE))),
    Tampering("a way to sign that is not known", "RB8009", unsigned(lambda c: c.record(0, body("sig_alg", "sm2"), chained=True))),
    Tampering("the identity that is pinned looks the same", "RB8010", lambda c: None, identity=IDENTITY.replace("/", "\u2215")),
    # files and folders
    Tampering("a segment of another ledger", "RB8006", unsigned(of_another_ledger)),
    Tampering("a segment twice", "RB8006", unsigned(lambda c: shutil.copy(c.segment, beside(c, "000002.jsonl")))),
    Tampering("a segment in capitals", "RB8002", lambda c: shutil.copy(c.segment, beside(c, "000001.JSONL"))),
    Tampering("a segment in full-width digits", "RB8002", lambda c: beside(c, "０００００2.jsonl").touch()),
    Tampering("a segment with seven digits", "RB8002", lambda c: beside(c, "1000000.jsonl").touch()),
    Tampering("a segment whose name is no text", "RB8002", lambda c: Path(os.fsdecode(os.fsencode(c.segment.parent) + b"/\xff\xfe.jsonl")).touch()),
    Tampering("a segment that leads nowhere", "RB8002", lambda c: beside(c, "000002.jsonl").symlink_to("nowhere")),
    Tampering("a segment that leads to itself", "RB8002", lambda c: beside(c, "000002.jsonl").symlink_to("000002.jsonl")),
    Tampering("a pipe among the segments", "RB8002", lambda c: os.mkfifo(beside(c, "000002.jsonl"))),
    Tampering("zeros without end behind the last record", "RB8004", unsigned(lambda c: endless(c.segment))),
    Tampering("a file without end", "RB8018", lambda c: endless(c.content(FACTS))),
    Tampering("a pipe in place of a file", "RB8017", lambda c: (c.content(FACTS).unlink(), os.mkfifo(c.content(FACTS)))),
    Tampering("a folder in place of a file", "RB8017", lambda c: (c.content(FACTS).unlink(), c.content(FACTS).mkdir())),
    Tampering("a file in a folder in capitals", "RB8017", lambda c: c.content(FACTS).rename(c.content(FACTS).with_name(FACTS.digest[2:].upper()))),
    # checkpoints
    Tampering("a checkpoint with line ends of another system", "RB8013", lambda c: c.checkpoint(10).write_bytes(c.checkpoint(10).read_bytes().replace(b"\n", b"\r\n"))),
    Tampering("a checkpoint with a byte order mark", "RB8013", lambda c: c.checkpoint(10).write_bytes(b"\xef\xbb\xbf" + c.checkpoint(10).read_bytes())),
    Tampering("a checkpoint with a line end more", "RB8013", lambda c: replaced_note(c, 10, lambda n: n + "\n")),
    Tampering("a checkpoint with a zero byte", "RB8013", lambda c: replaced_note(c, 10, lambda n: n + "\0")),
    Tampering("a checkpoint of a size in other digits", "RB8013", lambda c: replaced_note(c, 10, lambda n: n.replace("\n10\n", "\n١٠\n"))),
    Tampering("a checkpoint of a size with a zero before", "RB8013", lambda c: replaced_note(c, 10, lambda n: n.replace("\n10\n", "\n010\n"))),
    Tampering("a checkpoint with a wrong signature beside the right one", "RB8014", lambda c: signed_twice(c, lambda s: s[:-8] + ("A" if s[-8] != "A" else "B") + s[-7:])),
    Tampering("a checkpoint of more than there is", "RB8015", of_more_than_there_is),
    # who keeps the key, against what others kept
    Tampering("rewritten and signed anew under a checkpoint kept elsewhere", "RB8016", signed_anew, checkpoint="000000000010.txt"),
    Tampering("the key change is cut off under the new key", "RB8011", unsigned(lambda c: setattr(c, "lines", c.lines[:5])), key=written(NEW)),
    Tampering("the old key goes on as if it had not changed", "RB8014", before_the_key_changed, checkpoint="000000000010.txt"),
    Tampering("the old key goes on under the new key", "RB8011", before_the_key_changed, key=written(NEW)),
)  # fmt: skip

HELD: tuple[Tampering, ...] = (
    Tampering("links in place of files", "", linked),
    Tampering("a second name for a file", "", lambda c: os.link(c.content(FACTS), c.folder / "facts")),
    Tampering("files beside the ledger", "", lambda c: (c.folder / "公钥.pub").write_text("x", encoding="utf-8")),
    Tampering("a file that no record names and that has another digest", "", lambda c: c.content(Kept("x", "data", b"y")).parent.mkdir() or c.content(Kept("x", "data", b"y")).write_bytes(b"z")),
    Tampering("a lock without end", "", lambda c: endless(c.folder / "lock")),
    Tampering("a checkpoint signed twice by one key", "", lambda c: signed_twice(c, lambda line: line)),
    Tampering("a checkpoint signed by both keys", "", by_both_keys),
    Tampering("an actor in letters that look the same", "", unsigned(lambda c: c.record(9, field("actor", "Аnna")))),
    Tampering("a time far ahead", "", at("9999-12-31T23:59:59Z")),
    Tampering("a score recorded a second time", "", extended),
    Tampering("the old key goes on and nobody kept anything", "", before_the_key_changed),
)  # fmt: skip
