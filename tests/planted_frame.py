"""What small rubrics for the prover are made of: their first lines, a data block, an indicator of five points, rows."""

from __future__ import annotations

from typing import NamedTuple

HEADER = """\
rubric "示例":
    total 5
    convention cn-fiscal
"""
RATE = "data d:\n    执行率: percent 0% .. 100% to 0.01%\n"
RATIO = "of sum(接通数) / sum(话务量); target >= 95%; deduct 1 per 1% below; "


class Fault(NamedTuple):
    """`says`: what the refuted claim's sentence has in it."""

    claim: str
    wrong: str
    right: str
    says: str = ""
