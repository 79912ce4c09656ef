"""Several files make one rubric: what may be reached, what it comes to, and that a scorer needs none of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rubricc import RubricError, load
from rubricc.compiler.data.library import Files, project_of
from rubricc.compiler.driver import Compiled, compile_rubric
from rubricc.dsl.source import Source
from shell import Shell
from test_agreement import module_of

HEAD = '评分表 "示例"：\n    总分 5\n    约定 cn-fiscal\n\n'
RULE = "C1 接通率 权重5：目标 ≥ 目标线；每低1%扣1分\n"
FACTS: dict[str, object] = {"核查": {"接通率": "93.36%"}}


def written(folder: Path, **files: str) -> Path:
    """The files, in a project of their own; the folder of it."""
    (folder / "rubrics").mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.rubric").write_text(text, encoding="utf-8")
    return folder


def compiled(file: Path) -> Compiled:
    return compile_rubric(Source(file.name, file.read_text(encoding="utf-8")), Files(file))


def codes(whole: Compiled) -> list[str]:
    return [each.code for each in whole.findings]


# ── what it comes to ──

BASE = HEAD + "数据 核查：\n    接通率：百分比\n\n参数 目标线 = 95%\n" + RULE


def test_a_file_that_extends_another_is_that_file_written_out(tmp_path: Path) -> None:
    written(tmp_path, 基础=BASE, 同='沿用 "基础.rubric"\n', 改='沿用 "基础.rubric"\n替换 参数 目标线 = 94%\n')
    whole = tmp_path / "写全.rubric"
    whole.write_text(BASE.replace("95%", "94%"), encoding="utf-8")
    base, same, changed, full = (load(tmp_path / f"{name}.rubric") for name in ("基础", "同", "改", "写全"))
    assert base.digest == same.digest
    assert changed.digest == full.digest != base.digest
    assert [each.score(FACTS).total for each in (base, same, changed)] == [3, 3, 4]


def test_what_is_not_mentioned_changes_nothing(tmp_path: Path) -> None:
    frame = "参数 目标线 = 95%\n参数 另一个 = {}\n令 比 = 没有的 / 另一个\n"
    own = HEAD + '引用 "框架.rubric"\n数据 核查：\n    接通率：百分比\n' + RULE
    written(tmp_path, 框架=frame.format(1), 用=own)
    first = load(tmp_path / "用.rubric")
    written(tmp_path, 框架=frame.format(2))
    assert load(tmp_path / "用.rubric").digest == first.digest
    written(tmp_path, 框架=frame.format(1).replace("95%", "94%"))
    changed = load(tmp_path / "用.rubric")
    assert changed.digest != first.digest
    assert (first.score(FACTS).total, changed.score(FACTS).total) == (3, 4)


def test_of_facts_declared_together_only_those_mentioned_come(tmp_path: Path) -> None:
    frame = "数据 核查：\n    接通率、回访率：百分比\n    甲：计数 ≤ 乙\n    乙、丙：计数\n"
    rule = "C1 接通率 权重5：目标 ≥ 95%；每低1%扣1分；扣1分 当 甲 > 3\n"
    written(tmp_path, 框架=frame, 用=HEAD + '引用 "框架.rubric"\n' + rule)
    [block] = load(tmp_path / "用.rubric").blocks
    assert [field.name for field in block.fields] == ["接通率", "甲", "乙"]


def test_a_scorer_needs_no_other_file_and_names_them(tmp_path: Path) -> None:
    frame = "参数 目标线 = 95%\nB1 接通率 权重5：目标 ≥ 目标线；每低1%扣1分\n"
    written(tmp_path, 框架=frame, 用=HEAD + '引用 "框架.rubric"\nC1 接通率 权重5：依照 B1；至少 1分\n')
    rubric = load(tmp_path / "用.rubric")
    text = rubric.compile()
    assert "框架.rubric:2 每低1%扣1分" in text and "用.rubric:6" in text
    (tmp_path / "框架.rubric").unlink()
    result = rubric.score({"接通率": "93.36%"})
    assert module_of(rubric.checked).score({"接通率": "93.36%"}).explain("zh") == result.explain("zh")
    [one] = result.indicators
    assert [(clause.file, clause.line) for clause in one.spec.clauses if clause.sign] == [("框架.rubric", 2)]


def test_files_take_from_files_and_one_is_read_once(tmp_path: Path) -> None:
    written(
        tmp_path, 底="参数 目标线 = 95%\n", 左='引用 "底.rubric"\n令 左线 = 目标线\n', 右='引用 "底.rubric"\n'
    )
    (tmp_path / "rubrics" / "县.rubric").write_text(
        HEAD + '引用 "../左.rubric"\n引用 "../右.rubric"\n' + RULE.replace("目标线；", "左线；"),
        encoding="utf-8",
    )
    whole = compiled(tmp_path / "rubrics" / "县.rubric")
    assert whole.checked is not None, codes(whole)


def test_a_convention_comes_from_a_file_that_is_used(tmp_path: Path) -> None:
    frame = '评分表 "本市"：\n    约定 本市 依照 cn-fiscal：\n        不足一步：不计\n'
    own = HEAD.replace("cn-fiscal", "本市") + '引用 "约定.rubric"\n参数 目标线 = 95%\n' + RULE
    written(tmp_path, 约定=frame, 用=own)
    rubric = load(tmp_path / "用.rubric")
    assert rubric.score({"接通率": "93.36%"}).total == 4


def test_the_digest_covers_the_rows_of_a_table_and_not_its_layout(tmp_path: Path) -> None:
    own = HEAD + "数据 核查：\n    执行率：百分比 0% .. 100%\n\nA1 执行率 权重5：按 执行率：{}\n"
    written(tmp_path, 表=own.format('"档.csv"'), 写全=own.format("\n    ≥ 90%：3\n    < 90%：0"))
    digests = []
    for text in (
        "档,得分\n≥ 90%,3\n< 90%,0\n",
        '执行率\t分值\r\n"≥90%" \t 3\r\n\r\n< 90%\t0',
        "档,得分\n≥ 90%,4\n< 90%,0\n",
    ):
        (tmp_path / "档.csv").write_text(text, encoding="utf-8")
        digests.append(load(tmp_path / "表.rubric").digest)
    assert digests[0] == digests[1] == load(tmp_path / "写全.rubric").digest != digests[2]


def test_tables_of_a_file_that_is_used_stand_beside_it(tmp_path: Path) -> None:
    (tmp_path / "框架").mkdir()
    (tmp_path / "框架" / "档.csv").write_text("≥,<,得分\n90%,,5\n,90%,0\n", encoding="utf-8")
    frame = '数据 核查：\n    执行率：百分比 0% .. 100%\nB1 执行率 权重5：按 执行率："档.csv"\n'
    written(tmp_path / "框架", 框架=frame)
    written(tmp_path, 用=HEAD + '引用 "框架/框架.rubric"\nA1 执行率 权重5：依照 B1\n')
    rubric = load(tmp_path / "用.rubric")
    told = rubric.score({"核查": {"执行率": "95%"}}).explain("zh")
    assert "（档.csv 第 2 行）" in told and "得 5 分" in told
    assert module_of(rubric.checked).score({"核查": {"执行率": "95%"}}).explain("zh") == told


# ── what may be reached ──


def test_a_project_is_the_nearest_marked_folder(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert project_of(inner) == inner or project_of(inner) in tmp_path.parents
    for mark in ("pyproject.toml", ".git", "rubrics"):
        (tmp_path / mark).mkdir()
        assert project_of(inner) == tmp_path
        (tmp_path / mark).rmdir()


@pytest.mark.parametrize("path", ["../外.rubric", "../../外.rubric", "/外.rubric", "rubrics/../../外.rubric"])
def test_nothing_outside_the_project_is_read(tmp_path: Path, path: str) -> None:
    (tmp_path / "外.rubric").write_text("参数 目标线 = 95%\n", encoding="utf-8")
    inside = tmp_path / "里"
    inside.mkdir()
    written(inside, 用=HEAD + f'引用 "{path}"\n' + RULE)
    assert codes(compiled(inside / "用.rubric")) == ["RB0066"]


def test_a_link_that_leads_outside_is_outside(tmp_path: Path) -> None:
    (tmp_path / "外.rubric").write_text("参数 目标线 = 95%\n", encoding="utf-8")
    inside = tmp_path / "里"
    inside.mkdir()
    os.symlink(tmp_path / "外.rubric", inside / "链接.rubric")
    written(inside, 用=HEAD + '引用 "链接.rubric"\n' + RULE)
    assert codes(compiled(inside / "用.rubric")) == ["RB0066"]


def test_a_text_without_a_file_has_no_others() -> None:
    found = compile_rubric(Source("", HEAD + '引用 "框架.rubric"\n' + RULE)).findings
    assert [each.code for each in found] == ["RB0065"]


def test_a_bare_name_is_a_rubric_that_is_shipped(tmp_path: Path) -> None:
    shipped = tmp_path / "自带"
    shipped.mkdir()
    (shipped / "框架.rubric").write_text("参数 目标线 = 95%\n", encoding="utf-8")
    written(tmp_path, 用=HEAD + '引用 "框架"\n' + RULE, 错=HEAD + '引用 "框"\n' + RULE)
    source = {name: Source(name, (tmp_path / f"{name}.rubric").read_text("utf-8")) for name in ("用", "错")}
    assert compile_rubric(source["用"], Files(tmp_path / "用.rubric", shipped)).checked is not None
    refused = compile_rubric(source["错"], Files(tmp_path / "错.rubric", shipped)).findings
    assert [(each.code, each.args["known"]) for each in refused] == [("RB0069", "框架")]


def test_a_long_way_from_file_to_file_ends(tmp_path: Path) -> None:
    written(tmp_path, **{f"f{at}": f'引用 "f{at + 1}.rubric"\n' for at in range(100)})
    assert codes(compiled(tmp_path / "f0.rubric")) == ["RB1011"]


def test_what_cannot_be_read_is_said_of_that_file(tmp_path: Path) -> None:
    written(tmp_path, 用=HEAD + '引用 "乱码.rubric"\n引用 "文件夹.rubric"\n' + RULE)
    (tmp_path / "乱码.rubric").write_bytes("参数 目标线 = 95%\n".encode("gb18030"))
    (tmp_path / "文件夹.rubric").mkdir()
    found = compiled(tmp_path / "用.rubric").findings
    assert [(each.code, each.span.source.name if each.span else "") for each in found] == [
        ("RB0065", "用.rubric"),
        ("RB0001", "乱码.rubric"),
    ]


def test_load_and_the_commands_reach_other_files(tmp_path: Path, shell: Shell) -> None:
    written(
        shell.folder,
        基础=BASE,
        县='沿用 "基础.rubric"\n\n案例 "一"：\n    已知 接通率 = 93.36%\n    应得 C1 = 3\n',
    )
    written(shell.folder, 错='沿用 "没有.rubric"\n')
    with pytest.raises(RubricError, match="RB0065"):
        load(shell.folder / "错.rubric")
    for command in ("check", "score", "explain", "test", "compile"):
        assert shell(command, "县.rubric").code == 0, command
    assert shell("check", "错.rubric").code == 1
    said = shell("fmt", "--check", "县.rubric")
    assert said.code == 0, said.err
