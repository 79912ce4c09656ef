"""Boundary inputs: for every edge and step of a sheet the facts just below it, on it and just above it.

Edges are those of the score function itself, as the prover has it: the values of a measure at which a row, a condition
or a limit changes, and every step that costs or earns points; beyond a floor or a cap there are none, and what points
are rounded to is none. Neighbours lie one declared precision away; where none is declared, 0.01% of a percent, a
hundredth of the unit of any other number; of a ratio of small counts the nearest ratios that there are. Facts are found
as witnesses are: a value that no facts were found for is counted, not listed. Nothing is sampled: the same rubric gives
the same inputs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice, pairwise, product
from math import ceil, floor, prod
from typing import TypeAlias

from attrs import evolve, frozen

from rubricc.compiler.ir.program import Indicator
from rubricc.compiler.proofs.pieces import NONE, Affine, Algebra, Function, Piece, Stair, Unknown
from rubricc.compiler.proofs.pieces import Value as PieceValue
from rubricc.compiler.proofs.sheets import NOTHING, Assignment, Ground, Sheet, Variable
from rubricc.compiler.proofs.witness import Shown, shown
from rubricc.compiler.runtime.exact import Value
from rubricc.compiler.trials.ratios import greatest_divisor, ratios_beside
from rubricc.compiler.trials.unit_boundaries import among_units, is_of_units
from rubricc.compiler.trials.written_facts import can_be_written
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import UNIT_FACTORS

SETTINGS = 16  # of the other measures, for every measure
CASES = 32  # combinations of answers and labels
EDGES = 60  # of one measure under one setting; of more, those at both ends
Find: TypeAlias = Callable[[Sheet, Assignment], Shown]
Beside: TypeAlias = Callable[[Variable, Value], Sequence[Value]]

FEW = 8  # of a sheet that says yes or no: a rounding inside a check has as many edges as there are figures


@frozen
class Edges:
    """The boundary inputs of a sheet; `left_out` is for how many values no facts were found, `refused` why for all.

    `cut`: some measure has more edges than are gone through.
    """

    sheet: Indicator
    inputs: tuple[Shown, ...]
    left_out: int = 0
    refused: Unknown | None = None
    cut: bool = False


def sheet_boundaries(
    ground: Ground, indicator: Indicator, find: Find = shown, beside: Beside | None = None
) -> Edges:
    """The boundary inputs of one sheet, in the order of its measures.

    `find` finds facts for values of its variables, `beside` the values of one that there can be at all.
    """
    cut: set[str] = set()
    try:
        sheet = Sheet(ground, indicator)
        wanted: list[Assignment] = list(_assignments(sheet, cut))
    except Unknown as unknown:
        return Edges(indicator, (), 0, unknown)
    if beside is not None:
        wanted = _possible(sheet, wanted, beside)
    found: dict[tuple[Value, ...], Shown] = {}
    left: list[Assignment] = []
    for assignment in wanted:
        try:
            one = find(sheet, assignment)
        except Unknown:
            left.append(assignment)
            continue
        if can_be_written(one.facts):
            found.setdefault(tuple(value for _, value in one.values), one)
        else:
            left.append(assignment)
    left_out = len(left)
    if left and is_of_units(sheet):
        for one in among_units(sheet, left):
            left_out -= found.setdefault(tuple(value for _, value in one.values), one) is one
    return Edges(indicator, tuple(found.values()), left_out, None, bool(cut))


def _possible(sheet: Sheet, wanted: Iterable[Assignment], beside: Beside) -> list[Assignment]:
    """The assignments with values that there can be: instead of any other the nearest below and above."""
    found: list[Assignment] = []
    for assignment in wanted:
        options = [[(name, x) for x in beside(sheet.variables[name], x)] if name in sheet.variables else [(name, x)]
                   for name, x in assignment.items()]  # fmt: skip
        found += [each for values in product(*options) if (each := dict(values)) not in found]
    return found


def _assignments(sheet: Sheet, cut: set[str]) -> Iterator[dict[str, Value]]:
    """Values of the variables: every edge of every measure, every answer with one of them.

    Of the settings of the other variables one is enough for each shape that the points take along a measure. Measures
    that have more edges than are gone through are put into `cut`.
    """
    answers: set[tuple[str, Value]] = set()
    numbers = sheet.numbers
    refused: Unknown | None = None
    reached = False
    for variable in numbers:
        shapes: set[object] = set()
        for case in _cases(sheet):
            for fixed in _still(sheet, case, variable):
                try:
                    values, shape = edge_values(sheet, variable, fixed, cut)
                except Unknown as unknown:
                    refused = unknown
                    continue
                reached = True
                new = set(case.items()) - answers
                if shape not in shapes or new or variable.name == NOTHING:
                    answers |= new
                    for x in values if shape not in shapes else values[:1]:
                        yield {**fixed, variable.name: variable.fact(x)}
                    shapes.add(shape)
    if refused is not None and not reached:
        raise refused


def _cases(sheet: Sheet) -> list[dict[str, Value]]:
    """Combinations of answers: all, or those that are one answer away from the first or the last of each."""
    if prod(len(v.labels) for v in sheet.choices) <= CASES:
        return sheet.cases()[0]
    ends = [{v.name: v.labels[at] for v in sheet.choices} for at in (0, -1)]
    flipped = [end | {v.name: x} for end in ends for v in sheet.choices for x in v.labels if x != end[v.name]]
    return [*ends, *flipped]


def _still(sheet: Sheet, case: Assignment, moving: Variable) -> Iterator[Assignment]:
    """Settings of the other measures: combinations of values that stand for their domains, those inside first."""
    others = [v for v in sheet.numbers if v is not moving]
    options: list[list[Value]] = []
    for variable in others:
        assert variable.domain is not None
        low, *inside = variable.domain.near(variable.domain.whole)
        options.append([variable.fact(x) for x in (*inside, low)])
    settings: Iterable[tuple[Value, ...]] = product(*options)
    if prod(map(len, options)) > SETTINGS:
        longest = max(map(len, options))
        alike = [tuple(each[min(at, len(each) - 1)] for each in options) for at in range(longest)]
        turned = [
            tuple(each[(at + n) % len(each)] for n, each in enumerate(options)) for at in range(longest)
        ]
        settings = [*alike, *turned]
    for values in islice(dict.fromkeys(settings), SETTINGS):
        yield {**case, **dict(zip((v.name for v in others), values, strict=True))}


# ── the edges of one measure ──


def edge_values(
    sheet: Sheet, variable: Variable, fixed: Assignment, cut: set[str]
) -> tuple[list[Fraction], object]:
    """Values of a measure at its declared ends and beside its edges, in order, the other variables being fixed.

    And the shape that the points have along it: what two settings share that differ in figures only.
    """
    domain = variable.domain
    assert domain is not None
    ends = [end for end in (domain.whole.low, domain.whole.high) if end is not None and end not in domain.far]
    found, shape = set(ends), None
    if variable.name != NOTHING:
        step = domain.grid or _step(variable)
        most = FEW if sheet.terms[sheet.last].kind.family == "count" else EDGES
        places, shape, whole = _edges(sheet, evolve(variable, domain=evolve(domain, grid=None)), fixed)
        if not whole or len(places) > most:
            cut.add(variable.name)
        divisor = greatest_divisor(sheet, variable)
        small = divisor is not None and divisor * step < 1  # no ratios of theirs lie as near as a step
        for place in _both_ends(places, most):
            if small and divisor is not None:
                found |= set(ratios_beside(place, divisor))
                continue
            below, above = floor(place / step) * step, ceil(place / step) * step
            found |= {place - step, place, place + step} if below == above else {below, place, above}
    on_grid = (x for x in found if x in domain.whole and (domain.grid is None or x % domain.grid == 0))
    return sorted(on_grid) or list(islice(domain.near(domain.whole), 1)), shape


def _both_ends(places: list[Fraction], most: int) -> list[Fraction]:
    return places if len(places) <= most else [*places[: most // 2], *places[-most // 2 :]]


def _step(variable: Variable) -> Fraction:
    """How far off a neighbour lies where no precision is declared."""
    kind = variable.kind
    if kind.family == "percent" or kind.ratio:
        return Fraction(1, 10_000)
    return UNIT_FACTORS.get(kind.unit, Fraction(1)) / 100


def _edges(sheet: Sheet, variable: Variable, fixed: Assignment) -> tuple[list[Fraction], object, bool]:
    """Where along a measure the points before their rounding change their rule, or what decides them changes.

    And the shape of the points, and whether these are all edges.
    """
    lines = sheet.functions(variable, fixed)
    assert variable.domain is not None
    algebra = Algebra(variable.domain)
    points = lines[sheet.last]
    last = sheet.terms[sheet.last]
    before = last.operand.name if isinstance(last, t.Rounded) and isinstance(last.operand, t.Ref) else ""
    unrounded = lines.get(before, points)
    deciding = [lines[name] for name in _deciding(sheet, lines)]
    found = {place for function in deciding for place in _borders(function)}
    steps = [(piece, piece.value) for piece in unrounded if isinstance(piece.value, Stair)]
    found |= {*_borders(unrounded), *(x for piece, value in steps for x in _steps_of(piece, value, algebra))}
    whole = all(_count(piece, value, algebra) is not None for piece, value in steps)
    found |= {x.interval.high for x, y in pairwise(points) if NONE in (x.value, y.value) and x.interval.high}
    shape = tuple(tuple(piece.value for piece in function) for function in deciding)
    return sorted(found), (shape, tuple(_slope(piece.value) for piece in unrounded)), whole


def _slope(value: PieceValue) -> object:
    """How points go on a piece: up, down, level, or not at all."""
    match value:
        case Affine(slope, _):
            return (slope > 0) - (slope < 0)
        case Stair(_, factor, _):
            return "up" if factor > 0 else "down"
        case _:
            return value


def _deciding(sheet: Sheet, lines: Mapping[str, Function]) -> list[str]:
    """The lines that say yes or no, and those that say which row applies."""
    rows = {getattr(clause.told, "row", "") for clause in sheet.indicator.clauses}
    return [
        name
        for name, term in sheet.terms.items()
        if name in lines and (name in rows or term.kind.family == "yesno")
    ]


def _borders(function: Function) -> Iterator[Fraction]:
    for one in function[:-1]:
        assert one.interval.high is not None
        yield one.interval.high


def _count(piece: Piece, value: Stair, algebra: Algebra) -> int | None:
    """How many steps a staircase has, where these are not too many."""
    low, high = algebra.ends(piece.interval, value.steps)
    return None if low is None or high is None or high - low > EDGES else high - low


def _steps_of(piece: Piece, value: Stair, algebra: Algebra) -> Iterator[Fraction]:
    """Where its steps lie; of too many, those at both ends."""
    low, high = algebra.ends(piece.interval, value.steps)
    if _count(piece, value, algebra) is not None:
        assert low is not None and high is not None
        yield from (value.steps.reach(k)[0] for k in range(low, high))
        return
    if high is not None:
        yield from (value.steps.reach(k)[0] for k in range(high - EDGES // 2, high))
    if low is not None:
        yield from (value.steps.reach(k)[0] for k in range(low, low + EDGES // 2))
