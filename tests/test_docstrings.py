"""What docstrings and comments name is there: one that names what was renamed or removed would mislead its reader."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from test_house import ROOT, Module, modules

NAMED = re.compile(r"`([A-Za-z_][\w.]*)(?:\(\))?`")
MADE = re.compile(r"[a-z][0-9]+")  # names that are made when a program runs: `s0`, `f001`


def docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and ast.get_docstring(node) is not None
        ):
            first = node.body[0]
            assert isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            yield first.value


def read(module: Module) -> tuple[set[str], list[tuple[int, str]]]:
    """The words of a module's code and texts, and what its docstrings and comments name, with the line."""
    said = list(docstrings(module.tree))
    starts = {each.lineno for each in said}
    words: set[str] = set()
    named = [(each.lineno, name) for each in said for name in NAMED.findall(str(each.value))]
    for token in tokenize.generate_tokens(io.StringIO(module.path.read_text(encoding="utf-8")).readline):
        if token.type == tokenize.COMMENT:
            named += [(token.start[0], name) for name in NAMED.findall(token.string)]
        elif token.type == tokenize.NAME or (token.type == tokenize.STRING and token.start[0] not in starts):
            words.update(re.findall(r"\w+", token.string))
    return words, named


def test_what_docstrings_name_is_there() -> None:
    every = [(module, *read(module)) for module in modules()]
    words = {word for _, found, _ in every for word in found}
    words |= {part for module in modules() for part in module.name.split(".")}
    words |= set(re.findall(r"\w+", (ROOT / "grammar/rubric.lark").read_text(encoding="utf-8")))
    strange = [
        f"{module.place}:{line} `{name}`"
        for module, _, named in every
        for line, name in named
        if not all(part in words or MADE.fullmatch(part) for part in name.split("."))
    ]
    assert strange == []
