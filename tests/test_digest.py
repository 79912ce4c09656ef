"""The digest: what changes a result changes it, layout and vocabulary do not."""

from __future__ import annotations

import pytest

from test_agreement import compiled

RUBRIC = """\
rubric "r":
    total 5
    convention cn-fiscal
data d:
    p: percent
    a, b: count
C1 p weight 5: target >= 95%; deduct 1 per 1% below
reported a / b = 94.4%
"""


def digest(text: str) -> str:
    return compiled(text).digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("94.4%", "94.40%"),  # compared more finely
        (">= 95%", "> 95%"),
        ("per 1% below", "per 1% below whole steps"),
        ("deduct 1 per", "deduct 2 per"),
        ("weight 5:", "weight 5: at least 1;"),
        ("p: percent", "p: percent to 1%"),
        ("cn-fiscal\n", "cn-fiscal\n    points to 1 half up\n"),
        ("cn-fiscal\n", "sla-credits\n"),
        ("cn-fiscal\n", "mine like cn-fiscal:\n        partial step: whole steps\n"),
    ],
)
def test_what_changes_a_result_changes_it(old: str, new: str) -> None:
    assert old in RUBRIC
    assert digest(RUBRIC.replace(old, new)) != digest(RUBRIC)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("95%", "95.0%"),
        ("target", "目标"),
        ("weight 5:", "weight  5 :"),
        ("cn-fiscal\n", "cn-fiscal  # as published\n"),
        ("\n", "\r\n"),
        ("reported", 'case "c":\n    given p = 95%\nreported'),
    ],
)
def test_what_changes_no_result_leaves_it(old: str, new: str) -> None:
    assert old in RUBRIC
    assert digest(RUBRIC.replace(old, new)) == digest(RUBRIC)
