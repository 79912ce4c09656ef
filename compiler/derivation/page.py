"""Results as text for a terminal: a header, the tree as a table, the points lost; derivations where asked for.

Columns are aligned in cells of a terminal, so they stand straight under Chinese; the page is never wider than asked
for (at least `NARROWEST`). The frame is ASCII: many Chinese terminals make box-drawing characters two cells wide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from rubricc.compiler.derivation.document import (
    CheckData,
    Document,
    IndicatorData,
    Node,
    RequirementData,
    RubricData,
)
from rubricc.compiler.runtime.indicator import STATED
from rubricc.dsl.diagnostics.render.layout import width as cells
from rubricc.dsl.diagnostics.render.layout import wrap
from rubricc.dsl.diagnostics.wording import visible

if TYPE_CHECKING:
    from rubricc.compiler.derivation.run import RunDocument

NARROWEST = 40
LEAST_NAME = 16
MOST_LOST = 12
_WORDS = {
    "code": ("代码", "code"),
    "name": ("指标", "indicator"),
    "weight": ("权重", "weight"),
    "points": ("得分", "points"),
    "lost": ("失分", "lost"),
    "rate": ("得分率", "rate"),
    "total": ("总分", "total"),
    "grade": ("等级", "grade"),
    "case": ("案例", "case"),
    "unit": ("单位", "unit"),
    "rank": ("名次", "rank"),
    "convention": ("约定", "convention"),
    "digest": ("摘要", "digest"),
    "version": ("版本", "version"),
    "more": ("另有 {} 项", "{} more"),
}


@frozen
class _Row:
    code: str
    depth: int
    name: str
    figures: tuple[str, ...]  # weight, points, lost, rate


def word(key: str, lang: str) -> str:
    return _WORDS[key][lang == "en"]


def result_text(document: Document, width: int = 100, *, explain: bool = False) -> str:
    """The whole result, at most `width` cells wide."""
    width = max(width, NARROWEST)
    lang = document["lang"]
    parts = [head_lines(document["rubric"], lang, document["case"], width, document["unit"])]
    parts += [[line for text in undecided(document) for line in wrap(text, width)]]
    if document["indicators"]:
        parts += [_table(document, width), _lost(document, width)]
    parts += [[line for text in document["total_derivation"] for line in wrap(visible(text), width)]]
    parts += [checks_lines(document["checks"], lang, width)]
    parts += [requirement_lines(document["requirements"], lang, width)]
    if explain:
        parts += [derivation_text(one, width) for one in document["indicators"]]
    parts.append([line for text in recorded(document) for line in wrap(text, width)])
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def undecided(document: Document | RunDocument) -> list[str]:
    """Of a draft, that it has no total: only its statements are worked out."""
    said = [visible(str(each["message"])) for each in document["warnings"] if each["code"] == "RB4005"]
    return [f"no total: {text}" if document["lang"] == "en" else f"没有总分：{text}" for text in said]


def recorded(document: Document | RunDocument) -> list[str]:
    """The foot of a report that stands in a ledger: which record it is, and the newest checkpoint."""
    ledger = document["ledger"]
    if ledger is None:
        return []
    name, number, point = visible(ledger["identity"]), ledger["number"], ledger["checkpoint"]
    if document["lang"] == "en":
        lines = [f"ledger {name}, record {number}, hash {ledger['hash']}"]
        return [*lines, f"newest checkpoint: {visible(point)}" if point else "no checkpoint yet"]
    lines = [f"台账 {name} 第 {number} 条，散列 {ledger['hash']}"]
    return [*lines, f"最近的检查点：{visible(point)}" if point else "还没有检查点"]


def derivation_text(one: IndicatorData, width: int) -> list[str]:
    """The derivation of one indicator; lines that go on are indented a little more."""
    lines: list[str] = []
    for line in one["derivation"].split("\n"):
        line = visible(line)
        indent = len(line) - len(line.lstrip())
        first, *rest = wrap(line.lstrip(), max(width, NARROWEST) - indent - 2)
        lines += [" " * indent + first, *(" " * (indent + 2) + more for more in rest)]
    return lines


def checks_lines(checks: Sequence[CheckData], lang: str, width: int) -> list[str]:
    """How many checks hold, and every one that does not with its figures."""
    if not checks:
        return []
    kept = sum(each["result"] == "holds" for each in checks)
    lines = [
        f"核对 {len(checks)} 项，成立 {kept} 项" if lang == "zh" else f"checks: {kept} of {len(checks)} hold"
    ]
    marks = {"holds": "✓", "fails": "✗", "unknown": "?"}
    for each in checks:
        text = each["derivation"] if each["result"] == "fails" else ""
        said = f"{marks[each['result']]} {each['name']}" + (
            f"{'：' if lang == 'zh' else ': '}{text}" if text else ""
        )
        lines += indented(said, width)
    return lines


def requirement_lines(requirements: Sequence[RequirementData], lang: str, width: int) -> list[str]:
    if not requirements:
        return []
    words = {
        "met": ("✓", "已履行", "met"),
        "not met": ("✗", "未履行", "not met"),
        "not assessed": ("?", "未评估", "not assessed"),
    }
    lines = [_tally(requirements, lang)]
    for each in requirements:
        mark, zh, en = words[each["result"]]
        cited = f"（{each['cited']}）" if each["cited"] else ""
        said = (
            f"{mark} {each['name']}{cited}：{zh}" if lang == "zh" else f"{mark} {each['name']}{cited}: {en}"
        )
        said += STATED[lang == "zh"] if each["stated"] else ""
        if each["result"] == "not met":
            none = "没有写明后果" if lang == "zh" else "no consequence is stated"
            said += f"{'；' if lang == 'zh' else '; '}{each['consequence'] or none}"
        lines += indented(said, width)
    return lines


def _tally(requirements: Sequence[RequirementData], lang: str) -> str:
    """How many obligations there are, and how many of each result."""
    counts = (
        ("已履行", "met", sum(each["result"] == "met" for each in requirements)),
        ("其中据所述", "of these as stated", sum(each["stated"] for each in requirements)),
        ("未履行", "not met", sum(each["result"] == "not met" for each in requirements)),
        ("未评估", "not assessed", sum(each["result"] == "not assessed" for each in requirements)),
    )
    zh = lang == "zh"
    told = [
        f"{chinese} {count}" if zh else f"{count} {english}" for chinese, english, count in counts if count
    ]
    return f"要求 {len(requirements)} 项：{'，'.join(told)}" if zh else f"requirements: {', '.join(told)}"


def indented(text: str, width: int) -> list[str]:
    first, *rest = wrap(visible(text), width - 4)
    return ["  " + first, *("    " + more for more in rest)]


def head_lines(
    rubric: RubricData, lang: str, case: str | None, width: int, unit: str | None = None
) -> list[str]:
    facts = [f"{word('unit', lang)} {unit}"] if unit else []
    facts += [f"{word('version', lang)} {rubric['version']}"] if rubric["version"] else []
    facts.append(f"{word('convention', lang)} {rubric['convention']}")
    facts.append(f"{word('digest', lang)} {rubric['digest'][:12]}")
    facts += [f"{word('case', lang)} {case}"] if case else []
    name = wrap(visible(rubric["name"]), width) if rubric["name"] else []
    return [*name, *wrap(visible("  ".join(facts)), width)]


def _table(document: Document, width: int) -> list[str]:
    lang = document["lang"]
    rows = [row for node in document["tree"] for row in _rows(node, 0)]
    heads = [word(key, lang) for key in ("weight", "points", "lost", "rate")]
    total = _Row("", 0, word("total", lang), _figures(document))
    everything = [*rows, total]
    code = max(cells(text) for text in (word("code", lang), *(row.code for row in rows)))
    if not any(row.code for row in rows):
        code = 0
    sizes = [
        max(cells(t) for t in (head, *(r.figures[at] for r in everything))) for at, head in enumerate(heads)
    ]
    room = width - (code + 2 if code else 0) - sum(sizes) - 2 * len(sizes)
    while room < LEAST_NAME and len(sizes) > 2:  # the last columns can be worked out from the first
        heads.pop()
        room += sizes.pop() + 2
    name = min(room, max(cells(word("name", lang)), *(2 * r.depth + cells(r.name) for r in everything)))
    name = max(name, LEAST_NAME)
    head = _Row(word("code", lang), 0, word("name", lang), tuple(heads))
    rule = "-" * min(width, (code + 2 if code else 0) + name + sum(sizes) + 2 * len(sizes))
    lines = [*_line(head, code, name, sizes), rule]
    for row in rows:
        lines += _line(row, code, name, sizes)
    return [*lines, rule, *_line(total, code, name, sizes), *_result(document, width)]


def _rows(node: Node, depth: int) -> Iterator[_Row]:
    ends = node["interval"] or []
    points = node["points"] if node["points"] is not None else "–".join(dict.fromkeys(ends)) or "?"
    figures = (node["weight"], points, _less(node["lost"]), node["rate"] or "")
    yield _Row(visible(node["code"] or ""), depth, visible(node["name"]), figures)
    for child in node["children"]:
        yield from _rows(child, depth + 1)


def _figures(document: Document) -> tuple[str, ...]:
    lost = _less(document["lost_total"])
    return (document["of"] or "", document["total"] or "?", lost, document["rate"] or "")


def _less(lost: str | None) -> str:
    """What is lost, with its sign; nothing where there is as much as the weight, or more."""
    return "" if lost is None or lost == "0" or lost.startswith("-") else f"-{lost}"


def _line(row: _Row, code: int, name: int, sizes: Sequence[int]) -> list[str]:
    """One row of the table; a long name goes on below."""
    indent = 2 * row.depth
    first, *rest = wrap(row.name, max(name - indent, 8))
    lead = left(row.code, code) + "  " if code else ""
    figures = "".join("  " + right(text, size) for text, size in zip(row.figures, sizes, strict=False))
    lines = [(lead + left(" " * indent + first, name) + figures).rstrip()]
    return [*lines, *(" " * (len(lead and " " * (code + 2)) + indent) + more for more in rest)]


def left(text: str, size: int) -> str:
    return text + " " * (size - cells(text))


def right(text: str, size: int) -> str:
    return " " * (size - cells(text)) + text


def _result(document: Document, width: int) -> list[str]:
    """The grade, or why there is none."""
    lang = document["lang"]
    if document["grade"] is not None:
        return [f"{word('grade', lang)}  {visible(document['grade'])}"]
    if document["interval"] is not None:
        low, high = document["interval"]
        why = [line for one in document["indicators"] if one["refused"] for line in _refused(one, width)]
        said = (
            f"没有总分：有指标未能得分；总分在 {low} 与 {high} 之间"
            if lang != "en"
            else f"no total: some indicators have no points; it lies between {low} and {high}"
        )
        if not document["attained"]:
            said += (
                "（两端未必都能达到）" if lang != "en" else " (whether both ends can be reached is not known)"
            )
        if document["grades"]:
            grades = visible(("、" if lang != "en" else ", ").join(document["grades"]))
            said += f"；等级可能是 {grades}" if lang != "en" else f"; possible grades: {grades}"
        return [*why, *wrap(said, width)]
    if document["grades"]:
        return wrap(open_grade(document["grades"], lang), width)
    return []


def open_grade(grades: Sequence[str], lang: str) -> str:
    """Of a total whose grade hangs on a condition that is not known."""
    listed = visible(("、" if lang != "en" else ", ").join(grades))
    return (
        f"等级不能判定，可能是 {listed}"
        if lang != "en"
        else f"the grade is not known; possible grades: {listed}"
    )


def _refused(one: IndicatorData, width: int) -> list[str]:
    """Why an indicator has no points though its facts are there."""
    head, *told = one["derivation"].split("\n")
    return indented(f"? {one['code'] or one['name']}  {told[0].strip() if told else head}", width)


def _lost(document: Document, width: int) -> list[str]:
    """Where the points went, most first."""
    lost, lang = document["lost"], document["lang"]
    if not lost:
        return []
    shown = lost[:MOST_LOST]
    codes = max(cells(visible(each["code"] or "")) for each in shown)
    lines = ["失分（由多到少）" if lang != "en" else "points lost, most first"]
    size = max(len(each["lost"]) for each in shown) + 1
    for each in shown:
        code = f"  {left(visible(each['code'] or ''), codes)}" if codes else ""
        lead = f"  {right('-' + each['lost'], size)}{code}"
        first, *rest = wrap(visible(each["name"]), max(width - cells(lead) - 2, 8))
        lines += [f"{lead}  {first}", *(" " * (cells(lead) + 2) + more for more in rest)]
    if len(lost) > MOST_LOST:
        lines.append("  " + word("more", lang).format(len(lost) - MOST_LOST))
    return lines
