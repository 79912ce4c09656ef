"""Facts bound to their declaration: exact, complete, in order, and everything wrong with them said at once."""

import ast
import subprocess
import sys
from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubricc.compiler.runtime import facts as facts_module
from rubricc.compiler.runtime.facts import Bound, Missing, bind
from rubricc.compiler.runtime.problems import SENTENCES, FactsError, Problem
from rubricc.compiler.runtime.schema import Block, Cell, Field, Place, months_between

MONTHLY = Block(
    "月报",
    "month",
    "2020-07",
    "2020-09",
    (Field("话务量", "count", high=10_000_000), Field("话务接通数", "count", at_most_field="话务量")),
)
CHECKED = Block(
    "核查",
    "",
    "",
    "",
    (
        Field("验收结论", "label", labels=("一次通过", "未通过")),
        Field("正式运营日期", "date", low=date(2020, 1, 1)),
        Field("满意度", "percent", high=1, precision=Fraction(1, 10000)),
        Field("资金", "money", "万元"),
        Field("公示", "yesno"),
    ),
)
COMPLAINTS = Block("投诉", "event", "", "", (Field("级别", "label", labels=("一般", "严重")),))
CENTRES = Block("中心", "unit", "", "", (Field("得票", "count"),))
BLOCKS = (MONTHLY, CHECKED, COMPLAINTS, CENTRES)


CHECKED_ROW: dict[str, object] = {"正式运营日期": "2020-12-11", "满意度": "1%", "资金": 1, "公示": "否"}


def good() -> dict[str, object]:
    return {
        "月报": [
            {"月份": "2020-07", "话务量": 11389, "话务接通数": 9827},
            {"月份": "2020-08", "话务量": 20000, "话务接通数": 19000},
            {"月份": "2020-09", "话务量": 30000, "话务接通数": 29000},
        ],
        "核查": {
            "验收结论": "一次通过",
            "正式运营日期": "2020-12-11",
            "满意度": "94.36%",
            "资金": Decimal("1241.59"),
            "公示": True,
        },
        "投诉": [{"级别": "一般"}, {"级别": "一般"}],
        "中心": [{"单位": "吕梁", "得票": "1,200"}, {"unit": "临汾", "得票": 7}],
    }


def found(bound: Bound) -> list[str]:
    return [f"{problem.code} {problem.place.text('zh')}" for problem in bound.findings()]


def test_good_facts_are_exact_values() -> None:
    bound = bind(BLOCKS, good()).require()
    assert bound.values["月报"][0] == {"话务量": 11389, "话务接通数": 9827}
    assert bound.values["核查"] == [
        {
            "验收结论": "一次通过",
            "正式运营日期": date(2020, 12, 11),
            "满意度": Fraction(2359, 2500),
            "资金": 12_415_900,
            "公示": True,
        }
    ]
    assert bound.values["投诉"] == [{"级别": "一般"}, {"级别": "一般"}]
    assert bound.values["中心"] == [{"得票": 1200}, {"得票": 7}]
    assert bound.keys == {
        "月报": ["2020-07", "2020-08", "2020-09"],
        "核查": [],
        "投诉": [],
        "中心": ["吕梁", "临汾"],
    }
    assert bound.unused == []


def test_months_come_in_order_however_they_are_written() -> None:
    rows = [
        {"月份": "2020年9月", "话务量": 3, "话务接通数": 3},
        {"month": "2020/7", "话务量": 1, "话务接通数": 1},
        {"月份": " 2020.8 ", "话务量": 2, "话务接通数": 2},
    ]
    bound = bind([MONTHLY], {"月报": rows}).require()
    assert [row["话务量"] for row in bound.values["月报"]] == [1, 2, 3]


def test_without_data_blocks_the_inputs_stand_at_the_top() -> None:
    block = Block("", "", "", "", (Field("接通率", "percent"),))
    assert bind([block], {"接通率": "94.36%"}).require().values == {"": [{"接通率": Fraction(2359, 2500)}]}
    assert found(bind([block], {"接通率": 0.9436})) == ["RB7023 「接通率」"]
    assert found(bind([block], {})) == ["RB7002 「接通率」"]


def test_places_are_kept_for_cells() -> None:
    place = Place("facts.yaml", 3, "验收结论")
    facts = good() | {"核查": {**CHECKED_ROW, "验收结论": Cell("一次通过", place)}}
    assert bind(BLOCKS, facts).places["核查"] == [{"验收结论": place}]


def test_everything_wrong_is_said_in_one_go() -> None:
    facts = {
        "月报": [
            {"月份": "2020-08", "话务量": 0.5, "话务接通数": "-"},
            {"月份": "2020-07", "话务量": 9827, "话务接通数": 11389},
            {"月份": "2020/8", "话务量": 1, "话务接通数": 1},
            {"月份": "2021-01", "话务量": 1, "话务接通数": 1},
            {"月份": "七月", "话务量": 1, "话务接通数": 1},
            "2020-09",
        ],
        "核查": {
            "验收结论": "一次通",
            "正式运营日期": date(2019, 12, 31),
            "满意度": "94.3648%",
            "资金": True,
            "公布": "是",
        },
        "投诉": {"级别": "一般"},
        "中心": [{"单位": "吕梁", "得票": -1}, {"单位": "吕梁", "得票": 1}, {"单位": "", "得票": 1}],
    }
    bound = bind(BLOCKS, facts)
    assert sorted(found(bound)) == [
        "RB7002 「核查.公示」",
        "RB7003 第 3 行「中心.单位」",
        "RB7004 「月报」",
        "RB7005 第 3 行「月报.月份」",
        "RB7006 第 4 行「月报.月份」",
        "RB7007 第 5 行「月报.月份」",
        "RB7008 「投诉」",
        "RB7008 第 6 行「月报」",
        "RB7009 第 2 行「中心.单位」",
        "RB7023 「月报[2020-08].话务量」",
        "RB7030 「中心[吕梁].得票」",
        "RB7030 「核查.正式运营日期」",
        "RB7031 「核查.满意度」",
        "RB7032 「月报[2020-07].话务接通数」",
        "RB7033 「核查.验收结论」",
        "RB7036 「月报[2020-08].话务接通数」",
        "RB7038 「核查.资金」",
    ]
    with pytest.raises(FactsError) as refused:
        bound.require("zh")
    assert len(str(refused.value).splitlines()) == 17
    assert "缺少「公示」（是不是「公布」？）" in str(refused.value)
    assert "请让单元格留空" in str(refused.value)
    assert "leave the cell empty if the figure is missing" in refused.value.text("en")


def test_what_is_missing_can_be_asked_for_apart() -> None:
    rows = [
        {"月份": "2020-07", "话务量": "", "话务接通数": 1},
        {"月份": "2020-09", "话务量": 1, "话务接通数": None},
    ]
    bound = bind([MONTHLY, COMPLAINTS], {"月报": rows})
    assert bound.problems == []
    assert [gap.code for gap in bound.gaps] == ["RB7004", "RB7003", "RB7003", "RB7001"]
    assert set(bound.missing) == {
        Missing("月报", 0, "话务量"),
        Missing("月报", 1, "话务量"),
        Missing("月报", 1, "话务接通数"),
        Missing("月报", 2, "话务接通数"),
        Missing("投诉", -1, ""),
    }
    assert bound.values["月报"][1] == {"话务量": None, "话务接通数": None}


def test_a_column_that_is_nowhere_is_one_problem() -> None:
    rows = [{"月份": month, "话务量": 1, "接通数": 1} for month in months_between("2020-07", "2020-09")]
    bound = bind([MONTHLY], {"月报": rows})
    assert found(bound) == ["RB7002 「月报.话务接通数」"]
    assert bound.gaps[0].args["near"] == "接通数"
    assert len(bound.missing) == 3


def test_a_table_without_its_months_is_one_problem() -> None:
    assert found(bind([MONTHLY], {"月报": [{"话务量": 1, "话务接通数": 1}] * 3})) == ["RB7010 「月报」"]


def test_other_columns_and_blocks_are_notes() -> None:
    facts = good() | {"备注": "x"}
    facts["投诉"] = [{"级别": "一般", "编号": 1}, {"级别": "一般", "编号": 2}]
    bound = bind(BLOCKS, facts).require()
    assert [note.sentence("zh") for note in bound.unused] == ["没有用到「编号」", "没有用到「备注」"]


def test_a_misspelt_block_is_named() -> None:
    facts = good()
    facts["月度报"] = facts.pop("月报")
    bound = bind(BLOCKS, facts)
    assert [problem.args for problem in bound.gaps] == [{"block": "月报", "near": "月度报"}]


@pytest.mark.parametrize(
    ("field", "inside", "outside", "shown"),
    [
        (Field("x", "count"), 0, -1, "≥ 0"),
        (Field("x", "percent"), "220%", "-1%", "≥ 0%"),
        (Field("x", "number"), -5, None, ""),
        (Field("x", "number", low=1, low_open=True), 2, 1, "> 1"),
        (Field("x", "number", high=5), 5, 6, "≤ 5"),
        (Field("x", "percent", low=0, high=1, high_open=True), "99.99%", 1, "[0%, 100%)"),
        (Field("x", "money", "万元", high=20_000), 2, "2.5", "≤ 2 万元"),
        (Field("x", "date", low=date(2020, 1, 1)), "2020-01-01", "2019-12-31", "≥ 2020-01-01"),
        (Field("x", "month", high="2020-07"), "2020-07", "2020-08", "≤ 2020-07"),
    ],
)
def test_domains_are_exact(field: Field, inside: object, outside: object, shown: str) -> None:
    block = Block("", "", "", "", (field,))
    bind([block], {"x": inside}).require()
    if outside is not None:
        (problem,) = bind([block], {"x": outside}).problems
        assert (problem.code, problem.args["domain"]) == ("RB7030", shown)


# ── Promises ───────────────────────────────────────────────────────────────────────────────────────────────


class Everything(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "x"


@pytest.mark.parametrize("code", SENTENCES)
def test_every_code_has_a_sentence_in_both_languages(code: str) -> None:
    for template in SENTENCES[code]:
        assert template.format_map(Everything())
    assert SENTENCES[code][0] != SENTENCES[code][1]


leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.fractions(),
    st.dates(),
    st.datetimes(),
    st.text(),
    st.sampled_from(["2020-07", "2020年8月", "94.36%", "-", "一般", "是", "１２", "1e9"]),
)
cells = leaves | st.builds(Cell, leaves, st.builds(Place, st.text(), st.none() | st.integers(), st.text()))
names = st.sampled_from(
    [field.name for block in BLOCKS for field in block.fields] + ["月份", "month", "单位"]
)
rows = st.dictionaries(names | st.text() | st.integers(), cells | st.lists(cells), max_size=5)
contents = st.one_of(cells, rows, st.lists(rows | cells, max_size=4))
block_names = st.sampled_from([block.name for block in BLOCKS]) | st.text()


@given(st.dictionaries(block_names, contents) | contents)
def test_any_facts_end_in_exact_values_or_problems(facts: object) -> None:
    bound = bind(BLOCKS, facts)
    for block in BLOCKS:
        values, places = bound.values[block.name], bound.places[block.name]
        assert len(values) == len(places)
        assert len(bound.keys[block.name]) == (len(values) if block.by in ("month", "unit") else 0)
        for row in values:
            assert list(row) == [field.name for field in block.fields]
            for value in row.values():
                assert value is None or isinstance(value, (int, Fraction, str, date))
        if block.by == "month":
            assert bound.keys[block.name] == list(months_between(block.first, block.last))
    nothing = sum(value is None for rows in bound.values.values() for row in rows for value in row.values())
    assert nothing <= len(bound.missing) + len(bound.problems)
    assert not bound.missing or bound.gaps or bound.problems
    for problem in [*bound.findings(), *bound.unused]:
        for lang in ("zh", "en"):
            assert "\n" not in problem.sentence(lang)


@given(st.lists(st.integers(0, 10**7), min_size=3, max_size=3), st.permutations(range(3)))
def test_ints_and_their_text_bind_alike(counts: list[int], order: list[int]) -> None:
    months = months_between("2020-07", "2020-09")
    as_ints = [{"月份": month, "话务量": n, "话务接通数": 0} for month, n in zip(months, counts, strict=True)]
    as_text = [{name: str(value) for name, value in row.items()} for row in as_ints]
    bound = bind([MONTHLY], {"月报": as_ints}).require()
    assert bound.values == bind([MONTHLY], {"月报": [as_text[i] for i in order]}).require().values


def test_the_runtime_is_one_namespace() -> None:
    """The modules are pasted one after the other into a scorer: no name twice, and it runs by itself."""
    folder = Path(str(facts_module.__file__)).parent
    modules = ("exact", "schema", "problems", "rows", "units", "judged", "domains", "facts")
    sources = [(folder / f"{name}.py").read_text("utf-8") for name in modules]
    defined: Counter[str] = Counter()
    pasted = ""
    for source in sources:
        tree = ast.parse(source)
        for node in tree.body:
            match node:
                case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                    defined[name] += 1
                case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                    defined[name] += 1
        siblings = [
            node for node in tree.body if isinstance(node, ast.ImportFrom) and "rubricc" in str(node.module)
        ]
        tree.body = [node for node in tree.body if node not in siblings]
        pasted += ast.unparse(tree) + "\n"
    assert {name for name, times in defined.items() if times > 1} == set()
    pasted += "print(bind([Block('', '', '', '', (Field('x', 'percent'),))], {'x': '94.36%'}).values)\n"
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", pasted], capture_output=True, text=True, check=True
    )
    assert run.stdout == "{'': [{'x': Fraction(2359, 2500)}]}\n"


def test_a_problem_is_one_line_with_place_sentence_and_code() -> None:
    problem = Problem("RB7003", Place("monthly.csv", 3, "话务量"), {"name": "话务量"})
    assert problem.text("zh") == "monthly.csv 第 3 行「话务量」：「话务量」没有数值：请填写 [RB7003]"
    assert problem.text("en") == "monthly.csv, row 3, 话务量: 话务量 has no value: fill it in [RB7003]"
