"""Better never scores less: for every measure the way that is better, and whether points go it."""

from __future__ import annotations

from collections.abc import Container, Iterator
from contextlib import suppress

from rubricc.compiler.ir import told
from rubricc.compiler.proofs import wording
from rubricc.compiler.proofs.analysed import Analysed
from rubricc.compiler.proofs.claims import Claim, Warn
from rubricc.compiler.proofs.explore import against
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.proofs.sheets import Variable
from rubricc.compiler.proofs.trends import Parts, Trend, trend_of
from rubricc.compiler.proofs.witness import Shown
from rubricc.compiler.runtime.exact import plain
from rubricc.dsl import terms as t

ABOVE: dict[str, int] = {"below": 1, "above": -1, "late": -1, "either side": 0}


def directions(one: Analysed) -> dict[str, int | None]:
    """For every measure the way that is better; None where neither a target nor a step says."""
    numbers = [v.name for v in one.sheet.numbers if v.name in one.sheet.variables]
    found: dict[str, set[int]] = {name: set() for name in numbers}
    for told_line, way in _ways(one):
        line = one.sheet.aliases[told_line].name if told_line in one.sheet.aliases else told_line
        if line in found:
            found[line].add(way)
        # what is better more of is better less of where it is taken away (`of 1 - 差错率`)
        for name, goes in _along(one, line, found):
            found[name].add(0 if goes is None else way * goes)
    written = _written(one)
    if written is not None and not _measured(one):
        return dict.fromkeys(numbers, written)
    return {
        name: next(iter(said)) if said else None
        for name, said in found.items()
        if len(said) < 2 and 0 not in said
    }


def _along(one: Analysed, line: str, measures: Container[str]) -> Iterator[tuple[str, Trend]]:
    """Which way a line goes with the measures that it is worked out from, as far as they move it.

    Of a measure made of several facts (`办结数 / 受理数`) a target says nothing about each; a written direction does.
    """
    sheet = one.sheet
    behind = line in sheet.cuts and any(name in measures for name in sheet.slots_behind(line))
    if behind and _written(one) is not None:
        apart = one.explored.levels.sheets[-1]
        every = [Parts(apart, case) for case in apart.cases()[0]]
    else:
        every = one.parts if line in sheet.terms and line not in sheet.cuts else []
    for parts in every:
        yield from ((n, goes) for n, goes in parts.lines.get(line, {}).items() if n in measures and goes != 0)


def monotone(one: Analysed) -> list[Claim]:
    """No measure gives less where it is better; where nothing says which way that is, one way holds."""
    ways = directions(one)
    if not ways:
        return []
    known: list[tuple[Variable, int]] = []
    for name, way in ways.items():
        variable = one.sheet.variables[name]
        went, pairs = followed(one, variable, way)
        if pairs:
            return [_falls(one, variable, way, pairs)]
        known.append((variable, went))
    said = wording.directions([each for each in known if each[1]], one.program)
    return [one.claim("monotone", "proved", said)]


def followed(one: Analysed, variable: Variable, way: int | None) -> tuple[int, list[tuple[Shown, Shown]]]:
    """The way that points are proved to go, 0 where they stay; or facts against every way that they should go."""
    goes = [each for each in (1, -1) if _goes(one, variable.name, each)]
    wanted = (1, -1) if way is None else (way,)
    if set(goes) & set(wanted):
        return (goes[0] if len(goes) == 1 else 0), []
    pairs: list[tuple[Shown, Shown]] = []
    unsettled: Unknown | None = None
    for each in wanted:
        try:
            pair = _pair(one, variable, each)
        except Unknown as unknown:
            unsettled = unknown
            continue
        if pair is None:
            return each, []
        pairs.append(pair)
    if unsettled is not None:
        raise unsettled
    return 0, pairs


def keeps(one: Analysed, name: str) -> bool:
    """Whether more of something never gives less points, whatever the rest is."""
    went, pairs = followed(one, one.sheet.variables[name], 1)
    return went >= 0 and not pairs


def _goes(one: Analysed, name: str, way: int) -> bool:
    """Whether the pieces, or the parts, never go against a way, whatever the rest is."""
    if not one.explored.every_case:
        return False
    try:
        if one.explored.single:
            return all(trend_of(view.points, view.algebra) in (0, way) for view in one.explored.views)
    except Unknown:
        pass  # what has no pieces may have a way
    return all(parts.lines[one.sheet.last].get(name, 0) in (0, way) for parts in one.parts)


def _falls(one: Analysed, variable: Variable, way: int | None, pairs: list[tuple[Shown, Shown]]) -> Claim:
    clause = next(
        (c for c in one.indicator.clauses if not isinstance(c.told, told.LetTold | told.MeasureTold)), None
    )
    said = wording.falls(variable, way, one.program)
    witness = [shown for pair in pairs for shown in pair]
    return one.claim(
        "monotone", "refuted", said, *witness, span=clause.span if clause else None,
        warn=_warn(one, variable, way, pairs[0]),
    )  # fmt: skip


def _warn(one: Analysed, variable: Variable, way: int | None, pair: tuple[Shown, Shown]) -> Warn:
    """The pair as the finding tells it: the worse value of the measure first, which scores more."""
    zh = one.program.chinese
    lang = "zh" if zh else "en"
    name = wording.name_of(variable, one.program, chinese=zh)
    first, second = pair if way != -1 else pair[::-1]
    args = {
        "name": one.indicator.title, "measure": name,
        "first": wording.value_in(first, variable, lang), "first_points": plain(first.points),
        "second": wording.value_in(second, variable, lang), "second_points": plain(second.points),
    }  # fmt: skip
    return Warn("RB6005" if way is None else "RB6003", args)


def _pair(one: Analysed, variable: Variable, way: int) -> tuple[Shown, Shown] | None:
    """Facts with points that go against a way; None where there are none."""
    found = _beside(one, variable, way)
    if found is not None:
        return found
    if one.explored.quick:
        raise Unknown("facts" if one.explored.single else "measures")
    return one.explored.levels.pair(variable, way)


def _beside(one: Analysed, variable: Variable, way: int) -> tuple[Shown, Shown] | None:
    """The same, from what is known along the measure."""
    tried = 0
    with suppress(Unknown):
        for view in one.explored.views:
            if view.variable != variable:
                continue
            for x, y in against(view, way):
                pair = one.explored.show_both(
                    (view, x), (view, y), lambda a, b: (b.points - a.points) * way < 0
                )
                if pair is not None:
                    return pair
                tried += 1
                if tried > 40:
                    return None
    return None


def _ways(one: Analysed) -> Iterator[tuple[str, int]]:
    """The lines that clauses measure by, and the way that is better: what targets and steps say, or is written."""
    written = _written(one)
    for clause in one.indicator.clauses:
        match clause.told:
            case told.MeasureTold(line=line) | told.BandsTold(measure=line) if line and written is not None:
                yield line, written
            case told.StepTold(measure=line, side=side, charge=charge):
                yield line, ABOVE[side] if charge.sign == "deduct" else -ABOVE[side]
            case told.TargetTold(met=line, op=op):
                way = {">=": 1, ">": 1, "<=": -1, "<": -1}.get(op, 0)
                match one.sheet.terms[
                    line
                ]:  # of what is measured, not of the target, which may be a fact, too
                    case t.Compare(left=t.Ref(measure)):
                        yield measure, way
            case told.ProRataTold(share=line):
                yield line, 1
            case _:
                pass


def _written(one: Analysed) -> int | None:
    """The way that is written to be better: of the measure, or of all that is read where nothing is measured."""
    return {"higher": 1, "lower": -1}.get(one.indicator.direction)


def _measured(one: Analysed) -> bool:
    clauses = (clause.told for clause in one.indicator.clauses)
    return any(
        isinstance(c, told.MeasureTold) or (isinstance(c, told.BandsTold) and c.measure) for c in clauses
    )
