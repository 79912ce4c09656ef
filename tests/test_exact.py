"""Text and Python values to exact values, and back to text."""

from datetime import UTC, date, datetime
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubricc.compiler.runtime.exact import (
    NUMERIC,
    TEXT_READERS,
    Exact,
    Unreadable,
    Value,
    decimal_or_prefix,
    percent_exact_or_prefix,
    percent_rounded,
    plain,
    read_value,
    round_to,
    show,
)

UNITS = {"money": "万元", "duration": "小时"}
LABELS = ("一次通过", "未通过", "/")


def read(kind: str, value: object) -> Value | None:
    return read_value(value, kind, UNITS.get(kind, ""), LABELS)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("count", "11389", 11389),
        ("count", "11,389", 11389),
        ("count", " 11389\u3000\u00a0", 11389),
        ("count", "11389.0", 11389),
        ("count", Decimal("7"), 7),
        ("number", "-1,234.50", Fraction(-2469, 2)),
        ("number", "+7", 7),
        ("number", "0" * 19 + "1", 1),
        ("number", Fraction(4, 2), 2),
        ("percent", "94.36%", Fraction(2359, 2500)),
        ("percent", "220 ％", Fraction(11, 5)),
        ("percent", "100%", 1),
        ("percent", "0", 0),
        ("percent", Decimal("0.9436"), Fraction(2359, 2500)),
        ("percent", Fraction(324720, 344111), Fraction(324720, 344111)),
        ("money", "1,241.59", 12_415_900),
        ("money", "1.5 亿元", 150_000_000),
        ("money", "20元", 20),
        ("money", Decimal("0.5"), 5000),
        ("duration", "24", 86400),
        ("duration", "24小时", 86400),
        ("duration", "30 minutes", 1800),
        ("duration", "1 Day", 86400),
        ("duration", 2, 7200),
        ("date", "2020-12-31", date(2020, 12, 31)),
        ("date", "2020/1/5", date(2020, 1, 5)),
        ("date", "2020.12.31", date(2020, 12, 31)),
        ("date", "2020年12月31日", date(2020, 12, 31)),
        ("date", date(2020, 12, 31), date(2020, 12, 31)),
        ("month", "2020-07", "2020-07"),
        ("month", "2020/7", "2020-07"),
        ("month", "2020.7", "2020-07"),
        ("month", "2020年7月", "2020-07"),
        ("label", " 一次通过 ", "一次通过"),
        ("label", "/", "/"),
    ],
)
def test_what_a_value_means(kind: str, value: object, expected: Value) -> None:
    assert read(kind, value) == expected
    assert type(read(kind, value)) is type(expected)


@pytest.mark.parametrize("text", ["是", "有", "yes", "YES", "True", "√", "✓"])
def test_yes(text: str) -> None:
    assert read("yesno", text) is True


@pytest.mark.parametrize("text", ["否", "无", "no", "False", "×", "✗"])
def test_no(text: str) -> None:
    assert read("yesno", text) is False


@pytest.mark.parametrize("kind", TEXT_READERS)
@pytest.mark.parametrize("value", [None, "", "  ", "\u3000"])
def test_blank_is_missing_and_never_zero(kind: str, value: object) -> None:
    assert read(kind, value) is None


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("count", "twelve", "RB7020"),
        ("count", "12:30", "RB7020"),
        ("count", "1_000", "RB7020"),
        ("count", "²", "RB7020"),
        ("percent", "0.9436", "RB7021"),
        ("percent", "94.36", "RB7021"),
        ("count", "94%", "RB7022"),
        ("count", 0.5, "RB7023"),
        ("yesno", 1.0, "RB7023"),
        ("label", float("nan"), "RB7023"),
        ("count", "１２", "RB7024"),
        ("percent", "９４％", "RB7024"),
        ("number", "−5", "RB7024"),
        ("date", "2020－12－31", "RB7024"),
        ("number", "1" * 21, "RB7025"),
        ("number", "0." + "1" * 20, "RB7025"),
        ("number", 10**20, "RB7025"),
        ("number", Decimal("1e99999999"), "RB7025"),
        ("number", Decimal("1e-99999999"), "RB7025"),
        ("number", "1e99999999", "RB7026"),
        ("percent", "1e-3%", "RB7026"),
        ("money", "1E5", "RB7026"),
        ("count", "1,38,9", "RB7027"),
        ("count", "12.5", "RB7028"),
        ("count", Fraction(1, 2), "RB7028"),
        ("money", "12 美元", "RB7029"),
        ("money", "12 千元", "RB7029"),
        ("money", "元", "RB7020"),
        ("money", "１２万元", "RB7024"),
        ("duration", "5分", "RB7029"),
        ("duration", "12:30", "RB7020"),
        ("label", "一次通", "RB7033"),
        ("date", "2020-02-30", "RB7034"),
        ("date", "20201231", "RB7034"),
        ("date", datetime(2020, 12, 31, 8, 0, tzinfo=UTC), "RB7038"),
        ("yesno", "也许", "RB7035"),
        ("count", "-", "RB7036"),
        ("percent", "—", "RB7036"),
        ("date", "/", "RB7036"),
        ("money", "无数据", "RB7036"),
        ("yesno", "N/A", "RB7036"),
        ("number", Decimal("NaN"), "RB7037"),
        ("count", True, "RB7038"),
        ("yesno", 1, "RB7038"),
        ("label", 3, "RB7038"),
        ("month", date(2020, 7, 1), "RB7038"),
        ("month", "2020-13", "RB7007"),
        ("month", "七月", "RB7007"),
    ],
)
def test_what_is_refused(kind: str, value: object, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(kind, value)
    assert refused.value.code == code


def test_the_fix_is_in_the_refusal() -> None:
    with pytest.raises(Unreadable) as refused:
        read("percent", "0.9436")
    assert refused.value.about["write"] == "94.36% / 0.9436%"
    with pytest.raises(Unreadable) as refused:
        read("percent", "９４％")
    assert refused.value.about == {"text": "９４％", "character": "９", "write": "94%"}


@pytest.mark.parametrize(
    ("value", "style", "zh", "en"),
    [
        (324720, "count", "324720", "324720"),
        (Fraction(2359, 2500), "percent", "94.36%", "94.36%"),
        (Fraction(324720, 344111), "percent", "94.3648…%", "94.3648…%"),
        (1, "percent", "100%", "100%"),
        (Fraction(428, 5), "points", "85.6", "85.6"),
        (0, "points", "0", "0"),
        (Fraction(-1, 3), "number", "-0.3333…", "-0.3333…"),
        (Fraction(1, 30000), "number", "0.000033…", "0.000033…"),
        (Fraction(1, 10**9), "number", "0.000000001", "0.000000001"),
        (12_415_900, "money 万元", "1241.59 万元", "1241.59 万元"),
        (5400, "duration 小时", "1.5 小时", "1.5 hours"),
        (3600, "duration 小时", "1 小时", "1 hour"),
        (date(2020, 12, 31), "date", "2020-12-31", "2020-12-31"),
        ("2020-07", "month", "2020-07", "2020-07"),
        (True, "yesno", "是", "yes"),
        (False, "yesno", "否", "no"),
        ("一次通过", "label", "一次通过", "一次通过"),
    ],
)
def test_how_a_value_is_shown(value: Value, style: str, zh: str, en: str) -> None:
    assert (show(value, style, "zh"), show(value, style, "en")) == (zh, en)


def test_a_percent_that_does_not_end_is_shown_rounded_and_by_its_first_digits() -> None:
    rate = Fraction(324720, 344111)
    assert f"{percent_rounded(rate)}（{percent_exact_or_prefix(rate)}）" == "94.36%（94.3648…%）"
    assert percent_rounded(Fraction(949996, 1000000)) == "95.00%"


def test_the_form_of_results() -> None:
    cases: list[Exact] = [Fraction(428, 5), 4, 0, Fraction(-1, 8), Fraction(324720, 344111)]
    assert [plain(x) for x in cases] == ["85.6", "4", "0", "-0.125", "324720/344111"]


# ── For all values ─────────────────────────────────────────────────────────────────────────────────────────

numbers = st.decimals(min_value=-(10**12), max_value=10**12, places=4)
fractions = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**6)


@given(numbers)
def test_a_decimal_survives_text(x: Decimal) -> None:
    assert read("number", f"{x:f}") == read("number", f"{x:,f}") == read("number", x) == Fraction(x)
    assert read("percent", f"{x:f}%") == Fraction(x) / 100
    assert Fraction(plain(Fraction(x))) == Fraction(x)


@given(st.dates())
def test_a_date_survives_text(day: date) -> None:
    assert read("date", day.isoformat()) == read("date", f"{day.year:04}年{day.month}月{day.day}日") == day


@given(fractions)
def test_the_form_of_results_loses_nothing(x: Fraction) -> None:
    assert Fraction(plain(x)) == x


@given(fractions, st.integers(0, 6))
def test_shown_digits_are_digits_of_the_number(x: Fraction, most: int) -> None:
    shown = decimal_or_prefix(x, most)
    digits = shown.rstrip("…")
    hidden = abs(x - Fraction(digits)) * 10 ** len(digits.partition(".")[2])
    assert hidden.numerator < hidden.denominator
    assert abs(Fraction(digits)) <= abs(x)
    assert bool(hidden) == shown.endswith("…")


@given(numbers, st.sampled_from(["0.01", "0.1", "1"]))
def test_rounding_is_that_of_the_decimal_module(x: Decimal, grid: str) -> None:
    modes = {"half up": ROUND_HALF_UP, "half even": ROUND_HALF_EVEN, "up": ROUND_UP, "down": ROUND_DOWN}
    for mode, expected in modes.items():
        assert round_to(Fraction(x), Fraction(grid), mode) == Fraction(x.quantize(Decimal(grid), expected))


@given(fractions, st.fractions(min_value=Fraction(1, 100), max_value=100, max_denominator=100))
def test_rounding_stays_on_the_grid_and_near(x: Fraction, grid: Fraction) -> None:
    for mode, most in (("half up", grid / 2), ("half even", grid / 2), ("up", grid), ("down", grid)):
        rounded = round_to(x, grid, mode)
        assert (rounded / grid).denominator == 1
        assert abs(rounded - x) <= most
    assert round_to(x, grid, "down") * (1 if x > 0 else -1) <= abs(x)
    assert round_to(x, grid, "up") * (1 if x > 0 else -1) >= abs(x)


anything = st.one_of(
    st.text(),
    st.text("0123456789.,%％-+eE万元亿年月日/ １"),
    st.floats(),
    st.decimals(),
    st.integers(),
    st.booleans(),
)


@given(st.sampled_from(sorted(TEXT_READERS)), anything)
def test_anything_is_read_exactly_or_refused(kind: str, value: object) -> None:
    try:
        found = read(kind, value)
    except Unreadable:
        return
    assert not isinstance(found, float)
    assert found is None or isinstance(found, int if kind == "count" else (int, Fraction, str, date))
    assert kind not in NUMERIC or not isinstance(found, bool)
    assert not isinstance(found, Fraction) or found.denominator != 1
