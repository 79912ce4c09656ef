"""Amounts of points on a grid."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from hypothesis import strategies as st


class Grid(NamedTuple):
    """Points lie on a grid; amounts are so many of it."""

    text: str
    unit: Fraction

    def amount(self, count: int) -> str:
        value = self.unit * count
        return str(value.numerator) if value.denominator == 1 else f"{float(value):g}"


GRIDS = (
    Grid("0.01", Fraction(1, 100)),
    Grid("0.1", Fraction(1, 10)),
    Grid("0.5", Fraction(1, 2)),
    Grid("1", Fraction(1)),
)
PARTIALS = ("", " started steps", " whole steps", " pro rata")


@st.composite
def amounts(draw: st.DrawFn, grid: Grid, weight: int) -> str:
    most = int(weight / grid.unit)
    return grid.amount(
        draw(st.integers(1, most) | st.sampled_from([most, max(1, most // 4), max(1, most // 10)]))
    )
