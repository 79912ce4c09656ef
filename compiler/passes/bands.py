"""Bands: the rows of `by X:` leave no value over and give none to two rows; every row can apply.

Intervals are compared exactly over the declared domain at the declared precision. Rows of conditions cannot be laid
side by side: they need `otherwise`, and are tried in order.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from attrs import frozen

from rubricc.compiler.derivation.terms import style_of
from rubricc.compiler.ir import told
from rubricc.compiler.ir.bounds import Bounds, Ranges
from rubricc.compiler.ir.program import Program
from rubricc.compiler.runtime.exact import show, whole
from rubricc.dsl import terms as t
from rubricc.dsl.diagnostics.model import Diagnostic, Related, diagnose
from rubricc.dsl.kinds import NUMBER, Kind
from rubricc.dsl.source import Span


def check_bands(program: Program) -> tuple[Program, list[Diagnostic]]:
    findings: list[Diagnostic] = []
    ranges = Ranges(program.blocks, program.slots)
    for indicator in program.indicators:
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
                    grid = ranges.grid(term) if term is not None else None
                    domain = Domain(env.get(name, Bounds()), grid)
                case told.RowsTold(table=rows, subject=subject, kind=kind) if rows and subject is not None:
                    domain = Domain(ranges.of(subject, {}), ranges.grid(subject))
                case _:
                    continue
            findings += _Bands(rows, kind, clause.span, domain, program.chinese).check()
    for outcome in program.outcomes:
        rows = tuple(
            told.BandRow(cases, t.Const(Fraction(0), NUMBER), None, span) for cases, _, span in outcome.rows
        )
        if outcome.subject == "grade":
            kind = Kind("label", labels=tuple(g.label for g in program.grades))
            domain = Domain(Bounds(), None)
        else:
            kind, domain = NUMBER, Domain(Bounds(Fraction(0), program.cap), program.grid)
        findings += _Bands(rows, kind, outcome.span, domain, program.chinese).check()
    return program, findings


@frozen
class Domain:
    """The values that a measure can have, and the grid on which they lie, if it is known."""

    bounds: Bounds
    grid: Fraction | None


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
            self.find("RB5005", self.span, witness="、".join(self.label(x) for x in left))
        if not left and self.otherwise:
            self.find("RB5007", self.rows[self.otherwise[0]].span)

    def label(self, label: str | bool) -> str:
        return show(label, "yesno", "zh" if self.chinese else "en") if isinstance(label, bool) else label

    # ── intervals ──

    def regions(self, kind: Kind) -> None:
        domain, grid = self.domain.bounds, self.domain.grid
        pieces = [
            Piece(case.low, case.low_open, case.high, case.high_open, at, row.span)
            for at, row in enumerate(self.rows)
            for case in row.cases
            if isinstance(case, told.Region)
        ]
        pieces = [p for p in (self.clipped(p, domain) for p in pieces) if p is not None]
        pieces.sort(key=Piece.starts_before)
        gaps = 0
        end: Piece | None = None  # the piece that reaches furthest so far
        for piece in pieces:
            if end is None:
                if piece.low is not None and not (
                    domain.low is not None and piece.low <= domain.low and not piece.low_open
                ):
                    gaps += self.gap(domain.low, False, piece.low, piece.low_open, grid, kind, None, piece)
            elif (
                end.high is None or (piece.low is not None and end.high > piece.low) or self.meet(end, piece)
            ):
                if True:
                    at = self.overlap_witness(end, piece)
                    if at is not None:
                        self.find(
                            "RB5006",
                            piece.span,
                            witness=self.shown(at, kind),
                            related=[Related(end.span, "other")],
                        )
            else:
                assert piece.low is not None
                gaps += self.gap(
                    end.high, not end.high_open, piece.low, piece.low_open, grid, kind, end, piece
                )
            if end is None or (
                end.high is not None
                and (piece.high is None or (piece.high, not piece.high_open) > (end.high, not end.high_open))
            ):
                end = piece
        if end is None:
            if not self.otherwise:
                self.find("RB5005", self.span, witness=self.shown(domain.low or Fraction(0), kind))
            return
        if end.high is not None and not (
            domain.high is not None
            and (end.high > domain.high or (end.high == domain.high and not end.high_open))
        ):
            gaps += self.gap(end.high, not end.high_open, domain.high, False, grid, kind, end, None)
        if self.otherwise and not gaps:
            self.find("RB5007", self.rows[self.otherwise[0]].span)

    def meet(self, end: Piece, piece: Piece) -> bool:
        return end.high is not None and end.high == piece.low and not end.high_open and not piece.low_open

    def overlap_witness(self, end: Piece, piece: Piece) -> Fraction | None:
        """A value that both give points to."""
        if self.meet(end, piece):
            return piece.low
        low, high = (
            piece.low,
            end.high
            if piece.high is None or (end.high is not None and end.high < piece.high)
            else piece.high,
        )
        if low is None:
            return (high - 1) if high is not None else Fraction(0)
        if not piece.low_open:
            return low
        return low + 1 if high is None else (low + high) / 2

    def clipped(self, piece: Piece, domain: Bounds) -> Piece | None:
        """The piece inside the domain; one that lies outside can never apply."""
        below = (
            piece.high is not None
            and domain.low is not None
            and (piece.high < domain.low or (piece.high == domain.low and piece.high_open))
        )
        above = (
            piece.low is not None
            and domain.high is not None
            and (piece.low > domain.high or (piece.low == domain.high and piece.low_open))
        )
        if below or above:
            self.find("RB5007", piece.span)
            return None
        return piece

    def gap(
        self,
        low: Fraction | None,
        low_taken: bool,
        high: Fraction | None,
        high_taken: bool,
        grid: Fraction | None,
        kind: Kind,
        below: Piece | None,
        above: Piece | None,
    ) -> int:
        """A finding for the values between two ends, if there are any at the declared precision; how many gaps (0, 1).

        `low_taken` says that the low end belongs to the piece below; `high_taken` that the high end is free too.
        """
        witness = self.witness(low, low_taken, high, high_taken, grid)
        if witness is None:
            return 0
        if not self.otherwise:
            related = [Related(below.span, "below")] if below else []
            related += [Related(above.span, "above")] if above else []
            self.find("RB5005", self.span, witness=self.shown(witness, kind), related=related)
        return 1

    def witness(
        self,
        low: Fraction | None,
        low_taken: bool,
        high: Fraction | None,
        high_free: bool,
        grid: Fraction | None,
    ) -> Fraction | None:
        if low is None:
            return high - (grid or 1) if high is not None else Fraction(0)
        if high is None:
            return low if not low_taken else low + (grid or 1)
        candidates = [] if low_taken else [low]
        candidates += [high] if high_free else []
        if grid is None:
            candidates.append((low + high) / 2)
        else:
            first = (low // grid + 1) * grid
            candidates.append(first)
            candidates = [c for c in candidates if (c / grid).denominator == 1]
        fitting = [
            c
            for c in candidates
            if (c > low or (c == low and not low_taken)) and (c < high or (c == high and high_free))
        ]
        return fitting[0] if fitting else None

    def shown(self, value: Fraction, kind: Kind) -> str:
        return show(whole(value), style_of(kind), "zh" if self.chinese else "en")
