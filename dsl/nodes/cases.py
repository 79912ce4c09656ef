"""Cases: facts, and what they should score."""

from __future__ import annotations

from typing import Literal as OneOf
from typing import TypeAlias

from rubricc.dsl.frozen import frozen
from rubricc.dsl.nodes.clauses import Doc
from rubricc.dsl.nodes.expressions import Expr, Name, Node
from rubricc.dsl.nodes.rows import Text


@frozen
class Binding(Node):
    block: Name | None
    path: str


@frozen
class CaseData(Node):
    bindings: tuple[Binding, ...]


@frozen
class Cells(Node):
    """One row of a table in a case; an empty cell is None, and a text in quotes is a name."""

    cells: tuple[Expr | None, ...]


@frozen
class CaseTable(Node):
    """`data quizzes:` and its rows, the first of which names the columns."""

    block: Name
    header: Cells
    rows: tuple[Cells, ...]


@frozen
class Given(Node):
    name: Name
    value: Expr | None  # None: it is missing


@frozen
class GivenJudged(Node):
    """`judged C33 "label" = 3 "who" "why"`: the points that a person decided."""

    item: Name
    label: str
    value: Expr
    by: str
    reason: str


@frozen
class CaseGiven(Node):
    facts: tuple[Given | GivenJudged, ...]


@frozen
class Expect(Node):
    """What a case expects: points of an item, the total, the grade, an outcome, a missing fact, or an error.

    What bears a name that only an outcome has is an outcome, whether the word stands there or not.
    """

    what: OneOf["item", "total", "grade", "outcome", "missing", "error"]
    item: Name | None
    value: Expr | Text


@frozen
class ExpectStatement(Node):
    """What a case expects of a check, a published figure or an obligation."""

    kind: OneOf["check", "reported", "require"]
    name: str
    result: OneOf["holds", "fails", "unknown", "met", "not met", "not assessed"]


@frozen
class ExpectWeight(Node):
    """What a case expects of a weight: that it lies from `low` to `high`, whatever a draft leaves open."""

    item: Name
    low: Expr
    high: Expr


Expected: TypeAlias = Expect | ExpectStatement | ExpectWeight


@frozen
class CaseExpect(Node):
    """Expectations, of a unit where units are scored."""

    expects: tuple[Expected, ...]
    unit: Name | None = None


CaseLine: TypeAlias = CaseData | CaseTable | CaseGiven | CaseExpect | Doc


@frozen
class Case(Node):
    name: str
    lines: tuple[CaseLine, ...]
