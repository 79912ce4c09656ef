"""Records as people read them: of every kind, in both languages, with what was adjusted since."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rubricc.compiler.audit import verifier
from rubricc.dsl.diagnostics.render.layout import width
from rubricc.ledger import Ledger
from shell import Shell
from whole_ledger import NEW, build, written

WANTED = {
    0: ("建账", ["台账：某局/热线-2020", "公钥：某局/热线-2020+147fabdd+"]),
    1: ("计分", ["评分表：热线 2020", "总分：4 / 5", "等级：良", "  热线.rubric  评分表  ", "后来的调整：",
                 "  第 3 条：调整第 1 条的 C22，得分 4 → 4.5，总分 4 → 4.5"]),
    2: ("发布", ["评分表：热线 2020", "摘要：" + "ab" * 32]),
    3: ("调整", ["第 3 条：调整第 1 条的 C22 接通率，得分 4 → 4.5，总分 4 → 4.5", "理由：申诉成立", "提出：张三",
                 "批准：李四"]),
    5: ("换钥匙", ["新公钥：某局/热线-2020+"]),
    6: ("恢复", ["  tail  没写完的内容  10 字节"]),
    7: ("计分", ["单位数：5", "  rows.jsonl  各单位的得分"]),
}  # fmt: skip


@pytest.fixture
def folder(keyed: Shell) -> Path:
    return build(keyed.folder / "l").folder


@pytest.mark.parametrize("number", WANTED)
def test_a_record_of_every_kind(keyed: Shell, folder: Path, number: int) -> None:
    kind, wanted = WANTED[number]
    done = keyed("audit", "show", "l", str(number), "--lang", "zh")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"第 {number} 条  {kind}\n时间：2026-11-21 03:")
    assert done.out.split("\n")[1].endswith(" UTC")
    for line in wanted:
        assert f"\n{line}" in done.out
    english = keyed("audit", "show", "l", str(number), "--lang", "en").out
    assert len(english.splitlines()) == len(done.out.splitlines())
    assert english.startswith(f"record {number}  ")


def test_what_is_not_there_is_not_shown(keyed: Shell) -> None:
    """Facts are missing, and the rubric has no grades."""
    keyed("audit", "init", "台账")
    keyed.write("empty.yaml", "接通率:\n")
    keyed("score", "热线.rubric", "--data", "empty.yaml", "--ledger", "台账")
    said = keyed("audit", "show", "台账", "1", "--lang", "zh").out
    assert "总分：缺数据，在 0 至 5 之间\n" in said
    assert "等级" not in said and "后来的调整" not in said
    assert "total: facts are missing: 0 to 5\n" in keyed("audit", "show", "台账", "1").out


def test_a_unit_that_was_scored_alone_is_named(run_recorded: Shell) -> None:
    run_recorded("score", "科室.rubric", "--data", "科室.csv", "--unit", "乙科", "--ledger", "台账")
    assert "\nunit: 乙科\n" in run_recorded("audit", "show", "台账", "2").out
    done = run_recorded("audit", "prove", "台账", "1", "--unit", "乙科室")
    assert (done.code, "Did you mean 乙科?" in done.err) == (2, True)


@pytest.mark.parametrize("command", [("log",), ("show", "3"), ("show", "5")])
def test_nothing_is_wider_than_the_screen(
    keyed: Shell, folder: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = keyed("audit", command[0], "l", *command[1:]).out
    monkeypatch.setenv("COLUMNS", "40")
    narrow = keyed("audit", command[0], "l", *command[1:]).out
    assert max(map(width, wide.splitlines())) > 40 >= max(map(width, narrow.splitlines()))
    assert "".join(narrow.split()) == "".join(wide.split())


def test_a_log_says_that_its_times_are_of_utc(keyed: Shell, folder: Path) -> None:
    assert keyed("audit", "log", "l").out.startswith("0  2026-11-21 03:")
    assert all(
        re.match(r"    |\d+  [-0-9]{10} [:0-9]{8} UTC  ", each)
        for each in keyed("audit", "log", "l").out.splitlines()
    )
    table = keyed("audit", "log", "l", "--format", "csv").out  # for programs, as in the record
    assert ",2026-11-21T03:" in table


def test_the_proof_of_an_adjustment_says_why_and_by_whom(keyed: Shell, folder: Path) -> None:
    proof = verifier.verify_proof(Ledger(folder).prove(3).encode(), written(NEW))
    assert verifier.described_proof(proof, "zh")[-6:] == [
        "  #1 C22 4 → 4.5", "  总分 4 良 → 4.5 良", "  理由 申诉成立", "  提出 张三", "  批准 李四", "证明成立",
    ]  # fmt: skip
    assert "  approved 李四" in verifier.described_proof(proof, "en")
