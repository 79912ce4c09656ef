"""The sentences of claims, in Chinese and English: what was found, why nothing was, and the facts that show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from rubricc.compiler.derivation.terms import term_text
from rubricc.compiler.ir.program import Program
from rubricc.compiler.proofs.claims import Said
from rubricc.compiler.proofs.pieces import Unknown
from rubricc.compiler.proofs.sheets import Variable
from rubricc.compiler.proofs.witness import UNFILLED, Shown
from rubricc.compiler.runtime.exact import Exact, Value, plain, show, whole
from rubricc.dsl.kinds import PERCENT

REASONS = {
    "product": ("两个会变的量相乘", "two values that vary are multiplied"),
    "divisor": ("会变的量作除数", "a value that varies is divided by"),
    "pieces": ("分段太多", "there are too many pieces"),
    "term": ("含有证明器不会分析的运算", "it has an operation that the prover does not analyse"),
    "cases": ("是否项和选项的组合太多", "there are too many combinations of answers and labels"),
    "changes": (
        "要放在一起比较的改动太多",
        "there are too many changes that must be held against one another",
    ),
    "measures": ("得分取决于不止一个实际值，无法逐段判定", "points depend on several measures at once"),
    "facts": (
        "可能有这样的实际值，但没有找到给出它的数据",
        "there may be such values, but no facts were found for them",
    ),
    "swallowed": (
        "各行的得分会变，但没有找到指标得分随之改变的数据",
        "the points of rows change, but no facts were found in which those of the indicator do",
    ),
    "carried": (
        "各行的得分如此，但各行得分越高、指标得分不减，没有判定",
        "the points of rows do, but that those of the indicator follow them is not decided",
    ),
    "table": ("没有找到给出这些合计的行", "no rows were found that give these aggregates"),
    "limit": (
        "求解器在限定的工作量内没有得出结论",
        "the solver came to no answer within its limit",
    ),
    "effort": (
        "求解器用于这个评分表的工作量已用完",
        "the solver's work on this rubric is used up",
    ),
    "slow": ("求解器用时过长", "the solver took too long"),
    "unsolved": ("求解器不能判定这样的非线性关系", "the solver cannot decide what is not linear"),
    "weight": ("权重还没有定", "a weight is not known yet"),
}  # fmt: skip


def unknown(why: Unknown) -> Said:
    return Said(*REASONS[why.reason])


def unsettled(clause: str, why: Unknown) -> Said:
    reason = unknown(why)
    return Said(f"「{clause}」：{reason.zh}", f"“{clause}”: {reason.en}")


def name_of(variable: Variable, program: Program, *, chinese: bool) -> str:
    """A variable in the author's words."""
    if not variable.is_slot and not variable.name.startswith(("measure", "share", "number", "base")):
        return variable.name
    slots = {s.name: s.term for s in program.slots}
    return term_text(variable.term, chinese, slots)


def value_text(variable: Variable, value: Value, lang: str) -> str:
    if value == UNFILLED:
        return "没有填" if lang == "zh" else "not filled in"
    kind = PERCENT if variable.kind.ratio and variable.kind.family == "number" else variable.kind
    exact = whole(value) if isinstance(value, Fraction) else value
    return show(exact, kind.style, lang)


def value_in(one: Shown, variable: Variable, lang: str) -> str:
    """What a variable is in facts that show something."""
    return next(value_text(v, value, lang) for v, value in one.values if v == variable)


def values_of(one: Shown, program: Program, lang: str) -> str:
    """`接通率 = 94.99%，有事故 = 否`: the values that matter."""
    zh = lang == "zh"
    parts = [f"{name_of(v, program, chinese=zh)} = {value_text(v, value, lang)}" for v, value in one.values]
    return ("，" if zh else ", ").join(parts)


def facts_text(one: Shown, program: Program, lang: str) -> str:
    """The same, and the points."""
    points = f"得 {plain(one.points)} 分" if lang == "zh" else f"points {plain(one.points)}"
    values = values_of(one, program, lang)
    return ("，" if lang == "zh" else ", ").join([values, points] if values else [points])


# ── what was found ──


def between(low: Fraction, high: Fraction, floor: Fraction, cap: Fraction) -> Said:
    ends = f"{plain(low)} .. {plain(high)}"
    limits = f"{plain(floor)} .. {plain(cap)}"
    return Said(f"得分在 {ends} 之间，限定是 {limits}", f"points are in {ends}; the limits are {limits}")


def outside(floor: Fraction, cap: Fraction) -> Said:
    limits = f"{plain(floor)} .. {plain(cap)}"
    return Said(f"得分超出 {limits}", f"points leave {limits}")


def constant(points: Fraction) -> Said:
    return Said(f"任何数据都得 {plain(points)} 分", f"all facts give {plain(points)} points")


def varies(least: Fraction, most: Fraction) -> Said:
    ends = plain(least), plain(most)
    return Said(f"例如可得 {ends[0]} 分，也可得 {ends[1]} 分", f"points can be {ends[0]}, and {ends[1]}")


def no_full(high: Fraction | None, weight: Fraction) -> Said:
    best = "" if high is None else plain(high)
    return Said(
        f"得不到满分 {plain(weight)} 分" + f"，至多 {best} 分" * bool(best),
        f"full marks of {plain(weight)} are never given" + f"; at most {best}" * bool(best),
    )


def no_row(number: int) -> Said:
    return Said(f"第 {number} 档永远用不上", f"row {number} is never used")


def reached(weight: Fraction, rows: int) -> Said:
    return Said(
        f"可得满分 {plain(weight)} 分" + f"，{rows} 档都用得上" * bool(rows),
        f"full marks of {plain(weight)} can be had" + f"; all {rows} rows can apply" * bool(rows),
    )


def all_apply(rows: int) -> Said:
    return Said(f"{rows} 档都用得上", f"all {rows} rows can apply")


def row_by_row(said: Said, *, groups: bool) -> Said:
    """What is said of one row, or of one group."""
    zh, en = ("逐组看，", "in each group, ") if groups else ("逐行看，", "in each row, ")
    return Said(zh + said.zh, en + said.en)


# which way a measure goes: what is said of numbers, and of days
_GROWS = {1: ("升高", "grows"), -1: ("降低", "falls")}
_LATER = {1: ("推迟", "is later"), -1: ("提前", "is earlier")}
_HIGHER = {1: ("越高", "is higher"), -1: ("越低", "is lower")}
_EARLIER = {1: ("越迟", "is later"), -1: ("越早", "is earlier")}


def directions(ways: Sequence[tuple[Variable, int]], program: Program) -> Said:
    if not ways:
        return Said("实际值的高低不影响得分", "no measure changes the points")

    def each(zh: bool) -> list[str]:
        words = [(_EARLIER if v.kind.family == "date" else _HIGHER)[way][not zh] for v, way in ways]
        return [
            f"{name_of(v, program, chinese=zh)}{'' if zh else ' '}{word}"
            for (v, _), word in zip(ways, words, strict=True)
        ]

    # where measures share facts, one that is moved alone moves more than one fact
    zh, en = (
        ("（各自单独变动，其余不变）", ", each alone, the others as they are") if len(ways) > 1 else ("", "")
    )
    return Said(
        "；".join(f"{part}，得分不减" for part in each(True)) + zh,
        f"points never fall where {' or '.join(each(False))}{en}",
    )


def falls(variable: Variable, way: int | None, program: Program) -> Said:
    names = [name_of(variable, program, chinese=zh) for zh in (True, False)]
    words = _LATER if variable.kind.family == "date" else _GROWS
    if way is None:
        return Said(
            f"{names[0]}{words[1][0]}时，得分有升有降，也没有写明哪个方向更好",
            f"points both rise and fall as {names[1]} {words[1][1]}, and no direction is written",
        )
    zh, en = words[way]
    return Said(f"{names[0]}{zh}本应更好，得分反而减少", f"points fall as {names[1]} {en}, which is better")


def no_effect(clause: str) -> Said:
    return Said(f"「{clause}」不改变任何得分", f"“{clause}” never changes the points")


def no_limit(clause: str, amount: str) -> Said:
    return Said(
        f"「{clause}」限定的 {amount} 分永远达不到", f"the limit of {amount} in “{clause}” is never reached"
    )


def twice(first: str, second: str, *, both: bool) -> Said:
    if both:
        return Said(
            f"「{first}」和「{second}」会同时加、扣", f"“{first}” and “{second}” are due for the same"
        )
    return Said(
        f"「{first}」和「{second}」对同一件事计两次", f"“{first}” and “{second}” charge the same twice"
    )


def once(pairs: int) -> Said:
    return Said(
        f"{pairs} 对条款不会对同一件事计两次", f"none of {pairs} pairs of clauses charges the same twice"
    )


def effects(count: int) -> Said:
    return Said(f"{count} 个条款都会改变得分", f"each of {count} clauses can change the points")


def no_less(points: Fraction, low: Fraction | None) -> Said:
    """What is given for missing facts, and the least that stating them gives."""
    least = plain(points if low is None else low)
    return Said(
        f"缺数据得 {plain(points)} 分，填了至少得 {least} 分",
        f"{plain(points)} for missing facts, and stated ones give at least {least}",
    )


def hidden(points: Fraction, stated: Exact) -> Said:
    return Said(
        f"缺数据得 {plain(points)} 分，填了可能只得 {plain(stated)} 分",
        f"{plain(points)} for missing facts, and stated ones may give {plain(stated)}",
    )


def at_one_end(name: str, *, best: bool) -> Said:
    """What an empty cell gives beside all that the fact can be."""
    if best:
        return Said(
            f"{name} 空着算最好，不比填任何值得分少",
            f"{name} left empty is the best: it never gives less than any value",
        )
    return Said(
        f"{name} 空着算最差，不比填任何值得分多",
        f"{name} left empty is the worst: it never gives more than any value",
    )


def between_values(name: str) -> Said:
    return Said(
        f"{name} 填得好比空着得分多，填得差却比空着得分少",
        f"good values of {name} give more than leaving it empty, and bad ones less",
    )


def unread(names: Sequence[str]) -> Said:
    return Said(f"没有用到的数据：{'、'.join(names)}", f"facts that nothing reads: {', '.join(names)}")


def all_read(count: int) -> Said:
    return Said(f"{count} 项数据都有用", f"all {count} facts are read")


def no_grade(code: str, what: str) -> Said:
    if code == "RB5013":
        return Said(f"总分 {what} 没有等级", f"a total of {what} has no grade")
    return Said(f"评不到「{what}」", f"{what} is never given")


def never_graded(label: str, low: str, high: str) -> Said:
    return Said(
        f"评不到「{label}」：总分只能在 {low} .. {high} 之间取到的那些值",
        f"{label} is never given: no total that there can be, within {low} .. {high}, has it",
    )


def not_earned(label: str) -> Said:
    return Said(
        f"评不到「{label}」：没有任何数据能得到它", f"{label} is never given: no facts at all earn it"
    )


def not_shown(labels: Sequence[str]) -> Said:
    return Said(
        f"没有找到得到这些等级的数据：{'、'.join(labels)}", f"no facts were found for {', '.join(labels)}"
    )


def graded(totals: Sequence[tuple[str, str]]) -> Said:
    zh = "、".join(f"{total} 分为{label}" for label, total in totals)
    return Said(f"例如 {zh}", f"for example {', '.join(f'{label} for {total}' for label, total in totals)}")


def widths(needs: Mapping[str, int], known: Sequence[int]) -> Said:
    """How many indicators need which width; those that need more than any are named."""
    counts = [(w, sum(bits == w for bits in needs.values())) for w in known]
    beyond = [key for key, bits in needs.items() if not bits]
    zh = [f"{w} 位 {n} 项" for w, n in counts if n]
    en = [f"{w} bits for {n}" for w, n in counts if n]
    if beyond:
        zh.append(f"{'、'.join(beyond)} 没有上限，须用任意精度")
        en.append(f"integers of any size for {', '.join(beyond)}, which have no end")
    return Said(
        f"逐行批量计算所需的整数：{'，'.join(zh)}", f"exact evaluation of many rows needs {'; '.join(en)}"
    )


def summed(over: Fraction) -> Said:
    if over == 0:
        return Said("下级权重之和等于上级", "the parts add up to the whole")
    much = plain(abs(over))
    return (
        Said(f"下级权重之和多 {much}", f"the parts are {much} too many")
        if over > 0
        else Said(f"下级权重之和少 {much}", f"the parts are {much} short")
    )


def tiled(rows: int) -> Said:
    return Said(f"{rows} 档不重、不漏，都用得上", f"{rows} rows leave nothing over and share nothing")


def not_tiled(code: str, witness: str) -> Said:
    """`witness`: what the finding names, one item a line."""
    zh, en = (stop.join(witness.split("\n")) for stop in ("、", ", "))
    match code:
        case "RB5005":
            return Said(f"{zh} 不属于任何一档", f"{en} is in no row")
        case "RB5006":
            return Said(f"{zh} 属于两档", f"{en} is in two rows")
    return Said("有一档永远用不上", "a row can never apply")
