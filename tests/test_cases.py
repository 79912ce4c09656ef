"""The cases: documents with a rubric, perhaps facts, and the exact outcome.

`tests/cases/good/<topic>/*.md` score, `tests/cases/bad/<topic>/*.md` are refused. A case is a title, words of
explanation, and fences in this order: `rubric`; the facts, if there are any (`yaml`, or `csv`, which is for the only
table); the outcome. The outcome is `text` (findings as `CODE line:column title`, then derivations and the total), or
`json` (points by code or name, total, grade); where units are scored, of each in turn.
`RUBRICC_REWRITE=1 ./test tests/test_cases.py` writes the outcomes anew: read the difference before you commit it.
Other files that a rubric names stand in `tests/cases/files/`.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from rubricc.compiler.data.files import Binding, bind_files
from rubricc.compiler.data.library import Files
from rubricc.compiler.driver import Compiled, compile_rubric
from rubricc.compiler.proofs.prove import warnings
from rubricc.compiler.runtime.exact import plain, whole
from rubricc.compiler.runtime.facts import Bound, bind
from rubricc.compiler.runtime.result import Result
from rubricc.dsl.diagnostics.catalogue import CATALOGUE, page
from rubricc.dsl.diagnostics.model import Diagnostic, of_problem
from rubricc.dsl.diagnostics.wording import place_text, wording
from rubricc.dsl.source import Source
from rubricc.rubric import Rubric

CASES = Path(__file__).resolve().parent / "cases"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
REWRITE = os.environ.get("RUBRICC_REWRITE") == "1"


class Case(NamedTuple):
    path: Path
    document: str
    rubric: str
    facts: tuple[str, str] | None  # kind of file and contents
    form: str
    outcome: str


def cases(kind: str) -> list[Path]:
    return sorted((CASES / kind).rglob("*.md"))


def names(paths: list[Path]) -> list[str]:
    return [path.relative_to(CASES).with_suffix("").as_posix() for path in paths]


def read(path: Path) -> Case:
    document = path.read_text(encoding="utf-8")
    assert document.startswith("# "), "a case starts with its title"
    fences = FENCE.findall(document)
    kinds = [kind for kind, _ in fences]
    assert kinds[0] == "rubric", kinds
    assert kinds[-1] in ("text", "json"), kinds
    facts = fences[1] if len(fences) == 3 else None
    assert len(fences) in (2, 3), kinds
    return Case(path, document, fences[0][1], facts, kinds[-1], fences[-1][1])


def held(case: Case, outcome: str) -> None:
    """The outcome is the one of the document, or becomes it."""
    if REWRITE and outcome != case.outcome:
        at = case.document.rindex(f"```{case.form}\n") + len(case.form) + 4
        case.path.write_text(case.document[:at] + outcome + "```\n", encoding="utf-8")
        return
    assert outcome == case.outcome


def compiled_case(text: str, name: str = "case.rubric") -> Compiled:
    """A text as if it stood beside the files that cases refer to."""
    return compile_rubric(Source(name, text), Files(CASES / "files" / name))


def every_finding(compiled: Compiled) -> list[Diagnostic]:
    """What `check` says: with what is refuted of a rubric that compiles."""
    checked = compiled.checked
    refuted = warnings(checked.program, compiled.findings) if checked is not None else []
    return [*compiled.findings, *refuted]


def language(compiled: Compiled) -> str:
    return "zh" if compiled.parsed.chinese else "en"


def said(findings: tuple[Diagnostic, ...] | list[Diagnostic], lang: str) -> str:
    """Findings as lines: `RB4001 3:12 title`, those of facts with the place of the fact."""
    lines = []
    for each in findings:
        place = place_text(each.place, lang) if each.place else ""
        where = f"{each.span.line}:{each.span.column}" if each.span else place
        if each.span and each.span.source.name != "case.rubric":
            where = f"{each.span.source.name}:{where}"
        lines.append(" ".join(word for word in (each.code, where, wording(each, lang).title) if word))
    return "".join(f"{line}\n" for line in lines)


def bound_facts(rubric: Rubric, facts: tuple[str, str] | None, folder: Path) -> Bound:
    if facts is None:
        return bind(rubric.blocks, {})
    name = f"facts.{facts[0]}"
    file = folder / name
    file.write_text(facts[1], encoding="utf-8")
    return bind_files([Binding(None, file, name)], rubric.blocks)


def told(result: Result, lang: str) -> str:
    words = {"zh": ("总分", "等级"), "en": ("total", "grade")}[lang]
    of = "" if result.of is None else f" / {result.of}"
    if not result.indicators:
        return f"{result.explain(lang)}\n"
    if result.exact is None:
        assert result.interval is not None
        last = f"{words[0]} {result.interval[0]} .. {result.interval[1]}{of}"
    else:
        last = f"{words[0]} {plain(whole(result.exact))}{of}"
    grade = f"\n{words[1]} {result.grade}" if result.grade else ""
    return f"{result.explain(lang)}\n{last}{grade}\n"


def points(*results: Result) -> str:
    return "".join(map(points_of, results))


def points_of(result: Result) -> str:
    found = {one.code or one.name: None if one.points is None else str(one.points) for one in result}
    every = {**found, "total": None if result.total is None else str(result.total), "grade": result.grade}
    rows = [
        f"  {json.dumps(k, ensure_ascii=False)}: {json.dumps(v, ensure_ascii=False)}"
        for k, v in every.items()
    ]
    return "{\n" + ",\n".join(rows) + "\n}\n"


@pytest.mark.parametrize("path", cases("good"), ids=names(cases("good")))
def test_good(path: Path, tmp_path: Path) -> None:
    case = read(path)
    compiled = compiled_case(case.rubric)
    assert compiled.checked is not None, said(compiled.findings, "en")
    lang = language(compiled)
    rubric = Rubric(compiled, compiled.checked)
    bound = bound_facts(rubric, case.facts, tmp_path)
    assert not bound.problems, [problem.text() for problem in bound.problems]
    results = rubric.score_each(bound)
    if case.form == "json":
        assert not compiled.findings, "only a text can show findings"
        held(case, points(*results))
    else:
        gaps = [of_problem(problem) for problem in bound.gaps]
        heads = [f"── {result.unit} ──\n" if result.unit else "" for result in results]
        every = [head + told(result, lang) for head, result in zip(heads, results, strict=True)]
        held(case, said([*compiled.findings, *gaps], lang) + "\n".join(every))


@pytest.mark.parametrize("path", cases("bad"), ids=names(cases("bad")))
def test_bad(path: Path, tmp_path: Path) -> None:
    case = read(path)
    assert case.form == "text"
    compiled = compiled_case(case.rubric)
    lang = language(compiled)
    found = every_finding(compiled) if path.parent.name == "proofs" else list(compiled.findings)
    if case.facts is not None:
        assert compiled.checked is not None, said(found, "en")
        bound = bound_facts(Rubric(compiled, compiled.checked), case.facts, tmp_path)
        found += [of_problem(problem) for problem in (*bound.findings(), *bound.unused)]
    assert found, "nothing is wrong here"
    held(case, said(found, lang))


# ---- every code -------------------------------------------------------------------------------------------------

# Codes that stand in the catalogue ahead of the compiler, and those that need a file, a size or a fault.
NOT_YET = {
    "RB3006": "literals are not compared with declared domains",
    "RB3007": "literals are not compared with declared precisions",
    "RB5003": "an unknown measure is RB2001",
}
ELSEWHERE = {
    "RB2074",
    "RB5067",
    *("RB0001", "RB0002", "RB0003", "RB0008", "RB7023", "RB7037", "RB7038", "RB9001"),
    *("RB7061", "RB7062", "RB7063"),  # which unit: test_units.py
}


def test_every_code_has_a_bad_case() -> None:
    found = {
        code for path in cases("bad") for code in re.findall(r"^(RB\d{4}) ", read(path).outcome, re.MULTILINE)
    }
    left = {
        code for code in CATALOGUE.keys() - found if not code.startswith(("RB75", "RB8"))
    }  # files: test_data_files.py; ledgers: test_ledger_store.py
    assert left == NOT_YET.keys() | ELSEWHERE


def examples() -> Iterator[tuple[str, str, str]]:
    """The wrong and the right rubric of every page that has them."""
    for code in CATALOGUE:
        fences = FENCE.findall(page(code) or "")
        for (kind, text), which in zip(fences, ("wrong", "right"), strict=False):
            if kind == "rubric":
                yield code, which, text


@pytest.mark.parametrize(("code", "which", "text"), list(examples()))
def test_pages_are_right(code: str, which: str, text: str) -> None:
    """The wrong example provokes its code, the right one has no error and not that code."""
    findings = every_finding(compiled_case(text, "page.rubric"))
    codes = {each.code for each in findings}
    if which == "wrong":
        assert (code in codes) is (code not in NOT_YET), said(findings, "en")
    else:
        assert code not in codes
        assert not any(each.is_error or each.code.startswith("RB6") for each in findings), said(
            findings, "en"
        )
