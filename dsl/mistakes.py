"""Which mistake was made: from a token that does not fit, and what would have, to the finding that says so.

The rules stand in the order in which they are tried, the particular before the general; the last one (RB1001) names
what was found and what could stand there. `tests/cases/bad/syntax` holds one wrong text for each.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable

from rubricc.dsl.diagnostics.model import Diagnostic, Edit, Fix, diagnose
from rubricc.dsl.scan import Scan, Tok
from rubricc.dsl.source import Span
from rubricc.grammar.keywords import KEYWORDS, canonical

Expected = frozenset[str]
_CLAUSES = frozenset({"DEDUCT", "TARGET", "CHECKLIST", "PRO_RATA"})
_TERMS = {
    "NAME": "<name>", "NUMBER": "<number>", "PERCENT": "<percent>", "PP": "<percent>", "STRING": "<string>",
    "DATE_LITERAL": "<date>", "MONTH_LITERAL": "<month>", "UNIT_WORD": "<unit>", "HEADER": "<header>",
    "_NEWLINE": "<newline>", "_INDENT": "<indent>", "_DEDENT": "<dedent>", "$END": "<end>", "SPAN": "<duration>",
    "DURATION": "<duration>", "MONEY": "<money>",
}  # fmt: skip
_MARKS = {
    "_COLON": ":", "_SEMI": ";", "_COMMA": ",", "LPAR": "(", "RPAR": ")", "LSQB": "[", "RSQB": "]", "_DOTDOT": "..",
    "EQ": "=", "QUESTION": "?", "ARROW": "->",
}  # fmt: skip
_COMPARE = frozenset({"GE", "LE", "GT", "LT", "NE"})
_OPERATE = frozenset({"PLUS", "MINUS", "STAR", "SLASH"})


def explain(token: Tok, expected: Expected, scan: Scan) -> Diagnostic:
    """The finding for a token that the parser does not accept where it stands."""
    for rule in _RULES:
        finding = rule(token, expected, scan)
        if finding is not None:
            return finding
    at = _place(token, scan)
    return diagnose("RB1001", at, found=_found(token, at), expected=_wanted(expected, scan))


def _place(token: Tok, scan: Scan) -> Span:
    """Where to point: a token that has no text is shown at the end of the line before it."""
    if token.type == "$END":
        end = len(scan.source.text.rstrip())
        return Span(scan.source, end, end)
    return token.span


def _found(token: Tok, at: Span) -> str:
    return _TERMS.get(token.type, "") if not at.text.strip() else at.text[:30]


def _wanted(expected: Expected, scan: Scan) -> str:
    """What could stand there, in the author's words, one a line."""
    words: list[str] = []
    if expected >= _CLAUSES:
        words.append("<clause>")
        expected = expected & frozenset(_TERMS)
    for terminals, word in ((_COMPARE, "<comparison>"), (_OPERATE, "<operator>")):
        if expected & terminals:
            words.append(word)
            expected = expected - terminals
    for terminal in sorted(expected):
        if terminal in KEYWORDS:
            words.append(canonical(terminal, scan.chinese))
        else:
            words.append(_TERMS.get(terminal) or _MARKS.get(terminal, terminal))
    return "\n".join(dict.fromkeys(words))


# ── the rules ──


def _unclosed(token: Tok, expected: Expected, scan: Scan) -> Diagnostic | None:
    """A bracket left open is noticed on the next line: point back."""
    opening = next((b for b in scan.brackets if b.span.line < token.span.line or token.type == "$END"), None)
    if opening is None:
        return None
    return diagnose("RB1002", opening.span, closing=")" if opening.type == "LPAR" else "]")


def _layout(token: Tok, expected: Expected, scan: Scan) -> Diagnostic | None:
    text = scan.text  # without the lines that were set aside
    if token.type == "_INDENT":
        before = text[: text.rfind("\n", 0, token.start) + 1].rstrip()
        end = Span(scan.source, len(before), len(before))
        if before and before[-1] not in ":：":
            return diagnose("RB1004", end, fix=Fix((Edit(end, ":"),)))
        return diagnose("RB1003", token.span)
    if expected == {"_INDENT"} or (token.type == "$END" and "_INDENT" in expected):
        before = text[: token.start].rstrip()
        return diagnose("RB1005", Span(scan.source, max(len(before) - 1, 0), len(before)))
    if token.type == "_NEWLINE" and "_COLON" in expected and not expected & {"_NEWLINE", "NAME"}:
        return diagnose("RB1004", token.span, fix=Fix((Edit(token.span, ":"),), safe=True))
    return None


def _separators(token: Tok, expected: Expected, scan: Scan) -> Diagnostic | None:
    opening = next((b for b in scan.brackets if b.type == "LPAR"), None)
    rest = scan.source.line_text(token.span.line)[token.span.column :]
    if token.type == "_SEMI" and opening is not None and not re.search("[)）]", rest):
        return diagnose("RB1002", opening.span, closing=")")
    if token.type == "_SEMI" and "_COMMA" in expected:
        return diagnose("RB1006", token.span, fix=Fix((Edit(token.span, ","),)))
    if token.type == "LSQB":
        return diagnose("RB1018", token.span)
    return None


_VAGUE = re.compile(r"以上|以下|之间")


def _vague(token: Tok, expected: Expected, scan: Scan) -> Diagnostic | None:
    """90%以上: with or without 90%? Refused, with both readings."""
    text = scan.source.text
    match = _VAGUE.match(text, token.start)
    if match is None or re.match(r"[(（]?(?:不?含)", text[match.end() : match.end() + 3]):
        return None
    number = re.search(r"[0-9][0-9._]*[%％]?$", text[max(0, token.start - 24) : token.start])
    value = number[0] if number else "90%"
    up = match[0] != "以下"
    span = Span(scan.source, token.start - len(number[0]) if number else token.start, match.end())
    return diagnose(
        "RB1015",
        span,
        words=span.text,
        inclusive=f"{'>=' if up else '<='} {value}",
        exclusive=f"{'>' if up else '<'} {value}",
    )


def _glued(token: Tok, expected: Expected, scan: Scan) -> Diagnostic | None:
    """10秒接通率: a name that starts like a number."""
    text = scan.source.text
    before = re.search(r"[0-9][\w.]*$", text[max(0, token.start - 24) : token.start])
    word = re.compile(r"\w+").match(text, token.start)
    if token.type != "WORD" or before is None or word is None:
        return None
    span = Span(scan.source, token.start - len(before[0]), word.end())
    fix = Fix((Edit(span, f"「{span.text}」"),), safe=True)
    return diagnose("RB1014", span, name=span.text, reading=f"{before[0]} {word[0]}", fix=fix)


def _header(token: Tok, expected: Expected, scan: Scan) -> Diagnostic | None:
    """A line that is no clause and has no weight: most likely an indicator without one, or a slip in a keyword."""
    if token.type != "WORD" or "HEADER" not in expected:
        return None
    near = _near(token, expected)
    if near:
        return diagnose("RB1027", token.span, word=token.text, near=near, fix=Fix((Edit(token.span, near),)))
    end = scan.source.text.find("\n", token.start)
    line = scan.source.text[token.start : end if end >= 0 else len(scan.source.text)]
    title = re.split(r"[:：;；#]", line)[0].strip()
    span = Span(scan.source, token.start, token.start + len(title))
    return diagnose("RB1022", span, example=f"{title} {'权重' if scan.chinese else 'weight'} 5:")


def _slip(token: Tok, expected: Expected, scan: Scan) -> Diagnostic | None:
    if token.type not in ("WORD", "NAME"):
        return None
    near = _near(token, expected)
    if not near:
        return None
    return diagnose("RB1027", token.span, word=token.text, near=near, fix=Fix((Edit(token.span, near),)))


def _near(token: Tok, expected: Expected) -> str:
    words = [w for t in sorted(expected) if t in KEYWORDS for forms in KEYWORDS[t] for w in forms]
    found = difflib.get_close_matches(token.text, words, 1, 0.75)
    return found[0] if found and found[0] != token.text else ""


_RULES: tuple[Callable[[Tok, Expected, Scan], Diagnostic | None], ...] = (
    _unclosed,
    _vague,
    _layout,
    _separators,
    _glued,
    _header,
    _slip,
)
