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

    stream, folder = io.BytesIO(), Path(args.folder)
    with guarded(terminal), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:

        def add(name: str, data: bytes) -> None:
            archive.writestr(zipfile.ZipInfo(name, _DATE), data, zipfile.ZIP_DEFLATED)

        ledger = Ledger(folder)
        report = ledger.require_whole()
        add("README.txt", NOTE.format(identity=report.identity).encode())
        add("rubricc-verify.py", (files("rubricc.compiler.audit") / "verifier.py").read_bytes())
        # What a thing needs is read after it, so that an append meanwhile does no harm. What else stands in content/ no
        # record knows: it may even be a link to a file of whoever packs.
        for path in sorted(folder.glob("checkpoints/[!.]*")):
            add(f"ledger/checkpoints/{path.name}", path.read_bytes())
        for path in sorted(folder.glob("records/[!.]*")):
            data = path.read_bytes()
            add(f"ledger/records/{path.name}", data[: data.rfind(b"\n") + 1])
        for digest in sorted(
            {str(file["digest"]) for entry in ledger.store.entries() for file in entry.files}
        ):
            add(f"ledger/content/{digest[:2]}/{digest[2:]}", ledger.store.content(digest))
    terminal.write(stream.getvalue(), args.output)
    terminal.note(f"{report.tree.size} 条记录", f"{report.tree.size} records")
    return 0
