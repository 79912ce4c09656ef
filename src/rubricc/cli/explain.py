"""`rubricc explain`: the derivation of indicators on given facts, or the page of a diagnostic's code."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from rubricc.cli.files import Evaluation, evaluation, facts_arguments, scored_of, unit_argument
from rubricc.cli.terminal import Parser, Terminal
from rubricc.compiler.cases import items
from rubricc.compiler.derivation.document import IndicatorData, result_document
from rubricc.compiler.runtime.exact import nearest
from rubricc.compiler.runtime.indicator import Indicator
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.runtime.run import has_units
from rubricc.compiler.runtime.tree import Group

CODE = re.compile(r"RB[0-9]{4}", re.IGNORECASE)


def arguments(parser: Parser, terminal: Terminal) -> None:
    parser.option(
        "file",
        metavar="FILE|RBxxxx",
        zh="评分表或其文件夹，或一个诊断代码",
        en="a rubric or its folder, or a diagnostic's code",
    )
    parser.option(
        "items",
        nargs="*",
        default=[],
        metavar="INDICATOR",
        zh="指标或一级、二级指标的代码或名称（默认：全部）",
        en="codes or names of indicators or groups (default: all)",
    )
    facts_arguments(parser)
    unit_argument(parser)
    parser.option(
        "--format", choices=("text", "json"), default="text", zh="输出的格式", en="format of the output"
    )
    parser.language()
    parser.output()


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    if CODE.fullmatch(args.file) and not Path(args.file).exists():
        return _page(args, terminal)
    given = evaluation(args, terminal, of_points=True)
    scored = scored_of(given, args.unit, terminal)
    results = scored.results
    terminal.findings(scored.missing, given.lang)
    chosen = [_chosen(result, args.items, terminal) for result in results]
    shown = [_shown(*each, given) for each in zip(results, chosen, strict=True)]
    run = has_units(given.rubric.blocks) and args.unit is None
    if args.format == "json":
        import json

        units = [{"unit": one.unit, "indicators": each} for one, each in zip(results, shown, strict=True)]
        found = {"units": units} if run else {"indicators": shown[0]}
        terminal.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n", args.output)
    else:
        from rubricc.compiler.derivation.page import derivation_text

        told: list[str] = []
        for result, each in zip(results, shown, strict=True):
            told += [f"── {result.unit} ──"] if run else []
            told += ["\n".join(derivation_text(one, terminal.width)) for one in each]
        terminal.write("\n\n".join(told) + "\n", args.output)
    return 1 if any(one.points is None for each in chosen for one in each) else 0


def _shown(result: Result, chosen: Sequence[Indicator], given: Evaluation) -> list[IndicatorData]:
    """The data of the indicators that are asked for."""
    document = result_document(result, given.rubric.blocks, given.lang)
    return [one for one, of in zip(document["indicators"], result, strict=True) if of in chosen]


def _page(args: argparse.Namespace, terminal: Terminal) -> int:
    from rubricc.dsl.diagnostics.catalogue import CATALOGUE, page

    code = args.file.upper()
    text = page(code)
    if text is None:
        near = nearest(code, list(CATALOGUE))
        terminal.fail(
            f"没有诊断代码 {code}" + (f"（是不是 {near}？）" if near else ""),
            f"there is no code {code}" + (f" (did you mean {near}?)" if near else ""),
        )
    terminal.write(text, args.output)
    return 0


def _chosen(result: Result, names: Sequence[str], terminal: Terminal) -> list[Indicator]:
    """The indicators that are named, those of named groups among them; all, where none is."""
    if not names:
        return list(result)
    every = list(items(result.tree))
    found: dict[int, Group | Indicator] = {}
    for name in names:
        named = [each for each in every if name in (each.code, each.name)]
        if not named:
            near = nearest(name, [text for each in every for text in (each.code, each.name) if text])
            terminal.fail(
                f"没有指标「{name}」" + (f"（是不是「{near}」？）" if near else ""),
                f"there is no indicator {name}" + (f" (did you mean {near}?)" if near else ""),
            )
        found |= {id(each): each for each in items(named)}
    return [one for one in result if id(one) in found]
