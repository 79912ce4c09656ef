"""What the language reads in one way and a reader may read in another: and beside or, a number without its unit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rubricc.dsl import nodes as n
from rubricc.dsl.diagnostics.model import Diagnostic, Edit, Fix, diagnose
from rubricc.dsl.kinds import UNIT_FACTORS, Kind
from rubricc.dsl.source import Span
from rubricc.grammar.keywords import UNIT_WORDS


def and_beside_or(expr: n.Logic) -> Iterator[n.Logic]:
    """The part 乙 且 丙 of 甲 或 乙 且 丙, which a reader may take for (甲 或 乙) 且 丙."""
    for operand in expr.operands if expr.op == "or" else ():
        if isinstance(operand, n.Logic) and operand.op == "and":
            span = operand.span
            before, after = span.source.text[: span.start].rstrip(), span.source.text[span.end :].lstrip()
            if not (before.endswith(("(", "（")) and after.startswith((")", "）"))):
                yield operand


def without_parentheses(span: Span) -> Diagnostic:
    """The finding for a condition that wants parentheses."""
    start, end = Span(span.source, span.start, span.start), Span(span.source, span.end, span.end)
    fix = Fix((Edit(start, "("), Edit(end, ")")), safe=True)
    return diagnose("RB3014", span, said=" ".join(span.text.split()), fix=fix)


def with_its_unit(expr: n.Expr, kind: Kind, chinese: bool) -> str:
    """100万元 for a 100 beside money in 万元; empty where no unit is missing."""
    if not isinstance(expr, n.Number) or expr.unit or kind.unit not in UNIT_FACTORS:
        return ""
    number = re.match("[0-9_.]+", expr.span.text)
    unit = "minute" if expr.span.text.endswith("分") and kind.family == "duration" else kind.unit
    return f"{number[0]}{UNIT_WORDS.get(unit, (unit, unit))[chinese]}" if number else ""
