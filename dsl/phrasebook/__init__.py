"""The table of phrases: what official documents say and the language writes otherwise.

An entry is why (a word of `diagnostics/prose/phrases.py`), a pattern, and how it is written: a template with the
groups of the pattern, `{measure}` and `{weight}` of the indicator, one way a line; or a function, where words have to
be chosen. Patterns are tried where the parser stopped, never on text that parses. To add a phrase, add a row to one of
these files and one to docs/phrases.md, whose every row is run.
"""

from typing import Final

from rubricc.dsl.phrasebook import bands, charges, counts, english, losses, marks, outcomes, ranges, targets
from rubricc.dsl.phrasebook.pieces import Phrase, phrases

TABLE: Final[tuple[Phrase, ...]] = phrases(
    english.ROWS
    + marks.ROWS
    + losses.ROWS
    + counts.ROWS
    + ranges.ROWS
    + targets.ROWS
    + charges.ROWS
    + bands.ROWS
    + outcomes.ROWS
)
