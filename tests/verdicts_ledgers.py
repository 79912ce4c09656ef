# mypy: disable-error-code="misc"
# A question made in a loop keeps what it asks of as a default, which mypy cannot infer.
"""What a verifier must say of proofs, of the whole ledger and every tampered one, and of how it is called."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from rubricc.compiler.audit import notes, tree
from rubricc.ledger import Ledger
from tampered import ODD, TAMPERED, done, made
from tampering import Tampering, other_rows
from verdicts_records import Question
from whole_ledger import FOREIGN, IDENTITY, NEW, OLD, ROWS, written

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
    own = {size: (folder / "whole" / "checkpoints" / f"{size:012d}.txt").read_bytes() for size in (2, 5, 10)}
    foreign = own[5].replace(IDENTITY.encode(), b"x", 1)
    rootless = re.sub(b"\n5\n.*\n", f"\n5\n{notes.in_base64(bytes(32))}\n".encode(), own[5])
    for what, kept in {
        "from": [own[5]], "to": [own[10]], "both": [own[5], own[10]], "neither": [own[2]], "one of neither": [own[5], own[2]],
        "of another ledger": [foreign], "of another root": [rootless], "none": [b"x"],
    }.items():  # fmt: skip
        for name in ("since", "record"):
            good = (folder / f"{name}.tlog-proof").read_bytes()
            yield (
                f"proof {name}, kept checkpoints: {what}",
                lambda good=good, kept=kept: proven(v, good, NEW, None, [("kept", each) for each in kept]),
            )
    for name in ("record", "growth", "row"):
        whole = (folder / f"{name}.tlog-proof").read_text(encoding="utf-8")
        for at in range(0, len(whole), 97):  # a letter here and there
            other = whole[:at] + ("A" if whole[at] != "A" else "B") + whole[at + 1 :]
            yield f"proof {name}, letter {at}", lambda other=other: proven(v, other.encode(), NEW)


def proven(v: Any, proof: bytes, key: Any, identity: str | None = None, kept: Any = None) -> str:
    found = v.verify_proof(proof, key if isinstance(key, str) else written(key), identity, kept)
    return f"{found.what}: " + " / ".join(v.described_proof(found, "en") + v.described_proof(found, "zh"))


def proofs(folder: Path) -> dict[str, bytes]:
    """Good ones of every kind, which `filled` wrote, and what can be done to them."""
    text = {
        name: (folder / f"{name}.tlog-proof").read_text(encoding="utf-8")
        for name in (
            "record",
            "growth",
            "row",
            "whole",
            "first",
            "last",
            "since",
            "publish",
            "adjust",
            "key",
            "recovered",
        )
    }
    record, growth, row = text["record"], text["growth"], text["row"]
    hash_ = record.split("\n")[3]
    more = 64 - (record.index("\n\n") - record.index(hash_) + 1) // (len(hash_) + 1)  # hashes that make it 64
    tail = record[record.index("\n\n") :]
    found = {
        **text,
        "of another index": record.replace("index 7", "index 6"), "of an index outside": record.replace("index 7", "index 10"),
        "of an index of 07": record.replace("index 7", "index 07"), "of an index of -1": record.replace("index 7", "index -1"),
        "of no kind": "x" + record, "of no lines": "", "of one line": "c2sp.org/tlog-proof@v1\n", "of nothing but its kind": record.split("\n")[0] + tail,
        "of growth and nothing but its kind": growth.split("\n")[0] + tail,
        "of its record and nothing more": "\n".join(record.split("\n")[:2]) + tail,
        "without an empty line": record.replace("\n\n", "\n"),
        "without its index": record.replace("index 7\n", ""), "without its record": re.sub("extra .*\n", "", record), "with loose base64": re.sub("extra (.*)\n", r"extra \1=\n", record),
        "with a hash more": record.replace(hash_, f"{hash_}\n{hash_}"), "with a hash less": record.replace(hash_ + "\n", "", 1),
        "with a short hash": record.replace(hash_, notes.in_base64(bytes(31))), "with another hash": record.replace(hash_, notes.in_base64(bytes(32))),
        "with 65 hashes": record.replace(hash_, "\n".join([hash_] * (more + 2))), "with 64 hashes": record.replace(hash_, "\n".join([hash_] * (more + 1))),
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
    ledgers = [*made(folder), *((each, done(folder, each)) for each in ODD)]
    whole = Ledger(folder / "whole")
    leaves = [tree.leaf_hash(row) for row in ROWS]
    record = whole.prove(7)
    good = {
        "record": record, "growth": whole.prove_growth(3), "row": notes.row_proof(ROWS[2], 2, tree.inclusion(leaves, 2), record),
        "whole": whole.prove_growth(10), "first": whole.prove(0), "last": whole.prove(9), "since": whole.prove_growth(5),
        "publish": whole.prove(2), "adjust": whole.prove(3), "key": whole.prove(5), "recovered": whole.prove(6),
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
        own = [("kept", (folder / "whole" / "checkpoints" / f"{size:012d}.txt").read_bytes())]
        yield f"ledger whole, its checkpoint {size}", lambda kept=own: reported(v, whole, checkpoints=kept)
        bom, dos = b"\xef\xbb\xbf", own[0][1].replace(b"\n", b"\r\n")
        for what, data in {
            "mailed": bom + dos,
            "typed": b"\n " + own[0][1].strip(),
            "twice": bom + bom + dos,
        }.items():
            copy = [("kept", data)]
            yield (
                f"ledger whole, its checkpoint {size}, {what}",
                lambda kept=copy: reported(v, whole, checkpoints=kept),
            )
    early = str(folder / "a-checkpoint-from-before-anything-was-recorded")
    yield "ledger early, its key", lambda: reported(v, early, key=written(OLD))
    of_nothing = (Path(early) / "checkpoints" / "000000000000.txt").read_bytes()
    yield "ledger early, its checkpoint", lambda: reported(v, early, checkpoints=[("kept", of_nothing)])
    bare = str(folder / "no-checkpoints")
    yield "ledger without checkpoints, its key", lambda: reported(v, bare, key=written(OLD))
    yield "ledger whole, no checkpoint", lambda: reported(v, whole, checkpoints=[("kept", b"x")])
    yield "ledger nowhere", lambda: reported(v, str(folder / "nowhere")).replace(str(folder), "…")
    for tampering in (*TAMPERED, *ODD):
        place = folder / tampering.folder
        kept: list[tuple[str, bytes]] | None = None
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
        "the longest checkpoint": [whole, "--checkpoint", folder / "a-checkpoint-as-long-as-it-may-be" / "checkpoints" / point.name],
        "a checkpoint that is too long": [whole, "--checkpoint", folder / "a-checkpoint-that-is-too-long" / "checkpoints" / point.name],
        "a checkpoint that is not there": [whole, "--checkpoint", folder / "x"], "a proof": ["--proof", proof, "--key", key], "a proof without a key": ["--proof", proof],
        "a proof of another key": ["--proof", proof, "--key", folder / "old.pub", "--lang", "zh"], "a proof of an identity": ["--proof", proof, "--key", key, "--identity", "x"],
        "both": [whole, "--proof", proof, "--key", key], "a proof that is not there": ["--proof", folder / "x", "--key", key],
        "what is not there": [folder / "x"], "a file": [key], "a file, in Chinese": [key, "--lang", "zh"], "a folder and no proof": [whole, "--proof", ""],
        "a proof and its checkpoint": ["--proof", proof, "--key", key, "--checkpoint", point],
        "a proof and another checkpoint": ["--proof", proof, "--key", key, "--checkpoint", point.with_name("000000000005.txt")],
    }.items():  # fmt: skip
        yield (
            f"called with {what}",
            lambda a=arguments: called(v, [str(each) for each in a]).replace(str(folder), "…"),
        )
    for lang, words in (("zh", "不认识的参数：--nope"), ("en", "unrecognized arguments: --nope")):
        yield (
            f"called with what it does not know, in {lang}",
            lambda a=lang, w=words: w in called(v, ["--lang", a, str(whole), "--nope"]),
        )
    yield "called by a shell", lambda: by_shell(v, str(whole)).replace(str(folder), "…")
    for system in ({"LANG": "zh_CN.UTF-8"}, {"LANG": "C"}, {"LANG": "zh_CN", "LC_ALL": "C"}, {}):
        for given in ([], ["--lang", "zh"], ["--lang=en"], ["x", "--lang", "en", "y"], ["--lang", "zhx"]):
            yield f"Chinese for {given} in {system}", lambda a=given, s=system: spoken(v, a, s)
    failing = folder / "on-a-disk-that-fails"
    if not failing.exists():
        shutil.copytree(whole, failing)
        (failing / "records" / "000002.jsonl").symlink_to("/proc/self/mem")
    yield "called with what cannot be read", lambda: called(v, [str(failing)]).replace(str(folder), "…")


def spoken(v: Any, arguments: list[str], system: dict[str, str]) -> object:
    with mock.patch.dict(os.environ, system):
        for name in {"LC_ALL", "LC_MESSAGES", "LANG"} - system.keys():
            os.environ.pop(name, None)
        return v.in_chinese(arguments)


def by_shell(v: Any, *arguments: str) -> str:
    with mock.patch.object(sys, "argv", ["rubricc-verify.py", *arguments]):
        return called(v, None)


def called(v: Any, arguments: list[str] | None) -> str:
    out, err, english = io.StringIO(), io.StringIO(), mock.patch.dict(os.environ, {"LC_ALL": "C"})
    with english, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = v.main(arguments)
        except SystemExit as stop:
            code = stop.code
    return f"{code} / " + " / ".join(
        (out.getvalue() + err.getvalue().split("rubricc-verify: ")[-1]).splitlines()
    )


LIMIT = 16 * 1024 * 1024


def row_of(length: int) -> bytes:
    """A file of one row that has so many bytes."""
    head, tail = b'{"row":"', b'","salt":"' + b"a" * 64 + b'"}'
    return head + b"x" * (length - len(head) - len(tail)) + tail + b"\n"


def of_limits(v: Any, folder: Path) -> Iterator[Question]:
    """Lines as long as they may be, and a byte longer; last, because they take longest."""
    for length in (LIMIT - 1, LIMIT):
        line = b'"' + b"a" * (length - 2) + b'"'
        yield f"json of {length} bytes", lambda line=line: len(str(v.read_json(line, "here")))
    for length in (2 * LIMIT, 2 * LIMIT + 1):
        yield f"proof of {length} bytes", lambda length=length: proven(v, b"x" * length, NEW)
    for what, length in (("as long as it may be", LIMIT - 1), ("too long", LIMIT)):
        tampering = Tampering(
            f"a row that is {what}",
            "",
            lambda c, n=length: other_rows(c.without_checkpoints(), row_of(n), rooted=row_of(n)),
        )
        place = folder / tampering.folder
        if not place.exists():
            done(folder, tampering)
        yield f"ledger {tampering.name}", lambda p=place: reported(v, str(p)).replace(str(folder), "…")
    for length in (LIMIT - 1, LIMIT, LIMIT + 1):
        place = folder / f"ended-{length}"
        (place / "records").mkdir(parents=True, exist_ok=True)
        (place / "records" / "000001.jsonl").write_bytes(b"x" * length + b"\nx\n")
        yield (
            f"ledger of {length} bytes and an end",
            lambda p=place: reported(v, str(p)).replace(str(folder), "…"),
        )
    for length in (LIMIT, LIMIT + 1):
        place = folder / f"long-{length}"
        (place / "records").mkdir(parents=True, exist_ok=True)
        (place / "records" / "000001.jsonl").write_bytes(b"x" * length)
        yield (
            f"ledger of {length} bytes and no end",
            lambda p=place: reported(v, str(p)).replace(str(folder), "…"),
        )
