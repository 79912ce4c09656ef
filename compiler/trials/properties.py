"""Properties that hold for all facts, tried on drawn ones: a failure comes back as the smallest facts that show it.

Points stay within the ends that the rubric says of itself; generated code says what the interpreter says, with facts
missing too; and where a target or a step says which way of a measure is better, or the rubric writes it, facts that
differ in that measure alone never give fewer points for the better one. A trial is no proof: `prove` proves.

Draws are the same for the same rubric, unless a seed is given. Nothing is kept between runs.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal

from attrs import frozen

from rubricc.compiler.ir.program import slots_of
from rubricc.compiler.proofs.analysed import Analysed
from rubricc.compiler.proofs.monotone import directions
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.proofs.sheets import Ground
from rubricc.compiler.runtime.exact import Exact, plain
from rubricc.compiler.runtime.indicator import Indicator
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.trials.agreement import Difference, Scorers
from rubricc.compiler.trials.written_facts import as_given
from rubricc.dsl.mentions import facts_of

SHRINKS = 200  # attempts at making a failure smaller
LOST = 2  # facts that are left out at once

Facts = dict[str, Any]


@frozen
class Failure:
    """What failed, of which item (its title), and the facts that show it: those that the item reads.

    `other` are the facts that should have given no fewer points, for `monotone`.
    """

    what: Literal["agreement", "bounds", "monotone", "fault"]
    at: str
    key: str
    facts: Facts
    points: Fraction | None
    said: tuple[str, str]
    other: Facts | None = None


@frozen
class Tried:
    """How many facts were drawn, and what failed."""

    count: int
    failure: Failure | None = None


class Broken(Exception):
    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.at)
        self.failure = failure


class Properties:
    def __init__(self, scorers: Scorers) -> None:
        self.scorers = scorers
        self.program = scorers.program
        ground = Ground(self.program)
        self.ways: dict[int, tuple[Sequence[str], Mapping[str, int]]] = {}
        for number, indicator in enumerate(self.program.indicators):
            try:
                one = Analysed(ground, indicator)
            except Unknown:
                continue
            ways = {name: way for name, way in directions(one).items() if way is not None}
            self.ways[number] = tuple(one.sheet.variables), ways

    # ── what is asked of facts ──

    def one(self, facts: Facts) -> list[Result]:
        """The results, if every property of these facts alone holds; else `Broken`."""
        given = as_given(facts)
        results = self.scorers.interpreted(self.scorers.bound(given))
        for result in results:
            for number, one in enumerate(result.indicators):
                points = one.exact
                if _worked_out(one) and points is not None and not one.spec.low <= points <= one.spec.high:
                    ends = f"{plain(one.spec.low)} .. {plain(one.spec.high)}"
                    said = f"得 {plain(points)} 分，超出 {ends}", f"{plain(points)} points, beyond {ends}"
                    raise Broken(self._failure("bounds", number, facts, points, said))
        found = self.scorers.differences(results, given)
        if found:
            raise Broken(self._disagreement(found[0], facts, results))
        return results

    def _disagreement(self, first: Difference, facts: Facts, results: Sequence[Result]) -> Failure:
        unit = f"{first.unit}：" if first.unit else ""
        said = (
            f"{unit}解释执行得 {first.interpreted}，生成的代码得 {first.generated}",
            f"{unit}interpreted {first.interpreted}, generated code {first.generated}",
        )
        titles = [f"{i.code} {i.name}".strip() for i in self.program.indicators]
        if first.at not in titles:
            return Failure("agreement", first.at, first.at, facts, None, said)
        number = titles.index(first.at)
        points = next(r for r in results if r.unit == first.unit).indicators[number].exact
        return self._failure("agreement", number, facts, points, said)

    def two(self, facts: Facts, other: Facts) -> None:
        """`Broken` where the better of two gets fewer points."""
        for one, two in zip(self.one(facts), self.one(other), strict=True):
            for number, (names, ways) in self.ways.items():
                mine, its = one.indicators[number], two.indicators[number]
                if not (_worked_out(mine) and _worked_out(its)):
                    continue
                before, after = mine.score.values(), its.score.values()
                apart = [name for name in names if before.get(name) != after.get(name)]
                if len(apart) != 1 or apart[0] not in ways:
                    continue
                rises = after[apart[0]] > before[apart[0]]  # type: ignore[operator]
                better = rises == (ways[apart[0]] > 0)
                low, high = (mine, its) if better else (its, mine)
                worse, best = (facts, other) if better else (other, facts)
                assert high.exact is not None and low.exact is not None
                if high.exact < low.exact:
                    raise Broken(self.inverted(number, worse, low.exact, best, high.exact))

    def inverted(self, number: int, worse: Facts, points: Exact, better: Facts, fewer: Exact) -> Failure:
        """Better facts that get fewer points."""
        said = (
            f"做得更好，反而由 {plain(points)} 分变为 {plain(fewer)} 分",
            f"better facts: from {plain(points)} down to {plain(fewer)}",
        )
        return self._failure("monotone", number, worse, points, said, better)

    def _failure(
        self,
        what: Literal["agreement", "bounds", "monotone"],
        number: int,
        facts: Facts,
        points: int | Fraction | None,
        said: tuple[str, str],
        other: Facts | None = None,
    ) -> Failure:
        sheet = self.program.indicators[number]
        read = set(self._read(number))
        exact = None if points is None else Fraction(points)
        kept, beside = (None if x is None else only(x, read) for x in (facts, other))
        assert kept is not None
        return Failure(what, sheet.title, sheet.key, kept, exact, said, beside)

    def _read(self, number: int) -> Iterator[tuple[str, str]]:
        """The facts that an indicator reads, and those that say whether it applies."""
        program = self.program
        sheet = program.indicators[number]
        for each in (sheet, *(program.conditions[at] for at in sheet.asked)):
            for name in slots_of(each, program.slot):
                for term in program.behind(program.slot[name].term):
                    yield from (fact[:2] for fact in facts_of(term))


def _worked_out(one: Indicator) -> bool:
    return one.exact is not None and one.absent is None and one.asked is None


def only(facts: Facts, read: set[tuple[str, str]]) -> Facts:
    """The facts that are read, and what says which row they stand in."""
    found: Facts = {}
    for block, rows in facts.items():
        names = {name for of, name in read if of == block}
        if not names:
            continue
        keys = {"月份", "单位"} - names
        if isinstance(rows, list):
            found[block] = [{k: v for k, v in row.items() if k in names or k in keys} for row in rows]
        else:
            found[block] = {k: v for k, v in rows.items() if k in names}
    return found


def run(properties: Properties, examples: int, seed: int | None = None) -> Tried:
    """So many drawn facts, each with a neighbour and with some left out; the first failure, made small."""
    import hypothesis
    from hypothesis import HealthCheck, Phase, Verbosity, settings
    from hypothesis import strategies as st
    from hypothesis.configuration import set_hypothesis_home_dir
    from hypothesis.errors import Unsatisfiable

    from rubricc.compiler.trials.strategies import Drawing, changed, without

    drawing = Drawing(properties.program, properties.scorers.blocks)
    facts = drawing.facts()
    state: dict[str, Any] = {"count": 0, "shrinks": 0, "least": None}

    def tried(data: st.DataObject) -> None:
        drawn = data.draw(facts)
        paths = drawing.paths(drawn)
        path = data.draw(st.sampled_from(paths)) if paths else None
        value = None if path is None else data.draw(drawing.value(path))
        lost = data.draw(st.lists(st.sampled_from(paths), max_size=LOST)) if paths else []
        example = (drawn, path, value, lost)
        if state["least"] is not None and state["shrinks"] >= SHRINKS and state["least"][0] != example:
            return  # small enough: only what has failed fails again
        state["count" if state["least"] is None else "shrinks"] += 1
        hypothesis.assume(not properties.scorers.bound(as_given(drawn)).problems)
        try:
            other = None if path is None else changed(properties.scorers.blocks, drawn, path, value)
            if other is None or properties.scorers.bound(as_given(other)).problems:
                properties.one(drawn)
            else:
                properties.two(drawn, other)
            less = without(drawn, lost)
            if lost and not properties.scorers.bound(as_given(less)).problems:  # half a judgement is one
                properties.one(less)
        except Broken as broken:
            state["least"] = example, broken.failure
            raise
        except Exception as fault:
            said = f"{type(fault).__name__}: {fault}"
            state["least"] = example, Failure("fault", "", "", drawn, None, (said, said))
            raise Broken(state["least"][1]) from fault

    test = settings(
        max_examples=examples,
        derandomize=seed is None,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        verbosity=Verbosity.quiet,
        print_blob=False,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )(hypothesis.given(st.data())(tried))
    if seed is not None:
        test = hypothesis.seed(seed)(test)
    with tempfile.TemporaryDirectory() as folder:  # it keeps nothing in the folder of the call
        set_hypothesis_home_dir(folder)
        try:
            test()
        except Broken as broken:
            return Tried(state["count"], state["least"][1] if state["least"] else broken.failure)
        except Unsatisfiable:
            return Tried(0)
        finally:
            set_hypothesis_home_dir(None)
    return Tried(state["count"])
