"""What a file takes from other files, and what it changes of it."""

from __future__ import annotations

from typing import TypeAlias

from rubricc.dsl.frozen import frozen
from rubricc.dsl.nodes.expressions import Name, Node
from rubricc.dsl.nodes.frame import Let, Param
from rubricc.dsl.nodes.tree import Item


@frozen
class Use(Node):
    """`use "x.rubric"`: names and indicators of another file may be mentioned."""

    path: str


@frozen
class Extends(Node):
    """`extends "base.rubric"`: the whole of another file, to which this one adds."""

    path: str


@frozen
class Replace(Node):
    """`replace C22 … weight 5: …`: this item, parameter or let in the place of the one of that code or name."""

    what: Item | Param | Let


@frozen
class Remove(Node):
    """`remove C22`: without that item."""

    item: Name


Reuse: TypeAlias = Use | Extends | Replace | Remove
