"""Lüliang 2020: the published scores, and how every finding, figure, label and date moves them.

Every fact of the rubric is changed in turn, here or in `test_luliang_months.py`, and all 34 scores are compared: those
that should move with the points that the rule gives, the others with the published ones. What is refused or moves
nothing says why.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import pytest

from luliang_facts import PUBLISHED, Place, Scores, assert_moves, published_facts, row_of, rubric, scores

# ---- as published ----------------------------------------------------------------------------------------


def test_every_indicator_scores_as_published() -> None:
    assert scores(published_facts()) == PUBLISHED


def test_total_and_grade_are_the_published_ones() -> None:
    result = rubric().score(published_facts())
    assert result.total == Decimal("85.6")
    assert result.grade == "良"
    parts = {"A": "20", "B": "19", "C": "26", "D": "20.6"}
    assert {part.code: str(part.points) for part in result.tree} == parts


def test_ten_thousand_more_calls_in_july_leave_one_point_for_the_answer_rate() -> None:
    """324720 / 354111 is 91.70 %: four started steps below 95 %."""
    assert_moves({("月报", "2020-07", "话务量"): "21389"}, {"C22": "1"})


def test_a_hundred_new_entries_in_july_give_back_a_fifth_of_a_point() -> None:
    assert_moves({("月报", "2020-07", "知识库更新量"): "100"}, {"C32": "0.2"})


# ---- what was met or not ---------------------------------------------------------------------------------

FLIPPED: dict[Place, Scores] = {
    ("项目立项", "符合省级方案"): {"A11": "4"},
    ("项目立项", "符合市级通知"): {"A11": "4"},
    ("项目立项", "属部门职责"): {"A11": "4"},
    ("项目立项", "属财政支持范围"): {"A11": "4"},
    ("项目立项", "无重复项目"): {"A11": "4"},
    ("项目立项", "按程序审批"): {"A12": "3"},
    ("项目立项", "立项文件齐全"): {"A12": "3"},
    ("项目立项", "经过事前论证"): {"A12": "4"},
    ("绩效目标", "有绩效目标"): {"A21": "1.5"},
    ("绩效目标", "目标与工作相关"): {"A21": "1.5"},
    ("绩效目标", "效益水平正常"): {"A21": "1.5"},
    ("绩效目标", "目标匹配资金量"): {"A21": "1.5"},
    ("绩效目标", "指标已细化"): {"A22": "1.5"},
    ("绩效目标", "指标值可衡量"): {"A22": "1"},
    ("绩效目标", "指标对应任务数"): {"A22": "1.5"},
    ("资金投入", "预算经科学论证"): {"A31": "2"},
    ("资金投入", "预算匹配项目内容"): {"A31": "2.5"},
    ("资金投入", "预算匹配工作任务"): {"A31": "2.5"},
    ("资金投入", "预算测算有据"): {"A31": "2"},
    ("资金投入", "资金分配有据"): {"A32": "1.5"},
    ("资金投入", "分配额度合理"): {"A32": "1.5"},
    ("资金管理", "经集体决策会议"): {"B13": "0"},  # required: nothing is given without it
    ("资金管理", "审批手续完整"): {"B13": "3.5"},
    ("资金管理", "用途符合批复"): {"B13": "3.5"},
    ("资金管理", "有截留挪用等情况"): {"B13": "0"},
    ("组织实施", "有运营管理办法"): {"B21": "1"},
    ("组织实施", "管理制度完整"): {"B21": "1"},
    ("组织实施", "遵守法规制度"): {"B22": "3"},
    ("组织实施", "调整手续完备"): {"B22": "3"},
    ("组织实施", "采购制度执行"): {"B22": "3"},
    ("组织实施", "资料齐全归档"): {"B22": "5"},  # the one that was not met
    ("组织实施", "实施条件到位"): {"B22": "3"},
    ("组织实施", "有重大违法违规"): {"B22": "0"},
    ("组织实施", "有考核办法"): {"B23": "1.5"},
    ("组织实施", "数据监控有效"): {"B23": "1.5"},
    ("产出核查", "已结算审核"): {"C41": "2"},
    ("产出核查", "拨付未超结算价款"): {"C41": "2"},
    ("产出核查", "有结算失管情形"): {"C41": "0"},
    ("效益核查", "已开展宣传"): {"D17": "1"},
    ("效益核查", "宣传多样有力"): {"D17": "1"},
    ("效益核查", "软硬件维护完好"): {"D21": "1"},
    ("效益核查", "管理人员满足需求"): {"D21": "3"},  # the one that was not met
    ("效益核查", "后续经费有来源"): {"D21": "1"},
}


@pytest.mark.parametrize(
    ("place", "moved"), FLIPPED.items(), ids=lambda x: x[-1] if isinstance(x, tuple) else ""
)
def test_a_finding_turned_round_moves_its_indicator(place: Place, moved: Scores) -> None:
    was = row_of(published_facts(), place)[place[-1]]
    assert_moves({place: {"是": "否", "否": "是"}[was]}, moved)


# ---- single figures, labels, dates -----------------------------------------------------------------------


class Change(NamedTuple):
    place: Place
    value: str
    moved: Scores
    why: str = ""  # nothing moves, or not where one would look first


CHANGES = [
    Change(("资金管理", "预算资金"), "1241.5901", {"B12": "2"}, "B11 is 1.99999…, which rounds to 2"),
    Change(("资金管理", "预算资金"), "2000", {"B11": "1.24", "B12": "0"}),
    Change(("资金管理", "到位资金"), "1179.5105", {"B11": "1.9"}),
    Change(("资金管理", "到位资金"), "1300", {}, "more than was planned earns no more than full marks"),
    Change(("支付", "1", "付款日期"), "2020-12-31", {}, "the last day of the year is in the year"),
    Change(("支付", "1", "付款日期"), "2021-01-01", {"B12": "0"}),
    Change(("支付", "2", "付款日期"), "2021-01-01", {"B12": "0"}),
    Change(("支付", "3", "付款日期"), "2021-01-01", {"B12": "0"}),
    Change(("支付", "4", "付款日期"), "2020-12-31", {}, "99.99 % is in the same row as 95 %"),
    Change(("支付", "1", "付款金额"), "620.7949", {"B12": "2"}, "one yuan less than 95 %"),
    Change(("支付", "2", "付款金额"), "260.7949", {"B12": "2"}),
    Change(("支付", "3", "付款金额"), "297.9204", {"B12": "2"}),
    Change(("支付", "3", "付款金额"), "235.8410", {"B12": "1"}, "90 % exactly belongs to the third row"),
    Change(("支付", "3", "付款金额"), "235.8411", {"B12": "2"}),
    Change(("支付", "3", "付款金额"), "173.7615", {"B12": "1"}, "85 % exactly belongs to the third row too"),
    Change(("支付", "3", "付款金额"), "173.7614", {"B12": "0"}),
    Change(("支付", "4", "付款金额"), "0", {}, "paid after the year"),
    Change(("产出核查", "计划建设内容数"), "13", {"C11": "2.77"}),
    Change(("产出核查", "建成内容数"), "11", {"C11": "2.75"}),
    Change(("产出核查", "计划整合热线数"), "100", {"C12": "1.76"}),
    Change(("产出核查", "已整合热线数"), "40", {}, "220 % earned no more than full marks"),
    Change(("产出核查", "已整合热线数"), "39", {"C12": "1.95"}),
    Change(("产出核查", "每日人工服务时长"), "1426分钟", {"C13": "1"}, "14 of 1440 minutes are 0.97 %"),
    Change(("产出核查", "每日人工服务时长"), "1425分钟", {"C13": "0"}, "15 of 1440 minutes are 1.04 %"),
    Change(("产出核查", "验收结论"), "一次整改后通过", {}, "one row for both"),
    Change(("产出核查", "验收结论"), "二次整改后通过", {"C21": "1"}),
    Change(("产出核查", "验收结论"), "未通过", {"C21": "0"}),
    Change(("产出核查", "计划话务员数"), "100", {"C23": "1.6"}),
    Change(("产出核查", "实配话务员数"), "79", {"C23": "1.98"}, "1.975 rounds half up"),
    Change(("产出核查", "实配话务员数"), "88", {}, "at most full marks"),
    Change(("产出核查", "验收运营日期"), "2020-12-31", {}, "the deadline itself is in time"),
    Change(("产出核查", "验收运营日期"), "2021-01-01", {"C31": "2"}, "a started month counts"),
    Change(("产出核查", "验收运营日期"), "2021-01-31", {"C31": "2"}),
    Change(("产出核查", "验收运营日期"), "2021-02-01", {"C31": "1"}),
    Change(("产出核查", "验收运营日期"), "2021-03-01", {"C31": "0"}),
    Change(("效益核查", "逾期定期报告数"), "1", {"D11": "3"}),
    Change(("效益核查", "逾期定期报告数"), "5", {"D11": "0"}),
    Change(("效益核查", "逾期不定期报告数"), "1", {"D11": "3"}),
    Change(("效益核查", "态度投诉数"), "1", {"D16": "1.9"}),
    Change(("效益核查", "态度投诉数"), "21", {"D16": "0"}),
    Change(("效益核查", "省级态度投诉数"), "1", {"D16": "0"}),
    Change(("效益核查", "市民满意度"), "90%", {}, "at the target nothing is charged"),
    Change(("效益核查", "市民满意度"), "89.99%", {"D33": "1.9"}),
    Change(("效益核查", "市民满意度"), "88.99%", {"D33": "1.8"}),
    Change(("效益核查", "市民满意度"), "0%", {"D33": "0"}),
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda c: f"{''.join(c.place[1:])}={c.value}")
def test_a_figure_moves_its_indicator_across_each_step(change: Change) -> None:
    assert change.moved or change.why
    assert_moves({change.place: change.value}, change.moved)


def test_the_last_payment_counts_when_it_is_made_in_the_year() -> None:
    """Alone it changes nothing, as the top row is reached without it; one yuan under 95 % it does."""
    one_yuan_less = {("支付", "1", "付款金额"): "620.7949"}
    in_the_year = {("支付", "4", "付款日期"): "2020-12-31"}
    assert_moves(one_yuan_less, {"B12": "2"})
    assert_moves(one_yuan_less | in_the_year, {})
    assert_moves(one_yuan_less | in_the_year | {("支付", "4", "付款金额"): "0"}, {"B12": "2"})
