"""`rubricc fmt`: rubrics in one layout, in their own vocabulary or in the other one.

A file is replaced only where what would be written parses to the same tree with the same comments.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from rubricc.cli.files import CANNOT_OPEN, rubrics_of
from rubricc.cli.terminal import Parser, Stop, Terminal
from rubricc.compiler.data.rubrics import read_rubric
from rubricc.dsl.diagnostics.model import Diagnostic
from rubricc.dsl.parse import Parsed, parse
from rubricc.dsl.printer.rubric import format_rubric
from rubricc.dsl.source import Source


def arguments(parser: Parser, terminal: Terminal) -> None:
    parser.option(
        "files",
        nargs="+",
        metavar="FILE",
        zh="评分表，或其所在的文件夹（- 为标准输入到标准输出）",
        en="rubrics, or folders of them (- from standard input to standard output)",
    )
    parser.option(
        "--check",
        action="store_true",
        zh="不写文件；会有改动则以 1 退出",
        en="write nothing; exit 1 where something would change",
    )
    parser.option(
        "--lang",
        choices=("zh", "en"),
        zh="改用哪种文字的关键字（默认：文件所用的）",
        en="vocabulary to write (default: that of the file)",
    )


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    files = rubrics_of(args.files, terminal)
    return max(_one(file, args, terminal) for file in files)


def _one(file: Path, args: argparse.Namespace, terminal: Terminal) -> int:
    source = read_rubric(file)
    if isinstance(source, Diagnostic):
        terminal.findings([source], args.lang or terminal.lang)
        return 2 if source.code in CANNOT_OPEN else 1
    parsed = parse(source)
    lang = "zh" if parsed.chinese else "en"
    if parsed.rubric is None or any(each.is_error for each in parsed.diagnostics):
        terminal.findings(parsed.diagnostics, args.lang or lang)
        return 1
    text = format_rubric(parsed.rubric, parsed.comments, chinese=(args.lang or lang) == "zh")
    if not _same(parsed, text):
        terminal.fault(
            "fmt", ValueError(f"{file}: the formatted text would read differently; nothing written")
        )
        raise Stop(3)
    changed = text != source.text
    if args.check:
        if changed:
            terminal.note(f"{file}：会有改动", f"{file}: would change")
        return int(changed)
    if str(file) == "-":
        terminal.write(text)
    elif changed:
        terminal.write(text, str(file))
        terminal.note(f"{file}：已整理", f"{file}: formatted")
    return 0


def _same(before: Parsed, text: str) -> bool:
    """Whether a text says what the tree says, and has its comments."""
    after = parse(Source("", text))
    comments = [sorted(comment.strip() for _, comment in each.comments) for each in (before, after)]
    return after.rubric == before.rubric and comments[0] == comments[1]
