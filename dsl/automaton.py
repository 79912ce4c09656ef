"""The parser: it runs the table of the grammar over tokens, and has a builder make something of every rule.

Tokens are drawn one by one, because the scanner looks at the stack of states before it decides what the next one is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from rubricc.dsl.scan import Tok
from rubricc.grammar.lalr import KEPT, SPLICED, Rule, Table

_Children = list[Any]  # of a rule: tokens, and what the builder made of other rules


class Refused(Exception):
    """A token that cannot follow, None for the end of the text; and the stack of states that refused it."""

    def __init__(self, token: Tok | None, stack: list[int]) -> None:
        self.token = token
        self.stack = stack


def run(table: Table, stack: list[int], tokens: Iterator[Tok], builder: object) -> Any:
    """What the builder makes of the whole text. The stack is handed in empty, so that the scanner has it too.

    Raises `Refused`, and what scanner and builder raise.
    """
    states, rules = table
    end = states[0]["start"]
    values: _Children = []
    stack.append(0)
    for token in chain(tokens, (None,)):
        terminal = "$END" if token is None else token.type
        while (action := states[stack[-1]].get(terminal, end)) < 0:
            rule = rules[~action]
            size = len(rule.children)
            children = values[-size:] if size else []
            if size:
                del stack[-size:], values[-size:]
            stack.append(states[stack[-1]][rule.origin])
            values.append(_made(rule, children, builder))
            if stack[-1] == end and token is None:
                return values[-1]
        if action == end:  # to which no terminal leads
            raise Refused(token, stack)
        stack.append(action)
        values.append(token)
    raise AssertionError("the end is refused or ends the text")


def _made(rule: Rule, values: _Children, builder: object) -> Any:
    signs = rule.children
    if signs.strip(KEPT):
        children: _Children = []
        for sign, value in zip(signs, values, strict=True):
            if sign == KEPT:
                children.append(value)
            elif sign == SPLICED:  # a list that nobody else has: a long one is not copied with every member
                children = children + value if children else value
    else:
        children = values
    if rule.method:
        return getattr(builder, rule.method)(children)
    return children if rule.origin.startswith("_") else children[0]


def possible(table: Table, stack: list[int]) -> frozenset[str]:
    """The terminals that really fit: a merged state lists some that only a reduction would refuse."""
    listed = (symbol for symbol in table.states[stack[-1]] if symbol.isupper())
    return frozenset(terminal for terminal in listed if after(table, stack, terminal))


def after(table: Table, stack: Sequence[int], terminal: str) -> list[int]:
    """The stack of states after a terminal; empty where it is refused."""
    states, rules = table
    way = list(stack)
    while (action := states[way[-1]].get(terminal)) is not None:
        if action >= 0:
            return [*way, action]
        rule = rules[~action]
        del way[len(way) - len(rule.children) :]
        way.append(states[way[-1]][rule.origin])
        if terminal == "$END" and way[-1] == states[0]["start"]:
            return way
    return []
