"""What a score is: points of every item, with the values from which its derivation is told.

The interpreter and every generated scorer make results with `assemble`, from the same description of the rubric.
Points are exact: `int` where whole, `Decimal` where the decimals end, else `Fraction`. A rubric with an indicator that
could not be scored has no total; `interval` says between which totals it lies.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Union

from rubricc.compiler.runtime.description import RubricSpec
from rubricc.compiler.runtime.exact import Exact, percent_rounded, plain, round_to
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.runtime.indicator import Indicator, Outcome, Points, Statement, points_of
from rubricc.compiler.runtime.problems import FactsError
from rubricc.compiler.runtime.summary import (
    GroupSpec,
    Member,
    SummarySpec,
    combined,
    effect_text,
    grade_of,
    outcome_of_total,
    total_of,
)


class Group:
    """A group of a result; `points` is None where one of its indicators has none."""

    def __init__(
        self, spec: GroupSpec, children: Sequence[Union["Group", Indicator]], summary: SummarySpec
    ) -> None:
        self.spec = spec
        self.summary = summary
        self.code, self.name = spec.code, spec.name
        self.children = tuple(children)
        self.exact_weight = spec.weight
        self.weight = points_of(spec.weight)
        self.members = [member_of(child, summary, None) for child in children]
        known = [m for m in self.members if m is not None]
        self.member = combined(spec, known, summary) if len(known) == len(self.members) else None
        self.exact: Exact | None = (
            None if self.member is None or not self.member.counts else self.member.points
        )
        self.points = None if self.exact is None else points_of(self.exact)
        self.lost = None if self.exact is None or spec.special else points_of(spec.weight - self.exact)

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
    points = each.outcome.points
    if points is None:
        if end is None:
            return None
        points = each.ends[0] if end == "low" else each.ends[1]
    return Member(points, weight, True, 0)


def indicator_of(spec: RubricSpec, number: int, outcomes: Mapping[int, Outcome], bound: Bound) -> Indicator:
    """An indicator whose sheet is worked out, and those of the conditions under which it does not apply."""
    own, outcome, first = (
        spec.indicators[number],
        outcomes[number],
        len(spec.indicators) + len(spec.statements),
    )
    for absent in own.absent:
        if absent.condition is None:
            if outcome.points is None and outcome.is_missing == (absent.because == "missing"):
                return Indicator(own, outcome, bound, absent)
            continue
        asked = outcomes[first + absent.condition]
        if asked.points is None:
            return Indicator(
                own, outcome, bound, None, Indicator(spec.conditions[absent.condition], asked, bound)
            )
        if asked.points:
            return Indicator(own, outcome, bound, absent)
    return Indicator(own, outcome, bound)


class Result:
    """The score of one evaluation."""

    def __init__(
        self,
        spec: RubricSpec,
        outcomes: Sequence[Outcome],
        bound: Bound,
        narrow: Callable[["Result"], None] | None = None,
    ) -> None:
        self.spec = spec
        self.bound = bound
        self.narrow = narrow  # brings the ends of indicators without points nearer to each other, when asked
        self.unit = bound.unit.name  # empty where no units are scored
        count, statements = len(spec.indicators), len(spec.indicators) + len(spec.statements)
        self.asked = [
            Indicator(each, one, bound)
            for each, one in zip(spec.conditions, outcomes[statements:], strict=True)
        ]
        self.conditions = [None if o.points is None else bool(o.points) for o in outcomes[statements:]]
        self.by_number = dict(enumerate(outcomes))
        self.indicators = tuple(indicator_of(spec, number, self.by_number, bound) for number in range(count))
        self.statements = tuple(
            Statement(each, one, bound)
            for each, one in zip(spec.statements, outcomes[count:statements], strict=True)
        )
        self.tree = tuple(self.branch(child) for child in spec.tree)
        self.of = None if spec.total is None else points_of(spec.total)
        known = all(one.outcome.points is not None or not one.applies for one in self.indicators)
        open_effects = [e for e in spec.summary.effects if self.conditions[e.condition] is None]
        is_summed = (
            known and bool(self.indicators) and all(e.label or e.kind == "lower" for e in open_effects)
        )
        self.before_grade = self.summed(None) if is_summed else None  # the total, whatever holds of the grade
        self.exact: Exact | None = None if open_effects else self.before_grade
        self.total = None if self.exact is None else points_of(self.exact)
        holds = [bool(self.conditions[e.condition]) for e in spec.summary.effects]
        self.grade = None if self.exact is None else grade_of(spec.summary, self.exact, holds)

    @cached_property
    def interval(self) -> tuple[Points, Points] | None:
        """Between which totals the score lies, where facts are missing."""
        if self.exact is not None or not self.indicators:
            return None
        if self.narrow is not None:
            self.narrow(self)
        return points_of(self.summed("low") or 0), points_of(self.summed("high") or 0)

    @property
    def attained(self) -> bool:
        """Whether both ends of the interval are known to be possible, because nothing missing is read twice."""
        lacking = [one for one in self.indicators if one.outcome.points is None and one.applies]
        read = [fact[:2] for one in lacking for fact in one.spec.inputs]
        missing = {(each.block, each.field) for each in self.bound.missing}
        shared = any(read.count(fact) > 1 for fact in missing)
        settled = all(self.conditions[e.condition] is not None for e in self.spec.summary.effects)
        return settled and not shared and all(one.is_exact for one in lacking)

    @property
    def grades(self) -> list[str]:
        """The grades that the score can have, the best first."""
        summary = self.spec.summary
        if self.exact is not None or self.interval is None or not summary.grades:
            return [] if self.grade is None else [self.grade]
        known = [self.conditions[effect.condition] for effect in summary.effects]
        ends = (
            (self.summed("high") or 0, [bool(x) for x in known]),
            (self.summed("low") or 0, [x is not False for x in known]),
        )
        best, worst = (grade_of(summary, total, holds) for total, holds in ends)
        labels = [grade.label for grade in summary.grades]
        first = labels.index(best) if best is not None else 0
        last = labels.index(worst) if worst is not None else len(labels) - 1
        return labels[first : last + 1]

    @property
    def settled(self) -> bool:
        """Whether the points that the rubric defines exist. A statement that cannot be assessed says so, which is its
        result."""
        return self.exact is not None or not self.indicators

    @property
    def unscored(self) -> list[Indicator]:
        """What is in the way of the total: indicators without points, conditions that are not known."""
        lacking = [one for one in self.indicators if one.outcome.points is None and one.applies]
        asked = [self.asked[e.condition] for e in self.spec.summary.effects]
        return [
            *(one if one.asked is None else one.asked for one in lacking),
            *(one for one in asked if one.outcome.points is None),
        ]

    def complete(self, partial: bool, lang: str = "zh") -> "Result":
        """This result, where no fact that is missing leaves one out; `FactsError` otherwise, unless `partial`."""
        if self.bound.gaps and not partial and not self.settled:
            raise FactsError(self.bound.findings(), lang)
        return self

    def summed(self, end: str | None) -> Exact | None:
        """The total; with an `end`, the least or greatest that it can be."""
        summary = self.spec.summary
        members = [member_of(each, summary, end) for each in self.tree]
        if None in members:
            return None
        # an effect whose condition is not known makes the least less and the greatest no less
        unknown = {"low": ("deduct", "at most"), "high": ("add", "at least")}.get(end or "", ())
        holds = [
            effect.kind in unknown if (does := self.conditions[effect.condition]) is None else does
            for effect in summary.effects
        ]
        return total_of([m for m in members if m is not None], summary, holds)

    @property
    def outcomes(self) -> list[tuple[str, str | None]]:
        """What follows from the total and the grade: name and result."""
        found = self.spec.summary.outcomes
        if self.exact is None:
            return [(outcome.name, None) for outcome in found]
        return [(outcome.name, outcome_of_total(outcome, self.exact, self.grade)) for outcome in found]

    def total_lines(self, lang: str = "zh") -> list[str]:
        """How the total came about, where it is more than a sum."""
        summary = self.spec.summary
        zh = lang == "zh"
        lines = [line for group in self.groups(self.tree) for line in group.combined_lines(lang)]
        for effect in summary.effects:
            does = self.conditions[effect.condition]
            state = ("是", "yes") if does else ("否", "no")
            if does is None:
                asked = self.asked[effect.condition]
                state = (f"不能判定，{asked.why('zh')}", f"not known, {asked.why('en')}")
            text = effect_text(effect, lang)
            lines.append(
                f"  {text}（{effect.text}）：{state[0]}" if zh else f"  {text} ({effect.text}): {state[1]}"
            )
        for name, result in self.outcomes:
            lines.append(f"  {name}：{result or '—'}" if zh else f"  {name}: {result or '—'}")
        if not lines:
            return []
        parts = [each.exact if isinstance(each, Group) else each.outcome.points for each in self.tree]
        terms = " + ".join(plain(p) if p is not None else "?" for p in parts)
        total = "?" if self.exact is None else plain(self.exact)
        head = f"总分  {terms} → {total} 分" if zh else f"total  {terms} → {total} points"
        return [head, *lines]

    def branch(self, child: GroupSpec | int) -> Group | Indicator:
        if isinstance(child, int):
            return self.indicators[child]
        return Group(child, [self.branch(grandchild) for grandchild in child.children], self.spec.summary)

    def __getitem__(self, key: str) -> Indicator | Group:
        """The indicator or group with a code, or with a name; codes first, then indicators."""
        everything: list[Indicator | Group] = [*self.indicators, *self.groups(self.tree)]
        for one in (*(e for e in everything if e.code == key), *(e for e in everything if e.name == key)):
            return one
        raise KeyError(key)

    def groups(self, tree: Sequence[Group | Indicator]) -> Iterator[Group]:
        """The groups of a tree, parents first."""
        for each in tree:
            if isinstance(each, Group):
                yield each
                yield from self.groups(each.children)

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self.indicators)

    def explain(self, lang: str = "zh") -> str:
        """Every derivation, then every check and obligation."""
        derived = [one.explain(lang) for one in self.indicators]
        total = "\n".join(self.total_lines(lang))
        derived += [total] if total else []
        return "\n\n".join([*derived, *("\n".join(each.lines(lang)) for each in self.statements)])
