"""What the prover once said and facts contradicted: rubrics small enough to see why, each with the facts."""

from __future__ import annotations

from typing import Any

import pytest

from planted_frame import HEADER
from rubricc.compiler.derivation.spec import schema_of
from rubricc.compiler.driver import compile_rubric
from rubricc.compiler.interpreter import Interpreter
from rubricc.compiler.proofs.claims import Claim
from rubricc.compiler.proofs.prove import prove, warnings
from rubricc.compiler.runtime.facts import bind
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.runtime.run import of_each
from rubricc.dsl.source import Source
from test_agreement import compiled

SHARE = "data d:\n    差错率: percent 0% .. 100% to 1%\n"


def claims(source: str, name: str) -> list[Claim]:
    checked = compiled(source)
    return [c for c in prove(checked.program, (), checked) if c.claim == name]


def verdicts(source: str, name: str) -> list[str]:
    return [c.verdict for c in claims(source, name)]


def warned(source: str) -> list[str]:
    result = compile_rubric(Source("r.rubric", source))
    assert result.checked is not None
    return [d.code for d in warnings(result.checked.program, result.findings)]


def scored(source: str, facts: dict[str, Any]) -> Result:
    """The first unit, where units are scored."""
    checked = compiled(source)
    blocks = schema_of(checked.program)
    bound = bind(blocks, facts).require()
    return Interpreter(checked).run(bound)(of_each(blocks, bound)[0])


def test_a_part_of_the_last_month_is_not_a_part_of_all() -> None:
    source = HEADER + (
        "data m by month 2020-01 .. 2020-03:\n    b: count\n    a: count <= b\n"
        "A1 n weight 5: of sum(a) / sum(last 1 of b); deduct 5 when sum(a) / sum(last 1 of b) > 2\n"
    )
    rows = [{"月份": f"2020-0{at}", "b": b, "a": b} for at, b in ((1, 9), (2, 9), (3, 1))]
    assert scored(source, {"m": rows})["A1"].points == 0
    assert verdicts(source, "vary") == ["proved"]
    assert "refuted" not in verdicts(source, "consequence")


@pytest.mark.parametrize(
    "clauses",
    [
        "of 1 - 差错率; target >= 90%; deduct 1 per 1% below",
        "of 1 - 差错率; target >= 90%",
        "higher is better; of 1 - 差错率; linear (0% -> 0, 100% -> 5)",
    ],
)
def test_what_is_taken_away_is_better_where_it_is_less(clauses: str) -> None:
    source = HEADER + SHARE + f"A1 n weight 5: {clauses}\n"
    (claim,) = claims(source, "monotone")
    assert (claim.verdict, "差错率 is lower" in claim.said.en) == ("proved", True)
    assert "RB6003" not in warned(source)


def test_a_target_that_is_a_fact_has_no_way_of_its_own() -> None:
    source = HEADER + "data d:\n    a, b: count\nA1 n weight 5: of a; target >= b\n"
    (claim,) = claims(source, "monotone")
    assert (claim.verdict, "a is higher or b is lower" in claim.said.en) == ("proved", True)


def test_what_is_written_to_be_better_is_the_measure_and_no_condition() -> None:
    source = HEADER + SHARE + (
        "    事故数: count\nA1 n weight 5:\n    lower is better\n    of 差错率\n    linear (0% -> 5, 100% -> 0)\n"
        "    zero when 事故数 > 3\n"
    )  # fmt: skip
    assert verdicts(source, "monotone") == ["proved"]
    rising = source.replace("zero when 事故数 > 3", "zero when 事故数 < 3")
    assert verdicts(rising, "monotone") == ["proved"]  # of accidents nothing is said: some one way holds


@pytest.mark.parametrize(("line", "refuted"), [("80%", True), ("90%", False), ("95%", False)])
def test_a_value_below_one_line_and_above_another_is_charged_twice(line: str, refuted: bool) -> None:
    source = HEADER + "data d:\n    执行率: percent 0% .. 100% to 1%\n" + (
        f"A1 n weight 5: deduct 0.1 per 1pp of 执行率 below 90%; deduct 0.1 per 1pp of 执行率 above {line}\n"
    )  # fmt: skip
    assert ("refuted" in verdicts(source, "double_charge")) == refuted
    assert ("RB6008" in warned(source)) == refuted


# ── where it does not apply ──

DOES_NOT = "data d:\n    无业务: yes/no\n    执行率: percent 0% .. 100% to 1%\n"


def test_points_that_are_given_where_it_does_not_apply_vary_too() -> None:
    clauses = "A1 n weight 5: not applicable {} when 无业务; score if 执行率 > 30% then 5 else 5\n"
    source = HEADER + DOES_NOT + clauses.format("zero")
    (claim,) = claims(source, "vary")
    assert claim.verdict == "proved"
    assert scored(source, {"d": {"无业务": True, "执行率": 0}})["A1"].points == 0
    assert "RB6004" not in warned(source)
    assert verdicts(HEADER + DOES_NOT + clauses.format("full"), "vary") == ["refuted"]


def test_a_clause_that_has_a_say_only_where_nothing_applies_has_none() -> None:
    source = HEADER + DOES_NOT + "A1 n weight 5: not applicable full when 无业务; deduct 2 when 无业务\n"
    assert verdicts(source, "consequence")[0] == "refuted"
    assert verdicts(source, "vary") == ["refuted"]


@pytest.mark.parametrize("name", ["vary", "reachability", "monotone"])
def test_facts_that_show_something_are_facts_under_which_it_applies(name: str) -> None:
    source = HEADER + (
        "data d:\n    执行率: percent 0% .. 100% to 1%\n    完成数: count up to 9\n    总数: count up to 9\n"
        "A1 n weight 5: not applicable 1 when 完成数 + 总数 < 12; by 执行率:\n"
        "    >= 90%: 3\n    [50%, 90%): 5\n    otherwise: 0\n"
    )
    (claim,) = claims(source, name)
    assert claim.witness
    for shown in claim.witness:
        assert scored(source, shown.facts)["A1"].points == shown.points


def test_a_clause_of_rows_has_a_say_where_the_indicator_applies() -> None:
    source = HEADER + (
        "data d:\n    总数: count up to 9\ndata e by event:\n    用时: count up to 9\nA1 n weight 5:\n"
        "    not applicable 1 when 总数 < 8\n    each e:\n        start at 2\n"
        "        deduct 1 when 用时 > 3\n        add 1 when 用时 < 2 and 总数 < 7\n        combine mean\n"
    )
    (claim,) = (c for c in claims(source, "consequence") if c.at and "add 1" in c.said.en)
    assert claim.verdict in ("refuted", "unknown")


def test_points_of_another_item_may_be_missing_though_no_fact_is() -> None:
    source = HEADER.replace("total 5", "total 10") + (
        "data d:\n    a, b: count\nA1 n weight 5: score if a / b > 1 then 5 else 5\n"
        "A2 n weight 5: score if points(A1) > 0 then 5 else 5; missing zero\n"
    )
    assert scored(source, {"d": {"a": 1, "b": 0}})["A2"].points == 0
    checked = compiled(source)
    said = {(c.at, c.claim): c.verdict for c in prove(checked.program, (), checked)}
    assert said["A2", "vary"] == "unknown"
    assert said["A2", "missing"] != "refuted"


def test_a_measure_is_another_where_a_fact_of_it_is_empty() -> None:
    source = HEADER + (
        "data d:\n    a: percent 0% .. 100% to 10%\n    b: percent 0% .. 100% to 10% may be missing\n"
        "A1 n weight 5:\n    deduct 1 when b is missing\n"
        "    by a * (b, else 50%):\n        >= 40%: 5\n        [10%, 40%): 3\n        otherwise: 0\n"
    )
    points = [scored(source, {"d": {"a": "80%", "b": b}})["A1"].points for b in ("60%", None, "0%")]
    assert points == [5, 4, 0]
    assert verdicts(source, "empty") == ["unknown"]  # it is neither the worst nor the best


# ── totals ──

GRADES = HEADER.replace("total 5\n", "total {}\n    grades: 优 {}, 良 {}, 差 otherwise\n")


def test_a_mean_of_others_lies_between_points() -> None:
    source = GRADES.format("5", "> 3", "> 2") + (
        "data u by unit:\n    通过, 无业务: yes/no\n"
        "A1 n weight 5: not applicable mean of others when 无业务; full when 通过\n"
    )
    rows = [("甲", False, True), ("乙", True, False), ("丙", False, False)]
    facts = {"u": [{"单位": name, "通过": passed, "无业务": none} for name, passed, none in rows]}
    assert scored(source, facts).grade == "良"
    assert "refuted" not in verdicts(source, "grades")
    assert "RB6010" not in warned(source)


def test_a_bonus_is_made_more_of_where_something_does_not_apply() -> None:
    source = GRADES.format("10 up to 20", ">= 15", ">= 2") + (
        "data d:\n    通过, 无业务: yes/no\n"
        "A1 n weight 5: full when 通过\n"
        "A2 n weight 5: not applicable rescale in total when 无业务; full when 通过\n"
        "bonus group G up to 3:\n    B1 n weight 3: full when 通过\n"
    )
    assert scored(source, {"d": {"通过": True, "无业务": True}}).grade == "优"
    assert "refuted" not in verdicts(source, "grades")


def test_a_grade_that_totals_are_lowered_to_is_given() -> None:
    source = GRADES.format("5", ">= 3", ">= 0") + (
        "data d:\n    投诉数: count up to 10\nA1 n weight 5: deduct 1 per 1 of 投诉数\n"
        "grade one lower when 投诉数 > 3\n"
    )
    assert scored(source, {"d": {"投诉数": 4}}).grade == "差"
    assert not compile_rubric(Source("r.rubric", source)).findings
    assert verdicts(source, "grades") == ["proved"]


def test_no_total_is_below_nothing() -> None:
    source = GRADES.format("5", ">= 2", ">= 0").replace(", 差 otherwise", "") + (
        "data d:\n    投诉数: count up to 10\nA1 n weight 5: deduct 1 per 1 of 投诉数; at least -3\n"
    )
    assert scored(source, {"d": {"投诉数": 10}}).grade == "良"
    assert not compile_rubric(Source("r.rubric", source)).findings
