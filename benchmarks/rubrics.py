"""What is measured: the facts of Lüliang as a program has them, facts on boundaries, and rubrics of any size."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from rubricc import Rubric
from rubricc.compiler.cases import bind_case
from rubricc.compiler.runtime.schema import months_between

LULIANG = Path(__file__).resolve().parents[1] / "rubrics" / "luliang-2020"
_PER_UNIT = {"万元": 10_000, "小时": 3600}

Facts = dict[str, Any]


def luliang_facts(rubric: Rubric) -> Facts:
    """The facts of its case as `score` takes them: int, Decimal, bool, str and date, in the declared units."""
    bound = bind_case(rubric.checked.program.cases[0], rubric.blocks, LULIANG)
    found: Facts = {}
    for block in rubric.blocks:
        rows = []
        months = months_between(block.first, block.last) if block.by == "month" else ()
        for at, values in enumerate(bound.values[block.name]):
            row: dict[str, Any] = {"月份": months[at]} if months else {}
            for field in block.fields:
                value: object = values[field.name]
                if (
                    isinstance(value, int | Fraction)
                    and not isinstance(value, bool)
                    and field.kind != "count"
                ):
                    exact = Fraction(value) / _PER_UNIT.get(field.unit, 1)
                    value = Decimal(exact.numerator) / Decimal(exact.denominator)
                row[field.name] = value
            rows.append(row)
        found[block.name] = rows if block.by else rows[0]
    return found


def boundaries(facts: Facts) -> Iterator[tuple[str, Facts]]:
    """Facts in which one indicator stands exactly on the boundary of a step or of a band, with that indicator."""
    for code, part, whole, target, sign in (
        ("C22", "话务接通数", "话务量", 95, -1),
        ("D12", "热线10秒接通数", "话务接通数", 80, -1),
        ("D13", "超5分钟通话数", "话务接通数", 36, 1),
        ("D15", "回访数", "接单数", 100, -1),
        ("C24", "话务监听合格数", "话务监听数", 95, -1),
        ("D14", "按时办结数", "办结数", 90, -1),
    ):
        for steps in range(1, 31):
            rate = target + sign * steps
            made = copy.deepcopy(facts)
            for number, row in enumerate(made["月报"]):
                row[whole] = 4000 + 100 * number
                row[part] = row[whole] * rate // 100
            if code == "C22":  # what is a part of the answered calls stays below them
                for row in made["月报"]:
                    row["热线10秒接通数"] = row["超5分钟通话数"] = 0
            elif code in ("D12", "D13"):
                for row in made["月报"]:
                    row["话务量"] = row["话务接通数"]
                    row["超5分钟通话数" if code == "D12" else "热线10秒接通数"] = 0
            elif code == "D14":
                for row in made["月报"]:
                    row["接单数"], row["回访数"] = row["办结数"], 0
            elif code == "D15":
                for row in made["月报"]:
                    row["办结数"] = row["按时办结数"] = 1
            yield code, made
    for budget in range(900, 1300, 4):
        for percent in (95, 90, 85):
            made = copy.deepcopy(facts)
            made["资金管理"] |= {"预算资金": Decimal(budget), "到位资金": Decimal(budget)}
            spent = Decimal(budget) * percent / 100
            for row, share in zip(
                made["支付"], (Decimal("0.5"), Decimal("0.3"), Decimal("0.2"), None), strict=True
            ):
                row["付款金额"] = Decimal(0) if share is None else (spent * share).quantize(Decimal("0.0001"))
            yield "B12", made
    for steps in range(1, 31):
        made = copy.deepcopy(facts)
        made["效益核查"]["市民满意度"] = Decimal(90 - steps) / 100
        yield "D33", made
    for steps in range(1, 13):  # 5 % of 30,000 is 1,500 calls a month
        made = copy.deepcopy(facts)
        for row in made["月报"]:
            row["话务量"] = 30_000 - 1500 * steps
            row["话务接通数"] = row["话务量"]
            row["热线10秒接通数"] = row["超5分钟通话数"] = 0
        yield "C14", made
    for planned in range(3, 200):
        for built in range(1, planned):
            if 600 * built % (2 * planned) == planned:  # half of a hundredth point
                made = copy.deepcopy(facts)
                made["产出核查"] |= {"计划建设内容数": planned, "建成内容数": built}
                yield "C11", made


_MAKES = (
    "of sum(接通数) / sum(话务量)\ntarget >= 95%; deduct 1 per 1% below up to 3",
    "of 合格率; target >= {n}%\ndeduct 0.5 per 1pp below; deduct 1 when 有事故",
    "by 合格率:\n    >= {n}%: full\n    otherwise: half",
    "checklist:\n    有制度: 3\n    有记录: 2",
    "deduct 0.2 per month where 话务量 < {n}000\nzero when 有事故",
    "of 完成日期; target by 2020-12-31; deduct 1 per month late",
    'pro rata of 实有人数 / 应有人数; at least 1 when 有制度\nsource "附件2"',
    "start at 3; add 1 when 有制度 and 有记录; add 1 when 合格率 >= {n}%",
)


def rubric_of(indicators: int) -> str:
    """A rubric with that many indicators of about three lines each, of eight makes, in groups of at most 34."""
    lines = [
        f'rubric "{indicators}":\n    total {5 * indicators}\n    convention cn-fiscal\n',
        "data 月报 by month 2020-01 .. 2020-12:\n    话务量: count up to 1_000_000\n    接通数: count <= 话务量\n",
        "data 核查:\n    合格率: percent 0% .. 100% to 0.01%\n    有事故、有制度、有记录: yes/no\n"
        "    实有人数: count\n    应有人数: count 1 .. 10_000\n    完成日期: date\n",
    ]
    for start in range(0, indicators, 34):
        members = range(start, min(start + 34, indicators))
        lines.append(f"G{start // 34 + 1} 分组 weight {5 * len(members)}:\n")
        for number in members:
            body = _MAKES[number % len(_MAKES)].format(n=60 + number % 35)
            lines.append(f"    C{number + 1000} 指标{number} weight 5:\n")
            lines += [f"        {line}\n" for line in body.splitlines()]
    return "".join(lines)
