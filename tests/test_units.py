"""Runs over units: which are scored, their places, what commands print of them, and what a run costs."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

import rubricc
from rubricc import FactsError
from rubricc.compiler.evaluation import Evaluation
from rubricc.compiler.runtime.run import ranks
from rubricc.dsl.terms import Aggregate
from shell import Shell
from test_agreement import module_of

RUBRIC = """\
rubric "counties":
    total 10
    grades: A >= 9, B >= 7, C otherwise
    convention cn-fiscal
data 各县 by unit:
    话务量: count
    接通数: count <= 话务量
    满意率: percent
data 投入 by unit:
    人数: number
let 接通率 = 接通数 / 话务量
A 质量 weight 10:
    C1 接通率 weight 6: target >= 95%; deduct 1 per 1% below
    C2 满意率 weight 4: target >= mean(满意率); deduct 1 per 1% below
check 人均: 话务量 / 人数 >= 40 else "太少"
check 总量: sum(话务量) > 0
require "满意": 满意率 >= 94% else "整改"
"""
ROWS = [
    ("甲县", 100, 96, "93%"),
    ("乙县", 200, 180, "97.5%"),
    ("丙县", 50, 40, "96%"),
    ("丁县", 20, 18, "97%"),
]
STAFF: dict[str, int | Fraction] = {"丁县": 1, "丙县": Fraction(3, 2), "甲县": 2, "乙县": 4}
FACTS: dict[str, Any] = {
    "各县": [dict(zip(("单位", "话务量", "接通数", "满意率"), row, strict=True)) for row in ROWS],
    "投入": [{"单位": name, "人数": count} for name, count in STAFF.items()],
}


@pytest.fixture
def rubric() -> rubricc.Rubric:
    return rubricc.loads(RUBRIC)


def scorers(rubric: rubricc.Rubric) -> list[Any]:
    return [rubric, module_of(rubric.checked)]


def test_every_unit_is_scored_in_the_order_of_the_table(rubric: rubricc.Rubric) -> None:
    for scorer in scorers(rubric):
        results = scorer.score_units(FACTS)
        assert {name: result.total for name, result in results.items()} == {
            "甲县": 7, "乙县": 5, "丙县": 4, "丁县": 5
        }  # fmt: skip
        assert [result.unit for result in results.values()] == list(results)
        for name in results:
            assert scorer.score(FACTS, name).explain("zh") == results[name].explain("zh")


def test_tables_are_joined_by_the_name_of_the_unit(rubric: rubricc.Rubric) -> None:
    """The tables have their rows in another order."""
    for scorer in scorers(rubric):
        held = {name: r.statements[0].holds for name, r in scorer.score_units(FACTS).items()}
        assert held == {"甲县": True, "乙县": True, "丙县": False, "丁县": False}


@pytest.mark.parametrize(
    ("unit", "facts", "code"),
    [
        (None, FACTS, "RB7062"),
        ("戊县", FACTS, "RB7061"),
        ("甲县", {**FACTS, "投入": FACTS["投入"][1:]}, "RB7060"),
        ("甲县", {**FACTS, "投入": [*FACTS["投入"], {"单位": "戊县", "人数": 1}]}, "RB7060"),
        (None, {"各县": [], "投入": []}, "RB7063"),
    ],
)
def test_units_that_are_not_there_are_refused(
    rubric: rubricc.Rubric, unit: str | None, facts: dict[str, Any], code: str
) -> None:
    for scorer in scorers(rubric):
        with pytest.raises(Exception, match=code) as refused:
            scorer.score(facts, unit)
        assert type(refused.value).__name__ == FactsError.__name__


def test_a_unit_may_be_left_out_where_there_is_one(rubric: rubricc.Rubric) -> None:
    one = {"各县": FACTS["各县"][:1], "投入": [{"单位": "甲县", "人数": 2}]}
    for scorer in scorers(rubric):
        assert scorer.score(one).unit == "甲县"


def test_no_unit_is_named_where_none_are_scored() -> None:
    rubric = rubricc.loads('rubric "x":\n    total 5\nC1 率 weight 5: target >= 95%\n')
    assert list(rubric.score_units({"率": "96%"})) == [""]
    with pytest.raises(FactsError, match="RB7061"):
        rubric.score({"率": "96%"}, "甲县")


def test_equal_totals_share_a_place() -> None:
    assert ranks([5, Fraction(7), 5, None, 4, Fraction(5)]) == [2, 1, 2, None, 5, 2]


def test_a_unit_without_facts_has_no_total_and_the_others_have(rubric: rubricc.Rubric) -> None:
    rows = [{**row, "接通数": None} if row["单位"] == "乙县" else row for row in FACTS["各县"]]
    results = rubric.score_units({**FACTS, "各县": rows}, partial=True)
    assert results["乙县"].total is None
    assert results["甲县"].total == 7


PLACED = """评分表 "名额"：
    总分 10
    等级：优 ≥ 8，良 ≥ 5，差 其他
    约定 cn-fiscal
数据 各县 按单位：
    满意率：百分比
C1 满意率 权重10：目标 ≥ 97%；每低1%扣1分
不评 优 当 排名(总分，高者在前) > 1
"""


def test_a_total_stands_where_only_the_grade_is_open(shell: Shell) -> None:
    """丙县 has no total, so nobody knows who comes first; that takes no points from the others."""
    shell.write("名额.rubric", PLACED)
    shell.write("各县.csv", "单位,满意率\n甲县,98%\n乙县,96%\n丙县,\n")
    run = shell("score", "名额.rubric", "--data", "各县.csv", "--lang", "zh")
    assert run.code == 1
    told = run.out.split("C1 满意率\n", 1)[1].strip().splitlines()
    assert told == [
        "名次只在有总分的 2 个单位中排，共 3 个",
        "甲县：等级不能判定，可能是 优、良",
        "  ? 排名(总分，高者在前) > 1：缺少数据：总分（丙县）",
        "乙县：等级不能判定，可能是 优、良",
        "  ? 排名(总分，高者在前) > 1：缺少数据：总分（丙县）",
        "丙县：没有总分，在 0 与 10 之间",
        "  ? C1 满意率  10 分，未得出分数 缺少数据：满意率",
        "  ? 排名(总分，高者在前) > 1：缺少数据：总分（丙县）",
    ]
    one = shell("score", "名额.rubric", "--data", "各县.csv", "--unit", "乙县", "--format", "json")
    assert one.code == 1
    said = json.loads(one.out)
    assert (said["total"], said["grade"], said["grades"]) == ("9", None, ["优", "良"])


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_reports_say_that_a_grade_is_open(shell: Shell, form: str) -> None:
    """Of a run, of which a file could not say who comes first, and of one unit of it."""
    shell.write("名额.rubric", PLACED)
    shell.write("各县.csv", "单位,满意率\n甲县,98%\n乙县,96%\n丙县,\n")
    run = shell("score", "名额.rubric", "--data", "各县.csv", "--lang", "zh", "--format", form)
    assert "没有总分或等级的单位" in run.out
    assert run.out.count("等级不能判定，可能是 优、良") == 2
    assert "丙县：没有总分，在 0 与 10 之间" in run.out
    unit = ("--unit", "乙县", "--format", form)
    one = shell("score", "名额.rubric", "--data", "各县.csv", "--lang", "en", *unit)
    assert "the grade is not known; possible grades: 优, 良" in one.out


def test_commands_take_a_place_by_totals_as_it_is(shell: Shell) -> None:
    """The totals of units are columns that no file has: `why` offers no change of them, `test` asks for none."""
    shell.write("名额.rubric", PLACED + '案例 "一"：\n    数据 各县 "各县.csv"\n    应得 甲县：总分 = 10\n')
    shell.write("各县.csv", "单位,满意率\n甲县,98%\n乙县,96%\n丙县,90%\n")
    why = shell("why", "名额.rubric", "--data", "各县.csv", "--lang", "zh")
    assert (why.code, "总分 9 / 10，等级 良" in why.out) == (0, True)
    test = shell("test", "名额.rubric", "--lang", "zh")
    assert (test.code, "1 个案例，全部通过" in test.out) == (0, True)


# ---- what commands print --------------------------------------------------------------------------------------


@pytest.fixture
def counties(shell: Shell) -> Shell:
    shell.write("各县.rubric", RUBRIC)
    shell.write(
        "各县.csv", "单位,话务量,接通数,满意率\n" + "\n".join(",".join(map(str, row)) for row in ROWS) + "\n"
    )
    shell.write("投入.csv", "单位,人数\n" + "\n".join(f"{n},{float(x)}" for n, x in STAFF.items()) + "\n")
    return shell


DATA = ("--data", "各县=各县.csv", "--data", "投入=投入.csv")


def test_a_run_prints_a_table_by_place_and_every_check(counties: Shell) -> None:
    done = counties("score", "各县.rubric", *DATA, "--lang", "zh")
    assert done.code == 0
    lines = done.out.splitlines()
    table = [line.split() for line in lines[lines.index("") + 1 :]]
    assert table[0] == ["名次", "单位", "总分", "等级", "A"]
    assert [row[:3] for row in table[2:6]] == [
        ["1", "甲县", "7"], ["2", "乙县", "5"], ["2", "丁县", "5"], ["4", "丙县", "4"]
    ]  # fmt: skip
    assert "✓ 总量" in done.out
    assert "✗ 人均：4 个单位中 2 个成立\n  不成立：丙县、丁县" in done.out
    assert "✗ 满意：4 个单位中 3 个已履行\n  未履行：甲县" in done.out


def test_a_run_in_every_format_says_the_same(counties: Shell) -> None:
    found = json.loads(counties("score", "各县.rubric", *DATA, "--format", "json").out)
    assert [(each["unit"], each["rank"], each["total"]) for each in found["units"]] == [
        ("甲县", 1, "7"), ("乙县", 2, "5"), ("丙县", 4, "4"), ("丁县", 2, "5")
    ]  # fmt: skip
    first = found["units"][0]
    assert [check["name"] for check in found["checks"]] == ["总量"]
    assert [check["name"] for check in first["checks"]] == ["人均"]
    own = [each for each in first["indicators"][0]["inputs"] if each["name"] == "话务量"]
    assert [(each["key"], each["value"], each["row"]) for each in own] == [("甲县", "100", 2)]
    assert [each["name"] for each in found["inputs"]] == ["满意率"] * 4  # of which every unit reads the mean
    for form, row in (("markdown", "| 1 | 甲县 | 7 | B | 7 |"), ("html", "<td>甲县</td>")):
        assert row in counties("score", "各县.rubric", *DATA, "--format", form).out


def test_a_column_that_every_unit_reads_stands_once(shell: Shell) -> None:
    """Else the document of n units has n times n cells."""
    shell.write(
        "r.rubric",
        'rubric "r":\n    total 5\n    convention cn-fiscal\ndata t by unit:\n    x: count\n'
        "A weight 5: deduct 1 per 1 (rank(x, highest first))\n",
    )
    shell.write("t.csv", "unit,x\na,3\nb,1\nc,2\n")
    run = json.loads(shell("score", "r.rubric", "--data", "t.csv", "--format", "json").out)
    assert [(each["key"], each["value"], each["row"]) for each in run["inputs"]] == [
        ("a", "3", 2), ("b", "1", 3), ("c", "2", 4)
    ]  # fmt: skip
    assert [each["indicators"][0]["points"] for each in run["units"]] == ["4", "2", "3"]
    assert all(
        each["key"] == unit["unit"] for unit in run["units"] for each in unit["indicators"][0]["inputs"]
    )


def test_one_unit_is_the_result_that_it_would_be_alone(counties: Shell) -> None:
    one = json.loads(counties("score", "各县.rubric", *DATA, "--unit", "乙县", "--format", "json").out)
    run = json.loads(counties("score", "各县.rubric", *DATA, "--format", "json").out)
    assert (one["unit"], one["total"], one["tree"]) == ("乙县", "5", run["units"][1]["tree"])
    text = counties("score", "各县.rubric", *DATA, "--unit", "乙县", "--lang", "zh").out
    assert "单位 乙县" in text
    assert "接通率 = 接通数 ÷ 话务量 = 180 ÷ 200 = 90%" in text


def test_a_unit_that_there_is_not_ends_the_command(counties: Shell) -> None:
    done = counties("score", "各县.rubric", *DATA, "--unit", "戊县")
    assert (done.code, done.out) == (1, "")
    assert "RB7061" in done.err


def test_derivations_of_every_unit_or_of_one(counties: Shell) -> None:
    every = counties("explain", "各县.rubric", "C1", *DATA).out
    assert [line for line in every.splitlines() if line.startswith("──")] == [
        f"── {row[0]} ──" for row in ROWS
    ]
    assert counties("explain", "各县.rubric", "C1", *DATA, "--unit", "丁县").out.strip() in every


CASES = (
    RUBRIC
    + """\
case "one":
    data 各县 "各县.csv", 投入 "投入.csv"
    expect 甲县: C1 = 6, total = 7, check 人均 holds
    expect 丙县: grade = C, check 人均 fails
    expect check 总量 holds
"""
)


def test_a_case_expects_of_units(counties: Shell) -> None:
    counties.write("c.rubric", CASES)
    assert counties("test", "c.rubric").code == 0
    wrong = CASES + "    expect 戊县: total = 1\n    expect total = 7\n    expect check 人均 holds\n"
    counties.write("c.rubric", wrong + "    expect 乙县: total = 7\n")
    done = counties("test", "c.rubric", "--lang", "zh")
    assert done.code == 1
    assert "戊县 总分：没有单位「戊县」" in done.out
    assert done.out.count("要写明是哪个单位的") == 2
    assert "乙县 总分：应得 7，实得 5" in done.out


# ---- what a run costs -----------------------------------------------------------------------------------------


def test_aggregates_over_all_units_are_worked_out_once(
    rubric: rubricc.Rubric, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many units there are."""
    asked: list[str] = []
    work_out = Evaluation._aggregate

    def counted(evaluation: Evaluation, term: Aggregate) -> object:
        asked.append(term.operation)
        return work_out(evaluation, term)

    monkeypatch.setattr(Evaluation, "_aggregate", counted)
    for count in (1, 50):
        names = [f"县{n}" for n in range(count)]
        facts = {
            "各县": [{"单位": n, "话务量": 100, "接通数": 90, "满意率": "95%"} for n in names],
            "投入": [{"单位": n, "人数": 2} for n in names],
        }
        asked.clear()
        assert len(rubric.score_units(facts)) == count
        assert sorted(asked) == ["count", "sum", "sum"]


@pytest.mark.parametrize("table", ["各县", "投入"])
@pytest.mark.parametrize("empty", [True, False])
def test_a_scored_table_that_is_missing_leaves_its_facts_missing(
    rubric: rubricc.Rubric, table: str, empty: bool
) -> None:
    """Of every unit that another table names; the total of each is open where points want them, and nothing breaks."""
    facts = {name: rows for name, rows in FACTS.items() if name != table}
    facts |= {table: []} if empty else {}
    for scorer in scorers(rubric):
        results = scorer.score_units(facts, partial=True)
        assert set(results) == set(STAFF)
        assert all((one["C1"].points is None) == (table == "各县") for one in results.values())
        if table == "投入":  # which a check alone reads
            assert all(one.total is not None for one in scorer.score_units(facts).values())
        else:
            with pytest.raises(Exception, match="RB7001"):
                scorer.score_units(facts)
