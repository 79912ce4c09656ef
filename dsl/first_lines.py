"""Mistakes of layout and of first lines: an indicator without a weight, a colon left out, lines indented too far.

Each rule answers with a finding, or with None where it has nothing to say; `mistakes` tries them in its order.
"""

from __future__ import annotations

import re

from rubricc.dsl.diagnostics.model import Diagnostic, Edit, Fix, diagnose
from rubricc.dsl.scan import Scan, Tok
from rubricc.dsl.slips import near
from rubricc.dsl.source import Span
from rubricc.grammar.keywords import KEYWORDS

Expected = frozenset[str]
_KINDS = (
    "COUNT", "NUMBER_KIND", "PERCENT_KIND", "MONEY_KIND", "DURATION_KIND", "DATE_KIND", "YES_NO", "ONE_OF", "TEXT_KIND",
)  # fmt: skip


def end_of_line(scan: Scan, at: int) -> int:
    end = scan.source.text.find("\n", at)
    return len(scan.source.text) if end < 0 else end


def line_before(scan: Scan, at: int) -> str:
    return scan.source.text[scan.source.text.rfind("\n", 0, at) + 1 : at]


def instead(span: Span, right: str) -> Diagnostic:
    """A word that is nearly right, and the right one."""
    return diagnose("RB1027", span, word=span.text, near=right, fix=Fix((Edit(span, right),)))


_OPENS = re.compile(
    r"(?:weight|权重|out of|满分)[ ]*[0-9?？(（]|按|清单|等级|分段计|数据|案例|评分表|评价指标体系|"
    r"\b(?:by|checklist|grades|rates|data|case|rubric)\b"
)


def layout(token: Tok, expected: Expected, scan: Scan) -> Diagnostic | None:
    text = scan.text  # without the lines that were set aside
    if token.type == "_INDENT":
        before = text[: text.rfind("\n", 0, token.start) + 1].rstrip()
        line = line_before(scan, len(before))
        code = re.sub(r"[ ]*#[^\"”」]*$", "", line)
        end = Span(scan.source, len(before) - len(line) + len(code), len(before) - len(line) + len(code))
        if code and code[-1] not in ":：" and _OPENS.search(re.split("[:：]", code)[-1]):
            return diagnose("RB1004", end, fix=Fix((Edit(end, "：" if scan.chinese else ":"),)))
        return diagnose("RB1003", token.span)
    if expected == {"_INDENT"} or (token.type == "$END" and "_INDENT" in expected):
        before = text[: token.start].rstrip()
        return diagnose("RB1005", Span(scan.source, max(len(before) - 1, 0), len(before)))
    return None


_WEIGHED = re.compile(r"(?:weight|权重|out of|满分)[ ]*(?:[0-9.]+|[?？]|[(（][^()（）]*[)）])[ ]*$")


def colon(token: Tok, expected: Expected, scan: Scan) -> Diagnostic | None:
    """A colon left out: at the end of a line, after a weight, or between a name and its kind."""
    # a first line may end without a colon, where no rules follow
    first_line = "_NEWLINE" not in expected or _WEIGHED.search(line_before(scan, token.start))
    if "_COLON" not in expected or not first_line or expected & {"NAME", "_SEMI"} or token.type == "RPAR":
        return None
    if expected == {"EQ", "_COLON"}:  # what a case expects, of a unit or not
        return None
    end = len(scan.source.text[: token.start].rstrip(" \u3000"))
    gap = Span(scan.source, end, end if token.type == "_NEWLINE" else token.start)
    mark = ("：" if scan.chinese else ":") + ("" if scan.chinese or token.type == "_NEWLINE" else " ")
    return diagnose("RB1004", Span(scan.source, end, end), fix=Fix((Edit(gap, mark),)))


_DECLARED = re.compile(
    "[:：][ ]*(?:" + "|".join(w for t in _KINDS for forms in KEYWORDS[t] for w in forms) + ")"
)
_POINTS = r"(?:分值|分数|满分|权重|weight|points)[ ]*+"
_COUNTED = re.compile(  # a run of blanks is looked at once, from its first
    rf"(?:(?<![ ])[ ]++(?:{_POINTS})?|{_POINTS})([0-9]+(?:[.][0-9]+)?)[ ]*+分?$"
)
_NO_COUNT = re.compile(r"(?:weight|权重)[ ]*+[\w?]*+$")


def header(token: Tok, expected: Expected, scan: Scan) -> Diagnostic | None:
    """A line that is no clause and has no weight: most likely an indicator without one, or a slip in a keyword."""
    if token.type != "WORD" or "HEADER" not in expected:
        return None
    line = scan.source.text[token.start : end_of_line(scan, token.start)]
    title = re.split(r"[:：;；#]", line)[0].rstrip()
    word = near(token.text, expected)
    below = scan.source.text[token.start + len(line) + 1 :].split("\n", 1)[0]
    if word and (
        len(token.text) > 2 or not re.search(r"\s", title) or '"' in title or _DECLARED.search(below)
    ):
        return instead(token.span, word)
    wide = re.search(r"(?:weight|权重)[ ]*([０-９]+)$", title)
    if wide:
        span = Span(scan.source, token.start + wide.start(1), token.start + wide.end(1))
        plain = str(int(wide[1]))
        return diagnose("RB0007", span, digits=wide[1], plain=plain, fix=Fix((Edit(span, plain),), safe=True))
    slip = re.search(r"([A-Za-z]{4,8}|[\u4e00-\u9fff]{2})[ ]*[0-9.?]+$", title)
    word = near(slip[1], frozenset({"WEIGHT"})) if slip else ""
    if slip and word:
        return instead(Span(scan.source, token.start + slip.start(1), token.start + slip.end(1)), word)
    span = Span(scan.source, token.start, token.start + len(title))
    counted = _COUNTED.search(title)  # 决策 20, 决策 分值20: the points stand there; else they are left open
    name = title[: counted.start()] if counted else _NO_COUNT.sub("", title).rstrip()
    weight = counted[1] if counted else " ?"
    example = f"{name} 权重{weight}：" if scan.chinese else f"{name} weight {weight.strip()}:"
    return diagnose("RB1022", span, example=example)
