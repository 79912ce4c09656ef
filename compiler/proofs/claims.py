"""A claim about a rubric, and what became of it: proved, refuted with a witness, or unknown with a reason.

Unknown is never a pass. A reason is a sentence in both languages; a witness is facts, and the points they give.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from attrs import Factory, field, frozen

from rubricc.compiler.proofs.witness import Shown
from rubricc.dsl.source import Span

Verdict = Literal["proved", "refuted", "unknown"]
Name = Literal[
    "weights",
    "tiling",
    "bounds",
    "reachability",
    "monotone",
    "double_charge",
    "consequence",
    "missing",
    "empty",
    "vary",
    "grades",
    "width",
]

NAMES: dict[Name, tuple[str, str]] = {
    "weights": ("权重相加", "weights add up"),
    "tiling": ("分档不重不漏", "bands tile"),
    "bounds": ("得分不越界", "points stay within their limits"),
    "reachability": ("满分、各档都可得到", "full marks and every row can be had"),
    "monotone": ("做得越好得分不减", "better never scores less"),
    "double_charge": ("一件事不计两次", "one occurrence is charged once"),
    "consequence": ("每个条款都起作用", "every clause has a consequence"),
    "missing": ("不填不占便宜", "leaving a fact out never pays"),
    "empty": ("空着算最差或最好", "empty is the worst or the best"),
    "vary": ("得分有高有低", "points vary"),
    "grades": ("等级都可得到", "every grade can be had"),
    "width": ("整数宽度", "width of integers"),
}


@frozen
class Said:
    """One sentence in Chinese and in English."""

    zh: str
    en: str

    def text(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


@frozen
class Warn:
    """The finding of `check` that says what is refuted, where no pass has said it."""

    code: str
    args: Mapping[str, Any] = Factory(dict)


@frozen
class Claim:
    """`at` is the indicator's or group's code or name, empty for the rubric; `said` what was found."""

    claim: Name
    at: str
    verdict: Verdict
    said: Said
    witness: tuple[Shown, ...] = ()
    warn: Warn | None = None
    span: Span | None = field(default=None, eq=False, repr=False)
