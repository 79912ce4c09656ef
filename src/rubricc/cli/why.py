"""`rubricc why`: what cost the points, the smallest changes that gain more, and the cheapest way to the next grade."""

from __future__ import annotations

import argparse
import json

from rubricc.cli.files import (
    evaluation,
    facts_arguments,
    result_format,
    rubric_argument,
    scored_of,
    unit_argument,
    unused,
)
from rubricc.cli.terminal import Parser, Terminal
from rubricc.compiler.runtime.exact import NUMBER, nearest


def arguments(parser: Parser, terminal: Terminal) -> None:
    rubric_argument(parser)
    facts_arguments(parser)
    unit_argument(parser)
    parser.option(
        "--to",
        metavar="GRADE|TOTAL",
        zh="要达到的等级或总分（默认：高一级的等级）",
        en="the grade or the total to reach (default: the next better grade)",
    )
    result_format(parser)
    parser.language()
    parser.output()


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    from rubricc.compiler.derivation.report import laid_out
    from rubricc.compiler.why.document import why_data
    from rubricc.compiler.why.evaluated import Evaluated
    from rubricc.compiler.why.page import why_report

    given = evaluation(args, terminal, of_points=True)
    rubric = given.rubric
    labels = [grade.label for grade in rubric.checked.program.grades]
    if args.to is not None and args.to not in labels and not NUMBER.fullmatch(args.to):
        near = nearest(args.to, labels)
        terminal.fail(
            f"--to 不是等级，也不是总分：{args.to}" + f"（是不是「{near}」？）" * bool(near),
            f"--to is neither a grade nor a total: {args.to}" + f" (did you mean {near}?)" * bool(near),
        )
    scored = scored_of(given, args.unit, terminal)
    every = [
        Evaluated(rubric.checked.program, rubric.interpreter, rubric.blocks, result.bound)
        for result in scored.results
    ]
    answers = why_data(every, given.lang, args.to, given.case)
    if args.format == "json":
        found = answers[0] if not scored.is_run else {"units": answers}
        text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    else:
        text = laid_out(why_report(answers), args.format, terminal.width)
    terminal.findings(unused(given.bound), given.lang)
    terminal.findings(scored.missing, given.lang)
    terminal.write(text, args.output)
    return 0 if scored.complete else 1
