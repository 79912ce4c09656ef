"""Facts to try where none can be worked out from what is wanted: those that are drawn, as far as they bind, scored.

Nothing is decided by what they do not show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from rubricc.compiler.proofs.drawn import TRIALS, drawn
from rubricc.compiler.proofs.rows import cell
from rubricc.compiler.proofs.sheets import Sheet
from rubricc.compiler.proofs.witness import Shown, every_scored, scored
from rubricc.compiler.runtime.exact import Value


def attempts(sheet: Sheet) -> Iterator[Shown]:
    """Facts of every kind, scored; none where the sheet reads what other sheets come to."""
    seen: set[str] = set()
    for facts in drawn(*sheet.scored_by):
        key = repr(facts)
        if key not in seen:
            seen.add(key)
            yield from every_scored(sheet, facts)


def with_row(sheet: Sheet, block: str, row: Mapping[str, Value]) -> Iterator[Shown]:
    """Facts in which a table has one row, with these cells among others, scored."""
    kinds = {f.name: f.kind for f in sheet.ranges.blocks[block].fields}
    cells = {name: cell(value, kinds[name]) for name, value in row.items()}
    for facts in islice(drawn(*sheet.scored_by), TRIALS // 4):
        others = facts[block][0] if facts[block] else {}
        shown = scored(sheet, facts | {block: [{**others, **cells}]})
        if shown is not None:
            yield shown
