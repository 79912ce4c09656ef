"""Rubric files: where they are, and their text.

Guarantees: nothing raises; a file is bounded before it is read; what cannot be read is a finding.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from rubricc.compiler.data.decode import decode as decode_facts
from rubricc.compiler.runtime.exact import printable
from rubricc.dsl.diagnostics.model import Diagnostic, diagnose, unreadable
from rubricc.dsl.diagnostics.prose.system import reason_of
from rubricc.dsl.source import MAX_BYTES, Source, Unreadable, decode

SUFFIX = ".rubric"


def rubric_file(path: str | Path) -> Path:
    """The file that is meant: a folder stands for its file of the same name, else for its only rubric."""
    path = Path(path)
    if not path.is_dir():
        return path
    named = path / f"{path.resolve().name}{SUFFIX}"
    inside = [] if named.exists() else sorted(path.glob(f"*{SUFFIX}"))
    return inside[0] if len(inside) == 1 else named


def rubric_files(paths: Iterable[str | Path]) -> list[Path]:
    """Every file that is meant, each once: a folder stands for all `.rubric` files below it, in order."""
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        below = sorted(path.rglob(f"*{SUFFIX}")) if path.is_dir() else [path]
        found |= dict.fromkeys(below)
    return list(found)


def read_rubric(path: str | Path, shown: str = "") -> Source | Diagnostic:
    """The text of a file, or why there is none; `-` is standard input."""
    name = printable(shown or str(path))
    data = _bytes_of(path, name)
    if isinstance(data, Diagnostic):
        return data
    source = decode(data, name)
    return unreadable(source) if isinstance(source, Unreadable) else source


def read_table(path: Path, shown: str) -> Source | Diagnostic:
    """The text of a CSV table that holds rows of a rubric, in any encoding that facts may have."""
    name = printable(shown)
    data = _bytes_of(path, name)
    if isinstance(data, Diagnostic):
        return data
    text = decode_facts(data, name) if len(data) <= MAX_BYTES else ""
    if not isinstance(text, str) or len(data) > MAX_BYTES:
        return diagnose("RB0008", None, file=name, reason="<not a CSV table>")
    return Source(name, text)


def _bytes_of(path: str | Path, name: str) -> bytes | Diagnostic:
    """The bytes of a file, no more than one over the bound."""
    try:
        if str(path) == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with open(path, "rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        return diagnose("RB0008", None, file=name, reason=reason_of(error))
