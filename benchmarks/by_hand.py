"""The 34 Lüliang indicators as a competent engineer would write them by hand: floats, one function, no compiler.

It exists to be measured against (benchmarks/run.py). Rates are float quotients, money is in 万元, steps are `ceil` of a
float distance, and points are rounded with `round`: what everybody writes first. It has the mistakes that come with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

DEADLINE = date(2020, 12, 31)
YEAR_END = date(2020, 12, 31)


@dataclass(slots=True)
class Measures:
    """Already aggregated; a checklist is its answers in order."""

    a11: tuple[bool, ...]
    a12: tuple[bool, ...]
    a21: tuple[bool, ...]
    a22: tuple[bool, ...]
    a31: tuple[bool, ...]
    a32: tuple[bool, ...]
    budget: float
    received: float
    spent: float
    b13: tuple[bool, ...]
    misused: bool
    b21: tuple[bool, ...]
    b22: tuple[bool, ...]
    unlawful: bool
    b23: tuple[bool, ...]
    planned_parts: int
    built_parts: int
    planned_lines: int
    merged_lines: int
    service_hours: float
    calls: int
    mean_calls: float
    answered: int
    answered_10s: int
    longer_5min: int
    monitored: int
    monitored_good: int
    acceptance: str
    planned_agents: int
    agents: int
    opened: date
    short_months: int
    c41: tuple[bool, ...]
    unsettled: bool
    late_regular: int
    late_other: int
    received_orders: int
    closed: int
    closed_in_time: int
    called_back: int
    complaints: int
    provincial_complaints: int
    d17: tuple[bool, ...]
    d21: tuple[bool, ...]
    months_below_95: int
    months_below_80: int
    satisfaction: float


def months_late(actual: date, deadline: date) -> int:
    """Started months."""
    if actual <= deadline:
        return 0
    months = (actual.year - deadline.year) * 12 + actual.month - deadline.month
    return months + 1 if actual.day > deadline.day else max(months, 1)


def points(m: Measures) -> tuple[float, ...]:
    """Points of A11 … D33, in order."""
    execution = m.spent / m.budget
    if execution >= 0.95:
        b12 = 3.0
    elif execution > 0.90:
        b12 = 2.0
    elif execution >= 0.85:
        b12 = 1.0
    else:
        b12 = 0.0

    if m.acceptance in ("一次通过", "一次整改后通过"):
        c21 = 2.0
    elif m.acceptance == "二次整改后通过":
        c21 = 1.0
    else:
        c21 = 0.0

    quality = m.monitored_good / m.monitored
    if quality >= 0.95:
        c24 = 2.0
    elif quality >= 0.90:
        c24 = 1.0
    else:
        c24 = 0.0

    in_time = m.closed_in_time / m.closed
    if in_time >= 0.90:
        d14 = 5.0
    elif in_time >= 0.85:
        d14 = 4.0
    elif in_time >= 0.80:
        d14 = 3.0
    elif in_time >= 0.75:
        d14 = 2.0
    elif in_time >= 0.70:
        d14 = 1.0
    else:
        d14 = 0.0

    q1, q2, q3, q4, q5 = m.a11
    r1, r2, r3 = m.a12
    s1, s2, s3, s4 = m.a21
    t1, t2, t3 = m.a22
    u1, u2, u3, u4 = m.a31
    v1, v2 = m.a32
    w1, w2, w3 = m.b13
    x1, x2 = m.b21
    y1, y2 = m.b23
    z1, z2 = m.c41
    p1, p2 = m.d17
    o1, o2, o3 = m.d21
    return (
        1.0 * q1 + 1.0 * q2 + 1.0 * q3 + 1.0 * q4 + 1.0 * q5,
        2.0 * r1 + 2.0 * r2 + 1.0 * r3,
        0.5 * s1 + 0.5 * s2 + 0.5 * s3 + 0.5 * s4,
        0.5 * t1 + 1.0 * t2 + 0.5 * t3,
        1.0 * u1 + 0.5 * u2 + 0.5 * u3 + 1.0 * u4,
        1.5 * v1 + 1.5 * v2,
        round(2 * min(1.0, m.received / m.budget), 2),
        b12,
        0.0 if m.misused or not w1 else 2.0 + 1.5 * w2 + 1.5 * w3,
        1.0 * x1 + 1.0 * x2,
        0.0 if m.unlawful else float(sum(m.b22)),
        1.5 * y1 + 1.5 * y2,
        round(3 * min(1.0, m.built_parts / m.planned_parts), 2),
        round(2 * min(1.0, m.merged_lines / m.planned_lines), 2),
        max(0.0, 2.0 - max(0, ceil((1.0 - m.service_hours / 24) / 0.01))),
        max(0.0, 3.0 - max(0, ceil((30000 - m.mean_calls) / 30000 / 0.05))),
        c21,
        max(0.0, 5.0 - max(0, ceil((0.95 - m.answered / m.calls) / 0.01))),
        round(2 * min(1.0, m.agents / m.planned_agents), 2),
        c24,
        max(0.0, 3.0 - months_late(m.opened, DEADLINE)),
        max(0.0, 2.0 - 0.2 * m.short_months),
        0.0 if m.unsettled else 2.0 * z1 + 2.0 * z2,
        max(0.0, 4.0 - m.late_regular - m.late_other),
        max(0.0, 2.0 - max(0, ceil((0.80 - m.answered_10s / m.answered) / 0.01))),
        max(0.0, 2.0 - 0.5 * max(0, ceil((m.longer_5min / m.answered - 0.36) / 0.01))),
        d14,
        max(0.0, 4.0 - 0.5 * max(0, ceil((1.0 - m.called_back / m.received_orders) / 0.01))),
        max(0.0, 2.0 - 0.1 * m.complaints - 2.0 * m.provincial_complaints),
        1.0 * p1 + 1.0 * p2,
        1.0 * o1 + 1.0 * o2 + 1.0 * o3,
        max(0.0, 2.0 - 0.2 * m.months_below_95),
        max(0.0, 2.0 - 0.2 * m.months_below_80),
        max(0.0, 2.0 - 0.1 * max(0, ceil((0.90 - m.satisfaction) / 0.01))),
    )


def measures(facts: Mapping[str, Any]) -> Measures:
    """From facts in the shape of the rubric, with numbers as they come."""
    months: Sequence[Mapping[str, Any]] = facts["月报"]

    def column(name: str) -> list[Any]:
        return [row[name] for row in months]

    def answers(block: str, *names: str) -> tuple[bool, ...]:
        return tuple(facts[block][name] for name in names)

    money, work, output, effect = facts["资金管理"], facts["组织实施"], facts["产出核查"], facts["效益核查"]
    return Measures(
        answers("项目立项", "符合省级方案", "符合市级通知", "属部门职责", "属财政支持范围", "无重复项目"),
        answers("项目立项", "按程序审批", "立项文件齐全", "经过事前论证"),
        answers("绩效目标", "有绩效目标", "目标与工作相关", "效益水平正常", "目标匹配资金量"),
        answers("绩效目标", "指标已细化", "指标值可衡量", "指标对应任务数"),
        answers("资金投入", "预算经科学论证", "预算匹配项目内容", "预算匹配工作任务", "预算测算有据"),
        answers("资金投入", "资金分配有据", "分配额度合理"),
        float(money["预算资金"]),
        float(money["到位资金"]),
        sum(float(row["付款金额"]) for row in facts["支付"] if row["付款日期"] <= YEAR_END),
        answers("资金管理", "经集体决策会议", "审批手续完整", "用途符合批复"),
        money["有截留挪用等情况"],
        answers("组织实施", "有运营管理办法", "管理制度完整"),
        answers("组织实施", "遵守法规制度", "调整手续完备", "采购制度执行", "资料齐全归档", "实施条件到位"),
        work["有重大违法违规"],
        answers("组织实施", "有考核办法", "数据监控有效"),
        output["计划建设内容数"],
        output["建成内容数"],
        output["计划整合热线数"],
        output["已整合热线数"],
        float(output["每日人工服务时长"]),
        sum(column("话务量")),
        sum(column("话务量")) / len(months),
        sum(column("话务接通数")),
        sum(column("热线10秒接通数")),
        sum(column("超5分钟通话数")),
        sum(column("话务监听数")),
        sum(column("话务监听合格数")),
        output["验收结论"],
        output["计划话务员数"],
        output["实配话务员数"],
        output["验收运营日期"],
        sum(value < 100 for value in column("知识库更新量")),
        answers("产出核查", "已结算审核", "拨付未超结算价款"),
        output["有结算失管情形"],
        effect["逾期定期报告数"],
        effect["逾期不定期报告数"],
        sum(column("接单数")),
        sum(column("办结数")),
        sum(column("按时办结数")),
        sum(column("回访数")),
        effect["态度投诉数"],
        effect["省级态度投诉数"],
        answers("效益核查", "已开展宣传", "宣传多样有力"),
        answers("效益核查", "软硬件维护完好", "管理人员满足需求", "后续经费有来源"),
        sum(float(value) < 0.95 for value in column("话务员接话服务满意率")),
        sum(float(value) < 0.80 for value in column("回访满意率")),
        float(effect["市民满意度"]),
    )
