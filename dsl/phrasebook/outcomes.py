"""What follows from the total, as documents say it: 90分以上全额付款，80-90分扣5%，80分以下不予支付.

A reader takes what stands behind 结果 X：, and answers with rows over the total. What is paid and what is kept back are
two things: which of them a figure is, its words say, and which of them the outcome is, its name does.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from rubricc.dsl.phrasebook.band_sentences import band_patterns, rows_of
from rubricc.dsl.phrasebook.parts import ENDS, Sentence, in_a_row
from rubricc.dsl.phrasebook.pieces import AMOUNT, NUMBER, Clause, Match, Row
from rubricc.dsl.printer.words import decimal

_HEAD: Final = re.compile(r"[ ]*(?:结果|outcome)[ ]+(?P<name>[^:：\n]{1,40}?)[ ]*[:：][ ]*")
_VERB: Final = (
    r"(?:付款|支付|拨付|付|结算|发放|给付|兑现|服务费|合同款|费用|款项|当[季月期年]|总额|合同价款?|的)"
)
_PAID: Final = (
    rf"(?:(?P<all>(?:按)?(?:全额|足额|100[%％]){_VERB}*|不扣款?)|(?P<none>不予?{_VERB}+|零{_VERB}+|全部?扣[除减]?)"
    rf"|(?P<kept>(?:扣|罚|核减|扣发)(?:除|减|款|罚)?{_VERB}*[ ]?(?P<k>{AMOUNT}))"
    rf"|(?P<given>(?:按)?{_VERB}*[ ]?(?P<g>{NUMBER}[ ]?[%％]){_VERB}*))"
)
_PARTS: Final = band_patterns(
    rf"的?[ ，,:：]{{0,2}}{_PAID}{ENDS}",
    r"(?:总分|得分|考核得分|考核总分|评分|综合得分)?[ ]?",
    rf"{NUMBER}[ ]?分?",
)
_PER_POINT: Final = re.compile(
    rf"(?:总分|得分|考核得分)?(?:低于|不足|不到|未达到)(?P<n>{NUMBER})分(?:的|时|，|,|[ ]){{0,3}}"
    rf"每(?:再)?(?:低|少|降低|下降|差)?(?P<step>{NUMBER})?[ ]?分?[，,]?"
    rf"(?:扣|罚|核减)(?:除|减|款)?[ ]?(?P<a>{AMOUNT}){ENDS}"
)


def outcome(text: str, line: int, at: int) -> Sentence | None:
    """Rows for an outcome that is said in a sentence; its line starts at `line`."""
    head = _HEAD.match(text, line)
    if head is None or at < head.end():
        return None
    parts, end = in_a_row(text, head.end(), _PARTS)
    if len(parts) < 2 or at > end or text[end:].split("\n", maxsplit=1)[0].strip(" 。；;"):
        return None
    figures = [_figure(m, head["name"]) for m in parts]
    if any(figure.endswith("元") for figure in figures):
        figures = ["0元" if figure == "0%" else figure for figure in figures]
    read = rows_of(parts, figures)
    if read is None:
        return None
    rows, ends = read
    indent = " " * 4
    body = f"\n{indent}".join(rows)
    return Sentence(head.end(), end, f"按 总分：\n{indent}{body}", "outcome said", ends)


def _figure(m: Match, name: str) -> str:
    """What is paid, or what is kept back, as the name of the outcome has it."""
    of_charge = re.search("扣|罚|减", name) is not None
    if m["all"] or m["none"]:
        return "100%" if bool(m["all"]) != of_charge else "0%"
    figure = m["k"] or m["g"]
    if not figure.endswith(("%", "％")) or (m["k"] is not None) == of_charge:
        return figure
    return f"{decimal(100 - Fraction(figure.rstrip('%％ ')))}%"


def per_point(text: str, line: int, at: int) -> tuple[int, int, str] | None:
    """低于90分的，每低1分扣1万元: what a part of a point counts for is asked."""
    head = _HEAD.match(text, line)
    match = _PER_POINT.match(text, head.end()) if head is not None else None
    if match is None or not match.start() <= at <= match.end():
        return None
    steps = f"最大(0，{match['n']} - 总分)" + (
        f" / {match['step']}" if match["step"] not in (None, "1") else ""
    )
    ways = [f"{steps} × {match['a']}"]
    ways += [f"(({steps}) 取整 {how} 到 1) × {match['a']}" for how in ("向上取整", "向下取整")]
    return match.start(), match.end(), "\n".join(ways)


def _of_a_row(m: Match, c: Clause) -> str:
    """≥ 90：全额; [80，90)：扣5%."""
    above = [row for row in m.string[: m.start()].split("\n")[:-1] if row.strip() and not row.startswith(" ")]
    head = _HEAD.match(above[-1]) if above else None
    return f"：{_figure(m, head['name'])}" if head is not None else m[0]


ROWS: Final[tuple[Row, ...]] = (
    ("paid in a row", rf"(?<=[\w%％)）\]])[ ]?[:：][ ]*{_PAID}(?=[ ]*$)", _of_a_row),
)
