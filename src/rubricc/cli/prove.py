"""`rubricc prove`: every claim about a rubric, proved, refuted with facts that show it, or unknown with the reason."""

from __future__ import annotations

import argparse
import json

from rubricc.cli.files import language, read, rubric_argument
from rubricc.cli.terminal import Parser, Stop, Terminal
from rubricc.compiler.data.rubrics import rubric_file
from rubricc.dsl.diagnostics.render.layout import folded


def arguments(parser: Parser, terminal: Terminal) -> None:
    rubric_argument(parser)
    parser.option(
        "--format", choices=("text", "json"), default="text", zh="输出的格式", en="format of the output"
    )
    parser.option(
        "--pieces",
        action="store_true",
        zh="也列出各项得分的公式；只由一个数决定的，还有分段、台阶、跳跃",
        en="the formulas of points, too; of points that depend on one number, their pieces, steps and jumps",
    )
    parser.language()
    parser.output()


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    from rubricc.compiler.proofs.display import formulas_document, pieces_document, pieces_text
    from rubricc.compiler.proofs.prove import prove
    from rubricc.compiler.proofs.report import claims_document, claims_text

    compiled = read(args.file if args.file == "-" else rubric_file(args.file), terminal, args.lang)
    lang = language(compiled, args.lang)
    terminal.findings(compiled.findings, lang)
    program = compiled.program  # of a draft, with the items whose weights are not decided
    if compiled.checked is not None and not compiled.checked.program.open:
        program = compiled.checked.program
    if program is None:
        raise Stop(1)
    claims = prove(program, compiled.findings, compiled.checked)
    if not claims:
        raise Stop(1)
    if args.format == "json":
        document = claims_document(claims, program, lang)
        if args.pieces:
            document["formulas"] = formulas_document(program, lang)
            document["pieces"] = pieces_document(program, lang)
        terminal.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n", args.output)
    else:
        pieces = "\n" + pieces_text(program, lang) if args.pieces else ""
        terminal.write(folded(claims_text(claims, program, lang) + pieces, terminal.width), args.output)
    errors = any(f.is_error for f in compiled.findings)
    return 1 if errors or any(claim.verdict != "proved" for claim in claims) else 0
