"""The cases of one rubric: each expectation beside what was scored, as verdicts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from rubricc.cli.terminal import rendered
from rubricc.cli.verdicts import Verdict
from rubricc.compiler.cases import (
    Comparison,
    bind_case,
    compare,
    errors_expected_in,
    expected_errors,
)
from rubricc.compiler.driver import Compiled
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.runtime.indicator import RESULTS
from rubricc.compiler.runtime.problems import FactsError
from rubricc.compiler.runtime.result import Result
from rubricc.dsl import nodes as n
from rubricc.dsl.diagnostics.model import Diagnostic, of_problem
from rubricc.rubric import Rubric

Scored: TypeAlias = Callable[[Bound, Sequence[Result]], None]


def cases_of(
    file: Path, whole: Compiled, only: str | None, lang: str, width: int, scored: Scored
) -> list[Verdict]:
    """Every case of a file; the file itself, where it has errors that no case expects. `scored` gets the results."""
    cases = whole.parsed.rubric.cases if whole.parsed.rubric else ()
    said = {each.code for each in whole.findings if each.is_error}
    wanted = {code for case in cases for code in expected_errors(case)}
    if not whole.parsed.rubric:
        wanted = set(errors_expected_in(whole.source.text))
    verdicts: list[Verdict] = []
    if said - wanted or (said and not cases):
        told = rendered([d for d in whole.findings if d.code not in wanted], lang, "text", False, width)
        failures = tuple(_unexpected(code, lang) for code in sorted(said - wanted))
        spans = {d.code: d.span for d in reversed(whole.findings) if d.span and d.span.source is whole.source}
        lines = tuple(spans[code].line if code in spans else 0 for code in sorted(said - wanted))
        explained = (told.rstrip(),) if failures else ()
        verdicts.append(Verdict(file, "", len(wanted), failures, explained, lines=lines))
    for case in cases:
        if only is None or case.name == only:
            verdicts += _case(file, case, whole, said, lang, scored)
    return verdicts


def _case(
    file: Path, case: n.Case, whole: Compiled, said: set[str], lang: str, scored: Scored
) -> list[Verdict]:
    codes, at = expected_errors(case), case.span.line
    if codes:
        absent = [code for code in codes if code not in said]
        failures = tuple(
            f"应有错误 {code}，实际没有" if lang == "zh" else f"expected the error {code}, which did not come"
            for code in absent
        )
        return [Verdict(file, case.name, len(codes), failures, line=at)]
    if whole.checked is None or whole.program is None:
        return []  # the file's own verdict says why
    rubric = Rubric(whole, whole.checked)
    bound = bind_case(case, rubric.blocks, file.parent)
    if bound.problems:
        problems = tuple(_problem(of_problem(each), lang) for each in bound.findings())
        return [Verdict(file, case.name, 0, problems, line=at)]
    try:
        results = rubric.score_each(bound) or [rubric.score_bound(bound)]
    except FactsError as refused:
        problems = tuple(_problem(of_problem(each), lang) for each in refused.problems)
        return [Verdict(file, case.name, 0, problems, line=at)]
    scored(bound, results)
    compared = compare(case, results, whole.program)
    wrong = [each for each in compared if not each.holds]
    told = dict.fromkeys("\n".join(one.lines(lang)) for each in wrong for one in each.told)
    told |= dict.fromkeys(each.text(lang) for each in bound.gaps) if wrong else {}
    failures = tuple(_difference(each, lang) for each in wrong)
    shared = [(result, number == 0) for number, result in enumerate(results)]
    whole_text = [line for each in shared for line in (*came_to(each[0], lang), *stated(*each, lang))]
    short = [line for each in shared for line in (*came_to(each[0], lang), *in_short(*each, lang))]
    lines = tuple(each.line for each in wrong)
    return [
        Verdict(
            file,
            case.name,
            len(compared),
            failures,
            tuple(told),
            tuple(whole_text),
            in_short=tuple(short),
            line=at,
            lines=lines,
        )
    ]


def came_to(result: Result, lang: str) -> list[str]:
    """What a case came to: its total, grade and outcomes."""
    zh = lang == "zh"
    lines: list[str] = []
    unit = _unit(result, lang)
    if result.total is not None:
        graded = f"，{result.grade}" if zh else f", {result.grade}"
        total = f"总分 {result.total}" if zh else f"total {result.total}"
        lines.append(unit + total + (graded if result.grade else ""))
    lines += [f"{unit}{each.name}{'：' if zh else ': '}{each.shown(lang) or '—'}" for each in result.outcomes]
    return lines


def stated(result: Result, shared: bool, lang: str) -> list[str]:
    """Every check that fails and obligation that is not met; without `shared` only what is of the unit."""
    lines: list[str] = []
    for each in result.statements:
        told = each.lines(lang) if shared or each.of_unit else []
        if told and each.of_unit:
            told[0] = _unit(result, lang) + told[0]
        if each.result not in ("holds", "met"):
            lines += told
        elif each.stated:
            lines += told[:1]
    return lines


def in_short(result: Result, shared: bool, lang: str) -> list[str]:
    """The same by their names, a line for each result: of a file with several cases more would hide the cases."""
    zh = lang == "zh"
    found: dict[str, list[str]] = {}
    for each in result.statements:
        if each.result not in ("holds", "met") and (shared or each.of_unit):
            found.setdefault(each.result, []).append(each.name)
    return [
        f"{_unit(result, lang)}{RESULTS[word][zh]} {len(names)}{' 项：' if zh else ': '}"
        + ("、" if zh else ", ").join(names)
        for word, names in found.items()
    ]


def _unit(result: Result, lang: str) -> str:
    return f"{result.unit}{'：' if lang == 'zh' else ': '}" if result.unit else ""


def _problem(each: Diagnostic, lang: str) -> str:
    return rendered([each], lang, "concise", False, 100).strip()


def _unexpected(code: str, lang: str) -> str:
    return f"没有案例预期的错误 {code}" if lang == "zh" else f"the error {code}, which no case expects"


def _difference(each: Comparison, lang: str) -> str:
    if each.what == "missing":
        zh = f"第 {each.line} 行：应缺数据 {each.expected}，实际不缺"
        return (
            zh
            if lang == "zh"
            else f"line {each.line}: {each.expected} was expected to be missing, and is not"
        )
    words = {"total": ("总分", "total"), "grade": ("等级", "grade")}
    expected, actual = (
        RESULTS[word][lang == "zh"] if word in RESULTS else word for word in (each.expected, each.actual)
    )
    what = words[each.what][lang != "zh"] if each.what in words else each.what
    what = f"{each.unit} {what}".strip()
    if each.missing:
        zh = f"没有单位「{each.unit}」" if each.unit else "要写明是哪个单位的：应得 单位：…"
        en = f"there is no unit {each.unit}" if each.unit else "say of which unit: expect UNIT: …"
        return f"第 {each.line} 行 {what}：{zh}" if lang == "zh" else f"line {each.line}, {what}: {en}"
    if lang == "zh":
        return f"第 {each.line} 行 {what}：应得 {expected}，实得 {actual}"
    return f"line {each.line}, {what}: expected {expected}, scored {actual}"
