"""`rubricc audit prove`: that a record is in the ledger, or that the ledger has only grown since a checkpoint."""

from __future__ import annotations

import argparse

from rubricc.cli.ledgers import folder_argument, guarded, keep_outside
from rubricc.cli.terminal import Parser, Terminal


def arguments(parser: Parser, terminal: Terminal) -> None:
    folder_argument(parser)
    parser.option("number", metavar="N", type=int, nargs="?", zh="记录的编号", en="number of the record")
    parser.option(
        "--since",
        metavar="SIZE",
        type=int,
        zh="证明从这么多条记录的检查点以来只有增加",
        en="prove that the ledger has only grown since the checkpoint of this size",
    )
    parser.option(
        "--unit",
        metavar="NAME",
        zh="只证明一次评价中的这个单位，不显示别的单位",
        en="prove what this unit got in a run, and show nothing of the others",
    )
    parser.output()


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    keep_outside(terminal, args.folder, args.output)
    from rubricc.ledger import Ledger

    if (args.number is None) is (args.since is None):
        terminal.fail(
            "请写记录的编号，或 --since 条数", "name a record by its number, or a size with --since"
        )
    if args.since is not None and args.unit is not None:
        terminal.fail("--unit 要写记录的编号", "--unit needs the number of a record")
    with guarded(terminal):
        ledger = Ledger(args.folder)
        if args.since is not None:
            proof = ledger.prove_growth(args.since)
        elif args.unit is not None:
            proof = ledger.prove_row(args.number, args.unit)
        else:
            proof = ledger.prove(args.number)
    terminal.write(proof, args.output)
    return 0
