"""The commands on a ledger and its API: what is recorded, who and when, and what is refused."""

from __future__ import annotations

import json
import os
import stat
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import rubricc
from rubricc.compiler.audit import changes, verifier
from rubricc.compiler.audit.keys import SigningKey
from rubricc.compiler.audit.problem import LedgerProblem
from rubricc.compiler.audit.store.ledger import Store
from rubricc.ledger import Ledger
from rubricc.replay import replayed
from shell import HEADER, LULIANG, ONE_LINE, Shell
from tampered import Clock

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def keyed(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell whose private keys are kept in its folder."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(shell.folder / "settings"))
    monkeypatch.setenv("RUBRICC_ACTOR", "张三")
    monkeypatch.delenv("RUBRICC_PASSPHRASE", raising=False)
    return shell


@pytest.fixture
def recorded(keyed: Shell) -> Shell:
    """A ledger with one score in it."""
    keyed.write("热线.rubric", HEADER + ONE_LINE)
    keyed.write("facts.yaml", "接通率: 94.36%\n")
    assert keyed("audit", "init", "台账", "--identity", "某局/2020").code == 0
    done = keyed("score", "热线.rubric", "--data", "facts.yaml", "--ledger", "台账")
    assert done.code == 0, done.err
    return keyed


# ---- recording ---------------------------------------------------------------------------------------------------


def test_a_ledger_needs_no_option(keyed: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RUBRICC_ACTOR")
    monkeypatch.setenv("LOGNAME", "zhang")
    done = keyed("audit", "init", "l")
    assert done.code == 0
    assert verifier.Key(done.out.strip()).name.startswith("l/")
    assert "RB8045" in done.err
    assert keyed("audit", "checkpoint", "l").code == 0
    done = keyed("audit", "verify", "l")
    assert done.code == 0
    assert "no key was given" in done.out
    assert json.loads(keyed("audit", "show", "l", "0").out)["actor"] == "zhang"
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", lambda uid: {}[uid])
    keyed.write("a.rubric", HEADER + ONE_LINE)
    keyed.write("a.yaml", "接通率: 94.36%\n")
    assert keyed("score", "a.rubric", "--data", "a.yaml", "--ledger", "l").code == 0
    assert json.loads(keyed("audit", "show", "l", "1").out)["actor"] == "unknown"


def test_the_private_key_is_its_owners_and_outside_of_the_ledger(keyed: Shell) -> None:
    keyed("audit", "init", "l")
    (key,) = (keyed.folder / "settings" / "rubricc" / "keys").iterdir()
    assert stat.S_IMODE(os.stat(key).st_mode) == 0o600
    inside = b"".join(path.read_bytes() for path in (keyed.folder / "l").rglob("*") if path.is_file())
    assert b"PRIVATE" not in inside


def test_a_record_holds_what_was_printed(recorded: Shell) -> None:
    done = recorded("score", "热线.rubric", "--data", "facts.yaml", "--ledger", "台账", "--format", "json")
    printed = json.loads(done.out)
    assert printed["ledger"].keys() == {"identity", "number", "hash", "checkpoint"}
    entry = json.loads(recorded("audit", "show", "台账", "2").out)
    assert (entry["number"], entry["hash"]) == (printed["ledger"]["number"], printed["ledger"]["hash"])
    assert entry["actor"] == "张三"
    result = entry["body"]["result"]
    del printed["ledger"], printed["total_derivation"]
    told = [one.pop("derivation") for one in printed["indicators"]]
    assert result == printed
    kept = recorded("audit", "show", "台账", "2", "--file", "derivation.txt").out
    assert all(text in kept for text in told)
    roles = {each["name"]: each["role"] for each in entry["body"]["files"]}
    assert roles == {"热线.rubric": "rubric", "data/1/facts.yaml": "data", "derivation.txt": "derivation"}
    assert recorded("audit", "show", "台账", "2", "--file", "data/1/facts.yaml").out == "接通率: 94.36%\n"
    assert recorded("audit", "show", "台账", "2", "--file", "x").code == 2


def test_every_report_names_its_record(recorded: Shell) -> None:
    score = ("score", "热线.rubric", "--data", "facts.yaml", "--ledger", "台账")
    for number, form in enumerate(("text", "markdown", "html", "text"), 2):
        done = recorded(*score, "--format", form)
        assert f"record {number}, hash {Store(recorded.folder / '台账').entry(number).leaf.hex()}" in done.out
        assert ("newest checkpoint: 某局/2020 5 " if number > 4 else "no checkpoint yet") in done.out
        if number == 4:
            recorded("audit", "checkpoint", "台账")
    assert "散列" in recorded(*score, "--lang", "zh").out


def test_missing_facts_are_recorded_as_missing(recorded: Shell) -> None:
    recorded.write("empty.yaml", "接通率:\n")
    done = recorded("score", "热线.rubric", "--data", "empty.yaml", "--ledger", "台账")
    assert done.code == 1
    body = json.loads(recorded("audit", "show", "台账", "2").out)["body"]
    assert body["result"]["total"] is None
    assert body["result"]["interval"] == ["0", "5"]
    assert recorded("audit", "replay", "台账").out == "1  identical\n2  identical\n"


def test_refused_facts_are_not_recorded(recorded: Shell) -> None:
    recorded.write("bad.yaml", "接通率: 0.94\n")
    assert recorded("score", "热线.rubric", "--data", "bad.yaml", "--ledger", "台账").code == 1
    assert len(Ledger(recorded.folder / "台账").entries()) == 2


def test_standard_input_cannot_be_kept(recorded: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    class Stdin:
        buffer = io.BytesIO("接通率: 94.36%\n".encode())

    monkeypatch.setattr("sys.stdin", Stdin)
    done = recorded("score", "热线.rubric", "--data", "-", "--ledger", "台账")
    assert done.code == 2
    assert "RB8044" in done.err
    assert not done.out


def test_files_that_change_while_they_are_scored_are_noticed(
    recorded: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rubricc.compiler.audit.store import folders

    real = folders.read_whole

    def later(path: Path, *rest: int) -> bytes:
        return real(path, *rest).replace(b"94.36", b"95.36")

    monkeypatch.setattr("rubricc.recording.read_whole", later)
    done = recorded("score", "热线.rubric", "--data", "facts.yaml", "--ledger", "台账")
    assert done.code == 1
    assert "RB8038" in done.err
    assert not done.out
    assert len(Ledger(recorded.folder / "台账").entries()) == 2


# ---- the real rubrics --------------------------------------------------------------------------------------------

RUBRICS = sorted(path.parent for path in (ROOT / "rubrics").glob("*/*.rubric"))


def test_every_rubric_stands_in_one_ledger_that_verifies_and_replays(keyed: Shell) -> None:
    keyed("audit", "init", "台账", "--identity", "热线")
    scored = 0
    for folder in dict.fromkeys(RUBRICS):
        done = keyed("score", folder, "--ledger", "台账", "--format", "json")
        if "ledger" in (json.loads(done.out) if done.out else {}):
            scored += 1
    assert scored >= 1
    assert keyed("audit", "checkpoint", "台账").code == 0
    assert keyed("audit", "verify", "台账", "--identity", "热线").code == 0
    done = keyed("audit", "replay", "台账")
    assert done.code == 0
    assert done.out == "".join(f"{number}  identical\n" for number in range(1, scored + 1))


def test_a_case_is_recorded_with_its_files(keyed: Shell) -> None:
    keyed("audit", "init", "台账")
    assert keyed("score", LULIANG, "--ledger", "台账").code == 0
    body = json.loads(keyed("audit", "show", "台账", "1").out)["body"]
    assert [each["name"] for each in body["files"]] == [
        "luliang-2020.rubric", "monthly.csv", "facts.yaml", "derivation.txt",
    ]  # fmt: skip
    assert body["result"]["total"] == "85.6"


def test_a_case_may_name_files_beside_its_folder(keyed: Shell) -> None:
    keyed.write("标准/热线.rubric", HEADER + ONE_LINE + 'case "一":\n    data "../数据/facts.yaml"\n')
    keyed.write("数据/facts.yaml", "接通率: 94.36%\n")
    keyed("audit", "init", "台账")
    assert keyed("score", "标准/热线.rubric", "--ledger", "台账").code == 0
    assert keyed("audit", "replay", "台账").out == "1  identical\n"


# ---- verifying ---------------------------------------------------------------------------------------------------


def test_verify_takes_pins(recorded: Shell) -> None:
    point = recorded.folder / "检查点.txt"
    assert recorded("audit", "checkpoint", "台账", "-o", point).code == 0
    recorded.write("key.pub", Ledger(recorded.folder / "台账").key + "\n")
    pins = ("--key", "key.pub", "--identity", "某局/2020", "--checkpoint", point)
    done = recorded("audit", "verify", "台账", *pins, "--format", "json")
    found = json.loads(done.out)
    assert (done.code, found["holds"], found["faults"], found["checkpoints"]) == (0, True, [], [2, 2])
    assert found["key_pinned"] and found["identity_pinned"]
    assert recorded("audit", "verify", "台账", "--identity", "别局").code == 4
    assert recorded("audit", "verify", "台账", "--key", "facts.yaml").code == 2
    assert recorded("audit", "verify", "台账", "--key", "nowhere").code == 2
    path = recorded.folder / "台账" / "records" / "000001.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    done = recorded("audit", "verify", "台账", "--format", "json")
    assert done.code == 4
    assert {each["code"] for each in json.loads(done.out)["faults"]} == {"RB8003", "RB8015"}
    assert recorded("audit", "checkpoint", "台账").code == 4  # nothing is signed that does not hold
    assert recorded("audit", "export", "台账", "-o", "x.zip").code == 4


def test_an_export_verifies_by_itself(recorded: Shell) -> None:
    recorded("audit", "checkpoint", "台账")
    assert recorded("audit", "export", "台账", "-o", "a.zip").code == 0
    assert recorded("audit", "export", "台账", "-o", "b.zip").code == 0
    assert (recorded.folder / "a.zip").read_bytes() == (recorded.folder / "b.zip").read_bytes()
    with zipfile.ZipFile(recorded.folder / "a.zip") as archive:
        archive.extractall(recorded.folder / "out")
    out = recorded.folder / "out"
    assert verifier.verify(str(out / "ledger"), identity="某局/2020").holds
    assert (out / "rubricc-verify.py").read_text(encoding="utf-8") == recorded("audit", "verifier").out
    assert "某局/2020" in (out / "README.txt").read_text(encoding="utf-8")


def test_a_proof_shows_one_record(recorded: Shell) -> None:
    assert recorded("audit", "prove", "台账", "1").code == 2  # no checkpoint yet
    recorded("audit", "checkpoint", "台账")
    ledger = Ledger(recorded.folder / "台账")
    proof = recorded("audit", "prove", "台账", "1").out
    shown = verifier.verify_proof(proof.encode(), ledger.key, "某局/2020")
    assert shown.record is not None
    assert shown.record.body["result"]["total"] == "4"  # type: ignore[index]
    growth = recorded("audit", "prove", "台账", "--since", "1").out
    assert verifier.verify_proof(growth.encode(), ledger.key).checkpoint.size == 2
    assert recorded("audit", "prove", "台账", "9").code == 2
    assert recorded("audit", "prove", "台账").code == 2


def test_log_is_for_spreadsheets_too(recorded: Shell) -> None:
    rows = json.loads(recorded("audit", "log", "台账", "--format", "json").out)["records"]
    assert [row["kind"] for row in rows] == ["genesis", "score"]
    assert rows[1]["total"] == "4"
    table = recorded("audit", "log", "台账", "--format", "csv").out
    assert table.startswith("\ufeffnumber,at,actor,kind,what,total,grade,hash\r\n0,")
    recorded("score", "热线.rubric", "--data", "facts.yaml", "--ledger", "台账", "--actor", '=cmd|"/c x"!A1')
    assert ",\"'=cmd|" in recorded("audit", "log", "台账", "--format", "csv").out


# ---- keys --------------------------------------------------------------------------------------------------------


def test_a_key_is_kept_under_its_passphrase(keyed: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    keyed.write("口令.txt", "天地玄黄\n")
    options = ("--private-key", "k.pem", "--passphrase-file", "口令.txt")
    done = keyed("audit", "init", "l", *options)
    assert done.code == 0
    assert "RB8045" not in done.err
    assert keyed("audit", "checkpoint", "l", *options).code == 0
    for wrong in (("--private-key", "k.pem"), ("--private-key", "nowhere"), ()):
        assert keyed("audit", "checkpoint", "l", *wrong).code == 2
    monkeypatch.setenv("RUBRICC_PASSPHRASE", "别的")
    done = keyed("audit", "checkpoint", "l", "--private-key", "k.pem")
    assert (done.code, "RB8037" in done.err) == (2, True)
    assert "别的" not in done.err
    assert keyed("audit", "init", "m", "--private-key", "k.pem").code == 2  # never overwritten
    assert not (keyed.folder / "m").exists()


def test_another_ledgers_key_signs_nothing(keyed: Shell) -> None:
    keyed("audit", "init", "a", "--private-key", "a.pem")
    keyed("audit", "init", "b", "--private-key", "b.pem")
    done = keyed("audit", "checkpoint", "a", "--private-key", "b.pem")
    assert done.code == 2
    assert "another ledger" in done.err


def test_a_key_may_be_changed(recorded: Shell) -> None:
    recorded("audit", "checkpoint", "台账")
    first = Ledger(recorded.folder / "台账").key
    assert recorded("audit", "rotate", "台账").code == 0
    assert recorded("audit", "checkpoint", "台账").code == 0
    ledger = Ledger(recorded.folder / "台账")
    assert ledger.key != first
    for key in (first, ledger.key):
        assert ledger.verify(key).holds


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
    assert "/indicators/0/points" in done.err
    assert "Recorded: 5" in done.err and "Replayed: 4" in done.err
    assert "C22 接通率  4 of 5 points" in done.out
    assert recorded("audit", "replay", "台账", "1").code == 0
    assert recorded("audit", "replay", "台账", "0").code == 2


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


# ---- adjusting and publishing ------------------------------------------------------------------------------------

GROUPS = """\
rubric "热线":
    total 10
    convention cn-fiscal
    grades: 优 >= 9, 良 >= 6, 差 otherwise
A 一 weight 10:
    A1 接通率 weight 5: target >= 95%; deduct 1 per 1% below
    A2 满意率 weight 5: target >= 90%; deduct 1 per 1% below
"""


@pytest.fixture
def grouped(keyed: Shell) -> Shell:
    keyed.write("g.rubric", GROUPS)
    keyed.write("g.yaml", "接通率: 94.36%\n满意率: 88%\n")
    keyed("audit", "init", "台账")
    assert keyed("score", "g.rubric", "--data", "g.yaml", "--ledger", "台账").code == 0
    return keyed


def adjust(shell: Shell, item: str, points: str, *more: str, by: str = "张三", approved: str = "李四") -> Any:
    people = ("--by", by, "--approved", approved)
    return shell("audit", "adjust", "台账", "1", item, points, "--reason", "申诉成立", *people, *more)


def test_adjustments_follow_from_one_another(grouped: Shell) -> None:
    grouped.write("函.txt", "复核函\n")
    assert adjust(grouped, "A1", "5", "--evidence", "函.txt").out == "2  A1  points 4 → 5, total 7 → 8\n"
    assert adjust(grouped, "满意率", "4.5").out == "3  A2  points 3 → 4.5, total 8 → 9.5, grade 良 → 优\n"
    assert (
        adjust(grouped, "A1", "4", "--lang", "zh").out == "4  A1  得分 5 → 4，总分 9.5 → 8.5，等级 优 → 良\n"
    )
    body = json.loads(grouped("audit", "show", "台账", "2").out)["body"]
    assert (body["by"], body["approved"], body["reason"]) == ("张三", "李四", "申诉成立")
    assert grouped("audit", "show", "台账", "2", "--file", "evidence/1/函.txt").out == "复核函\n"
    assert grouped("audit", "verify", "台账").code == 0
    assert grouped("audit", "replay", "台账").code == 0


@pytest.mark.parametrize(
    ("item", "points", "people", "why"),
    [
        ("A1", "5", ("张三", "张三 "), "one person"),
        ("A9", "5", ("张三", "李四"), "no such indicator"),
        ("A1", "5.1", ("张三", "李四"), "not between 0 and the weight"),
        ("A1", "-1", ("张三", "李四"), "not between 0 and the weight"),
        ("A1", "4.0", ("张三", "李四"), "these points already"),
        ("A1", "1e9", ("张三", "李四"), "no number"),
        ("A1", "５", ("张三", "李四"), "no number"),
        ("A1", "5", ("张三", "\u202e"), "RB8039"),
    ],
)
def test_an_adjustment_needs_reason_people_and_points(
    grouped: Shell, item: str, points: str, people: tuple[str, str], why: str
) -> None:
    if points.startswith("-"):
        item, points = "--", item  # so that argparse takes what follows for no option
        done = grouped(
            "audit", "adjust", "台账", "--reason", "x", "--by", "a", "--approved", "b", "--", "1", "A1", "-1"
        )
    else:
        done = adjust(grouped, item, points, by=people[0], approved=people[1])
    assert done.code in (1, 2)
    assert why in done.err
    assert len(Ledger(grouped.folder / "台账").entries()) == 2


def test_an_adjustment_needs_a_reason_that_says_something(grouped: Shell) -> None:
    done = grouped("audit", "adjust", "台账", "1", "A1", "5", "--reason", " ", "--by", "a", "--approved", "b")
    assert (done.code, "no reason" in done.err) == (1, True)
    assert (
        grouped(
            "audit", "adjust", "台账", "0", "A1", "5", "--reason", "x", "--by", "a", "--approved", "b"
        ).code
        == 2
    )


def test_a_version_is_published_once(recorded: Shell) -> None:
    recorded.write("热线.rubric", HEADER.replace('"热线"', '"热线" version "1"') + ONE_LINE)
    first = recorded("publish", "热线.rubric", "--ledger", "台账")
    assert first.code == 0
    assert recorded("publish", "热线.rubric", "--ledger", "台账").out == first.out
    recorded.write(
        "热线.rubric", HEADER.replace('"热线"', '"热线" version "1"') + ONE_LINE.replace("95%", "94%")
    )
    done = recorded("publish", "热线.rubric", "--ledger", "台账")
    assert (done.code, "RB8042" in done.err) == (1, True)
    body = json.loads(recorded("audit", "show", "台账", "2").out)["body"]
    assert [each["role"] for each in body["files"]] == ["rubric", "scorer"]
    scorer: dict[str, Any] = {}
    exec(recorded("audit", "show", "台账", "2", "--file", "scorer.py").out, scorer)  # it stands alone
    assert scorer["RUBRIC_DIGEST"] == body["rubric"]["digest"]


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
