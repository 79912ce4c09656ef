"""Score functions as people and programs read them: their formulas, and their pieces (slopes, steps, jumps).

Pieces have only indicators whose points depend on one measure: of these they are the whole proof. Neighbouring pieces
of one value are one; a jump is what the points change by from the last value of a piece to the first of the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Any

from attrs import frozen

from rubricc.compiler.formulas import Formulas
from rubricc.compiler.ir.program import Program
from rubricc.compiler.proofs.analysed import Analysed
from rubricc.compiler.proofs.explore import View
from rubricc.compiler.proofs.pieces import (
    NONE,
    Affine,
    Function,
    Piece,
    Stair,
    Unknown,
    Value,
    built,
    limits,
    number,
)
from rubricc.compiler.proofs.sheets import NOTHING, Ground, Variable
from rubricc.compiler.proofs.staircase import Rounding
from rubricc.compiler.proofs.wording import name_of, value_text
from rubricc.compiler.runtime.exact import plain, whole

CASES = 16  # combinations of answers that are printed


@frozen
class Table:
    """The pieces for one combination of answers; `left` counts the combinations that are not printed."""

    at: str
    title: str
    variable: Variable
    answers: tuple[tuple[Variable, Any], ...]
    view: View
    pieces: Function
    left: int


def tables(program: Program) -> Iterator[Table]:
    """The pieces of every indicator that has them, in order."""
    ground = Ground(program)
    for indicator in program.indicators:
        try:
            one = Analysed(ground, indicator)
            if not one.explored.complete:
                continue
            views = list(one.explored.views)
        except Unknown:
            continue
        for view in views[:CASES]:
            answers = tuple(
                (one.sheet.variables[name], value) for name, value in view.fixed.items() if name != NOTHING
            )
            left = max(len(views) - CASES, 0)
            yield Table(indicator.key, indicator.title, view.variable, answers, view, _plain(view), left)


def _plain(view: View) -> Function:
    """The pieces with a staircase of one step as what it is, and neighbours of one value as one."""

    def flat(piece: Piece) -> Value:
        if not isinstance(piece.value, Stair):
            return piece.value
        low, high = limits(piece, view.algebra)
        return number(low) if low is not None and low == high else piece.value

    return built((piece.interval, flat(piece)) for piece in view.points)


def pieces_text(program: Program, lang: str) -> str:
    """Every indicator with its formula, and with its pieces where it has them."""
    formulas = Formulas(program)
    found = {at: list(them) for at, them in groupby(tables(program), key=lambda table: table.at)}
    lines: list[str] = []
    for indicator in program.indicators:
        lines += [indicator.title, *(f"  {line}" for line in formulas.text(indicator, lang))]
        lines += _tables_text(found.get(indicator.key, []), program, lang)
    return "\n".join(lines) + "\n" if lines else ""


def _tables_text(found: list[Table], program: Program, lang: str) -> list[str]:
    zh = lang == "zh"
    lines: list[str] = []
    for table in found:
        if not lines and table.left:
            more = f"另有 {table.left} 种组合" if zh else f"and {table.left} combinations more"
            lines.append(f"  （{more}）" if zh else f"  ({more})")
        told = [f"{name_of(v, program, chinese=zh)} = {value_text(v, x, lang)}" for v, x in table.answers]
        answers = ("，" if zh else ", ").join(told)
        rows = [_row(table, piece, program, lang) for piece in table.pieces]
        if answers and table.variable.name == NOTHING:
            rows = [f"{answers}{'：' if zh else ': '}{row}" for row in rows]
        elif answers:
            lines.append(f"  {answers}")
        for row, jump in zip(rows, [*jumps(table), None], strict=True):
            lines.append(f"    {row}")
            if jump:
                word = "跳" if zh else "jumps"
                lines.append(f"      {word} {'+' if jump > 0 else '−'}{plain(abs(jump))}")
    return lines


def formulas_document(program: Program, lang: str) -> list[dict[str, Any]]:
    """The formula of every indicator, for people and for a typesetter."""
    formulas = Formulas(program)
    return [
        {
            "at": indicator.key,
            "formula": "\n".join(formulas.text(indicator, lang)),
            "latex": formulas.latex(indicator, lang),
        }
        for indicator in program.indicators
    ]


def pieces_document(program: Program, lang: str) -> list[dict[str, Any]]:
    """The same for programs: every number exact, as text."""
    found = []
    for table in tables(program):
        found.append(
            {
                "at": table.at,
                "measure": None if table.variable.name == NOTHING else _name(table, program, lang),
                "answers": {
                    name_of(v, program, chinese=lang == "zh"): value_text(v, x, lang)
                    for v, x in table.answers
                },
                "pieces": [_entry(table, piece) for piece in table.pieces],
                "jumps": [plain(jump) for jump in jumps(table)],
            }
        )
    return found


def _name(table: Table, program: Program, lang: str) -> str:
    return name_of(table.variable, program, chinese=lang == "zh")


def jumps(table: Table) -> list[Fraction]:
    """What the points change by from each piece to the next; 0 where either has no end or no points."""
    found = []
    for one, other in pairwise(table.pieces):
        ends = [limits(p, table.view.algebra) if p.value != NONE else (None, None) for p in (one, other)]
        before, after = ends[0][1], ends[1][0]
        found.append(Fraction(0) if before is None or after is None else after - before)
    return found


def _row(table: Table, piece: Piece, program: Program, lang: str) -> str:
    zh = lang == "zh"
    where = _interval(table, piece, lang)
    name = "" if table.variable.name == NOTHING else f"{_name(table, program, lang)} {where}"
    low, high = limits(piece, table.view.algebra) if piece.value != NONE else (None, None)
    ends = [("……" if zh else "…") if x is None else plain(x) for x in (low, high)]
    match piece.value:
        case Affine(slope, start) if slope == 0:
            what = f"{plain(start)} 分" if zh else f"{plain(start)} points"
        case Affine():
            what = f"直线 {ends[0]} → {ends[1]} 分" if zh else f"a line, {ends[0]} → {ends[1]} points"
        case Stair(steps, factor, _):
            size, each = _step(table, steps, lang), plain(abs(factor))
            way = "−" if factor < 0 else "+"
            what = f"阶梯 {ends[0]} → {ends[1]} 分" if zh else f"steps, {ends[0]} → {ends[1]} points"
            what += f"，每 {size} {way}{each}" if zh else f", {way}{each} every {size}"
        case _:
            what = "没有得分（除数为零）" if zh else "no points (a divisor is zero)"
    return f"{name}{'：' if zh else ': '}{what}" if name else what


def _step(table: Table, steps: object, lang: str) -> str:
    if isinstance(steps, Rounding):
        width = 1 / steps.slope
        return f"{plain(width)} 天" if table.variable.kind.family == "date" else _value(table, width, lang)
    return "1 个月" if lang == "zh" else "month"


def _interval(table: Table, piece: Piece, lang: str) -> str:
    interval = piece.interval
    far = table.view.domain.far
    low, high = (None if x in far else x for x in (interval.low, interval.high))
    if low is not None and low == high:
        return f"= {_value(table, low, lang)}"
    left = "(" if interval.low_open or low is None else "["
    right = ")" if interval.high_open or high is None else "]"
    ends = [
        "−∞" if low is None else _value(table, low, lang),
        "∞" if high is None else _value(table, high, lang),
    ]
    return f"{left}{ends[0]}, {ends[1]}{right}"


def _value(table: Table, x: Fraction, lang: str) -> str:
    if table.variable.kind.family == "date":
        return date.fromordinal(int(x)).isoformat()
    return value_text(table.variable, whole(x), lang)


def _entry(table: Table, piece: Piece) -> dict[str, Any]:
    interval, value = piece.interval, piece.value
    low, high = limits(piece, table.view.algebra) if value != NONE else (None, None)

    def text(x: Fraction | None) -> str | None:
        return None if x is None else plain(x)

    found: dict[str, Any] = {
        "from": text(interval.low), "to": text(interval.high),
        "from_open": interval.low_open, "to_open": interval.high_open,
        "points": [text(low), text(high)],
    }  # fmt: skip
    match value:
        case Affine(slope, _):
            found |= {"kind": "constant" if slope == 0 else "line", "slope": plain(slope)}
        case Stair(steps, factor, _):
            width = plain(1 / steps.slope) if isinstance(steps, Rounding) else "month"
            found |= {"kind": "steps", "every": width, "change": plain(factor)}
        case _:
            found["kind"] = "none"
    return found
