"""Rows and groups of rows that are scored by clauses of their own."""

from __future__ import annotations

from hypothesis import strategies as st

from compilable_amounts import PARTIALS, Grid, amounts
from compilable_expressions import CONDITIONS, EVENT_CONDITIONS, ROW_CONDITIONS

MONTHLY_COUNTS = ("通话", "接通 / 通话", "previous(通话, else 0)", "streak(接通 < 通话)")
OF_GROUPS = ("sum(件数)", "mean(用时 / 件数)", "count(事项 where 有效)", "max(件数)", "median(用时)", "计划")
CONDITIONS_OF_GROUPS = (
    "count(事项 where 有效) > 1",
    "sum(用时) / sum(件数) < 3",
    "distinct count(经办) = 1",
    "sum((评分, else 2) where 件数 > 2) > 3 or 达标",
)


@st.composite
def each_group_of(draw: st.DrawFn, grid: Grid, weight: int) -> list[str]:
    """The rows that are alike in a column, scored together."""
    key = draw(st.sampled_from(("类别", "经办", "件数", "发生日")))
    where = f" where {draw(EVENT_CONDITIONS)}" if draw(st.booleans()) else ""
    op, side = draw(st.sampled_from(((">=", "below"), ("<", "above"))))
    inner = [
        f"start at {draw(amounts(grid, weight))}",
        f"of {draw(st.sampled_from(OF_GROUPS))}",
        f"target {op} 3 + 0",
        f"deduct {draw(amounts(grid, weight))} per 2 {side}{draw(st.sampled_from(PARTIALS))}",
        f"add {draw(amounts(grid, weight))} when {draw(st.sampled_from(CONDITIONS_OF_GROUPS))}",
    ]
    inner += ["zero when 类别 = 甲"] if key == "类别" else []
    how = draw(st.sampled_from(("sum", "mean", "best 1", "worst 2", "drop 1")))
    return [f"each {key} of 事项{where}:", *(f"    {line}" for line in (*inner, f"combine {how}"))]


@st.composite
def each_of(draw: st.DrawFn, grid: Grid, weight: int) -> list[str]:
    """The rows of a table, each scored by clauses of its own."""
    if draw(st.booleans()):
        return draw(each_group_of(grid, weight))
    monthly = draw(st.booleans())
    condition = ROW_CONDITIONS if monthly else EVENT_CONDITIONS
    of = MONTHLY_COUNTS if monthly else ("件数", "用时 / 件数", "计划")
    where = f" where {draw(condition)}" if draw(st.booleans()) else ""
    op, side = draw(st.sampled_from(((">=", "below"), ("<", "above"))))
    inner = [
        f"start at {draw(amounts(grid, weight))}",
        f"of {draw(st.sampled_from(of))}",
        f"target {op} 3 + 0",
        f"deduct {draw(amounts(grid, weight))} per 2 {side}{draw(st.sampled_from(PARTIALS))}",
    ]
    sign = draw(st.sampled_from(("deduct", "add")))
    inner += [f"{sign} {draw(amounts(grid, weight))} when {draw(condition)}"] if draw(st.booleans()) else []
    inner += [f"add ({draw(st.sampled_from(of))}) when {draw(CONDITIONS)}"] if draw(st.booleans()) else []
    inner += [f"zero when {draw(condition)}"] if draw(st.integers(0, 3)) == 0 else []
    how = draw(st.sampled_from(("sum", "mean", "best 1", "best 2", "worst 2", "drop 1", "drop 9")))
    lines = [f"    {line}" for line in (*inner, f"combine {how}")]
    return [f"each {'月报' if monthly else '事项'}{where}:", *lines]
