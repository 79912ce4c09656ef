"""Points that persons decide, as facts: how many, who decided, and why.

A place is where a rubric leaves the points to a person: an indicator's code, or its name where it has none, and the
label of the place where the indicator has several. Each is three fields (`C33 得分`, `C33 评判人`, `C33 理由`) of the
block 评判, or of the table that is gone through row by row. Facts may hold the three under the name of the place
(`C33: {得分: 3, 评判人: 专家组, 理由: …}`), or the block as a table with a row for each place; the words of both
vocabularies are understood. Guarantees: nothing is passed over; an entry for no place is a problem.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rubricc.compiler.runtime.exact import clipped, nearest
from rubricc.compiler.runtime.problems import Problem
from rubricc.compiler.runtime.rows import KEY_COLUMNS, Row, elsewhere
from rubricc.compiler.runtime.schema import Block, Cell, Field, Place

JUDGED = ("评判", "judged")  # what the block is called
PARTS = (("得分", "points"), ("评判人", "by"), ("理由", "reason"))


def parts_of(place: str, chinese: bool) -> tuple[str, str, str]:
    """The names of the three fields of a place."""
    points, by, reason = (f"{place} {words[not chinese]}" for words in PARTS)
    return points, by, reason


def is_judged(block: Block) -> bool:
    """Whether a block is the one of judgements, and not a table that has some."""
    return not block.by and bool(block.judged)


def as_table(block: Block) -> Block:
    """A block of judgements as the table that a sheet of it is: a row for each place; any other block as it is."""
    if not is_judged(block):
        return block
    words = [part[block.name == JUDGED[1]] for part in PARTS]
    fields = (Field(words[0], "number"), Field(words[1], "text"), Field(words[2], "text"))
    return Block(block.name, "judged", "", "", fields)


def named(blocks: Sequence[Block], facts: Mapping[object, object]) -> dict[object, object]:
    """The facts with the block of judgements under its own name, and what stands beside it in a block without one."""
    found = dict(facts)
    own = next((block.name for block in blocks if is_judged(block)), None)
    other = next((word for word in JUDGED if word in found), None)
    if own is not None and own not in found and other is not None:
        found[own] = found.pop(other)
    if "" in (block.name for block in blocks):
        beside = {name: found.pop(name) for name in list(found) if name != own}
        return {"": beside, **found}
    return found


def in_columns(block: Block, raw: object) -> tuple[object, list[Problem]]:
    """The contents of a block with judgements, each of the three facts in a column of its own."""
    problems: list[Problem] = []
    if not is_judged(block):
        if isinstance(raw, Sequence) and not isinstance(raw, (str, bytes, Cell)):
            return [
                in_row(block, row, problems) if isinstance(row, Mapping) else row for row in raw
            ], problems
        return raw, problems
    if isinstance(raw, Sequence) and not isinstance(raw, (str, bytes, Cell)):
        raw = by_place(block, raw, problems)
    return in_row(block, raw, problems) if isinstance(raw, Mapping) else raw, problems


def by_place(block: Block, rows: Sequence[object], problems: list[Problem]) -> Row:
    """A table of judgements by place: the column 指标 says which."""
    found: dict[object, object] = {}
    at: dict[object, Place] = {}
    chinese, english = KEY_COLUMNS["judged"]
    for number, row in enumerate(rows, 1):
        if not isinstance(row, Mapping):
            about = {"name": block.name, "wanted": "a mapping", "given": "a value"}
            problems.append(Problem("RB7008", Place("", number, block.name), about))
            continue
        column = english if chinese not in row and english in row else chinese
        rest = {name: value for name, value in row.items() if name != column}
        raw = row.get(column)
        place = raw.place if isinstance(raw, Cell) else place_of(row.values(), number, column)
        key = str(raw.value if isinstance(raw, Cell) else raw or "").strip()
        if not key:
            problems.append(Problem("RB7003", place, {"name": column, "near": ""}))
        elif key in found:
            problems.append(Problem("RB7077", place, {"name": clipped(key), **elsewhere(at[key])}))
        else:
            found[key], at[key] = rest, place
    return found


def in_row(block: Block, row: Row, problems: list[Problem]) -> Row:
    """A row whose judgements stand in columns of their own."""
    columns = {name: field.name for field in block.fields if field.judged for name in spellings(field, block)}
    places, declared = block.judged, {field.name for field in block.fields}
    found: dict[object, object] = {}
    for name, value in row.items():
        if name in declared:
            found[name] = value
        elif name in places and isinstance(value, Mapping):
            for part, cell in value.items():
                column = f"{name} {part}"
                found[columns.get(column, column)] = cell
        elif name in places:
            if not is_blank(value):
                problems.append(Problem("RB7078", place_of([value], None, str(name)), {"name": str(name)}))
                found[name] = value  # so that it is not said to be missing as well
        elif name in columns:
            found[columns[str(name)]] = value
        elif is_judged(block):
            shown = clipped(str(name))
            inside = value.values() if isinstance(value, Mapping) else [value]
            about = {"name": shown, "near": nearest(shown, places), "names": "\n".join(places)}
            problems.append(Problem("RB7075", place_of(inside, None, shown), about))
        else:
            found[name] = value
    return found


def spellings(field: Field, block: Block) -> Iterator[str]:
    """How the column of a field may be headed: in both vocabularies, with a space or without."""
    at = [other.name for other in block.fields if other.judged == field.judged].index(field.name)
    for word in PARTS[at]:
        yield f"{field.judged} {word}"
        yield f"{field.judged}{word}"


def report_gap(
    block: Block, field: Field, row: Row, gap: Problem, gaps: list[Problem], problems: list[Problem]
) -> None:
    """What is said of a part of a judgement that is not there: the whole is missing, or it lacks a name or a reason.

    A judgement that nobody answers for is no judgement, so that is a problem even where the points do not matter.
    """
    if field.judged in row:
        return
    columns = [other.name for other in block.fields if other.judged == field.judged]
    beside = [row[name] for name in columns if name in row and not is_blank(row[name])]
    if not beside:  # an empty row of a table judges nothing
        if field.kind != "text":
            gaps.append(Problem("RB7079", gap.place._replace(column=field.judged), {"name": field.judged}))
        return
    if not gap.place.row:
        gap = gap._replace(place=place_of(beside, None, field.name))
    if field.kind != "text":
        gaps.append(gap)
    else:
        problems.append(gap._replace(code="RB7076"))


def is_blank(value: object) -> bool:
    value = value.value if isinstance(value, Cell) else value
    return value is None or (isinstance(value, str) and not value.strip())


def place_of(values: Iterable[object], row: int | None, column: str) -> Place:
    """Where values stand, as far as a file is known."""
    cell = next((value for value in values if isinstance(value, Cell)), None)
    return Place("", row, column) if cell is None else cell.place._replace(column=column)
