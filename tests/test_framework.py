"""The shipped framework: found by name, a draft to start from, and its usual readings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

import rubricc
from rubricc.cli import main

WEIGHTS = [
    *(20, 7, 4, 3, 6, 4, 2, 7, 3, 4),  # decision
    *(20, 15, 5, 5, 5, 5, 2, 3),  # process
    *(40, 10, 10, 10, 10, 10, 10, 10, 10),  # output
    *(20, 10, 10, 10, 10),  # benefit
]


def started(folder: Path) -> Path:
    assert main(["new", str(folder), "--from", "mof-framework", "--lang", "zh"]) == 0
    return folder / f"{folder.name}.rubric"


def weighed(file: Path) -> Path:
    """The draft with weights that add up."""
    weights = iter(WEIGHTS)
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"权重 \?", lambda _: f"权重{next(weights)}", text), encoding="utf-8")
    assert next(weights, None) is None
    return file


GOOD = {
    "与其他项目重复": "否", "有截留挪用等情况": "否",
    "预算资金": "100", "实际到位资金": "100", "实际支出资金": "100",
    "计划产出数": "10", "实际产出数": "10", "质量达标产出数": "10",
    "计划完成日期": "2021-12-31", "实际完成日期": "2021-12-31", "计划成本": "100", "实际成本": "100",
    "服务对象满意度": "100%",
}  # fmt: skip


def facts(file: Path, **changed: str) -> dict[str, object]:
    """The file of facts that the draft came with, filled in: everything in order, but for what is changed."""
    blocks = yaml.load((file.parent / "facts.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    judged = blocks.pop("评判")
    filled: dict[str, object] = {
        block: {name: changed.get(name, GOOD.get(name, "是")) for name in fields}
        for block, fields in blocks.items()
    }
    assert set(changed) <= {name for fields in blocks.values() for name in fields}
    filled["评判"] = {place: {"得分": "10", "评判人": "评价组", "理由": "目标都已实现"} for place in judged}
    return filled


def test_a_draft_from_the_framework_asks_for_weights_and_scores_with_them(tmp_path: Path) -> None:
    file = started(tmp_path / "某项目")
    assert rubricc.load(file).score(facts(file)).total is None
    result = rubricc.load(weighed(file)).score(facts(file))
    assert result.total == 100


@pytest.mark.parametrize(
    ("changed", "item", "points"),
    [
        ({"属部门履职所需": "否"}, "立项依据充分性", "3.2"),
        ({"有绩效目标": "否"}, "绩效目标合理性", "0"),
        ({"实际到位资金": "80", "实际支出资金": "60"}, "资金到位率", "4"),
        ({"实际到位资金": "80", "实际支出资金": "60"}, "预算执行率", "3.75"),
        ({"有截留挪用等情况": "是"}, "资金使用合规性", "0"),
        ({"实际产出数": "12", "质量达标产出数": "9"}, "实际完成率", "10"),
        ({"实际产出数": "12", "质量达标产出数": "9"}, "质量达标率", "7.5"),
        ({"实际完成日期": "2022-01-01"}, "完成及时性", "0"),
        ({"实际成本": "100.000001"}, "成本节约率", "0"),
        ({"服务对象满意度": "94.41%"}, "社会公众或服务对象满意度", "9.44"),
    ],
)
def test_the_usual_readings(tmp_path: Path, changed: dict[str, str], item: str, points: str) -> None:
    file = weighed(started(tmp_path / "某项目"))
    result = rubricc.load(file).score(facts(file, **changed))
    assert str(result[item].points) == points
