"""Bands: the rows of `by X:` leave no value over and give none to two rows; every row can apply.

Intervals are compared exactly over the declared domain at the declared precision. Rows of conditions cannot be laid
side by side: they need `otherwise`, and are tried in order.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from attrs import frozen

from rubricc.compiler.ir import told
from rubricc.compiler.ir.bounds import Bounds, Ranges
from rubricc.compiler.ir.program import Program
from rubricc.compiler.runtime.exact import show, whole
from rubricc.dsl import terms as t
from rubricc.dsl.diagnostics.model import Diagnostic, Related, diagnose
from rubricc.dsl.kinds import Kind
from rubricc.dsl.source import Span


def check_bands(program: Program) -> tuple[Program, list[Diagnostic]]:
    findings: list[Diagnostic] = []
    ranges = Ranges(program.blocks, program.slots)
    banded = told.BandsTold | told.TableTold | told.RowsTold
    for indicator in (*program.scoring, *(outcome.sheet for outcome in program.outcomes)):
        if not any(isinstance(clause.told, banded) for clause in indicator.clauses):
            continue
        env: dict[str, Bounds] = {}
        for line in indicator.lines:
            env[line.name] = ranges.of(line.term, env)
        terms = {line.name: line.term for line in indicator.lines}
        for clause in indicator.clauses:
            match clause.told:
                case (
                    told.BandsTold(measure=name, rows=rows, kind=kind)
                    | told.TableTold(measure=name, rows=rows, kind=kind)
                ):
                    term = terms.get(name)
                    while isinstance(term, t.Ref) and term.name in terms:  # a fact of a row
                        term = terms[term.name]
                    domain = Domain(env.get(name, Bounds()), None)
                    if term is not None:
                        domain = Domain(domain.bounds, ranges.grid(term), *ranges.open_ends(term))
                case told.RowsTold(table=rows, subject=subject, kind=kind) if rows and subject is not None:
                    domain = Domain(ranges.of(subject, {}), ranges.grid(subject), *ranges.open_ends(subject))
                case _:
                    continue
            findings += _Bands(rows, kind, clause.span, domain, program.chinese).check()
    return program, findings


@frozen
class Domain:
    """The values that a measure can have, and the grid on which they lie, if it is known."""

    bounds: Bounds
    grid: Fraction | None
    low_open: bool = False
    high_open: bool = False

    def value(
        self, low: Fraction | None, low_open: bool, high: Fraction | None, high_open: bool
    ) -> Fraction | None:
        """A value between two ends (None is no end) that lies on the grid, if there is one."""
        grid = self.grid
        candidates: list[Fraction] = []
        for end, up in ((low, True), (high, False)):
            if end is None:
                continue
            step = Fraction(1) if grid is None else grid
            near = end if grid is None else (-(-end // grid) if up else end // grid) * grid
            candidates += [near, near + step if up else near - step]
        if low is None and high is None:
            candidates.append(Fraction(0))
        if low is not None and high is not None and grid is None:
            candidates.append((low + high) / 2)

        def inside(x: Fraction) -> bool:
            above = low is None or x > low or (x == low and not low_open)
            return above and (high is None or x < high or (x == high and not high_open))

        return next(filter(inside, candidates), None)


@frozen
class Piece:
    """One interval of one row."""

    low: Fraction | None
    low_open: bool
    high: Fraction | None
    high_open: bool
    row: int
    span: Span

    def starts_before(self) -> tuple[bool, Fraction, bool]:
        return (self.low is not None, self.low or Fraction(0), self.low_open)

    def ends_before(self, other: Piece) -> bool:
        if self.high is None or other.high is None:
            return self.high is not None
        return (self.high, not self.high_open) < (other.high, not other.high_open)


class _Bands:
    def __init__(
        self, rows: tuple[told.BandRow, ...], kind: Kind | None, span: Span, domain: Domain, chinese: bool
    ) -> None:
        self.rows, self.kind, self.span, self.domain, self.chinese = rows, kind, span, domain, chinese
        self.findings: list[Diagnostic] = []
        self.otherwise = [
            at for at, row in enumerate(rows) if any(isinstance(c, told.OtherwiseCase) for c in row.cases)
        ]

    def check(self) -> list[Diagnostic]:
        for at in self.otherwise:
            if at != len(self.rows) - 1:
                self.find("RB5007", self.rows[at + 1].span, related=[Related(self.rows[at].span, "covering")])
        cases = [case for row in self.rows for case in row.cases]
        if any(isinstance(c, told.ConditionCase) for c in cases):
            if not self.otherwise:
                self.find("RB5029", self.rows[-1].span)
        elif self.kind is not None and self.kind.family in ("label", "yesno"):
            self.labels(self.kind)
        elif self.kind is not None:
            self.regions(self.kind)
        return self.findings

    def find(self, code: str, span: Span, *, related: list[Related] | None = None, **args: Any) -> None:
        self.findings.append(diagnose(code, span, related=related or (), **args))

    def labels(self, kind: Kind) -> None:
        known: tuple[str | bool, ...] = kind.labels if kind.family == "label" else (True, False)
        seen: dict[str | bool, Span] = {}
        for row in self.rows:
            for case in row.cases:
                if isinstance(case, told.LabelCase):
                    if case.label in seen:
                        other = [Related(seen[case.label], "other")]
                        self.find("RB5006", row.span, witness=self.label(case.label), related=other)
                    seen.setdefault(case.label, row.span)
        left = [label for label in known if label not in seen]
        if left and not self.otherwise:
            self.find("RB5005", self.span, witness="\n".join(self.label(x) for x in left))
        if not left and self.otherwise:
            self.find("RB5007", self.rows[self.otherwise[0]].span)

    def label(self, label: str | bool) -> str:
        return show(label, "yesno", "zh" if self.chinese else "en") if isinstance(label, bool) else label

    # ── intervals ──

    def regions(self, kind: Kind) -> None:
        domain = self.domain
        low, high = domain.bounds.low, domain.bounds.high
        pieces = [
            Piece(case.low, case.low_open, case.high, case.high_open, at, row.span)
            for at, row in enumerate(self.rows)
            for case in row.cases
            if isinstance(case, told.Region)
        ]
        pieces = [clipped for piece in pieces if (clipped := self.clipped(piece)) is not None]
        pieces.sort(key=Piece.starts_before)
        gaps = 0
        end: Piece | None = None  # the piece that reaches furthest so far
        for piece in pieces:
            if end is None:
                gaps += self.gap(low, domain.low_open, piece.low, not piece.low_open, kind, None, piece)
            else:
                self.overlap(end, piece, kind)
                gaps += self.gap(end.high, not end.high_open, piece.low, not piece.low_open, kind, end, piece)
            if end is None or end.ends_before(piece):
                end = piece
        if end is None:
            if not self.otherwise:
                at = domain.value(low, domain.low_open, high, domain.high_open)
                self.find("RB5005", self.span, witness=self.shown(at or Fraction(0), kind))
            return
        gaps += self.gap(end.high, not end.high_open, high, domain.high_open, kind, end, None)
        if self.otherwise and not gaps:
            self.find("RB5007", self.rows[self.otherwise[0]].span)

    def overlap(self, end: Piece, piece: Piece, kind: Kind) -> None:
        """A finding for the values that two pieces share, if there are any; `piece` starts no earlier."""
        first = piece if piece.ends_before(end) else end
        at = self.domain.value(piece.low, piece.low_open, first.high, first.high_open)
        if at is not None:
            other = [Related(end.span, "other")]
            self.find("RB5006", piece.span, witness=self.shown(at, kind), related=other)

    def clipped(self, piece: Piece) -> Piece | None:
        """The piece inside the domain; one in which no value lies can never apply."""
        domain = self.domain
        low, low_open, high, high_open = piece.low, piece.low_open, piece.high, piece.high_open
        least, most = domain.bounds.low, domain.bounds.high
        if least is not None and (low is None or low <= least):
            low, low_open = least, domain.low_open or (low == least and low_open)
        if most is not None and (high is None or high >= most):
            high, high_open = most, domain.high_open or (high == most and high_open)
        if domain.value(low, low_open, high, high_open) is None:
            self.find("RB5007", piece.span)
            return None
        return Piece(low, low_open, high, high_open, piece.row, piece.span)

    def gap(
        self,
        low: Fraction | None,
        low_open: bool,
        high: Fraction | None,
        high_open: bool,
        kind: Kind,
        below: Piece | None,
        above: Piece | None,
    ) -> int:
        """A finding for the values between two pieces, or a piece and an end of the domain; how many gaps (0, 1).

        Where there is no end, nothing lies beyond it: `low` is None where the piece below or the domain has none.
        """
        if (low is None and (below is not None or high is None)) or (high is None and above is not None):
            return 0
        at = self.domain.value(low, low_open, high, high_open)
        if at is None:
            return 0
        if not self.otherwise:
            related = [Related(below.span, "below")] if below else []
            related += [Related(above.span, "above")] if above else []
            self.find("RB5005", self.span, witness=self.shown(at, kind), related=related)
        return 1

    def shown(self, value: Fraction, kind: Kind) -> str:
        return show(whole(value), kind.style, "zh" if self.chinese else "en")
