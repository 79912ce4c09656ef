"""`like X`: an indicator with the clauses of one in another file.

What the indicator itself says counts before what it takes over: its own `of`, target, base, direction and documents'
columns stand in the place of the other's. Deductions, additions and limits add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from attrs import evolve

from rubricc.dsl import nodes as n
from rubricc.dsl.diagnostics.model import Diagnostic, Related, diagnose
from rubricc.dsl.mentions import within
from rubricc.dsl.resolve import near, split_title, value_of

_ONCE: tuple[tuple[type[n.Node], ...], ...] = (
    (n.Measure,),
    (n.Direction,),
    (n.Target, n.TargetRange, n.Deadline),
    (n.StartAt, n.By, n.ProRata, n.Checklist, n.Linear, n.Judged, n.Score),
)


def take_over(
    items: Sequence[n.Item], files: Sequence[n.Rubric], findings: list[Diagnostic]
) -> tuple[n.Item, ...]:
    """The items with the clauses that they take over."""
    return tuple(_item(item, files, findings) for item in items)


def _item(item: n.Item, files: Sequence[n.Rubric], findings: list[Diagnostic]) -> n.Item:
    children = take_over(item.children, files, findings)
    own = [c for c in item.clauses if not isinstance(c, n.Like)]
    taken: list[n.Clause] = []
    for like in (c for c in item.clauses if isinstance(c, n.Like)):
        known = {key: (x, file) for file in files for x in _leaves(file.items) for key in _keys(x)}
        if like.name.text in known:
            template, file = known[like.name.text]
            _check_scale(item, like, template, findings)
            taken += [*_measure(item, template, file), *template.clauses]
        else:
            close = near(like.name.text, known)
            findings.append(diagnose("RB2071", like.span, name=like.name.text, near=close))
            taken.append(n.StartAt(like.span, n.Share(like.span, Fraction(1))))  # it has a rule
    kept = [c for c in taken if not any(_stands_for(mine, c) for mine in own)]
    if len(own) == len(item.clauses) and children == item.children:
        return item
    return evolve(item, clauses=(*kept, *own), children=children)


def _stands_for(own: n.Clause, taken: n.Clause) -> bool:
    if isinstance(own, n.Doc) and isinstance(taken, n.Doc):
        return own.kind == taken.kind
    return any(isinstance(own, kinds) and isinstance(taken, kinds) for kinds in _ONCE)


def _measure(item: n.Item, template: n.Item, file: n.Rubric) -> list[n.Clause]:
    """What the template measures by its name, where the indicator has another one."""
    name = split_title(" ".join(template.title.split()))[1]
    if name == split_title(" ".join(item.title.split()))[1]:
        return []
    if any(isinstance(c, n.Measure) for c in template.clauses):
        return []
    facts = {x.text for data in file.data for decl in data.fields for x in decl.names}
    if name not in facts | {let.name.text for let in file.lets}:
        return []
    return [n.Measure(template.title_span, n.Name(template.title_span, name))]


def _check_scale(item: n.Item, like: n.Like, template: n.Item, findings: list[Diagnostic]) -> None:
    """Points that are written count on the weight that they were written for."""
    meant = template.weight.out_of or template.weight.value
    scale = item.weight.out_of or item.weight.value
    if meant is None or scale is None or meant == scale:
        return
    values = [value_of(x) for x in (meant, scale)]
    written = next((x for c in template.clauses for x in within(c) if _is_points(x)), None)
    if written is None or (values[0] is not None and values[0] == values[1]):
        return
    related = [Related(template.title_span, "template"), Related(written.span, "points")]
    names = {"name": like.name.text, "scale": meant.span.text, "weight": scale.span.text}
    findings.append(diagnose("RB5065", like.span, related=related, **names))  # type: ignore[arg-type]


def _is_points(node: n.Node) -> bool:
    """Whether a node says a number of points, and not a part of the weight."""
    amounts: list[object]
    match node:
        case n.Adjust():
            amounts = [node.amount, node.up_to, node.up_to_each]
        case n.StartAt() | n.Limit() | n.Tier() | n.PerMissing():
            amounts = [node.amount]
        case n.Row():
            amounts = [node.result]
        case n.Judged() | n.Piece():
            amounts = [node.low, node.high]
        case n.Knot() | n.CheckItem() | n.Instead():
            amounts = [node.points]
        case _:
            return isinstance(node, n.Score)
    return any(isinstance(x, n.Number) and x.value != 0 for x in amounts)


def _leaves(items: Sequence[n.Item]) -> list[n.Item]:
    found = list(items)
    for item in found:
        found += item.children
    return [item for item in found if not item.children and not item.special]


def _keys(item: n.Item) -> list[str]:
    return [key for key in split_title(" ".join(item.title.split())) if key]
