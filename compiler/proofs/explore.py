"""The points of a sheet as functions of one measure, for every combination of its answers: all there is to know of it,
or, where it reads several measures, what is known of it along one of them while the others stand still.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import chain, count, islice, pairwise, product

from attrs import frozen

from rubricc.compiler.proofs.attempts import attempts
from rubricc.compiler.proofs.functions import Functions
from rubricc.compiler.proofs.intervals import Domain, Interval
from rubricc.compiler.proofs.levels import Levels
from rubricc.compiler.proofs.pieces import NONE, Algebra, Function, Stair, Unknown, Value, constant
from rubricc.compiler.proofs.question import Question
from rubricc.compiler.proofs.sheets import Assignment, Sheet, Variable
from rubricc.compiler.proofs.witness import Fits, Shown, any_will_do, beside_the_same, shown

STILL = 24  # settings of the measures that stand still
ATTEMPTS = 12  # values for which facts are looked for


IMAGINED = Shown({}, (), 0, {})  # stands for facts that nobody looks at


@frozen
class View:
    """Every line along one measure, the others fixed."""

    variable: Variable
    fixed: Assignment
    lines: dict[str, Function]
    points: Function

    @property
    def domain(self) -> Domain:
        assert self.variable.domain is not None
        return self.variable.domain

    @property
    def algebra(self) -> Algebra:
        return Algebra(self.domain)

    def at(self, x: Fraction) -> dict[str, object]:
        return {**self.fixed, self.variable.name: self.variable.fact(x)}


class Explored:
    """`complete`: the views together are the sheet, so that what none of them shows is not there."""

    def __init__(self, sheet: Sheet, *, quick: bool = False, more: Iterable[Shown] = ()) -> None:
        self.sheet = sheet
        self.quick = quick
        cases, whole = sheet.cases()
        self.cases = cases
        self.single = len(sheet.numbers) == 1
        self.complete = whole and self.single
        self.every_case = whole
        self._views: list[View] = []
        self._rest = self._made()
        self._refused: Unknown | None = None
        self._shown: dict[object, Shown | None] = {}
        self._tried: list[Shown] = []
        self._attempts = chain(attempts(sheet), more)
        self.levels = Levels(sheet)

    @property
    def views(self) -> Iterator[View]:
        """The views in order, each made when it is first asked for."""
        for at in count():
            if at == len(self._views):
                following = next(self._rest, None)
                if following is None:
                    if self._refused is not None:
                        raise self._refused
                    return
                self._views.append(following)
            yield self._views[at]

    def _made(self) -> Iterator[View]:
        for case in self.cases:
            for variable in self.sheet.numbers:
                for fixed in self._still(case, variable):
                    try:
                        lines = self.sheet.functions(variable, fixed)
                    except Unknown as unknown:
                        if not self.single:
                            continue  # what is known along other measures may do
                        self._refused = unknown
                        return
                    yield View(variable, fixed, lines, lines[self.sheet.last])

    def _still(self, case: Assignment, moving: Variable) -> Iterator[Assignment]:
        others = [v for v in self.sheet.numbers if v is not moving]
        options = [[v.fact(x) for x in v.domain.near(v.domain.whole)] for v in others if v.domain is not None]
        for values in islice(product(*options), STILL if len(self.cases) < STILL else 2):
            yield {**case, **dict(zip((v.name for v in others), values, strict=True))}

    def show(self, view: View, x: Fraction) -> Shown | None:
        """Facts for one value, scored; None where none are found."""
        key = (tuple(view.fixed.items()), view.variable.name, x)
        if key not in self._shown:
            try:
                self._shown[key] = shown(self.sheet, view.at(x))  # type: ignore[arg-type]
            except Unknown:
                self._shown[key] = None
        return self._shown[key]

    def show_both(
        self, one: tuple[View, Fraction], two: tuple[View, Fraction], fit: Callable[[Shown, Shown], bool]
    ) -> tuple[Shown, Shown] | None:
        """Facts for two values, which fit together; of a row beside the same others."""
        if self.sheet.ground.within is not None:
            first_values, values = one[0].at(one[1]), two[0].at(two[1])
            return beside_the_same(self.sheet, first_values, values, fit)  # type: ignore[arg-type]
        first, other = self.show(*one), self.show(*two)
        return (first, other) if first is not None and other is not None and fit(first, other) else None

    def _beside_others(self, view: View, x: Fraction, fits: Fits) -> Shown | None:
        """The same, beside such other rows that they fit."""
        try:
            return shown(self.sheet, view.at(x), fits)  # type: ignore[arg-type]
        except Unknown:
            return None

    def find(self, asked: Question, *, fits: Fits = any_will_do, believed: bool = False) -> Shown | None:
        """Facts for which it holds, and which fit; None where there are none. `Unknown` where neither is known.

        The solver is asked last; where claims are quick it is not, and a value may be `believed` without its facts.
        """
        try:
            return self.seen(asked, fits=fits, believed=believed)
        except Unknown:
            if self.quick:
                raise
        return self.levels.find(asked, fits)

    def seen(self, asked: Question, *, fits: Fits = any_will_do, believed: bool = False) -> Shown | None:
        """The same, as far as the pieces say it, or facts show it: those found before, or made to be tried."""

        def is_found(one: Shown) -> bool:
            return asked.holds(one.known) and fits(one)

        before = next(filter(is_found, self._had()), None)
        if before is not None:
            return before
        known, why = False, Unknown("measures")
        try:
            believed = believed and self.quick and self.complete
            for found in self._in_views(asked, is_found, believed=believed):
                if found is IMAGINED or (found is not None and is_found(found)):
                    return found
                known, why = True, Unknown("facts")
            if self.complete and not known:
                return None
        except Unknown as unknown:
            why = unknown
        tried = next(filter(is_found, self.tried), None)
        if tried is None:
            raise why
        return tried

    def values_of(self, line: str) -> set[Fraction]:
        """Numbers that a line comes to, one for every piece of it, as far as facts show them."""
        seen: set[Fraction] = set()
        with suppress(Unknown):
            for view in self.views:
                algebra, function = view.algebra, view.lines.get(line, ())
                for piece in algebra.join(view.points, function, lambda i, _, value: [(i, value)]):
                    number = None if piece.value == NONE else constant(piece.value)
                    if number is None or number in seen:
                        continue
                    shown = None if self.quick else self.show(view, next(view.domain.near(piece.interval)))
                    if (self.quick and self.complete) or (
                        shown is not None and shown.known.get(line) == number
                    ):
                        seen.add(number)
        return seen

    def _in_views(self, asked: Question, fits: Fits, *, believed: bool) -> Iterator[Shown | None]:
        """For every value of a measure that the views have: the facts that give it, if any are found."""
        tried = 0
        for view in self.views:
            functions = Functions(view.domain, view.lines)
            for x in asked.places(functions, view.points):
                tried += 1
                found = IMAGINED if believed else self.show(view, x)
                if found is not None and found is not IMAGINED and self.sheet.ground.within is not None:
                    found = found if fits(found) else self._beside_others(view, x, fits)
                yield found
                if tried >= ATTEMPTS:
                    return

    def _had(self) -> list[Shown]:
        """All facts that were found so far."""
        return [one for one in (*self._shown.values(), *self._tried) if one is not None]

    @property
    def found(self) -> list[Shown]:
        """All facts that were found so far, of every number of points some."""
        return list({one.points: one for one in reversed(self._had())}.values())

    @property
    def tried(self) -> Iterator[Shown]:
        """Facts made to be tried, and scored; each when it is first asked for."""
        for at in count():
            if at == len(self._tried):
                following = next(self._attempts, None)
                if following is None:
                    return
                self._tried.append(following)
            yield self._tried[at]


def against(view: View, way: int) -> Iterator[tuple[Fraction, Fraction]]:
    """Pairs x < y where the points go against a way: fall where it is 1, rise where it is -1."""
    function, domain = [p for p in view.points if p.value != NONE], view.domain
    for at, piece in enumerate(function):
        inside = sorted({*domain.near(piece.interval), *_steps(view, piece.interval, piece.value)})
        for x, y in pairwise(inside):
            if (piece.value.at(y) - piece.value.at(x)) * way < 0:  # type: ignore[operator]
                yield x, y
                break
        if at + 1 == len(function):
            break
        after = function[at + 1]
        lefts, rights = _toward(piece.interval, 1), _toward(after.interval, -1)
        for x, y in zip(lefts, rights, strict=False):
            if (after.value.at(y) - piece.value.at(x)) * way < 0:  # type: ignore[operator]
                yield x, y
                break


def _steps(view: View, interval: Interval, value: Value) -> Iterator[Fraction]:
    """Beside the first edges of a staircase."""
    if not isinstance(value, Stair):
        return
    low, high = view.algebra.ends(interval, value.steps)
    start = low if low is not None else high
    if start is None:
        start = value.steps.at(view.domain.middle)
    ks = range(start, start + 3) if low is not None else range(start - 3, start)
    for k in ks:
        for part in view.algebra.reach(interval, value.steps, k):
            if part is not None:
                yield from view.domain.near(part)


def _toward(interval: Interval, end: int) -> list[Fraction]:
    """Values that come closer and closer to the right end (1) or the left end (-1) of an interval."""
    edge, far = (interval.high, interval.low) if end == 1 else (interval.low, interval.high)
    assert edge is not None
    if edge in interval:
        return [edge] * 40
    width = Fraction(1) if far is None else abs(edge - far)
    return [x for n in range(1, 41) if (x := edge - end * width / 2**n) in interval]
