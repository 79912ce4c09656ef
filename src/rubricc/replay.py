"""Records scored again: what they kept is evaluated with the compiler of today, and held against what they say.

A difference that a listed change of the compiler explains is no fault; any other one is.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from attrs import frozen

from rubricc import __version__
from rubricc.compiler.audit import changes
from rubricc.compiler.audit.problem import LedgerProblem, problem
from rubricc.compiler.audit.records import DERIVATION, ROWS, Entry
from rubricc.compiler.audit.store.folders import laid_out
from rubricc.compiler.audit.store.ledger import Store
from rubricc.compiler.runtime.exact import clipped
from rubricc.compiler.runtime.indicator import Indicator
from rubricc.recording import as_recorded, differences, evaluated
from rubricc.scored import Scored

VERSION = "/rubric/compiler"  # says which compiler it was, and so differs with it


@frozen
class Difference:
    """A place where a replay differs; `change` explains it, if one does."""

    place: str
    recorded: Any
    replayed: Any
    change: changes.Change | None


@frozen
class Replay:
    """A record scored again."""

    entry: Entry
    scored: Scored
    found: tuple[Difference, ...]

    @property
    def verdict(self) -> str:
        """identical, explained or differs."""
        if not self.found:
            return "identical"
        return "explained" if all(each.change for each in self.found) else "differs"

    @property
    def first(self) -> Difference | None:
        """The first difference that nothing explains."""
        return next((each for each in self.found if each.change is None), None)

    @property
    def trace(self) -> Indicator | None:
        """The indicator in which it stands, whose derivation tells how it is scored today."""
        parts = self.first.place.split("/") if self.first else []
        unit = 0
        if parts[1:2] == ["units"] and len(parts) > 3:
            unit, parts = int(parts[2]), ["", *parts[3:]]
        if parts[1:2] == ["indicators"] and len(parts) > 3:
            return self.scored.results[unit].indicators[int(parts[2])]
        return None


def replayed(store: Store, entry: Entry, listed: Sequence[changes.Change] | None = None) -> Replay:
    """The evaluation of a record, again. RubricError or FactsError where it can no longer be scored at all."""
    call = entry.body["call"]
    files = {str(each["name"]): store.content(str(each["digest"])) for each in entry.files}
    told = files.pop(DERIVATION).decode()
    rows = [json.loads(line)["row"] for line in files.pop(ROWS, b"").splitlines()]
    with laid_out(files.items()) as folder:
        scored = evaluated(folder, call)
    recorded = entry.body["result"]
    result, now = as_recorded(scored)
    found = [
        *differences(recorded, result),
        *differences(rows, now, "/units"),
        *differences(told, scored.told, "/derivation"),
    ]
    version = str(recorded["rubric"]["compiler"])
    every = changes.CHANGES if listed is None else listed

    def explained(place: str) -> changes.Change | None:
        return next((each for each in every if each.explains(place, version, __version__)), None)

    return Replay(
        entry,
        scored,
        tuple(Difference(place, old, new, explained(place)) for place, old, new in found if place != VERSION),
    )


def differs(again: Replay) -> LedgerProblem:
    """The finding for a replay that differs."""
    first = again.first
    assert first is not None
    shown = {"recorded": clipped(str(first.recorded)), "replayed": clipped(str(first.replayed))}
    return problem("RB8040", number=again.entry.number, part=first.place, **shown)
