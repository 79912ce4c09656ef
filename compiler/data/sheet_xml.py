"""The documents inside a workbook: a walk over their elements, and what a sheet says of its cells besides values.

Guarantees: nothing but `Refused` is raised; no entities; elements, cells and the area between cells are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple
from xml.parsers import expat

from rubricc.compiler.runtime.exact import clipped

MAX_CELLS = 500_000
MAX_AREA = (
    2_000_000  # rows times columns: two cells in opposite corners make a reader allocate everything between
)
MAX_ELEMENTS = 4_000_000

REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')  # text, escapes, padding, colours in a number format
PERCENT_FORMATS = frozenset((9, 10))
MONTH_FORMATS = frozenset((17, 27, 36, 50, 52, 57))  # built-in formats that show a month and no day

Attributes = dict[str, str]


class Refused(Exception):
    """A workbook, or a sheet of it, that is not read: the code of the problem and the arguments of its sentence."""

    def __init__(self, code: str, **about: str) -> None:
        super().__init__(code)
        self.code = code
        self.about = about


class Mark(NamedTuple):
    """What the document says of a cell besides its value."""

    percent: bool
    day: bool  # whether its format shows the day of a date
    formula: bool
    uncalculated: bool
    error: str


def damaged(reason: str | BaseException) -> Refused:
    """A workbook that is broken at a place that is named, or as a library says, which knows no Chinese."""
    said = clipped(" ".join(str(reason).split()) or "?", 80)
    match reason:
        case str():
            return Refused("RB7555", reason=said, reason_zh=said)
        case expat.ExpatError():
            return Refused("RB7555", reason=said, reason_zh=f"其中的 XML 第 {reason.lineno} 行不完整或有误")
    return Refused("RB7555", reason=said, reason_zh="压缩包不完整，或里面的内容读不出来")


def too_large(limit: int, what: str) -> Refused:
    """Over a bound of MiB, parts, elements or cells."""
    chinese = {"parts": "个部件", "elements": "个元素", "cells": "个单元格"}.get(what, what)
    return Refused("RB7553", limit=f"{limit} {what}", limit_zh=f"{limit} {chinese}")


def walk(
    document: bytes,
    start: Callable[[str, Attributes], None] = lambda tag, attributes: None,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Calls for every element in order, with names freed of their prefixes. No document type, so no entities."""
    count = 0

    def on_start(tag: str, attributes: Attributes) -> None:
        nonlocal count
        count += 1
        if count > MAX_ELEMENTS:
            raise too_large(MAX_ELEMENTS, "elements")
        if attributes and any(":" in name for name in attributes):
            attributes = {name.rsplit(":", 1)[-1]: value for name, value in attributes.items()}
        start(tag.rsplit(":", 1)[-1], attributes)

    def on_doctype(*_: object) -> None:
        raise damaged("<!DOCTYPE>")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = on_start
    parser.StartDoctypeDeclHandler = on_doctype
    if end is not None:
        parser.EndElementHandler = lambda tag: end(tag.rsplit(":", 1)[-1])
    parser.CharacterDataHandler = text
    try:
        parser.Parse(document, True)
    except expat.ExpatError as error:
        raise damaged(error) from None
    except (ValueError, LookupError) as error:  # an encoding that Python does not know
        raise damaged(error) from None


class Scan:
    """One sheet's marks, by row and column from 1, and its hidden rows."""

    def __init__(self, document: bytes, styles: list[tuple[bool, bool]], recalculated: bool) -> None:
        self.styles = styles
        self.recalculated = recalculated
        self.marks: dict[tuple[int, int], Mark] = {}
        self.hidden: set[int] = set()
        self.row = self.column = self.count = 0
        self.area = (10**7, 10**7, 0, 0)  # top, left, bottom, right of what holds something
        self.attributes: Attributes = {}
        self.formula = self.inline = self.taking = False
        self.text = ""
        walk(document, self.start, self.end, self.take)

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "row":
            number = attributes.get("r", "")
            self.row = (
                int(number) if number.isascii() and number.isdigit() and len(number) < 8 else self.row + 1
            )
            self.column = 0
            if attributes.get("hidden") in ("1", "true"):
                self.hidden.add(self.row)
        elif tag == "c":
            self.place(attributes.get("r"))
            self.attributes, self.text = attributes, ""
            self.formula = self.inline = False
        elif tag == "f":
            self.formula = True
        elif tag == "is":
            self.inline = True
        self.taking = tag == "v"

    def place(self, reference: str | None) -> None:
        """Where the cell stands; one without a reference follows the one before it."""
        if reference is None:
            self.column += 1
        else:
            found = REFERENCE.fullmatch(reference)
            if found is None:
                raise damaged(reference)
            self.row, self.column = int(found[2]), column_number(found[1])
        self.count += 1
        if self.count > MAX_CELLS:
            raise too_large(MAX_CELLS, "cells")

    def take(self, text: str) -> None:
        if self.taking:
            self.text += text

    def end(self, tag: str) -> None:
        self.taking = False
        if tag != "c" or not (self.text or self.formula or self.inline):
            return
        kind = self.attributes.get("t", "n")
        style = self.attributes.get("s", "0")
        number = int(style) if style.isascii() and style.isdigit() and len(style) < 7 else 0
        percent, day = self.styles[number] if number < len(self.styles) else (False, True)
        # A program that writes formulas without calculating them writes no result, or 0 and asks for a calculation.
        unknown = kind != "str" and (
            not self.text.strip() or (self.recalculated and self.text in ("0", "0.0"))
        )
        error = self.text if kind == "e" else ""
        self.marks[self.row, self.column] = Mark(percent, day, self.formula, self.formula and unknown, error)
        top, left, bottom, right = self.area
        top, left = min(top, self.row), min(left, self.column)
        bottom, right = max(bottom, self.row), max(right, self.column)
        self.area = (top, left, bottom, right)
        if (bottom - top + 1) * (right - left + 1) > MAX_AREA:
            raise too_large(MAX_AREA, "cells")


def column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def format_of(number: str, code: str | None) -> tuple[bool, bool]:
    """Whether a number format is one of percent, and whether it shows the day of a date."""
    if code is not None:
        shown = NOT_SHOWN.sub("", code).lower()
        return "%" in shown, "d" in shown
    known = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 0
    return known in PERCENT_FORMATS, known not in MONTH_FORMATS
