"""Every clause changes the points of some facts, and every limit is reached by some.

A clause is taken out and the two functions are compared; of a limit it is asked where its line comes to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from rubricc.compiler.ir import told
from rubricc.compiler.ir.program import Clause, Line
from rubricc.compiler.ir.told_factor import FactorTold
from rubricc.compiler.proofs import wording
from rubricc.compiler.proofs.analysed import Analysed
from rubricc.compiler.proofs.claims import Claim, Warn
from rubricc.compiler.proofs.pieces import Affine, Piece, Stair, Unknown
from rubricc.compiler.proofs.question import Question, changed, is_
from rubricc.compiler.proofs.witness import Shown, bound_facts, points_without
from rubricc.compiler.runtime.exact import plain
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import NUMBER
from rubricc.dsl.source import Span

ZERO = Fraction(0)


@frozen
class Part:
    """Something of an indicator that should matter: there are facts for which it does.

    A clause does where points are others without it; a limit does where its line comes to it (`amount`).
    """

    span: Span
    matters: Question
    line: str
    amount: Fraction | None = None
    hangs_on: str = ""  # a line: where it never comes about, nothing changes
    without: Line | None = None  # what a line would be without it


def parts_of(one: Analysed) -> list[Part]:
    """Every clause that adds, deducts or limits, every cap of a charge, and the floor and the cap that are written."""
    needed = {step.name: step.term for step in one.sheet.steps if isinstance(step, Line)}
    found: list[Part] = []
    for clause in one.indicator.clauses:
        match clause.told:
            case (
                told.LimitTold(line=line, holds=holds)
                | told.VetoTold(line=line, holds=holds)
                | FactorTold(line=line, holds=holds)
            ):
                term = needed.get(line)
                if isinstance(term, t.Select):
                    found.append(_clause(one, clause, Line(line, term.otherwise), holds))
            case told.SumTold() as summed:
                found += _limits(one, summed, needed)
            case _ if (charge := charge_of(clause)) is not None and charge.line in needed:
                nothing = Line(charge.line, t.Const(ZERO, NUMBER))
                found.append(_clause(one, clause, nothing, charge.line))
                match charge.cap:
                    case t.Const(Fraction() as cap):
                        found.append(Part(clause.span, is_(charge.line, cap), charge.line, cap))
            case _:
                pass
    return found


def _clause(one: Analysed, clause: Clause, without: Line, hangs_on: str) -> Part:
    matters = changed(one.sheet, without.name, without.term)
    return Part(clause.span, matters, one.sheet.last, None, hangs_on, without)


def _limits(one: Analysed, summed: told.SumTold, needed: dict[str, t.Term]) -> Iterator[Part]:
    """The floor and the cap that clauses write, where they are not those that hold anyway."""
    for which, limit, span, anyway in (
        ("max", summed.floor, summed.written[0], Fraction(0)),
        ("min", summed.cap, summed.written[1], one.indicator.weight),
    ):
        match limit:
            case t.Const(Fraction() as amount) if span is not None and amount != anyway:
                limited = (name for name, term in needed.items()
                           if isinstance(term, t.Extreme) and term.which == which
                           and name.startswith("limited") and term.operands[1] == limit)  # fmt: skip
                # a limit that the bounds never reach was dropped: the sum stands for it
                line = next(limited, summed.sum)
                yield Part(span, is_(line, amount), line, amount)


def charge_of(clause: Clause) -> told.Charge | None:
    """What a clause deducts or adds; a table that a later clause charges by has nothing of its own."""
    match clause.told:
        case (
            told.StepTold(charge=charge) | told.RowsTold(charge=charge) | told.CountTold(charge=charge)
            | told.TiersTold(charge=charge) | told.TableTold(charge=charge) | told.OnceTold(charge=charge)
        ):  # fmt: skip
            return charge
    return None


def consequence(one: Analysed) -> list[Claim]:
    """A claim for every part without consequence, or of which it is not known; one for all, where each has one."""
    parts = parts_of(one)
    found: list[Claim] = []
    idle: list[Span] = []
    for part in parts:
        if part.amount is not None and part.span in idle:
            continue  # what changes nothing has no cap to speak of
        try:
            if matters(one, part):
                continue
        except Unknown as unknown:
            said = wording.unsettled(_text(part), unknown)
            found.append(one.claim("consequence", "unknown", said, span=part.span))
            continue
        idle.append(part.span)
        found.append(_without(one, part))
    if found or not parts:
        return found
    return [one.claim("consequence", "proved", wording.effects(len(parts)))]


def _text(part: Part) -> str:
    return part.span.text.splitlines()[0].strip()


def _without(one: Analysed, part: Part) -> Claim:
    """The claim that a part has no consequence."""
    text = _text(part)
    if part.amount is None:
        said, warn = wording.no_effect(text), Warn("RB6006", {"written": text})
    else:
        amount = plain(part.amount)
        said, warn = wording.no_limit(text, amount), Warn("RB6007", {"written": text, "amount": amount})
    return one.claim("consequence", "refuted", said, span=part.span, warn=warn)


def matters(one: Analysed, part: Part) -> bool:
    """Whether a clause changes its line for some facts, or a limit is reached."""
    if part.hangs_on and _never(one, part.hangs_on):
        return False
    if part.amount is not None and part.amount not in one.sheet.env[part.line]:
        return False
    if one.sheet.ground.within is None or part.without is None:
        return one.explored.find(part.matters, believed=True) is not None
    return _matters_beyond(one, part, part.without)


def _matters_beyond(one: Analysed, part: Part, without: Line) -> bool:
    """Whether a clause changes the points of rows, and with them those of the indicator that goes through them."""

    def counts(found: Shown) -> bool:
        bound = bound_facts(one.sheet.scored_by[0], found.facts)
        points = None if bound is None else points_without(one.sheet, bound, without)
        return points is not None and points != found.points

    try:
        return one.explored.find(part.matters, fits=counts, believed=True) is not None
    except Unknown:
        if one.explored.find(part.matters, believed=True) is None:
            return False
        raise Unknown("swallowed") from None


def _never(one: Analysed, line: str) -> bool:
    """Whether what a clause hangs on never comes about: its condition, or what it charges."""
    if not one.explored.every_case:
        return False
    nothing = (None, False, ZERO)
    try:
        if one.explored.single:
            found = [view.lines.get(line) for view in one.explored.views]
        else:
            found = [parts.function(line) for parts in one.parts]
    except Unknown:
        return False
    return all(each is not None and all(_everywhere(p) in nothing for p in each) for each in found)


def _everywhere(piece: Piece) -> Fraction | bool | str | None:
    """What a value is on its whole piece; 1 stands for what changes, which is never nothing."""
    interval, value = piece.interval, piece.value
    if isinstance(value, Affine | Stair) and not interval.is_point:
        return value.start if isinstance(value, Affine) and value.slope == 0 else Fraction(1)
    return value.at(interval.low if interval.low is not None else ZERO)
