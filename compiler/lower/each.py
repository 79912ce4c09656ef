"""`each 投诉: … combine mean`: an indicator for every row of a table, and what those come to.

A row is worked out like an indicator, on a sheet of its own: the same clauses, order, limits and rounding. The sheet
reads no slots; what it needs of the row, and of anything else, are its first lines.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from rubricc.compiler.ir import program as ir
from rubricc.compiler.ir import told
from rubricc.compiler.lower.groups import key_of, led, of_counted
from rubricc.compiler.lower.lines import Desk, Slots, const
from rubricc.dsl import nodes as n
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import COUNT, NUMBER, YESNO
from rubricc.dsl.mentions import divided_by, divisors, streaks_in
from rubricc.dsl.missing import given
from rubricc.dsl.model import Block, Indicator

_REFUSED = n.NotApplicable | n.Missing | n.ZeroDivisor | n.Each | n.Direction | n.Like


class _Facts(Slots):
    """What a row reads, as lines of its sheet: its cells, earlier rows, aggregates, facts of other blocks.

    Where rows are grouped by a `key`, a row stands for its group, and aggregates over the table are those of the group,
    over its rows that count.
    """

    def __init__(self, key: t.Input | None = None, where: t.Term | None = None) -> None:
        super().__init__()
        self.key = key
        self.where = where
        self.desk: Desk | None = None
        self.lines: dict[t.Term, str] = {}

    def ref(self, term: t.Leaf) -> t.Ref:
        if self.key is not None and isinstance(term, t.Aggregate) and term.block == self.key.block:
            of_group = t.OfGroup(of_counted(term, self.where), self.key, term.kind, term)
            return self._line(of_group, self._name(term))
        return self._line(term, self._name(term))

    def of_row(self, term: t.OfRow) -> t.Term:
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
    key = key_of(desk, each.key, block) if each.key is not None else None
    if each.key is not None and key is None:
        return desk.line("base", const(0))
    with given(desk.typer, where):
        inner, facts = _row_desk(desk, each, block, key, where)
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
    guards += tuple(g for term in facts.lines for s in streaks_in(term) for g in s.guards)
    counted_rows = where if key is None else led(key, where)
    rows = t.Aggregate("count", block.name, None, counted_rows, guards, COUNT)
    name = f"{desk.indicator.code or desk.indicator.name}"
    desk.slots.parts.append(ir.Part(name, rows, inner.sheet(()), key.name if key is not None else ""))
    how = "sum" if combine.how == "mean" else combine.how
    reads = (*facts.lines, *([rows.where] if rows.where is not None else []))  # a unit's own facts, perhaps
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
            total.name, counted.name if counted is not None else "", ref.name, "" if key is None else key.name,
        ),
        each.span,
    )  # fmt: skip
    return ref


def _table(desk: Desk, each: n.Each) -> Block | None:
    """The table whose rows are gone through."""
    blocks = desk.typer.scope.blocks
    block = blocks.get(each.block.text)
    if block is None or not block.is_table:
        tables = [b.name for b in blocks.values() if b.is_table]
        near = desk.typer.near(each.block.text, tables)
        desk.finding("RB2005", each.block.span, name=each.block.text, near=near)
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


def _row_desk(
    desk: Desk, each: n.Each, block: Block, key: t.Input | None, where: t.Term | None
) -> tuple[Desk, _Facts]:
    """A desk for one row or group, on the scale of the indicator."""
    clauses = tuple(c for c in each.clauses if not isinstance(c, n.Combine | n.Doc))
    outer = desk.indicator
    indicator = Indicator(
        outer.code, outer.name, desk.weight, outer.weight_span, None, outer.up_to, clauses, (),
        each.span, each.block.span, None,
    )  # fmt: skip
    facts = _Facts(key, where)
    facts.chinese = desk.slots.chinese
    typer = desk.typer.within(block) if key is None else desk.typer.within_group(key, where)
    inner = Desk(indicator, typer, facts, desk.convention)
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
