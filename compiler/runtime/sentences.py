"""Sentences with gaps, and the filling of them.

The compiler words every derivation ahead of time, as parts: fixed text and gaps that name a value. A scorer fills
them with the values of one evaluation, so the same sentences come from the interpreter and from generated code.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, Union

from rubricc.compiler.runtime.exact import (
    UNIT_SCALE,
    Exact,
    Value,
    decimal_places,
    percent_rounded,
    round_to,
    show,
    whole,
)
from rubricc.compiler.runtime.schema import RowNames

Values = Mapping[str, Union[Value, RowNames, "RowsTold", None]]
LISTED = 12  # how many rows are named where there are more
NOTHING = "—"  # for a value that there is not and that does not matter: a mean over no rows, a missing fact


class RowTold(NamedTuple):
    """What one row of a table has got, and the values from which that is told."""

    name: str | int
    points: Exact
    values: Mapping[str, object]


RowsTold = tuple[RowTold, ...]


class Show(NamedTuple):
    """A value, printed exactly as its kind is: `94.36%`, `28675.9166…`."""

    name: str
    style: str


class Brief(NamedTuple):
    """A value with at most four decimals, or two and half up; its exact digits are `Show`."""

    name: str
    style: str


class Gap(NamedTuple):
    """How far a value as printed (`Brief`) is from a bound, so that the printed figures add up."""

    name: str
    bound: Fraction
    style: str


class Times(NamedTuple):
    """A value times a factor; exact as points, else with at most two decimals."""

    name: str
    factor: Fraction
    style: str


class PartOf(NamedTuple):
    """What part one value is of another, in percent."""

    name: str
    whole: str


class If(NamedTuple):
    """`then` where the value is above or below a bound (`>`, `<`) or true (`yes`); else `otherwise`."""

    name: str
    test: str
    bound: Fraction
    then: "Parts"
    otherwise: "Parts"


class Unless(NamedTuple):
    """`then` where two values differ."""

    name: str
    same: str
    then: "Parts"


class Case(NamedTuple):
    """The parts at the position that the value gives."""

    name: str
    options: tuple["Parts", ...]


class Exactly(NamedTuple):
    """`（94.3648…%）` after a `Brief` that is not exact; nothing after one that is."""

    name: str
    style: str
    before: str
    after: str


class Listed(NamedTuple):
    """Rows by name, `（2020-07、2020-08）`; nothing where there are none."""

    name: str
    before: str
    after: str


class Rowwise(NamedTuple):
    """Rows with what they have got, a line for each of the first: how, sentence by sentence."""

    name: str
    sentences: tuple["Parts", ...]


Part = Rowwise | str | Show | Brief | Gap | Times | PartOf | If | Unless | Case | Exactly | Listed
Parts = tuple[Part, ...]


def brief(value: Value, style: str, lang: str) -> str:
    """The value as `printed` has it, in its unit. Style `pp` is percentage points."""
    if isinstance(value, (bool, str)) or not isinstance(value, (int, Fraction)):
        return show(value, style, lang)
    number = printed(value, style)
    if style == "pp":
        return show(whole(number * 100), "number", lang)
    if style == "percent" and number != value:
        return percent_rounded(number)
    return show(number, style, lang)


def printed(value: Exact, style: str) -> Exact:
    """The number that `Brief` prints: the value where it has at most four decimals in its unit, else two, half up."""
    kind, _, unit = style.partition(" ")
    scale = Fraction(1, 100) if kind in ("percent", "pp") else Fraction(UNIT_SCALE[unit])
    places = decimal_places(value / scale)
    return value if places is not None and places <= 4 else round_to(value, scale / 100, "half up")


def fill(parts: Sequence[Part], values: Values, lang: str) -> str:
    """The text of parts for the values of one evaluation."""
    return "".join(part if isinstance(part, str) else fill_gap(part, values, lang) for part in parts)


def fill_gap(part: Part, values: Values, lang: str) -> str:
    text = gap_text(part, values, lang)
    return "−" + text[1:] if text[:1] == "-" else text  # the minus of all other sums


def gap_text(part: Part, values: Values, lang: str) -> str:
    assert not isinstance(part, str)
    value = values.get(part.name)
    if value is None:
        return "" if isinstance(part, Listed) else NOTHING
    if isinstance(part, Rowwise):
        return rowwise_text(part, value, lang)  # type: ignore[arg-type]
    if isinstance(value, tuple):
        assert isinstance(part, Listed)
        names = tuple(row for row in value if isinstance(row, str | int))
        return part.before + rows_text(names, lang) + part.after if names else ""
    if isinstance(part, Show):
        return show(value, part.style, lang)
    if isinstance(part, Brief):
        return brief(value, part.style, lang)
    if isinstance(part, If):
        return fill(part.then if holds(part, value) else part.otherwise, values, lang)
    if isinstance(part, Unless):
        return "" if value == values.get(part.same) else fill(part.then, values, lang)
    assert isinstance(value, (int, Fraction)) and not isinstance(part, Listed)
    if isinstance(part, Case):
        return fill(part.options[int(value)], values, lang)
    if isinstance(part, PartOf):
        all_of = values.get(part.whole)
        assert isinstance(all_of, (int, Fraction))
        return brief(whole(Fraction(value) / all_of), "percent", lang) if all_of else NOTHING
    if isinstance(part, Times):
        product = whole(Fraction(value) * part.factor)
        return show(product, part.style, lang) if part.style == "points" else brief(product, part.style, lang)
    if isinstance(part, Exactly):
        short, full = brief(value, part.style, lang), show(value, part.style, lang)
        return "" if short == full else part.before + full + part.after
    return brief(whole(abs(part.bound - printed(value, part.style))), part.style, lang)


def holds(part: If, value: Value) -> bool:
    if part.test == "yes" or not isinstance(value, (int, Fraction)):
        return bool(value)
    return value > part.bound if part.test == ">" else value < part.bound


def rows_text(rows: RowNames, lang: str) -> str:
    """`2020-07、2020-08` or `第 3、5 行`; of many the first few, and how many there are."""
    zh = lang == "zh"
    named = ("、" if zh else ", ").join(str(row) for row in rows[:LISTED])
    numbered = isinstance(rows[0], int)
    more = len(rows) > LISTED
    if zh:
        return (f"第 {named} 行" if numbered else named) + (f" 等 {len(rows)} 个" if more else "")
    head = f"row{'s' if len(rows) > 1 else ''} {named}" if numbered else named
    return head + (f" and {len(rows) - LISTED} more" if more else "")


def rowwise_text(part: Rowwise, rows: RowsTold, lang: str) -> str:
    """A line for each of the first rows, and what the others have got together."""
    zh = lang == "zh"
    lines = [""]
    for row in rows[:LISTED]:
        name = (
            f"{'第 ' if zh else 'row '}{row.name}{' 行' if zh else ''}"
            if isinstance(row.name, int)
            else row.name
        )
        told = [fill(sentence, row.values, lang) for sentence in part.sentences]  # type: ignore[arg-type]
        lines.append(f"  {name}{'：' if zh else ': '}{('；' if zh else '; ').join(filter(None, told))}")
    if more := rows[LISTED:]:
        points = show(whole(Fraction(sum(row.points for row in more))), "points", lang)
        lines.append(
            f"  其余 {len(more)} 行，合计 {points} 分" if zh else f"  {len(more)} more rows: {points} points"
        )
    return "\n".join(lines)
