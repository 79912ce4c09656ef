"""All sheets of a rubric, each after the items whose points it reads."""

from collections.abc import Callable, Mapping

from rubricc.compiler.runtime.description import RubricSpec
from rubricc.compiler.runtime.exact import Exact
from rubricc.compiler.runtime.facts import Bound
from rubricc.compiler.runtime.indicator import Indicator, Outcome
from rubricc.compiler.runtime.result import Group, indicator_of
from rubricc.compiler.runtime.summary import GroupSpec


def in_order(
    spec: RubricSpec, bound: Bound, work: Callable[[int], Outcome], learn: Callable[[int, Exact | None], None]
) -> list[Outcome]:
    """The outcome of every sheet, from `work`. The points of items that others read go to `learn`, once known."""
    count = len(spec.indicators) + len(spec.statements) + len(spec.conditions)
    found: dict[int, Outcome] = {}
    for step in spec.order or range(count):
        if step >= 0:
            found[step] = work(step)
        else:
            item = item_of(spec, spec.others[~step], found, bound)
            learn(~step, item.exact if isinstance(item, Group) else item.outcome.points)
    return [found[number] for number in range(count)]


def item_of(
    spec: RubricSpec, child: GroupSpec | int, outcomes: Mapping[int, Outcome], bound: Bound
) -> Group | Indicator:
    """An indicator or group of the tree whose own sheets are worked out."""
    if isinstance(child, int):
        return indicator_of(spec, child, outcomes, bound)
    return Group(child, [item_of(spec, each, outcomes, bound) for each in child.children], spec.summary)
