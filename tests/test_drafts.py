"""Drafts: what open weights may be, exactly; what is worked out without them; that there is no scorer."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubricc import Rubric, RubricError, loads
from rubricc.compiler.driver import compile_rubric
from rubricc.compiler.ir.program import Program, Range
from rubricc.dsl.diagnostics.wording import wording
from rubricc.dsl.source import Source
from shell import Shell

HEAD = 'rubric "d":\n    total {}\n    convention cn-fiscal\n'
Tree = list[tuple[Fraction, list[Fraction]]]
_parts = st.lists(st.integers(1, 40).map(lambda k: Fraction(k, 4)), min_size=1, max_size=4)


def text(tree: Tree, hidden: dict[str, Fraction | None]) -> str:
    """A rubric of groups and indicators; a hidden weight is `?`, or a number in its place."""

    def said(code: str, weight: Fraction) -> str:
        shown = hidden.get(code, weight)
        return "?" if shown is None else str(float(shown))

    total = sum((weight for weight, _ in tree), Fraction(0))
    lines = [HEAD.format(float(total))]
    for at, (weight, parts) in enumerate(tree, 1):
        lines.append(f"G{at} g{at} weight {said(f'G{at}', weight)}:\n")
        for k, part in enumerate(parts, 1):
            lines.append(f"    G{at}.{k} x{at}y{k} weight {said(f'G{at}.{k}', part)}: target >= 90%\n")
    return "".join(lines)


def program(source: str) -> Program:
    made = compile_rubric(Source("", source)).program
    assert made is not None
    return made


def errors(source: str) -> list[str]:
    return [each.code for each in compile_rubric(Source("", source)).findings if each.is_error]


def inside(found: Range) -> Fraction:
    """A value of a range, away from its ends where it has an inside."""
    high = found.low + 1 if found.high is None else found.high
    return (found.low + high) / 2


@given(st.lists(_parts, min_size=1, max_size=3), st.data())
def test_ranges_hold_the_weights_and_nothing_that_cannot_be(
    groups: list[list[Fraction]], data: st.DataObject
) -> None:
    tree = [(sum(parts, Fraction(0)), parts) for parts in groups]
    true = {f"G{at}": weight for at, (weight, _) in enumerate(tree, 1)}
    true |= {f"G{at}.{k}": part for at, (_, parts) in enumerate(tree, 1) for k, part in enumerate(parts, 1)}
    hidden: dict[str, Fraction | None] = dict.fromkeys(
        data.draw(st.sets(st.sampled_from(sorted(true)), min_size=1))
    )
    undecided = program(text(tree, hidden)).open
    assert {item.code for item, _ in undecided} == hidden.keys()
    for item, found in undecided:
        weight = true[item.code]
        assert found.low <= weight and (found.high is None or weight <= found.high) and not found.is_empty
        if found.high is not None:  # what lies beyond an end cannot be
            beyond = text(tree, hidden | {item.code: found.high + Fraction(1, 4)})
            assert {"RB5066", "RB4001", "RB4002"} & set(errors(beyond)), beyond
    # one after another they can be decided, each anywhere within what is then left, and then all adds up
    for code in sorted(hidden):
        left = {item.code: found for item, found in program(text(tree, hidden)).open}
        assert not left[code].is_empty
        hidden[code] = inside(left[code])
    assert not {"RB5066", "RB4001", "RB4002", "RB4004"} & set(errors(text(tree, hidden)))


def draft(weight: str = "?") -> str:
    return HEAD.format(5) + (
        f"data s:\n    a: percent\n    b: percent\nC1 a weight 3: target >= 90%\nC2 b weight {weight}: target >= 90%\n"
        "check high: a >= 50%\ncheck both: points(C1) >= 1\n"
        'case "c":\n    given a = 60%, b = 60%\n    expect weight C2 = 2, weight C1 in 1 .. 4, check high holds\n'
    )


def test_a_draft_works_out_statements_and_has_no_scorer() -> None:
    rubric = loads(draft())
    assert isinstance(rubric, Rubric)
    result = rubric.score({"s": {"a": "60%", "b": "60%"}})
    assert (result.total, list(result)) == (None, [])
    assert [(each.name, each.result) for each in result.statements] == [("high", "holds")]
    with pytest.raises(RubricError, match="RB5067"):
        rubric.compile()
    assert loads(draft("2")).compile()


def test_a_weight_that_is_not_solved_stands_in_the_clauses_as_the_most_it_may_be() -> None:
    start = (
        HEAD.format(5)
        + "data s:\n    a, b: percent\n"
        + "C1 a weight ?: start at {}; deduct half when a < 50%\nC2 b weight ?: target >= 90%\n"
    )
    assert errors(start.format(5)) == []
    assert errors(start.format(101)) == ["RB5008"]


def test_all_open_weights_are_one_finding_with_every_range_and_one_repair() -> None:
    text = HEAD.format(100) + (
        "data s:\n    a: percent\n"
        "A x weight ?:\n    A1 y weight 11: of a; target >= 90%\n    A2 z weight ?: of a; target >= 90%\n"
        "B u weight 30:\n    B1 v weight 10.5: of a; target >= 90%\n    B2 w weight ?: of a; target >= 90%\n"
        "C t weight ?: of a; target >= 90%\n"
    )
    (found,) = compile_rubric(Source("", text)).findings
    said = wording(found, "en")
    assert (found.code, said.title) == ("RB4005", "A draft: weights that are not decided: 4")
    assert said.notes[1:] == ("11 < ? < 70  A x", "0 < ? < 59  A2 z · C t", "? = 19.5  B2 w")
    assert found.fix is not None and [edit.replacement for edit in found.fix.edits] == ["19.5"]


def test_a_draft_with_nothing_to_work_out_is_not_scored(shell: Shell) -> None:
    shell.write("d.rubric", draft().replace("check", "# check").replace(", # check high holds", ""))
    for command in ("score", "why", "explain"):
        refused = shell(command, "d.rubric")
        assert (refused.code, refused.out) == (1, "") and "RB5067" in refused.err


def test_the_commands_on_a_draft(shell: Shell) -> None:
    shell.write("d.rubric", draft())
    assert shell("check", "d.rubric").code == 0
    assert shell("test", "d.rubric").code == 0
    scored = shell("score", "d.rubric")
    assert scored.code == 0 and "high" in scored.out and "RB4005" in scored.err
    assert "no total: A draft: weights that are not decided: 1" in scored.out
    for form in ("markdown", "html"):
        assert "weights that are not decided: 1" in shell("score", "d.rubric", "--format", form).out
    for of_points in ("why", "explain"):
        refused = shell(of_points, "d.rubric")
        assert (refused.code, refused.out) == (1, "") and "RB5067" in refused.err
    refused = shell("compile", "d.rubric")
    assert (refused.code, refused.out) == (1, "") and "RB5067" in refused.err
    shell.write("d.rubric", draft().replace("weight C2 = 2", "weight C2 = 3").replace("1 .. 4", "4 .. 9"))
    failed = shell("test", "d.rubric", "--lang", "en")
    assert failed.code == 1
    assert "C2: expected 3, scored 2" in failed.out and "C1: expected 4 .. 9, scored 3" in failed.out
