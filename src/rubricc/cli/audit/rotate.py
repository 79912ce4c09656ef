"""`rubricc audit rotate`: another key signs from now on; the old and the new one sign for it."""

from __future__ import annotations

import argparse

from rubricc.cli.ledgers import (
    actor_argument,
    actor_of,
    clock,
    folder_argument,
    guarded,
    keep_outside,
    key_arguments,
    key_file,
    new_private_key,
    passphrase,
    private_key,
)
from rubricc.cli.terminal import Parser, Terminal
from rubricc.compiler.audit.notes import written_key


def arguments(parser: Parser, terminal: Terminal) -> None:
    folder_argument(parser)
    actor_argument(parser)
    key_arguments(parser)
    parser.option(
        "--new-private-key",
        metavar="FILE",
        zh="新私钥写在这里（默认：个人配置文件夹）",
        en="where the new private key is written (default: your folder of settings)",
    )
    parser.option(
        "--new-passphrase-file",
        metavar="FILE",
        zh="新私钥的口令（默认：同旧私钥）",
        en="passphrase of the new private key (default: that of the old one)",
    )
    parser.output()


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    from rubricc.compiler.audit.keys import SigningKey
    from rubricc.ledger import Ledger

    keep_outside(terminal, args.folder, args.new_private_key, args.output)
    with guarded(terminal):
        ledger = Ledger(args.folder)
        secret = passphrase(args.passphrase_file)
        file = key_file(ledger.key, args.private_key)
        old, new = private_key(file, secret), SigningKey.new()
        ledger.require_key(old, file)
        place = key_file(written_key(ledger.identity, new.public), args.new_private_key)
        new_secret = passphrase(args.new_passphrase_file) if args.new_passphrase_file else secret
        with new_private_key(new, place, new_secret, terminal, ledger):
            ledger.change_key(old, new, actor=actor_of(args), clock=clock)
        terminal.write(f"{ledger.key}\n", args.output)
    where = args.output if args.output not in (None, "-") else ""
    terminal.note(
        f"{where + ' 里' if where else '以上'}是新的公钥，请交给要核验的人。",
        f"The new public key is {'in ' + where if where else 'above'}: give it to those who will verify.",
    )
    return 0
