"""What commands share of ledgers: who acts and when, the private key and its passphrase, and what becomes of a problem.

This is where time and actor come from: everything below is told them. Nothing prompts.
"""

from __future__ import annotations

import argparse
import getpass
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rubricc.cli.terminal import Parser, Stop, Terminal
from rubricc.compiler.audit.problem import LedgerProblem, problem
from rubricc.compiler.audit.store.folders import MAX_KEY, read_whole
from rubricc.dsl.diagnostics.model import diagnose
from rubricc.dsl.diagnostics.prose.system import reason_of

if TYPE_CHECKING:
    from rubricc.compiler.audit.keys import SigningKey
    from rubricc.ledger import Ledger

# What is wrong with the call or the machine; what is wrong with the ledger; all others are findings.
_CALLED_WRONGLY = {
    "RB0008",
    "RB8001",
    "RB8030",
    "RB8031",
    "RB8033",
    "RB8036",
    "RB8037",
    "RB8039",
    "RB8043",
    "RB8044",
    "RB8046",
    "RB8047",
    "RB8049",
}
_BROKEN = {"RB8035", "RB8040", "RB8048"}


def clock() -> datetime:
    return datetime.now(UTC)


def actor_argument(parser: Parser) -> None:
    parser.option(
        "--actor",
        metavar="NAME",
        zh="经办人（默认：环境变量 RUBRICC_ACTOR，否则登录名）",
        en="who acts (default: RUBRICC_ACTOR, else the login name)",
    )


def actor_of(args: argparse.Namespace) -> str:
    """Who acts: as said, else who is logged in, else `unknown`."""
    if args.actor is not None or os.environ.get("RUBRICC_ACTOR"):
        return str(args.actor if args.actor is not None else os.environ["RUBRICC_ACTOR"])
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def folder_argument(parser: Parser) -> None:
    parser.option("folder", metavar="DIR", zh="台账的文件夹", en="the folder of the ledger")
    language_argument(parser)


def language_argument(parser: Parser) -> None:
    """A ledger holds rubrics of either vocabulary: what is said of it is in the system's language."""
    parser.option(
        "--lang",
        choices=("zh", "en"),
        zh="输出的语言（默认：同系统）",
        en="language of the output (default: the system's)",
    )


@contextmanager
def guarded(terminal: Terminal, lang: str | None = None) -> Iterator[None]:
    """Says what keeps a ledger from its work, and ends the command."""
    try:
        yield
    except LedgerProblem as stopped:
        code = stopped.finding.code
        terminal.findings([stopped.finding], lang or terminal.lang)
        if code in _CALLED_WRONGLY:
            raise Stop(2) from None
        raise Stop(4 if code in _BROKEN or code < "RB8030" else 1) from None


def damaged(terminal: Terminal, lang: str, found: Sequence[LedgerProblem]) -> int:
    """What a command that shows a ledger in spite of its damage says of that, once it has shown it; the exit code."""
    terminal.findings([each.finding for each in found], lang)
    return 4 if found else 0


# ── the private key ──


def key_arguments(parser: Parser) -> None:
    parser.option(
        "--private-key",
        metavar="FILE",
        zh="私钥文件（默认：个人配置文件夹里这本台账的私钥）",
        en="file of the private key (default: the ledger's, in your folder of settings)",
    )
    parser.option(
        "--passphrase-file",
        metavar="FILE",
        zh="私钥的口令（文件的第一行；默认：环境变量 RUBRICC_PASSPHRASE）",
        en="passphrase of the private key (first line of a file; default: RUBRICC_PASSPHRASE)",
    )


def passphrase(path: str | None) -> str | None:
    """The passphrase that a call gives; None where it gives none."""
    if path is None:
        return os.environ.get("RUBRICC_PASSPHRASE") or None
    return (
        read_whole(path, MAX_KEY, code="RB0008").decode("utf-8", "replace").split("\n")[0].rstrip("\r")
        or None
    )


def key_file(key: str, named: str | None) -> Path:
    """Where the private key that belongs to a written public key is kept: never in the ledger, which is given away."""
    if named is not None:
        return Path(named)
    settings = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(settings) / "rubricc" / "keys" / f"{key.split('+')[1]}.pem"


def keep_outside(terminal: Terminal, folder: str, *paths: str | Path | None) -> None:
    """Nothing else is put there: the verifier would refuse it, or it would be given away with the ledger."""
    own = Path(folder).resolve()
    for path in paths:
        if path not in (None, "-") and Path(path).resolve().is_relative_to(own):
            terminal.fail(
                f"{path} 在台账的文件夹里；那里不放别的文件，请写到别处",
                f"{path} is in the folder of the ledger, which holds nothing else: name another place",
            )


def private_key(path: Path, secret: str | None) -> SigningKey:
    from rubricc.compiler.audit.keys import KeyProblem, SigningKey

    try:
        return SigningKey.read(read_whole(path, MAX_KEY, code="RB8037"), secret)
    except KeyProblem as wrong:
        raise problem("RB8037", file=str(path), reason=wrong.reason) from None


@contextmanager
def new_private_key(
    key: SigningKey, path: Path, secret: str | None, terminal: Terminal, ledger: Ledger
) -> Iterator[None]:
    """Write a new private key where only its owner may read it, before a ledger depends on it; without a passphrase
    there is a warning. Where the ledger then refuses it, it is removed again: nobody is to find a key of nothing.
    """
    from rubricc.compiler.audit.store.folders import write_private

    try:
        write_private(path, key.written(secret))
    except OSError as error:
        raise problem("RB8037", file=str(path), reason=reason_of(error)) from None
    try:
        yield
    except LedgerProblem:
        if not _may_be_in_force(key, ledger):
            path.unlink(missing_ok=True)
            raise
        _tell_of_key(path, secret, terminal)
        raise
    _tell_of_key(path, secret, terminal)


def _may_be_in_force(key: SigningKey, ledger: Ledger) -> bool:
    """Unless the ledger can be read and has another key, or there is none: an append that failed may yet stand."""
    try:
        ledger.require_key(key)
    except LedgerProblem as found:
        return found.finding.code not in {"RB8001", "RB8037"}
    except OSError:
        pass
    return True


def _tell_of_key(path: Path, secret: str | None, terminal: Terminal) -> None:
    terminal.note(f"私钥写在 {path}，请备份", f"the private key is in {path}; keep a copy")
    if secret is None:
        terminal.findings([diagnose("RB8045", None, file=str(path))], terminal.lang)
