"""Planted faults of several measures at once, and of facts that are related: what no measure shows by itself."""

from __future__ import annotations

from planted_frame import A1, RATE, Fault, by

RATES = "data d:\n    办结率: percent 0% .. 100% to 0.01%\n    满意率: percent 0% .. 100% to 0.01%\n"
CALLS = (
    "data m by month 2020-01 .. 2020-12:\n"
    "    话务量: count up to 1_000_000\n    接通数: count <= 话务量\n    满意数: count <= 接通数\n"
)
CASES = "data d:\n    受理数: count 1 .. 10_000\n    办结数: count <= 受理数\n    超期数: count <= 办结数\n"
MONEY = "data d:\n    预算: money 万元 1万元 .. 10_000万元 to 0.01\n    支出: money 万元 <= 预算\n    结余: money 万元 <= 预算\n"
TICKETS = "data e by event:\n    超时: yes/no\n    级别: one of 市级, 省级\n"
TIMES = "data e by event:\n    首响: duration 0 minutes .. 600 minutes to 1 minute\n    耗时: duration 0 minutes .. 600 minutes to 1 minute\n"
DATES = "data d:\n    受理: date 2020-01-01 .. 2020-12-31\n    办结: date 2020-01-01 .. 2021-12-31\n"
GRADED = "    grades: 优 >= 4, 中 >= 2, 差 otherwise\n"
STEPS = "deduct 0.5 per 1pp of 办结率 below 95%; deduct 0.5 per 1pp of 满意率 below 90%"
TWO_TARGETS = A1 + STEPS + "; "
SHARE = "of sum(接通数) / sum(话务量); target >= 95%; deduct 1 per 1% below; "

MEASURES = {
    "two targets, and forgiveness for failing both": Fault(
        "monotone",
        RATES + TWO_TARGETS + "at least 3 when 办结率 < 60% and 满意率 < 60%\n",
        RATES + TWO_TARGETS + "at least 3 when 办结率 >= 95% and 满意率 >= 60%\n",
        "which is better",
    ),
    "a bonus for the difference of two rates": Fault(
        "monotone",
        RATES + A1 + "of 办结率; target >= 95%; deduct 1 per 1% below up to 3; deduct 2 when 办结率 > 满意率\n",
        RATES + A1 + "of 办结率; target >= 95%; deduct 1 per 1% below up to 3; deduct 2 when 办结率 < 满意率\n",
        "which is better",
    ),
    "weights by two rates, one of them turned round": Fault(
        "monotone",
        RATES + A1 + "higher is better; score 3 * 办结率 + 2 * (1 - 满意率)\n",
        RATES + A1 + "higher is better; score 3 * 办结率 + 2 * 满意率\n",
        "which is better",
    ),
    "weights of two rates that do not fill the points": Fault(
        "reachability",
        RATES + A1 + "score 3 * min(办结率, 满意率) + 1.5 * max(办结率, 满意率)\n",
        RATES + A1 + "score 3 * min(办结率, 满意率) + 2 * max(办结率, 满意率)\n",
    ),
    "rows of two rates, one behind the others": Fault(
        "reachability",
        RATES
        + by(
            "办结率 >= 95% and 满意率 >= 90%: 5",
            "办结率 + 满意率 >= 150%: 3",
            "办结率 >= 98% and 满意率 >= 92%: 4",
            "otherwise: 0",
        ),
        RATES
        + by(
            "办结率 >= 95% and 满意率 >= 90%: 5",
            "办结率 + 满意率 >= 186%: 4",
            "办结率 + 满意率 >= 150%: 3",
            "otherwise: 0",
        ),
        "row 3",
    ),
    "a part that exceeds its whole": Fault(
        "consequence",
        CASES + A1 + "of 办结数 / 受理数; target >= 95%; deduct 0.1 per 1% below; zero when 超期数 > 受理数\n",
        CASES + A1 + "of 办结数 / 受理数; target >= 95%; deduct 0.1 per 1% below; zero when 超期数 > 受理数 / 2\n",
        "never changes",
    ),
    "a veto by sums that the declaration excludes": Fault(
        "consequence",
        CALLS + A1 + SHARE + "zero when sum(满意数) > sum(话务量)\n",
        CALLS + A1 + SHARE.replace("deduct 1", "deduct 0.1") + "zero when sum(满意数) * 2 < sum(话务量)\n",
        "never changes",
    ),
    "a ratio beside its part": Fault(
        "consequence",
        CASES + A1 + "of 办结数 / 受理数; target >= 95%; deduct 0.1 per 1% below; zero when 办结数 = 0 and 超期数 > 0\n",
        CASES + A1 + "of 办结数 / 受理数; target >= 95%; deduct 0.1 per 1% below; zero when 办结数 > 0 and 超期数 = 0\n",
        "never changes",
    ),
    "some rows, more than all rows": Fault(
        "consequence",
        TICKETS
        + A1
        + "deduct 0.5 per 1 of count(e where 超时) up to 3; deduct 2 when count(e where 超时 and 级别 = 省级) > count(e)\n",
        TICKETS
        + A1
        + "deduct 0.5 per 1 of count(e where 超时) up to 3; deduct 2 when count(e where 超时 and 级别 = 省级) * 2 > count(e)\n",
        "never changes",
    ),
    "two shares that are more than the whole": Fault(
        "consequence",
        TICKETS
        + A1
        + "deduct 0.5 per 1 of count(e where 超时) up to 3; "
        + "deduct 2 when count(e where 级别 = 省级) + count(e where 级别 = 市级) > count(e)\n",
        TICKETS
        + A1
        + "deduct 0.5 per 1 of count(e where 超时) up to 3; "
        + "deduct 2 when count(e where 级别 = 省级) + count(e where 超时) > count(e)\n",
        "never changes",
    ),
    "a floor that two charges together do not reach": Fault(
        "consequence",
        RATES
        + A1
        + "deduct 2 when 办结率 < 95% and 满意率 < 90%; deduct 1 when 办结率 < 95% and 满意率 >= 90%; at least 2\n",
        RATES
        + A1
        + "deduct 2 when 办结率 < 95% and 满意率 < 90%; deduct 1 when 办结率 < 95% and 满意率 >= 90%; at least 3\n",
        "limit of 2",
    ),
    "a condition that the declarations fulfil": Fault(
        "vary",
        CASES + A1 + "score if 超期数 <= 受理数 then 5 else 0\n",
        CASES + A1 + "score if 超期数 < 受理数 then 5 else 0\n",
        "all facts give 5",
    ),
    "what is spent and what is left, both charged": Fault(
        "double_charge",
        MONEY + A1 + "deduct 1 when 支出 > 预算 * 90%; deduct 1 when 支出 > 预算 * 80%; deduct 1 when 结余 > 0万元\n",
        MONEY
        + A1
        + "deduct 1 when 支出 > 预算 * 90%; deduct 1 when 支出 > 预算 * 80% and 支出 <= 预算 * 90%; deduct 1 when 结余 > 0万元\n",
        "charge the same twice",
    ),
    "rows taken by two clauses for two times": Fault(
        "double_charge",
        TIMES
        + A1
        + "deduct 0.5 per row of e where 首响 > 60 minutes; deduct 1 per row of e where 耗时 - 首响 > 300 minutes\n",
        TIMES
        + A1
        + "deduct 0.5 per row of e where 首响 > 60 minutes; deduct 1 per row of e where 耗时 - 首响 > 540 minutes\n",
        "charge the same twice",
    ),
    "a day before which it is worse": Fault(
        "monotone",
        DATES + A1 + "lower is better; of 办结 - 受理; target <= 60 days; deduct 1 per 10 days above up to 3; deduct 2 when 办结 < 2020-03-01\n",
        DATES + A1 + "lower is better; of 办结 - 受理; target <= 60 days; deduct 1 per 10 days above up to 3; deduct 2 when 办结 > 2020-12-31\n",
        "which is better",
    ),
    "two items of one fact that are never both full": Fault(
        "grades",
        GRADED + RATE + "A1 n weight 3: of 执行率; target >= 90%\nA2 m weight 2: deduct 2 when 执行率 > 50%\n",
        GRADED + RATE + "A1 n weight 3: of 执行率; target >= 90%\nA2 m weight 2: deduct 2 when 执行率 < 50%\n",
        "no facts at all",
    ),
    "a grade that a veto over the same facts takes away": Fault(
        "grades",
        GRADED + CASES + "A1 n weight 5: pro rata of 办结数 / 受理数\ntotal at most 3 when 办结数 * 2 > 受理数 or 超期数 > 0\n",
        GRADED + CASES + "A1 n weight 5: pro rata of 办结数 / 受理数\ntotal at most 3 when 办结数 * 2 > 受理数 and 超期数 > 0\n",
        "no facts at all",
    ),
}  # fmt: skip
