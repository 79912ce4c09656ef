"""The result of one evaluation as plain data: what `--format json` prints and every document is laid out from.

Assumes a result of `score`. Guarantees: nothing but texts, whole numbers, booleans, lists, mappings and null; every
number of the evaluation is a text (`"85.6"`, `"1/3"` with a `display` beside it); the points of the indicators add up
to those of their groups and of the total.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NotRequired, TypedDict

from rubricc.compiler.derivation.inputs import InputData, fields_of, inputs_of
from rubricc.compiler.runtime.exact import (
    Exact,
    decimal_places,
    percent_rounded,
    plain,
    show,
    whole,
)
from rubricc.compiler.runtime.indicator import Indicator, Outcome, Statement
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.runtime.schema import Block, Field
from rubricc.compiler.runtime.tree import Group
from rubricc.dsl.diagnostics.model import Diagnostic
from rubricc.dsl.diagnostics.render.json_ import Object, finding

# What a convention answered, by the name that lowering gives the question.
_QUESTIONS = {
    "basis": ("每低、每高百分之几指什么", "of what a % step is a part"),
    "partial": ("不足一步怎样计", "how part of a step counts"),
    "floor": ("最低几分", "the least points"),
    "zero divisor": ("除数为零时给多少分", "what a divisor of 0 gives"),
    "compared": ("按全值还是舍入后的值比较", "whether the value compared is rounded first"),
}


class RubricData(TypedDict):
    name: str
    version: str
    digest: str
    convention: str
    compiler: str


class Node(TypedDict):
    """A group, or an indicator (which has no children); `lost` is what its weight has more than its points; None
    in a bonus group, where nothing is lost that is not got."""

    code: str | None
    name: str
    weight: str
    points: str | None
    lost: str | None
    rate: str | None
    interval: list[str] | None  # between which points it lies where it has none
    children: list[Node]
    indicator: int | None  # its place in the list of indicators


class ClauseData(TypedDict):
    """A clause of the source; `effect` in points, null for one that takes and gives none by itself."""

    text: str
    file: str | None  # where that is not the file of the rubric
    line: int
    effect: str | None


class IndicatorData(TypedDict):
    code: str | None
    name: str
    weight: str
    points: str | None
    display: NotRequired[str]
    lost: str | None
    rate: str | None
    refused: str | None
    clauses: list[ClauseData]
    convention: list[str]
    source: str | None
    inputs: list[InputData]
    derivation: str


class LostData(TypedDict):
    code: str | None
    name: str
    lost: str


class CheckData(TypedDict):
    """A check or a published figure; the figures are empty where there are none."""

    name: str
    kind: str
    result: str
    reported: str
    computed: str
    place: str
    derivation: str


class RequirementData(TypedDict):
    name: str
    result: str
    stated: bool  # met because the facts state so: nothing was measured
    cited: str
    consequence: str
    place: str
    derivation: str


class OutcomeData(TypedDict):
    """What follows: `result` as it is printed, `value` exact in 元, seconds or as a ratio; null where there is none."""

    name: str
    result: str | None
    value: str | bool | None
    derivation: list[str]


class LedgerData(TypedDict):
    """Where a result was recorded: the hash of its record, and the newest checkpoint in short form, if there is one."""

    identity: str
    number: int
    hash: str
    checkpoint: str | None


class Standing(TypedDict):
    """What has been got in all, and where."""

    total: str | None
    of: str | None
    rate: str | None
    grade: str | None
    interval: list[str] | None
    attained: bool | None  # whether both ends of the interval are known to be possible
    grades: list[str]  # those that are possible, the best first
    tree: list[Node]


class Document(Standing):
    """The whole result; the keys that programs rely on are those of the reference (`docs/`)."""

    rubric: RubricData
    lang: str
    case: str | None
    unit: str | None
    indicators: list[IndicatorData]
    lost: list[LostData]
    lost_total: str | None
    checks: list[CheckData]
    requirements: list[RequirementData]
    outcomes: list[OutcomeData]
    total_derivation: list[str]
    warnings: list[Object]
    missing: list[Object]
    ledger: LedgerData | None  # where it is recorded, if it is


def result_document(
    result: Result,
    blocks: Sequence[Block],
    lang: str,
    *,
    case: str | None = None,
    warnings: Iterable[Diagnostic] = (),
    missing: Iterable[Diagnostic] = (),
    own_inputs: bool = False,
) -> Document:
    """The document of a result; derivations, warnings and missing facts are worded in `lang` (`zh`, `en`).

    With `own_inputs` an indicator lists the facts of its unit alone.
    """
    fields = fields_of(blocks)
    extra = {id(one) for each in result.tree for one in _bonus(each)}
    lost = [one for one in result if id(one) not in extra and (one.lost or 0) > 0]
    lost.sort(key=lambda one: -Fraction(one.lost or 0))
    return {
        **standing(result),
        "rubric": rubric_data(result),
        "lang": lang,
        "case": case,
        "unit": result.unit or None,
        "indicators": [_indicator(one, fields, lang, own_inputs, id(one) in extra) for one in result],
        "lost": [{"code": one.code or None, "name": one.name, "lost": _lost(one) or "0"} for one in lost],
        "lost_total": None if result.exact is None else plain(whole(_of(result) - result.exact)),
        "checks": [check_data(each, lang) for each in result.statements if each.kind != "require"],
        "requirements": [
            requirement_data(each, lang) for each in result.statements if each.kind == "require"
        ],
        "outcomes": [outcome_data(each, lang) for each in result.outcomes],
        "total_derivation": result.total_lines(lang),
        "warnings": [finding(each, lang) for each in warnings],
        "missing": [finding(each, lang) for each in missing],
        "ledger": None,
    }


def rubric_data(result: Result) -> RubricData:
    spec = result.spec
    return {
        "name": spec.name,
        "version": spec.version,
        "digest": spec.digest,
        "convention": spec.convention,
        "compiler": spec.compiler,
    }


def standing(result: Result) -> Standing:
    numbers = {id(one): at for at, one in enumerate(result)}
    return {
        "total": _number(result.exact),
        "of": _number(whole(_of(result))),
        "rate": _rate(result.exact, _of(result)),
        "grade": result.grade,
        "interval": None if result.interval is None else [plain(Fraction(end)) for end in result.interval],
        "attained": None if result.interval is None else result.attained,
        "grades": result.grades,
        "tree": [_node(each, numbers) for each in result.tree],
    }


def _of(result: Result) -> Exact:
    """What the weights add up to."""
    spec = result.spec
    return spec.total if spec.total is not None else sum(one.spec.weight for one in result)


def check_data(each: Statement, lang: str) -> CheckData:
    return {
        "name": each.name,
        "kind": each.kind,
        "result": each.result,
        "reported": each.figure(each.spec.published, lang),
        "computed": each.figure(each.spec.computed, lang),
        "place": _place(each, lang),
        "derivation": each.explain(lang),
    }


def requirement_data(each: Statement, lang: str) -> RequirementData:
    return {
        "name": each.name,
        "result": each.result,
        "stated": each.stated,
        "cited": each.spec.cited,
        "consequence": each.spec.message,
        "place": _place(each, lang),
        "derivation": each.explain(lang),
    }


def outcome_data(each: Outcome, lang: str) -> OutcomeData:
    value, shown = each.value, each.shown(lang) or None
    exact = plain(whole(value)) if isinstance(value, int | Fraction) else shown
    return {
        "name": each.name,
        "result": shown,
        "value": value if isinstance(value, bool) else exact,
        "derivation": [line.strip() for line in each.lines(lang)[1:]],
    }


def _place(each: Statement, lang: str) -> str:
    line = f"第 {each.spec.line} 行" if lang == "zh" else f"line {each.spec.line}"
    return f"{each.spec.file} {line}".strip()


def _number(x: Exact | None) -> str | None:
    return None if x is None else plain(whole(x))


def _rate(points: Exact | None, weight: Exact) -> str | None:
    """得分率 in percent, with two decimals at most, half up."""
    if points is None or not weight:
        return None
    text = percent_rounded(Fraction(points) / weight).removesuffix("%")
    return f"{text.rstrip('0').rstrip('.')}%"


def _lost(one: Indicator) -> str | None:
    points = one.exact
    return None if points is None else plain(whole(one.spec.weight - points))


def _bonus(each: Group | Indicator, inside: bool = False) -> Iterator[Indicator]:
    """The indicators of bonus groups."""
    if isinstance(each, Group):
        for child in each.children:
            yield from _bonus(child, inside or each.spec.special == "bonus")
    elif inside:
        yield each


def _node(each: Group | Indicator, numbers: dict[int, int], bonus: bool = False) -> Node:
    if isinstance(each, Group):
        bonus = bonus or each.spec.special == "bonus"
        weight, points, ends = each.exact_weight, each.exact, each.ends
        children = [_node(child, numbers, bonus) for child in each.children]
    else:
        weight, points, children = each.spec.weight, each.exact, []
        ends = each.ends if each.applies else None
    return {
        "code": each.code or None,
        "name": each.name,
        "weight": plain(weight),
        "points": _number(points),
        "lost": None if points is None or bonus else plain(whole(weight - points)),
        "rate": _rate(points, weight),
        "interval": [plain(end) for end in ends] if points is None and ends is not None else None,
        "children": children,
        "indicator": numbers.get(id(each)),
    }


def _indicator(
    one: Indicator, fields: dict[tuple[str, str], Field], lang: str, own_inputs: bool, bonus: bool
) -> IndicatorData:
    points = one.exact
    values = one.score.values()
    data: IndicatorData = {
        "code": one.code or None,
        "name": one.name,
        "weight": plain(one.spec.weight),
        "points": _number(points),
        "lost": None if bonus else _lost(one),
        "rate": _rate(points, one.spec.weight),
        "refused": (one.refused or None) if points is None else None,
        "clauses": [
            {
                "text": each.text,
                "file": each.file or None,
                "line": each.line,
                "effect": _effect(values.get(each.effect), each.sign),
            }
            for each in one.spec.clauses
        ],
        "convention": [_QUESTIONS[each][lang == "en"] for each in one.spec.convention],
        "source": one.spec.source or None,
        "inputs": [
            each
            for block, name, own in one.spec.inputs
            if own or not own_inputs
            for each in inputs_of(one, block, name, own, fields, lang)
        ],
        "derivation": one.explain(lang),
    }
    if points is not None and decimal_places(points) is None:
        data["display"] = show(points, "number", lang)
    return data


def _effect(value: object, sign: int) -> str | None:
    return plain(whole(sign * value)) if isinstance(value, int | Fraction) and sign else None
