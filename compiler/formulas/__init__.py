"""The formulas of score functions: from the lines of an indicator to what stands in a report, as text and as LaTeX."""

from __future__ import annotations

from rubricc.compiler.formulas.formula import formula_of
from rubricc.compiler.formulas.notation import formula_text
from rubricc.compiler.formulas.plain import Plain
from rubricc.compiler.ir.bounds import Ranges
from rubricc.compiler.ir.program import Indicator, Program


class Formulas:
    """The formulas of a program. Of an indicator of a draft whose weight is open there is none yet."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.ranges = Ranges(program.blocks, program.slots)
        self.slots = {slot.name: Plain(self.ranges).of(slot.term) for slot in program.slots}
        self._open = {item.key for item, _ in program.open}

    def text(self, indicator: Indicator, lang: str) -> list[str]:
        if indicator.key in self._open:
            return ["权重还没有定" if lang == "zh" else "its weight is not known yet"]
        return formula_text(formula_of(self.program, indicator, self.ranges), self.slots, lang)

    def latex(self, indicator: Indicator, lang: str) -> str | None:
        from rubricc.compiler.formulas.symbolic import formula_latex  # sympy, where it is asked for

        if indicator.key in self._open:
            return None
        return formula_latex(formula_of(self.program, indicator, self.ranges), self.slots, lang)
