"""One indicator under analysis: its sheet, what is explored of it, and how claims about it are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from fractions import Fraction
from functools import cached_property

from rubricc.compiler.ir import told
from rubricc.compiler.ir.bounds import Bounds
from rubricc.compiler.ir.program import Indicator, Part
from rubricc.compiler.proofs import wording
from rubricc.compiler.proofs.claims import Claim, Name, Said, Warn
from rubricc.compiler.proofs.explore import Explored
from rubricc.compiler.proofs.pieces import Unknown, extremes
from rubricc.compiler.proofs.question import is_
from rubricc.compiler.proofs.sheets import Ground, Sheet
from rubricc.compiler.proofs.trends import Parts
from rubricc.compiler.proofs.within import parts_of, row_of
from rubricc.compiler.proofs.witness import Shown, every_scored
from rubricc.dsl import terms as t
from rubricc.dsl.source import Span


class Analysed:
    """What the claims of one indicator share, worked out once."""

    def __init__(self, ground: Ground, indicator: Indicator, *, quick: bool = False) -> None:
        self.program, self.indicator = ground.program, indicator
        parts = [] if ground.within else parts_of(ground, indicator)
        self.rows = [(part, _of_rows(ground, indicator, part, quick)) for part in parts]
        self.sheet = Sheet(ground, indicator)
        self.explored = Explored(self.sheet, quick=quick, more=self._ends_of_rows())
        self.bounds = self._bounds()

    def _ends_of_rows(self) -> Iterator[Shown]:
        """Facts with a row that has the most, or the least, that a row can have."""
        for _, row in self.rows:
            if isinstance(row, Unknown):
                continue
            for end in (row.bounds.high, row.bounds.low):
                with suppress(Unknown):
                    found = None if end is None else row.explored.find(is_(row.sheet.last, end))
                    if found is not None:
                        yield from every_scored(self.sheet, found.facts)

    def made(self, name: Name, decide: Callable[[], list[Claim]]) -> list[Claim]:
        """The claims of one kind; one that says why, where they are not known."""
        try:
            return decide()
        except Unknown as unknown:
            return [self.claim(name, "unknown", wording.unknown(unknown))]

    def claim(
        self,
        name: Name,
        verdict: str,
        said: Said,
        *witness: Shown,
        span: Span | None = None,
        warn: Warn | None = None,
    ) -> Claim:
        span = span if span is not None else self.indicator.title_span
        return Claim(name, self.indicator.key, verdict, said, witness, warn, span)  # type: ignore[arg-type]

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

    def points(self, shown: Shown) -> Fraction:
        """What facts give: to an indicator its points, to one row its own."""
        points = shown.known.get(self.sheet.last, shown.points)
        assert isinstance(points, int | Fraction)
        return Fraction(points)

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

    @cached_property
    def parts(self) -> list[Parts]:
        """The lines of the sheet, for every combination of its answers."""
        return [Parts(self.sheet, case) for case in self.explored.cases]


def _of_rows(ground: Ground, indicator: Indicator, part: Part, quick: bool) -> Analysed | Unknown:
    """One row of a part under analysis, or why it cannot be; what it can have bounds what the rows come to."""
    try:
        row = Analysed(*row_of(ground, indicator, part), quick=quick)
    except Unknown as why:
        return why
    ground.narrow(part, row.bounds)
    return row
