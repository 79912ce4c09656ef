"""Which forms of the language a rubric uses, read off its syntax tree.

A feature is a class of `dsl/nodes/`, a word that one of its fields may hold (`Step.side=below`), or a field that may
be left out (`Adjust.when`). The list of all of them is made from the classes, so a new construct is in it at once.
"""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Iterator

import attrs

from rubricc.dsl import nodes as n


def features(value: object) -> Iterator[str]:
    """Every feature of a tree, again and again where it is used again."""
    if isinstance(value, tuple):
        for each in value:
            yield from features(each)
    if not isinstance(value, n.Node):
        return
    name = type(value).__name__
    yield name
    choices, left_out, yes = _of_class(type(value))
    for field in attrs.fields(type(value)):
        held = getattr(value, field.name)
        if field.name in choices and held:
            yield f"{name}.{field.name}={held}"
        if (field.name in left_out and held is not None) or (field.name in yes and held):
            yield f"{name}.{field.name}"
        yield from features(held)


def every_feature() -> set[str]:
    """All features that there are."""
    found: set[str] = set()
    for name, cls in inspect.getmembers(n, inspect.isclass):
        if not issubclass(cls, n.Node) or cls is n.Node:
            continue
        choices, left_out, yes = _of_class(cls)
        found.add(name)
        found |= {f"{name}.{field}={word}" for field, words in choices.items() for word in words if word}
        found |= {f"{name}.{field}" for field in left_out | yes}
    return found


def _of_class(cls: type[n.Node]) -> tuple[dict[str, tuple[str, ...]], set[str], set[str]]:
    """Fields with a choice of words, fields that may be None, fields that are yes or no."""
    choices: dict[str, tuple[str, ...]] = {}
    left_out: set[str] = set()
    yes: set[str] = set()
    for field, hint in _hints(cls).items():
        if typing.get_origin(hint) is typing.Literal:
            choices[field] = typing.get_args(hint)
        elif typing.get_origin(hint) in (typing.Union, types.UnionType) and type(None) in typing.get_args(
            hint
        ):
            left_out.add(field)
        elif hint is bool:
            yes.add(field)
    return choices, left_out, yes


_CACHE: dict[type[n.Node], dict[str, object]] = {}


def _hints(cls: type[n.Node]) -> dict[str, object]:
    if cls not in _CACHE:
        _CACHE[cls] = typing.get_type_hints(cls, vars(n) | {"Span": object})
        _CACHE[cls].pop("span", None)
    return _CACHE[cls]
