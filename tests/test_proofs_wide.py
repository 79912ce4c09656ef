"""Nothing that is said of rubrics from the wide of the grammar is contradicted by facts that are aimed at them.

Beside `test_proofs_held`, which asks the questions behind claims, this one takes the claims as they are printed.
"""

from __future__ import annotations

from functools import cache

import pytest

from doubt import doubt
from rubricc.compiler.proofs import limits
from test_proofs_held import held

FEW = range(14)
MANY = range(1_000, 2_000)


@pytest.fixture(autouse=True)
def little_effort(monkeypatch: pytest.MonkeyPatch) -> None:
    """The solver gives up early: what it says until then must hold just as well."""
    monkeypatch.setattr(limits, "ONE", 150_000)
    monkeypatch.setattr(limits, "ALL", 600_000)


doubted = cache(doubt)


@pytest.mark.parametrize("seed", FEW)
def test_nothing_that_is_said_is_contradicted(seed: int) -> None:
    one = doubted(seed)
    if one is not None:
        assert not list(one.contradicted()), one.wide.source


@pytest.mark.long
@pytest.mark.parametrize("seed", MANY)
def test_nothing_that_is_said_of_many_is_contradicted(seed: int) -> None:
    one = doubt(seed)
    if one is not None:
        assert not list(one.contradicted()), one.wide.source
        held(one.checked, [each.facts for each in one.every])


def test_what_is_drawn_is_wide() -> None:
    """Most of it compiles, and has claims of every kind."""
    every = [one for seed in FEW if (one := doubted(seed)) is not None]
    assert len(every) > len(FEW) / 2
    assert {claim.claim for one in every for claim in one.claims} >= {
        "bounds", "reachability", "monotone", "consequence", "empty", "missing", "vary", "grades",
    }  # fmt: skip
