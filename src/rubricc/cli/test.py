"""`rubricc test`: the cases of rubrics, each expectation beside what was scored; and what is tried beside the cases.

Boundary inputs and drawn facts are scored by the interpreter and by generated code. Coverage says which clauses, rows,
steps, limits and grades the cases and the data have used.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import define, field

from rubricc.cli.files import CANNOT_OPEN, binding, language, rubrics_of
from rubricc.cli.terminal import Parser, Stop, Terminal
from rubricc.cli.tested import cases_of
from rubricc.cli.verdicts import Verdict, What, document, github, junit, text
from rubricc.compiler.data.files import bind_files
from rubricc.compiler.data.library import Files
from rubricc.compiler.data.rubrics import read_rubric
from rubricc.compiler.data.writing import read_text
from rubricc.compiler.driver import Compiled, compile_rubric
from rubricc.compiler.runtime.exact import Unreadable, read_value
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.runtime.result import Result
from rubricc.dsl.diagnostics.model import Diagnostic, of_problem
from rubricc.rubric import Rubric

if TYPE_CHECKING:
    from rubricc.compiler.trials.boundary_tables import Table
    from rubricc.compiler.trials.coverage import Coverage

FORMS = {"junit": junit, "github": github}  # of what became of cases, and of nothing else
MOST_CHANGES = 12  # kept boundary inputs that are named


def arguments(parser: Parser, terminal: Terminal) -> None:
    parser.option(
        "files", nargs="+", metavar="FILE", zh="评分表，或其所在的文件夹", en="rubrics, or folders of them"
    )
    parser.option("--case", metavar="NAME", zh="只运行这个案例", en="run this case only")
    parser.option(
        "--boundaries",
        action="store_true",
        zh="列出边界数据：每一档、每一步的边上各得多少分；-o NAME.boundaries.yaml 写成文件留存",
        en="list the boundary inputs: the points beside every row and step; keep them with -o NAME.boundaries.yaml",
    )
    parser.option(
        "--coverage",
        action="store_true",
        zh="列出案例和数据用到了哪些条款、分档、计步、限额、等级，没用到的在哪一行",
        en="which clauses, rows, steps, limits and grades the cases and data use, and the lines of those never used",
    )
    parser.option(
        "--require-coverage", metavar="PERCENT", zh="覆盖不到这个比例就不通过", en="fail below this coverage"
    )
    parser.option(
        "--data",
        action="append",
        default=[],
        metavar="[NAME=]PATH",
        zh="实际的数据，也算入覆盖（可多次）",
        en="real facts, which count for coverage too (repeatable)",
    )
    parser.option(
        "--examples",
        type=int,
        metavar="N",
        zh="任取多少组数据来试（默认 20；0 为不试）",
        en="how many facts to draw and try (default: 20; 0 for none)",
    )
    parser.option(
        "--seed",
        type=int,
        metavar="N",
        zh="换一批任取的数据（默认每次相同）",
        en="draw others (default: always the same)",
    )
    parser.option(
        "--format",
        choices=("text", "json", "junit", "github"),
        default="text",
        zh="输出的格式",
        en="format of the output",
    )
    parser.language()
    parser.output()


@define
class Run:
    """One call: how it was asked, and what has been found so far."""

    args: argparse.Namespace
    terminal: Terminal
    required: Fraction | None
    verdicts: list[Verdict] = field(factory=list)
    listed: list[str] = field(factory=list)  # boundary inputs, coverage
    lang: str | None = None


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    files = rubrics_of(args.files, terminal)
    if (args.data or (args.boundaries and args.output)) and len(files) != 1:
        terminal.fail(
            "--data 和留存边界数据只能对一个评分表", "--data and kept boundary inputs are of one rubric"
        )
    if args.boundaries and (args.case or args.data or args.coverage or args.require_coverage):
        terminal.fail(
            "--boundaries 只列出边界数据，不运行案例，也不算覆盖：分两次运行",
            "--boundaries lists boundary inputs and nothing else, no cases and no coverage: run test twice",
        )
    if args.boundaries and args.format in FORMS:
        terminal.fail(f"边界数据没有 {args.format} 格式", f"boundary inputs have no {args.format} format")
    if args.examples is not None and args.examples < 0:
        terminal.fail(
            f"--examples 要写 0 或更大的整数，而不是 {args.examples}",
            f"--examples is a whole number from 0, not {args.examples}",
        )
    call = Run(args, terminal, _percent(args.require_coverage, terminal), lang=args.lang)
    unreadable = False
    for file in files:
        source = read_rubric(file)
        if isinstance(source, Diagnostic):
            terminal.findings([source], call.lang or terminal.lang)
            unreadable = unreadable or source.code in CANNOT_OPEN
            call.verdicts.append(Verdict(file, "", 0, (source.code,)))
            continue
        _file(call, file, compile_rubric(source, Files(file)))
    lang = call.lang or terminal.lang
    if args.case is not None and not args.boundaries and not call.verdicts:
        terminal.fail(f"没有案例「{args.case}」", f"there is no case {args.case}")
    if args.boundaries:
        terminal.write("".join(call.listed), args.output)
    elif args.format == "text":
        terminal.write("\n".join([text(call.verdicts, lang, terminal.width), *call.listed]), args.output)
    else:
        form = FORMS.get(args.format, document)
        terminal.write(form(call.verdicts), args.output)
    if unreadable:
        return 2
    return 0 if all(each.passed for each in call.verdicts) else 1


def _percent(written: str | None, terminal: Terminal) -> Fraction | None:
    """`90%`, or `90`, as a part of one."""
    if written is None:
        return None
    try:
        value = read_value(written if "%" in written else f"{written}%", "percent")
    except Unreadable:
        value = None
    if not isinstance(value, int | Fraction) or not 0 <= value <= 1:
        terminal.fail(
            f"--require-coverage 要写 0% 到 100%，而不是 {written}",
            f"--require-coverage is 0% to 100%, not {written}",
        )
    return Fraction(value)


# ── one file ──


def _file(call: Run, file: Path, whole: Compiled) -> None:
    args, lang = call.args, language(whole, call.args.lang)
    call.lang = call.lang or lang
    if whole.checked is None:
        call.verdicts += cases_of(file, whole, args.case, lang, call.terminal.width, lambda *_: None)
        return
    from rubricc.compiler.trials.coverage import Coverage

    beside = Beside(call, file, Rubric(whole, whole.checked), Coverage(whole.checked.program), lang)
    if args.boundaries:
        beside.list_boundaries()
        return
    call.verdicts += cases_of(file, whole, args.case, lang, call.terminal.width, beside.scored)
    if args.case is None:
        beside.add_data()
        beside.add_kept()
        beside.try_out()
        beside.cover()


@define
class Beside:
    """What is looked at beside the cases of one rubric."""

    call: Run
    file: Path
    rubric: Rubric
    coverage: Coverage
    lang: str
    bound: list[Bound] = field(factory=list)  # the facts of cases and data
    _tables: list[Table] | None = None

    @property
    def tables(self) -> list[Table]:
        """The boundary inputs, worked out when they are first wanted."""
        from rubricc.compiler.trials.boundary_tables import tables

        if self._tables is None:
            self._tables = tables(self.coverage, self.rubric.checked)
        return self._tables

    def scored(self, bound: Bound, results: Sequence[Result]) -> None:
        self.bound.append(bound)
        for each in results:
            self.coverage.add(each)

    def add(
        self, what: What, said: str, failures: Sequence[str], told: Sequence[str], **more: object
    ) -> None:
        """A verdict that is none of a case."""
        verdict = Verdict(self.file, "", 0, tuple(failures), tuple(told), (), what, said, dict(more))
        self.call.verdicts.append(verdict)

    def list_boundaries(self) -> None:
        from rubricc.compiler.trials.kept_boundaries import kept_text
        from rubricc.compiler.trials.report import boundaries_document, boundaries_text

        path = self.call.args.output
        if self.call.args.format == "json":
            found = boundaries_document(self.tables, self.coverage, self.rubric.blocks, self.lang)
            self.call.listed.append(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
        elif path is not None and Path(path).suffix in (".yaml", ".yml"):
            kept = kept_text(self.tables, self.coverage, self.lang, self.file.name, Path(path).name)
            self.call.listed.append(kept)
        else:
            head = f"{self.file}\n\n" if len(self.call.args.files) > 1 else ""
            told = boundaries_text(self.tables, self.coverage, self.lang, self.call.terminal.width)
            self.call.listed.append(head + told)

    def add_data(self) -> None:
        """The facts that the call names: they count for coverage, and are scored twice like those of cases."""
        if not self.call.args.data:
            return
        blocks = self.rubric.blocks
        bound = bind_files([binding(text, blocks) for text in self.call.args.data], blocks)
        if bound.problems:
            self.call.terminal.findings(map(of_problem, bound.findings()), self.lang)
            raise Stop(2 if all(p.code in CANNOT_OPEN for p in bound.problems) else 1)
        self.scored(bound, self.rubric.score_each(bound))

    def add_kept(self) -> None:
        """The boundary inputs that the author keeps: what is reviewed counts for coverage."""
        from rubricc.compiler.trials.kept_boundaries import SUFFIX, compared

        path = self.file.with_suffix(SUFFIX)
        if not path.is_file():
            return
        found = compared(read_text(path), path.name, self.tables, self.coverage, self.rubric.checked)
        zh = self.lang == "zh"
        failures = [change.text(self.lang) for change in found.changed[:MOST_CHANGES]]
        more = len(found.changed) - MOST_CHANGES
        if more > 0:
            failures.append(f"另有 {more} 处" if zh else f"{more} more")
        if found.wrong:
            failures.append(f"不能读取：{found.wrong[0]}" if zh else f"cannot be read: {found.wrong[1]}")
        said = (
            f"{path.name} 的 {found.count} 个边界数据"
            if zh
            else f"{found.count} boundary inputs of {path.name}"
        )
        if found.wrong:
            said = path.name
        if found.lacking:
            said += (
                f"；还缺 {found.lacking} 个（重写：--boundaries -o {path.name}）"
                if zh
                else f"; {found.lacking} are not in it (write it anew: --boundaries -o {path.name})"
            )
        self.add("boundaries", said, failures, (), count=found.count, lacking=found.lacking)

    def try_out(self) -> None:
        """Boundary inputs, drawn facts, and the facts of cases, each scored twice."""
        from rubricc.compiler.trials.agreement import facts_of
        from rubricc.compiler.trials.report import failure_document, failure_lines, trial_line
        from rubricc.compiler.trials.trial import EXAMPLES, trial

        blocks = self.rubric.blocks
        examples = EXAMPLES if self.call.args.examples is None else self.call.args.examples
        own = [facts_of(blocks, bound) for bound in self.bound]
        found = trial(self.rubric.checked, own, examples, self.call.args.seed)
        if found is None:
            return
        program = self.rubric.checked.program
        told = [
            failure_lines(each, number, program, blocks, self.lang)
            for number, each in enumerate(found.failures, 1)
        ]
        failures = [lines[0] for lines in told]
        rest = ["\n".join(lines[1:]) for lines in told]
        shown = [failure_document(each, blocks, self.lang) for each in found.failures]
        said = trial_line(found, self.lang) + ("" if self.call.args.coverage else self._covered())
        self.add(
            "trial",
            said,
            failures,
            rest,
            boundaries=found.boundaries,
            drawn=found.drawn,
            cut=list(found.cut),
            counterexamples=shown,
        )

    def _covered(self) -> str:
        from rubricc.compiler.trials.report import coverage_figure

        figure = coverage_figure(self.coverage, self.lang)
        return f"；覆盖 {figure}" if self.lang == "zh" else f"; coverage {figure}"

    def cover(self) -> None:
        """The coverage, where it is asked for or too little."""
        from rubricc.compiler.trials.report import coverage_document, coverage_figure, coverage_text

        args, zh = self.call.args, self.lang == "zh"
        required = self.call.required
        if not args.coverage and required is None and args.format != "json":
            return
        said = coverage_figure(self.coverage, self.lang)
        failures = []
        if required is not None and not self.coverage.is_enough(required):
            wanted = args.require_coverage
            failures.append(f"不到要求的 {wanted}" if zh else f"below the {wanted} that is required")
        beside = (
            {at for table in self.tables for row in table.rows for at in row.reached}
            if args.coverage
            else set()
        )
        self.add("coverage", said, failures, (), **coverage_document(self.coverage, beside, self.lang))
        if args.coverage and args.format == "text":
            told = coverage_text(self.coverage, beside, self.lang, self.call.terminal.width)
            self.call.listed.append(f"{self.file}\n{told}")
