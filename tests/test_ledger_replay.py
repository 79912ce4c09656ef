"""Records scored again, adjusted and published; and the ledger as programs use it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import rubricc
from rubricc.compiler.audit import changes
from rubricc.compiler.audit.keys import SigningKey
from rubricc.compiler.audit.problem import LedgerProblem
from rubricc.ledger import Ledger
from rubricc.replay import replayed
from shell import Shell
from whole_ledger import Clock

# ---- replay ------------------------------------------------------------------------------------------------------


def test_a_replay_that_differs_names_the_first_score(recorded: Shell) -> None:
    """A record that says 5 where the rubric gives 4, in a ledger that is whole: the operator wrote it so."""
    ledger = Ledger(recorded.folder / "台账")
    body = json.loads(json.dumps(ledger.store.entry(1).body))
    body["result"]["indicators"][0]["points"] = "5"
    with ledger.store.appending("张三", Clock(datetime(2100, 1, 1, tzinfo=UTC))) as pen:
        pen.write("score", body)
    assert ledger.verify().holds
    done = recorded("audit", "replay", "台账")
    assert done.code == 4
    assert done.out.startswith("1  identical\n2  differs\n")
    assert "RB8040" in done.err and "/indicators/0/points" in done.err
    assert "Recorded: 5" in done.err and "Replayed: 4" in done.err
    assert "C22 接通率  4 of 5 points" in done.out
    assert recorded("audit", "replay", "台账", "1").code == 0
    done = recorded("audit", "replay", "台账", "0")
    assert (done.code, "RB8043" in done.err) == (2, True)


def test_a_listed_change_explains_a_difference(recorded: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger(recorded.folder / "台账")
    body = json.loads(json.dumps(ledger.store.entry(1).body))
    body["result"]["rubric"]["compiler"] = "0.0.9"
    body["result"]["indicators"][0]["clauses"][0]["text"] = "an older wording"
    with ledger.store.appending("张三", Clock(datetime(2100, 1, 1, tzinfo=UTC))) as pen:
        entry = pen.write("score", body)
    change = changes.Change("0.1.0", "/indicators/[0-9]+/clauses/[0-9]+/text", "措辞", "wording")
    assert replayed(ledger.store, entry, []).verdict == "differs"
    assert replayed(ledger.store, entry, [change]).verdict == "explained"
    for since, places in (("0.0.9", change.places), ("9.0", change.places), ("0.1.0", "/total")):
        other = changes.Change(since, places, "措辞", "wording")
        assert replayed(ledger.store, entry, [other]).verdict == "differs"
    monkeypatch.setattr(changes, "CHANGES", (change,))
    done = recorded("audit", "replay", "台账")
    assert (done.code, done.out) == (0, "1  identical\n2  explained\n  0.1.0  wording\n")


def test_a_rubric_that_no_longer_compiles_is_a_difference(recorded: Shell) -> None:
    from rubricc.compiler.audit.records import Kept

    ledger = Ledger(recorded.folder / "台账")
    body = json.loads(json.dumps(ledger.store.entry(1).body))
    broken = Kept("热线.rubric", "rubric", b"C22 x weight 5: unheard of\n")
    body["files"][0] = broken.written()
    with ledger.store.appending("张三", Clock(datetime(2100, 1, 1, tzinfo=UTC))) as pen:
        pen.write("score", body, [broken])
    done = recorded("audit", "replay", "台账", "2")
    assert done.code == 4
    assert "RB1" in done.out


@pytest.mark.parametrize(
    "call",
    [
        {},
        {"rubric": 5},
        {"rubric": "../../etc/passwd"},
        {"lang": "xx"},
        {"data": [{"block": None, "file": "/etc/passwd", "shown": "x"}]},
        {"data": ["x"]},
        {"facts": "nowhere"},
        {"more": "x"},
    ],
)
def test_a_record_that_nobody_can_score_again_is_no_crash(recorded: Shell, call: dict[str, object]) -> None:
    """The verifier does not read `call`: a stranger may have written anything there."""
    ledger = Ledger(recorded.folder / "台账")
    body = json.loads(json.dumps(ledger.store.entry(1).body))
    body["call"] = {**body["call"], **call} if call else {}
    with ledger.store.appending("张三", Clock(datetime(2100, 1, 1, tzinfo=UTC))) as pen:
        pen.write("score", body)
    assert ledger.verify().holds
    done = recorded("audit", "replay", "台账")
    assert done.code == 4
    assert done.out == "1  identical\n2  cannot be replayed\n"
    assert "RB8048" in done.err


def test_a_name_that_leads_out_of_a_record_is_not_followed(recorded: Shell) -> None:
    """A replay lays out the files of a record: one named ../x would be written wherever its author likes."""
    path = recorded.folder / "台账" / "records" / "000001.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"name":"derivation.txt"', b'"name":"../../pwned.txt"'))
    for command in ("log", "replay", "show 1", "prove 1"):
        first, *rest = command.split()
        done = recorded("audit", first, "台账", *rest)
        assert (done.code, "RB8035" in done.err) == (4, True), command
    assert not list(recorded.folder.rglob("pwned*"))


def test_a_missing_file_is_named_and_the_others_are_replayed(recorded: Shell) -> None:
    recorded.write("low.yaml", "接通率: 93.9%\n")
    recorded("score", "热线.rubric", "--data", "low.yaml", "--ledger", "台账")
    ledger = Ledger(recorded.folder / "台账")
    digest = str(ledger.store.entry(1).files[1]["digest"])
    (ledger.folder / "content" / digest[:2] / digest[2:]).unlink()
    done = recorded("audit", "replay", "台账")
    assert (done.code, done.out, "RB8017" in done.err) == (4, "1  cannot be replayed\n2  identical\n", True)


# ---- runs over units ---------------------------------------------------------------------------------------------


def test_a_run_is_recorded_without_naming_its_units(run_recorded: Shell) -> None:
    shown = run_recorded("audit", "show", "台账", "1", "--format", "json").out
    assert not any(unit in shown for unit in ("甲科", "乙科", "丙科"))
    body = json.loads(shown)["body"]
    assert (body["rows"]["size"], body["result"]["units"]) == (3, 3)
    rows = run_recorded("audit", "show", "台账", "1", "--file", "rows.jsonl").out.splitlines()
    assert [json.loads(row)["row"]["total"] for row in rows] == ["5", "4", "0"]
    assert len({json.loads(row)["salt"] for row in rows}) == 3
    assert (
        "乙科\n\nC22 接通率  4 of 5 points"
        in run_recorded("audit", "show", "台账", "1", "--file", "derivation.txt").out
    )
    assert run_recorded("audit", "verify", "台账").code == 0
    assert run_recorded("audit", "replay", "台账").out == "1  identical\n"


def test_one_units_score_is_proven_without_the_others(run_recorded: Shell) -> None:
    from rubricc.compiler.audit import verifier

    proof = run_recorded("audit", "prove", "台账", "1", "--unit", "乙科").out
    shown = verifier.verify_proof(proof.encode(), Ledger(run_recorded.folder / "台账").key, "某局/科室")
    assert shown.row is not None
    row = shown.row["row"]
    assert isinstance(row, dict)
    assert (row["unit"], row["total"]) == ("乙科", "4")
    import base64

    decoded = "".join(
        base64.b64decode(word).decode("utf-8", "replace")
        for line in proof.splitlines()
        for word in line.split(" ")[-1:]
        if len(word) % 4 == 0 and word.isascii() and word.replace("=", "").isalnum()
    )
    assert "甲科" not in decoded and "丙科" not in decoded
    done = run_recorded("audit", "prove", "台账", "1", "--unit", "丁科")
    assert (done.code, "RB8047" in done.err) == (2, True)


def test_a_row_that_differs_is_named(run_recorded: Shell) -> None:
    from rubricc.compiler.audit import records

    ledger = Ledger(run_recorded.folder / "台账")
    first = ledger.store.entry(1)
    body = json.loads(json.dumps(first.body))
    rows = [json.loads(line)["row"] for line in ledger.store.content(body["files"][3]["digest"]).splitlines()]
    rows[1]["indicators"][0]["points"] = "5"
    file, body["rows"] = records.rows_of(rows, [bytes(32)] * 3)
    body["files"][3] = file.written()
    with ledger.store.appending("张三", Clock(datetime(2100, 1, 1, tzinfo=UTC))) as pen:
        pen.write("score", body, [file])
    assert ledger.verify().holds
    done = run_recorded("audit", "replay", "台账", "2")
    assert done.code == 4
    assert "/units/1/indicators/0/points" in done.err
    assert "C22 接通率  4 of 5 points" in done.out


# ---- the API -----------------------------------------------------------------------------------------------------


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return rubricc.Ledger.create(tmp_path / "l", "x/1", SigningKey.new(), actor="a", clock=Clock())


def clock_from(days: int) -> Callable[[], datetime]:
    return Clock(datetime(2026, 11, 21, 3, 5, tzinfo=UTC) + timedelta(days=days))


RUBRIC = """\
rubric "r":
    total 3
    convention cn-fiscal
data d:
    n: number
    p: percent
    on: date
    ok: yes/no
data t by event:
    c: count
A weight 3:
    A1 n weight 1: by n:
        >= 1: 1
        otherwise: 0
    A2 p weight 1: by p:
        >= 50%: 1
        otherwise: 0
    A3 rows weight 1: by sum(c):
        >= 3: 1
        otherwise: 0
"""


def test_facts_of_programs_are_kept_exactly(ledger: Ledger) -> None:
    rubric = rubricc.loads(RUBRIC)
    facts = {
        "d": {"n": Fraction(4, 3), "p": Decimal("0.5"), "on": date(2020, 1, 2), "ok": True},
        "t": [{"c": 1}, {"c": "2"}, {"c": 0}],
    }
    entry = ledger.append(rubric, facts, actor="a", clock=clock_from(1))
    assert entry.body["result"]["total"] == "3"
    assert entry.body["result"]["total"] == str(rubric.score(facts).total)
    assert ledger.replay(1).verdict == "identical"
    kept = json.loads(ledger.store.content(str(entry.files[1]["digest"])))
    assert kept["d"] == {
        "n": {"number": "4/3"},
        "p": {"number": "1/2"},
        "on": {"date": "2020-01-02"},
        "ok": True,
    }


def test_many_facts_are_recorded_together_or_not_at_all(ledger: Ledger) -> None:
    rubric, other = (
        rubricc.loads(RUBRIC),
        rubricc.loads(RUBRIC.replace("weight 1: by n", "weight 1: by n + 1")),
    )
    every = [{"d": {"n": n, "p": "50%", "on": date(2020, 1, 2), "ok": True}, "t": []} for n in range(3)]
    entries = ledger.append_all(rubric, every, actor="a", clock=clock_from(1))
    assert [each.body["result"]["total"] for each in entries] == ["1", "2", "2"]
    (again,) = ledger.append_all(
        other, every[:1], actor="a", clock=clock_from(2)
    )  # not what was compiled before
    assert again.body["result"]["total"] == "2"
    assert [ledger.replay(number).verdict for number in range(1, 5)] == ["identical"] * 4
    assert ledger.verify().holds
    with pytest.raises(rubricc.FactsError):
        ledger.append_all(rubric, [every[0], {"d": {"n": "x"}, "t": []}], actor="a", clock=clock_from(3))
    assert ledger.append_all(rubric, [], actor="a", clock=clock_from(3)) == []
    assert len(ledger.entries()) == 5


def test_facts_that_are_refused_are_not_recorded(ledger: Ledger) -> None:
    rubric = rubricc.loads(RUBRIC)
    with pytest.raises(rubricc.FactsError):
        ledger.append(rubric, {"d": {"n": "x"}, "t": []}, actor="a", clock=clock_from(1))
    with pytest.raises(LedgerProblem, match="RB8044"):
        ledger.append(rubric, {"d": {"n": 0.5}}, actor="a", clock=clock_from(1))
    assert len(ledger.entries()) == 1


def test_a_clock_must_say_its_zone(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="zone"):
        ledger.append(rubricc.loads(RUBRIC), {}, actor="a", clock=lambda: datetime(2030, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb"])
def test_a_ledger_has_a_name_that_a_note_can_bear(tmp_path: Path, name: str) -> None:
    with pytest.raises(LedgerProblem, match="RB8044"):
        rubricc.Ledger.create(tmp_path / "l", name, SigningKey.new(), actor="a", clock=Clock())
    assert not (tmp_path / "l").exists()
