"""Cases as text of one vocabulary: what is given and what is expected.

It assumes and guarantees what `words` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from attrs import frozen

from rubricc.dsl import nodes as n
from rubricc.dsl.diagnostics.render.layout import width
from rubricc.dsl.printer.settings import SettingWords
from rubricc.dsl.printer.words import named, quoted


@frozen
class CaseWords(SettingWords):
    """The words of one vocabulary, put together to cases."""

    def block(self, name: n.Name) -> str:
        """A data block as a case names it; that of what persons judged has a word of its own."""
        return self.word("JUDGED") if name.text == "judged" else named(name.text)

    def table_head(self, block: n.Name) -> str:
        return f"{self.word('DATA')} {self.block(block)}{self.colon}"

    def table(self, rows: Sequence[n.Cells]) -> list[str]:
        """The rows of a table, one column below the other."""
        texts = [["" if cell is None else self.expr(cell) for cell in row.cells] for row in rows]
        widths = [max(map(width, column)) for column in zip_longest(*texts, fillvalue="")]
        padded = ([x + " " * (w - width(x)) for x, w in zip(row, widths, strict=False)] for row in texts)
        return [" | ".join(row).strip() for row in padded]

    def given(self, given: n.Given | n.GivenJudged) -> str:
        if isinstance(given, n.Given):
            name = named(given.name.text)
            missing = f"{name} {self.word('IS_MISSING')}"
            return missing if given.value is None else f"{name} = {self.expr(given.value)}"
        label = f" {quoted(given.label)}" if given.label else ""
        who = f"{quoted(given.by)} {quoted(given.reason)}"
        return f"{self.word('JUDGED')} {named(given.item.text)}{label} = {self.expr(given.value)} {who}"

    def expect(self, expect: n.Expected) -> str:
        if isinstance(expect, n.ExpectWeight):
            what = f"{self.word('WEIGHT')} {named(expect.item.text)}"
            if expect.low == expect.high:
                return f"{what} = {self.expr(expect.low)}"
            return f"{what} {self.word('IN')} {self.expr(expect.low)} .. {self.expr(expect.high)}"
        if isinstance(expect, n.ExpectStatement):
            name = named(expect.name) if expect.kind == "check" else quoted(expect.name)
            result = self.word(expect.result.upper().replace(" ", "_"))
            return f"{self.word(expect.kind.upper())} {name} {result}"
        said = expect.value
        value = quoted(said.text) if isinstance(said, n.Text) else self.expr(said)
        if expect.what in ("missing", "error"):
            return f"{self.word(expect.what.upper())} {value}"
        what = named(expect.item.text) if expect.item is not None else self.word(expect.what.upper())
        if expect.what == "outcome":
            what = f"{self.word('OUTCOME')} {what}"
        return f"{what} = {value}"
