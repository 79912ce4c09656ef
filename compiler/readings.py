"""The readings table: every legal reading of a clause that the default decided, and its score on the facts of a case.

Each reading is a clause that says itself what was left open. It takes the place of the author's clause in the tree,
is compiled like any other, and scores; one that does not compile is no reading. Nothing here knows what a reading
means.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from pathlib import Path

from attrs import evolve, frozen

from rubricc.compiler.cases import bind_case
from rubricc.compiler.conventions import BASES, PARTIALS, Basis
from rubricc.compiler.derivation.spec import schema_of
from rubricc.compiler.driver import Compiled, compile_parsed
from rubricc.compiler.interpreter import Interpreter
from rubricc.compiler.ir.program import Clause, Indicator
from rubricc.compiler.passes.readings import AMBIGUITY, NOTHING, taken
from rubricc.compiler.runtime.exact import plain, whole
from rubricc.compiler.runtime.facts import Bound
from rubricc.dsl import nodes as n
from rubricc.dsl.diagnostics.model import Diagnostic, Reading
from rubricc.dsl.printer.settings import SettingWords
from rubricc.dsl.source import Span
from rubricc.dsl.terms import Partial

PUBLISHED = Fraction(1, 100)  # percent: to what percentages are usually rounded where they are published


@frozen
class _Variant:
    """A clause that says what the author's left open; `rounded` where the measure is rounded first."""

    clause: n.Adjust
    taken: bool
    measure: n.Measure | None = None


def tabulated(compiled: Compiled, folder: Path) -> tuple[Diagnostic, ...]:
    """The findings of a rubric, each ambiguity with its table; `folder` is where its cases have their files."""
    if not any(each.code == AMBIGUITY for each in compiled.findings) or compiled.checked is None:
        return compiled.findings
    facts = _facts(compiled, folder)
    return tuple(
        _with_table(each, compiled, facts) if each.code == AMBIGUITY else each for each in compiled.findings
    )


def _facts(compiled: Compiled, folder: Path) -> tuple[str, Bound] | None:
    """The first case whose facts can be read, and those facts."""
    assert compiled.checked is not None
    blocks = schema_of(compiled.checked.program)
    for case in compiled.checked.program.cases:
        bound = bind_case(case, blocks, folder)
        if not bound.problems:
            return case.name, bound
    return None


def _with_table(finding: Diagnostic, compiled: Compiled, facts: tuple[str, Bound] | None) -> Diagnostic:
    assert compiled.program is not None and finding.span is not None
    found = _clause(compiled, finding.span)
    item = _item(compiled, finding.span)
    if found is None or item is None:
        return finding
    indicator, clause = found
    rows: list[Reading] = []
    scores: list[Fraction] = []
    for variant in _variants(item, indicator, clause):
        read = _compiled(compiled, item, finding.span, variant)
        if read is None:
            continue
        points = _points(read, indicator, facts[1]) if facts is not None else None
        if variant.measure is not None and (points is None or points == scores[-1]):
            continue  # rounding first makes no difference here
        if points is not None:
            scores.append(points)
        rows.append(Reading(_text(variant, False), _text(variant, True), _shown(points), variant.taken))
    args = dict(finding.args)
    if scores and facts is not None:
        args |= {"case": facts[0], "stake": plain(whole(max(scores) - min(scores)))}
    else:
        args["nodata"] = "<no data>"
    return evolve(finding, args=args, readings=tuple(rows))


def _shown(points: Fraction | None) -> str:
    return "" if points is None else plain(whole(points))


def _text(variant: _Variant, chinese: bool) -> str:
    words = SettingWords(chinese)
    parts = [words.clause(c) for c in (variant.measure, variant.clause) if c is not None]
    return words.semicolon.join(parts)


# ── what could be written ──


def _variants(item: n.Item, indicator: Indicator, clause: Clause) -> Iterator[_Variant]:
    adjust = next(c for c in item.clauses if isinstance(c, n.Adjust) and c.span == clause.span)
    default = taken(clause)
    bases: tuple[Basis | None, ...] = BASES if default.basis is not None else (None,)
    partials: tuple[Partial | None, ...] = PARTIALS if default.partial is not None else (None,)
    for basis, partial in product(bases, partials):
        said = adjust
        if basis is not None and isinstance(adjust.unit, n.Step):
            said = evolve(said, unit=_step(adjust.unit, basis))
        if partial is not None:
            said = evolve(said, partial=n.Partial(adjust.span, partial))
        yield _Variant(said, (basis, partial) == (default.basis, default.partial))
        if "compared" in indicator.by_convention and isinstance(adjust.unit, n.Step):
            yield _Variant(said, False, _rounded(item, indicator))


def _step(step: n.Step, basis: Basis) -> n.Step:
    if basis == "points":
        return evolve(step, size=evolve(step.size, unit="pp"))
    return evolve(step, basis=basis)


def _rounded(item: n.Item, indicator: Indicator) -> n.Measure:
    """The indicator's measure, rounded as percentages are published."""
    written = next((c for c in item.clauses if isinstance(c, n.Measure)), None)
    span = item.title_span if written is None else written.span
    expr = n.Name(span, indicator.name) if written is None else written.expr
    return n.Measure(span, n.RoundTo(span, expr, "half up", n.Number(span, PUBLISHED, "%")))


# ── what it scores ──


def _compiled(compiled: Compiled, item: n.Item, span: Span, variant: _Variant) -> Compiled | None:
    """The rubric with a reading in place of the clause: the indicator alone, where it stands alone, else all."""
    rubric = compiled.linked
    assert rubric is not None
    clauses = tuple(variant.clause if c.span == span else c for c in item.clauses)
    if variant.measure is not None:
        clauses = (variant.measure, *(c for c in clauses if not isinstance(c, n.Measure)))
    read = evolve(item, clauses=clauses)
    alone = evolve(
        rubric,
        settings=tuple(s for s in rubric.settings if isinstance(s, n.PointsTo)),
        items=tuple(x for top in rubric.items for x in _replaced(top, item, read, alone=True)),
        statements=(), effects=(), outcomes=(), cases=(),
    )  # fmt: skip
    every = evolve(rubric, items=tuple(x for top in rubric.items for x in _replaced(top, item, read)))
    for tree in (alone, every):
        made = compile_parsed(evolve(compiled.parsed, rubric=tree), compiled.source)
        if made.checked is not None:
            return made
    return None


def _replaced(top: n.Item, old: n.Item, new: n.Item, *, alone: bool = False) -> Iterator[n.Item]:
    """A tree with one item replaced; `alone` leaves out all others, and the groups that only add up."""
    if top is old:
        yield new
        return
    below = tuple(x for child in top.children for x in _replaced(child, old, new, alone=alone))
    if not alone:
        yield evolve(top, children=below)
    elif below:
        yield from (evolve(top, children=below),) if top.special else below


def _points(read: Compiled, indicator: Indicator, facts: Bound) -> Fraction | None:
    assert read.checked is not None
    result = Interpreter(read.checked).score(facts)
    found = next(one for one in result if (one.code, one.name) == (indicator.code, indicator.name))
    points = found.exact
    return None if points is None else Fraction(points)


def _clause(compiled: Compiled, span: Span) -> tuple[Indicator, Clause] | None:
    assert compiled.program is not None
    for indicator in compiled.program.indicators:
        for clause in indicator.clauses:
            if clause.span == span and taken(clause) != NOTHING:
                return indicator, clause
    return None


def _item(compiled: Compiled, span: Span) -> n.Item | None:
    """The item of the tree that has the clause of a span."""
    todo = list(compiled.linked.items) if compiled.linked is not None else []
    while todo:
        item = todo.pop()
        if any(isinstance(c, n.Adjust) and c.span == span for c in item.clauses):
            return item
        todo += item.children
    return None
