"""Conventions: how an official document is read where it is silent. Data, in one place.

A convention answers the questions of `docs/language.md`; a clause that answers one itself overrules it. Which answer
was used, and by whom, stands in every derivation.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from attrs import frozen

from rubricc.dsl.nodes import Rounding
from rubricc.dsl.terms import Partial

Basis = Literal["points", "target", "actual"]


@frozen
class Convention:
    """Answers to what the compiler never decides in silence."""

    name: str
    percent_step: Basis  # a `%` step on a percent measure: percentage points, percent of target or of actual
    other_step: Basis  # a `%` step on any other measure
    partial: Partial  # a step only partly taken
    floor: Fraction  # the least points of an indicator
    grid: Fraction  # the unit of points
    rounding: Rounding


CN_FISCAL = Convention(
    name="cn-fiscal",
    percent_step="points",
    other_step="target",
    partial="started",
    floor=Fraction(0),
    grid=Fraction(1, 100),
    rounding="half up",
)

CONVENTIONS = {c.name: c for c in (CN_FISCAL,)}
DEFAULT = CN_FISCAL
