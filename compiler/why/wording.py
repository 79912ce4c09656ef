"""Changes of facts in words, in Chinese and English: what is moved from where to where, and by how much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from rubricc.compiler.derivation.terms import term_text
from rubricc.compiler.ir import told
from rubricc.compiler.ir.program import Indicator
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.proofs.wording import REASONS
from rubricc.compiler.runtime.exact import Value, show, whole
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.runtime.indicator import Indicator as Scored
from rubricc.compiler.runtime.places import places_text
from rubricc.compiler.why.divisors import Divisor
from rubricc.compiler.why.facts import GONE
from rubricc.compiler.why.measures import Moved, Option
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import PERCENT, Kind

MOST_ROWS = 6  # that are named one by one


class Words:
    """The words of one language, about the facts of one evaluation."""

    def __init__(self, bound: Bound, lang: str) -> None:
        self.bound, self.lang, self.zh = bound, lang, lang == "zh"

    def say(self, zh: str, en: str) -> str:
        return zh if self.zh else en

    def name(self, term: t.Term) -> str:
        return term_text(term, self.zh)

    def key(self, moved: Moved) -> str:
        """What a row of a table is about; empty where there are no rows."""
        if moved.row is None or not isinstance(moved.term, t.Input):
            return ""
        return self.row(moved.term.block, moved.row)

    def row(self, block: str, row: int) -> str:
        """The month or the unit of a row, else its number; empty where there is one row only."""
        if block not in self.bound.tables:
            return ""
        keys = self.bound.keys.get(block, [])
        return keys[row] if row < len(keys) else self.say(f"第{row + 1}行", f"row {row + 1}")

    def value(self, value: Value, kind: Kind) -> str:
        return show(value, kind.style, self.lang)

    def from_to(self, before: Value, after: Value, kind: Kind) -> str:
        return f"{self.value(before, kind)} → {self.value(after, kind)}"

    def much(self, before: Value, after: Value, kind: Kind) -> str:
        """By how much: `多 2186`, `早 11 天`; empty for answers and labels."""
        if isinstance(before, date) and isinstance(after, date):
            days = (after - before).days
            zh = f"{'晚' if days > 0 else '早'} {abs(days)} 天"
            return self.say(
                zh, f"{abs(days)} day{'s' * (abs(days) != 1)} {'later' if days > 0 else 'earlier'}"
            )
        if not isinstance(before, int | Fraction) or isinstance(before, bool):
            return ""
        assert isinstance(after, int | Fraction)
        more = Fraction(after) - before
        size = whole(abs(more))
        if kind.family == "percent" or (kind.ratio and kind.family == "number"):
            points = show(whole(abs(more) * 100), "number", self.lang)
            zh, en = f"{points} 个百分点", f"{points} percentage point{'s' * (points != '1')}"
        else:
            zh = en = self.value(size, kind)
        return self.say(("多 " if more > 0 else "少 ") + zh, en + (" more" if more > 0 else " less"))

    def moved(self, moved: Moved) -> str:
        """One value: its name, from where to where, by how much."""
        kind = moved.term.kind
        of_itself = isinstance(moved.term, t.Input) and moved.term.own  # the unit that all is about
        key, much = "" if of_itself else self.key(moved), self.much(moved.before, moved.after, kind)
        name = self.name(moved.term) + (f"（{key}）" if key and self.zh else f" ({key})" if key else "")
        space = "" if name.endswith("）") else " "
        text = f"{name}{space}{self.from_to(moved.before, moved.after, kind)}"
        if not much:
            return text
        return f"{text}（{much}）" if self.zh else f"{text} ({much})"

    def change(self, option: Option, measures: str = "") -> str:
        """All that an option moves, step by step, with what that makes of measures; rows of one column together."""
        if option.parts:
            *before, last = option.parts
            return self.say("；", "; ").join([*map(self.change, before), self.change(last, measures)])
        if measures:
            return f"{measures}{self.say('，', ', ')}{self.change(option)}"
        first = option.moved[0]
        gone = [row + 1 for _, row, name in option.cells if name == GONE]
        if gone:
            named = self.say("、", ", ").join(map(str, gone[:MOST_ROWS])) + "……" * (len(gone) > MOST_ROWS)
            taken = self.say(f"，例如去掉第 {named} 行", f", such as without row {named}")
            return self.moved(first) + taken
        if len(option.moved) == 1 or not self.key(first):
            return self.say("；", "; ").join(self.moved(each) for each in option.moved)
        rows = [
            f"{self.key(each)} {self.from_to(each.before, each.after, each.term.kind)}"
            for each in option.moved[:MOST_ROWS]
        ]
        more = len(option.moved) - MOST_ROWS
        rows += [self.say(f"另外 {more} 行", f"{more} more row{'s' * (more != 1)}")] if more > 0 else []
        name = self.name(first.term)
        joined = self.say("、", ", ").join(rows)
        return f"{name}：{joined}" if self.zh else f"{name}: {joined}"

    def divisor(self, divisor: Divisor) -> str:
        """What cannot be divided by, where it stands, and what could be done."""
        name, where = self.name(divisor.term), places_text(divisor.places, self.lang)
        if divisor.value is None:
            zh, en = f"{name} 没有数据可算", f"{name} has nothing to go by"
        else:
            value = self.value(divisor.value, divisor.term.kind)
            zh, en = f"{name} = {value}，不能作除数", f"{name} is {value}, which nothing is divided by"
        zh, en = (f"{zh}（{where}）", f"{en} ({where})") if where else (zh, en)
        return self.say(
            f"{zh}；补上大于 0 的数，或者在评分表里写明“除数为零”时得几分",
            f"{en}; give a number above 0, or say in the rubric what `zero divisor` gives",
        )

    def measures(self, indicator: Indicator, before: Scored, after: Scored) -> list[str]:
        """The figures worked out that clauses measure by, before and after."""
        return list(dict.fromkeys(self._measures(indicator, before, after)))

    def _measures(self, indicator: Indicator, before: Scored, after: Scored) -> Iterator[str]:
        old, new = before.score.values(), after.score.values()
        for clause in indicator.clauses:
            match clause.told:
                case told.MeasureTold(name=name, term=term, line=line) if not isinstance(
                    term, t.Input | t.Ref
                ):
                    pass
                case told.BandsTold(name=name, measure=line, kind=Kind()) if name:
                    term = next(x.term for x in indicator.lines if x.name == line)
                    if isinstance(term, t.Ref | t.Input):
                        continue
                case _:
                    continue
            one, other = old.get(line), new.get(line)
            if isinstance(one, int | Fraction) and isinstance(other, int | Fraction) and one != other:
                kind = PERCENT if term.kind.ratio and term.kind.family == "number" else term.kind
                yield f"{name} {self.from_to(one, other, kind)}"


def reason(unknown: Unknown, lang: str) -> str:
    return REASONS[unknown.reason][lang != "zh"]


def columns(names: Sequence[str], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(dict.fromkeys(names))
