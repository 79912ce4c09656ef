"""Good inputs with small wounds, for `fuzz.py`: rubrics, files of facts, workbooks."""

from __future__ import annotations

import io
import json
import random
import re
import warnings
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from written_workbooks import workbook

ROOT = Path(__file__).resolve().parents[1]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

Chance = random.Random


# ---- wounds ------------------------------------------------------------------------------------------------------

TOKEN = re.compile(r"\s+|[0-9._]+|[A-Za-z_]+|[\u4e00-\u9fff]+|.", re.DOTALL)
STRANGE = (
    "\0", "\ufeff", "\u202e", "\u200b", "\u3000", "\t", "\r", "\r\n", "\n\n", "１２", "²", "½", "ﬁ", "𝒳", "\ud7ff",
    "9" * 25, "9" * 5000, "0." + "0" * 30 + "1", "1e99999999", "-0", "-1", "NaN", "Infinity", "0/0", "%", "%%", "％",
    "(", ")", "[", "]", "{", "}", "((((((((", ":", "：", ";", ",", '"', "“", "'", "「", "」", "#", "\\",
    "\\u0000", "&a", "*a", "!!python/object:os.system", "<<", "---", "...", "null", "~", "yes", "2020-02-30", "2020-13",
    "9999-12-31", "0000-00-00", "../../../etc/passwd", "=1+1", "0", "1", "", " ", "or", "and", "not", "if",
    "else", "权重", "otherwise", "{{", "${x}",
)  # fmt: skip


LONGEST = 400_000  # characters of a wounded text: no more of it is made than is kept


def in_text(text: str, chance: Chance, words: Sequence[str]) -> str:
    """The text with one to four wounds: tokens and lines lost, doubled, swapped, replaced, or put in many times."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 4))):
        tokens = TOKEN.findall(text) or [""]
        at = chance.randrange(len(tokens))
        match chance.randrange(9):
            case 0:
                del tokens[at : at + chance.choice((1, 1, 2, 5, 30))]
            case 1:
                tokens.insert(at, tokens[chance.randrange(len(tokens))])
            case 2:
                tokens[at] = chance.choice(STRANGE)
            case 3:
                tokens.insert(at, chance.choice(STRANGE))
            case 4:
                tokens[at] = chance.choice(words)
            case 5:
                tokens[at] *= min(chance.choice((2, 70, 3000, 30_000)), LONGEST // (len(tokens[at]) or 1) + 1)
            case 6:
                part = tokens[at : at + chance.choice((2, 8, 40))]
                tokens[at:at] = part * min(
                    chance.choice((1, 2, 100)), LONGEST // (sum(map(len, part)) or 1) + 1
                )
            case 7:
                lines = text.split("\n")
                one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
                lines[one], lines[other] = lines[other], lines[one]
                tokens = ["\n".join(lines)]
            case _:
                indent = chance.choice(("", " ", "  ", "    ", "        ", "\t"))
                lines = text.split("\n")
                one = chance.randrange(len(lines))
                lines[one] = indent + lines[one].lstrip()
                tokens = ["\n".join(lines)]
        text = "".join(tokens)[:LONGEST]
    return text


def in_bytes(data: bytes, chance: Chance) -> bytes:
    """The bytes with one to four wounds: bits flipped, parts lost, doubled, replaced or cut off."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        at, length = chance.randrange(len(data) + 1), chance.choice((1, 2, 4, 30, 300))
        match chance.randrange(6):
            case 0 if at < len(data):
                data = data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]
            case 1:
                data = data[:at] + data[at + length :]
            case 2:
                data = data[:at] + data[at : at + length] * chance.choice((2, 100)) + data[at + length :]
            case 3:
                data = data[:at] + chance.randbytes(length) + data[at + length :]
            case 4:
                data = data[:at]
            case _:
                data = data[:at] + chance.choice(STRANGE).encode("utf-8", "replace") + data[at:]
    return data


# ---- good inputs -------------------------------------------------------------------------------------------------


@cache
def fences() -> dict[str, list[str]]:
    """What stands in the fences of cases and documents, by kind."""
    found: dict[str, list[str]] = {}
    for path in sorted([*(ROOT / "tests" / "cases").rglob("*.md"), *(ROOT / "docs").glob("*.md")]):
        for kind, inside in FENCE.findall(path.read_text(encoding="utf-8")):
            found.setdefault(kind, []).append(inside)
    return found


@cache
def words_of(kind: str) -> list[str]:
    """The tokens of all good inputs of a kind."""
    return sorted({token for each in fences()[kind] for token in TOKEN.findall(each)})


@cache
def real_rubrics() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted((ROOT / "rubrics").glob("*/*.rubric"))]


def rubric_text(chance: Chance) -> str:
    """A rubric with wounds; one in thirty is a whole real one."""
    known = real_rubrics() if chance.random() < 1 / 30 else fences()["rubric"]
    return in_text(chance.choice(known), chance, words_of("rubric"))


def good_facts(suffix: str) -> list[bytes]:
    folder = ROOT / "rubrics" / "luliang-2020"
    if suffix == "csv":
        return [(folder / "monthly.csv").read_bytes(), *(each.encode() for each in fences()["csv"])]
    single = (folder / "facts.yaml").read_text(encoding="utf-8")
    if suffix == "yaml":
        return [single.encode(), *(each.encode() for each in fences()["yaml"])]
    rows = (folder / "monthly.csv").read_text(encoding="utf-8-sig").splitlines()
    names = rows[0].split(",")
    table = [dict(zip(names, row.split(","), strict=False)) for row in rows[1:]]
    facts = dict(line.split(": ", 1) for line in single.splitlines() if line.count(": ") == 1)
    return [json.dumps({"月报": table, **facts}, ensure_ascii=False, indent=1).encode()]


@cache
def good_workbook() -> bytes:
    lines = (ROOT / "rubrics" / "luliang-2020" / "monthly.csv").read_text(encoding="utf-8-sig").splitlines()
    rows: list[list[object]] = [[_cell(cell) for cell in line.split(",")] for line in lines]
    return workbook({"月报": rows, "核查": [["项目", "值"], ["验收结论", "一次通过"], ["计划话务员数", 30]]})


def _cell(text: str) -> object:
    return int(text) if re.fullmatch("[0-9]{1,12}", text) else text


def wounded_workbook(chance: Chance) -> bytes:
    """A workbook whose bytes, whose parts, or whose list of parts is not what it should be; or a bomb."""
    whole = good_workbook()
    kind = chance.randrange(10)
    if kind < 3:
        return in_bytes(whole, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        hit = chance.choice(
            [name for name in names if "sheet" in name or "Strings" in name or "rels" in name]
        )
        for name in names:
            part = old.read(name)
            if name == hit and kind < 7:
                part = in_text(
                    part.decode(), chance, ["<c", "<row", "</row>", "<v>", "</v>", "r=", "t="]
                ).encode()
            if name == hit and kind == 7:  # a bomb: one part that unpacks to much more than it takes
                part = part.replace(
                    b"<sheetData>", b"<sheetData>" + b"<row/>" * chance.choice((10, 10**6, 3 * 10**6))
                )
                part += b" " * chance.choice((10**6, 10**8))
            if name == hit and kind == 8:
                part = (
                    b'<!DOCTYPE x [<!ENTITY a "'
                    + b"a" * 1000
                    + b'"><!ENTITY b "'
                    + b"&a;" * 1000
                    + b'">]>'
                    + part
                )
            if not (name == hit and kind == 9 and chance.random() < 0.5):
                new.writestr(name, part)
            if name == hit and kind == 9:
                with warnings.catch_warnings(action="ignore"):
                    new.writestr(chance.choice(("x/" * 50, "../x", "/etc/x", "xl/other.xml")), part)
    return out.getvalue()
