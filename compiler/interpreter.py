"""The reference: a checked program evaluated line by line with exact fractions.

It assumes bound facts without problems. Every back-end is held against it; it does nothing clever. What it refuses
(a divisor that is zero, a mean over no rows) leaves the indicator without points and says why.

Where facts are missing, an indicator has points if its last line has a value all the same (`evaluation`).
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from functools import partial

from attrs import Factory, frozen

from rubricc.compiler.derivation.spec import schema_of, spec_of
from rubricc.compiler.derivation.terms import term_text
from rubricc.compiler.evaluation import Evaluation, Missing, Refused
from rubricc.compiler.ir.bounds import Ranges
from rubricc.compiler.ir.needs import needed
from rubricc.compiler.ir.program import PART, ROWS, Checked, Indicator, Program, Slot, slots_of
from rubricc.compiler.ranges.search import Search
from rubricc.compiler.runtime.among import with_points
from rubricc.compiler.runtime.exact import Exact, Value, whole
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.runtime.indicator import LACKING, Score
from rubricc.compiler.runtime.order import in_order
from rubricc.compiler.runtime.places import row_names
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.runtime.schema import RowNames
from rubricc.compiler.runtime.sentences import RowsTold, RowTold
from rubricc.dsl import terms as t
from rubricc.dsl.mentions import facts_of, reads_own, tables_of


@frozen
class Known:
    """Slots that are worked out, and those that have no value, with the reason."""

    values: dict[str, Value] = Factory(dict)
    absent: dict[str, str] = Factory(dict)

    def copy(self) -> Known:
        return Known(dict(self.values), dict(self.absent))


@frozen
class Gaps:
    """Which slots read facts that are missing, and which of them read a table of which the rows are not known."""

    partial: frozenset[str]
    lost: frozenset[str]


NO_GAPS = Gaps(frozenset(), frozenset())


def gaps_of(bound: Bound, slots: Sequence[Slot], program: Program) -> Gaps:
    if not bound.missing:
        return NO_GAPS
    cells = {(each.block, each.field) for each in bound.missing}
    tables = {each.block for each in bound.missing if each.row < 0}
    behind = {slot.name: program.behind(slot.term) for slot in slots}
    lost = frozenset(n for n, terms in behind.items() if any(tables & set(tables_of(x)) for x in terms))
    read = {name: {fact[:2] for x in terms for fact in facts_of(x)} for name, terms in behind.items()}
    return Gaps(lost | {name for name, facts in read.items() if cells & facts}, lost)


class Interpreter:
    """Scores facts with one checked program."""

    def __init__(self, checked: Checked) -> None:
        self.program = checked.program
        program = checked.program
        self.sheets, self.others, self.slots = program.sheets, program.others, program.slot
        self.parts = {part.name: part for part in program.parts}
        self.spec = spec_of(checked)
        self.blocks = schema_of(checked.program)
        self.ranges = Ranges(self.program.blocks, self.program.slots)

    def score(self, bound: Bound, decided: Mapping[int, Exact] | None = None) -> Result:
        """The result for bound facts. Indicators whose facts are missing have no points.

        `decided` are points that people gave an indicator, by its number, instead of those that its rules give: what
        reads them is worked out from them.
        """
        return self.run(bound, decided)(bound)

    def run(self, bound: Bound, decided: Mapping[int, Exact] | None = None) -> Callable[[Bound], Result]:
        """What scores units of bound facts, one after the other: what is the same for all is worked out once."""
        whole = with_points(self.spec, self.blocks, bound, self._run)
        score = self._run(whole, decided)
        return lambda one: score(whole._replace(unit=one.unit))

    def _run(self, bound: Bound, decided: Mapping[int, Exact] | None = None) -> Callable[[Bound], Result]:
        facts = [slot for slot in self.program.slots if not isinstance(slot.term, t.Points)]
        own = [slot for slot in facts if reads_own(slot.term)]
        shared, gaps = Known(), gaps_of(bound, facts, self.program)
        alike = [slot for slot in facts if slot not in own]
        self.learn(alike, Evaluation(bound.values, parts=self.parts), shared, gaps)

        columns: dict[int, list[int | Fraction]] = {}

        def of_one(bound: Bound) -> Result:
            known = shared.copy() if own else shared
            evaluation = self.evaluation(bound, columns)
            self.learn(own, evaluation, known, gaps)
            return self._result(known, evaluation, bound, gaps, decided or {})

        return of_one

    def evaluation(self, bound: Bound, columns: dict[int, list[int | Fraction]] | None = None) -> Evaluation:
        """What slots are worked out with; `columns` are those of a run, in order, which its units share."""
        return Evaluation(bound.values, unit=bound.unit, columns=columns, parts=self.parts)

    def learn(
        self, slots: Iterable[Slot], evaluation: Evaluation, known: Known, gaps: Gaps = NO_GAPS
    ) -> None:
        """What slots come to, or why they have no value."""
        for slot in slots:
            evaluation.partial = slot.name in gaps.partial
            try:
                if slot.name in gaps.lost:
                    raise Missing
                known.values[slot.name] = evaluation.value(slot.term)
            except Missing:
                known.absent[slot.name] = ""
            except Refused as refusal:
                known.absent[slot.name] = term_text(refusal.divisor, self.program.chinese, refusal.names)

    def _result(
        self, known: Known, evaluation: Evaluation, bound: Bound, gaps: Gaps, decided: Mapping[int, Exact]
    ) -> Result:
        def work(number: int) -> Score:
            score = self.score_sheet(number, known, evaluation, bound, gaps)
            return score._replace(points=decided[number]) if number in decided else score

        def learn(number: int, points: int | Fraction | str | None) -> None:
            self.learn_points(number, points, known)

        if self.others:
            known = known.copy()
        scores = in_order(self.spec, bound, work, learn)
        return Result(self.spec, scores, bound, partial(self._narrow, known) if bound.missing else None)

    def _narrow(self, known: Known, result: Result) -> None:
        """The ends of every indicator that lacks facts, as far as the domains of those say."""
        search = Search(self.program, self.ranges, result.bound, known.values)
        for indicator, one in zip(self.program.indicators, result, strict=True):
            answers = any(each.because == "zero divisor" for each in one.spec.absent)
            is_open = one.score.is_missing and not one.score.refused and not answers
            if is_open and one.absent is None and one.asked is None:
                ends = search.sheet(indicator, Fraction(one.spec.low), Fraction(one.spec.high))
                one.ends, one.is_exact = (whole(ends.low), whole(ends.high)), ends.exact

    def learn_points(self, number: int, points: int | Fraction | str | None, known: Known) -> None:
        """What an item has got that others read, by its number among those."""
        slot = self.others[number]
        if points is None:
            known.absent[slot.name] = LACKING + term_text(slot.term, self.program.chinese)
        else:
            known.values[slot.name] = points

    def score_sheet(
        self, number: int, known: Known, evaluation: Evaluation, bound: Bound, gaps: Gaps = NO_GAPS
    ) -> Score:
        """One sheet, from the slots that it reads; `evaluation` knows their rows."""
        indicator = self.sheets[number]

        def rows() -> Mapping[str, RowNames | RowsTold]:
            return rows_of(indicator, self.slots, evaluation, bound)

        own: dict[str, Value] = {}
        values = ChainMap(own, known.values)
        read = slots_of(indicator, gaps.partial) if gaps.partial else ()
        missing = {name for name in read if known.absent.get(name) == ""}
        if missing and missing & needed(indicator, missing):
            return Score(None, dict)
        unknown = dict.fromkeys(known.absent, "") if missing else {}  # and the lines worked out from them
        inside = Evaluation({}, values, unknown if missing else known.absent)
        try:
            inside.work_out(indicator, own, unknown)
            if indicator.lines[-1].name in unknown:
                raise Missing
        except Missing:
            return Score(None, lambda: values)
        except Refused as refusal:
            names = {name: slot.term for name, slot in self.slots.items()}
            return Score(
                None, lambda: values, refusal_text(refusal.divisor, names, known.absent, self.program.chinese)
            )
        points = values[indicator.lines[-1].name]
        assert isinstance(points, int | Fraction)
        return Score(
            points, lambda: {**{n: r for n, r in rows().items() if n[: -len(ROWS)] not in unknown}, **values}
        )


def rows_of(
    indicator: Indicator, slots: Mapping[str, Slot], evaluation: Evaluation, bound: Bound
) -> dict[str, RowNames | RowsTold]:
    """The rows that the slots of an indicator count, by name; looked for only when somebody asks."""
    found: dict[str, RowNames | RowsTold] = {}
    for name in slots_of(indicator, slots):
        term = slots[name].term
        if isinstance(term, t.Aggregate) and (term.skip or (term.where or term.own) is not None):
            with suppress(Missing, Refused):
                which = evaluation.which(term)
                found[name + ROWS] = row_names(bound, term.block, which)
        elif isinstance(term, t.Each):
            with suppress(Missing, Refused):
                rows = evaluation.part(term.part)
                key = evaluation.parts[term.part].key
                names = row_names(bound, term.block, [row is not None for row in rows], key)
                told = [RowTold("", evaluation.points(row), row) for row in rows if row is not None]
                found[PART + term.part] = tuple(
                    each._replace(name=name) for name, each in zip(names, told, strict=True)
                )
    return found


def refusal_text(
    divisor: t.Term, slots: Mapping[str, t.Term], absent: Mapping[str, str], chinese: bool
) -> str:
    """What was zero, in the author's words."""
    if isinstance(divisor, t.Ref) and divisor.name in absent:
        return absent[divisor.name]
    return term_text(divisor, chinese, slots)
