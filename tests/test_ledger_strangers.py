"""Ledgers that strangers made: whoever reads, packs or replays one is led nowhere else, and shown what stands there."""

from __future__ import annotations

import json
import zipfile
from typing import Any

import pytest

from rubricc.compiler.audit import verifier
from rubricc.compiler.audit.canonical import canonical
from rubricc.compiler.audit.records import Kept
from rubricc.compiler.audit.store.ledger import Store
from rubricc.ledger import Ledger
from shell import Shell

HIDDEN = "\u202e31\x9b2J\x7f\u200b\ue000\U000e0001"


def rewritten(shell: Shell, change: Any) -> None:
    """Another last record, well written."""
    path = shell.folder / "台账" / "records" / "000001.jsonl"
    *lines, last, _ = path.read_bytes().split(b"\n")
    record = json.loads(last)
    change(record["body"])
    path.write_bytes(b"\n".join([*lines, canonical(record), b""]))
    assert verifier.verify(str(shell.folder / "台账")).holds


def test_an_export_holds_what_records_name_and_nothing_else(recorded: Shell) -> None:
    """A link in content/ would pack a file of whoever packs."""
    secret = recorded.write("secret.pem", "PRIVATE")
    ledger = Ledger("台账")
    other = Kept("x", "data", b"x")
    ledger.store.keep([other])
    (recorded.folder / "台账" / "content" / other.digest[:2] / "0").symlink_to(secret)
    assert recorded("audit", "export", "台账", "-o", "a.zip").code == 0
    with zipfile.ZipFile("a.zip") as archive:
        named = {
            f"ledger/content/{d[:2]}/{d[2:]}"
            for e in ledger.entries()
            for d in (f["digest"] for f in e.files)
        }
        assert {name for name in archive.namelist() if "content" in name} == named
        assert not any(b"PRIVATE" in archive.read(name) for name in archive.namelist())
        archive.extractall("out")
    assert verifier.verify("out/ledger").holds


def test_nothing_hidden_is_printed_of_a_record(recorded: Shell) -> None:
    """JSON says the same with escapes; and what it says can be read again."""
    rewritten(recorded, lambda body: body["result"].update(grade=HIDDEN))
    for call in (("show", "台账", "1"), ("log", "台账", "--format", "json"), ("log", "台账")):
        done = recorded("audit", *call)
        assert done.code == 0
        assert not set(HIDDEN.replace("31", "").replace("2J", "")) & set(done.out + done.err)
    assert (
        json.loads(recorded("audit", "show", "台账", "1", "--format", "json").out)["body"]["result"]["grade"]
        == HIDDEN
    )


@pytest.mark.parametrize("names", [["x" * 300], ["a", "a/b"], ["a/b", "a"]])
def test_names_that_no_system_takes_cannot_be_replayed(recorded: Shell, names: list[str]) -> None:
    kept = [Kept(name, "data", b"x") for name in names]
    Store("台账").keep(kept)
    rewritten(recorded, lambda body: body["files"].extend(each.written() for each in kept))
    done = recorded("audit", "replay", "台账")
    assert (done.code, done.out, "RB8044" in done.err) == (4, "1  cannot be replayed\n", True)


@pytest.mark.parametrize("identity", ["某局\u200b", "某局\u202e2020", "某局 2020", "a+b", ""])
def test_the_name_of_a_ledger_shows(keyed: Shell, identity: str) -> None:
    done = keyed("audit", "init", "l", f"--identity={identity}")
    assert (done.code, "RB8044" in done.err) == (2, True)
    assert not (keyed.folder / "l").exists()
