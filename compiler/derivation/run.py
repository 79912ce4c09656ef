"""A run over units as plain data: what every unit has got, and what holds of all of them.

Assumes the results of one run, in the order of the table. Guarantees what `document` does; a check or an obligation
that does not depend on the unit stands once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypedDict

from rubricc.compiler.derivation.document import (
    CheckData,
    LedgerData,
    RequirementData,
    RubricData,
    Standing,
    check_data,
    requirement_data,
    result_document,
    rubric_data,
    standing,
)
from rubricc.compiler.derivation.inputs import InputData, fields_of, inputs_of
from rubricc.compiler.runtime.indicator import Statement
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.runtime.run import ranks
from rubricc.compiler.runtime.schema import Block
from rubricc.dsl.diagnostics.model import Diagnostic
from rubricc.dsl.diagnostics.render.json_ import Object, finding


class UnitData(Standing):
    """What a unit has got; `rank` by total, the highest first, equal totals sharing a place."""

    unit: str
    rank: int | None
    refused: list[str]  # why there is no total, or no grade


class TallyData(TypedDict):
    """A check or an obligation of every unit: how many keep it, and which do not."""

    name: str
    kind: str
    kept: int
    units: int
    others: list[Object]  # unit, result, derivation


class RunDocument(TypedDict):
    rubric: RubricData
    lang: str
    case: str | None
    units: list[UnitData]
    checks: list[CheckData]  # those that are the same for every unit
    requirements: list[RequirementData]
    tallies: list[TallyData]  # those that are not
    warnings: list[Object]
    missing: list[Object]
    ledger: LedgerData | None


def run_document(
    results: Sequence[Result],
    lang: str,
    *,
    case: str | None = None,
    warnings: Iterable[Diagnostic] = (),
    missing: Iterable[Diagnostic] = (),
) -> RunDocument:
    """The document of a run over at least one unit."""
    places = ranks([result.exact for result in results])
    first = results[0]
    shared = [each for each in first.statements if not each.of_unit]
    return {
        "rubric": rubric_data(first),
        "lang": lang,
        "case": case,
        "units": [_unit(result, place, lang) for result, place in zip(results, places, strict=True)],
        "checks": [check_data(each, lang) for each in shared if each.kind != "require"],
        "requirements": [requirement_data(each, lang) for each in shared if each.kind == "require"],
        "tallies": [
            _tally([result.statements[at] for result in results], [result.unit for result in results], lang)
            for at, each in enumerate(first.statements)
            if each.of_unit
        ],
        "warnings": [finding(each, lang) for each in warnings],
        "missing": [finding(each, lang) for each in missing],
        "ledger": None,
    }


def whole_run(document: RunDocument, results: Sequence[Result], blocks: Sequence[Block]) -> Object:
    """The same with all of every unit: what `document` says of one result, without what is said above.

    A column that many units read, as a rank does, stands once, in `inputs` of the run; a unit lists its own cells.
    """
    fields = fields_of(blocks)
    shared: dict[tuple[str, str], list[InputData]] = {}
    for one in results[0]:
        for block, name, of_unit in one.spec.inputs:
            if not of_unit and (block, name) not in shared:
                shared[block, name] = inputs_of(one, block, name, of_unit, fields, document["lang"])
    units = []
    for unit, result in zip(document["units"], results, strict=True):
        own = result_document(result, blocks, document["lang"], own_inputs=True)
        said = {key: value for key, value in own.items() if key not in document}
        names = {each["name"] for each in document["tallies"]}
        said["checks"] = [each for each in own["checks"] if each["name"] in names]
        said["requirements"] = [each for each in own["requirements"] if each["name"] in names]
        units.append({**unit, **said})
    return {**document, "inputs": [each for column in shared.values() for each in column], "units": units}


def _unit(result: Result, place: int | None, lang: str) -> UnitData:
    lacking = [one for one in result if one.points is None and one.applies]
    between = ": " if lang == "en" else "："
    return {
        "unit": result.unit,
        "rank": place,
        **standing(result),
        "refused": [
            *(" ".join(line.strip() for line in one.lines(lang)[:2]) for one in lacking),
            *(f"{one.name}{between}{one.why(lang)}" for one in result.open_conditions),
        ],
    }


def _tally(statements: Sequence[Statement], units: Sequence[str], lang: str) -> TallyData:
    others: list[Object] = [
        {"unit": unit, "result": each.result, "derivation": each.explain(lang)}
        for each, unit in zip(statements, units, strict=True)
        if each.result not in ("holds", "met")
    ]
    first = statements[0]
    kept = len(units) - len(others)
    return {"name": first.name, "kind": first.kind, "kept": kept, "units": len(units), "others": others}
