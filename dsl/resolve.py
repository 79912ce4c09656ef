"""Names and structure: from the syntax tree to the resolved tree (`dsl.model`).

Guarantees of a `Model`: names are unique where they must be, data fields have kinds and exact domains, every item is a
group or an indicator, codes are apart from names, weights are numbers (or None for `weight ?`). What an indicator's
clauses say is left to `compiler.lower`, which resolves their expressions in the `Scope` that the model carries.
Findings are collected; a model comes out in any case, as complete as can be.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from rubricc.compiler.runtime.exact import plain, whole
from rubricc.compiler.runtime.judged import JUDGED
from rubricc.dsl import nodes as n
from rubricc.dsl.declared import MOST_SUGGESTIONS, Declarations, near, value_of
from rubricc.dsl.diagnostics.model import Diagnostic, Edit, Fix, Related, diagnose
from rubricc.dsl.model import (
    Block,
    Field,
    Group,
    Indicator,
    Item,
    LetDef,
    Model,
    Scope,
    statement_name,
)
from rubricc.dsl.source import Source, Span

__all__ = ["MOST_SUGGESTIONS", "keyed", "near", "resolve", "split_title", "value_of"]

_CODE = re.compile(r"([A-Za-z]{0,3}[0-9]+(?:\.[0-9]+)*|[A-Z])[ \u3000\t]+(\S.*)$", re.DOTALL)
_PLAIN_CODE = re.compile(r"[A-Za-z]{1,3}[0-9]+(?:\.[0-9]+)*$")


def resolve(rubric: n.Rubric, source: Source) -> tuple[Model, list[Diagnostic]]:
    """The resolved tree of a syntax tree, and the findings on the way."""
    return _Resolver(source).run(rubric)


def split_title(title: str) -> tuple[str, str]:
    """`C22 话务接通率` as code and name; the code is empty where there is none."""
    match = _CODE.match(title)
    if match:
        return match[1], match[2].strip()
    return (title, title) if _PLAIN_CODE.match(title) else ("", title)


class _Resolver(Declarations):
    def __init__(self, source: Source) -> None:
        super().__init__()
        self.source = source
        self.codes: dict[str, Span] = {}  # in one spelling: C1, c1 and Ｃ1 are the same code
        self.titles: dict[str, Span] = {}  # of items without a code
        self.names: set[str] = set()  # codes and names of items
        self.unruled: list[n.Item] = []  # indicators of which only the weight is known

    def run(self, rubric: n.Rubric) -> tuple[Model, list[Diagnostic]]:
        if rubric.name is None:
            self.findings.append(diagnose("RB2013", Span(self.source, 0, 0)))
        settings = self.settings(rubric.settings)
        scope = self.scope(rubric)
        items = tuple(self.item(item) for item in rubric.items)
        total, grades = settings.get("Total"), settings.get("Grades")
        convention, points = settings.get("Convention"), settings.get("PointsTo")
        scope.items = keyed(items)
        for outcome in rubric.outcomes:
            if outcome.name.text in scope.outcomes:
                self.duplicate(outcome.name, scope.outcomes[outcome.name.text])
            scope.outcomes.setdefault(outcome.name.text, outcome.name.span)
        self.check_cases(rubric, scope)
        model = Model(
            self.source,
            rubric.name or "",
            rubric.version,
            self.figure(total.value) if isinstance(total, n.Total) else None,
            total.span if total else None,
            total.value.given if isinstance(total, n.Total) else None,
            self.figure(total.up_to) if isinstance(total, n.Total) and total.up_to is not None else None,
            grades.grades if isinstance(grades, n.Grades) else (),
            convention if isinstance(convention, n.Convention) else None,
            points if isinstance(points, n.PointsTo) else None,
            tuple(s for s in rubric.settings if isinstance(s, n.Doc)),
            items,
            rubric.statements,
            rubric.effects,
            rubric.outcomes,
            rubric.cases,
            scope,
        )
        return model, [*self.findings, *self._without_rules()]

    def _without_rules(self) -> Iterator[Diagnostic]:
        """One finding for all indicators without rules: a tree of weights is a start, and those are checked."""
        if self.unruled:
            first, *others = self.unruled
            related = [Related(item.title_span, "too") for item in others]
            count = str(len(self.unruled)) if others else ""
            yield diagnose("RB5017", first.title_span, name=first.title, count=count, related=related)

    # ── the frame ──

    def settings(self, settings: tuple[n.Setting, ...]) -> dict[str, n.Setting]:
        found: dict[str, n.Setting] = {}
        for setting in settings:
            if isinstance(setting, n.Doc):
                continue
            key = type(setting).__name__
            if key in found:
                twice = setting.span.text.split()[0].rstrip(":：")
                self.findings.append(
                    diagnose(
                        "RB5019", setting.span, written=twice, related=[Related(found[key].span, "first")]
                    )
                )
            found[key] = setting
        return found

    def scope(self, rubric: n.Rubric) -> Scope:
        blocks: dict[str, Block] = {}
        fields: dict[str, Field] = {}
        for data in rubric.data:
            if data.name.text in JUDGED:
                self.findings.append(diagnose("RB2087", data.name.span, name=data.name.text))
            if self.declare(data.name, blocks):
                block = self.block(data, fields)
                blocks[block.name] = block
        lets: dict[str, LetDef] = {}
        for let in rubric.lets:
            taken = fields.get(let.name.text) or blocks.get(let.name.text)
            if taken is not None:
                self.duplicate(let.name, taken.span)
            elif self.declare(let.name, lets):
                lets[let.name.text] = LetDef(let.name.text, let.expr, let.about, let.name.span)
        params = self.params(rubric.params, {**blocks, **fields, **lets})
        return Scope(blocks, fields, lets, params, not rubric.data)

    # ── the tree ──

    def item(self, item: n.Item, *, in_penalty: bool = False) -> Item:
        code, name = split_title(" ".join(item.title.split()))
        self.names |= {code, name}
        if code:
            alike = unicodedata.normalize("NFKC", code).casefold()
            if alike in self.codes:
                related = [Related(self.codes[alike], "first")]
                self.findings.append(diagnose("RB2003", item.title_span, code=code, related=related))
            self.codes.setdefault(alike, item.title_span)
        elif name in self.titles:
            related = [Related(self.titles[name], "first")]
            self.findings.append(diagnose("RB2002", item.title_span, name=name, related=related))
        if not code:
            self.titles.setdefault(name, item.title_span)
        weight = Fraction(0) if item.special else self.weight(item.weight, in_penalty)
        docs = tuple(c for c in item.clauses if isinstance(c, n.Doc))
        if item.children or item.special:
            inside = in_penalty or item.special == "penalty"
            children = tuple(self.item(child, in_penalty=inside) for child in item.children)
            combine = next((c for c in item.clauses if isinstance(c, n.Combine)), None)
            if item.weight.up_to is not None:
                self.findings.append(diagnose("RB4007", item.weight.up_to.span, weight="–"))
            return Group(
                code, name, weight, item.weight.span, children, combine, item.special, self.limit(item), docs,
                item.span, item.title_span, _given(item.weight),
            )  # fmt: skip
        clauses = tuple(c for c in item.clauses if not isinstance(c, n.Doc))
        if not clauses and weight is not None:
            self.unruled.append(item)
        out_of = item.weight.out_of.value if item.weight.out_of is not None else None
        up_to = self.figure(item.weight.up_to) if item.weight.up_to is not None else None
        scale = weight if out_of is None else out_of
        if up_to is not None and scale is not None and up_to <= scale:
            self.findings.append(diagnose("RB4007", item.weight.span, weight=plain(whole(scale))))
        return Indicator(
            code,
            name,
            weight,
            item.weight.span,
            out_of,
            up_to,
            clauses,
            docs,
            item.span,
            item.title_span,
            _given(item.weight),
        )

    def limit(self, item: n.Item) -> Fraction:
        """How far a special group may go: up for a bonus, down for a penalty."""
        if item.limit is None:
            return Fraction(0)
        value = value_of(item.limit) if not isinstance(item.limit, n.Share) else None
        if not isinstance(value, Fraction) or (value < 0) != (item.special == "penalty"):
            self.findings.append(diagnose("RB4006", item.limit.span))
            return Fraction(0)
        return value

    def weight(self, weight: n.Weight, in_penalty: bool = False) -> Fraction | None:
        if weight.value is None:
            return None
        value = value_of(weight.value)
        if not isinstance(value, Fraction) or (isinstance(weight.value, n.Number) and weight.value.unit):
            self.findings.append(diagnose("RB3004", weight.span, kind="<expression>", expected="<number>"))
            return None
        if value < 0 or (value == 0 and not in_penalty):
            self.findings.append(diagnose("RB4004", weight.span, weight=str(value)))
        return value

    def check_cases(self, rubric: n.Rubric, scope: Scope) -> None:
        stated: dict[str, dict[str, None]] = {"check": {}, "reported": {}, "require": {}}
        for statement in rubric.statements:
            stated[type(statement).__name__.lower()][statement_name(statement)] = None
        seen: dict[str, Span] = {}
        for case in rubric.cases:
            self.check_names(case, scope, stated)
            if case.name in seen:
                related = [Related(seen[case.name], "first")]
                self.findings.append(diagnose("RB2002", case.span, name=case.name, related=related))
            seen.setdefault(case.name, case.span)

    def check_names(self, case: n.Case, scope: Scope, stated: Mapping[str, Mapping[str, None]]) -> None:
        """A case names blocks, items and statements that there are."""
        expects = [each for x in case.lines if isinstance(x, n.CaseExpect) for each in x.expects]
        for each in expects:
            if isinstance(each, n.ExpectStatement) and each.name not in stated[each.kind]:
                close = near(each.name, stated[each.kind])
                self.findings.append(
                    diagnose("RB2016", each.span, name=each.name, kind=each.kind, near=close)
                )
        concluded = [each for each in expects if isinstance(each, n.Expect) and each.what == "outcome"]
        for expect in concluded:
            named = expect.item.text if expect.item is not None else ""
            if named not in scope.outcomes:
                close = near(named, scope.outcomes)
                said = diagnose("RB2016", expect.span, name=named, kind="outcome", near=close)
                self.findings.append(said)
        items = [
            each.item
            for each in expects
            if isinstance(each, n.Expect | n.ExpectWeight) and each not in concluded
        ]
        givens = [each for x in case.lines if isinstance(x, n.CaseGiven) for each in x.facts]
        items += [each.item for each in givens if isinstance(each, n.GivenJudged)]
        blocks = [each.block for x in case.lines if isinstance(x, n.CaseData) for each in x.bindings]
        blocks += [x.block for x in case.lines if isinstance(x, n.CaseTable)]
        facts = [each.value for each in expects if isinstance(each, n.Expect) and each.what == "missing"]
        known_facts = {*scope.fields, *scope.blocks} if scope.blocks else None
        for code, names, known in (
            ("RB2008", items, {*self.names, *scope.outcomes}),
            ("RB2005", blocks, {*scope.blocks, "judged"}),
            ("RB2050", [x for x in facts if isinstance(x, n.Name)], known_facts),
        ):
            if known is None:
                continue  # facts are declared by what measures them
            for name in names:
                if name and name.text not in known:
                    close = near(name.text, known) if self.suggested < MOST_SUGGESTIONS else ""
                    self.suggested += 1
                    whole = [each for each in known if each.startswith(f"{name.text} ")]  # SL is no code
                    if code == "RB2008" and len(whole) == 1:
                        fix = Fix((Edit(name.span, f"「{whole[0]}」"),))
                        said = diagnose(code, name.span, name=name.text, whole=whole[0], fix=fix)
                    else:
                        said = diagnose(code, name.span, name=name.text, near=close)
                    self.findings.append(said)


def _given(weight: n.Weight) -> n.Expr | None:
    return weight.value.given if isinstance(weight.value, n.Number) else None


def keyed(items: Sequence[Item]) -> dict[str, Item | None]:
    """Every item by its code, or by its name; None where several with a code have the name, and none without."""
    keys: dict[str, Item | None] = {}
    named: dict[str, Item | None] = {}
    todo = list(items)
    for item in todo:
        keys.setdefault(item.code or item.name, item)
        named[item.name] = None if item.name in named else item
        todo += item.children if isinstance(item, Group) else ()
    return named | keys
