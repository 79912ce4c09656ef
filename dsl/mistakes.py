"""Which mistake was made: from a token that does not fit, and what would have, to the finding that says so.

The rules stand in the order in which they are tried, the particular before the general; the last one (RB1001) names
what was found and what could stand there. `tests/cases/bad/syntax` holds one wrong text for each.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from rubricc.dsl.diagnostics.model import Diagnostic, Edit, Fix, Related, diagnose
from rubricc.dsl.first_lines import colon, end_of_line, header, instead, layout, line_before
from rubricc.dsl.out_of_scope import of_text
from rubricc.dsl.phrasebook.ends import marks, said
from rubricc.dsl.phrases import headed, phrase
from rubricc.dsl.scan import Scan, Tok, is_plain_name, unclosed
from rubricc.dsl.scan_numbers import unit_pattern
from rubricc.dsl.slips import SYMBOLS, chinese_number, form, near, synonym
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
    "EQ": "=", "QUESTION": "?", "ARROW": "->", "MINUS": "-", "BAR": "|",
}  # fmt: skip
_COMPARE = frozenset({"GE", "LE", "GT", "LT", "NE", "EQ"})
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
        if len(expected & terminals) > 1:
            words.append(word)
            expected = expected - terminals
    for terminal in sorted(expected):
        if terminal in KEYWORDS:
            words.append(canonical(terminal, scan.chinese))
        else:
            words.append(_TERMS.get(terminal) or _MARKS.get(terminal) or form(terminal, scan.chinese))
    return "\n".join(dict.fromkeys(words))


# ── the rules ──


def _one_or_two_words(token: Tok, expected: Expected, scan: Scan) -> Diagnostic | None:
    """目标值≥90% where 目标值 is a name: at the start of a clause the keyword was read."""
    glued = scan.glued[-1] if scan.glued else None
    if glued is None or glued[0].end != token.start or glued[1].text not in scan.names:
        return None
    return two_readings(*glued, scan.names[glued[1].text])


def two_readings(keyword: Tok, whole: Span, declared: Span) -> Diagnostic:
    """A keyword and what follows it make a declared name together."""
    name = whole.text
    fix = Fix((Edit(whole, f"{keyword.text} 「{name}」"),))
    rest = name.removeprefix(keyword.text)
    related = (Related(declared, "declared"),)
    return diagnose("RB1017", whole, name=name, keyword=keyword.text, rest=rest, related=related, fix=fix)


def _phrase(token: Tok, expected: Expected, scan: Scan) -> Diagnostic | None:
    """What documents say, and the language writes otherwise."""
    found = headed(token.start, scan) if "HEADER" in expected else None
    return found or said_otherwise(_place(token, scan).start, scan)


def said_otherwise(at: int, scan: Scan) -> Diagnostic | None:
    """What documents say in other words, or what the language leaves out, at the offset where reading stopped."""
    line = Span(scan.source, at - len(line_before(scan, at)), end_of_line(scan, at))
    return phrase(line, at, scan) or of_text(line, scan.text, at)


def _unclosed(token: Tok, expected: Expected, scan: Scan) -> Diagnostic | None:
    """A bracket left open is noticed on the next line, or where the next clause starts: point back."""
    opening = next((b for b in scan.brackets if b.span.line < token.span.line or token.type == "$END"), None)
    if opening is None and token.type == "_SEMI":
        rest = scan.source.text[token.end : end_of_line(scan, token.end)]
        opening = next((b for b in scan.brackets if b.type == "LPAR" and not re.search("[)）]", rest)), None)
    return unclosed(opening) if opening is not None else None


# from its first digit: a long run of digits is looked at once
_AMOUNT = rf"(?<![0-9._])[0-9][0-9._]*(?:{unit_pattern()}|[ ]?[%％])?"
_BOUND = re.compile(
    rf"(?P<value>{_AMOUNT}){marks('before')}[ ]?(?P<and>及)?(?P<way>以上|以下){marks('after')}(?![ ]?[（(])"
)
_BETWEEN = re.compile(rf"({_AMOUNT})[ ]?(?:到|至|～|~|—|–|-)[ ]?({_AMOUNT})(?:之间)?")
_NAME = re.compile(r"\w+")


def _vague(token: Tok, expected: Expected, scan: Scan) -> Diagnostic | None:
    """90%以上: with or without 90%? Refused, with both readings; 90%（含）以上 and 80%至90% have their own forms."""
    text = scan.source.text
    month = re.compile("([0-9]{4})[-/.]([0-9]{1,2})(?![0-9])").match(text, token.start)
    if month is not None and expected == {"MONTH_LITERAL"}:
        date = f"{month[1]}-{int(month[2]):02}"
        span = Span(scan.source, month.start(), month.end())
        return diagnose("RB1008", span, written=month[0], date=date, fix=Fix((Edit(span, date),)))
    begin = token.start - len(line_before(scan, token.start))
    for pattern in (_BOUND, _BETWEEN):
        for match in pattern.finditer(text, begin, end_of_line(scan, begin)):
            if not match.start() <= token.start < match.end():
                continue
            word = _NAME.match(text, match.start())
            if word is not None and not scan.names.keys().isdisjoint(
                (word[0], f"「{word[0]}」")
            ):  # 10人以上户数 is declared: it wants its quotes
                continue
            span = Span(scan.source, match.start(), match.end())
            if pattern is _BETWEEN:
                return instead(span, f"{match[1].strip()} .. {match[2].strip()}")
            value, up = match["value"].strip(), match["way"] == "以上"
            included = said(match["before"] or match["after"], value, value)
            if included is None:
                return None
            if included or match["and"]:  # 90%及以上 says it too
                terminal = ("GE" if up else "LE") if included.get(value, True) else ("GT" if up else "LT")
                return instead(span, f"{form(terminal, scan.chinese)} {value}")
            readings = [
                f"{form(one, scan.chinese)} {value}" for one in (("GE", "GT") if up else ("LE", "LT"))
            ]
            return diagnose("RB1015", span, words=span.text, inclusive=readings[0], exclusive=readings[1])
    return None


_STARTS = (
    "DEDUCT", "TARGET", "TARGET_BY", "ZERO", "AT_LEAST", "AT_MOST", "START_AT", "CHECKLIST", "HIGHER_BETTER",
    "LOWER_BETTER", "SOURCE", "ABOUT", "EVIDENCE", "NOTE",
)  # fmt: skip
_CLAUSE = re.compile(
    "|".join(
        [rf"{re.escape(w)}\b" for t in _STARTS for w in KEYWORDS[t][0]]
        + sorted((w for t in (*_STARTS, "PER", "OF") for w in KEYWORDS[t][1]), key=len, reverse=True)
    )
)


def _separators(token: Tok, expected: Expected, scan: Scan) -> Diagnostic | None:
    text = scan.source.text
    if token.type == "LSQB":
        return diagnose("RB1018", token.span)
    if token.type == "_SEMI" and "_COMMA" in expected:
        return diagnose(
            "RB1006", token.span, fix=Fix((Edit(token.span, "，" if token.text == "；" else ","),))
        )
    if token.type == "_SEMI" and "_NEWLINE" in expected:
        return diagnose("RB1028", token.span, fix=Fix((Edit(token.span, ""),)))
    semicolon = "；" if scan.chinese else "; "
    before = len(text[: token.start].rstrip(" "))
    after = token.end + len(text[token.end :]) - len(text[token.end :].lstrip(" "))
    if token.type in ("_COMMA", "STOP") and "_SEMI" in expected:
        wide = Span(scan.source, token.start, after)
        right = "" if after == end_of_line(scan, after) else semicolon
        return diagnose("RB1028", token.span, fix=Fix((Edit(wide, right),)))
    if token.type == "STOP":
        return diagnose("RB1020", token.span, character=token.text)
    if not _CLAUSE.match(text, token.start) or scan.brackets:
        return None
    phrase = Span(scan.source, token.start, token.start + 4)
    if near(phrase.text, frozenset({"UNTIL_ZERO"})) and "UNTIL_ZERO" in expected:  # 扣完为至
        return instead(phrase, canonical("UNTIL_ZERO", True))
    if "_SEMI" in expected:
        gap = Span(scan.source, before, token.start)
        return diagnose("RB1028", token.span, fix=Fix((Edit(gap, semicolon),)))
    if before and text[before - 1] in ",，、" and "UP_TO" in expected:
        comma = Span(scan.source, before - 1, token.start)
        return diagnose("RB1028", Span(scan.source, before - 1, before), fix=Fix((Edit(comma, semicolon),)))
    return None


def _symbols(token: Tok, expected: Expected, scan: Scan) -> Diagnostic | None:
    """=> for >=."""
    for start in (token.start - 1, token.start):
        written = scan.source.text[max(start, 0) : start + 2]
        if written in SYMBOLS:
            return instead(Span(scan.source, start, start + 2), SYMBOLS[written][1])
    return None


def _digits(token: Tok, expected: Expected, scan: Scan) -> Diagnostic | None:
    """10,000 and 10 000."""
    begin = token.start - len(line_before(scan, token.start))
    for match in re.compile(r"(?<![0-9._])[0-9]{1,3}(?:[,， ][0-9]{3})+(?![0-9])").finditer(
        scan.source.text, begin, end_of_line(scan, begin)
    ):
        if match.start() < token.start < match.end() or token.start == match.end():
            span = Span(scan.source, match.start(), match.end())
            return instead(span, re.sub("[,， ]", "_", match[0]))
    return None


def _quotes(token: Tok, expected: Expected, scan: Scan) -> Diagnostic | None:
    """source 附件2: a text without its quotes; by grade: "优": a name in those of a text."""
    if token.type == "STRING" and "NAME" in expected and token.text[1:-1].strip():
        name = token.text[1:-1]
        return instead(token.span, name if is_plain_name(name) else f"「{name}」")
    if expected != {"STRING"}:
        return None
    match = re.compile(r"[:：]?[ ]*([^\n#;；:：\"“”]+)").match(scan.source.text, token.start)
    if match is None or not match[1].strip():
        return None
    span = Span(scan.source, match.start(1), match.start(1) + len(match[1].rstrip()))
    whole = Span(scan.source, match.start(), span.end)
    return diagnose("RB1029", span, text=span.text, fix=Fix((Edit(whole, f'"{span.text}"'),)))


def _numeral(token: Tok, expected: Expected, scan: Scan) -> Diagnostic | None:
    """每低一个百分点."""
    match = re.compile("[零〇一二两三四五六七八九十百]+").match(scan.source.text, token.start)
    if (
        token.type != "WORD"
        or match is None
        or not chinese_number(match[0])
        or not expected & {"NUMBER", "PERCENT"}
    ):
        return None
    return instead(Span(scan.source, match.start(), match.end()), chinese_number(match[0]))


def _glued(token: Tok, expected: Expected, scan: Scan) -> Diagnostic | None:
    """10秒接通率: a name that starts like a number; 完成率(%): one with marks in it."""
    text = scan.source.text
    before = line_before(scan, token.start)
    if token.type == "LPAR" and "_COLON" in expected and "_COMMA" in expected:
        marked = re.compile(r"[^:：,，、;；「」\"\n]+").match(
            text, token.start - len(before.split("，")[-1].lstrip())
        )
        if marked is not None and marked.end() > token.start:
            return _unquoted(Span(scan.source, marked.start(), marked.start() + len(marked[0].rstrip())))
    number = re.search(r"(?:^|[ (（,，、=]|取|按)([0-9][\w.]*)$", before[-24:])
    word = re.compile(r"\w+").match(text, token.start)
    if token.type != "WORD" or number is None or word is None or re.match("月[0-9]+日", word[0]):
        return None
    return _unquoted(Span(scan.source, token.start - len(number[1]), word.end()), f"{number[1]} {word[0]}")


def _unquoted(span: Span, reading: str = "") -> Diagnostic:
    fix = Fix((Edit(span, f"「{span.text}」"),), safe=True)
    if reading:
        return diagnose("RB1014", span, name=span.text, reading=reading, fix=fix)
    return diagnose("RB1014", span, name=span.text, fix=fix)


def _slip(token: Tok, expected: Expected, scan: Scan) -> Diagnostic | None:
    if token.type in ("STRING", "_NEWLINE", "_INDENT", "_DEDENT", "$END"):
        return None
    found = synonym(scan.source.text, token.start, expected)
    if found:
        return instead(Span(scan.source, token.start, token.start + len(found[0])), found[1])
    for back in (1, 2):  # 扣除: its first character was read as a keyword
        found = (
            synonym(scan.source.text, token.start - back, frozenset(KEYWORDS))
            if token.start >= back
            else None
        )
        if found and len(found[0]) > back and token.type == "WORD" and found[1] == found[0][:back]:
            return instead(
                Span(scan.source, token.start - back, token.start - back + len(found[0])), found[1]
            )
    phrase = re.compile("[a-z]+ [a-z]+").match(scan.source.text, token.start)
    word = near(phrase[0], expected) if phrase else ""
    if phrase and " " in word:
        return instead(Span(scan.source, token.start, phrase.end()), word)
    word = near(token.text, expected) if token.type in ("WORD", "NAME") else ""
    return instead(token.span, word) if word else None


_RULES: tuple[Callable[[Tok, Expected, Scan], Diagnostic | None], ...] = (
    _one_or_two_words,
    _phrase,
    _unclosed,
    _vague,
    _symbols,
    layout,
    _separators,
    _digits,
    _quotes,
    _glued,
    _numeral,
    header,
    _slip,
    colon,
)
