"""Adjustments: what points, total and grade become when people change the points of one indicator of a recorded score.

Assumes a record that scores today as it did. Guarantees: what stood there before is what the record, or the adjustment
before this one, says; groups, total, grade and limits follow from the new points as they follow from scored ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from rubricc.compiler.audit.problem import LedgerProblem, problem
from rubricc.compiler.audit.records import Body, Entry
from rubricc.compiler.audit.store.ledger import checked_actor
from rubricc.compiler.runtime.exact import plain, whole
from rubricc.compiler.runtime.indicator import Indicator, Outcome
from rubricc.compiler.runtime.result import Result
from rubricc.replay import Replay

_NUMBER = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?")


def adjustment(
    again: Replay, entries: Sequence[Entry], item: str, points: str, reason: str, by: str, approved: str
) -> Body:
    """The body of a record of kind `adjust`, without its evidence. Raises LedgerProblem RB8041 where it cannot be."""

    def refused(why: str) -> LedgerProblem:
        return problem("RB8041", item=item, reason=why)

    if again.scored.is_run:
        raise refused("<a run>")
    result, of = again.scored.results[0], again.entry
    one = next((each for each in result.indicators if item in (item_of(each), each.name)), None)
    if one is None:
        raise refused("<no such indicator>")
    if one.outcome.points is None:
        raise refused("<no points>")
    if not reason.strip():
        raise refused("<no reason>")
    if checked_actor(by).strip() == checked_actor(approved).strip():
        raise refused("<one person>")
    if not _NUMBER.fullmatch(points):
        raise refused("<not a number>")
    after = Fraction(points)
    if not one.spec.low <= after <= one.spec.high:
        raise refused("<out of range>")
    earlier = [each for each in entries if each.kind == "adjust" and each.body["of"] == of.number]
    known = {str(each.body["item"]): Fraction(each.body["points"]["after"]) for each in earlier}
    old = with_points(result, known)
    new = with_points(result, {**known, item_of(one): after})
    before = known.get(item_of(one), Fraction(one.outcome.points))
    if before == after:
        raise refused("<no change>")
    return {
        "of": of.number,
        "record": of.leaf.hex(),
        "item": item_of(one),
        "points": {"before": plain(whole(before)), "after": plain(whole(after))},
        "total": {"before": _total(old), "after": _total(new)},
        "grade": {"before": old.grade, "after": new.grade},
        "reason": reason,
        "by": by,
        "approved": approved,
    }


def item_of(one: Indicator) -> str:
    """What an adjustment calls an indicator."""
    return one.code or one.name


def with_points(result: Result, points: Mapping[str, Fraction]) -> Result:
    """The same evaluation with other points of some indicators: groups, total and grade follow.

    Outcomes would have to be worked out again from the facts: there are none.
    """
    outcomes = [
        one.outcome._replace(points=points[item_of(one)]) if item_of(one) in points else one.outcome
        for one in result.indicators
    ]
    outcomes += [each.sheet.outcome for each in result.statements]
    outcomes += [Outcome(None if holds is None else int(holds), dict) for holds in result.conditions]
    outcomes += [Outcome(None, dict) for _ in result.outcomes]
    return Result(result.spec, outcomes, result.bound)


def _total(result: Result) -> str | None:
    return None if result.exact is None else plain(whole(result.exact))
