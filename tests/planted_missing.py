"""Planted faults of what is given without a fact: an answer above the least, an empty cell between good and bad."""

from __future__ import annotations

from planted_frame import A1, COUNT, DAY, MONTHS, RATE, RATIO, TWO, Fault, bands

STEPS = "of 执行率; target >= 95%; deduct 1 per 1% below"
OPTIONAL = RATE.replace("0.01%", "0.01% may be missing")
CLOSED = DAY.replace("date", "date may be missing")
LEVEL = "data d:\n    级别: one of 优, 良, 差 may be missing\n"
SATISFIED = "data d:\n    满意度: percent 0% .. 100% to 0.1% may be missing\n"
GIVEN = "满意度 is not missing and 满意度"


def by_level(*rows: str) -> str:
    return A1 + "by:\n" + "".join(f"    {row}\n" for row in rows)


ROWS = bands(">= 95%: 5", "[80%, 95%): 3", "otherwise: 1").removeprefix(A1)
LABELS = ("级别 is not missing and 级别 = 优: 5", "级别 is not missing and 级别 = 良: 3")
BAD = "级别 is not missing and 级别 = 差: 0"

MISSING = {
    "half for what is not handed in": Fault(
        "missing",
        RATE + A1 + STEPS + "; missing 2.5\n",
        RATE + A1 + STEPS + "; missing zero\n",
        "2.5 for missing facts, and stated ones may give 0",
    ),
    "full marks for a figure that is not stated": Fault(
        "missing",
        RATE + A1 + "missing full; " + ROWS,
        RATE + A1 + "missing 1; " + ROWS,
    ),
    "zero is more than a negative floor": Fault(
        "missing",
        RATE + A1 + STEPS + "; at least -2; missing zero\n",
        RATE + A1 + STEPS + "; at least -2; missing refuse\n",
        "stated ones may give -2",
    ),
    "每月的数缺一个就得两分": Fault(
        "missing",
        MONTHS + A1 + RATIO + "missing 2\n",
        MONTHS + A1 + RATIO + "missing refuse\n",
        "stated ones may give 0",
    ),
    "a charge that is hidden with its fact": Fault(
        "missing",
        TWO + A1 + "of 执行率; target >= 95%; deduct 1 per 1% below up to 3; deduct 2 when 投诉数 > 10; missing 1\n",
        TWO + A1 + "of 执行率; target >= 95%; deduct 1 per 1% below up to 3; deduct 1 when 投诉数 > 10; missing 1\n",
    ),
    "no count is as good as none": Fault(
        "missing",
        COUNT + A1 + "deduct 1 per 1 of 投诉数; missing full\n",
        COUNT + A1 + "deduct 1 per 1 of 投诉数; missing zero\n",
    ),
    "an empty cell counts as the average": Fault(
        "missing",
        OPTIONAL + A1 + "of (执行率, else 93%); target >= 95%; deduct 1 per 1% below\n",
        OPTIONAL + A1 + "of (执行率, else 0%); target >= 95%; deduct 1 per 1% below\n",
        "good values of 执行率 give more",
    ),
    "没有整改日期的按刚逾期计": Fault(
        "missing",
        CLOSED + A1 + "of (完成日期, else 2021-01-15); target by 2020-12-31; deduct 1 per month late\n",
        CLOSED + A1 + "of (完成日期, else 2022-12-31); target by 2020-12-31; deduct 1 per month late\n",
    ),
    "an empty label is better than the worst": Fault(
        "missing",
        LEVEL + by_level(*LABELS, BAD, "otherwise: 2"),
        LEVEL + by_level(*LABELS, "otherwise: 0"),
    ),
    "reward and charge, and a way round both": Fault(
        "missing",
        SATISFIED + A1 + f"start at 3; add 2 when {GIVEN} >= 90%; deduct 3 when {GIVEN} < 60%\n",
        SATISFIED + A1 + f"start at 3; add 2 when {GIVEN} >= 90%; deduct 3 when 满意度 is missing\n",
    ),
}  # fmt: skip
