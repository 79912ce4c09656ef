"""The first things that people do, and the first that go wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from shell import HEADER, LULIANG, ONE_LINE, WITH_CASES, Shell


def test_a_folder_stands_for_its_only_rubric(shell: Shell) -> None:
    shell.write("副本/原名.rubric", WITH_CASES)
    assert shell("score", "副本", "--case", "一").code == 0
    shell.write("副本/另一个.rubric", WITH_CASES)
    assert (done := shell("score", "副本")).code == 2
    assert "副本.rubric" in done.err
    shell.write("副本/副本.rubric", WITH_CASES)
    assert shell("score", "副本", "--case", "一").code == 0


def test_a_command_that_is_nearly_one(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "did you mean score?" in shell("scroe").err
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "没有「scroe」这个命令（是不是 score？）" in shell("scroe").err
    assert "是不是" not in shell("版本").err


def test_only_what_is_needed_is_asked_for(shell: Shell) -> None:
    assert shell("explain").err.endswith("required: FILE|RBxxxx\n")


@pytest.mark.parametrize("name", ["facts.yaml", "月报.xlsx", "facts.CSV"])
def test_facts_are_no_rubric(shell: Shell, name: str) -> None:
    done = shell("score", name)
    assert done.code == 2
    assert "not a rubric; facts are used so: rubricc score FILE.rubric --data" in done.err


def test_no_facts_at_all(shell: Shell) -> None:
    """And a message about a rubric is in the words of the rubric."""
    done = shell("score", "热线.rubric")
    assert (done.code, done.out) == (2, "")
    assert "name files with --data" in done.err
    shell.write("中.rubric", '评分表 "中"：\n    总分 5\n    约定 cn-fiscal\nA1 率 权重5：目标≥95%\n')
    assert "请用 --data 给出数据文件" in shell("score", "中.rubric").err
    assert shell("score", "中.rubric", "--case", "无").err == "rubricc：没有案例「无」\n"
    assert shell("score", "中.rubric", "--case", "无", "--lang", "en").err == "rubricc: there is no case 无\n"


def test_why_there_are_no_points(shell: Shell) -> None:
    """A divisor of zero is named beside the total, not only in the derivation."""
    declared = "data x:\n    a, b: count\n"
    shell.write("除.rubric", HEADER + declared + "A1 R weight 5: pro rata of a / b\n")
    shell.write("x.yaml", "x: {a: 0, b: 0}\n")
    done = shell("score", "除.rubric", "--data", "x.yaml")
    assert done.code == 1
    assert "  ? A1  cannot be worked out: b is 0" in done.out


def test_many_findings_do_not_flood(shell: Shell) -> None:
    declared = "data m by month 2020-01 .. 2020-02:\n    a: count\n"
    shell.write("表.rubric", HEADER + declared + "A1 R weight 5: of sum(a); target >= 3\n")
    shell.write("m.csv", "month,a\n" + "2020-01,1\n" * 500)
    done = shell("score", "表.rubric", "--data", "m.csv")
    assert done.code == 1
    assert done.err.count("error[") == 100
    assert done.err.endswith("500 errors; these are the first 100\n")


def test_what_to_try_can_be_typed(shell: Shell) -> None:
    assert "Try: rubricc score 'my rubric'" in shell("new", "my rubric").err
    assert "Try: rubricc score 考核\n" in shell("new", "考核").err


def test_lost_points_without_codes(shell: Shell) -> None:
    shell.write("无码.rubric", HEADER + ONE_LINE.removeprefix("C22 "))
    assert "\n  -1  接通率\n" in shell("score", "无码.rubric", "--data", "facts.yaml").out


def test_how_a_workbook_was_read_is_said(shell: Shell) -> None:
    declared = "数据 月报 按月 2020-07 .. 2020-08：\n    话务量：计数\n"
    clause = "A1 量 权重5：取 合计(话务量)；目标 ≥ 3\n"
    shell.write("表.rubric", '评分表 "表"：\n    总分 5\n    约定 cn-fiscal\n' + declared + clause)
    rows = [["月报"], ["月份", "话务量"], ["2020-07", 1], ["2020-08", 2], ["合计", 3]]
    with xlsxwriter.Workbook(str(shell.folder / "月报.xlsx")) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    done = shell("score", "表.rubric", "--data", "月报=月报.xlsx")
    assert done.code == 0
    assert done.err.splitlines() == [
        "月报.xlsx「Sheet1」：第 2 行是表头，取了第 3–4 行，共 2 行",
        "月报.xlsx「Sheet1」：没有取的行：第 5 行（「合计」）",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("接通率：94%\n", "冒号是全角的，或后面没有空格"),
        ("甲:\n\t接通率: 94%\n", "缩进用了制表符，要用空格"),
        ("接通率: '94%\n", "引号没有闭合"),
        ("{接通率: 94%\n", "花括号没有闭合，或少了逗号"),
    ],
)
def test_slips_in_yaml_are_named_in_chinese(shell: Shell, text: str, said: str) -> None:
    shell.write("f.yaml", text)
    assert said in shell("score", "热线.rubric", "--data", "f.yaml", "--lang", "zh").err


# ---- calls that go wrong outside of the rubric ----------------------------------------------------------------


def test_output_that_cannot_be_written_is_no_fault_of_rubricc(shell: Shell) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("needs /dev/full")
    call = [sys.executable, "-P", "-m", "rubricc", "score", str(LULIANG), "--lang", "en"]
    with full.open("wb") as stream:
        done = subprocess.run(call, cwd=shell.folder, stdout=stream, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr.decode() == "rubricc: cannot write to standard output: the disk is full\n"


def test_drawn_facts_are_counted_from_nought(shell: Shell) -> None:
    done = shell("test", "热线.rubric", "--examples", "-1")
    assert (done.code, done.out) == (2, "")
    assert "--examples" in done.err


def test_a_case_that_is_not_there_does_not_pass(shell: Shell) -> None:
    shell.write("热线.rubric", WITH_CASES)
    done = shell("test", "热线.rubric", "--case", "三")
    assert (done.code, done.out, done.err) == (2, "", "rubricc: there is no case 三\n")


def test_a_folder_without_rubrics_is_named(shell: Shell) -> None:
    (shell.folder / "空").mkdir()
    for command in ("check", "fmt", "test", "compile"):
        done = shell(command, "空")
        assert (done.code, done.err) == (2, "rubricc: there is no .rubric file in 空\n")


def test_commands_on_ledgers_say_how_they_are_called(shell: Shell) -> None:
    assert shell("audit", "--help").out.startswith("usage: rubricc audit COMMAND")


def test_a_draft_is_not_published(shell: Shell) -> None:
    shell("audit", "init", "台账", "--private-key", "a.pem", "--actor", "a")
    shell.write("热线.rubric", HEADER + ONE_LINE.replace("weight 5", "weight ?"))
    done = shell("publish", "热线.rubric", "--ledger", "台账", "--actor", "a")
    assert (done.code, done.out) == (1, "")
    assert "RB5067" in done.err


def test_a_key_that_is_not_there(shell: Shell) -> None:
    shell("audit", "init", "台账", "--private-key", "a.pem", "--actor", "a")
    done = shell("audit", "checkpoint", "台账", "--private-key", "none.pem")
    assert done.code == 2
    assert "The key in none.pem cannot be used" in done.err and "there is no such file" in done.err
    done = shell("audit", "verify", "台账", "--checkpoint", "none.txt")
    assert done.code == 2
    assert "Cannot read the file none.txt" in done.err


def test_names_of_files_keep_their_letters(shell: Shell) -> None:
    assert "：none 里没有台账" in shell("audit", "log", "none", "--lang", "zh").err


def test_a_list_for_a_single_block(shell: Shell) -> None:
    shell.write("表.rubric", HEADER + "data 核查:\n    接通率: percent\n" + ONE_LINE)
    shell.write("list.yaml", "- 1\n")
    done = shell("score", "表.rubric", "--data", "核查=list.yaml", "--lang", "zh")
    assert done.code == 1
    assert "「核查」不是表，这里给的却是一张表" in done.err


def test_options_that_would_do_nothing_are_refused(shell: Shell) -> None:
    """A check of CI that asks for coverage beside boundaries must not pass for want of a look."""
    shell.write("热线.rubric", WITH_CASES)
    shell.write("facts.yaml", "接通率: 94.36%\n")
    for command in ("score", "why", "explain"):
        done = shell(command, "热线.rubric", "--case", "一", "--data", "facts.yaml")
        assert (done.code, done.out) == (2, "")
        assert "write one of the two" in done.err
    for option in (["--require-coverage", "90%"], ["--coverage"], ["--case", "一"], ["--format", "junit"]):
        done = shell("test", "热线.rubric", "--boundaries", *option)
        assert (done.code, done.out) == (2, "")


def test_a_folder_is_named_so_that_commands_can_be_given_it(shell: Shell) -> None:
    done = shell("new", "")
    assert done.code == 2 and "name the folder" in done.err
    assert "Try: rubricc score ./-x\n" in shell("new", "--", "-x").err
    assert shell("score", "./-x").code == 0


def test_reasons_of_the_system_are_in_the_language_of_the_message(shell: Shell) -> None:
    shell.write("热线.rubric", WITH_CASES)
    shell.write("facts.yaml", "接通率: 94.36%\n")
    done = shell("check", "facts.yaml/x.rubric", "--lang", "zh")
    assert done.code == 2 and "原因：路径中有一段不是文件夹" in done.err + done.out
    for lang, said in (
        ("zh", "读不了这个文件（路径中有一段不是文件夹）"),
        ("en", "a part of the path is no folder"),
    ):
        done = shell("score", "热线.rubric", "--data", "facts.yaml/facts.csv", "--lang", lang)
        assert done.code == 2 and said in done.err


@pytest.mark.parametrize("command", ["check", "fmt", "test", "compile"])
def test_no_command_reads_facts_as_a_rubric(shell: Shell, command: str) -> None:
    shell.write("facts.yaml", "接通率: 94.36%\n")
    done = shell(command, "facts.yaml")
    assert done.code == 2 and "rubricc score FILE.rubric --data facts.yaml" in done.err
