"""What an evaluation yields, of one unit or of a run over units: the results, and the document that `score` prints.

Commands, ledgers and replays take it from here, so that all of them say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from attrs import evolve

from rubricc.compiler.derivation.document import Document, LedgerData, result_document
from rubricc.compiler.derivation.run import RunDocument, run_document, whole_run
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.runtime.run import has_units, of_unit
from rubricc.dsl.diagnostics.model import Diagnostic, Severity, of_problem
from rubricc.rubric import Rubric


def missing(results: Sequence[Result], bound: Bound) -> list[Diagnostic]:
    """A finding for every fact that is missing: an error where a result is in want of it, else a warning."""
    unscored = [one for result in results for one in result.unscored]
    read = {fact[:2] for one in unscored for fact in one.spec.inputs}
    names, blocks = {name for _, name in read}, {block for block, _ in read}
    blocks |= {table for one in unscored for table in one.spec.tables}
    # points of other units may hang on any of their facts
    points = {(each.block, each.field) for result in results for each in result.spec.columns}
    found = []
    for gap in bound.gaps:
        wanted = bool(unscored)
        if read & points:
            pass
        elif "name" in gap.args and gap.code != "RB7079":
            wanted = gap.args["name"] in names
        elif "block" in gap.args:
            wanted = gap.args["block"] in blocks
        if not wanted and gap.code == "RB7079":
            continue  # a judgement that nothing asks for is not missing
        finding = of_problem(gap)
        found.append(finding if wanted else evolve(finding, severity=Severity.WARNING))
    return found


class Scored:
    """The results of facts; `unit` names one of the units that the rubric scores, where only that one is wanted."""

    def __init__(self, rubric: Rubric, bound: Bound, lang: str, case: str | None, unit: str | None) -> None:
        """Raises FactsError where there is no such unit."""
        self.rubric, self.lang = rubric, lang
        self.is_run = has_units(rubric.blocks) and unit is None
        self.results: Sequence[Result]
        if unit is not None:
            self.results = [rubric.score_bound(of_unit(rubric.blocks, bound, unit))]
        else:
            self.results = rubric.score_each(bound) or [rubric.score_bound(bound)]
        self.missing = missing(self.results, bound)
        self._about: dict[str, Any] = {
            "case": case,
            "warnings": [*rubric.findings, *map(of_problem, bound.unused)],
            "missing": self.missing,
        }

    @cached_property
    def run(self) -> RunDocument:
        """The document of a run."""
        return run_document(self.results, self.lang, **self._about)

    @cached_property
    def document(self) -> Document:
        """The document of one result."""
        return result_document(self.results[0], self.rubric.blocks, self.lang, **self._about)

    def recorded_as(self, place: LedgerData) -> None:
        """The documents say where they were recorded."""
        if self.is_run:
            self.run["ledger"] = place
        else:
            self.document["ledger"] = place

    @property
    def whole(self) -> dict[str, Any]:
        """All of it: what `--format json` prints."""
        if self.is_run:
            return whole_run(self.run, self.results, self.rubric.blocks)
        return dict(self.document)

    @property
    def told(self) -> str:
        """The derivations, of every unit."""
        parts = [
            (f"{each.unit}\n\n" if self.is_run else "") + each.explain(self.lang) + "\n"
            for each in self.results
        ]
        return "\n".join(parts)

    @property
    def complete(self) -> bool:
        """Whether every unit has what the rubric gives."""
        return all(each.settled for each in self.results)
