"""`rubricc audit init`: a new ledger, and the key that will sign it."""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path

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
)
from rubricc.cli.terminal import Parser, Terminal
from rubricc.compiler.audit.notes import written_key


def arguments(parser: Parser, terminal: Terminal) -> None:
    folder_argument(parser)
    parser.option(
        "--identity",
        metavar="NAME",
        zh="台账的名称，不能有空格和 +（默认：文件夹名加随机数）",
        en="name of the ledger, without spaces and + (default: the folder's name and a random number)",
    )
    actor_argument(parser)
    key_arguments(parser)
    parser.output()


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    from rubricc.compiler.audit.keys import SigningKey
    from rubricc.ledger import Ledger

    keep_outside(terminal, args.folder, args.private_key, args.output)
    with guarded(terminal):
        identity = args.identity
        if identity is None:
            own = re.sub(r"[\s+]+", "-", Path(args.folder).resolve().name)
            identity = f"{own or 'ledger'}/{os.urandom(4).hex()}"
        secret, key = passphrase(args.passphrase_file), SigningKey.new()
        place = key_file(written_key(identity, key.public), args.private_key)
        Ledger.require_room(args.folder)
        with new_private_key(key, place, secret, terminal, Ledger(args.folder)):
            ledger = Ledger.create(args.folder, identity, key, actor=actor_of(args), clock=clock)
        terminal.write(f"{ledger.key}\n", args.output)
    where = args.output if args.output not in (None, "-") else ""
    terminal.note(
        f"台账 {identity} 建好了。{where + ' 里' if where else '以上'}是公钥，请交给要核验的人。",
        f"the ledger {identity} is ready. Its public key is {'in ' + where if where else 'above'}: "
        "give it to those who will verify.",
    )
    return 0
