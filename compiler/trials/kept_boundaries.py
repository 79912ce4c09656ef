"""Boundary inputs that an author keeps: a YAML file to be reviewed, scored again by every later test.

`NAME.boundaries.yaml` beside `NAME.rubric`. Every entry has the facts, the points that they gave, and what decided
them; only the facts and the points are read again. What comes out differently, and which edges the rubric has now that
the file does not have, is what the author changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from rubricc.compiler.data.read_yaml import read_yaml
from rubricc.compiler.derivation.spec import schema_of
from rubricc.compiler.ir.program import Checked, Program
from rubricc.compiler.proofs.wording import name_of, value_text
from rubricc.compiler.runtime.exact import Unreadable, read_value
from rubricc.compiler.runtime.schema import Cell
from rubricc.compiler.trials.boundary_tables import (
    TOTAL,
    Scorer,
    Table,
    result_of_sheet,
    result_of_whole,
    telling,
)
from rubricc.compiler.trials.coverage import Coverage
from rubricc.compiler.trials.report import decided
from rubricc.compiler.trials.written_facts import flow, in_text

SUFFIX = ".boundaries.yaml"
KEYS = {"at": ("指标", "indicator"), "values": ("实际值", "measures"), "points": ("得分", "points"),
        "decided": ("依据", "decided by"), "facts": ("数据", "facts")}  # fmt: skip
HEAD = {
    "zh": "# 边界数据：每个分档、每一步的边上该得多少分。rubricc test 每次重新计分；得分变了就不通过。\n"
    "# 重写：rubricc test {file} --boundaries -o {kept}\n",
    "en": "# Boundary inputs: the points beside every edge and step. rubricc test scores them again; a change fails.\n"
    "# Written anew by: rubricc test {file} --boundaries -o {kept}\n",
}


@frozen
class Change:
    """A kept input that comes out differently: `now` is empty where it can no longer be scored."""

    at: str
    values: str
    kept: str
    now: str
    line: int

    def text(self, lang: str) -> str:
        at = TOTAL[lang != "zh"] if self.at == TOTAL[0] else self.at
        if lang == "zh":
            came = f"现得 {self.now}" if self.now else "现在不能计分"
            return f"第 {self.line} 行 {at}，{self.values}：原得 {self.kept}，{came}"
        came = f"now {self.now}" if self.now else "now it cannot be scored"
        return f"line {self.line}, {at}, {self.values}: was {self.kept}, {came}"


@frozen
class Compared:
    """A kept file beside the rubric: how many inputs, which changed, how many edges it lacks; `wrong`, why it cannot be
    read, in Chinese and English."""

    count: int
    changed: tuple[Change, ...]
    lacking: int
    wrong: tuple[str, str] | None = None


def kept_text(found: Sequence[Table], coverage: Coverage, lang: str, file: str, kept: str) -> str:
    """The file for these tables."""
    program = coverage.program
    blocks = schema_of(program)
    words = {key: pair[lang != "zh"] for key, pair in KEYS.items()}
    lines = [HEAD[lang].format(file=file, kept=kept)]
    for table in found:
        for row, reached in zip(table.rows, telling(table), strict=True):
            said = decided([coverage.goals[at] for at in reached], program, lang)
            entry = {
                "at": flow(TOTAL[lang != "zh"] if table.key == TOTAL[0] else table.key),
                "values": flow(values_text(row.shown.values, program, lang)),
                "points": flow(row.came),
                "decided": flow(said),
                "facts": flow(in_text(row.shown.facts, blocks)),
            }
            parts = [f"{words[key]}: {value}" for key, value in entry.items()]
            lines.append("- " + "\n  ".join(parts) + "\n")
    return "".join(lines if len(lines) > 1 else [*lines, "[]\n"])


def values_text(values: Sequence[tuple[Any, Any]], program: Program, lang: str) -> str:
    """`接通率 = 94.99%，有事故 = 否`."""
    zh = lang == "zh"
    said = [f"{name_of(v, program, chinese=zh)} = {value_text(v, value, lang)}" for v, value in values]
    return ("，" if zh else ", ").join(said)


def compared(
    text: str | None, name: str, found: Sequence[Table], coverage: Coverage, checked: Checked
) -> Compared:
    """Every kept input scored again; what comes out as it did is added to the coverage."""
    if text is None:
        return Compared(0, (), 0, ("文件不是 UTF-8 编码", "the file is not UTF-8"))
    document, problems = read_yaml(text.encode(), name)
    if problems:
        return Compared(0, (), 0, (problems[0].text("zh"), problems[0].text("en")))
    if (wrong := _no_entries(document)) is not None:
        return Compared(0, (), 0, wrong)
    assert isinstance(document, list)
    program, scorer = coverage.program, Scorer(checked)
    numbers = {sheet.key: number for number, sheet in reversed(list(enumerate(program.sheets)))}
    changed: list[Change] = []
    known: set[tuple[str, str]] = set()
    for raw in document:
        entry = _entry(raw)
        at, values, kept = (str(_bare(entry.get(key, ""))) for key in ("at", "values", "points"))
        at = TOTAL[0] if at == TOTAL[1] and at not in numbers else at
        known.add((at, values))
        now, reached = _again(scorer, coverage, numbers.get(at), at, _bare(entry.get("facts")))
        if now and (now == kept or _exact(now) == _exact(kept) is not None):
            coverage.reached |= reached
        else:
            cell = entry.get("points")
            line = cell.place.row or 0 if isinstance(cell, Cell) else 0
            changed.append(Change(at, values, kept, now, line))
    lacking = sum(
        all((table.key, values_text(row.shown.values, program, lang)) not in known for lang in ("zh", "en"))
        for table in found
        for row in table.rows
    )
    return Compared(len(document), tuple(changed), lacking)


def _no_entries(document: object) -> tuple[str, str] | None:
    """Why a document is no list of boundary inputs; None where it is one."""
    if not isinstance(document, list):
        return (
            "这不是边界数据的列表，每个以「- 」开头",
            "this is no list of boundary inputs, each after “- ”",
        )
    for at, raw in enumerate(document, 1):
        absent = [KEYS[key] for key in ("at", "values", "points", "facts") if key not in _entry(raw)]
        if absent:
            zh, en = "、".join(f"「{zh}」" for zh, _ in absent), ", ".join(en for _, en in absent)
            return (f"第 {at} 个边界数据没有{zh}", f"boundary input {at} has no {en}")
    return None


def _entry(raw: object) -> dict[str, object]:
    """An entry by the keys of `KEYS`, in whichever language it is written."""
    if not isinstance(raw, dict):
        return {}
    names = {word: key for key, words in KEYS.items() for word in words}
    return {names[str(_bare(name))]: value for name, value in raw.items() if str(_bare(name)) in names}


def _bare(value: object) -> Any:
    """Without the places of cells."""
    match value:
        case Cell():
            return value.value
        case dict():
            return {_bare(key): _bare(each) for key, each in value.items()}
        case list():
            return [_bare(each) for each in value]
    return value


def _exact(text: str) -> Fraction | None:
    try:
        value = read_value(text, "number")
    except Unreadable:
        return None
    return Fraction(value) if isinstance(value, int | Fraction) else None


def _again(
    scorer: Scorer, coverage: Coverage, number: int | None, at: str, facts: object
) -> tuple[str, set[int]]:
    """What facts come to now, by the interpreter, and the goals that they reach; nothing where they have no points."""
    if not isinstance(facts, dict):
        return "", set()
    if number is None:
        result = scorer.whole(facts) if at == TOTAL[0] else None
        if result is None or result.exact is None:
            return "", set()
        return result_of_whole(result)[0], coverage.of_the_whole(result)
    bound = scorer.bound(facts)
    values = None if bound is None else scorer.sheet(number, facts)
    if bound is None or values is None:
        return "", set()
    return result_of_sheet(scorer.program, number, values)[0], set(coverage.of_sheet(number, values, bound))
