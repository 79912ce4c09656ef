"""Where the parser stopped, the phrase of an official document that stands there, and how it is written.

A phrase with one meaning gets its text as a fix (RB1031), one with several gets them to choose from (RB1032). The
phrases are data, in `phrasebook.py`.
"""

from __future__ import annotations

import re
from typing import Final

from rubricc.dsl.diagnostics.model import Diagnostic, Edit, Fix, diagnose
from rubricc.dsl.phrasebook import TABLE
from rubricc.dsl.phrasebook.outcomes import outcome, per_point
from rubricc.dsl.phrasebook.parts import Sentence
from rubricc.dsl.phrasebook.pieces import Clause, Match, Phrase, quoted
from rubricc.dsl.phrasebook.sentences import one_thing, sentence
from rubricc.dsl.scan import Scan
from rubricc.dsl.source import Span

_HEADED: Final = re.compile(
    r"[ ]*[（(][ ]*(?:权重|分值|满分|weight)?[ :：]*(?P<n>[0-9.]+)[ ]*(?:分|points?)?[ ]*[）)](?=[ ]*[:：])"
    r"|(?<=\S)[ ]+(?P<m>[0-9.]+)[ ]?(?:分|points?)(?=[ ]*[:：])"
)
_BAR: Final = r"[ ]*[\t|｜][ \t|｜]*"
_CELLS: Final = re.compile(  # C2 | 接通率 | 5 | 目标≥95%, as a row of a table is pasted
    rf"[|｜]?[ ]*(?:(?P<code>[A-Za-z]{{0,3}}[0-9]*(?:\.[0-9]+)*){_BAR})?(?P<name>(?![0-9])[^\t|｜:：;；\n]{{1,40}}?)"
    rf"{_BAR}(?P<n>[0-9]+(?:\.[0-9]+)?)[ ]?分?(?:{_BAR}|(?=[ ]*$))",
    re.MULTILINE,
)
_HEADER: Final = re.compile(
    r"^[ ]*(?P<title>[^\n:：;；#]*?)[ ]*(?:权重|weight)[ ]*(?P<weight>[0-9]+(?:\.[0-9]+)?)?", re.MULTILINE
)
_CODE: Final = re.compile(r"^[A-Za-z]{0,3}[0-9]+(?:\.[0-9]+)*[ ]+")
_STARTS: Final = re.compile("(?:^|[；;：:，,]) *", re.MULTILINE)
_REACH: Final = 100  # characters to either side: nobody writes a longer phrase, and a long line costs no more
_LINES: Final = 30
_OPTION: Final = re.compile(
    "(?:扣完|不足|按比例|(?:累计|合计)?(?:最多|最高|至多|加满|不超过))"
)  # of the clause before
_LABELS: Final = re.compile(
    r"^[ ]++([^:：\n]{1,200})[:：][ ]*(?:选项|one of)[ ]+([^\n\"“#]{1,200})", re.MULTILINE
)
_SIGNS: Final = str.maketrans("＜＞﹤﹥≦≧", "<><>≤≥")  # character for character: places stay
_GOES_ON: Final = re.compile(" *[，,。] *(?=[^ \n])")


def headed(at: int, scan: Scan) -> Diagnostic | None:
    """The finding for a first line that says its weight as documents do: 接通率（5分）."""
    end = scan.text.find("\n", at)
    cells = _CELLS.match(scan.text, at, min(len(scan.text) if end < 0 else end, at + 3 * _REACH))
    if cells is not None:
        code = "" if re.fullmatch("[0-9]*", cells["code"] or "") else f"{cells['code']} "
        left = f"{code}{cells['name'].strip()} 权重{cells['n']}："
        return _one_way(Span(scan.source, at, cells.end()), left, "row of a table")
    match = _HEADED.search(scan.text, at, min(len(scan.text) if end < 0 else end, at + _REACH))
    if match is None or re.search("[;；#]", scan.text[at : match.start()]):
        return None
    right = f" {'权重' if scan.chinese else 'weight '}{match['n'] or match['m']}"
    return _one_way(Span(scan.source, match.start(), match.end()), right, "header weight")


def phrase(line: Span, at: int, scan: Scan) -> Diagnostic | None:
    """The finding for the first and longest phrase of a line that an offset lies in."""
    text = scan.text.translate(_SIGNS)
    whole = outcome(text, line.start, at) or sentence(text, line.start, at, _clause(scan, at))
    if whole is not None:
        return _whole(whole, scan)
    asked = per_point(text, line.start, at)
    if asked is not None:
        start, end, ways = asked
        span = Span(scan.source, start, end)
        return diagnose("RB1032", span, phrase=span.text, readings=ways, why="<points of the total>")
    first, last = max(line.start, at - _REACH), min(line.end, at + _REACH)
    starts = {m.end() for m in _STARTS.finditer(text, first, last)}
    found = [
        (match.start(), entry.why != "numbering", -match.end(), entry, match)
        for entry in TABLE
        for match in entry.pattern.finditer(text, first, last)
        if match.start() <= at <= match.end() and (entry.inside or match.start() in starts)
    ]
    for *_, entry, match in sorted(found, key=lambda each: each[:3]):
        finding = _finding(entry, match, scan)
        if finding is not None:
            return finding
    if not found:
        whole = one_thing(text, line.start, at, _clause(scan, at))
        return _whole(whole, scan) if whole else None
    return None


def _finding(entry: Phrase, match: Match, scan: Scan) -> Diagnostic | None:
    """The finding for a phrase; None for one that is left as it is, which means that it is none."""
    clause = _clause(scan, match.start())
    if isinstance(entry.right, str):
        right = entry.right.format(**match.groupdict(), measure=clause.measure, weight=clause.weight)
    else:
        right = entry.right(match, clause)
    if match.groupdict().get("sign") == "得":  # 每提高1%得1分
        right = right.replace(f"得{match['points']}分", f"加{match['points']}分")
    if right == match[0]:
        return None
    span = Span(scan.source, match.start(), match.end())
    if "\n" in right:
        return diagnose("RB1032", span, phrase=match[0].strip(), readings=right, why=f"<{entry.why}>")
    if not entry.inside and right and re.search("[，,、] *$", scan.text[: match.start()]):
        right = f"；{right}"
    comma = None if entry.inside or not right else _GOES_ON.match(scan.text, match.end())
    comma = None if comma is not None and _OPTION.match(scan.text, comma.end()) else comma
    if comma is not None:
        return _one_way(Span(scan.source, match.start(), comma.end()), right + "；", entry.why)
    return _one_way(span, right, entry.why)


def _whole(said: Sentence, scan: Scan) -> Diagnostic:
    span = Span(scan.source, said.start, said.end)
    if said.ways:
        return diagnose("RB1032", span, phrase=span.text, readings="\n".join(said.ways), why=f"<{said.why}>")
    return _one_way(span, said.right, said.why, said.ends)


def _one_way(span: Span, right: str, why: str, ends: str = "") -> Diagnostic:
    rows = right.strip().strip("；").split("\n")
    near = " / ".join(row.strip() for row in rows).strip() or "<nothing>"
    start = span.start
    if right.startswith("；"):  # a clause of its own: the comma before it goes
        start = len(span.source.text[:start].rstrip(" ，,；;"))
    # where words are left to the author (…) nothing can be put in for them
    fix = None if "…" in right else Fix((Edit(Span(span.source, start, span.end), right),))
    words = " ".join(span.text.split()).rstrip("，,")
    return diagnose("RB1031", span, phrase=words, near=near, why=f"<{why}>", ends=ends, fix=fix)


def _clause(scan: Scan, at: int) -> Clause:
    """What is known of the indicator around an offset: from its header, and from its 取 clause."""
    header = _header(scan.text, at)
    title = _CODE.sub("", header["title"]).strip() if header else ""
    measure = re.search(r"(?:取|\bof )[ ]*([^；;\n]+)", scan.text[header.end() if header else at : at])
    if title not in scan.names and title.rpartition(" ")[2] in scan.names:  # B 产出 满意度
        title = title.rpartition(" ")[2]
    name = measure[1].strip() if measure else quoted(title) if title else "X"
    weight = header["weight"] if header and header["weight"] else "5"
    labels = {
        name.strip(): frozenset(re.split("[、，, ]+", found[2].strip()))
        for found in _LABELS.finditer(scan.text)
        for name in re.split("[、，,]", found[1])
    }
    line = scan.text.rfind("\n", 0, at) + 1
    top = not re.match(r"[ ]|[^\n]*?(?:权重|weight)[ ]*[0-9?(（]", scan.text[line : line + _REACH])
    return Clause(name, weight, frozenset(scan.names), labels, top, scan.source.text)


def _header(text: str, at: int) -> Match | None:
    """The first line of the indicator that an offset lies in: the nearest one with a weight, a few lines up at most."""
    end = at
    for _ in range(_LINES):
        start = text.rfind("\n", 0, end) + 1
        match = _HEADER.match(text, start, min(end, start + _REACH))
        if match is not None or start == 0:
            return match
        end = start - 1
    return None
