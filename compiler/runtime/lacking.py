"""What is not worked out, in words: which facts are missing, and what an indicator gives without them."""

from fractions import Fraction

from rubricc.compiler.runtime.description import AbsentSpec, IndicatorSpec
from rubricc.compiler.runtime.exact import Exact, plain, round_to, show, whole
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.runtime.places import row_names
from rubricc.compiler.runtime.sentences import rows_text


def missing_text(bound: Bound, spec: IndicatorSpec, lang: str) -> str:
    """`话务量（2020-08、2020-09）、验收结论`: what is missing of an indicator's facts; a whole table by its name."""
    zh = lang == "zh"
    lost = {each.block for each in bound.missing if each.row < 0}
    texts = dict.fromkeys(table for table in spec.tables if table in lost)
    for block, field, own in spec.inputs:
        column = (block, field, False) in spec.inputs and (block, field) not in spec.skipped
        if own is column:
            continue  # said with the column; or a column whose gaps are no matter, as their rows are left out
        rows = {each.row for each in bound.missing if each.block == block and each.field == field}
        if own:
            rows &= {bound.unit.rows[block]}
        if rows and block in bound.tables and not own:
            which = [number in rows for number in range(len(bound.values[block]))]
            named = rows_text(row_names(bound, block, which), lang)
            texts[f"{field}（{named}）" if zh else f"{field} ({named})"] = None
        elif rows:
            texts[field] = None
    return ("、" if zh else ", ").join(texts)


def answered(absent: AbsentSpec, bound: Bound) -> Exact | None:
    """The points that an answer gives; None where it gives none."""
    if absent.answer == "points":
        return absent.points
    if absent.answer != "mean of others":
        return None
    others = of_others(absent, bound)
    points = [value for value in others if value is not None]
    if not points:
        return None
    return round_to(Fraction(sum(points)) / len(points), absent.grid, absent.rounding)


def of_others(absent: AbsentSpec, bound: Bound) -> list[Exact | None]:
    """What the other units have got, worked out, row by row; None for the unit itself."""
    block, column = absent.column
    own = bound.unit.rows[block]
    points: list[Exact | None] = []
    for at, row in enumerate(bound.values[block]):
        value = row.get(column)
        points.append(value if at != own and isinstance(value, (int, Fraction)) else None)
    return points


def others_lines(absent: AbsentSpec, bound: Bound, lang: str) -> list[str]:
    """`其他单位中 2 个有得分（甲县、乙县）：9 ÷ 2 = 4.5 分`: how the mean of the others comes about."""
    if absent.answer != "mean of others":
        return []
    zh = lang == "zh"
    block = absent.column[0]
    points = of_others(absent, bound)
    having = [value for value in points if value is not None]
    others = len(points) - 1
    if not others:
        return ["只有一个单位，没有其他单位" if zh else "there is one unit, and no other"]
    if not having:
        return ["其他单位都没有得分" if zh else "no other unit has points"]
    named = rows_text(row_names(bound, block, [value is not None for value in points]), lang)
    mean = whole(Fraction(sum(having)) / len(having))
    worked = f"{plain(whole(Fraction(sum(having))))} ÷ {len(having)} = {show(mean, 'score', lang)}"
    if (rounded := round_to(mean, absent.grid, absent.rounding)) != mean:
        grid = plain(absent.grid)
        worked += (
            f"，{ROUNDED[absent.rounding][0]}到 {grid}："
            if zh
            else f", rounded {absent.rounding} to {grid}: "
        )
        worked += show(rounded, "score", lang)
    if zh:
        return [f"其他 {others} 个单位中 {len(having)} 个有得分（{named}）：{worked}"]
    return [f"{len(having)} of {others} other units have points ({named}): {worked}"]


ROUNDED = {
    "half up": ("四舍五入",),
    "half even": ("四舍六入五成双",),
    "up": ("向上取整",),
    "down": ("向下取整",),
}


def answer_text(absent: AbsentSpec, weight: Exact, points: Exact | None, lang: str) -> str:
    """`5 分，得 0 分：不适用（无业务）`: what an indicator gives that is not worked out, and by which answer."""
    zh = lang == "zh"
    because = {
        "missing": ("缺数据", "facts missing"),
        "zero divisor": ("除数为零", "a divisor is 0"),
        "not applicable": (f"不适用（{absent.text}）", f"not applicable ({absent.text})"),
    }[absent.because][not zh]
    if absent.answer == "mean of others":
        because += "，按其他单位平均计" if zh else ", counted as the mean of the others"
    elif absent.answer == "points" and absent.condition is None:
        counted = {0: ("按不得分计", "counted as zero"), weight: ("按满分计", "counted in full")}
        given = (f"按 {plain(absent.points)} 分计", f"counted as {plain(absent.points)}")
        because += (
            "，" + counted.get(absent.points, given)[0] if zh else ", " + counted.get(absent.points, given)[1]
        )
    if absent.because == "zero divisor" and absent.text:
        because += f"（约定 {absent.text}）" if zh else f" (convention {absent.text})"
    of = plain(weight)
    if points is not None:
        got = plain(points)
        return f"{of} 分，得 {got} 分：{because}" if zh else f"{got} of {of} points: {because}"
    if not absent.answer.startswith("rescale"):
        return f"{of} 分，未得出分数：{because}" if zh else f"of {of}: no points: {because}"
    inside = absent.answer == "rescale within group"
    if zh:
        return f"{of} 分，{because}，由其余指标{'在组内' if inside else '在总分中'}折算"
    made_up = "within the group" if inside else "in the total"
    return f"of {of}: {because}; the others make up for it {made_up}"
