"""The tree of a result: indicators, groups of them, and the whole with its total and grade."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Union

from rubricc.compiler.runtime.description import RubricSpec
from rubricc.compiler.runtime.exact import Exact, percent_rounded, plain, round_to
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.runtime.indicator import Indicator, Points, Score, points_of
from rubricc.compiler.runtime.summary import GroupSpec, Member, SummarySpec, combined, grade_of, total_of


class Group:
    """A group of a result: its `code` (empty where it has none), its `name`, and its `children`, which are indicators
    and groups."""

    def __init__(
        self, spec: GroupSpec, children: Sequence[Union["Group", Indicator]], summary: SummarySpec
    ) -> None:
        self.spec = spec
        self.summary = summary
        self.code, self.name = spec.code, spec.name
        self.children = tuple(children)
        self.exact_weight = spec.weight
        self.members = [member_of(child, summary, None) for child in children]
        known = [m for m in self.members if m is not None]
        self.member = combined(spec, known, summary) if len(known) == len(self.members) else None
        self.exact: Exact | None = (
            None if self.member is None or not self.member.counts else self.member.points
        )

    def __repr__(self) -> str:
        return f"<Group {self.code or self.name}: {self.points} of {self.weight}>"

    @property
    def weight(self) -> Points:
        """What it counts for above; 0 for a group of bonus or penalty points."""
        return points_of(self.spec.weight)

    @property
    def points(self) -> Points | None:
        """What its children come to; None where one of them has no points."""
        return None if self.exact is None else points_of(self.exact)

    @property
    def lost(self) -> Points | None:
        return None if self.exact is None or self.spec.special else points_of(self.spec.weight - self.exact)

    @property
    def ends(self) -> tuple[Exact, Exact] | None:
        """Between which points the group lies where it has none; None where it does not count."""
        low, high = (member_of(self, self.summary, end) for end in ("low", "high"))
        return (low.points, high.points) if low is not None and high is not None and high.counts else None

    def combined_lines(self, lang: str) -> list[str]:
        """How the members make the group, where that is not their sum."""
        spec, zh = self.spec, lang == "zh"
        points = "?" if self.exact is None else plain(self.exact)
        if spec.special:
            limit = plain(spec.limit)
            word = (
                (f"至多 {limit}" if spec.special == "bonus" else f"不低于 {limit}")
                if zh
                else f"limit {limit}"
            )
            return [
                f"  {self.name}（{word}）：{points} 分" if zh else f"  {self.name} ({word}): {points} points"
            ]
        if spec.combine == "sum":
            return []
        how = {
            "mean": ("平均", "mean"),
            "best": (f"最高 {spec.k} 项平均", f"mean of the best {spec.k}"),
            "worst": (f"最低 {spec.k} 项平均", f"mean of the worst {spec.k}"),
            "drop": (f"去掉最低 {spec.k} 项后平均", f"mean without the worst {spec.k}"),
        }[spec.combine][0 if zh else 1]
        rates = [
            percent_rounded(Fraction(m.points) / m.weight) for m in self.members if m is not None and m.counts
        ]
        weight = plain(spec.weight)
        if zh:
            return [f"  {self.name}：得分率 {'、'.join(rates)}，{how} × {weight} = {points} 分"]
        return [f"  {self.name}: rates {', '.join(rates)}, {how} × {weight} = {points} points"]

    def explain(self, lang: str = "zh") -> str:
        """The derivations below it."""
        return "\n\n".join(child.explain(lang) for child in self.children)

    def rate(self) -> str:
        """得分率: points by weight in percent, two decimals half up; empty where there are no points."""
        if self.exact is None or not self.exact_weight:
            return ""
        share = round_to(Fraction(self.exact) / self.exact_weight * 100, Fraction(1, 100), "half up")
        return plain(share) + "%"


def member_of(each: Union["Group", Indicator], summary: SummarySpec, end: str | None) -> Member | None:
    """An item as its parent counts it; None without points. With an `end`, unknown points are the lowest or highest."""
    if isinstance(each, Group):
        if end is None:
            return each.member
        members = [member_of(child, summary, end) for child in each.children]
        return combined(each.spec, [m for m in members if m is not None], summary)
    weight = each.spec.weight
    if not each.applies:
        in_total = each.absent is not None and each.absent.answer == "rescale in total"
        return Member(0, weight, in_total, weight if in_total else 0)
    points = each.exact
    if points is None:
        if end is None:
            return None
        points = each.ends[0] if end == "low" else each.ends[1]
    return Member(points, weight, True, 0)


def indicator_of(spec: RubricSpec, number: int, scores: Mapping[int, Score], bound: Bound) -> Indicator:
    """An indicator whose sheet is worked out, and those of the conditions under which it does not apply."""
    own, score, first = (
        spec.indicators[number],
        scores[number],
        len(spec.indicators) + len(spec.statements),
    )
    for absent in own.absent:
        if absent.condition is None:
            if score.points is None and score.is_missing == (absent.because == "missing"):
                return Indicator(own, score, bound, absent)
            continue
        asked = scores[first + absent.condition]
        if asked.points is None:
            return Indicator(
                own, score, bound, None, Indicator(spec.conditions[absent.condition], asked, bound)
            )
        if asked.points:
            return Indicator(own, score, bound, absent)
    return Indicator(own, score, bound)


def item_of(
    spec: RubricSpec, child: GroupSpec | int, scores: Mapping[int, Score], bound: Bound
) -> Group | Indicator:
    """An indicator or group of the tree whose own sheets are worked out."""
    if isinstance(child, int):
        return indicator_of(spec, child, scores, bound)
    return Group(child, [item_of(spec, each, scores, bound) for each in child.children], spec.summary)


class Whole:
    """What stands at the top: the total of the tree, and the grade that it earns."""

    def __init__(
        self,
        summary: SummarySpec,
        tree: Sequence[Group | Indicator],
        indicators: Sequence[Indicator],
        conditions: Sequence[bool | None],
    ) -> None:
        self.summary, self.tree = summary, tree
        self.conditions = [conditions[effect.condition] for effect in summary.effects]
        known = all(one.exact is not None or not one.applies for one in indicators)
        self.settled = None not in self.conditions
        of_grade = [effect.label or effect.kind == "lower" for effect in summary.effects]
        open_ones = [one for one, does in zip(of_grade, self.conditions, strict=True) if does is None]
        # the grade may be open where the total is not
        self.exact = self.summed(None) if known and indicators and all(open_ones) else None
        holds = [bool(does) for does in self.conditions]
        self.grade = grade_of(summary, self.exact, holds) if self.exact is not None and self.settled else None

    def summed(self, end: str | None) -> Exact | None:
        """The total; with an `end`, the least or greatest that it can be."""
        members = [member_of(each, self.summary, end) for each in self.tree]
        if None in members:
            return None
        # an effect whose condition is not known makes the least less and the greatest no less
        unknown = {"low": ("deduct", "at most"), "high": ("add", "at least")}.get(end or "", ())
        lower = {"low": True, "high": False}.get(end or "")
        holds = [
            (effect.kind in unknown or (effect.kind == "times" and (effect.amount < 1) is lower))
            if does is None
            else does
            for effect, does in zip(self.summary.effects, self.conditions, strict=True)
        ]
        return total_of([m for m in members if m is not None], self.summary, holds)

    def grades(self) -> list[str]:
        """The grades that are possible, the best first."""
        summary = self.summary
        if self.exact is not None and self.settled:
            return [] if self.grade is None else [self.grade]
        ends = (
            (self.summed("high") or 0, [bool(x) for x in self.conditions]),
            (self.summed("low") or 0, [x is not False for x in self.conditions]),
        )
        best, worst = (grade_of(summary, total, holds) for total, holds in ends)
        labels = [grade.label for grade in summary.grades]
        first = labels.index(best) if best is not None else 0
        last = labels.index(worst) if worst is not None else len(labels) - 1
        return labels[first : last + 1]


def whole_of(spec: RubricSpec, scores: Mapping[int, Score], bound: Bound) -> Whole:
    """The whole of a tree whose sheets are worked out, and those of the effects."""
    first = len(spec.indicators) + len(spec.statements)
    points = {effect.condition: scores[first + effect.condition].points for effect in spec.summary.effects}
    conditions = [
        None if (got := points.get(number)) is None else bool(got) for number in range(len(spec.conditions))
    ]
    indicators = [indicator_of(spec, number, scores, bound) for number in range(len(spec.indicators))]
    return Whole(
        spec.summary, [item_of(spec, each, scores, bound) for each in spec.tree], indicators, conditions
    )
