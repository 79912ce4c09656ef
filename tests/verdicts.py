"""What a verifier must say: of vectors, texts, records, proofs, the whole ledger and every tampered one.

    python tests/verdicts.py            writes what the verifier says to verdicts.txt; read the difference

`verdicts.txt` is what it must say, line by line; `test_ledger_tampered.py` holds the verifier to it, and `mutants.py` every
mutant of the verifier. Each verdict is a name and a question that can be put to any module with the verifier's functions.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rubricc.compiler.audit import notes, records, tree, verifier
from rubricc.compiler.audit.canonical import canonical
from rubricc.ledger import Ledger
from tampered import FOREIGN, IDENTITY, NEW, OLD, ROWS, TAMPERED, Tampering, build, made, written
from test_ledger_format import ED25519, LEAVES, ROOTS

FILE = Path(__file__).with_name("verdicts.txt")
Question = tuple[str, Callable[[], object]]
Json = Any


def answer(v: Any, ask: Callable[[], object]) -> str:
    """What it says, on one line; a fault by its code and what it names."""
    try:
        found = ask()
    except v.Fault as fault:
        return " ".join([fault.code, *fault.about.values()])
    except ValueError as error:
        return f"ValueError {error}"
    except SystemExit as stop:
        return f"exit {stop.code}"
    text = found if isinstance(found, str) else repr(found)
    return text if text.isprintable() else ascii(text)


def verdicts(v: Any, folder: Path) -> Iterator[Question]:
    """Every question, the cheap ones first. The folder has been filled by `filled`."""
    yield from of_trees(v)
    yield from of_json(v)
    yield from of_signatures(v)
    yield from of_keys_and_notes(v)
    yield from of_records(v)
    yield from of_proofs(v, folder)
    yield from of_ledgers(v, folder)
    yield from of_calls(v, folder)
    yield from of_limits(v, folder)


# ---- trees -------------------------------------------------------------------------------------------------------


def of_trees(v: Any) -> Iterator[Question]:
    def grown() -> str:
        own = v.Tree()
        roots = [own.root().hex()]
        for leaf in LEAVES:
            own.append(v.leaf_of(bytes.fromhex(leaf)))
            roots.append(own.root().hex())
        return f"{own.size} {'the published roots' if tuple(roots) == ROOTS else roots}"

    yield "a tree that grows", grown
    for size in range(1, 10):
        every = [tree.leaf_hash(bytes([number])) for number in range(size)]
        yield f"inclusion in {size}", lambda every=every: counted(inclusions(v, every))
        yield f"consistency with {size}", lambda every=every: counted(growths(v, every))


def counted(found: Iterator[str]) -> str:
    return ", ".join(f"{number} × {what}" for what, number in sorted(Counter(found).items()))


def led(v: Any, wanted: bytes, what: str, ask: Callable[[], bytes]) -> str:
    """Whether a path leads to a root, or why it leads nowhere."""
    try:
        return f"{what} leads to the root" if ask() == wanted else f"{what} leads elsewhere"
    except v.Fault as fault:
        return f"{what}: {fault.about['reason']}"


def others(path: list[bytes], extra: bytes) -> Iterator[tuple[str, list[bytes]]]:
    yield "its path", path
    yield "a longer path", [*path, extra]
    if path:
        yield "a shorter path", path[:-1]
        yield "a path without its start", path[1:]
        yield "another path", [extra, *path[1:]]


def inclusions(v: Any, every: list[bytes]) -> Iterator[str]:
    size, root = len(every), tree.root(every)
    for index, leaf in enumerate(every):
        for what, path in others(tree.inclusion(every, index), bytes(32)):
            yield led(v, root, what, lambda p=path, n=index, x=leaf: v.included(x, n, size, p))
        for wrong in {index - 1, index + 1, size, -1} - {index}:
            path = tree.inclusion(every, index)
            yield led(v, root, "another place", lambda p=path, n=wrong, x=leaf: v.included(x, n, size, p))


def growths(v: Any, every: list[bytes]) -> Iterator[str]:
    size, root = len(every), tree.root(every)
    for old in range(1, size + 1):
        before = tree.root(every[:old])
        for what, path in others(tree.consistency(every, old), bytes(32)):
            yield led(v, root, what, lambda p=path, n=old, b=before: v.consistent(n, b, size, p))
            yield led(
                v,
                root,
                f"{what} from another root",
                lambda p=path, n=old: v.consistent(n, bytes(32), size, p),
            )
        for wrong in (0, -1, old - 1, old + 1, size + 1):
            path = tree.consistency(every, old)
            yield led(v, root, "another size", lambda p=path, n=wrong, b=before: v.consistent(n, b, size, p))


# ---- canonical JSON ----------------------------------------------------------------------------------------------

NESTED = {depth: "[" * depth + "1" + "]" * depth for depth in (64, 65, 3000)}
LINES = (
    '{"a":1,"b":[true,null,"x"]}', "[]", "0", "-1", "9007199254740991", "-9007199254740991", "9007199254740992",
    "-9007199254740992", "99999999999999999", "123456789012345678", "1" * 400, "1.0", "1e1", "-0", "01", "NaN", "Infinity", "-Infinity",
    '{"a":1,"a":1}', '{"b":1,"a":2}', '{"\\u0061":1}', '"\\u00e9"', '"\\/"', '"\\b\\f\\n\\r\\t\\"\\\\"', '"\\u000b"', '"\\u000B"',
    '"\\ud800"', '"\\ud83d\\ude00"', '{"\ufb33":1,"\U0001f600":2}', '{"\U0001f600":1,"\ufb33":2}', " 1", "1 ", "[1, 2]", "", "x", "[", '"', "tru",
    '{"a":"[[[{{{"}', '["\\"[[["]', NESTED[64], NESTED[65], NESTED[3000], "\ufeff1", "[" * 64 + "]" * 64, "{}",
    "[" + "[]," * 100 + "[]]", '{"a":' * 64 + "1" + "}" * 64, '{"a":' * 65 + "1" + "}" * 65, '"' + "[" * 70 + '"', '["\\\\",[]]',
)  # fmt: skip


def of_json(v: Any) -> Iterator[Question]:
    for line in LINES:
        yield (
            f"json {shown(line)}",
            lambda line=line: v.read_json(line.encode("utf-8", "surrogatepass"), "here"),
        )
    for data in (b"\xff", b'"\xed\xa0\x80"', b'"\xc0\x80"'):
        yield f"json {data!r}", lambda data=data: v.read_json(data, "here")


def shown(text: str) -> str:
    return ascii(text)[:60] if len(text) < 200 else f"{ascii(text)[:20]}… of {len(text)}"


# ---- signatures, keys, notes -------------------------------------------------------------------------------------


def of_signatures(v: Any) -> Iterator[Question]:
    for public, text, signature in ED25519:
        key, data, signed = bytes.fromhex(public), bytes.fromhex(text), bytes.fromhex(signature)
        order = verifier.L.to_bytes(32, "little")
        larger = (int.from_bytes(signed[32:], "little") + verifier.L).to_bytes(32, "little")
        for what, of in (
            ("the vector", (key, data, signed)), ("another text", (key, data + b"x", signed)),
            ("a bit of R", (key, data, bytes([signed[0] ^ 1]) + signed[1:])), ("s plus the order", (key, data, signed[:32] + larger)),
            ("s is the order", (key, data, signed[:32] + order)), ("the sign of R", (key, data, signed[:31] + bytes([signed[31] ^ 128]) + signed[32:])),
            ("a bit of s", (key, data, signed[:32] + bytes([signed[32] ^ 1]) + signed[33:])), ("a longer signature", (key, data, signed + b"\0")),
            ("a shorter key", (key[:31], data, signed)), ("a longer key", (key + b"\0", data, signed)), ("no signature", (key, data, b"")),
        ):  # fmt: skip
            yield f"signature {text or 'of nothing'}: {what}", lambda of=of: v.signature_holds(*of)
    neutral = (1).to_bytes(32, "little")
    yield "signature of a key of small order", lambda: v.signature_holds(neutral, b"any", neutral + bytes(32))
    own = key_and_r_of_small_order()
    yield "signature whose R is of small order", lambda: v.signature_holds(*own)
    for name, data in points().items():
        yield f"point {name}", lambda data=data: v._point(data) is not None


def key_and_r_of_small_order() -> tuple[bytes, bytes, bytes]:
    """A signature that fits in every way but that its R is the neutral point: only who knows the key can make it."""
    import hashlib

    secret = 7 * 8
    point = verifier._times(secret, verifier._BASE)  # type: ignore[arg-type]
    zinv = pow(point[2], verifier.P - 2, verifier.P)
    x, y = point[0] * zinv % verifier.P, point[1] * zinv % verifier.P
    public = (y | (x & 1) << 255).to_bytes(32, "little")
    r = (1).to_bytes(32, "little")
    challenge = int.from_bytes(hashlib.sha512(r + public + b"text").digest(), "little") % verifier.L
    return public, b"text", r + (challenge * secret % verifier.L).to_bytes(32, "little")


def points() -> dict[str, bytes]:
    p = verifier.P

    def le(value: int) -> bytes:
        return value.to_bytes(32, "little")

    return {
        "of the base": le(4 * pow(5, p - 2, p) % p), "of the base, negative": le(4 * pow(5, p - 2, p) % p | 1 << 255),
        "of order 1": le(1), "of order 2": le(p - 1), "of order 4": le(0), "y is the prime": le(p), "y is above the prime": le(p + 4),
        "minus zero": le(1 | 1 << 255), "on no curve": le(2), **{f"y = {n}": le(n) for n in range(3, 12)},
        **{f"y = {n}, negative": le(n | 1 << 255) for n in range(3, 12)},
        "y is the prime less 4": le(p - 4), "of order 8": bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    }  # fmt: skip


def of_keys_and_notes(v: Any) -> Iterator[Question]:
    text = written(OLD)
    name, id_, data = text.split("+", 2)
    small = notes.written_key("x", bytes(32))
    for key in (
        text, "", "x", "+", "++", name, f"{name}+{id_}", f"+{id_}+{data}", f"{name} {name}+{id_}+{data}", f"{name}+{id_}+{data[:-1]}", f"{name}+{id_}+{data}=",
        f"{name}+{id_.upper()}+{data}", f"{name}+00000000+{data}", f"别局+{id_}+{data}", f"{text} ", f" {text}", notes.written_key("a\x7fb", OLD.public), small,
        notes.written_key(IDENTITY, OLD.public + b"x"), notes.written_key(IDENTITY, OLD.public[:31]), other_kind(), notes.written_key("a\u2028b", OLD.public),
    ):  # fmt: skip
        yield f"key {shown(key)}", lambda key=key: v.Key(key).text
    yield (
        "keys are equal by their text",
        lambda: (
            v.Key(text) == v.Key(text),
            v.Key(text) == text,
            v.Key(text) == v.Key(written(NEW)),
            len({v.Key(text), v.Key(text)}),
        ),
    )
    for what, note in signed_notes().items():
        yield f"note {what}", lambda note=note: opened(v, note, [OLD])
        yield f"note {what}, nobody known", lambda note=note: opened(v, note, [])
        yield f"checkpoint {what}", lambda note=note: pointed(v, note)


def other_kind() -> str:
    """A key of another kind than Ed25519, with its right id."""
    data = b"\x02" + OLD.public
    return f"{IDENTITY}+{verifier.sha256(IDENTITY.encode() + b'%c' % 10 + data)[:4].hex()}+{notes.in_base64(data)}"


def opened(v: Any, note: bytes, keys: list[Any]) -> str:
    text, signers, count = v.open_note(note, [v.Key(written(key)) for key in keys])
    return f"{shown(text)} {len(signers)} of {count}"


def pointed(v: Any, note: bytes) -> str:
    point = v.Checkpoint(note, "p")
    point.require(v.Key(written(OLD)))
    return f"{point.identity} {point.size} {point.root.hex()[:8]}"


def signed_notes() -> dict[str, bytes]:
    root = notes.in_base64(bytes(32))

    def by(text: str, *keys: Any) -> str:
        return notes.signed(text, [(IDENTITY, key.public, key.sign) for key in keys or (OLD,)])

    good = by(f"{IDENTITY}\n3\n{root}\n")
    head, line = good.split("\n\n")
    bad = line.replace(line[-5], "A" if line[-5] != "A" else "B")
    texts = {
        "good": good, "of two keys": by(f"{IDENTITY}\n3\n{root}\n", OLD, NEW), "of a stranger": by(f"{IDENTITY}\n3\n{root}\n", FOREIGN),
        "of no line": by("\n"), "of two lines": by(f"{IDENTITY}\n3\n"), "of four lines": by(f"{IDENTITY}\n3\n{root}\nx\n"),
        "with an empty line": by(f"{IDENTITY}\n\n3\n{root}\n"), "with a size of 03": by(f"{IDENTITY}\n03\n{root}\n"), "with a size of -3": by(f"{IDENTITY}\n-3\n{root}\n"),
        "with a size of ３": by(f"{IDENTITY}\n３\n{root}\n"), "with a size of 0": by(f"{IDENTITY}\n0\n{root}\n"), "with a long size": by(f"{IDENTITY}\n{10**16}\n{root}\n"),
        "with a short root": by(f"{IDENTITY}\n3\n{notes.in_base64(bytes(31))}\n"), "with a loose root": by(f"{IDENTITY}\n3\n{root[:-2]}B=\n"),
        "without a signature": f"{head}\n\n", "with nothing after it": head + "\n", "without its last end": good[:-1], "with a hyphen": good.replace("—", "-"),
        "signed falsely": f"{head}\n\n{bad}", "with a tab": good.replace("\n3", "\t\n3"), "with a carriage return": good.replace("\n3", "\r\n3"),
        "with DEL": good.replace("\n3", "\x7f\n3"), "with a space in the name": good.replace(f"— {IDENTITY}", f"— {IDENTITY} x"), "with a signature of 4 bytes": f"{head}\n\n— x AAAAAA==\n",
        "with a signature of 5 bytes": f"{head}\n\n— x AAAAAAA=\n", "with loose base64": f"{head}\n\n— x AAAAAAB=\n", "with a name of +": f"{head}\n\n— x+y AAAAAAA=\n",
        "32 times": f"{head}\n\n{line * 32}", "33 times": f"{head}\n\n{line * 33}", "of two, one false": f"{head}\n\n{line}{bad}",
        "with a root that is no base64": by(f"{IDENTITY}\n3\n????\n"), "with a line without end": f"{head}\n\n{line}x",
    }  # fmt: skip
    found = {what: text.encode() for what, text in texts.items()}
    found["of 64 KiB"] = b"a" * (64 * 1024 - len(b"\n\n" + line.encode())) + b"\n\n" + line.encode()
    found["of a byte more"] = b"a" + found["of 64 KiB"]
    found["of no UTF-8"] = b"\xff\n\n" + line.encode()
    return found


# ---- records -----------------------------------------------------------------------------------------------------

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
    for place in PLACES:
        yield (
            f"moved place = {place!r}",
            lambda m=changed(MOVED, "place", place): taken(v, with_body(adjust, "moved", [m])),
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


# ---- proofs ------------------------------------------------------------------------------------------------------


def of_proofs(v: Any, folder: Path) -> Iterator[Question]:
    for name, proof in proofs(folder).items():
        yield f"proof {name}", lambda proof=proof: proven(v, proof, NEW)
    for name in ("record", "growth", "row"):
        good = (folder / f"{name}.tlog-proof").read_bytes()
        yield f"proof {name}, the key of before", lambda good=good: proven(v, good, OLD)
        yield f"proof {name}, another identity", lambda good=good: proven(v, good, NEW, "x")
        yield f"proof {name}, its identity", lambda good=good: proven(v, good, NEW, IDENTITY)
    yield "proof with no key", lambda: proven(v, good, "x")
    for name in ("record", "growth", "row"):
        whole = (folder / f"{name}.tlog-proof").read_text(encoding="utf-8")
        for at in range(0, len(whole), 97):  # a letter here and there
            other = whole[:at] + ("A" if whole[at] != "A" else "B") + whole[at + 1 :]
            yield f"proof {name}, letter {at}", lambda other=other: proven(v, other.encode(), NEW)


def proven(v: Any, proof: bytes, key: Any, identity: str | None = None) -> str:
    found = v.verify_proof(proof, key if isinstance(key, str) else written(key), identity)
    return f"{found.what}: " + " / ".join(v.described_proof(found, "en") + v.described_proof(found, "zh"))


def proofs(folder: Path) -> dict[str, bytes]:
    """Good ones of every kind, which `filled` wrote, and what can be done to them."""
    text = {
        name: (folder / f"{name}.tlog-proof").read_text(encoding="utf-8")
        for name in ("record", "growth", "row", "whole", "first", "last")
    }
    record, growth, row = text["record"], text["growth"], text["row"]
    hash_ = record.split("\n")[3]
    tail = record[record.index("\n\n") :]
    found = {
        **text,
        "of another index": record.replace("index 7", "index 6"), "of an index outside": record.replace("index 7", "index 10"),
        "of an index of 07": record.replace("index 7", "index 07"), "of an index of -1": record.replace("index 7", "index -1"),
        "of no kind": "x" + record, "of no lines": "", "of one line": "c2sp.org/tlog-proof@v1\n", "without an empty line": record.replace("\n\n", "\n"),
        "without its index": record.replace("index 7\n", ""), "without its record": re.sub("extra .*\n", "", record), "with loose base64": re.sub("extra (.*)\n", r"extra \1=\n", record),
        "with a hash more": record.replace(hash_, f"{hash_}\n{hash_}"), "with a hash less": record.replace(hash_ + "\n", "", 1),
        "with a short hash": record.replace(hash_, notes.in_base64(bytes(31))), "with another hash": record.replace(hash_, notes.in_base64(bytes(32))),
        "with 65 hashes": record.replace(hash_, "\n".join([hash_] * 65)), "with 64 hashes": record.replace(hash_, "\n".join([hash_] * 64)),
        "with a hash that is none": record.replace(hash_, "?"), "without a checkpoint": record[: record.index("\n\n") + 2],
        "of nothing but a checkpoint": tail, "of growth from another size": growth.replace("old 3", "old 4"), "of growth from 0": growth.replace("old 3", "old 0"),
        "of growth from 11": growth.replace("old 3", "old 11"), "of growth without its root": re.sub("root .*\n", "", growth),
        "of growth from another root": re.sub("root .*\n", f"root {notes.in_base64(bytes(32))}\n", growth), "of growth from a short root": re.sub("root .*\n", f"root {notes.in_base64(bytes(31))}\n", growth),
        "of another row": row.replace("index 2", "index 3", 1), "of a row outside": row.replace("index 2", "index 5", 1), "of a row without its line": re.sub("row .*\n", "", row, count=1),
        "of a row of a record without rows": row[: row.index("\n\n") + 2] + record.replace("index 7", "index 7"), "of a row of growth": row[: row.index("\n\n") + 2] + growth,
        "of a row of a row": row[: row.index("\n\n") + 2] + row, "of a row of another run": row[: row.index("\n\n") + 2] + text["last"],
    }  # fmt: skip
    made = {name: each.encode() for name, each in found.items()}
    return {**made, "of no UTF-8": record.encode() + b"\xff"}


# ---- ledgers -----------------------------------------------------------------------------------------------------


def filled(folder: Path) -> list[tuple[Tampering, Path]]:
    """The whole ledger, every tampered one, and good proofs."""
    ledgers = list(made(folder))
    whole = Ledger(folder / "whole")
    leaves = [tree.leaf_hash(row) for row in ROWS]
    record = whole.prove(7)
    good = {
        "record": record, "growth": whole.prove_growth(3), "row": notes.row_proof(ROWS[2], 2, tree.inclusion(leaves, 2), record),
        "whole": whole.prove_growth(10), "first": whole.prove(0), "last": whole.prove(9),
    }  # fmt: skip
    for name, proof in good.items():
        (folder / f"{name}.tlog-proof").write_text(proof, encoding="utf-8")
    for name, key in (("old", OLD), ("new", NEW), ("foreign", FOREIGN)):
        (folder / f"{name}.pub").write_text(written(key) + "\n", encoding="utf-8")
    return ledgers


def of_ledgers(v: Any, folder: Path) -> Iterator[Question]:
    whole = str(folder / "whole")
    yield "ledger whole", lambda: reported(v, whole)
    for name, key in (
        ("its first key", written(OLD)),
        ("its key", written(NEW)),
        ("a foreign key", written(FOREIGN)),
    ):
        yield f"ledger whole, {name}", lambda key=key: reported(v, whole, key=key)
    yield "ledger whole, its identity", lambda: reported(v, whole, identity=IDENTITY)
    for size in (2, 5, 10):
        kept = [("kept", (folder / "whole" / "checkpoints" / f"{size:012d}.txt").read_bytes())]
        yield f"ledger whole, its checkpoint {size}", lambda kept=kept: reported(v, whole, checkpoints=kept)
    yield "ledger whole, no checkpoint", lambda: reported(v, whole, checkpoints=[("kept", b"x")])
    yield "ledger nowhere", lambda: reported(v, str(folder / "nowhere")).replace(str(folder), "…")
    for tampering in TAMPERED:
        place = folder / tampering.folder
        kept = None
        if tampering.checkpoint:
            kept = [("kept", (folder / "whole" / "checkpoints" / tampering.checkpoint).read_bytes())]
        about = {"key": tampering.key, "identity": tampering.identity, "checkpoints": kept}
        yield (
            f"ledger {tampering.name}",
            lambda p=place, a=about: reported(v, str(p), **a).replace(str(folder), "…"),
        )


def reported(v: Any, place: str, **pins: Any) -> str:
    report = v.verify(place, **pins)
    kinds = " ".join(f"{kind}:{count}" for kind, count in report.kinds.items())
    return " / ".join([*v.described(report, "en"), *v.described(report, "zh"), kinds])


def of_calls(v: Any, folder: Path) -> Iterator[Question]:
    """The program as it is called: exit codes, and what it prints."""
    key, whole, proof = folder / "new.pub", folder / "whole", folder / "row.tlog-proof"
    point = whole / "checkpoints" / "000000000010.txt"
    for what, arguments in {
        "nothing": [], "a folder": [whole], "a folder with pins": [whole, "--key", key, "--identity", IDENTITY, "--checkpoint", point],
        "in Chinese": [whole, "--lang", "zh"], "another key": [whole, "--key", folder / "foreign.pub"], "no key": [whole, "--key", point], "a key that is not there": [whole, "--key", folder / "x"],
        "a checkpoint that is not there": [whole, "--checkpoint", folder / "x"], "a proof": ["--proof", proof, "--key", key], "a proof without a key": ["--proof", proof],
        "a proof of another key": ["--proof", proof, "--key", folder / "old.pub", "--lang", "zh"], "a proof of an identity": ["--proof", proof, "--key", key, "--identity", "x"],
        "both": [whole, "--proof", proof, "--key", key], "a proof that is not there": ["--proof", folder / "x", "--key", key],
    }.items():  # fmt: skip
        yield (
            f"called with {what}",
            lambda a=arguments: called(v, [str(each) for each in a]).replace(str(folder), "…"),
        )


def called(v: Any, arguments: list[str]) -> str:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = v.main(arguments)
        except SystemExit as stop:
            code = stop.code
    return f"{code} / " + " / ".join(
        (out.getvalue() + err.getvalue().split("rubricc-verify: ")[-1]).splitlines()
    )


LIMIT = 16 * 1024 * 1024


def of_limits(v: Any, folder: Path) -> Iterator[Question]:
    """Lines as long as they may be, and a byte longer; last, because they take longest."""
    for length in (LIMIT - 1, LIMIT):
        line = b'"' + b"a" * (length - 2) + b'"'
        yield f"json of {length} bytes", lambda line=line: len(str(v.read_json(line, "here")))
    for length in (2 * LIMIT, 2 * LIMIT + 1):
        yield f"proof of {length} bytes", lambda length=length: proven(v, b"x" * length, NEW)
    for length in (LIMIT, LIMIT + 1):
        place = folder / f"long-{length}"
        (place / "records").mkdir(parents=True, exist_ok=True)
        (place / "records" / "000001.jsonl").write_bytes(b"x" * length)
        yield (
            f"ledger of {length} bytes and no end",
            lambda p=place: reported(v, str(p)).replace(str(folder), "…"),
        )


# ---- the file ----------------------------------------------------------------------------------------------------


def said(v: Any, folder: Path) -> str:
    """All verdicts, a line each."""
    return "".join(f"{name}: {answer(v, ask)}\n" for name, ask in verdicts(v, folder))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        filled(Path(place))
        FILE.write_text(said(verifier, Path(place)), encoding="utf-8")
    sys.exit(0)
