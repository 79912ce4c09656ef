"""The names that a file takes from those that it uses: parameters, lets, facts and conventions.

Only what is mentioned comes, and what that mentions, so an unused part of a large file asks for no facts. A fact that
the file declares itself is that fact, whatever the other file says of it; a parameter or a let has one definition.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from rubricc.dsl import nodes as n
from rubricc.dsl.diagnostics.model import Diagnostic, Related, diagnose
from rubricc.dsl.mentions import within
from rubricc.dsl.resolve import split_title

Declared = n.Param | n.Let | n.FieldDecl | n.Data


def bring(
    tree: n.Rubric, used: Sequence[n.Rubric], replaced: set[str], findings: list[Diagnostic]
) -> n.Rubric:
    """The tree with what it mentions of the files used; `replaced` are names that it defines anew."""
    if not used:
        return tree
    own = _declared(tree)
    for file in used:
        for name in defined(file):
            if name.text in own and name.text not in replaced:
                at, _ = own[name.text][0]
                findings.append(
                    diagnose("RB2002", at.span, name=name.text, related=[Related(name.span, "first")])
                )
    wanted = _wanted(tree, [_declared(file) for file in used], own, findings)
    settings = tuple(_convention(setting, used) for setting in tree.settings)
    data = list(tree.data)
    for file in used:
        for block in file.data:
            decls = tuple(
                evolve(decl, names=names)
                for decl in block.fields
                if (names := tuple(x for x in decl.names if x.span in wanted))
            )
            if decls or block.name.span in wanted:
                _add(data, evolve(block, fields=decls))
    return evolve(
        tree,
        settings=settings,
        data=tuple(data),
        params=(*tree.params, *(p for file in used for p in file.params if p.name.span in wanted)),
        lets=(*tree.lets, *(let for file in used for let in file.lets if let.name.span in wanted)),
    )


def defined(file: n.Rubric) -> list[n.Name]:
    """The names of parameters and lets, of which there is one definition."""
    return [*(param.name for param in file.params), *(let.name for let in file.lets)]


def _add(data: list[n.Data], block: n.Data) -> None:
    """A block, or its fields in the one of that name and make."""
    for at, each in enumerate(data):
        if (each.name, each.by, each.first, each.last) == (block.name, block.by, block.first, block.last):
            data[at] = evolve(each, fields=(*each.fields, *block.fields))
            return
    if block.fields:
        data.append(block)


def _declared(rubric: n.Rubric) -> dict[str, list[tuple[n.Name, Declared]]]:
    """Every name that a file declares, with its declarations."""
    found: dict[str, list[tuple[n.Name, Declared]]] = {}
    declared: list[n.Param | n.Let | n.Data] = [*rubric.params, *rubric.lets, *rubric.data]
    for one in declared:
        found.setdefault(one.name.text, []).append((one.name, one))
    for block in rubric.data:
        for decl in block.fields:
            for name in decl.names:
                found.setdefault(name.text, []).append((name, decl))
    return found


def _wanted(
    tree: n.Rubric,
    used: Sequence[dict[str, list[tuple[n.Name, Declared]]]],
    own: dict[str, list[tuple[n.Name, Declared]]],
    findings: list[Diagnostic],
) -> set[object]:
    """The places of the declarations that the tree needs."""
    todo = _mentioned(evolve(tree, cases=()))
    seen = set(own)
    wanted: set[object] = set()
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        offers = [file[name] for file in used if name in file]
        if len(offers) > 1 and not all(offer == offers[0] for offer in offers):
            related = [Related(offers[0][0][0].span, "first")]
            findings.append(diagnose("RB2002", offers[1][0][0].span, name=name, related=related))
        for at, definition in offers[0] if offers else ():
            wanted.add(at.span)
            if isinstance(definition, n.FieldDecl):  # not those beside it, which have the same kind
                todo += [x for bound in definition.domain for x in _mentioned(bound)]
            elif not isinstance(definition, n.Data):
                todo += _mentioned(definition)
    return wanted


def _mentioned(said: n.Node) -> list[str]:
    """Every name in a part of a tree; an indicator mentions what bears its name."""
    found = [x.text for x in within(said) if isinstance(x, n.Name)]
    return found + [split_title(x.title)[1] for x in within(said) if isinstance(x, n.Item)]


def _convention(setting: n.Setting, used: Sequence[n.Rubric]) -> n.Setting:
    """A convention that is only named, as a file that is used defines it."""
    if not isinstance(setting, n.Convention) or setting.like or setting.answers:
        return setting
    defined = [
        s for file in used for s in file.settings if isinstance(s, n.Convention) and s.name == setting.name
    ]
    return next((s for s in defined if s.like or s.answers), setting)
