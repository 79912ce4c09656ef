"""Phrases of English contracts and schemes."""

from __future__ import annotations

from typing import Final

from rubricc.dsl.phrasebook.pieces import NUMBER, Clause, Match, Row

_A: Final = rf"{NUMBER}[ ]?(?:%|pp)?"
_SIDES: Final = {"below": "below", "under": "below", "short of": "below", "less than": "below"}
_SIDE: Final = "below|under|short of|less than|above|over|more than|beyond"
_END: Final = r"[ ]{0,3}(?=$|[;.])"


def _step(m: Match, c: Clause) -> str:
    """1 point deducted for every 1% below 95%."""
    below = _SIDES.get(m["side"]) == "below"
    target = f"target {'>=' if below else '<='} {m['a']}; " if m["a"] else ""
    return f"{target}deduct {m['n']} per {m['p']} {'below' if below else 'above'}"


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
    ("from and to", rf"(?:from[ ]|between[ ])?(?P<a>{_A})[ ](?:to|and)[ ](?P<b>{_A})(?=[ ]?:)", "{a} .. {b}"),
    ("band sign", rf"(?P<a>{_A})[ ](?:or|and)[ ](?:more|above|higher|over)(?=[ ]?:)", ">= {a}"),
    ("band sign", rf"(?P<a>{_A})[ ](?:or|and)[ ](?:less|below|lower|under)(?=[ ]?:)", "<= {a}"),
)
