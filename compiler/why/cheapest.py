"""The cheapest set of changes with which a total or a grade is reached: an exact optimum, not a greedy one.

What may be chosen: for each indicator at most one of its measures, changed to one of the values from which it has more
points; and what keeps an effect from the total or the grade, or brings it about. Cheapest is the choice of the fewest
indicators, and of those the one with the smallest relative changes added up; or the other way round. Indicators that
hang together (they read a fact that is changed, the points of one another, or stand in a group that is no plain sum)
are scored together in every combination by the reference; all else is added up, and walked through sum by sum.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod

from attrs import frozen

from rubricc.compiler.ir.program import Indicator, slots_of
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.runtime.description import IndicatorSpec
from rubricc.compiler.runtime.exact import Exact, whole
from rubricc.compiler.runtime.result import Result
from rubricc.compiler.runtime.summary import GroupSpec, Member, grade_of, total_of
from rubricc.compiler.runtime.tree import Group, member_of
from rubricc.compiler.why.evaluated import Evaluated, Measured, points_of
from rubricc.compiler.why.facts import GONE, both
from rubricc.compiler.why.measures import Option
from rubricc.compiler.why.walked import ORDERS, Turned, Way, walked

COMBINATIONS = 2_000  # that are scored of indicators that hang together
MOST = 400  # changes of all measures, before those that rise with every small step are told by whole points
FEW = 20  # changes of one measure that are all kept

Wanted = Callable[[Exact, str | None], bool]


@frozen
class Plan:
    """Changes by what they are of (an indicator by number, an effect after those), and the result of all of them."""

    changes: tuple[tuple[int, Option], ...]
    cost: Fraction
    result: Result


class Cheapest:
    """All that can be reached from one evaluation."""

    def __init__(self, evaluated: Evaluated) -> None:
        self.evaluated = evaluated
        self.spec, self.result = evaluated.result.spec, evaluated.result
        self.count = len(self.spec.indicators)
        effects = [evaluated.effect(n) for n in range(len(self.spec.summary.effects))]
        measured = [*evaluated.measured, *effects]
        self.unknown = [name for each in measured for name in each.unknown]  # what is left out
        self.thinned = sum(len(m.options) for m in measured) > MOST
        self.menus = [tuple(self._menu(m)) for m in measured]
        self.terms = list(_terms(self.spec.tree, self.result))
        start = self._points(self.result, self.terms)
        assert start is not None
        parts = [c for c in self._components() if any(self.menus[node] for node in c)]
        self.ways = [self._ways(component) for component in parts]
        self.states = {by: walked(start, self.ways, by) for by in ORDERS}

    def _menu(self, measured: Measured) -> Iterator[Option]:
        """The changes to choose from: all; of very many, of every measure those that come to another whole point."""
        for measure in measured.measures:
            if not self.thinned or len(measure.options) <= FEW:
                yield from measure.options
                continue
            points = [None, *(option.points // 1 for option in measure.options)]
            for before, at, option in zip(points, points[1:], measure.options, strict=False):
                if at != before or option is measure.options[-1]:
                    yield option

    def reach(self, wanted: Wanted, by: str = "indicators") -> Plan | None:
        """The cheapest plan with which a total and a grade are as wanted; None where there is none."""
        found = [
            cost
            for (points, turned), cost in self.states[by].items()
            if wanted(*self._outcome(points, turned))
        ]
        if not found:
            return None
        *prices, chosen = min(found)
        cost = prices[by == "indicators"]
        changes = tuple((node, self.menus[node][at]) for node, at in chosen)
        cells = both(option.cells for _, option in changes)
        result = None if cells is None else self.evaluated.in_full(cells)
        assert result is not None and result.exact is not None, "a plan that cannot be scored"
        assert wanted(result.exact, result.grade), "a plan that does not hold"
        return Plan(changes, cost, result)

    @property
    def best(self) -> tuple[Exact, str | None]:
        """The highest total that can be reached, and the best grade (of perhaps another choice)."""
        every = [self._outcome(*state) for state in self.states[ORDERS[0]]]
        labels = [grade.label for grade in self.spec.summary.grades]
        grades = [grade for _, grade in every if grade is not None]
        return max(total for total, _ in every), min(grades, key=labels.index, default=None)

    def _outcome(self, points: Fraction, turned: Turned) -> tuple[Exact, str | None]:
        """The total and the grade of a sum of points."""
        summary = self.spec.summary
        now = dict(enumerate(self.result.conditions)) | dict(turned)
        holds = [bool(now[effect.condition]) for effect in summary.effects]
        counting = Member(whole(points), self._weights[0], True, self._weights[2])
        total = total_of([counting, Member(0, self._weights[1], False, 0)], summary, holds)
        return total, grade_of(summary, total, holds)

    @cached_property
    def _weights(self) -> tuple[Exact, Exact, Exact]:
        """Of the top level: the weight that counts, the weight that does not, and what the total makes up for."""
        members = [member_of(each, self.spec.summary, None) for each in self.result.tree]
        known = [m for m in members if m is not None]
        counts, other = (sum(m.weight for m in known if m.counts == does) for does in (True, False))
        return counts, other, sum(m.left for m in known)

    # ── what hangs together ──

    def _components(self) -> list[list[int]]:
        """The nodes that have options, with those that hang together in one list."""
        together = _Together(self.count + len(self.spec.summary.effects))
        program = self.evaluated.program
        for number, effect in enumerate(program.effects):
            self._reads_points(together, self.count + number, program.conditions[effect.condition])
        for number, one in enumerate(program.indicators):
            for sheet in (one, *(program.conditions[asked] for asked in one.asked)):
                self._reads_points(together, number, sheet)
        for term in self.terms:
            leaves = list(_leaves(term))
            for leaf in leaves[1:]:
                together.join(leaves[0], leaf)
        readers = self._readers()
        for node in range(len(self.menus)):
            for column in self._moves(node):
                for reader in readers[column]:
                    together.join(node, reader)
        return together.all()

    def _readers(self) -> Mapping[tuple[str, str], set[int]]:
        """For every column who reads it, or may not be changed apart from it."""
        found: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        for number, one in enumerate(self.spec.indicators):
            asked = [self.spec.conditions[a.condition] for a in one.absent if a.condition is not None]
            for sheet in (one, *asked):
                for block, name in _columns(sheet):
                    found[block, name].add(number)
        for number, effect in enumerate(self.spec.summary.effects):
            for block, name in _columns(self.spec.conditions[effect.condition]):
                found[block, name].add(self.count + number)
        for (block, name), field in self.evaluated.facts.fields.items():
            pair = {(block, name), (block, field.at_most_field)}
            if field.at_most_field:
                movers = {node for node in range(len(self.menus)) if pair & self._moves(node)}
                for column in pair:
                    found[column] |= movers
        return found

    def _moves(self, node: int) -> set[tuple[str, str]]:
        """The columns that the options of a node change."""
        return {(block, name) for option in self.menus[node] for block, _, name in option.cells}

    def _reads_points(self, together: _Together, node: int, sheet: Indicator) -> None:
        """A sheet hangs together with all whose points it reads."""
        others = self.evaluated.program.others
        for slot, spec in zip(others, self.spec.others, strict=True):
            if slots_of(sheet, {slot.name}) and not isinstance(spec, str):
                for leaf in _leaves(spec):
                    together.join(node, leaf)

    def _ways(self, component: list[int]) -> list[Way]:
        nodes = [node for node in component if self.menus[node]]
        alone = len(component) == 1 and nodes[0] < self.count
        if alone and any(isinstance(t, int) and t == nodes[0] for t in self.terms):
            here = Fraction(self.result.indicators[nodes[0]].exact or 0)
            return [Way(Fraction(0), frozenset(), Fraction(0), ())] + [
                Way(option.points - here, frozenset(), option.cost, ((nodes[0], at),))
                for at, option in enumerate(self.menus[nodes[0]])
            ]
        if prod(1 + len(self.menus[node]) for node in nodes) > COMBINATIONS:
            raise Unknown("changes")
        terms = [term for term in self.terms if set(_leaves(term)) & set(component)]
        before = self._points(self.result, terms)
        found: list[Way] = []
        for choice in product(*(range(-1, len(self.menus[node])) for node in nodes)):
            chosen = tuple((node, at) for node, at in zip(nodes, choice, strict=True) if at >= 0)
            options = [self.menus[node][at] for node, at in chosen]
            cells = both(option.cells for option in options)
            result = None if cells is None else self.evaluated.scored(cells)
            after = None if result is None else self._points(result, terms)
            if result is None or after is None or before is None or not self._applies_as_now(result):
                continue
            pairs = enumerate(zip(self.result.conditions, result.conditions, strict=True))
            turned = frozenset((n, bool(new)) for n, (old, new) in pairs if old != new)
            cost = sum((option.cost for option in options), Fraction(0))
            found.append(Way(after - before, turned, cost, chosen))
        return found

    def _applies_as_now(self, result: Result) -> bool:
        """Whether the same indicators apply: the others would be made up for."""
        pairs = zip(self.result.indicators, result.indicators, strict=True)
        return all(one.applies == other.applies for one, other in pairs)

    def _points(self, result: Result, terms: Sequence[GroupSpec | int]) -> Fraction | None:
        every = [points_of(result.branch(term)) for term in terms]
        return None if None in every else sum((Fraction(x) for x in every if x is not None), Fraction(0))


class _Together:
    """Which nodes hang together."""

    def __init__(self, count: int) -> None:
        self.parent = list(range(count))

    def root(self, node: int) -> int:
        while self.parent[node] != node:
            node = self.parent[node]
        return node

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        self.parent[second] = first

    def all(self) -> list[list[int]]:
        found: defaultdict[int, list[int]] = defaultdict(list)
        for node in range(len(self.parent)):
            found[self.root(node)].append(node)
        return list(found.values())


def _terms(tree: Sequence[GroupSpec | int], result: Result) -> Iterator[GroupSpec | int]:
    """The items that the total adds up: an indicator, or a group that is more than the sum of its own."""
    for child in tree:
        if isinstance(child, int):
            if result.indicators[child].applies:
                yield child
        elif child.special or child.combine != "sum" or _rescaled(child, result):
            if isinstance(group := result.branch(child), Group) and group.exact is not None:
                yield child
        else:
            yield from _terms(child.children, result)


def _rescaled(group: GroupSpec, result: Result) -> bool:
    return any(not result.indicators[leaf].applies for leaf in _leaves(group))


def _columns(sheet: IndicatorSpec) -> set[tuple[str, str]]:
    """The columns that a sheet reads, and the rows of the tables that it goes through."""
    read = {(block, name) for block, name, _ in sheet.inputs}
    return read | {(block, GONE) for block in (*sheet.tables, *(block for block, _ in read))}


def _leaves(spec: GroupSpec | int) -> Iterator[int]:
    if isinstance(spec, int):
        yield spec
    else:
        for child in spec.children:
            yield from _leaves(child)
