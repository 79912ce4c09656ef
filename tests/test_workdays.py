"""Working days: against a second source day by day, and the same in the interpreter and in generated code."""

from __future__ import annotations

import subprocess
import sys
from bisect import bisect_left
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rubricc
from rubricc.compiler.runtime.problems import FactsError
from rubricc.compiler.runtime.spans import elapsed, shifted
from rubricc.dsl import workdays
from rubricc.dsl.workdays import working_calendar
from test_agreement import compiled, interpreted, module_of

CALENDAR = working_calendar()
DAY = timedelta(1)
EVERY = [CALENDAR.first + timedelta(n) for n in range((CALENDAR.last - CALENDAR.first).days + 1)]
LATE = """\
rubric "迟":
    total 9
    convention cn-fiscal

data s:
    办结: date

A1 名 weight 9: of 办结; target by {deadline}; deduct {amount} per {size} working days late {partial}
"""


def is_working(day: date) -> bool:
    return elapsed("working days", day - DAY, day, CALENDAR) == 1


def test_every_day_is_what_a_second_source_says() -> None:
    """`holidays` is made by other people from the same notices."""
    other = holidays.country_holidays("CN", years=range(2005, CALENDAR.last.year + 1))
    unlike = [day for day in EVERY[1:] if is_working(day) != other.is_working_day(day)]
    assert unlike == []


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2020-01-31", False),  # the Spring Festival, prolonged in that year
        ("2020-02-02", False),
        ("2020-10-09", True),
        ("2020-10-10", True),  # a Saturday, worked for the National Day
        ("2020-10-11", False),
        ("2021-02-07", True),  # a Sunday, worked for the Spring Festival
        ("2021-02-17", False),
        ("2024-02-18", True),
        ("2025-01-26", True),
        ("2026-10-07", False),
    ],
)
def test_days_that_a_notice_names(day: str, working: bool) -> None:
    assert is_working(date.fromisoformat(day)) is working


days = st.sampled_from(EVERY)


@given(days, days)
def test_working_days_are_those_that_a_person_would_count(start: date, end: date) -> None:
    low, high = sorted((start, end))
    counted = sum(is_working(low + timedelta(n)) for n in range(1, min((high - low).days, 400) + 1))
    if (high - low).days <= 400:
        assert elapsed("working days", start, end, CALENDAR) == (counted if start <= end else -counted)
    parts = [elapsed(what, start, end, CALENDAR) for what in ("weekdays", "off", "on", "working days")]
    assert parts[0] - parts[1] + parts[2] == parts[3]
    assert elapsed("days", start, end) == (end - start).days * 86400


@given(days, st.integers(-60, 60))
def test_whole_months_are_those_that_moving_the_date_gives(start: date, months: int) -> None:
    moved = shifted(start, months, "month")
    assert elapsed("months", start, moved) == months or moved.day < start.day  # the end of a shorter month
    if months > 0:
        assert elapsed("months", start, moved - DAY) < months


HOLIDAYS = ["2020-01-22", "2020-09-30", "2021-02-06", "2024-09-13", "2026-02-13"]


@pytest.mark.parametrize("deadline", HOLIDAYS)
@pytest.mark.parametrize("partial", ["started steps", "whole steps", "pro rata"])
def test_generated_code_counts_as_the_interpreter_does_around_long_holidays(
    deadline: str, partial: str
) -> None:
    source = LATE.format(deadline=deadline, amount="0.5", size=2, partial=partial)
    checked = compiled(source)
    module: Any = module_of(checked)
    due = date.fromisoformat(deadline)
    for n in range(-3, 30):
        facts = {"s": {"办结": due + timedelta(n)}}
        one, other = interpreted(checked, facts), module.score(facts)
        assert one.total == other.total
        assert (one.explain("zh"), one.explain("en")) == (other.explain("zh"), other.explain("en"))
        worked = sum(is_working(due + timedelta(k)) for k in range(1, n + 1))
        steps = {"started steps": -(-worked // 2), "whole steps": worked // 2, "pro rata": worked / 2}[
            partial
        ]
        assert float(one.total or 0) == max(0, 9 - 0.5 * steps)


@pytest.mark.parametrize("day", [CALENDAR.first - DAY, CALENDAR.last + DAY])
def test_a_day_that_is_not_known_is_refused(day: date, tmp_path: Path) -> None:
    text = LATE.format(deadline="2020-12-31", amount="1", size=3, partial="")
    rubric = rubricc.loads(text)
    for score in (rubric.score, module_of(rubric.checked).score):
        with pytest.raises(Exception, match="RB7080"):
            score({"s": {"办结": day}})
    with pytest.raises(FactsError):
        rubric.score({"s": {"办结": day}})
    assert rubric.score({"s": {"办结": CALENDAR.first}}).total == 9
    with pytest.raises(rubricc.RubricError, match="RB3079"):
        rubricc.loads(text.replace("2020-12-31", str(day)))


def test_a_scorer_carries_its_days_and_needs_no_package(tmp_path: Path) -> None:
    text = rubricc.loads(LATE.format(deadline="2020-09-30", amount="1", size=3, partial="")).compile()
    assert f"# Working days by {CALENDAR.source}" in text
    file = tmp_path / "scorer.py"
    file.write_text(text + "\nprint(score({'s': {'办结': '2020-10-12'}}).total)\n", encoding="utf-8")
    command = [sys.executable, "-I", "-S", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout == "8\n"


def test_the_digest_says_whose_calendar_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    text = LATE.format(deadline="2020-09-30", amount="1", size=3, partial="")
    plain = text.replace("working days", "days")
    before = rubricc.loads(text).digest, rubricc.loads(plain).digest
    other = CALENDAR._replace(source="another calendar")
    monkeypatch.setattr("rubricc.dsl.dates.working_calendar", lambda: other)
    after = rubricc.loads(text).digest, rubricc.loads(plain).digest
    assert (before[0] == after[0], before[1] == after[1]) == (False, True)


def test_the_days_are_in_order_and_what_they_say() -> None:
    for found, weekend in ((CALENDAR.off, False), (CALENDAR.on, True)):
        assert list(found) == sorted(set(found))
        assert all((day.weekday() >= 5) is weekend for day in found)
        assert 0 < bisect_left(found, date(2020, 1, 1)) < len(found)
    assert CALENDAR.first == workdays.FIRST
