"""Weights by algebra: sums of numbers, sympy, and the pass that adds fractions agree on every tree, right or wrong."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from rubricc.compiler.driver import compile_rubric
from rubricc.compiler.proofs.algebra import Sum, _sums, _symbolic, disagreements, verify_weights
from rubricc.dsl.source import Source

weights = st.integers(1, 400).map(lambda n: Fraction(n, 100))


def rubric(total: Fraction, groups: list[tuple[Fraction, list[Fraction]]]) -> str:
    lines = ['rubric "示例":', f"    total {float(total)}", "    convention cn-fiscal"]
    for at, (weight, parts) in enumerate(groups):
        lines.append(f"G{at} 组 weight {float(weight)}:")
        lines += [
            f"    G{at}.{n} 率{at}x{n} weight {float(part)}: target >= 90%; deduct 0.01 per 1% below"
            for n, part in enumerate(parts)
        ]
    return "\n".join(lines) + "\n"


@given(
    st.lists(st.tuples(st.lists(weights, min_size=1, max_size=4), st.booleans()), min_size=1, max_size=3),
    st.booleans(),
)
def test_the_algebra_agrees_with_the_sums(trees: list[tuple[list[Fraction], bool]], right: bool) -> None:
    groups = [(sum(parts, Fraction(0 if fits else 1)), parts) for parts, fits in trees]
    total = sum((weight for weight, _ in groups), Fraction(0 if right else 1))
    compiled = compile_rubric(Source("", rubric(total, groups)))
    assert compiled.program is not None
    assert disagreements(compiled.program, compiled.findings) == ()
    found = verify_weights(compiled.program)
    assert found == tuple(_symbolic(*each, {}) for each in _sums(compiled.program))
    assert [each.holds for each in found] == [right, *(fits for _, fits in trees)]
    assert found[0].over == (0 if right else -1)


def test_a_draft_is_neither_right_nor_wrong() -> None:
    text = rubric(Fraction(5), [(Fraction(5), [Fraction(2), Fraction(3)])]).replace("weight 3.0", "weight ?")
    solved = compile_rubric(Source("", text)).program
    assert solved is not None and all(each.holds for each in verify_weights(solved))
    text = text.replace("weight 2.0", "weight ?")
    program = compile_rubric(Source("", text)).program
    assert program is not None
    assert verify_weights(program) == (
        Sum("", True, Fraction(0), True),
        Sum("G0 组", None, Fraction(0), False),
    )


def test_weights_of_parameters_add_up_whatever_the_parameters_are_or_only_now() -> None:
    text = """rubric "示例":
    total (满)
    convention cn-fiscal
param 满 = 10
param 甲 = 满 / 4
param 乙 = 4
G1 组 weight (满 - 乙):
    A1 率一 weight (甲): target >= 90%
    A2 率二 weight (满 - 甲 - 乙): target >= 90%
G2 组 weight (乙): target >= 90%
G3 组 weight (满 * 0 + 0.5): target >= 90%
"""
    wrong = compile_rubric(Source("", text))
    assert wrong.program is not None
    assert [each.code for each in wrong.findings] == ["RB4002"]
    assert disagreements(wrong.program, wrong.findings) == ()
    assert verify_weights(wrong.program) == (
        Sum("", False, Fraction(1, 2), False),
        Sum("G1 组", True, Fraction(0), True),
    )
    fixed = compile_rubric(
        Source(
            "", text.replace("(满 * 0 + 0.5)", "1").replace("(满 - 乙)", "5").replace("(满 - 甲 - 乙)", "2.5")
        )
    )
    assert fixed.program is not None and fixed.checked is not None
    assert [(each.holds, each.always) for each in verify_weights(fixed.program)] == [
        (True, False),
        (True, False),
    ]


def test_what_is_no_sum_is_not_added_up() -> None:
    text = """rubric "示例":
    total 3 up to 5
    convention cn-fiscal
G1 组 weight 3:
    combine best 1
    A1 率一 weight 3: target >= 90%
    A2 率二 weight 3: target >= 90%
bonus group 奖励 up to 2:
    A3 率三 weight 2: target >= 90%
"""
    compiled = compile_rubric(Source("", text))
    assert compiled.program is not None and compiled.checked is not None
    assert disagreements(compiled.program, compiled.findings) == ()
    assert [each.title for each in verify_weights(compiled.program)] == [""]


def test_a_disagreement_would_be_said() -> None:
    text = rubric(Fraction(5), [(Fraction(5), [Fraction(2), Fraction(2)])])
    compiled = compile_rubric(Source("", text))
    assert compiled.program is not None
    assert disagreements(compiled.program, ()) == ("algebra: 1 wrong sums; found: 0",)
