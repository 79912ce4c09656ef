"""Settings, parameters and domains of data as text of one vocabulary: what a file says before its tree.

It assumes and guarantees what `words` does.
"""

from __future__ import annotations

from typing import Final, assert_never

from attrs import frozen

from rubricc.dsl import nodes as n
from rubricc.dsl.printer.clauses import ClauseWords
from rubricc.dsl.printer.words import ROUNDINGS, named, quoted

_QUESTIONS: Final = {
    "percent step": "PERCENT_STEP",
    "other step": "OTHER_STEP",
    "partial step": "PART_OF_STEP",
    "partial step added": "PART_ADDED",
}
_ANSWERS: Final = {
    "points": "IN_POINTS", "target": "IN_TARGET", "actual": "IN_ACTUAL",
    "started": "AS_ONE", "whole": "AS_NONE", "pro rata": "PRO_RATA",
}  # fmt: skip


@frozen
class SettingWords(ClauseWords):
    """The words of one vocabulary, put together to settings."""

    def points_to(self, setting: n.PointsTo) -> str:
        grid, mode = self.number(setting.grid), self.word(ROUNDINGS[setting.mode])
        return f"{self.word('POINTS')} {self.word('TO')} {grid} {mode}"

    def param(self, param: n.Param) -> str:
        said = f"{self.word('PARAM')} {named(param.name.text)} = {self.expr(param.expr)}"
        for word, day in ((self.word("FROM"), param.first), (self.other("TO"), param.last)):
            said += "" if day is None else f" {word} {self.expr(day)}"
        return said + (f" {self.other('CITED')} {quoted(param.source)}" if param.source else "")

    def domain(self, domain: n.Domain) -> str:
        match domain:
            case n.UpTo(value=value):
                return f"{self.word('UP_TO')} {self.expr(value)}"
            case n.Bound(op=op, value=value):
                return f"{self.comparison(op)} {self.expr(value)}"
            case n.Range(low=low, high=high):
                return f"{self.expr(low)} .. {self.expr(high)}"
            case n.Precision(to=to):
                return f"{self.word('TO')} {self.expr(to)}"
            case n.MayBeMissing():
                return self.word("MAY_BE_MISSING")
        assert_never(domain)

    def convention(self, setting: n.Convention) -> str:
        text = f"{self.word('CONVENTION')} {_hyphenated(setting.name)}"
        if setting.like:
            text += f" {self.word('LIKE')} {_hyphenated(setting.like)}"
        return text + (self.colon if setting.answers else "")

    def answer(self, answer: n.Answer) -> str:
        match answer:
            case n.StepAnswer():
                said = self.word(_ANSWERS[answer.answer])
                return self.word(_QUESTIONS[answer.question]) + self.then(said)
            case n.Compared(mode=mode, to=to):
                how = self.word("IN_FULL")
                if mode is not None and to is not None:
                    how = (
                        f"{self.word('ROUND')} {self.word(ROUNDINGS[mode])} {self.word('TO')} {self.expr(to)}"
                    )
                return self.word("VALUE_COMPARED") + self.then(how)
            case n.Limit():
                return self.clause(answer)
            case n.ZeroDivisor(instead=instead):
                return self.word("ZERO_DIVISOR") + self.then(self.instead(instead))
            case n.PointsTo():
                return self.points_to(answer)
        assert_never(answer)


def _hyphenated(name: str) -> str:
    return "-".join(named(part) for part in name.split("-"))
