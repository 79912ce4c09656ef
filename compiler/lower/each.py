"""`each 投诉: … combine mean`: an indicator for every row of a table, and what those come to.

A row is worked out like an indicator, on a sheet of its own: the same clauses, order, limits and rounding. The sheet
reads no slots; what it needs of the row, and of anything else, are its first lines.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from rubricc.compiler.ir import program as ir
from rubricc.compiler.ir import told
from rubricc.compiler.lower.lines import Desk, Slots, const
from rubricc.dsl import nodes as n
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import COUNT, NUMBER, YESNO
from rubricc.dsl.mentions import divided_by, divisors
from rubricc.dsl.missing import given
from rubricc.dsl.model import Block, Indicator

_REFUSED = n.NotApplicable | n.Missing | n.ZeroDivisor | n.Each | n.Direction | n.Like


class _Facts(Slots):
    """What a row reads, as lines of its sheet: its cells, earlier rows, aggregates, facts of other blocks."""

    def __init__(self) -> None:
        super().__init__()
        self.desk: Desk | None = None
        self.lines: dict[t.Term, str] = {}

    def ref(self, term: t.Leaf) -> t.Ref:
        return self._line(term, self._name(term))

    def of_row(self, term: t.Earlier | t.Streak) -> t.Term:
        return self._line(term, "streak" if isinstance(term, t.Streak) else "earlier")

    def _line(self, term: t.Term, name: str) -> t.Ref:
        assert self.desk is not None
        if term not in self.lines:
            for divisor in divisors(term):
                zero = t.Const(Fraction(0), divisor.kind)
                self.desk.guard(t.Compare("!=", self.hoist(divisor), zero, YESNO), divided_by(divisor))
            self.lines[term] = self.desk.fact(name, term)
        return t.Ref(self.lines[term], term.kind)


def lower_each(desk: Desk, each: n.Each, work_out: Callable[[Desk], None]) -> t.Ref:
    """The line `base`: the points of the rows, put together. `work_out` lowers the clauses of one row."""
    block = _table(desk, each)
    combine = _combined(desk, each)
    if block is None or combine is None:
        return desk.line("base", const(0))
    where = desk.typer.condition(each.where, block) if each.where is not None else None
    with given(desk.typer, where):
        inner, facts = _row_desk(desk, each, block)
    before = len(desk.findings)
    work_out(inner)
    if any(d.is_error for d in desk.findings[before:]):
        return desk.line("base", const(0))
    for question, span in inner.by_convention.items():
        desk.by_convention.setdefault(question, span)
    least, most = _ends(inner)
    if combine.how == "sum" and _starts_full(inner):
        desk.finding("RB5059", combine.span)
    guards = tuple(divisors(where)) if where is not None else ()
    guards += tuple(g for term in facts.lines for s in t.streaks_in(term) for g in s.guards)
    rows = t.Aggregate("count", block.name, None, where, guards, COUNT)
    name = f"{desk.indicator.code or desk.indicator.name}"
    desk.slots.parts.append(ir.Part(name, rows, inner.sheet(())))
    how = "sum" if combine.how == "mean" else combine.how
    reads = (*facts.lines, *([where] if where is not None else []))  # a unit's own facts, perhaps
    points = t.Each(how, combine.k, name, block.name, least, most, reads, NUMBER)
    count = desk.line("rows", rows)
    total = desk.line("charged", points)
    counted = _how_many(desk, combine, count, rows)
    if counted is None:
        ref = desk.line("base", total)
    else:
        ref = desk.line("base", t.Chain(total, (("/", counted),), NUMBER))
    desk.tell(
        told.EachTold(
            name, block.name, block.by == "month", where, combine.how, combine.k, desk.weight, count.name,
            total.name, counted.name if counted is not None else "", ref.name,
        ),
        each.span,
    )  # fmt: skip
    return ref


def _table(desk: Desk, each: n.Each) -> Block | None:
    """The table whose rows are gone through; the rows of a key are not there yet."""
    blocks = desk.typer.scope.blocks
    block = blocks.get(each.block.text)
    if block is None or not block.is_table:
        tables = [b.name for b in blocks.values() if b.is_table]
        near = desk.typer.near(each.block.text, tables)
        desk.finding("RB2005", each.block.span, name=each.block.text, near=near)
        return None
    if each.key is not None:
        desk.finding("RB5058", each.key.span, key=each.key.text, block=block.name)
        return None
    return block


def _combined(desk: Desk, each: n.Each) -> n.Combine | None:
    """How the rows are put together: said once, with a number of rows where one is wanted."""
    combines = [c for c in each.clauses if isinstance(c, n.Combine)]
    for clause in each.clauses:
        by_rows = isinstance(clause, n.Adjust) and isinstance(clause.unit, n.PerRow)
        if by_rows or isinstance(clause, _REFUSED):
            desk.finding("RB5057", clause.span, written=clause.span.text.split("\n")[0].strip())
            return None
    if len(combines) != 1:
        desk.finding("RB2059", combines[1].span if combines else each.block.span, count=len(combines))
        return None
    combine = combines[0]
    if combine.how in ("best", "worst", "drop") and combine.k < 1:
        desk.finding("RB3010", combine.span)
        return None
    return combine


def _row_desk(desk: Desk, each: n.Each, block: Block) -> tuple[Desk, _Facts]:
    """A desk for one row, on the scale of the indicator."""
    clauses = tuple(c for c in each.clauses if not isinstance(c, n.Combine | n.Doc))
    outer = desk.indicator
    indicator = Indicator(
        outer.code, outer.name, desk.weight, outer.weight_span, None, outer.up_to, clauses, (),
        each.span, each.block.span, None,
    )  # fmt: skip
    facts = _Facts()
    facts.chinese = desk.slots.chinese
    inner = Desk(indicator, desk.typer.within(block), facts, desk.convention)
    facts.desk = inner
    return inner, facts


def _ends(inner: Desk) -> tuple[Fraction, Fraction]:
    """The least and the most points that one row can have."""
    it = next(c.told for c in inner.clauses if isinstance(c.told, told.SumTold))
    ends = [x.value for x in (it.floor, it.cap) if isinstance(x, t.Const)]
    least, most = (x if isinstance(x, Fraction) else Fraction(0) for x in ends)
    return least, most


def _starts_full(inner: Desk) -> bool:
    return any(isinstance(c.told, told.StartTold) and c.told.how == "full" for c in inner.clauses)


def _how_many(desk: Desk, combine: n.Combine, count: t.Ref, rows: t.Aggregate) -> t.Ref | None:
    """By how many rows the points are divided; without any there is no mean."""
    if combine.how == "sum":
        return None
    desk.guard(t.Compare("!=", count, const(0, COUNT), YESNO), rows)
    one, k = const(1, COUNT), const(combine.k, COUNT)
    match combine.how:
        case "best" | "worst":
            few: t.Term = t.Extreme("min", (count, k), COUNT)
        case "drop":
            few = t.Chain(count, (("-", k),), NUMBER)
        case _:
            return count
    return desk.line("counted", t.Extreme("max", (few, one), COUNT))
