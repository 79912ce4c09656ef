"""A compiled rubric, as programs use it.

Assumes nothing about texts and facts. Guarantees: a `Rubric` has no errors; scores are exact (`int`, `Decimal`,
`Fraction`, never a float); what is wrong with a text raises `RubricError`, what is wrong with facts `FactsError`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from rubricc.compiler.data.library import Files
from rubricc.compiler.data.rubrics import read_rubric, rubric_file
from rubricc.compiler.derivation.spec import schema_of
from rubricc.compiler.driver import Compiled, compile_rubric
from rubricc.compiler.interpreter import Interpreter
from rubricc.compiler.ir.program import Checked
from rubricc.compiler.runtime.exact import Exact
from rubricc.compiler.runtime.facts import Bound, bind
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.runtime.run import of_each, of_unit
from rubricc.compiler.runtime.schema import Block
from rubricc.dsl.diagnostics.model import Diagnostic, diagnose
from rubricc.dsl.link import Library, no_library
from rubricc.dsl.source import Source


class RubricError(Exception):
    """A rubric that cannot be used; `findings` say why, all of them. `str` is in the language of the rubric."""

    def __init__(self, findings: Iterable[Diagnostic], lang: str = "zh") -> None:
        self.findings = tuple(findings)
        self.lang = lang
        super().__init__(self.text(lang))

    def text(self, lang: str = "zh") -> str:
        """All findings with their lines and carets, in Chinese (`zh`) or English (`en`)."""
        from rubricc.dsl.diagnostics.render import text

        return text.render(self.findings, lang).rstrip("\n")

    def __str__(self) -> str:
        return "\n" + self.text(self.lang)


class Rubric:
    """A rubric without errors, which scores facts; made by `rubricc.load` and `rubricc.loads`.

    `name`, `version`: as its first line says. `lang`: `zh` or `en`, the vocabulary that most of its keywords are from.
    `digest`: SHA-256 of what it says, everything it uses included; layout and vocabulary do not count.
    `findings`: its warnings and notes. `path`: the file that it was read from; None for a text.
    """

    def __init__(self, compiled: Compiled, checked: Checked, path: Path | None = None) -> None:
        self.compiled = compiled
        self.checked = checked
        self.path = path
        self.findings: tuple[Diagnostic, ...] = compiled.findings
        self.lang = "zh" if compiled.parsed.chinese else "en"
        self.name = checked.program.name
        self.version = checked.program.version
        self.digest = checked.digest

    def __repr__(self) -> str:
        return f"<Rubric {self.name!r} {self.version} {self.digest[:12]}>"

    @property
    def draft(self) -> Diagnostic | None:
        """Why there is no scorer, where weights are not decided: a score then works out statements only."""
        undecided = self.checked.program.open
        return diagnose("RB5067", undecided[0][0].weight_span) if undecided else None

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The facts that the rubric declares."""
        return schema_of(self.checked.program)

    @cached_property
    def interpreter(self) -> Interpreter:
        """What scores here: fractions, line by line."""
        return Interpreter(self.checked)

    def score(self, facts: Mapping[str, object], unit: str | None = None, *, partial: bool = False) -> Result:
        """The score of facts: a mapping of data blocks, a table as a list of rows, a single block as a mapping.

        Values are `int`, `Decimal`, `Fraction`, `str`, `bool` or `date`, in the declared units; a percent is a ratio,
        or text with its sign (`"94.36%"`). Raises `FactsError` with every problem, and with every missing fact where a
        result is missing for want of it. With `partial`, missing facts are no problem: what can be scored is scored,
        and `Result.interval` says between which totals the score lies.

        Where the rubric scores the units of a table, `unit` names one; it may be left out where there is only one.
        """
        bound = bind(self.blocks, facts).sound(self.lang)
        return self.score_bound(of_unit(self.blocks, bound, unit, self.lang)).complete(partial, self.lang)

    def score_units(self, facts: Mapping[str, object], *, partial: bool = False) -> dict[str, Result]:
        """The score of every unit, by its name, in the order of the table; `""` where none are scored."""
        bound = bind(self.blocks, facts).sound(self.lang)
        return {each.unit: each.complete(partial, self.lang) for each in self.score_each(bound)}

    def score_bound(self, bound: Bound, decided: Mapping[int, Exact] | None = None) -> Result:
        """The score of facts that `bind` has read, without problems, for the unit that they name, or the only one.

        `decided` are points that people gave instead, by the number of the indicator.
        """
        own = bound if bound.unit.name else of_unit(self.blocks, bound, None, self.lang)
        return self.interpreter.score(own, decided)

    def score_each(self, bound: Bound) -> list[Result]:
        """The score of every unit; of the facts alone where no units are scored."""
        score = self.interpreter.run(bound)
        return [score(each) for each in of_each(self.blocks, bound)]

    def compile(self, target: str = "python") -> str:
        """The text of a scorer that needs no rubricc. Targets: `python`, a module of the standard library only.

        Raises ValueError for an unknown target, `RubricError` for a draft.
        """
        if self.draft is not None:
            raise RubricError([self.draft], self.lang)
        if target != "python":
            raise ValueError(f"there is no target {target!r}; there is: python")
        from rubricc.compiler.backends.python import emit_python

        return emit_python(self.checked)


def load(path: str | Path) -> Rubric:
    source = read_rubric(rubric_file(path))
    if isinstance(source, Diagnostic):
        raise RubricError([source])
    return _of(source, Files(rubric_file(path)), rubric_file(path))


def loads(text: str, name: str = "") -> Rubric:
    return _of(Source(name, text))


def _of(source: Source, library: Library = no_library, path: Path | None = None) -> Rubric:
    compiled = compile_rubric(source, library)
    if compiled.checked is None:
        raise RubricError(compiled.findings, "zh" if compiled.parsed.chinese else "en")
    return Rubric(compiled, compiled.checked, path)
