"""Records scored again: what they kept is evaluated with the compiler of today, and held against what they say.

A difference that a listed change of the compiler explains is no fault; any other one is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen

from rubricc import __version__
from rubricc.compiler.audit import changes, verifier
from rubricc.compiler.audit.problem import LedgerProblem, problem
from rubricc.compiler.audit.records import DERIVATION, ROWS, Entry
from rubricc.compiler.audit.store.folders import laid_out
from rubricc.compiler.audit.store.ledger import Store
from rubricc.compiler.runtime.exact import clipped
from rubricc.compiler.runtime.indicator import Indicator
from rubricc.recording import as_recorded, compiled_from, differences, evaluated, sound
from rubricc.scored import Scored

VERSION = "/rubric/compiler"  # says which compiler it was, and so differs with it
SCORE = re.compile(r"(?:/units/([0-9]+))?/indicators/([0-9]+)/points")


@frozen
class Difference:
    """A place where a replay differs; `change` explains it, if one does."""

    place: str
    recorded: Any
    replayed: Any
    change: changes.Change | None


@frozen
class Replay:
    """A record worked out again; `scored` is the score, its own or the one that it adjusts."""

    entry: Entry
    scored: Scored | None
    told: str  # the derivations as they were recorded
    found: tuple[Difference, ...]

    @property
    def score(self) -> Scored:
        """`scored`, of a record that has one."""
        assert self.scored is not None
        return self.scored

    @property
    def verdict(self) -> str:
        """identical, explained or differs."""
        if not self.found:
            return "identical"
        return "explained" if all(each.change for each in self.found) else "differs"

    @property
    def first(self) -> Difference | None:
        """The first score that differs and that nothing explains; where no score does, the first difference."""
        unexplained = [each for each in self.found if each.change is None]
        scores = (each for each in unexplained if SCORE.fullmatch(each.place))
        return next(scores, unexplained[0] if unexplained else None)

    @property
    def traces(self) -> tuple[str, str] | None:
        """How the first score that differs came about: as it was recorded, and as it is worked out today."""
        found = SCORE.fullmatch(self.first.place) if self.first else None
        if found is None or self.scored is None:
            return None
        result = self.scored.results[int(found[1] or 0)]
        one = result.indicators[int(found[2])]
        return _told_of(self.told, one, result.unit if self.scored.is_run else ""), one.explain(
            self.scored.lang
        )


def replayed(store: Store, entry: Entry, listed: Sequence[changes.Change] | None = None) -> Replay:
    """The evaluation of a record, again. RubricError or FactsError where it can no longer be scored at all."""
    files = {str(each["name"]): store.content(str(each["digest"])) for each in entry.files}
    told = files.pop(DERIVATION, b"").decode("utf-8", "replace")
    rows = _rows(files.pop(ROWS, b""))
    call = entry.body["call"]
    if not sound(call, files):
        raise problem("RB8048", number=entry.number)
    with laid_out(files.items()) as folder:
        scored = evaluated(folder, call)
    recorded = entry.body["result"]
    result, now = as_recorded(scored)
    found = [
        *differences(recorded, result),
        *differences(rows, now, "/units"),
        *differences(told, scored.told, "/derivation"),
    ]
    return _replay(entry, scored, told, found, recorded["rubric"], listed)


def republished(store: Store, entry: Entry) -> Replay:
    """A publication: whether its digest is that of the rubric that it keeps. RubricError where it does not compile."""
    files = {
        str(each["name"]): store.content(str(each["digest"]))
        for each in entry.files
        if each["role"] == "rubric"
    }
    if not files:
        raise problem("RB8048", number=entry.number)
    main = next(iter(files))  # the writer names it first
    with laid_out(files.items()) as folder:
        rubric = compiled_from(folder, {"rubric": main, "shown": main, "lang": "zh"})
    recorded = entry.body["rubric"]
    now = {"name": rubric.name, "version": rubric.version, "digest": rubric.digest}
    kept = {name: recorded[name] for name in now}
    return _replay(entry, None, "", differences(kept, now, "/rubric"), recorded)


def _replay(
    entry: Entry,
    scored: Scored | None,
    told: str,
    found: Iterable[tuple[str, Any, Any]],
    rubric: Mapping[str, Any],
    listed: Sequence[changes.Change] | None = None,
) -> Replay:
    """What was found to differ, with the listed changes since the compiler that recorded it."""
    version = str(rubric.get("compiler"))
    every = changes.CHANGES if listed is None else listed

    def explained(place: str) -> changes.Change | None:
        return next((each for each in every if each.explains(place, version, __version__)), None)

    return Replay(
        entry,
        scored,
        told,
        tuple(Difference(place, old, new, explained(place)) for place, old, new in found if place != VERSION),
    )


def _rows(data: bytes) -> list[Any]:
    """The rows of a run, as its file holds them."""
    try:
        return [verifier.checked_row(line, ROWS)["row"] for line in data.splitlines()]
    except verifier.Fault as fault:
        raise problem(fault.code, **fault.about) from None


def _told_of(told: str, one: Indicator, unit: str) -> str:
    """The derivation of an indicator among those that were recorded: its head, and what is indented under it."""
    lines = told.split("\n")
    start = lines.index(unit) + 1 if unit in lines[:-1] and unit else 0
    head = f"{one.code} {one.name}".strip()
    at = next((n for n in range(start, len(lines)) if lines[n].startswith(f"{head}  ")), None)
    if at is None:
        return ""
    end = next((n for n in range(at + 1, len(lines)) if not lines[n].startswith(" ")), len(lines))
    return "\n".join(lines[at:end])


def differs(again: Replay) -> LedgerProblem:
    """The finding for a replay that differs."""
    first = again.first
    assert first is not None
    shown = {"recorded": clipped(str(first.recorded)), "replayed": clipped(str(first.replayed))}
    return problem("RB8040", number=again.entry.number, part=first.place, **shown)
