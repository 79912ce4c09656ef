"""Coverage by clause, row, step, limit, answer, effect, grade and check: figures worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import rubricc
from rubricc.compiler.trials.coverage import Coverage
from shell import Shell

HEAD = 'rubric "覆盖" version "1":\n    total {total}\n    convention cn-fiscal\n'
SMALL = """\
rubric "覆盖" version "1":
    total 12
    grades: 优 >= 10, 良 >= 6, 差 otherwise
    convention cn-fiscal
data 核查:
    率: percent
    论: one of 甲, 乙
    有: yes/no
A 率 weight 6: target >= 95%; deduct 1 per 1% below; zero when 有
B 论 weight 6: by 论:
    甲: 6
    乙: 2
check 查: 率 >= 50%
grade one lower when 率 < 10%
case "一":
    given 率 = 94.5%, 论 = 甲, 有 = no
"""
# steps 2 (begun, even), the veto and the floor, rows 2, the check 2, the effect, grades 3
EVERY = 2 + 2 + 2 + 2 + 1 + 3


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "a.rubric"
    path.write_text(SMALL, encoding="utf-8")
    (tmp_path / "worst.yaml").write_text("核查: {率: 0%, 论: 乙, 有: yes}\n", encoding="utf-8")
    return path


def test_a_case_reaches_what_it_uses(small: Path, shell: Shell) -> None:
    """Half a point below the target: part of a step, the first row, the check holds, the best grade."""
    found = json.loads(shell("test", small, "--format", "json").out)["files"][0]["coverage"]
    assert (found["reached"], found["of"]) == (4, EVERY)
    missed = {(one["line"], one["said"]) for one in found["missed"]}
    assert missed == {
        (3, "良"), (3, "差"), (9, "whole steps"), (9, "binds"), (9, "the floor binds"), (12, "row 2"),
        (13, "fails"), (14, "the condition holds"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "base",
    [
        "of 率; linear (60% -> 0, 100% -> 6)",
        "by 率:\n    >= 90%: 6\n    [60%, 90%): linear 0 .. 5\n    < 60%: 0",
    ],
)
def test_a_straight_line_stays_between_its_ends(base: str, tmp_path: Path, shell: Shell) -> None:
    """No limit can bind beside it, so that none is asked for: all that is listed can be reached."""
    path = tmp_path / "a.rubric"
    path.write_text(
        f"{HEAD.format(total=6)}data d:\n    率: percent 0% .. 100%\nA 率 weight 6: {base}\n",
        encoding="utf-8",
    )
    coverage = json.loads(shell("test", path, "--format", "json").out)["files"][0]["coverage"]
    assert coverage["of"] == 3


def test_data_count_too(small: Path, shell: Shell) -> None:
    """0 %: whole steps, down to the floor, so that the veto changes nothing; the last grade cannot be lowered."""
    done = shell("test", small, "--data", small.parent / "worst.yaml", "--coverage", "--lang", "en")
    assert done.code == 0 and "83% (10 of 12)" in done.out
    assert "line 9 zero when 有: binds*" in done.out and "良 >= 6: 良" in done.out
    assert "fails" not in done.out.partition("never reached")[2]


@pytest.mark.parametrize(("wanted", "code"), [("83%", 0), ("83.33%", 0), ("83.34%", 1), ("100", 1), ("0", 0)])
def test_a_threshold(small: Path, shell: Shell, wanted: str, code: int) -> None:
    """10 of 12 are 83.333…%: compared exactly, not as printed."""
    data = small.parent / "worst.yaml"
    done = shell(
        "test", small, "--data", data, "--require-coverage", wanted, "--examples", "0", "--lang", "en"
    )
    assert done.code == code
    assert ("below the" in done.out) == bool(code)


@pytest.mark.parametrize("wanted", ["much", "101%", "-1%"])
def test_a_threshold_that_is_none(small: Path, shell: Shell, wanted: str) -> None:
    done = shell("test", small, f"--require-coverage={wanted}")
    assert done.code == 2 and wanted in done.err


def test_data_are_of_one_rubric(small: Path, shell: Shell) -> None:
    (small.parent / "b.rubric").write_text(SMALL, encoding="utf-8")
    assert shell("test", small.parent, "--data", small.parent / "worst.yaml").code == 2


PART, WHOLE, FLOOR = "part of a step", "whole steps", "the floor binds"
STEPS = "of 数; target >= 40; deduct 1 per 5 below"
TIERS = "deduct rates of 数:\n    0 .. 5: 0.1 each\n    5 .. 20: 0.2 each\n    > 20: 1 each"
PER_ROW = "start at 5; deduct by 级 per row of 事 up to 3:\n    甲: 2\n    乙: 1"
IF = "score if 有 then 5 else if 数 > 9 then 3 else 1"
FIRST, SECOND, THIRD = "if 有 then 5", "if 数 > 9 then 3", "else 1"
NESTED = "of if 有 then (if 数 > 9 then 1 else 2) else 3; target >= 1"
ROWS = "start at 5; deduct 1 per row of 事 where (if 级 = 甲 then 量 > 3 else 量 > 5)"
SUM = "start at 5; deduct 1 when sum((if 级 = 甲 then 量 else 0) where 量 > 1) > 2"
EACH_IF = "each 事:\n        combine sum\n        score if 级 = 甲 then 1 else 2"
OR_ELSE = "score (另, else 3)"
EACH = "each 事:\n        combine mean\n        by 级:\n            甲: 5\n            乙: 1"

# rules, facts, the goals that these reach, and those that they do not; 数 is 0 .. 100, 5 points to be had
KINDS: list[tuple[str, dict[str, object], set[str], set[str]]] = [
    ("by 数:\n    >= 20: 5\n    [10, 20): 3\n    otherwise: 0", {"数": 15}, {"row 2"}, {"row 1", "row 3"}),
    ("of 数; target >= 5", {"数": 5}, {"met"}, {"not met"}),
    (STEPS, {"数": 30}, {WHOLE}, {PART, FLOOR}),
    (STEPS, {"数": 31}, {PART}, {WHOLE, FLOOR}),
    (STEPS, {"数": 10}, {WHOLE, FLOOR}, {PART}),
    (STEPS, {"数": 40}, set(), {PART, WHOLE, FLOOR}),
    (STEPS + " up to 4", {"数": 0}, {WHOLE, "capped"}, {PART}),  # no more than 4 of 5: the floor cannot bind
    ("of 数; target >= 20; deduct 1 per 5 below", {"数": 0}, {WHOLE}, {PART}),  # nor here
    ("deduct 1 per 3 of 数 whole steps", {"数": 7}, {PART}, {WHOLE, FLOOR}),
    (STEPS + " pro rata; at least 2", {"数": 26}, {"charged"}, {FLOOR}),
    (STEPS + " pro rata; at least 2", {"数": 24}, {"charged", FLOOR}, set()),
    ("start at 2; add 2 when 有 up to 1", {"数": 0, "有": True}, {"added", "capped"}, set()),
    ("pro rata of 数 / 20", {"数": 10}, {"less than full"}, {"full"}),
    ("score 数 / 10", {"数": 60}, {"used", "the cap binds"}, set()),
    ("start at 3; full when 有; zero when 数 > 9", {"数": 10, "有": False}, {"binds"}, {"binds"}),
    (TIERS, {"数": 7}, {"row 1", "row 2"}, {"row 3", FLOOR}),
    (
        "not applicable full when 有; of 数; target >= 5",
        {"数": 1, "有": True},
        {"not applicable"},
        {"met", "not met"},
    ),
    ("missing zero; of 数; target >= 5", {}, {"missing"}, {"met", "not met"}),
    ("start at 5; deduct 1 per row of 事 where 级 = 甲", {"事": ["乙"]}, set(), {"charged", FLOOR}),
    (PER_ROW, {"事": ["甲", "甲"]}, {"row 1", "capped"}, {"row 2"}),
    (IF, {"数": 10, "有": True}, {"used", FIRST}, {SECOND, THIRD}),
    (IF, {"数": 10}, {"used", SECOND}, {FIRST, THIRD}),
    (IF, {"数": 9}, {"used", THIRD}, {FIRST, SECOND}),
    (NESTED, {"数": 9, "有": True}, {"met", "else 2"}, {"not met", "if 数 > 9 then 1", "else 3"}),
    (ROWS, {"事": [("甲", 1)]}, {"if 级 = 甲 then 量 > 3"}, {"else 量 > 5", "charged", FLOOR}),
    (ROWS, {"事": [("乙", 9)]}, {"else 量 > 5", "charged"}, {"if 级 = 甲 then 量 > 3", FLOOR}),
    (SUM, {"事": [("乙", 1), ("甲", 2)]}, {"if 级 = 甲 then 量"}, {"else 0", "charged"}),
    (
        EACH_IF,
        {"事": [("乙", 1)]},
        {"rows to go by", "used", "else 2"},
        {"if 级 = 甲 then 1", "the cap binds"},
    ),
    (OR_ELSE, {"数": 0}, {"used", "else 3"}, {"if 另 is not missing then 另"}),
    (OR_ELSE, {"另": 2}, {"used", "if 另 is not missing then 另"}, {"else 3"}),
    (EACH, {"事": ["甲"]}, {"rows to go by", "row 1"}, {"row 2"}),
]


@pytest.mark.parametrize(("rule", "facts", "reached", "missed"), KINDS)
def test_what_each_kind_of_clause_sets_apart(
    rule: str, facts: dict[str, object], reached: set[str], missed: set[str]
) -> None:
    blocks = "data 核查:\n    数: number 0 .. 100\n    有: yes/no\n    另: number 0 .. 5 may be missing\n"
    blocks += "data 事 by event:\n    级: one of 甲, 乙\n    量: number 0 .. 9\n"
    rubric = rubricc.loads(HEAD.format(total=5) + blocks + f"A weight 5: {rule}\n")
    levels = facts.get("事", [])
    assert isinstance(levels, list)
    pairs = [level if isinstance(level, tuple) else (level, 0) for level in levels]
    rows = [{"级": level, "量": much} for level, much in pairs]
    single = {"有": False, "另": ""} | {name: value for name, value in facts.items() if name != "事"}
    coverage = Coverage(rubric.checked.program)
    coverage.add(rubric.score({"核查": single, "事": rows}, partial=True))
    said = [goal.said[1] for goal in coverage.goals]
    assert {said[at] for at in coverage.reached} == reached
    assert {said[at] for at in coverage.missed} == missed


def test_groups_totals_and_outcomes() -> None:
    rubric = rubricc.loads(
        HEAD.format(total="5 up to 6")
        + "data 核查:\n    数: number 0 .. 100\nA weight 5: of 数; target >= 5\n"
        + "bonus group 加分 up to 2:\n    P weight 2: score 数 / 10\n    Q weight 2: score 数 / 10\n"
        + "outcome 付款: by total:\n    >= 6: 100%\n    otherwise: 80%\n"
    )
    limits = {"the limit binds", "the total is capped"}
    of: list[tuple[int, set[str], str]] = [
        (4, set(), "row 2"),  # 0 + 0.4 + 0.4
        (5, set(), "row 1"),  # 5 + 0.5 + 0.5
        (8, {"the total is capped"}, "row 1"),  # 5 + 0.8 + 0.8
        (20, limits, "row 1"),  # 5 + 2 + 2, of which 2
    ]
    for number, wanted, outcome in of:
        coverage = Coverage(rubric.checked.program)
        coverage.add(rubric.score({"核查": {"数": number}}))
        said = {coverage.goals[at].said[1] for at in coverage.reached}
        assert (said & limits, said & {"row 1", "row 2"}) == (wanted, {outcome})


def test_a_check_without_facts_is_no_goal() -> None:
    rules = "data 核查:\n    数: number\nA weight 5: of 数; target >= 5\ncheck 一: 1 + 1 = 2\n"
    rubric = rubricc.loads(HEAD.format(total=5) + rules)
    assert [goal.kind for goal in Coverage(rubric.checked.program).goals] == ["target", "target"]
