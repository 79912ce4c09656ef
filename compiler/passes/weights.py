"""Weights: every group is the sum of its children, and the top level the total.

The sums are exact fractions; `proofs.algebra` verifies them a second time when a rubric is checked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from rubricc.compiler.ir.program import Group, Item, Program
from rubricc.compiler.runtime.exact import plain
from rubricc.dsl.diagnostics.model import Diagnostic, Edit, Fix, Related, diagnose
from rubricc.dsl.source import Span


def check_weights(program: Program) -> tuple[Program, list[Diagnostic]]:
    counted = [i for i in program.items if not (isinstance(i, Group) and i.special)]
    findings: list[Diagnostic] = []
    slip = _slip(counted, program.total, "<total>") if program.total is not None else None
    for item in program.items:
        _group(item, findings, slip)
    weights = [item.weight for item in counted]
    if program.total is not None and weights and all(weights) and sum(weights) != program.total and not slip:
        args = _arithmetic(counted, program.total)
        span = program.total_span
        findings.append(
            diagnose("RB4002", span, total=plain(program.total), related=_children(counted), **args)
        )
    return program, findings


class _Slip(NamedTuple):
    """One weight that is wrong in two sums: the group that has it, what its members add up to, and the other sum."""

    group: Group
    right: Fraction
    above: str
    said: Fraction  # what the weights beside it add up to with it as it is
    whole: Fraction  # and what they should


def _slip(items: Sequence[Item], whole: Fraction, above: str) -> _Slip | None:
    """The one group whose weight, put right for its own members, puts right the sum that it stands in as well."""
    weights = [item.weight for item in items]
    if not all(weights) or sum(weights) == whole:
        return None
    found = []
    for item in items:
        if not isinstance(item, Group) or item.combine != "sum" or not all(c.weight for c in item.children):
            continue
        right = sum((child.weight for child in item.children), Fraction(0))
        if right != item.weight and sum(weights) - item.weight + right == whole:
            found.append(_Slip(item, right, above, sum(weights, Fraction(0)), whole))
    return found[0] if len(found) == 1 else None


def _group(item: Item, findings: list[Diagnostic], above: _Slip | None) -> None:
    """The sum of a group; `above` is the weight that makes the sum wrong that the group stands in, if one does."""
    if not isinstance(item, Group):
        return
    weights = [child.weight for child in item.children]
    below = _slip(item.children, item.weight, item.title) if item.combine == "sum" and item.weight else None
    # a weight of zero is one that is not known: it has its own finding
    if item.combine == "sum" and item.weight and all(weights) and sum(weights) != item.weight and not below:
        span = item.weight_span
        args = _arithmetic(item.children, item.weight)
        fix = None
        if above is not None and above.group is item:
            args |= {"above": above.above, "said": plain(above.said), "whole": plain(above.whole)}
            digits = re.search(r"[0-9][0-9_.]*", span.text)
            if digits is not None and item.weight_given is None:
                place = Span(span.source, span.start + digits.start(), span.start + digits.end())
                fix = Fix((Edit(place, plain(above.right)),))
        related = _children(item.children)
        findings.append(
            diagnose(
                "RB4001", span, name=item.title, weight=plain(item.weight), related=related, fix=fix, **args
            )
        )
    for child in item.children:
        _group(child, findings, below)


def _arithmetic(children: Sequence[Item], wanted: Fraction) -> dict[str, Any]:
    weights = [child.weight for child in children]
    actual = sum(weights, Fraction(0))
    over = actual - wanted
    terms = " + ".join(plain(w) for w in weights)
    return {
        "sum": f"{terms} = {plain(actual)}" if len(weights) > 1 else plain(actual),
        "actual": plain(actual),
        "over": plain(over) if over > 0 else "",
        "short": plain(-over) if over < 0 else "",
    }


def _children(children: Sequence[Item]) -> list[Related]:
    return (
        [Related(c.weight_span, "child", {"weight": plain(c.weight)}) for c in children]
        if len(children) <= 8
        else []
    )
