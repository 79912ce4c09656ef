"""What `why` answers, as plain data: what cost the points, what gains the next ones, what reaches the next grade.

Every change that is told has been scored again by the reference, with the facts changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TypedDict

from rubricc.compiler.derivation.document import RubricData, rubric_data
from rubricc.compiler.ir.program import Indicator
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.runtime.exact import Exact, Value, plain, show, whole
from rubricc.compiler.runtime.indicator import Indicator as Scored
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.why.cheapest import Cheapest, Plan, Wanted
from rubricc.compiler.why.divisors import divisor_of
from rubricc.compiler.why.evaluated import Evaluated
from rubricc.compiler.why.facts import GONE, Cell
from rubricc.compiler.why.losses import losses_of
from rubricc.compiler.why.measures import Measure, Option
from rubricc.compiler.why.walked import ORDERS
from rubricc.compiler.why.wording import Words, columns, reason


class LossData(TypedDict):
    """A clause that cost points; `cost` is null where it cannot be said of it alone."""

    text: str
    file: str | None
    line: int
    cost: str | None
    charged: bool
    detail: str


class MovedData(TypedDict):
    """`key` is the month or unit of the row, `before` and `after` as they are printed."""

    name: str
    key: str | None
    before: str
    after: str
    by: str


class CellData(TypedDict):
    """One fact with its new value, as it is printed; a row that is taken away has neither name nor value."""

    block: str
    key: str | None
    name: str | None
    after: str | None


class ChangeData(TypedDict):
    """A change: what is moved, in which cells, what the indicator gains, and what comes of the whole.

    `also` are other indicators that it changes.
    """

    points: str
    gain: str
    said: str
    moved: list[MovedData]
    cells: list[CellData]
    total: str | None
    grade: str | None
    also: list[str]


class LostData(TypedDict):
    code: str | None
    name: str
    weight: str
    points: str
    lost: str
    source: str | None
    clauses: list[LossData]
    changes: list[ChangeData]
    together: bool  # no change of one measure gains points; the one that is told is of two facts
    not_taken_apart: list[str]  # facts of which nothing is said


class StepData(TypedDict):
    what: str
    points: str | None
    change: ChangeData


class PlanData(TypedDict):
    """A cheapest set of changes: `by` fewest `indicators` first, or by the smallest relative `change` first."""

    by: str
    steps: list[StepData]
    indicators: int
    cost: str
    total: str
    grade: str | None


class TargetData(TypedDict):
    """What should be reached, and the cheapest sets of changes; `reason` where there is none."""

    wanted: str
    short: str | None
    plans: list[PlanData]
    whole_points: (
        bool  # there are very many changes: of those that rise with every small step, whole points only
    )
    reason: str


class WhyData(TypedDict):
    rubric: RubricData
    lang: str
    case: str | None
    unit: str | None
    total: str | None
    of: str | None
    grade: str | None
    lost: list[LostData]
    without: list[str]
    target: TargetData | None


class Why:
    """The answers about one evaluation."""

    def __init__(self, evaluated: Evaluated, lang: str) -> None:
        self.evaluated, self.result = evaluated, evaluated.result
        self.words = Words(self.result.bound, lang)
        self.lang = lang

    def data(self, to: str | None, case: str | None) -> WhyData:
        result = self.result
        lost = [
            (number, one)
            for number, one in enumerate(result.indicators)
            if one.exact is not None and one.exact < one.spec.weight
        ]
        lost.sort(key=lambda each: -(each[1].spec.weight - (each[1].exact or 0)))
        program = self.evaluated.program
        without = [
            self._why(_title(one), one, sheet)
            for one, sheet in zip(result.indicators, program.indicators, strict=True)
            if one.exact is None and one.applies
        ]
        return {
            "rubric": rubric_data(result),
            "lang": self.lang,
            "case": case,
            "unit": result.unit or None,
            "total": None if result.exact is None else plain(result.exact),
            "of": None if result.spec.total is None else plain(result.spec.total),
            "grade": result.grade,
            "lost": [self._lost(number, one) for number, one in lost],
            "without": [*without, *self._not_known()],
            "target": None if result.exact is None else self._target(to),
        }

    def _why(self, what: str, one: Scored, sheet: Indicator) -> str:
        divisor = divisor_of(self.evaluated.sheets, sheet) if one.refused else None
        why = one.why(self.lang) if divisor is None else self.words.divisor(divisor)
        return f"{what}{self.words.say('：', ': ')}{why}"

    def _not_known(self) -> Iterator[str]:
        """The conditions of effects of which it is not known whether they hold: without them there is no total."""
        for effect in self.result.spec.summary.effects:
            asked = self.result.asked[effect.condition]
            if asked.exact is None:
                what = self.words.say(f"条件「{effect.text}」", f"condition {effect.text}")
                yield self._why(what, asked, self.evaluated.program.conditions[effect.condition])

    # ── one indicator ──

    def _lost(self, number: int, one: Scored) -> LostData:
        program, points = self.evaluated.program, one.exact
        assert points is not None
        measured = self.evaluated.measured[number]
        losses = [] if one.absent is not None else losses_of(program, program.indicators[number], one)
        return {
            "code": one.code or None,
            "name": one.name,
            "weight": plain(one.spec.weight),
            "points": plain(whole(points)),
            "lost": plain(whole(one.spec.weight - points)),
            "source": one.spec.source or None,
            "clauses": [
                {
                    "text": loss.text,
                    "file": loss.file or None,
                    "line": loss.line,
                    "cost": None if loss.cost is None else plain(whole(loss.cost)),
                    "charged": loss.charged,
                    "detail": loss.why[self.lang != "zh"],
                }
                for loss in losses
            ],
            "changes": [
                change
                for measure in measured.measures
                for option in self._told(measure, points)
                if not self._in_vain(option) and (change := self._change(number, option)) is not None
            ],
            "together": measured.together,
            "not_taken_apart": list(dict.fromkeys(measured.unknown)),
        }

    def _told(self, measure: Measure, here: Exact) -> Iterator[Option]:
        """The least change that gains points, the least that gains a whole one, and the least that gains the most.

        Where points rise with every small step of a measure, the first of these is not told.
        """
        options = measure.options
        if options[0].parts:  # in several steps: what can be had at all
            yield options[-1]
            return
        first, last = options[0], options[-1]
        whole_one = next((o for o in options if o.points >= here // 1 + 1), last)
        continuous = first.points - here == self.evaluated.program.grid and len(options) > 1
        told = [whole_one, last] if continuous else [first, whole_one, last]
        seen: set[Exact] = set()
        for option in told:
            if option.points not in seen:
                seen.add(option.points)
                yield option

    def _in_vain(self, option: Option) -> bool:
        """Whether the other indicators lose all that one gains: a row that is only called something else."""
        result = self.evaluated.scored(option.cells)
        if result is None:
            return True
        pairs = [
            (old.exact, new.exact) for old, new in zip(self.result.indicators, result.indicators, strict=True)
        ]
        known = [Fraction(new) - Fraction(old) for old, new in pairs if old is not None and new is not None]
        return len(known) == len(pairs) and sum(known) <= 0

    def _change(self, number: int | None, option: Option) -> ChangeData | None:
        """A change scored again; None where the reference does not give what was promised."""
        result = self.evaluated.scored(option.cells)
        if result is None:
            return None
        before = ""
        if number is not None:
            one, old = result.indicators[number], self.result.indicators[number]
            if one.exact != option.points or old.exact is None:
                return None
            sheet = self.evaluated.program.indicators[number]
            before = self.words.say("；", "; ").join(self.words.measures(sheet, old, one))
            gain = plain(whole(Fraction(option.points) - old.exact))
        return {
            "points": plain(option.points),
            "gain": gain if number is not None else "0",
            "said": self.words.change(option, before),
            "moved": [
                {
                    "name": self.words.name(each.term),
                    "key": self.words.key(each) or None,
                    "before": self.words.value(each.before, each.term.kind),
                    "after": self.words.value(each.after, each.term.kind),
                    "by": self.words.much(each.before, each.after, each.term.kind),
                }
                for each in option.moved
            ],
            "cells": [self._cell(cell, value) for cell, value in option.cells.items()],
            "total": None if result.exact is None else plain(result.exact),
            "grade": result.grade,
            "also": list(self._also(number, result)),
        }

    def _cell(self, cell: Cell, value: Value) -> CellData:
        block, row, name = cell
        if name == GONE:
            return {"block": block, "key": self.words.row(block, row) or None, "name": None, "after": None}
        field = self.evaluated.facts.fields[block, name]
        after = show(value, field.style, self.lang)
        return {"block": block, "key": self.words.row(block, row) or None, "name": name, "after": after}

    def _also(self, number: int | None, result: Result) -> Iterator[str]:
        """The other indicators that a change of facts changes."""
        for at, (one, other) in enumerate(zip(self.result.indicators, result.indicators, strict=True)):
            before, after = one.exact, other.exact
            if at != number and before != after:
                told = ["–" if x is None else plain(whole(x)) for x in (before, after)]
                yield f"{_title(one)} {told[0]} → {told[1]}"

    # ── the next grade ──

    def _target(self, to: str | None) -> TargetData | None:
        """What is wanted: a total, a grade, or the next grade; None where there is no better one."""
        labels = [grade.label for grade in self.result.spec.summary.grades]
        total = self.result.exact
        assert total is not None
        if to is not None and to not in labels:
            wanted = Fraction(to)
            said = self.words.say(f"总分 {plain(whole(wanted))}", f"total {plain(whole(wanted))}")
            return self._reached(said, lambda t, g: t >= wanted, wanted - total)
        if self.result.grade is None or (to is None and labels.index(self.result.grade) == 0):
            return None
        label = to if to is not None else labels[labels.index(self.result.grade) - 1]
        row = self.result.spec.summary.grades[labels.index(label)]
        rank = labels.index(label)
        short = Fraction(row.value) - total if row.op in (">=", ">") else None
        sign = {">=": " ≥ ", ">": " > "}.get(row.op, "")
        limit = f"{sign}{plain(row.value)}" if sign else ""
        said = self.words.say(f"等级 {label}{limit}", f"grade {label}{limit}")
        return self._reached(said, lambda t, g: g is not None and labels.index(g) <= rank, short)

    def _reached(self, said: str, wanted: Wanted, short: Fraction | None) -> TargetData:
        data: TargetData = {
            "wanted": said,
            "short": plain(whole(short)) if short is not None and short > 0 else None,
            "plans": [],
            "whole_points": False,
            "reason": "",
        }
        say = self.words.say
        if wanted(self.result.exact, self.result.grade):  # type: ignore[arg-type]
            data["reason"] = say("已经达到", "it is reached already")
            return data
        try:
            cheapest = Cheapest(self.evaluated)
            plans = {by: cheapest.reach(wanted, by) for by in ORDERS}
        except Unknown as unknown:
            why = reason(unknown, self.lang)
            data["reason"] = say(
                f"最省的一组改动不能判定：{why}", f"the cheapest set of changes is unknown: {why}"
            )
            alone = self._alone(wanted)
            data["plans"] = [] if alone is None else [self._plan("alone", alone)]
            return data
        if None in plans.values():
            total, grade = cheapest.best
            best = plain(total) + (f"{say('，等级 ', ', grade ')}{grade}" if grade is not None else "")
            data["reason"] = say(
                f"所列的改动怎样选都达不到；至多总分 {best}",
                f"no choice of these changes reaches it; at most {best}",
            )
            names = cheapest.unknown
            if names:
                told = columns(names, self.lang)
                data["reason"] += say(
                    f"。不能逐段分析、没有算在内的：{told}；改了它们也许能达到",
                    f". Not taken apart, and left out: {told}; changing those may reach it",
                )
            return data
        data["plans"] = [self._plan(by, plan) for by, plan in plans.items() if plan is not None]
        data["whole_points"] = cheapest.thinned
        if data["plans"][0]["steps"] == data["plans"][1]["steps"]:
            del data["plans"][1:]
        return data

    def _alone(self, wanted: Wanted) -> Plan | None:
        """The smallest change of one indicator that is enough; None where no single one is."""
        found: list[Plan] = []
        for number, measured in enumerate(self.evaluated.measured):
            for option in (option for measure in measured.measures for option in measure.options):
                result = self.evaluated.in_full(option.cells)
                if result is not None and result.exact is not None and wanted(result.exact, result.grade):
                    found.append(Plan(((number, option),), option.cost, result))
        return min(found, key=lambda plan: (plan.cost, plan.changes[0][0]), default=None)

    def _plan(self, by: str, plan: Plan) -> PlanData:
        steps: list[StepData] = []
        count = len(self.result.indicators)
        for node, option in plan.changes:
            one = self.result.indicators[node] if node < count else None
            change = self._change(node if one is not None else None, option)
            assert change is not None
            if one is None:
                effect = self.result.spec.summary.effects[node - count]
                what = self.words.say(f"条件「{effect.text}」", f"condition {effect.text}")
                points = None
            else:
                assert one.exact is not None
                what = _title(one)
                points = f"{plain(whole(one.exact))} → {plain(option.points)}"
            steps.append({"what": what, "points": points, "change": change})
        assert plan.result.exact is not None
        return {
            "by": by,
            "steps": steps,
            "indicators": len(plan.changes),
            "cost": plain(whole(plan.cost)),
            "total": plain(plan.result.exact),
            "grade": plan.result.grade,
        }


def _title(one: Scored) -> str:
    return f"{one.code} {one.name}" if one.code and one.code != one.name else one.name


def why_data(every: Sequence[Evaluated], lang: str, to: str | None, case: str | None) -> list[WhyData]:
    """Of every unit that is scored, or of the one evaluation."""
    return [Why(one, lang).data(to, case) for one in every]
