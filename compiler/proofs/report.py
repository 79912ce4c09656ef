"""Claims as people and programs read them: text by indicator, and one JSON object."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Any

from rubricc.compiler.ir.program import Program, within
from rubricc.compiler.proofs.claims import NAMES, Claim
from rubricc.compiler.proofs.wording import facts_text, name_of, value_text
from rubricc.compiler.runtime.exact import plain

VERDICTS = {
    "proved": ("成立", "proved"), "refuted": ("不成立", "refuted"), "unknown": ("不能判定", "unknown"),
}  # fmt: skip


def claims_text(claims: Sequence[Claim], program: Program, lang: str) -> str:
    """Every claim on a line, by what it is about; under what is refuted the facts that show it."""
    zh = lang == "zh"
    titles = {item.key: item.title for top in program.items for item in within(top)}
    lines: list[str] = []
    for at, found in groupby(claims, key=lambda claim: claim.at):
        lines.append(titles.get(at, at) or ("评分表" if zh else "the rubric"))
        for claim in found:
            place = f"（第 {claim.span.line} 行）" if zh and claim.span else ""
            place = f" (line {claim.span.line})" if not zh and claim.span else place
            place = place if claim.verdict != "proved" else ""
            verdict, name = VERDICTS[claim.verdict][not zh], NAMES[claim.claim][not zh]
            said = claim.said.text(lang)
            lines.append(
                f"  {verdict}  {name}{place}：{said}" if zh else f"  {verdict}  {name}{place}: {said}"
            )
            if claim.verdict == "refuted":
                lines += [f"      {facts_text(one, program, lang)}" for one in claim.witness]
    counts = {v: sum(c.verdict == v for c in claims) for v in VERDICTS}
    told = [f"{counts[v]} {'项' if zh else ''}{words[not zh]}" for v, words in VERDICTS.items()]
    lines.append("、".join(told) if zh else ", ".join(told))
    return "\n".join(lines) + "\n"


def claims_document(claims: Sequence[Claim], program: Program, lang: str) -> dict[str, Any]:
    return {
        "rubric": {"name": program.name, "version": program.version},
        "claims": [_claim(claim, program, lang) for claim in claims],
    }


def _claim(claim: Claim, program: Program, lang: str) -> dict[str, Any]:
    found: dict[str, Any] = {"claim": claim.claim, "at": claim.at, "verdict": claim.verdict}
    found["line"] = claim.span.line if claim.span is not None else None
    if claim.verdict == "unknown":
        return found | {"reason": claim.said.text(lang)}
    found["said"] = claim.said.text(lang)
    found["witness"] = [
        {
            "inputs": facts_document(one.facts, program),
            "values": {
                name_of(v, program, chinese=lang == "zh"): value_text(v, value, lang)
                for v, value in one.values
            },
            "points": plain(one.points),
        }
        for one in claim.witness
    ]
    return found


def facts_document(facts: dict[str, Any], program: Program) -> dict[str, Any]:
    """Facts as `score` reads them from a file of JSON."""
    percents = {(b.name, f.name) for b in program.blocks for f in b.fields if f.kind.family == "percent"}

    def cells(block: str, row: dict[str, Any]) -> dict[str, Any]:
        return {name: _cell(value, (block, name) in percents) for name, value in row.items()}

    found: dict[str, Any] = {
        block: [cells(block, row) for row in rows] if isinstance(rows, list) else cells(block, rows)
        for block, rows in facts.items()
    }
    return found[""] if set(found) == {""} else found


def _cell(value: object, percent: bool) -> object:
    match value:
        case bool() | str() | None:  # an empty cell is null
            return value
        case date():
            return value.isoformat()
        case int() | Fraction():
            return f"{plain(value * 100)}%" if percent else plain(value)
    raise AssertionError(value)
