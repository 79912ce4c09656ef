"""What wide rubrics read: data of every kind and domain, and expressions over them.

Drawn with a plain random source, so that a rubric is made again from its number; Hypothesis, which makes examples
smaller, would prove each of them again on the way.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import NamedTuple, TypeVar

MONTHS = ("2020-01", "2020-02", "2020-03")
LABELS = ("甲", "乙", "丙")
DAY = date(2020, 12, 31)
NUMBERS = ("count", "number")
WORDS = ("yes/no", "label", "date", "text")
T = TypeVar("T")


class Field(NamedTuple):
    """A column: how it is declared, and values for it; `most` is the column that it may not exceed."""

    name: str
    kind: str
    declared: str
    low: Fraction | None = None
    high: Fraction | None = None
    grid: Fraction | None = None
    most: str = ""
    optional: bool = False
    open_low: bool = False
    open_high: bool = False

    def takes(self, x: Fraction) -> bool:
        above = self.low is None or x > self.low or (x == self.low and not self.open_low)
        below = self.high is None or x < self.high or (x == self.high and not self.open_high)
        return above and below and (self.grid is None or (x / self.grid).denominator == 1)


class Block(NamedTuple):
    name: str
    by: str  # '', month, event, unit
    fields: list[Field]


class Terms:
    """Names and numbers of one rubric."""

    def __init__(self, seed: int) -> None:
        self.r = Random(seed)
        self.constants: set[Fraction] = set()
        self.blocks: list[Block] = []
        self.lets: list[str] = []
        self.earlier: list[str] = []  # items whose points may be read

    # ── numbers ──

    def pick(self, *options: T) -> T:
        return self.r.choice(options)

    def often(self, chance: float) -> bool:
        return self.r.random() < chance

    def number(self, low: int = -4, high: int = 12, steps: int = 2) -> str:
        x = Fraction(self.r.randint(low * steps, high * steps), steps)
        self.constants.add(x)
        return written(x)

    def share(self) -> str:
        x = Fraction(self.r.randint(0, 12), 10)
        self.constants.add(x)
        return f"{written(x * 100)}%"

    # ── data ──

    def field(self, name: str, before: list[Field], table: str) -> Field:
        kind = self.pick(
            "count", "count", "number", "number", "percent", "percent", "yes/no", "label", "date", "text"
        )
        optional = self.often(0.2)
        tail = " may be missing" if optional else ""
        if kind in ("yes/no", "text"):
            return Field(name, kind, kind + tail, optional=optional)
        if kind == "label":
            return Field(name, kind, "one of 甲, 乙, 丙" + tail, optional=optional)
        if kind == "date":
            return Field(name, kind, "date" + tail, optional=optional)
        low: Fraction | None = None if kind == "number" else Fraction(0)
        high = grid = None
        grid = Fraction(1) if kind == "count" else None
        most, open_low, open_high = "", False, False
        domain = ""
        alike = [f for f in before if f.kind == kind]
        if alike and self.often(0.5):
            most = self.r.choice(alike).name
            domain = f" <= {most}"
        elif kind == "percent":
            match self.r.randint(0, 3):
                case 0 | 1:
                    high, domain = Fraction(1), " 0% .. 100%"
                case 2:
                    high, domain = Fraction(12, 10), " up to 120%"
        elif self.often(0.7):
            a, b = sorted((self.r.randint(0, 8), self.r.randint(1, 12)))
            match self.r.randint(0, 4):
                case 0 | 1 if a < b:
                    low, high, domain = Fraction(a), Fraction(b), f" {a} .. {b}"
                case 2:
                    high, domain = Fraction(b), f" up to {b}" if kind == "count" else f" <= {b}"
                case 3:
                    low, open_low, domain = Fraction(a), True, f" > {a}"
                case 4:
                    high, open_high, domain = Fraction(b), True, f" < {b}"
        if kind != "count" and self.often(0.7):
            grid = Fraction(1, 10) if kind == "percent" else self.pick(Fraction(1), Fraction(1, 2))
            domain += f" to {written(grid * 100)}%" if kind == "percent" else f" to {written(grid)}"
        for end in (low, high):
            if end is not None:
                self.constants.add(end)
        return Field(name, kind, kind + domain + tail, low, high, grid, most, optional, open_low, open_high)

    def block(self, name: str, by: str, letters: str) -> Block:
        fields: list[Field] = []
        for letter in letters:
            fields.append(self.field(letter, fields, by))
        found = Block(name, by, fields)
        self.blocks.append(found)
        return found

    def of(self, kinds: tuple[str, ...], by: tuple[str, ...] = ("", "unit")) -> list[Field]:
        return [f for b in self.blocks if b.by in by for f in b.fields if f.kind in kinds]

    def read(self, field: Field) -> str:
        """A field as an expression."""
        if not field.optional:
            return field.name
        match field.kind:
            case "percent":
                instead = self.share()
            case "date":
                instead = "2020-12-31"
            case "yes/no":
                instead = self.pick("yes", "no")
            case "label":
                instead = "甲"
            case _:
                instead = self.number()
        return f"({field.name}, else {instead})"

    # ── expressions ──

    def rows(self, table: Block, kind: str) -> str | None:
        """An aggregate over a table, of one family of kinds."""
        where = f" where {self.row_condition(table)}" if self.often(0.4) else ""
        numbers = [
            f for f in table.fields if f.kind in (("percent",) if kind == "percent" else ("count", "number"))
        ]
        if kind != "percent" and (not numbers or self.often(0.3)):
            return f"count({table.name}{where})"
        if not numbers:
            return None
        one = self.r.choice(numbers)
        of = one.name
        if one.optional:
            of = f"{of} where {of} is not missing"
            where = ""
        last = f"last {self.r.randint(1, 2)} of " if table.by == "month" and self.often(0.3) else ""
        how = self.pick("sum", "sum", "mean", "min", "max", "median")
        if how == "sum" and self.often(0.4):
            other = self.r.choice(numbers)
            if not (one.optional or other.optional):
                last_too = f"last {self.r.randint(1, 2)} of " if last and self.often(0.5) else last
                return f"sum({last}{of}{where}) / sum({last_too}{other.name}{where})"
        return f"{how}({last}{of}{where})"

    def row_condition(self, table: Block) -> str:
        return self.condition(table)

    def monthly(self, table: Block) -> str | None:
        """What only rows of months have."""
        plain = [f for f in table.fields if f.kind in ("count", "number") and not f.optional]
        if not plain or table.by != "month":
            return None
        one = self.r.choice(plain).name
        return self.pick(
            f"previous({one}, else {self.number()})", f"{one} - previous({one}, else {one})",
            f"streak({one} > {self.number()})", f"sum(last 2 of {one}, else {one})",
        )  # fmt: skip

    def among(self) -> str | None:
        """What compares the unit that is scored with others."""
        fields = self.of(("count", "number", "percent"), ("unit",))
        if not fields:
            return None
        one = self.r.choice(fields)
        skip = ", skip" if one.optional or self.often(0.2) else ""
        alone = f", alone: {self.number()}" if self.often(0.5) and one.kind != "percent" else ""
        order = self.pick("highest first", "lowest first")
        name, table = one.name, self.blocks[-1]
        if one.kind == "percent" or self.often(0.3):
            return self.pick(
                f"rank({name}, {order}{skip})", f"count({table.name} where {self.condition(table)})"
            )
        filled = f" where {name} is not missing" if one.optional else ""
        return self.pick(
            f"best({name}, {order}{skip}{alone})", f"mean of others({name}{skip}{alone})",
            f"trimmed mean({name}, 1{skip})", f"max({name}{skip})", f"({name} - min({name}))",
            f"{name} / max({name})", f"sum({name}{filled})",
        )  # fmt: skip

    def numeric(self, depth: int = 1, table: Block | None = None) -> str:
        """Counts and numbers."""
        fields = (
            self.of(("count", "number"))
            if table is None
            else [f for f in table.fields if f.kind in ("count", "number")]
        )
        if table is None and self.often(0.25):
            tables = [b for b in self.blocks if b.by]
            found = self.rows(self.r.choice(tables), "number") if tables else None
            if found is not None:
                return found
        if table is not None and self.often(0.3):
            found = self.monthly(table)
            if found is not None:
                return found
        if table is None and self.often(0.15):
            found = self.among()
            if found is not None:
                return found
        if table is None and self.earlier and self.often(0.1):
            return f"{self.pick('points', 'points', 'rate')}({self.r.choice(self.earlier)})"
        if table is None and self.lets and self.often(0.3):
            return self.r.choice(self.lets)
        if not fields:
            return self.number()
        one = self.read(self.r.choice(fields))
        if depth == 0 or self.often(0.4):
            return one
        other = self.numeric(depth - 1, table) if self.often(0.7) else self.number()
        match self.r.randint(0, 9):
            case 0 | 1:
                return f"({one} + {other})"
            case 2 | 3:
                return f"({one} - {other})"
            case 4:
                return f"{one} * {other}" if other.isidentifier() else f"{self.number(-2, 3)} * {one}"
            case 5:
                return f"{one} / {other}" if other.isidentifier() else f"{one} / 2"
            case 6:
                return f"{self.pick('min', 'max')}({one}, {other})"
            case 7:
                mode = self.pick("half up", "up", "down", "half even")
                return f"({one} round {mode} to {self.pick('1', '2', '0.5')})"
            case 8 if table is None:
                return f"(if {self.condition()} then {one} else {other})"
            case _:
                return f"-{one}" if self.often(0.3) else one

    def ratio(self, table: Block | None = None) -> str | None:
        fields = self.of(("percent",)) if table is None else [f for f in table.fields if f.kind == "percent"]
        if not fields:
            return None
        one = self.read(self.r.choice(fields))
        if self.often(0.6):
            return one
        other = self.read(self.r.choice(fields))
        return self.pick(
            f"({one} + {other}) / 2", f"1 - {one}", f"{self.pick('min', 'max')}({one}, {other})", f"{one} * {other}",
            f"({one} round half up to 10%)", f"({one} - {other})",
        )  # fmt: skip

    def condition(self, table: Block | None = None, depth: int = 1) -> str:
        if depth and self.often(0.3):
            both = f"{self.condition(table, 0)} {self.pick('and', 'or')} {self.condition(table, 0)}"
            return f"not ({both})" if self.often(0.2) else both
        fields = self.of(("yes/no", "label", "date", "text")) if table is None else [
            f for f in table.fields if f.kind in ("yes/no", "label", "date", "text")
        ]  # fmt: skip
        optional = [
            f
            for f in (
                self.of(("count", "number", "percent", "date", "label", "yes/no", "text"))
                if table is None
                else table.fields
            )
            if f.optional
        ]
        op = self.pick("<", "<=", ">", ">=", "=", "!=")
        if optional and self.often(0.3):
            return f"{self.r.choice(optional).name} is {self.pick('missing', 'not missing')}"
        if fields and self.often(0.45):
            f = self.r.choice(fields)
            match f.kind:
                case "yes/no":
                    return (
                        f"{self.pick('', 'not ')}{self.read(f)}"
                        if not f.optional
                        else f"{self.read(f)} = {self.pick('yes', 'no')}"
                    )
                case "label":
                    return self.pick(
                        f"{self.read(f)} = 乙", f"{self.read(f)} in (甲, 丙)", f"{self.read(f)} != 丙"
                    )
                case "date":
                    near = DAY + timedelta(self.pick(0, 1, -31, 40))
                    others = [x for x in fields if x.kind == "date" and x is not f]
                    if others and self.often(0.5):
                        return f"{self.read(f)} {op} {self.read(self.r.choice(others))}"
                    if self.often(0.4):
                        return self.pick(
                            f"{self.read(f)} - 2020-12-31 {op} {self.pick('0', '10', '31')} days",
                            f"months(2020-12-31, {self.read(f)}) {op} {self.pick('0', '1', '2')}",
                            f"{self.read(f)} {op} 2020-11-30 + 1 month",
                            f"{self.read(f)} + 1 month {op} 2021-02-28",
                        )  # fmt: skip
                    return f"{self.read(f)} {op} {near.isoformat()}"
                case _:
                    others = [x for x in fields if x.kind == "text" and x is not f and not x.optional]
                    if others and not f.optional:
                        return f"{f.name} {self.pick('=', '!=')} {self.r.choice(others).name}"
        ratio = self.ratio(table) if self.often(0.4) else None
        if ratio is not None:
            return f"{ratio} {op} {self.share()}"
        return f"{self.numeric(1, table)} {op} {self.number() if self.often(0.6) else self.numeric(0, table)}"


def written(x: Fraction) -> str:
    return str(x.numerator) if x.denominator == 1 else str(float(x))  # halves and tenths
