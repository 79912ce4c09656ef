"""What every row or group of a table has got, each on a line with its own derivation, and what those come to."""

from __future__ import annotations

from rubricc.compiler.derivation.teller import Desk
from rubricc.compiler.ir import told
from rubricc.compiler.ir.program import PART
from rubricc.compiler.runtime.exact import plain
from rubricc.compiler.runtime.sentences import Parts, Rowwise, Show
from rubricc.dsl import terms as t


def each(desk: Desk, it: told.EachTold, own: tuple[Parts, ...]) -> list[Parts]:
    """Every row with its own derivation on a line, then what the rows come to."""
    unit = desk.say("个月" if it.by_month else "行", "months" if it.by_month else "rows")
    unit = desk.say("组", "groups") if it.key else unit
    where = "" if it.where is None else desk.symbols(it.where)
    head = desk.say(
        f"{it.block}中 {where} 的有 " if where else f"{it.block}共 ",
        f"{it.block}, {unit}{' with ' if where else ''}{where}: ",
    )
    if it.key:
        rows_with = desk.say(f"中 {where} 的" if where else "", f", rows with {where}," if where else "")
        head = desk.say(
            f"{it.block}{rows_with}按{it.key}分为 ", f"{it.block}{rows_with} by {it.key}, groups: "
        )
    full = plain(it.weight)
    rule = desk.say(f" {unit}，逐{unit[-1]}计分（满分 {full} 分）：", f", each scored out of {full}:")
    rows: Parts = (head, Show(it.rows, "count"), rule, Rowwise(PART + it.part, own))
    one, many = ("组" if it.key else "行"), "groups" if it.key else "rows"
    which = {
        "sum": desk.say(f"各{one}得分合计 ", f"points of all {many}: "),
        "mean": desk.say(f"各{one}得分合计 ", f"points of all {many}: "),
        "best": desk.say(
            f"得分最高的至多 {it.k} {one}合计 ", f"points of the best {it.k}, or of all that there are: "
        ),
        "worst": desk.say(
            f"得分最低的至多 {it.k} {one}合计 ", f"points of the worst {it.k}, or of all that there are: "
        ),
        "drop": desk.say(f"去掉得分最低的 {it.k} {one}，其余合计 ", f"points of all but the worst {it.k}: "),
    }[it.how]
    end: Parts = (Show(it.total, "points"),)
    if it.counted:
        end = (*end, " ÷ ", Show(it.counted, "count"), " = ", Show(it.line, "number"))
    return [rows, (which, *end, desk.say(" 分", ""))]


def written(term: t.Term) -> t.Term:
    """A fact of a row as it was written: what a group comes to, as an aggregate."""
    return term.written if isinstance(term, t.OfGroup) and term.written is not None else term
