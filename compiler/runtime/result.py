"""What a score is: points of every item, with the values from which its derivation is told.

The interpreter and every generated scorer make results with `assemble`, from the same description of the rubric.
Points are exact: `int` where whole, `Decimal` where the decimals end, else `Fraction`. A rubric with an indicator that
could not be scored has no total; `interval` says between which totals it lies.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, Union

from rubricc.compiler.runtime.exact import Exact, decimal_places, plain, round_to, show, whole
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.runtime.schema import Place
from rubricc.compiler.runtime.sentences import Parts, Values, fill

Points = int | Decimal | Fraction


class ClauseSpec(NamedTuple):
    """One clause of an indicator: its text, where it stands, and the line with its effect ('' where it has none)."""

    text: str
    line: int
    effect: str
    sign: int  # of the effect: −1 takes points, 1 gives them


class IndicatorSpec(NamedTuple):
    code: str
    name: str
    weight: Exact
    low: Exact  # the least and the most points it can have
    high: Exact
    clauses: tuple[ClauseSpec, ...]
    convention: tuple[str, ...]  # the questions that the convention answered
    inputs: tuple[tuple[str, str], ...]  # the facts it reads: block, field
    zh: tuple[Parts, ...]
    en: tuple[Parts, ...]
    source: str  # 依据
    notes: tuple[str, ...]  # 说明


class GroupSpec(NamedTuple):
    code: str
    name: str
    weight: Exact
    children: tuple[Union["GroupSpec", int], ...]  # an indicator is its number


class GradeSpec(NamedTuple):
    label: str
    op: str  # '' for otherwise
    value: Exact


class StatementSpec(NamedTuple):
    """A check, a published figure or an obligation; its sheet is worked out like an indicator of one point."""

    kind: str  # check, reported, require
    name: str
    sheet: IndicatorSpec
    message: str
    cited: str
    line: int
    computed: str  # the lines with both figures, and how they are printed; empty where there are none
    published: str
    style: str


class RubricSpec(NamedTuple):
    name: str
    version: str
    digest: str
    compiler: str
    convention: str
    total: Exact | None
    grades: tuple[GradeSpec, ...]
    indicators: tuple[IndicatorSpec, ...]
    tree: tuple[GroupSpec | int, ...]
    statements: tuple[StatementSpec, ...]


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

    def __init__(self, spec: IndicatorSpec, outcome: Outcome, bound: Bound) -> None:
        self.spec = spec
        self.outcome = outcome
        self.bound = bound
        self.code, self.name = spec.code, spec.name
        self.weight = points_of(spec.weight)
        self.points = None if outcome.points is None else points_of(outcome.points)
        self.lost = None if outcome.points is None else points_of(spec.weight - outcome.points)

    @property
    def refused(self) -> str:
        """Why there are no points; empty where there are."""
        return self.outcome.refused

    def places(self) -> list[tuple[str, Place | None, object]]:
        """Every fact that was read, in words, with its place and value; the column of a table is one entry."""
        found: list[tuple[str, Place | None, object]] = []
        for block, field in self.spec.inputs:
            rows, places = self.bound.values.get(block, []), self.bound.places.get(block, [])
            for number, row in enumerate(rows):
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
        if self.outcome.points is None:
            head = f"{title}  {weight} 分，未得出分数" if zh else f"{title}  of {weight}: no points"
            why = f"  {self.refused} 为 0，不能作除数" if zh else f"  {self.refused} is 0 and cannot divide"
            return [head, why if self.refused else ("  缺少数据" if zh else "  facts are missing")]
        points = plain(whole(self.outcome.points))
        head = f"{title}  {weight} 分，得 {points} 分" if zh else f"{title}  {points} of {weight} points"
        values = self.outcome.values()
        told = [fill(parts, values, lang) for parts in (self.spec.zh if zh else self.spec.en)]
        return [head, *("  " + line for line in told if line), *self.footnote(lang)]

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
        words = ("met", "not met", "not assessed") if self.kind == "require" else ("holds", "fails", "unknown")
        return words[2] if self.holds is None else words[0 if self.holds else 1]

    def figure(self, line: str, lang: str) -> str:
        """The computed or the published figure as printed; empty where there is none."""
        if not line or self.holds is None:
            return ""
        value = self.sheet.outcome.values()[line]
        return "" if value is None else show(value, self.spec.style, lang)

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
        told = self.explain(lang)
        return [head, "  " + told] if told else [head]


KINDS = {"check": ("check", "核对"), "reported": ("reported", "公布"), "require": ("require", "要求")}
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

    def __init__(self, spec: GroupSpec, children: Sequence[Union["Group", Indicator]]) -> None:
        self.code, self.name = spec.code, spec.name
        self.children = tuple(children)
        self.exact_weight = spec.weight
        self.weight = points_of(spec.weight)
        exact = [child.exact if isinstance(child, Group) else child.outcome.points for child in children]
        known = [x for x in exact if x is not None]
        self.exact: Exact | None = sum(known) if len(known) == len(exact) else None
        self.points = None if self.exact is None else points_of(self.exact)
        self.lost = None if self.exact is None else points_of(spec.weight - self.exact)

    def explain(self, lang: str = "zh") -> str:
        """The derivations below it."""
        return "\n\n".join(child.explain(lang) for child in self.children)

    def rate(self) -> str:
        """得分率: points by weight in percent, two decimals half up; empty where there are no points."""
        if self.exact is None or not self.exact_weight:
            return ""
        share = round_to(Fraction(self.exact) / self.exact_weight * 100, Fraction(1, 100), "half up")
        return plain(share) + "%"


class Result:
    """The score of one evaluation."""

    def __init__(self, spec: RubricSpec, outcomes: Sequence[Outcome], bound: Bound) -> None:
        self.spec = spec
        self.bound = bound
        count = len(spec.indicators)
        self.indicators = tuple(
            Indicator(each, one, bound) for each, one in zip(spec.indicators, outcomes[:count], strict=True)
        )
        self.statements = tuple(
            Statement(each, one, bound) for each, one in zip(spec.statements, outcomes[count:], strict=True)
        )
        self.tree = tuple(self.branch(child) for child in spec.tree)
        self.of = None if spec.total is None else points_of(spec.total)
        exact = [one.outcome.points for one in self.indicators]
        known = [x for x in exact if x is not None]
        complete = len(known) == len(exact)
        self.exact: Exact | None = sum(known) if complete and exact else None
        self.total = None if self.exact is None else points_of(self.exact)
        low = sum(
            one.spec.low if one.outcome.points is None else one.outcome.points for one in self.indicators
        )
        high = sum(
            one.spec.high if one.outcome.points is None else one.outcome.points for one in self.indicators
        )
        self.interval: tuple[Points, Points] | None = None if complete else (points_of(low), points_of(high))
        self.grade = None if self.exact is None else grade_of(spec.grades, self.exact)

    def branch(self, child: GroupSpec | int) -> Group | Indicator:
        if isinstance(child, int):
            return self.indicators[child]
        return Group(child, [self.branch(grandchild) for grandchild in child.children])

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
        return "\n\n".join([*derived, *("\n".join(each.lines(lang)) for each in self.statements)])


COMPARISONS: Mapping[str, Callable[[Exact, Exact], bool]] = {
    ">=": lambda a, b: a >= b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    "<": lambda a, b: a < b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


def grade_of(grades: Sequence[GradeSpec], total: Exact) -> str | None:
    """The first grade whose condition the total meets."""
    for grade in grades:
        if not grade.op or COMPARISONS[grade.op](total, grade.value):
            return grade.label
    return None


def places_text(places: Sequence[Place], lang: str) -> str:
    """`monthly.csv 第 2–13 行；facts.yaml 第 5 行`: files in the order of their use, rows put together."""
    rows: dict[str, set[int]] = {}
    for place in places:
        rows.setdefault(place.file, set()).update([place.row] if place.row else [])
    texts = []
    for file, numbers in rows.items():
        spans = ranges(sorted(numbers))
        if not spans:
            texts.append(file)
        elif lang == "zh":
            texts.append(f"{file} 第 {'、'.join(spans)} 行")
        else:
            texts.append(f"{file}, row{'s' if len(numbers) > 1 else ''} {', '.join(spans)}")
    return ("；" if lang == "zh" else "; ").join(texts)


def ranges(numbers: Sequence[int]) -> list[str]:
    """`[2, 3, 4, 7]` as `['2–4', '7']`."""
    spans: list[str] = []
    start = 0
    for at, number in enumerate(numbers):
        if at + 1 == len(numbers) or numbers[at + 1] != number + 1:
            first = numbers[start]
            spans.append(str(first) if first == number else f"{first}–{number}")
            start = at + 1
    return spans
