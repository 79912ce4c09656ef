"""The scanner: rubric text to tokens, one at a time, asking the parser which it would accept.

It assumes text that `source.decode` accepted. It yields tokens of the terminals of `rubric.lark`, with NEWLINE, INDENT
and DEDENT for the layout, and raises `ScanError` for text that is no token at all. The rules of the language that
live here: where a name is possible the longest name wins, where none is possible the keyword does; a number and its
unit are one token; only parentheses continue a line; a header is the text before `weight N`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence

from attrs import define, field

from rubricc.dsl.diagnostics.model import Diagnostic, Edit, Fix, diagnose
from rubricc.dsl.diagnostics.prose.reserved import MEANINGS
from rubricc.dsl.scan_numbers import ScanError, number
from rubricc.dsl.source import Source, Span
from rubricc.grammar.keywords import FUNCTIONS, KEYWORDS, NOUNS, UNITS

MAX_NESTING = 64
_MAX_STACK = MAX_NESTING * 12  # parser states; chains of `not`, `-` and `if` nest without a bracket


class Tok:
    """A token: a terminal of the grammar, and where it stands."""

    __slots__ = ("end", "span", "start", "text", "type")

    def __init__(self, type_: str, span: Span) -> None:
        self.type = type_
        self.span = span
        self.start = span.start
        self.end = span.end
        self.text = span.source.text[span.start : span.end]

    def __str__(self) -> str:
        return self.text


@define(eq=False)
class Scan:
    """One run of the scanner over one source: what it reads and what it sets aside."""

    source: Source
    text: str  # the source's text, or that with lines blanked that were found wrong before
    comments: list[tuple[int, str]] = field(factory=list)  # offset and text of every `# …`
    brackets: list[Tok] = field(factory=list)  # those open now
    glued: list[tuple[Tok, Span]] = field(factory=list)  # 取 and the word 取数率 that it was read from
    names: dict[str, Span] = field(factory=dict)  # every name, where it stands first
    english_words: int = 0
    chinese_words: int = 0

    def count(self, keyword: str) -> None:
        """Count a keyword as a word of its language."""
        self.english_words += keyword.isascii()
        self.chinese_words += not keyword.isascii()

    @property
    def chinese(self) -> bool:
        """Whether most of the keywords so far are Chinese; names do not count."""
        return self.chinese_words >= self.english_words


# ── words ──

_NAME_STOP = r"(?:扣|加|至多|至少|封顶|不足)[0-9]"
_WORD = re.compile(rf"[A-Za-z][A-Za-z0-9_]*(?:\.[0-9]+)+|(?:(?!{_NAME_STOP})\w)+")
_ASCII_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_BEFORE_DIGIT = re.compile(  # 权重的60%, 最近3个月, where a name may stand
    "(?:" + "|".join(KEYWORDS["OF_WEIGHT"][1] + KEYWORDS["LAST"][1]) + ")(?=[0-9])"
)
_LONGEST_NAME = 200  # that is looked for among words of the language that stand together
_BEFORE_PAREN = frozenset({"NOT", "IF", "AND", "OR", "IN", "THEN", "ELSE"})

# 每个月 is 每 and 个月; before anything else 每个 goes before the name of a table, which may begin with 月.
_EACH_MONTH = re.compile(r"每个月(?=扣|加|当|其中|\W|$)")

_WORDS: dict[str, tuple[str, ...]] = {}
for _terminal, _forms in KEYWORDS.items():
    for _form in _forms[0] + _forms[1]:
        _WORDS[_form] = (*_WORDS.get(_form, ()), _terminal)
_PHRASES = sorted((w for w in _WORDS if " " in w or "/" in w), key=len, reverse=True)
_PHRASE = re.compile("|".join(w.replace(" ", r"[ ]+") + r"(?![A-Za-z0-9_])" for w in _PHRASES))
_PHRASE_START = frozenset(re.split("[ /]", w)[0] for w in _PHRASES)
_LONGEST_CHINESE = max(len(w) for w in _WORDS if not w.isascii())
_ONLY_COMBINE = {"SUM", "MEAN", "MEAN_OF_OTHERS"}  # these words are functions everywhere else
RESERVED = frozenset(w for w, of in _WORDS.items() if " " not in w and not _ONLY_COMBINE.issuperset(of))
FUNCTION_NAMES: Mapping[str, str] = {w: key for key, forms in FUNCTIONS.items() for w in forms[0] + forms[1]}
_FUNCTION_PHRASE = re.compile(  # `year ago(`: one name
    "(?:" + "|".join(w.replace(" ", r"[ ]+") for w in FUNCTION_NAMES if " " in w) + r")(?=[ ]*[(（])"
)

_UNIT_WORD = re.compile("|".join(sorted((*UNITS["MONEY"], *UNITS["DURATION"]), key=len, reverse=True)))

# ── the rest ──

_SYMBOLS: Mapping[str, str] = {
    ":": "_COLON", "：": "_COLON", ";": "_SEMI", "；": "_SEMI", ",": "_COMMA", "，": "_COMMA", "、": "_COMMA",
    "(": "LPAR", "（": "LPAR", ")": "RPAR", "）": "RPAR", "[": "LSQB", "【": "LSQB", "]": "RSQB", "】": "RSQB",
    "..": "_DOTDOT", "…": "_DOTDOT", "->": "ARROW", "→": "ARROW", "?": "QUESTION", "？": "QUESTION",
    ">=": "GE", "≥": "GE", "≧": "GE", "<=": "LE", "≤": "LE", "≦": "LE",
    "!=": "NE", "≠": "NE", "=": "EQ", "＝": "EQ", "==": "EQ",
    "<": "LT", "＜": "LT", ">": "GT", "＞": "GT",
    "+": "PLUS", "＋": "PLUS", "-": "MINUS", "−": "MINUS", "－": "MINUS", "*": "STAR", "×": "STAR",
    "/": "SLASH", "÷": "SLASH", "／": "SLASH", "。": "STOP", "|": "BAR", "｜": "BAR",
}  # fmt: skip
_TWO = frozenset(s for s in _SYMBOLS if len(s) == 2)
_CLOSING = {"LPAR": "RPAR", "LSQB": "RSQB"}
_REPLACE = re.compile(f"({'|'.join(KEYWORDS['REPLACE'][0] + KEYWORDS['REPLACE'][1])})[ ]+")  # before a header
# A weight that parameters give, with what may stand behind it; after a word that leads an expression it is the weight
# of an item, as in `of weight(C2)`.
_GIVEN = r"(?P<given>[(（][^\n]*[)）][ ]*(?:[:：\r\n#]|out of|满分|up to|至多|\Z))"


def _any(*terminals: str) -> str:
    return "(?:" + "|".join(w.replace(" ", "[ ]+") for t in terminals for w in sum(KEYWORDS[t], ())) + ")"


_LEADS = re.compile(
    r"[\w)）%][ ]?[-+*/×÷!=<>≥≤≠]{1,2}[ ]?\Z"
    rf"|\A{_any('SCORE', 'OF', 'BY', 'TIMES', 'REQUIRE', 'TARGET_BY', 'PRO_RATA')}[ ]*\Z"
    rf"|[\w ]{_any('RATES')}[ ]*\Z"
    rf"|\S[ ]{_any('OF', 'BY', 'WHEN', 'WHERE', 'TIMES', 'AND', 'OR', 'NOT', 'IF', 'THEN', 'ELSE')}[ ]*\Z"
)
_HEADER = (
    re.compile(  # the blanks after the text are looked at once, from their first: a long run costs no more
        r"(?P<text>[^:：;；#\"“「\n]*?)(?:(?<![（( \t])[ \t]*+|(?<=[（(])[ \t]++)"
        r"(?=(?:weight|权重|out of|满分)[ ]*(?:[0-9]|[?？]|" + _GIVEN + "))"
    )
)
_WEIGHS = re.compile(
    "(?:weight|权重|满分)[0-9]"
)  # a name like 权重5 at the start of a line would be the end of a header
_STRING = re.compile(r"\"([^\"\n]*)\"|“([^”\n]*)”")
_QUOTED = re.compile(r"「([^」\n]*)」")
_BLANK = re.compile(r"[ \u3000\u00a0]+")
_LAYOUT = re.compile(r"[ \t\u3000\u00a0]*")
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad\u061c]")


def is_plain_name(text: str) -> bool:
    """Whether a name can stand without 「…」, wherever a name is possible and no parenthesis follows."""
    match = _WORD.match(text)
    whole = match is not None and match.end() == len(text)
    return (
        whole
        and (text[0] == "_" or text[0].isalpha())
        and text not in RESERVED - NOUNS
        and not _BEFORE_DIGIT.match(text)
        and not _WEIGHS.search(text)
    )


def tokens(scan: Scan, states: Sequence[Container[str]], stack: Sequence[int]) -> Iterator[Tok]:
    """The tokens of a scan. `states` are the table's and `stack` the parser's own: its top says what is accepted."""
    source, text = scan.source, scan.text
    size = len(text)
    indents = [0]
    brackets = scan.brackets
    at = 0
    while at < size:
        # one logical line: its indentation, then its tokens
        layout = _LAYOUT.match(text, at)
        assert layout is not None
        begin = layout.end()
        if begin >= size or text[begin] in "\r\n#":
            at = _end_of_line(scan, begin)
            continue
        yield from _indentation(source, at, begin, indents)
        at = begin
        if "REPLACE" in states[stack[-1]] and (leading := _REPLACE.match(text, at)):
            scan.count(leading[1])
            yield Tok("REPLACE", Span(source, at, leading.end(1)))
            at = leading.end()
        if "HEADER" in states[stack[-1]]:
            header = _HEADER.match(text, at)
            if (
                header is not None
                and header["text"].strip()
                and not (header["given"] and (_LEADS.search(header["text"]) or _is_open(header["text"])))
            ):
                if hidden := _INVISIBLE.search(header["text"]):
                    raise ScanError(_invisible(Span(source, at + hidden.start(), at + hidden.end())))
                yield Tok("HEADER", Span(source, at, at + len(header["text"].rstrip())))
                at = header.end()
        while at < size:
            char = text[at]
            if char in " \u3000\u00a0":
                blank = _BLANK.match(text, at)
                assert blank is not None
                at = blank.end()
            elif char in "\r\n#":
                end = _end_of_line(scan, at)
                if not brackets:
                    yield Tok("_NEWLINE", Span(source, at, at))
                    at = end
                    break
                at = end
            else:
                token = _token(source, at, states[stack[-1]])
                _track(token, brackets, len(stack))
                if token.type in KEYWORDS:
                    scan.count(char)
                    if not char.isascii():
                        whole = _WORD.match(text, at, at + _LONGEST_NAME)
                        # 每月 is two words of the language, whatever else is called so
                        if whole is not None and text[token.end : whole.end()] not in {"", *RESERVED}:
                            scan.glued.append((token, Span(source, at, whole.end())))
                elif token.type == "NAME":
                    scan.names.setdefault(token.text, token.span)
                yield token
                at = token.end
        else:
            if not brackets:
                yield Tok("_NEWLINE", Span(source, size, size))
    if brackets:
        raise ScanError(unclosed(brackets[-1]))
    close = Span(source, size, size)
    for _ in indents[1:]:
        yield Tok("_DEDENT", close)


def _is_open(text: str) -> bool:
    """Whether a parenthesis is open at the end of a text, as no title leaves one: what follows is an argument."""
    return sum(text.count(each) for each in "(（") > sum(text.count(each) for each in ")）")


def _end_of_line(scan: Scan, at: int) -> int:
    """Past the end of the physical line at `at`, a comment set aside."""
    text = scan.text
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    if at < len(text) and text[at] == "#":
        comment = text[at:end].rstrip()
        hidden = _INVISIBLE.search(comment)
        if hidden:
            raise ScanError(_invisible(Span(scan.source, at + hidden.start(), at + hidden.end())))
        scan.comments.append((at, comment))
    elif text[at:end].strip("\r"):
        raise ScanError(diagnose("RB0003", Span(scan.source, at, at + 1), character="U+000D"))
    return end + 1


def _indentation(source: Source, start: int, begin: int, indents: list[int]) -> Iterator[Tok]:
    layout = source.text[start:begin]
    for bad, code in (("\t", "RB0004"), ("\u3000", "RB0005"), ("\u00a0", "RB0005")):
        if bad in layout:
            span = Span(source, start, begin)
            plain = layout.replace("\t", "    ").replace("\u3000", "  ").replace("\u00a0", " ")
            raise ScanError(diagnose(code, span, fix=Fix((Edit(span, plain),), safe=True)))
    depth = len(layout)
    here = Span(source, begin, begin)
    if depth > indents[-1]:
        if len(indents) > MAX_NESTING:
            raise ScanError(diagnose("RB1011", here, limit=MAX_NESTING))
        indents.append(depth)
        yield Tok("_INDENT", here)
    while depth < indents[-1]:
        indents.pop()
        if depth > indents[-1]:
            levels = ", ".join(str(i) for i in indents)
            raise ScanError(diagnose("RB1003", Span(source, start, begin), found=depth, expected=levels))
        yield Tok("_DEDENT", here)


def unclosed(opening: Tok) -> Diagnostic:
    """The finding for a bracket that nothing closes; it would be closed where its clause ends."""
    source, closing = opening.span.source, ")" if opening.type == "LPAR" else "]"
    clause = re.compile(r"[^;；#\n]*").match(source.text, opening.end)
    end = opening.end + len(clause[0].rstrip().rstrip(":：")) if clause else opening.end
    fix = Fix((Edit(Span(source, end, end), closing),))
    return diagnose("RB1002", opening.span, closing=closing, fix=fix)


def _track(token: Tok, brackets: list[Tok], depth: int) -> None:
    """Hold brackets against each other, and nesting against its bound."""
    if token.type in _CLOSING:
        brackets.append(token)
    elif token.type in ("RPAR", "RSQB"):
        if not brackets:
            raise ScanError(
                diagnose("RB1021", token.span, bracket=token.text, fix=Fix((Edit(token.span, ""),)))
            )
        brackets.pop()
    if len(brackets) > MAX_NESTING or depth > _MAX_STACK:
        raise ScanError(diagnose("RB1011", token.span, limit=MAX_NESTING))


def _token(source: Source, at: int, accepted: Container[str]) -> Tok:
    text = source.text
    char = text[at]
    if char.isdigit():
        terminal, end = number(source, at, accepted)
        return Tok(terminal, Span(source, at, end))
    if char == "_" or char.isalpha():
        return _word(source, at, accepted)
    symbol = text[at : at + 2] if text[at : at + 2] in _TWO else char
    if symbol in _SYMBOLS:
        return Tok(_SYMBOLS[symbol], Span(source, at, at + len(symbol)))
    if char in '"“':
        return _delimited(source, at, _STRING, "STRING")
    if char == "「":
        return _delimited(source, at, _QUOTED, "NAME")
    span = Span(source, at, at + 1)
    if _INVISIBLE.match(char):
        raise ScanError(_invisible(span))
    if char == "\t":
        raise ScanError(diagnose("RB0004", span, fix=Fix((Edit(span, " "),), safe=True)))
    if ord(char) < 32 or 127 <= ord(char) < 160:
        raise ScanError(diagnose("RB0003", span, character=f"U+{ord(char):04X}"))
    raise ScanError(diagnose("RB1020", span, character=char))


def _delimited(source: Source, at: int, pattern: re.Pattern[str], terminal: str) -> Tok:
    match = pattern.match(source.text, at)
    if match is None:
        end = source.text.find("\n", at)
        span = Span(source, at, end if end >= 0 else len(source.text))
        closing = "」" if terminal == "NAME" else "”" if source.text[at] == "“" else '"'
        text = re.compile(r"\w+" if terminal == "NAME" else r"[^;；#\n]*[^;；#\n\s]").match(
            source.text, at + 1
        )
        stop = Span(source, text.end(), text.end()) if text else Span(source, at + 1, at + 1)
        raise ScanError(diagnose("RB1012", span, closing=closing, fix=Fix((Edit(stop, closing),))))
    hidden = _INVISIBLE.search(match[0])
    if hidden:
        raise ScanError(_invisible(Span(source, at + hidden.start(), at + hidden.end())))
    return Tok(terminal, Span(source, at, match.end()))


def _invisible(span: Span) -> Diagnostic:
    return diagnose("RB0006", span, character=f"U+{ord(span.text[0]):04X}", fix=Fix((Edit(span, ""),)))


def _word(source: Source, at: int, accepted: Container[str]) -> Tok:
    text = source.text
    ascii_word = _ASCII_WORD.match(text, at)
    if ascii_word is not None and ascii_word[0] in _PHRASE_START:
        phrase = _PHRASE.match(text, at)
        if phrase is not None:
            for terminal in _WORDS[" ".join(phrase[0].split())]:
                if terminal in accepted:
                    return Tok(terminal, Span(source, at, phrase.end()))
    if "NAME" in accepted:
        end = _end_of_word(text, at)
        word = text[at:end]
        led = _BEFORE_DIGIT.match(text, at)
        for terminal in _WORDS[led[0]] if led is not None else ():
            if led is not None and terminal in accepted:
                return Tok(terminal, Span(source, at, led.end()))
        function = _FUNCTION_PHRASE.match(text, at)
        if function is not None:
            return Tok("NAME", Span(source, at, function.end()))
        before_paren = end < len(text) and text[end] in "(（"
        for terminal in _WORDS.get(word, ()):
            if terminal in accepted and (not before_paren or terminal in _BEFORE_PAREN):
                return Tok(terminal, Span(source, at, end))
        if word in RESERVED and word not in NOUNS and not before_paren:
            span = Span(source, at, end)
            means = next((f"<word {each}>" for each in _WORDS[word] if each in MEANINGS), "")
            fix = Fix((Edit(span, f"「{word}」"),))
            raise ScanError(diagnose("RB1013", span, name=word, means=means, fix=fix))
        return Tok("NAME", Span(source, at, end))
    if ascii_word is not None:
        word = ascii_word[0]
        for terminal in _WORDS.get(word, ()):
            if terminal in accepted:
                return Tok(terminal, Span(source, at, ascii_word.end()))
        if "UNIT_WORD" in accepted and _UNIT_WORD.fullmatch(word):
            return Tok("UNIT_WORD", Span(source, at, ascii_word.end()))
        return Tok("WORD", Span(source, at, _end_of_word(text, at)))
    longest = 1 if _EACH_MONTH.match(text, at) else min(_LONGEST_CHINESE, len(text) - at)
    for length in range(longest, 0, -1):
        for terminal in _WORDS.get(text[at : at + length], ()):
            if terminal in accepted:
                return Tok(terminal, Span(source, at, at + length))
    if "UNIT_WORD" in accepted:
        unit = _UNIT_WORD.match(text, at)
        if unit is not None:
            return Tok("UNIT_WORD", Span(source, at, unit.end()))
    return Tok("WORD", Span(source, at, _end_of_word(text, at)))


def _end_of_word(text: str, at: int) -> int:
    """Asked for only where the whole run is the token: a run of keywords would be looked at again from each of them."""
    match = _WORD.match(text, at)
    return match.end() if match is not None else at + 1  # starts with a stop: 扣1分 where a name was expected
