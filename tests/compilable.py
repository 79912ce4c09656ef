"""Rubrics that compile, and facts for them: whole sources for the tests that compare one way of scoring with another.

The data blocks are fixed and hold every kind, with and without precision; what is measured, and by which rules, is
drawn. Everything is small, so that a failing example can be read.
"""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st

from compilable_amounts import GRIDS, PARTIALS, Grid, amounts
from compilable_conventions import CONVENTIONS
from compilable_each import each_of
from compilable_expressions import (
    CONDITIONS,
    EVENT_CONDITIONS,
    OTHER,
    ROUNDING,
    ROW_CONDITIONS,
    SIMPLE,
    conditions,
    numbers,
)
from compilable_facts import DATA, LABELS, all_facts, judgements, partial_facts
from compilable_whole import FACTORS, UP_TO, answers, effects, grades, outcomes, special_groups


class Sample(NamedTuple):
    source: str
    facts: dict[str, object]


# ── clauses ──


@st.composite
def judged(draw: st.DrawFn, grid: Grid, weight: int) -> str:
    """Points that a person decides; `sources` gives every place a label of its own."""
    low, high = draw(st.lists(st.integers(0, int(weight / grid.unit)), min_size=2, max_size=2, unique=True))
    return f'judged {grid.amount(min(low, high))} .. {grid.amount(max(low, high))} "?"'


@st.composite
def options(draw: st.DrawFn, grid: Grid, weight: int) -> str:
    text = f" when {draw(conditions())}" if draw(st.integers(0, 3)) == 0 else ""
    text += f" times {draw(st.sampled_from(('完成', '得数', '0.5')))}" if draw(st.integers(0, 5)) == 0 else ""
    text += f" up to {draw(amounts(grid, weight))}" if draw(st.integers(0, 2)) == 0 else ""
    return text + draw(st.sampled_from(("", "", "", "", " cumulative")))


@st.composite
def steps(draw: st.DrawFn, grid: Grid, weight: int, sign: str) -> list[str]:
    """A target and a step from it."""
    amount, rest = draw(amounts(grid, weight)), draw(options(grid, weight))
    partial = draw(st.sampled_from(PARTIALS))
    side = draw(st.sampled_from(("below", "above", "either side")))
    kind = draw(st.integers(0, 4))
    if kind == 0:
        unit, size = draw(
            st.sampled_from(
                (("month late", "month"), ("3 days late", "day"), ("4 working days late", "working day"))
            )
        )
        # a month is no fixed number of days: it is never in part, whatever the convention says
        late = partial if size != "month" or partial in (" started steps", " whole steps") else " whole steps"
        allowed = ""
        if size != "month" and draw(st.integers(0, 2)) == 0:
            allowed = f" beyond 5 {size}s {draw(st.sampled_from(('excess', 'everything')))}"
        return ["of 交付", "target by 2020-12-31", f"{sign} {amount} per {unit}{late}{allowed}{rest}"]
    if kind == 1:
        measure, target, size = (
            "支出",
            draw(st.sampled_from(("20万元", "预算"))),
            draw(st.sampled_from(("2.5万元", "5%", "5% of actual"))),
        )
    elif kind == 2:
        measure, target, size = "时限", "24小时", draw(st.sampled_from(("90分钟", "10%", "10% of target")))
    elif kind == 3:
        measure, target, size = (
            draw(st.sampled_from(("比率", "实测", "接通比", "mean(满意率)"))),
            "95%",
            draw(st.sampled_from(("1%", "0.7%", "2pp", "1% of target", "1% of actual"))),
        )
    else:
        measure, target, size = (
            draw(numbers()),
            draw(st.sampled_from(("10 + 0", "96 - 1", "25 / 2"))),
            draw(st.sampled_from(("5%", "7% of actual"))),
        )
    op = ">=" if side != "above" else "<="
    beyond = {1: "1万元", 3: "2pp"}.get(kind) if draw(st.integers(0, 3)) == 0 else None
    tolerance = f" beyond {beyond} {draw(st.sampled_from(('excess', 'everything')))}" if beyond else ""
    unit = f"{size} {side}{tolerance}{partial}"
    high = {"20万元": "30万元", "24小时": "26小时", "95%": "97.5%", "10 + 0": "12"}.get(target)
    if high is not None and draw(st.integers(0, 3)) == 0:
        low = f"({target})" if "+" in target else target
        return [f"of {measure}", f"target {low} .. {high}", f"{sign} {amount} per {unit}{rest}"]
    return [f"of {measure}", f"target {op} {target}", f"{sign} {amount} per {unit}{rest}"]


GROUPED = st.sampled_from(("", "", " best of each 经办", " worst of each 类别", " best of each 件数"))


@st.composite
def charges(draw: st.DrawFn, grid: Grid, weight: int, sign: str) -> str:
    """A deduction or addition without a measure of the indicator."""
    amount, rest = draw(amounts(grid, weight)), draw(options(grid, weight))
    if draw(st.integers(0, 4)) == 0:
        return draw(rowed_charges(grid, weight, sign))
    if draw(st.integers(0, 5)) == 0:
        amount = draw(judged(grid, weight))
        unit = draw(
            st.sampled_from(("per row of 事项 where 有效", "per row of 事项", f"when {draw(CONDITIONS)}"))
        )
        return f"{sign} {amount} {unit}"
    match draw(st.integers(0, 5)):
        case 5:
            own = draw(
                st.sampled_from(("1pp of 比率 below 90%", "1% of 支出 above 20万元", "2pp of 实测 above 96%"))
            )
            return f"{sign} {amount} per {own}{draw(st.sampled_from(PARTIALS))}{rest}"
        case 0:
            return f"{sign} {amount} per month where {draw(ROW_CONDITIONS)}{rest}"
        case 1:
            return f"{sign} {amount} per row of 事项{draw(GROUPED)} where {draw(EVENT_CONDITIONS)}{rest}"
        case 2:
            return f"{sign} {amount} per ({draw(numbers(1))}){rest}"
        case 3:
            return f"{sign} {amount} per 3 of {draw(SIMPLE)}{draw(st.sampled_from(PARTIALS))}{rest}"
        case _:
            return f"{sign} {amount} when {draw(conditions())}"


@st.composite
def rowed_charges(draw: st.DrawFn, grid: Grid, weight: int, sign: str) -> str:
    """An amount with rows of its own: a table, or cumulative rates."""
    rest = draw(options(grid, weight))
    row = f" per row of 事项{draw(GROUPED)}{draw(st.sampled_from(('', ' where 有效', ' where 件数 > 2')))}"
    row += f" up to {draw(amounts(grid, weight))} each" if draw(st.booleans()) else ""
    end = "\n        "
    if draw(st.booleans()):
        subject, unit = draw(st.sampled_from((("结论", ""), ("结论", " per 3 of 完成"), ("类别", row))))
        unit += draw(st.sampled_from(PARTIALS)) if unit.endswith("完成") else ""
        return f"{sign} by {subject}{unit}{rest}:{end}" + end.join(
            f"{label}: {draw(amounts(grid, weight))}" for label in LABELS
        )
    subject, unit = draw(st.sampled_from((("完成", ""), ("件数", row), ("用时", row))))
    whole = draw(st.sampled_from(("", " whole")))
    first, second = (draw(amounts(grid, weight)) for _ in range(2))
    rates = [f"0 .. 4: {first} each", f"{draw(st.sampled_from(('4 .. 9', '> 4')))}: {second} per 3"]
    return f"{sign} rates of {subject}{whole}{unit}{draw(st.sampled_from(PARTIALS))}{rest}:{end}" + end.join(
        rates
    )


@st.composite
def bases(draw: st.DrawFn, grid: Grid, weight: int) -> list[str]:
    """A base, whose rows come last."""
    shape = draw(st.integers(0, 13))
    if shape in (8, 9):
        return draw(straight(grid, weight))
    if shape == 6:
        return [draw(judged(grid, weight))]
    if shape in (7, 10, 11):
        return draw(each_of(grid, weight))
    if shape == 0:
        return [f"start at {draw(amounts(grid, weight))}"]
    if shape == 1:
        return [f"pro rata of {draw(numbers())}"]
    if shape == 2:
        other = draw(st.one_of(st.just("0"), judged(grid, weight)))
        results = draw(st.permutations([draw(amounts(grid, weight)), "full", other]))
        return [
            "by 结论:",
            *(f"    {label}: {result}" for label, result in zip(LABELS, results, strict=True)),
        ]
    if shape == 3:
        bounds = sorted(draw(st.sets(st.integers(1, 99), min_size=1, max_size=4)), reverse=True)
        rows = draw(bands(bounds, grid, weight))
        measure = draw(st.sampled_from(("比率", "实测", "接通比", "mean(满意率)", "sum(接通) / sum(通话)")))
        return [f"by {measure}:", *rows, "    otherwise: 0"]
    if shape == 4:
        rows = [
            f"    {draw(conditions())}: {draw(amounts(grid, weight))}" for _ in range(draw(st.integers(1, 3)))
        ]
        return ["by:", *rows, "    otherwise: 0"]
    return draw(checklists(grid, weight))


@st.composite
def straight(draw: st.DrawFn, grid: Grid, weight: int) -> list[str]:
    """Points that run in a straight line, or by a formula."""
    low, high = draw(amounts(grid, weight)), draw(amounts(grid, weight))
    match draw(st.integers(0, 4)):
        case 0:
            middle = draw(st.sampled_from(("", f"90% -> {draw(amounts(grid, weight))}, ")))
            return ["of 比率", f"linear (80% -> {low}, {middle}95% -> {high})"]
        case 1:
            rows = [f"    >= 95%: {high}", f"    [80%, 95%): linear {low} .. {high}", "    otherwise: 0"]
            return [f"by {draw(st.sampled_from(('比率', '实测')))}:", *rows]
        case 2 | 3:
            formulas = (f"min({weight}, 完成 / 10)", "得数 * 2", "完成 / 计划", *["weight * 比率"] * 3)
            return [f"score {draw(st.sampled_from(formulas))}"]
        case _:
            return [
                f"pro rata of {draw(st.sampled_from(('完成 / 计划', '实测')))} uncapped",
                f"at most {high}",
            ]


@st.composite
def bands(draw: st.DrawFn, bounds: list[int], grid: Grid, weight: int) -> list[str]:
    """Rows from the top, which meet and do not overlap."""
    rows: list[str] = []
    upper, taken = "", False  # the bound above, and whether the row above has it
    for bound in bounds:
        # nothing lies between two whole percents where the measure is rounded to one
        alone = upper == f"{bound + 1}%" and taken
        closed = draw(st.booleans()) or alone
        interval = f"{'[' if closed else '('}{bound}%, {upper}{')' if taken else ']'}"
        pattern = interval if upper else f"{'>=' if closed else '>'} {bound}%"
        rows.append(f"    {pattern}: {draw(amounts(grid, weight))}")
        upper, taken = f"{bound}%", closed
    return rows


@st.composite
def checklists(draw: st.DrawFn, grid: Grid, weight: int) -> list[str]:
    items = draw(st.lists(st.sampled_from(("达标", "完整", "结论 = 甲", "完成 > 3")), min_size=1, max_size=4))
    required = [draw(st.sampled_from(("", "", "required "))) for _ in items]
    mode = draw(st.sampled_from(("", " all or nothing", " any", " missing")))
    shares = [""] * len(items)
    if mode == "":
        most = int(weight / grid.unit)
        if len(items) > most:
            items, required = items[:1], required[:1]
        first = most // len(items)
        counts = [first] * (len(items) - 1)
        shares = [f": {grid.amount(n)}" for n in [*counts, most - sum(counts)]]
    elif mode == " any":
        mode = f" any {draw(st.integers(1, len(items)))} of {len(items)}"
    elif mode == " missing":
        mode = f" deduct {draw(amounts(grid, weight))} per missing"
    rows = zip(required, items, shares, strict=True)
    return [
        f"checklist{mode}:",
        *(f'    {need}{item} "第{n}项"{share}' for n, (need, item, share) in enumerate(rows, 1)),
    ]


@st.composite
def limits(draw: st.DrawFn, grid: Grid, weight: int) -> list[str]:
    found = []
    if draw(st.integers(0, 3)) == 0:
        found.append(f"at most {draw(amounts(grid, weight))} when {draw(conditions())}")
    if draw(st.integers(0, 3)) == 0:
        found.append(f"times {draw(FACTORS)}{draw(st.sampled_from(('', f' when {draw(conditions())}')))}")
    if draw(st.integers(0, 5)) == 0:
        found.append(f"at least {draw(amounts(grid, weight))} when {draw(conditions())}")
    if draw(st.integers(0, 3)) == 0:
        found.append(f"zero when {draw(conditions())}")
    if draw(st.integers(0, 5)) == 0:
        found.append(f"full when {draw(conditions())}")
    return found


@st.composite
def clauses(draw: st.DrawFn, grid: Grid, weight: int) -> list[str]:
    shape = draw(st.integers(0, 4))
    extra = draw(limits(grid, weight))
    sign = draw(st.sampled_from(("deduct", "deduct", "add")))
    if shape == 0:
        op = draw(st.sampled_from((">=", ">", "<=", "<", "=")))
        return [
            f"of {draw(numbers())}",
            f"target {op} {draw(st.sampled_from(('95%', '0 + 1', '3 * 4')))}",
            *extra,
        ]
    if shape == 1:
        more = draw(st.lists(charges(grid, weight, sign), max_size=2))
        return [*draw(steps(grid, weight, sign)), *more, *extra]
    if shape == 2:
        return [*draw(st.lists(charges(grid, weight, sign), min_size=1, max_size=3)), *extra]
    more = draw(
        st.lists(st.one_of(charges(grid, weight, "deduct"), charges(grid, weight, "add")), max_size=2)
    )
    return [*more, *extra, *draw(bases(grid, weight))]


LETS = st.sampled_from(("完成 - 计划", "得数 * 2", "if 达标 then 3 else 差数", "count(事项 where 有效)"))


@st.composite
def sources(draw: st.DrawFn) -> str:
    grid = draw(st.sampled_from(GRIDS))
    weights = draw(st.lists(st.integers(1, 10), min_size=1, max_size=3))
    scales = [draw(st.sampled_from((weight, weight, weight, 20))) for weight in weights]
    total, graded = sum(weights), draw(st.booleans())
    lines = [
        'rubric "随机评分表" version "1":',
        f"    total {total}{draw(st.sampled_from(('', '', f' up to {total + 2}')))}",
        *([f"    {draw(grades(total))}"] if graded else []),
        f"    {draw(st.sampled_from(CONVENTIONS))}",
        f"    points to {grid.text} {draw(ROUNDING)}",
        "",
        *DATA.splitlines(),
        "",
        "let 接通比 = sum(接通) / sum(通话)",
        "let 达成率 = 达成 / 人口",
        f"let 等级数 = {draw(LETS)}",
        "",
    ]
    before: list[int] = []  # in the order in which they are worked out, which is not that of the text
    written: dict[int, list[str]] = {}
    for number in draw(st.permutations(range(1, len(weights) + 1))):
        other = draw(
            st.sampled_from(
                [f"{what}(C{n})" for n in before for what in ("points", "rate", "weight")] or ["完成"]
            )
        )
        rules = [clause.replace(OTHER, other) for clause in draw(clauses(grid, scales[number - 1]))]
        rules = [*draw(answers(grid.amount(1), rules)), *rules]
        written[number] = [f"    {rule}" for rule in rules]
        before.append(number)
    for number, (weight, scale) in enumerate(zip(weights, scales, strict=True), 1):
        out_of = (f" out of {scale}" if scale != weight else "") + draw(UP_TO)
        lines += [f"C{number} 指标{'甲乙丙'[number - 1]} weight {weight}{out_of}:", *written[number]]
    after = [
        *draw(special_groups()),
        *draw(effects(amounts(grid, total), graded)),
        *draw(outcomes(total, graded)),
    ]
    lines += [line.replace(OTHER, "完成") for line in after]
    first, *rest = ("\n".join(lines) + "\n").split('"?"')
    return first + "".join(f'"第{number}处"{text}' for number, text in enumerate(rest, 1))


@st.composite
def samples(draw: st.DrawFn) -> Sample:
    """A rubric that compiles, with facts that bind."""
    source = draw(sources())
    return Sample(source, draw(judgements(source, draw(all_facts()))))


@st.composite
def partial_samples(draw: st.DrawFn) -> Sample:
    """The same with facts of which some are missing."""
    source = draw(sources())
    return Sample(source, draw(partial_facts(source)))
