"""What the methods of the builder hand to each other and no tree holds, and the findings of a parse."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from rubricc.dsl import nodes as n
from rubricc.dsl.diagnostics.model import Diagnostic, diagnose
from rubricc.dsl.scan import MAX_NESTING, Tok
from rubricc.dsl.source import Source, Span
from rubricc.grammar.keywords import CANONICAL_UNIT

Child = Any  # what a rule's children are is the grammar's business; each method unpacks its own
Children = list[Child]


def span_of(children: Children) -> Span:
    first: Span = children[0].span
    return first.to(children[-1].span) if len(children) > 1 else first


def plain(token: Tok) -> str:
    """The text of a name or a string without its quotes."""
    text = token.text
    return text[1:-1] if text[:1] in '「"“' else text


_FIGURE = re.compile(r"(?:[0-9_]|\.(?=[0-9]))+")


def number_of(text: str) -> tuple[Fraction, str]:
    """`1_000.5万元` as value and canonical unit."""
    match = _FIGURE.match(text)
    assert match is not None
    unit = " ".join(text[match.end() :].split())
    return Fraction(match[0].replace("_", "")), CANONICAL_UNIT.get(
        unit, unit.removesuffix("s") if unit.isascii() else unit
    )


class Word:
    def __init__(self, span: Span, word: str) -> None:
        self.span, self.word = span, word


class Option:
    def __init__(self, span: Span, key: str, value: Child) -> None:
        self.span, self.key, self.value = span, key, value


class Line:
    def __init__(self, clauses: Children) -> None:
        self.clauses = clauses


class KindWritten:
    def __init__(self, span: Span, kind: str, unit: str, labels: tuple[n.Name, ...]) -> None:
        self.span, self.kind, self.unit, self.labels = span, kind, unit, labels


class ByWhat:
    def __init__(self, span: Span, what: str, first: str = "", last: str = "") -> None:
        self.span, self.what, self.first, self.last = span, what, first, last


class FrameWritten:
    def __init__(self, span: Span, name: str, version: str, settings: tuple[Any, ...]) -> None:
        self.span, self.name, self.version, self.settings = span, name, version, settings


class Parse:
    """The source under way, and what the grammar cannot say of it."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Diagnostic] = []
        self._depths: dict[int, int] = {}  # by identity: the nodes of a parse live as long as it does

    def _nested(self, expr: n.Expr, *parts: n.Expr | None) -> Child:
        """An expression that holds others, within the bound on nesting that later passes recurse by."""
        depth = 1 + max(self._depths.get(id(part), 0) for part in parts)
        self._depths[id(expr)] = depth
        if depth == MAX_NESTING + 1:
            self.problems.append(diagnose("RB1011", expr.span, limit=MAX_NESTING))
        return expr
