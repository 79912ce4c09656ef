"""`rubricc audit log`: the records of a ledger, a line each, or as many as it takes on a narrow screen."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Iterable, Sequence

from rubricc.cli.ledgers import damaged, folder_argument, guarded, keep_outside
from rubricc.cli.terminal import Parser, Terminal, as_json
from rubricc.compiler.audit.page import KINDS, in_utc
from rubricc.compiler.audit.problem import LedgerProblem
from rubricc.compiler.audit.records import Body, Entry
from rubricc.dsl.diagnostics.model import Diagnostic
from rubricc.dsl.diagnostics.render.layout import folded, width
from rubricc.dsl.diagnostics.wording import visible

PUBLISHED = {
    "RB8050": ("与发布的不同", "not as it was published"),
    "RB8051": ("版本没有发布", "version never published"),
}
COLUMNS = ("number", "at", "actor", "kind", "what", "total", "grade", "hash", "finding")


def arguments(parser: Parser, terminal: Terminal) -> None:
    folder_argument(parser)
    parser.option(
        "--format",
        choices=("text", "json", "csv"),
        default="text",
        zh="输出的格式",
        en="format of the output",
    )
    parser.output()


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    keep_outside(terminal, args.folder, args.output)
    from rubricc.ledger import Ledger

    lang = args.lang or terminal.lang
    found: list[LedgerProblem] = []
    with guarded(terminal, lang):
        ledger = Ledger(args.folder)
        published = ledger.store.published()
        rows = [
            _row(each, ledger.unpublished(each, published)) for each in ledger.store.entries(found.append)
        ]
    terminal.write(_laid_out(rows, args.format, lang, terminal.width), args.output)
    return damaged(terminal, lang, found)


def _row(entry: Entry, finding: Diagnostic | None) -> dict[str, str | int]:
    body = entry.body
    rubric = body.get("result", body).get("rubric") or {}
    unit = body.get("call", {}).get("unit")
    named = " ".join(str(part) for part in (rubric.get("name"), rubric.get("version"), unit) if part)
    what = {
        "adjust": _adjusted(body) if entry.kind == "adjust" else "",
        "genesis": body.get("identity"),
        "key": body.get("key"),
    }
    after = body["total"]["after"] if entry.kind == "adjust" else body.get("result", {}).get("total")
    grade = body["grade"]["after"] if entry.kind == "adjust" else body.get("result", {}).get("grade")
    return {
        "number": entry.number,
        "at": str(entry.record["at"]),
        "actor": str(entry.record["actor"]),
        "kind": entry.kind,
        "what": str(what.get(entry.kind) or named),
        "total": str(after or ""),
        "grade": str(grade or ""),
        "hash": entry.leaf.hex(),
        "finding": finding.code if finding else "",
    }


def _adjusted(body: Body) -> str:
    points = body["points"]
    return f"#{body['of']} {body['item']} {points['before']} → {points['after']}"


def _laid_out(rows: Iterable[dict[str, str | int]], form: str, lang: str, room: int) -> str:
    if form == "json":
        return as_json({"records": list(rows)})
    if form == "csv":
        stream = io.StringIO()
        table = csv.DictWriter(stream, COLUMNS, lineterminator="\r\n")
        table.writeheader()
        table.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
        return "\ufeff" + stream.getvalue()
    lines = []
    for row in rows:
        kind = KINDS.get(str(row["kind"]), (str(row["kind"]),) * 2)[lang != "zh"]
        finding = PUBLISHED.get(str(row["finding"]), ("", ""))[lang != "zh"]
        parts = (
            *(row["number"], in_utc(str(row["at"])), row["actor"], kind),
            *(row["what"], row["total"], row["grade"], finding),
        )
        lines += _fitted([visible(str(part)) for part in parts if part != ""], room)
    return "".join(f"{folded(line, room)}\n" for line in lines)


def _fitted(parts: Sequence[str], room: int) -> list[str]:
    """The parts side by side; one for which there is no room goes on in the next line, further in."""
    lines = list(parts[:1])
    for part in parts[1:]:
        longer = f"{lines[-1]}  {part}"
        if width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(f"    {part}")
    return lines


def _cell(value: str | int) -> str | int:
    """A text that a spreadsheet takes for a text: none starts like a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
