"""Adjustments: what becomes of a recorded score when people change the points of one indicator.

Assumes a record that scores today as it did. Guarantees: what stood there before is what the record, or the adjustment
before this one, says; items that read these points, groups, checks, total, grade and outcomes follow from the new
points as they follow from scored ones, and everything that moved is named. The data stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from rubricc.compiler.audit.problem import LedgerProblem, problem
from rubricc.compiler.audit.records import Body, Entry
from rubricc.compiler.audit.store.ledger import checked_actor
from rubricc.compiler.derivation.document import result_document
from rubricc.compiler.runtime.exact import plain, whole
from rubricc.compiler.runtime.indicator import Indicator
from rubricc.compiler.runtime.result import Result
from rubricc.recording import differences
from rubricc.replay import Difference, Replay

_NUMBER = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?")
# What may move, as places of a result: points of groups and indicators, what checks find, what follows from the total.
_MOVES = re.compile(
    r"/tree/[0-9]+(?:/children/[0-9]+)*/points|/indicators/[0-9]+/points|"
    r"/(?:checks|requirements|outcomes)/[0-9]+/(?:result|computed)"
)


def adjustment(
    again: Replay, entries: Iterable[Entry], item: str, points: str, reason: str, by: str, approved: str
) -> Body:
    """The body of a record of kind `adjust`, without its evidence. Raises LedgerProblem RB8041 where it cannot be."""

    def refused(why: str, **more: str) -> LedgerProblem:
        return problem("RB8041", item=item, reason=why, **more)

    if again.score.is_run:
        raise refused("<a run>")
    scored, of = again.score.results[0], again.entry
    number = next((at for at, each in enumerate(scored) if item in (item_of(each), each.name)), None)
    if number is None:
        names = [name for each in scored for name in (item_of(each), each.name)]
        raise refused("<no such indicator>", near="".join(get_close_matches(item, names, 1)))
    one = scored.indicators[number]
    if not reason.strip():
        raise refused("<no reason>")
    if _called(checked_actor(by)) == _called(checked_actor(approved)):
        raise refused("<one person>")
    if not _NUMBER.fullmatch(points):
        raise refused("<not a number>")
    after = Fraction(points)
    if not one.spec.low <= after <= one.spec.high:
        raise refused("<out of range>", low=plain(one.spec.low), high=plain(one.spec.high))
    earlier = [each for each in entries if each.kind == "adjust" and each.body["of"] == of.number]
    named = {str(each.body["item"]): Fraction(each.body["points"]["after"]) for each in earlier}
    known = {at: named[item_of(each)] for at, each in enumerate(scored) if item_of(each) in named}
    rescored = again.score.rubric.score_bound
    old = rescored(scored.bound, known)
    new = rescored(scored.bound, {**known, number: whole(after)})
    before = old.indicators[number].exact
    if before is None:
        raise refused("<no points>")
    if before == after:
        raise refused("<no change>")
    moved = list(_moved(again, old, new, number))
    return {
        "of": of.number,
        "record": of.leaf.hex(),
        "item": item_of(one),
        "points": {"before": _number(before), "after": _number(after)},
        "total": {"before": _number(old.exact), "after": _number(new.exact)},
        "grade": {"before": old.grade, "after": new.grade},
        **({"moved": moved} if moved else {}),
        "reason": reason,
        "by": by,
        "approved": approved,
    }


def readjusted(again: Replay, entry: Entry, before: Iterable[Entry]) -> Replay:
    """An adjustment worked out again, from the score that it adjusts and the records before it: what it says moved is
    what moves. LedgerProblem RB8041 where no such adjustment can be.
    """
    said = {name: value for name, value in entry.body.items() if name != "files"}
    after = said["points"]["after"]
    body = adjustment(again, before, said["item"], after, said["reason"], said["by"], said["approved"])
    found = [Difference(place, old, new, None) for place, old, new in differences(said, body)]
    return Replay(entry, again.score, again.told, tuple(found))


def _called(name: str) -> str:
    """A name as it is heard: without blanks, whatever the case and width of its letters."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _moved(again: Replay, old: Result, new: Result, number: int) -> Iterator[Body]:
    """Everything else that follows from the points: its place in the result, its name, before and after."""
    before, after = (_document(again, result) for result in (old, new))
    for place, was, now in differences(before, after):
        if not _MOVES.fullmatch(place) or place == f"/indicators/{number}/points":
            continue
        named: Any = after
        for part in place.split("/")[1:-1]:
            named = named[int(part) if part.isdigit() else part]
        if place.startswith("/tree") and named["indicator"] is not None:
            continue  # it stands among the indicators
        name = f"{named.get('code') or ''} {named['name']}".strip()
        yield {"place": place, "name": name, "before": was, "after": now}


def _document(again: Replay, result: Result) -> Mapping[str, Any]:
    blocks, lang = again.score.rubric.blocks, again.score.lang
    return result_document(result, blocks, lang)


def item_of(one: Indicator) -> str:
    """What an adjustment calls an indicator."""
    return one.code or one.name


def _number(points: int | Fraction | None) -> str | None:
    return None if points is None else plain(whole(points))
