"""The command line: which command, in which language, and what becomes of what it raises.

Every command is a module of this folder with `arguments(parser, terminal)` and `run(args, terminal)`, which answers
with the exit code; it is loaded when it is called. Commands on a ledger have names of two words, and stand in the
folder `audit`. Exit codes: 0 done, 1 findings, 2 usage or an unreadable file, 3 a fault of rubricc itself, 4 a ledger
that does not hold.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module

from rubricc import __version__

COMMANDS = {
    "new": ("写一个可以立即计分的样例", "write a starter that scores at once"),
    "check": ("检查评分表，列出问题", "check rubrics and list the findings"),
    "compile": ("生成不依赖 rubricc 的评分程序", "write a scorer that needs no rubricc"),
    "score": ("计分", "score facts"),
    "explain": ("一项指标的推导，或一个诊断代码的说明", "the derivation of an indicator, or a code's page"),
    "why": ("失分在哪里，怎样改最省", "what cost the points, and the cheapest way to more"),
    "diff": ("两版评分表、两份数据的差别", "what two versions score unlike each other"),
    "fmt": ("整理版面，或把关键字换成另一种语言", "format, or rewrite in the other vocabulary"),
    "prove": ("证明评分表没有漏洞，或举出反例", "prove a rubric sound, or show the counterexample"),
    "test": ("运行评分表中的案例", "run the cases of rubrics"),
    "publish": ("把评分表的一个版本记入台账", "record a version of a rubric in a ledger"),
    "audit": ("台账：记录、核验、签名、重算", "ledgers: record, verify, sign, score again"),
}

LEDGER_COMMANDS = {
    "audit init": ("建一本台账", "start a ledger"),
    "audit log": ("列出台账的记录", "list the records"),
    "audit show": ("一条记录的全部内容", "all that a record says"),
    "audit verify": ("台账是否完整、未被改动", "whether a ledger is whole and unchanged"),
    "audit checkpoint": ("给现在的台账签名", "sign the ledger as it is"),
    "audit prove": ("一条记录在台账里的证明", "a proof that a record is in the ledger"),
    "audit replay": ("用记录的评分表和数据重算", "score a record again from what it kept"),
    "audit adjust": ("记下对一项得分的调整", "record an adjustment of points"),
    "audit rotate": ("换签名的钥匙", "change the key that signs"),
    "audit export": ("打包台账，交给别人核验", "pack a ledger for somebody else to verify"),
    "audit verifier": ("写出独立的核验程序", "write out the stand-alone verifier"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    zh = _chinese(arguments)
    match arguments[:1]:
        case ["--version" | "-V"]:
            print(f"rubricc {__version__}")
            return 0
        case ["--help" | "-h" | "help"]:
            print(_usage(zh))
            return 0
        case ["audit"]:
            return _audit(arguments[1:], zh)
        case [name] if name in COMMANDS:
            return _guarded(name, arguments[1:], zh)
        case [name]:
            said = _unknown(name, zh)
            print(f"rubricc: {said if said.isprintable() else ascii(said)[1:-1]}", file=sys.stderr)
    print(_usage(zh), file=sys.stderr)
    return 2


def _audit(arguments: list[str], zh: bool) -> int:
    """A command on a ledger: the second word says which."""
    name = f"audit {arguments[0]}" if arguments else ""
    if name in LEDGER_COMMANDS:
        return _guarded(name, arguments[1:], zh)
    if arguments[:1] in (["--help"], ["-h"]):
        print(_usage(zh, LEDGER_COMMANDS))
        return 0
    if name:
        said = _unknown(name, zh)
        print(f"rubricc: {said if said.isprintable() else ascii(said)[1:-1]}", file=sys.stderr)
    print(_usage(zh, LEDGER_COMMANDS), file=sys.stderr)
    return 2


def _unknown(name: str, zh: bool) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, {**COMMANDS, **LEDGER_COMMANDS}, 1)
    if zh:
        return f"没有「{name}」这个命令" + (f"（是不是 {near[0]}？）" if near else "")
    return f"there is no command {name}" + (f" (did you mean {near[0]}?)" if near else "")


def _chinese(arguments: Sequence[str]) -> bool:
    """Whether rubricc speaks Chinese: as --lang asks, else the first of LC_ALL, LC_MESSAGES, LANG that is set."""
    for word, after in zip(arguments, [*arguments[1:], ""], strict=False):
        asked = after if word == "--lang" else word.removeprefix("--lang=")
        if asked in ("zh", "en") and word.startswith("--lang"):
            return asked == "zh"
    said = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return said.lower().startswith("zh")


def _usage(zh: bool, commands: Mapping[str, tuple[str, str]] | None = None) -> str:
    call = "rubricc" if commands is None else "rubricc audit"
    lines = [f"用法：{call} 命令 参数…" if zh else f"usage: {call} COMMAND ARGS…", ""]
    commands = COMMANDS if commands is None else commands
    width = max(map(len, commands))
    lines += [f"  {name:<{width}} {words[0] if zh else words[1]}" for name, words in commands.items()]
    more = f"{call} 命令 --help 说明一个命令。" if zh else f"{call} COMMAND --help explains a command."
    return "\n".join([*lines, "", more])


def _guarded(name: str, arguments: list[str], zh: bool) -> int:
    """Run a command. A fault of rubricc is a finding, a closed pipe and Ctrl-C are quiet."""
    import gc

    from rubricc.cli.terminal import Parser, Stop, Terminal

    gc.set_threshold(200_000, 20, 20)  # what a command makes lives until it ends
    terminal = Terminal(zh)
    try:
        command = import_module(f"rubricc.cli.{name.replace(' ', '.')}")
        parser = Parser(terminal, name, {**COMMANDS, **LEDGER_COMMANDS}[name])
        command.arguments(parser, terminal)
        code = command.run(parser.parse_args(arguments), terminal)
        if sys.stdout is not None:
            sys.stdout.flush()
    except Stop as stop:
        return stop.code
    except BrokenPipeError:
        # What reads the output has left; the interpreter must not find out again when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if os.environ.get("RUBRICC_DEBUG") == "1":
            raise
        terminal.fault(name, error)
        return 3
    assert isinstance(code, int)
    return code
