"""The prover: planted faults are found, sound twins are not flagged, and what it says is what the scorers do.

Hypothesis is the second witness: the pieces of a score function are held against the interpreter on drawn facts.
"""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings

import rubricc
from compilable import Sample, samples
from pages import ROOT
from planted import FAULTS
from planted_frame import HEADER, RATE, RATIO
from rubricc.compiler.derivation.spec import schema_of
from rubricc.compiler.driver import compile_rubric
from rubricc.compiler.interpreter import Interpreter
from rubricc.compiler.proofs.analysed import Analysed
from rubricc.compiler.proofs.attained import vary
from rubricc.compiler.proofs.claims import Claim
from rubricc.compiler.proofs.pieces import Unknown, value_at
from rubricc.compiler.proofs.prove import prove, warnings
from rubricc.compiler.proofs.sheets import NOTHING, Ground, Sheet
from rubricc.compiler.proofs.totals import totals_of
from rubricc.compiler.proofs.witness import worked_out
from rubricc.compiler.runtime.exact import Value
from rubricc.compiler.runtime.facts import bind
from rubricc.compiler.runtime.run import of_each
from rubricc.dsl.source import Source
from shell import LULIANG, Shell
from test_agreement import SLOW, compiled, module_of

PRINTED = "A1 n weight 5: of 执行率; target >= 95%; deduct 1 per 1% below; zero when 有事故\n"


def claims(text: str) -> list[Claim]:
    found = compile_rubric(Source("t.rubric", text))
    program = found.checked.program if found.checked is not None else found.program
    assert program is not None, [(f.code, f.args) for f in found.findings]
    made = prove(program, found.findings, found.checked)
    assert made, [(f.code, f.args) for f in found.findings]
    return made


def told(found: list[Claim]) -> list[tuple[str, str, str, str]]:
    return [(c.claim, c.at, c.verdict, c.said.en) for c in found if c.verdict != "proved"]


def test_the_page_counts_the_planted_faults() -> None:
    assert f"`tests/planted/` has {len(FAULTS)} small rubrics" in (ROOT / "docs/proofs.md").read_text("utf-8")


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(name: str) -> None:
    fault = FAULTS[name]
    found = claims(HEADER + fault.wrong)
    refuted = [c for c in found if c.verdict == "refuted"]
    assert {c.claim for c in refuted} == {fault.claim}, told(found)
    assert all(fault.says in c.said.en for c in refuted if c.at == refuted[0].at)


@pytest.mark.parametrize("name", FAULTS)
def test_its_sound_twin_is_not_flagged(name: str) -> None:
    assert told(claims(HEADER + FAULTS[name].right)) == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_witness_scores_as_it_says(name: str) -> None:
    """Everywhere: in the interpreter and in generated code."""
    text = HEADER + FAULTS[name].wrong
    result = compile_rubric(Source("t.rubric", text))
    if result.checked is None:  # what does not compile has no scorer
        return
    rubric, module = rubricc.loads(text), module_of(result.checked)
    for claim in prove(result.checked.program, result.findings, result.checked):
        for one in claim.witness:
            facts = one.facts.get("", one.facts)
            assert points_at(rubric.score(facts, partial=True), claim.at) == one.points
            if not bind(rubric.blocks, facts).gaps:
                assert points_at(module.score(facts), claim.at) == one.points


def points_at(result: Any, at: str) -> object:
    """The points of an indicator, or the total."""
    return result[at].points if at else result.total


@SLOW
@given(samples())
def test_the_pieces_are_the_points(sample: Sample) -> None:
    """A score function of one measure gives, at the value that facts have, the points that the interpreter gives."""
    program = compiled(sample.source).program
    blocks = schema_of(program)
    one = (*of_each(blocks, bind(blocks, sample.facts)), None)[0]
    if one is None:  # no unit is scored
        return
    ground = Ground(program)
    for indicator in program.indicators:
        try:
            sheet = Sheet(ground, indicator)
            values = worked_out(ground.slots, sheet.indicator, one)  # as far as it applies
            if values is None:
                continue
            given_values = {name: values[name] for name in sheet.variables}
            for variable in sheet.numbers:
                x = Fraction(0) if variable.name == NOTHING else as_number(values[variable.name])
                assert variable.domain is not None and x in variable.domain.whole
                others = {n: v for n, v in given_values.items() if n != variable.name}
                functions = sheet.functions(variable, others)
                assert value_at(functions[sheet.last], x) == values[sheet.last]
        except Unknown:
            continue


def as_number(value: Value) -> Fraction:
    if isinstance(value, date):
        return Fraction(value.toordinal())
    assert isinstance(value, int | Fraction)
    return Fraction(value)


@settings(SLOW, max_examples=30)
@given(samples())
def test_what_is_proved_is_never_contradicted(sample: Sample) -> None:
    """Bounds, and points that never vary: those of drawn facts are within what was proved."""
    checked = compiled(sample.source)
    program = checked.program
    blocks = schema_of(program)
    one = (*of_each(blocks, bind(blocks, sample.facts)), None)[0]
    if one is None:  # no unit is scored
        return
    ground = Ground(program)
    for indicator in program.indicators:
        try:
            found = Analysed(ground, indicator)
        except Unknown:
            continue
        values = worked_out(program.slot, found.sheet.indicator, one)  # as far as it applies
        if values is None:
            continue
        points = values[indicator.lines[-1].name]
        assert isinstance(points, int | Fraction) and Fraction(points) in found.bounds
        for claim in found.made("vary", lambda one=found: vary(one)):  # type: ignore[misc]
            if claim.verdict == "refuted":  # bounds may be wider than the one number of points that there is
                assert claim.warn is not None and points == Fraction(claim.warn.args["points"])


@settings(SLOW, max_examples=20)
@given(samples())
def test_no_total_is_left_out(sample: Sample) -> None:
    """The total of drawn facts is among those that there can be, whatever the groups and effects."""
    checked = compiled(sample.source)
    ground = Ground(checked.program)
    blocks = schema_of(checked.program)
    one = (*of_each(blocks, bind(blocks, sample.facts)), None)[0]
    result = None if one is None or not checked.program.items else Interpreter(checked).score(one)
    if result is None or result.exact is None:
        return
    try:
        analysed = {i.key: Analysed(ground, i) for i in checked.program.indicators}
        totals = totals_of(ground, analysed)
    except Unknown:
        return
    total = Fraction(result.exact) / checked.program.grid
    assert total.denominator == 1 and totals.meets(int(total), int(total))


@pytest.mark.parametrize("name", FAULTS)
def test_check_warns_of_nothing_but_what_prove_refutes(name: str) -> None:
    """What is quick believes the pieces; it says no more than what facts show."""
    for text in (FAULTS[name].wrong, FAULTS[name].right):
        found = compile_rubric(Source("t.rubric", HEADER + text))
        if found.checked is not None:
            program = found.checked.program
            made = prove(program, found.findings, found.checked)
            refuted = {c.warn.code for c in made if c.verdict == "refuted" and c.warn is not None}
            assert {each.code for each in warnings(program, found.findings)} <= refuted


def test_the_command_prints_facts_that_score_as_it_says(shell: Shell) -> None:
    shell.write("t.rubric", HEADER + FAULTS["a ratio of sums that falls"].wrong)
    done = shell("prove", "t.rubric", "--format", "json", "--lang", "zh")
    assert done.code == 1 and not done.err
    refuted = [c for c in json.loads(done.out)["claims"] if c["verdict"] == "refuted"]
    assert [c["claim"] for c in refuted] == ["monotone"]
    better, worse = refuted[0]["witness"][1], refuted[0]["witness"][0]
    assert Fraction(better["points"]) < Fraction(worse["points"])
    for one in refuted[0]["witness"]:
        shell.write("facts.json", json.dumps(one["inputs"], ensure_ascii=False))
        scored = json.loads(shell("score", "t.rubric", "--data", "facts.json", "--format", "json").out)
        assert scored["indicators"][0]["points"] == one["points"]


def test_check_says_what_is_refuted_once(shell: Shell) -> None:
    """Each warning of its own; of points that never change nothing else; what a pass has said is not said again."""
    rubric = (
        HEADER.replace("5", "20")
        + RATE
        + (
            "A1 a weight 5: of 执行率; target >= 0%; deduct 1 per 1% below; deduct 1 when 执行率 > 100%\n"
            "A2 b weight 5: of 执行率; target >= 95%; deduct 1 per 1% below; deduct 1 when 执行率 < 60%\n"
            "A3 c weight 10: by 执行率:\n    >= 95%: 9\n    otherwise: 0\n"
        )
    )
    shell.write("t.rubric", rubric)
    done = shell("check", "t.rubric", "--format", "concise")
    assert (done.code, [line.split(": ")[1] for line in done.out.splitlines()]) == (
        0, ["warning RB6004", "warning RB6006", "warning RB6001"]
    )  # fmt: skip
    shell.write("t.rubric", rubric.replace("total 20", "total 21"))
    done = shell("check", "t.rubric", "--format", "concise")
    assert (done.code, [line.split(": ")[1] for line in done.out.splitlines()]) == (1, ["error RB4002"])


def test_the_command_ends_with_0_only_where_all_is_proved(shell: Shell) -> None:
    shell.write("t.rubric", HEADER + FAULTS["two points swapped"].right)
    done = shell("prove", "t.rubric", "--lang", "zh")
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("8 项成立、0 项不成立、0 项不能判定\n")
    shell.write("t.rubric", HEADER + RATE + "A1 n weight 5: of 没有; target >= 95%\n")
    refused = shell("prove", "t.rubric")
    assert refused.code == 1 and "RB2001" in refused.err and not refused.out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_unknown_says_why(lang: str) -> None:
    rows = "data e by event:\n    超时: yes/no\n"
    found = claims(HEADER + rows + "A1 n weight 5: deduct judged 0 .. 2 per row of e where 超时 up to 3\n")
    unknown = [c for c in found if c.verdict == "unknown"]
    assert unknown and all(c.said.text(lang) for c in unknown)


def test_rows_that_are_only_counted_are_shown() -> None:
    made = claims(HEADER + "data e by event:\n    逾期: yes/no\nA1 n weight 5: deduct 1 per row of e\n")
    assert told(made) == [("consequence", "", "refuted", "facts that nothing reads: e.逾期")]


ROWS_AND_UNITS = {
    "a ratio within each row, up to its bound": (
        "    grades: 优 >= 5, 差 otherwise\n"
        "data e by event:\n    预算: money 万元 1 .. 1000\n    支出: money 万元 <= 预算\n"
        "A1 n weight 5:\n    each e:\n        of 支出 / 预算\n        target >= 90%\n"
        "        deduct 1 per 5% below\n        combine mean\n"
    ),
    "a rank, which two units take": (
        "    grades: 优 >= 5, 差 otherwise\n"
        "data u by unit:\n    满意: percent 0% .. 100% to 0.1%\n    通报: yes/no\n"
        "A1 n weight 2: deduct 2 when 通报\n"
        "A2 m weight 3: by rank(满意, highest first):\n    1: 3\n    otherwise: 1\n"
    ),
    "months that one indicator counts and the other adds up": (
        "    grades: 优 >= 5, 差 otherwise\n"
        "data m by month 2020-01 .. 2020-06:\n    更新: count 0 .. 1000\n"
        "A1 n weight 2: deduct 2 when sum(更新) < 600\n"
        "A2 m weight 3: deduct 0.5 per month where 更新 < 100\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS_AND_UNITS)
def test_facts_are_found_for_rows_and_units(name: str) -> None:
    assert told(claims(HEADER + ROWS_AND_UNITS[name])) == []


def test_an_empty_cell_is_shown_as_it_is_read(shell: Shell) -> None:
    """In a document of JSON it is null, and what the witness says of its points holds when it is scored."""
    shell.write("t.rubric", HEADER + FAULTS["an empty cell counts as the average"].wrong)
    made = json.loads(shell("prove", "t.rubric", "--format", "json").out)["claims"]
    (empty,) = (c for c in made if c["claim"] == "empty")
    assert {"d": {"执行率": None}} in [one["inputs"] for one in empty["witness"]]
    for one in empty["witness"]:
        shell.write("facts.json", json.dumps(one["inputs"], ensure_ascii=False))
        scored = json.loads(shell("score", "t.rubric", "--data", "facts.json", "--format", "json").out)
        assert scored["indicators"][0]["points"] == one["points"]


def test_an_empty_cell_may_be_the_worst_or_the_best() -> None:
    """Which of the two it is is said: that leaving it out never pays is not claimed where it pays."""
    data = "data d:\n    投诉数: count up to 50 may be missing\n"
    for otherwise, which in ((0, "the best"), (50, "the worst")):
        made = claims(HEADER + data + f"A1 n weight 5: deduct (0.1 * (投诉数, else {otherwise}))\n")
        (empty,) = (c for c in made if c.claim in ("empty", "missing"))
        assert (empty.claim, empty.verdict) == ("empty", "proved") and which in empty.said.en


def test_the_pieces_can_be_printed(shell: Shell) -> None:
    shell.write("t.rubric", HEADER + RATE + "    有事故: yes/no\n" + PRINTED)
    done = shell("prove", "t.rubric", "--pieces", "--lang", "zh")
    assert done.code == 0
    assert done.out.split("\n\n")[1].splitlines() == [
        "A1 n",
        "  得分 = ⎧ 0                                        有事故",
        "         ⎩ max(0, 5 − ⌈max(0, 95% − 执行率) ÷ 1%⌉)  其他",
        "  有事故 = 是",
        "    执行率 [0%, 100%]：0 分",
        "  有事故 = 否",
        "    执行率 [0%, 89.99%]：0 分",
        "    执行率 [90%, 94.99%]：阶梯 0 → 4 分，每 1% +1",
        "      跳 +1",
        "    执行率 [95%, 100%]：5 分",
    ]
    made = json.loads(shell("prove", "t.rubric", "--pieces", "--format", "json", "--lang", "zh").out)[
        "pieces"
    ]
    assert [one["answers"] for one in made] == [{"有事故": "是"}, {"有事故": "否"}]
    steps = made[1]["pieces"][1]
    assert steps["kind"] == "steps" and (steps["every"], steps["change"]) == ("0.01", "1")
    assert (steps["from"], steps["to"], steps["points"]) == ("0.9", "0.9499", ["0", "4"])


@pytest.mark.parametrize(
    ("kind", "needed"),
    [
        ("count up to 1_000", "32 bits for 1"),
        ("count up to 10_000_000", "64 bits for 1"),
        ("count", "128 bits for 1"),
        ("number 0 .. 10 to 0.000001", "64 bits for 1"),
    ],
)
def test_the_width_of_integers_follows_from_the_domains(kind: str, needed: str) -> None:
    """95 times the calls of twelve months, in hundredths of a point, and every value on the way."""
    part = kind.split(maxsplit=1)[0]
    months = f"data m by month 2020-01 .. 2020-12:\n    话务量: {kind}\n    接通数: {part} <= 话务量\n"
    if "to" in kind.split():
        months = months.replace("<= 话务量", "0 .. 10 to 0.000001")
    made = claims(HEADER + months + "A1 n weight 5: " + RATIO.strip() + "\n")
    assert [c.said.en for c in made if c.claim == "width"] == [
        f"exact evaluation of many rows needs {needed}"
    ]


def test_luliang_is_proved() -> None:
    source = (LULIANG / "luliang-2020.rubric").read_text(encoding="utf-8")
    assert told(claims(source)) == []


def test_facts_for_a_whole_rubric_have_empty_cells() -> None:
    """What is said to be empty stays so where it is put together with what others say, and bounds nothing."""
    text = (
        'rubric "r":\n    total 10\n    grades: A >= 10, B >= 5, C otherwise\n    convention cn-fiscal\n'
        "data d:\n    c: count\n    b: count <= c may be missing\n    a: count <= b\n"
        "A1 n weight 5: deduct 5 when b is missing\nA2 m weight 5: deduct 5 when c < 2\n"
    )
    (graded,) = [c for c in claims(text) if c.claim == "grades"]
    assert graded.verdict == "proved"
    assert any(one.facts["d"]["b"] is None for one in graded.witness)


def test_measures_without_ends_have_a_way() -> None:
    """A line that goes from minus to plus infinity has no ends that differ, and falls all the same."""
    text = (
        HEADER
        + "data d:\n    x: number\n    y: number\nA1 n weight 5: higher is better; score 3 - x; deduct 1 when y < 0\n"
    )
    assert [c.verdict for c in claims(text) if c.claim == "monotone"] == ["refuted"]
