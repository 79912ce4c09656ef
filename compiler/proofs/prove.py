"""Every claim about a rubric, in the order of its text: weights, then the indicators one by one, then its facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rubricc.compiler.ir import told
from rubricc.compiler.ir.program import Checked, Indicator, Program
from rubricc.compiler.proofs import wording
from rubricc.compiler.proofs.algebra import WEIGHTS, verify_weights
from rubricc.compiler.proofs.analysed import Analysed
from rubricc.compiler.proofs.claims import Claim, Said
from rubricc.compiler.proofs.grades import GRADES, grades
from rubricc.compiler.proofs.indicators import indicator_claims, not_analysed
from rubricc.compiler.proofs.of_rows import of_rows
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.proofs.sheets import Ground
from rubricc.compiler.proofs.within import parts_of
from rubricc.compiler.runtime.schema import FILLED
from rubricc.dsl import terms as t
from rubricc.dsl.diagnostics.model import Diagnostic, diagnose

TILING = ("RB5005", "RB5006", "RB5007", "RB5029")  # what the pass says where bands do not tile


def prove(
    program: Program,
    findings: Iterable[Diagnostic],
    checked: Checked | None = None,
    *,
    quick: bool = False,
) -> list[Claim]:
    """`findings` are those of compiling: what passes refuse is refuted here too, and its indicator asked no further.

    `checked` is the program where it has no errors: it scores the facts of whole rubrics. `quick` leaves out what is
    asked of indicators with several measures, and facts for every grade.

    Of a rubric with other errors nothing is claimed: it is not known what it says.
    """
    findings = tuple(findings)
    errors = [f for f in findings if f.is_error]
    if any(f.code not in (*WEIGHTS, *TILING, *GRADES) for f in errors):
        return []
    ground = Ground(program)
    analysed: dict[str, Analysed] = {}
    claims = list(_weights(program))
    for indicator in () if program.open else program.indicators:  # a draft has no points yet
        found = [f for f in errors if _inside(f, indicator)]
        untiled = [f for f in found if f.code in TILING]
        claims += _tiling(indicator, untiled)
        for part in parts_of(ground, indicator):
            claims += [of_rows(claim, part) for claim in _tiling(part.sheet, untiled)]
        if not found:
            try:
                analysed[indicator.key] = one = Analysed(ground, indicator, quick=quick)
                claims += indicator_claims(one, quick=quick)
            except Unknown as unknown:
                claims += not_analysed(indicator, unknown)
    claims += _facts(program)
    if checked is not None and not quick:
        from rubricc.compiler.proofs.width import width

        claims += width(program)
    claims += grades(ground, analysed, None if quick else checked, findings)
    return claims


def warnings(program: Program, findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """What is refuted and no pass has said, of the claims that are quick: those about points of one measure.

    Of an indicator whose points never change nothing else is said: the rest follows from it.
    """
    claims = [c for c in prove(program, findings, quick=True) if c.verdict == "refuted"]
    constant = {c.at for c in claims if c.claim == "vary"}
    return [
        diagnose(c.warn.code, c.span, **c.warn.args)
        for c in claims
        if c.warn is not None and (c.claim == "vary" or c.at not in constant)
    ]


def _inside(finding: Diagnostic, indicator: Indicator) -> bool:
    span, whole = finding.span, indicator.span
    return span is not None and whole.start <= span.start and span.end <= whole.end


def _weights(program: Program) -> Iterator[Claim]:
    for each in verify_weights(program):
        if each.holds is None:
            yield Claim("weights", each.title, "unknown", Said(*wording.REASONS["weight"]))
        else:
            verdict = "proved" if each.holds else "refuted"
            yield Claim("weights", each.title, verdict, wording.summed(each.over))  # type: ignore[arg-type]


def _tiling(indicator: Indicator, errors: list[Diagnostic]) -> Iterator[Claim]:
    """The bands of an indicator, as the pass `bands` laid them side by side."""
    for clause in indicator.clauses:
        if not isinstance(clause.told, told.BandsTold | told.TableTold) or clause.told.kind is None:
            continue
        inside = [
            e
            for e in errors
            if e.span and clause.span.start <= e.span.start and e.span.end <= clause.span.end
        ]
        if inside:
            said = wording.not_tiled(inside[0].code, str(inside[0].args.get("witness", "")))
            yield Claim("tiling", indicator.key, "refuted", said, span=clause.span)
        else:
            said = wording.tiled(len(clause.told.rows))
            yield Claim("tiling", indicator.key, "proved", said, span=clause.span)


def _facts(program: Program) -> Iterator[Claim]:
    """Every declared fact is read by something."""
    read = {(x.block, x.name.removesuffix(FILLED)) for slot in program.slots for x in t.inputs_of(slot.term)}
    limits = {(b.name, f.at_most) for b in program.blocks for f in b.fields if f.at_most}
    # who judged, and why, is read by people
    fields = [(b.name, f) for b in program.blocks for f in b.fields if f.kind.family != "text" and not f.item]
    declared = [(b, f.name) for b, f in fields if not f.name.endswith(FILLED)]
    unread = [each for each in declared if each not in read and each not in limits]
    if unread:
        names = [f"{block}.{name}" if block else name for block, name in unread]
        yield Claim("consequence", "", "refuted", wording.unread(names))
    elif declared:
        yield Claim("consequence", "", "proved", wording.all_read(len(declared)))
