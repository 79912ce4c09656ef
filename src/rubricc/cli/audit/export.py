"""`rubricc audit export`: a ledger as one archive, with the verifier and a note how to use it."""

from __future__ import annotations

import argparse
import io
import zipfile
from importlib.resources import files
from pathlib import Path

from rubricc.cli.ledgers import folder_argument, guarded, keep_outside
from rubricc.cli.terminal import Parser, Terminal

NOTE = """\
rubricc 台账 {identity}

核验（只需要 Python 3.9 以上，不需要 rubricc）：

    python3 -I -S rubricc-verify.py ledger --key 公钥文件 --identity {identity} --checkpoint 检查点文件

公钥和检查点请用从别处得到的，不要用这里面的；没有得到过检查点，就不写 --checkpoint。说明见 rubricc 的 docs/ledger.md。

To verify (Python 3.9 or later, no rubricc needed), run the line above with the public key and a checkpoint in
files. Take both from somewhere else than this archive; if nobody gave you a checkpoint, leave --checkpoint out.
"""
_DATE = (1980, 1, 1, 0, 0, 0)  # so that the same ledger is the same archive


def arguments(parser: Parser, terminal: Terminal) -> None:
    folder_argument(parser)
    parser.option(
        "-o", "--output", metavar="FILE.zip", required=True, zh="写入的压缩文件", en="archive to write"
    )


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    keep_outside(terminal, args.folder, args.output)
    from rubricc.ledger import Ledger

    with guarded(terminal):
        report = Ledger(args.folder).require_whole()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:

        def add(name: str, data: bytes) -> None:
            archive.writestr(zipfile.ZipInfo(name, _DATE), data, zipfile.ZIP_DEFLATED)

        verifier = files("rubricc.compiler.audit") / "verifier.py"
        add("README.txt", NOTE.format(identity=report.identity).encode())
        add("rubricc-verify.py", verifier.read_bytes())
        # Records first: what they name was kept before them, so that an append meanwhile does no harm.
        for part in ("records", "checkpoints", "content"):
            for path in sorted((Path(args.folder) / part).rglob("*")):
                if path.is_file() and not path.name.startswith("."):
                    data = path.read_bytes()
                    if part == "records":
                        data = data[: data.rfind(b"\n") + 1]
                    add(f"ledger/{path.relative_to(args.folder).as_posix()}", data)
    terminal.write(stream.getvalue(), args.output)
    terminal.note(f"{report.tree.size} 条记录", f"{report.tree.size} records")
    return 0
