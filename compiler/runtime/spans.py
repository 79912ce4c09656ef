"""Spans of days and calendar months between two dates.

A month after 31 January is the last day of February: a day that a month does not have becomes its last one.
"""

from datetime import date


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
