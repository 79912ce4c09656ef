"""The commands: what they print where, and how they end. In one process, but for what only a process shows."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest

from rubricc.cli import COMMANDS, main

LULIANG = Path(__file__).resolve().parents[1] / "rubrics" / "luliang-2020"
ONE_LINE = "C22 接通率 weight 5: target >= 95%; deduct 1 per 1% below\n"
HEADER = 'rubric "热线":\n    total 5\n    convention cn-fiscal\n'
WITH_CASES = (
    HEADER
    + ONE_LINE
    + """\
case "一":
    given 接通率 = 94.36%
    expect C22 = 4, total = 4
case "二":
    data "facts.yaml"
    expect C22 = 3
"""
)


class Done(NamedTuple):
    code: int
    out: str
    err: str


class Shell:
    """A folder to work in, and the command as a function."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capture = capture

    def __call__(self, *arguments: str | Path) -> Done:
        self.capture.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = self.capture.readouterr()
        assert "Traceback" not in err
        return Done(code, out, err)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Shell]:
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "NO_COLOR", "RUBRICC_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "100")
    shell = Shell(tmp_path, capsys)
    shell.write("热线.rubric", HEADER + ONE_LINE)
    shell.write("facts.yaml", "接通率: 94.36%\n")
    yield shell


# ---- usage ---------------------------------------------------------------------------------------------------


def test_help_names_every_command(shell: Shell) -> None:
    done = shell("--help")
    assert done.code == 0
    assert all(f"  {name} " in done.out for name in COMMANDS)
    for name in COMMANDS:
        assert shell(name, "--help").code == 0


@pytest.mark.parametrize(
    "arguments", [[], ["frobnicate"], ["score"], ["score", "a", "--format", "pdf"], ["check"]]
)
def test_wrong_calls_end_with_two(shell: Shell, arguments: list[str]) -> None:
    done = shell(*arguments)
    assert (done.code, done.out) == (2, "")
    assert "usage" in done.err


def test_usage_speaks_the_language_of_the_system(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "计分" in shell("--help").out
    assert "缺少参数：FILE" in shell("score").err
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert "following arguments are required" in shell("score").err


@pytest.mark.parametrize(
    "arguments",
    [
        ["score", "没有.rubric"],
        ["check", "没有.rubric"],
        ["test", "没有.rubric"],
        ["fmt", "没有.rubric"],
        ["score", "热线.rubric", "--data", "没有.yaml"],
        ["score", "热线.rubric", "--case", "没有"],
        ["explain", "热线.rubric", "C99", "--data", "facts.yaml"],
        ["explain", "RB0000"],
        ["check", "空"],
        ["score", "热线.rubric", "--data", "facts.yaml", "-o", "没有/a.txt"],
    ],
)
def test_what_is_not_there_ends_with_two(shell: Shell, arguments: list[str]) -> None:
    (shell.folder / "空").mkdir()
    done = shell(*arguments)
    assert done.code == 2
    assert done.out + done.err


# ---- score ---------------------------------------------------------------------------------------------------


def test_the_published_score(shell: Shell) -> None:
    done = shell("score", LULIANG)
    assert (done.code, done.err) == (0, "")
    assert "总分" in done.out
    assert "85.6" in done.out
    assert done.out.count("100%") > 20
    data = json.loads(shell("score", LULIANG, "--format", "json").out)
    assert (data["total"], data["grade"], len(data["indicators"])) == ("85.6", "良", 34)
    assert [group["points"] for group in data["tree"]] == ["20", "19", "26", "20.6"]


@pytest.mark.parametrize("width", [40, 60, 100])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, width: int, lang: str
) -> None:
    from wcwidth import wcswidth

    monkeypatch.setenv("COLUMNS", str(width))
    done = shell("score", LULIANG, "--explain", "--lang", lang)
    assert done.code == 0
    assert max(wcswidth(line) for line in done.out.splitlines()) <= width


def test_the_columns_of_the_table_stand_straight(shell: Shell) -> None:
    from wcwidth import wcswidth

    rows = shell("score", LULIANG).out.split("---\n")[1].splitlines()
    ends = {wcswidth(row) for row in rows if row.endswith("%")}
    assert len(ends) == 1


def test_facts_from_a_file_or_standard_input(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    done = shell("score", "热线.rubric", "--data", "facts.yaml", "--format", "json")
    assert json.loads(done.out)["total"] == "4"
    shell.write("a=b.yaml", "接通率: 93%\n")
    assert (
        json.loads(shell("score", "热线.rubric", "--data", "a=b.yaml", "--format", "json").out)["total"]
        == "3"
    )

    class Stdin:
        buffer = io.BytesIO("接通率: 50%".encode())

    monkeypatch.setattr(sys, "stdin", Stdin)
    assert json.loads(shell("score", "热线.rubric", "--data", "-", "--format", "json").out)["total"] == "0"


def test_missing_facts_give_an_interval(shell: Shell) -> None:
    shell.write("facts.yaml", "接通率:\n")
    done = shell("score", "热线.rubric", "--data", "facts.yaml")
    assert done.code == 1
    assert "between 0 and 5" in done.out
    assert "RB7003" in done.err
    assert "facts.yaml, row 1, 接通率" in done.err
    data = json.loads(shell("score", "热线.rubric", "--data", "facts.yaml", "--format", "json").out)
    assert (data["total"], data["grade"], data["interval"]) == (None, None, ["0", "5"])
    assert [each["code"] for each in data["missing"]] == ["RB7003"]


def test_refused_facts_give_no_score(shell: Shell) -> None:
    shell.write("facts.yaml", "接通率: 94.36\n接通律: 1\n")
    done = shell("score", "热线.rubric", "--data", "facts.yaml", "--format", "json")
    assert (done.code, done.out) == (1, "")
    assert "RB7021" in done.err


def test_what_is_not_used_is_a_warning(shell: Shell) -> None:
    shell.write("facts.yaml", "接通率: 94.36%\n满意率: 90%\n")
    done = shell("score", "热线.rubric", "--data", "facts.yaml", "--format", "json")
    assert done.code == 0
    assert "warning[RB7040]" in done.err
    assert [each["code"] for each in json.loads(done.out)["warnings"]] == ["RB7040"]


def test_a_rubric_with_errors_is_not_scored(shell: Shell) -> None:
    shell.write("热线.rubric", HEADER + ONE_LINE.replace("weight 5", "weight 4"))
    done = shell("score", "热线.rubric", "--data", "facts.yaml")
    assert (done.code, done.out) == (1, "")
    assert "RB4002" in done.err


def test_a_case_supplies_the_facts(shell: Shell) -> None:
    shell.write("热线.rubric", WITH_CASES)
    shell.write("facts.yaml", "接通率: 93%\n")
    found = [
        json.loads(shell("score", "热线.rubric", *more, "--format", "json").out)
        for more in ([], ["--case", "二"], ["--data", "facts.yaml"])
    ]
    assert [(each["case"], each["total"]) for each in found] == [("一", "4"), ("二", "3"), (None, "3")]
    assert found[0]["indicators"][0]["inputs"][0]["file"].endswith("热线.rubric")
    assert found[0]["indicators"][0]["inputs"][0]["row"] == 6


def test_output_goes_to_a_file(shell: Shell) -> None:
    for form in ("text", "json", "markdown", "html"):
        done = shell("score", "热线.rubric", "--data", "facts.yaml", "--format", form, "-o", f"a.{form}")
        assert (done.code, done.out) == (0, "")
        assert "接通率" in shell.read(f"a.{form}")
    assert sorted(path.name for path in shell.folder.iterdir() if path.name.startswith(".")) == []


# ---- check and explain ---------------------------------------------------------------------------------------


def test_check_prints_findings_as_the_result(shell: Shell) -> None:
    done = shell("check", "热线.rubric")
    assert done == (0, "1 file: no errors\n", "")
    shell.write("b/坏.rubric", HEADER + ONE_LINE.replace("weight 5", "weight 4"))
    done = shell("check", ".")
    assert (done.code, done.err) == (1, "")
    assert "b/坏.rubric:2:5" in done.out
    assert shell("check", ".", "--lang", "zh").out.endswith("1 个错误\n")
    data = json.loads(shell("check", ".", "--format", "json").out)
    assert [each["code"] for each in data["findings"]] == ["RB4002"]
    assert shell("check", ".", "--format", "concise").out.startswith("b/坏.rubric:2:5: error RB4002:")
    assert shell("check", ".", "--format", "github").out.startswith("::error ")


def test_strict_makes_ambiguities_errors(shell: Shell) -> None:
    shell.write("热线.rubric", HEADER.replace("    convention cn-fiscal\n", "") + ONE_LINE)
    done = shell("check", "热线.rubric")
    assert done.code == 0
    assert "2 warnings" in done.out
    done = shell("check", "热线.rubric", "--strict")
    assert done.code == 1
    assert "2 errors" in done.out


def test_explain_tells_derivations(shell: Shell) -> None:
    done = shell("explain", LULIANG, "C22")
    assert done.code == 0
    assert "324720 ÷ 344111 = 94.36%（94.3648…%）" in done.out
    assert "5 − 1 = 4 分" in done.out
    assert shell("explain", LULIANG, "D3").out.count("分，得") == 3
    assert shell("explain", LULIANG, "话务接通率", "--lang", "en").out.startswith(
        "C22 话务接通率  4 of 5 points"
    )
    data = json.loads(shell("explain", LULIANG, "C22", "--format", "json").out)
    assert [one["code"] for one in data["indicators"]] == ["C22"]
    assert "did you mean C22" in shell("explain", LULIANG, "C222").err


def test_explain_shows_the_page_of_a_code(shell: Shell) -> None:
    for code in ("RB4001", "rb4001"):
        assert shell("explain", code).out.startswith("# RB4001 ")


# ---- compile -------------------------------------------------------------------------------------------------


def test_compile_writes_a_scorer_that_can_be_checked(shell: Shell) -> None:
    assert shell("compile", "热线.rubric").out.count("def score") == 1
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
    shell.write("热线.rubric", HEADER + "C22 接通率 weight 5:\n")
    done = shell("fmt", "热线.rubric")
    assert done.code == 1
    assert "RB1005" in done.err
    assert shell.read("热线.rubric") == HEADER + "C22 接通率 weight 5:\n"


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
    assert (suites.get("tests"), suites.get("failures")) == ("2", "1")
    names = {case.get("name"): case.find("failure") for case in suites.iter("testcase")}
    assert names["一"] is None
    failure = names["<二>&"]
    assert failure is not None
    assert "expected 3, scored 4" in (failure.get("message") or "")


# ---- faults --------------------------------------------------------------------------------------------------


def test_a_fault_of_rubricc_is_a_finding(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("rubricc.cli.score.result_document", broken)
    done = shell("score", "热线.rubric", "--data", "facts.yaml")
    assert (done.code, done.out) == (3, "")
    assert "RB9001" in done.err
    assert "ZeroDivisionError: oh" in done.err
    monkeypatch.setenv("RUBRICC_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(["score", "热线.rubric", "--data", "facts.yaml"])


def process(shell: Shell, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-P", "-m", "rubricc", *map(str, arguments)]
    return subprocess.run(
        command, cwd=shell.folder, capture_output=True, check=False, env={**os.environ, **environment}
    )


def test_colour_only_on_a_terminal_and_no_trace_of_it_elsewhere(shell: Shell) -> None:
    shell.write("热线.rubric", HEADER + ONE_LINE.replace("weight 5", "weight 4"))
    assert b"\x1b" not in process(shell, "check", "热线.rubric").stdout


def test_a_terminal_that_knows_no_chinese(shell: Shell) -> None:
    done = process(shell, "check", "热线.rubric", "--lang", "zh", PYTHONIOENCODING="ascii", LANG="C")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\\u" in done.stdout


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a shell")
def test_a_reader_that_leaves_is_no_fault(shell: Shell) -> None:
    command = f'"{sys.executable}" -P -m rubricc score "{LULIANG}" --explain | head -1'
    done = subprocess.run(["sh", "-c", command], cwd=shell.folder, capture_output=True, check=False)
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""


HEAVY = {"sympy", "jinja2", "hypothesis", "lark"}


@pytest.mark.parametrize(
    ("arguments", "heavy"),
    [
        (["--help"], set()),
        (["explain", "RB4001"], {"lark"}),
        (["score", "热线.rubric", "--data", "facts.yaml"], {"lark"}),
        (["score", "热线.rubric", "--data", "facts.yaml", "--format", "html"], {"lark", "jinja2"}),
        (["check", "热线.rubric"], {"lark", "sympy"}),
    ],
)
def test_only_what_is_needed_is_loaded(shell: Shell, arguments: list[str], heavy: set[str]) -> None:
    command = [sys.executable, "-P", "-X", "importtime", "-m", "rubricc", *arguments]
    done = subprocess.run(
        command, cwd=shell.folder, capture_output=True, text=True, encoding="utf-8", check=True
    )
    loaded = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in done.stderr.splitlines()}
    assert loaded & HEAVY <= heavy
