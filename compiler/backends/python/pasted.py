"""The source of the runtime, as it goes into every generated module."""

from __future__ import annotations

import ast
from functools import cache
from importlib.resources import files

from attrs import frozen

# In an order in which each module needs only those before it.
MODULES = (
    "exact", "schema", "problems", "rows", "units", "judged", "domains", "facts", "run", "spans", "sentences",
    "summary", "description", "places", "lacking", "indicator", "tree", "result", "order", "among", "wholes",
)  # fmt: skip


@frozen
class Runtime:
    """`imports`: what the standard library gives, module to names. `text` stands alone below them."""

    imports: tuple[tuple[str, tuple[str, ...]], ...]
    names: frozenset[str]
    text: str


@cache
def runtime() -> Runtime:
    """The modules of the runtime as one text: without imports of each other, docstrings as comments."""
    imports: dict[str, set[str]] = {}
    names: set[str] = set()
    texts: list[str] = []
    folder = files("rubricc.compiler.runtime")
    for module in MODULES:
        source = folder.joinpath(f"{module}.py").read_text(encoding="utf-8")
        tree = ast.parse(source)
        lines = source.splitlines()
        for node in reversed(tree.body):
            if isinstance(node, ast.Import):
                imports.setdefault("", set()).update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                if not (node.module or "").startswith("rubricc"):
                    imports.setdefault(node.module or "", set()).update(alias.name for alias in node.names)
            elif not _is_docstring(node, tree):
                names |= _defined(node)
                continue
            assert node.end_lineno is not None
            del lines[node.lineno - 1 : node.end_lineno]
        doc = ast.get_docstring(tree) or ""
        head = [f"# ── {module} ──", *(f"# {line}".rstrip() for line in doc.splitlines())]
        texts.append("\n".join([*head, "", *_trimmed(lines)]))
    found = tuple((module, tuple(sorted(imports[module]))) for module in sorted(imports))
    names |= {name.partition(".")[0] for _, group in found for name in group}
    return Runtime(found, frozenset(names), "\n\n\n".join(texts) + "\n")


def _is_docstring(node: ast.stmt, tree: ast.Module) -> bool:
    return node is tree.body[0] and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _defined(node: ast.stmt) -> set[str]:
    """The names that a statement of a module defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return {
        n.id for target in targets if target is not None for n in ast.walk(target) if isinstance(n, ast.Name)
    }


def _trimmed(lines: list[str]) -> list[str]:
    """Without blank lines at the start, and never more than two between."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and not (len(kept) > 1 and not kept[-1] and not kept[-2])):
            kept.append(line)
    return kept
