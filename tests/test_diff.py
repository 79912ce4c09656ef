"""Two rubrics, two sets of facts: the regions where points differ, and what each change did to the score."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rubricc
from compilable import samples
from rubricc.compiler.derivation.report import report_html, report_markdown, report_text
from rubricc.compiler.derivation.spec import schema_of
from rubricc.compiler.diff.document import Diff, DiffData, Sides
from rubricc.compiler.diff.matching import paired
from rubricc.compiler.diff.page import diff_report
from rubricc.compiler.diff.rules import compare
from rubricc.compiler.diff.scores import Corners, Results, split
from rubricc.compiler.interpreter import Interpreter
from rubricc.compiler.ir.program import Checked
from rubricc.compiler.proofs.sheets import Ground, Sheet
from rubricc.compiler.runtime.facts import bind
from rubricc.compiler.runtime.run import of_each
from rubricc.rubric import Rubric
from test_agreement import SLOW, compiled

HEAD = 'rubric "x":\n    total 10\n    grades: 优 >= 9, 良 >= 6, 差 otherwise\n    convention cn-fiscal\n'


def difference(old: str, new: str, lang: str = "zh") -> DiffData:
    sides = [rubricc.loads(text) for text in (old, new)]
    return Diff(of(*sides), lang).data(None)


def of(old: Rubric, new: Rubric) -> Sides:
    return Sides(old.checked.program, new.checked.program, (old.digest, new.digest))


# ---- to read -------------------------------------------------------------------------------------------------

RATE = HEAD + "C22 接通率 weight 10: target >= 95%; deduct 1 per 1% below\n"


def test_a_stricter_target_is_told_by_its_regions() -> None:
    data = difference(RATE, RATE.replace("95%", "96%"))
    (rules,) = data["rules"]
    assert (rules["removed"], rules["added"]) == (["target >= 95%"], ["target >= 96%"])
    assert [(each["where"], each["said"]) for each in rules["regions"]] == [
        ("接通率 [86%, 96%)", "得分变化 -1")
    ]
    assert rules["complete"]
    assert rules["largest"] is not None
    assert rules["largest"]["old"] == str(int(rules["largest"]["new"]) + 1)


def test_what_is_said_of_items() -> None:
    old = HEAD + (
        "甲 weight 6:\n    C1 一 weight 4: judged 0 .. 4\n    C2 二 weight 2: judged 0 .. 2\n"
        "乙 weight 4:\n    C3 三 weight 3: judged 0 .. 3\n    C4 四 weight 1: judged 0 .. 1\n"
    )
    new = HEAD.replace("优 >= 9", "优 >= 8") + (
        "甲 weight 4:\n    C1 第一 weight 4: judged 0 .. 4\n"
        "乙 weight 6:\n    C3 三 weight 3: judged 0 .. 3\n    C2 二 weight 2: judged 0 .. 2\n"
        "    C5 五 weight 1: judged 0 .. 1\n"
    )
    found = [
        (d["kind"], d["at"], d["said"]) for d in difference(old, new)["differences"] if d["kind"] != "data"
    ]
    assert found == [
        ("grades", "", "等级：优 ≥ 9、良 ≥ 6、差 → 优 ≥ 8、良 ≥ 6、差"),
        ("weight", "甲", "权重 6 → 4"),
        ("renamed", "C1 第一", "原名「C1 一」"),
        ("weight", "乙", "权重 4 → 6"),
        ("moved", "C2 二", "由「甲」移到「乙」"),
        ("added", "C5 五", "新增，权重 1"),
        ("removed", "C4 四", "删去，原权重 1"),
    ]


def test_effects_and_data() -> None:
    data = "data s:\n    甲: percent 0% .. 100% to 1%\n    事故: yes/no\n"
    rule = "C1 一 weight 10: of 甲; target >= 90%; deduct 1 per 1% below\n"
    old = HEAD + data + rule + "grade at most 良 when 事故\n"
    new = HEAD + data.replace("to 1%", "to 0.1%") + rule + "total deduct 2 when 事故\n"
    found = [(d["kind"], d["at"], d["said"]) for d in difference(old, new)["differences"]]
    assert found == [
        ("effect", "", "总分、等级的限制，删去：等级不高于 良（事故）"),
        ("effect", "", "总分、等级的限制，新增：总分扣 2 分（事故）"),
        ("data", "s.甲", "percent [0%, 100%] 精确到 1% → percent [0%, 100%] 精确到 0.1%"),
    ]


def test_two_measures_have_no_regions_but_a_largest_change() -> None:
    data = "data s:\n    a: count up to 20\n    b: count up to 20\n"
    old = HEAD + data + "C1 一 weight 10: score min(10, a + b)\n"
    new = HEAD + data + "C1 一 weight 10: score min(10, a + 2 * b)\n"
    (rules,) = difference(old, new)["rules"]
    assert not rules["complete"]
    assert not rules["regions"]
    assert rules["largest"] is not None
    facts = rules["largest"]["facts"]
    points = [str(rubricc.loads(text).score(facts).total) for text in (old, new)]
    assert points == [rules["largest"]["old"], rules["largest"]["new"]] == ["5", "10"]
    assert rules["most"] == "5"


def test_facts_for_a_difference_are_drawn_where_none_are_worked_out() -> None:
    """Two counts of one table, each under a condition of its own: no row is made for both at once."""
    data = "data e by event:\n    超时: yes/no\n    级别: one of 市, 省\n"
    rule = "C1 一 weight 10: deduct 1 per row of e where 超时; deduct 2 per row of e where {}级别 = 省\n"
    old, new = (HEAD + data + rule.format(also) for also in ("not 超时 and ", ""))
    (rules,) = difference(old, new)["rules"]
    assert not rules["complete"] and rules["largest"] is not None
    points = [str(rubricc.loads(text).score(rules["largest"]["facts"]).total) for text in (old, new)]
    assert points == [rules["largest"]["old"], rules["largest"]["new"]] and len(set(points)) == 2


def test_the_same_rubric_in_another_dress() -> None:
    chinese = (
        '评分表 "x"：\n    总分 10\n    等级：优 ≥ 9，良 ≥ 6，差 其他\n    约定 cn-fiscal\n'
        "C22 接通率 权重10：\n    目标 ≥ 95%\n    每低1%扣1分\n"
    )
    assert difference(RATE, chinese)["same"]
    noted = difference(RATE, RATE.rstrip() + '; note "说明"\n')
    assert noted["same"]
    assert noted["old"]["digest"] != noted["new"]["digest"]


def test_points_of_rows_are_not_taken_for_the_same() -> None:
    """Both rules read the points of rows; what a row has got is another thing."""
    old = HEAD + (
        "data 工单 by event:\n    天数: count\n"
        "C1 一 weight 10:\n    each 工单:\n        combine mean\n        start at 10\n        deduct 1 per 1 of 天数\n"
    )
    (rules,) = difference(old, old.replace("deduct 1", "deduct 2"))["rules"]
    assert not rules["complete"]


# ---- regions, against scoring both at every value ---------------------------------------------------------------

SMALL = 'rubric "x":\n    total 5\n    convention cn-fiscal\ndata s:\n'
SMALL += "    rate: percent 0% .. 100% to 1%\n    sure: yes/no\n"
RULES = (
    "of rate; target >= 90%; deduct 0.5 per 3% below",
    "of rate; target >= 90%; deduct 1 per 3% below whole steps",
    "of rate; target >= 92%; deduct 1 per 2% below pro rata",
    "pro rata of rate",
    "of rate; target = 50%; deduct 1 per 1% either side",
    "by rate:\n        < 40%: 1\n        [40%, 60%]: 4\n        otherwise: 2\n",
    "of rate; linear (20% -> 1, 40% -> 3, 80% -> 5)",
    "of rate; target >= 90%; deduct 1 per 1% below; zero when sure and rate < 95%",
    "score if sure then 3 else 1",
)


@pytest.mark.parametrize(("one", "other"), list(combinations(range(len(RULES)), 2)))
def test_regions_are_where_scoring_both_differs(one: int, other: int) -> None:
    texts = [
        SMALL + "C1 one weight 5: " + RULES[n] + ("" if RULES[n].endswith("\n") else "\n")
        for n in (one, other)
    ]
    rubrics = [rubricc.loads(text) for text in texts]
    programs = [rubric.checked.program for rubric in rubrics]
    old, new = (Sheet(Ground(p), p.indicators[0]) for p in programs)
    found = compare(old, new)
    assert found.complete
    differences: list[Fraction] = []
    for rate, sure in ((Fraction(n, 100), sure) for n in range(101) for sure in (True, False)):
        before, after = (rubric.score({"s": {"rate": rate, "sure": sure}}).total for rubric in rubrics)
        assert before is not None
        assert after is not None
        inside = [
            region
            for region in found.regions
            if rate in region.interval and all(value == sure for _, value in region.case)
        ]
        assert len(inside) == (before != after)
        for region in inside:
            assert region.least is not None
            assert region.most is not None
            assert region.least <= Fraction(after) - Fraction(before) <= region.most
        differences.append(abs(Fraction(after) - Fraction(before)))
    if not any(differences):
        assert found.largest is None
        return
    assert found.largest is not None
    assert abs(Fraction(found.largest.new) - found.largest.old) == max(differences)


# ---- the split --------------------------------------------------------------------------------------------------


def results(checked: Checked, facts: Any) -> Results | None:
    """None where the facts are not such as the rubric declares."""
    blocks = schema_of(checked.program)
    run = Interpreter(checked).run
    bound = bind(blocks, facts)
    if bound.problems:
        return None
    score = run(bound)
    return {each.unit.name: score(each) for each in of_each(blocks, bound)}


@settings(SLOW, max_examples=15)
@given(samples(), samples(), st.booleans(), st.booleans())
def test_what_the_rubric_did_and_what_the_data_did_add_up(
    first: Any, last: Any, has_new_rubric: bool, has_new_data: bool
) -> None:
    """Of every indicator and of the total, exactly; whichever of the mixed scores there are."""
    old, new = compiled(first.source), compiled(last.source)
    pairs = paired(old.program, new.program)
    before, after = results(old, first.facts), results(new, last.facts)
    assert before is not None
    assert after is not None
    corners = Corners(
        before,
        after,
        results(new, first.facts) if has_new_rubric else None,
        results(old, last.facts) if has_new_data else None,
    )
    for one in split(corners, pairs, (old.program, new.program)):
        assert (one.total.old, one.total.new) == (before[one.unit].exact, after[one.unit].exact)
        for share in (*one.indicators, one.total, one.rest):
            if share.rubric is not None and share.data is not None:
                assert share.old is not None
                assert share.new is not None
                assert share.rubric + share.data == share.new - share.old
        if one.rest.rubric is not None:
            assert sum(s.rubric or 0 for s in one.indicators) + one.rest.rubric == one.total.rubric
            assert one.rest.data is not None
            assert sum(s.data or 0 for s in one.indicators) + one.rest.data == one.total.data
    as_one = Sides(old.program, new.program, (new.digest, new.digest))  # so that their rules are not compared
    report = diff_report(Diff(as_one, "zh").data(corners))
    assert report_text(report, 40)
    assert report_html(report)
    assert report_markdown(report)


def test_the_split_depends_on_no_order() -> None:
    """A steeper rule and worse data: each first, then second, and the mean of both."""
    data = "data s:\n    甲: percent 0% .. 100% to 1%\n"
    rule = "C1 一 weight 10: of 甲; target >= 90%; deduct {} per 1% below\n"
    old, new = (compiled(HEAD + data + rule.format(n)) for n in (1, 2))
    facts = [{"s": {"甲": "88%"}}, {"s": {"甲": "87%"}}]
    four = [results(c, f) for c, f in ((old, facts[0]), (new, facts[1]), (new, facts[0]), (old, facts[1]))]
    corners = Corners(*(each for each in four if each is not None))
    (one,) = split(corners, paired(old.program, new.program), (old.program, new.program))
    assert one.total.old == 8
    assert one.total.new == 4  # by way of 6, or of 7
    assert one.total.rubric == Fraction(-5, 2)
    assert one.total.data == Fraction(-3, 2)
