"""`rubricc audit checkpoint`: a signature over the ledger as it is, to be kept in other hands as well."""

from __future__ import annotations

import argparse

from rubricc.cli.ledgers import (
    folder_argument,
    guarded,
    keep_outside,
    key_arguments,
    key_file,
    passphrase,
    private_key,
)
from rubricc.cli.terminal import Parser, Terminal


def arguments(parser: Parser, terminal: Terminal) -> None:
    folder_argument(parser)
    key_arguments(parser)
    parser.output()


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    keep_outside(terminal, args.folder, args.output)
    from rubricc.ledger import Ledger

    with guarded(terminal):
        ledger = Ledger(args.folder)
        file = key_file(ledger.key, args.private_key)
        key = private_key(file, passphrase(args.passphrase_file))
        ledger.require_key(key, file)
        note, place = ledger.checkpoint(key)
    terminal.write(note, args.output)
    terminal.note(
        f"也留在 {place}。请把它交给别人保存：台账以后若被改动，凭它能看出来。",
        f"it is kept in {place} too. Give it to others to keep: it shows any later change of these records.",
    )
    return 0
