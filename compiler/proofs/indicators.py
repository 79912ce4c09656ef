"""The claims about one indicator, in one order.

What holds for all values is decided on the pieces of the score function, or by the way its parts go; what is said to
exist is shown with facts that the interpreter scores. `docs/proofs.md` says when that is complete.
"""

from __future__ import annotations

from rubricc.compiler.ir.program import Indicator
from rubricc.compiler.proofs import wording
from rubricc.compiler.proofs.analysed import Analysed
from rubricc.compiler.proofs.attained import reachable, vary, within_limits
from rubricc.compiler.proofs.claims import Claim, Name
from rubricc.compiler.proofs.consequence import consequence
from rubricc.compiler.proofs.monotone import directions, monotone
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.proofs.sheets import Ground


def indicator_claims(ground: Ground, indicator: Indicator, *, quick: bool = False) -> list[Claim]:
    """Every claim that can be made about an indicator; `quick`: none, where its points depend on several measures."""
    try:
        one = Analysed(ground, indicator)
        if quick and not one.explored.complete:
            return []
        return [
            *one.made("bounds", lambda: within_limits(one)),
            *one.made("reachability", lambda: reachable(one)),
            *(one.made("monotone", lambda: monotone(one)) if directions(one) else []),
            *one.made("consequence", lambda: consequence(one)),
            *one.made("vary", lambda: vary(one)),
        ]
    except Unknown as unknown:
        names: tuple[Name, ...] = ("bounds", "reachability", "monotone", "consequence", "vary")
        reason = wording.unknown(unknown)
        return [Claim(n, indicator.key, "unknown", reason, span=indicator.title_span) for n in names]
