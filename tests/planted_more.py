"""More planted faults: charges that meet, limits that nothing reaches, rows, weights, directions, grades."""

from __future__ import annotations

from planted_frame import A1, ANSWER, COUNT, MONTHS, OPEN, RATE, RATIO, TWO, Fault, bands, by

PAIR = "A1 n weight 3: of 执行率; target >= 95%\nA2 m weight 2: of 投诉数; target <= 10\n"
EVENTS = "data e by event:\n    渠道: one of 省级, 市级\n    逾期: yes/no\n    款额: money 万元 0 .. 1_000 to 0.01\n"
LEVEL = "data d:\n    级别: one of 甲, 乙, 丙\n"
WAIT = "data d:\n    等待: duration 0 seconds .. 600 seconds to 1 second\n"
STEPS = "of 执行率; target >= 95%; deduct 1 per 1% below; "
TENTHS = "of 执行率; target >= 95%; deduct 0.1 per 1% below; "
BY_LEVEL = "A1 n weight 5: by 级别:\n"
G3 = "A g weight 5:\n    A1 n weight 3: of 执行率; target >= 95%\n    A2 m weight "
PROVINCIAL = "A1 投诉 权重5：\n    每行（e）其中 渠道 = 省级 扣2分\n"
ROWS = "deduct 1 per row of e where "


def grades(rows: str) -> str:
    """A line that follows the header."""
    return f"    grades: {rows}\n"


def inner(*rows: str) -> str:
    return "    by 执行率:\n" + "".join(f"        {row}\n" for row in rows)


MORE = {
    "a complaint charged for its channel and for its delay": Fault(
        "double_charge",
        EVENTS + A1 + f"{ROWS}渠道 = 省级; {ROWS}逾期; deduct 1 when sum(款额) > 100万元\n",
        EVENTS + A1 + f"{ROWS}渠道 = 省级; {ROWS}逾期 and 渠道 = 市级; deduct 1 when sum(款额) > 100万元\n",
        "charge the same twice",
    ),
    "the large sums are among the larger ones": Fault(
        "double_charge",
        EVENTS + A1 + f"{ROWS}款额 > 100万元; {ROWS}款额 > 500万元; {ROWS}逾期 and 渠道 = 省级 cumulative\n",
        EVENTS + A1 + f"{ROWS}款额 > 100万元 and 款额 <= 500万元; {ROWS}款额 > 500万元; "
        f"{ROWS}逾期 and 渠道 = 省级 cumulative\n",
    ),
    "two thresholds, both charged": Fault(
        "double_charge",
        RATE + A1 + "deduct 1 when 执行率 < 80%; deduct 2 when 执行率 < 60%\n",
        RATE + A1 + "deduct 1 when 执行率 >= 60% and 执行率 < 80%; deduct 2 when 执行率 < 60%\n",
    ),
    "one answer charged twice": Fault(
        "double_charge",
        ANSWER + A1 + f"{TENTHS}deduct 2 when 有事故; deduct 1 when 有事故\n",
        ANSWER + A1 + f"{TENTHS}deduct 2 when 有事故; deduct 1 cumulative when 有事故\n",
    ),
    "steps from two thresholds": Fault(
        "double_charge",
        RATE + A1 + f"{TENTHS}deduct 0.2 per 1pp of 执行率 below 90%\n",
        RATE + A1 + f"{TENTHS}deduct 0.2 per 1pp of 执行率 below 90% cumulative\n",
    ),
    "complaints by the piece and by the dozen": Fault(
        "double_charge",
        COUNT + A1 + "deduct 0.1 per 1 of 投诉数 up to 2; deduct 0.5 per 12 of 投诉数 up to 2\n",
        COUNT + A1 + "deduct 0.1 per 1 of 投诉数 up to 2; deduct 0.5 per 12 of 投诉数 up to 2 cumulative\n",
    ),
    "bonus and penalty overlap": Fault(
        "double_charge",
        RATE + A1 + "start at 4; add 1 when 执行率 >= 80%; deduct 1 when 执行率 < 85%; at most 2 when 执行率 < 20%\n",
        RATE + A1 + "start at 4; add 1 when 执行率 >= 85%; deduct 1 when 执行率 < 80%; at most 2 when 执行率 < 20%\n",
        "are due for the same",
    ),
    "同一件投诉扣两次": Fault(
        "double_charge",
        EVENTS + PROVINCIAL + "    每行（e）其中 逾期 或 款额 > 10万元 扣0.5分\n",
        EVENTS + PROVINCIAL + "    每行（e）其中 (逾期 或 款额 > 10万元) 且 渠道 = 市级 扣0.5分\n",
    ),
    "a cap that one charge cannot reach": Fault(
        "consequence",
        ANSWER + A1 + f"{TENTHS}deduct 1 when 有事故 up to 3\n",
        ANSWER + A1 + f"{TENTHS}deduct 3 when 有事故 up to 3\n",
        "limit of 3",
    ),
    "a stretch that nothing reaches": Fault(
        "consequence",
        OPEN + "A1 n weight 5 up to 6: pro rata of 完成率\n",
        OPEN + "A1 n weight 5 up to 6: pro rata of 完成率 uncapped\n",
        "limit of 6",
    ),
    "a floor below all that is charged": Fault(
        "consequence",
        RATE + A1 + "of 执行率; target >= 95%; deduct 0.1 per 1% below up to 2; at least 1\n",
        RATE + A1 + "of 执行率; target >= 95%; deduct 0.1 per 1% below up to 4; at least 1\n",
        "limit of 1",
    ),
    "a bonus for who has full marks": Fault(
        "consequence",
        RATE + A1 + "start at 5; add 1 when 执行率 >= 99%; deduct 0.1 per 1pp of 执行率 below 90%\n",
        RATE + A1 + "start at 4; add 1 when 执行率 >= 99%; deduct 0.1 per 1pp of 执行率 below 90%\n",
    ),
    "one limit behind another": Fault(
        "consequence",
        RATE + A1 + f"{TENTHS}at most 3 when 执行率 < 90%; at most 3 when 执行率 < 60%\n",
        RATE + A1 + f"{TENTHS}at most 3 when 执行率 < 90%; at most 1 when 执行率 < 60%\n",
    ),
    "zero where there is nothing left": Fault(
        "consequence",
        RATE + "A1 n weight 5:\n    zero when 执行率 < 60%\n" + inner(">= 90%: 5", "[60%, 90%): 3", "otherwise: 0"),
        RATE + "A1 n weight 5:\n    zero when 执行率 < 70%\n" + inner(">= 90%: 5", "[60%, 90%): 3", "otherwise: 0"),
    ),
    "more calls than there can be": Fault(
        "consequence",
        MONTHS + A1 + f"{RATIO}deduct 0.5 per month where 话务量 > 1_000_000\n",
        MONTHS + A1 + f"{RATIO}deduct 0.5 per month where 话务量 > 900_000\n",
        "never changes",
    ),
    "a step after a base that is already zero": Fault(
        "consequence",
        RATE + A1 + "of 执行率; score if 执行率 >= 90% then 5 else 0; target >= 90%; deduct 0.5 per 1% below\n",
        RATE + A1 + "of 执行率; target >= 90%; deduct 0.5 per 1% below\n",
    ),
    "a question that nothing asks": Fault(
        "consequence",
        ANSWER + A1 + f"{STEPS}\n",
        ANSWER + A1 + f"{STEPS}zero when 有事故\n",
        "d.有事故",
    ),
    "封顶写大了": Fault(
        "consequence",
        COUNT + "A1 投诉 权重5：每3件（投诉数）扣0.01分 至多5分\n",
        COUNT + "A1 投诉 权重5：每1件（投诉数）扣0.01分 至多5分\n",
        "limit of 5",
    ),
    "a wait in the middle scores most": Fault(
        "monotone",
        WAIT + "A1 n weight 5: by 等待:\n    <= 10 seconds: 3\n    (10 seconds, 30 seconds]: 5\n    > 30 seconds: 0\n",
        WAIT + "A1 n weight 5: by 等待:\n    <= 10 seconds: 5\n    (10 seconds, 30 seconds]: 3\n    > 30 seconds: 0\n",
    ),
    "a knot that falls back": Fault(
        "monotone",
        RATE + A1 + "of 执行率; linear (60% -> 0, 80% -> 5, 95% -> 4)\n",
        RATE + A1 + "of 执行率; linear (60% -> 0, 80% -> 4, 95% -> 5)\n",
    ),
    "a bonus in the middle only": Fault(
        "monotone",
        RATE + A1 + "start at 4; higher is better; of 执行率; target >= 50%; deduct 0.1 per 1% below; "
        "add 1 when 执行率 >= 80% and 执行率 < 90%\n",
        RATE + A1 + "start at 4; higher is better; of 执行率; target >= 50%; deduct 0.1 per 1% below; "
        "add 1 when 执行率 >= 80%\n",
    ),
    "conditions from the wrong end": Fault(
        "monotone",
        COUNT + "A1 n weight 5: by:\n    投诉数 > 100: 2\n    投诉数 > 50: 0\n    otherwise: 5\n",
        COUNT + "A1 n weight 5: by:\n    投诉数 > 100: 0\n    投诉数 > 50: 2\n    otherwise: 5\n",
    ),
    "full marks from some number on": Fault(
        "monotone",
        COUNT + A1 + "lower is better; deduct 0.1 per 1 of 投诉数; full when 投诉数 > 500\n",
        COUNT + A1 + "lower is better; deduct 0.1 per 1 of 投诉数; full when 投诉数 < 5\n",
    ),
    "the complement by mistake": Fault(
        "monotone",
        RATE + A1 + "score 5 * (1 - 执行率); higher is better; add 1 per 50pp of 执行率 above 0% up to 1\n",
        RATE + A1 + "score 5 * 执行率; higher is better; add 1 per 50pp of 执行率 above 0% up to 1\n",
    ),
    "a coefficient below one": Fault(
        "reachability",
        RATE + A1 + "pro rata of 执行率 * 0.9\n",
        RATE + A1 + "pro rata of 执行率 * 1.1\n",
        "at most 4.5",
    ),
    "a start below the weight": Fault(
        "reachability",
        RATE + A1 + "start at 4; of 执行率; target >= 95%; deduct 1 per 1% below\n",
        RATE + A1 + "start at 5; of 执行率; target >= 95%; deduct 1 per 1% below\n",
    ),
    "a best row of 90 percent": Fault(
        "reachability",
        RATE + bands(">= 95%: 90% of weight", "[80%, 95%): half", "otherwise: 0"),
        RATE + bands(">= 95%: full", "[80%, 95%): half", "otherwise: 0"),
    ),
    "a limit for everybody": Fault(
        "reachability",
        RATE + A1 + f"{STEPS}at most 4 when 执行率 >= 90%\n",
        RATE + A1 + f"{TENTHS}at most 4 when 执行率 < 90%\n",
        "at most 4",
    ),
    "a bonus that is halved": Fault(
        "reachability",
        ANSWER + A1 + "start at 3; add 2 times 0.5 when 有事故; deduct 1 when 执行率 < 50%\n",
        ANSWER + A1 + "start at 3; add 2 times 1 when 有事故; deduct 1 when 执行率 < 50%\n",
    ),
    "a case that an earlier one takes": Fault(
        "reachability",
        ANSWER + by("有事故: 0", "有事故 and 执行率 >= 90%: 2", "执行率 >= 90%: 5", "otherwise: 3"),
        ANSWER + by("有事故 and 执行率 >= 90%: 2", "有事故: 0", "执行率 >= 90%: 5", "otherwise: 3"),
        "row 2",
    ),
    "a range that holds for no number": Fault(
        "reachability",
        RATE + by("执行率 > 60% and 执行率 < 50%: 0", "执行率 >= 90%: 5", "otherwise: 3"),
        RATE + by("执行率 < 60% and 执行率 < 50%: 0", "执行率 >= 90%: 5", "otherwise: 3"),
        "row 1",
    ),
    "the greater instead of the lesser": Fault(
        "vary",
        RATE + A1 + "score max(5, 5 * 执行率)\n",
        RATE + A1 + "score min(5, 6 * 执行率)\n",
    ),
    "a target that all meet": Fault(
        "vary",
        COUNT + A1 + "of 投诉数; target <= 1_000\n",
        COUNT + A1 + "of 投诉数; target <= 100\n",
    ),
    "a label without a row": Fault(
        "tiling",
        LEVEL + BY_LEVEL + "    甲: 5\n    乙: 3\n",
        LEVEL + BY_LEVEL + "    甲: 5\n    乙: 3\n    丙: 0\n",
        "丙",
    ),
    "a label in two rows": Fault(
        "tiling",
        LEVEL + BY_LEVEL + "    甲, 乙: 5\n    乙: 3\n    丙: 0\n",
        LEVEL + BY_LEVEL + "    甲: 5\n    乙: 3\n    丙: 0\n",
    ),
    "a row beyond the domain": Fault(
        "tiling",
        RATE + bands("> 100%: 5", "[80%, 100%]: 3", "< 80%: 0"),
        RATE + bands("> 95%: 5", "[80%, 95%]: 3", "< 80%: 0"),
    ),
    "both ends left open": Fault(
        "tiling",
        RATE + bands("> 95%: 5", "[80%, 95%): 3", "< 80%: 0"),
        RATE + bands(">= 95%: 5", "[80%, 95%): 3", "< 80%: 0"),
        "95%",
    ),
    "parts of a group one too many": Fault(
        "weights",
        RATE + G3 + "3: of 执行率; target >= 90%\n",
        RATE + G3 + "2: of 执行率; target >= 90%\n",
        "1 too many",
    ),
    "weights in a formula": Fault(
        "weights",
        "param w = 2\n" + RATE + G3 + "(w + 1): of 执行率; target >= 90%\n",
        "param w = 2\n" + RATE + G3 + "(w): of 执行率; target >= 90%\n",
        "1 too many",
    ),
    "the total of another year": Fault(
        "weights",
        RATE + "A1 n weight 4: of 执行率; target >= 95%\n",
        RATE + "A1 n weight 5: of 执行率; target >= 95%\n",
        "1 short",
    ),
    "everybody does well": Fault(
        "grades",
        grades("优 >= 4, 良 >= 2, 差 otherwise") + RATE + bands(">= 95%: 5", "[80%, 95%): 4", "otherwise: 3"),
        grades("优 >= 4, 良 >= 2, 差 otherwise") + RATE + bands(">= 95%: 5", "[80%, 95%): 3", "otherwise: 0"),
        "差 is never given",
    ),
    "a grade between two rows": Fault(
        "grades",
        grades("优 >= 5, 良 >= 4, 中 >= 3, 差 otherwise") + RATE + bands(">= 95%: 5", "[80%, 95%): 3", "otherwise: 0"),
        grades("优 >= 5, 中 >= 3, 差 otherwise") + RATE + bands(">= 95%: 5", "[80%, 95%): 3", "otherwise: 0"),
        "良 is never given",
    ),
    "a grade that two items cannot add up to": Fault(
        "grades",
        grades("优 >= 5, 良 >= 4, 差 otherwise") + TWO + PAIR,
        grades("优 >= 5, 良 >= 3, 差 otherwise") + TWO + PAIR,
        "良 is never given",
    ),
    "a grade above the total": Fault(
        "grades",
        grades("优 >= 5.5, 良 >= 4, 差 otherwise") + RATE + A1 + STEPS + "\n",
        grades("优 >= 4.5, 良 >= 4, 差 otherwise") + RATE + A1 + STEPS.replace("deduct 1", "deduct 0.5") + "\n",
    ),
    "等级之间有空档": Fault(
        "grades",
        grades("优 >= 4, 差 < 3") + RATE + A1 + STEPS + "\n",
        grades("优 >= 4, 差 < 4") + RATE + A1 + STEPS + "\n",
        "has no grade",
    ),
    "总分封顶以后没有优": Fault(
        "grades",
        grades("优 >= 4, 差 otherwise") + RATE + A1 + STEPS + "\ntotal at most 3.5 when 执行率 <= 100%\n",
        grades("优 >= 4, 差 otherwise") + RATE + A1 + STEPS + "\ntotal at most 3.5 when 执行率 <= 94%\n",
    ),
}  # fmt: skip
