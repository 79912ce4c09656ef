"""`rubricc audit show`: all that a record says, or a file that it names."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from rubricc.cli.ledgers import damaged, folder_argument, guarded, keep_outside
from rubricc.cli.terminal import Parser, Terminal, as_json
from rubricc.compiler.audit.page import record_page
from rubricc.compiler.audit.problem import LedgerProblem
from rubricc.compiler.audit.records import Entry
from rubricc.dsl.diagnostics.render.layout import folded

if TYPE_CHECKING:
    from rubricc.ledger import Ledger


def arguments(parser: Parser, terminal: Terminal) -> None:
    folder_argument(parser)
    parser.option("number", metavar="N", type=int, zh="记录的编号", en="number of the record")
    parser.option(
        "--file",
        metavar="NAME",
        zh="显示记录留存的这个文件，如 derivation.txt",
        en="show this file of the record, such as derivation.txt",
    )
    parser.option(
        "--format", choices=("text", "json"), default="text", zh="输出的格式", en="format of the output"
    )
    parser.output()


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    keep_outside(terminal, args.folder, args.output)
    from rubricc.ledger import Ledger

    found: list[LedgerProblem] = []
    lang = args.lang or terminal.lang
    with guarded(terminal, lang):
        ledger = Ledger(args.folder)
        entry = ledger.store.entry(args.number, found.append)
        if args.file is None:
            terminal.write(_laid_out(ledger, entry, args.format, lang, terminal.width), args.output)
            terminal.findings(filter(None, [ledger.unpublished(entry)]), lang)
            return damaged(terminal, lang, found)
        files = {str(each["name"]): str(each["digest"]) for each in entry.files}
        if args.file not in files:
            terminal.fail(
                f"没有这个文件；有：{'、'.join(files)}",
                f"there is no such file; there are: {', '.join(files)}",
            )
        terminal.write(ledger.store.content(files[args.file]), args.output)
    return damaged(terminal, lang, found)


def _laid_out(ledger: Ledger, entry: Entry, form: str, lang: str, width: int) -> str:
    if form == "json":
        return as_json({**entry.record, "hash": entry.leaf.hex()})
    of, since = None, []
    for each in ledger.store.entries(lambda damage: None):  # which has been heard of
        if entry.kind == "adjust" and each.number == entry.body["of"]:
            of = each
        if each.kind == "adjust" and each.body["of"] == entry.number:
            since.append(each)
    return folded(record_page(entry, of, since, lang), width)
