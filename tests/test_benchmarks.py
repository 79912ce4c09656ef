"""What benchmarks/ measures is what it says: the same points by hand, facts that score, rubrics that compile."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

import by_hand
import rubricc
import rubrics
from pages import ROOT
from rubricc.compiler.driver import compile_rubric
from rubricc.dsl.source import Source

LULIANG = ROOT / "rubrics" / "luliang-2020"


def test_the_rules_by_hand_give_the_published_points() -> None:
    rubric = rubricc.load(LULIANG)
    facts = rubrics.luliang_facts(rubric)
    points = [round(Fraction(one.points or 0) * 100) for one in rubric.score(facts)]
    assert [round(p * 100) for p in by_hand.points(by_hand.measures(facts))] == points
    assert len(points) == 34


def test_facts_on_boundaries_score() -> None:
    rubric = rubricc.load(LULIANG)
    seen = set()
    for code, facts in rubrics.boundaries(rubrics.luliang_facts(rubric)):
        if code not in seen:
            assert rubric.score(facts)[code].points is not None
            seen.add(code)
    assert len(seen) == 10


@pytest.mark.parametrize("size", [8, 40])
def test_rubrics_of_any_size_compile(size: int) -> None:
    compiled = compile_rubric(Source("generated.rubric", rubrics.rubric_of(size)))
    assert compiled.checked is not None, [each.code for each in compiled.findings]
    assert len(compiled.checked.program.indicators) == size


def test_the_document_has_a_heading_for_each_table_of_the_benchmark() -> None:
    """So that the next figures are put where the last ones stand. The figures themselves differ from run to run."""
    program = Path(ROOT / "benchmarks" / "run.py").read_text(encoding="utf-8")
    document = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    titles = re.findall(r"^    table\(\s*\"([^\"]+)\"", program, re.MULTILINE)
    assert titles
    assert [title for title in titles if f"## {title}\n" not in document] == []
