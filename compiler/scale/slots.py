"""Facts and aggregates as whole numbers: each slot one or two parameters, and what they are worked out from."""

from __future__ import annotations

from attrs import frozen

from rubricc.compiler.derivation.terms import term_text
from rubricc.compiler.ir import scaled as s
from rubricc.compiler.ir.bounds import Ranges
from rubricc.compiler.ir.program import Slot
from rubricc.compiler.ir.scaled_program import Cell, Measure, Param, Rows, Type
from rubricc.compiler.runtime.schema import months_between
from rubricc.compiler.scale.ratio import Ratio, compared
from rubricc.compiler.scale.terms import Scaled, Scaler
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import MEASURABLE

_TYPES: dict[str, Type] = {"yesno": "bool", "label": "str", "month": "str", "date": "date"}
BELOW, PRESENT = "/", "?"  # what the second parameter's name ends in


@frozen
class Scaling:
    """A measure, its value in terms of its parameters, and when it has none."""

    measure: Measure
    value: Scaled
    absent: s.Expr | None


def scale_slot(slot: Slot, ranges: Ranges, chinese: bool) -> Scaling:
    if isinstance(slot.term, t.Input):
        return _fact(slot, slot.term, ranges)
    return _rows(slot, slot.term, ranges, chinese)


def _cells(term: t.Input, ranges: Ranges, name: str) -> tuple[tuple[Cell, ...], Scaled]:
    """A fact or column as one or two cells, and its value."""
    family = term.kind.family
    if family not in MEASURABLE:
        return (Cell(name, term.block, term.name, _TYPES[family]),), s.Var(name)
    precision = ranges.fields[term.block, term.name].precision
    if family == "count" or precision is not None:
        scale = precision.denominator if family != "count" and precision is not None else 1
        return (Cell(name, term.block, term.name, "int", scale),), Ratio(s.Var(name), scale)
    below = name + BELOW
    cells = (
        Cell(name, term.block, term.name, "int", part="numerator"),
        Cell(below, term.block, term.name, "int", part="denominator"),
    )
    return cells, Ratio(s.Var(name), 1, (s.Var(below),))


def _fact(slot: Slot, term: t.Input, ranges: Ranges) -> Scaling:
    cells, value = _cells(term, ranges, slot.name)
    params = tuple(Param(c.name, c.type) for c in cells)
    return Scaling(Measure(slot, params, cells[0], "below" if len(cells) > 1 else "", ()), value, None)


def _rows(slot: Slot, term: t.Aggregate, ranges: Ranges, chinese: bool) -> Scaling:
    block = ranges.blocks[term.block]
    found: dict[str, tuple[Cell, ...]] = {}

    def fact(used: t.Input) -> Scaled:
        found[used.name], value = _cells(used, ranges, used.name)
        return value

    scaler = Scaler(ranges, {}, fact)
    empty = tuple(compared("=", scaler.number(g), Ratio(s.ZERO)) for g in term.guards)
    where = None if term.where is None else scaler.condition(term.where)
    body = None if term.body is None else scaler.number(term.body)
    cells = [c for pair in found.values() for c in pair]
    months = len(months_between(block.first, block.last)) if block.by == "month" else 0
    some_rows = term.operation in ("sum", "count") or (months > 0 and where is None)
    reasons = tuple(term_text(g, chinese) for g in term.guards)
    if not some_rows:
        reasons += (term_text(term, chinese),)
    exact = body is None or not body.factors
    source = Rows(
        term.operation,
        block.name,
        tuple(c for c in cells if c.block == block.name),
        tuple(c for c in cells if c.block != block.name),
        None if body is None else body.number,
        None if body is None or exact else body.below,
        where,
        empty,
    )
    first, over = s.Var(slot.name), 1 if body is None or not exact else body.over
    below, present = slot.name + BELOW, slot.name + PRESENT
    if not exact or (term.operation == "mean" and reasons):
        params = (Param(slot.name, "int"), Param(below, "int"))
        absent = s.Compare("=", s.Var(below), s.ZERO) if reasons else None
        measure = Measure(slot, params, source, "below", reasons)
        return Scaling(measure, Ratio(first, over, (s.Var(below),)), absent)
    if term.operation == "mean":
        over *= months
    elif term.operation == "median":
        over *= 2
    if reasons:
        params = (Param(slot.name, "int"), Param(present, "bool"))
        measure = Measure(slot, params, source, "present", reasons)
        return Scaling(measure, Ratio(first, over), s.Not(s.Var(present)))
    return Scaling(Measure(slot, (Param(slot.name, "int"),), source, "", ()), Ratio(first, over), None)
