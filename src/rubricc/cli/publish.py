"""`rubricc publish`: a version of a rubric, recorded in a ledger with its sources and its scorer."""

from __future__ import annotations

import argparse

from rubricc.cli.files import compiled
from rubricc.cli.ledgers import actor_argument, actor_of, clock, guarded
from rubricc.cli.terminal import Parser, Terminal
from rubricc.compiler.data.rubrics import rubric_file


def arguments(parser: Parser, terminal: Terminal) -> None:
    parser.option("file", metavar="FILE", zh="评分表，或其文件夹", en="a rubric, or its folder")
    parser.option("--ledger", metavar="DIR", required=True, zh="记入这本台账", en="record it in this ledger")
    actor_argument(parser)
    parser.language()


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    from rubricc.ledger import Ledger
    from rubricc.recording import of_files

    rubric, lang = compiled(args.file, terminal, args.lang)
    if rubric.draft is not None:  # it has no scorer to record
        terminal.findings([rubric.draft], lang)
        return 1
    with guarded(terminal, lang):
        _, files = of_files(rubric, args.file if args.file == "-" else rubric_file(args.file), (), None, lang)
        entry = Ledger(args.ledger).publish(rubric, files, actor=actor_of(args), clock=clock)
    terminal.write(f"{entry.number} {entry.leaf.hex()}\n")
    return 0
