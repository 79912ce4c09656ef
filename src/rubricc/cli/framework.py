"""What `rubricc new --from` writes: a draft with every indicator of a shipped framework, and its facts to fill in.

Weights are left open (`weight ?`): a framework gives none, and the author decides them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rubricc.compiler.data.library import Files
from rubricc.compiler.derivation.spec import schema_of
from rubricc.compiler.driver import compile_rubric
from rubricc.compiler.runtime.schema import Block, Field
from rubricc.dsl import nodes as n
from rubricc.dsl.diagnostics.prose.terms import TERMS
from rubricc.dsl.parse import parse
from rubricc.dsl.source import Source
from rubricc.grammar.keywords import canonical

_EXAMPLES = {
    "percent": "94.36%",
    "date": "2020-12-31",
}  # of the kinds that a reader may write in several ways


def shipped_frameworks() -> list[str]:
    """The names of the rubrics that rubricc ships."""
    return sorted(each.stem for each in Files("-").shipped.glob("*.rubric"))


def rubric_from(framework: str, title: str, file: Path, lang: str) -> str:
    """A draft that uses `framework`; it is one of `shipped_frameworks`."""
    zh = lang == "zh"

    def word(terminal: str) -> str:
        return canonical(terminal, zh)

    colon = "：" if zh else ":"
    source = Files(file)(framework, Source(str(file), ""))
    assert isinstance(source, Source)
    found = parse(source).rubric
    assert found is not None
    frame = [
        "# 权重待定：把 ? 改成分值，删去用不到的指标。自己写的目标值、取数、分档代替框架里的。"
        if zh
        else "# Weights are open: put points for ?, and take out what is not needed.",
        "",
        f'{word("RUBRIC")} "{title}" {word("VERSION")} "1"{colon}',
        f"    {word('TOTAL')} 100",
        f"    {word('CONVENTION')} cn-fiscal",
        "",
        f'{word("USE")} "{framework}"',
        "",
    ]
    return "\n".join([*frame, *(line for item in found.items for line in _lines(item, 0, zh))]) + "\n"


def _lines(item: n.Item, depth: int, zh: bool) -> Iterator[str]:
    colon = "：" if zh else ":"
    head = f"{'    ' * depth}{item.title} {canonical('WEIGHT', zh)} ?{colon}"
    if item.children:
        yield head
        for child in item.children:
            yield from _lines(child, depth + 1, zh)
    else:
        yield f"{head}{'' if zh else ' '}{canonical('LIKE', zh)} {item.title}"


def facts_for(file: Path, text: str, lang: str) -> str:
    """A YAML file with every fact of a rubric, to fill in; an empty one is missing."""
    program = compile_rubric(Source(str(file), text), Files(file)).program
    assert program is not None
    return "\n\n".join(_block(block, lang == "zh") for block in schema_of(program)) + "\n"


def _block(block: Block, zh: bool) -> str:
    judged = dict.fromkeys(field.judged for field in block.fields if field.judged)
    lines = [f"{block.name}:"]
    declared = [f for f in block.fields if f.name in block.columns and not f.judged]
    lines += [f"  {field.name}:  # {_about(field, zh)}" for field in declared]
    lines += [
        f"  {place}: {'{得分: , 评判人: , 理由: }' if zh else '{points: , by: , reason: }'}"
        for place in judged
    ]
    return "\n".join(lines)


def _about(field: Field, zh: bool) -> str:
    says = TERMS["yes/no" if field.kind == "yesno" else field.kind][0 if zh else 1]
    if field.unit:
        says += f" {field.unit}" if zh else f" in {field.unit}"
    if field.labels:
        says += f"：{'、'.join(field.labels)}" if zh else f": {', '.join(field.labels)}"
    if example := _EXAMPLES.get(field.kind):
        says += f"{'，如' if zh else ', such as'} {example}"
    return says
