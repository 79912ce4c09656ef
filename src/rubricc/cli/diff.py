"""`rubricc diff`: what two versions of a rubric score unlike each other, and what that and other data do to scores."""

from __future__ import annotations

import argparse
import json

from rubricc.cli.files import (
    Facts,
    case_facts,
    case_of,
    compiled,
    facts_arguments,
    file_facts,
    result_format,
    sound,
    unit_argument,
)
from rubricc.cli.terminal import Parser, Terminal
from rubricc.compiler.diff.scores import Corners, Results
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.runtime.run import has_units, of_unit
from rubricc.dsl.diagnostics.model import of_problem
from rubricc.dsl.diagnostics.wording import wording
from rubricc.rubric import Rubric

SHOWN = 4  # problems that are named


def arguments(parser: Parser, terminal: Terminal) -> None:
    parser.option(
        "old", metavar="OLD", zh="原来的评分表，或其文件夹", en="the rubric as it was, or its folder"
    )
    parser.option(
        "new", metavar="NEW", zh="现在的评分表，或其文件夹", en="the rubric as it is, or its folder"
    )
    facts_arguments(
        parser, ("数据取自原来的评分表的这个案例", "take the facts from this case of the old rubric")
    )
    parser.option(
        "--data-new",
        action="append",
        default=[],
        metavar="[NAME=]PATH",
        zh="现在的数据（默认：同 --data）",
        en="the facts as they are (default: those of --data)",
    )
    parser.option(
        "--case-new",
        metavar="NAME",
        zh="现在的数据取自新评分表的这个案例",
        en="take the facts as they are from this case of the new rubric",
    )
    unit_argument(parser)
    result_format(parser)
    parser.language()
    parser.output()


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    from rubricc.compiler.derivation.report import laid_out
    from rubricc.compiler.diff.document import Diff, Sides
    from rubricc.compiler.diff.page import diff_report

    old, lang = compiled(args.old, terminal, args.lang, strict=args.strict, quiet=True)
    new, _ = compiled(args.new, terminal, lang, strict=args.strict, quiet=True)
    _warned(old, new, terminal, lang)
    trees = old.compiled.linked, new.compiled.linked
    sides = Sides(old.checked.program, new.checked.program, (old.digest, new.digest), trees)
    before, after = _sources(args, old, new, terminal)
    corners: Corners | None = None
    mixed: list[str] = []
    if before is not None and after is not None and (old.draft or new.draft):
        terminal.note(
            "有一份是草稿，权重未定：不计分，只比较评分表",
            "one is a draft, which has no scores: only the rubrics are compared",
        )
    elif before is not None and after is not None:
        corners, mixed = _corners(args, old, new, before, after, terminal, lang)
    data = Diff(sides, lang).data(corners, mixed)
    if args.format == "json":
        text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    else:
        text = laid_out(diff_report(data, short=args.format == "text"), args.format, terminal.width)
    terminal.write(text, args.output)
    complete = corners is None or all(r.exact is not None or not r.indicators for r in _all(corners))
    return 0 if complete else 1


def _warned(old: Rubric, new: Rubric, terminal: Terminal, lang: str) -> None:
    """A line for every warning, one for what is the same in both files: `check` says the rest of them."""
    said = [[wording(each, lang).title for each in rubric.findings] for rubric in (old, new)]
    both = [each for each, title in zip(old.findings, said[0], strict=True) if title in said[1]]
    own = [each for each, title in zip(old.findings, said[0], strict=True) if title not in said[1]]
    own += [each for each, title in zip(new.findings, said[1], strict=True) if title not in said[0]]
    terminal.findings(own, lang, "concise")
    if both:
        terminal.note("两份评分表都有：", "in both rubrics:")
        terminal.findings(both, lang, "concise")


def _all(corners: Corners) -> list[Result]:
    return [*corners.old.values(), *corners.new.values()]


def _sources(
    args: argparse.Namespace, old: Rubric, new: Rubric, terminal: Terminal
) -> tuple[Facts | None, Facts | None]:
    """The facts as they were and as they are; none where the call names none."""
    before: Facts | None = file_facts(args.data) if args.data else None
    if before is None and (args.case is not None or args.case_new is not None or args.data_new):
        case = case_of(old, args.case, terminal)
        before = None if case is None else case_facts(case, args.old)
    after = before
    if args.data_new:
        after = file_facts(args.data_new)
    elif args.case_new is not None:
        case = case_of(new, args.case_new, terminal)
        after = None if case is None else case_facts(case, args.new)
    if before is None and after is not None:
        terminal.fail(
            "没有原来的数据：请用 --data 给出", "there are no facts as they were: name them with --data"
        )
    return before, after


def _corners(
    args: argparse.Namespace,
    old: Rubric,
    new: Rubric,
    before: Facts,
    after: Facts,
    terminal: Terminal,
    lang: str,
) -> tuple[Corners, list[str]]:
    """The four scores, and why one of the mixed ones does not exist."""
    first = _results(old, sound(before(old.blocks, []), terminal, lang), args.unit)
    last = _results(new, sound(after(new.blocks, []), terminal, lang), args.unit)
    if before is after:
        return Corners(first, last, last, first), []
    reasons: list[str] = []
    mixed: list[Results | None] = []
    for words, rubric, facts in (
        (("新评分表、旧数据", "new rubric, old data"), new, before),
        (("旧评分表、新数据", "old rubric, new data"), old, after),
    ):
        bound = facts(rubric.blocks, [])
        problems = bound.problems or bound.gaps
        found = None if bound.problems else _results(rubric, bound, args.unit)
        if found is None or any(result.exact is None for result in found.values()):
            titles = [wording(of_problem(problem), lang).title for problem in problems[:SHOWN]]
            more = ["……" if lang == "zh" else "…"] * (len(problems) > SHOWN)
            zh = lang == "zh"
            reasons.append(
                f"{words[not zh]}{'：' if zh else ': '}{('；' if zh else '; ').join(titles + more)}"
            )
        mixed.append(found)
    return Corners(first, last, *mixed), reasons


def _results(rubric: Rubric, bound: Bound, unit: str | None) -> Results:
    """The results by unit; of one, where it is named."""
    if unit is not None:
        return {unit: rubric.score_bound(of_unit(rubric.blocks, bound, unit))}
    if not has_units(rubric.blocks):
        return {"": rubric.score_bound(bound)}
    return {result.unit: result for result in rubric.score_each(bound)}
