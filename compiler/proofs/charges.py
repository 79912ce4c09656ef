"""One occurrence is charged by one clause of an item, unless one of them says `cumulative`; and bonus and penalty are
never both due for the same.

The same occurrence is one row of a table of events, or one value of one fact: of two clauses that go by the rows of one
table it is asked whether both take one row, of two that hang on one fact alone whether both take one value of it. A
step charges a distance and a condition the fact that it holds; these two are not the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, islice

from rubricc.compiler.ir import told
from rubricc.compiler.ir.program import Clause
from rubricc.compiler.proofs import wording
from rubricc.compiler.proofs.analysed import Analysed
from rubricc.compiler.proofs.attempts import with_row
from rubricc.compiler.proofs.claims import Claim, Warn
from rubricc.compiler.proofs.consequence import charge_of
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.proofs.question import all_of, compares
from rubricc.compiler.proofs.relations import a_row
from rubricc.compiler.proofs.rows import taken
from rubricc.compiler.proofs.witness import Shown
from rubricc.compiler.runtime.exact import Value
from rubricc.dsl import terms as t
from rubricc.dsl.model import Block

FOUND = 12  # rows that both clauses take, of which one must show that both charge
Pair = tuple[Clause, told.Charge, Clause, told.Charge]


def double_charge(one: Analysed) -> list[Claim]:
    """A claim for every two clauses that charge one occurrence; one for all pairs, where none do."""
    every = list(pairs(one))
    found: list[Claim] = []
    unsettled: Unknown | None = None
    for first, _, second, _ in every:
        try:
            shown = (
                _row(one, first, second)
                if isinstance(first.told, told.RowsTold)
                else _value(one, first, second)
            )
        except Unknown as unknown:
            unsettled = unsettled or unknown
            continue
        if shown is not None:
            found.append(_twice(one, first, second, shown))
    if found:
        return found
    if unsettled is not None:
        raise unsettled
    return [one.claim("double_charge", "proved", wording.once(len(every)))] if every else []


def pairs(one: Analysed) -> Iterator[Pair]:
    """Every two clauses that could charge the same, and of which none says that it may."""
    charging = [(c, charge) for c in one.indicator.clauses if (charge := charge_of(c)) is not None]
    lines = one.sheet.terms
    for (first, one_charge), (second, other) in combinations(charging, 2):
        if one_charge.cumulative or other.cumulative:
            continue
        match first.told, second.told:
            case told.RowsTold(block=block, by_month=False), told.RowsTold(block=same) if block == same:
                yield first, one_charge, second, other
            case (told.RowsTold(), _) | (_, told.RowsTold()):
                pass
            case (told.StepTold() as one_step, told.StepTold() as step) if _apart(one_step, step):
                pass
            case _ if one_charge.line in lines and other.line in lines:
                facts = [set(one.sheet.slots_behind(charge.line)) for charge in (one_charge, other)]
                alike = type(first.told) is type(second.told) or one_charge.sign != other.sign
                if alike and facts[0] == facts[1] and facts[0]:
                    yield first, one_charge, second, other


def _apart(one: told.StepTold, other: told.StepTold) -> bool:
    """Whether no value lies beyond both: one goes below and the other above the same line."""
    return {one.side, other.side} == {"below", "above"} and one.threshold == other.threshold


def _value(one: Analysed, first: Clause, second: Clause) -> Shown | None:
    """Facts with a value for which both clauses charge; None where there is no such value."""
    lines = [charge.line for clause in (first, second) if (charge := charge_of(clause)) is not None]

    return one.explored.find(all_of(*(compares(line, ">", 0) for line in lines)))


def _is_due(shown: Shown, line: str) -> bool:
    points = shown.known.get(line)
    return isinstance(points, int | Fraction) and points > 0


# ── rows ──


def _row(one: Analysed, first: Clause, second: Clause) -> Shown | None:
    """Facts with one row that both clauses charge; None where there is no row that both take."""
    assert isinstance(first.told, told.RowsTold) and isinstance(second.told, told.RowsTold)
    wheres = [x.where for x in (first.told, second.told) if x.where is not None]
    block = one.sheet.ranges.blocks[first.told.block]
    lines = [first.told.charge.line, second.told.charge.line]
    some = False
    for row in _taken(one, block, wheres):
        some = True
        for shown in with_row(one.sheet, block.name, row):
            if all(_is_due(shown, line) for line in lines):
                return shown
    if some:
        raise Unknown("facts")
    return None


def _taken(one: Analysed, block: Block, wheres: Sequence[t.Term]) -> Iterator[Mapping[str, Value]]:
    """Rows that both conditions take: those along one column of numbers, else one that the solver finds."""
    fields = [f for f in block.fields if f.name in {x.name for where in wheres for x in t.inputs_of(where)}]
    try:
        yield from islice(taken(fields, wheres), FOUND)
    except Unknown:
        if one.explored.quick:
            raise
        row = a_row(block, wheres, one.sheet.ground.effort)
        if row is not None:
            yield row


# ── what is said ──


def _twice(one: Analysed, first: Clause, second: Clause, shown: Shown) -> Claim:
    charges = [charge for c in (first, second) if (charge := charge_of(c)) is not None]
    texts = [c.span.text.splitlines()[0].strip() for c in (first, second)]
    both = charges[0].sign != charges[1].sign
    warn = Warn("RB6009" if both else "RB6008", {"first": texts[0], "second": texts[1]})
    said = wording.twice(*texts, both=both)
    return one.claim("double_charge", "refuted", said, shown, span=second.span, warn=warn)
