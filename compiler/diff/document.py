"""What `diff` answers, as plain data: what two rubrics say unlike each other, for which facts, with which scores."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, TypedDict

from attrs import evolve, frozen

from rubricc.compiler.diff.matching import Pair, meaning, paired
from rubricc.compiler.diff.regions import Named, Region
from rubricc.compiler.diff.rules import Compared, Point, compare
from rubricc.compiler.diff.scores import Corners, Share, Split, split
from rubricc.compiler.diff.structure import (
    Difference,
    item_differences,
    rubric_differences,
    unlike_parts,
    written,
)
from rubricc.compiler.ir.program import Indicator, Program
from rubricc.compiler.proofs.intervals import Interval
from rubricc.compiler.proofs.limits import Effort
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.proofs.report import facts_document
from rubricc.compiler.proofs.sheets import NOTHING, Ground, Sheet
from rubricc.compiler.proofs.wording import REASONS, name_of, value_text
from rubricc.compiler.runtime.exact import Value as Fact
from rubricc.compiler.runtime.exact import plain, whole
from rubricc.dsl import nodes as n

ABSENT = (
    "不适用或缺数据时的得分也变了，没有逐段比较",
    "what it gives where it does not apply or facts are missing changed too",
)


class VersionData(TypedDict):
    name: str
    version: str
    digest: str


class DifferenceData(TypedDict):
    kind: str
    at: str
    said: str


class RegionData(TypedDict):
    """Values of the measure, the points by both where they are the same all over, else how much they change."""

    where: str
    old: str | None
    new: str | None
    least: str | None
    most: str | None
    said: str


class PointData(TypedDict):
    facts: dict[str, Any]
    said: str
    old: str
    new: str


class RulesData(TypedDict):
    """An indicator of which the rules changed. `complete`: the regions are all there are.

    That no change is larger than `most` is proved; null where that is not known. Outside of every one of `only` points
    are the same, which is proved.
    """

    code: str | None
    name: str
    removed: list[str]
    added: list[str]
    regions: list[RegionData]
    only: list[str]
    complete: bool
    reason: str
    largest: PointData | None
    most: str | None


class ShareData(TypedDict):
    code: str | None
    name: str
    old: str | None
    rubric: str | None
    data: str | None
    new: str | None


class SplitData(TypedDict):
    unit: str | None
    order: str
    old_grade: str | None
    new_grade: str | None
    total: ShareData
    rest: ShareData
    indicators: list[ShareData]  # those that changed


class DiffData(TypedDict):
    lang: str
    old: VersionData
    new: VersionData
    same: bool
    differences: list[DifferenceData]
    rules: list[RulesData]
    scores: list[SplitData] | None
    units: list[str]  # that only one of the evaluations has
    mixed: list[str]  # why a mixed score does not exist


@frozen
class Sides:
    """Two rubrics, each with its digest, and with its tree, from which clauses are written in another vocabulary."""

    old: Program
    new: Program
    digests: tuple[str, str]
    trees: tuple[n.Rubric | None, n.Rubric | None] = (None, None)


class Diff:
    """The answers about two rubrics."""

    def __init__(self, sides: Sides, lang: str) -> None:
        self.sides, self.lang, self.zh = sides, lang, lang == "zh"
        self.pairs = paired(sides.old, sides.new)
        self.effort = Effort()
        self.mixed = sides.old.chinese != sides.new.chinese  # clauses are then told in the reader's language

    def data(self, corners: Corners | None, mixed: Sequence[str] = ()) -> DiffData:
        old, new = self.sides.old, self.sides.new
        differences: list[Difference] = []
        rules: list[RulesData] = []
        if self.sides.digests[0] != self.sides.digests[1]:
            differences = [*rubric_differences(old, new), *item_differences(self.pairs)]
            rules = [self._rules(pair) for pair in self.pairs if self._changed(pair)]
        scores = None if corners is None else split(corners, self.pairs, (old, new))
        units = [] if corners is None else sorted(set(corners.old) ^ set(corners.new))
        return {
            "lang": self.lang,
            "old": {"name": old.name, "version": old.version, "digest": self.sides.digests[0]},
            "new": {"name": new.name, "version": new.version, "digest": self.sides.digests[1]},
            "same": not differences and not rules,
            "differences": [{"kind": d.kind, "at": d.at, "said": d.text(self.lang)} for d in differences],
            "rules": rules,
            "scores": None if scores is None else [self._split(each) for each in scores],
            "units": units,
            "mixed": list(mixed),
        }

    # ── rules ──

    def _changed(self, pair: Pair) -> bool:
        one, other = pair.old, pair.new
        if not isinstance(one, Indicator) or not isinstance(other, Indicator):
            return False
        return meaning(self.sides.old, one) != meaning(self.sides.new, other)

    def _rules(self, pair: Pair) -> RulesData:
        one, other = pair.old, pair.new
        assert isinstance(one, Indicator)
        assert isinstance(other, Indicator)
        try:
            old, new = Sheet(Ground(self.sides.old), one), Sheet(Ground(self.sides.new), other)
            found = compare(old, new, self.effort)
        except Unknown as unknown:
            found = Compared((), False, unknown, None)
        written = (self._written(side, each) for side, each in enumerate((one, other)))
        removed, added = unlike_parts((one, other), tuple(written))
        reason = "" if found.complete or found.reason is None else REASONS[found.reason.reason][not self.zh]
        absent = [
            meaning(p, evolve(i, steps=())) for p, i in ((self.sides.old, one), (self.sides.new, other))
        ]
        if absent[0] != absent[1]:
            reason = ABSENT[not self.zh]
        return {
            "code": other.code or None,
            "name": other.name,
            "removed": removed,
            "added": added,
            "regions": [self._region(each) for each in found.regions],
            "only": [self._only(*each) for each in found.only],
            "complete": found.complete and absent[0] == absent[1],
            "reason": reason,
            "largest": None if found.largest is None else self._point(found.largest),
            "most": None if found.most is None else plain(whole(found.most)),
        }

    def _written(self, side: int, indicator: Indicator) -> str | None:
        """An indicator in the vocabulary of the answer, where the two files differ in theirs."""
        tree = self.sides.trees[side] if self.mixed else None
        return None if tree is None else written(tree, indicator, chinese=self.zh)

    def _region(self, region: Region) -> RegionData:
        case = "".join(f"{self._value(v, x)}{'，' if self.zh else ', '}" for v, x in region.case)
        where = case + self._where(region.variable, region.interval)
        pair = region.pairs[0] if len(region.pairs) == 1 else (None, None)
        told = [None if x is None else plain(whole(x)) for x in pair]
        ends = [None if x is None else plain(whole(x)) for x in (region.least, region.most)]
        if None not in told:
            said = f"{told[0]} → {told[1]} 分" if self.zh else f"{told[0]} → {told[1]} points"
        elif None not in ends:
            signs = [f"+{x}" if x is not None and not x.startswith("-") else x for x in ends]
            much = signs[0] if signs[0] == signs[1] else f"{signs[0]} .. {signs[1]}"
            said = f"得分变化 {much}" if self.zh else f"points change by {much}"
        else:
            said = "得分不同" if self.zh else "points differ"
        return {
            "where": where,
            "old": told[0] if None not in told else None,
            "new": told[1] if None not in told else None,
            "least": ends[0],
            "most": ends[1],
            "said": said,
        }

    def _only(self, named: Named, inside: Interval | tuple[Fact, ...]) -> str:
        if isinstance(inside, Interval):
            return self._where(named, inside)
        name = name_of(named.variable, named.program, chinese=self.zh)
        labels = [value_text(named.variable, value, self.lang) for value in inside]
        return f"{name} = {'、'.join(labels) if self.zh else ' or '.join(labels)}"

    def _where(self, named: Named, interval: Interval) -> str:
        """The values of an interval, in the author's words."""
        variable = named.variable
        if variable.name == NOTHING:
            return "任何数据" if self.zh else "any facts"
        name = name_of(variable, named.program, chinese=self.zh)
        low, high = (
            None if end is None else value_text(variable, variable.fact(end), self.lang)
            for end in (interval.low, interval.high)
        )
        if low is not None and interval.low == interval.high:
            return f"{name} = {low}"
        if low is None and high is None:
            return f"{name} 任何值" if self.zh else f"any {name}"
        if low is None or high is None:
            sign = (
                (">" if interval.low_open else "≥") if high is None else ("<" if interval.high_open else "≤")
            )
            return f"{name} {sign} {low if high is None else high}"
        return f"{name} {'(' if interval.low_open else '['}{low}, {high}{')' if interval.high_open else ']'}"

    def _value(self, named: Named, value: Fact) -> str:
        name = name_of(named.variable, named.program, chinese=self.zh)
        return f"{name} = {value_text(named.variable, value, self.lang)}"

    def _point(self, point: Point) -> PointData:
        values = [self._value(v, x) for v, x in point.values]
        return {
            "facts": facts_document(point.facts, self.sides.new),
            "said": ("，" if self.zh else ", ").join(values),
            "old": plain(point.old),
            "new": plain(point.new),
        }

    # ── scores ──

    def _split(self, one: Split) -> SplitData:
        return {
            "unit": one.unit or None,
            "order": one.order,
            "old_grade": one.grades[0],
            "new_grade": one.grades[1],
            "total": _share(one.total),
            "rest": _share(one.rest),
            "indicators": [
                _share(each) for each in one.indicators if each.changed or None in (each.old, each.new)
            ],
        }


def _share(share: Share) -> ShareData:
    def told(x: Fraction | None) -> str | None:
        return None if x is None else plain(whole(x))

    item = share.item
    return {
        "code": (item.code or None) if item is not None else None,
        "name": item.name if item is not None else "",
        "old": told(share.old),
        "rubric": told(share.rubric),
        "data": told(share.data),
        "new": told(share.new),
    }
