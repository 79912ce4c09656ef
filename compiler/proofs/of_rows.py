"""The claims about the clauses within an `each`: of one row, or one group, the same is asked as of an indicator.

What is said of a row is carried to the indicator: that the points of a row never fall, by those of the indicator, which
never fall as what the rows come to grows; that a clause matters, by facts in which the indicator's points are others
without it. A clause that changes no row changes nothing.
"""

from __future__ import annotations

from attrs import evolve

from rubricc.compiler.ir.program import Part
from rubricc.compiler.proofs import wording
from rubricc.compiler.proofs.analysed import Analysed
from rubricc.compiler.proofs.attained import rows_reachable, vary, within_limits
from rubricc.compiler.proofs.charges import double_charge
from rubricc.compiler.proofs.claims import Claim, Name
from rubricc.compiler.proofs.consequence import consequence
from rubricc.compiler.proofs.left_out import left_empty
from rubricc.compiler.proofs.monotone import keeps, monotone
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.dsl import terms as t

NAMES: tuple[Name, ...] = ("bounds", "reachability", "monotone", "consequence", "vary")


def within_rows(one: Analysed) -> list[Claim]:
    """Every claim about the rows that an indicator goes through; none where it goes through none."""
    found: list[Claim] = []
    if one.bounds.low is not None and one.bounds.low == one.bounds.high:
        return found  # of points that never change, nothing follows from the rows
    for part, row in one.rows:
        if isinstance(row, Unknown):
            why, span = wording.unknown(row), part.sheet.title_span
            made = [one.claim(name, "unknown", why, span=span) for name in NAMES]
        else:
            made = _charged(row) if row.explored.quick and not row.explored.complete else _all(one, row, part)
        found += [of_rows(claim, part) for claim in made]
    return found


def of_rows(claim: Claim, part: Part) -> Claim:
    """A claim about a row, said as one."""
    return evolve(claim, said=wording.row_by_row(claim.said, groups=bool(part.key)))


def _all(one: Analysed, row: Analysed, part: Part) -> list[Claim]:
    return [
        *row.made("bounds", lambda: within_limits(row)),
        *row.made("reachability", lambda: rows_reachable(row)),
        *row.made("monotone", lambda: carried(one, row, part)),
        *_charged(row),
        *row.made("consequence", lambda: consequence(row)),
        *row.made("empty", lambda: left_empty(row)),
        *(evolve(claim, warn=None) for claim in row.made("vary", lambda: vary(row))),
    ]


def _charged(row: Analysed) -> list[Claim]:
    return row.made("double_charge", lambda: double_charge(row))


def carried(one: Analysed, row: Analysed, part: Part) -> list[Claim]:
    """Better never scores less in any row, nor then in what the rows come to."""
    found = monotone(row)
    if any(claim.verdict == "proved" for claim in found) and not _follows(one, part):
        raise Unknown("carried")
    return found


def _follows(one: Analysed, part: Part) -> bool:
    """Whether the points of the indicator never fall as those of a row grow."""
    variables = one.sheet.variables.values()
    of_part = [v.name for v in variables if isinstance(v.term, t.Each) and v.term.part == part.name]
    try:
        return all(keeps(one, name) for name in of_part)
    except Unknown:
        return False
