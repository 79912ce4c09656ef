"""The readings table: what stands in it is what the rubric scores when the author writes it so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rubricc.compiler.driver import compile_rubric
from rubricc.compiler.readings import tabulated
from rubricc.dsl.diagnostics.model import Diagnostic
from rubricc.dsl.diagnostics.render import concise, markdown
from rubricc.dsl.source import Source
from rubricc.rubric import loads
from shell import ONE_LINE, Shell

HEADER = 'rubric "r":\n    total 5\n'
DATA = """\
data d:
    calls, answered, desks: count
    rate: percent
"""
CASE = """\
case "bad":
    data "nowhere.yaml"
case "2020":
    given calls = 344111, answered = 322720, desks = 15, rate = 94.996%
"""
FACTS = {"d": {"calls": 344111, "answered": 322720, "desks": 15, "rate": "94.996%"}}


def table(rules: str, header: str = HEADER, case: str = CASE) -> list[Diagnostic]:
    compiled = compile_rubric(Source("r.rubric", f"{header}{DATA}{rules}\n{case}"))
    assert compiled.checked is not None, [d.code for d in compiled.findings if d.is_error]
    return [d for d in tabulated(compiled, Path(".")) if d.code == "RB5014"]


def test_every_reading_of_a_step_in_percent() -> None:
    """322720 ÷ 344111 = 93.7836…%: 1.2163… points below, 1.2804…% of the target, 1.2970…% of the actual value."""
    (found,) = table("a weight 5: of answered / calls; target >= 95%; deduct 1 per 1% below")
    assert [(each.english, each.points, each.taken) for each in found.readings] == [
        ("deduct 1 per 1pp below started steps", "3", True),
        ("deduct 1 per 1pp below whole steps", "4", False),
        ("deduct 1 per 1pp below pro rata", "3.78", False),
        ("deduct 1 per 1% of target below started steps", "3", False),
        ("deduct 1 per 1% of target below whole steps", "4", False),
        ("deduct 1 per 1% of target below pro rata", "3.72", False),
        ("deduct 1 per 1% of actual below started steps", "3", False),
        ("deduct 1 per 1% of actual below whole steps", "4", False),
        ("deduct 1 per 1% of actual below pro rata", "3.7", False),
    ]
    assert (found.args["case"], found.args["stake"]) == ("2020", "1")
    assert found.readings[0].chinese == "每低1个百分点扣1分，不足1个百分点按1个百分点计"


RULES = [
    "a weight 5: of answered / calls; target >= 95%; deduct 1 per 1% below up to 3",
    "a weight 5: of desks; target >= 20; deduct 1 per 10% below",
    "a weight 5: of desks; target >= 20; deduct 1 per 3 below",
    "a weight 5: of rate; target >= 95%; deduct 1 per 1% below whole steps",
    "a weight 5: start at 1; add 1 per 4 of desks",
    "a weight 5: deduct rates of desks:\n    0 .. 5: 0.1 each\n    5 .. 20: 0.3 per 3",
]


@pytest.mark.parametrize("rules", RULES)
def test_a_reading_scores_what_it_says(rules: str) -> None:
    """Written into the file as the table has it, each clause scores the points of its row, and nothing is asked."""
    (found,) = table(rules)
    assert found.span is not None
    assert len(found.readings) > 1
    assert [each.taken for each in found.readings].count(True) == 1
    plain = loads(f"{HEADER}{DATA}{rules}\n").score(FACTS)["a"]
    assert str(plain.points) == next(each.points for each in found.readings if each.taken)
    written = found.span.text.split(":")[0]
    for each in found.readings:
        said, semicolon, clause = each.english.rpartition("; ")
        text = rules.replace(written, clause)
        if semicolon:
            text = text.replace("of rate" if "of rate" in rules else "of answered / calls", said)
        rubric = loads(f"{HEADER}{DATA}{text}\n")
        assert str(rubric.score(FACTS)["a"].points) == each.points, each.english
        assert not [d for d in rubric.findings if d.code == "RB5014"], each.english


def test_only_what_compiles_is_a_reading() -> None:
    """Points of a percentage mean nothing for a count, part of a month nothing at all."""
    (found,) = table("a weight 5: of desks; target >= 20; deduct 1 per 10% below")
    assert not any("pp" in each.english for each in found.readings)
    late = f"{HEADER}a weight 5: target by 2020-07-01; deduct 1 per month late\n"
    (found,) = tabulated(compile_rubric(Source("r.rubric", late)), Path("."))
    assert [each.english for each in found.readings] == [
        "deduct 1 per month late started steps",
        "deduct 1 per month late whole steps",
    ]


def test_rounding_first_is_listed_where_it_changes_the_points() -> None:
    """94.996% is published as 95.00%: rounded first, nothing is missing."""
    (found,) = table("a weight 5: of rate; target >= 95%; deduct 1 per 1pp below")
    rows = {each.english: each.points for each in found.readings}
    assert rows["deduct 1 per 1pp below started steps"] == "4"
    assert rows["of rate round half up to 0.01%; deduct 1 per 1pp below started steps"] == "5"
    assert "of rate round half up to 0.01%; deduct 1 per 1pp below whole steps" not in rows


def test_each_clause_is_read_by_itself() -> None:
    """Of two clauses in one indicator, the other one stays as it was."""
    first, second = table(
        "a weight 5: of rate; target >= 98%; deduct 1 per 2pp below; deduct 1 per 10 of calls when rate < 0%"
    )
    assert [each.points for each in first.readings] == ["3", "4", "3.5"]
    assert {each.points for each in second.readings} == {"3"}


def test_without_facts_there_are_readings_and_no_points() -> None:
    (found,) = table("a weight 5: of desks; target >= 20; deduct 1 per 3 below", case="")
    assert [each.points for each in found.readings] == ["", "", ""]
    assert "nodata" in found.args
    assert concise.render([found], "en").endswith("decides (3 readings)\n")


def test_a_named_convention_asks_nothing() -> None:
    header = HEADER + "    convention sla-credits\n"
    assert not table("a weight 5: of desks; target >= 20; deduct 1 per 3 below", header)


def test_markdown_and_concise() -> None:
    (found,) = table("a weight 5: of desks; target >= 20; deduct 1 per 4 below")
    assert concise.render([found], "zh").endswith("（3 种读法，3 .. 4 分）\n")
    assert markdown.render([found], "en").splitlines()[-6:] == [
        "  |---|---:|",
        "  | **`deduct 1 per 4 below started steps`** | 3 |",
        "  | `deduct 1 per 4 below whole steps` | 4 |",
        "  | `deduct 1 per 4 below pro rata` | 3.75 |",
        "",
        "1 warning",
    ]


def test_check_shows_the_table(shell: Shell) -> None:
    shell.write("热线.rubric", f'{HEADER}{ONE_LINE}case "一":\n    given 接通率 = 94.36%\n')
    done = shell("check", "热线.rubric")
    assert done.code == 0
    assert "1 warning" in done.out
    assert (
        "    >    4  deduct 1 per 1pp below started steps\n         5  deduct 1 per 1pp below whole"
        in done.out
    )
    (found,) = json.loads(shell("check", "热线.rubric", "--format", "json").out)["findings"]
    assert found["readings"][2] == {
        "text": "deduct 1 per 1pp below pro rata",
        "points": "4.36",
        "taken": False,
    }


@pytest.mark.parametrize("command", [["check"], ["compile"], ["score"], ["explain"]])
def test_strict_makes_ambiguities_errors(command: list[str], shell: Shell) -> None:
    text = f'{HEADER}{ONE_LINE}case "一":\n    given 接通率 = 94.36%\n'
    shell.write("热线.rubric", text)
    assert shell(*command, "热线.rubric").code == 0
    done = shell(*command, "热线.rubric", "--strict")
    assert done.code == 1
    assert "error[RB5014]" in done.out + done.err
    assert "deduct 1 per 1pp below whole steps" in done.out + done.err
    shell.write("热线.rubric", text.replace("total 5\n", "total 5\n    convention cn-fiscal\n"))
    assert shell(*command, "热线.rubric", "--strict").code == 0
