"""One tree from several files: `extends`, `use`, `replace`, `remove` and `like` are carried out.

It assumes a tree of `parse`; other files come from a `Library`, which is handed in and does the reading. It guarantees
a tree without any of the five; what is left stands where it was written, so findings show the right file. Of a file
that is extended everything but its cases is taken; of a file that is used what is mentioned, and what that mentions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from attrs import evolve

from rubricc.dsl import nodes as n
from rubricc.dsl.brought import bring, defined
from rubricc.dsl.diagnostics.model import Diagnostic, Related, diagnose, unreadable
from rubricc.dsl.parse import parse
from rubricc.dsl.resolve import near, split_title
from rubricc.dsl.scan import MAX_NESTING
from rubricc.dsl.source import Source, Span, Unreadable
from rubricc.dsl.tables import filled, rows_of
from rubricc.dsl.templates import take_over

Library: TypeAlias = Callable[[str, Source], Source | Unreadable]
"""The text of the file that a text refers to by a path or a name, or why it cannot be had."""


def no_library(reference: str, source: Source) -> Source | Unreadable:
    """For texts that stand alone: there is nothing to refer to."""
    return Unreadable("RB0065", {"path": reference, "reason": "<a text without a file>"})


def link(rubric: n.Rubric, source: Source, library: Library) -> tuple[n.Rubric | None, list[Diagnostic]]:
    """The tree with what it takes from other files, and the findings on the way; none where a file cannot be had."""
    if not rubric.reuse and not any(_refers(c) for item in _all(rubric.items) for c in item.clauses):
        return rubric, []
    linker = _Linker(source, library)
    linked = linker.linked(rubric, source)
    return linked if linker.whole else None, linker.findings


class _Linker:
    """The files read so far, and those under way."""

    def __init__(self, source: Source, library: Library) -> None:
        self.library = library
        self.findings: list[Diagnostic] = []
        self.whole = True  # every file could be had
        self.under_way: list[str] = [source.name]
        self.files: dict[str, n.Rubric | None] = {}

    def linked(self, rubric: n.Rubric, source: Source) -> n.Rubric:
        """The tree of one file, with all that it takes from others."""
        items, reuse = filled((rubric.items, rubric.reuse), lambda table: self.table(table, source))
        rubric = evolve(rubric, items=items, reuse=reuse)
        extended = [x for x in rubric.reuse if isinstance(x, n.Extends)]
        bases = [self.file(x.path, x.span, source) for x in extended[:1]]
        if len(extended) > 1:
            related = [Related(extended[0].span, "first")]
            self.findings.append(diagnose("RB2072", extended[1].span, related=related))
        used = [self.file(x.path, x.span, source) for x in rubric.reuse if isinstance(x, n.Use)]
        if not self.whole:  # what is missing would be said again and again
            return rubric
        files = [x for x in (*used, *bases) if x is not None]
        swaps = [x for x in rubric.reuse if isinstance(x, n.Replace)]
        removed = [x for x in rubric.reuse if isinstance(x, n.Remove)]
        self.check_replaced(swaps, removed, files)
        swapped = [x.what for x in swaps if isinstance(x.what, n.Item)]
        params = [x.what for x in swaps if isinstance(x.what, n.Param)]
        lets = [x.what for x in swaps if isinstance(x.what, n.Let)]
        replaced = {x.name.text for x in params} | {x.name.text for x in lets}
        tree = evolve(
            rubric,
            params=(*rubric.params, *params),
            lets=(*rubric.lets, *lets),
            items=take_over(rubric.items, files, self.findings),
            reuse=(),
        )
        if files[len(used) :]:
            by_key = {_key(x): x for x in take_over(swapped, files, self.findings)}
            tree = _extended(tree, files[-1], by_key, {x.item.text for x in removed}, replaced)
        return bring(tree, files[: len(used)], replaced, self.findings)

    def file(self, path: str, said: Span, source: Source) -> n.Rubric | None:
        """Another file, linked itself; None where it cannot be had or has errors, which is said."""
        found = self.library(path, source)
        if isinstance(found, Unreadable):
            return self.refuse(unreadable(found) if found.span else self.out_of_reach(found, path, said))
        chain = self.chain(found.name)
        if found.name in self.under_way:
            return self.refuse(diagnose("RB0067", said, path=path, chain=chain))
        if len(self.under_way) > MAX_NESTING:
            return self.refuse(diagnose("RB1011", said, limit=MAX_NESTING))
        if found.name not in self.files:
            parsed = parse(found)
            if parsed.rubric is None:
                self.files[found.name] = self.refuse(*parsed.diagnostics)
            else:
                self.under_way.append(found.name)
                self.files[found.name] = self.linked(parsed.rubric, found)
                self.under_way.pop()
        return self.files[found.name]

    def table(self, said: n.FromFile, source: Source) -> tuple[n.Row, ...] | None:
        """The rows of a table."""
        found = self.library(said.path, source)
        if isinstance(found, Unreadable):
            self.refuse(unreadable(found) if found.span else self.out_of_reach(found, said.path, said.span))
            return None
        rows, findings = rows_of(found)
        if findings:
            self.refuse(*findings)
        return rows

    def refuse(self, *findings: Diagnostic) -> n.Rubric | None:
        self.findings += findings
        self.whole = False
        return None

    def out_of_reach(self, why: Unreadable, path: str, said: Span) -> Diagnostic:
        args = {**why.args, "chain": self.chain(path)}
        return diagnose(why.code, said, **args)  # type: ignore[arg-type]

    def chain(self, last: str) -> str:
        """The way from file to file, where it is longer than what the finding shows."""
        return " → ".join((*self.under_way, last))

    def check_replaced(
        self, swaps: Sequence[n.Replace], removed: Sequence[n.Remove], files: Sequence[n.Rubric]
    ) -> None:
        """What is replaced or removed is there."""
        items = {
            key for file in files for item in _all(file.items) for key in split_title(_title(item)) if key
        }
        names = {x.text for file in files for x in defined(file)}
        for swap in swaps:
            if isinstance(swap.what, n.Item):
                code, name = split_title(_title(swap.what))
                if (code or name) not in items:
                    self.unknown("RB2008", swap.what.title_span, code or name, items)
            elif swap.what.name.text not in names:
                self.unknown("RB2001", swap.what.name.span, swap.what.name.text, names)
        for each in removed:
            if each.item.text not in items:
                self.unknown("RB2008", each.item.span, each.item.text, items)

    def unknown(self, code: str, span: Span, name: str, known: set[str]) -> None:
        self.findings.append(diagnose(code, span, name=name, near=near(name, known)))


def _refers(clause: n.Clause) -> bool:
    """Whether a clause names another file, or what stands in one."""
    match clause:
        case n.By(file=file) | n.Adjust(amount=n.Table(file=file)):
            return file is not None
        case n.Each(clauses=clauses):
            return any(map(_refers, clauses))
    return isinstance(clause, n.Like)


def _extended(
    own: n.Rubric, base: n.Rubric, swaps: dict[str, n.Item], gone: set[str], replaced: set[str]
) -> n.Rubric:
    """The base with what the file changes and adds; the file's own settings win."""
    kinds = {_kind(setting) for setting in own.settings}
    settings = (*own.settings, *(s for s in base.settings if _kind(s) not in kinds))
    return evolve(
        own,
        name=own.name if own.name is not None else base.name,
        version=own.version or base.version,
        settings=settings,
        data=(*base.data, *own.data),
        params=(*(p for p in base.params if p.name.text not in replaced), *own.params),
        lets=(*(let for let in base.lets if let.name.text not in replaced), *own.lets),
        items=(*_changed(base.items, swaps, gone), *own.items),
        statements=(*base.statements, *own.statements),
        effects=(*base.effects, *own.effects),
        outcomes=(*base.outcomes, *own.outcomes),
    )


def _changed(items: Sequence[n.Item], swaps: dict[str, n.Item], gone: set[str]) -> tuple[n.Item, ...]:
    """Items with those that are replaced in their places, and without those that are removed."""
    kept = []
    for item in items:
        keys = [key for key in split_title(_title(item)) if key]
        swap = next((swaps[key] for key in keys if key in swaps), None)
        if swap is not None:
            kept.append(swap)
        elif gone.isdisjoint(keys):
            kept.append(evolve(item, children=_changed(item.children, swaps, gone)))
    return tuple(kept)


def _kind(setting: n.Setting) -> str:
    return setting.kind if isinstance(setting, n.Doc) else type(setting).__name__


def _key(item: n.Item) -> str:
    code, name = split_title(_title(item))
    return code or name


def _title(item: n.Item) -> str:
    return " ".join(item.title.split())


def _all(items: Sequence[n.Item]) -> list[n.Item]:
    found = list(items)
    for item in found:
        found += item.children
    return found
