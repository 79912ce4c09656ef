"""The commands: what they print where, and how they end. In one process, but for what only a process shows."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rubricc.cli import COMMANDS, LEDGER_COMMANDS, main
from shell import HEADER, LULIANG, ONE_LINE, WITH_CASES, Shell

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


def test_a_command_speaks_the_language_it_is_asked_for(shell: Shell) -> None:
    for name in (COMMANDS.keys() | LEDGER_COMMANDS) - {"audit"}:
        assert "显示本说明" in shell(*name.split(), "--lang", "zh", "--help").out
    assert "缺少参数：FILE" in shell("score", "--lang=zh").err
    assert "参数 N：应是整数，不是 'x'" in shell("audit", "show", "台账", "x", "--lang", "zh").err
    assert "没有台账" in shell("audit", "show", "台账", "1", "--lang", "zh").err
    assert shell("new", "甲", "--lang", "zh").err.startswith("写好了")
    assert shell("new", "乙", "--lang", "en").err.startswith("done")


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
    assert "是不是「C22」？" in shell("explain", LULIANG, "C222").err


def test_explain_shows_the_page_of_a_code(shell: Shell) -> None:
    for code in ("RB4001", "rb4001"):
        assert shell("explain", code).out.startswith("# RB4001 ")


# ---- faults --------------------------------------------------------------------------------------------------


def test_a_fault_of_rubricc_is_a_finding(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("rubricc.scored.result_document", broken)
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
        (["explain", "RB4001"], set()),
        (["score", "热线.rubric", "--data", "facts.yaml"], set()),
        (["score", "热线.rubric", "--data", "facts.yaml", "--format", "html"], {"jinja2"}),
        (["check", "热线.rubric"], set()),
    ],
)
def test_only_what_is_needed_is_loaded(shell: Shell, arguments: list[str], heavy: set[str]) -> None:
    command = [sys.executable, "-P", "-X", "importtime", "-m", "rubricc", *arguments]
    done = subprocess.run(
        command, cwd=shell.folder, capture_output=True, text=True, encoding="utf-8", check=True
    )
    loaded = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in done.stderr.splitlines()}
    assert loaded & HEAVY <= heavy


def test_check_names_what_nothing_reads(shell: Shell) -> None:
    """A fact that bounds another, or that a definition which is read passes on, is read; a case only gives."""
    shell.write(
        "用.rubric",
        HEADER + "data d:\n    calls, idle: count\n    answered: count <= calls\n    rate, other: percent\n"
        "let used = rate\nlet unused = other\nC22 a weight 5: of used; target >= 95%\n"
        'check sums: answered > 0\ncase "一":\n    given idle = 1\n',
    )
    done = shell("check", "用.rubric", "--format", "concise")
    assert done.code == 0
    assert [line.split(": ")[1:] for line in done.out.splitlines()] == [
        ["warning RB2074", f"`{name}` is declared and never read"] for name in ("idle", "other", "unused")
    ]
    assert shell("check", LULIANG).out == "1 个文件：没有错误\n"


STATED = """\
rubric "stated":
    total 5
    convention cn-fiscal
data 核查:
    接通率, 满意率: percent
C1 接通率 weight 5: target >= 95%; deduct 1 per 1% below
check 满意: 满意率 >= 90%
"""


def test_a_fact_that_only_a_statement_wants_is_a_warning(shell: Shell) -> None:
    """The points are there; that the check is unknown is its result."""
    shell.write("stated.rubric", STATED)
    shell.write("facts.yaml", "核查: {接通率: 94%, 满意率: }\n")
    done = shell("score", "stated.rubric", "--data", "facts.yaml")
    assert done.code == 0
    assert "warning[RB7003]" in done.err
    assert "error[" not in done.err
    shell.write("facts.yaml", "核查: {接通率: , 满意率: }\n")
    done = shell("score", "stated.rubric", "--data", "facts.yaml")
    assert done.code == 1
    assert (done.err.count("error[RB7003]"), done.err.count("warning[RB7003]")) == (1, 1)
