"""Why points were lost: clauses, the smallest changes that gain more, and the cheapest way to a grade.

What is smallest and cheapest is held against trying everything in `test_cheapest.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from wcwidth import wcswidth

import rubricc
from rubricc.compiler.derivation.report import report_text
from rubricc.compiler.runtime.facts import bind
from rubricc.compiler.runtime.run import of_unit
from rubricc.compiler.why.document import Why, WhyData
from rubricc.compiler.why.evaluated import Evaluated
from rubricc.compiler.why.facts import share
from rubricc.compiler.why.page import why_report
from shell import LULIANG, Shell

HEAD = 'rubric "x":\n    total 10\n    grades: 优 >= 9, 良 >= 6, 差 otherwise\n    convention cn-fiscal\n'


def evaluated(source: str, facts: Mapping[str, Any]) -> Evaluated:
    rubric = rubricc.loads(source)
    bound = of_unit(rubric.blocks, bind(rubric.blocks, facts).sound())
    return Evaluated(rubric.checked.program, rubric.interpreter, rubric.blocks, bound)


def answer(source: str, facts: Mapping[str, Any], lang: str = "zh", to: str | None = None) -> WhyData:
    return Why(evaluated(source, facts), lang).data(to, None)


def said(data: WhyData) -> list[tuple[str, str]]:
    return [(change["gain"], change["said"]) for one in data["lost"] for change in one["changes"]]


# ---- to read -------------------------------------------------------------------------------------------------

RATE = HEAD + "C22 接通率 weight 10: target >= 95%; deduct 1 per 1% below\n"


def test_the_next_point_of_a_rate_at_its_precision() -> None:
    data = answer(RATE, {"接通率": "93.36%"})
    assert said(data) == [
        ("1", "接通率 93.36% → 94%（多 0.64 个百分点）"),
        ("2", "接通率 93.36% → 95%（多 1.64 个百分点）"),
    ]
    clause = data["lost"][0]["clauses"][0]
    assert (clause["text"], clause["line"], clause["cost"], clause["charged"]) == (
        "deduct 1 per 1% below", 5, "2", True,
    )  # fmt: skip


TABLE = HEAD + (
    "data 月报 by month 2020-01 .. 2020-03:\n    话务量: count\n    接通数: count <= 话务量\n    更新量: count\n"
    '数据 核查：\n    齐全: yes/no\n    公开: yes/no\n    运营日期: date\n    等次: one of 甲, 乙, 丙\n'
    "C1 接通率 weight 4: of sum(接通数) / sum(话务量); target >= 95%; deduct 1 per 1% below; source \"附件2\"\n"
    "C2 更新 weight 2: deduct 1 per month where 更新量 < 100\n"
    "C3 时效 weight 2: of 运营日期; target by 2020-12-31; deduct 1 per month late\n"
    "C4 资料 weight 1:\n    checklist:\n        齐全 \"资料齐全\": 0.4\n        公开 \"已经公开\": 0.6\n"
    "C5 等次 weight 1: by 等次:\n        甲: 1\n        乙: 0.5\n        丙: 0\n"
)  # fmt: skip
FACTS = {
    "月报": [
        {"月份": f"2020-0{n}", "话务量": 1000, "接通数": 900 + 10 * n, "更新量": 80 + 5 * n}
        for n in (1, 2, 3)
    ],
    "核查": {"齐全": "否", "公开": "否", "运营日期": "2021-02-11", "等次": "丙"},
}


def test_every_kind_of_fact() -> None:
    assert said(answer(TABLE, FACTS)) == [
        ("1", "接通率 92% → 93%，合计(接通数) 2760 → 2790（多 30）"),
        ("3", "接通率 92% → 95%，合计(接通数) 2760 → 2850（多 90）"),
        ("1", "更新量：2020-02 90 → 100、2020-03 95 → 100"),
        ("2", "更新量：2020-01 85 → 100、2020-02 90 → 100、2020-03 95 → 100"),
        ("1", "运营日期 2021-02-11 → 2021-01-31（早 11 天）"),
        ("2", "运营日期 2021-02-11 → 2020-12-31（早 42 天）"),
        ("0.4", "齐全 否 → 是"),
        ("1", "齐全 否 → 是；公开 否 → 是"),
        ("0.5", "等次 丙 → 乙"),
        ("1", "等次 丙 → 甲"),
    ]
    english = said(answer(TABLE, FACTS, "en"))
    assert english[0] == ("1", "接通率 92% → 93%, sum(接通数) 2760 → 2790 (30 more)")
    assert english[4] == ("1", "运营日期 2021-02-11 → 2021-01-31 (11 days earlier)")


def test_what_cost_points_has_its_place_in_the_document() -> None:
    lost = {one["code"]: one for one in answer(TABLE, FACTS)["lost"]}
    assert lost["C1"]["source"] == "附件2"
    assert [c["cost"] for c in lost["C2"]["clauses"]] == ["3"]  # it charges more than there is
    assert lost["C4"]["clauses"][0]["detail"] == "不符合：资料齐全；已经公开"
    assert lost["C5"]["clauses"][0]["detail"] == "用了这一档：丙: 0"


def test_points_that_rise_all_the_time_are_told_by_the_whole_point() -> None:
    data = answer(HEAD + "C1 到位率 weight 10: linear (0% -> 0, 100% -> 10)\n", {"到位率": "61.23%"})
    assert [gain for gain, _ in said(data)] == ["0.88", "3.88"]
    assert said(data)[0][1].startswith("到位率 61.23% → 69.95%")  # 6.995 points are 7


def test_a_change_that_costs_another_indicator_says_so() -> None:
    source = HEAD + (
        "data s:\n    来电: count\n    接通: count <= 来电\n"
        "C1 来电 weight 2: by 来电:\n        >= 1000: 2\n        otherwise: 0\n"
        "C2 接通率 weight 8: of 接通 / 来电; target >= 95%; deduct 1 per 1% below\n"
    )
    facts = {"s": {"来电": 990, "接通": 945}}
    change = answer(source, facts)["lost"][0]["changes"][0]
    assert (change["gain"], change["also"], change["total"]) == ("2", ["C2 接通率 8 → 7"], "9")
    in_vain = source.replace("deduct 1 per", "deduct 2 per")  # the other one loses all that this one gains
    assert answer(in_vain, facts)["lost"][0]["changes"] == []


def test_one_change_that_is_enough_where_the_cheapest_set_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rubricc.compiler.why.cheapest.COMBINATIONS", 1)  # as if there were very many
    source = HEAD + (
        "data s:\n    甲: percent 0% .. 100% to 1%\n    乙: percent 0% .. 100% to 1%\n"
        "C1 一 weight 6: of 甲; target >= 90%; deduct 1 per 1% below\n"
        "C2 二 weight 4: of 乙; target >= 90%; deduct 1 per 1% below; deduct 1 when 甲 < 10%\n"
    )
    data = answer(source, {"s": {"甲": "88%", "乙": "90%"}})
    assert data["target"] is not None
    assert data["target"]["reason"].startswith("最省的一组改动不能判定：")
    (plan,) = data["target"]["plans"]
    assert (plan["by"], plan["total"], plan["grade"]) == ("alone", "9", "优")
    assert plan["steps"][0]["change"]["said"].startswith("甲 88% → 89%")


EFFECTS = HEAD + (
    "data s:\n    甲: percent 0% .. 100% to 1%\n    乙: percent 0% .. 100% to 1%\n    事故: yes/no\n"
    "C1 一 weight 6: of 甲; target >= 90%; deduct 1 per 1% below\n"
    "C2 二 weight 4: of 乙; target >= 90%; deduct 1 per 1% below\n"
    "grade at most 良 when 事故\n"
)


def test_a_cap_on_the_grade_is_lifted_before_points_are_sought() -> None:
    target = answer(EFFECTS, {"s": {"甲": "90%", "乙": "88%", "事故": "是"}})["target"]
    assert target is not None
    steps = [(step["what"], step["change"]["said"]) for step in target["plans"][0]["steps"]]
    assert steps == [("C2 二", "乙 88% → 89%（多 1 个百分点）"), ("条件「事故」", "事故 是 → 否")]
    assert (target["plans"][0]["total"], target["plans"][0]["grade"]) == ("9", "优")


def test_what_cannot_be_reached_is_said() -> None:
    source = HEAD + "C1 甲 weight 9: target >= 90%; deduct 1 per 1% below\nC2 二 weight 1: score 0\n"
    target = answer(source, {"甲": "80%"}, to="10")["target"]
    assert target is not None
    assert not target["plans"]
    assert "至多总分 9" in target["reason"]
    assert answer(RATE, {"接通率": "99%"})["target"] is None  # there is no better grade


# ---- the command -----------------------------------------------------------------------------------------------


def test_luliang_to_the_next_grade(shell: Shell) -> None:
    done = shell("why", LULIANG)
    assert (done.code, done.err) == (0, "")
    assert "到等级 优 ≥ 90，还差 4.4 分" in done.out
    assert "合计(话务接通数) 324720 → 326906（多 2186）" in done.out
    data = json.loads(shell("why", LULIANG, "--format", "json").out)
    first, second = data["target"]["plans"]
    assert (first["indicators"], first["total"], first["grade"]) == (2, "90.1", "优")
    assert (second["indicators"], second["total"], second["grade"]) == (3, "90", "优")
    assert sum(Fraction(one["lost"]) for one in data["lost"]) == Fraction("14.4")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal(shell: Shell, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    done = shell("why", LULIANG, "--lang", lang)
    assert max(wcswidth(line) for line in done.out.splitlines()) <= 40


def test_the_command_takes_facts_as_score_does(shell: Shell) -> None:
    shell.write("热线.rubric", RATE)
    shell.write("facts.yaml", "接通率: 93.36%\n")
    assert "接通率 93.36% → 94%" in shell("why", "热线.rubric", "--data", "facts.yaml").out
    assert shell("why", "热线.rubric").code == 2  # no facts
    assert shell("why", "热线.rubric", "--data", "facts.yaml", "--to", "忧").code == 2
    page = shell("why", "热线.rubric", "--data", "facts.yaml", "--format", "html").out
    assert page.startswith("<!DOCTYPE html>")
    assert "接通率 93.36% → 94%" in page
    page = shell("why", "热线.rubric", "--data", "facts.yaml", "--format", "markdown").out
    assert "接通率 93.36% → 94%" in page
    shell.write("facts.yaml", "接通率:\n")
    done = shell("why", "热线.rubric", "--data", "facts.yaml")
    assert done.code == 1
    assert "缺少数据" in shell("why", "热线.rubric", "--data", "facts.yaml", "--lang", "zh").out


# ---- two facts together --------------------------------------------------------------------------------------


PAIRS = {
    "both": "start at 0; add 4 when a >= 12 and b > 3",
    "either is too much": "deduct 3 when a > 4 or b < 5",
    "an answer and a number": "start at 0; add 2 when sure and a > 12",
    "other than one": "start at 1; add 3 when not sure and b != 2 and b >= 2",
    "where they are compared": "start at 0; add 4 when a - 10 >= b and sure",
    "bands within a choice": "score if a >= 10 then (if b >= 4 then 5 else 0) else 0",
}
PAIR_FACTS = (
    {"a": 7, "b": 2, "sure": False},
    {"a": 9, "b": 0, "sure": True},
    {"a": 20, "b": 6, "sure": True},
)


@pytest.mark.parametrize("name", PAIRS)
def test_two_facts_that_help_only_together_are_those_of_trying_everything(name: str) -> None:
    fields = "data s:\n    a: count up to 20\n    b: count up to 6\n    sure: yes/no\n"
    source = f'rubric "x":\n    total 5\n    convention cn-fiscal\n{fields}C1 one weight 5: {PAIRS[name]}\n'
    rubric = rubricc.loads(source)
    told = 0
    for facts in PAIR_FACTS:
        one = evaluated(source, {"s": facts})
        here = one.result.indicators[0].exact
        costs: dict[int, list[Fraction]] = {1: [], 2: [], 3: []}
        for a, b, sure in product(range(21), range(7), (True, False)):
            changed = {"a": a, "b": b, "sure": sure}
            moved = [share(facts[k], changed[k]) for k in facts if facts[k] != changed[k]]
            points = rubric.score({"s": changed}).indicators[0].exact
            assert points is not None and here is not None
            if points > here:
                costs[len(moved)].append(sum(moved, Fraction(0)))
        measured = one.measured[0]
        assert measured.together == (not costs[1] and bool(costs[2])), facts
        told += measured.together
        if measured.together:
            assert [option.cost for option in measured.options] == [min(costs[2])], facts
    assert told


def test_it_is_said_that_the_change_is_of_two() -> None:
    source = HEAD + "data s:\n    a, b: percent 0% .. 100% to 1%\n"
    source += "C1 one weight 10: start at 0; add 10 when a >= 90% and b > 80%\n"
    data = answer(source, {"s": {"a": "70%", "b": "60%"}})
    assert data["lost"][0]["together"]
    text = report_text(why_report([data]), 90)
    assert "单改一项都不得分，一起改才得分：" in text
    assert "+10  a 70% → 90%（多 20 个百分点）；b 60% → 81%（多 21 个百分点）" in text


# ---- no total ------------------------------------------------------------------------------------------------


def test_a_rubric_that_scores_nothing_says_so() -> None:
    source = 'rubric "x":\n    convention cn-fiscal\ndata s:\n    a: count\ncheck fine: a > 3\n'
    text = report_text(why_report([answer(source, {"s": {"a": 4}}, "en")]), 200)
    assert "the rubric scores no indicators" in text
    assert "?" not in text


def test_a_condition_that_is_not_known_is_what_the_total_lacks() -> None:
    source = HEAD + "data s:\n    a: percent\n    b: yes/no\nC1 one weight 10: of a; target >= 90%\n"
    data = answer(source + "total deduct 1 when b\n", {"s": {"a": "95%"}}, "en")
    assert data["total"] is None
    assert data["without"] == ["condition b: facts are missing: b"]


def test_a_fact_that_stands_at_the_one_beside_it_may_stay_there() -> None:
    """`> 0` leaves 0 out, and not the part that the whole may not be less than."""
    data = "data d:\n    p: number > 0 to 0.5\n    q: number <= p to 0.5\n"
    source = HEAD + data + "A1 n weight 10: of p; target <= 3; deduct 1 per 1 above; deduct 1 when q > 5\n"
    (first, *_) = said(answer(source, {"d": {"p": "7.5", "q": "7.5"}}, "en"))
    assert first == ("1", "q 7.5 → 5 (2.5 less)")


# ---- divisors ---------------------------------------------------------------------------------------------------

DIVIDED = HEAD + (
    "data m by month 2020-01 .. 2020-03:\n    calls: count\n    answered: count <= calls\n"
    "data e by event:\n    days: number\ndata s:\n    planned: number\n    done: count\n"
)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("pro rata of done / planned", "C1 one：planned = 0，不能作除数"),
        ("of sum(answered) / sum(calls); target >= 90%; deduct 1 per 1% below", "C1 one：合计(calls) = 0，不能作除数"),
        ("score min(10, mean(days))", "C1 one：计数(e) = 0，不能作除数"),
        ("of done; target >= (planned - 1); deduct 1 per 5% of target below", "C1 one：planned − 1 = -1，不能作除数"),
    ],
)  # fmt: skip
def test_what_cannot_be_divided_by_is_told_with_what_it_is(rule: str, said: str) -> None:
    months = [{"month": f"2020-0{n}", "calls": 0, "answered": 0} for n in (1, 2, 3)]
    facts = {"m": months, "e": [], "s": {"planned": 0, "done": 3}}
    data = answer(f"{DIVIDED}C1 one weight 10:\n    {rule}\n", facts)
    assert data["total"] is None
    (why,) = data["without"]
    assert why.startswith(said)
    assert "除数为零" in why
