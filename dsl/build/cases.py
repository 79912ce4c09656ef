"""Cases."""

from __future__ import annotations

from rubricc.dsl import nodes as n
from rubricc.dsl.build.expressions import Expressions
from rubricc.dsl.build.passed import Children, plain, span_of


class Cases(Expressions):
    def binding(self, c: Children) -> n.Binding:
        return n.Binding(span_of(c), self.name([c[0]]) if len(c) > 1 else None, plain(c[-1]))

    def given(self, c: Children) -> n.Given:
        return n.Given(span_of(c), self.name([c[0]]), c[2])

    def expect(self, c: Children) -> n.Expect:
        word = c[0]
        if word.type == "NAME":
            return n.Expect(span_of(c), "item", self.name([word]), c[2])
        if word.type == "TOTAL":
            return n.Expect(span_of(c), "total", None, c[2])
        return n.Expect(span_of(c), word.type.lower(), None, self.name([c[-1]]))

    def case_data(self, c: Children) -> n.CaseData:
        return n.CaseData(span_of(c), tuple(c[1:]))

    def case_given(self, c: Children) -> n.CaseGiven:
        return n.CaseGiven(span_of(c), tuple(c[1:]))

    def case_expect(self, c: Children) -> n.CaseExpect:
        return n.CaseExpect(span_of(c), tuple(c[1:]))

    def case(self, c: Children) -> n.Case:
        return n.Case(span_of(c), plain(c[1]), tuple(c[2:]))
