"""What a cell of a sheet says as a fact: by its number format, the unit in its header, and the kind that is declared.

Guarantees: a number is taken at its face or handed on as text that the binding refuses by name; a percent counts as
one only where its format or its header says so, and no unit of a header is passed over that would change the figure.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from rubricc.compiler.data.read_xlsx import SheetCell
from rubricc.compiler.runtime.exact import MONEY_UNITS, NUMBER
from rubricc.compiler.runtime.schema import Field

BRACKETED = re.compile(r"(.+?)[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
UNIT_ABOVE = re.compile(r"单位[:：]?\s*([\u4e00-\u9fff%]+)")
MULTIPLES = tuple("十百千万亿%‰")
MONTH_TEXT = re.compile(r"([0-9]{4})(?:年|[-/.])([0-9]{1,2})(?:月份?|[-/.]0?1(?: 00:00:00)?)?")
MONTH_DIGITS = re.compile(r"([12][0-9]{3})(0[1-9]|1[0-2])")


@lru_cache(maxsize=4096)  # tables repeat their labels
def folded(text: str) -> str:
    """A label without spaces and line breaks, full-width forms as half-width, without marks of duty around it."""
    return "".join(unicodedata.normalize("NFKC", text[:300]).split()).casefold().strip("*:※")


def without_unit(label: str) -> tuple[str, str]:
    """A folded label without the brackets at its end, and what stands in them."""
    found = BRACKETED.fullmatch(label)
    return (found[1], found[2].removeprefix("单位:")) if found else (label, "")


def unit_above(text: str) -> str:
    """The unit of money that a line such as 单位：万元 gives for the table below it."""
    found = UNIT_ABOVE.search(unicodedata.normalize("NFKC", text[:300]).replace(" ", ""))
    return found[1] if found and found[1] in MONEY_UNITS else ""


def written(number: Decimal) -> str:
    """The digits of a number, never with an exponent."""
    return format(number, "f")


def fact(cell: SheetCell, field: Field, unit: str) -> object:
    """The value of a cell for a declared field; `unit` is what its header, or the table, says."""
    value = cell.value
    if isinstance(value, (time, timedelta)) and field.kind == "duration":
        return f"{written(seconds(value))}秒"
    if field.kind == "month":
        return month(cell)
    if isinstance(value, (datetime, time, timedelta)):
        return str(value)
    if isinstance(value, date):
        return value if field.kind == "date" else value.isoformat()
    if isinstance(value, str) and unit and NUMBER.fullmatch(value.strip()):
        return with_unit(value.strip(), field, unit)
    if not isinstance(value, Decimal):
        return value
    match field.kind:
        case "percent":
            if cell.mark.percent:
                return value
            return f"{written(value)}{unit}" if unit in ("%", "‰") else written(value)
        case "count" | "number" | "money" | "duration" if cell.mark.percent:
            return f"{written(value * 100)}%"
        case "money" | "duration" if unit:
            return f"{written(value)}{unit}"
        case "count" | "number" if unit.startswith(MULTIPLES):
            return f"{written(value)}{unit}"
        case "count" | "number" | "money" | "duration":
            return value
    return written(value)


def with_unit(number: str, field: Field, unit: str) -> str:
    """A number that is text, under a unit that changes what it says."""
    match field.kind:
        case "percent" if unit in ("%", "‰"):
            return f"{number}{unit}"
        case "money" | "duration":
            return f"{number}{unit}"
        case "count" | "number" if unit.startswith(MULTIPLES):
            return f"{number}{unit}"
    return number


def seconds(value: time | timedelta) -> Decimal:
    if isinstance(value, time):
        value = timedelta(
            hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond
        )
    return (Decimal(value.days) * 86400 + value.seconds + Decimal(value.microseconds).scaleb(-6)).normalize()


def month(cell: SheetCell) -> object:
    """A month as the binding reads it: from a date, from 202007, from 2020年7月份; else what stands there."""
    value = cell.value
    if isinstance(value, datetime):
        return str(value)
    if isinstance(value, date):
        # A date that is shown without its day stands for its month, whichever day was typed.
        shows = value.day == 1 or not cell.mark.day
        return f"{value.year:04d}-{value.month:02d}" if shows else value.isoformat()
    if isinstance(value, Decimal):
        digits = MONTH_DIGITS.fullmatch(written(value))
        return f"{digits[1]}-{digits[2]}" if digits else value
    if isinstance(value, str):
        text = "".join(value.split()) if "00:00:00" not in value else value.strip()
        found = MONTH_TEXT.fullmatch(text) or MONTH_DIGITS.fullmatch(text)
        if found and 1 <= int(found[2]) <= 12:
            return f"{found[1]}-{int(found[2]):02d}"
    return value if isinstance(value, (str, bool)) else str(value)
