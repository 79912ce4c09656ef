"""The points of one indicator by two rules: for which values of its measure they differ, and by how much.

Where both rules depend on one measure, the same in both, the answer is exact and complete: the pieces of both score
functions, side by side over the values that both rubrics allow. Else the prover is asked about their difference
(`joint`): that there is none, or facts for which there is one, and how large it can be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice, product
from math import gcd

from attrs import evolve, frozen

from rubricc.compiler.diff.joint import Joint
from rubricc.compiler.diff.matching import written_out
from rubricc.compiler.diff.merged import BEFORE
from rubricc.compiler.diff.regions import Named, Region, fixed, joined, touch, unlike
from rubricc.compiler.proofs.attempts import attempts
from rubricc.compiler.proofs.drawn import Facts
from rubricc.compiler.proofs.intervals import Domain, Interval
from rubricc.compiler.proofs.limits import Effort
from rubricc.compiler.proofs.pieces import NONE, Algebra, Function, Piece, Unknown, Value, limits
from rubricc.compiler.proofs.sheets import MOST_CASES, NOTHING, Sheet, Variable
from rubricc.compiler.proofs.witness import Shown, scored, shown
from rubricc.compiler.runtime.exact import Exact
from rubricc.compiler.runtime.exact import Value as Fact
from rubricc.dsl import terms as t

ABSENT = "\nabsent"  # a measure that a sheet does not read
STILL = 8  # settings of the measures that stand still
ATTEMPTS = 12  # values for which facts are looked for
DRAWN = 60  # facts of a sheet that are tried where none are worked out


@frozen
class Point:
    """Facts, the values that matter, and the points by the old and the new rule."""

    facts: Facts
    values: tuple[tuple[Named, Fact], ...]
    old: Exact
    new: Exact


@frozen
class Compared:
    """`complete`: the regions are all there are. `largest` is a change as large as any that was found, with facts.

    That no change is larger than `most` is proved; none where that is not known. Points are the same outside of `only`.
    """

    regions: tuple[Region, ...]
    complete: bool
    reason: Unknown | None
    largest: Point | None
    most: Fraction | None = None
    only: tuple[tuple[Named, Interval | tuple[Fact, ...]], ...] = ()


@frozen
class _Both:
    """A variable of either sheet, or of both, which is the same fact or measure."""

    old: Variable | None
    new: Variable | None
    domain: Domain | None
    labels: tuple[Fact, ...]

    @property
    def one(self) -> Variable:
        found = self.new if self.new is not None else self.old
        assert found is not None
        return found


def compare(old: Sheet, new: Sheet, effort: Effort | None = None) -> Compared:
    """Two sheets over the values that both allow; `effort` is what the solver may still do."""
    found = _Comparison(old, new)
    known = found.compared()
    return known if known.complete else found.asked(known, effort or Effort())


class _Comparison:
    def __init__(self, old: Sheet, new: Sheet) -> None:
        self.old, self.new = old, new
        every = _matched(old, new)
        self.numbers = [each for each in every if each.domain is not None]
        self.choices = [each for each in every if each.domain is None]
        self.found: list[tuple[Fraction, dict[str, Fact], dict[str, Fact]]] = []  # change, old and new values

    def compared(self) -> Compared:
        cases = list(islice(product(*(each.labels for each in self.choices)), MOST_CASES + 1))
        complete = len(self.numbers) == 1 and len(cases) <= MOST_CASES
        reason: Unknown | None = (
            None if complete else Unknown("cases" if len(self.numbers) == 1 else "measures")
        )
        regions: list[Region] = []
        for values in cases[:MOST_CASES]:
            for moving in self.numbers:
                for still in self._still(moving, complete):
                    case = (*zip(self.choices, values, strict=True), *still)
                    try:
                        regions += self._along(moving, case)
                    except Unknown as unknown:
                        complete, reason = False, reason or unknown
        largest = self._largest()
        if complete:
            return Compared(tuple(regions), True, None, largest, _size(largest))
        return Compared(tuple(regions) if len(self.numbers) == 1 else (), False, reason, largest)

    def asked(self, known: Compared, effort: Effort) -> Compared:
        """The same with what the prover says of the difference of both rules."""

        def fits(one: Shown) -> bool:
            return self._scored(one.facts) is not None

        try:
            joint = Joint(
                (self.old.ground.program, self.new.ground.program),
                (self.old.indicator, self.new.indicator),
                effort,
            )
            found = joint.unlike(fits)
            if found is None:
                return Compared((), True, None, None, Fraction(0))
            found, most = joint.largest(found, fits, _size(known.largest))
        except Unknown as unknown:
            return evolve(known, reason=unknown)
        points = [point for point in (self._scored(found.facts), known.largest) if point is not None]
        program = joint.sheet.ground.program
        only = tuple(
            (Named(evolve(variable, name=variable.name.removesuffix(BEFORE)), program), inside)
            for variable, inside in joint.only()
        )
        return evolve(known, largest=max(points, key=_size), most=most, only=only)

    def _still(self, moving: _Both, complete: bool) -> Iterator[tuple[tuple[_Both, Fact], ...]]:
        """Values of the measures that stand still."""
        others = [each for each in self.numbers if each is not moving]
        options = [
            [each.one.fact(x) for x in each.domain.near(each.domain.whole)]
            for each in others
            if each.domain is not None
        ]
        for values in islice(product(*options), STILL):
            yield tuple(zip(others, values, strict=True))

    def _along(self, moving: _Both, case: tuple[tuple[_Both, Fact], ...]) -> list[Region]:
        """Where the points differ along one measure, in order."""
        assert moving.domain is not None
        sides: list[Function] = []
        fixed: list[dict[str, Fact]] = []
        for at, sheet in enumerate((self.old, self.new)):
            own = moving.new if at else moving.old
            variable = evolve(moving.one if own is None else own, domain=moving.domain)
            if own is None:
                variable = evolve(variable, name=ABSENT)
            fixed.append(
                {v.name: value for both, value in case if (v := both.new if at else both.old) is not None}
            )
            sides.append(sheet.functions(variable, fixed[-1])[sheet.last])
        choices = tuple((self._named(both), value) for both, value in case if both.domain is None)
        regions: list[Region] = []
        for interval, before, after, change in unlike(Algebra(moving.domain), *sides):
            region = self._region(moving, choices, interval, before, after, change)
            self._note(moving, interval, before, after, fixed)
            if regions and touch(regions[-1].interval, interval, moving.domain):
                regions[-1] = joined(regions[-1], region)
            else:
                regions.append(region)
        return regions

    def _region(
        self,
        moving: _Both,
        case: tuple[tuple[Named, Fact], ...],
        interval: Interval,
        before: Value,
        after: Value,
        change: Value,
    ) -> Region:
        assert moving.domain is not None
        algebra = Algebra(moving.domain)
        if NONE in (before, after):
            return Region(self._named(moving), case, interval, None, None, ((fixed(before), fixed(after)),))
        ends = limits(Piece(interval, change), algebra)
        known = [end for end in ends if end is not None]
        least, most = (min(known), max(known)) if len(known) == 2 else (None, None)
        return Region(self._named(moving), case, interval, least, most, ((fixed(before), fixed(after)),))

    def _note(
        self,
        moving: _Both,
        interval: Interval,
        before: Value,
        after: Value,
        fixed: Sequence[Mapping[str, Fact]],
    ) -> None:
        """The values of a piece that may show the largest change."""
        assert moving.domain is not None
        for x in moving.domain.near(interval):
            one, other = before.at(x), after.at(x)
            if not isinstance(one, Fraction) or not isinstance(other, Fraction):
                continue
            first, then = dict(fixed[0]), dict(fixed[1])
            for values, own in ((first, moving.old), (then, moving.new)):
                if own is not None and own.name != NOTHING:
                    values[own.name] = own.fact(x)
            self.found.append((other - one, first, then))

    def _largest(self) -> Point | None:
        """Facts, scored by both, for the largest change that facts are found for."""
        self.found.sort(key=lambda each: -abs(each[0]))
        for _, before, after in self.found[:ATTEMPTS]:
            try:
                facts = _merged(shown(self.old, before).facts, shown(self.new, after).facts)
            except Unknown:
                continue
            point = None if facts is None else self._scored(facts)
            if point is not None:
                return point
        points = (point for facts in self._drawn() if (point := self._scored(facts)) is not None)
        return max(points, key=_size, default=None)

    def _drawn(self) -> Iterator[Facts]:
        """Facts to try where none are worked out: those of one sheet, with the blocks that only the other reads."""
        sides = [[one.facts for one in islice(attempts(sheet), DRAWN)] for sheet in (self.new, self.old)]
        if all(sides):
            rest = sides[1][0] | sides[0][0]
            yield from (rest | facts for side in sides for facts in side)

    def _scored(self, facts: Facts) -> Point | None:
        """The points that both give, where they are not the same."""
        one, other = (scored(sheet, _declared(facts, sheet)) for sheet in (self.old, self.new))
        if one is None or other is None or one.points == other.points:
            return None
        return self._point(facts, one, other)

    def _point(self, facts: Facts, old: Shown, new: Shown) -> Point:
        read = [{v.name: x for v, x in each.values} for each in (old, new)]
        values = [
            (self._named(both), read[both.new is not None][both.one.name])
            for both in (*self.choices, *self.numbers)
            if both.one.name in read[both.new is not None]
        ]
        return Point(facts, tuple(values), old.points, new.points)

    def _named(self, both: _Both) -> Named:
        sheet = self.new if both.new is not None else self.old
        return Named(both.one, sheet.ground.program)


def _size(point: Point | None) -> Fraction:
    """How much points change."""
    return Fraction(0) if point is None else abs(Fraction(point.new) - Fraction(point.old))


# ── variables ──


def _matched(old: Sheet, new: Sheet) -> list[_Both]:
    """The variables of both sheets; those of the same formula are one."""
    found: dict[t.Term, list[Variable | None]] = {}
    for at, sheet in enumerate((old, new)):
        for variable in (*sheet.numbers, *sheet.choices):
            if variable.name != NOTHING:
                found.setdefault(_written_out(sheet, variable.name), [None, None])[at] = variable
    every = [_both(*pair) for pair in found.values()]
    if not any(each.domain is not None for each in every):
        nothing = new.numbers[0] if new.numbers[0].name == NOTHING else old.numbers[0]
        every.append(_Both(nothing, nothing, nothing.domain, ()))
    return every


def _both(old: Variable | None, new: Variable | None) -> _Both:
    if old is None or new is None:
        one = old if old is not None else new
        assert one is not None
        return _Both(old, new, one.domain, one.labels)
    if old.domain is None or new.domain is None:
        return _Both(old, new, None, tuple(label for label in old.labels if label in new.labels))
    grid = _common(old.domain.grid, new.domain.grid)
    shared = evolve(new.domain, grid=grid)
    whole = shared.clip(old.domain.whole, new.domain.whole)
    if whole is None:
        raise Unknown("facts")
    return _Both(old, new, evolve(shared, whole=whole), ())


def _common(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    """The least number that is a multiple of both."""
    if one is None or other is None:
        return one if other is None else other
    top = one.numerator * other.numerator // gcd(one.numerator, other.numerator)
    return Fraction(top, gcd(one.denominator, other.denominator))


def _written_out(sheet: Sheet, name: str) -> t.Term:
    """A slot or a line in facts and aggregates only."""

    def opened(term: t.Term) -> t.Term:
        if isinstance(term, t.Ref) and term.name in sheet.terms:
            return opened(sheet.terms[term.name])
        return t.rebuilt(term, opened)

    term = sheet.slots[name].term if name in sheet.slots else opened(sheet.terms[name])
    return written_out(sheet.ground.program, term)


# ── facts ──


def _declared(facts: Facts, sheet: Sheet) -> Facts:
    """The facts that a rubric declares; rows of their own, as they are filled in where cells are empty."""
    return {
        name: [dict(row) for row in rows] if isinstance(rows, list) else dict(rows)
        for name, rows in facts.items()
        if name in sheet.ranges.blocks
    }


def _merged(one: Facts, other: Facts) -> Facts | None:
    """The facts that two sheets need, as one; None where they disagree."""
    found = dict(one)
    for block, rows in other.items():
        if isinstance(rows, dict) and isinstance(found.get(block, {}), dict):
            before = found.get(block, {})
            if any(before.get(name, value) != value for name, value in rows.items()):
                return None
            found[block] = {**before, **rows}
        elif found.setdefault(block, rows) != rows:
            return None
    return found
