"""A CSV file to records, and to rows under the names of its first line: text as it was typed, each with its place.

Assumes bytes of a bounded size. Guarantees: never raises; every problem of the file is in the list; blank lines
are skipped, and what stands on other lines keeps its line number.
"""

import csv
import re
from io import StringIO

from rubricc.compiler.data.decode import decode
from rubricc.compiler.data.failures import ReadingProblem
from rubricc.compiler.runtime.exact import clipped
from rubricc.compiler.runtime.schema import Cell, Place

DELIMITERS = ",\t;"  # the first that the header has
QUOTED = re.compile(r'"[^"]*"')


def read_csv(data: bytes, file: str) -> tuple[list[dict[str, Cell]], list[ReadingProblem]]:
    """The rows below the header, and what is wrong with the file."""
    text = decode(data, file)
    if isinstance(text, ReadingProblem):
        return [], [text]
    lines, problems = records(text, file, delimiter_of(text))
    if not lines:
        return [], problems or [ReadingProblem("RB7509", Place(file), {})]
    header_row, header = lines[0]
    names = [name.strip() for name in header]
    for number, name in enumerate(names):
        if name and name in names[:number]:
            problems.append(ReadingProblem("RB7510", Place(file, header_row), {"name": clipped(name)}))
    columns = [clipped(name) for name in names]
    rows, nameless = [], set()
    for row, cells in lines[1:]:
        if len(cells) < len(names) or any(cell.strip() for cell in cells[len(names) :]):
            about = {"found": str(len(cells)), "wanted": str(len(names))}
            problems.append(ReadingProblem("RB7512", Place(file, row), about))
        found: dict[str, Cell] = {}
        for number, (name, column, cell) in enumerate(zip(names, columns, cells, strict=False)):
            if name:
                found.setdefault(name, Cell(cell, Place(file, row, column)))
            elif cell.strip():
                nameless.add(number + 1)
        rows.append(found)
    for number in sorted(nameless):
        problems.append(ReadingProblem("RB7511", Place(file, header_row), {"number": str(number)}))
    return rows, problems


def delimiter_of(text: str) -> str:
    """What separates the cells of the first line."""
    unquoted = QUOTED.sub("x", text[:100_000])
    header = next((line for line in unquoted.splitlines() if line.strip()), "")
    return next((mark for mark in DELIMITERS if mark in header), ",")


def records(text: str, file: str, delimiter: str) -> tuple[list[tuple[int, list[str]]], list[ReadingProblem]]:
    """The non-blank records with the line each starts on; quoted cells may hold line breaks."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for cells in reader:
            if any(cell and not cell.isspace() for cell in cells):
                found.append((start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        code = "RB7514" if "limit" in str(error) else "RB7513"
        about = {"limit": str(csv.field_size_limit())}
        return found, [ReadingProblem(code, Place(file, start), about)]
    return found, []
