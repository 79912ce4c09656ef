"""Derivations name the rows that a clause counts: months, units, else rows of the file or of the list."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from rubricc.compiler.backends.python import emit_python
from rubricc.compiler.derivation.spec import schema_of
from rubricc.compiler.driver import compile_rubric
from rubricc.compiler.interpreter import Interpreter
from rubricc.compiler.runtime.facts import bind
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.runtime.schema import Cell, Place
from rubricc.dsl.source import Source

RUBRIC = """\
rubric "台账" version "1":
    total 6
    convention cn-fiscal

data 月报 by month 2020-01 .. 2021-03:
    更新量: count

data 投诉 by event:
    天数: count

data 各县 by unit:
    上报: count

data 标准:
    天数上限: count

A1 更新 weight 2: deduct 0.1 per month where 更新量 < 100
A2 投诉 weight 2: deduct 0.5 per row of 投诉 where 天数 > 天数上限 and 天数 > mean(上报)
A3 上报 weight 2: deduct (上报) per row of 各县 where 上报 > 0

reported 更新量 = 100 per month
"""
MONTHS = [f"2020-{month:02d}" for month in range(1, 13)] + ["2021-01", "2021-02", "2021-03"]


def facts(low: int, days: list[object]) -> dict[str, object]:
    """Facts in which the first `low` months are low."""
    return {
        "月报": [{"月份": m, "更新量": 99 if at < low else 100} for at, m in enumerate(MONTHS)],
        "投诉": [{"天数": each} for each in days],
        "各县": [{"单位": "离石区", "上报": 0}, {"单位": "柳林县", "上报": 1}],
        "标准": {"天数上限": 5},
    }


@pytest.fixture(scope="module")
def ways() -> list[Any]:
    """The interpreter and the generated module."""
    checked = compile_rubric(Source("ledger.rubric", RUBRIC)).checked
    assert checked is not None
    module: Any = ModuleType("scorer")
    exec(compile(emit_python(checked), "scorer.py", "exec"), module.__dict__)

    def interpreted(given: object) -> Result:
        return Interpreter(checked).score(bind(schema_of(checked.program), given).require())

    return [interpreted, module.score]


def told(score: Any, given: object, key: str, lang: str) -> str:
    text: str = score(given)[key].explain(lang)
    return text


@pytest.mark.parametrize("way", [0, 1])
def test_rows_are_named(ways: list[Any], way: int) -> None:
    given = facts(2, [1, 6, 3, 7])
    a1, a2, a3 = (told(ways[way], given, key, "zh") for key in ("A1", "A2", "A3"))
    assert "的有 2 个月（2020-01、2020-02）；" in a1
    assert "的有 2 行（第 2、4 行）；" in a2
    assert "的有 1 行（柳林县）；" in a3
    a1, a2, a3 = (told(ways[way], given, key, "en") for key in ("A1", "A2", "A3"))
    assert ": 2 (2020-01, 2020-02); " in a1
    assert ": 2 (rows 2, 4); " in a2
    assert ": 1 (柳林县); " in a3
    statement = ways[way](given).statements[0]
    assert statement.explain("zh").endswith("：不一致的有 2 行（2020-01、2020-02）")
    assert statement.explain("en").endswith(": rows that differ: 2 (2020-01, 2020-02)")


@pytest.mark.parametrize("way", [0, 1])
def test_of_many_rows_twelve_are_named(ways: list[Any], way: int) -> None:
    assert f"（{'、'.join(MONTHS[:12])}）" in told(ways[way], facts(12, []), "A1", "zh")
    assert f"（{'、'.join(MONTHS[:12])} 等 13 个）" in told(ways[way], facts(13, []), "A1", "zh")
    assert f"({', '.join(MONTHS[:12])} and 1 more)" in told(ways[way], facts(13, []), "A1", "en")


@pytest.mark.parametrize("way", [0, 1])
def test_nothing_is_named_where_there_is_nothing(ways: list[Any], way: int) -> None:
    assert "的有 0 个月；" in told(ways[way], facts(0, []), "A1", "zh")
    assert ": 0; " in told(ways[way], facts(0, []), "A2", "en")


def test_a_row_of_a_file_is_called_by_its_number_there(ways: list[Any]) -> None:
    cells: list[object] = [Cell(n, Place("投诉.csv", row, "天数")) for n, row in ((6, 2), (1, 3), (8, 5))]
    assert "的有 2 行（第 2、5 行）；" in told(ways[0], facts(0, cells), "A2", "zh")
