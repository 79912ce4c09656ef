"""Whole sentences of documents that become several rows: bands, grades of a label, places, points for each thing done.

「90%以上得10分，80%-90%得8分，80%以下不得分」 is one rule with three rows, so it is read as one. A reader takes the
text from the start of a clause and goes on, part by part, over commas and over lines of the same item, as long as
each part is one of its own. It guarantees that nothing is left out between the first part and the last.

What a document leaves open is said in the note of the finding: a number that two bands may claim belongs to the upper
one, and what no band names gets 0.
"""

from __future__ import annotations

import re
from typing import Final

from rubricc.dsl.phrasebook.band_sentences import bands
from rubricc.dsl.phrasebook.losses import charges
from rubricc.dsl.phrasebook.parts import (
    ENDS,
    GIVES,
    LINK,
    MARK,
    POINTS,
    REACH,
    Sentence,
    given,
    in_a_row,
    plain,
)
from rubricc.dsl.phrasebook.pieces import (
    AMOUNT,
    DASH,
    ELSE,
    NOTHING,
    NUMBER,
    SIGN,
    THAN,
    THAN_WORD,
    Clause,
    Match,
    known,
)

_HAN: Final = "零一二三四五六七八九十"
# ── the parts ──

_LABEL: Final = re.compile(MARK + rf"(?P<what>(?!每|扣|加)[^\W\d]{{1,16}}?){LINK}{GIVES}{POINTS}" + ENDS)
_PLACE: Final = re.compile(
    MARK + rf"(?:排名|名次)?(?:第(?P<n>[0-9]{{1,2}}|[{_HAN}])(?:{DASH}第?(?P<m>[0-9]{{1,2}}|[{_HAN}]))?名"
    rf"|(?P<rest>其他|其余|其它))(?:名次)?{LINK}{GIVES}{POINTS}" + ENDS
)
_DONE: Final = re.compile(
    MARK
    + rf"(?:是否)?(?P<what>(?!每|否则|其他|其余|低于|高于)[^\d，,；;：:。\n≥≤<>=＝×]{{0,40}}?)(?:的|，|,|[ ]){{0,8}}"
    rf"(?:是|有|符合|达到)?(?:的|，|,)?(?:得|计|记|给|[（(])[ ]*+(?P<points>满分|全分|{NUMBER}[ ]?分)[）)]?{ELSE}"
    + ENDS
)
_NONE: Final = re.compile(
    MARK
    + r"(?P<what>均无|均未[^\d，,；;\n]{0,8}|都没有|其他|其余|否则)的?[，,]?(?P<points>不得分|得?0分)"
    + ENDS
)
_REACHED: Final = re.compile(
    MARK
    + rf"(?P<x>(?![0-9]|每|扣|加)[\w「」]{{1,20}}?)(?P<s>{THAN})[ ]?(?P<a>{AMOUNT})(?:及?以[上下])?"
    + f"{LINK}{GIVES}{POINTS}{ELSE}{ENDS}"
)
_COMPARES: Final = re.compile(f"{THAN_WORD}|按[时期]|持平|=|＝|[上下]半年|季度|[月年]底?前")
_IN_ROWS: Final = re.compile(
    r"(?:按[^：:\n]{0,40}|\bby[^:\n]{0,40}|清单[^：:\n]{0,20})[：:][ ]*$"
)  # the rows are there already
WHYS: Final = (
    "bands said",
    "ends asked",
    "charged twice",
    "share asked",
    "labels said",
    "places said",
    "conditions said",
    "checklist said",
    "done said",
    "outcome said",
)


def sentence(text: str, line: int, at: int, clause: Clause) -> Sentence | None:
    """The sentence of several parts that an offset lies in, with rows for the line that starts at `line`."""
    start = _start(text, line, at)
    if not text[line:start].strip() and _stands_in_rows(clause.whole, line):
        return None
    for reader in (bands, charges, _places, _labels, _measures, _several):
        found = reader(text, start, clause)
        if found is not None and found.start <= at <= found.end:
            return _placed(text, line, found)
    return None


def _stands_in_rows(text: str, line: int) -> bool:
    """Whether a line stands under a line that rows follow."""
    depth = len(text[line:]) - len(text[line:].lstrip(" "))
    for above in reversed(text[max(line - REACH, 0) : line].split("\n")[:-1]):
        if above.strip() and len(above) - len(above.lstrip(" ")) < depth:
            return _IN_ROWS.search(above) is not None
    return False


def _start(text: str, line: int, at: int) -> int:
    """Where the clause of an offset begins."""
    start = max((m.end() for m in re.finditer("[；;：:]", text[line:at])), default=0) + line
    return start + len(text[start:at]) - len(text[start:at].lstrip(" "))


def _placed(text: str, line: int, found: Sentence) -> Sentence:
    """Rows stand under their line, and end it: what is said after them goes before them."""
    if "\n" not in found.right:
        return found
    indent = " " * (len(text[line:]) - len(text[line:].lstrip(" ")) + 4)
    end = text.find("\n", found.end)
    end = len(text) if end < 0 else end
    after = text[found.end : end].strip(" ，,；;。")
    right = found.right.replace("\n", f"\n{indent}")
    head = re.search(r"(?:按(?!时|期)|\bby )[ ]*(?:(?!权重)[^；;：:\n])+[：:][ ]*$", text[line : found.start])
    if head is not None:  # 按 X： stands there already
        begin = found.start - (len(head[0]) - len(head[0].rstrip()))
        return found._replace(start=begin, end=end, right=right[right.index("\n") :])
    return found._replace(end=end, right=f"{after}；{right}" if after else right)


# ── labels and places ──


def _labels(text: str, start: int, clause: Clause) -> Sentence | None:
    parts, end = in_a_row(text, start, (_LABEL,))
    if len(parts) < 2:
        return None
    said = [m["what"].removesuffix("的") for m in parts]
    levels = "评价等次" if clause.measure in clause.names and not {*said} <= {"是", "否"} else clause.measure
    fields = (
        {levels: _LEVELS, **clause.labels}
        if clause.measure in clause.labels
        else {**clause.labels, levels: _LEVELS}
    )
    for field, labels in fields.items():
        found = [_label(word, labels) for word in said]
        if all(found) and len({*found}) == len(found):
            judged = sum(m["low_end"] is not None for m in parts) > 1  # each of them has a name
            rows = [
                f"{label}：{given(m)}" + (f' "{label}"' if judged and m["low_end"] else "")
                for label, m in zip(found, parts, strict=True)
            ]
            return Sentence(start, end, "\n".join([f"按 {field}：", *rows]), "labels said")
    return None


def _label(word: str, labels: frozenset[str]) -> str:
    """The label that a part ends with: 级别为优, 评价等次优."""
    if word in ("其他", "其余", "其它"):
        return "其他"
    if word in labels:
        return word
    ends = [label for label in labels if re.search(f"[为是]{re.escape(label)}$", word)]
    return max(ends, key=len, default="")


_LEVELS: Final = frozenset(  # of what has no labels of its own: what a person decides, yes or no
    [
        "是",
        "否",
        "优",
        "良",
        "中",
        "差",
        "好",
        "优秀",
        "良好",
        "中等",
        "一般",
        "较好",
        "较差",
        "合格",
        "不合格",
        "基本合格",
        "优良",
        "及格",
        "不及格",
    ]
)


def _places(text: str, start: int, clause: Clause) -> Sentence | None:
    parts, end = in_a_row(text, start, (_PLACE,))
    if not parts or all(m["rest"] for m in parts):
        return None
    rows = []
    for m in parts:
        first, last = _ordinal(m["n"]), _ordinal(m["m"])
        rows.append(f"{f'{first} .. {last}' if last else first or '其他'}：{given(m)}")
    if not any(m["rest"] for m in parts):
        rows.append("其他：0分")
    return Sentence(start, end, "\n".join([f"按 排名({clause.measure}，高者在前)：", *rows]), "places said")


def _ordinal(n: str | None) -> str:
    return str(_HAN.index(n)) if n and n in _HAN else n or ""


# ── points for each thing done ──


def _measures(text: str, start: int, clause: Clause) -> Sentence | None:
    """接通率≥95%得5分；满意率≥90%得5分: a checklist of conditions on several measures."""
    parts, end = in_a_row(text, start, (_REACHED,))
    if len({m["x"] for m in parts}) < 2 or len(parts) != len({m["x"] for m in parts}):
        return None
    rows = [f"{known(m['x'], clause)} {SIGN[m['s']]} {m['a']}：{given(m)}" for m in parts]
    return Sentence(start, end, "\n".join(["清单：", *rows]), "checklist said")


def _several(text: str, start: int, clause: Clause) -> Sentence | None:
    """制度健全得5分；执行有效得5分: a checklist. 有制度且有记录得5分，有制度但无记录得3分: conditions."""
    parts, end = in_a_row(text, start, (_DONE, _NONE))
    if len(parts) < 2 or any(_COMPARES.search(m["what"]) for m in parts):
        return None
    if any(re.search("且|但|均|都|或", m["what"]) for m in parts):
        rows = [f"{_condition(m['what'], clause)}：{plain(m['points'])}" for m in parts]
        rows += [] if rows[-1].startswith("其他") else ["其他：0分"]
        return Sentence(start, end, "\n".join(["按：", *rows]), "conditions said")
    if any(plain(m["points"]) in ("满分", f"{clause.weight}分") for m in parts):  # of which one can be true
        return _degrees(parts, start, end)
    if any(m.re is _NONE for m in parts):
        return None
    rows = [f"{known(m['what'], clause, condition=True)}：{plain(m['points'])}" for m in parts]
    return Sentence(start, end, "\n".join(["清单：", *rows]), "checklist said")


def _degrees(parts: list[Match], start: int, end: int) -> Sentence | None:
    """全部完成得满分，部分完成得5分，未完成不得分: labels of one thing."""
    words = [m["what"].strip("的，, ") for m in parts]
    bare = [_DEGREE.sub("", word) for word in words]
    thing = max(bare, key=len)
    if not thing or any(word and word != thing for word in bare):
        return None
    rows = [f"{word}：{plain(m['points'])}" for word, m in zip(words, parts, strict=True)]
    if last := _LAST.search(parts[-1][0]):  # which the part before took for its 否则
        rows.append(f"{last[1]}：0分")
    return Sentence(start, end, "\n".join([f"按 {thing}情况：", *rows]), "labels said")


_LAST: Final = re.compile(rf"[，,；;][ ]?((?:未|没有?|不)[^\d，,；;\n]{{0,12}}?)(?:的|，|,)?(?:{NOTHING})$")
_DEGREE: Final = re.compile("^(?:全部|全面|按期|按时|及时|基本|大部分?|部分|逾期|延期|未能?|没有|不)*")


def _condition(what: str, clause: Clause) -> str:
    if re.match("均|都|全|其他|其余|否则", what):
        return "其他"
    parts = re.split("(，?(?:并?且|但是?|或者?))", what.removesuffix("的"))
    words = {"或": "或", "或者": "或"}
    return " ".join(
        words.get(part, "且") if i % 2 else known(part, clause, condition=True)
        for i, part in enumerate(parts)
    )


def one_thing(text: str, line: int, at: int, clause: Clause) -> Sentence | None:
    """有制度得5分，否则不得分: points for one thing that is done."""
    start = _start(text, line, at)
    match = _DONE.match(text, start)
    if match is None or not match.start() <= at <= match.end() or _COMPARES.search(match["what"]):
        return None
    points = plain(match["points"])
    whole = points in ("满分", f"{clause.weight}分")
    name = known(match["what"], clause, condition=True)
    return Sentence(start, match.end(), f"{'满分' if whole else f'加{points}'} 当 {name}", "done said")
