"""What is not worked out, in words: which facts are missing, and what an indicator gives without them."""

from rubricc.compiler.runtime.description import AbsentSpec, IndicatorSpec
from rubricc.compiler.runtime.exact import Exact, plain
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


def answer_text(absent: AbsentSpec, weight: Exact, lang: str) -> str:
    """`5 分，得 0 分：不适用（无业务）`: what an indicator gives that is not worked out, and by which answer."""
    zh = lang == "zh"
    of, points = plain(weight), plain(absent.points)
    if absent.condition is not None:
        because = f"不适用（{absent.text}）" if zh else f"not applicable ({absent.text})"
    elif absent.answer == "points" and absent.points in (0, weight):
        counted = ("按不得分计", "counted as zero") if not absent.points else ("按满分计", "counted in full")
        because = f"缺数据，{counted[0]}" if zh else f"facts missing, {counted[1]}"
    elif absent.answer == "points":
        because = f"缺数据，按 {points} 分计" if zh else f"facts missing, counted as {points}"
    else:
        because = "缺数据" if zh else "facts missing"
    if absent.answer == "points":
        return f"{of} 分，得 {points} 分：{because}" if zh else f"{points} of {of} points: {because}"
    if absent.answer == "refuse":
        return f"{of} 分，未得出分数：{because}" if zh else f"of {of}: no points: {because}"
    inside = absent.answer == "rescale within group"
    if zh:
        return f"{of} 分，{because}，由其余指标{'在组内' if inside else '在总分中'}折算"
    made_up = "within the group" if inside else "in the total"
    return f"of {of}: {because}; the others make up for it {made_up}"
