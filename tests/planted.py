"""Small rubrics, each with one fault that a real author makes, and each with its sound twin."""

from __future__ import annotations

from planted_frame import A1, ANSWER, COUNT, DAY, MONTHS, OPEN, RATE, RATIO, SATISFIED, Fault, bands, by
from planted_measures import MEASURES
from planted_missing import MISSING
from planted_more import MORE

FAULTS = {
    "two points swapped": Fault(
        "monotone",
        RATE + bands(">= 95%: 5", "[90%, 95%): 3", "[80%, 90%): 4", "otherwise: 0"),
        RATE + bands(">= 95%: 5", "[90%, 95%): 4", "[80%, 90%): 3", "otherwise: 0"),
        "both rise and fall",
    ),
    "a slope that does not meet its bands": Fault(
        "monotone",
        RATE + bands(">= 95%: 5", "[80%, 95%): linear 5 .. 2", "otherwise: 0"),
        RATE + bands(">= 95%: 5", "[80%, 95%): linear 2 .. 5", "otherwise: 0"),
    ),
    "better beyond the target is charged": Fault(
        "monotone",
        OPEN + A1 + "of 完成率; target >= 90%; deduct 1 per 1% below up to 2; deduct 2 when 完成率 > 150%\n",
        OPEN + A1 + "of 完成率; target >= 90%; deduct 1 per 1% below up to 2; deduct 2 when 完成率 < 50%\n",
        "which is better",
    ),
    "a cap that a worse value escapes": Fault(
        "monotone",
        RATE + A1 + "of 执行率; target >= 95%; deduct 0.1 per 1% below; at least 4 when 执行率 < 50%\n",
        RATE + A1 + "of 执行率; target >= 95%; deduct 0.1 per 1% below; at most 1 when 执行率 < 80%\n",
    ),
    "fewer complaints, fewer points": Fault(
        "monotone",
        COUNT + A1 + "of 投诉数; lower is better; start at 0; add 1 per 1 of 投诉数\n",
        COUNT + A1 + "of 投诉数; lower is better; deduct 1 per 1 of 投诉数\n",
    ),
    "an early day is late": Fault(
        "monotone",
        DAY
        + A1
        + "of 完成日期; target by 2020-12-31; deduct 1 per month late; deduct 2 when 完成日期 < 2020-01-01\n",
        DAY
        + A1
        + "of 完成日期; target by 2020-12-31; deduct 1 per month late; deduct 1 when 完成日期 > 2021-01-15\n",
    ),
    "a ratio of sums that falls": Fault(
        "monotone",
        MONTHS + A1 + RATIO + "at most 3 when sum(接通数) / sum(话务量) >= 99%\n",
        MONTHS + A1 + RATIO + "at most 3 when sum(接通数) / sum(话务量) < 99%\n",
    ),
    "a target that cannot be missed": Fault(
        "consequence",
        RATE + A1 + "of 执行率; target >= 0%; deduct 1 per 1% below; deduct 1 when 执行率 < 50%\n",
        RATE + A1 + "of 执行率; target >= 90%; deduct 0.1 per 1% below; deduct 1 when 执行率 < 50%\n",
    ),
    "a veto that never falls": Fault(
        "consequence",
        ANSWER + A1 + "of 执行率; target >= 95%; deduct 1 per 1% below; zero when 有事故 and 执行率 > 100%\n",
        ANSWER + A1 + "of 执行率; target >= 95%; deduct 1 per 1% below; zero when 有事故 and 执行率 < 99%\n",
        "never changes",
    ),
    "a charge hidden by the floor": Fault(
        "consequence",
        RATE + A1 + "of 执行率; target >= 95%; deduct 1 per 1% below; deduct 1 when 执行率 < 60%\n",
        RATE + A1 + "of 执行率; target >= 95%; deduct 1 per 1% below up to 3; deduct 1 when 执行率 < 60%\n",
    ),
    "a floor that nothing reaches": Fault(
        "consequence",
        RATE + A1 + "of 执行率; target >= 95%; deduct 1 per 1% below up to 2; at least 2 when 执行率 > 10%\n",
        RATE + A1 + "of 执行率; target >= 95%; deduct 1 per 1% below; at least 2 when 执行率 > 10%\n",
    ),
    "a limit above the points": Fault(
        "consequence",
        RATE + A1 + "of 执行率; target >= 95%; deduct 1 per 1% below; at most 4 when 执行率 < 80%\n",
        RATE + A1 + "of 执行率; target >= 95%; deduct 0.1 per 1% below; at most 4 when 执行率 < 95%\n",
    ),
    "a fact that nothing reads": Fault(
        "consequence",
        RATE + "    备用数: count\n" + A1 + "of 执行率; target >= 95%; deduct 1 per 1% below\n",
        RATE + A1 + "of 执行率; target >= 95%; deduct 1 per 1% below\n",
        "d.备用数",
    ),
    "full marks out of reach": Fault(
        "reachability",
        RATE + bands(">= 95%: 4.5", "[80%, 95%): 3", "otherwise: 0"),
        RATE + bands(">= 95%: 5", "[80%, 95%): 3", "otherwise: 0"),
        "at most 4.5",
    ),
    "a start that additions do not fill": Fault(
        "reachability",
        ANSWER + A1 + "start at 3; add 1 when 有事故; add 0.5 when 执行率 > 90%\n",
        ANSWER + A1 + "start at 3; add 1 when 有事故; add 1 when 执行率 > 90%\n",
    ),
    "a target beyond the domain": Fault(
        "reachability",
        RATE + A1 + "pro rata of 执行率 / 2\n",
        RATE + A1 + "pro rata of 执行率\n",
    ),
    "a deduction that always falls": Fault(
        "reachability",
        COUNT + A1 + "deduct 1 when 投诉数 >= 0; deduct 1 per 10 of 投诉数\n",
        COUNT + A1 + "deduct 1 when 投诉数 > 0; deduct 1 per 10 of 投诉数\n",
    ),
    "a condition row behind another": Fault(
        "reachability",
        RATE + by("执行率 >= 90%: 5", "执行率 >= 95%: 3", "otherwise: 0"),
        RATE + by("执行率 >= 95%: 5", "执行率 >= 90%: 3", "otherwise: 0"),
        "row 2",
    ),
    "points that never change": Fault(
        "vary",
        RATE + A1 + "of 执行率; target >= 0%\n",
        RATE + A1 + "of 执行率; target >= 1%\n",
        "all facts give 5",
    ),
    "a gap between bands": Fault(
        "tiling",
        RATE + bands(">= 95%: 5", "[80%, 94%]: 3", "< 80%: 0"),
        RATE + bands(">= 95%: 5", "[80%, 95%): 3", "< 80%: 0"),
        "94.01%",
    ),
    "bands that overlap": Fault(
        "tiling",
        RATE + bands(">= 95%: 5", "[80%, 95%]: 3", "< 80%: 0"),
        RATE + bands(">= 95%: 5", "[80%, 95%): 3", "< 80%: 0"),
        "95%",
    ),
    "weights that do not add up": Fault(
        "weights",
        RATE
        + "A g weight 5:\n    A1 n weight 3: of 执行率; target >= 95%\n    A2 m weight 1: of 执行率; target >= 90%\n",
        RATE
        + "A g weight 5:\n    A1 n weight 3: of 执行率; target >= 95%\n    A2 m weight 2: of 执行率; target >= 90%\n",
        "1 short",
    ),
    "计分表的档次写反": Fault(
        "monotone",
        SATISFIED + "甲 权重5：按 满意度：\n    ≥90%：3\n    [80%，90%)：5\n    其他：0\n",
        SATISFIED + "甲 权重5：按 满意度：\n    ≥90%：5\n    [80%，90%)：3\n    其他：0\n",
    ),
    "一票否决永远不成立": Fault(
        "consequence",
        SATISFIED + "甲 权重5：取 满意度；目标≥90%；每低1%扣1分；不得分 当 满意度>100%\n",
        SATISFIED + "甲 权重5：取 满意度；目标≥90%；每低1%扣1分；不得分 当 满意度<88%\n",
        "never changes",
    ),
    "months that cannot add up to full marks": Fault(
        "reachability",
        MONTHS + A1 + "start at 0; add 0.4 per month where 话务量 >= 100 and 接通数 >= 90\n",
        MONTHS + A1 + "start at 0; add 0.5 per month where 话务量 >= 100 and 接通数 >= 90\n",
        "at most 4.8",
    ),
    "more complaints, once forgiven": Fault(
        "monotone",
        COUNT + A1 + "lower is better; deduct 0.5 per 1 of 投诉数 up to 3; at least 4 when 投诉数 > 10\n",
        COUNT + A1 + "lower is better; deduct 0.5 per 1 of 投诉数 up to 3; at least 4.5 when 投诉数 < 3\n",
    ),
    "pro rata of what is already full": Fault(
        "vary",
        OPEN + A1 + "pro rata of 1 + 完成率\n",
        OPEN + A1 + "pro rata of 完成率\n",
    ),
    "a cap that takes full marks away": Fault(
        "reachability",
        OPEN + A1 + "pro rata of 完成率; at most 4\n",
        OPEN + A1 + "pro rata of 完成率; at most 4 when 完成率 < 50%\n".replace("50%", "90%"),
        "at most 4",
    ),
    "a day that is never late": Fault(
        "consequence",
        "data d:\n    完成日期: date 2019-01-01 .. 2020-06-30\n    有事故: yes/no\n"
        + A1
        + "of 完成日期; target by 2020-12-31; deduct 1 per month late; deduct 1 when 有事故\n",
        "data d:\n    完成日期: date 2019-01-01 .. 2021-06-30\n    有事故: yes/no\n"
        + A1
        + "of 完成日期; target by 2020-12-31; deduct 1 per month late; deduct 1 when 有事故\n",
        "month late",
    ),
    "judged below its weight": Fault(
        "reachability",
        ANSWER + A1 + "start at 0; add judged 0 .. 3; add 1 when 有事故; deduct 1 when 执行率 < 10%\n",
        ANSWER + A1 + "start at 0; add judged 0 .. 4; add 1 when 有事故; deduct 1 when 执行率 < 10%\n",
    ),
}
FAULTS |= MORE | MEASURES | MISSING
