"""Records scored again, adjusted and published; and the ledger as programs use it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import rubricc
from rubricc.compiler.audit import changes
from rubricc.compiler.audit.keys import SigningKey
from rubricc.compiler.audit.problem import LedgerProblem
from rubricc.ledger import Ledger
from rubricc.replay import replayed
from shell import HEADER, ONE_LINE, Shell
from tampered import Clock

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


# ---- runs over units ---------------------------------------------------------------------------------------------

UNITS = """\
rubric "科室":
    total 5
    convention cn-fiscal
data 科室 by unit:
    接通率: percent
C22 接通率 weight 5: of 接通率; target >= 95%; deduct 1 per 1% below
check 有人达标: max(接通率) >= 95%
"""


@pytest.fixture
def run_recorded(keyed: Shell) -> Shell:
    keyed.write("科室.rubric", UNITS)
    keyed.write("科室.csv", "单位,接通率\n甲科,96%\n乙科,94.36%\n丙科,90%\n")
    keyed("audit", "init", "台账", "--identity", "某局/科室")
    done = keyed("score", "科室.rubric", "--data", "科室.csv", "--ledger", "台账")
    assert done.code == 0, done.err
    assert "ledger 某局/科室, record 1, hash " in done.out
    keyed("audit", "checkpoint", "台账")
    return keyed


def test_a_run_is_recorded_without_naming_its_units(run_recorded: Shell) -> None:
    shown = run_recorded("audit", "show", "台账", "1").out
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


def test_one_unit_of_a_run_is_adjusted_by_itself(run_recorded: Shell) -> None:
    assert "it is a run" in adjust(run_recorded, "C22", "5").err
    run_recorded("score", "科室.rubric", "--data", "科室.csv", "--unit", "乙科", "--ledger", "台账")
    people = ("--reason", "x", "--by", "a", "--approved", "b")
    done = run_recorded("audit", "adjust", "台账", "2", "C22", "5", *people)
    assert done.out == "3  C22  points 4 → 5, total 4 → 5\n"
    assert run_recorded("audit", "verify", "台账").code == 0
    assert run_recorded("audit", "replay", "台账").code == 0


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
    assert (done.code, "no reason" in done.err, "RB8041" in done.err) == (1, True, True)
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
