"""What planted faults are made of: data blocks, an indicator of five points, rows."""

from __future__ import annotations

from typing import NamedTuple

HEADER = """\
rubric "示例":
    total 5
    convention cn-fiscal
"""
RATE = "data d:\n    执行率: percent 0% .. 100% to 0.01%\n"
OPEN = "data d:\n    完成率: percent 0% .. 200% to 0.1%\n"
COUNT = "data d:\n    投诉数: count up to 1_000\n"
MONTHS = (
    "data m by month 2020-01 .. 2020-12:\n    话务量: count up to 1_000_000\n    接通数: count <= 话务量\n"
)
DAY = "data d:\n    完成日期: date\n"
TWO = "data d:\n    执行率: percent 0% .. 100% to 0.01%\n    投诉数: count up to 1_000\n"
ANSWER = "data d:\n    执行率: percent 0% .. 100% to 0.01%\n    有事故: yes/no\n"
ROWS = "data e by event:\n    金额: money 万元 0 .. 1_000 to 0.01\n    逾期: yes/no\n"
A1 = "A1 n weight 5: "
SATISFIED = "数据 核查：\n    满意度：百分比 0% .. 100% 精确到 0.1%\n"
RATIO = "of sum(接通数) / sum(话务量); target >= 95%; deduct 1 per 1% below; "
RATES = "A g weight 5:\n    A1 n weight 3: of 执行率; target >= 95%\n"


class Fault(NamedTuple):
    """`says`: what the refuted claim's sentence has in it."""

    claim: str
    wrong: str
    right: str
    says: str = ""


def bands(*rows: str) -> str:
    return "A1 n weight 5: by 执行率:\n" + "".join(f"    {row}\n" for row in rows)


def by(*rows: str) -> str:
    return "A1 n weight 5: by:\n" + "".join(f"    {row}\n" for row in rows)
