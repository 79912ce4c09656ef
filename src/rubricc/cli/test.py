"""`rubricc test`: the cases of rubrics, each expectation beside what was scored."""

from __future__ import annotations

import argparse
from pathlib import Path

from attrs import field, frozen

from rubricc.cli.files import CANNOT_OPEN, language
from rubricc.cli.terminal import Parser, Terminal, rendered
from rubricc.compiler.cases import (
    Comparison,
    bind_case,
    compare,
    errors_expected_in,
    expected_errors,
)
from rubricc.compiler.data.library import Files
from rubricc.compiler.data.rubrics import read_rubric, rubric_files
from rubricc.compiler.driver import Compiled, compile_rubric
from rubricc.compiler.runtime.indicator import RESULTS
from rubricc.compiler.runtime.problems import FactsError
from rubricc.compiler.runtime.result import Result
from rubricc.dsl import nodes as n
from rubricc.dsl.diagnostics.model import Diagnostic, of_problem
from rubricc.dsl.diagnostics.wording import visible
from rubricc.rubric import Rubric


@frozen
class Verdict:
    """What became of one case: the failures in words, with what helps to understand them."""

    file: Path
    case: str
    expectations: int
    failures: tuple[str, ...] = ()
    told: tuple[str, ...] = field(default=())
    outcome: tuple[str, ...] = field(default=())  # what it came to, in words

    @property
    def passed(self) -> bool:
        return not self.failures


def arguments(parser: Parser, terminal: Terminal) -> None:
    parser.option(
        "files", nargs="+", metavar="FILE", zh="评价标准，或其所在的文件夹", en="rubrics, or folders of them"
    )
    parser.option("--case", metavar="NAME", zh="只运行这个案例", en="run this case only")
    parser.option(
        "--format", choices=("text", "junit"), default="text", zh="输出的格式", en="format of the output"
    )
    parser.language()
    parser.output()


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    files = rubric_files(args.files)
    if not files:
        terminal.fail("没有找到 .rubric 文件", "there is no .rubric file here")
    verdicts: list[Verdict] = []
    unreadable = False
    lang = args.lang
    for file in files:
        source = read_rubric(file)
        if isinstance(source, Diagnostic):
            terminal.findings([source], lang or terminal.lang)
            unreadable = unreadable or source.code in CANNOT_OPEN
            verdicts.append(Verdict(file, "", 0, (source.code,)))
            continue
        whole = compile_rubric(source, Files(file))
        own = language(whole, args.lang)
        lang = lang or own
        verdicts += _file(file, whole, args.case, own, terminal.width)
    lang = lang or terminal.lang
    text = _junit(verdicts) if args.format == "junit" else _text(verdicts, lang)
    terminal.write(text, args.output)
    if unreadable:
        return 2
    return 0 if all(each.passed for each in verdicts) else 1


def _file(file: Path, whole: Compiled, only: str | None, lang: str, width: int) -> list[Verdict]:
    """Every case of a file; the file itself, where it has errors that no case expects."""
    cases = whole.parsed.rubric.cases if whole.parsed.rubric else ()
    said = {each.code for each in whole.findings if each.is_error}
    wanted = {code for case in cases for code in expected_errors(case)}
    if not whole.parsed.rubric:
        wanted = set(errors_expected_in(whole.source.text))
    verdicts: list[Verdict] = []
    if said - wanted or (said and not cases):
        told = rendered([d for d in whole.findings if d.code not in wanted], lang, "text", False, width)
        failures = tuple(_unexpected(code, lang) for code in sorted(said - wanted))
        verdicts.append(Verdict(file, "", len(wanted), failures, (told.rstrip(),) if failures else ()))
    for case in cases:
        if only is None or case.name == only:
            verdicts += _case(file, case, whole, said, lang)
    return verdicts


def _case(file: Path, case: n.Case, whole: Compiled, said: set[str], lang: str) -> list[Verdict]:
    codes = expected_errors(case)
    if codes:
        absent = [code for code in codes if code not in said]
        failures = tuple(
            f"应有错误 {code}，实际没有" if lang == "zh" else f"expected the error {code}, which did not come"
            for code in absent
        )
        return [Verdict(file, case.name, len(codes), failures)]
    if whole.checked is None or whole.program is None:
        return []  # the file's own verdict says why
    rubric = Rubric(whole, whole.checked)
    bound = bind_case(case, rubric.blocks, file.parent)
    if bound.problems:
        problems = tuple(_problem(of_problem(each), lang) for each in bound.findings())
        return [Verdict(file, case.name, 0, problems)]
    try:
        results = rubric.score_each(bound) or [rubric.score_bound(bound)]
    except FactsError as refused:
        problems = tuple(_problem(of_problem(each), lang) for each in refused.problems)
        return [Verdict(file, case.name, 0, problems)]
    compared = compare(case, results, whole.program)
    wrong = [each for each in compared if not each.holds]
    told = dict.fromkeys("\n".join(one.lines(lang)) for each in wrong for one in each.told)
    told |= dict.fromkeys(each.text(lang) for each in bound.gaps) if wrong else {}
    failures = tuple(_difference(each, lang) for each in wrong)
    came = [line for at, result in enumerate(results) for line in outcome(result, lang, shared=at == 0)]
    return [Verdict(file, case.name, len(compared), failures, tuple(told), tuple(came))]


def outcome(result: Result, lang: str, *, shared: bool = True) -> list[str]:
    """What a case came to: its total, grade and outcomes, then every check that fails and obligation that is not met.

    Without `shared` only what is of the unit.
    """
    zh = lang == "zh"
    lines: list[str] = []
    unit = f"{result.unit}{'：' if zh else ': '}" if result.unit else ""
    if result.total is not None:
        graded = f"，{result.grade}" if zh else f", {result.grade}"
        total = f"总分 {result.total}" if zh else f"total {result.total}"
        lines.append(unit + total + (graded if result.grade else ""))
    lines += [f"{unit}{each.name}{'：' if zh else ': '}{each.shown(lang) or '—'}" for each in result.outcomes]
    for each in result.statements:
        told = each.lines(lang) if shared or each.of_unit else []
        if told and each.of_unit:
            told[0] = unit + told[0]
        if each.result not in ("holds", "met"):
            lines += told
        elif each.stated:
            lines += told[:1]
    return lines


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


def _text(verdicts: list[Verdict], lang: str) -> str:
    zh = lang == "zh"
    lines: list[str] = []
    for each in verdicts:
        mark = ("通过" if zh else "ok  ") if each.passed else ("失败" if zh else "FAIL")
        name = visible(f"{each.file}" + (f" {each.case}" if each.case else ""))
        lines.append(f"{mark}  {name}" + (f" ({each.expectations})" if each.expectations else ""))
        lines += [f"      {visible(line)}" for line in each.outcome]
        lines += [f"      {visible(failure)}" for failure in each.failures]
        lines += [f"        {visible(line)}".rstrip() for told in each.told for line in told.split("\n")]
    failed = sum(not each.passed for each in verdicts)
    count = len(verdicts)
    if zh:
        said = f"{count} 个案例，" + (f"{failed} 个失败" if failed else "全部通过")
    else:
        said = f"{count} case{'s' * (count != 1)}, " + (f"{failed} failed" if failed else "all passed")
    return "\n".join([*lines, said if count else ("没有案例" if zh else "there are no cases")]) + "\n"


def _junit(verdicts: list[Verdict]) -> str:
    from xml.etree import ElementTree as xml

    failed = sum(not each.passed for each in verdicts)
    suites = xml.Element("testsuites", tests=str(len(verdicts)), failures=str(failed))
    for file in dict.fromkeys(each.file for each in verdicts):
        own = [each for each in verdicts if each.file == file]
        counts = {"tests": str(len(own)), "failures": str(sum(not each.passed for each in own))}
        suite = xml.SubElement(suites, "testsuite", {"name": visible(str(file)), **counts})
        for each in own:
            names = {"classname": visible(file.stem), "name": visible(each.case or file.name)}
            case = xml.SubElement(suite, "testcase", names)
            if not each.passed:
                failure = xml.SubElement(case, "failure", {"message": visible("; ".join(each.failures))})
                failure.text = "\n".join(visible(line) for told in each.told for line in told.split("\n"))
    xml.indent(suites)
    return xml.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"
