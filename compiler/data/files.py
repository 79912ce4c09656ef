"""Files to facts: which reader a file needs, and which data block its contents are for.

Assumes blocks that the compiler has checked. Guarantees: nothing raises; files are bounded before they are read;
every problem of every file is reported.
"""

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rubricc.compiler.data.failures import ReadingProblem
from rubricc.compiler.data.read_csv import read_csv
from rubricc.compiler.data.read_json import read_json
from rubricc.compiler.runtime.exact import clipped, nearest, printable
from rubricc.compiler.runtime.facts import Bound, bind
from rubricc.compiler.runtime.judged import JUDGED, as_table
from rubricc.compiler.runtime.rows import KEY_COLUMNS
from rubricc.compiler.runtime.schema import Block, Cell, Place
from rubricc.dsl.diagnostics.prose.system import reason_in

if TYPE_CHECKING:  # what a table or a workbook needs is imported where there is one
    from rubricc.compiler.data.sheets import Understood

Reader = Callable[[bytes, str], tuple[object, list[ReadingProblem]]]


def read_yaml(data: bytes, file: str) -> tuple[object, list[ReadingProblem]]:
    from rubricc.compiler.data import read_yaml  # needs a library, which is loaded where there is such a file

    return read_yaml.read_yaml(data, file)


MIB = 1024 * 1024
MAX_TABLE = 64  # MiB; every cell keeps its place, so a table needs some thirty times its size
MAX_DOCUMENT = 8  # MiB
MAX_WORKBOOK = 16  # MiB, packed
WORKBOOK = re.compile(r"(.*\.xls[xm])(?:#(.*))?", re.IGNORECASE | re.DOTALL)  # the path, and a sheet of it
READERS: dict[str, tuple[Reader, int]] = {
    ".csv": (read_csv, MAX_TABLE),
    ".tsv": (read_csv, MAX_TABLE),
    ".txt": (read_csv, MAX_TABLE),
    ".yaml": (read_yaml, MAX_DOCUMENT),
    ".yml": (read_yaml, MAX_DOCUMENT),
    ".json": (read_json, MAX_DOCUMENT),
}


class Binding(NamedTuple):
    """A file and the block it is for; without a name, a mapping of blocks or the only table.

    `shown` is the file's name in places and messages, where it is not the path itself. `-` is standard input,
    and `book.xlsx#sheet` one sheet of a workbook.
    """

    name: str | None
    path: str | Path
    shown: str = ""


def bind_files(
    bindings: Sequence[tuple[str | None, str | Path] | Binding],
    blocks: Sequence[Block],
    givens: Mapping[str, Cell | Mapping[object, Cell]] | None = None,
    understood: list["Understood"] | None = None,
    tables: Sequence[tuple[str, list[dict[object, Cell]]]] = (),
) -> Bound:
    """The facts in these files, bound; what could not be read stands first among the problems.

    `givens` are single facts by their names; they stand in for what a file says. `tables` are rows by the name of their
    block. How files were understood that
    are not written for a program is added to `understood`, for the shell to say.
    """
    loading = loaded(bindings, blocks, understood)
    for name, rows in tables:
        loading.give_table(name, rows)
    for name, cell in (givens or {}).items():
        if isinstance(cell, Cell):
            loading.give_fact(name, cell)
        else:
            loading.give_judgement(name, cell)
    bound = bind(blocks, loading.facts)
    # A block that is absent because its file cannot be read is not a second problem.
    # Nor is what lacks in a file that was read in part only.
    broken = {problem.place.file for problem in loading.problems}
    gaps = [
        gap
        for gap in bound.gaps
        if not (loading.lost and gap.code == "RB7001") and not (broken and gap.place.file in {*broken, ""})
    ]
    return bound._replace(problems=[*loading.problems, *bound.problems], gaps=gaps)


class Loading:
    """Facts on their way in: what has come so far, from which file, and what was wrong."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = {block.name: as_table(block) for block in blocks}
        self.facts: dict[str, object] = {}
        self.origin: dict[str, str] = {}
        self.problems: list[ReadingProblem] = []
        self.understood: list[Understood] = []
        self.lost = False  # whether a file gave nothing, so that its blocks are absent

    def report(self, code: str, file: str, **about: str) -> None:
        self.problems.append(ReadingProblem(code, Place(file), about))

    def names(self) -> str:
        return "\n".join(name for name in self.blocks if name) or "–"

    def add(self, binding: Binding) -> None:
        """One file's contents, to the block they belong to."""
        file = printable(binding.shown or str(binding.path))
        if binding.name in JUDGED:
            binding = binding._replace(name=self.judgements)
        name = binding.name
        if name is not None and name not in self.blocks:
            near = nearest(name, list(self.blocks))
            self.report("RB7540", file, name=clipped(name), near=near, names=self.names())
            self.lost = True
            return
        if workbook := workbook_of(binding.path):
            self.add_workbook(name, *workbook, file)
            return
        contents, problems = self.read(binding, file)
        self.problems += problems
        if contents is None:
            self.lost = True
            return
        if name is not None:
            self.give_block(name, contents, file)
        elif isinstance(contents, list):
            tables = [block.name for block in self.blocks.values() if block.by]
            if len(tables) == 1:
                self.give(tables[0], contents, file)
            elif len(self.blocks) == 1 and "" not in self.blocks:
                self.give_block(next(iter(self.blocks)), contents, file)  # which says that it is no table
            else:
                self.report("RB7542", file, names="\n".join(tables) or "–")
                self.lost = True
        elif isinstance(contents, dict):
            if home := self.home_of(contents):
                self.report("RB7546", file, name=home, path=file)
                self.lost = True
                return
            for key, value in contents.items():
                self.give(key, value, file)
        else:
            self.report("RB7544", file)

    def home_of(self, contents: dict[object, object]) -> str:
        """The block whose facts a mapping holds, where it should hold blocks; empty where it does."""
        if "" in self.blocks or any(key in self.blocks or key in JUDGED for key in contents):
            return ""
        single = (block for block in self.blocks.values() if not block.by)
        return next((each.name for each in single if not contents.keys().isdisjoint(each.columns)), "")

    def read(self, binding: Binding, file: str) -> tuple[object, list[ReadingProblem]]:
        """What a file holds; a CSV file is read for the table that it is for, where that is known."""
        tables = [
            b for b in self.blocks.values() if b.by and (binding.name is None or b.name == binding.name)
        ]
        return read_file(binding.path, file, tables[0] if len(tables) == 1 else None, self.understood)

    def add_workbook(self, name: str | None, path: str | Path, sheet: str, file: str) -> None:
        """The sheets of a workbook, to the blocks they are for."""
        from rubricc.compiler.data.workbooks import facts_of

        file = file.removesuffix(f"#{printable(sheet)}") if sheet else file
        data = read_bytes(path, MAX_WORKBOOK, Place(file))
        if isinstance(data, ReadingProblem):
            self.problems.append(data)
            self.lost = True
            return
        taken = facts_of(data, file, sheet, name, list(self.blocks.values()))
        self.problems += taken.problems
        self.understood += taken.understood
        self.lost = self.lost or bool(taken.problems)
        for key, contents in taken.facts.items():
            self.give(key, contents, file)

    def give_block(self, name: str, contents: object, file: str) -> None:
        """A block's contents, or a mapping that has them under the block's name."""
        block = self.blocks[name]
        names = JUDGED if block.by == "judged" else (name,)
        inside = [n for n in names if isinstance(contents, dict) and n in contents]
        if inside and isinstance(contents, dict) and inside[0] not in [field.name for field in block.fields]:
            contents = contents[inside[0]]
        if isinstance(contents, list) and not block.by:
            self.report("RB7543", file, name=name)
        else:
            self.give(name, contents, file)

    def give_table(self, name: str, rows: list[dict[object, Cell]]) -> None:
        """Rows that are written out, to their block; one row is all that a block of single facts takes."""
        file = next((cell.place.file for row in rows for cell in row.values()), "")
        if name not in self.blocks:
            self.report(
                "RB7540", file, name=clipped(name), near=nearest(name, list(self.blocks)), names=self.names()
            )
        elif not self.blocks[name].by and len(rows) == 1:
            self.give(name, rows[0], file)
        else:
            self.give_block(name, rows, file)

    def give_fact(self, name: str, cell: Cell) -> None:
        """A single fact, to the block that declares it; it takes the place of the one that a file gave."""
        homes = [b.name for b in self.blocks.values() if not b.by and name in [f.name for f in b.fields]]
        if not homes:
            known = [name for b in self.blocks.values() if not b.by for name in b.columns]
            about = {"name": clipped(name), "near": nearest(name, known)}
            self.problems.append(ReadingProblem("RB7545", cell.place, about))
        elif not homes[0]:
            self.facts[name] = cell
        else:
            block = self.facts.setdefault(homes[0], {})
            if isinstance(block, dict):
                self.facts[homes[0]] = {**block, name: cell}

    @property
    def judgements(self) -> str:
        """The name of the block of judgements, where there is one."""
        return next((word for word in JUDGED if word in self.blocks), JUDGED[0])

    def give_judgement(self, place: str, parts: Mapping[object, Cell]) -> None:
        """What was judged at one place; it takes the place of what a file says of it."""
        name = self.judgements
        given = self.facts.setdefault(name, {})
        if isinstance(given, list):
            keys = KEY_COLUMNS["judged"]
            rest = [row for row in given if not any(said(row.get(key)) == place for key in keys)]
            self.facts[name] = [*rest, {keys[0]: place, **parts}]
        elif isinstance(given, dict):
            self.facts[name] = {**given, place: parts}

    def give(self, name: str, contents: object, file: str) -> None:
        if name in JUDGED and self.judgements in self.blocks:
            name = self.judgements
        if name in self.facts:
            self.report("RB7541", file, name=clipped(name), other=self.origin[name])
        else:
            self.facts[name], self.origin[name] = contents, file


def said(value: object) -> object:
    """What a cell says, without its place."""
    text = value.value if isinstance(value, Cell) else value
    return text.strip() if isinstance(text, str) else text


def loaded(
    bindings: Sequence[tuple[str | None, str | Path] | Binding],
    blocks: Sequence[Block],
    understood: list["Understood"] | None = None,
) -> Loading:
    """What the files hold, in the shape that `bind` takes, with every problem of reading them."""
    loading = Loading(blocks)
    for binding in bindings:
        loading.add(Binding(*binding))
    if understood is not None:
        understood += loading.understood
    return loading


# ── Files ──────────────────────────────────────────────────────────────────────────────────────────────────


def read_file(
    path: str | Path, file: str, table: Block | None, understood: list["Understood"]
) -> tuple[object, list[ReadingProblem]]:
    """The contents of a file: a list of rows, or what a YAML or JSON document holds; None if there is nothing."""
    place = Place(file)
    suffix = "-" if str(path) == "-" else Path(path).suffix.lower()
    if suffix not in READERS and suffix != "-":
        if os.path.isdir(path):
            return None, [ReadingProblem("RB7502", place, {})]
        return None, [ReadingProblem("RB7508", place, {"suffix": clipped(suffix or Path(path).name)})]
    reader, limit = READERS.get(suffix, (read_csv, MAX_DOCUMENT))
    data = read_bytes(path, limit, place)
    if isinstance(data, ReadingProblem):
        return None, [data]
    if suffix == "-":
        reader = sniffed(data)
    contents: object
    if reader is read_csv and table is not None:
        from rubricc.compiler.data.csv_tables import read_table

        contents, problems, said = read_table(data, file, table)
        understood += said
    else:
        contents, problems = reader(data, file)
    return (None if problems and not contents else contents), problems


def read_bytes(path: str | Path, limit: int, place: Place) -> bytes | ReadingProblem:
    """The bytes of a file of at most so many MiB, or why there are none."""
    try:
        if str(path) == "-":
            data = sys.stdin.buffer.read(limit * MIB + 1)
        else:
            with open(path, "rb") as stream:
                data = stream.read(limit * MIB + 1)
    except FileNotFoundError:
        return ReadingProblem("RB7501", place, {})
    except IsADirectoryError:
        return ReadingProblem("RB7502", place, {})
    except (OSError, ValueError) as error:
        about = {"reason": reason_in(error, chinese=False), "reason_zh": reason_in(error, chinese=True)}
        return ReadingProblem("RB7503", place, about)
    return data if len(data) <= limit * MIB else ReadingProblem("RB7504", place, {"limit": str(limit)})


def workbook_of(path: str | Path) -> tuple[str | Path, str] | None:
    """The path of a workbook and the sheet that is named after a #; None where it is none."""
    found = WORKBOOK.fullmatch(str(path))
    if found is None:
        return None
    # A file whose name has a # is itself.
    return (path, "") if found[2] is None or os.path.exists(path) else (found[1], found[2])


def sniffed(data: bytes) -> Reader:
    """Standard input has no suffix: JSON starts with a bracket, the first line of YAML has a colon."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"{", b"[")):
        return read_json
    first = start.split(b"\n", 1)[0]
    return read_yaml if b":" in first or first.startswith((b"-", b"#")) else read_csv
