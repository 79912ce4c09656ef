"""What a score is: points of every item, with the values from which its derivation is told.

The interpreter and every generated scorer make results with `assemble`, from the same description of the rubric.
Points are exact: `int` where whole, `Decimal` where the decimals end, else `Fraction`. A rubric with an indicator that
could not be scored has no total; `interval` says between which totals it lies.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, Union

from rubricc.compiler.runtime.description import AbsentSpec, IndicatorSpec, RubricSpec, StatementSpec
from rubricc.compiler.runtime.exact import (
    Exact,
    decimal_places,
    percent_rounded,
    plain,
    round_to,
    show,
    whole,
)
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.runtime.places import places_text
from rubricc.compiler.runtime.schema import Place
from rubricc.compiler.runtime.sentences import Values, fill
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

Points = int | Decimal | Fraction


class Outcome(NamedTuple):
    """Points and values of one indicator; without points, `refused` names the divisor that was zero."""

    points: Exact | None
    values: Callable[[], Values]
    refused: str = ""


def points_of(x: Exact) -> Points:
    """An exact number as a person would use it: `int`, else `Decimal`, else `Fraction`."""
    x = whole(x)
    if isinstance(x, int):
        return x
    return Fraction(x) if decimal_places(x) is None else Decimal(plain(x))


class Indicator:
    """One indicator of a result."""

    def __init__(
        self, spec: IndicatorSpec, outcome: Outcome, bound: Bound, absent: AbsentSpec | None = None
    ) -> None:
        self.spec = spec
        self.absent = absent
        if absent is not None:
            outcome = Outcome(absent.points if absent.answer == "points" else None, outcome.values)
        self.outcome = outcome
        self.bound = bound
        self.code, self.name = spec.code, spec.name
        self.weight = points_of(spec.weight)
        self.points = None if outcome.points is None else points_of(outcome.points)
        self.lost = None if outcome.points is None else points_of(spec.weight - outcome.points)

    @property
    def applies(self) -> bool:
        """Whether the indicator applies; one that does not, and is made up for, has no points and lacks none."""
        return self.absent is None or self.absent.answer == "points"

    @property
    def refused(self) -> str:
        """Why there are no points; empty where there are."""
        return self.outcome.refused

    def places(self) -> list[tuple[str, Place | None, object]]:
        """Every fact that was read, in words, with its place and value; the column of a table is one entry."""
        found: list[tuple[str, Place | None, object]] = []
        for block, field, own in self.spec.inputs:
            rows, places = self.bound.values.get(block, []), self.bound.places.get(block, [])
            for number in [self.bound.unit.rows[block]] if own else range(len(rows)):
                row = rows[number]
                place = places[number].get(field) if number < len(places) else None
                found.append((field, place, row.get(field)))
        return found

    def explain(self, lang: str = "zh") -> str:
        """The derivation, one statement a line; it can be redone with a desk calculator."""
        return "\n".join(self.lines(lang))

    def lines(self, lang: str = "zh") -> list[str]:
        zh = lang == "zh"
        title = f"{self.code} {self.name}" if self.code and self.code != self.name else self.name
        weight = plain(self.spec.weight)
        if self.absent is not None:
            return [self.absent_line(title, weight, lang), *self.footnote(lang)]
        if self.outcome.points is None:
            head = f"{title}  {weight} 分，未得出分数" if zh else f"{title}  of {weight}: no points"
            why = f"  不能计算：{self.refused} 为 0（或不大于 0），或没有数据可算"
            if not zh:
                why = f"  cannot be worked out: {self.refused} is 0 (or not above 0), or has nothing to go by"
            if self.refused in self.spec.others:
                why = (
                    f"  缺 {self.refused}：该项没有得分"
                    if zh
                    else f"  {self.refused} is lacking: that item has no points"
                )
            return [head, why if self.refused else ("  缺少数据" if zh else "  facts are missing")]
        points = plain(whole(self.outcome.points))
        head = f"{title}  {weight} 分，得 {points} 分" if zh else f"{title}  {points} of {weight} points"
        values = self.outcome.values()
        told = [fill(parts, values, lang) for parts in (self.spec.zh if zh else self.spec.en)]
        lines = [line for each in told if each for line in each.split("\n")]
        return [head, *("  " + line for line in lines), *self.footnote(lang)]

    def absent_line(self, title: str, weight: str, lang: str) -> str:
        assert self.absent is not None
        text = self.absent.text
        if self.absent.answer == "points":
            points = plain(self.absent.points)
            zh = f"{weight} 分，得 {points} 分：不适用（{text}）"
            en = f"{points} of {weight} points: not applicable ({text})"
        else:
            inside = self.absent.answer == "rescale within group"
            zh = f"{weight} 分，不适用（{text}），由其余指标{'在组内' if inside else '在总分中'}折算"
            en = f"of {weight}: not applicable ({text}); the others make up for it "
            en += "within the group" if inside else "in the total"
        return f"{title}  {zh}" if lang == "zh" else f"{title}  {en}"

    def footnote(self, lang: str) -> list[str]:
        zh = lang == "zh"
        notes = [f"  说明：{note}" if zh else f"  Note: {note}" for note in self.spec.notes]
        parts = []
        if self.spec.source:
            parts.append(f"依据：{self.spec.source}。" if zh else f"Clause: {self.spec.source}.")
        where = places_text([place for _, place, _ in self.places() if place is not None], lang)
        if where:
            parts.append(f"数据：{where}" if zh else f"Data: {where}")
        return [*notes, "  " + ("" if zh else " ").join(parts)] if parts else notes


class Statement:
    """A check, a published figure or an obligation of a result. `holds` is None where facts are missing."""

    def __init__(self, spec: StatementSpec, outcome: Outcome, bound: Bound) -> None:
        self.spec = spec
        self.kind, self.name = spec.kind, spec.name
        self.sheet = Indicator(spec.sheet, outcome, bound)
        self.holds = None if outcome.points is None else bool(outcome.points)

    @property
    def result(self) -> str:
        """holds, fails, unknown; of an obligation met, not met, not assessed."""
        words = (
            ("met", "not met", "not assessed") if self.kind == "require" else ("holds", "fails", "unknown")
        )
        return words[2] if self.holds is None else words[0 if self.holds else 1]

    @property
    def stated(self) -> bool:
        """An obligation that is met because the facts state so: nothing was measured."""
        return bool(self.holds) and self.spec.stated

    @property
    def of_unit(self) -> bool:
        """Whether it is of the unit that is scored: it reads its row, or points."""
        return bool(self.spec.sheet.others) or any(own for _, _, own in self.spec.sheet.inputs)

    def figure(self, line: str, lang: str) -> str:
        """The computed or the published figure as printed; empty where there is none."""
        if not line or self.holds is None:
            return ""
        value = self.sheet.outcome.values()[line]
        return "" if value is None or isinstance(value, tuple) else show(value, self.spec.style, lang)

    def explain(self, lang: str = "zh") -> str:
        """What was held against what, on one line; empty where facts are missing."""
        if self.holds is None:
            return ""
        values, sheet = self.sheet.outcome.values(), self.spec.sheet
        return "; ".join(fill(parts, values, lang) for parts in (sheet.zh if lang == "zh" else sheet.en))

    def lines(self, lang: str = "zh") -> list[str]:
        """Its name and result, then what was held against what."""
        kind, result = (KINDS[self.kind][lang == "zh"], RESULTS[self.result][lang == "zh"])
        head = f"{kind} {self.name}：{result}" if lang == "zh" else f"{kind} {self.name}: {result}"
        head += STATED[lang == "zh"] if self.stated else ""
        told = self.explain(lang)
        return [head, "  " + told] if told else [head]


KINDS = {"check": ("check", "核对"), "reported": ("reported", "公布"), "require": ("require", "要求")}
STATED = (" (as stated, nothing was measured)", "（据所述，没有实测的数）")
RESULTS = {
    "holds": ("holds", "成立"),
    "fails": ("fails", "不成立"),
    "unknown": ("unknown", "无法核对"),
    "met": ("met", "已履行"),
    "not met": ("not met", "未履行"),
    "not assessed": ("not assessed", "未评估"),
}


class Group:
    """A group of a result; `points` is None where one of its indicators has none."""

    def __init__(
        self, spec: GroupSpec, children: Sequence[Union["Group", Indicator]], summary: SummarySpec
    ) -> None:
        self.spec = spec
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
        points = each.spec.low if end == "low" else each.spec.high
    return Member(points, weight, True, 0)


def indicator_of(spec: RubricSpec, number: int, outcomes: Mapping[int, Outcome], bound: Bound) -> Indicator:
    """An indicator whose sheet is worked out, and those of the conditions under which it does not apply."""
    own, first = spec.indicators[number], len(spec.indicators) + len(spec.statements)
    absent = next((each for each in own.absent if outcomes[first + each.condition].points), None)
    return Indicator(own, outcomes[number], bound, absent)


class Result:
    """The score of one evaluation."""

    def __init__(self, spec: RubricSpec, outcomes: Sequence[Outcome], bound: Bound) -> None:
        self.spec = spec
        self.bound = bound
        self.unit = bound.unit.name  # empty where no units are scored
        count, statements = len(spec.indicators), len(spec.indicators) + len(spec.statements)
        self.conditions = [None if o.points is None else bool(o.points) for o in outcomes[statements:]]
        by_number = dict(enumerate(outcomes))
        self.indicators = tuple(indicator_of(spec, number, by_number, bound) for number in range(count))
        self.statements = tuple(
            Statement(each, one, bound)
            for each, one in zip(spec.statements, outcomes[count:statements], strict=True)
        )
        self.tree = tuple(self.branch(child) for child in spec.tree)
        self.of = None if spec.total is None else points_of(spec.total)
        known = all(one.outcome.points is not None or not one.applies for one in self.indicators)
        settled = all(self.conditions[e.condition] is not None for e in spec.summary.effects)
        self.exact: Exact | None = self.summed(None) if known and settled and self.indicators else None
        self.total = None if self.exact is None else points_of(self.exact)
        self.interval: tuple[Points, Points] | None = None
        if self.exact is None and self.indicators:
            self.interval = (points_of(self.summed("low") or 0), points_of(self.summed("high") or 0))
        holds = [bool(self.conditions[e.condition]) for e in spec.summary.effects]
        self.grade = None if self.exact is None else grade_of(spec.summary, self.exact, holds)

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
            state = ("不能判定", "unknown") if does is None else ("是", "yes") if does else ("否", "no")
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
