"""What a score is: points of every item, with the values from which its derivation is told.

The interpreter and every generated scorer make a `Result` of the scores of all sheets, with the same description of the
rubric. Points are exact: `int` where whole, `Decimal` where the decimals end, else `Fraction`. A rubric with an
indicator that could not be scored has no total; `interval` says between which totals it lies.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from rubricc.compiler.runtime.description import RubricSpec
from rubricc.compiler.runtime.exact import plain
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.runtime.indicator import Indicator, Outcome, Points, Score, Statement, points_of
from rubricc.compiler.runtime.problems import FactsError, Problem
from rubricc.compiler.runtime.summary import GroupSpec, effect_text
from rubricc.compiler.runtime.tree import Group, Whole, indicator_of


class Result:
    """The score of one evaluation: `result["C22"]` is an indicator or a group, by its code or its name.

    `total` is out of `of`, and has a `grade`; None where the rubric has none, and where facts are missing: then
    `interval` says between which totals the score lies. `indicators`, in the order of the rubric, are also what
    iterating gives; `tree` holds the same in their groups. `statements`: checks, published figures, requirements.
    `outcomes`: what follows from the score. `unit`: the name of the unit that is scored, or empty.
    """

    def __init__(
        self,
        spec: RubricSpec,
        scores: Sequence[Score],
        bound: Bound,
        narrow: Callable[["Result"], None] | None = None,
    ) -> None:
        self.spec = spec
        self.bound = bound
        self.narrow = narrow  # brings the ends of indicators without points nearer to each other, when asked
        self.unit = bound.unit.name
        count, statements = len(spec.indicators), len(spec.indicators) + len(spec.statements)
        end = statements + len(spec.conditions)
        asked = scores[statements:end]
        self.asked = [Indicator(each, one, bound) for each, one in zip(spec.conditions, asked, strict=True)]
        self.conditions = [None if o.points is None else bool(o.points) for o in asked]
        self.by_number = dict(enumerate(scores))
        self.indicators = tuple(indicator_of(spec, number, self.by_number, bound) for number in range(count))
        self.statements = tuple(
            Statement(each, one, bound)
            for each, one in zip(spec.statements, scores[count:statements], strict=True)
        )
        self.outcomes = tuple(
            Outcome(each, one, bound) for each, one in zip(spec.outcomes, scores[end:], strict=True)
        )
        self.tree = tuple(self.branch(child) for child in spec.tree)
        self.of = None if spec.total is None else points_of(spec.total)
        self.whole = Whole(spec.summary, self.tree, self.indicators, self.conditions)
        self.exact = self.whole.exact
        self.total = None if self.exact is None else points_of(self.exact)
        self.grade = self.whole.grade

    @cached_property
    def interval(self) -> tuple[Points, Points] | None:
        """Between which totals the score lies, where facts are missing."""
        if self.exact is not None or not self.indicators:
            return None
        if self.narrow is not None:
            self.narrow(self)
        return points_of(self.whole.summed("low") or 0), points_of(self.whole.summed("high") or 0)

    @property
    def attained(self) -> bool:
        """Whether both ends of the interval are known to be possible, because nothing missing is read twice."""
        lacking = [one for one in self.indicators if one.exact is None and one.applies]
        read = [fact[:2] for one in lacking for fact in one.spec.inputs]
        missing = {(each.block, each.field) for each in self.bound.missing}
        shared = any(read.count(fact) > 1 for fact in missing)
        return self.whole.settled and not shared and all(one.is_exact for one in lacking)

    @property
    def grades(self) -> list[str]:
        """The grades that the score can have, the best first."""
        if not self.indicators or not self.spec.summary.grades:
            return []
        if self.exact is None and self.narrow is not None:
            self.narrow(self)
        return self.whole.grades()

    @property
    def settled(self) -> bool:
        """Whether the points that the rubric defines exist. A statement that cannot be assessed says so, which is its
        result."""
        total = (self.exact is not None and self.whole.settled) or not self.indicators
        return total and all(each.is_known for each in self.outcomes)

    @property
    def unscored(self) -> list[Indicator]:
        """What is in the way of the total and the grade: indicators without points, conditions that are not known."""
        lacking = [one for one in self.indicators if one.exact is None and one.applies]
        return [*(one if one.asked is None else one.asked for one in lacking), *self.open_conditions]

    @property
    def open_conditions(self) -> list[Indicator]:
        """The conditions of effects of which it is not known whether they hold."""
        asked = [self.asked[e.condition] for e in self.spec.summary.effects]
        return [one for one in asked if one.exact is None]

    def complete(self, partial: bool, lang: str = "zh") -> "Result":
        """This result, where no fact that is missing leaves one out; `FactsError` otherwise, unless `partial`."""
        if self.bound.gaps and not partial and not self.settled:
            raise FactsError(self.bound.findings(), lang)
        return self

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
        concluded = [line for each in self.outcomes for line in each.lines(lang)]
        if not self.indicators or not (lines or concluded):
            return concluded
        parts = [each.exact for each in self.tree]
        terms = " + ".join(plain(p) if p is not None else "?" for p in parts).replace("+ -", "− ")
        total = "?" if self.exact is None else plain(self.exact)
        head = f"总分  {terms} → {total} 分" if zh else f"total  {terms} → {total} points"
        return [head, *lines, *concluded]

    def branch(self, child: GroupSpec | int) -> Group | Indicator:
        if isinstance(child, int):
            return self.indicators[child]
        return Group(child, [self.branch(grandchild) for grandchild in child.children], self.spec.summary)

    @property
    def unused(self) -> list[Problem]:
        """What the facts hold that the rubric does not declare."""
        return self.bound.unused

    def __repr__(self) -> str:
        unit = f" {self.unit}:" if self.unit else ""
        return f"<Result{unit} {self.total} of {self.of}{f', {self.grade}' if self.grade else ''}>"

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
