"""`rubricc test` beside the cases: boundary inputs against brute force, planted disagreements, drawn facts."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

import rubricc
from compilable import Sample, samples
from rubricc.compiler.backends.python import emit_python
from rubricc.compiler.derivation.spec import schema_of
from rubricc.compiler.proofs.sheets import Ground
from rubricc.compiler.runtime.facts import bind
from rubricc.compiler.trials import agreement
from rubricc.compiler.trials.agreement import Scorers, facts_of
from rubricc.compiler.trials.properties import Broken, Properties, run
from rubricc.compiler.trials.report import failure_lines
from rubricc.compiler.trials.sheet_boundaries import sheet_boundaries
from rubricc.compiler.trials.trial import batches, trial
from rubricc.compiler.trials.written_facts import as_given
from shell import Shell
from test_agreement import compiled

HEAD = 'rubric "试" version "1":\n    total 10\n    convention cn-fiscal\n'
COUNT = HEAD + "data 核查:\n    数: count 0 .. {high}\n    有: yes/no\n"


def inputs(source: str, at: int = 0) -> list[Any]:
    """The value of the only measure and the points, for every boundary input of an indicator."""
    program = compiled(source).program
    found = sheet_boundaries(Ground(program), program.sheets[at])
    return [(one.values[0][1], Fraction(one.points)) for one in found.inputs]


# ── boundary inputs ──


def test_rows_have_the_value_below_on_and_above_every_edge() -> None:
    source = COUNT.format(high=30) + "A weight 10: by 数:\n    >= 20: 10\n    [10, 20): 3\n    otherwise: 0\n"
    assert inputs(source) == [(0, 0), (9, 0), (10, 3), (11, 3), (19, 3), (20, 10), (21, 10), (30, 10)]


def test_steps_end_where_the_floor_begins() -> None:
    """4 of 10 points per 5 below 20: nothing is left from three steps on, and further edges are none."""
    source = COUNT.format(high=30) + "A weight 10: of 数; target >= 20; deduct 4 per 5 below\n"
    found = dict(inputs(source))
    assert found == {0: 0, 9: 0, 10: 2, 11: 2, 14: 2, 15: 6, 16: 6, 19: 6, 20: 10, 21: 10, 30: 10}
    assert 5 not in found


RULES = (
    "by 数:\n    > 17: 10\n    (4, 17]: 3\n    otherwise: 0\n",
    "of 数; target >= 30; deduct 1 per 3 below started steps\n",
    "of 数; target >= 30; deduct 1.5 per 4 below whole steps; at least 1\n",
    "of 数; target <= 11; deduct 2 per 3 above; deduct 3 when 有\n",
    "of 数; target >= 20; deduct 1 per 2 either side beyond 3 excess\n",
    "of 数; target >= 20; deduct 1 per 2 either side beyond 3 everything\n",
    "start at 5; full when 数 > 25 and 有; at most 4 when 数 < 7\n",
    "deduct 1 per 7 of 数 whole steps up to 4; zero when 数 > 33\n",
    "of 数; target >= 13\n",
    "deduct rates of 数 whole steps:\n    0 .. 5: 0.2 each\n    5 .. 20: 1 per 3\n    > 20: 2 per 5\n",
)


@pytest.mark.parametrize("rule", RULES)
def test_no_jump_of_the_points_is_missed(rule: str) -> None:
    """Wherever the points of two neighbours differ by more than a straight line does, both are boundary inputs."""
    source = COUNT.format(high=40) + f"A weight 10: {rule}" + ("" if "有" in rule else "check 有: 有\n")
    rubric = rubricc.loads(source)
    program = rubric.checked.program
    every = sheet_boundaries(Ground(program), program.indicators[0])
    shown: dict[Any, Any] = {tuple(v for _, v in one.values): one.points for one in every.inputs}
    for has in (True, False) if "有" in rule else (False,):
        points = [rubric.score({"核查": {"数": x, "有": has}})["A"].exact for x in range(41)]
        for x in range(40):
            if points[x] != points[x + 1] and not ("each" in rule and x < 5):  # a straight line
                for y in (x, x + 1):
                    values = (y, has) if "有" in rule else (y,)
                    assert values in shown, (rule, values)
        for values, told in shown.items():
            if len(values) == 1 or values[1] is has:
                assert points[values[0]] == told


def test_where_no_precision_is_declared_neighbours_are_a_hundredth_of_a_percent_away() -> None:
    data = "data 月报 by month 2020-01 .. 2020-02:\n    通: count up to 100000\n    接: count <= 通\n"
    rule = "A weight 10: of sum(接) / sum(通); target >= 95%; deduct 5 per 1% below\n"
    found = inputs(HEAD + data + rule)
    one = Fraction(1, 10_000)
    beside = [Fraction(edge, 100) + n * one for edge in (93, 94, 95) for n in (-1, 0, 1)]
    assert [x for x, _ in found] == [0, *beside, 1]


def test_days_and_labels() -> None:
    data = "data 核查:\n    日: date\n    论: one of 甲, 乙, 丙\n"
    rule = (
        "A weight 5: of 日; target by 2020-12-31; deduct 3 per month late\n"
        "B weight 5: by 论:\n    甲: 5\n    乙, 丙: 1\n"
    )
    days = [(str(day), int(points)) for day, points in inputs(HEAD + data + rule)]
    assert days == [
        ("2020-12-30", 5), ("2020-12-31", 5), ("2021-01-01", 2), ("2021-01-30", 2), ("2021-01-31", 2),
        ("2021-02-01", 0),
    ]  # fmt: skip
    assert inputs(HEAD + data + rule, 1) == [("甲", 5), ("乙", 1), ("丙", 1)]


def test_inputs_that_share_no_cell_are_scored_together() -> None:
    data = "data 核查:\n    甲: percent to 1%\n    乙: percent to 1%\n"
    rules = "A weight 5: of 甲; target >= 90%\nB weight 5: of 乙; target >= 80%\n"
    checked = compiled(HEAD + data + rules)
    ground = Ground(checked.program)
    every = [one.facts for s in checked.program.sheets for one in sheet_boundaries(ground, s).inputs]
    made = batches(every, schema_of(checked.program))
    assert sorted(map(str, (facts for batch in made for facts in batch))) == sorted(map(str, every))
    assert len(made) == 4 < len(every)


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(samples())
def test_boundary_inputs_of_any_rubric_agree(sample: Sample) -> None:
    found = trial(compiled(sample.source), [], 0)
    assert found is not None and not found.failures


# ── disagreements ──

TWO = HEAD.replace("10\n", "10\n    grades: 优 >= 9, 差 otherwise\n", 1) + (
    "data 核查:\n    接通率: percent 0% .. 100% to 0.01%\n    满意率: percent\n"
    "A1 接通 weight 5: of 接通率; target >= {target}%; deduct 1 per 1% below\n"
    "A2 满意 weight 5: score 满意率 * {factor}; at least 0\n"
)


def broken(monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    """A back-end that compiles another rubric."""
    other = compiled(source)
    monkeypatch.setattr(agreement, "emit_python", lambda checked: emit_python(other))


def test_a_wrong_edge_in_generated_code_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    checked = compiled(TWO.format(target="95", factor=5))
    broken(monkeypatch, TWO.format(target="95.01", factor=5))
    found = trial(checked, [], 0)
    assert found is not None
    (failure,) = found.failures
    assert (failure.what, failure.at) == ("agreement", "A1 接通")
    assert failure.points != 0 and set(failure.facts) == {"核查"} and set(failure.facts["核查"]) == {"接通率"}
    assert "解释执行得 1，生成的代码得 0" in "\n".join(failure_lines(failure, 1, checked.program, (), "zh"))


def test_drawn_facts_find_what_is_at_no_edge(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a point in the middle of a straight line; the smallest facts are those of one indicator."""
    checked = compiled(TWO.format(target="95", factor=5))
    broken(monkeypatch, TWO.format(target="95", factor="(if 满意率 > 37% and 满意率 < 61% then 4 else 5)"))
    scorers = Scorers(checked)
    found = run(Properties(scorers), 200)
    assert found.failure is not None and found.failure.at == "A2 满意"
    assert list(found.failure.facts["核查"]) == ["满意率"]
    assert Fraction(37, 100) < found.failure.facts["核查"]["满意率"] < Fraction(61, 100)
    assert run(Properties(scorers), 200) == found, "the same every time"
    assert run(Properties(scorers), 200, seed=7).failure is not None


def test_a_wrong_grade_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    source = TWO.format(target="95", factor=5)
    checked = compiled(source)
    broken(monkeypatch, source.replace("优 >= 9", "优 > 9"))
    found = trial(checked, [{"核查": {"接通率": 1, "满意率": Fraction(4, 5)}}], 0)
    assert found is not None and [(f.what, f.at) for f in found.failures] == [("agreement", "grade")]


def test_points_beyond_their_ends_are_found() -> None:
    checked = compiled(TWO.format(target="95", factor=5))
    scorers = Scorers(checked)
    spec = scorers.interpreter.spec
    low = spec.indicators[0]._replace(high=4)
    scorers.interpreter.spec = spec._replace(indicators=(low, *spec.indicators[1:]))
    with pytest.raises(Broken) as caught:
        Properties(scorers).one({"核查": {"接通率": 1, "满意率": 0}})
    assert (caught.value.failure.what, caught.value.failure.at) == ("bounds", "A1 接通")


DATA = HEAD + "data 核查:\n    率: percent 0% .. 100% to 0.1%\n    有: yes/no\n"
BANDS = DATA + (
    "A 率 weight 10: by 率:\n    >= 95%: 10\n    [90%, 95%): 3\n    [80%, 90%): 2\n    otherwise: 0\n"
    "check 有: 有\n"
)
FALLING = DATA + (
    "A 率 weight 10: target >= 90%; deduct 1 per 1% below; deduct 4 when 率 > 98% up to 4\ncheck 有: 有\n"
)


def test_better_facts_that_score_less_are_found_and_made_small() -> None:
    scorers = Scorers(compiled(FALLING))
    found = run(Properties(scorers), 200)
    assert found.failure is not None and found.failure.what == "monotone"
    worse, better = found.failure.facts, found.failure.other
    assert better is not None
    assert set(worse["核查"]) == set(better["核查"]) == {"率"}
    assert Fraction(86, 100) < worse["核查"]["率"] <= Fraction(98, 100) < better["核查"]["率"]
    sound = FALLING.replace("> 98%", "< 50%")
    assert run(Properties(Scorers(compiled(sound))), 200).failure is None


def test_a_counterexample_is_a_case_of_the_rubric(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shell: Shell
) -> None:
    """Pasted below the rubric, it states what the interpreter says, and passes."""
    source = TWO.format(target="95", factor=5)
    file = tmp_path / "two.rubric"
    file.write_text(source, encoding="utf-8")
    broken(monkeypatch, TWO.format(target="95.01", factor=5))
    code, out, _ = shell("test", str(file), "--lang", "en")
    assert code == 1 and "two ways of scoring disagree" in out
    case = re.search(r"^ *case .*?(?=\n\S)", out, re.MULTILINE | re.DOTALL)
    assert case is not None
    indent = len(case[0]) - len(case[0].lstrip())
    pasted = "\n".join(line[indent:] for line in case[0].splitlines())
    monkeypatch.undo()
    file.write_text(source + pasted + "\n", encoding="utf-8")
    code, out, _ = shell("test", str(file), "--lang", "en")
    assert code == 0 and "1 case, all passed" in out, pasted + out


# ── facts ──


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(samples())
def test_bound_facts_are_handed_back_as_they_came(sample: Sample) -> None:
    blocks = schema_of(compiled(sample.source).program)
    bound = bind(blocks, sample.facts)
    again = bind(blocks, as_given(facts_of(blocks, bound)))
    assert (again.values, again.keys, again.problems) == (bound.values, bound.keys, [])


def test_drawing_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(Properties(Scorers(compiled(FALLING))), 5).count > 0
    assert list(tmp_path.iterdir()) == []


def test_a_draft_is_not_tried() -> None:
    draft = (
        HEAD
        + "data 核查:\n    率: percent\nA weight ?: of 率; target >= 90%\nB weight ?: of 率; target >= 80%\n"
    )
    assert trial(compiled(draft), [], 5) is None


# ── kept boundary inputs ──


@pytest.fixture
def kept(tmp_path: Path, shell: Shell) -> Path:
    file = tmp_path / "a.rubric"
    file.write_text(BANDS, encoding="utf-8")
    code, _, err = shell("test", str(file), "--boundaries", "-o", str(tmp_path / "a.boundaries.yaml"))
    assert (code, err) == (0, "")
    return file


def said_of(shell: Shell, file: Path) -> tuple[int, str]:
    """How `test` ends, and what it says, wherever its lines end."""
    done = shell("test", file, "--lang", "en")
    return done.code, " ".join(done.out.split())


def test_kept_inputs_are_scored_again(kept: Path, shell: Shell) -> None:
    code, out = said_of(shell, kept)
    assert code == 0 and "13 boundary inputs of a.boundaries.yaml" in out and "not in it" not in out


def test_a_change_of_the_rubric_shows_in_the_kept_inputs(kept: Path, shell: Shell) -> None:
    kept.write_text(
        kept.read_text(encoding="utf-8").replace("[90%, 95%): 3", "[90%, 95%): 3.5"), encoding="utf-8"
    )
    code, out = said_of(shell, kept)
    assert code == 1 and "A, 率 = 90%: was 3, now 3.5" in out


def test_edges_that_the_kept_file_lacks_are_counted(kept: Path, shell: Shell) -> None:
    text = kept.read_text(encoding="utf-8").replace("otherwise: 0", "[60%, 80%): 0\n    otherwise: 0")
    kept.write_text(text, encoding="utf-8")
    code, out = said_of(shell, kept)
    assert code == 0 and "3 are not in it" in out


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("- [", "not valid YAML"),
        ("得分: 3\n", "no list of boundary inputs"),
        ("- 得分: 3\n", "boundary input 1 has no indicator, measures, facts"),
        ("\xff", "not UTF-8"),
    ],
)
def test_a_kept_file_that_cannot_be_read_fails(kept: Path, shell: Shell, text: str, why: str) -> None:
    kept.with_suffix(".boundaries.yaml").write_bytes(text.encode("latin-1" if text == "\xff" else "utf-8"))
    code, out = said_of(shell, kept)
    assert code == 1 and "cannot be read" in out and why in out and "0 boundary inputs" not in out


# ── the command ──


def test_the_table_says_what_decided(kept: Path, shell: Shell) -> None:
    code, out, _ = shell("test", str(kept), "--boundaries", "--lang", "en")
    assert code == 0
    assert re.search(r"^  94\.9% +3 +line 9 \[90%, 95%\): 3$", out, re.MULTILINE)
    assert "13 boundary inputs" in out
    code, out, _ = shell("test", str(kept), "--boundaries", "--format", "json")
    first = json.loads(out)[0]
    assert (first["at"], first["points"], first["facts"]) == ("A", "0", {"核查": {"率": "0%"}})


def test_json_has_what_was_tried(kept: Path, shell: Shell) -> None:
    code, out, _ = shell("test", str(kept), "--format", "json", "--examples", "3")
    found = json.loads(out)
    (file,) = found["files"]
    assert code == 0 and found["passed"] is True
    assert (file["trial"]["boundaries"], file["trial"]["drawn"], file["trial"]["counterexamples"]) == (
        13,
        3,
        [],
    )
    assert file["boundaries"]["count"] == 13 and file["coverage"]["of"] == 6


def test_junit_has_what_was_tried(kept: Path, shell: Shell) -> None:
    code, out, _ = shell("test", str(kept), "--format", "junit")
    assert (
        code == 0 and '<testcase classname="a" name="trial" file=' in out and 'tests="2" failures="0"' in out
    )
