"""`rubricc compile`: scorers that need no rubricc, and whether committed ones are up to date."""

from __future__ import annotations

import argparse
from pathlib import Path

from rubricc.cli.files import compiled, rubrics_of, strict_argument, verified
from rubricc.cli.terminal import Parser, Terminal
from rubricc.compiler.data.writing import read_text

SUFFIXES = {"python": ".py"}


def arguments(parser: Parser, terminal: Terminal) -> None:
    parser.option(
        "files", nargs="+", metavar="FILE", zh="评分表，或其所在的文件夹", en="rubrics, or folders of them"
    )
    parser.option(
        "--target", choices=tuple(SUFFIXES), default="python", zh="目标语言", en="language of the scorer"
    )
    parser.option(
        "--check",
        action="store_true",
        zh="不写文件；与 -o 所指的（默认：评分表旁边的同名 .py）不同则以 1 退出",
        en="write nothing; exit 1 where -o (default: the .py beside the rubric) holds something else",
    )
    parser.option(
        "-o",
        "--output",
        metavar="PATH",
        zh="写入的文件或文件夹（默认和 - 都是标准输出）",
        en="file or folder to write to (default, and -: standard output)",
    )
    strict_argument(parser)
    parser.language()


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    files = rubrics_of(args.files, terminal)
    folder = args.output is not None and Path(args.output).is_dir()
    if len(files) > 1 and not folder and not (args.check and args.output is None):
        terminal.fail(
            "有几个评分表：请用 -o 指明一个已有的文件夹", "there are several rubrics: name a folder with -o"
        )
    stale = 0
    for file in files:
        rubric, lang = compiled(file, terminal, args.lang, strict=args.strict)
        terminal.findings(faults := verified(rubric.compiled), lang)
        if faults:
            return 3
        if rubric.draft is not None:
            terminal.findings([rubric.draft], lang)
            return 1
        text = rubric.compile(args.target)
        place = _place(file, args, folder)
        if not args.check:
            terminal.write(text, place)
        elif place is None or read_text(place) != text:
            stale += 1
            terminal.note(
                f"{place or '-'}：不是 {file} 现在生成的内容", f"{place or '-'}: not what {file} compiles to"
            )
    return 1 if stale else 0


def _place(file: Path, args: argparse.Namespace, folder: bool) -> str | None:
    """Where a scorer is written or stands; None is standard output."""
    beside = file.with_suffix(SUFFIXES[args.target])
    if folder:
        return str(Path(args.output) / beside.name)
    output: str | None = args.output
    return str(beside) if output is None and args.check else output
