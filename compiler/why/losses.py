"""What cost the points of one indicator: its clauses, the most expensive first, with their places in the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from attrs import frozen

from rubricc.compiler.derivation.terms import term_text
from rubricc.compiler.ir import told
from rubricc.compiler.ir.program import Clause, Indicator, Program
from rubricc.compiler.ir.told_factor import FactorTold
from rubricc.compiler.runtime.exact import plain
from rubricc.compiler.runtime.indicator import Indicator as Scored
from rubricc.compiler.runtime.sentences import Values


@frozen
class Loss:
    """A clause that cost points; `cost` is None where that cannot be said of it alone, `why` is in both languages."""

    text: str
    file: str
    line: int
    cost: Fraction | None
    charged: bool = False  # deducted, perhaps below the floor; else not given
    why: tuple[str, str] = ("", "")


def losses_of(program: Program, indicator: Indicator, one: Scored) -> list[Loss]:
    """Of an indicator that lost points. What the floor took back is not taken off: a clause costs what it charges."""
    values = one.score.values()
    found = [loss for clause in indicator.clauses for loss in _loss(program, indicator, clause, values)]
    return sorted(found, key=lambda loss: -(loss.cost if loss.cost is not None else Fraction(10**9)))


def _loss(program: Program, indicator: Indicator, clause: Clause, values: Values) -> Iterator[Loss]:
    it = clause.told
    scale = _scale(indicator)
    full = indicator.weight / scale

    def loss(cost: Fraction | None, zh: str = "", en: str = "", charged: bool = False) -> Loss:
        span = clause.span
        file = "" if span.source is program.source else span.source.file_name
        text = " ".join(span.text.splitlines()[0].split())
        return Loss(text, file, span.line, None if cost is None else cost * scale, charged, (zh, en))

    charge: told.Charge | None = getattr(it, "charge", None)
    if charge is not None:
        effect = _number(values, charge.line)
        if charge.sign == "deduct" and effect:
            yield loss(effect, charged=True)
        elif charge.sign == "add" and effect is not None and indicator_adds(indicator):
            yield loss(None, f"加了 {plain(effect)} 分", f"added {plain(effect)}")
        return
    match it:
        case told.BandsTold():
            given = _number(values, it.line)
            if given is not None and given < full:
                yield loss(full - given, *_row(it.rows, values.get(it.row)))
        case told.ChecklistTold():
            given = _number(values, it.line)
            if given is not None and given < full:
                missing = [item.text for item in it.items if values.get(item.met) is False]
                zh, en = f"不符合：{'；'.join(missing)}", f"not met: {'; '.join(missing)}"
                yield loss(full - given, zh if missing else "", en if missing else "")
        case told.TargetTold() | told.ScoreTold() | told.ProRataTold() | told.EachTold():
            given = _number(values, it.line)
            if given is not None and given < full:
                yield loss(full - given)
        case told.StartTold() if it.how == "stated":
            given = _number(values, it.line)
            if given is not None and given < full:
                yield loss(full - given)
        case told.JudgedTold() if it.is_base:
            given = _number(values, it.points)
            if given is not None and given < full:
                by, reason = values.get(it.by), values.get(it.reason)
                yield loss(full - given, f"{by}：{reason}", f"{by}: {reason}")
        case told.LimitTold() | FactorTold():
            before, after = _number(values, it.before), _number(values, it.line)
            if before is not None and after is not None and after < before:
                yield loss(before - after)
        case told.VetoTold() if not it.full and values.get(it.holds) is True:
            text = [term_text(it.when, zh) for zh in (True, False)]
            yield loss(None, f"成立：{text[0]}", f"holds: {text[1]}")
        case _:
            pass


def indicator_adds(indicator: Indicator) -> bool:
    """Whether points start from nothing and are added."""
    starts = [c.told for c in indicator.clauses if isinstance(c.told, told.StartTold)]
    return bool(starts) and starts[0].how == "zero"


def _row(rows: tuple[told.BandRow, ...], at: object) -> tuple[str, str]:
    """The row of bands that applied, as it is written."""
    if not isinstance(at, int | Fraction):
        return "", ""
    text = " ".join(rows[int(at)].span.text.split())
    return f"用了这一档：{text}", f"this row applied: {text}"


def _scale(indicator: Indicator) -> Fraction:
    """What a point of the clauses is worth, where they count on a scale of their own."""
    for clause in indicator.clauses:
        if isinstance(clause.told, told.ScaledTold):
            return clause.told.weight / clause.told.out_of
    return Fraction(1)


def _number(values: Mapping[str, object], line: str) -> Fraction | None:
    value = values.get(line)
    return Fraction(value) if isinstance(value, int | Fraction) and not isinstance(value, bool) else None
