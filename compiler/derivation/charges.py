"""Deductions and additions in words: from where, how far, how often, how much."""

from __future__ import annotations

from fractions import Fraction

from rubricc.compiler.derivation.teller import NONE, OPS, Desk
from rubricc.compiler.derivation.terms import term_parts
from rubricc.compiler.ir import told
from rubricc.compiler.runtime.exact import plain
from rubricc.compiler.runtime.sentences import Brief, Case, Gap, If, Part, PartOf, Parts, Show, Times
from rubricc.dsl import terms as t

_UNITS = {
    "month": ("个月", "month"), "day": ("天", "day"), "hour": ("小时", "hour"), "minute": ("分钟", "minute"),
    "second": ("秒", "second"), "working day": ("个工作日", "working day"),
}  # fmt: skip


def apart(text: str) -> str:
    """A space after digits and signs, none after a Chinese character."""
    return f"{text} " if text[-1:].isascii() else text


def verb(desk: Desk, charge: told.Charge) -> str:
    return desk.say("扣", "deduct") if charge.sign == "deduct" else desk.say("加", "add")


def nothing(desk: Desk, charge: told.Charge) -> str:
    return desk.say(f"不{verb(desk, charge)}分", f"nothing to {verb(desk, charge)}")


def sum_of(desk: Desk, charge: told.Charge, count: str) -> tuple[Part, ...]:
    """`3 × 0.2 = 扣 0.6 分`: count × amount (× times), the cap where there is one."""
    does = verb(desk, charge)
    end: tuple[Part, ...] = (f"{does} ", Show(charge.line, "points"), desk.say(" 分", ""))
    written = isinstance(charge.amount, t.Const)
    amount: Part = Show(charge.each, "points") if charge.each else desk.amount(charge.amount)
    if isinstance(charge.amount, t.Ref) and not charge.each:
        amount = Show(charge.amount.name, "points")
    parts: list[Part] = []
    if count:
        parts += [Show(count, "number"), " × ", amount]
    elif charge.each and not isinstance(charge.amount, t.Ref | t.Pick):
        parts += [*term_parts(charge.amount, desk.zh, desk.slots), " = ", amount]
    elif charge.each or charge.factor or (not written and charge.cap is not None):
        parts += [amount]
    if charge.factor:
        parts += [" × ", Show(charge.factor, "number")]
    if charge.cap is not None:
        cap = desk.amount(charge.cap)
        if count and written and not charge.factor:
            assert isinstance(charge.amount, t.Const) and isinstance(charge.amount.value, Fraction)
            parts += [" = ", Times(count, charge.amount.value, "points")]
        return (*parts, desk.say(f"，这一条至多 {cap} 分：", f", up to {cap} for this clause: "), *end)
    return (*parts, " = ", *end) if parts else end


def size_text(desk: Desk, it: told.StepTold) -> str:
    number = plain(it.size)
    if it.basis == "points" or it.unit == "pp":
        return desk.say(f" {number} 个百分点", f"{number} percentage point{'' if it.size == 1 else 's'}")
    if it.basis == "target":
        return desk.say(f"目标值的 {number}%", f"{number}% of the target")
    if it.basis == "actual":
        return desk.say(f"实际值的 {number}%", f"{number}% of the actual value")
    if it.unit in _UNITS:
        zh, en = _UNITS[it.unit]
        return desk.say(f" {number} {zh}", f"{number} {en}{'' if it.size == 1 else 's'}")
    return desk.say(f" {number} {it.unit}".rstrip(), f"{number} {it.unit}".rstrip())


def partial_text(desk: Desk, it: told.StepTold | told.CountTold | told.TierTold, unit: str) -> str:
    """`不足 1 个按 1 个计`, and the convention where it was the one to choose."""
    text = {
        "started": desk.say(f"不足 {apart(unit)}按 {apart(unit)}计", "a started step counts whole"),
        "whole": desk.say(f"不足 {apart(unit)}的不计", "only whole steps count"),
        "pro rata": desk.say(f"不足 {apart(unit)}的按比例计", "part of a step counts in proportion"),
    }[it.partial]
    return text + (desk.convention if it.partial_by == "convention" else "")


def size_by(desk: Desk, it: told.StepTold) -> str:
    """The convention behind the size of a step, where it is not said with the partial step anyway."""
    return desk.convention if it.basis_by == "convention" and it.partial_by == "clause" else ""


def short_unit(it: told.StepTold) -> str:
    number = plain(it.size)
    if it.unit == "pp" or it.basis == "points":
        return f"{number} 个"
    if it.unit == "%":
        return f"{number}%"
    return f"{number} {_UNITS[it.unit][0]}" if it.unit in _UNITS else f"{number} {it.unit}".rstrip()


def step(desk: Desk, it: told.StepTold) -> Parts:
    if it.side == "late" or it.kind.family == "date":
        return _late(desk, it)
    kind = desk.shown_kind(it.kind)
    name = (
        desk.say("目标 ", "target ") + OPS[it.op] + " "
        if it.op
        else it.name + desk.say("，界限 ", ", threshold ")
    )
    head: Parts = (name, *desk.threshold(it.threshold, kind, it.threshold_line))
    side = {
        "below": desk.say("低", "below by"), "above": desk.say("高", "above by"),
        "either side": desk.say("偏离", "off by"), "late": desk.say("迟", "late by"),
    }[it.side]  # fmt: skip
    in_points = kind.family == "percent"
    style = "pp" if in_points else kind.style
    fixed = it.threshold.value if isinstance(it.threshold, t.Const) else None
    gap: Part = Brief(it.distance, style)
    if isinstance(fixed, Fraction):
        gap = Gap(it.measure, fixed, style)  # so that the printed figures add up
    share: tuple[Part, ...] = ()
    if it.basis in ("target", "actual"):
        part: Part = PartOf(it.distance, it.threshold_line if it.basis == "target" else it.measure)
        if it.basis == "target" and isinstance(fixed, Fraction):
            part = Times(it.distance, 1 / fixed, "percent")
        zh, en = ("目标值", "target") if it.basis == "target" else ("实际值", "actual value")
        share = (desk.say(f"，为{zh}的 ", ", "), part, desk.say("", f" of the {en}"))
    far: tuple[Part, ...] = (
        desk.say("，", ", "),
        f"{side} ",
        gap,
        *(_unit(desk, it, it.distance) if in_points else ()),
        *share,
        *_tolerance(desk, it, style, in_points),
    )
    amount, does = desk.amount(it.charge.amount), verb(desk, it.charge)
    size = apart(size_text(desk, it) + size_by(desk, it))
    rule = desk.say(
        f"；每{side}{size}{does} {amount} 分，{partial_text(desk, it, short_unit(it))}：",
        f"; {does} {amount} per {size_text(desk, it)}{size_by(desk, it)}, {partial_text(desk, it, '')}: ",
    )
    met = desk.say("，达到，", ", met: ") if it.op else desk.say("，未越过，", ", not passed: ")
    charged: Parts = (*far, rule, *sum_of(desk, it.charge, it.count))
    return (*head, If(it.distance, ">", NONE, charged, (met + nothing(desk, it.charge),)))


def _unit(desk: Desk, it: told.StepTold, line: str) -> tuple[Part, ...]:
    """The unit behind a distance: percentage points, or days; `1 day`, `0.5 days`."""
    one, zh, en = (
        (Fraction(1), "天", "day")
        if it.side == "late"
        else (Fraction(1, 100), "个百分点", "percentage point")
    )
    if desk.lang == "zh":
        return (f" {zh}",)
    return (f" {en}", If(line, ">", one, ("s",), (If(line, "<", one, ("s",), ()),)))


def _tolerance(desk: Desk, it: told.StepTold, style: str, has_unit: bool) -> tuple[Part, ...]:
    if not it.beyond or it.tolerance is None or not it.counted:
        return ()
    allowed = desk.bound(it.tolerance, desk.shown_kind(it.kind))
    if style == "pp" and isinstance(it.tolerance, t.Const) and isinstance(it.tolerance.value, Fraction):
        points = plain(it.tolerance.value * 100)
        allowed = points + desk.say(" 个百分点", f" percentage point{'' if points == '1' else 's'}")
    if it.side == "late" and it.unit in _UNITS:
        zh, en = _UNITS[it.unit]
        allowed = desk.say(f"{allowed} {zh}", f"{allowed} {en}s")
    rule = {
        "excess": desk.say(f"，超出 {apart(allowed)}的部分为 ", f", beyond {allowed}: "),
        "everything": desk.say(
            f"，超出 {apart(allowed)}的全部计，计 ", f", everything once beyond {allowed}: "
        ),
    }[it.beyond]
    unit = _unit(desk, it, it.counted) if has_unit else (desk.say(" 个", ""),) if it.working else ()
    over: Parts = (rule, Brief(it.counted, style), *unit)
    return (If(it.counted, ">", NONE, over, (desk.say(f"，未超出 {allowed}", f", within {allowed}"),)),)


def _late(desk: Desk, it: told.StepTold) -> Parts:
    deadline = desk.threshold(it.threshold, it.kind, it.threshold_line)
    head: Parts = (desk.say("期限 ", "due by "), *deadline)
    amount, does = desk.amount(it.charge.amount), verb(desk, it.charge)
    counted: tuple[Part, ...] = ()
    if it.working:
        days = {what: Show(line, "count") for what, line in it.working.items()}
        counted = (
            *_unit(desk, it, it.distance), desk.say("，其中工作日 ", ", working days: "), days["working days"],
            desk.say(" 个（周一至周五 ", " (Mondays to Fridays "), days["weekdays"],
            desk.say(" − 放假 ", " − off "), days["off"], desk.say(" + 周末上班 ", " + weekends worked "), days["on"],
        )  # fmt: skip
    unit = (desk.say("）", ")"),) if it.working else _unit(desk, it, it.distance)
    to = (
        desk.say("，月满于对应日", ", a month ends on the same day of the next") if it.unit == "month" else ""
    )
    rule = desk.say(
        f"；每迟{apart(size_text(desk, it))}{does} {amount} 分{to}，{partial_text(desk, it, short_unit(it))}：",
        f"; {does} {amount} per {size_text(desk, it)} late{to}, {partial_text(desk, it, '')}: ",
    )
    far: tuple[Part, ...] = (desk.say("，迟 ", ", late by "), Show(it.distance, "count"))
    over = _tolerance(desk, it, "count", not it.working)
    late: Parts = (*far, *counted, *unit, *over, rule, *sum_of(desk, it.charge, it.count))
    in_time = desk.say("，未超期，", ", in time: ") + nothing(desk, it.charge)
    return (*head, If(it.distance, ">", NONE, late, (in_time,)))


def rows(desk: Desk, it: told.RowsTold) -> list[Parts]:
    unit = desk.say("个月", "months") if it.by_month else desk.say("行", "rows")
    where = "" if it.where is None else desk.symbols(it.where)
    if where:
        head = desk.say(f"{it.block}中 {where} 的有 ", f"{it.block}, {unit} with {where}: ")
    else:
        head = desk.say(f"{it.block}共 ", f"{it.block}, {unit}: ")
    each, does = desk.say("每月" if it.by_month else "每行", "each"), verb(desk, it.charge)
    counted: tuple[Part, ...] = (head, Show(it.count, "count"), desk.say(f" {unit}", ""))
    if where:
        counted = (*counted, desk.rows(it.count))
    if not it.own:
        amount = desk.amount(it.charge.amount)
        rule = desk.say(f"；{each}{does} {amount} 分：", f"; {does} {amount} {each}: ")
        return [(*counted, rule, *sum_of(desk, it.charge, it.count))]
    cap = ""
    if it.cap_each is not None:
        most = desk.amount(it.cap_each)
        cap = desk.say(f"，每行至多 {most} 分", f", up to {most} each")
    if it.tiers:
        assert it.subject is not None
        rates = desk.say("；", "; ").join(rate_text(desk, tier) for tier in it.tiers)
        mode = desk.say("，达到的一段计全部", ", the tier reached charges all") if it.whole else ""
        gives = f"{desk.symbols(it.subject)}{desk.say('：', ': ')}{rates}{mode}"
    elif it.table:
        gives = desk.say("；", "; ").join(f"{desk.row(r, None)} → {desk.amount(r.result)}" for r in it.table)
    else:
        gives = desk.amount(it.charge.amount)
    together = desk.say("：逐行合计 ", ": in all ")
    if it.among is not None:
        key, how = it.among
        most = desk.say("最高", "highest") if how == "best" else desk.say("最低", "lowest")
        together = desk.say(
            f"，{key}相同的只计{most}的一行：逐组合计 ", f", only the {most} of each {key}: in all "
        )
    rule = desk.say(f"；{each}{does}（{gives}）{cap}{together}", f"; {does} {each} ({gives}){cap}{together}")
    total: tuple[Part, ...] = (Show(it.charge.each, "points"), desk.say(" 分", ""))
    if it.charge.cap is not None:
        allowed = desk.amount(it.charge.cap)
        total = (*total, desk.say(f"，至多 {allowed} 分", f", up to {allowed}"))
    end: tuple[Part, ...] = (
        desk.say(f"，{does} ", f": {does} "),
        Show(it.charge.line, "points"),
        desk.say(" 分", ""),
    )
    return [(*counted, rule, *total, *end)]


def count(desk: Desk, it: told.CountTold) -> Parts:
    head = desk.formula("", it.term, it.number)
    every = f"{plain(it.every)} {it.unit}".rstrip()
    partial = "" if it.every == 1 else desk.say("，", ", ") + partial_text(desk, it, every)
    amount, does = desk.amount(it.charge.amount), verb(desk, it.charge)
    rule = desk.say(
        f"；每 {apart(every)}{does} {amount} 分{partial}：", f"; {does} {amount} per {every}{partial}: "
    )
    return (*head, rule, *sum_of(desk, it.charge, it.count))


def rate_text(desk: Desk, tier: told.TierTold) -> str:
    """`5 .. 20：每 3 0.3 分，不足 3 按 3 计`."""
    end = "" if tier.high is None else f" .. {plain(tier.high)}"
    start = desk.say("超过 ", "above ") if tier.high is None else ""
    per, amount = plain(tier.per), desk.amount(tier.amount)
    partial = "" if tier.per == 1 else desk.say("，", ", ") + partial_text(desk, tier, per)
    stretch = f"{start}{plain(tier.low)}{end}{desk.say('：', ': ')}"
    return stretch + desk.say(f"每 {per} {amount} 分", f"{amount} per {per}") + partial


def tiers(desk: Desk, it: told.TiersTold) -> list[Parts]:
    lines: list[Parts] = [desk.formula("", it.term, it.number)]
    for tier in it.tiers:
        amount = desk.amount(tier.amount)
        rate = rate_text(desk, tier) + desk.say("，", ", ")
        lines.append((rate, Show(tier.count, "number"), f" × {amount} = ", *desk.points(tier.line)))
    mode = desk.say("（达到的一段计全部）", " (the tier reached charges all)") if it.whole else ""
    return [*lines, (desk.say(f"各段合计{mode}：", f"all tiers{mode}: "), *sum_of(desk, it.charge, ""))]


def table(desk: Desk, it: told.TableTold) -> Parts:
    options: list[Parts] = [
        (desk.say(f"属「{desk.row(r, it.kind)}」：", f"in “{desk.row(r, it.kind)}”: "),) for r in it.rows
    ]
    kind = desk.shown_kind(it.kind) if it.kind is not None else None
    head: Parts = (it.name, " = ", *desk.value(it.measure, kind), desk.say("，", ", ")) if kind else ()
    charged = desk.points(it.line) if it.charge is None else sum_of(desk, it.charge, "")
    return (*head, Case(it.row, tuple(options)), *charged)


def once(desk: Desk, it: told.OnceTold) -> Parts:
    charged = sum_of(desk, it.charge, "")
    if it.when is None:
        return charged
    when = desk.symbols(it.when)
    head: Parts = (when + desk.say("：", ": "), *desk.having(it.when))
    no = desk.say("否，", "no, ") + nothing(desk, it.charge)
    return (*head, If(it.holds, "yes", NONE, (desk.say("是，", "yes, "), *charged), (no,)))
