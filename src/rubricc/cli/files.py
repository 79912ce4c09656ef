"""What commands share of rubrics and facts: compiled files, the data that a call or a case names.

Findings of a rubric that does not compile are said here, and end the command.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from rubricc.cli.terminal import Parser, Stop, Terminal
from rubricc.compiler.cases import bind_case, find_case
from rubricc.compiler.data.files import Binding, bind_files
from rubricc.compiler.data.library import Files
from rubricc.compiler.data.rubrics import read_rubric, rubric_file, rubric_files
from rubricc.compiler.driver import Compiled, compile_rubric
from rubricc.compiler.passes.readings import AMBIGUITY
from rubricc.compiler.readings import tabulated
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.runtime.problems import FactsError
from rubricc.compiler.runtime.schema import Block
from rubricc.dsl.diagnostics.model import Diagnostic, Severity, diagnose, of_problem
from rubricc.dsl.nodes import Case
from rubricc.rubric import Rubric

if TYPE_CHECKING:
    from rubricc.compiler.data.sheets import Understood
    from rubricc.scored import Scored

FACTS = {".csv", ".xlsx", ".xls", ".yaml", ".yml", ".json"}
CANNOT_OPEN = {"RB0008", "RB7501", "RB7502", "RB7503"}  # exit code 2


@frozen
class Evaluation:
    """A rubric and the facts that the call named."""

    rubric: Rubric
    bound: Bound
    lang: str
    case: str | None
    file: Path
    bindings: tuple[Binding, ...]


RESULT_FORMATS = ("text", "json", "markdown", "html")


def rubric_argument(parser: Parser) -> None:
    parser.option(
        "file",
        metavar="FILE",
        zh="评分表，或其文件夹（- 为标准输入）",
        en="a rubric, or its folder (- for standard input)",
    )


def result_format(parser: Parser) -> None:
    parser.option(
        "--format", choices=RESULT_FORMATS, default="text", zh="输出的格式", en="format of the result"
    )


def facts_arguments(
    parser: Parser,
    case: tuple[str, str] = (
        "数据取自这个案例（默认：没有 --data 时取第一个）",
        "take the facts of this case (default: the first, where there is no --data)",
    ),
) -> None:
    parser.option(
        "--data",
        action="append",
        default=[],
        metavar="[NAME=]PATH",
        zh="数据文件：CSV、.xlsx、YAML 或 JSON（可多次；- 为标准输入）",
        en="a file of facts: CSV, .xlsx, YAML or JSON (repeatable; - for standard input)",
    )
    parser.option(
        "--case",
        metavar="NAME",
        zh=case[0],
        en=case[1],
    )
    strict_argument(parser)


def strict_argument(parser: Parser) -> None:
    parser.option(
        "--strict", action="store_true", zh="有不止一种读法时算作错误", en="an ambiguity is an error"
    )


def stricter(finding: Diagnostic) -> Diagnostic:
    """A finding as `--strict` has it."""
    return evolve(finding, severity=Severity.ERROR) if finding.code == AMBIGUITY else finding


def unit_argument(parser: Parser) -> None:
    parser.option(
        "--unit",
        metavar="NAME",
        zh="按单位计分的评分表：只要这个单位",
        en="in a rubric that scores units: this one only",
    )


def scored_of(given: Evaluation, unit: str | None, terminal: Terminal) -> Scored:
    """The results of the units that are asked for; a unit that there is not ends the command."""
    from rubricc.scored import Scored

    try:
        return Scored(given.rubric, given.bound, given.lang, given.case, unit)
    except FactsError as refused:
        terminal.findings(map(of_problem, refused.problems), given.lang)
        raise Stop(1) from None


def rubrics_of(paths: Sequence[str], terminal: Terminal) -> list[Path]:
    """Every rubric that a call names, or that lies in a folder it names; `-` is standard input."""
    files = rubric_files(paths)
    if not files:
        named = " ".join(paths)
        terminal.fail(f"{named} 里没有 .rubric 文件", f"there is no .rubric file in {named}")
    for file in files:
        no_facts(file, terminal)
    return files


def no_facts(path: str | Path, terminal: Terminal) -> None:
    """A file of facts where a rubric belongs ends the command."""
    if Path(path).suffix.lower() in FACTS:
        terminal.fail(
            f"{path} 是数据文件，不是评分表；数据这样用：rubricc score 评分表.rubric --data {path}",
            f"{path} is a file of facts, not a rubric; facts are used so: rubricc score FILE.rubric --data {path}",
        )


def read(path: str | Path, terminal: Terminal, lang: str | None = None) -> Compiled:
    """A file through the whole pipeline; ends the command where it cannot be read."""
    no_facts(path, terminal)
    source = read_rubric(path)
    if isinstance(source, Diagnostic):
        terminal.findings([source], lang or terminal.lang)
        raise Stop(2 if source.code in CANNOT_OPEN else 1)
    return compile_rubric(source, Files(path))


def verified(compiled: Compiled) -> list[Diagnostic]:
    """The sums of weights, worked out a second time by algebra: a finding only where rubricc itself is at fault."""
    if compiled.program is None:
        return []
    from rubricc.compiler.proofs.algebra import disagreements

    found = disagreements(compiled.program, compiled.findings)
    return [diagnose("RB9001", None, stage="<checking>", detail=each) for each in found]


def refuted(compiled: Compiled) -> list[Diagnostic]:
    """What the prover refutes of a rubric that compiles, as far as that is quick."""
    if compiled.checked is None:
        return []
    from rubricc.compiler.proofs.prove import warnings

    return warnings(compiled.checked.program, compiled.findings)


def language(compiled: Compiled, asked: str | None) -> str:
    """The language of output about a rubric: as asked, else that of the file's vocabulary."""
    return asked or ("zh" if compiled.parsed.chinese else "en")


def compiled(
    path: str | Path,
    terminal: Terminal,
    asked: str | None = None,
    *,
    strict: bool = False,
    quiet: bool = False,
) -> tuple[Rubric, str]:
    """A rubric without errors, and its language; its warnings are said unless `quiet`, and errors end the command."""
    path = path if str(path) == "-" else rubric_file(path)
    whole = read(path, terminal, asked)
    lang = language(whole, asked)
    terminal.zh = lang == "zh"
    found = list(whole.findings)
    if strict:
        found = [stricter(each) for each in tabulated(whole, Path(path).parent)]
    wrong = whole.checked is None or any(each.is_error for each in found)
    if found and (wrong or not quiet):
        terminal.findings(found, lang)
    if whole.checked is None or wrong:
        raise Stop(1)
    return Rubric(whole, whole.checked), lang


def evaluation(args: argparse.Namespace, terminal: Terminal, *, of_points: bool = False) -> Evaluation:
    """The rubric and the facts of a call; problems of the facts are said, and end the command.

    So does a draft, which has no points, where nothing else is asked for or nothing else can be worked out.
    """
    rubric, lang = compiled(args.file, terminal, args.lang, strict=args.strict)
    if rubric.draft is not None and (of_points or not rubric.checked.program.statements):
        terminal.findings([rubric.draft], lang)
        raise Stop(1)
    if args.case is not None and args.data:
        terminal.fail(
            "--case 取案例的数据，--data 取给出的数据：两个只写一个",
            "--case takes the facts of a case, --data those that are given: write one of the two",
        )
    case = None if args.data else case_of(rubric, args.case, terminal)
    if case is None and not args.data and rubric.blocks:
        terminal.fail(
            "没有数据：评分表里没有案例，请用 --data 给出数据文件",
            "there are no facts: the rubric has no case, so name files with --data",
        )
    bindings = [binding(text, rubric.blocks) for text in args.data]
    read = case_facts(case, args.file) if case is not None else file_facts(args.data)
    understood: list[Understood] = []
    bound = sound(read(rubric.blocks, understood), terminal, lang, understood)
    named = case.name if case is not None else None
    file = Path("-") if args.file == "-" else rubric_file(args.file)
    return Evaluation(rubric, bound, lang, named, file, tuple(bindings))


def case_of(rubric: Rubric, name: str | None, terminal: Terminal) -> Case | None:
    """The case of a name, without one the first; a name that no case has ends the command."""
    cases = rubric.checked.program.cases
    case = find_case(cases, name)
    if case is None and name is not None:
        terminal.fail(
            f"没有案例「{name}」" + f"；有：{'、'.join(each.name for each in cases)}" * bool(cases),
            f"there is no case {name}"
            + f"; there are: {', '.join(each.name for each in cases)}" * bool(cases),
        )
    return case


Facts = Callable[[tuple[Block, ...], "list[Understood]"], Bound]  # the facts that are named, for any blocks


def case_facts(case: Case, file: str) -> Facts:
    folder = Path(".") if file == "-" else rubric_file(file).parent
    return lambda blocks, understood: bind_case(case, blocks, folder, understood)


def file_facts(data: Sequence[str]) -> Facts:
    return lambda blocks, understood: bind_files(
        [binding(text, blocks) for text in data], blocks, understood=understood
    )


def sound(bound: Bound, terminal: Terminal, lang: str, understood: Sequence[Understood] = ()) -> Bound:
    """The facts, if nothing is wrong with them; else their problems are said, and end the command."""
    for each in understood:
        terminal.note(each.text("zh"), each.text("en"))
    if bound.problems:
        terminal.findings(map(of_problem, bound.findings()), lang)
        raise Stop(2 if all(p.code in CANNOT_OPEN for p in bound.problems) else 1)
    return bound


def binding(text: str, blocks: tuple[Block, ...]) -> Binding:
    """`NAME=PATH`, or a path (one that has `=` in it exists, or its first part names no block)."""
    name, equals, path = text.partition("=")
    if not equals or (name not in {b.name for b in blocks} and Path(text).exists()):
        return Binding(None, text)
    return Binding(name, path)


def unused(bound: Bound) -> list[Diagnostic]:
    """What facts hold and the rubric does not declare."""
    return [of_problem(problem) for problem in bound.unused]
