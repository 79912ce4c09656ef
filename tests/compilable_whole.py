"""What a drawn rubric has beside its indicators: grades, special groups, what changes the total and follows from it."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from compilable_expressions import OTHER, conditions

GRADES = ("优", "良", "差")
UP_TO = st.sampled_from(("", "", "", " up to 21"))  # above every scale
FACTORS = st.sampled_from(("80%", "0.5", "(2 - 比率)", "完成 / 计划"))
PLACES = st.sampled_from(  # by total, among the units
    (
        "rank(total, highest first, alone: 1) > 1",
        "rank(total, lowest first, skip) = 1 or 已报",
        "已报 and mean(total) > 2",
    )
)
VALUES = st.sampled_from(
    ("100%", "80%", "0%", "95% * rate(total)", "total / (计划 + 1)", "sum(接通) / sum(通话)", "比率 * 完成")
)
FORMULAS = st.sampled_from(
    (
        "计划 * total / 100",
        "300万元 * rate(total) round half up to 1元",
        "(total - 完成) / (计划 - 完成)",
        "2.5万元 + mean(费用) * 3",
        "weight(total) - total + weight(C1)",
        "max(total, 3) * 1.5 round down to 0.1",
        "if 完成 > 3 then total else sum(接通) / sum(通话)",
    )
)


@st.composite
def grades(draw: st.DrawFn, total: int) -> str:
    high, low = sorted(draw(st.sets(st.integers(1, 2 * total), min_size=2, max_size=2)), reverse=True)
    return f"grades: 优 >= {high / 2:g}, 良 > {low / 2:g}, 差 otherwise"


@st.composite
def effects(draw: st.DrawFn, amount: st.SearchStrategy[str], graded: bool) -> list[str]:
    """What happens to the total and the grade under conditions."""
    kinds = ["deduct", "add", "at most", "at least"]
    lines = [
        f"total {kind} {draw(amount)} when {draw(conditions())}"
        for kind in draw(st.lists(st.sampled_from(kinds), max_size=2))
    ]
    if draw(st.integers(0, 3)) == 0:
        factor = draw(st.sampled_from(("80%", "0.5", "0", "110%")))
        lines.append(f"total times {factor} when {draw(conditions())}")
    if graded:
        after = ["one lower", "one lower cumulative", "at most 良"]
        lines += [
            f"grade {x} when {draw(conditions() | PLACES)}"
            for x in draw(st.lists(st.sampled_from(after), max_size=2))
        ]
        lines += [f"no grade 优 when {draw(conditions())}"] if draw(st.booleans()) else []
    return lines


DIVISION = re.compile(r"/ [人指件通预]")  # by a fact that may be 0
READS_NOTHING = re.compile(r"start at .*|times [0-9.]+%?")
ANSWERS = ("rescale within group", "rescale in total", "mean of others", "refuse")


@st.composite
def answers(draw: st.DrawFn, some: str, rules: list[str]) -> list[str]:
    """What an indicator with these rules gives where it is not worked out; `some` is a number of points."""
    found: list[str] = []
    answer = st.sampled_from(("zero", "full", some, *ANSWERS))
    if draw(st.booleans()) and not all(READS_NOTHING.fullmatch(rule) for rule in rules):
        found.append(f"missing {draw(answer)}")
    if any(DIVISION.search(rule) for rule in rules) and draw(st.integers(0, 2)) == 0:
        found.append(f"zero divisor {draw(answer)}")
    if draw(st.integers(0, 5)) == 0:
        applies = draw(answer.filter(lambda word: word != "refuse"))
        found.append(f"not applicable {applies} when {draw(conditions()).replace(OTHER, '完成')}")
    return found


@st.composite
def outcomes(draw: st.DrawFn, total: int, graded: bool) -> list[str]:
    lines: list[str] = []
    if draw(st.integers(0, 2)) == 0:
        at = draw(st.integers(1, total))
        lines += ["outcome 付款: by total:", f"    >= {at}: {draw(VALUES)}", f"    otherwise: {draw(VALUES)}"]
    if draw(st.booleans()):
        lines += [f"outcome 奖金: {draw(FORMULAS)}"]
    if draw(st.integers(0, 2)) == 0:
        lines += ["outcome 扣款: by:", f"    {draw(conditions())}: {draw(VALUES)}", '    otherwise: "不扣"']
    halved = draw(st.booleans())
    read = [
        line.split()[1].rstrip(":") for line in lines if line.startswith(("outcome 付款", "outcome 奖金"))
    ]
    if read and halved:
        lines += [f"outcome 折半: {draw(st.sampled_from(read))} / 2", "outcome 再折: by:"]
        lines += [f"    {draw(conditions())}: 折半 / 2", "    otherwise: 折半 * 2"]
    if graded and draw(st.integers(0, 2)) == 0:
        lines += ["outcome 系数: if grade = 优 then 1.5 else 完成 * rate(total)"]
    if graded and draw(st.integers(0, 2)) == 0:
        lines += ["outcome 续签: by grade:", "    优, 良: 续签", '    otherwise: "不续签"']
    return lines


@st.composite
def special_groups(draw: st.DrawFn) -> list[str]:
    """Groups outside of the weight sum, up or down to a limit."""
    lines: list[str] = []
    if draw(st.integers(0, 2)) == 0:
        lines += [
            f"bonus group 创新 up to {draw(st.integers(1, 3))}:",
            "    E1 创新 weight 3: add 1 per 3 of 完成",
        ]
    if draw(st.integers(0, 2)) == 0:
        limit = draw(st.integers(1, 3))
        lines += [
            f"penalty group 扣减 at least -{limit}:",
            f"    P1 扣减 weight 0: deduct 1 when {draw(conditions())}",
        ]
    return lines
