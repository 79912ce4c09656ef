"""What checks, published figures and obligations say: what was held against what."""

from __future__ import annotations

from rubricc.compiler.derivation.teller import NONE, OPS, Desk
from rubricc.compiler.derivation.terms import term_parts
from rubricc.compiler.ir import told
from rubricc.compiler.runtime.sentences import If, Parts, Show
from rubricc.dsl import terms as t


def check(desk: Desk, it: told.CheckTold) -> Parts:
    """The condition in symbols, then with its values."""
    symbols = desk.symbols(it.condition)
    values = term_parts(it.condition, desk.zh, desk.slots)
    shown: Parts = (desk.say("，即 ", ": "), *values) if values != (symbols,) else ()
    if it.sides:
        assert isinstance(it.condition, t.Compare)
        left, right = (desk.value(side, it.kind) for side in it.sides)
        shown = (*shown, desk.say("，即 ", ": "), *left, f" {OPS[it.condition.op]} ", *right)
    no = desk.say("：不成立", ": does not hold")
    failed: Parts = (no, desk.say("（", " (") + it.message + desk.say("）", ")")) if it.message else (no,)
    return (symbols, *shown, If(it.holds, "yes", NONE, (desk.say("：成立", ": holds"),), failed))


def reported(desk: Desk, it: told.ReportedTold) -> Parts:
    style = it.kind.style
    computed = desk.formula("", it.term, it.exact, it.kind)
    same: Parts = (
        desk.say("，与公布的 ", ", as published: "),
        Show(it.published, style),
        desk.say(" 一致", ""),
    )
    other: Parts = (
        desk.say("，公布为 ", ", published: "),
        Show(it.published, style),
        desk.say("，不一致", ", not the same"),
    )
    return (*computed, If(it.holds, "yes", NONE, same, other))


def reported_rows(desk: Desk, it: told.ReportedRowsTold) -> Parts:
    what = desk.say(f"{it.block}逐行核对 ", f"{it.block}, row by row: ")
    text = f"{what}{desk.symbols(it.term)} = {desk.symbols(it.published)}"
    same = desk.say("：各行一致", ": the same in every row")
    other: Parts = (
        desk.say("：不一致的有 ", ": rows that differ: "),
        Show(it.unlike, "count"),
        desk.say(" 行", ""),
        desk.rows(it.unlike),
    )
    return (text, If(it.holds, "yes", NONE, (same,), other))
