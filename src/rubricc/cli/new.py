"""`rubricc new`: a folder with a rubric to start from, its facts and its case; it scores at once."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from rubricc.cli.starter import DATA, MONTHS, RUBRIC
from rubricc.cli.terminal import Parser, Terminal
from rubricc.compiler.data.rubrics import SUFFIX
from rubricc.compiler.data.writing import make_folder


def arguments(parser: Parser, terminal: Terminal) -> None:
    parser.option(
        "name", metavar="NAME", zh="文件夹，也是评价标准的名称", en="the folder, and the rubric's name"
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
    if not name:
        terminal.fail("请写一个名称", "name the folder")
    try:
        make_folder(folder)
    except FileExistsError:
        terminal.fail(f"{folder} 已经存在，而且不是空的", f"{folder} is there already, and not empty")
    except OSError as error:
        reason = error.strerror or str(error)
        terminal.fail(f"不能建立 {folder}：{reason}", f"cannot make {folder}: {reason}")
    lang = args.lang or terminal.lang
    title = "".join(c for c in name if c.isprintable() and c not in '"“”\\')
    terminal.write(RUBRIC[lang].replace("NAME", title), str(folder / f"{name}{SUFFIX}"))
    terminal.write(MONTHS[lang], str(folder / "monthly.csv"))
    terminal.write(DATA[lang], str(folder / "facts.yaml"))
    shown = shlex.quote(str(folder)) if " " in str(folder) else folder
    terminal.note(f"写好了。请试：rubricc score {shown}", f"done. Try: rubricc score {shown}")
    return 0
