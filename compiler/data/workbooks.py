"""Facts from a workbook: which sheet is for which block, and what was understood on the way.

Assumes bytes of a bounded size and blocks that the compiler has checked. Guarantees: nothing raises; a sheet is taken
by its own name, or because it is the only one that fits; where several fit, that is a problem that names them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from rubricc.compiler.data.failures import ReadingProblem
from rubricc.compiler.data.read_xlsx import Workbook
from rubricc.compiler.data.sheet_xml import Refused
from rubricc.compiler.data.sheets import SheetReader, Understood
from rubricc.compiler.runtime.exact import clipped, nearest
from rubricc.compiler.runtime.schema import Block, Place


class Taken(NamedTuple):
    """What a workbook gave: the contents of blocks by name, and what is to be said about it."""

    facts: dict[str, object]
    problems: list[ReadingProblem]
    understood: list[Understood]


def facts_of(data: bytes, file: str, sheet: str, block: str | None, blocks: Sequence[Block]) -> Taken:
    """The facts for one block, or, without its name, for every block that a sheet is named after.

    `sheet` is the sheet that the caller named, or nothing.
    """
    taken = Taken({}, [], [])
    try:
        workbook = Workbook(data)
    except Refused as refused:
        return refuse(taken, refused, file)
    if sheet and sheet not in workbook.sheets:
        near = nearest(sheet, list(workbook.sheets))
        return refuse(taken, Refused("RB7556", sheet=clipped(sheet), near=near, names=listed(workbook)), file)
    for one in wanted(workbook, sheet, block, blocks):
        try:
            reader = choose(workbook, one, sheet, file)
            contents: object = reader.table() if one.by else reader.single()
        except Refused as refused:
            refuse(taken, refused, file)
            continue
        taken.problems.extend(reader.problems)
        taken.understood.extend(reader.said)
        if one.name:
            taken.facts[one.name] = contents
        elif isinstance(contents, dict):
            taken.facts.update(contents)
    if not taken.facts and not taken.problems:
        names = "\n".join(each.name for each in blocks if each.name) or "–"
        refuse(taken, Refused("RB7542", names=names), file)
    return taken


def refuse(taken: Taken, refused: Refused, file: str) -> Taken:
    taken.problems.append(ReadingProblem(refused.code, Place(file), refused.about))
    return taken


def listed(workbook: Workbook) -> str:
    """The names of the sheets, as a message shows them."""
    return "\n".join(clipped(name) for name in list(workbook.sheets)[:20])


def wanted(workbook: Workbook, sheet: str, block: str | None, blocks: Sequence[Block]) -> list[Block]:
    """The blocks that the workbook is for."""
    if block is not None:
        return [each for each in blocks if each.name == block]
    named = [each for each in blocks if each.name and each.name in ([sheet] if sheet else workbook.sheets)]
    tables = [each for each in blocks if each.by]
    if named:
        return named
    if len(tables) == 1 or len(blocks) == 1:
        return tables or list(blocks)
    return []


def choose(workbook: Workbook, block: Block, sheet: str, file: str) -> SheetReader:
    """The sheet for a block: the one that was named, the one of the block's name, or the only one that fits."""
    name = sheet or (block.name if block.name in workbook.sheets else "")
    if name:
        reader = SheetReader(workbook.sheet(name), block, file)
        if reader.found:
            return reader
        raise Refused("RB7557", sheets=clipped(name), names=names_of(reader))
    readers, trouble = [], None
    for name, hidden in workbook.sheets.items():
        if hidden:
            continue
        try:
            readers.append(SheetReader(workbook.sheet(name), block, file))
        except Refused as refused:
            trouble = refused
    most = max((reader.found for reader in readers), default=0)
    best = [reader for reader in readers if reader.found == most]
    if most and len(best) == 1 and (len(readers) == 1 or most * 2 >= len(best[0].wanted)):
        return best[0]
    if trouble is not None:
        raise trouble
    if not readers or not most or most * 2 < len(best[0].wanted):
        raise Refused("RB7557", sheets=listed(workbook), names=names_of(readers[0]) if readers else "–")
    candidates = "\n".join(clipped(reader.sheet.name) for reader in best)
    raise Refused("RB7558", names=candidates, example=f"{Path(file).name}#{best[0].sheet.name}")


def names_of(reader: SheetReader) -> str:
    """The names that a header needs, as a message shows them."""
    return "\n".join([*map(clipped, reader.wanted[:12]), *["…"] * (len(reader.wanted) > 12)])
