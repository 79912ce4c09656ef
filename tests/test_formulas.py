"""The formulas of score functions: the expression that is printed, with facts put in, gives the points."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import sympy
from hypothesis import given, settings

import rubricc
from compilable import Sample, samples
from rubricc.compiler.cases import bind_case
from rubricc.compiler.derivation.spec import schema_of
from rubricc.compiler.evaluation import Evaluation
from rubricc.compiler.formulas import Formulas
from rubricc.compiler.formulas.formula import POINTS, Formula, formula_of
from rubricc.compiler.formulas.notation import Notation
from rubricc.compiler.formulas.symbolic import Called, Expressions, Holds
from rubricc.compiler.ir.program import Checked, Part, Program, slots_of
from rubricc.compiler.proofs.witness import worked_out
from rubricc.compiler.runtime.exact import Value
from rubricc.compiler.runtime.facts import Bound, bind
from rubricc.compiler.runtime.run import of_each
from rubricc.dsl import terms as t
from rubricc.dsl.kinds import NUMBER
from rubricc.rubric import Rubric
from shell import Shell
from test_agreement import SLOW, compiled
from test_cases import bound_facts, cases, compiled_case, names, read
from test_hotlines import FOLDERS, ROOT


class Worked:
    """A formula worked out by sympy: every fact and every written number a rational that is put in for its symbol."""

    def __init__(
        self, formula: Formula, formulas: Formulas, values: Mapping[str, Value], leaf: Evaluation
    ) -> None:
        self.leaf, self.values = leaf, dict(values)
        self.labels: dict[str, int] = {}
        self.notation = Notation(formula, formulas.slots, True)
        for name, term in reversed(list(formula.definitions.items())):
            self.values[name] = self.term(term)

    def term(self, term: t.Term) -> Value:
        expressions = Expressions(self.notation)
        return self.back(self.of(expressions.of(term), expressions), term)

    def of(self, e: Any, known: Expressions) -> Any:
        match e:
            case sympy.Symbol():
                term = known.leaves[e]
                inside = isinstance(term, t.Ref | t.Const | t.Not | t.Select)
                return self.number((Evaluation({}, self.values) if inside else self.leaf).value(term))
            case Called():
                kinds = [child.kind for child in t.children(e.term)]
                given_values = [
                    self.back(self.of(a, known), t.Ref("", k)) for a, k in zip(e.args, kinds, strict=True)
                ]
                consts = iter([t.Const(v, k) for v, k in zip(given_values, kinds, strict=True)])
                return self.number(Evaluation({}).value(t.rebuilt(e.term, lambda _: next(consts))))
            case Holds():
                return sympy.Integer(1 if self.of(e.args[0], known) == sympy.true else 0)
            case sympy.Piecewise():
                return next(
                    self.of(value, known) for value, when in e.args if self.of(when, known) == sympy.true
                )
            case sympy.And() | sympy.Or():
                return self.decided(e, known)
        return e.func(*(self.of(arg, known) for arg in e.args)) if e.args else e

    def decided(self, e: Any, known: Expressions) -> Any:
        """One operand may decide where another has no value (it divides by 0)."""
        decides, undecided = isinstance(e, sympy.Or), False
        for arg in e.args:
            try:
                if bool(self.of(arg, known)) is decides:
                    return sympy.true if decides else sympy.false
            except TypeError:  # a comparison with a quotient by 0
                undecided = True
        assert not undecided
        return sympy.false if decides else sympy.true

    def number(self, value: Value) -> Any:
        match value:
            case bool():
                return sympy.true if value else sympy.false
            case str():
                return sympy.Integer(self.labels.setdefault(value, len(self.labels)))
            case date():
                return sympy.Integer(value.toordinal())
        return sympy.Rational(Fraction(value).numerator, Fraction(value).denominator)

    def back(self, e: Any, term: t.Term) -> t.Value:
        if e in (sympy.true, sympy.false):
            return bool(e)
        assert isinstance(e, sympy.Rational), e
        family = term.kind.family
        if family == "date":
            return date.fromordinal(int(e))
        if family in ("label", "text"):
            return next(label for label, at in self.labels.items() if at == e)
        return Fraction(int(e.p), int(e.q))


def held(checked: Checked, bound: Bound) -> int:
    """Every formula gives what the lines give, for all units; how many were held against each other."""
    program = checked.program
    formulas, parts = Formulas(program), {part.name: part for part in program.parts}
    count = 0
    for indicator in program.indicators:
        read = {name: program.slot[name] for name in slots_of(indicator, program.slot)}
        values = worked_out(read, indicator, bound, parts)
        formula = formula_of(program, indicator, formulas.ranges)
        closed(formula, program)
        if values is None:
            continue
        worked = Worked(formula, formulas, values, Evaluation({}))
        assert worked.values[POINTS] == values[indicator.lines[-1].name], indicator.title
        assert all(worked.term(condition) is True for condition in formula.conditions), indicator.title
        count += 1 + sum(rows_held(part, inside, formulas, bound, parts) for part, inside in formula.parts)
    return count


def rows_held(
    part: Part, formula: Formula, formulas: Formulas, bound: Bound, parts: Mapping[str, Part]
) -> int:
    """The formula of every row gives what its lines give."""
    rows = Evaluation(bound.values, unit=bound.unit, parts=parts).part(part.name)
    for row in (row for row in rows if row is not None):
        worked = Worked(formula, formulas, {}, _Row(part, row))
        assert worked.values[POINTS] == row[part.sheet.lines[-1].name], part.name
    return len(rows)


class _Row(Evaluation):
    """The facts of a row, as its lines have them."""

    def __init__(self, part: Part, row: Mapping[str, Value]) -> None:
        super().__init__({})
        self.by_term = {line.term: row[line.name] for line in part.sheet.lines if line.name in row}

    def value(self, term: t.Term) -> Value:
        return self.by_term[term] if term in self.by_term else super().value(term)


def closed(formula: Formula, program: Program) -> None:
    """All that is read is a fact, or is defined; and it is defined by what stands below it."""
    known = set(program.slot)
    for name, term in reversed(list(formula.definitions.items())):
        assert set(refs(term)) <= known, name
        known.add(name)


def refs(term: t.Term) -> Iterator[str]:
    if isinstance(term, t.Ref):
        yield term.name
    for child in t.children(term):
        yield from refs(child)


@settings(SLOW, max_examples=40)
@given(samples())
def test_the_formula_gives_the_points(sample: Sample) -> None:
    """Of drawn rubrics, on drawn facts."""
    checked = compiled(sample.source)
    blocks = schema_of(checked.program)
    one = (*of_each(blocks, bind(blocks, sample.facts)), None)[0]
    if one is not None:
        held(checked, one)


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_hotlines_score_as_their_formulas_say(folder: str) -> None:
    rubric = rubricc.load(ROOT / "rubrics" / folder)
    bound = bind_case(rubric.checked.program.cases[0], rubric.blocks, ROOT / "rubrics" / folder)
    assert held(rubric.checked, bound) == len(rubric.checked.program.indicators)


@pytest.mark.parametrize("path", cases("good"), ids=names(cases("good")))
def test_every_good_case_has_formulas(path: Path, tmp_path: Path) -> None:
    """They give the points of the case, and their LaTeX is whole, in both languages."""
    case = read(path)
    found = compiled_case(case.rubric)
    assert found.checked is not None
    program, formulas = found.checked.program, Formulas(found.checked.program)
    for indicator in program.indicators:
        for lang in ("zh", "en"):
            is_whole(formulas.latex(indicator, lang) or "")
            assert all(line.isprintable() for line in formulas.text(indicator, lang))
    bound = bound_facts(Rubric(found, found.checked), case.facts, tmp_path)
    if not bound.problems:
        for one in of_each(schema_of(program), bound):
            held(found.checked, one)


def is_whole(latex: str) -> None:
    """Braces, brackets that grow and environments are closed in the order in which they are opened."""
    open_ones: list[str] = []
    for token in re.findall(r"\\(?:begin|end)\{\w+\}|\\(?:left|right)\b|\\.|[{}]", latex):
        match token:
            case "{" | r"\left":
                open_ones.append(token)
            case "}":
                assert open_ones.pop() == "{", latex
            case r"\right":
                assert open_ones.pop() == r"\left", latex
            case _ if token.startswith(r"\begin"):
                open_ones.append(token)
            case _ if token.startswith(r"\end"):
                assert open_ones.pop() == token.replace("end", "begin"), latex
    assert not open_ones, latex
    assert "\0" not in latex


def formulas_of(text: str, lang: str = "zh") -> list[list[str]]:
    program = compiled(text).program
    formulas = Formulas(program)
    return [formulas.text(indicator, lang) for indicator in program.indicators]


HEADER = 'rubric "示例":\n    total 5\n    convention cn-fiscal\n'


def test_a_name_of_the_author_stays_apart_from_a_fact_of_the_same_name() -> None:
    text = (
        HEADER
        + "data 核查:\n    人数: count may be missing\nA1 人数 weight 5: of (人数, else 1); target >= 4\n"
    )
    (lines,) = formulas_of(text)
    assert lines[0].endswith("人数′ ≥ 4") and lines[2].startswith("其中 人数′ = ⎧ 人数")


def test_parameters_stand_by_their_names_also_where_they_are_1() -> None:
    text = HEADER + "param 线 = 90%\nparam 分 = 1\nA1 率 weight 5: target >= 线; deduct (分) per 1% below\n"
    (lines,) = formulas_of(text)
    assert "分 × ⌈" in lines[0] and lines[1:3] == ["其中 分 = 1", "其中 线 = 90%"], lines


def test_many_limits_with_conditions_are_no_longer_than_they_are_written() -> None:
    """What is read twice has a name: a formula grows with the rubric, not with what it branches into."""
    facts = "".join(f"    甲{n}: yes/no\n" for n in range(30))
    limits = "".join(f"    at most {4 - n // 10} when 甲{n}\n" for n in range(30))
    text = f"{HEADER}data 核查:\n    率: percent\n{facts}A1 率 weight 5:\n    score 率 * 5\n{limits}"
    (lines,) = formulas_of(text)
    assert sum(map(len, lines)) < 3000


def test_what_latex_would_read_as_its_own_is_escaped() -> None:
    text = HEADER + "data 核查:\n    「a_b%」: percent\nA1 n weight 5: of 「a_b%」; target >= 90%\n"
    program = compiled(text).program
    latex = Formulas(program).latex(program.indicators[0], "en")
    assert latex is not None and r"\text{a\_b\%} \geq 90\%" in latex


def test_functions_of_the_calendar_have_their_dates_in_order() -> None:
    text = (
        HEADER
        + "data 核查:\n    受理: date\n    办结: date\nlet 用时 = 办结 - 受理\nlet 隔月 = months(受理, 办结)\n"
    )
    text += "A1 甲 weight 2: of 用时; target <= 30 days\nA2 乙 weight 3: deduct 1 when 隔月 > 2\n"
    program = compiled(text).program
    first, second = (Formulas(program).latex(one, "en") or "" for one in program.indicators)
    assert r"\text{办结}\text{ $-$ }\text{受理}" in first
    assert r"\text{months(}\text{受理}\text{, }\text{办结}\text{)}" in second


def test_a_draft_has_no_formula_where_the_weight_is_open(shell: Shell) -> None:
    text = (
        HEADER
        + "A1 甲 weight ?: target >= 90%\nA2 乙 weight 2: target >= 90%\nA3 丙 weight ?: target >= 90%\n"
    )
    shell.write("a.rubric", text)
    done = shell("prove", "a.rubric", "--pieces", "--format", "json", "--lang", "en")
    found = json.loads(done.out)["formulas"]
    assert [each["latex"] is None for each in found] == [True, False, True]
    assert found[0]["formula"] == "its weight is not known yet"


def test_a_term_is_built_again_where_a_part_is_written_otherwise() -> None:
    """A number that a parameter gives is equal to the number, and reads otherwise."""
    five = t.Const(Fraction(5), NUMBER)
    given = t.Const(Fraction(5), NUMBER, t.Ref("p", NUMBER))
    both = t.Chain(five, (("+", t.Const(Fraction(1), NUMBER)),), NUMBER)
    assert t.rebuilt(both, lambda part: part) is both
    again = t.rebuilt(both, lambda part: given if part is five else part)
    assert isinstance(again, t.Chain) and again.first is given
