"""What commands share: arguments in two languages, output and findings, the terminal they go to.

Results go to standard output or to a file, everything else to standard error. There is no colour where NO_COLOR is set
or the stream is no terminal; the width is that of the terminal (COLUMNS wins), 100 cells where there is none.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NoReturn, TextIO

from rubricc.compiler.data.writing import write_bytes
from rubricc.dsl.diagnostics.model import Diagnostic, diagnose
from rubricc.dsl.diagnostics.prose.system import reason_in
from rubricc.dsl.diagnostics.wording import shows

FINDING_FORMATS = ("text", "concise", "json", "markdown", "github")
WIDTH = 100

# argparse speaks English; these are the words that users meet.
_ARGPARSE = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示本说明",
    "the following arguments are required: %s": "缺少参数：%s",
    "unrecognized arguments: %s": "不认识的参数：%s",
    "invalid %(type)s value: %(value)r": "应是整数，不是 %(value)r",  # the only type that commands ask for
    "not allowed with argument %s": "不能与 %s 同用",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)r 这个选择（可用：%(choices)s）",
    "expected one argument": "后面要有一个值",
    "expected at least one argument": "后面至少要有一个值",
    "argument %(argument_name)s: %(message)s": "参数 %(argument_name)s：%(message)s",
    "ambiguous option: %(option)s could match %(matches)s": "选项 %(option)s 不明确（%(matches)s）",
    "ignored explicit argument %r": "不需要值 %r",
}
_ENGLISH = argparse._  # type: ignore[attr-defined]


class Stop(Exception):
    """The command ends with this code; all has been said."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Terminal:
    """Where a command writes, and in which language it speaks of itself."""

    def __init__(self, zh: bool) -> None:
        self.zh = zh
        if sys.stderr is None:  # closed by the caller: there is nobody to tell
            sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")

    def say(self, zh: str, en: str) -> str:
        return zh if self.zh else en

    @property
    def lang(self) -> str:
        return "zh" if self.zh else "en"

    @property
    def width(self) -> int:
        """Cells in a line."""
        return shutil.get_terminal_size((WIDTH, 24)).columns

    def note(self, zh: str, en: str) -> None:
        """A line on standard error."""
        print(self.say(zh, en), file=sys.stderr)

    def fail(self, zh: str, en: str) -> NoReturn:
        """Say what is wrong with the call, and end."""
        self.note(f"rubricc：{zh}", f"rubricc: {en}")
        raise Stop(2)

    def write(self, result: str | bytes, path: str | None = None) -> None:
        """A result: to standard output, or to a file, whole or not at all."""
        if path is None or path == "-":
            self._print(result if isinstance(result, str) else result.decode("utf-8", "backslashreplace"))
            return
        try:
            write_bytes(path, result.encode() if isinstance(result, str) else result)
        except OSError as error:
            zh, en = reason_in(error, chinese=True), reason_in(error, chinese=False)
            self.fail(f"不能写入 {path}：{zh}", f"cannot write {path}: {en}")

    def _print(self, text: str) -> None:
        """To standard output; one that is full or closed ends the command as a file does that cannot be written."""
        if sys.stdout is None:
            self.fail("不能写入标准输出：已关闭", "cannot write to standard output: it is closed")
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or it fails again at the end
            zh, en = reason_in(error, chinese=True), reason_in(error, chinese=False)
            self.fail(f"不能写入标准输出：{zh}", f"cannot write to standard output: {en}")

    def findings(
        self, found: Iterable[Diagnostic], lang: str, form: str = "text", stream: TextIO | None = None
    ) -> None:
        """Findings in a format; on standard error unless they are the result."""
        out = sys.stderr if stream is None else stream
        out.write(rendered(list(found), lang, form, colour(out), self.width))

    def fault(self, stage: str, error: Exception) -> None:
        """A fault of rubricc itself, without a traceback."""
        detail = f"{type(error).__name__}: {error}" + _where(error)
        self.findings([diagnose("RB9001", None, stage=stage, detail=detail)], self.lang)


def _where(error: Exception) -> str:
    """The last place in rubricc that the fault came through: a file name and a line."""
    trace, place = error.__traceback__, ""
    while trace is not None:
        code = trace.tb_frame.f_code
        if f"{os.sep}rubricc{os.sep}" in code.co_filename or "rubricc" in trace.tb_frame.f_globals.get(
            "__name__", ""
        ):
            place = f" ({Path(code.co_filename).name}:{trace.tb_lineno})"
        trace = trace.tb_next
    return place


def colour(stream: TextIO | None) -> bool:
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return stream is not None and not plain and stream.isatty()


def rendered(found: Sequence[Diagnostic], lang: str, form: str, colour: bool, width: int) -> str:
    """Findings in one of `FINDING_FORMATS`."""
    if form == "text":
        from rubricc.dsl.diagnostics.render import text

        return text.render(found, lang, colour=colour, width=width)
    from rubricc.dsl.diagnostics.render import concise, github, json_, markdown

    renderers = {"concise": concise.render, "github": github.render, "json": json_.render}
    return renderers.get(form, markdown.render)(found, lang)


def as_json(value: object) -> str:
    """JSON that may be printed: what does not show, or reorders what does, stands as an escape, which says the same."""
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    return "".join(
        c if c == "\n" or shows(c) else json.dumps(c)[1:-1].replace("\x7f", "\\u007f") for c in text
    )


class Parser(argparse.ArgumentParser):
    """argparse, with its own words in Chinese where the user's are."""

    def __init__(self, terminal: Terminal, name: str, words: tuple[str, str]) -> None:
        self.terminal = terminal
        words_of = (lambda text: _ARGPARSE.get(text, text)) if terminal.zh else _ENGLISH
        argparse._ = words_of  # type: ignore[attr-defined]
        super().__init__(prog=f"rubricc {name}", description=terminal.say(*words), allow_abbrev=False)

    def option(self, *names: str, zh: str, en: str, **more: object) -> None:
        """An argument with its help in both languages."""
        self.add_argument(*names, help=self.terminal.say(zh, en), **more)  # type: ignore[arg-type]

    def language(self) -> None:
        self.option(
            "--lang",
            choices=("zh", "en"),
            zh="输出的语言（默认：文件所用的文字）",
            en="language of the output (default: that of the file's vocabulary)",
        )

    def output(self) -> None:
        self.option(
            "-o",
            "--output",
            metavar="PATH",
            zh="写入文件（- 为标准输出）",
            en="file to write to (- for standard output)",
        )

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        print(self.prog + self.terminal.say("：", ": ") + message, file=sys.stderr)
        raise Stop(2)

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        if message:
            sys.stderr.write(message)
        raise Stop(status)
