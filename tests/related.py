"""Rubrics of several measures and related facts, drawn, and facts for them of which many differ in one cell."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

Related = tuple[str, list[dict[str, Any]]]
ENDS = [Fraction(n, 100) for n in (0, 50, 60, 80, 90, 95, 100)]
RELATED = """\
rubric "r":
    total 5
    convention cn-fiscal
    grades: 优 >= 4, 良 >= 2, 差 otherwise
data d:
    甲率, 乙率: percent 0% .. 100% to 1%
    受理: count 1 .. 40
    办结: count <= 受理
    超期: count <= 办结
    回访: count <= 办结 may be missing
    满意: count <= 回访
    事故: yes/no
data e by event:
    用时: number 0 .. 20 to 1
    催办: number 0 .. 20 to 1
    超时: yes/no
"""
NUMBERS = (
    "甲率",
    "乙率",
    "办结 / 受理",
    "超期 / 受理",
    "(甲率 + 乙率) / 2",
    "min(甲率, 乙率)",
    "1 - 甲率",
)
PRODUCTS = (*NUMBERS, "甲率 * 乙率")
AMOUNTS = (
    "超期",
    "办结",
    "满意",
    "count(e)",
    "count(e where 超时)",
    "count(e where 用时 > 催办)",
    "sum(用时)",
    "sum(催办 where 超时)",
)


@st.composite
def conditions(draw: st.DrawFn) -> str:
    def one() -> str:
        kind = draw(st.integers(0, 4))
        op = draw(st.sampled_from(("<", "<=", ">", ">=")))
        if kind == 0:
            return draw(st.sampled_from(("事故", "回访 is missing")))
        if kind == 1:
            return f"{draw(st.sampled_from(NUMBERS))} {op} {draw(st.sampled_from(NUMBERS))}"
        if kind == 2:
            return f"{draw(st.sampled_from(AMOUNTS))} {op} {draw(st.sampled_from(AMOUNTS))}"
        if kind == 3:
            return f"{draw(st.sampled_from(('超期', '办结', 'count(e)')))} {op} {draw(st.integers(0, 12))}"
        return f"{draw(st.sampled_from(NUMBERS))} {op} {draw(st.sampled_from((0, 50, 80, 95, 100)))}%"

    return f" {draw(st.sampled_from(('and', 'or')))} ".join(one() for _ in range(draw(st.integers(1, 2))))


@st.composite
def indicators(draw: st.DrawFn) -> str:
    """An indicator of several measures: steps, conditions, formulas and limits over facts that are related."""
    if draw(st.integers(0, 3)) == 0:
        rows = [f"    {draw(conditions())}: {draw(st.integers(0, 5))}\n" for _ in range(2)]
        return "A1 n weight 5: by:\n" + "".join(rows) + "    otherwise: 0\n"
    if draw(st.integers(0, 3)) == 0:
        more, less = (f"{draw(st.integers(0, 5))} * ({draw(st.sampled_from(PRODUCTS))})" for _ in range(2))
        return f"A1 n weight 5: score {more} - {less}\n"
    clauses = [
        f"deduct {draw(st.sampled_from(('0.5', '1', '2')))} per 10pp of {draw(st.sampled_from(NUMBERS))} "
        f"{draw(st.sampled_from(('below', 'above')))} {draw(st.sampled_from((50, 80, 95)))}%"
        + draw(st.sampled_from(("", " up to 2", " up to 4"))),
        f"deduct {draw(st.integers(1, 3))} when {draw(conditions())}",
        f"deduct {draw(st.integers(1, 2))} when {draw(conditions())}",
        f"deduct 0.5 per {draw(st.integers(1, 4))} of {draw(st.sampled_from(AMOUNTS))}"
        + draw(st.sampled_from(("", " up to 2"))),
        "deduct 1 per row of e where 用时 > 催办 up to 3; deduct 1 per row of e where 用时 + 催办 < "
        + str(draw(st.integers(0, 6))),
        f"{draw(st.sampled_from(('at least 1', 'at most 4')))} when {draw(conditions())}",
        f"zero when {draw(conditions())}",
    ]
    chosen = draw(st.lists(st.sampled_from(range(len(clauses))), min_size=1, max_size=3, unique=True))
    written = [clauses[at] for at in sorted(chosen)]
    if not any(clause.startswith("deduct") for clause in written):
        written.append("deduct 1 when 事故")
    return "A1 n weight 5: " + "; ".join(written) + "\n"


@st.composite
def related(draw: st.DrawFn) -> Related:
    """A rubric, and sets of facts of which many differ in one cell."""
    return RELATED + draw(indicators()), draw(st.lists(facts_of_related(), min_size=4, max_size=6))


@st.composite
def facts_of_related(draw: st.DrawFn) -> dict[str, Any]:
    whole = draw(st.sampled_from((1, 2, 10, 40)))
    part = draw(st.integers(0, whole))
    called = draw(
        st.none() | st.integers(0, part)
    )  # where nobody was called, nothing says how many are satisfied
    rows = draw(
        st.lists(
            st.fixed_dictionaries(
                {"用时": st.integers(0, 20), "催办": st.integers(0, 20), "超时": st.booleans()}
            ),
            max_size=4,
        )
    )
    shares = st.sampled_from([*ENDS, *(end - Fraction(1, 100) for end in ENDS[1:])])
    return {
        "d": {
            "甲率": draw(shares), "乙率": draw(shares), "受理": whole, "办结": part,
            "超期": draw(st.integers(0, part)), "事故": draw(st.booleans()),
            "回访": called, "满意": draw(st.integers(0, 40 if called is None else called)),
        },
        "e": rows,
    }  # fmt: skip


def crossed(every: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The facts, and each with one block or one cell of the next."""
    for at, facts in enumerate(every):
        yield facts
        other = every[(at + 1) % len(every)]
        for block, rows in facts.items():
            yield facts | {block: other[block]}
            if isinstance(rows, dict):
                yield from (facts | {block: rows | {name: other[block][name]}} for name in rows)


# ── rows ──

ROWS = """\
rubric "r":
    total 5
    convention cn-fiscal
data d:
    限时: count 0 .. 10
    事故: yes/no
data e by event:
    受理: count 1 .. 20
    办结: count <= 受理
    用时: number 0 .. 20 to 1
    回访: count 0 .. 4 may be missing
    类别: one of 甲, 乙
    超时: yes/no
"""
OF_ROW = ("用时", "办结 / 受理 * 10", "办结", "(回访, else 2)", "max(用时, 办结)", "用时 - 限时")


@st.composite
def conditions_of_row(draw: st.DrawFn) -> str:
    def one() -> str:
        if draw(st.integers(0, 2)) == 0:
            return draw(st.sampled_from(("超时", "类别 = 甲", "回访 is missing", "事故")))
        op = draw(st.sampled_from(("<", "<=", ">", ">=")))
        return f"{draw(st.sampled_from(OF_ROW))} {op} {draw(st.sampled_from((*OF_ROW, '0', '2', '5', '12')))}"

    return f" {draw(st.sampled_from(('and', 'or')))} ".join(one() for _ in range(draw(st.integers(1, 2))))


@st.composite
def related_rows(draw: st.DrawFn) -> Related:
    """An indicator that goes through rows, with what stands beside them, and sets of facts."""
    side = draw(st.sampled_from(("below", "above")))
    where = f" where {draw(conditions_of_row())}" if draw(st.booleans()) else ""
    clauses = [
        f"of {draw(st.sampled_from(OF_ROW))}\n        target {'>=' if side == 'below' else '<='} "
        f"{draw(st.sampled_from((2, 5, 10)))}\n        deduct {draw(st.sampled_from(('0.5', '1')))} per 2 {side}"
        + draw(st.sampled_from(("", " up to 2", " up to 4"))),
        f"deduct {draw(st.integers(1, 3))} when {draw(conditions_of_row())}",
        f"deduct 0.5 per {draw(st.integers(1, 4))} of 办结" + draw(st.sampled_from(("", " up to 2"))),
        f"{draw(st.sampled_from(('at least 1', 'at most 3', 'zero', 'full')))} when {draw(conditions_of_row())}",
    ]
    chosen = draw(st.lists(st.sampled_from(range(len(clauses))), min_size=1, max_size=3, unique=True))
    written = [f"start at {draw(st.integers(0, 5))}", *(clauses[at] for at in sorted(chosen))]
    if draw(st.integers(0, 3)) == 0:
        rows = [f"            {draw(conditions_of_row())}: {draw(st.integers(0, 5))}\n" for _ in range(2)]
        written = ["by:\n" + "".join(rows) + "            otherwise: 1"]
    how = draw(st.sampled_from(("sum", "mean", "best 1", "best 2", "worst 2", "drop 1")))
    outside = draw(
        st.sampled_from(("", "    zero when 事故\n", "    at most 3\n", "    deduct 1 per 2 of count(e)\n"))
    )
    each = "".join(f"        {line}\n" for line in (*written, f"combine {how}"))
    return f"{ROWS}A1 n weight 5:\n    each e{where}:\n{each}{outside}", draw(facts_of_rows())


@st.composite
def facts_of_rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Facts whose last rows mostly differ in one cell."""
    cells = st.fixed_dictionaries(
        {
            "受理": st.just(10), "办结": st.integers(0, 10), "用时": st.integers(0, 20),
            "回访": st.none() | st.integers(0, 4), "类别": st.sampled_from(("甲", "乙")), "超时": st.booleans(),
        }
    )  # fmt: skip
    beside = draw(st.lists(cells, max_size=2))
    row, other = draw(cells), draw(cells)
    lasts = [row, *({**row, name: x} for name, x in other.items()), other]
    alone = {"限时": draw(st.integers(0, 10)), "事故": draw(st.booleans())}
    return [{"d": alone, "e": [*beside, last]} for last in lasts]
