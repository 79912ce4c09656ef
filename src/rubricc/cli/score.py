"""`rubricc score`: the score of facts, in the format that is asked for."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from rubricc.cli.files import evaluation, facts_arguments, missing, results_of, unit_argument, unused
from rubricc.cli.terminal import Parser, Terminal
from rubricc.compiler.derivation.document import Document, result_document
from rubricc.compiler.derivation.run import RunDocument, run_document, whole_run
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.runtime.run import has_units
from rubricc.compiler.runtime.schema import Block

FORMATS = ("text", "json", "markdown", "html")


def arguments(parser: Parser, terminal: Terminal) -> None:
    parser.option(
        "file",
        metavar="FILE",
        zh="评价标准，或其文件夹（- 为标准输入）",
        en="a rubric, or its folder (- for standard input)",
    )
    facts_arguments(parser)
    unit_argument(parser)
    parser.option("--format", choices=FORMATS, default="text", zh="输出的格式", en="format of the result")
    parser.option(
        "--explain", action="store_true", zh="附每个指标的推导", en="with the derivation of every indicator"
    )
    parser.language()
    parser.output()


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    given = evaluation(args, terminal)
    blocks = given.rubric.blocks
    results = results_of(given, args.unit, terminal)
    lacking = missing(given.bound, results)
    warnings = [*given.rubric.findings, *unused(given.bound)]
    if has_units(blocks) and args.unit is None:
        run = run_document(results, given.lang, case=given.case, warnings=warnings, missing=lacking)
        text = run_laid_out(run, results, blocks, args.format, terminal.width)
    else:
        document = result_document(
            results[0], blocks, given.lang, case=given.case, warnings=warnings, missing=lacking
        )
        text = laid_out(document, args.format, terminal.width, args.explain or args.unit is not None)
    terminal.findings(unused(given.bound), given.lang)
    terminal.findings(lacking, given.lang)
    terminal.write(text, args.output)
    return 1 if any(result.exact is None for result in results) else 0


def run_laid_out(
    run: RunDocument, results: Sequence[Result], blocks: Sequence[Block], form: str, width: int
) -> str:
    if form == "json":
        import json

        return json.dumps(whole_run(run, results, blocks), ensure_ascii=False, indent=2) + "\n"
    if form == "text":
        from rubricc.compiler.derivation.run_page import run_text

        return run_text(run, width)
    from rubricc.compiler.derivation.layout import run_html, run_markdown

    return run_html(run) if form == "html" else run_markdown(run)


def laid_out(document: Document, form: str, width: int, explain: bool) -> str:
    if form == "json":
        import json

        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    if form == "text":
        from rubricc.compiler.derivation.page import result_text

        return result_text(document, width, explain=explain)
    from rubricc.compiler.derivation.layout import result_html, result_markdown

    return result_html(document) if form == "html" else result_markdown(document)
