"""What commands that read a damaged ledger do: they show what can be read, say that it is damaged, and exit with 4."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from rubricc.compiler.audit.problem import LedgerProblem
from rubricc.compiler.audit.store.ledger import Store
from rubricc.ledger import Ledger
from shell import Shell
from whole_ledger import build

Lines = list[bytes]


def other(lines: Lines, at: int, old: bytes, new: bytes) -> Lines:
    assert old in lines[at]
    return [*lines[:at], lines[at].replace(old, new), *lines[at + 1 :]]


# What was done to the records, the code, where it says the damage is, and the numbers that can still be shown.
DONE: dict[str, tuple[Callable[[Lines], Lines], str, str, list[int]]] = {
    "a score is changed": (lambda r: other(r, 1, b'"total":"4"', b'"total":"5"'), "RB8035", "record 2", [*range(10)]),
    "a record is removed": (lambda r: [*r[:3], *r[4:]], "RB8035", "record 3", [0, 1, 2, *range(4, 10)]),
    "two are swapped": (lambda r: [*r[:2], r[3], r[2], *r[4:]], "RB8035", "record 2", [0, 1, 3, 2, *range(4, 10)]),
    "one is no record": (lambda r: [*r[:5], b"{}\n", *r[6:]], "RB8035", "record 5", [*range(5), *range(6, 10)]),
    "the end is cut off": (lambda r: r[:8], "RB8015", "has seen 10, here are 8", [*range(8)]),
    "the start is cut off": (lambda r: r[1:], "RB8035", "record 0", [*range(1, 10)]),
}  # fmt: skip


@pytest.fixture
def folder(keyed: Shell) -> Path:
    return build(keyed.folder / "l").folder


def segment(folder: Path, number: int = 1) -> Path:
    return folder / "records" / f"{number:06d}.jsonl"


def damaged(folder: Path, how: str) -> tuple[str, str, list[int]]:
    do, code, where, numbers = DONE[how]
    segment(folder).write_bytes(b"".join(do(segment(folder).read_bytes().splitlines(keepends=True))))
    return code, where, numbers


def listed(log: str) -> list[int]:
    """The numbers of records; a line that is further in goes on with the one above it."""
    return [int(line.split()[0]) for line in log.splitlines() if not line.startswith(" ")]


@pytest.mark.parametrize("how", DONE)
def test_a_damaged_ledger_is_listed_and_said_to_be_damaged(keyed: Shell, folder: Path, how: str) -> None:
    code, where, numbers = damaged(folder, how)
    done = keyed("audit", "log", "l")
    assert listed(done.out) == numbers
    assert (done.code, code in done.err, where in done.err) == (4, True, True)
    rows = json.loads(keyed("audit", "log", "l", "--format", "json").out)["records"]
    assert [row["number"] for row in rows] == numbers
    done = keyed("audit", "show", "l", str(numbers[-1]), "--lang", "zh", "--format", "json")
    assert json.loads(done.out)["number"] == numbers[-1]
    assert (done.code, code in done.err) == (4, True)


def test_a_record_that_cannot_be_read_is_damage_and_not_missing(keyed: Shell, folder: Path) -> None:
    damaged(folder, "one is no record")
    done = keyed("audit", "show", "l", "5")
    assert (done.code, "RB8035" in done.err, done.out) == (4, True, "")
    done = keyed("audit", "show", "l", "1", "--file", "facts.yaml")
    assert (done.code, "RB8035" in done.err, done.out) == (4, True, "接通率: 94.36%\n")


@pytest.mark.parametrize("how", DONE)
def test_nothing_is_made_of_a_damaged_ledger(keyed: Shell, folder: Path, how: str) -> None:
    damaged(folder, how)
    people = ("--reason", "x", "--by", "a", "--approved", "b")
    for call in (
        ("prove", "l", "1"),
        ("prove", "l", "--since", "3"),
        ("replay", "l"),
        ("replay", "l", "1"),
        ("adjust", "l", "1", "C22", "5", *people),
        ("checkpoint", "l"),
        ("export", "l", "-o", "x.zip"),
    ):
        done = keyed("audit", *call)
        assert (done.code, done.out) == (4, ""), call


def test_a_segment_that_is_missing(keyed: Shell, folder: Path) -> None:
    """The records that are left are shown; those that are gone are said to be."""
    segment(folder).rename(segment(folder, 2))
    done = keyed("audit", "log", "l")
    assert done.code == 2 and "RB8001" in done.err  # as the verifier finds it: nothing starts here
    lines = segment(folder, 2).read_bytes().splitlines(keepends=True)
    segment(folder).write_bytes(b"".join(lines[:4]))
    segment(folder, 2).rename(segment(folder, 3))
    segment(folder, 3).write_bytes(b"".join(lines[7:]))
    done = keyed("audit", "log", "l")
    assert listed(done.out) == [0, 1, 2, 3, 7, 8, 9]
    assert (done.code, "records/000002.jsonl, at record 4" in done.err) == (4, True)


def test_a_folder_in_place_of_a_segment(keyed: Shell, folder: Path) -> None:
    segment(folder, 2).mkdir()
    done = keyed("audit", "log", "l")
    assert (done.code, "RB8031" in done.err) == (2, True)


def test_the_last_record_under_a_checkpoint_is_held_against_its_root(folder: Path) -> None:
    """A change that no later record shows: what is proved of it would not hold."""
    lines = segment(folder).read_bytes().splitlines(keepends=True)
    segment(folder).write_bytes(b"".join(other(lines, 9, "张三".encode(), "李四".encode())))
    with pytest.raises(LedgerProblem, match="RB8016"):
        Ledger(folder).prove(1)
    with pytest.raises(LedgerProblem, match="RB8016"):
        Ledger(folder).prove_growth(3)


def test_damage_is_heard_of_once(folder: Path) -> None:
    damaged(folder, "two are swapped")
    found: list[LedgerProblem] = []
    assert len(list(Store(folder).entries(found.append))) == 10
    assert [each.finding.code for each in found] == ["RB8035"]


def test_nothing_is_recorded_that_could_not_be_told(recorded: Shell) -> None:
    """The foot of a report names the newest checkpoint: where that is none, the score is not recorded in silence."""
    recorded.write("台账/checkpoints/000000000002.txt", "x")
    done = recorded("score", "热线.rubric", "--data", "facts.yaml", "--ledger", "台账")
    assert (done.code, done.out, "RB8013" in done.err) == (4, "", True)
    assert len(Ledger("台账").entries()) == 2


@pytest.mark.parametrize("part", ["records", "checkpoints"])
def test_a_file_in_place_of_a_folder(keyed: Shell, folder: Path, part: str) -> None:
    (folder / part).rename(folder.with_name("away"))
    (folder / part).touch()
    done = keyed("audit", "log", "l")
    assert (done.code, "RB8001" in done.err) == ((2, True) if part == "records" else (0, False))
