"""`rubricc score`: the score of facts, in the format that is asked for."""

from __future__ import annotations

import argparse

from rubricc.cli.files import evaluation, facts_arguments, unused
from rubricc.cli.terminal import Parser, Terminal
from rubricc.compiler.derivation.document import Document, result_document
from rubricc.dsl.diagnostics.model import of_problem

FORMATS = ("text", "json", "markdown", "html")


def arguments(parser: Parser, terminal: Terminal) -> None:
    parser.option(
        "file",
        metavar="FILE",
        zh="评价标准，或其文件夹（- 为标准输入）",
        en="a rubric, or its folder (- for standard input)",
    )
    facts_arguments(parser)
    parser.option("--format", choices=FORMATS, default="text", zh="输出的格式", en="format of the result")
    parser.option(
        "--explain", action="store_true", zh="附每个指标的推导", en="with the derivation of every indicator"
    )
    parser.language()
    parser.output()


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    given = evaluation(args, terminal)
    result = given.rubric.score_bound(given.bound)
    missing = [of_problem(problem) for problem in given.bound.gaps]
    document = result_document(
        result,
        given.rubric.blocks,
        given.lang,
        case=given.case,
        warnings=[*given.rubric.findings, *unused(given.bound)],
        missing=missing,
    )
    terminal.findings(unused(given.bound), given.lang)
    terminal.findings(missing, given.lang)
    terminal.write(laid_out(document, args.format, terminal.width, args.explain), args.output)
    return 1 if result.exact is None else 0


def laid_out(document: Document, form: str, width: int, explain: bool) -> str:
    if form == "json":
        import json

        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    if form == "text":
        from rubricc.compiler.derivation.page import result_text

        return result_text(document, width, explain=explain)
    from rubricc.compiler.derivation.layout import result_html, result_markdown

    return result_html(document) if form == "html" else result_markdown(document)
