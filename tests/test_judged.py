"""What persons judge, in every file that facts come in: the same points, with who decided and why."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

import rubricc
from rubricc.compiler.cases import bind_case
from rubricc.compiler.data.files import Binding, bind_files
from rubricc.compiler.runtime.facts import Bound, bind
from rubricc.rubric import Rubric
from written_workbooks import workbook

TEXT = """\
评分表 "示例"：
    总分 5
    约定 cn-fiscal

C33 创新 权重3：评判 0 .. 3分
沟通 权重2：评判 0 .. 2分 "效果"
"""
ROWS = [("C33", "2.5", "专家组", "资料齐全"), ("沟通 效果", "1", "张三", "一般")]
ZH, EN = ("指标", "得分", "评判人", "理由"), ("indicator", "points", "by", "reason")


@pytest.fixture
def rubric() -> Rubric:
    return rubricc.loads(TEXT)


def csv_of(header: tuple[str, ...]) -> str:
    return "\n".join(",".join(row) for row in (header, *ROWS)) + "\n"


def mapping(words: tuple[str, ...]) -> dict[str, dict[str, str]]:
    return {row[0]: dict(zip(words[1:], row[1:], strict=True)) for row in ROWS}


def judged(bound: Bound) -> list[object]:
    assert not bound.findings(), [problem.text() for problem in bound.findings()]
    return list(bound.values["评判"][0].values())


WANTED = [Fraction(5, 2), "专家组", "资料齐全", 1, "张三", "一般"]
FILES = {
    "zh.csv": csv_of(ZH),
    "en.csv": csv_of(EN),
    "titled.csv": "2020年度评判表,,,\n" + csv_of(ZH),
    "zh.json": json.dumps({"评判": mapping(ZH)}, ensure_ascii=False),
    "en.json": json.dumps({"judged": mapping(EN)}, ensure_ascii=False),
    "rows.json": json.dumps({"评判": [dict(zip(ZH, row, strict=True)) for row in ROWS]}, ensure_ascii=False),
    "bare.json": json.dumps(mapping(ZH), ensure_ascii=False),
}


@pytest.mark.parametrize("name", FILES)
def test_every_file_says_the_same(rubric: Rubric, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text(FILES[name], encoding="utf-8")
    for block in ("评判", "judged"):
        assert judged(bind_files([Binding(block, file)], rubric.blocks)) == WANTED
    if name != "bare.json":  # without the block's name nothing says that it is one
        assert judged(bind_files([Binding(None, file)], rubric.blocks)) == WANTED


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_a_sheet_says_the_same(rubric: Rubric, tmp_path: Path, words: tuple[str, ...]) -> None:
    file = tmp_path / "台账.xlsx"
    file.write_bytes(workbook({"评判": [["评判汇总"], words, *ROWS], "说明": [["无"]]}))
    bound = bind_files([Binding(None, file)], rubric.blocks)
    assert judged(bound) == WANTED
    assert bound.places["评判"][0]["沟通 效果 理由"].row == 4


def test_python_gives_exact_values_in_both_vocabularies(rubric: Rubric) -> None:
    facts = {
        "judged": {
            "C33": {"points": Fraction(5, 2), "by": "甲", "reason": "乙"},
            "沟通 效果": mapping(ZH)["沟通 效果"],
        }
    }
    assert rubric.score(facts).total == Fraction(7, 2)


def test_a_case_stands_in_for_what_a_file_says(tmp_path: Path) -> None:
    (tmp_path / "评判.csv").write_text(csv_of(ZH), encoding="utf-8")
    case = '\n案例 "一"：\n    数据 评判 "评判.csv"\n    已知 评判 C33 = 1 "李四" "复核"\n'
    rubric = rubricc.loads(TEXT + case)
    bound = bind_case(rubric.checked.program.cases[0], rubric.blocks, tmp_path)
    assert judged(bound) == [1, "李四", "复核", 1, "张三", "一般"]


def test_inputs_may_stand_beside_judgements() -> None:
    """In a file without data blocks the inputs are at the top, the judgements under their name."""
    text = TEXT.replace("总分 5", "总分 8") + "接通率 权重3：目标 ≥ 95%；每低1%扣1分\n"
    rubric = rubricc.loads(text)
    facts = {"接通率": "94.5%", "评判": mapping(ZH)}
    assert rubric.score(facts).total == Fraction(11, 2)
    bound = bind(rubric.blocks, {**facts, "多余": 1})
    assert [(p.code, p.args["name"]) for p in bound.unused] == [("RB7040", "多余")]


def test_both_names_at_once_are_not_passed_over(rubric: Rubric) -> None:
    bound = bind(rubric.blocks, {"评判": mapping(ZH), "judged": mapping(EN)})
    assert [(p.code, p.args["name"]) for p in bound.unused] == [("RB7040", "judged")]
