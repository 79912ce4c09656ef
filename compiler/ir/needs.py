"""Which slots an indicator cannot do without: where one is missing there are no points, whatever the others say."""

from __future__ import annotations

from collections.abc import Container, Mapping

from rubricc.compiler.ir.program import Indicator
from rubricc.dsl import terms as t

Names = frozenset[str]
NONE: Names = frozenset()


def needed(indicator: Indicator, slots: Container[str]) -> Names:
    """The slots that the last line cannot do without."""
    lines: dict[str, Names] = {}
    for line in indicator.lines:
        lines[line.name] = _needed(line.term, lines, slots)
    return lines[indicator.lines[-1].name]


def _needed(term: t.Term, lines: Mapping[str, Names], slots: Container[str]) -> Names:
    match term:
        case t.Ref():
            own = frozenset((term.name,)) if term.name in slots else NONE
            return lines.get(term.name, own)
        case t.Logic():  # each operand may decide alone
            return frozenset.intersection(*(_needed(o, lines, slots) for o in term.operands))
        case t.Select():
            found = _needed(term.otherwise, lines, slots)
            for condition, value in reversed(term.arms):
                found = _needed(condition, lines, slots) | (_needed(value, lines, slots) & found)
            return found
        case t.Pick():
            values = frozenset.intersection(*(_needed(v, lines, slots) for v in term.values))
            return _needed(term.index, lines, slots) | values
    return NONE.union(*(_needed(child, lines, slots) for child in t.children(term)))
