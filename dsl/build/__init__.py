"""From rules to nodes: one method for every rule of `rubric.lark`, called by the parser as it reduces.

It assumes what the grammar guarantees (which children a rule has) and decides nothing about meaning. What the grammar
cannot say (a group that is also an indicator, an option given twice) it reports in `problems`.
"""

from __future__ import annotations

from rubricc.dsl import nodes as n
from rubricc.dsl.build.adjustments import Adjustments
from rubricc.dsl.build.cases import Cases
from rubricc.dsl.build.frame import Frame
from rubricc.dsl.build.passed import Children, FrameWritten, number_of
from rubricc.dsl.build.reuse import Reuse
from rubricc.dsl.build.statements import Statements
from rubricc.dsl.build.tree import Tree
from rubricc.dsl.source import Span

__all__ = ["Builder", "number_of"]


class Builder(Statements, Adjustments, Tree, Frame, Cases, Reuse):
    """Callbacks of one parse. Methods are named for rules and aliases of the grammar."""

    def start(self, c: Children) -> n.Rubric:
        frame = next((x for x in c if isinstance(x, FrameWritten)), None)
        whole = Span(self.source, 0, len(self.source.text))
        return n.Rubric(
            whole,
            frame.name if frame else None,
            frame.version if frame else "",
            frame.settings if frame else (),
            tuple(x for x in c if isinstance(x, n.Data)),
            tuple(x for x in c if isinstance(x, n.Param)),
            tuple(x for x in c if isinstance(x, n.Let)),
            tuple(x for x in c if isinstance(x, n.Item)),
            tuple(x for x in c if isinstance(x, n.Statement)),
            tuple(x for x in c if isinstance(x, n.Effect)),
            tuple(x for x in c if isinstance(x, n.OutcomeDecl)),
            tuple(x for x in c if isinstance(x, n.Case)),
            tuple(x for x in c if isinstance(x, n.Reuse)),
        )
