"""What people could do to a ledger (`whole_ledger.py`): each must be refused, for its reason.

`python tests/tampered.py FOLDER` writes the whole ledger (`whole`) and all tampered ones out, each in a folder of its own
with the code that it must be refused with, and with the pins that go with it: any verifier may be tried on them.
"""

# mypy: disable-error-code="func-returns-value"
# A tampering of several steps is a tuple of calls.
from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from rubricc.compiler.audit import notes
from rubricc.compiler.audit.records import Kept
from rubricc.compiler.audit.store.ledger import Store
from tampered_with_care import HELD, WITH_CARE
from tampering import (
    Copy,
    Tampering,
    body,
    changed_score,
    extended,
    field,
    forged,
    inserted,
    longest_checkpoint,
    malleable,
    other_key_change,
    other_root,
    other_rows,
    removed,
    replaced_note,
    same_second,
    scored_by_others,
    swapped,
    unsigned,
)
from whole_ledger import FACTS, FOREIGN, IDENTITY, NEW, OLD, ROWS_FILE, build, sign, written

CHANGED_ROWS = ROWS_FILE.data.replace(b'"total":"4"', b'"total":"5"', 1)
MOVED = {"place": "/tree/0/points", "name": "产出", "before": "3", "after": "4"}

TAMPERED: tuple[Tampering, ...] = (
    Tampering("a score is changed", "RB8007", unsigned(lambda c: c.record(1, changed_score))),
    Tampering("a score is changed and the chain made good", "RB8016", lambda c: c.record(1, changed_score, chained=True)),
    Tampering("the last score is changed", "RB8016", lambda c: c.record(8, changed_score, chained=True)),
    Tampering("an actor is changed", "RB8007", unsigned(lambda c: c.record(2, field("actor", "李四")))),
    Tampering("a record is removed", "RB8006", unsigned(lambda c: removed(c, 2))),
    Tampering("a record is removed and the chain made good", "RB8016", lambda c: (removed(c, 8), c.chain(numbers=True), extended(c))),
    Tampering("the last records are cut off", "RB8015", lambda c: setattr(c, "lines", c.lines[:9])),
    Tampering("all but record 0 is cut off", "RB8015", lambda c: setattr(c, "lines", c.lines[:1])),
    Tampering("all records are cut off", "RB8001", lambda c: setattr(c, "lines", [])),
    Tampering("a record is repeated", "RB8006", unsigned(lambda c: inserted(c, 9, c.lines[8]))),
    Tampering("the last record is repeated", "RB8006", lambda c: inserted(c, 10, c.lines[9])),
    Tampering("two records are swapped", "RB8006", unsigned(lambda c: swapped(c, 7, 8))),
    Tampering("two records are swapped and the chain made good", "RB8016", lambda c: (swapped(c, 1, 2), c.chain(numbers=True))),
    Tampering("a record is inserted", "RB8006", unsigned(lambda c: inserted(c, 3, c.lines[1]))),
    Tampering("an empty line is inserted", "RB8004", unsigned(lambda c: inserted(c, 3, b""))),
    Tampering("the last line has no end", "RB8003", lambda c: c.segment.write_bytes(c.segment.read_bytes()[:-1])),
    Tampering("half a record stands at the end", "RB8003", lambda c: c.segment.write_bytes(c.segment.read_bytes() + b'{"actor":"')),
    Tampering("spaces between tokens", "RB8004", unsigned(lambda c: c.line(9, lambda line: line.replace(b'":', b'": ', 1)))),
    Tampering("names in another order", "RB8004", unsigned(lambda c: c.line(9, lambda line: json.dumps(json.loads(line), ensure_ascii=False, separators=(",", ":"))[:-1].encode() + b',"aa":1}'))),
    Tampering("a name twice", "RB8004", unsigned(lambda c: c.line(9, lambda line: line[:-1] + b',"v":1}'))),
    Tampering("a name twice, the first with another value", "RB8004", unsigned(lambda c: c.line(9, lambda line: line.replace(b'{"actor"', b'{"actor":"x","actor"', 1)))),
    Tampering("an escape that is not needed", "RB8004", unsigned(lambda c: c.line(9, lambda line: line.replace("张".encode(), b"\\u5f20", 1)))),
    Tampering("a float", "RB8004", unsigned(lambda c: c.line(9, lambda line: line.replace(b'"number":9', b'"number":9.0')))),
    Tampering("an exponent", "RB8004", unsigned(lambda c: c.line(9, lambda line: line.replace(b'"v":1', b'"v":1e0')))),
    Tampering("a number beyond 2^53", "RB8004", unsigned(lambda c: c.line(9, lambda line: line.replace(b'"v":1', b'"v":9007199254740993')))),
    Tampering("NaN", "RB8004", unsigned(lambda c: c.line(9, lambda line: line.replace(b'"v":1', b'"v":NaN')))),
    Tampering("a byte order mark", "RB8004", unsigned(lambda c: c.line(0, lambda line: b"\xef\xbb\xbf" + line))),
    Tampering("bytes that are no UTF-8", "RB8004", unsigned(lambda c: c.line(9, lambda line: line.replace("张".encode(), b"\xff\xfe\xfd", 1)))),
    Tampering("a carriage return", "RB8004", unsigned(lambda c: c.line(9, lambda line: line + b"\r"))),
    Tampering("a thousand brackets", "RB8004", unsigned(lambda c: c.line(9, lambda line: b"[" * 100_000))),
    Tampering("a lone surrogate", "RB8004", unsigned(lambda c: c.line(9, lambda line: line.replace("张".encode(), b"\\ud800", 1)))),
    Tampering("a version that is not known", "RB8005", unsigned(lambda c: c.record(9, field("v", 2)))),
    Tampering("the version is true", "RB8005", unsigned(lambda c: c.record(9, field("v", True)))),
    Tampering("a kind that is not known", "RB8005", unsigned(lambda c: c.record(9, field("kind", "note")))),
    Tampering("a field too many", "RB8005", unsigned(lambda c: c.record(9, field("note", "x")))),
    Tampering("a field too few", "RB8005", unsigned(lambda c: c.record(9, lambda r: r.pop("actor")))),
    Tampering("a body with a field too many", "RB8005", unsigned(lambda c: c.record(9, body("note", "x")))),
    Tampering("an empty actor", "RB8005", unsigned(lambda c: c.record(9, field("actor", " ")))),
    Tampering("an actor with a control character", "RB8005", unsigned(lambda c: c.record(9, field("actor", "张三\x1b[2J")))),
    Tampering("a file outside of the folder", "RB8005", unsigned(lambda c: c.record(8, lambda r: r["body"]["files"][0].__setitem__("name", "../x")))),
    Tampering("a day that does not exist", "RB8005", unsigned(lambda c: c.record(9, field("at", "2026-02-30T03:00:00Z")))),
    Tampering("a time that is earlier", "RB8008", unsigned(lambda c: c.record(9, field("at", "2026-11-20T00:00:00Z")))),
    Tampering("a first record of another kind", "RB8009", unsigned(lambda c: (removed(c, 0), c.chain(numbers=True)))),
    Tampering("a second first record", "RB8009", unsigned(lambda c: (inserted(c, 9, c.lines[0]), c.chain(numbers=True)))),
    Tampering("a hash that is not known", "RB8009", unsigned(lambda c: c.record(0, body("hash_alg", "md5"), chained=True))),
    Tampering("a format that is not known", "RB8009", unsigned(lambda c: c.record(0, body("format", "rubricc-ledger-9"), chained=True))),
    Tampering("another identity", "RB8009", unsigned(lambda c: c.record(0, body("identity", "某局/热线-2021"), chained=True))),
    Tampering("the identity that is pinned is another", "RB8010", lambda c: None, identity="某局/热线-2021"),
    Tampering("a forged ledger under a pinned key", "RB8011", forged, key=written(OLD)),
    Tampering("a forged ledger under a checkpoint kept elsewhere", "RB8014", forged, checkpoint="000000000002.txt"),
    Tampering("a key change with the new signature only", "RB8012", unsigned(lambda c: other_key_change(c, [NEW]))),
    Tampering("a key change with the old signature only", "RB8012", unsigned(lambda c: other_key_change(c, [OLD]))),
    Tampering("a key change with a foreign signature", "RB8012", unsigned(lambda c: other_key_change(c, [OLD, FOREIGN]))),
    Tampering("a key change taken from another place", "RB8012", unsigned(lambda c: (swapped(c, 4, 5), c.chain(numbers=True)))),
    Tampering("a key change to what is no key", "RB8012", unsigned(lambda c: c.record(5, body("key", "x"), chained=True))),
    Tampering("a key change to the key of another ledger", "RB8012", unsigned(lambda c: c.record(5, body("key", written(NEW, "别局")), chained=True))),
    Tampering("a key change with a note that is none", "RB8012", unsigned(lambda c: c.record(5, body("note", "x"), chained=True))),
    Tampering("a key change that is signed twice by one", "RB8012", unsigned(lambda c: other_key_change(c, [OLD, NEW, NEW]))),
    Tampering("a first record whose key is none", "RB8009", unsigned(lambda c: c.record(0, body("key", "x"), chained=True))),
    Tampering("an adjustment that moves what never stood there", "RB8019", unsigned(lambda c: c.record(3, body("moved", [MOVED]), chained=True))),
    Tampering("an adjustment that says one thing twice", "RB8019", unsigned(lambda c: c.record(3, body("moved", [{**MOVED, "place": "/total"}]), chained=True))),
    Tampering("rows whose file is missing", "RB8017", lambda c: c.content(ROWS_FILE).unlink()),
    Tampering("rows whose last line has no end", "RB8020", unsigned(lambda c: other_rows(c, ROWS_FILE.data[:-1]))),
    Tampering("rows whose end is missing, under the root of what is left", "RB8020", unsigned(lambda c: other_rows(c, ROWS_FILE.data[:-1], rooted=ROWS_FILE.data[:-2]))),
    Tampering("a row that is no row", "RB8020", unsigned(lambda c: other_rows(c, ROWS_FILE.data + b"{}\n"))),
    Tampering("a row too few", "RB8020", unsigned(lambda c: other_rows(c, ROWS_FILE.data[: ROWS_FILE.data.index(b"\n") + 1]))),
    Tampering("rows that are none under their right root", "RB8020", unsigned(lambda c: other_rows(c, b'{"salt":"x"}\n', rooted=b'{"salt":"x"}'))),
    Tampering("a first record whose key is none under checkpoints", "RB8014", lambda c: c.record(0, body("key", "x"), chained=True)),
    Tampering("a folder among the segments", "RB8002", lambda c: c.segment.with_name("000002.jsonl").mkdir()),
    Tampering("an empty segment in the middle", "RB8002", lambda c: (c.segment.with_name("000002.jsonl").touch(), c.segment.with_name("000003.jsonl").touch())),
    Tampering("a folder among the checkpoints", "RB8002", lambda c: (c.folder / "checkpoints" / "000000000003.txt").mkdir()),
    Tampering("a checkpoint that is too long", "RB8013", lambda c: longest_checkpoint(c, 1)),
    Tampering("a checkpoint under the name of another size", "RB8013", lambda c: c.checkpoint(5).rename(c.checkpoint(4))),
    Tampering("a checkpoint for another size", "RB8013", lambda c: replaced_note(c, 10, lambda n: n.replace("\n10\n", "\n9\n"))),
    Tampering("a checkpoint without a signature", "RB8013", lambda c: replaced_note(c, 10, lambda n: n.split("\n\n")[0] + "\n\n")),
    Tampering("a checkpoint with a fourth line", "RB8013", lambda c: replaced_note(c, 10, lambda n: n.replace("\n\n", "\nx\n\n"))),
    Tampering("a checkpoint of another ledger", "RB8013", lambda c: replaced_note(c, 10, lambda n: n.replace(IDENTITY, "别局/热线-2020", 1))),
    Tampering("a checkpoint with another root", "RB8014", lambda c: replaced_note(c, 10, lambda n: n.replace(n.split("\n")[2], notes.in_base64(bytes(32))))),
    Tampering("a checkpoint signed by the key of before", "RB8014", lambda c: (c.checkpoint(10).unlink(), sign(Store(c.folder), OLD))),
    Tampering("an old checkpoint signed by the key of after", "RB8014", lambda c: (c.checkpoint(2).unlink(), sign(Store(c.folder), NEW, 2))),
    Tampering("a checkpoint signed by a stranger", "RB8014", lambda c: (c.checkpoint(10).unlink(), sign(Store(c.folder), FOREIGN))),
    Tampering("a signature with s plus the order", "RB8014", lambda c: replaced_note(c, 10, malleable)),
    Tampering("a checkpoint that stood for another ledger", "RB8016", other_root),
    Tampering("a file is missing", "RB8017", lambda c: c.content(FACTS).unlink()),
    Tampering("a file is changed", "RB8018", lambda c: c.content(FACTS).write_bytes("接通率: 95.36%\n".encode())),
    Tampering("a file is cut off", "RB8018", lambda c: c.content(FACTS).write_bytes(FACTS.data[:-1])),
    Tampering("a file of another size", "RB8018", unsigned(lambda c: c.record(8, lambda r: r["body"]["files"][0].__setitem__("size", 1)))),
    Tampering("one person adjusts and approves", "RB8019", unsigned(lambda c: c.record(4, body("approved", "张三"), chained=True))),
    Tampering("an adjustment of points that never stood there", "RB8019", unsigned(lambda c: c.record(3, body("points", {"before": "3", "after": "4.5"}), chained=True))),
    Tampering("an adjustment that forgets the one before", "RB8019", unsigned(lambda c: c.record(4, body("points", {"before": "4", "after": "5"}), chained=True))),
    Tampering("an adjustment of no indicator", "RB8019", unsigned(lambda c: c.record(3, body("item", "C99"), chained=True))),
    Tampering("an adjustment of another record", "RB8019", unsigned(lambda c: c.record(3, body("record", "0" * 64), chained=True))),
    Tampering("an adjustment of no score", "RB8019", unsigned(lambda c: c.record(3, body("of", 2), chained=True))),
    Tampering("an adjustment of what is still to come", "RB8019", unsigned(lambda c: c.record(3, lambda r: r["body"].update(of=8), chained=True))),
    Tampering("a row is changed", "RB8018", lambda c: c.content(ROWS_FILE).write_bytes(CHANGED_ROWS)),
    Tampering("a row is changed and its file recorded anew", "RB8020", unsigned(lambda c: other_rows(c, CHANGED_ROWS))),
    Tampering("a version is published twice", "RB8021", unsigned(lambda c: c.record(9, lambda r: r["body"]["rubric"].update(digest="cd" * 32), chained=True))),
    Tampering("a hidden file before the segments", "RB8002", lambda c: c.segment.with_name(".DS_Store").touch()),
    Tampering("a segment is missing", "RB8002", lambda c: c.segment.rename(c.segment.with_name("000002.jsonl"))),
    Tampering("a file that does not belong", "RB8002", lambda c: (c.segment.with_name("notes.txt")).write_text("x")),
    Tampering("a checkpoint of another name", "RB8002", lambda c: c.checkpoint(10).rename(c.folder / "checkpoints" / "10.txt")),
    *WITH_CARE,
)  # fmt: skip


# What must be accepted, though it looks odd.
ODD: tuple[Tampering, ...] = (
    Tampering("nothing is done", "", lambda c: None),
    Tampering("no checkpoints", "", lambda c: c.without_checkpoints()),
    Tampering("two records of one second", "", unsigned(same_second)),
    Tampering("a checkpoint from just after the key changed", "", lambda c: sign(Store(c.folder), NEW, 6)),
    Tampering("a checkpoint from before anything was recorded", "", lambda c: sign(Store(c.folder), OLD, 0)),
    Tampering("a checkpoint as long as it may be", "", longest_checkpoint),
    Tampering("an empty segment at the end", "", lambda c: c.segment.with_name("000002.jsonl").touch()),
    Tampering("files that no record names", "", lambda c: Store(c.folder).keep([Kept("x", "data", b"x")])),
    Tampering("a score that is not by the published rubric", "", unsigned(lambda c: scored_by_others(c, 0))),
    Tampering("twenty scores that are not by the published rubric", "", unsigned(lambda c: scored_by_others(c, 19))),
    Tampering("many scores that are not by the published rubric", "", unsigned(lambda c: scored_by_others(c, 20))),
    Tampering("no rows at all", "", unsigned(lambda c: other_rows(c, b"", rooted=b""))),
    *HELD,
)  # fmt: skip


def done(folder: Path, tampering: Tampering) -> Path:
    """A copy of the whole ledger to which this was done."""
    place = folder / tampering.folder
    shutil.copytree(folder / "whole", place)
    tampering.do(Copy(place))
    return place


def made(folder: Path) -> Iterator[tuple[Tampering, Path]]:
    """Every tampered ledger, in a folder of its own; the whole one stands in `whole`."""
    build(folder / "whole")
    for tampering in TAMPERED:
        yield tampering, done(folder, tampering)


def pins(tampering: Tampering, folder: Path) -> list[str]:
    """The options that a verifier is told with this ledger; the files are written beside it."""
    options = []
    if tampering.key is not None:
        path = folder.with_name(folder.name + ".pub")
        path.write_text(tampering.key + "\n", encoding="utf-8")
        options += ["--key", str(path)]
    if tampering.identity is not None:
        options += ["--identity", tampering.identity]
    if tampering.checkpoint is not None:
        options += ["--checkpoint", str(folder.parent / "whole" / "checkpoints" / tampering.checkpoint)]
    return options


if __name__ == "__main__":
    target = Path(sys.argv[1])
    for tampering, place in made(target):
        print(
            tampering.code, place.name, *pins(tampering, place)
        )  # the list of what must be refused, and why
