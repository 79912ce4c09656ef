"""Rubric text and the places in it.

Assumes text that `decode` accepted, or any other `str`. Guarantees that every offset from 0 to `len(text)`
has a line and a column (1-based, columns in code points), and that lines end at LF or CR LF only.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property

from attrs import field, frozen

MAX_BYTES = 8 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff")


@frozen(eq=False)
class Source:
    """One file of text, or text without a file. Two sources are equal only when they are the same object."""

    name: str
    text: str = field(repr=False)

    @property
    def file_name(self) -> str:
        """The name without the folders in which the file happens to lie."""
        return self.name.replace("\\", "/").rsplit("/", 1)[-1]

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The offset at which each line starts; at least one line."""
        starts = [0]
        at = self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return tuple(starts)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, 1-based, columns in code points. Offsets outside are clamped."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def line_text(self, line: int) -> str:
        """The text of a 1-based line without its line end; empty outside the file."""
        starts = self.line_starts
        if not 1 <= line <= len(starts):
            return ""
        end = starts[line] - 1 if line < len(starts) else len(self.text)
        text = self.text[starts[line - 1] : end]
        return text[:-1] if line < len(starts) and text.endswith("\r") else text

    def slice(self, start: int, end: int) -> str:
        return self.text[start:end]


@frozen
class Span:
    """The characters from offset `start` to before `end`. Lines and columns are worked out when asked for."""

    source: Source = field(repr=lambda source: repr(source.name))
    start: int
    end: int

    @property
    def line(self) -> int:
        return self.source.position(self.start)[0]

    @property
    def column(self) -> int:
        return self.source.position(self.start)[1]

    @property
    def end_line(self) -> int:
        return self.source.position(self.end)[0]

    @property
    def end_column(self) -> int:
        return self.source.position(self.end)[1]

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    def to(self, other: Span) -> Span:
        """The smallest span that holds both; of the same source."""
        return Span(self.source, min(self.start, other.start), max(self.end, other.end))


@frozen
class Unreadable:
    """Why bytes are no rubric text: the code of the finding, its facts, and where, if that can be shown."""

    code: str
    args: Mapping[str, str]
    span: Span | None = None


def decode(data: bytes, name: str = "") -> Source | Unreadable:
    """Rubric text from the bytes of a file: UTF-8, with or without a BOM, at most 8 MiB, without NUL."""
    if len(data) > MAX_BYTES:
        return Unreadable("RB0002", {"file": name, "size": str(len(data)), "limit": str(MAX_BYTES)})
    body = data.removeprefix(_BOM)
    try:
        source = Source(name, body.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _not_utf8(body, error, name)
    nul = source.text.find("\0")
    if nul >= 0:
        return Unreadable("RB0003", {"character": "U+0000 NULL"}, Span(source, nul, nul + 1))
    return source


def _not_utf8(body: bytes, error: UnicodeDecodeError, name: str) -> Unreadable:
    args = {"file": name, "byte": f"0x{body[error.start]:02X}", "guess": _guess(body)}
    if args["guess"] == "UTF-16":
        return Unreadable("RB0001", args)
    shown = Source(name, body.decode("utf-8", errors="replace"))
    start = len(body[: error.start].decode("utf-8"))
    return Unreadable("RB0001", args, Span(shown, start, start + 1))


def _guess(body: bytes) -> str:
    """The encoding that such a file usually has, for the message only; nothing is read by it."""
    if body.startswith(_WIDE_BOMS):
        return "UTF-16"
    try:
        body.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "GB18030"
