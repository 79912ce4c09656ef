"""`rubricc check`: the findings of rubrics, as the result."""

from __future__ import annotations

import argparse
import sys

from rubricc.cli.files import (
    CANNOT_OPEN,
    language,
    refuted,
    rubrics_of,
    strict_argument,
    stricter,
    verified,
)
from rubricc.cli.terminal import FINDING_FORMATS, Parser, Terminal, colour, rendered
from rubricc.compiler.data.library import Files
from rubricc.compiler.data.rubrics import read_rubric
from rubricc.compiler.driver import compile_rubric
from rubricc.compiler.readings import tabulated
from rubricc.dsl.diagnostics.model import Diagnostic
from rubricc.dsl.diagnostics.summary import summary
from rubricc.dsl.unread import unread


def arguments(parser: Parser, terminal: Terminal) -> None:
    parser.option(
        "files", nargs="+", metavar="FILE", zh="评分表，或其所在的文件夹", en="rubrics, or folders of them"
    )
    parser.option(
        "--format", choices=FINDING_FORMATS, default="text", zh="输出的格式", en="format of the findings"
    )
    strict_argument(parser)
    parser.language()
    parser.output()


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    files = rubrics_of(args.files, terminal)
    found: list[Diagnostic] = []
    lang = args.lang
    for file in files:
        source = read_rubric(file)
        if isinstance(source, Diagnostic):
            found.append(source)
            continue
        whole = compile_rubric(source, Files(file))
        lang = lang or language(whole, None)
        unused = unread(whole.linked) if whole.linked is not None and whole.checked is not None else []
        found += [*tabulated(whole, file.parent), *unused, *refuted(whole), *verified(whole)]
    lang = lang or terminal.lang
    if args.strict:
        found = [stricter(each) for each in found]
    errors = [each for each in found if each.is_error]
    if args.format == "text" and not found:
        files_read = f"{len(files)} 个文件" if lang == "zh" else f"{len(files)} file{'s' * (len(files) > 1)}"
        text = f"{files_read}{'：' if lang == 'zh' else ': '}{summary([], lang)}\n"
    else:
        coloured = args.output is None and colour(sys.stdout)
        text = rendered(found, lang, args.format, coloured, terminal.width)
    terminal.write(text, args.output)
    if any(each.code in CANNOT_OPEN for each in errors):
        return 2
    return 1 if errors else 0
