"""`rubricc audit adjust`: points that two people change after an evaluation, with their reason."""

from __future__ import annotations

import argparse
from pathlib import Path

from rubricc.cli.ledgers import actor_argument, actor_of, clock, folder_argument, guarded
from rubricc.cli.terminal import Parser, Terminal
from rubricc.compiler.audit.page import adjusted
from rubricc.compiler.audit.records import Kept
from rubricc.compiler.audit.store.folders import read_whole
from rubricc.dsl.diagnostics.wording import visible


def arguments(parser: Parser, terminal: Terminal) -> None:
    folder_argument(parser)
    parser.option("number", metavar="N", type=int, zh="计分记录的编号", en="number of the score")
    parser.option("item", metavar="INDICATOR", zh="指标的代码或名称", en="code or name of the indicator")
    parser.option("points", metavar="POINTS", zh="调整后的得分", en="its points from now on")
    parser.option("--reason", metavar="TEXT", required=True, zh="理由", en="why")
    parser.option("--by", metavar="NAME", required=True, zh="提出人", en="who proposes it")
    parser.option(
        "--approved",
        metavar="NAME",
        required=True,
        zh="批准人，须是另一人",
        en="who approves it: another person",
    )
    parser.option(
        "--evidence",
        metavar="FILE",
        action="append",
        default=[],
        zh="佐证文件（可多次）",
        en="a file of evidence (repeatable)",
    )
    actor_argument(parser)


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    from rubricc.ledger import Ledger

    lang = args.lang or terminal.lang
    with guarded(terminal, lang):
        evidence = [
            Kept(f"evidence/{at}/{Path(path).name}", "evidence", read_whole(path))
            for at, path in enumerate(args.evidence, 1)
        ]
        ledger = Ledger(args.folder)
        entry = ledger.adjust(
            args.number,
            args.item,
            args.points,
            reason=args.reason,
            by=args.by,
            approved=args.approved,
            actor=actor_of(args),
            clock=clock,
            evidence=evidence,
        )
        lines = adjusted(entry, ledger.store.entry(args.number), lang)
    terminal.write("".join(f"{visible(line)}\n" for line in lines))
    return 0
