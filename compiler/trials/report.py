"""What was tried, for people: boundary inputs as tables, coverage as figures and a list, failures with their facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from pathlib import PurePath
from typing import Any

from rubricc.compiler.ir.program import Program
from rubricc.compiler.proofs.wording import name_of, value_text
from rubricc.compiler.runtime.exact import clipped
from rubricc.compiler.runtime.schema import Block
from rubricc.compiler.trials.boundary_tables import Table, telling
from rubricc.compiler.trials.coverage import Coverage
from rubricc.compiler.trials.goal import KINDS, Goal
from rubricc.compiler.trials.properties import Failure
from rubricc.compiler.trials.trial import Trial
from rubricc.compiler.trials.written_facts import case_text, in_text
from rubricc.dsl.diagnostics.render.layout import LEAST_ROOM, folded, width, wrap
from rubricc.dsl.diagnostics.wording import visible

CLAUSE = 32  # cells of a clause's text
NAMED = 3  # sheets that are named in one line

WHAT = {
    "agreement": ("两种算法不一致", "two ways of scoring disagree"),
    "bounds": ("得分越界", "points leave their limits"),
    "monotone": ("倒挂", "better scores less"),
    "fault": ("rubricc 自身出错", "a fault of rubricc itself"),
}  # fmt: skip


def place(goal: Goal, program: Program, lang: str) -> str:
    """`第 7 行 [90%, 95%)：3`: where a goal stands, and the first line of its text."""
    text = clipped(goal.span.text.split("\n")[0].strip(), CLAUSE)
    name = PurePath(goal.span.source.name).name
    file = "" if goal.span.source.name == program.source.name else f"{name} "
    where = f"第 {goal.span.line} 行" if lang == "zh" else f"line {goal.span.line}"
    return visible(f"{file}{where} {text}")


# ── boundary inputs ──


def boundaries_text(found: Sequence[Table], coverage: Coverage, lang: str, room: int) -> str:
    """One table a sheet: the values of its measures, the points, and which clause or row decided."""
    zh = lang == "zh"
    parts = [_table(each, coverage, lang, room) for each in found if each.rows]
    without = [each for each in found if not each.rows]
    count = sum(len(each.rows) for each in found)
    left_out = sum(each.left_out for each in found if each.rows)
    told = [f"{count} 个边界数据" if zh else f"{count} boundary inputs"]
    if left_out:
        told.append(
            f"另有 {left_out} 个边界值没有找到给出它的数据"
            if zh
            else f"no facts were found for {left_out} more values"
        )
    reasons: dict[str, list[str]] = {}
    for each in without:
        reason = each.refused[not zh] if each.refused else ("没有找到数据" if zh else "no facts were found")
        reasons.setdefault(reason, []).append(each.title[not zh])
    cut = [each.title[not zh] for each in found if each.cut]
    if cut:
        told.append(cut_text(cut, lang))
    for reason, titles in reasons.items():
        told.append(
            f"没有边界数据（{reason}）：{'、'.join(titles)}"
            if zh
            else f"none ({reason}): {', '.join(titles)}"
        )
    return (
        "\n\n".join(["\n".join(part) for part in parts] + [folded("\n".join(map(visible, told)), room)])
        + "\n"
    )


def _table(table: Table, coverage: Coverage, lang: str, room: int) -> list[str]:
    zh = lang == "zh"
    program = coverage.program
    variables = [v for v, _ in table.rows[0].shown.values]
    heads = [name_of(v, program, chinese=zh) for v in variables]
    heads += [table.head[not zh], "依据" if zh else "decided by"]
    lines = [heads]
    for row, reached in zip(table.rows, telling(table), strict=True):
        values = [value_text(v, value, lang) for v, value in row.shown.values]
        lines.append(
            [*values, row.said[not zh], decided([coverage.goals[at] for at in reached], program, lang)]
        )
    return [visible(table.title[not zh]), *(f"  {line}" for line in aligned(lines, room - 2))]


def cut_text(titles: Sequence[str], lang: str) -> str:
    """That of some sheets not every edge is tried."""
    named, more = titles[:NAMED], len(titles) - NAMED
    if lang == "zh":
        rest = f"等 {len(titles)} 项" if more > 0 else ""
        return f"边太多、只试了两端的：{'、'.join(named)}{rest}"
    rest = f" and {more} more" if more > 0 else ""
    return f"too many edges, only those at both ends: {', '.join(named)}{rest}"


def aligned(rows: Sequence[Sequence[str]], room: int) -> list[str]:
    """Columns beside each other, in cells of a terminal; where the last does not fit, its texts go on below.

    Where that leaves it no room either, every row is told in a line of its own.
    """
    shown = [[visible(cell) for cell in row] for row in rows]
    sizes = [max(map(width, column)) for column in zip(*shown, strict=True)]
    before = sum(sizes[:-1]) + 2 * len(sizes[:-1])
    if before > room - LEAST_ROOM and sum(sizes) + 2 * len(sizes[:-1]) > room:
        heads, *others = shown
        told = ("  ".join(f"{h} {x}".strip() for h, x in zip(heads, row, strict=True)) for row in others)
        return [line for each in told for line in folded(each, room).split("\n")]
    lines: list[str] = []
    for row in shown:
        head = "".join(
            cell + " " * (size - width(cell) + 2) for cell, size in zip(row[:-1], sizes, strict=False)
        )
        first, *rest = wrap(row[-1], max(room - before, LEAST_ROOM)) or [""]
        lines += [(head + first).rstrip(), *(" " * before + more for more in rest)]
    return lines


def decided(goals: Sequence[Goal], program: Program, lang: str) -> str:
    """The clauses and rows that goals stand for, with their lines."""
    found: dict[str, dict[str, None]] = {}
    for goal in goals:
        if goal.kind == "check":
            continue  # that is the result itself
        how = found.setdefault(place(goal, program, lang), {})
        if goal.kind not in ("row", "grade"):
            how[goal.said[lang != "zh"]] = None
    brackets, comma = ("（{}）", "、") if lang == "zh" else (" ({})", ", ")
    said = [at + brackets.format(comma.join(how)) if how else at for at, how in found.items()]
    return ("；" if lang == "zh" else "; ").join(said) or "–"


# ── coverage ──


def percent(reached: int, every: int) -> str:
    """In whole percent, never rounded up: 100% is all of it."""
    return f"{reached * 100 // every}%" if every else "–"


def coverage_figure(coverage: Coverage, lang: str) -> str:
    """`30%（3/10）`."""
    reached, every = coverage.counts()
    figure = percent(reached, every)
    return f"{figure}（{reached}/{every}）" if lang == "zh" else f"{figure} ({reached} of {every})"


def coverage_text(coverage: Coverage, beside: set[int], lang: str, room: int) -> str:
    """Figures by kind, then what was never reached, by line. `beside` is what boundary inputs reach."""
    zh = lang == "zh"
    heads = ["", "案例与数据" if zh else "cases and data", "连同边界数据" if zh else "with boundary inputs"]
    rows = [heads]
    for kind in (*coverage.by_kind(), None):
        name = ("合计", "all") if kind is None else KINDS[kind]
        figures = [coverage.counts(kind), coverage.counts(kind, beside)]
        rows.append([name[not zh], *(f"{percent(*each)} ({each[0]}/{each[1]})" for each in figures)])
    lines = aligned(rows, room)
    missed = [(at, coverage.goals[at]) for at in coverage.missed]
    if missed:
        lines += ["", "没有用到的（* 边界数据用到）：" if zh else "never reached (* by a boundary input):"]
    for at, found in groupby(missed, key=lambda pair: pair[1].at):
        lines.append(f"  {visible(at)}" if at else ("  评分表" if zh else "  the rubric"))
        for where, same in groupby(found, key=lambda pair: place(pair[1], coverage.program, lang)):
            said = [goal.said[not zh] + "*" * (number in beside) for number, goal in same]
            lines.append(f"    {where}：{'、'.join(said)}" if zh else f"    {where}: {', '.join(said)}")
    return folded("\n".join(lines), room) + "\n"


# ── failures ──


def trial_line(found: Trial, lang: str) -> str:
    """What was scored twice, and what did not turn up."""
    if lang == "zh":
        counts = f"案例 {found.own} 组、边界 {found.boundaries} 个、任取 {found.drawn} 组"
        said = counts if found.failures else f"{counts}：两种算法一致，没有越界，没有倒挂"
        return f"{said}；{cut_text(found.cut, lang)}" if found.cut else said
    cases = f"{found.own} case{'s' * (found.own != 1)}"
    counts = f"{cases}, {found.boundaries} boundary inputs, {found.drawn} drawn"
    agreed = "both ways of scoring agree, none beyond its limits, nothing better scores less"
    said = counts if found.failures else f"{counts}: {agreed}"
    return f"{said}; {cut_text(found.cut, lang)}" if found.cut else said


def failure_lines(
    failure: Failure, number: int, program: Program, blocks: Sequence[Block], lang: str
) -> list[str]:
    """What failed, then the facts as cases of the rubric; `number` tells their names from those of others."""
    zh = lang == "zh"
    what = WHAT[failure.what][not zh]
    at = f" {failure.at}" if failure.at else ""
    said = failure.said[not zh]
    lines = [f"{what}{at}：{said}" if zh else f"{what}{at}: {said}"]
    expects = [] if failure.points is None else [(failure.key, Fraction(failure.points))]
    name = f"反例 {number}" if zh else f"counterexample {number}"
    pasted = [case_text(program, blocks, name, failure.facts, expects)]
    if failure.other is not None:
        name += "，做得更好" if zh else ", better"
        pasted.append(case_text(program, blocks, name, failure.other, []))
    return [*lines, *(f"  {line}".rstrip() for text in pasted for line in text.splitlines())]


# ── for programs ──


def coverage_document(coverage: Coverage, beside: set[int], lang: str) -> dict[str, Any]:
    reached, every = coverage.counts()
    return {
        "reached": reached,
        "of": every,
        "kinds": {
            kind: {"reached": counts[0], "of": counts[1]} for kind, counts in coverage.by_kind().items()
        },
        "missed": list(_missed(coverage, beside, lang)),
    }


def _missed(coverage: Coverage, beside: set[int], lang: str) -> Iterator[dict[str, Any]]:
    for at in coverage.missed:
        goal = coverage.goals[at]
        yield {
            "kind": goal.kind,
            "at": goal.at,
            "file": goal.span.source.name,
            "line": goal.span.line,
            "text": goal.span.text.split("\n")[0].strip(),
            "said": goal.said[lang != "zh"],
            "boundary": at in beside,
        }


def boundaries_document(
    found: Sequence[Table], coverage: Coverage, blocks: Sequence[Block], lang: str
) -> list[dict[str, Any]]:
    """Every boundary input with the facts that `score` reads."""
    program = coverage.program
    return [
        {
            "at": table.key,
            "values": {
                name_of(v, program, chinese=lang == "zh"): value_text(v, value, lang)
                for v, value in row.shown.values
            },
            "points": row.came,
            "decided": [
                {"line": coverage.goals[at].span.line, "said": coverage.goals[at].said[lang != "zh"]}
                for at in reached
            ],
            "facts": in_text(row.shown.facts, blocks),
        }
        for table in found
        for row, reached in zip(table.rows, telling(table), strict=True)
    ]


def failure_document(failure: Failure, blocks: Sequence[Block], lang: str) -> dict[str, Any]:
    return {
        "what": failure.what,
        "at": failure.at,
        "said": failure.said[lang != "zh"],
        "facts": in_text(failure.facts, blocks),
        "other": None if failure.other is None else in_text(failure.other, blocks),
    }
