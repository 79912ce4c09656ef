"""Lüliang 2020: how the figures of every month move the scores, added up or judged one by one.

A fact that the rubric declares and no change names, here or in `test_luliang.py`, fails the last test.
"""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import NamedTuple

import pytest

import rubricc
from luliang_facts import (
    MONTHS,
    PUBLISHED,
    Scores,
    assert_moves,
    changed,
    published_facts,
    row_of,
    rubric,
    scores,
)
from luliang_figures import ONLY_CHECKED
from test_luliang import CHANGES, FLIPPED

# ---- months that add up ----------------------------------------------------------------------------------


class Sum(NamedTuple):
    """More or less of something in one month, whichever: enough to cross a step of the year's figure, and no more.

    In the months `refused` the change would leave the declared domain (a part greater than its whole, or negative).
    """

    field: str
    more: int
    moved: Scores
    refused: frozenset[str] = frozenset()


def months(text: str) -> frozenset[str]:
    return frozenset(text.split())


SUMS = [
    Sum("话务量", 15_889, {"C14": "3", "C22": "0"}),  # 30,000 a month; 90.2 % answered
    Sum("话务量", 1_336, {"C22": "3"}),  # 93.99…% answered
    # Refused: fewer calls answered than were answered within ten seconds.
    Sum("话务接通数", -1_256, {"C22": "3"}, months("2021-02 2021-04 2021-05 2021-06")),
    Sum("热线10秒接通数", -34_080, {"D12": "1"}, frozenset(MONTHS) - months("2020-12 2021-01")),
    Sum("话务监听数", 10_365, {"C24": "1"}),
    Sum("话务监听合格数", -9_846, {"C24": "1"}),
    Sum("办结数", 3_953, {"D14": "1"}),
    Sum("按时办结数", -2_965, {"D14": "1"}, months("2020-07 2020-08")),
]


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("sum_", SUMS, ids=lambda s: f"{s.field}{s.more:+}")
def test_a_month_moves_the_figure_of_the_year_across_a_step(sum_: Sum, month: str) -> None:
    place = ("月报", month, sum_.field)
    was = int(row_of(published_facts(), place)[sum_.field])
    across, not_yet = was + sum_.more, was + sum_.more + (-1 if sum_.more > 0 else 1)
    if month in sum_.refused:
        with pytest.raises(rubricc.FactsError, match=sum_.field):
            scores(changed({place: str(across)}))
        return
    assert_moves({place: str(across)}, sum_.moved)
    assert scores(changed({place: str(not_yet)})) != PUBLISHED | sum_.moved


def test_no_single_month_has_calls_enough_to_be_too_long() -> None:
    """36,615 more long calls cross 36 %; the busiest month has room for 32,326, so it takes two months."""
    december, january = ("月报", "2020-12", "超5分钟通话数"), ("月报", "2021-01", "超5分钟通话数")
    assert_moves({january: "42607"}, {})
    assert_moves({december: "37762", january: "20375"}, {})
    assert_moves({december: "37762", january: "20376"}, {"D13": "1.5"})
    assert_moves({december: "37762", january: "23622"}, {"D13": "1.5"})  # still within 37 %
    assert_moves({december: "37762", january: "23623"}, {"D13": "1"})


def test_the_second_step_of_quick_answers_starts_below_79_percent() -> None:
    january = ("月报", "2021-01", "热线10秒接通数")
    assert_moves({january: "3301"}, {"D12": "1"})
    assert_moves({january: "3300"}, {"D12": "0"})


@pytest.mark.parametrize(
    ("whole", "part", "code", "rows"),
    [
        ("话务监听数", "话务监听合格数", "C24", {1000: "2", 950: "2", 949: "1", 900: "1", 899: "0", 0: "0"}),
        (
            "办结数",
            "按时办结数",
            "D14",
            {
                900: "5",
                899: "4",
                850: "4",
                849: "3",
                800: "3",
                799: "2",
                750: "2",
                749: "1",
                700: "1",
                699: "0",
            },
        ),
    ],
)
def test_each_row_of_a_rate_begins_at_its_lower_end(
    whole: str, part: str, code: str, rows: dict[int, str]
) -> None:
    for per_mille, points in rows.items():
        facts = deepcopy(published_facts())
        for row in facts["月报"]:
            row[whole], row[part] = "1000", str(per_mille)
        assert scores(facts) == PUBLISHED | {code: points}


@pytest.mark.parametrize("month", MONTHS)
def test_every_month_of_long_calls_counts(month: str) -> None:
    """All calls of all months long is 0; as many months short as it takes, one month decides."""
    facts = deepcopy(published_facts())
    for row in facts["月报"]:
        row["超5分钟通话数"] = "0"
    threshold = 116_900  # the least above 36 % of 324,720
    row = row_of(facts, ("月报", month, ""))
    left = threshold - int(row["话务接通数"])
    row["超5分钟通话数"] = row["话务接通数"]
    for other in facts["月报"]:
        if other is not row:
            other["超5分钟通话数"] = str(min(left, int(other["话务接通数"])))
            left -= int(other["超5分钟通话数"])
    assert left == 0
    assert scores(facts) == PUBLISHED | {"D13": "1.5"}
    row["超5分钟通话数"] = str(int(row["超5分钟通话数"]) - 1)
    assert scores(facts) == PUBLISHED


@pytest.mark.parametrize("month", MONTHS)
def test_calls_back_of_one_month_move_nothing_as_the_score_is_far_below_zero(month: str) -> None:
    """25.45 % is 75 started steps below 100 %, 37.5 points of 4; no month alone lifts it to 93 %."""
    orders = row_of(published_facts(), ("月报", month, "接单数"))["接单数"]
    assert_moves({("月报", month, "回访数"): orders}, {})
    assert_moves({("月报", month, "回访数"): "0"}, {})
    assert_moves({("月报", month, "接单数"): str(10 * int(orders))}, {})


@pytest.mark.parametrize("month", MONTHS)
def test_from_full_marks_calls_back_and_orders_of_every_month_count(month: str) -> None:
    facts = deepcopy(published_facts())
    for row in facts["月报"]:
        row["回访数"] = row["接单数"]
    assert scores(facts) == PUBLISHED | {"D15": "4"}
    row = row_of(facts, ("月报", month, ""))
    orders = row["接单数"]
    row["接单数"] = str(int(orders) + 3_553)  # 351,696 of 355,249 is just below 99 %
    assert scores(facts) == PUBLISHED | {"D15": "3"}
    row["接单数"] = str(int(orders) + 3_552)
    assert scores(facts) == PUBLISHED | {"D15": "3.5"}
    row["接单数"], row["回访数"] = orders, str(int(orders) - 3_517)
    assert scores(facts) == PUBLISHED | {"D15": "3"}
    row["回访数"] = str(int(orders) - 3_516)
    assert scores(facts) == PUBLISHED | {"D15": "3.5"}


# ---- months that are judged one by one -------------------------------------------------------------------


@pytest.mark.parametrize("month", MONTHS)
def test_each_month_is_judged_by_itself(month: str) -> None:
    for field, code, met, missed, one_less, one_more in (
        ("话务员接话服务满意率", "D31", "95%", "94.99%", "1", "0.6"),
        ("回访满意率", "D32", "80%", "79.99%", "2", "1.6"),
    ):
        place = ("月报", month, field)
        was = Decimal(row_of(published_facts(), place)[field].rstrip("%"))
        missed_before = was < Decimal(met.rstrip("%"))
        assert_moves({place: met}, {code: one_less} if missed_before else {})
        assert_moves({place: missed}, {} if missed_before else {code: one_more})


@pytest.mark.parametrize("month", MONTHS)
def test_each_month_of_the_knowledge_base_counts_until_nothing_is_left(month: str) -> None:
    place = ("月报", month, "知识库更新量")
    if month in ("2020-09", "2021-01"):  # the two that had a hundred: ten others have used up the two points
        assert_moves({place: "99"}, {})
    else:
        assert_moves({place: "100"}, {"C32": "0.2"})
        assert_moves({place: "99"}, {})


JUDGED_ELSEWHERE = {"超5分钟通话数", "接单数", "回访数", "话务员接话服务满意率", "回访满意率", "知识库更新量"}


def test_every_fact_that_the_rubric_declares_is_changed_by_a_test() -> None:
    declared = {(block.name, field.name): field for block in rubric().blocks for field in block.fields}
    fields = {at: field for at, field in declared.items() if at not in ONLY_CHECKED}
    tried = {(place[0], place[-1]) for place in (*FLIPPED, *(c.place for c in CHANGES))}
    tried |= {("月报", s.field) for s in SUMS} | {("月报", name) for name in JUDGED_ELSEWHERE}
    assert tried == set(fields)
    assert {*FLIPPED} == {at for at, field in fields.items() if field.kind == "yesno"}
    labels = {c.value for c in CHANGES if c.place[-1] == "验收结论"}
    assert labels | {"一次通过"} == set(fields["产出核查", "验收结论"].labels)
