"""Facts aimed at a wide rubric: at ends of domains, at what the rubric writes and beside it, at nothing, anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from random import Random
from typing import Any

from wide import Wide
from wide_terms import DAY, LABELS, MONTHS, Block, Field

Facts = dict[str, Any]
DAYS = (-400, -32, -31, -30, -1, 0, 1, 2, 10, 11, 31, 32, 40, 41, 58, 59, 60, 61, 92, 300, 2000)


class Facing:
    """Facts for a rubric."""

    def __init__(self, wide: Wide, seed: int) -> None:
        self.wide, self.r = wide, Random(seed)
        self.values = {(b.name, f.name): self._values(f) for b in wide.blocks for f in b.fields}

    def _values(self, field: Field) -> list[Any]:
        match field.kind:
            case "yes/no":
                found: list[Any] = [True, False]
            case "label":
                found = list(LABELS)
            case "text":
                found = ["x", "y", "z"]
            case "date":
                found = [
                    DAY + timedelta(n)
                    for n in (-400, -32, -31, -30, -1, 0, 1, 2, 31, 32, 40, 41, 58, 59, 60, 61, 92, 300, 2000)
                ]
            case _:
                step = field.grid or Fraction(1, 100)
                found = [x + step * n for x in (*self.wide.constants, Fraction(0)) for n in (-1, 0, 1)]
                found += [x - n for x in self.wide.constants for n in (1, 2)]
                found += (
                    [Fraction(n) for n in (1, 2, 3, 7, 1000)]
                    if field.kind != "percent"
                    else [Fraction(n, 20) for n in range(25)]
                )
                found = sorted({x for x in found if field.takes(x)})
        return found + ([None] if field.optional else [])

    def row(self, block: Block, missing: float = 0.0) -> Facts | None:
        row: Facts = {}
        for field in block.fields:
            values = self.values[block.name, field.name]
            bound = row.get(field.most) if field.most else None
            if bound is not None:
                values = [x for x in values if x is None or x <= bound]
                values += [bound] if field.takes(bound) else []
            if not values:
                return None
            row[field.name] = self.r.choice(values)
            if self.r.random() < missing:
                row[field.name] = None
        return row

    def facts(self, missing: float = 0.0) -> Facts | None:
        found: Facts = {}
        for block in self.wide.blocks:
            if not block.by:
                row = self.row(block, missing)
                if row is None:
                    return None
                found[block.name] = row
                continue
            count = len(MONTHS) if block.by == "month" else self.r.choice((0, 1, 1, 2, 3, 5))
            count = max(count, self.r.choice((1, 2, 3))) if block.by == "unit" else count
            rows = [self.row(block, missing) for _ in range(count)]
            if None in rows:
                return None
            for at, row in enumerate(rows):
                if block.by == "month":
                    row["月份"] = MONTHS[at]  # type: ignore[index]
                if block.by == "unit":
                    row["单位"] = "甲" if at == 0 else f"单位{at + 1}"  # type: ignore[index]
            found[block.name] = rows
        if "judged" in self.wide.source:
            places = [
                code
                for code in ("A1", "A2")
                if "judged" in self.wide.source.partition(f"{code} n{code}")[2].partition("A2 nA2")[0]
            ]
            found["judged"] = {
                code: {"points": self.r.choice((0, 1, Fraction(5, 2), 4)), "by": "某", "reason": "因"}
                for code in places
            }
        return found

    def moved(self, facts: Facts) -> Iterator[Facts]:
        """The facts with one cell of a single block changed, through all its values."""
        single = [b for b in self.wide.blocks if not b.by]
        for block in single:
            for field in block.fields:
                row = facts[block.name]
                for x in self.values[block.name, field.name]:
                    if x != row[field.name]:
                        yield facts | {block.name: row | {field.name: x}}
