"""`rubricc audit verify`: whether a ledger is whole and unchanged, by the verifier that `audit verifier` writes out."""

from __future__ import annotations

import argparse
import os

from rubricc.cli.ledgers import folder_argument, guarded, keep_outside
from rubricc.cli.terminal import Parser, Terminal, as_json
from rubricc.compiler.audit import verifier
from rubricc.compiler.audit.problem import problem
from rubricc.compiler.audit.store.folders import MAX_KEY, read_whole
from rubricc.dsl.diagnostics.prose.system import reason_of


def arguments(parser: Parser, terminal: Terminal) -> None:
    folder_argument(parser)
    parser.option("--key", metavar="FILE", zh="从别处得到的公钥", en="the public key, got from elsewhere")
    parser.option("--identity", metavar="NAME", zh="台账应有的名称", en="the name that the ledger must have")
    parser.option(
        "--checkpoint",
        metavar="FILE",
        action="append",
        default=[],
        zh="留在别处的检查点（可多次）",
        en="a checkpoint that was kept elsewhere (repeatable)",
    )
    parser.option(
        "--format", choices=("text", "json"), default="text", zh="输出的格式", en="format of the output"
    )
    parser.output()


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    keep_outside(terminal, args.folder, args.output)
    lang = args.lang or terminal.lang
    if not os.path.isdir(args.folder):
        terminal.fail(
            f"{args.folder} 不是文件夹；压缩包要先解开",
            f"{args.folder} is no folder; an archive must be unpacked first",
        )
    with guarded(terminal, lang):
        key = None if args.key is None else public_key(args.key, terminal)
        kept = [(path, read_whole(path, MAX_KEY, code="RB0008")) for path in args.checkpoint]
        try:
            report = verifier.verify(args.folder, key=key, identity=args.identity, checkpoints=kept)
        except OSError as error:
            raise problem("RB8031", folder=error.filename or args.folder, reason=reason_of(error)) from None
    if args.format == "json":
        terminal.write(as_json(_object(report, lang)), args.output)
    else:
        terminal.write("\n".join(verifier.described(report, lang)) + "\n", args.output)
    return 0 if report.holds else 4


def public_key(path: str, terminal: Terminal) -> str:
    """The public key in a file; the words where there is none are those of the verifier as a program."""
    text = read_whole(path, MAX_KEY, code="RB0008").decode("utf-8-sig", "replace").strip()
    try:
        return verifier.Key(text).text
    except ValueError:
        terminal.fail(
            f"{path} 里不是公钥，或抄错了", f"there is no public key in {path}, or it was copied wrongly"
        )


def _object(report: verifier.Report, lang: str) -> dict[str, object]:
    return {
        "holds": report.holds,
        "identity": report.identity,
        "size": report.tree.size,
        "root": report.root.hex(),
        "keys": [key.text for _, key in report.keys],
        "key_pinned": report.pinned_key,
        "identity_pinned": report.pinned_identity,
        "vouched": report.vouched,
        "checkpoints": [each.size for each in report.checkpoints],
        "checkpoints_given": [each.size for each in report.given],
        "otherwise": report.otherwise,
        "unpublished": report.unpublished,
        "faults": [
            {"code": fault.code, "message": fault.text(lang).removeprefix(f"{fault.code} ")}
            for fault in report.faults.values()
        ],
    }
