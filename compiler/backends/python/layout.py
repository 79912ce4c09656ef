"""Lines of the generated module: statements no wider than a page, comments and docstrings that cannot break out."""

from __future__ import annotations

from collections.abc import Iterable

from rubricc.compiler.backends.python.expressions import LONG, Writer
from rubricc.compiler.ir import scaled as s

WIDTH = 110
INDENT = "    "
ARMS = 40  # a longer chain of elif is written as several


def harmless(text: str) -> str:
    """An author's text for a comment or a docstring: nothing invisible, no line end, nothing that could end it."""
    shown = "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text)
    return shown.replace("\\", "＼").replace('"""', "”””")


def comment(text: str, most: int = 60) -> str:
    shown = harmless(" ".join(text.split()))
    return "# " + (shown if len(shown) <= most else shown[: most - 1] + "…")


def docstring(lines: Iterable[str], indent: str = INDENT) -> list[str]:
    """A docstring over several lines; each line is made harmless here."""
    shown = [harmless(line).rstrip() for line in lines]
    first, *rest = shown
    if not rest and not first.endswith('"'):
        return [f'{indent}"""{first}"""']
    return [f'{indent}"""{first}', *(f"{indent}{line}".rstrip() for line in rest), f'{indent}"""']


def listed(before: str, items: Iterable[str], after: str, indent: str = "") -> list[str]:
    """`before item, item after` on one line, or an item a line."""
    items = list(items)
    short = f"{indent}{before}{', '.join(items)}{after}"
    if len(short) <= WIDTH:
        return [short]
    return [f"{indent}{before}", *filled(items, indent + INDENT), f"{indent}{after}"]


def filled(items: list[str], indent: str) -> list[str]:
    """Items with commas, as many on a line as fit."""
    lines: list[str] = []
    line = ""
    for item in items:
        if line and len(indent) + len(line) + len(item) + 2 > WIDTH:
            lines.append(indent + line)
            line = ""
        line += (" " if line else "") + item + ","
    return [*lines, indent + line] if line else lines


def assigned(name: str, value: s.Expr, writer: Writer, note: str, indent: str) -> list[str]:
    """`name = value`, with a note at the end of the line or above it."""
    if isinstance(value, s.If) and (len(value.arms) > 1 or len(writer.text(value)) > WIDTH - 30):
        return [f"{indent}{comment(note)}"] * bool(note) + _choice(name, value, writer, indent)
    text = writer.text(value)
    line = f"{indent}{name} = {text}"
    said = f"  {comment(note)}" if note else ""
    if len(line) + len(said) <= WIDTH:
        return [line + said]
    above = [f"{indent}{comment(note)}"] if note else []
    if len(line) <= WIDTH:
        return [*above, line]
    return [*above, *_broken(f"{name} = ", value, writer, indent)]


def _broken(before: str, value: s.Expr, writer: Writer, indent: str) -> list[str]:
    """A long expression, broken at its outermost operators."""
    deeper = indent + INDENT
    if isinstance(value, s.Linear) and len(value.terms) > 1:
        signed = writer.addends(value)
        if len(signed) > LONG:
            return listed(f"{before}sum((", [sign.strip("+") + x for sign, x in signed], "))", indent)
        (sign, first), *rest = signed
        return [
            f"{indent}{before}(",
            deeper + sign.strip("+") + first,
            *(f"{deeper}{a} {b}" for a, b in rest),
            indent + ")",
        ]
    if isinstance(value, s.Logic):
        first, *others = writer.operands(value)
        return [
            f"{indent}{before}(",
            deeper + first,
            *(f"{deeper}{value.op} {o}" for o in others),
            indent + ")",
        ]
    if isinstance(value, s.Extreme):
        return listed(f"{before}{value.which}(", map(writer.text, value.operands), ")", indent)
    if isinstance(value, s.Pick):
        return listed(f"{before}(", map(writer.text, value.values), f")[{writer.text(value.index)}]", indent)
    return [f"{indent}{before}{writer.text(value)}"]


def _choice(name: str, value: s.If, writer: Writer, indent: str) -> list[str]:
    """A choice as if and elif. Python nests elif, so a long one is cut; rows are counted from 0."""
    lines: list[str] = []
    cut = len(value.arms) > ARMS and all(isinstance(v, s.Int) and v.value >= 0 for _, v in value.arms)
    for start in range(0, len(value.arms), ARMS if cut else len(value.arms)):
        arms = value.arms[start : start + ARMS] if cut else value.arms
        last = start + len(arms) >= len(value.arms)
        inner = indent + INDENT if start else indent
        if start:
            lines.append(f"{indent}if {name} < 0:")
        for at, (condition, result) in enumerate(arms):
            lines += conditional("elif" if at else "if", condition, writer, inner)
            lines.append(f"{inner}{INDENT}{name} = {writer.text(result)}")
        lines += [
            f"{inner}else:",
            f"{inner}{INDENT}{name} = {writer.text(value.otherwise) if last else '-1'}",
        ]
    return lines


def conditional(word: str, condition: s.Expr, writer: Writer, indent: str) -> list[str]:
    """`if condition:`, broken where it is long."""
    line = f"{indent}{word} {writer.text(condition)}:"
    if len(line) <= WIDTH or not isinstance(condition, s.Logic):
        return [line]
    first, *rest = writer.operands(condition)
    deeper = indent + INDENT
    return [
        f"{indent}{word} (",
        deeper + first,
        *(f"{deeper}{condition.op} {o}" for o in rest),
        f"{indent}):",
    ]
