"""From the points of indicators to groups, the total and the grade.

One fixed order, which the derivation repeats: members that do not apply are left out and made up for; groups combine
their members; the top level is summed; changes of the total, its limits, its rounding; the grade, one lower, its caps.
Everything rises with every indicator's points, so the least and the greatest points give the ends of the interval.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, Union

from rubricc.compiler.runtime.exact import Exact, percent_exact_or_prefix, plain, round_to, whole


class GroupSpec(NamedTuple):
    code: str
    name: str
    weight: Exact
    children: tuple[Union["GroupSpec", int], ...]  # an indicator is its number
    combine: str = "sum"  # sum, mean, best, worst, drop
    k: int = 0
    special: str = ""  # bonus, penalty: outside the weight sum
    limit: Exact = 0  # of a special group


class GradeSpec(NamedTuple):
    label: str
    op: str  # '' for otherwise
    value: Exact


class EffectSpec(NamedTuple):
    """What happens to the total or the grade when a condition holds."""

    kind: str  # deduct, add, times, at least, at most, grade cap, lower, no grade
    amount: Exact
    label: str  # of a grade
    cumulative: bool
    condition: int
    text: str  # the condition in words


class SummarySpec(NamedTuple):
    total: Exact | None  # what the weights add up to
    cap: Exact | None  # how far additions may lift the total
    grid: Exact
    rounding: str
    grades: tuple[GradeSpec, ...]
    effects: tuple[EffectSpec, ...]


class Member(NamedTuple):
    """An indicator or group as its parent sees it."""

    points: Exact
    weight: Exact
    counts: bool  # whether it counts at all
    left: Exact  # weight below it for which the total makes up


COMPARISONS: Mapping[str, Callable[[Exact, Exact], bool]] = {
    ">=": lambda a, b: a >= b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    "<": lambda a, b: a < b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


def put_together(points: Sequence[Exact], how: str, k: int) -> Exact:
    """The sum of the points of rows: of all, of the best or worst `k`, or of all but the `k` least; always of one."""
    ordered = sorted(points, reverse=True)
    kept = {"best": ordered[:k], "worst": ordered[-k:], "drop": ordered[: max(1, len(ordered) - k)]}
    return sum(kept.get(how, ordered))


def combined(group: GroupSpec, members: Sequence[Member], spec: SummarySpec) -> Member:
    """The points of a group; members that do not count are made up for by the others."""
    left = whole(Fraction(sum(m.left for m in members)))
    counting = [m for m in members if m.counts]
    if group.special:
        points = sum(m.points for m in counting)
        bounded = min(points, group.limit) if group.special == "bonus" else max(points, group.limit)
        return Member(whole(Fraction(bounded)), 0, True, 0)
    if not counting:
        return Member(0, group.weight, False, left)
    if group.combine == "sum":
        every = sum(m.weight for m in members)
        counted = sum(m.weight for m in counting)
        points = Fraction(sum(m.points for m in counting))
        if counted != every and counted:
            points = Fraction(round_to(points * every / counted, spec.grid, spec.rounding))
        return Member(whole(points), group.weight, True, left)
    rates = sorted((Fraction(m.points) / m.weight for m in counting), reverse=True)
    if group.combine == "best":
        rates = rates[: group.k]
    elif group.combine == "worst":
        rates = rates[-group.k :]
    elif group.combine == "drop":
        rates = rates[: max(1, len(rates) - group.k)]
    mean = sum(rates, Fraction(0)) / len(rates) * group.weight
    return Member(round_to(mean, spec.grid, spec.rounding), group.weight, True, left)


def total_of(members: Sequence[Member], spec: SummarySpec, holds: Sequence[bool]) -> Exact:
    """The total of the top level. `holds` says of every effect whether its condition does."""
    top = GroupSpec("", "", sum(m.weight for m in members), ())
    summed = combined(top, members, spec)
    total = Fraction(summed.points)
    of = spec.total if spec.total is not None else summed.weight
    if 0 < summed.left < of:
        total = total * of / (of - summed.left)
    effects = [effect for effect, does in zip(spec.effects, holds, strict=True) if does]
    total += sum(e.amount for e in effects if e.kind == "add") - sum(
        e.amount for e in effects if e.kind == "deduct"
    )
    for factor in (e.amount for e in effects if e.kind == "times"):
        total *= factor
    total = max([total, Fraction(0), *(Fraction(e.amount) for e in effects if e.kind == "at least")])
    caps = [Fraction(e.amount) for e in effects if e.kind == "at most"]
    if spec.cap is not None:
        caps.append(Fraction(spec.cap))
    return round_to(min([total, *caps]), spec.grid, spec.rounding)


def grade_of(spec: SummarySpec, total: Exact, holds: Sequence[bool]) -> str | None:
    """The first grade whose condition the total meets; then one lower, then caps and grades not given."""
    labels = [grade.label for grade in spec.grades]
    at = next((n for n, g in enumerate(spec.grades) if not g.op or COMPARISONS[g.op](total, g.value)), None)
    if at is None:
        return None
    effects = [effect for effect, does in zip(spec.effects, holds, strict=True) if does]
    lower = [e for e in effects if e.kind == "lower"]
    at += max([1 if lower else 0, sum(e.cumulative for e in lower)])
    at = max([at, *(labels.index(e.label) for e in effects if e.kind == "grade cap")])
    refused = {e.label for e in effects if e.kind == "no grade"}
    while at < len(labels) - 1 and labels[at] in refused:
        at += 1
    return labels[min(at, len(labels) - 1)]


def effect_text(effect: EffectSpec, lang: str) -> str:
    """What an effect does, in words."""
    amount = plain(effect.amount)
    zh = {
        "deduct": f"总分扣 {amount} 分",
        "add": f"总分加 {amount} 分",
        "times": f"总分乘 {percent_exact_or_prefix(effect.amount)}",
        "at least": f"总分不低于 {amount} 分",
        "at most": f"总分不超过 {amount} 分",
        "grade cap": f"等级不高于 {effect.label}",
        "lower": "等级降一档",
        "no grade": f"不评 {effect.label}",
    }
    en = {
        "deduct": f"total deduct {amount}",
        "add": f"total add {amount}",
        "times": f"total times {percent_exact_or_prefix(effect.amount)}",
        "at least": f"total at least {amount}",
        "at most": f"total at most {amount}",
        "grade cap": f"grade at most {effect.label}",
        "lower": "grade one lower",
        "no grade": f"no grade {effect.label}",
    }
    return (zh if lang == "zh" else en)[effect.kind]
