"""What a rubric declares about its facts, and where a fact stands.

Bounds and precision are in the internal unit of the kind: 元, seconds, the ratio of a percent; those of
a date are dates, those of a month its text. The compiler guarantees that they fit the kind; nothing here checks it.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from typing import NamedTuple

Limit = int | Fraction | date | str
FILLED = "\n="  # what the name of the fact ends in that says whether a cell is filled; no author's name has a line end
RowNames = tuple[str | int, ...]  # what rows are about: months or units, else the numbers of rows


class Known(NamedTuple):
    """Between which dates somebody knows the calendar."""

    source: str
    first: date
    last: date


class Field(NamedTuple):
    """One column of a table, or one input."""

    name: str
    kind: str
    unit: str = ""
    labels: tuple[str, ...] = ()
    low: Limit | None = None
    high: Limit | None = None
    low_open: bool = False
    high_open: bool = False
    precision: int | Fraction | None = None
    at_most_field: str = ""
    known: Known | None = None  # the calendar that must know this date
    judged: str = ""  # the place where a person decides, of which this is the points, the name or the reason
    filled: str = (
        ""  # the fact that says whether a cell of this one is filled; none, where every cell must be
    )

    @property
    def style(self) -> str:
        """How `show` prints its values."""
        return f"{self.kind} {self.unit}".rstrip()


class Block(NamedTuple):
    """A data block: one mapping (by nothing), or a table by month, event or unit.

    `by` is "", "month", "event" or "unit"; `first` and `last` are the months of a table by month. In a rubric
    without data blocks the inputs are one block without a name, and stand at the top of the facts.
    """

    name: str
    by: str
    first: str
    last: str
    fields: tuple[Field, ...]
    own: bool = False  # whether a run scores its units: their own rows are read

    @property
    def columns(self) -> list[str]:
        """The names of its fields, without those that say whether a cell is filled."""
        return [field.name for field in self.fields if not field.name.endswith(FILLED)]

    @property
    def judged(self) -> tuple[str, ...]:
        """The places at which persons decide points, in order."""
        return tuple(dict.fromkeys(field.judged for field in self.fields if field.judged))


class Unit(NamedTuple):
    """What is scored: a unit, and in which row it stands of each table whose units are scored; nothing elsewhere."""

    name: str = ""
    rows: Mapping[str, int] = {}  # nobody changes it


class Place(NamedTuple):
    """Where a fact stands: the file as it was named, the 1-based line, the column or the path of keys."""

    file: str
    row: int | None = None
    column: str = ""

    def text(self, lang: str = "zh") -> str:
        if lang == "zh":
            row, column = f" 第 {self.row} 行", f"「{self.column}」"
        else:
            row, column = f", row {self.row}", f", {self.column}"
        return (self.file + (row if self.row else "") + (column if self.column else "")).lstrip(" ,")


class Cell(NamedTuple):
    """A raw value together with its place."""

    value: object
    place: Place


@cache
def months_between(first: str, last: str) -> tuple[str, ...]:
    """Every month from `2020-07` to `2021-06`, both included."""
    start, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return tuple(f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(start, end + 1))
