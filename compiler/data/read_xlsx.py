"""A workbook to sheets of cells: what stands in every cell, how it is formatted, and whether it was calculated.

Assumes bytes of a bounded size. Guarantees: nothing but `Refused` is raised; sizes, ratios, numbers of parts and of
cells are bounded before they are used, and documents with entities are refused; no number is a float any more, but the
shortest decimal of at most 15 digits. python-calamine reads the values, from a copy that holds only the parts that
were checked here; formats, formulas without a result and hidden rows it does not tell, so they are read beside it.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from rubricc.compiler.data.sheet_xml import (
    Attributes,
    Mark,
    Refused,
    Scan,
    damaged,
    format_of,
    too_large,
    walk,
)

MIB = 1024 * 1024
MAX_UNPACKED = 128 * MIB
MAX_PART = 64 * MIB
MAX_RATIO = 200  # of a part over one MiB; real sheets stay below 50
MAX_PARTS = 2_000

Value = str | bool | Decimal | date | datetime | time | timedelta


class SheetCell(NamedTuple):
    value: Value
    mark: Mark


class Sheet(NamedTuple):
    """The cells that hold something, by row and column from 1; merged areas as top, left, bottom, right."""

    name: str
    cells: Mapping[tuple[int, int], SheetCell]
    merged: list[tuple[int, int, int, int]]
    hidden: frozenset[int]
    rows: int
    columns: int


class Workbook:
    """A workbook that was checked as a whole; its sheets are read when they are asked for."""

    def __init__(self, data: bytes) -> None:
        refuse_other_files(data)
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
            raise damaged(error) from None
        self.parts = checked_parts(self.archive)
        self.sheets: dict[str, bool] = {}  # name: whether it is hidden
        self.targets: dict[str, str] = {}
        self.old_dates = self.recalculated = False
        self.read: dict[str, Sheet] = {}
        self.outline()

    def part(self, name: str) -> bytes | None:
        """The content of a part, bounded whatever its header says."""
        info = self.parts.get(name.lower())
        if info is None:
            return None
        try:
            with self.archive.open(info) as stream:
                content = stream.read(MAX_PART + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            ValueError,
            NotImplementedError,
            RuntimeError,
            OSError,
            EOFError,
        ) as error:
            raise damaged(error) from None
        if len(content) > MAX_PART:
            raise too_large(MAX_PART // MIB, "MiB")
        return content

    def outline(self) -> None:
        """The sheets in order, and the parts that hold them."""
        home = "xl/workbook.xml"
        for _, (kind, target) in relations(self.part("_rels/.rels"), "").items():
            if kind == "officeDocument":
                home = target
        document = self.part(home)
        if document is None:
            binary = "xl/workbook.bin" in self.parts
            raise Refused("RB7552", found=".xlsb" if binary else ".zip")
        folder, name = posixpath.split(home)
        known = relations(self.part(f"{folder}/_rels/{name}.rels"), folder)
        sheets: list[tuple[str, bool, str]] = []

        def start(tag: str, attributes: Attributes) -> None:
            if tag == "sheet":
                hidden = attributes.get("state", "visible") != "visible"
                sheets.append((attributes.get("name", ""), hidden, attributes.get("id", "")))
            elif tag == "workbookPr":
                self.old_dates = attributes.get("date1904") in ("1", "true")
            elif tag == "calcPr":
                self.recalculated = attributes.get("fullCalcOnLoad") in ("1", "true")

        walk(document, start)
        self.strings = next((target for kind, target in known.values() if kind == "sharedStrings"), "")
        self.formats = next((target for kind, target in known.values() if kind == "styles"), "")
        for title, hidden, relation in sheets:
            kind, target = known.get(relation, ("", ""))
            if kind == "worksheet" and title not in self.sheets:
                self.sheets[title], self.targets[title] = hidden, target
        if not self.sheets:
            raise Refused("RB7509")

    def sheet(self, name: str) -> Sheet:
        """One sheet with its cells."""
        if name not in self.read:
            content = self.part(self.targets[name])
            if content is None:
                raise damaged(self.targets[name])
            scan = Scan(content, self.styles, self.recalculated)
            values, merged = self.values(content)
            # What the two readings do not both see would be attributed to the wrong place.
            if not values.keys() <= scan.marks.keys():
                raise damaged("?")
            cells = {
                at: SheetCell(values.get(at, ""), mark)
                for at, mark in scan.marks.items()
                if at in values or mark.uncalculated or mark.error
            }
            rows, columns = (max((at[way] for at in cells), default=0) for way in (0, 1))
            self.read[name] = Sheet(name, cells, merged, frozenset(scan.hidden), rows, columns)
        return self.read[name]

    @cached_property
    def styles(self) -> list[tuple[bool, bool]]:
        """For every style of a cell: whether it is a percent format, and whether it shows a day."""
        document = self.part(self.formats) if self.formats else None
        codes: dict[str, str] = {}
        used: list[str] = []
        inside = ""

        def start(tag: str, attributes: Attributes) -> None:
            nonlocal inside
            if tag in ("cellXfs", "cellStyleXfs", "dxfs"):
                inside = tag
            elif tag == "numFmt" and inside != "dxfs":
                codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
            elif tag == "xf" and inside == "cellXfs":
                used.append(attributes.get("numFmtId", "0"))

        if document is not None:
            walk(document, start)
        return [format_of(number, codes.get(number)) for number in used]

    def values(self, content: bytes) -> tuple[dict[tuple[int, int], Value], list[tuple[int, int, int, int]]]:
        """The values of one checked sheet, as python-calamine reads them, by row and column from 1."""
        from python_calamine import CalamineWorkbook

        copy = self.copy_with(content)
        try:
            sheet = CalamineWorkbook.from_filelike(copy).get_sheet_by_index(0)
            top, left = sheet.start or (0, 0)
            rows = sheet.to_python(skip_empty_area=True) if sheet.start else []
            merged = [(a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in sheet.merged_cell_ranges or []]
        except BaseException as error:
            # A panic of the reader is no Exception; whatever else is none (an interrupt) goes on.
            if isinstance(error, Exception) or type(error).__name__ == "PanicException":
                raise damaged(error) from None
            raise
        found: dict[tuple[int, int], Value] = {}
        for row, cells in enumerate(rows, top + 1):
            for column, value in enumerate(cells, left + 1):
                if value != "":
                    found[row, column] = exact(value)
        return found, merged

    def copy_with(self, sheet: bytes) -> io.BytesIO:
        """A workbook of this one sheet, written anew from parts that were checked."""
        copy = io.BytesIO()
        kinds = {"styles": self.formats, "sharedStrings": self.strings}
        contents = {kind: self.part(target) for kind, target in kinds.items() if target}
        held = {kind: content for kind, content in contents.items() if content is not None}
        for content in held.values():
            walk(content)
        links = "".join(RELATION.format(kind=kind, target=f"{kind}.xml") for kind in held)
        links += RELATION.format(kind="worksheet", target="worksheets/sheet.xml")
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr("[Content_Types].xml", TYPES)
            home = RELATION.format(kind="officeDocument", target="xl/workbook.xml")
            archive.writestr("_rels/.rels", LINKS.format(links=home))
            archive.writestr("xl/workbook.xml", BOOK.format(old=quoteattr(str(int(self.old_dates)))))
            archive.writestr("xl/_rels/workbook.xml.rels", LINKS.format(links=links))
            archive.writestr("xl/worksheets/sheet.xml", sheet)
            for kind, content in held.items():
                archive.writestr(f"xl/{kind}.xml", content)
        copy.seek(0)
        return copy


SPACES = "http://schemas.openxmlformats.org"
BOOK = (
    f'<workbook xmlns="{SPACES}/spreadsheetml/2006/main" xmlns:r="{SPACES}/officeDocument/2006/relationships">'
    '<workbookPr date1904={old}/><sheets><sheet name="s" sheetId="1" r:id="worksheet"/></sheets></workbook>'
)
TYPES = (
    f'<Types xmlns="{SPACES}/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
LINKS = f'<Relationships xmlns="{SPACES}/package/2006/relationships">{{links}}</Relationships>'
RELATION = (
    f'<Relationship Id="{{kind}}" Type="{SPACES}/officeDocument/2006/relationships/{{kind}}"'
    ' Target="{target}"/>'
)


# ── The package ────────────────────────────────────────────────────────────────────────────────────────────


def refuse_other_files(data: bytes) -> None:
    """What has the suffix of a workbook, and is none."""
    if not data:
        raise Refused("RB7509")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refused("RB7550")
        raise Refused("RB7552", found=".xls / .et")
    if not data.startswith(b"PK"):
        head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        html = head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta"))
        kind = ".html" if html else ".xml" if head.startswith(b"<?xml") else ""
        raise Refused("RB7552", found=kind or (".csv" if b"\0" not in head else "?"))


def checked_parts(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The parts by name, none of them twice, all of them of a size that can be read."""
    parts: dict[str, zipfile.ZipInfo] = {}
    listed = archive.infolist()
    if len(listed) > MAX_PARTS:
        raise too_large(MAX_PARTS, "parts")
    for info in listed:
        if info.flag_bits & 1:
            raise Refused("RB7550")
        name = info.filename.replace("\\", "/").lstrip("/").lower()
        if name in parts:
            raise damaged(name)
        parts[name] = info
        if info.file_size > MIB and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise Refused("RB7554", found=str(info.file_size // MIB), packed=str(info.compress_size // 1024))
    if sum(info.file_size for info in listed) > MAX_UNPACKED:
        raise too_large(MAX_UNPACKED // MIB, "MiB")
    return parts


def relations(document: bytes | None, folder: str) -> dict[str, tuple[str, str]]:
    """What a part refers to, by identifier: the kind of the other part, and its name."""
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            name = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            found[attributes.get("Id", "")] = (attributes.get("Type", "").rsplit("/", 1)[-1], name)

    if document is not None:
        walk(document, start)
    return found


def exact(value: object) -> Value:
    """A value as it was shown to whoever typed it: numbers as decimals of at most 15 digits, midnight as its date."""
    if isinstance(value, float) or type(value) is int:
        return Decimal(format(value, ".15g")) + 0
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    if isinstance(value, (str, bool, date, time, timedelta)):
        return value
    raise damaged(type(value).__name__)
