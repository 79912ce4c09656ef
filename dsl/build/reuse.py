"""What a file takes from others."""

from __future__ import annotations

from rubricc.dsl import nodes as n
from rubricc.dsl.build.expressions import Expressions
from rubricc.dsl.build.passed import Children, plain, span_of


class Reuse(Expressions):
    def use(self, c: Children) -> n.Use:
        return n.Use(span_of(c), plain(c[1]))

    def extends(self, c: Children) -> n.Extends:
        return n.Extends(span_of(c), plain(c[1]))

    def replace(self, c: Children) -> n.Replace:
        return n.Replace(span_of(c), c[1])

    def remove(self, c: Children) -> n.Remove:
        return n.Remove(span_of(c), self.name([c[1]]))
