"""Two rubrics, two sets of facts: the regions where points differ, and what each change did to the score."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rubricc
from compilable import samples
from rubricc.compiler.derivation.report import report_html, report_markdown, report_text
from rubricc.compiler.derivation.spec import schema_of
from rubricc.compiler.diff.document import Diff, DiffData, Sides
from rubricc.compiler.diff.matching import paired
from rubricc.compiler.diff.page import diff_report
from rubricc.compiler.diff.rules import compare
from rubricc.compiler.diff.scores import Corners, Results, split
from rubricc.compiler.interpreter import Interpreter
from rubricc.compiler.ir.program import Checked
from rubricc.compiler.proofs.sheets import Ground, Sheet
from rubricc.compiler.runtime.facts import bind
from rubricc.compiler.runtime.run import of_each
from rubricc.rubric import Rubric
from shell import LULIANG, Shell
from test_agreement import SLOW, compiled

HEAD = 'rubric "x":\n    total 10\n    grades: 优 >= 9, 良 >= 6, 差 otherwise\n    convention cn-fiscal\n'


def difference(old: str, new: str, lang: str = "zh") -> DiffData:
    sides = [rubricc.loads(text) for text in (old, new)]
    return Diff(of(*sides), lang).data(None)


def of(old: Rubric, new: Rubric) -> Sides:
    return Sides(old.checked.program, new.checked.program, (old.digest, new.digest))


# ---- to read -------------------------------------------------------------------------------------------------

RATE = HEAD + "C22 接通率 weight 10: target >= 95%; deduct 1 per 1% below\n"


def test_a_stricter_target_is_told_by_its_regions() -> None:
    data = difference(RATE, RATE.replace("95%", "96%"))
    (rules,) = data["rules"]
    assert (rules["removed"], rules["added"]) == (["target >= 95%"], ["target >= 96%"])
    assert [(each["where"], each["said"]) for each in rules["regions"]] == [
        ("接通率 [86%, 96%)", "得分变化 -1")
    ]
    assert rules["complete"]
    assert rules["largest"] is not None
    assert rules["largest"]["old"] == str(int(rules["largest"]["new"]) + 1)


def test_what_is_said_of_items() -> None:
    old = HEAD + (
        "甲 weight 6:\n    C1 一 weight 4: judged 0 .. 4\n    C2 二 weight 2: judged 0 .. 2\n"
        "乙 weight 4:\n    C3 三 weight 3: judged 0 .. 3\n    C4 四 weight 1: judged 0 .. 1\n"
    )
    new = HEAD.replace("优 >= 9", "优 >= 8") + (
        "甲 weight 4:\n    C1 第一 weight 4: judged 0 .. 4\n"
        "乙 weight 6:\n    C3 三 weight 3: judged 0 .. 3\n    C2 二 weight 2: judged 0 .. 2\n"
        "    C5 五 weight 1: judged 0 .. 1\n"
    )
    found = [
        (d["kind"], d["at"], d["said"]) for d in difference(old, new)["differences"] if d["kind"] != "data"
    ]
    assert found == [
        ("grades", "", "等级：优 ≥ 9、良 ≥ 6、差 → 优 ≥ 8、良 ≥ 6、差"),
        ("weight", "甲", "权重 6 → 4"),
        ("renamed", "C1 第一", "原名「C1 一」"),
        ("weight", "乙", "权重 4 → 6"),
        ("moved", "C2 二", "由「甲」移到「乙」"),
        ("added", "C5 五", "新增，权重 1"),
        ("removed", "C4 四", "删去，原权重 1"),
    ]


def test_effects_and_data() -> None:
    data = "data s:\n    甲: percent 0% .. 100% to 1%\n    事故: yes/no\n"
    rule = "C1 一 weight 10: of 甲; target >= 90%; deduct 1 per 1% below\n"
    old = HEAD + data + rule + "grade at most 良 when 事故\n"
    new = HEAD + data.replace("to 1%", "to 0.1%") + rule + "total deduct 2 when 事故\n"
    found = [(d["kind"], d["at"], d["said"]) for d in difference(old, new)["differences"]]
    assert found == [
        ("effect", "", "总分、等级的限制，删去：等级不高于 良（事故）"),
        ("effect", "", "总分、等级的限制，新增：总分扣 2 分（事故）"),
        ("data", "s.甲", "percent [0%, 100%] 精确到 1% → percent [0%, 100%] 精确到 0.1%"),
    ]


def test_two_measures_have_no_regions_but_a_largest_change() -> None:
    data = "data s:\n    a: count up to 20\n    b: count up to 20\n"
    old = HEAD + data + "C1 一 weight 10: score min(10, a + b)\n"
    new = HEAD + data + "C1 一 weight 10: score min(10, a + 2 * b)\n"
    (rules,) = difference(old, new)["rules"]
    assert not rules["complete"]
    assert not rules["regions"]
    assert rules["largest"] is not None
    facts = rules["largest"]["facts"]
    points = [str(rubricc.loads(text).score(facts).total) for text in (old, new)]
    assert points == [rules["largest"]["old"], rules["largest"]["new"]] == ["5", "10"]
    assert rules["most"] == "5"


def test_facts_for_a_difference_are_drawn_where_none_are_worked_out() -> None:
    """Two counts of one table, each under a condition of its own: no row is made for both at once."""
    data = "data e by event:\n    超时: yes/no\n    级别: one of 市, 省\n"
    rule = "C1 一 weight 10: deduct 1 per row of e where 超时; deduct 2 per row of e where {}级别 = 省\n"
    old, new = (HEAD + data + rule.format(also) for also in ("not 超时 and ", ""))
    (rules,) = difference(old, new)["rules"]
    assert not rules["complete"] and rules["largest"] is not None
    points = [str(rubricc.loads(text).score(rules["largest"]["facts"]).total) for text in (old, new)]
    assert points == [rules["largest"]["old"], rules["largest"]["new"]] and len(set(points)) == 2


def test_the_same_rubric_in_another_dress() -> None:
    chinese = (
        '评分表 "x"：\n    总分 10\n    等级：优 ≥ 9，良 ≥ 6，差 其他\n    约定 cn-fiscal\n'
        "C22 接通率 权重10：\n    目标 ≥ 95%\n    每低1%扣1分\n"
    )
    assert difference(RATE, chinese)["same"]
    noted = difference(RATE, RATE.rstrip() + '; note "说明"\n')
    assert noted["same"]
    assert noted["old"]["digest"] != noted["new"]["digest"]


def test_points_of_rows_are_not_taken_for_the_same() -> None:
    """Both rules read the points of rows; what a row has got is another thing."""
    old = HEAD + (
        "data 工单 by event:\n    天数: count\n"
        "C1 一 weight 10:\n    each 工单:\n        combine mean\n        start at 10\n        deduct 1 per 1 of 天数\n"
    )
    (rules,) = difference(old, old.replace("deduct 1", "deduct 2"))["rules"]
    assert not rules["complete"]


# ---- regions, against scoring both at every value ---------------------------------------------------------------

SMALL = 'rubric "x":\n    total 5\n    convention cn-fiscal\ndata s:\n'
SMALL += "    rate: percent 0% .. 100% to 1%\n    sure: yes/no\n"
RULES = (
    "of rate; target >= 90%; deduct 0.5 per 3% below",
    "of rate; target >= 90%; deduct 1 per 3% below whole steps",
    "of rate; target >= 92%; deduct 1 per 2% below pro rata",
    "pro rata of rate",
    "of rate; target = 50%; deduct 1 per 1% either side",
    "by rate:\n        < 40%: 1\n        [40%, 60%]: 4\n        otherwise: 2\n",
    "of rate; linear (20% -> 1, 40% -> 3, 80% -> 5)",
    "of rate; target >= 90%; deduct 1 per 1% below; zero when sure and rate < 95%",
    "score if sure then 3 else 1",
)


@pytest.mark.parametrize(("one", "other"), list(combinations(range(len(RULES)), 2)))
def test_regions_are_where_scoring_both_differs(one: int, other: int) -> None:
    texts = [
        SMALL + "C1 one weight 5: " + RULES[n] + ("" if RULES[n].endswith("\n") else "\n")
        for n in (one, other)
    ]
    rubrics = [rubricc.loads(text) for text in texts]
    programs = [rubric.checked.program for rubric in rubrics]
    old, new = (Sheet(Ground(p), p.indicators[0]) for p in programs)
    found = compare(old, new)
    assert found.complete
    differences: list[Fraction] = []
    for rate, sure in ((Fraction(n, 100), sure) for n in range(101) for sure in (True, False)):
        before, after = (rubric.score({"s": {"rate": rate, "sure": sure}}).total for rubric in rubrics)
        assert before is not None
        assert after is not None
        inside = [
            region
            for region in found.regions
            if rate in region.interval and all(value == sure for _, value in region.case)
        ]
        assert len(inside) == (before != after)
        for region in inside:
            assert region.least is not None
            assert region.most is not None
            assert region.least <= Fraction(after) - Fraction(before) <= region.most
        differences.append(abs(Fraction(after) - Fraction(before)))
    if not any(differences):
        assert found.largest is None
        return
    assert found.largest is not None
    assert abs(Fraction(found.largest.new) - found.largest.old) == max(differences)


# ---- the split --------------------------------------------------------------------------------------------------


def results(checked: Checked, facts: Any) -> Results | None:
    """None where the facts are not such as the rubric declares."""
    blocks = schema_of(checked.program)
    run = Interpreter(checked).run
    bound = bind(blocks, facts)
    if bound.problems:
        return None
    score = run(bound)
    return {each.unit.name: score(each) for each in of_each(blocks, bound)}


@settings(SLOW, max_examples=15)
@given(samples(), samples(), st.booleans(), st.booleans())
def test_what_the_rubric_did_and_what_the_data_did_add_up(
    first: Any, last: Any, has_new_rubric: bool, has_new_data: bool
) -> None:
    """Of every indicator and of the total, exactly; whichever of the mixed scores there are."""
    old, new = compiled(first.source), compiled(last.source)
    pairs = paired(old.program, new.program)
    before, after = results(old, first.facts), results(new, last.facts)
    assert before is not None
    assert after is not None
    corners = Corners(
        before,
        after,
        results(new, first.facts) if has_new_rubric else None,
        results(old, last.facts) if has_new_data else None,
    )
    for one in split(corners, pairs, (old.program, new.program)):
        assert (one.total.old, one.total.new) == (before[one.unit].exact, after[one.unit].exact)
        for share in (*one.indicators, one.total, one.rest):
            if share.rubric is not None and share.data is not None:
                assert share.old is not None
                assert share.new is not None
                assert share.rubric + share.data == share.new - share.old
        if one.rest.rubric is not None:
            assert sum(s.rubric or 0 for s in one.indicators) + one.rest.rubric == one.total.rubric
            assert one.rest.data is not None
            assert sum(s.data or 0 for s in one.indicators) + one.rest.data == one.total.data
    as_one = Sides(old.program, new.program, (new.digest, new.digest))  # so that their rules are not compared
    report = diff_report(Diff(as_one, "zh").data(corners))
    assert report_text(report, 40)
    assert report_html(report)
    assert report_markdown(report)


def test_the_split_depends_on_no_order() -> None:
    """A steeper rule and worse data: each first, then second, and the mean of both."""
    data = "data s:\n    甲: percent 0% .. 100% to 1%\n"
    rule = "C1 一 weight 10: of 甲; target >= 90%; deduct {} per 1% below\n"
    old, new = (compiled(HEAD + data + rule.format(n)) for n in (1, 2))
    facts = [{"s": {"甲": "88%"}}, {"s": {"甲": "87%"}}]
    four = [results(c, f) for c, f in ((old, facts[0]), (new, facts[1]), (new, facts[0]), (old, facts[1]))]
    corners = Corners(*(each for each in four if each is not None))
    (one,) = split(corners, paired(old.program, new.program), (old.program, new.program))
    assert one.total.old == 8
    assert one.total.new == 4  # by way of 6, or of 7
    assert one.total.rubric == Fraction(-5, 2)
    assert one.total.data == Fraction(-3, 2)


# ---- the command ------------------------------------------------------------------------------------------------

OLD = HEAD + (
    "data s:\n    甲: percent 0% .. 100% to 1%\n    乙: yes/no\n"
    "C1 一 weight 6: of 甲; target >= 90%; deduct 1 per 1% below\nC2 二 weight 4: score if 乙 then 4 else 0\n"
)


def test_luliang_against_itself(shell: Shell) -> None:
    (shell.folder / "x.rubric").write_text(
        (LULIANG / "luliang-2020.rubric").read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert shell("fmt", "x.rubric", "--lang", "en").code == 0
    done = shell("diff", LULIANG, "x.rubric", "--lang", "zh")
    assert (done.code, done.err) == (0, "")
    assert "两份评分表没有差别" in done.out


def test_who_changes_and_why(shell: Shell) -> None:
    shell.write("旧.rubric", OLD)
    shell.write("新.rubric", OLD.replace(">= 90%", ">= 92%"))
    shell.write("a.yaml", "s: {甲: 90%, 乙: 是}\n")
    shell.write("b.yaml", "s: {甲: 91%, 乙: 否}\n")
    done = shell("diff", "旧.rubric", "新.rubric", "--data", "a.yaml", "--data-new", "b.yaml", "--lang", "zh")
    assert (done.code, done.err) == (0, "")
    assert "总分 10 → 5，等级 优 → 差" in done.out
    data = json.loads(
        shell(
            "diff", "旧.rubric", "新.rubric", "--data", "a.yaml", "--data-new", "b.yaml", "--format", "json"
        ).out
    )
    (score,) = data["scores"]
    assert score["order"] == "both"
    assert (score["total"]["rubric"], score["total"]["data"]) == ("-1.5", "-3.5")
    only = json.loads(shell("diff", "旧.rubric", "新.rubric", "--data", "a.yaml", "--format", "json").out)
    assert (only["scores"][0]["total"]["rubric"], only["scores"][0]["total"]["data"]) == ("-2", "0")


def test_a_rubric_that_cannot_score_the_other_data(shell: Shell) -> None:
    shell.write("旧.rubric", OLD)
    shell.write(
        "新.rubric", OLD.replace("    乙: yes/no", "    乙: yes/no\n    丙: yes/no").replace("if 乙", "if 丙")
    )
    shell.write("a.yaml", "s: {甲: 90%, 乙: 是}\n")
    shell.write("b.yaml", "s: {甲: 91%, 乙: 是, 丙: 否}\n")
    done = shell("diff", "旧.rubric", "新.rubric", "--data", "a.yaml", "--data-new", "b.yaml", "--lang", "zh")
    assert done.code == 0
    assert "先换数据、再换评分表" in done.out
    assert "新评分表、旧数据：缺少「丙」" in done.out
    assert (
        shell("diff", "旧.rubric", "新.rubric", "--data", "a.yaml").code == 1
    )  # the new rubric has no score


def test_a_run_tells_which_units_change(shell: Shell) -> None:
    rubric = (
        HEAD
        + "data s by unit:\n    甲: percent 0% .. 100% to 1%\n"
        + "C1 一 weight 10: of 甲; target >= 90%; deduct 1 per 1% below\n"
    )
    shell.write("旧.rubric", rubric)
    shell.write("新.rubric", rubric.replace(">= 90%", ">= 91%"))
    shell.write("s.csv", "单位,甲\n一科,95%\n二科,90%\n三科,86%\n")
    done = shell("diff", "旧.rubric", "新.rubric", "--data", "s.csv", "--lang", "zh")
    assert done.code == 0
    assert "3 个单位中 2 个变了" in done.out
    assert "一科" not in done.out
    one = shell("diff", "旧.rubric", "新.rubric", "--data", "s.csv", "--unit", "二科", "--lang", "zh")
    assert "三科" not in one.out


def test_of_very_many_units_the_page_is_short(shell: Shell) -> None:
    """Those that changed most, and how many of the others; nothing is left out of the other formats."""
    rubric = HEAD + "data s by unit:\n    甲: percent 0% .. 100% to 1%\nC1 一 weight 10: {}\n"
    shell.write("旧.rubric", rubric.format("of 甲; target >= 90%; deduct 1 per 1% below"))
    shell.write("新.rubric", rubric.format("of 甲; target >= 95%; deduct 0.5 per 1% below"))
    rates = [75 + n % 20 for n in range(60)]
    shell.write("s.csv", "单位,甲\n" + "".join(f"单位{n},{rate}%\n" for n, rate in enumerate(rates)))
    call = ("diff", "旧.rubric", "新.rubric", "--data", "s.csv", "--lang", "zh")
    out = shell(*call).out
    changes = [
        max(Fraction(0), 10 - Fraction(max(0, 95 - rate), 2)) - max(0, 10 - max(0, 90 - rate))
        for rate in rates
    ]
    changed = sum(map(bool, changes))
    assert f"60 个单位中 {changed} 个变了" in out
    assert f"另有 {changed - 30} 个单位变化更小" in out
    ends = rf"C1 一 +{changed} +{float(min(changes)):g} +\+{float(max(changes)):g}\n"
    assert re.search(ends, out)
    shares = json.loads(shell(*call, "--format", "json").out)["scores"]
    assert [Fraction(each["total"]["rubric"]) for each in shares] == changes
    assert len(re.findall(r"\| 单位\d", shell(*call, "--format", "markdown").out)) == changed


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_other_formats(shell: Shell, form: str) -> None:
    shell.write("旧.rubric", OLD)
    shell.write("新.rubric", OLD.replace(">= 90%", ">= 92%").replace("一 weight", "<b>一 weight"))
    shell.write("a.yaml", "s: {甲: 90%, 乙: 是}\n")
    done = shell("diff", "旧.rubric", "新.rubric", "--data", "a.yaml", "--format", form)
    assert done.code == 0
    assert "<b>" not in done.out
    assert "92%" in done.out


def test_what_is_asked_for_wrongly(shell: Shell) -> None:
    shell.write("旧.rubric", OLD)
    assert shell("diff", "旧.rubric").code == 2
    assert shell("diff", "旧.rubric", "没有.rubric").code == 2
    assert shell("diff", "旧.rubric", "旧.rubric", "--case", "没有").code == 2
    shell.write("b.yaml", "s: {甲: 91%, 乙: 否}\n")
    assert (
        shell("diff", "旧.rubric", "旧.rubric", "--data-new", "b.yaml").code == 2
    )  # nothing to hold it against


GONE = [("zh", "每低1%扣1分", "每低1%扣2分"), ("en", "deduct 1 per 1% below", "deduct 2 per 1% below")]


@pytest.mark.parametrize(("lang", "gone", "now"), GONE)
def test_files_in_two_vocabularies_are_told_in_the_readers(
    shell: Shell, lang: str, gone: str, now: str
) -> None:
    shell.write("旧.rubric", OLD)
    shell.write("新.rubric", OLD.replace("deduct 1 per", "deduct 2 per"))
    assert shell("fmt", "新.rubric", "--lang", "zh").code == 0
    (rules,) = json.loads(shell("diff", "旧.rubric", "新.rubric", "--lang", lang, "--format", "json").out)[
        "rules"
    ]
    assert (rules["removed"], rules["added"]) == ([gone], [now])


def test_what_both_files_are_warned_of_is_said_once(shell: Shell) -> None:
    """And a draft has no scores, which is said, instead of a table of question marks."""
    draft = OLD.replace("weight 6", "weight ?")
    shell.write("旧.rubric", draft)
    shell.write("新.rubric", draft.replace(">= 90%", ">= 92%"))
    shell.write("a.yaml", "s: {甲: 90%, 乙: 是}\n")
    done = shell("diff", "旧.rubric", "新.rubric", "--data", "a.yaml", "--lang", "zh")
    assert done.code == 0
    assert done.err.count("RB4005") == 1 and done.err.startswith("两份评分表都有：\n")
    assert "有一份是草稿" in done.err and "?" not in done.out


def test_statements_that_are_gone_stand_in_one_line() -> None:
    new = OLD + "check 一: 甲 > 0%\ncheck 二: 甲 > 1%\n"
    found = difference(OLD, new)["differences"]
    assert [each["said"] for each in found] == ["核对、公布的数、要求，新增：一、二"]
