"""Facts in writing: as a case that can be pasted into a rubric, and as YAML that its `data` lines name.

Assumes facts by block, in declared units, as witnesses and drawn facts are. Guarantees: what is written here, read
again, is the same facts; tables stand in YAML, because a case has no words for their rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from rubricc.compiler.ir.program import Program
from rubricc.compiler.runtime.exact import UNIT_SCALE, decimal_places, plain, whole
from rubricc.compiler.runtime.schema import Block, Field
from rubricc.dsl import nodes as n
from rubricc.dsl.printer.rubric import format_rubric
from rubricc.dsl.source import Source, Span

Facts = Mapping[str, Any]
_NOWHERE = Span(Source("", ""), 0, 0)
_UNITS = {"秒": "second", "分钟": "minute", "小时": "hour", "天": "day"}


def as_given(facts: Facts) -> dict[str, Any]:
    """Facts by block as a user hands them in: those of a file without data blocks stand at the top."""
    return {**facts.get("", {}), **{name: rows for name, rows in facts.items() if name}}


def can_be_written(facts: Facts) -> bool:
    """Whether every number has an end to its decimals, as those of files have."""
    rows = [row for of in facts.values() for row in (of if isinstance(of, list) else [of])]
    numbers = (x for row in rows for x in row.values() if isinstance(x, int | Fraction))
    return all(decimal_places(whole(x)) is not None for x in numbers)


def within_limits(block: Block, row: Facts) -> dict[str, Any]:
    """The row with every fact at most what it is declared to be at most."""
    filled = {name for name, value in row.items() if value is not None}
    limits = {f.name: f.at_most_field for f in block.fields if {f.name, f.at_most_field} <= filled}
    scale = {field.name: UNIT_SCALE.get(field.unit, 1) for field in block.fields}
    found = dict(row)
    for _ in limits:  # one after the other, however they are chained
        for name, other in limits.items():
            if found[name] * scale[name] > found[other] * scale[other]:
                found[name] = whole(Fraction(found[other] * scale[other]) / scale[name])
    return found


def in_text(facts: Facts, blocks: Sequence[Block]) -> dict[str, Any]:
    """Facts as a file of JSON or YAML has them: every cell as text or yes/no."""
    fields = {(b.name, f.name): f for b in blocks for f in b.fields}

    def row(block: str, cells: Facts) -> dict[str, Any]:
        return {name: _cell(value, fields.get((block, name))) for name, value in cells.items()}

    return {
        block: [row(block, each) for each in rows] if isinstance(rows, list) else row(block, rows)
        for block, rows in facts.items()
    }


def _cell(value: object, field: Field | None) -> object:
    if value is None:
        return ""  # an empty cell
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        if field is not None and field.kind == "percent":
            return f"{plain(value * 100)}%"
        return plain(value)
    return value


def yaml_text(block: str, rows: object) -> str:
    """A block as YAML, a row a line; what JSON quotes, YAML reads as it is."""
    if isinstance(rows, list):
        return f"{block}:\n" + "".join(f"- {flow(row)}\n" for row in rows)
    return f"{block}: {flow(rows)}\n"


def flow(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def case_text(
    program: Program,
    blocks: Sequence[Block],
    name: str,
    facts: Facts,
    expects: Sequence[tuple[str, Fraction]],
) -> str:
    """A case of the rubric with these facts; its tables stand below it as the files that it names."""
    given: list[n.Given | n.GivenJudged] = []
    files: list[str] = []
    for block in blocks:
        if block.by and block.name in facts:
            files.append(block.name)
        else:
            given += _given(program, block, facts.get(block.name, {}))
    lines: list[n.CaseLine] = [
        n.CaseData(_NOWHERE, (n.Binding(_NOWHERE, n.Name(_NOWHERE, file), f"{file}.yaml"),)) for file in files
    ]
    lines += [n.CaseGiven(_NOWHERE, (each,)) for each in given]
    lines += [
        n.CaseExpect(_NOWHERE, (n.Expect(_NOWHERE, "item", n.Name(_NOWHERE, key), _number(points, "")),))
        for key, points in expects
    ]
    case = n.Case(_NOWHERE, name, tuple(lines))
    empty: tuple[Any, ...] = ()
    rubric = n.Rubric(
        _NOWHERE, None, "", empty, empty, empty, empty, empty, empty, empty, empty, (case,), empty
    )
    text = format_rubric(rubric, (), chinese=program.chinese)
    tables = in_text({file: facts[file] for file in files}, blocks)
    return text + "".join(f"\n# {file}.yaml\n{yaml_text(file, tables[file])}" for file in files)


def _given(program: Program, block: Block, row: Facts) -> list[n.Given | n.GivenJudged]:
    found: list[n.Given | n.GivenJudged] = []
    for field in block.fields:
        if row.get(field.name) is None:
            continue
        if not field.judged:
            found.append(n.Given(_NOWHERE, n.Name(_NOWHERE, field.name), _literal(row[field.name], field)))
        elif field.kind != "text":
            found.append(_judged(program, block, field, row))
    return found


def _judged(program: Program, block: Block, field: Field, row: Facts) -> n.GivenJudged:
    place = field.judged
    by, reason = (str(row.get(f.name, "")) for f in block.fields if f.judged == place and f.kind == "text")
    keys = sorted((one.key for one in program.indicators), key=len, reverse=True)
    key = next((key for key in keys if place == key or place.startswith(key + " ")), place)
    return n.GivenJudged(
        _NOWHERE,
        n.Name(_NOWHERE, key),
        place[len(key) :].strip(),
        _literal(row[field.name], field),
        by,
        reason,
    )


def _literal(value: object, field: Field) -> n.Expr:
    match value:
        case bool():
            return n.YesNo(_NOWHERE, value)
        case date():
            return n.DateLiteral(_NOWHERE, value)
        case int() | Fraction() if field.kind == "percent":
            return _number(Fraction(value) * 100, "%")
        case int() | Fraction():
            return _number(Fraction(value), _UNITS.get(field.unit, field.unit))
    return n.Name(_NOWHERE, str(value))


def _number(value: Fraction, unit: str) -> n.Expr:
    written = n.Number(_NOWHERE, abs(value), unit, decimal_places(whole(value)) or 0)
    return n.Minus(_NOWHERE, written) if value < 0 else written
