"""Adjustments: two people change points of a recorded score; what else moves is worked out, named and verified."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from rubricc.compiler.audit import verifier
from rubricc.compiler.audit.canonical import canonical
from rubricc.ledger import Ledger
from shell import HEADER, ONE_LINE, Shell

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
    assert adjust(grouped, "A1", "5", "--evidence", "函.txt").out == (
        "record 2 adjusts record 1: A1 接通率, points 4 → 5, total 7 → 8\n  A 一  7 → 8\n"
    )
    assert adjust(grouped, "满意率", "4.5").out == (
        "record 3 adjusts record 1: A2 满意率, points 3 → 4.5, total 8 → 9.5, grade 良 → 优\n  A 一  8 → 9.5\n"
    )
    assert (
        adjust(grouped, "A1", "4", "--lang", "zh").out
        == "第 4 条：调整第 1 条的 A1 接通率，得分 5 → 4，总分 9.5 → 8.5，等级 优 → 良\n  A 一  9.5 → 8.5\n"
    )
    body = json.loads(grouped("audit", "show", "台账", "2", "--format", "json").out)["body"]
    assert (body["by"], body["approved"], body["reason"]) == ("张三", "李四", "申诉成立")
    assert grouped("audit", "show", "台账", "2", "--file", "evidence/1/函.txt").out == "复核函\n"
    assert grouped("audit", "verify", "台账").code == 0
    assert grouped("audit", "replay", "台账").code == 0


@pytest.mark.parametrize(
    ("item", "points", "people", "why"),
    [
        ("A1", "5", ("张三", "张三 "), "one person"),
        ("A1", "5", ("Zhang San", "ＺＨＡＮＧＳＡＮ"), "one person"),
        ("A9", "5", ("张三", "李四"), "no such indicator"),
        ("A11", "5", ("张三", "李四"), "Did you mean A1?"),
        ("A1", "5.1", ("张三", "李四"), "It may be 0 to 5"),
        ("A1", "-1", ("张三", "李四"), "It may be 0 to 5"),
        ("A1", "4.0", ("张三", "李四"), "these points already"),
        ("A1", "1e9", ("张三", "李四"), "written as a number such as 4.5"),
        ("A1", "５", ("张三", "李四"), "written as a number such as 4.5"),
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
    body = json.loads(recorded("audit", "show", "台账", "2", "--format", "json").out)["body"]
    assert [each["role"] for each in body["files"]] == ["rubric", "scorer"]
    scorer: dict[str, Any] = {}
    exec(recorded("audit", "show", "台账", "2", "--file", "scorer.py").out, scorer)  # it stands alone
    assert scorer["RUBRIC_DIGEST"] == body["rubric"]["digest"]


# ---- items that read the points of others ------------------------------------------------------------------------

READERS = """\
rubric "热线":
    total 20
    convention cn-fiscal
    grades: 优 >= 18, 良 >= 12, 差 otherwise
data d:
    接通率: percent
A 一 weight 10:
    A1 接通率 weight 5: target >= 95%; deduct 1 per 1% below
    A2 态度 weight 5: judged 0 .. 5
B 二 weight 10:
    B1 综合 weight 5: score points(A) / 2
    B2 否决 weight 5: start at full; zero when points(A2) < 3
outcome 付款比例: by total:
    >= 18: 100%
    [15, 18): 80%
    otherwise: 0%
check 态度好: points(A2) >= 4
require points(B1) >= 4 by "合同"
"""
FACTS = "d:\n  接通率: 95%\n评判:\n  A2: {得分: 2, 评判人: 王五, 理由: 生硬}\n"


@pytest.fixture
def judged(keyed: Shell) -> Shell:
    keyed.write("j.rubric", READERS)
    keyed.write("j.yaml", FACTS)
    keyed("audit", "init", "台账", "--identity", "x")
    assert keyed("score", "j.rubric", "--data", "j.yaml", "--ledger", "台账").code == 0
    return keyed


def test_what_reads_adjusted_points_is_worked_out_again(judged: Shell) -> None:
    """A judged 2 becomes 4: the item that reads the group, the veto, the check, the duty and the payment move."""
    before = judged("audit", "show", "台账", "1", "--format", "json").out
    assert (
        adjust(judged, "A2", "4").out
        == """\
record 2 adjusts record 1: A2 态度, points 2 → 4, total 10.5 → 18.5, grade 差 → 优
  A 一  7 → 9
  B 二  3.5 → 9.5
  B1 综合  3.5 → 4.5
  B2 否决  0 → 5
  态度好  fails → holds
  points(B1) >= 4  not met → met
  付款比例  0% → 100%
"""
    )
    assert (
        judged("audit", "show", "台账", "1", "--format", "json").out == before
    )  # the score and its data stay
    assert judged("audit", "show", "台账", "1", "--file", "@given/1/j.yaml").out == FACTS
    assert judged("audit", "verify", "台账").code == 0
    assert judged("audit", "replay", "台账").out == "1  identical\n2  identical\n"


def test_the_same_points_scored_or_adjusted_come_to_the_same(judged: Shell) -> None:
    adjust(judged, "A2", "4")
    judged.write("j.yaml", FACTS.replace("得分: 2", "得分: 4"))
    judged("score", "j.rubric", "--data", "j.yaml", "--ledger", "台账")
    ledger = Ledger(judged.folder / "台账")
    adjusted, scored = ledger.store.entry(2).body, ledger.store.entry(3).body["result"]
    assert (adjusted["total"]["after"], adjusted["grade"]["after"]) == (scored["total"], scored["grade"])
    for each in adjusted["moved"]:
        assert verifier.at_place(scored, each["place"]) == each["after"]


def test_what_moved_may_be_adjusted_in_its_turn(judged: Shell) -> None:
    """What people decided of an item stands, whatever becomes of the points that it reads."""
    adjust(judged, "A2", "4")
    done = adjust(judged, "B1", "5", "--lang", "zh")
    assert done.out == "第 3 条：调整第 1 条的 B1 综合，得分 4.5 → 5，总分 18.5 → 19\n  B 二  9.5 → 10\n"
    done = adjust(judged, "A1", "1", "--lang", "zh")
    first, *moved = done.out.splitlines()
    assert first == "第 4 条：调整第 1 条的 A1 接通率，得分 5 → 1，总分 19 → 15，等级 优 → 良"
    assert moved == ["  A 一  9 → 5", "  付款比例  100% → 80%"]
    assert adjust(judged, "A2", "1", "--lang", "zh").out.endswith(
        "  B2 否决  5 → 0\n  态度好  成立 → 不成立\n  付款比例  80% → 0%\n"
    )
    assert judged("audit", "verify", "台账").code == 0


@pytest.mark.parametrize(
    ("at", "value", "why"),
    [
        ("before", "3", "what stood there before"),
        ("place", "/tree/9/points", "what stood there before"),
        ("place", "/total", "said twice"),
        ("place", "total", "moved"),
        ("after", "7", "moved"),
        ("after", 9, "moved"),
        ("name", "", "moved"),
    ],
)
def test_the_verifier_holds_what_moved_against_the_result(
    judged: Shell, at: str, value: Any, why: str
) -> None:
    ledger = Ledger(judged.folder / "台账")
    adjust(judged, "A2", "4")
    entry = ledger.store.entry(2)
    body = json.loads(json.dumps(entry.body))
    body["moved"][0][at] = value
    path = ledger.folder / "records" / "000001.jsonl"
    lines = path.read_bytes().split(b"\n")
    lines[2] = canonical({**entry.record, "body": body})
    path.write_bytes(b"\n".join(lines))
    faults = ledger.verify().faults
    assert faults.keys() <= {"RB8005", "RB8019"}
    assert any(why in fault.text("en") for fault in faults.values())


def test_one_unit_of_a_run_is_adjusted_by_itself(run_recorded: Shell) -> None:
    assert "it is a run" in adjust(run_recorded, "C22", "5").err
    run_recorded("score", "科室.rubric", "--data", "科室.csv", "--unit", "乙科", "--ledger", "台账")
    people = ("--reason", "x", "--by", "a", "--approved", "b")
    done = run_recorded("audit", "adjust", "台账", "2", "C22", "5", *people)
    assert done.out == "record 3 adjusts record 2: C22 接通率, points 4 → 5, total 4 → 5\n"
    assert run_recorded("audit", "verify", "台账").code == 0
    assert run_recorded("audit", "replay", "台账").code == 0


# ---- adjustments worked out again --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda b: b["total"].update(after="20"), "/total/after"),
        (lambda b: b["grade"].update(after="良"), "/grade/after"),
        (lambda b: b["moved"][0].update(after="10"), "/moved/0/after"),
        (lambda b: b["moved"].pop(), "/moved"),
        (lambda b: b.pop("moved"), "/moved"),
        (lambda b: b["points"].update(after="500"), "RB8041"),
    ],
)
def test_what_an_adjustment_says_is_worked_out_again(
    judged: Shell, change: Callable[[dict[str, Any]], object], said: str
) -> None:
    """Whoever keeps the ledger may write any total after an adjustment: it verifies, and a replay shows it."""
    adjust(judged, "A2", "4")
    ledger = Ledger(judged.folder / "台账")
    entry = ledger.store.entry(2)
    body = json.loads(json.dumps(entry.body))
    change(body)
    path = ledger.folder / "records" / "000001.jsonl"
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([*lines[:2], canonical({**entry.record, "body": body}), b""]))
    assert ledger.verify().holds
    done = judged("audit", "replay", "台账")
    assert (done.code, done.out) == (4, "1  identical\n2  differs\n")
    assert said in done.err
    assert judged("audit", "replay", "台账", "1").code == 0
    assert judged("audit", "replay", "台账", "2").code == 4


def test_a_record_that_is_neither_cannot_be_replayed(judged: Shell) -> None:
    done = judged("audit", "replay", "台账", "0")
    assert (done.code, "RB8043" in done.err) == (2, True)


def test_names_that_an_older_python_does_not_know_are_of_two_people() -> None:
    """Rare characters of names are newer than some interpreters, to which they are not assigned."""
    for one, other in (("王\U000323b0", "王\U000323b1"), ("王\ue000", "王\ue001")):
        assert verifier.called(one) != verifier.called(other)
    assert verifier.called("王\u200b\u3000五") == verifier.called("王五")
