"""The calendar of working days in mainland China: public holidays, and the weekends worked for them (调休).

Data of the package `chinesecalendar`, which follows the notices of the General Office of the State Council; it is read
when a rubric that counts working days is compiled, and scorers carry its days. Guarantees: no day is guessed. The
calendar begins in 2006 (of 31 December 2005 it says what the notice does not) and ends a week before the last year
that it knows does, because the notice for a new year moves working days across its first of January.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from rubricc.compiler.runtime.spans import Calendar

FIRST = date(2006, 1, 1)


@cache
def working_calendar() -> Calendar:
    """The calendar that the installed package knows."""
    from importlib.metadata import version

    from chinese_calendar import constants  # type: ignore[import-untyped]

    last = date(max(day.year for day in constants.holidays), 12, 24)
    off = sorted(day for day in constants.holidays if FIRST <= day <= last and day.weekday() < 5)
    on = sorted(day for day in constants.workdays if FIRST <= day <= last and day.weekday() >= 5)
    return Calendar(f"chinesecalendar {version('chinesecalendar')}", FIRST, last, tuple(off), tuple(on))
