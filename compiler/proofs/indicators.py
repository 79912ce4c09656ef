"""The claims about one indicator, in one order.

What holds for all values is decided on the pieces of the score function, or by the way its parts go; what is said to
exist is shown with facts that the interpreter scores. `docs/proofs.md` says when that is complete.
"""

from __future__ import annotations

from rubricc.compiler.ir.program import Indicator
from rubricc.compiler.proofs import wording
from rubricc.compiler.proofs.analysed import Analysed
from rubricc.compiler.proofs.attained import reachable, vary, within_limits
from rubricc.compiler.proofs.charges import double_charge
from rubricc.compiler.proofs.claims import Claim, Name
from rubricc.compiler.proofs.consequence import consequence
from rubricc.compiler.proofs.left_out import left_empty, left_out
from rubricc.compiler.proofs.monotone import monotone
from rubricc.compiler.proofs.of_rows import within_rows
from rubricc.compiler.proofs.pieces import Unknown

NAMES: tuple[Name, ...] = ("bounds", "reachability", "monotone", "consequence", "vary")


def indicator_claims(one: Analysed, *, quick: bool = False) -> list[Claim]:
    """Every claim about an indicator; `quick`: where points depend on several measures, only what is cheap."""
    if quick and not one.explored.complete:
        return [*one.made("double_charge", lambda: double_charge(one)), *within_rows(one)]
    return [
        *one.made("bounds", lambda: within_limits(one)),
        *one.made("reachability", lambda: reachable(one)),
        *one.made("monotone", lambda: monotone(one)),
        *one.made("double_charge", lambda: double_charge(one)),
        *one.made("consequence", lambda: consequence(one)),
        *one.made("missing", lambda: left_out(one)),
        *one.made("empty", lambda: left_empty(one)),
        *one.made("vary", lambda: vary(one)),
        *within_rows(one),
    ]


def not_analysed(indicator: Indicator, why: Unknown) -> list[Claim]:
    """The same, where not even what points depend on could be worked out."""
    reason = wording.unknown(why)
    return [Claim(name, indicator.key, "unknown", reason, span=indicator.title_span) for name in NAMES]
