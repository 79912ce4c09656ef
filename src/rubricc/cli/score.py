"""`rubricc score`: the score of facts, in the format that is asked for."""

from __future__ import annotations

import argparse

from rubricc.cli.files import Evaluation, evaluation, facts_arguments, unused
from rubricc.cli.ledgers import actor_argument
from rubricc.cli.terminal import Parser, Terminal
from rubricc.compiler.cases import find_case
from rubricc.compiler.derivation.document import Document, LedgerData
from rubricc.dsl.diagnostics.model import of_problem
from rubricc.recording import document_of

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
    parser.option("--ledger", metavar="DIR", zh="记入这本台账", en="record the score in this ledger")
    actor_argument(parser)
    parser.language()
    parser.output()


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    given = evaluation(args, terminal)
    result = given.rubric.score_bound(given.bound)
    document = document_of(given.rubric, result, given.lang, given.case)
    terminal.findings(unused(given.bound), given.lang)
    terminal.findings(map(of_problem, given.bound.gaps), given.lang)
    if args.ledger is not None:
        document["ledger"] = _recorded(given, document, args, terminal)
    terminal.write(laid_out(document, args.format, terminal.width, args.explain), args.output)
    return 1 if result.exact is None else 0


def _recorded(
    given: Evaluation, document: Document, args: argparse.Namespace, terminal: Terminal
) -> LedgerData:
    """The evaluation, appended to the ledger; nothing is printed of a score that could not be recorded."""
    from rubricc.cli.ledgers import actor_of, clock, guarded
    from rubricc.ledger import Ledger
    from rubricc.recording import of_files

    with guarded(terminal, given.lang):
        ledger = Ledger(args.ledger)
        case = find_case(given.rubric.checked.program.cases, given.case) if given.case else None
        call, files = of_files(given.rubric, given.file, given.bindings, case, given.lang)
        entry = ledger.record(call, files, actor=actor_of(args), clock=clock, expected=document)
        return ledger.place(entry)


def laid_out(document: Document, form: str, width: int, explain: bool) -> str:
    if form == "json":
        import json

        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    if form == "text":
        from rubricc.compiler.derivation.page import result_text

        return result_text(document, width, explain=explain)
    from rubricc.compiler.derivation.layout import result_html, result_markdown

    return result_html(document) if form == "html" else result_markdown(document)
