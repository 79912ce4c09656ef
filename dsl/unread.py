"""Names that are declared and that nothing reads: facts and definitions.

What reads is a rule, a check, a requirement, what follows the sum, the bound of another fact; a definition that is
itself read passes it on. A case does not read: it only gives.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from rubricc.dsl import nodes as n
from rubricc.dsl.diagnostics.model import Diagnostic, diagnose
from rubricc.dsl.resolve import split_title


def unread(rubric: n.Rubric) -> list[Diagnostic]:
    """A warning for every fact and every definition that nothing reads, by place."""
    lets = {let.name.text: let for let in rubric.lets}
    read: set[str] = set()
    todo = list(_rules(rubric))
    while todo:
        name = todo.pop()
        if name not in read:
            read.add(name)
            todo += _names(lets[name].expr) if name in lets else ()
    declared = [name for data in rubric.data for decl in data.fields for name in decl.names]
    declared += [let.name for let in rubric.lets]
    return [diagnose("RB2074", name.span, name=name.text) for name in declared if name.text not in read]


def _rules(rubric: n.Rubric) -> Iterator[str]:
    """The names that rules mention, and those that indicators bear."""
    concluded = tuple(outcome.value for outcome in rubric.outcomes)
    for part in (rubric.items, rubric.statements, rubric.effects, concluded):
        yield from _names(part)
    for data in rubric.data:
        for decl in data.fields:
            yield from _names(decl.domain)
    items = list(rubric.items)
    while items:
        item = items.pop()
        yield split_title(" ".join(item.title.split()))[1]
        items += item.children


def _names(value: object) -> Iterator[str]:
    """Every name in a part of the tree."""
    if isinstance(value, tuple):
        for each in value:
            yield from _names(each)
    elif isinstance(value, n.Name):
        yield value.text
    elif isinstance(value, n.Node):
        for field in attrs.fields(type(value)):
            if field.name != "span":
                yield from _names(getattr(value, field.name))
