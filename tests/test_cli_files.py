"""The commands that write: scorers, formatted rubrics, starters; and the cases of rubrics."""

from __future__ import annotations

import json
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from shell import HEADER, ONE_LINE, WITH_CASES, Shell

# ---- compile -------------------------------------------------------------------------------------------------


def test_compile_writes_a_scorer_that_can_be_checked(shell: Shell) -> None:
    assert shell("compile", "热线.rubric").out.count("\ndef score(") == 1
    assert shell("compile", "热线.rubric", "-o", "热线.py") == (0, "", "")
    assert shell("compile", "热线.rubric", "-o", "热线.py", "--check").code == 0
    assert shell("compile", ".", "--check").code == 0
    shell.write("热线.rubric", HEADER + ONE_LINE.replace("95%", "96%"))
    before = shell.read("热线.py")
    done = shell("compile", "热线.rubric", "-o", "热线.py", "--check")
    assert done.code == 1
    assert "热线.py" in done.err
    assert shell.read("热线.py") == before
    assert shell("compile", "热线.rubric", "-o", "没有.py", "--check").code == 1


def test_compile_of_a_folder_needs_a_folder(shell: Shell) -> None:
    shell.write("b.rubric", HEADER + ONE_LINE)
    assert shell("compile", ".", "-o", "a.py").code == 2
    (shell.folder / "out").mkdir()
    assert shell("compile", ".", "-o", "out").code == 0
    assert sorted(path.name for path in (shell.folder / "out").iterdir()) == ["b.py", "热线.py"]


def test_a_scorer_runs_alone(shell: Shell) -> None:
    shell("compile", "热线.rubric", "-o", "scorer.py")
    code = "import runpy; m = runpy.run_path('scorer.py'); print(m['score']({'接通率': '94.36%'}).total)"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code],
        cwd=shell.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("4\n", "")


# ---- fmt -----------------------------------------------------------------------------------------------------


def test_fmt_rewrites_in_place_and_settles(shell: Shell) -> None:
    shell.write("热线.rubric", "# 标题\n" + HEADER + ONE_LINE.replace("; ", ";"))
    assert shell("fmt", "热线.rubric", "--check").code == 1
    before = shell.read("热线.rubric")
    done = shell("fmt", "热线.rubric")
    assert done.code == 0
    after = shell.read("热线.rubric")
    assert after != before
    assert after.startswith("# 标题\n")
    assert shell("fmt", "热线.rubric", "--check") == (0, "", "")
    assert shell("fmt", "热线.rubric", "--lang", "zh").code == 0
    assert "评分表" in shell.read("热线.rubric")
    assert (
        json.loads(shell("score", "热线.rubric", "--data", "facts.yaml", "--format", "json").out)["total"]
        == "4"
    )
    shell("fmt", "热线.rubric", "--lang", "en")
    assert shell.read("热线.rubric") == after


def test_fmt_leaves_what_it_cannot_read(shell: Shell) -> None:
    shell.write("热线.rubric", HEADER + "C22 接通率 weight 5: by 接通率:\n")
    done = shell("fmt", "热线.rubric")
    assert done.code == 1
    assert "RB1005" in done.err
    assert shell.read("热线.rubric") == HEADER + "C22 接通率 weight 5: by 接通率:\n"


# ---- new and test --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_rubric_scores_at_once(shell: Shell, lang: str) -> None:
    assert shell("new", "新/评价 一", "--lang", lang).code == 0
    assert shell("check", "新/评价 一", "--strict").code == 0
    done = shell("score", "新/评价 一")
    assert (done.code, done.err) == (0, "")
    assert shell("test", "新/评价 一").code == 0
    assert shell("fmt", "新/评价 一", "--check").code == 0
    again = shell("new", "新/评价 一")
    assert again.code == 2
    assert "already" in again.err


def test_test_compares_every_expectation(shell: Shell) -> None:
    shell.write("热线.rubric", WITH_CASES)
    done = shell("test", "热线.rubric")
    assert done.code == 1
    assert "ok    热线.rubric 一 (2)" in done.out
    assert "FAIL  热线.rubric 二 (1)" in done.out
    assert "line 10, C22: expected 3, scored 4" in done.out
    assert "5 − 1 = 4 points" in done.out
    assert done.out.endswith("2 cases, 1 failed\n")
    assert shell("test", "热线.rubric", "--case", "一").code == 0
    shell.write("facts.yaml", "接通率: 93%\n")
    assert shell("test", ".").code == 0


def test_test_expects_errors(shell: Shell) -> None:
    wrong = HEADER + ONE_LINE.replace("weight 5", "weight 4")
    case = 'case "错":\n    expect error RB4002\n'
    shell.write("热线.rubric", wrong + case)
    assert shell("test", "热线.rubric").code == 0
    shell.write("热线.rubric", HEADER + ONE_LINE + case)
    done = shell("test", "热线.rubric")
    assert done.code == 1
    assert "expected the error RB4002, which did not come" in done.out
    shell.write("热线.rubric", wrong)
    done = shell("test", "热线.rubric")
    assert done.code == 1
    assert "RB4002" in done.out


def test_test_expects_errors_of_syntax(shell: Shell) -> None:
    shell.write(
        "热线.rubric", HEADER + ONE_LINE.replace("below", "bellow") + 'case "错":\n    expect error RB1027\n'
    )
    assert shell("test", "热线.rubric").code == 0


def test_junit(shell: Shell) -> None:
    shell.write("热线.rubric", WITH_CASES.replace('"二"', '"<二>&"'))
    done = shell("test", "热线.rubric", "--format", "junit")
    assert done.code == 1
    suites = ElementTree.fromstring(done.out)
    assert (suites.get("tests"), suites.get("failures")) == ("3", "1")  # two cases, and the trials
    names = {case.get("name"): case.find("failure") for case in suites.iter("testcase")}
    assert names["一"] is None
    failure = names["<二>&"]
    assert failure is not None
    assert "expected 3, scored 4" in (failure.get("message") or "")


def test_failures_as_annotations(shell: Shell) -> None:
    """At the line of the expectation, with the derivation; what passes is not told."""
    shell.write("热线.rubric", WITH_CASES.replace('"二"', '"二,::error"'))
    done = shell("test", "热线.rubric", "--format", "github", "--require-coverage", "100%")
    assert done.code == 1
    case, coverage = done.out.splitlines()
    head = "::error file=热线.rubric,line=10,title=二%2C%3A%3Aerror::line 10, C22: expected 3, scored 4%0A"
    assert case.startswith(head)
    assert "5 − 1 = 4 points" in case
    assert coverage == "::error file=热线.rubric,title=coverage::below the 100%25 that is required"
    shell.write("好.rubric", WITH_CASES.replace("C22 = 3", "C22 = 4"))
    shell.write("facts.yaml", "接通率: 94%\n")
    good = shell("test", "好.rubric", "--format", "github", "--case", "一")
    assert (good.code, good.out) == (0, "")
    assert shell("test", "好.rubric", "--format", "github", "--boundaries").code == 2


def test_an_error_that_no_case_expects_is_annotated_where_it_stands(shell: Shell) -> None:
    shell.write("热线.rubric", WITH_CASES + "高明\n")
    line = WITH_CASES.count("\n") + 1
    (found,) = shell("test", "热线.rubric", "--format", "github").out.splitlines()
    assert found.startswith(f"::error file=热线.rubric,line={line},title=热线.rubric::")
