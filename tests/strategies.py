"""Rubrics, drawn: syntax trees and their texts, which are right in form and mean nothing (`rubrics`, `sources`).

Rubrics that mean something stand in `compilable.py`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rubricc.dsl import nodes as n
from rubricc.dsl.printer.rubric import format_rubric
from strategies_clauses import (
    amounts,
    clauses,
    combines,
    docs,
    exprs,
    files,
    insteads,
    numbers_given,
    patterns,
)
from strategies_words import (
    COMPARISONS,
    NOWHERE,
    ROUNDINGS,
    SHOWN,
    dates,
    decimals,
    literals,
    months,
    names,
    node,
    numbers,
    strings,
    titles,
    tuples,
)


def _weights() -> SearchStrategy[n.Weight]:
    plain = st.builds(n.Number, st.just(NOWHERE), decimals())
    return st.one_of(
        node(n.Weight, st.one_of(st.none(), numbers(), exprs())),
        node(n.Weight, plain | exprs(), st.none() | plain, st.none() | plain),
    )


def items() -> SearchStrategy[n.Item]:
    """Drafts, indicators, and groups of them, two deep."""
    title_span = st.just(NOWHERE)
    nothing: SearchStrategy[Any] = st.just(())
    draft = node(n.Item, titles(), title_span, _weights(), nothing, nothing)
    indicator = node(n.Item, titles(), title_span, _weights(), tuples(clauses(), 1), nothing, st.booleans())
    leaf = st.one_of(indicator, indicator, draft)

    def group(members: SearchStrategy[n.Item]) -> SearchStrategy[n.Item]:
        return node(
            n.Item,
            titles(),
            title_span,
            _weights(),
            tuples(docs() | combines(), most=1),
            tuples(members, 1, 2),
        )

    named = names().map(lambda name: name.text)
    zero = n.Weight(NOWHERE, n.Number(NOWHERE, Fraction(0)))
    special = node(
        n.Item, named, title_span, st.just(zero), nothing, tuples(leaf, 1, 2), st.just(False),
        st.sampled_from(["bonus", "penalty"]), amounts(),
    )  # fmt: skip

    return st.one_of(leaf, special, group(leaf), group(group(leaf)))


def settings() -> SearchStrategy[n.Setting]:
    plain = st.builds(n.Number, st.just(NOWHERE), decimals())
    grades = node(n.Grade, names(), node(n.Matches, COMPARISONS, exprs()) | node(n.Otherwise))
    convention = tuples(names(), 1).map(lambda parts: "-".join(part.text for part in parts))
    points = node(n.PointsTo, plain, ROUNDINGS)
    return st.one_of(
        node(n.Total, plain | numbers_given(), st.none() | plain),
        node(n.AsOf, dates()),
        node(n.Grades, tuples(grades, 1)),
        node(n.Convention, convention, st.just(""), st.just(())),
        node(n.Convention, convention, st.just("") | convention, tuples(_answers() | points, 1)),
        points,
        docs(),
    )


def _answers() -> SearchStrategy[n.Answer]:
    bases = ["points", "target", "actual"]
    none = st.none()
    return st.one_of(
        node(n.StepAnswer, st.just("percent step"), st.sampled_from(bases)),
        node(n.StepAnswer, st.just("other step"), st.sampled_from(bases[1:])),
        node(n.StepAnswer, st.just("partial step added"), st.sampled_from(["started", "whole", "pro rata"])),
        node(n.StepAnswer, st.just("partial step"), st.sampled_from(["started", "whole", "pro rata"])),
        node(n.Compared, none, none),
        node(n.Compared, ROUNDINGS, literals()),
        node(n.Limit, st.just("at least"), amounts(), none),
        node(n.ZeroDivisor, insteads()),
    )


def _domains() -> SearchStrategy[n.Domain]:
    return st.one_of(
        node(n.UpTo, literals()),
        node(n.Bound, COMPARISONS, literals() | names() | node(n.Minus, literals())),
        node(n.Range, literals(), literals()),
        node(n.Precision, literals()),
        node(n.MayBeMissing),
    )


def fields() -> SearchStrategy[n.FieldDecl]:
    money, duration = ["", "元", "万元", "亿元"], ["", "second", "minute", "hour", "day"]
    nothing: SearchStrategy[Any] = st.just(())
    plain = st.sampled_from(["count", "number", "percent", "date", "yesno"])
    domain = tuples(_domains(), most=2)
    listed = tuples(names(), 1)
    return st.one_of(
        node(n.FieldDecl, listed, plain, st.just(""), nothing, domain, strings()),
        node(n.FieldDecl, listed, st.just("money"), st.sampled_from(money), nothing, domain, strings()),
        node(n.FieldDecl, listed, st.just("duration"), st.sampled_from(duration), nothing, domain, strings()),
        node(n.FieldDecl, listed, st.just("label"), st.just(""), tuples(names(), 1), domain, strings()),
    )


def data_blocks() -> SearchStrategy[n.Data]:
    listed, none = tuples(fields(), 1), st.just("")
    return st.one_of(
        node(n.Data, names(), st.sampled_from(["", "event", "unit"]), none, none, listed),
        node(n.Data, names(), st.just("month"), months(), months(), listed),
    )


def statements() -> SearchStrategy[n.Statement]:
    rows = st.none() | node(n.PerRow, st.just("row"), names()) | node(n.PerRow, st.just("month"), st.none())
    return st.one_of(
        node(n.Check, names().map(lambda name: name.text), exprs(), strings()),
        node(
            n.Reported,
            st.none() | strings().filter(bool),
            exprs().filter(_chains),
            exprs().filter(_chains),
            rows,
            strings(),
        ),
        node(n.Require, strings().filter(bool), exprs(), strings(), strings()),
    )


def effects() -> SearchStrategy[n.Effect]:
    return st.one_of(
        node(n.TotalChange, st.sampled_from(["deduct", "add"]), amounts(), exprs()),
        node(n.TotalFactor, exprs(), exprs()),
        node(n.TotalLimit, st.sampled_from(["at least", "at most"]), amounts(), exprs()),
        node(n.GradeCap, names(), exprs()),
        node(n.GradeLower, st.booleans(), exprs()),
        node(n.NoGrade, names(), exprs()),
    )


def outcomes() -> SearchStrategy[n.OutcomeDecl]:
    given_ = exprs() | node(n.Text, strings())
    rows = tuples(node(n.Row, tuples(patterns(), 1), given_), 1)
    by = node(n.By, st.none() | exprs(), rows) | node(n.By, exprs(), st.just(()), files())
    return node(n.OutcomeDecl, names(), exprs() | by)


def _chains(expr: n.Expr) -> bool:
    """Whether an expression may stand on either side of a comparison without parentheses."""
    return not isinstance(expr, n.Compare | n.Logic | n.Negate | n.IfElse | n.MemberOf | n.IsMissing)


def _case_table(columns: int, cell: SearchStrategy[Any]) -> SearchStrategy[n.CaseTable]:
    cells = st.lists(cell, min_size=columns, max_size=columns).filter(
        lambda row: columns > 1 or row != [None]
    )
    header = st.lists(names(), min_size=columns, max_size=columns)
    rows = st.lists(cells.map(lambda row: n.Cells(NOWHERE, tuple(row))), max_size=3).map(tuple)
    return node(n.CaseTable, names(), header.map(lambda row: n.Cells(NOWHERE, tuple(row))), rows)


def cases() -> SearchStrategy[n.Case]:
    given_ = st.one_of(
        node(n.Given, names(), st.none() | exprs()),
        node(n.GivenJudged, names(), st.just("") | strings(), exprs(), strings(), strings()),
    )
    expect = st.one_of(
        node(n.Expect, st.just("item"), names(), exprs()),
        node(n.Expect, st.just("total"), st.none(), exprs()),
        node(n.Expect, st.just("outcome"), names(), exprs() | node(n.Text, strings())),
        node(n.ExpectWeight, names(), literals(), literals()),
        node(n.Expect, st.sampled_from(["grade", "missing", "error"]), st.none(), names()),
        node(
            n.ExpectStatement,
            st.just("check"),
            names().map(lambda name: name.text),
            st.sampled_from(["holds", "fails", "unknown"]),
        ),
        node(
            n.ExpectStatement,
            st.sampled_from(["reported", "require"]),
            strings(),
            st.sampled_from(["holds", "fails", "met", "not met", "not assessed"]),
        ),
    )
    cell = st.none() | names() | literals() | node(n.YesNo, st.booleans())
    lines = st.one_of(
        st.integers(1, 3).flatmap(lambda columns: _case_table(columns, cell)),
        node(n.CaseData, tuples(node(n.Binding, st.none() | names(), strings()), 1)),
        node(n.CaseGiven, tuples(given_, 1)),
        node(n.CaseExpect, tuples(expect, 1), st.none() | names()),
        docs(),
    )
    return node(n.Case, strings(), tuples(lines, 1))


def reuse() -> SearchStrategy[n.Reuse]:
    day = st.none() | dates()
    return st.one_of(
        node(n.Use, strings()),
        node(n.Extends, strings()),
        node(n.Remove, names()),
        node(n.Replace, items()),
        node(n.Replace, node(n.Let, names(), exprs(), strings())),
        node(n.Replace, node(n.Param, names(), exprs(), day, day, strings())),
    )


def rubrics() -> SearchStrategy[n.Rubric]:
    """Whole syntax trees that some text has; they mean nothing."""
    none: SearchStrategy[Any] = st.just(None)
    empty: SearchStrategy[Any] = st.just("")
    nothing: SearchStrategy[Any] = st.just(())
    lets = node(n.Let, names(), exprs(), strings())
    day = st.none() | dates()
    params = node(n.Param, names(), exprs(), day, day, strings())
    tops = (
        tuples(data_blocks(), most=2),
        tuples(params, most=2),
        tuples(lets, most=2),
        tuples(items(), most=2),
        tuples(statements(), most=2),
        tuples(effects(), most=2),
        tuples(outcomes(), most=1),
        tuples(cases(), most=1),
        tuples(reuse(), most=2),
    )
    return st.one_of(
        node(n.Rubric, none, empty, nothing, *tops),
        node(n.Rubric, strings(), strings(), tuples(settings()), *tops),
    )


# ── texts ──


def sources() -> SearchStrategy[str]:
    """Texts of whole rubrics in either vocabulary, with comments and blank lines in any place."""
    comment = st.text(SHOWN.filter(lambda c: c != "\u2060"), max_size=6).map(
        lambda text: f"# {text}".rstrip()
    )
    between = st.one_of(
        st.just(""), st.just(""), st.just("\n"), comment.map("\n{}".format), comment.map("\n   {}\n\n".format),
        comment.map("  {}".format), st.just("\n\n\n"), st.just("   "),
    )  # fmt: skip

    def disturbed(written: str, places: list[tuple[int, str]]) -> str:
        lines = written.splitlines() or [""]
        for at, noise in places:
            lines[at % len(lines)] += noise
        return "\n".join(lines) + "\n"

    written = st.builds(lambda tree, zh: format_rubric(tree, (), chinese=zh), rubrics(), st.booleans())
    places = st.lists(st.tuples(st.integers(0, 30), between), max_size=8)
    return st.builds(disturbed, written, places)
