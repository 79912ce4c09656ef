"""What a field may have: its declared range and precision, and some value within them.

Assumes a field that the compiler has checked. A range that holds nothing was refused before.
"""

from datetime import date, timedelta
from fractions import Fraction

from rubricc.compiler.runtime.exact import Exact, Unreadable, Value, show, whole
from rubricc.compiler.runtime.schema import Field, Limit


def check_domain(value: Value, field: Field) -> None:
    """Refuses a value outside the declared range, or finer than the declared precision."""
    if outside(value, field):
        raise Unreadable(
            "RB7030", value=show(value, field.style), domain=domain(field), **_check(value, field)
        )
    known = field.known
    if known is not None and isinstance(value, date) and not known.first <= value <= known.last:
        raise Unreadable(
            "RB7080", value=str(value), source=known.source, first=str(known.first), last=str(known.last)
        )
    step = field.precision
    if step is not None and isinstance(value, (int, Fraction)) and value % step:
        raise Unreadable("RB7031", value=show(value, field.style), precision=show(step, field.style))


def outside(value: Value, field: Field) -> bool:
    """Whether the value is below the lowest or above the highest that the field may have."""
    low, high = lowest(field), field.high
    if low is None and high is None:
        return False
    at = ordinal(value)
    if low is not None and (at < (end := ordinal(low)) or (field.low_open and at == end)):
        return True
    return high is not None and (at > (end := ordinal(high)) or (field.high_open and at == end))


def lowest(field: Field) -> Limit | None:
    """The declared lower end; a count or a percent without one is 0 or more."""
    return 0 if field.low is None and field.kind in ("count", "percent") else field.low


def ordinal(value: Value | Limit) -> Exact:
    """Numbers, dates and months on one line, so that they can be compared."""
    if isinstance(value, (int, Fraction)):
        return value
    return value.toordinal() if isinstance(value, date) else int(value.replace("-", ""))


def domain(field: Field) -> str:
    """The declared range as a message shows it."""
    low, high = (None if end is None else show(end, field.style) for end in (lowest(field), field.high))
    if low is None or high is None:
        end, open_end = (high, field.high_open) if low is None else (low, field.low_open)
        sign = "<" if low is None else ">"
        return f"{sign} {end}" if open_end else f"{'≤' if low is None else '≥'} {end}"
    return f"{'(' if field.low_open else '['}{low}, {high}{')' if field.high_open else ']'}"


def _check(value: Value, field: Field) -> dict[str, str]:
    """What to look at; a negative percentage may be right, and is declared as one that there can be."""
    if field.kind == "percent" and isinstance(value, int | Fraction) and value < 0:
        return {
            "check_zh": "请核对数值；可以为负的，声明为 百分比 ≥ -100%",
            "check_en": "check the value; one that may be negative is declared percent >= -100%",
        }
    return {"check_zh": "请核对数值或声明", "check_en": "check the value or the declaration"}


def some_value(field: Field) -> Value:
    """A value that a field may have."""
    if field.kind == "yesno":
        return False
    if field.kind in ("label", "text"):
        return field.labels[0] if field.labels else ""
    low, high, step = lowest(field), field.high, field.precision or 1
    if isinstance(low, date) or isinstance(high, date) or field.kind == "date":
        if field.known is not None and (not isinstance(low, date) or low < field.known.first):
            return field.known.first
        if isinstance(low, date):
            return low + timedelta(field.low_open)
        return high - timedelta(field.high_open) if isinstance(high, date) else date(2000, 1, 1)
    assert not isinstance(low, str) and not isinstance(high, str)
    if low is not None and high is not None and field.low_open and field.precision is None:
        return low + 1 if field.kind == "count" else whole(Fraction(low + high) / 2)
    if low is not None:
        return low + step if field.low_open else low
    if high is not None:
        return high - step if field.high_open else high
    return 0
