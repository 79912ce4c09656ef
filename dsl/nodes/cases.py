"""Cases: facts, and what they should score."""

from __future__ import annotations

from typing import Literal as OneOf
from typing import TypeAlias

from attrs import frozen

from rubricc.dsl.nodes.clauses import Doc
from rubricc.dsl.nodes.expressions import Expr, Name, Node


@frozen
class Binding(Node):
    block: Name | None
    path: str


@frozen
class CaseData(Node):
    bindings: tuple[Binding, ...]


@frozen
class Given(Node):
    name: Name
    value: Expr


@frozen
class CaseGiven(Node):
    facts: tuple[Given, ...]


@frozen
class Expect(Node):
    """What a case expects: points of an item, the total, the grade, a missing fact, or an error."""

    what: OneOf["item", "total", "grade", "missing", "error"]
    item: Name | None
    value: Expr


@frozen
class CaseExpect(Node):
    expects: tuple[Expect, ...]


CaseLine: TypeAlias = CaseData | CaseGiven | CaseExpect | Doc


@frozen
class Case(Node):
    name: str
    lines: tuple[CaseLine, ...]
