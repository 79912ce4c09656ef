"""The parse table of `rubric.lark`: read from `rubric.table.json`, or worked out by lark, which no other module knows.

To work a table out takes longer than all else of a start, so a finished one stands beside the grammar. It says which
grammar it was made from. Where that is another text, as while somebody changes the grammar, the table is worked out: an
old file makes a start slow, and never wrong. tests/test_docs.py holds that the file is the one that would be worked
out, and with `RUBRICC_REWRITE=1` writes it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from typing import Any, NamedTuple

FINISHED = "rubric.table.json"
KEPT, DROPPED, SPLICED = "+-*"  # a child; a token that says nothing more; a list of children


class Rule(NamedTuple):
    """What is made of the values of a rule's symbols where the parser reduces by it.

    With a method, the builder's method of that name is given the children. Without one, a rule whose name begins with
    `_` is its list of children, to be spliced into those of another, and every other rule is its only child.
    """

    origin: str
    method: str
    children: str  # of each symbol what becomes of it


class Table(NamedTuple):
    """An LALR(1) automaton. Parsing begins in state 0, and ends where `start` leads from there."""

    states: list[dict[str, int]]  # symbol: the state that it leads to, or ~number of the rule to reduce by
    rules: list[Rule]


@lru_cache(maxsize=1)
def table() -> Table:
    """The table of the grammar as it stands."""
    finished = json.loads(_text(FINISHED))
    return _unpacked(finished) if finished["grammar"] == _digest() else worked_out()


def written() -> str:
    """The text of the finished table."""
    states, rules = worked_out()
    symbols = sorted({symbol for row in states for symbol in row})
    number = {symbol: at for at, symbol in enumerate(symbols)}
    sets: dict[tuple[int, ...], int] = {}  # of symbols on which a state reduces: few, for many states
    rows = []
    for row in states:
        reduced: dict[int, list[int]] = {}
        shifts: list[int] = []
        for symbol, action in sorted(row.items()):
            if action < 0:
                reduced.setdefault(~action, []).append(number[symbol])
            else:
                shifts += (number[symbol], action)
        reduces: list[int] = []
        for rule, on in sorted(reduced.items()):
            reduces += (rule, sets.setdefault(tuple(on), len(sets)))
        rows.append((reduces, shifts))
    parts: dict[str, Iterable[object]] = {"symbols": symbols, "sets": [*sets], "rules": rules, "states": rows}
    lines = [f'"{name}": [\n{_lines(part)}\n]' for name, part in parts.items()]
    return "{\n" + ",\n".join([f'"grammar": "{_digest()}"', *lines]) + "\n}\n"


def _lines(part: Iterable[object]) -> str:
    return ",\n".join(map(json.dumps, part))


def _unpacked(found: Any) -> Table:
    symbols = found["symbols"]
    sets = [[symbols[at] for at in on] for on in found["sets"]]
    states = []
    for reduces, shifts in found["states"]:
        row = {symbols[at]: to for at, to in zip(shifts[::2], shifts[1::2], strict=True)}
        for rule, on in zip(reduces[::2], reduces[1::2], strict=True):
            row |= dict.fromkeys(sets[on], ~rule)
        states.append(row)
    return Table(states, [Rule(*rule) for rule in found["rules"]])


def _text(name: str) -> str:
    return resources.files("rubricc.grammar").joinpath(name).read_text(encoding="utf-8")


def _grammar() -> str:
    return _text("rubric.lark")


def _digest() -> str:
    return hashlib.sha256(_grammar().encode()).hexdigest()


def made_by_lark() -> Any:
    """lark's own parser, which takes tokens and makes lark's trees. Fails on any conflict of the grammar."""
    from lark import Lark
    from lark.lexer import Lexer

    class Ready(Lexer):
        """What is parsed are tokens: the scanner makes them, so that all terminals are declared and none described."""

        def __init__(self, _: Any) -> None:
            pass

        def lex(self, lexer_state: Any, parser_state: Any = None) -> Any:
            return iter(lexer_state)

    named = set(re.findall(r"\b_?[A-Z][A-Z_]+\b", re.sub(r"//.*", "", _grammar())))
    text = f"%declare {' '.join(sorted(named))}\n{_grammar()}"
    return Lark(text, parser="lalr", lexer=Ready, strict=True, maybe_placeholders=False)


def worked_out() -> Table:
    """The table as lark works it out.

    lark numbers the states by chance; here they stand in the order in which a walk over sorted symbols comes to them.
    """
    lark = made_by_lark()
    found = lark.parser.parser._parse_table
    rules = sorted({_rule(rule) for rule in lark.rules})
    number = {rule: at for at, rule in enumerate(rules)}
    order = [found.start_states["start"]]
    place = {order[0]: 0}
    states = []
    for state in order:
        row = {}
        for symbol, (action, to) in sorted(found.states[state].items(), key=lambda entry: entry[0]):
            if action.name == "Shift" and to not in place:
                place[to] = len(order)
                order.append(to)
            row[symbol] = place[to] if action.name == "Shift" else ~number[_rule(to)]
        states.append(row)
    return Table(states, rules)


def _rule(rule: Any) -> Rule:
    """A rule of lark's as it is kept here."""
    origin = str(rule.origin.name)
    children = "".join(map(_becomes, rule.expansion))
    stands_aside = rule.options.expand1 and rule.alias is None  # `?rule`: its only child goes in its place
    assert not stands_aside or SPLICED not in children, (
        f"it is not known ahead whether {origin} has one child"
    )
    nameless = origin.startswith("_") or (stands_aside and children.count(KEPT) == 1)
    return Rule(origin, "" if nameless else str(rule.alias or origin), children)


def _becomes(symbol: Any) -> str:
    if symbol.is_term:
        return DROPPED if symbol.filter_out else KEPT
    return SPLICED if symbol.name.startswith("_") else KEPT
