"""What persons judge, in every file that facts come in: the same points, with who decided and why."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

import rubricc
from rubricc.cli import main
from rubricc.compiler.cases import bind_case
from rubricc.compiler.data.files import Binding, bind_files
from rubricc.compiler.runtime.facts import Bound, bind
from rubricc.rubric import Rubric
from test_agreement import module_of
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


WHERE_IT_COUNTS = """\
评分表 "用到才评判"：
    总分 10
    约定 cn-fiscal

数据 核查：
    结论：选项 好、中、差
    有事故：是否

数据 投诉 按件：
    超时：是否

A1 综合 权重5：
    扣评判 1 .. 2分 "事故" 当 有事故
    按 结论：
        好：满分
        中：评判 2分 .. 4分 "中档"
        差：评判 0分 .. 1分 "差档"
A2 处理 权重5：扣评判 0 .. 2分 每行（投诉）其中 超时
"""


def answer(points: str, who: str = "甲", why: str = "乙") -> dict[str, str]:
    return {"得分": points, "评判人": who, "理由": why}


def needed(**changes: object) -> dict[str, object]:
    facts: dict[str, object] = {
        "核查": {"结论": "中", "有事故": False},
        "投诉": [{"超时": True, "A2": answer("1")}, {"超时": False}],
        "评判": {"A1 中档": answer("3")},
    }
    return {**facts, **changes}


def test_a_judgement_is_asked_for_only_where_it_counts() -> None:
    rubric = rubricc.loads(WHERE_IT_COUNTS)
    module = module_of(rubric.checked)
    for score in (rubric.score, module.score):
        assert score(needed()).total == 7
        assert score(needed(核查={"结论": "好", "有事故": False}, 评判={})).total == 9
        assert "A2 得分：第 1 行 1 分（甲：乙）" in score(needed()).explain("zh")
        with pytest.raises(Exception, match="RB7079"):
            score(needed(核查={"结论": "中", "有事故": True}))
        with pytest.raises(Exception, match="RB7079"):
            score(needed(投诉=[{"超时": True}]))
    assert rubric.score(needed()).explain("en") == module.score(needed()).explain("en")


@pytest.mark.parametrize("bad", [answer("1", who=""), answer("1", why=" "), {"得分": "1"}])
def test_nobody_judges_without_a_name_and_a_reason(bad: dict[str, str]) -> None:
    """Also where the points would not be missed: they are there, and nobody answers for them."""
    rubric = rubricc.loads(WHERE_IT_COUNTS)
    for score in (rubric.score, module_of(rubric.checked).score):
        with pytest.raises(Exception, match="RB7076"):
            score(needed(投诉=[{"超时": True, "A2": bad}]))
        with pytest.raises(Exception, match="RB7076"):
            score(needed(评判={"A1 中档": bad}))


def test_what_is_not_asked_for_is_not_said_to_be_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "r.rubric").write_text(WHERE_IT_COUNTS, encoding="utf-8")
    (tmp_path / "f.json").write_text(json.dumps(needed(), ensure_ascii=False), encoding="utf-8")
    assert main(["score", str(tmp_path / "r.rubric"), "--data", str(tmp_path / "f.json")]) == 0
    assert "RB7079" not in capsys.readouterr().err
