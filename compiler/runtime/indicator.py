"""One indicator, one statement of a result: its points or whether it holds, with its derivation.

Points are exact: `int` where whole, `Decimal` where the decimals end, else `Fraction`.
"""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, Union

from rubricc.compiler.runtime.description import (
    AbsentSpec,
    IndicatorSpec,
    JudgedRows,
    OutcomeSpec,
    StatementSpec,
)
from rubricc.compiler.runtime.exact import Exact, Value, decimal_places, plain, show, whole
from rubricc.compiler.runtime.facts import Bound, held
from rubricc.compiler.runtime.lacking import answer_text, answered, missing_text, others_lines
from rubricc.compiler.runtime.places import judged_text, places_text
from rubricc.compiler.runtime.schema import Place
from rubricc.compiler.runtime.sentences import Values, fill

Points = int | Decimal | Fraction


LACKING = "\n"  # before the name of an item that has no points


class Score(NamedTuple):
    """What a sheet comes to: its points (of a statement 1 or 0), and the values of its lines. Without points, `refused`
    names the divisor that was zero, or the item that is lacking."""

    points: Exact | None
    values: Callable[[], Values]
    refused: str = ""

    @property
    def is_missing(self) -> bool:
        """Whether there are no points because facts are missing, or the points of another item."""
        return self.points is None and (not self.refused or self.refused.startswith(LACKING))


def points_of(x: Exact) -> Points:
    """An exact number as a person would use it: `int`, else `Decimal`, else `Fraction`."""
    x = whole(x)
    if isinstance(x, int):
        return x
    return Fraction(x) if decimal_places(x) is None else Decimal(plain(x))


class Indicator:
    """One indicator of a result: its `code` (empty where it has none), its `name`, and what it scored."""

    def __init__(
        self,
        spec: IndicatorSpec,
        score: Score,
        bound: Bound,
        absent: AbsentSpec | None = None,
        asked: Union["Indicator", None] = None,
    ) -> None:
        self.spec = spec
        self.absent = absent
        self.asked = asked  # the condition of which it is not known whether the indicator applies
        low, high = spec.low, spec.high
        if asked is not None:  # what it gives where it does not apply, or the others for it
            low, high = min(0, low), max(spec.weight, high)
        if asked is not None:
            score = Score(None, score.values)
        answers = [each for each in spec.absent if each.because == "zero divisor"]
        if asked is None and any(
            each.answer != "refuse" for each in answers
        ):  # what a divisor of 0 would give
            given = [each.points for each in answers if each.answer == "points"]
            low, high = min([low, *(given or [0])]), max([high, *(given or [spec.weight])])
        self.ends: tuple[Exact, Exact] = (low, high)  # between which the points lie where there are none
        self.is_exact = False  # whether both ends can be
        if absent is not None:
            refused = score.refused if absent.condition is None else ""
            score = Score(answered(absent, bound), score.values, refused)
        self.score = score
        self.exact = score.points
        self.bound = bound
        self.code, self.name = spec.code, spec.name

    def __repr__(self) -> str:
        return f"<Indicator {self.code or self.name}: {self.points} of {self.weight}>"

    @property
    def weight(self) -> Points:
        """Full marks."""
        return points_of(self.spec.weight)

    @property
    def points(self) -> Points | None:
        """What it scored; None where that cannot be said, and `why` says why."""
        return None if self.exact is None else points_of(self.exact)

    @property
    def lost(self) -> Points | None:
        """The weight less the points; negative where there are more points than the weight."""
        return None if self.exact is None else points_of(self.spec.weight - self.exact)

    @property
    def applies(self) -> bool:
        """Whether the indicator applies; one that does not, and is made up for, has no points and lacks none."""
        return self.absent is None or not self.absent.answer.startswith("rescale")

    def why(self, lang: str) -> str:
        """Why there are no points: which facts are missing, what was zero, what is not known."""
        zh = lang == "zh"
        if self.asked is not None:
            why = self.asked.why(lang)
            if zh:
                return f"不能判定是否适用（{self.asked.name}）：{why}"
            return f"not known whether it applies ({self.asked.name}): {why}"
        is_lacking = self.score.refused.startswith(LACKING)
        if is_lacking and self.refused in STANDING:
            return f"没有{self.refused}" if zh else f"there is no {self.refused}"
        if is_lacking:
            if zh:
                return f"缺 {self.refused}：该项没有得分"
            return f"{self.refused} is lacking: that item has no points"
        if self.refused and zh:
            return f"不能计算：{self.refused} 为 0（或不大于 0），或没有数据可算"
        if self.refused:
            return f"cannot be worked out: {self.refused} is 0 (or not above 0), or has nothing to go by"
        missing = missing_text(self.bound, self.spec, lang)
        return f"缺少数据：{missing}" if zh else f"facts are missing: {missing}"

    @property
    def refused(self) -> str:
        """Why there are no points; empty where there are."""
        return self.score.refused.removeprefix(LACKING)

    def places(self) -> list[tuple[str, Place | None, object]]:
        """Every fact that was read, in words, with its place and value; the column of a table is one entry."""
        found: list[tuple[str, Place | None, object]] = []
        for block, field, own in self.spec.inputs:
            rows, places = self.bound.values.get(block, []), self.bound.places.get(block, [])
            for number in [self.bound.unit.rows[block]] if own else range(len(rows)):
                row = rows[number]
                place = places[number].get(field) if number < len(places) else None
                found.append((field, place, held(row, field)))
        return found

    def explain(self, lang: str = "zh") -> str:
        """The derivation in Chinese (`zh`) or English (`en`), one statement a line; a desk calculator can redo it."""
        return "\n".join(self.lines(lang))

    def lines(self, lang: str = "zh") -> list[str]:
        """The lines of `explain`."""
        zh = lang == "zh"
        title = f"{self.code} {self.name}" if self.code and self.code != self.name else self.name
        weight = plain(self.spec.weight)
        if self.absent is not None:
            lines = [f"{title}  {answer_text(self.absent, self.spec.weight, self.exact, lang)}"]
            lines += ["  " + self.why(lang)] if self.absent.condition is None else []
            lines += ["  " + x for x in others_lines(self.absent, self.bound, lang)]
            return [*lines, *self.footnote(lang)]
        if self.exact is None:
            head = f"{title}  {weight} 分，未得出分数" if zh else f"{title}  of {weight}: no points"
            return [head, "  " + self.why(lang), *self.footnote(lang)]
        points = plain(whole(self.exact))
        head = f"{title}  {weight} 分，得 {points} 分" if zh else f"{title}  {points} of {weight} points"
        values = self.score.values()
        told = [fill(parts, values, lang) for parts in (self.spec.zh if zh else self.spec.en)]
        told += [judged_text(self.bound, rows, self.counted(rows, values), lang) for rows in self.spec.judged]
        lines = [line for each in told if each for line in each.split("\n")]
        return [head, *("  " + line for line in lines), *self.footnote(lang)]

    @staticmethod
    def counted(rows: JudgedRows, values: Values) -> tuple[object, ...] | None:
        """The rows that count; None: all."""
        names = values.get(rows.counted)
        return names if isinstance(names, tuple) else None

    def footnote(self, lang: str) -> list[str]:
        zh = lang == "zh"
        notes = [f"  说明：{note}" if zh else f"  Note: {note}" for note in self.spec.notes]
        parts = []
        if self.spec.source:
            parts.append(f"依据：{self.spec.source}。" if zh else f"Clause: {self.spec.source}.")
        where = places_text([place for _, place, _ in self.places() if place is not None], lang)
        if where:
            parts.append(f"数据：{where}" if zh else f"Data: {where}")
        return [*notes, "  " + ("" if zh else " ").join(parts)] if parts else notes


class Statement:
    """A check, a published figure or an obligation of a result. `holds` is None where facts are missing."""

    def __init__(self, spec: StatementSpec, score: Score, bound: Bound) -> None:
        self.spec = spec
        self.kind, self.name = spec.kind, spec.name
        self.sheet = Indicator(spec.sheet, score, bound)
        self.holds = None if score.points is None else bool(score.points)

    @property
    def result(self) -> str:
        """holds, fails, unknown; of an obligation met, not met, not assessed."""
        words = (
            ("met", "not met", "not assessed") if self.kind == "require" else ("holds", "fails", "unknown")
        )
        return words[2] if self.holds is None else words[0 if self.holds else 1]

    @property
    def stated(self) -> bool:
        """An obligation that is met because the facts state so: nothing was measured."""
        return bool(self.holds) and self.spec.stated

    @property
    def of_unit(self) -> bool:
        """Whether it is of the unit that is scored: it reads its row, or points."""
        return bool(self.spec.sheet.others) or any(own for _, _, own in self.spec.sheet.inputs)

    def figure(self, line: str, lang: str) -> str:
        """The computed or the published figure as printed; empty where there is none."""
        if not line or self.holds is None:
            return ""
        value = self.sheet.score.values()[line]
        return "" if value is None or isinstance(value, tuple) else show(value, self.spec.style, lang)

    def explain(self, lang: str = "zh") -> str:
        """What was held against what, on one line; or why that cannot be said."""
        if self.holds is None:
            return self.sheet.why(lang)
        values, sheet = self.sheet.score.values(), self.spec.sheet
        stop, sentences = ("；", sheet.zh) if lang == "zh" else ("; ", sheet.en)
        return stop.join(fill(parts, values, lang) for parts in sentences)

    def lines(self, lang: str = "zh") -> list[str]:
        """Its name and result, then what was held against what."""
        kind, result = (KINDS[self.kind][lang == "zh"], RESULTS[self.result][lang == "zh"])
        head = f"{kind} {self.name}：{result}" if lang == "zh" else f"{kind} {self.name}: {result}"
        head += STATED[lang == "zh"] if self.stated else ""
        told = self.explain(lang)
        return [head, "  " + told] if told else [head]


class Outcome:
    """An outcome of a result: a value, a text, or neither where facts are missing or something has no points."""

    def __init__(self, spec: OutcomeSpec, score: Score, bound: Bound) -> None:
        self.spec = spec
        self.name = spec.name
        self.sheet = Indicator(spec.sheet, score, bound)
        self.value: Value | None = None
        values = score.values() if score.points is not None else {}
        row = values.get(spec.row)
        if isinstance(row, int | Fraction) and spec.texts[int(row)]:
            self.value = spec.texts[int(row)]
        elif (not spec.row or row is not None) and not isinstance(found := values.get(spec.line), tuple):
            self.value = found

    @property
    def is_known(self) -> bool:
        return self.value is not None

    def shown(self, lang: str) -> str:
        """The value as documents print it; empty where there is none."""
        return "" if self.value is None else show(self.value, self.spec.style, lang)

    def explain(self, lang: str = "zh") -> str:
        return "\n".join(self.lines(lang))

    def lines(self, lang: str) -> list[str]:
        """Its name and value, and how that came about; or why there is none."""
        colon = "：" if lang == "zh" else ": "
        if self.value is None:
            return [f"  {self.name}{colon}—", "    " + self.sheet.why(lang)]
        values, sheet = self.sheet.score.values(), self.spec.sheet
        told = [fill(parts, values, lang) for parts in (sheet.zh if lang == "zh" else sheet.en)]
        lines = [line for each in told if each for line in each.split("\n")]
        return [f"  {self.name}{colon}{self.shown(lang)}", *("    " + line for line in lines)]


STANDING = ("总分", "total", "评级", "grade")  # of what an outcome follows, where that has no value
KINDS = {"check": ("check", "核对"), "reported": ("reported", "公布"), "require": ("require", "要求")}
STATED = (" (as stated, nothing was measured)", "（据所述，没有实测的数）")
RESULTS = {
    "holds": ("holds", "成立"),
    "fails": ("fails", "不成立"),
    "unknown": ("unknown", "无法核对"),
    "met": ("met", "已履行"),
    "not met": ("not met", "未履行"),
    "not assessed": ("not assessed", "未评估"),
}
