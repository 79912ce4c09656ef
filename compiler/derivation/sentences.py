"""What every clause says, worded ahead of time in Chinese and English: one function for each kind of `told`.

A sentence is a tuple of parts; the runtime fills its gaps. The figures that a sentence prints can be recomputed from
each other; where one is rounded in print, the exact digits follow it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from rubricc.compiler.derivation import charges, statements
from rubricc.compiler.derivation.each import each, written
from rubricc.compiler.derivation.teller import NONE, OPS, Desk
from rubricc.compiler.derivation.terms import Slots, calendar_of, const_text
from rubricc.compiler.ir import told
from rubricc.compiler.ir.program import Indicator, Program
from rubricc.compiler.ir.told_among import RankTold, SkipTold
from rubricc.compiler.ir.told_factor import FactorTold
from rubricc.compiler.runtime.exact import plain
from rubricc.compiler.runtime.sentences import Case, If, Part, Parts, Show, Unless
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import NUMBER, PERCENT

_ROUNDING = {"half up": "四舍五入", "half even": "四舍六入五成双", "up": "向上取整", "down": "向下取整"}


def sentences(indicator: Indicator, zh: bool, slots: Slots, program: Program) -> tuple[Parts, ...]:
    """The derivation of an indicator, one sentence a line."""
    desk = Desk(indicator, zh, slots, program.convention.name, program.grid, program.rounding)
    told_all: list[Parts] = []
    for clause in indicator.clauses:
        if isinstance(clause.told, told.EachTold):
            part = next(x for x in program.parts if x.name == clause.told.part)
            named = {written(term): name for name, term in part.facts.items()}
            own = sentences(part.sheet, zh, named, program)  # type: ignore[arg-type]
            told_all += each(desk, clause.told, own)
        else:
            told_all += _clause(desk, clause.told)
    calendar = calendar_of(indicator, slots)
    if calendar is not None:
        known = f"{calendar.source}（{calendar.first} 至 {calendar.last}）" if zh else calendar.source
        told_all.append((desk.say(f"工作日依 {known}", f"working days by {known}"),))
    return tuple(line for line in told_all if line)


def _clause(desk: Desk, it: told.Told) -> list[Parts]:
    match it:
        case told.EachTold():
            raise AssertionError("told with the rows that it goes through")
        case told.MeasureTold():
            return _measure(desk, it)
        case told.ParamTold():
            return [_param(desk, it)]
        case told.LetTold():
            return [desk.formula(it.name, it.term, it.line)]
        case RankTold():
            return [_rank(desk, it)]
        case SkipTold():
            return [_skip(desk, it)]
        case told.StartTold():
            return [(desk.say("基础分 ", "starts at "), *desk.points(it.line))] if it.how == "stated" else []
        case told.TargetTold():
            return [_target(desk, it)]
        case told.BandsTold():
            return [_bands(desk, it)]
        case told.ScoreTold():
            return [desk.formula(desk.say("得分", "points"), it.term, it.line)]
        case told.JudgedTold():
            return [_judged(desk, it)]
        case told.ProRataTold():
            return _pro_rata(desk, it)
        case told.ChecklistTold():
            return _checklist(desk, it)
        case told.StepTold():
            return [charges.step(desk, it)]
        case told.RowsTold():
            return charges.rows(desk, it)
        case told.CountTold():
            return [charges.count(desk, it)]
        case told.TiersTold():
            return charges.tiers(desk, it)
        case told.TableTold():
            return [charges.table(desk, it)]
        case told.OnceTold():
            return [charges.once(desk, it)]
        case told.WhenTold():
            return [_when(desk, it)]
        case told.LimitTold():
            return [_limit(desk, it)]
        case told.VetoTold():
            return [_veto(desk, it)]
        case FactorTold():
            return []  # told with the sum
        case told.SumTold():
            return _sum(desk, it)
        case told.ScaledTold():
            return [_scaled(desk, it)]
        case told.CheckTold():
            return [statements.check(desk, it)]
        case told.ReportedTold():
            return [statements.reported(desk, it)]
        case told.ReportedRowsTold():
            return [statements.reported_rows(desk, it)]
        case _:
            assert_never(it)


def _param(desk: Desk, it: told.ParamTold) -> Parts:
    """`接通率目标 = 95%（2020-01-01 至 2020-12-31；依据：…）`."""
    said = []
    if it.first is not None and it.last is not None:
        said.append(desk.say(f"{it.first} 至 {it.last}", f"{it.first} to {it.last}"))
    elif it.first is not None:
        said.append(desk.say(f"自 {it.first}", f"from {it.first}"))
    elif it.last is not None:
        said.append(desk.say(f"至 {it.last}", f"to {it.last}"))
    if it.source:
        said.append(desk.say(f"依据：{it.source}", f"source: {it.source}"))
    after = desk.say("；", "; ").join(said)
    after = after and desk.say(f"（{after}）", f" ({after})")
    return (f"{desk.symbols(it.formula)} = {const_text(it.value, desk.zh)}{after}",)


# ── the measure and the base ──


def _rank(desk: Desk, it: RankTold) -> Parts:
    """`本单位 话务接通率 = 94.36%，更高的有 2 个（甲县、丙县）`."""
    which = desk.say("更高的有 ", "above it: ") if it.above else desk.say("更低的有 ", "below it: ")
    value = desk.value(it.own, desk.shown_kind(it.term.kind))
    count = (Show(it.count, "number"), desk.say(" 个", ""), desk.rows(it.count))
    own = (desk.say("本单位 ", "own "), desk.symbols(it.term), " = ")
    return (*own, *value, desk.say("，", ", "), which, *count)


def _skip(desk: Desk, it: SkipTold) -> Parts:
    """`4 个单位中 3 个有 满意率，不计没有的 1 个（丁县）`."""
    of = {"unit": (" 个单位", " units"), "month": (" 个月", " months")}.get(it.by, (" 行", " rows"))
    rows, having = Show(it.rows, "number"), Show(it.having, "number")
    lacking: Parts = (Show(it.lacking, "number"), desk.say(" 个", ""), desk.rows(it.lacking))
    without = (desk.say("，不计没有的 ", "; left out: "), *lacking)
    term = desk.symbols(it.term)
    head: Parts = (rows, f"{of[0]}中 ", having, f" 个有 {term}")
    if not desk.zh:
        head = (having, " of ", rows, f"{of[1]} have {term}")
    return (*head, If(it.lacking, ">", NONE, without, ()))


def _measure(desk: Desk, it: told.MeasureTold) -> list[Parts]:
    """A measure that is only a `let` by another name has been told already."""
    lets = {c.told.name for c in desk.indicator.clauses if isinstance(c.told, told.LetTold)}
    if isinstance(it.term, t.Ref) and it.term.name in lets:
        return []
    return [desk.formula(it.name, it.term, it.line) + desk.rounded(it)]


def _target(desk: Desk, it: told.TargetTold) -> Parts:
    bound = desk.threshold(it.value, it.kind, it.value_line)
    weight = plain(desk.indicator.weight)
    if it.kind.family == "date":
        head = desk.say("期限 ", "due by ")
        yes = desk.say(f"，按期：得满分 {weight} 分", f": in time, full marks {weight}")
        no = desk.say("，超期：得 0 分", ": late, 0 points")
    else:
        head = desk.say("目标 ", "target ") + (f"{OPS[it.op]} " if it.high is None else "")
        if it.high is not None:
            bound = (*bound, " .. ", *desk.threshold(it.high, it.kind, it.high_line))
        yes = desk.say(f"，达到：得满分 {weight} 分", f": met, full marks {weight}")
        no = desk.say("，未达到：得 0 分", ": not met, 0 points")
    return (head, *bound, If(it.met, "yes", NONE, (yes,), (no,)))


def _bands(desk: Desk, it: told.BandsTold) -> Parts:
    options: list[Parts] = []
    for at, row in enumerate(it.rows):
        text = desk.row(row, it.kind)
        gives = _given(desk, it, at) if it.texts else desk.result(row, it.measure, it.line, it.kind)
        options.append((desk.say(f"属「{text}」一档：", f"in band “{text}”: "), *gives))
    measures = [c.told.line for c in desk.indicator.clauses if isinstance(c.told, told.MeasureTold)]
    told_already = it.measure in measures
    head: Parts = ()
    if it.kind is not None and not told_already:
        head = (it.name, " = ", *desk.value(it.measure, desk.shown_kind(it.kind)), desk.say("，", ", "))
    return (*head, Case(it.row, tuple(options)))


def _given(desk: Desk, it: told.BandsTold, at: int) -> Parts:
    """What a row of an outcome gives: `季度服务费 × 90% = 300000 元 × 90% = 270000 元`."""
    result, kind = it.rows[at].result, it.gives or NUMBER
    if it.texts[at] or isinstance(result, t.Const):
        return (it.texts[at] or const_text(result, desk.zh, kind),)  # type: ignore[arg-type]
    return desk.formula("", result, it.line, kind)


def _judged(desk: Desk, it: told.JudgedTold) -> Parts:
    """`评判 3 分（0 .. 5），评判人：专家组，理由：资料齐全`."""
    label = desk.say(f"「{it.label}」", f" “{it.label}”") if it.label else ""
    ends = f"{desk.amount(it.low)} .. {desk.amount(it.high)}"
    said: Parts = (
        desk.say(f"评判{label or ' '}", f"judged{label}: "),
        *desk.points(it.points),
        desk.say(f"（{ends}），评判人：", f" ({ends}), by: "),
        Show(it.by, "text"),
        desk.say("，理由：", ", reason: "),
        Show(it.reason, "text"),
    )
    return (If(it.holds, "yes", NONE, said, ()),) if it.holds else said


def _pro_rata(desk: Desk, it: told.ProRataTold) -> list[Parts]:
    weight = plain(it.weight)
    share = desk.formula("", it.term, it.share, PERCENT) + desk.rounded(it)
    product: Parts = (f"{weight} × ", Show(it.share, "percent"), " = ", *desk.points(it.line))
    if not it.capped:
        return [share, product]
    full = desk.say(f"超过 100%，按满分计：得 {weight} 分", f"above 100 %, counted as full: {weight} points")
    return [share, (If(it.share, ">", Fraction(1), (full,), product),)]


def _checklist(desk: Desk, it: told.ChecklistTold) -> list[Parts]:
    lines: list[Parts] = []
    for item in it.items:
        gives = (
            ""
            if item.points is None
            else desk.say(f"，得 {plain(item.points)} 分", f", {plain(item.points)}")
        )
        none = "" if item.points is None else desk.say("，得 0 分", ", 0")
        name = item.text + (desk.say("（必备）", " (required)") if item.required else "")
        yes = desk.say(f"✓ {name}：符合{gives}", f"✓ {name}: met{gives}")
        no = desk.say(f"✗ {name}：不符合{none}", f"✗ {name}: not met{none}")
        lines.append((If(item.met, "yes", NONE, (yes,), (no,)),))
    count = len(it.items)
    rule = {
        "points": "",
        "any": desk.say(
            f"；满足 {it.need} 项得满分，不足按比例", f"; {it.need} give full marks, fewer pro rata"
        ),
        "all": desk.say("；全部符合才得分", "; points only when all are met"),
        "missing": desk.say(
            f"；每缺一项扣 {plain(it.deduct)} 分", f"; each missing one costs {plain(it.deduct)}"
        ),
    }[it.mode]
    if any(item.required for item in it.items):
        rule += desk.say("；缺必备项不得分", "; none without the required items")
    head = desk.say(f"共 {count} 项，符合 ", f"{count} items, met: ")
    end = (desk.say(f" 项{rule}：得 ", f"{rule}: "), *desk.points(it.line))
    return [*lines, (head, Show(it.met, "count"), *end)]


# ── conditions, limits and the sum ──


def _when(desk: Desk, it: told.WhenTold) -> Parts:
    when = desk.symbols(it.when)
    yes = desk.say("是，下面一条适用", "yes, the next clause applies")
    no = desk.say("否，下面一条不适用", "no, the next clause does not apply")
    head: Parts = (when + desk.say("：", ": "), *desk.having(it.when))
    return (*head, If(it.holds, "yes", NONE, (yes,), (no,)))


def _limit(desk: Desk, it: told.LimitTold) -> Parts:
    assert it.when is not None
    when, amount = desk.symbols(it.when), desk.amount(it.amount)
    side = desk.say("不低于" if it.side == "at least" else "不超过", it.side)
    rule = desk.say(f"当 {when} 时{side} {amount} 分：", f"{side} {amount} when {when}: ")
    yes: Parts = (desk.say("是，得 ", "yes, "), *desk.points(it.line))
    return (rule, *desk.having(it.when), If(it.holds, "yes", NONE, yes, (desk.say("否", "no"),)))


def _veto(desk: Desk, it: told.VetoTold) -> Parts:
    when = desk.symbols(it.when)
    effect = desk.say("得满分", "full marks") if it.full else desk.say("本指标不得分", "no points")
    rule = desk.say(f"当 {when} 时{effect}：", f"{effect} when {when}: ")
    return (
        rule,
        *desk.having(it.when),
        If(it.holds, "yes", NONE, (desk.say(f"是，{effect}", f"yes, {effect}"),), (desk.say("否", "no"),)),
    )


def _sum(desk: Desk, it: told.SumTold) -> list[Parts]:
    """`5 − 1 = 4 分`, factors, then what made other points of it: a condition that holds, floor, cap, rounding."""
    tail: list[Part] = []
    factors = [c.told for c in desk.indicator.clauses if isinstance(c.told, FactorTold)]
    lines = {line.name: line.term for line in desk.indicator.lines}
    subject = it.sum if it.sum in lines else it.base
    if it.changes:
        tail += [Show(it.base, "points")]
        for sign, line in it.changes:
            tail += [" − " if sign == "deduct" else " + ", Show(line, "points")]
        tail += [" = ", *desk.points(it.sum)]
    lead: Parts = () if it.changes and not factors else desk.points(subject)
    limits: list[Part] = []
    if factors:
        subject = factors[-1].line
        lead = desk.points(subject)
    if it.changes or any(name.startswith("limited") for name in lines):
        limits = [_limits(desk, it, subject, lead)]
    rest: Parts = (*limits, *_rounding(desk, it, lines, lead))
    for clause in desk.indicator.clauses:
        if isinstance(clause.told, told.LimitTold | told.VetoTold) and clause.told.holds:
            by_clause = desk.say("；按以上条款：", "; by the clauses above: ")
            other = Unless(subject, it.points, (*lead, by_clause, *desk.points(it.points)))
            rest = (If(clause.told.holds, "yes", NONE, (other,), rest),)
    if not factors:
        return [(*tail, *rest)]
    return [tuple(tail), *(_factor(desk, factor) for factor in factors), rest]


def _factor(desk: Desk, it: FactorTold) -> Parts:
    """`当 迟报 时乘 80%：是，5.4 × 80% = 4.32 分`; a formula is worked out first."""
    kind = desk.shown_kind(it.factor.kind)
    by: Parts = desk.formula("", it.factor, it.at) if it.at else (desk.bound(it.factor, kind),)
    k: Part = Show(it.at, kind.style) if it.at else desk.bound(it.factor, kind)
    product: Parts = (Show(it.before, "points"), " × ", k, " = ", *desk.points(it.line))
    if it.when is None:
        return (desk.say("乘 ", "times "), *by, desk.say("：", ": "), *product)
    when = desk.symbols(it.when)
    rule: Parts = (desk.say(f"当 {when} 时乘 ", "times "), *by, desk.say("：", f" when {when}: "))
    yes: Parts = (desk.say("是，", "yes, "), *product)
    return (*rule, *desk.having(it.when), If(it.holds, "yes", NONE, yes, (desk.say("否", "no"),)))


def _limits(desk: Desk, it: told.SumTold, subject: str, lead: Parts) -> Part:
    floor, cap = desk.amount(it.floor), desk.amount(it.cap)
    low = desk.say(f"，不低于 {floor} 分：{floor} 分", f", not below {floor}: {floor} points")
    high = desk.say(f"，不超过 {cap} 分：{cap} 分", f", not above {cap}: {cap} points")
    assert isinstance(it.floor, t.Const) and isinstance(it.floor.value, Fraction)
    assert isinstance(it.cap, t.Const) and isinstance(it.cap.value, Fraction)
    above = If(subject, ">", it.cap.value, (*lead, high), ())
    return If(subject, "<", it.floor.value, (*lead, low), (above,))


def _rounding(desk: Desk, it: told.SumTold, lines: dict[str, t.Term], lead: Parts) -> Parts:
    term = lines.get(it.points)
    if not isinstance(term, t.Rounded) or not isinstance(term.operand, t.Ref):
        return ()
    grid = plain(desk.grid)
    rounded = desk.say(f"；{_ROUNDING[desk.rounding]}到 {grid}：", f"; rounded {desk.rounding} to {grid}: ")
    return (Unless(term.operand.name, it.points, (*lead, rounded, *desk.points(it.points))),)


def _scaled(desk: Desk, it: told.ScaledTold) -> Parts:
    weight, out_of = plain(it.weight), plain(it.out_of)
    head = desk.say(f"满分 {out_of} 分折合 {weight} 分：", f"out of {out_of}, brought to {weight}: ")
    before = next(line.term for line in desk.indicator.lines if line.name == it.scaled)
    assert isinstance(before, t.Chain) and isinstance(before.first, t.Ref)
    return (head, Show(before.first.name, "points"), f" × {weight} ÷ {out_of} = ", *desk.points(it.scaled))
