"""The lines that clauses measure by, and one name for each: what is written twice is one measure."""

from __future__ import annotations

from rubricc.compiler.ir import told
from rubricc.compiler.ir.program import Guard, Indicator, Line, Step
from rubricc.dsl import terms as t


def by_name(steps: tuple[Step, ...], measures: set[str]) -> tuple[Step, ...]:
    """The steps with measures called by their names where their formulas are written out once more.

    A measure that is another by a second name (that of a `let`, say) is called by the first.
    """
    known: dict[t.Term, t.Ref] = {}
    alike = aliases(steps, measures)

    def named(term: t.Term) -> t.Term:
        if not known and not alike:
            return term
        if isinstance(term, t.Ref):
            return alike.get(term.name, term)
        if term in known:
            return known[term]
        return t.rebuilt(term, named)

    found: list[Step] = []
    for step in steps:
        if isinstance(step, Guard):
            found.append(Guard(named(step.condition), step.divisor))
            continue
        term = named(step.term)
        found.append(Line(step.name, term))
        if step.name in measures and not isinstance(term, t.Const | t.Ref):
            known.setdefault(term, t.Ref(step.name, term.kind))
    return tuple(found)


def aliases(steps: tuple[Step, ...], measures: set[str]) -> dict[str, t.Ref]:
    """The measures that are nothing but another line or slot, and that one."""
    found: dict[str, t.Ref] = {}
    for step in steps:
        if isinstance(step, Line) and step.name in measures and isinstance(step.term, t.Ref):
            found[step.name] = found.get(step.term.name, step.term)
    return found


def measures_of(indicator: Indicator) -> set[str]:
    """The lines that clauses measure by."""
    found: set[str] = set()
    for clause in indicator.clauses:
        match clause.told:
            case told.MeasureTold(line=line) | told.LetTold(line=line):
                found.add(line)
            case told.BandsTold(measure=line) | told.TableTold(measure=line) | told.StepTold(measure=line):
                found.add(line)
            case told.ProRataTold(share=line):
                found.add(line)
            case told.CountTold(number=line) | told.TiersTold(number=line):
                found.add(line)
            case _:
                pass
    return found
