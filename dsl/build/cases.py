"""Cases."""

from __future__ import annotations

from typing import Any, cast

from rubricc.dsl import nodes as n
from rubricc.dsl.build.expressions import Expressions
from rubricc.dsl.build.passed import Child, Children, Word, plain, span_of
from rubricc.dsl.diagnostics.model import diagnose
from rubricc.dsl.scan import Tok


class Cases(Expressions):
    def binding(self, c: Children) -> n.Binding:
        block = self.name([c[0]]) if len(c) > 1 else None
        if c[0].type == "JUDGED":  # one name in both vocabularies
            block = n.Name(c[0].span, "judged")
        return n.Binding(span_of(c), block, plain(c[-1]))

    def given(self, c: Children) -> n.Given:
        return n.Given(span_of(c), self.name([c[0]]), c[2] if len(c) > 2 else None)

    def given_judged(self, c: Children) -> n.GivenJudged:
        *_, value, by, reason = c
        label = plain(c[2]) if c[2].type == "STRING" else ""
        return n.GivenJudged(span_of(c), self.name([c[1]]), label, value, plain(by), plain(reason))

    def expect(self, c: Children) -> n.Expect:
        word = c[0]
        if word.type == "NAME":
            return n.Expect(span_of(c), "item", self.name([word]), c[2])
        if word.type == "OUTCOME":
            return n.Expect(span_of(c), "outcome", self.name([c[1]]), c[3])
        if word.type == "TOTAL":
            return n.Expect(span_of(c), "total", None, c[2])
        return n.Expect(span_of(c), word.type.lower(), None, self.name([c[-1]]))

    def verdict(self, c: Children) -> Word:
        return Word(c[0].span, c[0].type.lower().replace("_", " "))

    def expect_statement(self, c: Children) -> n.ExpectStatement:
        return n.ExpectStatement(span_of(c), cast(Any, c[0].type.lower()), plain(c[1]), cast(Any, c[2].word))

    def expect_weight(self, c: Children) -> n.ExpectWeight:
        return n.ExpectWeight(span_of(c), self.name([c[1]]), c[3], c[-1])

    def case_data(self, c: Children) -> n.CaseData:
        return n.CaseData(span_of(c), tuple(c[1:]))

    def table_cell(self, c: Children) -> Child:
        if len(c) == 2:
            return n.Minus(span_of(c), c[1])
        if not c or isinstance(c[0], n.Node):
            return c[0] if c else None
        return self.name(c)

    def table_row(self, c: Children) -> n.Cells:
        there = [x for x in c if x is not None]
        return n.Cells(span_of(there) if there else c[0], tuple(x for x in c if not isinstance(x, Tok)))

    def case_table(self, c: Children) -> n.CaseTable:
        header, *rows = (x for x in c if isinstance(x, n.Cells))
        for cell in header.cells:
            if not isinstance(cell, n.Name):
                at = header.span if cell is None else cell.span
                self.problems.append(diagnose("RB1090", at))
        for row in rows:
            if len(row.cells) != len(header.cells):
                self.problems.append(
                    diagnose("RB1091", row.span, cells=len(row.cells), columns=len(header.cells))
                )
        return n.CaseTable(span_of(c), self.name([c[1]]), header, tuple(rows))

    def case_given(self, c: Children) -> n.CaseGiven:
        return n.CaseGiven(span_of(c), tuple(c[1:]))

    def of_unit(self, c: Children) -> n.Name:
        return self.name([c[0]])

    def case_expect(self, c: Children) -> n.CaseExpect:
        unit = c[1] if isinstance(c[1], n.Name) else None
        return n.CaseExpect(span_of(c), tuple(c[2:] if unit else c[1:]), unit)

    def case(self, c: Children) -> n.Case:
        return n.Case(span_of(c), plain(c[1]), tuple(c[2:]))
