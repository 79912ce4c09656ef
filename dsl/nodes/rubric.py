"""A whole file."""

from __future__ import annotations

from rubricc.dsl.frozen import frozen
from rubricc.dsl.nodes.cases import Case
from rubricc.dsl.nodes.expressions import Node
from rubricc.dsl.nodes.frame import Data, Let, Param, Setting
from rubricc.dsl.nodes.reuse import Reuse
from rubricc.dsl.nodes.statements import Effect, OutcomeDecl, Statement
from rubricc.dsl.nodes.tree import Item


@frozen
class Rubric(Node):
    """A whole file. `name` is None where the file has no `rubric "…"` line."""

    name: str | None
    version: str
    settings: tuple[Setting, ...]
    data: tuple[Data, ...]
    params: tuple[Param, ...]
    lets: tuple[Let, ...]
    items: tuple[Item, ...]
    statements: tuple[Statement, ...]
    effects: tuple[Effect, ...]
    outcomes: tuple[OutcomeDecl, ...]
    cases: tuple[Case, ...]
    reuse: tuple[Reuse, ...]
