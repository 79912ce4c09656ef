"""Lüliang 2020: the figures of its annexes against each other. Every fact that is only checked turns a check around."""

from __future__ import annotations

import pytest

from luliang_facts import PUBLISHED, Facts, changed, published_facts, rubric, scores
from luliang_figures import MONTHLY, SINGLE, Change

FAILING = {
    "附件5合计", "问卷人数一致", "五十岁以上占比可由份数得出", "了解热线占比可由份数得出", "坐席数一致",
    "内参次数合办法", "接单数不多于话务量", "监听数与接单数不同", "自评得分与复核一致", "自评年话务量与复核一致",
    "自评年话务量达到自评目标", "自评回访率与复核一致", "自评及时处理率与复核一致",
}  # fmt: skip

CHANGES: dict[tuple[str, ...], Change] = {("月报", "2020-07", field): c for field, c in MONTHLY.items()}
CHANGES |= SINGLE


def failing(facts: Facts) -> set[str]:
    return {each.name for each in rubric().score(facts).statements if each.holds is False}


def test_these_statements_of_the_report_fail_and_all_others_hold() -> None:
    assert failing(published_facts()) == FAILING
    assert all(each.holds is not None for each in rubric().score(published_facts()).statements)


@pytest.mark.parametrize("place", CHANGES, ids="/".join)
def test_a_figure_that_is_only_checked_turns_its_checks_around(place: tuple[str, ...]) -> None:
    change: Change = CHANGES[place]
    facts = changed({place: change[0]})
    assert failing(facts) ^ FAILING == set(change[1])
    assert scores(facts) == PUBLISHED
