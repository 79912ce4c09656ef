"""How wide integers must be for an exact evaluation of many rows at once: 32, 64 or 128 bits, or of any size.

What is asked are the whole numbers of `compiler/scale`, every value on the way among them, between the ends that the
declared domains give; what has no declared end has at most the digits that a fact may have.
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from rubricc.compiler.ir import scaled as s
from rubricc.compiler.ir.bounds import ANY, Bounds, Ranges, applied, extreme, union
from rubricc.compiler.ir.program import Program
from rubricc.compiler.ir.scaled_program import Assign, Cell, Measure, Rows, ScaledIndicator, ScaledProgram
from rubricc.compiler.proofs import wording
from rubricc.compiler.proofs.claims import Claim
from rubricc.compiler.runtime.schema import months_between
from rubricc.compiler.scale.program import scale
from rubricc.compiler.scale.rows import COUNTS
from rubricc.compiler.scale.size import FACT
from rubricc.dsl import terms as t

WIDTHS = (32, 64, 128)
ENDS = {width: Fraction(2 ** (width - 1)) for width in WIDTHS}
ADDED = frozenset({"sum", "mean", "median", "trimmed"})
FLAG = Bounds(Fraction(0), Fraction(1))
DAYS = Bounds(Fraction(-4_000_000), Fraction(4_000_000))  # between any two dates that there are


def width(program: Program) -> list[Claim]:
    """One claim: what width the points of every indicator need."""
    if not program.indicators or program.open:
        return []
    scaled = scale(program, [()] * len(program.sheets), {part.name: () for part in program.parts})
    needs = _needs(program, scaled)
    return [Claim("width", "", "proved", wording.widths(needs, WIDTHS))]


def _needs(program: Program, scaled: ScaledProgram) -> dict[str, int]:
    """Bits by indicator; 0 where no end is declared."""
    most = (program.total or 0) / program.grid
    others = Bounds(-Fraction(most), Fraction(most)) if program.total else ANY
    widths = _Widths(Ranges(program.blocks, program.slots), others)
    of_slots = {m.slot.name: widths.measured(m) for m in scaled.measures}
    found: dict[str, int] = {}
    for indicator, sheet in zip(program.indicators, scaled.indicators, strict=False):
        read = (of_slots.get(name, 0) for name in sheet.slots)
        found[indicator.key] = _widest([widths.sheet(sheet), *read])
    return found


def _bits(bounds: Bounds) -> int:
    """The narrowest signed integer that holds all values; 0 where none does."""
    if bounds.low is None or bounds.high is None:
        return 0
    return next((w for w in WIDTHS if bounds.low >= -ENDS[w] and bounds.high < ENDS[w]), 0)


def _widest(bits: Collection[int]) -> int:
    """What holds all that is held by so many bits; 0 where nothing holds some."""
    return max(bits) if all(bits) else 0


class _Widths:
    """Between which ends expressions lie; `bits` hold the values of all that were asked for since the last answer."""

    def __init__(self, ranges: Ranges, others: Bounds) -> None:
        self.ranges = ranges
        self.env: dict[str, Bounds] = {}  # of slots, and of the lines of one sheet after the other
        self.others = others
        self.bits = WIDTHS[0]

    def note(self, bounds: Bounds) -> None:
        self.bits = _widest((self.bits, _bits(bounds)))

    def measured(self, measure: Measure) -> int:
        """What holds the parameters of a slot, and all that is worked out over its rows."""
        self.bits = WIDTHS[0]
        names = [param.name for param in measure.params]
        term = measure.slot.term
        match measure.source:
            case Cell() as cell:
                self.env[names[0]] = self._cell(cell)
                if (
                    measure.second == "below"
                ):  # a number and what it is over, each of no more digits than a fact
                    self.env[names[0]] = self.env[names[1]] = _in_facts(ANY)
            case Rows() as rows:
                each, count = self._rows(rows)
                if each is not None and rows.operation in ADDED:
                    each = applied("*", union([each, FLAG]), count)
                self.env[names[0]] = count if each is None else each
                if measure.second == "below":
                    self.env[names[1]] = count if rows.below is None else self.of(rows.below)
            case _:
                self.env[names[0]] = self.others if isinstance(term, t.Points) else ANY
        for name in names:
            self.note(self.env.get(name, FLAG))
        return self.bits

    def _cell(self, cell: Cell) -> Bounds:
        """A fact in units of its scale; what may not exceed another fact has its end."""
        if cell.type != "int":
            return FLAG
        field = self.ranges.fields.get((cell.block, cell.field))
        low = field.low if field is not None else None
        high = None
        while field is not None and high is None:
            high, bound = field.high, self.ranges.fields.get((cell.block, field.at_most))
            field = None if bound is not None and bound.filled else bound  # an empty cell bounds nothing
        ends = (x if isinstance(x, Fraction) else None for x in (low, high))
        return _times(_in_facts(Bounds(*ends)), cell.scale)

    def _rows(self, rows: Rows) -> tuple[Bounds | None, Bounds]:
        """What one row gives (None: it is counted), and how many rows there can be."""
        for cell in rows.cells:
            if isinstance(cell, Cell):
                self.env[cell.name] = self._cell(cell)
        for expr in (rows.number, rows.below, rows.where, *rows.empty):
            if expr is not None:
                self.of(expr)
        block = self.ranges.blocks[rows.block]
        most = Fraction(len(months_between(block.first, block.last))) if block.by == "month" else None
        each = None if rows.number is None or rows.operation in COUNTS else self.of(rows.number)
        return each, Bounds(Fraction(0), most)

    def sheet(self, sheet: ScaledIndicator) -> int:
        """What holds all that is worked out in a sheet, from the parameters of its slots."""
        self.bits = WIDTHS[0]
        for statement in sheet.statements:
            if isinstance(statement, Assign):
                self.env[statement.name] = self.of(statement.value)
            else:
                self.of(statement.condition)
        self.of(sheet.points)
        return self.bits

    def of(self, expr: s.Expr) -> Bounds:
        found = self._of(expr)
        if not isinstance(expr, s.Var | s.Literal):
            self.note(found)
        return found

    def _of(self, expr: s.Expr) -> Bounds:
        match expr:
            case s.Int():
                return Bounds(Fraction(expr.value), Fraction(expr.value))
            case s.Var():
                return self.env.get(expr.name, FLAG)
            case s.Linear():
                total = Bounds(Fraction(expr.constant), Fraction(expr.constant))
                for factor, term in expr.terms:
                    total = applied("+", total, _times(self.of(term), factor))
                    self.note(total)
                return total
            case s.Product():
                result = Bounds(Fraction(1), Fraction(1))
                for each in expr.factors:
                    result = applied("*", result, self.of(each))
                    self.note(result)
                return result
            case s.FloorDiv() | s.CeilDiv() | s.RoundDiv():
                self.of(expr.divisor)  # at least 1 where it is reached
                inner = self.of(expr.dividend)
                return union([inner, FLAG, Bounds(Fraction(-1), Fraction(0))])
            case s.Extreme():
                return extreme(expr.which, [self.of(x) for x in expr.operands])
            case s.If():
                values = [expr.otherwise]
                for condition, value in expr.arms:
                    self.of(condition)
                    values.append(value)
                return union([self.of(x) for x in values])
            case s.Pick():
                self.of(expr.index)
                return union([self.of(x) for x in expr.values])
            case s.Days() | s.Months() | s.Elapsed() | s.Shifted():
                return DAYS if not isinstance(expr, s.Elapsed) else _times(DAYS, 86_400)
            case _:
                for each in s.parts(expr):
                    self.of(each)
                return FLAG


def _times(bounds: Bounds, factor: int) -> Bounds:
    ends = [None if x is None else x * factor for x in (bounds.low, bounds.high)]
    return Bounds(*(ends if factor >= 0 else ends[::-1]))


def _in_facts(bounds: Bounds) -> Bounds:
    """What no end is declared of has as many digits as a fact may have: no more than 10 ** FACT."""
    most = Fraction(10**FACT)
    return Bounds(-most if bounds.low is None else bounds.low, most if bounds.high is None else bounds.high)
