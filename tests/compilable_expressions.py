"""Expressions over the data blocks of `compilable_facts`: numbers, conditions, and what goes through rows."""

from __future__ import annotations

from hypothesis import strategies as st

ROW_CONDITIONS = st.sampled_from(
    [
        *("通话 > 10", "接通 < 通话", "满意率 < 95%", "合格率 >= 90%", "费用 > 3.5万元", "等候 <= 30分钟"),
        *(
            "接通 / 通话 < 80%",
            "not (满意率 >= 50%) or 通话 = 0",
            "通话 > 完成",
            "满意率 < 接通比",
            "通话 > mean(通话 where 合格率 > 50%)",
            "if 通话 > 5 then 接通 > 2 else 满意率 > 10%",
            "通话 < previous(通话, else 接通)",
            "接通 / 通话 < previous(接通 / 通话, else 80%)",
            "费用 > previous(费用, else 3.5万元) and 等候 != previous(等候, else 30分钟)",
            "streak(接通 < 通话) >= 2",
            "通话 < mean(last 2 of 通话, else 接通) and 接通 = max(last 3 of 接通, else 5)",
            "sum(last 2 of 接通 / 通话, else 1) < count(last 3 of 月报, else 0 where 接通 < 通话)",
            "mean(last 2 of 满意率, else 95% where 接通 > 5) < 96%",
            "streak(满意率 < 95% or 接通 / 通话 < 90%) = 1",
            "previous(streak(合格率 >= 50%), else 0) + 1 < streak(通话 > 10)",
            "previous(previous(接通, else 2), else 3) > 接通",
            "streak((接通 / 通话 round half up to 0.1) < previous(合格率, else 50%)) > 0",
        ),
    ]
)
EVENT_CONDITIONS = st.sampled_from(
    [
        *(
            "有效",
            "not 有效",
            "类别 = 甲",
            "类别 in (甲, 丙)",
            "件数 >= 3 and 有效",
            "用时 < 7.5",
            "发生日 <= 2020-12-31",
            "workdays(发生日, 2020-10-09) > 3",
        ),
        *("件数 > 人口", "用时 < 指数 and 已报"),
        *("复核日 is missing", "评分 is not missing and 用时 / 评分 > 1", "(复核日, else 交付) > 发生日"),
        *("not (评分 is not missing) or 评分 > 3", "整改日 is missing or 发生日 < 整改日"),
        *("用时 / 件数 > 1", "round_free", "类别 != 乙 or 件数 = 0", "件数 > mean(件数)"),
    ]
).map(lambda text: "件数 > 2" if text == "round_free" else text)
MONTHLY = (
    "通话",
    "接通",
    "满意率",
    "合格率",
    "接通 / 通话",
    "通话 - 接通",
    "满意率 * 2",
    "max(满意率, 合格率)",
    "通话 - previous(通话, else 通话)",
    "接通 / previous(通话, else 1)",
    "previous(满意率 / 合格率, else 满意率)",
    "streak(接通 < 通话)",
    "if 通话 > 10 then streak(满意率 / 合格率 < 1) else 0",
)
UNIT_CONDITIONS = st.sampled_from(
    ("人口 > 2", "达成 >= 90%", "类型 = 乙", "已报", "指数 > mean(指数)", "人口 / 指数 > 1", "达成 < 比率")
)
OF_UNITS = ("人口", "达成", "指数", "达成率", "人口 / 指数", "指数 * 人口", "人口 * 完成", "指数 + 另一项")
OF_EVENTS = (
    "件数",
    "用时",
    "件数 * 用时",
    "用时 round half up to 1",
    "用时 / 件数",
    "if 有效 then 件数 else 0",
    "workdays(2020-09-30, 发生日)",
    "(评分, else 件数)",
    "if 复核日 is missing then 0 else workdays(发生日, 复核日)",
)


@st.composite
def among_units(draw: st.DrawFn) -> str:
    """What compares the unit that is scored with all."""
    of = draw(st.sampled_from(OF_UNITS))
    alone = draw(st.sampled_from(("", ", alone: 0 + 1", ", alone: 完成 / 计划")))
    alone = f", skip{alone}" if draw(st.integers(0, 2)) == 0 else alone
    order = draw(st.sampled_from(("highest first", "lowest first")))
    match draw(st.sampled_from(("rank", "rank", "best", "others", "trimmed", "trimmed months"))):
        case "others":
            return f"mean of others({of}{alone})"
        case "trimmed":
            where = (
                draw(st.sampled_from(("", f" where {draw(UNIT_CONDITIONS)}"))) if "skip" not in alone else ""
            )
            return f"trimmed mean({of}, 1{alone}{where})"
        case "trimmed months":
            skip = draw(st.sampled_from(("", "", ", skip")))
            how = draw(st.sampled_from(("mean", "sum")))
            return f"trimmed {how}({draw(st.sampled_from(MONTHLY))}, 1{skip})"
        case function:
            return f"{function}({of}, {order}{alone})"


@st.composite
def aggregates(draw: st.DrawFn) -> str:
    function = draw(
        st.sampled_from(("sum", "mean", "median", "min", "max", "count", "distinct count", "streak"))
    )
    if function == "streak":
        return f"streak({draw(ROW_CONDITIONS)})"
    table = draw(st.sampled_from(("月报", "事项", "各地")))
    last = ""
    if table == "月报":
        last = draw(st.sampled_from(("", "", "last 1 of ", "last 2 of ", "last 3 of ")))
    of, conditions = {
        "月报": (MONTHLY, ROW_CONDITIONS),
        "事项": (OF_EVENTS, EVENT_CONDITIONS),
        "各地": (OF_UNITS, UNIT_CONDITIONS),
    }[table]
    where = f" where {draw(conditions)}" if draw(st.booleans()) else ""
    if function in ("mean", "median", "min", "max") and draw(st.integers(0, 3)) == 0:
        where = ", skip"
    if function == "count":
        return f"count({last}{table}{where})"
    if function == "distinct count":
        more = {
            "月报": ("previous(通话 > 5, else no)",),
            "事项": ("类别", "发生日", "有效"),
            "各地": ("类型",),
        }
        of = (*of, *more[table])
    return f"{function}({last}{draw(st.sampled_from(of))}{where})"


OWN = ("人口", "指数", "达成率", "人口 / 指数")  # of the unit that is scored
OTHER = "另一项"  # stands for the points of an item that is worked out before
SIMPLE = st.sampled_from(
    (
        *(
            "完成",
            "计划",
            "比率",
            "实测",
            "得数",
            "差数",
            "等级数",
            "支出 / 预算",
            "(补充, else 完成)",
            "完成 / 计划",
            OTHER,
        ),
        *("workdays(2020-09-30, 交付)", "months(交付, 2021-01-31)", *OWN),
    )
)
# a bare number may not stand beside a percentage, so some are sums
LITERALS = st.sampled_from(("0", "0 + 1", "5 / 2", "7 * 1", "95%", "0.5%", "99 + 1"))
ROUNDING = st.sampled_from(("half up", "half even", "up", "down"))


@st.composite
def numbers(draw: st.DrawFn, depth: int = 2) -> str:
    """A plain number."""
    shape = draw(st.integers(0, 9 if depth else 4))
    if shape <= 2:
        return draw(SIMPLE)
    if shape <= 4:
        return draw(st.one_of(aggregates(), aggregates(), among_units()))
    one, other = draw(numbers(depth - 1)), draw(st.one_of(numbers(depth - 1), LITERALS))
    match shape:
        case 5:
            return f"({one}) / ({draw(numbers(depth - 1))})"
        case 6:
            return f"({one}) {draw(st.sampled_from('+-*'))} ({other})"
        case 7:
            return f"{draw(st.sampled_from(('min', 'max')))}({one}, {other})"
        case 8:
            return f"if {draw(conditions(depth - 1))} then {one} else {other}"
        case _:
            precision = draw(st.sampled_from(("0.01", "0.1%", "1", "5")))
            # a bare precision may not stand beside a percentage, and no product is one
            rounded = f"({one})" if "%" in precision else f"({one}) * 2"
            return f"{rounded} round {draw(ROUNDING)} to {precision}"


CONDITIONS = st.sampled_from(
    [
        *(
            "达标",
            "not 完整",
            "结论 = 甲",
            "结论 in (乙, 丙)",
            "结论 != 丙",
            "交付 <= 2020-12-31",
            "交付 > 2020-06-30",
            "交付 - 2020-06-30 > 90 days",
            "交付 + 2 months < 2020-12-31",
            "months(2020-06-30, 交付) >= 3",
            "workdays(交付, 2021-02-20) > 10",
        ),
        *(
            "完成 >= 计划",
            "比率 < 95%",
            "支出 > 预算",
            "时限 <= 24小时",
            "steps > 2",
            "base < 4",
            "达标 and 完整",
            "达标 or 结论 = 乙",
        ),
        *("已报", "类型 != 甲", "人口 >= 计划", "达成 < 比率"),
        *("整改日 is missing", "补充 is not missing and 补充 > 3", "补充 is missing or 得数 / 补充 < 1"),
    ]
)


@st.composite
def conditions(draw: st.DrawFn, depth: int = 1) -> str:
    shape = draw(st.integers(0, 5 if depth else 2))
    if shape <= 2:
        return draw(CONDITIONS)
    if shape == 3:
        op = draw(st.sampled_from((">=", ">", "<", "<=", "=", "!=")))
        return f"({draw(numbers(depth - 1))}) {op} ({draw(st.one_of(numbers(depth - 1), LITERALS))})"
    parts = draw(st.lists(conditions(depth - 1), min_size=2, max_size=3))
    return f" {'and' if shape == 4 else 'or'} ".join(f"({part})" for part in parts)
