"""Weights: every group is the sum of its children, and the top level the total.

The sums are exact fractions; `proofs.algebra` verifies them a second time when a rubric is checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from rubricc.compiler.ir.program import Group, Item, Program
from rubricc.compiler.runtime.exact import plain
from rubricc.dsl.diagnostics.model import Diagnostic, Related, diagnose


def check_weights(program: Program) -> tuple[Program, list[Diagnostic]]:
    findings: list[Diagnostic] = []
    for item in program.items:
        _group(item, findings)
    if program.total is not None and program.items:
        counted = [i for i in program.items if not (isinstance(i, Group) and i.special)]
        weights = [item.weight for item in counted]
        if weights and all(weights) and sum(weights) != program.total:
            args = _arithmetic(counted, program.total)
            span = program.total_span
            findings.append(
                diagnose("RB4002", span, total=plain(program.total), related=_children(counted), **args)
            )
    return program, findings


def _group(item: Item, findings: list[Diagnostic]) -> None:
    if not isinstance(item, Group):
        return
    weights = [child.weight for child in item.children]
    # a weight of zero is one that is not known: it has its own finding
    if item.combine == "sum" and item.weight and all(weights) and sum(weights) != item.weight:
        args = _arithmetic(item.children, item.weight)
        related = _children(item.children)
        findings.append(
            diagnose(
                "RB4001",
                item.weight_span,
                name=item.title,
                weight=plain(item.weight),
                related=related,
                **args,
            )
        )
    for child in item.children:
        _group(child, findings)


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
