"""The Python API: what loads, what is scored, what is refused, and what an import costs."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import rubricc
from rubricc import FactsError, RubricError

LULIANG = Path(__file__).resolve().parents[1] / "rubrics" / "luliang-2020"
ONE_LINE = """\
rubric "热线" version "2020":
    total 5
    convention cn-fiscal
C22 接通率 weight 5: target >= 95%; deduct 1 per 1% below
"""
TWO = """\
rubric "热线":
    total 5
    convention cn-fiscal
C 产出 weight 5:
    C1 接通率 weight 3: target >= 95%; deduct 1 per 1% below
    C2 满意率 weight 2: target >= 90%; deduct 1 per 1% below
"""


@pytest.mark.parametrize(
    ("rate", "points"), [("94.36%", 4), ("93.36%", 3), ("95%", 5), ("50%", 0), (Decimal("0.9436"), 4)]
)
def test_the_one_line_scores(rate: object, points: int) -> None:
    result = rubricc.loads(ONE_LINE).score({"接通率": rate})
    assert result["C22"].points == result["接通率"].points == result.total == points
    assert result.of == result["C22"].weight == 5
    assert result["C22"].lost == 5 - points


@pytest.mark.parametrize("text", ["C22 接通率 权重5：目标≥95%；每低1%扣1分，不足1%按1%计，扣完为止"])
def test_the_one_line_in_chinese(text: str) -> None:
    rubric = rubricc.loads(f'评分表 "热线"：\n    总分 5\n    约定 cn-fiscal\n{text}\n')
    assert rubric.lang == "zh"
    assert rubric.score({"接通率": "94.36%"}).total == 4


def test_a_rubric_says_what_it_is() -> None:
    rubric = rubricc.loads(ONE_LINE)
    assert (rubric.name, rubric.version, rubric.lang, rubric.findings) == ("热线", "2020", "en", ())
    assert len(rubric.digest) == 64
    assert rubric.digest[:12] in repr(rubric)
    assert rubricc.loads(ONE_LINE.replace("95%", "96%")).digest != rubric.digest


def test_a_folder_stands_for_its_file() -> None:
    rubric = rubricc.load(LULIANG)
    assert rubric.digest == rubricc.load(LULIANG / "luliang-2020.rubric").digest
    assert len(rubric.blocks) == 13


def test_numbers_are_exact() -> None:
    text = ONE_LINE.replace("deduct 1 per 1% below", "deduct 0.1 per 1% below")
    result = rubricc.loads(text).score({"接通率": Fraction(9, 10)})
    assert type(result.total) is Decimal
    assert str(result.total) == "4.5"
    assert type(rubricc.loads(ONE_LINE).score({"接通率": 1}).total) is int


def test_values_of_python() -> None:
    text = """\
rubric "热线":
    total 5
    convention cn-fiscal
data 核查:
    完成日期: date
    有制度: yes/no
    付款: money 万元
C1 完成日期 weight 2: target by 2020-12-31; deduct 1 per month late
C2 制度 weight 2: deduct 2 when not 有制度
C3 付款 weight 1: target >= 10万元; deduct 1 per 1万元 below
"""
    facts = {"核查": {"完成日期": date(2021, 1, 1), "有制度": True, "付款": Decimal("9.5")}}
    result = rubricc.loads(text).score(facts)
    assert [one.points for one in result] == [1, 2, 0]


def test_findings_are_raised_all_at_once_and_can_be_read() -> None:
    text = TWO.replace("weight 2:", "weight 1:").replace("deduct 1 per 1% below", "deduct 1 per 1% bellow", 1)
    with pytest.raises(RubricError) as raised:
        rubricc.loads(text, "热线.rubric")
    assert [each.code for each in raised.value.findings] == ["RB1027"]
    with pytest.raises(RubricError) as raised:
        rubricc.loads(TWO.replace("weight 2:", "weight 1:"), "热线.rubric")
    error = raised.value
    assert [each.code for each in error.findings] == ["RB4001"]
    assert "热线.rubric:4" in str(error)
    assert "3 + 1 = 4" in str(error)
    assert "下级权重合计" in error.text("zh")
    only = error.findings[0]
    assert error.text("en") == only.text("en") + "\n\n1 error"
    assert only.text("zh").startswith("错误[RB4001]")


def test_a_file_that_is_not_there_is_a_finding() -> None:
    with pytest.raises(RubricError) as raised:
        rubricc.load("没有.rubric")
    assert [each.code for each in raised.value.findings] == ["RB0008"]
    assert "没有这个文件" in str(raised.value)


def test_facts_are_refused_all_at_once() -> None:
    with pytest.raises(FactsError) as raised:
        rubricc.loads(TWO).score({"接通率": 0.9436, "满意率": "九成"})
    assert [problem.code for problem in raised.value.problems] == ["RB7023", "RB7020"]
    with pytest.raises(FactsError, match="满意率"):
        rubricc.loads(TWO).score({"接通率": "95%"})


def test_what_can_be_scored_is_scored_where_it_is_asked_for() -> None:
    result = rubricc.loads(TWO).score({"接通率": "94%"}, partial=True)
    assert (result.total, result.grade, result.interval) == (None, None, (2, 4))
    assert result["C1"].points == 2
    assert result["C2"].points is None
    assert result["C"].points is None
    with pytest.raises(FactsError):
        rubricc.loads(TWO).score({"接通率": 0.94}, partial=True)


def test_a_result_is_looked_up_by_code_or_name() -> None:
    result = rubricc.loads(TWO).score({"接通率": "95%", "满意率": "89%"})
    assert result["C"].points == result["产出"].points == 4
    assert [one.code for one in result] == ["C1", "C2"]
    with pytest.raises(KeyError):
        result["C9"]
    assert "满意率 = 89%" in result["C2"].explain("en")
    assert result["C"].explain("zh").count("分，得") == 2
    assert [repr(each) for each in (result, result["C"], result["C2"])] == [
        "<Result 4 of 5>",
        "<Group C: 4 of 5>",
        "<Indicator C2: 1 of 2>",
    ]


def test_what_nobody_asked_for_is_said() -> None:
    result = rubricc.loads(ONE_LINE).score({"接通率": "95%", "满意率": "95%"})
    assert [(each.code, each.args["name"]) for each in result.unused] == [("RB7040", "满意率")]


def test_a_finding_and_every_error_have_a_text_in_both_languages() -> None:
    with pytest.raises(FactsError) as refused:
        rubricc.loads(ONE_LINE).score({})
    with pytest.raises(rubricc.LedgerProblem) as broken:
        rubricc.Ledger("没有").replay(1)
    for error in (refused.value, broken.value):
        assert error.text("zh") != error.text("en")
        assert str(error) in (error.text("zh"), error.text("en"))


def test_targets() -> None:
    rubric = rubricc.loads(ONE_LINE)
    assert "def score" in rubric.compile()
    with pytest.raises(ValueError, match="cobol"):
        rubric.compile("cobol")


def test_an_import_costs_nothing() -> None:
    code = "import rubricc, sys; rubricc.__version__; print(*sorted(m for m in sys.modules if m.startswith('rubricc')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["rubricc"]


def test_every_name_of_the_api_is_there() -> None:
    for name in rubricc.__all__:
        assert getattr(rubricc, name)
    assert set(rubricc.__all__) <= set(dir(rubricc))
    with pytest.raises(AttributeError, match="skore"):
        rubricc.skore  # noqa: B018
