"""All sheets of a rubric, each after the items whose points it reads."""

from collections.abc import Callable, Mapping

from rubricc.compiler.runtime.description import RubricSpec
from rubricc.compiler.runtime.exact import Exact
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.runtime.indicator import Score
from rubricc.compiler.runtime.summary import GroupSpec
from rubricc.compiler.runtime.tree import item_of, whole_of


def in_order(
    spec: RubricSpec,
    bound: Bound,
    work: Callable[[int], Score],
    learn: Callable[[int, Exact | str | None], None],
) -> list[Score]:
    """The score of every sheet, from `work`. What items have got that others read goes to `learn`, once known."""
    sheets = (spec.indicators, spec.statements, spec.conditions, spec.outcomes)
    count = sum(len(each) for each in sheets)
    found: dict[int, Score] = {}
    for step in spec.order or range(count):
        if step >= 0:
            found[step] = work(step)
        else:
            learn(~step, got(spec, spec.others[~step], found, bound))
    return [found[number] for number in range(count)]


def got(
    spec: RubricSpec, other: GroupSpec | int | str, scores: Mapping[int, Score], bound: Bound
) -> Exact | str | None:
    """The points of an item, or the total, or the grade; None where there are none."""
    if isinstance(other, str):
        whole = whole_of(spec, scores, bound)
        return whole.exact if other == "total" else whole.grade
    return item_of(spec, other, scores, bound).exact
