"""Expressions and clauses, drawn: one strategy for every class of the syntax tree that stands within an indicator."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rubricc.dsl import nodes as n
from rubricc.grammar.keywords import FUNCTIONS
from strategies_words import (
    COMPARISONS,
    NOWHERE,
    ROUNDINGS,
    decimals,
    literals,
    names,
    node,
    numbers,
    strings,
    tuples,
)


def figures() -> SearchStrategy[n.Number]:
    """Numbers that are written, and those that parameters give."""
    return numbers() | numbers_given()


def numbers_given() -> SearchStrategy[n.Number]:
    return st.builds(lambda formula: n.Number(NOWHERE, Fraction(0), given=formula), exprs())


_ORDERS = st.sampled_from(["", "highest first", "lowest first"])


def _larger(inner: SearchStrategy[n.Expr]) -> SearchStrategy[n.Expr]:
    functions = st.one_of(
        st.sampled_from(sorted(FUNCTIONS.keys() - {"points", "rate", "weight"})).map(
            lambda key: n.Name(NOWHERE, key)
        ),
        names().filter(_is_no_alias),
    )
    chain = [tuples(st.tuples(st.sampled_from(ops), inner), 1) for ops in ("+-", "*/")]
    return st.one_of(
        *(node(n.Arith, inner, rest) for rest in chain),
        node(n.Minus, inner),
        node(n.Logic, st.sampled_from(["and", "or"]), tuples(inner, 2)),
        node(n.Negate, inner),
        node(n.Compare, COMPARISONS, inner, inner),
        node(n.MemberOf, inner, tuples(inner, 1)),
        node(n.IsMissing, names(), st.booleans()),
        node(n.IfMissing, inner, inner),
        node(n.IfElse, inner, inner, inner),
        node(n.RoundTo, inner, ROUNDINGS, literals()),
        node(
            n.Call,
            functions,
            tuples(inner | _last(inner), 1),
            st.none() | inner,
            st.none() | inner,
            st.sampled_from(["", "highest first", "lowest first"]),
            st.none() | inner,
            st.booleans(),
        ),
        node(n.ItemPoints, names() | standings(), st.sampled_from(["points", "rate", "weight"])),
    )


def _last(inner: SearchStrategy[n.Expr]) -> SearchStrategy[n.LastOf]:
    count = node(n.Number, decimals(), st.sampled_from(["", "件", "working day"]))
    return node(n.LastOf, count, inner)


def _is_no_alias(name: n.Name) -> bool:
    """The Chinese name of a function is the function itself."""
    return all(name.text not in (*english, *chinese) for english, chinese in FUNCTIONS.values())


def standings() -> SearchStrategy[n.Standing]:
    return node(n.Standing, st.sampled_from(["total", "grade"]))


_EXPRS = st.recursive(literals() | names() | standings() | node(n.OwnWeight), _larger, max_leaves=6)


def exprs() -> SearchStrategy[n.Expr]:
    return _EXPRS


def amounts() -> SearchStrategy[n.Amount]:
    parts = st.sampled_from(["1", "1/2", "0.6", "0.05", "1.25"]).map(Fraction)
    return st.one_of(numbers(), node(n.Share, parts), exprs())


def patterns() -> SearchStrategy[n.Pattern]:
    return st.one_of(
        exprs(),
        node(n.Matches, COMPARISONS, exprs()),
        node(n.Interval, exprs(), exprs(), st.booleans(), st.booleans()),
        node(n.Otherwise),
    )


def _rows() -> SearchStrategy[tuple[n.Row, ...]]:
    return tuples(node(n.Row, tuples(patterns(), 1), amounts()), 1)


def files() -> SearchStrategy[n.FromFile]:
    return node(n.FromFile, strings())


_SIDES = st.sampled_from(["below", "above", "either side", "late"])


def units() -> SearchStrategy[n.Unit]:
    optional = st.none() | exprs()
    return st.one_of(
        node(n.Step, figures(), _SIDES, st.sampled_from(["", "target", "actual"])),
        node(n.Step, figures(), _SIDES, st.just(""), optional, optional),
        node(n.PerRow, st.just("month")),
        node(
            n.PerRow,
            st.just("row"),
            names(),
            st.none() | node(n.Among, names(), st.sampled_from(["best", "worst"])),
        ),
        node(n.PerCount, st.none() | figures(), exprs()),
    )


def _partials() -> SearchStrategy[n.Partial]:
    size = st.none() | numbers()
    return st.one_of(
        node(n.Partial, st.just("started"), size, numbers()),
        node(n.Partial, st.just("whole"), size),
        node(n.Partial, st.sampled_from(["started", "whole", "pro rata"])),
    )


def adjusts() -> SearchStrategy[n.Adjust]:
    optional = st.none() | exprs()
    return node(
        n.Adjust, st.sampled_from(["deduct", "add"]), amounts(), st.none() | units(), where=optional, when=optional,
        times=optional, up_to=st.none() | amounts(), up_to_each=st.none() | amounts(), beyond=st.none() | _tolerances(),
        partial=st.none() | _partials(), until_zero=st.booleans(), cumulative=st.booleans(),
    )  # fmt: skip


def _sizes() -> SearchStrategy[n.Number]:
    return node(n.Number, decimals(), st.sampled_from(["", "%", "pp", "month", "件"]))


def _tolerances() -> SearchStrategy[n.Tolerance]:
    return node(n.Tolerance, _sizes(), st.sampled_from(["excess", "everything"]))


def _judged() -> SearchStrategy[n.Judged]:
    return node(n.Judged, amounts(), amounts(), st.just("") | strings())


def charges_with_rows() -> SearchStrategy[n.Adjust]:
    """Deductions and additions whose amount has rows."""
    tiers = node(n.Tier, exprs(), st.none() | exprs(), amounts(), st.none() | _sizes())
    amount = st.one_of(
        node(n.Table, exprs(), _rows()),
        node(n.Table, exprs(), st.just(()), files()),
        node(n.Tiers, exprs(), st.booleans(), tuples(tiers, 1)),
    )
    sign = st.sampled_from(["deduct", "add"])
    return node(n.Adjust, sign, amount, st.none() | units(), up_to=st.none() | amounts())


def docs() -> SearchStrategy[n.Doc]:
    return node(n.Doc, st.sampled_from(["source", "about", "evidence", "note"]), strings())


def _modes() -> SearchStrategy[Any]:
    small = st.integers(0, 200_000)
    return st.one_of(
        st.none(),
        node(n.AnyOf, small, st.none() | small),
        node(n.AllOrNothing),
        node(n.PerMissing, amounts()),
    )


def clauses() -> SearchStrategy[n.Clause]:
    check_items = node(n.CheckItem, exprs(), strings(), st.none() | amounts(), st.booleans())
    return st.one_of(
        adjusts(),
        node(n.Measure, exprs()),
        node(n.Like, names()),
        node(n.Direction, st.booleans()),
        node(n.Target, COMPARISONS, exprs()),
        node(n.TargetRange, exprs(), exprs()),
        node(n.Deadline, exprs()),
        node(n.StartAt, amounts()),
        node(n.By, st.none() | exprs(), _rows()),
        node(n.By, exprs(), st.just(()), files()),
        node(n.ProRata, exprs(), st.booleans()),
        node(n.Linear, tuples(node(n.Knot, exprs(), amounts()), 1)),
        _judged(),
        node(n.Score, exprs()),
        node(n.NotApplicable, insteads(), exprs()),
        node(n.Missing, insteads()),
        node(n.ZeroDivisor, insteads()),
        charges_with_rows(),
        each_of(),
        node(n.Checklist, _modes(), tuples(check_items, 1)),
        node(n.Limit, st.sampled_from(["at least", "at most"]), amounts(), st.none() | exprs()),
        node(n.Factor, exprs(), st.none() | exprs()),
        node(n.Veto, st.booleans(), exprs()),
        docs(),
    )


def each_of() -> SearchStrategy[n.Each]:
    inner = st.one_of(
        node(n.Measure, exprs()),
        node(n.Target, COMPARISONS, exprs()),
        adjusts(),
        charges_with_rows(),
        combines(),
    )
    return node(n.Each, names(), st.none() | names(), st.none() | exprs(), tuples(inner, 1))


def insteads() -> SearchStrategy[n.Instead]:
    plain = st.builds(n.Number, st.just(NOWHERE), decimals())
    words = st.sampled_from(
        ["refuse", "zero", "full", "rescale within group", "rescale in total", "mean of others"]
    )
    return st.one_of(node(n.Instead, words, st.none()), node(n.Instead, st.just("points"), plain))


def combines() -> SearchStrategy[n.Combine]:
    return st.one_of(
        node(n.Combine, st.sampled_from(["sum", "mean"])),
        node(n.Combine, st.sampled_from(["best", "worst", "drop"]), st.integers(0, 9)),
    )
