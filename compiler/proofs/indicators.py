"""The claims about one indicator: bounds, reachability, monotone, consequence, vary.

What holds for all values is decided on the pieces of the score function, or by the way its parts go; what is said to
exist is shown with facts that the interpreter scores. `docs/proofs.md` says when that is complete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cached_property, partial

from rubricc.compiler.ir import told
from rubricc.compiler.ir.bounds import Bounds
from rubricc.compiler.ir.program import Clause, Indicator, Line
from rubricc.compiler.proofs import wording
from rubricc.compiler.proofs.claims import Claim, Name, Said
from rubricc.compiler.proofs.explore import Explored, View, against, equal_to, unlike
from rubricc.compiler.proofs.pieces import FALSE, NONE, Unknown, extremes, number
from rubricc.compiler.proofs.sheets import Ground, Sheet, Variable
from rubricc.compiler.proofs.trends import Parts, trend_of
from rubricc.compiler.proofs.witness import Shown
from rubricc.compiler.runtime.exact import whole
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import NUMBER

ABOVE: dict[str, int] = {"below": 1, "above": -1, "late": -1, "either side": 0}


def indicator_claims(ground: Ground, indicator: Indicator) -> list[Claim]:
    """Every claim that can be made about an indicator, in one order."""
    try:
        return _Indicator(ground, indicator).claims()
    except Unknown as unknown:
        names: tuple[Name, ...] = ("bounds", "reachability", "monotone", "consequence", "vary")
        reason = wording.unknown(unknown)
        return [Claim(n, indicator.key, "unknown", reason, span=indicator.title_span) for n in names]


class _Indicator:
    def __init__(self, ground: Ground, indicator: Indicator) -> None:
        self.program, self.indicator = ground.program, indicator
        self.sheet = Sheet(ground, indicator)
        self.explored = Explored(self.sheet)
        self.bounds = self._bounds()

    def claims(self) -> list[Claim]:
        return [
            self.made("bounds", self.within_limits),
            self.made("reachability", self.reachable),
            *([self.made("monotone", self.monotone)] if self.directions() else []),
            *([self.made("consequence", self.consequence)] if self._charged() else []),
            self.made("vary", self.vary),
        ]

    def made(self, name: Name, decide: Callable[[], Claim]) -> Claim:
        try:
            return decide()
        except Unknown as unknown:
            return self.claim(name, "unknown", wording.unknown(unknown))

    def claim(
        self, name: Name, verdict: str, said: Said, *witness: Shown, clause: Clause | None = None
    ) -> Claim:
        span = clause.span if clause is not None else self.indicator.title_span
        return Claim(name, self.indicator.key, verdict, said, witness, span)  # type: ignore[arg-type]

    # ── bounds ──

    def _bounds(self) -> Bounds:
        """Between which points the indicator stays: exact where it is known whole."""
        if not self.explored.complete:
            return self._on_grid(self.sheet.env[self.sheet.last])
        try:
            ends = [extremes(view.points, view.algebra) for view in self.explored.views]
        except Unknown:
            return self._on_grid(self.sheet.env[self.sheet.last])
        lows, highs = [low for low, _ in ends], [high for _, high in ends]
        return Bounds(
            None if None in lows else min(lows),  # type: ignore[type-var]
            None if None in highs else max(highs),  # type: ignore[type-var]
        )

    def _on_grid(self, bounds: Bounds) -> Bounds:
        """The bounds without what lies beside the grid: points never do."""
        grid = self.program.grid
        low, high = bounds.low, bounds.high
        return Bounds(
            None if low is None else -(-low // grid) * grid, None if high is None else high // grid * grid
        )

    def limits(self) -> tuple[Fraction, Fraction]:
        """The floor and the cap of the points, on the scale of the weight."""
        scale, floor, cap = Fraction(1), Fraction(0), self.indicator.weight
        for clause in self.indicator.clauses:
            match clause.told:
                case told.SumTold(floor=t.Const(Fraction() as low), cap=t.Const(Fraction() as high)):
                    floor, cap = low, high
                case told.ScaledTold(out_of=out_of, weight=weight):
                    scale = weight / out_of
                case _:
                    pass
        return floor * scale, cap * scale

    def within_limits(self) -> Claim:
        floor, cap = self.limits()
        low, high = self.bounds.low, self.bounds.high
        if low is not None and high is not None and floor <= low and high <= cap:
            return self.claim("bounds", "proved", wording.between(low, high, floor, cap))

        def outside(view: View) -> Iterator[Fraction]:
            for piece in view.points:
                for x in view.domain.near(piece.interval):
                    value = piece.value.at(x)
                    if isinstance(value, Fraction) and not floor <= value <= cap:
                        yield x

        shown, _ = self.explored.first(outside)
        if shown is not None:
            return self.claim("bounds", "refuted", wording.outside(floor, cap), shown)
        raise Unknown("measures" if not self.explored.single else "facts")

    # ── what can be had ──

    def vary(self) -> Claim:
        low, high = self.bounds.low, self.bounds.high
        if low is not None and low == high:
            return self.claim("vary", "refuted", wording.constant(low))
        first, _ = self.explored.first(_anywhere)
        if first is not None:
            other, _ = self.explored.first(_anywhere_but(first), lambda x: x.points != first.points)
            if other is not None:
                least, most = sorted((first, other), key=lambda x: x.points)
                return self.claim("vary", "proved", wording.varies(least, most), least, most)
        raise Unknown("facts" if self.explored.complete else "measures")

    def reachable(self) -> Claim:
        """Full marks, and every row of every table of bands."""
        weight = self.indicator.weight
        full, known = self.explored.first(
            lambda view: equal_to(view, view.points, weight), lambda one: one.points == weight
        )
        if full is None:
            high = self.bounds.high
            if (high is not None and high < weight) or (self.explored.complete and not known):
                best = self._best()
                return self.claim("reachability", "refuted", wording.no_full(high, weight), *best)
            raise Unknown("facts" if known else "measures")
        rows = 0
        for clause in self.indicator.clauses:
            if isinstance(clause.told, told.BandsTold | told.TableTold):
                never, count = self._rows(clause.told)
                if never is not None:
                    return self.claim("reachability", "refuted", wording.no_row(never + 1), clause=clause)
                rows += count
        return self.claim("reachability", "proved", wording.reached(weight, rows), full)

    def _rows(self, clause: told.BandsTold | told.TableTold) -> tuple[int | None, int]:
        """The first row that no facts choose, and how many there are."""
        if clause.row not in self.sheet.terms or clause.row not in {
            step.name for step in self.sheet.steps if isinstance(step, Line)
        }:
            return None, 0
        for at in range(len(clause.rows)):
            shown, known = self.explored.first(
                lambda view, n=at: equal_to(view, view.lines[clause.row], Fraction(n))  # type: ignore[misc]
            )
            if shown is None:
                if self.explored.complete and not known:
                    return at, len(clause.rows)
                raise Unknown("facts" if known else "measures")
        return None, len(clause.rows)

    def _best(self) -> tuple[Shown, ...]:
        """Facts with the most points that there are, if they are found."""
        high = self.bounds.high
        if high is None:
            return ()
        best, _ = self.explored.first(lambda view: equal_to(view, view.points, high))
        return () if best is None else (best,)

    # ── monotone ──

    def directions(self) -> dict[str, int | None]:
        """For every measure the way that is better; None where neither a target nor a step says."""
        behind = {v.name: {v.name} for v in self.sheet.variables.values()}
        for step in self.sheet.steps:
            if isinstance(step, Line):
                behind[step.name] = set().union(*(behind.get(n, set()) for n in self.sheet.reads(step.name)))
        numbers = [v.name for v in self.sheet.numbers if v.name in self.sheet.variables]
        found: dict[str, set[int]] = {name: set() for name in numbers}
        ways = [(name, way) for name, way in _ways(self.indicator)]
        for line, way in ways:
            for name in behind.get(line, ()):
                if name in found:
                    found[name].add(way)
        written = {"higher": 1, "lower": -1}.get(self.indicator.direction)
        return {
            name: written if written is not None else next(iter(said)) if said else None
            for name, said in found.items()
            if written is not None or (len(said) < 2 and 0 not in said)
        }

    def monotone(self) -> Claim:
        directions = self.directions()
        for name, way in directions.items():
            broken = self._broken(self.sheet.variables[name], way)
            if broken is not None:
                return broken
        ways = [(self.sheet.variables[name], self._way(name)) for name in directions]
        return self.claim("monotone", "proved", wording.directions([w for w in ways if w[1]], self.program))

    def _way(self, name: str) -> int:
        """The way that points go; 0 where a measure changes nothing."""
        ways = [way for way in (1, -1) if self._goes(name, way)]
        return ways[0] if len(ways) == 1 else 0

    def _goes(self, name: str, way: int) -> bool:
        """Whether points are proved never to go against a way, whatever the rest is."""
        if not self.explored.every_case:
            raise Unknown("cases")
        if self.explored.single:
            found = [trend_of(view.points, view.algebra) for view in self.explored.views]
        else:
            found = [parts.lines[self.sheet.last].get(name, 0) for parts in self._parts]
        return all(trend in (0, way) for trend in found)

    def _broken(self, variable: Variable, way: int | None) -> Claim | None:
        """A claim where a measure does not go the way it should, None where it is proved that it does."""
        ways = (1, -1) if way is None else (way,)
        if any(self._goes(variable.name, w) for w in ways):
            return None
        pairs: list[tuple[Shown, Shown]] = []
        for each in ways:
            pair = self._pair(variable, each)
            if pair is None:
                raise Unknown("facts" if self.explored.single else "measures")
            pairs.append(pair)
        clause = next(
            (c for c in self.indicator.clauses if not isinstance(c.told, told.LetTold | told.MeasureTold)),
            None,
        )
        said = wording.falls(variable, pairs, way, self.program)
        witness = [one for pair in pairs for one in pair]
        return self.claim("monotone", "refuted", said, *witness, clause=clause)

    def _pair(self, variable: Variable, way: int) -> tuple[Shown, Shown] | None:
        tried = 0
        for view in self.explored.views:
            if view.variable != variable:
                continue
            for x, y in against(view, way):
                one, other = self.explored.show(view, x), self.explored.show(view, y)
                if one is not None and other is not None and (other.points - one.points) * way < 0:
                    return one, other
                tried += 1
                if tried > 40:
                    return None
        return None

    # ── consequence ──

    def _charged(self) -> list[tuple[Clause, Sheet]]:
        """Every clause that adds, deducts or limits, and the sheet as it is without it."""
        found: list[tuple[Clause, Sheet]] = []
        needed = {step.name: step.term for step in self.sheet.steps if isinstance(step, Line)}
        for clause in self.indicator.clauses:
            match clause.told:
                case told.LimitTold(line=line) | told.VetoTold(line=line) if line in needed:
                    term = needed[line]
                    if isinstance(term, t.Select):
                        found.append((clause, self.sheet.with_line(line, term.otherwise)))
                case _ if (charge := _charge(clause)) is not None and charge.line in needed:
                    nothing = t.Const(Fraction(0), NUMBER)
                    found.append((clause, self.sheet.with_line(charge.line, nothing)))
                case _:
                    pass
        return found

    def consequence(self) -> Claim:
        clauses = self._charged()
        unsettled: Unknown | None = None
        for clause, without in clauses:
            if self._never(clause):
                return self.claim("consequence", "refuted", wording.no_effect(clause), clause=clause)
            shown, known = self.explored.first(partial(_differs, without))
            if shown is None:
                if known or not self.explored.complete:
                    unsettled = unsettled or Unknown("facts" if known else "measures")
                    continue
                return self.claim("consequence", "refuted", wording.no_effect(clause), clause=clause)
        if unsettled is not None:
            raise unsettled
        return self.claim("consequence", "proved", wording.effects(len(clauses)))

    def _never(self, clause: Clause) -> bool:
        """Whether what a clause hangs on never comes about: its condition, or what it charges."""
        if not self.explored.every_case:
            return False
        match clause.told:
            case told.LimitTold(holds=line) | told.VetoTold(holds=line):
                pass
            case _ if (charge := _charge(clause)) is not None:
                line = charge.line
            case _:
                return False
        nothing = (NONE, FALSE, number(Fraction(0)))
        if self.explored.single:
            found = [view.lines.get(line) for view in self.explored.views]
        else:
            found = [parts.function(line) for parts in self._parts]
        return all(each is not None and all(p.value in nothing for p in each) for each in found)

    @cached_property
    def _parts(self) -> list[Parts]:
        """The lines of the sheet, for every combination of its answers."""
        return [Parts(self.sheet, case) for case in self.explored.cases]


def _charge(clause: Clause) -> told.Charge | None:
    """What a clause deducts or adds; a table that a later clause charges by has nothing of its own."""
    match clause.told:
        case (
            told.StepTold(charge=charge) | told.RowsTold(charge=charge) | told.CountTold(charge=charge)
            | told.TiersTold(charge=charge) | told.TableTold(charge=charge) | told.OnceTold(charge=charge)
        ):  # fmt: skip
            return charge
    return None


def _differs(without: Sheet, view: View) -> Iterator[Fraction]:
    lines = without.functions(view.variable, view.fixed)
    return unlike(view, view.points, lines[without.last])


def _anywhere(view: View) -> Iterator[Fraction]:
    for piece in view.points:
        yield from view.domain.near(piece.interval)


def _anywhere_but(first: Shown) -> Callable[[View], Iterator[Fraction]]:
    """Values of a measure whose points differ from those of facts."""

    def places(view: View) -> Iterator[Fraction]:
        for piece in view.points:
            for x in view.domain.near(piece.interval):
                value = piece.value.at(x)
                if isinstance(value, Fraction) and whole(value) != first.points:
                    yield x

    return places


def _ways(indicator: Indicator) -> Iterator[tuple[str, int]]:
    """The lines that targets and steps measure by, and the way that is better."""
    for clause in indicator.clauses:
        match clause.told:
            case told.StepTold(measure=line, side=side):
                yield line, ABOVE[side]
            case told.TargetTold(met=line, op=op):
                yield line, {">=": 1, ">": 1, "<=": -1, "<": -1}.get(op, 0)
            case told.ProRataTold(share=line):
                yield line, 1
            case _:
                pass


def directions_of(ground: Ground, indicator: Indicator) -> tuple[tuple[str, ...], dict[str, int | None]]:
    """The variables of an indicator by name, and which way is better of those of which a clause says it."""
    it = _Indicator(ground, indicator)
    return tuple(it.sheet.variables), it.directions()
