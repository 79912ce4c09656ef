"""The examples of docs/facts.md give the facts that the page says."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

from rubricc.compiler.data.files import Binding, bind_files
from rubricc.compiler.data.sheets import Understood
from rubricc.compiler.derivation.spec import schema_of
from rubricc.compiler.driver import compile_rubric
from rubricc.compiler.runtime.schema import Block
from rubricc.dsl.source import Source
from written_workbooks import Rows, bound, sentences, workbook

PAGE = Path(__file__).resolve().parents[1] / "docs" / "facts.md"
MONTHS = [
    {"话务量": 11389, "满意度": Fraction(3913, 5000)},
    {"话务量": 14901, "满意度": Fraction(4, 5)},
]
AUDIT = [{"资金": 12_415_900, "验收日期": date(2020, 12, 11), "合格": True}]


def example(language: str) -> str:
    """The only fence of that language."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    return str(found)


def blocks() -> dict[str, Block]:
    compiled = compile_rubric(Source("facts.md", example("rubric")))
    assert compiled.checked is not None, compiled.findings
    return {block.name: block for block in schema_of(compiled.checked.program)}


def test_the_yaml_and_csv_examples_are_the_same_facts(tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text(example("yaml"), encoding="utf-8")
    (tmp_path / "monthly.csv").write_text(example("csv"), encoding="utf-8")
    declared = blocks()
    found = bind_files([(None, tmp_path / "facts.yaml")], list(declared.values())).require()
    assert found.values == {"月报": MONTHS, "核查": AUDIT}
    found = bind_files([("月报", tmp_path / "monthly.csv")], [declared["月报"]]).require()
    assert found.values == {"月报": MONTHS}


def test_a_csv_file_from_a_spreadsheet_is_the_same_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "monthly.csv").write_text(example("office-csv"), encoding="utf-8")
    said: list[Understood] = []
    binding = Binding("月报", tmp_path / "monthly.csv", "monthly.csv")
    found = bind_files([binding], [blocks()["月报"]], understood=said).require()
    assert found.values == {"月报": MONTHS}
    assert sentences(said) + "\n" == example("office-said")


def test_a_workbook_with_both_blocks_is_the_same_too(tmp_path: Path) -> None:
    monthly = [line.split(",") for line in example("csv").replace('"11,389"', "11389").split()]
    audit: Rows = [["名称", "值"], ["资金", 1241.59], ["验收日期", date(2020, 12, 11)], ["合格", "是"]]
    found, _ = bound(tmp_path, workbook({"月报": monthly, "核查": audit}), *blocks().values())
    assert found.require().values == {"月报": MONTHS, "核查": AUDIT}
