"""Results as documents: Markdown, and HTML in one file. The only module that imports jinja2.

Assumes the plain data of `document`. Guarantees: every name and text is escaped for its format; the documents hold
no script and load nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined

from rubricc.compiler.derivation.document import Document, Node
from rubricc.compiler.derivation.inputs import InputData
from rubricc.compiler.derivation.page import open_grade, recorded, undecided
from rubricc.compiler.derivation.run import RunDocument
from rubricc.compiler.derivation.run_page import by_rank, lacks, statement_lines
from rubricc.dsl.diagnostics.wording import visible

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&])")
WIDEST = 10_000  # cells: lines that a browser breaks
_STARTS = re.compile(r"^(\s*)([-+]|[0-9]+[.)])(?=\s|$)")


def result_html(document: Document) -> str:
    """A report of one self-contained page, fit for printing."""
    return _environment(True).get_template("result.html.j2").render(_context(document))


def result_markdown(document: Document) -> str:
    """The same report as Markdown (tables as GitHub writes them)."""
    return _environment(False).get_template("result.md.j2").render(_context(document))


def run_html(document: RunDocument) -> str:
    """The report of a run over units, of one self-contained page."""
    return _environment(True).get_template("run.html.j2").render(_run_context(document))


def run_markdown(document: RunDocument) -> str:
    return _environment(False).get_template("run.md.j2").render(_run_context(document))


def report_page(template: str, context: Mapping[str, object]) -> str:
    """A report (`report.py`) in one of the templates made for it."""
    return _environment(".html." in template).get_template(template).render(context)


def _run_context(document: RunDocument) -> dict[str, object]:
    zh, units = document["lang"] != "en", document["units"]
    return {
        "say": lambda chinese, english: chinese if zh else english,
        "tree": units[0]["tree"],
        "ranked": by_rank(document),
        "graded": any(each["grade"] is not None or each["grades"] for each in units),
        "without": [(each, said) for each in units if (said := lacks(each, document["lang"]))],
        "recorded": recorded(document),
        "undecided": undecided(document),
        "said": [line.strip() for line in statement_lines(document, WIDEST)],
        **document,
    }


def _context(document: Document) -> dict[str, object]:
    zh = document["lang"] != "en"
    is_open = document["total"] is not None and document["grade"] is None and document["grades"]
    return {
        "zh": zh,
        "open_grade": open_grade(document["grades"], document["lang"]) if is_open else "",
        "say": lambda chinese, english: chinese if zh else english,
        "recorded": recorded(document),
        "undecided": undecided(document),
        **document,
    }


@cache
def _environment(html: bool) -> Environment:
    environment = Environment(
        loader=FunctionLoader(_template),
        autoescape=html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown if html else None,
    )
    environment.tests["foot"] = lambda line: str(line).startswith(("依据：", "数据：", "Clause: ", "Data: "))
    environment.filters |= {"md": _markdown, "rows": _rows, "places": _places, "lines": str.splitlines}
    return environment


def _template(name: str) -> str:
    return (files("rubricc.compiler.derivation") / "templates" / name).read_text(encoding="utf-8")


def _shown(value: object) -> object:
    """Characters that do not show, or that reorder others, as escapes; what is marked safe stays."""
    return visible(value) if type(value) is str else value


def _markdown(text: object) -> str:
    """Text that Markdown takes literally, in a table too; on one line."""
    line = visible(" ".join(str(text).split("\n")))
    return _STARTS.sub(r"\1\\\2", _MARKS.sub(r"\\\1", line))


def _rows(nodes: list[Node], depth: int = 0) -> list[tuple[int, Node]]:
    """A tree as rows, parents first, with their depth."""
    return [row for node in nodes for row in ((depth, node), *_rows(node["children"], depth + 1))]


def _places(inputs: list[InputData]) -> list[dict[str, object]]:
    """Facts by name: a single one with its value, a column of a table with its values by key."""
    found: dict[tuple[str, str], list[InputData]] = {}
    for each in inputs:
        found.setdefault((each["block"], each["name"]), []).append(each)
    return [{"block": block, "name": name, "facts": facts} for (block, name), facts in found.items()]
