"""From text or a Python value to an exact value, and from an exact value to text.

Assumes nothing about where a value comes from. Guarantees: a value read is an `int` (whenever it is whole),
a `Fraction`, a `bool`, a `str` or a `date`, never a float; money is in 元, a duration in seconds, a percent
is a ratio. What cannot be read without guessing raises `Unreadable`: a code and the arguments of its sentence.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from numbers import Integral

Exact = int | Fraction
Value = int | Fraction | bool | str | date

MAX_DIGITS = 20
TOO_LARGE = 10**MAX_DIGITS

MONEY_UNITS = {"亿元": 100_000_000, "万元": 10_000, "元": 1}  # 元 ends the others, so it comes last
DURATION_UNITS = {"秒": 1, "分钟": 60, "小时": 3600, "天": 86400}
UNIT_SCALE = {"": 1} | MONEY_UNITS | DURATION_UNITS
ENGLISH_UNITS = {"秒": "second", "分钟": "minute", "小时": "hour", "天": "day"}
DURATION_WORDS = DURATION_UNITS | {
    word + plural: DURATION_UNITS[unit] for unit, word in ENGLISH_UNITS.items() for plural in ("", "s")
}

YES_NO = {"是": True, "有": True, "yes": True, "true": True, "√": True, "✓": True} | {
    "否": False, "无": False, "no": False, "false": False, "×": False, "✗": False
}  # fmt: skip
# What people write where a figure is missing. It is refused: an empty cell says the same without a guess.
DASHES = frozenset("- -- — —— – － / ／ \\ ~ … 无 无数据 暂无 缺 缺失 n/a na nan null none".split())  # noqa: SIM905

NUMBER = re.compile(r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?")
EXPONENT = re.compile(r"[+-]?[0-9][0-9.,]*[eE][+-]?[0-9]+")
COMMAS = re.compile(r"[+-]?[0-9,]*,[0-9,]*(?:\.[0-9]+)?")
DATE = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})-|/([0-9]{1,2})/|\.([0-9]{1,2})\.|年([0-9]{1,2})月)([0-9]{1,2})(日?)"
)
MONTH = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})|年([0-9]{1,2})月)")
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x2212: 0x2D, 0x3000: 0x20}


class Unreadable(Exception):
    """A value that is refused: the code of the problem and the arguments of its sentence."""

    def __init__(self, code: str, **about: str) -> None:
        super().__init__(code)
        self.code = code
        self.about = about


def printable(text: str) -> str:
    """The text with invisible, bidirectional and control characters written as their codes."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def clipped(text: str, most: int = 40) -> str:
    """The text as a message may show it: printable, and not too long."""
    return printable(text if len(text) <= most else text[: most - 1] + "…")


def refuse_text(text: str, code: str, pattern: re.Pattern[str], shown: str = "") -> Unreadable:
    """Why a text is refused: dashes and full-width characters have codes of their own."""
    shown = shown or text
    if text.casefold() in DASHES:
        return Unreadable("RB7036", text=clipped(shown))
    narrow = text.translate(HALF_WIDTH)
    if narrow != text and pattern.fullmatch(narrow):
        wide = next(c for c in text if ord(c) in HALF_WIDTH)
        write = clipped(shown.translate(HALF_WIDTH))
        return Unreadable("RB7024", text=clipped(shown), character=clipped(wide), write=write)
    return Unreadable(code, text=clipped(shown))


def unfit(value: object, wanted: str) -> Unreadable:
    """A Python value of the wrong type; a float has a sentence of its own."""
    if isinstance(value, float):
        return Unreadable("RB7023", text=clipped(repr(value)))
    return Unreadable("RB7038", type=type(value).__name__, wanted=wanted)


# ── Numbers ────────────────────────────────────────────────────────────────────────────────────────────────


def whole(x: Exact) -> Exact:
    """The same number, as an `int` where it is whole."""
    return x.numerator if x.denominator == 1 else x


def read_number(text: str, shown: str = "") -> Exact:
    """Digits with an optional sign, grouping commas and decimals; looked at before anything is converted.

    `shown` is the whole text of the cell, for messages, where `text` is a part of it.
    """
    found, shown = NUMBER.fullmatch(text), shown or text
    if found is None:
        if EXPONENT.fullmatch(text):
            raise Unreadable("RB7026", text=clipped(shown))
        if COMMAS.fullmatch(text):
            raise Unreadable("RB7027", text=clipped(shown))
        code = "RB7022" if NUMBER.fullmatch(text.rstrip("%％").rstrip()) else "RB7020"
        raise refuse_text(text, code, NUMBER, shown)
    sign, digits, decimals = found[1], found[2].replace(",", ""), found[3] or ""
    if len(digits) + len(decimals) > MAX_DIGITS:
        raise Unreadable("RB7025", text=clipped(shown), digits=str(len(digits) + len(decimals)))
    number = int(sign + digits + decimals)
    return whole(Fraction(number, 10 ** len(decimals))) if decimals else number


def read_count(text: str) -> Exact:
    return int(text) if len(text) < MAX_DIGITS and text.isascii() and text.isdigit() else read_number(text)


def read_percent(text: str) -> Exact:
    """`94.36%` as a ratio. A bare number is refused, as 0.9436 and 94.36 are both written; 0 is 0."""
    if text.endswith(("%", "％")):
        return whole(Fraction(read_number(text[:-1].rstrip(), text)) / 100)
    number = read_number(text)
    if number == 0:
        return 0
    write = f"{text}%"
    if abs(number.numerator) <= number.denominator:
        write = f"{plain(whole(Fraction(number) * 100))}% / {write}"
    raise Unreadable("RB7021", text=clipped(text), write=write)


def read_amount(text: str, unit: str, units: dict[str, int]) -> Exact:
    """A number with one of the units, or a bare number in the declared unit."""
    word = next((word for word in units if text.lower().endswith(word)), "")
    number = text[: len(text) - len(word)].rstrip()
    found = NUMBER.match(number)
    after = number[found.end() :].lstrip() if found else ""
    if found and after[:1].isalpha() and not EXPONENT.fullmatch(number):
        other = clipped(text[found.end() :].lstrip())
        raise Unreadable("RB7029", text=clipped(text), word=other, units="\n".join(units))
    return whole(read_number(number, text) * (units[word] if word else UNIT_SCALE[unit]))


def from_python(value: object) -> Exact:
    """An exact Python number as it stands; a float is refused, and a bool is no number."""
    number: Exact
    if isinstance(value, bool):
        raise unfit(value, "text, an int, a Decimal or a Fraction")
    if isinstance(value, Integral):
        number = int(value)
    elif isinstance(value, Fraction):
        number = whole(value)
    elif isinstance(value, Decimal):
        if not value.is_finite():
            raise Unreadable("RB7037", text=clipped(str(value)))
        exponent = int(value.as_tuple().exponent)
        if value.adjusted() >= MAX_DIGITS or exponent < -MAX_DIGITS:
            raise Unreadable("RB7025", text=clipped(str(value)), digits=str(max(value.adjusted(), -exponent)))
        number = whole(Fraction(value))
    else:
        raise unfit(value, "text, an int, a Decimal or a Fraction")
    if abs(number.numerator) >= TOO_LARGE or number.denominator >= TOO_LARGE:
        raise Unreadable("RB7025", text=f"{type(value).__name__}(…)", digits=f"> {MAX_DIGITS}")
    return number


# ── Dates, yes and no, labels ──────────────────────────────────────────────────────────────────────────────


def read_date(text: str) -> date:
    found = DATE.fullmatch(text)
    if found is None or bool(found[5]) < bool(found[7]):
        raise refuse_text(text, "RB7034", DATE)
    try:
        return date(int(found[1]), int(found[2] or found[3] or found[4] or found[5]), int(found[6]))
    except ValueError:
        raise Unreadable("RB7034", text=clipped(text)) from None


def read_month(text: str) -> str:
    """A calendar month in its canonical form, `2020-07`."""
    found = MONTH.fullmatch(text)
    if found is None:
        raise refuse_text(text, "RB7007", MONTH)
    year, month = int(found[1]), int(found[2] or found[3])
    if year == 0 or not 1 <= month <= 12:
        raise Unreadable("RB7007", text=clipped(text))
    return f"{year:04d}-{month:02d}"


def read_yes_no(text: str) -> bool:
    answer = YES_NO.get(text.lower())
    if answer is None:
        raise refuse_text(text, "RB7035", NUMBER)
    return answer


def read_label(text: str, labels: Sequence[str]) -> str:
    if text not in labels:
        if text.casefold() in DASHES:
            raise Unreadable("RB7036", text=clipped(text))
        raise Unreadable("RB7033", text=clipped(text), labels="\n".join(labels), near=nearest(text, labels))
    return text


def nearest(name: str, known: Sequence[str]) -> str:
    """The known name that was probably meant, or nothing."""
    from difflib import get_close_matches  # only a mistake pays for it

    folded = {known_name.casefold().translate(HALF_WIDTH): known_name for known_name in known}
    close = get_close_matches(name[:100].casefold().translate(HALF_WIDTH), list(folded), 1, 0.5)
    return folded[close[0]] if close else ""


# ── One reader a kind ──────────────────────────────────────────────────────────────────────────────────────

TEXT_READERS: dict[str, Callable[[str, str, Sequence[str]], Value]] = {
    "count": lambda text, unit, labels: read_count(text),
    "number": lambda text, unit, labels: read_number(text),
    "percent": lambda text, unit, labels: read_percent(text),
    "money": lambda text, unit, labels: read_amount(text, unit, MONEY_UNITS),
    "duration": lambda text, unit, labels: read_amount(text, unit, DURATION_WORDS),
    "date": lambda text, unit, labels: read_date(text),
    "month": lambda text, unit, labels: read_month(text),
    "yesno": lambda text, unit, labels: read_yes_no(text),
    "label": lambda text, unit, labels: read_label(text, labels),
    "text": lambda text, unit, labels: text,
}
NUMERIC = frozenset(("count", "number", "percent", "money", "duration"))


def read_value(value: object, kind: str, unit: str = "", labels: Sequence[str] = ()) -> Value | None:
    """The exact value of text or of a Python value; None where there is none (None, blank text).

    A bare number is in the declared unit; for a percent, a Python number is the ratio itself (0.9436).
    """
    if value is None:
        return None
    if isinstance(value, str):
        text = value.strip()
        if not text:
            return None
        result = TEXT_READERS[kind](text, unit, labels)
    elif kind in NUMERIC:
        result = whole(from_python(value) * UNIT_SCALE[unit])
    elif kind == "yesno" and isinstance(value, bool):
        return value
    elif kind == "date" and isinstance(value, date) and not isinstance(value, datetime):
        result = value
    else:
        raise unfit(value, {"date": "text or a date", "yesno": "text or a bool"}.get(kind, "text"))
    if kind == "count" and not isinstance(result, int):
        raise Unreadable("RB7028", text=show(result, "number"))
    return result


# ── Rounding and showing ───────────────────────────────────────────────────────────────────────────────────


def round_to(x: Exact, grid: Exact, mode: str) -> Exact:
    """The multiple of the positive `grid` that x rounds to.

    All modes treat −x like x, as 四舍五入 and Excel do: `half up` and `up` go away from zero, `down` goes
    toward it, `half even` to the even multiple on a tie.
    """
    count, rest = divmod(abs(x.numerator) * grid.denominator, x.denominator * grid.numerator)
    twice, step = 2 * rest, x.denominator * grid.numerator
    if (
        (mode == "up" and rest)
        or (mode == "half up" and twice >= step)
        or (mode == "half even" and (twice > step or (twice == step and count % 2)))
    ):
        count += 1
    return whole((count if x >= 0 else -count) * grid)


def decimal_places(x: Exact) -> int | None:
    """How many decimals the number has, or None where they never end."""
    rest, twos, fives = x.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def truncated(x: Exact, places: int) -> str:
    """The number cut after so many decimals, toward zero."""
    digits = str(abs(x.numerator) * 10**places // x.denominator).rjust(places + 1, "0")
    sign = "-" if x < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def plain(x: Exact) -> str:
    """The form of results in JSON: a terminating decimal without trailing zeros, or `n/d`."""
    places = decimal_places(x)
    return f"{x.numerator}/{x.denominator}" if places is None else truncated(x, places)


def decimal_or_prefix(x: Exact, most: int, prefix: int = 4) -> str:
    """The exact decimal where it has at most `most` places; else its first digits and … for the others."""
    places = decimal_places(x)
    while prefix < 40 and x and abs(x.numerator) * 10**prefix < x.denominator * 10:
        prefix += 1  # a small number shows two digits of its own
    if places is not None and places <= max(most, prefix):
        return truncated(x, places)
    return truncated(x, prefix) + "…"


def percent_rounded(x: Exact) -> str:
    """`94.36%` for 324720/344111: half up, with exactly two decimals."""
    return truncated(round_to(x * 100, Fraction(1, 100), "half up"), 2) + "%"


def percent_exact_or_prefix(x: Exact) -> str:
    """`94.36%` where that is exact, else the digits that are certain: `94.3648…%`."""
    return decimal_or_prefix(x * 100, 4, 4) + "%"


def show(value: Value, style: str, lang: str = "zh") -> str:
    """The value as documents print it. Styles: a kind, with its unit after a space, or `points`."""
    kind, _, unit = style.partition(" ")
    if isinstance(value, bool):
        return ("是" if value else "否") if lang == "zh" else ("yes" if value else "no")
    if isinstance(value, (str, date)):
        return str(value)
    if kind == "percent":
        return percent_exact_or_prefix(value)
    if kind == "score":
        figure = decimal_or_prefix(value, 8)
        return f"{figure} 分" if lang == "zh" else f"{figure} point{'' if figure == '1' else 's'}"
    if kind not in ("money", "duration"):
        return decimal_or_prefix(value, 8)
    figure = decimal_or_prefix(Fraction(value) / UNIT_SCALE[unit], 8)
    if lang != "zh" and unit in ENGLISH_UNITS:
        return f"{figure} {ENGLISH_UNITS[unit]}{'' if figure == '1' else 's'}"
    return f"{figure} {unit}".rstrip()
