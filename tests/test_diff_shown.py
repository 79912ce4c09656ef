"""`rubricc diff`: what its users see, of two files, of two sets of data, of many units."""

from __future__ import annotations

import json
import re
from fractions import Fraction

import pytest

from shell import LULIANG, Shell
from test_diff import HEAD, difference

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
