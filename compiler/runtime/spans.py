"""Spans of days, calendar months and working days between two dates.

A month after 31 January is the last day of February: a day that a month does not have becomes its last one.
"""

from bisect import bisect_right
from datetime import date
from typing import NamedTuple


def days_in_month(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last day of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, days_in_month(year, month + 1)))


def days_late(actual: date, deadline: date) -> int:
    """Days after the deadline; 0 in time."""
    return max(0, (actual - deadline).days)


def months_late(actual: date, deadline: date, whole: bool) -> int:
    """Months after the deadline; 0 in time.

    A started month counts as one: the fewest months by which the deadline would have to move. `whole`: the most
    months that have passed entirely.
    """
    months = (actual.year - deadline.year) * 12 + actual.month - deadline.month
    same_day = min(
        deadline.day, days_in_month(actual.year, actual.month)
    )  # of the deadline, so many months later
    if whole:
        return max(0, months if actual.day >= same_day else months - 1)
    return max(0, months if actual.day <= same_day else months + 1)


class Calendar(NamedTuple):
    """What makes working days other than Mondays to Fridays, from `first` to `last`; `source` says who knows."""

    source: str
    first: date
    last: date
    off: tuple[date, ...]  # Mondays to Fridays without work, in order
    on: tuple[date, ...]  # Saturdays and Sundays with work


def elapsed(what: str, start: date, end: date, calendar: Calendar | None = None) -> int:
    """How much of something lies after `start` and up to `end`, which counts; negative where `end` is the earlier.

    `days` are in seconds, as durations are; `months` have passed entirely; `working days` are `weekdays` (Mondays to
    Fridays) less those `off`, and the weekends worked (`on`).
    """
    if what == "days":
        return (end - start).days * 86400
    if what == "months":
        return months_late(end, start, True) if end >= start else -months_late(start, end, True)
    if what == "weekdays":
        return weekdays(end) - weekdays(start)
    assert calendar is not None
    off, on = (bisect_right(days, end) - bisect_right(days, start) for days in (calendar.off, calendar.on))
    return {"off": off, "on": on}.get(what, weekdays(end) - weekdays(start) - off + on)


def weekdays(day: date) -> int:
    """Mondays to Fridays from 1 January of the year 1, a Monday, up to a day."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)


def calendar_days(text: str) -> tuple[date, ...]:
    """`20200101 20200124` as dates."""
    return tuple(date(int(day[:4]), int(day[4:6]), int(day[6:])) for day in text.split())


def shifted(day: date, count: int, unit: str) -> date:
    """So many days or months later, or earlier."""
    return add_months(day, count) if unit == "month" else date.fromordinal(day.toordinal() + count)
