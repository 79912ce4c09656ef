"""What a file declares beside its tree: data blocks and parameters, each name once.

`Declarations` is the half of the resolver that knows names; `value_of` and `near` are what everybody else needs of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from rubricc.compiler.runtime.schema import FILLED
from rubricc.dsl import nodes as n
from rubricc.dsl.diagnostics.model import Diagnostic, Edit, Fix, Related, diagnose
from rubricc.dsl.kinds import DURATION_UNITS, MONEY_UNITS, UNIT_FACTORS, YESNO, Kind
from rubricc.dsl.model import Block, Field, LetDef, ParamDef
from rubricc.dsl.source import Span
from rubricc.dsl.terms import Value

MOST_SUGGESTIONS = 50  # in one run: each looks at every known name, and who has more slips reads no more


def value_of(expr: n.Expr) -> Value | None:
    """The value of a literal in internal units; None for anything else."""
    match expr:
        case n.Number(_, value, unit):
            if unit in ("%", "pp"):
                return value / 100
            return value * UNIT_FACTORS.get(unit, Fraction(1))
        case n.Minus(_, n.Number() as inner):
            negative = value_of(inner)
            return -negative if isinstance(negative, Fraction) else None
        case n.YesNo(_, flag):
            return flag
        case n.DateLiteral(_, day):
            return day
        case n.MonthLiteral(_, month):
            return month
    return None


def decimals_meant(to: n.Expr) -> str:
    """0.01 for a precision of 2, which may be meant as two decimals; empty for what can be a precision only."""
    counted = (
        isinstance(to, n.Number) and to.unit == "" and to.given is None and to.value in (2, 3, 4, 6, 7, 8)
    )
    return f"0.{'0' * (int(to.value) - 1)}1" if isinstance(to, n.Number) and counted else ""


def near(name: str, known: object) -> str:
    """The closest known name, for "did you mean"; empty where none is close."""
    import difflib

    names = sorted(str(k) for k in known if not opposed(name, str(k)))  # type: ignore[attr-defined]
    found = difflib.get_close_matches(name, names, 1, 0.6)
    return found[0] if found else ""


def without_percent(number: n.Number) -> Diagnostic:
    """The finding for 95 in place of 95%; 0.95 may be the ratio or a small percentage."""
    from rubricc.dsl.printer.words import decimal  # only a mistake pays for it

    said = number.span.text
    written = f"{said}%"
    ratio = f"{decimal(number.value * 100)}%" if 0 < number.value <= 1 and number.given is None else ""
    open_to_doubt = ratio or number.given is not None or decimals_meant(number)
    fix = None if open_to_doubt else Fix((Edit(number.span, written),))
    return diagnose("RB3011", number.span, number=said, write=written, ratio=ratio, fix=fix)


def opposed(one: str, other: str) -> bool:
    """Whether two names mean different things by a word that sets them apart: 合格 is no slip for 不合格."""
    if len(_NEGATION.findall(one)) % 2 != len(_NEGATION.findall(other)) % 2:
        return True
    return any(
        (mine := set(words.findall(one))) and (its := set(words.findall(other))) and mine != its
        for words in _APART
    )


_NEGATION = re.compile("[未不无没非]")
_APART = tuple(
    re.compile(words)
    for words in (
        "[上去本今当]年|[上本当]月|上期|本期",
        "计划|实际|目标|预算|决算|应[到有付]|实[到有付]",
        "最[高低大小早晚]|[高低][于者]",
        "收入|支出|开始|结束|[男女]",
    )
)


class Declarations:
    """The names declared so far, and the findings about them."""

    def __init__(self) -> None:
        self.findings: list[Diagnostic] = []
        self.spelled: dict[str, tuple[str, Span]] = {}  # compatibility form → the name first written so
        self.suggested = 0  # names for which a close one was looked for

    def params(
        self, params: tuple[n.Param, ...], others: Mapping[str, Block | Field | LetDef]
    ) -> dict[str, ParamDef]:
        """Parameters by name; a label called like one would be read as the parameter, so there may be none."""
        found: dict[str, ParamDef] = {}
        labels = {label for x in others.values() if isinstance(x, Field) for label in x.kind.labels}
        for param in params:
            name, value = param.name.text, param.expr
            if name in others:
                self.duplicate(param.name, others[name].span)
            elif name in labels:
                field = next(x for x in others.values() if isinstance(x, Field) and name in x.kind.labels)
                self.duplicate(param.name, field.span)
            elif self.declare(param.name, found) and isinstance(value, n.Number | n.DateLiteral):
                first, last = (day.value if day is not None else None for day in (param.first, param.last))
                found[name] = ParamDef(name, value, first, last, param.source, param.name.span)
        return found

    def figure(self, number: n.Number) -> Fraction:
        """A number of points, which has no unit."""
        if number.unit:
            self.findings.append(diagnose("RB3004", number.span, kind="<expression>", expected="<points>"))
        return number.value

    def declare(self, name: n.Name, known: Mapping[str, Block | Field | LetDef | ParamDef]) -> bool:
        """Whether a name may be declared; names that differ only by compatibility characters may not."""
        if name.text in known:
            self.duplicate(name, known[name.text].span)
            return False
        plain = unicodedata.normalize("NFKC", name.text)
        first = self.spelled.setdefault(plain, (name.text, name.span))
        if first[0] != name.text or plain != name.text:
            odd = [c for c in name.text if unicodedata.normalize("NFKC", c) != c]
            shown = ", ".join(f"{c} U+{ord(c):04X}" for c in odd)
            other = first[0] if first[0] != name.text else plain
            self.findings.append(diagnose("RB0009", name.span, name=name.text, other=other, characters=shown))
            return False
        return True

    def duplicate(self, name: n.Name, first: Span) -> None:
        self.findings.append(diagnose("RB2002", name.span, name=name.text, related=[Related(first, "first")]))

    # ── data ──

    def block(self, data: n.Data, fields: dict[str, Field]) -> Block:
        own: list[Field] = []
        for decl in data.fields:
            for name in decl.names:
                if self.declare(name, fields):
                    made = self.field(decl, name, data)
                    fields[name.text] = made
                    own.append(made)
                    if made.filled:
                        own.append(Field(made.filled, data.name.text, YESNO, name.span))
        names = {f.name for f in own}
        for made in own:
            if made.at_most and made.at_most not in names:
                close = near(made.at_most, names) if self.suggested < MOST_SUGGESTIONS else ""
                self.suggested += 1
                self.findings.append(diagnose("RB2001", made.span, name=made.at_most, near=close))
        if data.by == "month" and data.first > data.last:
            self.findings.append(diagnose("RB3009", data.span, first=data.first, last=data.last))
        return Block(data.name.text, data.by, data.first, data.last, tuple(own), data.span)

    def field(self, decl: n.FieldDecl, name: n.Name, data: n.Data) -> Field:
        unit = decl.unit or {"money": "元", "duration": "minute"}.get(decl.kind, "")
        fitting = {"money": MONEY_UNITS, "duration": DURATION_UNITS}.get(decl.kind)
        if fitting is not None and unit not in fitting:
            self.findings.append(diagnose("RB3005", decl.span, unit=unit, kind=f"<{decl.kind}>"))
        labels = tuple(label.text for label in decl.labels)
        for at, label in enumerate(decl.labels):
            if label.text in labels[:at]:
                self.duplicate(label, decl.labels[labels.index(label.text)].span)
        kind = Kind(decl.kind, unit, labels)  # type: ignore[arg-type]
        limits: dict[str, Fraction | date | bool | str | None] = {}
        if kind.family in ("count", "percent"):
            limits["low"] = Fraction(0)
        for domain in decl.domain:
            self.domain(domain, kind, limits)
        low, high = limits.get("low"), limits.get("high")
        if low is not None and high is not None and low > high:  # type: ignore[operator]
            self.findings.append(diagnose("RB3012", decl.span))
        filled = name.text + FILLED if any(isinstance(d, n.MayBeMissing) for d in decl.domain) else ""
        return Field(name.text, data.name.text, kind, name.span, about=decl.about, filled=filled, **limits)  # type: ignore[arg-type]

    def domain(
        self, domain: n.Domain, kind: Kind, limits: dict[str, Fraction | date | bool | str | None]
    ) -> None:
        match domain:
            case n.UpTo(_, value):
                limits["high"] = self.bound(value, kind)
            case n.Bound(_, op, n.Name(_, other)):
                if op == "<=":
                    limits["at_most"] = other
                else:
                    self.findings.append(
                        diagnose("RB5018", domain.span, feature=domain.span.text, instead=f"<= {other}")
                    )
            case n.Bound(_, ("<=" | "<") as op, value):
                limits["high"], limits["high_open"] = self.bound(value, kind), op == "<"
            case n.Bound(_, (">=" | ">") as op, value):
                limits["low"], limits["low_open"] = self.bound(value, kind), op == ">"
            case n.Bound():
                self.findings.append(
                    diagnose("RB5018", domain.span, feature=domain.span.text, instead=">= / <=")
                )
            case n.Range(_, low, high):
                limits["low"], limits["high"] = self.bound(low, kind), self.bound(high, kind)
            case n.MayBeMissing():
                pass
            case n.Precision(_, to):
                grid = self.bound(to, kind)
                if not isinstance(grid, Fraction | None):
                    self.findings.append(diagnose("RB3004", to.span, kind="<date>", expected="<number>"))
                elif grid is not None and grid <= 0:
                    self.findings.append(diagnose("RB3010", domain.span))
                else:
                    limits["precision"] = grid
                    if decimals := decimals_meant(to):
                        self.findings.append(
                            diagnose("RB3013", to.span, number=to.span.text, decimals=decimals)
                        )

    def bound(self, expr: n.Expr, kind: Kind) -> Fraction | date | None:
        value = value_of(expr)
        if kind.family == "date" and isinstance(value, date):
            return value
        number = expr.operand if isinstance(expr, n.Minus) else expr
        unit = number.unit if isinstance(number, n.Number) else ""
        if isinstance(value, Fraction):
            if kind.family in ("money", "duration") and not unit:
                return value * UNIT_FACTORS[kind.unit]
            if (
                unit in ("%", "pp")
                if kind.family == "percent"
                else kind.family in ("count", "number", "money", "duration")
            ):
                return value
            if kind.family == "percent" and isinstance(number, n.Number):
                self.findings.append(without_percent(number))
                return None
        of = "<number>" if isinstance(value, Fraction) else "<text>"
        self.findings.append(diagnose("RB3004", expr.span, kind=of, expected=kind.name))
        return None
