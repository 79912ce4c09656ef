"""What Hypothesis makes rubrics from.

Two families stand here, each in a part of its own: syntax trees and their texts, which are right in form and mean
nothing (`rubrics`, `sources`), and whatever else tests need of rubrics that mean something. Trees are made without
places: every span is empty, so that what is compared is what is said.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rubricc.dsl import nodes as n
from rubricc.dsl.printer import format_rubric
from rubricc.dsl.source import Source, Span
from rubricc.grammar.keywords import FUNCTIONS, KEYWORDS, UNITS

T = TypeVar("T", bound=n.Node)
NOWHERE = Span(Source("", ""), 0, 0)

# ── characters, names, strings, numbers ──

_PLAIN_NAMES = [
    "话务量", "接通率", "C22", "C1.3", "x", "total_calls", "目标值", "权重和", "取数率", "正式运营日期",
    "验收结论", "一次通过", "满意度2", "_", "é", "Ⅳ级", "每月量", "合计数", "is", "to_date",
]  # fmt: skip
_QUOTED_NAMES = [
    "10秒接通率", "24h", "a b", "扣1", "得扣3分", "至多5", "A+", "", "²级", "C1.3级", "优 良", "#", "：", "(", "...",
    "actual", "event", "even", "better", "at", "half up", "一级；二级", "“”", '"', "½", "3", "不足1", "名称 ", "－",
]  # fmt: skip
_WORDS = sorted({word for forms in KEYWORDS.values() for words in forms for word in words})
_MIXED = st.text(
    st.sampled_from("话务量取扣加每低不足目标的按非若是月行1230_aBof. /-"), min_size=1, max_size=6
)
_UNITS = ["", "%", "pp", "working day", "month", "minute", "hour", "second", "day", "亿元", "万元", "元"]
_COUNTED = [unit for unit in UNITS["NUMBER"] if unit not in ("分", "个") and not unit.isascii()]
_SHOWN = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"])


def names() -> SearchStrategy[n.Name]:
    """Names of every make: plain, reserved, with digits, spaces or marks that only quotes can hold."""
    text = st.one_of(
        st.sampled_from(_PLAIN_NAMES), st.sampled_from(_QUOTED_NAMES), st.sampled_from(_WORDS), _MIXED
    )
    return st.builds(n.Name, st.just(NOWHERE), text)


def strings() -> SearchStrategy[str]:
    """What may stand between quotes."""
    text = st.one_of(
        st.sampled_from(["", "附件2 C22", "“引”", '说"好"', "a；b"]), st.text(_SHOWN, max_size=8)
    )
    return text.filter(lambda s: not ('"' in s and "”" in s) and "\u2060" not in s)


def titles() -> SearchStrategy[str]:
    """Headers' texts, which may hold nearly anything before the weight."""
    rest = st.one_of(
        st.sampled_from(
            ["接通率", "验收 合格率", "10秒接通率（%）", "weight", "取数", "C1.3", "满分率", "a, b"]
        ),
        st.text(st.sampled_from("接通率取目标 1、（）(),.-%aB"), min_size=1, max_size=8),
    )
    code = st.sampled_from(["", "C22 ", "C1.3 ", "1 "])
    titled = st.builds("{}{}".format, code, rest).map(str.strip).filter(_is_title)
    # `… - weight (x)` goes on as an expression, and so do `取 weight (x)` and `( weight (x)`: no title ends so
    return titled.filter(lambda text: not text.endswith(("-", "取")) and not _is_open(text))


def _is_open(text: str) -> bool:
    return text.count("(") + text.count("（") > text.count(")") + text.count("）")


def _is_title(text: str) -> bool:
    """Not cut short by what looks like a weight, and not blank."""
    return bool(text) and not re.search(r"(?:weight|权重|out of|满分)[ ]*[0-9?？(（]", text)


def decimals() -> SearchStrategy[Fraction]:
    """Values of literals: exact decimals of at most 20 digits."""
    usual = st.sampled_from(
        ["0", "1", "0.5", "95", "99.95", "100000", "12345678901234567890", "0.0000000000001"]
    )
    made = st.builds(lambda whole, part: f"{whole}.{part}", st.integers(0, 10**7), st.integers(0, 999))
    return st.one_of(usual, made).map(Fraction)


def numbers() -> SearchStrategy[n.Number]:
    return st.builds(n.Number, st.just(NOWHERE), decimals(), st.sampled_from(_UNITS + _COUNTED))


def figures() -> SearchStrategy[n.Number]:
    """Numbers that are written, and those that parameters give."""
    return numbers() | _given()


def _given() -> SearchStrategy[n.Number]:
    return st.builds(lambda formula: n.Number(NOWHERE, Fraction(0), given=formula), exprs())


def dates() -> SearchStrategy[n.DateLiteral]:
    return st.builds(n.DateLiteral, st.just(NOWHERE), st.dates())


def _months() -> SearchStrategy[str]:
    return st.builds("{:04}-{:02}".format, st.integers(1000, 9999), st.integers(1, 12))


def literals() -> SearchStrategy[n.Expr]:
    months = st.builds(n.MonthLiteral, st.just(NOWHERE), _months())
    yes_no = st.builds(n.YesNo, st.just(NOWHERE), st.booleans())
    return st.one_of(numbers(), dates(), months, yes_no)


# ── trees ──


def _node(cls: type[T], *args: SearchStrategy[Any], **fields: SearchStrategy[Any]) -> SearchStrategy[T]:
    return st.builds(cls, st.just(NOWHERE), *args, **fields)


def _tuples(elements: SearchStrategy[Any], least: int = 0, most: int = 3) -> SearchStrategy[Any]:
    return st.lists(elements, min_size=least, max_size=most).map(tuple)


_COMPARISONS = st.sampled_from([">=", "<=", ">", "<", "=", "!="])
_ROUNDINGS = st.sampled_from(["half up", "half even", "up", "down"])


_ORDERS = st.sampled_from(["", "highest first", "lowest first"])


def _larger(inner: SearchStrategy[n.Expr]) -> SearchStrategy[n.Expr]:
    functions = st.one_of(
        st.sampled_from(sorted(FUNCTIONS.keys() - {"points", "rate", "weight"})).map(
            lambda key: n.Name(NOWHERE, key)
        ),
        names().filter(_is_no_alias),
    )
    chain = [_tuples(st.tuples(st.sampled_from(ops), inner), 1) for ops in ("+-", "*/")]
    return st.one_of(
        *(_node(n.Arith, inner, rest) for rest in chain),
        _node(n.Minus, inner),
        _node(n.Logic, st.sampled_from(["and", "or"]), _tuples(inner, 2)),
        _node(n.Negate, inner),
        _node(n.Compare, _COMPARISONS, inner, inner),
        _node(n.MemberOf, inner, _tuples(inner, 1)),
        _node(n.IsMissing, names(), st.booleans()),
        _node(n.IfMissing, inner, inner),
        _node(n.IfElse, inner, inner, inner),
        _node(n.RoundTo, inner, _ROUNDINGS, literals()),
        _node(
            n.Call,
            functions,
            _tuples(inner | _last(inner), 1),
            st.none() | inner,
            st.none() | inner,
            st.sampled_from(["", "highest first", "lowest first"]),
            st.none() | inner,
            st.booleans(),
        ),
        _node(n.ItemPoints, names() | standings(), st.sampled_from(["points", "rate", "weight"])),
    )


def _last(inner: SearchStrategy[n.Expr]) -> SearchStrategy[n.LastOf]:
    count = _node(n.Number, decimals(), st.sampled_from(["", "件", "working day"]))
    return _node(n.LastOf, count, inner)


def _is_no_alias(name: n.Name) -> bool:
    """The Chinese name of a function is the function itself."""
    return all(name.text not in (*english, *chinese) for english, chinese in FUNCTIONS.values())


def standings() -> SearchStrategy[n.Standing]:
    return _node(n.Standing, st.sampled_from(["total", "grade"]))


_EXPRS = st.recursive(literals() | names() | standings() | _node(n.OwnWeight), _larger, max_leaves=6)


def exprs() -> SearchStrategy[n.Expr]:
    return _EXPRS


def amounts() -> SearchStrategy[n.Amount]:
    parts = st.sampled_from(["1", "1/2", "0.6", "0.05", "1.25"]).map(Fraction)
    return st.one_of(numbers(), _node(n.Share, parts), exprs())


def patterns() -> SearchStrategy[n.Pattern]:
    return st.one_of(
        exprs(),
        _node(n.Matches, _COMPARISONS, exprs()),
        _node(n.Interval, exprs(), exprs(), st.booleans(), st.booleans()),
        _node(n.Otherwise),
    )


def _rows() -> SearchStrategy[tuple[n.Row, ...]]:
    return _tuples(_node(n.Row, _tuples(patterns(), 1), amounts()), 1)


def _files() -> SearchStrategy[n.FromFile]:
    return _node(n.FromFile, strings())


_SIDES = st.sampled_from(["below", "above", "either side", "late"])


def units() -> SearchStrategy[n.Unit]:
    optional = st.none() | exprs()
    return st.one_of(
        _node(n.Step, figures(), _SIDES, st.sampled_from(["", "target", "actual"])),
        _node(n.Step, figures(), _SIDES, st.just(""), optional, optional),
        _node(n.PerRow, st.just("month")),
        _node(
            n.PerRow,
            st.just("row"),
            names(),
            st.none() | _node(n.Among, names(), st.sampled_from(["best", "worst"])),
        ),
        _node(n.PerCount, st.none() | figures(), exprs()),
    )


def _partials() -> SearchStrategy[n.Partial]:
    size = st.none() | numbers()
    return st.one_of(
        _node(n.Partial, st.just("started"), size, numbers()),
        _node(n.Partial, st.just("whole"), size),
        _node(n.Partial, st.sampled_from(["started", "whole", "pro rata"])),
    )


def adjusts() -> SearchStrategy[n.Adjust]:
    optional = st.none() | exprs()
    return _node(
        n.Adjust, st.sampled_from(["deduct", "add"]), amounts(), st.none() | units(), where=optional, when=optional,
        times=optional, up_to=st.none() | amounts(), up_to_each=st.none() | amounts(), beyond=st.none() | _tolerances(),
        partial=st.none() | _partials(), until_zero=st.booleans(), cumulative=st.booleans(),
    )  # fmt: skip


def _sizes() -> SearchStrategy[n.Number]:
    return _node(n.Number, decimals(), st.sampled_from(["", "%", "pp", "month", "件"]))


def _tolerances() -> SearchStrategy[n.Tolerance]:
    return _node(n.Tolerance, _sizes(), st.sampled_from(["excess", "everything"]))


def _judged() -> SearchStrategy[n.Judged]:
    return _node(n.Judged, amounts(), amounts(), st.just("") | strings())


def charges_with_rows() -> SearchStrategy[n.Adjust]:
    """Deductions and additions whose amount has rows."""
    tiers = _node(n.Tier, exprs(), st.none() | exprs(), amounts(), st.none() | _sizes())
    amount = st.one_of(
        _node(n.Table, exprs(), _rows()),
        _node(n.Table, exprs(), st.just(()), _files()),
        _node(n.Tiers, exprs(), st.booleans(), _tuples(tiers, 1)),
    )
    sign = st.sampled_from(["deduct", "add"])
    return _node(n.Adjust, sign, amount, st.none() | units(), up_to=st.none() | amounts())


def docs() -> SearchStrategy[n.Doc]:
    return _node(n.Doc, st.sampled_from(["source", "about", "evidence", "note"]), strings())


def _modes() -> SearchStrategy[Any]:
    small = st.integers(0, 200_000)
    return st.one_of(
        st.none(),
        _node(n.AnyOf, small, st.none() | small),
        _node(n.AllOrNothing),
        _node(n.PerMissing, amounts()),
    )


def clauses() -> SearchStrategy[n.Clause]:
    check_items = _node(n.CheckItem, exprs(), strings(), st.none() | amounts(), st.booleans())
    return st.one_of(
        adjusts(),
        _node(n.Measure, exprs()),
        _node(n.Like, names()),
        _node(n.Direction, st.booleans()),
        _node(n.Target, _COMPARISONS, exprs()),
        _node(n.Deadline, exprs()),
        _node(n.StartAt, amounts()),
        _node(n.By, st.none() | exprs(), _rows()),
        _node(n.By, exprs(), st.just(()), _files()),
        _node(n.ProRata, exprs(), st.booleans()),
        _node(n.Linear, _tuples(_node(n.Knot, exprs(), amounts()), 1)),
        _judged(),
        _node(n.Score, exprs()),
        _node(n.NotApplicable, insteads(), exprs()),
        _node(n.Missing, insteads()),
        _node(n.ZeroDivisor, insteads()),
        charges_with_rows(),
        each_of(),
        _node(n.Checklist, _modes(), _tuples(check_items, 1)),
        _node(n.Limit, st.sampled_from(["at least", "at most"]), amounts(), st.none() | exprs()),
        _node(n.Factor, exprs(), st.none() | exprs()),
        _node(n.Veto, st.booleans(), exprs()),
        docs(),
    )


def each_of() -> SearchStrategy[n.Each]:
    inner = st.one_of(
        _node(n.Measure, exprs()),
        _node(n.Target, _COMPARISONS, exprs()),
        adjusts(),
        charges_with_rows(),
        combines(),
    )
    return _node(n.Each, names(), st.none() | names(), st.none() | exprs(), _tuples(inner, 1))


def insteads() -> SearchStrategy[n.Instead]:
    plain = st.builds(n.Number, st.just(NOWHERE), decimals())
    words = st.sampled_from(
        ["refuse", "zero", "full", "rescale within group", "rescale in total", "mean of others"]
    )
    return st.one_of(_node(n.Instead, words, st.none()), _node(n.Instead, st.just("points"), plain))


def _weights() -> SearchStrategy[n.Weight]:
    plain = st.builds(n.Number, st.just(NOWHERE), decimals())
    return st.one_of(
        _node(n.Weight, st.one_of(st.none(), numbers(), exprs())),
        _node(n.Weight, plain | exprs(), st.none() | plain, st.none() | plain),
    )


def combines() -> SearchStrategy[n.Combine]:
    return st.one_of(
        _node(n.Combine, st.sampled_from(["sum", "mean"])),
        _node(n.Combine, st.sampled_from(["best", "worst", "drop"]), st.integers(0, 9)),
    )


def items() -> SearchStrategy[n.Item]:
    """Drafts, indicators, and groups of them, two deep."""
    title_span = st.just(NOWHERE)
    nothing: SearchStrategy[Any] = st.just(())
    draft = _node(n.Item, titles(), title_span, _weights(), nothing, nothing)
    indicator = _node(n.Item, titles(), title_span, _weights(), _tuples(clauses(), 1), nothing, st.booleans())
    leaf = st.one_of(indicator, indicator, draft)

    def group(members: SearchStrategy[n.Item]) -> SearchStrategy[n.Item]:
        return _node(
            n.Item,
            titles(),
            title_span,
            _weights(),
            _tuples(docs() | combines(), most=1),
            _tuples(members, 1, 2),
        )

    named = names().map(lambda name: name.text)
    zero = n.Weight(NOWHERE, n.Number(NOWHERE, Fraction(0)))
    special = _node(
        n.Item, named, title_span, st.just(zero), nothing, _tuples(leaf, 1, 2), st.just(False),
        st.sampled_from(["bonus", "penalty"]), amounts(),
    )  # fmt: skip

    return st.one_of(leaf, special, group(leaf), group(group(leaf)))


def settings() -> SearchStrategy[n.Setting]:
    plain = st.builds(n.Number, st.just(NOWHERE), decimals())
    grades = _node(n.Grade, names(), _node(n.Matches, _COMPARISONS, exprs()) | _node(n.Otherwise))
    convention = _tuples(names(), 1).map(lambda parts: "-".join(part.text for part in parts))
    points = _node(n.PointsTo, plain, _ROUNDINGS)
    return st.one_of(
        _node(n.Total, plain | _given(), st.none() | plain),
        _node(n.AsOf, dates()),
        _node(n.Grades, _tuples(grades, 1)),
        _node(n.Convention, convention, st.just(""), st.just(())),
        _node(n.Convention, convention, st.just("") | convention, _tuples(_answers() | points, 1)),
        points,
        docs(),
    )


def _answers() -> SearchStrategy[n.Answer]:
    bases = ["points", "target", "actual"]
    none = st.none()
    return st.one_of(
        _node(n.StepAnswer, st.just("percent step"), st.sampled_from(bases)),
        _node(n.StepAnswer, st.just("other step"), st.sampled_from(bases[1:])),
        _node(n.StepAnswer, st.just("partial step"), st.sampled_from(["started", "whole", "pro rata"])),
        _node(n.Compared, none, none),
        _node(n.Compared, _ROUNDINGS, literals()),
        _node(n.Limit, st.just("at least"), amounts(), none),
        _node(n.ZeroDivisor, insteads()),
    )


def _domains() -> SearchStrategy[n.Domain]:
    return st.one_of(
        _node(n.UpTo, literals()),
        _node(n.Bound, _COMPARISONS, literals() | names()),
        _node(n.Range, literals(), literals()),
        _node(n.Precision, literals()),
        _node(n.MayBeMissing),
    )


def fields() -> SearchStrategy[n.FieldDecl]:
    money, duration = ["", "元", "万元", "亿元"], ["", "second", "minute", "hour", "day"]
    nothing: SearchStrategy[Any] = st.just(())
    plain = st.sampled_from(["count", "number", "percent", "date", "yesno"])
    domain = _tuples(_domains(), most=2)
    listed = _tuples(names(), 1)
    return st.one_of(
        _node(n.FieldDecl, listed, plain, st.just(""), nothing, domain, strings()),
        _node(n.FieldDecl, listed, st.just("money"), st.sampled_from(money), nothing, domain, strings()),
        _node(
            n.FieldDecl, listed, st.just("duration"), st.sampled_from(duration), nothing, domain, strings()
        ),
        _node(n.FieldDecl, listed, st.just("label"), st.just(""), _tuples(names(), 1), domain, strings()),
    )


def data_blocks() -> SearchStrategy[n.Data]:
    listed, none = _tuples(fields(), 1), st.just("")
    return st.one_of(
        _node(n.Data, names(), st.sampled_from(["", "event", "unit"]), none, none, listed),
        _node(n.Data, names(), st.just("month"), _months(), _months(), listed),
    )


def statements() -> SearchStrategy[n.Statement]:
    rows = st.none() | _node(n.PerRow, st.just("row"), names()) | _node(n.PerRow, st.just("month"), st.none())
    return st.one_of(
        _node(n.Check, names().map(lambda name: name.text), exprs(), strings()),
        _node(
            n.Reported,
            st.none() | strings().filter(bool),
            exprs().filter(_chains),
            exprs().filter(_chains),
            rows,
            strings(),
        ),
        _node(n.Require, strings().filter(bool), exprs(), strings(), strings()),
    )


def effects() -> SearchStrategy[n.Effect]:
    return st.one_of(
        _node(n.TotalChange, st.sampled_from(["deduct", "add"]), amounts(), exprs()),
        _node(n.TotalFactor, exprs(), exprs()),
        _node(n.TotalLimit, st.sampled_from(["at least", "at most"]), amounts(), exprs()),
        _node(n.GradeCap, names(), exprs()),
        _node(n.GradeLower, st.booleans(), exprs()),
        _node(n.NoGrade, names(), exprs()),
    )


def outcomes() -> SearchStrategy[n.OutcomeDecl]:
    given_ = exprs() | _node(n.Text, strings())
    rows = _tuples(_node(n.Row, _tuples(patterns(), 1), given_), 1)
    by = _node(n.By, st.none() | exprs(), rows) | _node(n.By, exprs(), st.just(()), _files())
    return _node(n.OutcomeDecl, names(), exprs() | by)


def _chains(expr: n.Expr) -> bool:
    """Whether an expression may stand on either side of a comparison without parentheses."""
    return not isinstance(expr, n.Compare | n.Logic | n.Negate | n.IfElse | n.MemberOf | n.IsMissing)


def _case_table(columns: int, cell: SearchStrategy[Any]) -> SearchStrategy[n.CaseTable]:
    cells = st.lists(cell, min_size=columns, max_size=columns).filter(
        lambda row: columns > 1 or row != [None]
    )
    header = st.lists(names(), min_size=columns, max_size=columns)
    rows = st.lists(cells.map(lambda row: n.Cells(NOWHERE, tuple(row))), max_size=3).map(tuple)
    return _node(n.CaseTable, names(), header.map(lambda row: n.Cells(NOWHERE, tuple(row))), rows)


def cases() -> SearchStrategy[n.Case]:
    given_ = st.one_of(
        _node(n.Given, names(), st.none() | exprs()),
        _node(n.GivenJudged, names(), st.just("") | strings(), exprs(), strings(), strings()),
    )
    expect = st.one_of(
        _node(n.Expect, st.just("item"), names(), exprs()),
        _node(n.Expect, st.just("total"), st.none(), exprs()),
        _node(n.Expect, st.just("outcome"), names(), exprs() | _node(n.Text, strings())),
        _node(n.ExpectWeight, names(), literals(), literals()),
        _node(n.Expect, st.sampled_from(["grade", "missing", "error"]), st.none(), names()),
        _node(
            n.ExpectStatement,
            st.just("check"),
            names().map(lambda name: name.text),
            st.sampled_from(["holds", "fails", "unknown"]),
        ),
        _node(
            n.ExpectStatement,
            st.sampled_from(["reported", "require"]),
            strings(),
            st.sampled_from(["holds", "fails", "met", "not met", "not assessed"]),
        ),
    )
    cell = st.none() | names() | literals() | _node(n.YesNo, st.booleans())
    lines = st.one_of(
        st.integers(1, 3).flatmap(lambda columns: _case_table(columns, cell)),
        _node(n.CaseData, _tuples(_node(n.Binding, st.none() | names(), strings()), 1)),
        _node(n.CaseGiven, _tuples(given_, 1)),
        _node(n.CaseExpect, _tuples(expect, 1), st.none() | names()),
        docs(),
    )
    return _node(n.Case, strings(), _tuples(lines, 1))


def reuse() -> SearchStrategy[n.Reuse]:
    day = st.none() | dates()
    return st.one_of(
        _node(n.Use, strings()),
        _node(n.Extends, strings()),
        _node(n.Remove, names()),
        _node(n.Replace, items()),
        _node(n.Replace, _node(n.Let, names(), exprs(), strings())),
        _node(n.Replace, _node(n.Param, names(), exprs(), day, day, strings())),
    )


def rubrics() -> SearchStrategy[n.Rubric]:
    """Whole syntax trees that some text has; they mean nothing."""
    none: SearchStrategy[Any] = st.just(None)
    empty: SearchStrategy[Any] = st.just("")
    nothing: SearchStrategy[Any] = st.just(())
    lets = _node(n.Let, names(), exprs(), strings())
    day = st.none() | dates()
    params = _node(n.Param, names(), exprs(), day, day, strings())
    tops = (
        _tuples(data_blocks(), most=2),
        _tuples(params, most=2),
        _tuples(lets, most=2),
        _tuples(items(), most=2),
        _tuples(statements(), most=2),
        _tuples(effects(), most=2),
        _tuples(outcomes(), most=1),
        _tuples(cases(), most=1),
        _tuples(reuse(), most=2),
    )
    return st.one_of(
        _node(n.Rubric, none, empty, nothing, *tops),
        _node(n.Rubric, strings(), strings(), _tuples(settings()), *tops),
    )


# ── texts ──


def sources() -> SearchStrategy[str]:
    """Texts of whole rubrics in either vocabulary, with comments and blank lines in any place."""
    comment = st.text(_SHOWN.filter(lambda c: c != "\u2060"), max_size=6).map(
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
