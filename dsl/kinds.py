"""Kinds of values: what may be compared, added and divided, and what comes out.

count, number and percent are one family (plain numbers) and mix freely; they differ in how they are shown and in how a
`%` step is read. Money is held in 元, a duration in seconds.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, TypeAlias

from attrs import frozen

from rubricc.compiler.runtime import exact

Family: TypeAlias = Literal[
    "count", "number", "percent", "money", "duration", "date", "month", "yesno", "label", "text"
]
PLAIN = frozenset({"count", "number", "percent"})
MEASURABLE = PLAIN | {"money", "duration"}
"""Families of which a distance is a number with the same unit."""

# Duration units are English words here, in either vocabulary; the runtime has those that facts are declared in.
_CHINESE_UNITS = {english: chinese for chinese, english in exact.ENGLISH_UNITS.items()}
MONEY_UNITS = frozenset(exact.MONEY_UNITS)
DURATION_UNITS = frozenset(_CHINESE_UNITS)
UNIT_FACTORS = {
    unit: Fraction(exact.UNIT_SCALE[_CHINESE_UNITS.get(unit, unit)]) for unit in MONEY_UNITS | DURATION_UNITS
}


@frozen
class Kind:
    """`unit` is how money and durations are shown; `ratio` marks a quotient, which `%` makes a percent measure."""

    family: Family
    unit: str = ""
    labels: tuple[str, ...] = ()
    ratio: bool = False

    @property
    def is_plain(self) -> bool:
        return self.family in PLAIN

    @property
    def name(self) -> str:
        """The word of `terms.py` for this kind."""
        return "<yes/no>" if self.family == "yesno" else f"<{self.family}>"

    @property
    def style(self) -> str:
        """How `show` of the runtime prints values of this kind."""
        if self.family == "duration":
            return f"duration {_CHINESE_UNITS[self.unit or 'second']}"
        return f"money {self.unit or '元'}" if self.family == "money" else self.family


NUMBER = Kind("number")
COUNT = Kind("count")
MONTHS = Kind("count", "month")  # how many months: 3个月 may stand beside it
PERCENT = Kind("percent")
DATE = Kind("date")
MONTH = Kind("month")
YESNO = Kind("yesno")
DAYS = Kind("duration", "day")
TEXT = Kind("text")  # what is compared and grouped by, and no more; who judged, and why


def kind_of_unit(unit: str) -> Kind:
    """The kind of a number as its unit shows it."""
    if unit in ("%", "pp"):
        return PERCENT
    if unit in MONEY_UNITS:
        return Kind("money", unit)
    if unit in DURATION_UNITS:
        return Kind("duration", unit)
    return COUNT if unit else NUMBER


def comparable(left: Kind, right: Kind) -> bool:
    """Whether two values may be compared at all."""
    return left.family == right.family or (left.is_plain and right.is_plain)


def sum_of(left: Kind, right: Kind) -> Kind | None:
    """The kind of a sum or difference; None where it means nothing."""
    if left.family in MEASURABLE and left.family == right.family:
        return Kind(left.family, left.unit if left.unit == right.unit else "")
    if left.is_plain and right.is_plain:
        return (
            PERCENT
            if "percent" in (left.family, right.family) and "count" not in (left.family, right.family)
            else NUMBER
        )
    return None


def product_of(left: Kind, right: Kind) -> Kind | None:
    shares = all(kind.ratio or kind.family == "percent" for kind in (left, right))
    if shares and "percent" in (left.family, right.family):
        return Kind("number", ratio=True)  # 接通数/话务量×100%, as documents write it, is the quotient itself
    if left.is_plain and right.is_plain:
        if left.family == right.family == "count":
            return COUNT
        return NUMBER
    if left.is_plain and right.family in MEASURABLE:
        return Kind(right.family, right.unit)
    if right.is_plain and left.family in MEASURABLE:
        return Kind(left.family, left.unit)
    return None


def quotient_of(left: Kind, right: Kind) -> Kind | None:
    if (left.family == right.family and left.family in MEASURABLE) or (left.is_plain and right.is_plain):
        return Kind("number", ratio=True)
    if right.is_plain and left.family in MEASURABLE:
        return Kind(left.family, left.unit)
    return None
