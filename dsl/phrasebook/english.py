"""Phrases of English contracts and schemes."""

from __future__ import annotations

import re
from typing import Final

from rubricc.dsl.phrasebook.pieces import NUMBER, Clause, Match, Row, any_of

_A: Final = rf"{NUMBER}[ ]?(?:%|pp)?"
_SIDES: Final = {"below": "below", "under": "below", "short of": "below", "less than": "below"}
_SIDE: Final = "below|under|short of|less than|above|over|more than|beyond"
_LOWER: Final = {
    "equal to or greater than": "[", "greater than or equal to": "[", "equal to or more than": "[",
    "more than or equal to": "[", "at least": "[", "not less than": "[", "no less than": "[", "greater than": "(",
    "more than": "(", "above": "(", "over": "(",
}  # fmt: skip
_UPPER: Final = {
    "equal to or less than": "]", "less than or equal to": "]", "at most": "]", "not more than": "]",
    "no more than": "]", "less than": ")", "below": ")", "under": ")",
}  # fmt: skip
_SAID: Final = {"[": ">=", "(": ">", "]": "<=", ")": "<"}
_LOW: Final = rf"(?P<ls>{any_of(list(_LOWER))})[ ](?P<low>{_A})"
_HIGH: Final = rf"(?P<hs>{any_of(list(_UPPER))})[ ](?P<high>{_A})"
_BUT: Final = r",?[ ](?:but|and)[ ](?:is[ ])?"
_ROW: Final = r"(?=[ ]?:)"
_END: Final = r"[ ]{0,3}(?=$|[;.])"


def _step(m: Match, c: Clause) -> str:
    """1 point deducted for every 1% below 95%."""
    below = _SIDES.get(m["side"]) == "below"
    target = f"target {'>=' if below else '<='} {m['a']}; " if m["a"] else ""
    return f"{target}deduct {m['n']} per {m['p']} {'below' if below else 'above'}"


def _from_to(m: Match, c: Clause) -> str:
    """90% to 95%: both ends, but for one at which another row says that it starts."""
    starts = re.search(
        rf"^[ ]*(?:>=|≥|at least|from)[ ]*{re.escape(m['b'])}(?![0-9.])", m.string, re.MULTILINE
    )
    starts = starts or re.search(
        rf"^[ ]*{re.escape(m['b'])}[ ](?:or|and)[ ](?:more|above|higher|over)", m.string, re.M
    )
    return f"[{m['a']}, {m['b']})" if starts else f"{m['a']} .. {m['b']}"


def _between(m: Match, c: Clause) -> str:
    """less than 99.99% but equal to or greater than 99.0%."""
    return f"{_LOWER[m['ls']]}{m['low']}, {m['high']}{_UPPER[m['hs']]}"


def _veto(m: Match, c: Clause) -> str:
    return f"{'total at most 0' if c.top else 'zero'} when {m['c']}"


ROWS: Final[tuple[Row, ...]] = (
    (
        "step said",
        rf"(?:(?:deduct|minus|lose|subtract)[ ])?(?P<n>{NUMBER})[ ]points?(?:[ ](?:is|are|will be|shall be)"
        rf")?(?:[ ](?:deducted|lost|off|taken off))?"
        rf"[ ](?:for[ ](?:each|every)|per|each|every)[ ](?P<p>{_A})(?:[ ]percent)?[ ](?P<side>{_SIDE}"
        rf")(?:[ ](?:the )?(?:target|standard)(?:[ ]of)?)?(?:[ ](?P<a>{_A}"
        rf"))?",
        _step,
    ),
    (
        "step said",
        rf"(?P<n>{NUMBER})[ ]points?(?:[ ](?:is|are|will be|shall be))?[ ](?:deducted|lost|off|taken off)"
        rf"[ ](?:for[ ](?:each|every)|per)[ ](?P<c>[a-z_]\w*){_END}",
        "deduct {n} per of {c}",
    ),
    (
        "step said",
        rf"(?P<n>{NUMBER})[ ]points?(?:[ ](?:is|are|will be|shall be))?[ ](?:deducted|lost|off|taken off)"
        rf"[ ](?:if|when|where)[ ](?P<c>[^;\n]{{1,60}}?){_END}",
        "deduct {n} when {c}",
    ),
    (
        "cap",
        rf"(?:(?:up to )?(?:a |the )?max(?:imum)?[ ]of|capped[ ]at|not exceeding|no more than)"
        rf"[ ](?P<n>{NUMBER})(?:[ ]points?)?",
        "up to {n}",
    ),
    (
        "condition first",
        rf"(?:no|zero|0)[ ]points?[ ](?:if|when|where|in case of|for)[ ](?:any |an |a )?(?P<c>[^;\n]{{1,60}}?){_END}",
        _veto,
    ),
    (
        "condition first",
        rf"full[ ](?:points?|marks)[ ](?:if|when|where)[ ](?P<c>[^;\n]{{1,60}}?){_END}",
        "full when {c}",
    ),
    (
        "condition after",
        rf"(?P<t>below|under|less than)[ ](?P<a>{_A})[ ,]*(?:no points|zero|0 points)",
        "zero when {measure} < {a}",
    ),
    (
        "target met",
        rf"full[ ](?:points?|marks)[ ](?:at|for|from)[ ](?P<a>{_A})(?:[ ](?:or (?:more|above|higher)"
        rf"|and (?:above|over)))?{_END}",
        "target >= {a}",
    ),
    ("target direction", rf"target(?: of)?[ ]+(?P<a>{NUMBER}[ ]?%)", "target >= {a}\ntarget <= {a}"),
    ("band interval", rf"{_HIGH}{_BUT}{_LOW}{_ROW}", _between),
    ("band interval", rf"{_LOW}{_BUT}{_HIGH}{_ROW}", _between),
    ("band sign", rf"{_LOW}{_ROW}", lambda m, c: f"{_SAID[_LOWER[m['ls']]]} {m['low']}"),
    ("band sign", rf"{_HIGH}{_ROW}", lambda m, c: f"{_SAID[_UPPER[m['hs']]]} {m['high']}"),
    ("from and to", rf"(?:from[ ]|between[ ])?(?P<a>{_A})[ ](?:to|and)[ ](?P<b>{_A})(?=[ ]?:)", _from_to),
    ("band sign", rf"(?P<a>{_A})[ ](?:or|and)[ ](?:more|above|higher|over)(?=[ ]?:)", ">= {a}"),
    ("band sign", rf"(?P<a>{_A})[ ](?:or|and)[ ](?:less|below|lower|under)(?=[ ]?:)", "<= {a}"),
)
