"""What stands above the indicators: conditions, and effects on total and grade."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from rubricc.compiler.conventions import Convention
from rubricc.compiler.ir import program as ir
from rubricc.compiler.lower.amounts import lower_factor
from rubricc.compiler.lower.lines import Slots
from rubricc.compiler.lower.statements import lower_condition
from rubricc.dsl import nodes as n
from rubricc.dsl import terms as t
from rubricc.dsl.diagnostics.model import diagnose
from rubricc.dsl.expressions import Typer
from rubricc.dsl.resolve import near, value_of


class Conditions:
    """The conditions of a program, each once, as sheets."""

    def __init__(self, typer: Typer, slots: Slots, convention: Convention) -> None:
        self.typer, self.slots, self.convention = typer, slots, convention
        self.sheets: list[ir.Indicator] = []
        self._known: dict[n.Expr, int] = {}

    def number(self, condition: n.Expr) -> int:
        """The number of the sheet that says whether a condition holds."""
        if condition not in self._known:
            self._known[condition] = len(self.sheets)
            self.sheets.append(lower_condition(condition, self.typer, self.slots, self.convention))
        return self._known[condition]


def lower_effect(effect: n.Effect, conditions: Conditions, grades: tuple[ir.GradeRow, ...]) -> ir.Effect:
    """The IR of an effect on the total or the grade."""
    number = conditions.number(effect.when)
    none = Fraction(0)
    match effect:
        case n.TotalChange(_, sign, amount):
            return ir.Effect(sign, _points(amount, conditions), "", False, number)
        case n.TotalFactor(_, written):
            factor = lower_factor(conditions.typer, written)
            if not isinstance(factor, t.Const) or not isinstance(factor.value, Fraction):
                found = diagnose("RB3004", written.span, kind="<expression>", expected="<number>")
                conditions.typer.findings.append(found)
                return ir.Effect("times", Fraction(1), "", False, number)
            return ir.Effect("times", factor.value, "", False, number)
        case n.TotalLimit(_, side, amount):
            return ir.Effect(side, _points(amount, conditions), "", False, number)
        case n.GradeCap(_, grade):
            return ir.Effect("grade cap", none, _grade(grade, conditions, grades), False, number)
        case n.NoGrade(_, grade):
            return ir.Effect("no grade", none, _grade(grade, conditions, grades), False, number)
        case n.GradeLower(_, cumulative):
            if not grades:
                conditions.typer.findings.append(diagnose("RB5034", effect.span))
            return ir.Effect("lower", none, "", cumulative, number)
        case _:
            assert_never(effect)


def _points(amount: n.Amount, conditions: Conditions) -> Fraction:
    value = value_of(amount) if not isinstance(amount, n.Share) else None
    plain = isinstance(value, Fraction) and not (isinstance(amount, n.Number) and amount.unit)
    if not plain or not isinstance(value, Fraction) or value < 0:
        conditions.typer.findings.append(
            diagnose(
                "RB3004",
                amount.span,
                kind="<expression>",
                expected="<points>",
                instead="<amount of the total>",
            )
        )
        return Fraction(0)
    if (value / conditions.convention.grid).denominator != 1:
        grid = str(conditions.convention.grid)
        conditions.typer.findings.append(diagnose("RB5009", amount.span, points=str(value), grid=grid))
    return value


def _grade(grade: n.Name, conditions: Conditions, grades: tuple[ir.GradeRow, ...]) -> str:
    labels = [row.label for row in grades]
    if grade.text not in labels:
        close = near(grade.text, labels)
        known = "\n".join(labels)
        conditions.typer.findings.append(
            diagnose("RB2006", grade.span, label=grade.text, field="等级", labels=known, near=close)
        )
        return labels[-1] if labels else grade.text
    return grade.text
