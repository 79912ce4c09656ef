"""Conventions: how an official document is read where it is silent.

Those that come with rubricc are data, in `conventions.toml`; a rubric may define its own, from one of them or from
none. A clause that answers a question itself overrules its convention. Which answer was used, and by whom, stands in
every derivation.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

from attrs import frozen

from rubricc.dsl.nodes import Rounding
from rubricc.dsl.terms import Partial

Basis = Literal["points", "target", "actual"]
ZeroAnswer = Literal["refuse", "zero", "full", "rescale within group", "rescale in total", "mean of others"]
DEFAULT = "cn-fiscal"  # where a file names none
BASES: tuple[Basis, ...] = ("points", "target", "actual")
PARTIALS: tuple[Partial, ...] = ("started", "whole", "pro rata")


@frozen
class Grid:
    """What values are rounded to, and how."""

    mode: Rounding
    to: Fraction


@frozen
class Convention:
    """Answers to what the compiler never decides in silence. None leaves a question to the clause that asks it."""

    name: str
    percent_step: (
        Basis | None
    )  # a `%` step on a percent measure: percentage points, percent of target or of actual
    other_step: Basis | None  # a `%` step on any other measure
    partial: Partial | None  # a step only partly fallen, that points are deducted for
    partial_added: Partial | None  # a step only partly reached, that points are added for
    floor: Fraction | None  # the least points of an indicator
    compared: (
        Grid | None
    )  # what a percent measure is rounded to before it is compared; None: compared in full
    points: Grid
    zero_divisor: ZeroAnswer = "refuse"  # what an indicator gives where a divisor is 0

    @property
    def grid(self) -> Fraction:
        """The unit of points."""
        return self.points.to


@lru_cache(maxsize=1)
def conventions() -> Mapping[str, Convention]:
    """The conventions that come with rubricc, by name."""
    text = resources.files("rubricc.compiler").joinpath("conventions.toml").read_text(encoding="utf-8")
    return {name: _read(name, answers) for name, answers in tomllib.loads(text).items()}


def _read(name: str, answers: dict[str, Any]) -> Convention:
    compared = answers["value_compared"]
    return Convention(
        name,
        answers.get("percent_step"),
        answers.get("other_step"),
        answers.get("part_fallen"),
        answers.get("part_reached"),
        Fraction(answers["at_least"]) if "at_least" in answers else None,
        None if compared == "in full" else _grid(compared),
        _grid(answers["points"]),
        answers["zero_divisor"],
    )


def _grid(answer: dict[str, Any]) -> Grid:
    return Grid(answer["mode"], Fraction(answer["to"]))


def default() -> Convention:
    return conventions()[DEFAULT]
