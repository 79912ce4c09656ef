"""The five hotlines: their cases pass, and the table of the README says what they come to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import rubricc
from rubricc.cli import main
from rubricc.compiler.cases import bind_case
from rubricc.compiler.runtime.result import Result

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("luliang-2020", "zizhou-2021", "yichun-2019", "shenzhen-2020", "nanjing-2020")


def result_of(folder: str) -> Result:
    """What the first case of a folder's rubric comes to."""
    rubric = rubricc.load(ROOT / "rubrics" / folder)
    case = rubric.checked.program.cases[0]
    return rubric.score_bound(bind_case(case, rubric.blocks, ROOT / "rubrics" / folder))


def test_all_cases_pass_and_the_files_are_as_fmt_writes_them() -> None:
    assert main(["test", str(ROOT / "rubrics")]) == 0
    assert main(["fmt", "--check", str(ROOT / "rubrics")]) == 0


@pytest.mark.parametrize(("folder", "wanted"), [("luliang-2020", "97%"), ("zizhou-2021", "100%")])
def test_the_cases_use_the_clauses(folder: str, wanted: str) -> None:
    """Of what is scored; figures that are only compared have one set of facts, which the READMEs say."""
    assert (
        main(["test", str(ROOT / "rubrics" / folder), "--examples", "0", "--require-coverage", wanted]) == 0
    )


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_readme_says_how_many_checks_fail(folder: str) -> None:
    checks = [each for each in result_of(folder).statements if each.kind != "require"]
    failing = sum(each.holds is False for each in checks)
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(each.holds is not None for each in checks)
    rows = [line for line in text.splitlines() if line.startswith("|") and f"rubrics/{folder}/README" in line]
    counted = [
        tuple(map(int, re.findall(r"\d+", row.split("|")[-2])))
        for row in rows
        if "项" in row or " of " in row
    ]
    assert counted == [(failing, len(checks)), (len(checks), failing)]


@pytest.mark.parametrize("form", ["markdown", "html"])
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_report_can_be_laid_out(folder: str, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Those without a total, because nothing is scored or weights are open, as well."""
    assert main(["score", str(ROOT / "rubrics" / folder), "--format", form]) == 0
    out = capsys.readouterr().out
    scored = result_of(folder).total is not None
    assert ("得分表" in out, "各指标的推导" in out) == (scored, scored)


def test_what_the_reports_come_to() -> None:
    assert (str(result_of("luliang-2020").total), result_of("luliang-2020").grade) == ("85.6", "良")
    assert (result_of("zizhou-2021").total, result_of("zizhou-2021").grade) == (96, "优")
    assert result_of("yichun-2019").total is None
    obligations = [each.result for each in result_of("shenzhen-2020").statements if each.kind == "require"]
    assert {word: obligations.count(word) for word in set(obligations)} == {"not met": 10, "not assessed": 3}
