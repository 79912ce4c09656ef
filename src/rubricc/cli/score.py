"""`rubricc score`: the score of facts, in the format that is asked for."""

from __future__ import annotations

import argparse

from rubricc.cli.files import (
    Evaluation,
    evaluation,
    facts_arguments,
    result_format,
    rubric_argument,
    scored_of,
    unit_argument,
    unused,
)
from rubricc.cli.ledgers import actor_argument
from rubricc.cli.terminal import Parser, Terminal
from rubricc.compiler.cases import find_case
from rubricc.compiler.derivation.document import Document, LedgerData
from rubricc.scored import Scored


def arguments(parser: Parser, terminal: Terminal) -> None:
    rubric_argument(parser)
    facts_arguments(parser)
    unit_argument(parser)
    result_format(parser)
    parser.option(
        "--explain", action="store_true", zh="附每个指标的推导", en="with the derivation of every indicator"
    )
    parser.option("--ledger", metavar="DIR", zh="记入这本台账", en="record the score in this ledger")
    actor_argument(parser)
    parser.language()
    parser.output()


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    given = evaluation(args, terminal)
    scored = scored_of(given, args.unit, terminal)
    if args.ledger is not None:
        scored.recorded_as(_recorded(given, scored, args, terminal))
    if scored.is_run:
        text = run_laid_out(scored, args.format, terminal.width)
    else:
        text = laid_out(scored.document, args.format, terminal.width, args.explain or args.unit is not None)
    terminal.findings(unused(given.bound), given.lang)
    terminal.findings(scored.missing, given.lang)
    terminal.write(text, args.output)
    return 0 if scored.complete else 1


def _recorded(given: Evaluation, scored: Scored, args: argparse.Namespace, terminal: Terminal) -> LedgerData:
    """The evaluation, appended to the ledger; nothing is printed of a score that could not be recorded."""
    from rubricc.cli.ledgers import actor_of, clock, guarded
    from rubricc.ledger import Ledger
    from rubricc.recording import of_files

    with guarded(terminal, given.lang):
        ledger = Ledger(args.ledger)
        case = find_case(given.rubric.checked.program.cases, given.case) if given.case else None
        call, files = of_files(given.rubric, given.file, given.bindings, case, given.lang, args.unit)
        ledger.newest_checkpoint()  # what cannot be told of the record is found out before there is one
        entry = ledger.record(call, files, actor=actor_of(args), clock=clock, expected=scored)
        terminal.findings(filter(None, [ledger.unpublished(entry)]), given.lang)
        return ledger.place(entry)


def run_laid_out(scored: Scored, form: str, width: int) -> str:
    if form == "json":
        import json

        return json.dumps(scored.whole, ensure_ascii=False, indent=2) + "\n"
    if form == "text":
        from rubricc.compiler.derivation.run_page import run_text

        return run_text(scored.run, width)
    from rubricc.compiler.derivation.layout import run_html, run_markdown

    return run_html(scored.run) if form == "html" else run_markdown(scored.run)


def laid_out(document: Document, form: str, width: int, explain: bool) -> str:
    if form == "json":
        import json

        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    if form == "text":
        from rubricc.compiler.derivation.page import result_text

        return result_text(document, width, explain=explain)
    from rubricc.compiler.derivation.layout import result_html, result_markdown

    return result_html(document) if form == "html" else result_markdown(document)
