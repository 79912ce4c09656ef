"""`rubricc audit replay`: scores, adjustments and publications worked out again from what was kept."""

from __future__ import annotations

import argparse

from rubricc.cli.ledgers import folder_argument, guarded
from rubricc.cli.terminal import Parser, Terminal
from rubricc.compiler.audit.problem import LedgerProblem
from rubricc.compiler.runtime.problems import FactsError
from rubricc.dsl.diagnostics.wording import visible

WORDS = {
    "identical": ("相同", "identical"),
    "explained": ("有说明的不同", "explained"),
    "differs": ("不同", "differs"),
    "impossible": ("无法重算", "cannot be replayed"),
}
TRACES = (("记录：", "Recorded:"), ("重算：", "Replayed:"))
_OF_ONE = {
    "RB8017",
    "RB8018",
    "RB8020",
    "RB8041",
    "RB8044",
    "RB8048",
}  # what is wrong with one record; the others are replayed all the same


def arguments(parser: Parser, terminal: Terminal) -> None:
    folder_argument(parser)
    parser.option(
        "numbers",
        metavar="N",
        type=int,
        nargs="*",
        zh="记录的编号（默认：全部计分、调整和发布）",
        en="numbers of records (default: all scores, adjustments and publications)",
    )


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    from rubricc.ledger import Ledger
    from rubricc.replay import differs
    from rubricc.rubric import RubricError

    lang = args.lang or terminal.lang
    wrong = False
    with guarded(terminal, lang):
        ledger = Ledger(args.folder)
        numbers = args.numbers or [
            each.number for each in ledger.store.entries() if each.kind in ("score", "adjust", "publish")
        ]
        for number in numbers:
            try:
                again = ledger.replay(number)
            except (RubricError, FactsError) as error:
                terminal.write(f"{number}  {WORDS['differs'][lang != 'zh']}\n{error.text(lang)}\n")
                wrong = True
                continue
            except LedgerProblem as stopped:
                if stopped.finding.code not in _OF_ONE:
                    raise
                verdict = "differs" if stopped.finding.code == "RB8041" else "impossible"
                terminal.write(f"{number}  {WORDS[verdict][lang != 'zh']}\n")
                terminal.findings([stopped.finding], lang)
                wrong = True
                continue
            wrong = wrong or again.verdict == "differs"
            terminal.write(f"{number}  {WORDS[again.verdict][lang != 'zh']}\n")
            for change in dict.fromkeys(each.change for each in again.found if each.change):
                terminal.write(f"  {change.since}  {change.zh if lang == 'zh' else change.en}\n")
            if again.first is not None:
                terminal.findings([differs(again).finding], lang)
                for word, told in zip(TRACES, again.traces or (), strict=False):
                    terminal.write(f"  {word[lang != 'zh']}\n")
                    terminal.write("".join(f"    {visible(line)}\n" for line in told.splitlines()))
    return 4 if wrong else 0
