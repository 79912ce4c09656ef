"""Data blocks of every kind, with and without precision, and facts for them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

MONTHS = ("2020-01", "2020-02", "2020-03")
LABELS = ("甲", "乙", "丙")
DATA = """\
data 月报 by month 2020-01 .. 2020-03:
    通话: count up to 1_000
    接通: count <= 通话
    满意率: percent 0% .. 100% to 0.01%
    合格率: percent
    费用: money 万元 to 0.01万元
    等候: duration 分钟

data 事项 by event:
    件数: count
    用时: number
    有效: yes/no
    类别: one of 甲, 乙, 丙
    经办: text
    发生日: date
    复核日: date may be missing
    评分: number may be missing

data 各地 by unit:
    人口: count
    达成: percent
    指数: number to 0.1
    类型: one of 甲, 乙, 丙
    已报: yes/no

data 核查:
    完成: count
    计划: count 1 .. 1000
    比率: percent 0% .. 200% to 0.01%
    实测: percent
    得数: number to 0.1
    差数: number
    预算: money 万元
    支出: money 万元 to 0.01万元
    时限: duration 小时
    steps: count
    base: count
    达标: yes/no
    完整: yes/no
    结论: one of 甲, 乙, 丙
    交付: date
    整改日: date may be missing
    补充: count up to 50 may be missing
"""


def exact(low: int, high: int, below: tuple[int, ...]) -> st.SearchStrategy[Fraction]:
    return st.builds(Fraction, st.integers(low, high), st.sampled_from(below))


def hundredths(low: int, high: int) -> st.SearchStrategy[Fraction]:
    return st.integers(low * 100, high * 100).map(lambda n: Fraction(n, 100))


NEAR = st.integers(-1, 1)
DAYS = st.integers(-400, 400).map(lambda n: date(2020, 12, 31) + timedelta(n))
PERCENTS = st.one_of(
    st.builds(lambda n, d: Fraction(n * 100 + d, 10_000), st.integers(1, 99), NEAR),
    st.integers(0, 10_000).map(lambda n: Fraction(n, 10_000)),
)
ANY_PERCENT = st.one_of(exact(0, 40, (7, 13, 40)), PERCENTS)


@st.composite
def months(draw: st.DrawFn) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for month in MONTHS:
        calls = draw(st.integers(0, 20) | st.integers(0, 1000))
        rows.append(
            {
                "月份": month,
                "通话": calls,
                "接通": draw(st.integers(0, calls)),
                "满意率": draw(PERCENTS),
                "合格率": draw(ANY_PERCENT),
                "费用": draw(hundredths(0, 50)),
                "等候": draw(exact(0, 90, (1, 2, 7))),
            }
        )
    return rows


EVENTS = st.lists(
    st.fixed_dictionaries(
        {
            "件数": st.integers(0, 12),
            "用时": exact(-20, 60, (1, 3)),
            "有效": st.booleans(),
            "类别": st.sampled_from(LABELS),
            "经办": st.sampled_from("赵钱孙"),
            "发生日": DAYS,
            "复核日": st.none() | DAYS,
            "评分": st.none() | exact(-5, 20, (1, 3)),
        }
    ),
    max_size=5,
)
CHECKED = st.fixed_dictionaries(
    {
        "完成": st.integers(0, 30) | st.integers(0, 10**9),
        "计划": st.integers(1, 30) | st.integers(1, 1000),
        "比率": PERCENTS,
        "实测": ANY_PERCENT,
        "得数": st.integers(-50, 200).map(lambda n: Fraction(n, 10)),
        "差数": exact(-30, 30, (1, 3, 8)),
        "预算": exact(0, 100, (1, 3)),
        "支出": hundredths(0, 100),
        "时限": exact(0, 72, (1, 4)),
        "steps": st.integers(0, 5),
        "base": st.integers(0, 5),
        "达标": st.booleans(),
        "完整": st.booleans(),
        "结论": st.sampled_from(LABELS),
        "交付": DAYS,
        "整改日": st.none() | DAYS,
        "补充": st.none() | st.integers(0, 50),
    }
)


PLACES = st.lists(
    st.fixed_dictionaries(
        {
            "人口": st.integers(0, 4) | st.integers(0, 1000),
            "达成": ANY_PERCENT,
            "指数": st.integers(-20, 20).map(lambda n: Fraction(n, 10)),
            "类型": st.sampled_from(LABELS),
            "已报": st.booleans(),
        }
    ),
    min_size=1,
    max_size=4,
).map(lambda rows: [{"单位": f"{'东西南北'[at]}区", **row} for at, row in enumerate(rows)])


@st.composite
def all_facts(draw: st.DrawFn) -> dict[str, object]:
    return {"月报": draw(months()), "事项": draw(EVENTS), "各地": draw(PLACES), "核查": draw(CHECKED)}


PLACE = re.compile(r'^(C[0-9]) |judged (\S+) .. (\S+) ("\S+")(.*)$', re.MULTILINE)


@st.composite
def judgements(draw: st.DrawFn, source: str, facts: dict[str, object]) -> dict[str, object]:
    """The facts with what persons decide: at every place points between its two ends."""
    grid = Fraction(next(line.split()[2] for line in source.splitlines() if line.startswith("    points to")))
    code, found, rows = "", {}, facts["事项"]
    for place in PLACE.finditer(source):
        if place[1]:
            code = place[1]
            continue
        low, high, name = Fraction(place[2]), Fraction(place[3]), f"{code} {place[4].strip(chr(34))}"
        value = st.integers(int(low / grid), int(high / grid)).map(lambda units: units * grid)
        parts = st.fixed_dictionaries(
            {"得分": value, "by": st.just("专家组"), "理由": st.sampled_from("甲乙")}
        )
        if "per row" in place[5]:
            assert isinstance(rows, list)
            rows = [{**row, name: draw(parts)} for row in rows]
        else:
            found[name] = draw(parts)
    return {**facts, "事项": rows, "评判": found} if found else {**facts, "事项": rows}


@st.composite
def partial_facts(draw: st.DrawFn, source: str) -> dict[str, object]:
    """Facts of which some are missing: cells, or a whole block."""
    facts = draw(judgements(source, draw(all_facts())))
    for name, block in facts.items():
        rows: list[dict[str, object]] = block if isinstance(block, list) else [block]  # type: ignore[list-item]
        for row in rows:
            for field in draw(st.lists(st.sampled_from(sorted(set(row) - {"月份"})), max_size=4)):
                row[field] = None
        if draw(st.integers(0, 9)) == 0:
            facts[name] = None
    return facts
