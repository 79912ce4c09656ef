"""Rubrics from the wide of the grammar, for whoever doubts the prover: forms, kinds and domains in any combination.

Some do not compile, as authors' do not; those that do are many.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from typing import NamedTuple

from wide_terms import DAY, LABELS, MONTHS, NUMBERS, Block, Terms, written

CHARGES = ("deduct", "add")
Clauses = list[list[str]]  # each of one or more lines
BY = {"": "", "month": f" by month {MONTHS[0]} .. {MONTHS[-1]}", "event": " by event", "unit": " by unit"}


class Wide(NamedTuple):
    """`without`: a clause as it is written, and the rubric without it, or without what it says after `up to`."""

    source: str
    blocks: list[Block]
    without: list[tuple[str, str, str]]
    constants: list[Fraction]


class Clausing(Terms):
    """Clauses over the names and numbers of a rubric."""

    # ── clauses ──

    def amount(self) -> str:
        return self.pick("0.5", "1", "2", "3", "half", "40% of weight")

    def step(self) -> str:
        side = self.pick("below", "above", "either side") if self.often(0.3) else self.pick("below", "above")
        partial = self.pick("", " started steps", " whole steps", " pro rata")
        ratio = self.ratio() if self.often(0.6) else None
        dates = self.of(("date",))
        if dates and self.often(0.25):
            day = (DAY + timedelta(self.pick(0, -1, 59))).isoformat()
            late = self.pick("month late", "10 days late", "4 working days late") + self.pick(
                "", " whole steps"
            )
            of = self.read(self.r.choice(dates))
            return f"of {of}\ntarget by {day}\ndeduct {self.amount()} per {late}"
        if ratio is not None:
            beyond = self.pick("", "", "", " beyond 10pp excess", " beyond 10pp everything")
            size = f"10pp of {ratio} {side} {self.share()}{beyond}{partial}"
        else:
            size = f"{self.pick('1', '2', '0.5')} of {self.numeric()}{self.pick(partial, '')}"
        return f"deduct {self.amount()} per {size}{self.cap()}"

    def cap(self) -> str:
        return f" up to {self.pick('1', '2', '4', '5')}" if self.often(0.35) else ""

    def row_charge(self) -> str | None:
        tables = [b for b in self.blocks if b.by in ("month", "event")]
        if not tables:
            return None
        table = self.r.choice(tables)
        unit = "month" if table.by == "month" else f"row of {table.name}"
        keys = [f.name for f in table.fields if f.kind in ("label", "text", "count") and not f.optional]
        if keys and table.by == "event" and self.often(0.25):
            unit += f" {self.pick('best', 'worst')} of each {self.r.choice(keys)}"
        rows = f"per {unit} where {self.condition(table)}{self.cap()}"
        numbers = [f for f in table.fields if f.kind in NUMBERS and not f.optional]
        if numbers and table.by == "event" and self.often(0.2):
            return f"deduct (max(0, {self.r.choice(numbers).name})) {rows}{self.pick('', ' up to 2 each')}"
        return f"deduct {self.amount()} {rows}"

    def adjusts(self) -> list[str]:
        found: list[str] = []
        for _ in range(self.r.randint(1, 3)):
            when = f"when {self.condition()}"
            match self.r.randint(0, 12):
                case 0 | 1 | 2:
                    found.append(f"deduct {self.amount()} {when}{self.pick('', '', ' cumulative')}")
                case 3 | 4:
                    found.append(self.step())
                case 5:
                    row = self.row_charge()
                    found += [row] if row else []
                case 6:
                    found.append(f"{self.pick('zero', 'full')} {when}")
                case 7:
                    found.append(f"{self.pick('at least', 'at most')} {self.pick('1', '2', '4')} {when}")
                case 8:
                    found.append(f"times {self.pick('50%', '80%')} {when}")
                case 9:
                    found.append(f"add {self.amount()} {when}{self.pick('', ' cumulative')}")
                case 10:
                    found += self.tabled()
                case 11:
                    found.append(self.tiered())
                case _:
                    size = self.pick("1", "2")
                    found.append(f"deduct {self.amount()} per {size} of {self.numeric()} {when}{self.cap()}")
        return found

    def tabled(self) -> list[str]:
        labels = [f for f in self.of(("label",)) if not f.optional]
        if not labels:
            return []
        rows = [f"    {label}: {self.pick('0', '1', '2', 'half')}" for label in LABELS]
        return ["\n".join([f"deduct by {self.r.choice(labels).name}{self.cap()}:", *rows])]

    def tiered(self) -> str:
        a, b = sorted(self.r.sample(range(1, 8), 2))
        self.constants |= {Fraction(a), Fraction(b)}
        options = self.pick("", " whole") + self.pick("", " whole steps") + self.cap()
        above = self.pick(f"{a} .. {b}", f"> {a}")
        return (
            f"deduct rates of {self.numeric()}{options}:\n    0 .. {a}: {self.pick('0.5', '1')} each\n"
            f"    {above}: {self.pick('0.2', '1')} per 2"
        )

    def checklist(self) -> list[str]:
        mode = self.pick("", " any 1", " all or nothing", " deduct 2 per missing")
        items = [
            f"    {'required ' if at == 0 and not mode and self.often(0.4) else ''}{self.condition(None, 0)}"
            for at in range(self.r.randint(2, 3))
        ]
        return [f"checklist{mode}:", *items]

    def base(self) -> list[str]:
        match self.r.randint(0, 9):
            case 9:
                return self.checklist()
            case 0:
                return [f"start at {self.pick('2', '3', 'full', 'half')}"]
            case 1 | 2:
                return self.bands()
            case 3:
                rows = [
                    f"    {self.condition()}: {self.pick('full', '3', '1', '0')}"
                    for _ in range(self.r.randint(1, 2))
                ]
                return ["by:", *rows, "    otherwise: 0"]
            case 4:
                return [f"score {self.numeric(2)}"]
            case 5:
                ratio = self.ratio()
                return [f"pro rata of {ratio if ratio is not None else self.numeric()}"]
            case 6:
                labels = [f for f in self.of(("label",)) if not f.optional]
                if labels:
                    points = [self.pick("full", "3", "half", "0") for _ in LABELS]
                    rows = [f"    {label}: {p}" for label, p in zip(LABELS, points, strict=True)]
                    return [f"by {self.r.choice(labels).name}:", *rows]
                return ["start at full"]
            case 7:
                ratio = self.ratio()
                of = ratio if ratio is not None else self.numeric()
                if self.often(0.5):
                    goal = self.share() if ratio is not None else self.number()
                    return [f"of {of}", f"target {self.pick('>=', '<=', '>', '<')} {goal}"]
                knots = sorted(self.r.sample(range(12), 3))
                written = [
                    f"{k * 10}%" if ratio is not None else f"{k}" for k in knots if ratio is None or k >= 0
                ]
                self.constants |= {Fraction(k, 10 if ratio is not None else 1) for k in knots}
                if len(written) < 2:
                    return ["start at full"]
                return [
                    f"of {of}",
                    "linear (" + ", ".join(f"{k} -> {self.pick('0', '2', '5')}" for k in written) + ")",
                ]
            case _:
                if self.often(0.2):
                    return ["judged 0 .. 4"]
                tables = [b for b in self.blocks if b.by in ("month", "event")]
                if not tables:
                    return ["start at full"]
                table = self.r.choice(tables)
                inner = [
                    f"start at {self.pick('2', 'full', 'half')}",
                    f"deduct {self.amount()} when {self.condition(table)}",
                    f"add {self.amount()} when {self.condition(table)}",
                ]
                where = f" where {self.condition(table)}" if self.often(0.4) else ""
                how = self.pick("sum", "mean", "best 1", "worst 1", "drop 1")
                of = table.name
                keys = [
                    f.name for f in table.fields if f.kind in ("label", "text", "count") and not f.optional
                ]
                if keys and table.by == "event" and self.often(0.3):
                    of = f"{self.r.choice(keys)} of {table.name}"
                    inner[1:] = [
                        f"{sign} {self.amount()} when {self.rows(table, 'number')} > {self.number()}"
                        for sign in CHARGES
                    ]
                return [f"each {of}{where}:", *(f"    {line}" for line in (*inner, f"combine {how}"))]

    def bands(self) -> list[str]:
        ratio = self.ratio() if self.often(0.5) else None
        of = ratio if ratio is not None else self.numeric()
        edges = sorted(
            self.r.sample(range(1, 11) if ratio is not None else range(-3, 11), self.r.randint(1, 3)),
            reverse=True,
        )
        self.constants |= {Fraction(e, 10 if ratio is not None else 1) for e in edges}
        written = [f"{e * 10}%" if ratio is not None else f"{e}" for e in edges]
        rows = [f"    >= {written[0]}: {self.pick('full', '4')}"]
        for low, high in zip(written[1:], written, strict=False):
            rows.append(f"    [{low}, {high}): {self.pick('3', '1', 'linear 1 .. 3', '0')}")
        return [f"by {of}:", *rows, "    otherwise: 0"]

    def indicator(self) -> Clauses:
        """Its clauses, each of one or more lines."""
        clauses: Clauses = []
        if self.often(0.55):
            base = self.base()
            rows = [at for at, line in enumerate(base) if line.endswith(":")]
            clauses += [[line] for line in base] if not rows else [base]
            if self.often(0.6):
                clauses += [line.split("\n") for line in self.adjusts()]
        else:
            clauses += [line.split("\n") for line in self.adjusts()]
        if self.often(0.15):
            clauses.append([self.pick("at least 1", "at least -3", "at most 4", "at most 3")])
        if self.often(0.1):
            clauses.append([self.pick("higher is better", "lower is better")])
        if self.often(0.2):
            clauses.append([f"missing {self.pick('zero', 'full', '2', 'refuse')}"])
        if self.often(0.15):
            instead = self.pick("zero", "full", "3", "rescale in total")
            clauses.append([f"not applicable {instead} when {self.condition()}"])
        if self.often(0.3) and " / " in str(clauses):
            clauses.append([f"zero divisor {self.pick('zero', 'full', '3')}"])
        return clauses


class Drawn(NamedTuple):
    """What a rubric is made of: its first lines, how its items hang together, their clauses, what stands last."""

    frame: list[str]
    shape: str  # of two items: none, a way to combine a group, bonus
    items: dict[str, Clauses]
    effects: list[str]

    def text(self) -> str:
        lines = list(self.frame)
        if self.shape == "bonus":
            lines[1] = "    total 5 up to 8"
        elif self.shape:
            lines.append("G g weight 10:")
            lines += [f"    combine {self.shape}"] * (self.shape != "sum")
        for code, clauses in self.items.items():
            if self.shape == "bonus" and code == "A2":
                lines.append("bonus group G up to 3:")
            inside = self.shape and (self.shape != "bonus" or code == "A2")
            written = [f"{code} n{code} weight 5:", *(f"    {x}" for clause in clauses for x in clause)]
            lines += [f"    {line}" if inside else line for line in written]
        return "\n".join([*lines, *self.effects]) + "\n"

    def without(self) -> Iterator[tuple[str, str, str]]:
        """Every clause of one line that may be taken out, and every cap, with the rubric that is left."""
        for code, clauses in self.items.items():
            for at, clause in enumerate(clauses):
                text, word = clause[0], clause[0].split()[0]
                for number, line in enumerate(clause if word == "each" else ()):
                    if line.strip().startswith(CHARGES):  # beside a base that is written
                        rest = [*clauses[:at], clause[:number] + clause[number + 1 :], *clauses[at + 1 :]]
                        yield code, f"row {line.strip()}", self._with(code, rest)
                if not any(c[0].startswith(("start at", "score", "by", "pro rata")) for c in clauses):
                    rest = [c for c in clauses if c is not clause]
                    if not any(c[0].startswith(word if word in CHARGES else CHARGES) for c in rest):
                        continue  # what is scored without it hangs on it
                if len(clause) > 1 or word not in ("deduct", "add", "zero", "full", "at", "times"):
                    continue
                yield code, text, self._with(code, [*clauses[:at], *clauses[at + 1 :]])
                uncapped, capped, _ = text.rpartition(" up to ")
                if capped and not text.endswith(" each"):
                    rest = [*clauses[:at], [uncapped], *clauses[at + 1 :]]
                    yield code, f"cap {text}", self._with(code, rest)

    def _with(self, code: str, clauses: Clauses) -> str:
        return self._replace(items={**self.items, code: clauses}).text()


def drawn(seed: int) -> Wide:
    d = Clausing(seed)
    d.block("d", "", "abcfg"[: d.r.randint(1, 5)])
    for name, by, letters, chance in (
        ("e", "event", "pqs", 0.4),
        ("n", "unit", "hij", 0.15),
        ("m", "month", "uvw", 0.2),
    ):
        if d.often(chance):
            d.block(name, by, letters[: d.r.randint(1, 3)])
    codes = ["A1"] if d.often(0.6) else ["A1", "A2"]
    lets: list[str] = []
    if d.often(0.25):
        lets.append(f"let 令值 = {d.numeric(2)}")
        d.lets.append("令值")
    items: dict[str, Clauses] = {}
    for code in codes:
        items[code] = d.indicator()
        d.earlier.append(code)
    shape = d.pick("", "", "sum", "mean", "best 1", "bonus") if len(codes) == 2 else ""
    frame = ['rubric "r":', f"    total {5 * len(codes)}"]
    effects: list[str] = []
    if d.often(0.5):
        second, first = (written(Fraction(x, 2)) for x in sorted(d.r.sample(range(10 * len(codes)), 2)))
        frame.append(f"    grades: 优 >= {first}, 良 >= {second}, 差 otherwise")
        if d.often(0.3):
            does = d.pick("grade one lower", "grade at most 良", "no grade 优")
            effects.append(f"{does} when {d.condition()}")
    if d.often(0.25):
        does = d.pick("deduct 1", "at most 3", "at least 2", "times 50%")
        effects.append(f"total {does} when {d.condition()}")
    frame.append("    convention cn-fiscal")
    for b in d.blocks:
        frame += [f"data {b.name}{BY[b.by]}:", *(f"    {f.name}: {f.declared}" for f in b.fields)]
    one = Drawn(frame + lets, shape, items, effects)
    return Wide(one.text(), d.blocks, list(one.without()), sorted(d.constants))
