"""`rubricc new`: a folder with a rubric to start from, its facts and its case; it scores at once."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from rubricc.cli.framework import facts_for, rubric_from, shipped_frameworks
from rubricc.cli.starter import DATA, MONTHS, RUBRIC
from rubricc.cli.terminal import Parser, Terminal
from rubricc.compiler.data.rubrics import SUFFIX
from rubricc.compiler.data.writing import make_folder
from rubricc.dsl.diagnostics.prose.system import reason_in


def arguments(parser: Parser, terminal: Terminal) -> None:
    parser.option(
        "name", metavar="NAME", zh="文件夹，也是评分表的名称", en="the folder, and the rubric's name"
    )
    parser.option(
        "--from",
        dest="framework",
        metavar="FRAMEWORK",
        choices=shipped_frameworks(),
        zh="取自带框架的全部指标，权重待定",
        en="take every indicator of a framework that comes with rubricc, weights left open",
    )
    parser.option(
        "--lang",
        choices=("zh", "en"),
        zh="用哪种文字写（默认：同系统）",
        en="vocabulary to write (default: the system's)",
    )


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    folder = Path(args.name)
    name = folder.resolve().name
    if not name or not args.name.strip():
        terminal.fail("请写一个名称", "name the folder")
    try:
        make_folder(folder)
    except FileExistsError:
        terminal.fail(f"{folder} 已经存在，而且不是空的", f"{folder} is there already, and not empty")
    except OSError as error:
        zh, en = reason_in(error, chinese=True), reason_in(error, chinese=False)
        terminal.fail(f"不能建立 {folder}：{zh}", f"cannot make {folder}: {en}")
    lang = args.lang or terminal.lang
    title = "".join(c for c in name if c.isprintable() and c not in '"“”\\')
    file = folder / f"{name}{SUFFIX}"
    path = f"./{folder}" if str(folder).startswith("-") else str(folder)  # else it reads as an option
    shown = shlex.quote(path) if " " in path else path
    if args.framework:
        text = rubric_from(args.framework, title, file, lang)
        terminal.write(text, str(file))
        terminal.write(facts_for(file, text, lang), str(folder / "facts.yaml"))
        terminal.note(
            f"写好了，权重待定。请试：rubricc check {shown}",
            f"done, weights are open. Try: rubricc check {shown}",
        )
        return 0
    terminal.write(RUBRIC[lang].replace("NAME", title), str(file))
    terminal.write(MONTHS[lang], str(folder / "monthly.csv"))
    terminal.write(DATA[lang], str(folder / "facts.yaml"))
    terminal.note(f"写好了。请试：rubricc score {shown}", f"done. Try: rubricc score {shown}")
    return 0
