"""A run over units as text for a terminal: a table by place, why units have no total, the checks.

Columns are aligned in cells of a terminal, and as many items of the top level stand beside the totals as fit.
"""

from __future__ import annotations

from rubricc.compiler.derivation.page import (
    NARROWEST,
    checks_lines,
    head_lines,
    indented,
    left,
    open_grade,
    recorded,
    requirement_lines,
    right,
    undecided,
    word,
)
from rubricc.compiler.derivation.run import RunDocument, TallyData, UnitData
from rubricc.dsl.diagnostics.render.layout import width as cells
from rubricc.dsl.diagnostics.render.layout import wrap
from rubricc.dsl.diagnostics.wording import visible

MOST_NAME = 24  # cells of a unit's name before it goes on below
NAMED = 12  # units that a check names


def run_text(document: RunDocument, width: int = 100) -> str:
    """The whole run, at most `width` cells wide."""
    width = max(width, NARROWEST)
    parts = [
        head_lines(document["rubric"], document["lang"], document["case"], width),
        [line for text in undecided(document) for line in wrap(text, width)],
        _table(document, width),
        _without(document, width),
        statement_lines(document, width),
        [line for text in recorded(document) for line in wrap(text, width)],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def statement_lines(document: RunDocument, width: int) -> list[str]:
    """The checks and obligations: those of all units together, then those of each."""
    lang = document["lang"]
    return [
        *checks_lines(document["checks"], lang, width),
        *requirement_lines(document["requirements"], lang, width),
        *(line for each in document["tallies"] for line in _tally(each, lang, width)),
    ]


def by_rank(document: RunDocument) -> list[UnitData]:
    """The units by place; equal ones as they stand in their table, those without a total last."""
    return sorted(document["units"], key=lambda unit: (unit["rank"] is None, unit["rank"] or 0))


def _table(document: RunDocument, width: int) -> list[str]:
    lang, units = document["lang"], by_rank(document)
    first = units[0]
    heads = [word("unit", lang)]
    rows = [[visible(unit["unit"])] for unit in units]
    if first["tree"]:
        heads = [word("rank", lang), *heads, word("total", lang)]
        rows = [
            [str(unit["rank"] or "–"), *row, unit["total"] or "?"]
            for unit, row in zip(units, rows, strict=True)
        ]
    if any(unit["grade"] is not None for unit in units):
        heads.append(word("grade", lang))
        rows = [[*row, visible(unit["grade"] or "–")] for unit, row in zip(units, rows, strict=True)]
    always = len(heads)
    for at, node in enumerate(first["tree"]):
        heads.append(visible(node["code"] or node["name"]))
        for unit, row in zip(units, rows, strict=True):
            points = unit["tree"][at]["points"]
            row.append("–" if points is None else points)
    name = 1 if first["tree"] else 0
    sizes = [max(cells(row[at]) for row in [heads, *rows]) for at in range(len(heads))]
    sizes[name] = min(sizes[name], MOST_NAME)
    while len(sizes) > always and sum(sizes) + 2 * (len(sizes) - 1) > width:
        sizes.pop()
    shown = len(sizes) - always
    lines = [*_line(heads, sizes, name), "-" * min(width, sum(sizes) + 2 * (len(sizes) - 1))]
    lines += [line for row in rows for line in _line(row, sizes, name)]
    coded = [node for node in first["tree"][:shown] if node["code"] and node["code"] != node["name"]]
    between = "，" if lang == "zh" else ", "
    legend = between.join(f"{node['code']} {node['name']}" for node in coded)
    return [*lines, *(wrap(visible(legend), width) if legend else [])]


def _line(row: list[str], sizes: list[int], name: int) -> list[str]:
    """One row; names from the left, figures from the right; a long name goes on below."""
    first, *rest = wrap(row[name], sizes[name])
    lead = sum(sizes[:name]) + 2 * name
    texts = [
        left(first, size) if at == name else right(text, size)
        for at, (text, size) in enumerate(zip(row, sizes, strict=False))
    ]
    return ["  ".join(texts).rstrip(), *(" " * lead + more for more in rest)]


def _without(document: RunDocument, width: int) -> list[str]:
    """The units that have no total, or a total and no grade, and why."""
    lines: list[str] = []
    zh, units = document["lang"] == "zh", document["units"]
    placed = sum(unit["rank"] is not None for unit in units)
    if 0 < placed < len(units):
        among = f"名次只在有总分的 {placed} 个单位中排，共 {len(units)} 个"
        lines += wrap(
            among if zh else f"places are among the {placed} of {len(units)} units that have a total", width
        )
    for unit in document["units"]:
        said = lacks(unit, document["lang"])
        if said:
            lines += wrap(visible(f"{unit['unit']}{'：' if zh else ': '}{said}"), width)
            lines += [line for why in unit["refused"] for line in indented(f"? {why}", width)]
    return lines


def lacks(unit: UnitData, lang: str) -> str:
    """Of a unit without a total where that lies, of one without a grade which it may be; else nothing."""
    if unit["interval"] is not None:
        low, high = unit["interval"]
        return (
            f"没有总分，在 {low} 与 {high} 之间"
            if lang == "zh"
            else f"no total; it lies between {low} and {high}"
        )
    return open_grade(unit["grades"], lang) if unit["grade"] is None and unit["grades"] else ""


def _tally(tally: TallyData, lang: str, width: int) -> list[str]:
    """How many units a check holds for, and for which it does not."""
    words = {
        "fails": ("不成立", "fails"),
        "unknown": ("无法核对", "unknown"),
        "not met": ("未履行", "not met"),
        "not assessed": ("未评估", "not assessed"),
    }
    zh, obligation = lang == "zh", tally["kind"] == "require"
    kept, units = tally["kept"], tally["units"]
    good = ("已履行", "met by") if obligation else ("成立", "holds for")
    mark = "✓" if kept == units else "✗"
    head = f"{mark} {tally['name']}" + (
        f"：{units} 个单位中 {kept} 个{good[0]}" if zh else f": {good[1]} {kept} of {units} units"
    )
    lines = wrap(visible(head), width)
    for result, (chinese, english) in words.items():
        named = [str(each["unit"]) for each in tally["others"] if each["result"] == result]
        if named:
            shown = ("、" if zh else ", ").join(named[:NAMED])
            more = (
                (f" 等 {len(named)} 个" if zh else f" and {len(named) - NAMED} more")
                if len(named) > NAMED
                else ""
            )
            lines += indented(f"{chinese}：{shown}{more}" if zh else f"{english}: {shown}{more}", width)
    return lines
