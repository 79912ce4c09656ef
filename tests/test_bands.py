"""Bands against every value that a measure can have: refused exactly where a value has none or two, or a row none."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from rubricc.compiler.driver import compile_rubric
from rubricc.dsl.source import Source

BANDS = {"RB5005", "RB5006", "RB5007"}
TOP = 6

ends = st.integers(0, 2 * TOP).map(lambda n: Fraction(n, 2))


def region(low: Fraction, high: Fraction, opening: str, closing: str) -> str:
    return f"{opening}{float(low)}, {float(high)}{closing}"


regions = st.tuples(ends, ends, st.sampled_from("[("), st.sampled_from("])")).map(lambda r: region(*r))
pieces = st.one_of(
    regions,
    st.tuples(st.sampled_from((">=", ">", "<=", "<", "=")), ends).map(lambda c: f"{c[0]} {float(c[1])}"),
)
kinds = st.sampled_from(
    (
        ("count up to 6", [Fraction(n) for n in range(TOP + 1)]),
        ("number 0 .. 6", [Fraction(n, 4) for n in range(4 * TOP + 1)]),
        ("number 0 .. 6 to 0.5", [Fraction(n, 2) for n in range(2 * TOP + 1)]),
        ("number > 0", [Fraction(n, 4) for n in range(1, 4 * TOP + 5)]),
        ("number < 6", [Fraction(n, 4) for n in range(-4, 4 * TOP)]),
        ("number", [Fraction(n, 4) for n in range(-4, 4 * TOP + 5)]),
    )
)


def lies_in(value: Fraction, piece: str) -> bool:
    if piece[0] in "[(":
        low, high = map(Fraction, piece[1:-1].split(", "))
        above = value > low or (value == low and piece[0] == "[")
        return above and (value < high or (value == high and piece[-1] == "]"))
    op, end = piece.split()
    return {
        ">=": value >= Fraction(end),
        ">": value > Fraction(end),
        "<=": value <= Fraction(end),
        "<": value < Fraction(end),
        "=": value == Fraction(end),
    }[op]


def codes(kind: str, rows: list[str]) -> set[str]:
    table = "".join(f"    {row}: 1\n" for row in rows)
    text = f'rubric "r":\n    total 1\n    convention cn-fiscal\ndata d:\n    x: {kind}\na weight 1: by x:\n{table}'
    return {finding.code for finding in compile_rubric(Source("r.rubric", text)).findings}


@given(kinds, st.lists(pieces, min_size=1, max_size=4), st.booleans())
def test_rows_are_refused_exactly_where_values_have_none_or_two(
    kind: tuple[str, list[Fraction]], rows: list[str], otherwise: bool
) -> None:
    declared, values = kind
    takers = [[row for row in rows if lies_in(value, row)] for value in values]
    wanted = set()
    if any(not taking for taking in takers):
        wanted |= set() if otherwise else {"RB5005"}
    elif otherwise:
        wanted |= {"RB5007"}
    if any(len(taking) > 1 for taking in takers):
        wanted |= {"RB5006"}
    if any(not any(lies_in(value, row) for value in values) for row in rows):
        wanted |= {"RB5007"}
    assert codes(declared, [*rows, "otherwise"] if otherwise else rows) & BANDS == wanted


def test_the_end_of_a_domain_needs_a_row() -> None:
    assert "RB5005" in codes("percent 0% .. 100%", ["[0%, 50%]", "(50%, 100%)"])
    assert "RB5005" in codes("count up to 10", ["[0, 5]", "[6, 9]"])
    assert not codes("number > 0", ["(0, 10]", "> 10"])
