# mypy: disable-error-code="misc"
# A question made in a loop keeps what it asks of as a default, which mypy cannot infer.
"""What a verifier must say of records: every field of every kind, with every odd value."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rubricc.compiler.audit import verifier
from rubricc.compiler.audit.canonical import canonical
from whole_ledger import build

Question = tuple[str, Callable[[], object]]
Json = Any


def shown(text: str) -> str:
    return ascii(text)[:60] if len(text) < 200 else f"{ascii(text)[:20]}… of {len(text)}"


REMOVED = object()
ODD: tuple[Any, ...] = (
    None,
    "",
    " ",
    "x",
    "\n",
    "\x7f",
    "\u2028",
    0,
    -1,
    1,
    True,
    [],
    {},
    "a" * 64,
    "A" * 64,
    REMOVED,
)
TIMES = ("2026-02-30T03:00:00Z", "2026-02-28T24:00:00Z", "2026-02-28T03:00:00", "2026-02-28 03:00:00Z", "２026-02-28T03:00:00Z",
         "2026-12-31T23:59:59Z")  # fmt: skip
NAMES = ("a", "a/b", "/a", "a/", "a//b", ".", "..", "a/..", "a/../b", "a\\b", "a\nb", "a\x85b", "...", "", 5)
POINTS = (
    "1",
    "-1",
    "1.5",
    "1/3",
    "1/0",
    "1/03",
    "1.",
    ".5",
    "1e3",
    "x",
    "",
    "1" * 999,
    "1" * 1000,
    "0." + "1" * 999,
    "0." + "1" * 1000,
)
MOVED = {"place": "/tree/0/points", "name": "A", "before": "1", "after": "2"}
PLACES = (
    "/total",
    "total",
    "/",
    "",
    "/a/",
    "/A",
    "/a/01",
    "/a/0",
    "/a/" + "9" * 9,
    "/a/" + "9" * 10,
    "/a_b/1",
    5,
)


def of_records(v: Any) -> Iterator[Question]:
    """Every field of every kind, with every odd value; and what is odd in a way of its own."""
    with tempfile.TemporaryDirectory() as place:
        whole = [dict(entry.record) for entry in build(Path(place) / "l").entries()]
    kinds = {record["kind"]: record for record in whole}
    kinds["run"] = whole[7]
    for kind, record in kinds.items():
        yield f"record {kind}", lambda record=record: taken(v, record)
        body = record["body"]
        for name in [*([] if kind != "score" else [*record, "more"])]:
            for odd in ODD:
                yield f"record {name} = {named(odd)}", lambda r=changed(record, name, odd): taken(v, r)
        for name in [*body, "more", "rows", "moved", "files"]:
            for odd in ODD:
                yield (
                    f"record {kind} {name} = {named(odd)}",
                    lambda r=with_body(record, name, odd): taken(v, r),
                )
    score, adjust, run = kinds["score"], kinds["adjust"], kinds["run"]
    for at in TIMES:
        yield f"record at = {at}", lambda r=changed(score, "at", at): taken(v, r)
    for number in (0.5, 2**53):
        yield (
            f"record number = {number}",
            lambda n=number: v.Record(json.dumps(changed(score, "number", n)).encode(), "here"),
        )
    file = score["body"]["files"][0]
    for name in file:
        for odd in ODD:
            yield (
                f"file {name} = {named(odd)}",
                lambda f=changed(file, name, odd): taken(v, with_body(score, "files", [f])),
            )
    for path in NAMES:
        yield (
            f"file name = {path!r}",
            lambda f=changed(file, "name", path): taken(v, with_body(score, "files", [f])),
        )
    for what, files in {
        "two of one name": [file, file], "two": [file, changed(file, "name", "other")], "no object": ["x"], "a field too many": [{**file, "x": 1}],
        "of every role": [{**file, "role": role, "name": role} for role in sorted(verifier.ROLES)],
    }.items():  # fmt: skip
        yield f"files {what}", lambda files=files: taken(v, with_body(score, "files", files))
    for what, rows in {
        "no root": {"size": 1}, "a field too many": {"size": 1, "root": "a" * 64, "x": 1}, "a size of -1": {"size": -1, "root": "a" * 64},
        "a size of text": {"size": "1", "root": "a" * 64}, "a root of 63": {"size": 1, "root": "a" * 63}, "a size of true": {"size": True, "root": "a" * 64},
    }.items():  # fmt: skip
        yield f"rows {what}", lambda rows=rows: taken(v, with_body(run, "rows", rows))
    files = run["body"]["files"]
    yield "rows without their file", lambda: taken(v, with_body(run, "files", files[:2]))
    yield (
        "rows of two files",
        lambda: taken(v, with_body(run, "files", [*files, {**files[2], "name": "more"}])),
    )
    rubric = score["body"]["result"]["rubric"]
    for name in ("name", "version", "digest"):
        for odd in ODD:
            yield (
                f"rubric {name} = {named(odd)}",
                lambda r=changed(rubric, name, odd): taken(v, with_body(score, "result", {"rubric": r})),
            )
    for name in ("points", "total", "grade"):
        for value in (*POINTS, None, 5):
            change = {"before": value, "after": "1"}
            yield (
                f"{name} before = {shown(repr(value))}",
                lambda n=name, c=change: taken(v, with_body(adjust, n, c)),
            )
        yield f"{name} without after", lambda n=name: taken(v, with_body(adjust, n, {"before": "1"}))
        yield (
            f"{name} with more",
            lambda n=name: taken(v, with_body(adjust, n, {"before": "1", "after": "2", "x": "3"})),
        )
    for name in MOVED:
        for odd in (*ODD, "1", "2"):
            yield (
                f"moved {name} = {named(odd)}",
                lambda m=changed(MOVED, name, odd): taken(v, with_body(adjust, "moved", [m])),
            )
    for where in PLACES:
        yield (
            f"moved place = {where!r}",
            lambda m=changed(MOVED, "place", where): taken(v, with_body(adjust, "moved", [m])),
        )
    yield "moved with more", lambda: taken(v, with_body(adjust, "moved", [{**MOVED, "x": 1}]))
    yield "moved twice", lambda: taken(v, with_body(adjust, "moved", [MOVED, MOVED]))
    yield (
        "moved two",
        lambda: taken(v, with_body(adjust, "moved", [MOVED, {**MOVED, "place": "/tree/1/points"}])),
    )
    yield "moved a text", lambda: taken(v, with_body(adjust, "moved", ["x"]))
    result = {"a": [{"b": "1"}, 2], "c": None, "1": "x"}
    for place in ("/a/0/b", "/a/1", "/c", "/1", "/a/2", "/a/b", "/x", "/c/d", "/a/0/b/0", "/a/-1", ""):
        yield f"at place {place}", lambda place=place: at_place(v, result, place)
    for line in (b'{"row":1,"salt":"' + b"a" * 64 + b'"}', b'{"row":1}', b"[]", b'{"row":1,"salt":"a"}', b'{"row":1,"salt":5}', b"x",
                 b'{"row":1,"salt":"' + b"a" * 64 + b'","x":1}'):  # fmt: skip
        yield f"row {line!r:.60}", lambda line=line: v.checked_row(line, "here")["row"]


def at_place(v: Any, result: Json, place: str) -> str:
    found = v.at_place(result, place)
    return "nothing" if type(found) is object else repr(found)


def named(odd: object) -> str:
    return (
        "nothing"
        if odd is REMOVED
        else shown(repr(odd))
        if not isinstance(odd, str) or len(odd) < 9
        else f"{odd[0]}…"
    )


def changed(value: Json, name: str, odd: object) -> Json:
    other = {**value, name: odd}
    return {key: each for key, each in other.items() if each is not REMOVED}


def with_body(record: Json, name: str, odd: object) -> Json:
    return {**record, "body": changed(record["body"], name, odd)}


def taken(v: Any, record: Json) -> str:
    read = v.Record(canonical(record), "here")
    return f"{read.kind}, {len(read.files)} files, {len(read.moved)} moved"
