"""Long texts of simple shape: what is many lines or operands long compiles and scores, or is refused in words."""

from __future__ import annotations

from rubricc.compiler.driver import compile_rubric
from rubricc.dsl.source import Source
from test_agreement import compiled, interpreted, module_of

HEADER = """\
rubric "r":
    total 5
    convention cn-fiscal
data d:
    x: count
"""
MANY = 1500


def total(text: str) -> object:
    checked = compiled(HEADER + text)
    expected, result = interpreted(checked, {"d": {"x": 3}}), module_of(checked).score({"d": {"x": 3}})
    assert expected.total == result.total
    return expected.total


def test_a_long_chain_of_lets() -> None:
    lets = "".join(f"let a{i} = a{i - 1} + 0\n" for i in range(1, MANY))
    assert total(f"let a0 = x\n{lets}a weight 5: score a{MANY - 1}\n") == 3


def test_lets_that_wait_for_each_other_are_refused_in_words() -> None:
    lets = "".join(f"let a{i} = a{i + 1} + 1\n" for i in range(MANY))
    text = f"{HEADER}{lets}let a{MANY} = x\na weight 5: score a0\n"
    found = compile_rubric(Source("r.rubric", text)).findings
    assert {f.code for f in found if f.is_error} == {"RB1011"}


def test_outcomes_that_read_each_other() -> None:
    """Each is worked out on the sheet of those that read it: so far, and no further."""
    few = "".join(f"outcome o{i}: o{i - 1} + 1\n" for i in range(1, 60))
    many = "".join(f"outcome o{i}: o{i - 1} + 1\n" for i in range(60, 300))
    text = f"{HEADER}a weight 5: score x\noutcome o0: total\n{few}"
    assert interpreted(compiled(text), {"d": {"x": 3}}).outcomes[-1].value == 62
    found = compile_rubric(Source("r.rubric", text + many)).findings
    assert {f.code for f in found if f.is_error} == {"RB1011"}


def test_the_least_of_many() -> None:
    operands = ", ".join(f"x + {i}" for i in range(MANY))
    assert total(f"a weight 5: score min({operands})\n") == 3
    assert total(f"a weight 5: score max(0, min({operands}), 1, 2, 1)\n") == 3
