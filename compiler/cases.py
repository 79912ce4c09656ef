"""Cases of a rubric: the facts that one names, and what it expects of the score.

Assumes a case of a parsed rubric. Guarantees: nothing raises; a `given` that fits no fact is a problem like any other
of the facts; what a case expects is compared exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from rubricc.compiler.data.files import Binding, bind_files
from rubricc.compiler.ir.program import Program, Range, below
from rubricc.compiler.runtime.exact import plain, whole
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.runtime.indicator import Indicator, Outcome, Statement
from rubricc.compiler.runtime.judged import PARTS
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.runtime.schema import Block, Cell, Place
from rubricc.compiler.runtime.tree import Group
from rubricc.dsl import nodes as n
from rubricc.dsl.resolve import value_of

if TYPE_CHECKING:
    from rubricc.compiler.data.sheets import Understood

_UNITS = {"second": "秒", "minute": "分钟", "hour": "小时", "day": "天"}
_DATA_UNITS = {"%", "万元", "亿元", "元", "秒", "分钟", "小时", "天"}

_EXPECTS = re.compile(r"^ +(?:expect|应得) .*", re.MULTILINE)
_ERROR = re.compile(r"(?:\berror|错误) *(RB[0-9]{4})\b")


@frozen
class Comparison:
    """One expectation: of what, what was expected, what came; `told` is what decides it."""

    what: str
    expected: str
    actual: str
    holds: bool
    line: int
    told: tuple[Indicator | Statement | Outcome, ...] = ()
    unit: str = ""  # as the case names it
    missing: bool = False  # there is no such unit, or it must be named


def find_case(cases: Sequence[n.Case], name: str | None) -> n.Case | None:
    """The case of that name; without a name, the first."""
    if name is None:
        return cases[0] if cases else None
    return next((case for case in cases if case.name == name), None)


def bind_case(
    case: n.Case, blocks: Sequence[Block], folder: Path, understood: list[Understood] | None = None
) -> Bound:
    """The facts of a case; its files are named from the folder of the rubric."""
    bindings = [
        Binding(binding.block.text if binding.block else None, folder / binding.path, binding.path)
        for line in case.lines
        if isinstance(line, n.CaseData)
        for binding in line.bindings
    ]
    tables = [(line.block.text, _rows(line)) for line in case.lines if isinstance(line, n.CaseTable)]
    return bind_files(bindings, blocks, givens(case), understood, tables)


def _rows(table: n.CaseTable) -> list[dict[object, Cell]]:
    """The rows that a case writes out, with their lines in the rubric."""
    names = [_raw(name) for name in table.header.cells if name is not None]
    found: list[dict[object, Cell]] = []
    for row in table.rows:
        place = Place(row.span.source.name, row.span.line)
        cells = (None if cell is None else _raw(cell) for cell in row.cells)
        found.append(
            {
                name: Cell(cell, place._replace(column=str(name)))
                for name, cell in zip(names, cells, strict=True)
            }
        )
    return found


def givens(case: n.Case) -> dict[str, Cell | dict[object, Cell]]:
    """What the case itself says of single facts, as cells with their line in the rubric; a judgement is three."""
    found: dict[str, Cell | dict[object, Cell]] = {}
    for line in case.lines:
        for each in line.facts if isinstance(line, n.CaseGiven) else ():
            place = Place(each.span.source.name, each.span.line)
            if isinstance(each, n.Given):
                raw = None if each.value is None else _raw(each.value)
                found[each.name.text] = Cell(raw, place._replace(column=each.name.text))
            else:
                values = (_raw(each.value), each.by, each.reason)
                name = f"{each.item.text} {each.label}".rstrip()
                found[name] = {
                    words[0]: Cell(value, place._replace(column=words[0]))
                    for words, value in zip(PARTS, values, strict=True)
                }
    return found


def _raw(expr: n.Expr) -> object:
    """A literal as it would stand in a file of facts; what is no literal is text, and is refused as such."""
    match expr:
        case n.Number(_, value, unit):
            unit = _UNITS.get(unit, unit)
            return plain(whole(value)) + (unit if unit in _DATA_UNITS else "")
        case n.Minus(_, n.Number() as inner):
            return f"-{_raw(inner)}"
        case n.YesNo(_, flag):
            return flag
        case n.DateLiteral(_, day):
            return day
        case n.Name(_, text):
            return text
    return expr.span.text


def expected_errors(case: n.Case) -> tuple[str, ...]:
    """The errors that a case expects: the rubric must not compile, and must say these."""
    return tuple(_word(e) for e in _expects(case) if isinstance(e, n.Expect) and e.what == "error")


def errors_expected_in(text: str) -> tuple[str, ...]:
    """The same for all cases of a text that has no tree, by its lines."""
    return tuple(code for line in _EXPECTS.findall(text) for code in _ERROR.findall(line))


def _word(expect: n.Expect) -> str:
    return expect.value.text if isinstance(expect.value, n.Name) else expect.value.span.text


def compare(case: n.Case, results: Sequence[Result], program: Program) -> list[Comparison]:
    """Every `expect` of points, total, grade, missing facts, statements and weights beside what was scored.

    Where units are scored an `expect` names its unit; what is the same for all need not.
    """
    return [
        _weighed(expect, program)
        if isinstance(expect, n.ExpectWeight)
        else evolve(
            _compared_of(expect, line.unit, results), unit=line.unit.text if line.unit is not None else ""
        )
        for line in case.lines
        if isinstance(line, n.CaseExpect)
        for expect in line.expects
        if not isinstance(expect, n.Expect) or expect.what != "error"
    ]


def _compared_of(
    expect: n.Expect | n.ExpectStatement, unit: n.Name | None, results: Sequence[Result]
) -> Comparison:
    of = [one for one in results if unit is None or one.unit == unit.text]
    if isinstance(expect, n.ExpectStatement) and of and (len(of) == 1 or _is_shared(expect, of[0])):
        return _held(expect, of[0])
    if isinstance(expect, n.ExpectStatement) or len(of) != 1:
        return Comparison(_what(expect), "", "", False, expect.span.line, missing=True)
    return _compared(expect, of[0])


def _weighed(expect: n.ExpectWeight, program: Program) -> Comparison:
    """What is expected of a weight beside what it is, or may be."""
    name = expect.item.text
    item = next((x for top in program.items for x in below(top) if name in (x.code, x.name)), None)
    undecided = {found.title_span: span for found, span in program.open}
    if item is None:
        return Comparison(name, "", "–", False, expect.span.line)
    may_be = undecided.get(item.title_span, Range(item.weight, item.weight))
    low, high = value_of(expect.low), value_of(expect.high)
    ends = isinstance(low, Fraction) and isinstance(high, Fraction)
    holds = ends and may_be.high is not None and low <= may_be.low and may_be.high <= high  # type: ignore[operator]
    shown = [" ".join(x.span.text.split()) for x in dict.fromkeys((expect.low, expect.high))]
    actual = plain(may_be.low) if may_be.is_one else str(may_be)
    return Comparison(name, " .. ".join(shown), actual, holds, expect.span.line)


def _what(expect: n.Expect | n.ExpectStatement) -> str:
    """What an expectation is of."""
    if isinstance(expect, n.ExpectStatement):
        return expect.name
    return expect.item.text if expect.item is not None else expect.what


def _is_shared(expect: n.ExpectStatement, result: Result) -> bool:
    """Whether a statement is the same for every unit."""
    return any((s.kind, s.name) == (expect.kind, expect.name) and not s.of_unit for s in result.statements)


def _held(expect: n.ExpectStatement, result: Result) -> Comparison:
    """What is expected of a check, a published figure or an obligation."""
    found = next((s for s in result.statements if (s.kind, s.name) == (expect.kind, expect.name)), None)
    actual = found.result if found else ""
    told = (found,) if found else ()
    return Comparison(expect.name, expect.result, actual, actual == expect.result, expect.span.line, told)


def _expects(case: n.Case) -> Iterator[n.Expected]:
    for line in case.lines:
        if isinstance(line, n.CaseExpect):
            yield from line.expects


def _compared(expect: n.Expect, result: Result) -> Comparison:
    line = expect.span.line
    if expect.what == "grade":
        wanted = _word(expect)
        actual = result.grade or "–"
        return Comparison("grade", wanted, actual, wanted == result.grade, line, _losing(result))
    if expect.what == "missing":
        name = _word(expect)
        is_missing = any(name in (each.field, each.block) for each in result.bound.missing)
        return Comparison("missing", name, "" if is_missing else "–", is_missing, line)
    if _is_outcome(expect, result):
        return _concluded(expect, result)
    assert not isinstance(expect.value, n.Text)
    number = value_of(expect.value)
    shown = plain(whole(number)) if isinstance(number, Fraction) else expect.value.span.text
    if expect.what == "total":
        holds = result.exact is not None and result.exact == number
        return Comparison("total", shown, _points(result.exact), holds, line, _losing(result))
    name = expect.item.text if expect.item else ""
    item = next((i for i in items(result.tree) if name in (i.code, i.name)), None)
    if item is None:
        return Comparison(name, shown, "–", False, line)
    exact = item.exact
    below = tuple(i for i in items([item]) if isinstance(i, Indicator))
    return Comparison(name, shown, _points(exact), exact is not None and exact == number, line, below)


def _is_outcome(expect: n.Expect, result: Result) -> bool:
    """Whether the word says so, or no item has the name that an outcome has."""
    name = expect.item.text if expect.item is not None else ""
    borne = any(name in (i.code, i.name) for i in items(result.tree))
    known = any(each.name == name for each in result.outcomes)
    return expect.what == "outcome" or (expect.what == "item" and known and not borne)


def _concluded(expect: n.Expect, result: Result) -> Comparison:
    """What is expected of an outcome: a text, or a value that may stand in another unit."""
    name = expect.item.text if expect.item is not None else ""
    found = next((each for each in result.outcomes if each.name == name), None)
    said = expect.value
    wanted: object = said.text if isinstance(said, n.Text | n.Name) else value_of(said)
    if isinstance(said, n.YesNo):
        wanted = said.value
    shown = said.text if isinstance(said, n.Text) else " ".join(said.span.text.split())
    actual = "–" if found is None else found.shown("zh") or "–"
    holds = found is not None and found.value is not None and found.value == wanted
    told = () if found is None else (found,)
    return Comparison(name, shown, actual, holds, expect.span.line, told)


def _points(exact: int | Fraction | None) -> str:
    return "–" if exact is None else plain(whole(exact))


def _losing(result: Result) -> tuple[Indicator, ...]:
    return tuple(one for one in result if one.points is None or one.lost)


def items(tree: Iterable[Group | Indicator]) -> Iterator[Group | Indicator]:
    """Every group and indicator of a tree, parents first."""
    for each in tree:
        yield each
        if isinstance(each, Group):
            yield from items(each.children)
