"""`rubricc audit verifier`: the verifier as one file of the standard library, for those who will not trust rubricc."""

from __future__ import annotations

import argparse
from importlib.resources import files

from rubricc.cli.ledgers import language_argument
from rubricc.cli.terminal import Parser, Terminal


def arguments(parser: Parser, terminal: Terminal) -> None:
    language_argument(parser)
    parser.output()


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    text = (files("rubricc.compiler.audit") / "verifier.py").read_text(encoding="utf-8")
    terminal.write(text, args.output)
    if args.output not in (None, "-"):
        terminal.note(
            f"用法：python3 -I -S {args.output} 台账 --key 公钥文件",
            f"use: python3 -I -S {args.output} LEDGER --key FILE",
        )
    return 0
