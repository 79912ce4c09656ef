"""What is said of a wide rubric, held against facts that are aimed at it: everything by the points that the interpreter
gives, and of clauses by the points that the rubric gives without them.

`said_of` answers with what was contradicted; nothing where nothing was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import islice
from typing import NamedTuple

from rubricc.compiler.derivation.spec import schema_of
from rubricc.compiler.driver import compile_rubric
from rubricc.compiler.interpreter import Interpreter
from rubricc.compiler.ir.program import Checked, Indicator
from rubricc.compiler.proofs.claims import Claim
from rubricc.compiler.proofs.prove import prove, warnings
from rubricc.compiler.runtime.exact import Exact
from rubricc.compiler.runtime.facts import bind
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.runtime.run import of_each
from rubricc.dsl.diagnostics.model import Diagnostic
from rubricc.dsl.source import Source
from wide import Wide, drawn
from wide_facts import Facing, Facts

ANYWHERE, FROM, MOVED, LACKING = 50, 4, 40, 20  # facts of each kind


class One(NamedTuple):
    """Facts and what they score."""

    facts: Facts
    result: Result

    def points(self, at: str) -> Exact | None:
        """The points of an indicator that its clauses, or a condition, give; none that stand for missing facts."""
        found = self.result[at]
        absent = getattr(found, "absent", None)
        return None if absent is not None and absent.because == "missing" else found.points  # type: ignore[return-value]

    def worked_out(self, at: str) -> Exact | None:
        """Those that its clauses give."""
        return None if getattr(self.result[at], "absent", None) is not None else self.points(at)


class Doubt:
    """A rubric, what is said of it, and facts."""

    def __init__(self, wide: Wide, checked: Checked, findings: tuple[Diagnostic, ...], seed: int) -> None:
        self.wide, self.checked, self.program = wide, checked, checked.program
        self.claims = prove(self.program, findings, checked)
        self.warnings = warnings(self.program, findings)
        facing = Facing(wide, seed)
        some = [facts for _ in range(ANYWHERE) if (facts := facing.facts()) is not None]
        for facts in some[:FROM]:
            moved = list(facing.moved(facts))
            some += facing.r.sample(moved, min(MOVED, len(moved)))
        self.every = list(_scored(checked, some))
        lacking = (facts for _ in range(LACKING) if (facts := facing.facts(0.25)) is not None)
        self.lacking = list(_scored(checked, lacking))

    def contradicted(self) -> Iterator[str]:
        for claim in self.claims:
            indicator = next((i for i in self.program.indicators if i.key == claim.at), None)
            if claim.claim == "grades":
                yield from self._graded(claim)
            elif indicator is not None and claim.said.en.startswith("in each"):
                yield from self._idle(claim, "row ") if claim.claim == "consequence" else ()
                yield from self._shown(claim)
            elif indicator is not None:
                found = ASKED.get((claim.claim, claim.verdict))
                yield from () if found is None else found(self, claim, indicator)
                yield from self._shown(claim)
        for warning in self.warnings:
            refuted = [c.warn.code for c in self.claims if c.verdict == "refuted" and c.warn is not None]
            unknown = any(c.verdict == "unknown" for c in self.claims)
            if warning.code not in refuted and not unknown:
                yield f"{warning.code} is warned of, and not refuted"

    def _bounds(self, claim: Claim, indicator: Indicator) -> Iterator[str]:
        low, high = (Fraction(x) for x in claim.said.en.split(" are in ")[1].split(";")[0].split(" .. "))
        for one in self.every:
            points = one.worked_out(claim.at)
            if points is not None and not low <= points <= high:
                yield f"{points} is not in {low} .. {high}: {one.facts}"

    def _never_varies(self, claim: Claim, indicator: Indicator) -> Iterator[str]:
        found = {points: one.facts for one in self.every if (points := one.points(claim.at)) is not None}
        if len(found) > 1:
            yield f"points vary: {found}"

    def _not_full(self, claim: Claim, indicator: Indicator) -> Iterator[str]:
        if claim.warn is None or claim.warn.code != "RB6001":
            return
        best = Fraction(claim.warn.args["best"]) if "best" in claim.warn.args else None
        for one in self.every:
            points = one.worked_out(claim.at)
            if points is not None and (points >= indicator.weight if best is None else points > best):
                yield f"{points} can be had: {one.facts}"

    def _idle_clause(self, claim: Claim, indicator: Indicator) -> Iterator[str]:
        yield from self._idle(claim)

    def _idle(self, claim: Claim, of: str = "") -> Iterator[str]:
        """A clause, or its cap, without which points would be others."""
        if claim.span is None or claim.warn is None or claim.verdict != "refuted":
            return
        text = claim.span.text.splitlines()[0].strip()
        kind = {"RB6006": "", "RB6007": "cap "}.get(claim.warn.code)
        for code, clause, source in self.wide.without:
            if code != claim.at or kind is None or clause != of + kind + text:
                continue
            other = compile_rubric(Source("without.rubric", source)).checked
            for one in self.every if other is not None else ():
                assert other is not None
                for without in _scored(other, [one.facts]):
                    points = one.worked_out(code), without.worked_out(code)
                    if None not in points and points[0] != points[1]:
                        yield f"{text}: {points[0]}, and {points[1]} without it: {one.facts}"

    def _least_given(self, claim: Claim, indicator: Indicator) -> Iterator[str]:
        given = next(a.points for a in indicator.absent if a.because == "missing" and a.answer == "points")
        for one in self.every:
            points = one.worked_out(claim.at)
            if points is not None and points < given:
                yield f"{points} for stated facts, {given} for missing ones: {one.facts}"

    def _pays(self, claim: Claim, indicator: Indicator) -> Iterator[str]:
        """What is left out gives what is said, and it is more than what stated facts give."""
        stated, without = claim.witness
        for one in _scored(self.checked, [without.facts]):
            if one.result[claim.at].points != without.points or without.points <= stated.points:
                yield f"leaving out gives {one.result[claim.at].points}, not {without.points}: {one.facts}"

    def _at_one_end(self, claim: Claim, indicator: Indicator) -> Iterator[str]:
        """An empty cell that is neither the worst nor the best."""
        block = self.wide.blocks[0]
        for field in block.fields:
            if not field.optional or not claim.said.en.startswith(f"{field.name} left empty"):
                continue
            ways: dict[int, Facts] = {}
            for one in self.every:
                row = one.facts[block.name]
                if row[field.name] is None:
                    continue
                for empty in _scored(self.checked, [one.facts | {block.name: row | {field.name: None}}]):
                    stated, left = one.worked_out(claim.at), empty.worked_out(claim.at)
                    if stated is not None and left is not None and stated != left:
                        ways[1 if stated > left else -1] = one.facts
            if len(ways) == 2:
                yield f"{claim.said.en}: {ways}"

    def _shown(self, claim: Claim) -> Iterator[str]:
        """Facts that are shown score as they are said to, as far as they say all that is asked for."""
        for shown in claim.witness if claim.claim != "missing" else ():
            for one in _scored(self.checked, [shown.facts]):
                points = one.result[claim.at].points
                if points is not None and points != shown.points:
                    yield f"{claim.claim}: {points}, not {shown.points}: {shown.facts}"

    def _graded(self, claim: Claim) -> Iterator[str]:
        never = [
            g.label
            for g in self.program.grades
            if claim.verdict == "refuted" and g.label in claim.said.zh[:5]
        ]
        for one in (*self.every, *self.lacking):
            if one.result.grade in never:
                yield f"{one.result.grade} is given: {one.facts}"


Asked = Callable[[Doubt, Claim, Indicator], Iterator[str]]
ASKED: dict[tuple[str, str], Asked] = {
    ("bounds", "proved"): Doubt._bounds,
    ("vary", "refuted"): Doubt._never_varies,
    ("reachability", "refuted"): Doubt._not_full,
    ("consequence", "refuted"): Doubt._idle_clause,
    ("missing", "proved"): Doubt._least_given,
    ("missing", "refuted"): Doubt._pays,
    ("empty", "proved"): Doubt._at_one_end,
}


def _scored(checked: Checked, every: Iterator[Facts] | list[Facts]) -> Iterator[One]:
    """Facts that can be bound, and what they score; of units the first."""
    interpreter, blocks = Interpreter(checked), schema_of(checked.program)
    declared = {block.name for block in blocks}
    for facts in every:
        read = {name: rows for name, rows in facts.items() if name in declared}
        bound = bind(blocks, read)
        if bound.problems:
            continue
        sound = bound.sound()
        for unit in islice(of_each(blocks, sound), 1):
            yield One(facts, interpreter.run(sound)(unit))


def doubt(seed: int) -> Doubt | None:
    """None where what is drawn does not compile."""
    wide = drawn(seed)
    found = compile_rubric(Source("wide.rubric", wide.source))
    return None if found.checked is None else Doubt(wide, found.checked, found.findings, seed)
