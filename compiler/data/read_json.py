"""A JSON document to mappings, lists and cells; numbers are text, as typed, and every cell knows its line.

Assumes bytes of a bounded size. Guarantees: never raises; no number passes through a float, none is converted
before its length is known; duplicate names are reported; nesting is bounded.
"""

import re
from decimal import Decimal
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]

from rubricc.compiler.data.decode import decode
from rubricc.compiler.data.failures import JSON_PARTS, ReadingProblem
from rubricc.compiler.runtime.exact import MAX_DIGITS, clipped
from rubricc.compiler.runtime.schema import Cell, Place

MAX_DEPTH = 64
SPACE = re.compile(r"[ \t\r\n]*")
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?([eE][+-]?[0-9]+)?")
WORD = re.compile(r"true|false|null")
NOT_JSON = re.compile(r"-?(?:NaN|Infinity)")
CONSTANTS = {"true": True, "false": False, "null": None}


class Stop(Exception):
    """The document cannot be followed any further."""


def read_json(data: bytes, file: str) -> tuple[object, list[ReadingProblem]]:
    """The document, or None, and what is wrong with it."""
    text = decode(data, file)
    if isinstance(text, ReadingProblem):
        return None, [text]
    if not text.strip():
        return None, [ReadingProblem("RB7509", Place(file), {})]
    reader = JsonReader(file, text)
    try:
        return reader.document(), reader.problems
    except Stop:
        return None, reader.problems


class JsonReader:
    """The grammar of RFC 8259, with lines; the standard library's reader knows neither lines nor duplicates."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.at = 0
        self.problems: list[ReadingProblem] = []
        self.counted_to, self.lines = 0, 1

    def document(self) -> object:
        found = self.value("", 1)
        if self.peek():
            self.stop("RB7530", "the end")
        return found

    def line(self) -> int:
        """The line of the current position; positions only grow, so every line break is counted once."""
        self.lines += self.text.count("\n", self.counted_to, self.at)
        self.counted_to = self.at
        return self.lines

    def stop(self, code: str, wanted: str = "", **about: str) -> None:
        line = self.line()
        if wanted:
            at = str(self.at - self.text.rfind("\n", 0, self.at))
            about |= {"at": at, "wanted": wanted, "wanted_zh": JSON_PARTS[wanted]}
        self.problems.append(ReadingProblem(code, Place(self.file, line), about))
        raise Stop

    def peek(self) -> str:
        """The next character that is no space, or nothing at the end."""
        space = SPACE.match(self.text, self.at)
        self.at = space.end() if space else self.at
        return self.text[self.at : self.at + 1]

    def string(self) -> str:
        try:
            text, self.at = scanstring(self.text, self.at + 1, True)
        except JSONDecodeError as error:
            self.stop("RB7530", "a legal escape" if "escape" in error.msg else "a closing quote")
        return str(text)

    def value(self, key: str, depth: int) -> object:
        """The value at the current position; `key` is the name it stands under."""
        if depth > MAX_DEPTH:
            self.stop("RB7523", limit=str(MAX_DEPTH))
        start = self.peek()
        if start == "{":
            return self.mapping(depth)
        if start == "[":
            return self.list(key, depth)
        place = Place(self.file, self.line(), key)
        if start == '"':
            return Cell(self.string(), place)
        if number := NUMBER.match(self.text, self.at):
            self.at = number.end()
            # A number is text, as it is in YAML and CSV, so that one rule reads them all: 0.94 is no percentage.
            short = number[1] is None and sum(map(str.isdigit, number[0])) <= MAX_DIGITS
            return Cell(format(Decimal(number[0]), "f") if short else number[0], place)
        if word := WORD.match(self.text, self.at):
            self.at = word.end()
            return Cell(CONSTANTS[word[0]], place)
        if wrong := NOT_JSON.match(self.text, self.at):
            self.stop("RB7531", text=wrong[0])
        self.stop("RB7530", "a value")
        return None

    def list(self, key: str, depth: int) -> list[object]:
        items: list[object] = []
        self.at += 1
        if self.peek() != "]":
            items.append(self.value(key, depth + 1))
            while self.peek() == ",":
                self.at += 1
                items.append(self.value(key, depth + 1))
        self.close("]")
        return items

    def mapping(self, depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        lines: dict[str, int] = {}
        self.at += 1
        if self.peek() != "}":
            self.member(found, lines, depth)
            while self.peek() == ",":
                self.at += 1
                self.member(found, lines, depth)
        self.close("}")
        return found

    def member(self, found: dict[str, object], lines: dict[str, int], depth: int) -> None:
        if self.peek() != '"':
            self.stop("RB7530", "a name in quotes")
        line = self.line()
        key = self.string().strip()
        if self.peek() != ":":
            self.stop("RB7530", "a colon")
        self.at += 1
        value = self.value(clipped(key), depth + 1)
        if key in found:
            about = {"name": clipped(key), "other": str(lines[key])}
            self.problems.append(ReadingProblem("RB7522", Place(self.file, line), about))
        else:
            found[key], lines[key] = value, line

    def close(self, bracket: str) -> None:
        if self.peek() != bracket:
            self.stop("RB7530", "a comma or a closing bracket")
        self.at += 1
