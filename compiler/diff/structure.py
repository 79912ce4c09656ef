"""What two rubrics say unlike each other: items, weights, grades, effects, data; not what single indicators score."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Literal

from attrs import evolve, frozen

from rubricc.compiler.diff.matching import Pair, meaning
from rubricc.compiler.ir.program import Effect, Group, Indicator, Item, Program
from rubricc.compiler.runtime.exact import plain, show, whole
from rubricc.compiler.runtime.schema import FILLED
from rubricc.compiler.runtime.summary import EffectSpec, effect_text
from rubricc.dsl import nodes as n
from rubricc.dsl.model import Field
from rubricc.dsl.printer.rubric import format_rubric

Kind = Literal["added", "removed", "renamed", "moved", "weight", "combine", "rules", "setting", "grades", "effect",
               "outcome", "statement", "data"]  # fmt: skip
_HEAD_ENDS = re.compile(r"[:：]")
_BETWEEN = re.compile(r"[;；\n]")
_BY = {
    "": ("一组", "single"),
    "month": ("按月", "by month"),
    "event": ("按件", "by event"),
    "unit": ("按单位", "by unit"),
}
_SIGNS = {">=": "≥ ", ">": "> ", "<=": "≤ ", "<": "< ", "=": "= ", "!=": "≠ ", "": ""}
_COMBINE = {
    "sum": ("相加", "sum"), "mean": ("平均", "mean"),
    "best": ("最高 {} 项", "best {}"), "worst": ("最低 {} 项", "worst {}"),
    "drop": ("去掉最低 {} 项", "drop {}"),
}  # fmt: skip


@frozen
class Difference:
    """`at` is the title of the item, empty for the rubric; said in both languages."""

    kind: Kind
    at: str
    zh: str
    en: str

    def text(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


def item_differences(pairs: Sequence[Pair]) -> Iterator[Difference]:
    """Items added, removed, renamed, moved; weights; how groups combine."""
    match = {id(pair.new): pair.old for pair in pairs if pair.new is not None}
    for pair in pairs:
        one, other = pair.old, pair.new
        if one is None or other is None:
            weight = plain(whole(pair.item.weight))
            if one is None:
                yield Difference("added", pair.item.title, f"新增，权重 {weight}", f"added, weight {weight}")
            else:
                yield Difference(
                    "removed", pair.item.title, f"删去，原权重 {weight}", f"removed, weight {weight}"
                )
            continue
        title = other.title
        if one.title != title:
            yield Difference("renamed", title, f"原名「{one.title}」", f"was {one.title}")
        above, now = pair.parents
        if (above is None) != (now is None) or (now is not None and match.get(id(now)) is not above):
            names = [group.title if group is not None else "" for group in pair.parents]
            yield Difference(
                "moved", title, f"由「{names[0] or '顶层'}」移到「{names[1] or '顶层'}」",
                f"moved from {names[0] or 'the top'} to {names[1] or 'the top'}",
            )  # fmt: skip
        if one.weight != other.weight:
            much = f"{plain(whole(one.weight))} → {plain(whole(other.weight))}"
            yield Difference("weight", title, f"权重 {much}", f"weight {much}")
        if isinstance(one, Group) and isinstance(other, Group):
            yield from _group(one, other)


def _group(one: Group, other: Group) -> Iterator[Difference]:
    if (one.combine, one.k) != (other.combine, other.k):
        zh, en = ([_COMBINE[g.combine][n].format(g.k) for g in (one, other)] for n in (0, 1))
        yield Difference("combine", other.title, f"合成：{zh[0]} → {zh[1]}", f"combine: {en[0]} → {en[1]}")
    if (one.special, one.limit) != (other.special, other.limit):
        told = [f"{g.special or 'sum'} {plain(whole(g.limit))}" for g in (one, other)]
        yield Difference(
            "combine", other.title, f"加减分组：{told[0]} → {told[1]}", f"group: {told[0]} → {told[1]}"
        )


def rubric_differences(old: Program, new: Program) -> Iterator[Difference]:
    """Settings, grades, effects, outcomes, statements and data, in this order."""
    yield from _settings(old, new)
    grades = [
        [f"{g.label} {_SIGNS[g.op]}{plain(whole(g.value)) if g.op else ''}".rstrip() for g in p.grades]
        for p in (old, new)
    ]
    if grades[0] != grades[1]:
        zh, en = (["、".join(g) or "无" for g in grades], [", ".join(g) or "none" for g in grades])
        yield Difference("grades", "", f"等级：{zh[0]} → {zh[1]}", f"grades: {en[0]} → {en[1]}")
    yield from _lists("effect", ("总分、等级的限制", "effect"), _effects(old), _effects(new))
    yield from _lists("outcome", ("结果", "outcome"), _outcomes(old), _outcomes(new))
    yield from _lists("statement", ("核对、公布的数、要求", "statement"), _statements(old), _statements(new))
    yield from _data(old, new)


def _settings(old: Program, new: Program) -> Iterator[Difference]:
    def told(total: Fraction | None) -> tuple[str, str]:
        return ("无", "none") if total is None else (plain(whole(total)),) * 2

    if old.total != new.total:
        one, other = told(old.total), told(new.total)
        yield Difference("setting", "", f"总分 {one[0]} → {other[0]}", f"total {one[1]} → {other[1]}")
    if old.cap != new.cap:
        one, other = told(old.cap), told(new.cap)
        yield Difference(
            "setting", "", f"加分后总分上限 {one[0]} → {other[0]}", f"total up to {one[1]} → {other[1]}"
        )
    if (old.grid, old.rounding) != (new.grid, new.rounding):
        one, other = ((f"{plain(whole(p.grid))} {p.rounding}",) * 2 for p in (old, new))
        yield Difference(
            "setting", "", f"得分的舍入 {one[0]} → {other[0]}", f"points to {one[1]} → {other[1]}"
        )
    names = [p.convention.name for p in (old, new)]
    if evolve(old.convention, name="") != evolve(new.convention, name=""):
        yield Difference(
            "setting", "", f"约定 {names[0]} → {names[1]}", f"convention {names[0]} → {names[1]}"
        )


Said = dict[object, tuple[str, str]]


def _lists(kind: Kind, words: tuple[str, str], old: Said, new: Said) -> Iterator[Difference]:
    """What is in one list only, all that is gone in one line, and all that is new."""
    for mine, its, (chinese, english) in ((old, new, ("删去", "removed")), (new, old, ("新增", "added"))):
        only = [said for key, said in mine.items() if key not in its]
        if only:
            zh, en = "、".join(zh for zh, _ in only), ", ".join(en for _, en in only)
            yield Difference(kind, "", f"{words[0]}，{chinese}：{zh}", f"{words[1]} {english}: {en}")


def _effects(program: Program) -> Said:
    def said(effect: Effect) -> tuple[str, str]:
        name = program.conditions[effect.condition].name
        spec = EffectSpec(effect.kind, whole(effect.amount), effect.label, effect.cumulative, 0, name)
        return f"{effect_text(spec, 'zh')}（{name}）", f"{effect_text(spec, 'en')} ({name})"

    return {
        (e.kind, e.amount, e.label, e.cumulative, meaning(program, program.conditions[e.condition])): said(e)
        for e in program.effects
    }


def _outcomes(program: Program) -> Said:
    return {(o.name, o.texts, meaning(program, o.sheet)): (o.name, o.name) for o in program.outcomes}


def _statements(program: Program) -> Said:
    return {
        (s.kind, s.name, s.message, meaning(program, s.sheet)): (s.name, s.name) for s in program.statements
    }


# ── data ──


def _data(old: Program, new: Program) -> Iterator[Difference]:
    """Blocks and fields: what facts must be given, and between which ends."""
    before, after = (
        {(b.name, f.name): f for b in p.blocks for f in b.fields if not f.name.endswith(FILLED)}
        for p in (old, new)
    )
    blocks = [{b.name: b for b in p.blocks} for p in (old, new)]
    for key, field in before.items():
        if key not in after:
            yield Difference("data", _named(key), "不再需要", "no longer asked for")
        elif _declared(field) != _declared(after[key]):
            one, other = ([_domain(x, lang) for lang in ("zh", "en")] for x in (field, after[key]))
            yield Difference("data", _named(key), f"{one[0]} → {other[0]}", f"{one[1]} → {other[1]}")
    for key in after:
        if key not in before:
            yield Difference("data", _named(key), "新增的数据", "asked for now")
    for name, block in blocks[0].items():
        now = blocks[1].get(name)
        if now is not None and (block.by, block.first, block.last) != (now.by, now.first, now.last):
            zh, en = (
                [f"{_BY[b.by][n]} {b.first}..{b.last}".removesuffix(" ..") for b in (block, now)]
                for n in (0, 1)
            )
            yield Difference("data", name, f"{zh[0]} → {zh[1]}", f"{en[0]} → {en[1]}")


def _named(key: tuple[str, str]) -> str:
    return f"{key[0]}.{key[1]}" if key[0] else key[1]


def _declared(field: Field) -> tuple[object, ...]:
    kind = field.kind
    ends = (field.low, field.high, field.low_open, field.high_open, field.precision, field.at_most)
    return (kind.family, kind.unit, kind.labels, bool(field.filled), *ends)


def _domain(field: Field, lang: str) -> str:
    """The kind, the ends and the precision."""
    kind, style = field.kind, field.kind.style
    parts: list[str] = [
        kind.family if not kind.labels else ("、" if lang == "zh" else ", ").join(kind.labels)
    ]
    ends = [_end(end, style, lang) for end in (field.low, field.high)]
    if ends != ["", ""]:
        parts.append(f"{'(' if field.low_open else '['}{ends[0]}, {ends[1]}{')' if field.high_open else ']'}")
    if field.at_most:
        parts.append(f"≤ {field.at_most}")
    if field.precision is not None:
        said = show(whole(field.precision), style, lang)
        parts.append(f"精确到 {said}" if lang == "zh" else f"to {said}")
    if field.filled:
        parts.append("可以为空" if lang == "zh" else "may be missing")
    return " ".join(parts)


def _end(end: Fraction | date | None, style: str, lang: str) -> str:
    if end is None:
        return ""
    return end.isoformat() if isinstance(end, date) else show(whole(end), style, lang)


# ── what an indicator says ──


def unlike_parts(items: Iterable[Item | None], texts: Sequence[str | None] = (None, None)) -> list[list[str]]:
    """The clauses and rows of both indicators that the other has not; other columns left out.

    In their own words, or as `texts` have the indicators.
    """
    parts = [
        _parts(item, text) if isinstance(item, Indicator) else []
        for item, text in zip(items, texts, strict=True)
    ]
    return [[text for text in mine if text not in other] for mine, other in (parts, parts[::-1])]


def _parts(indicator: Indicator, text: str | None) -> list[str]:
    head = len(indicator.title)
    if text is None:
        text, head = indicator.span.text, max(indicator.title_span.end - indicator.span.start, 0)
    _, *body = _HEAD_ENDS.split(text[head:], maxsplit=1)
    parts = [" ".join(part.split()) for each in body for part in _BETWEEN.split(each)]
    docs = [" ".join(doc.text.split()) for doc in indicator.docs]
    return [part for part in parts if part and not any(doc and doc in part for doc in docs)]


def written(tree: n.Rubric, indicator: Indicator, *, chinese: bool) -> str | None:
    """An indicator of a rubric as `fmt` writes it in one of the vocabularies."""
    todo = list(tree.items)
    while todo:
        item = todo.pop()
        if item.span == indicator.span:
            alone = n.Rubric(item.span, None, "", (), (), (), (), (item,), (), (), (), (), ())
            return format_rubric(alone, (), chinese=chinese)
        todo += item.children
    return None
