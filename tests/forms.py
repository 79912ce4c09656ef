"""Every form of the language, with the place of its example and its bad case: what docs/forms.md is made from.

A form is a row of §3 of the design, or of what the language has beside points. `features` are those of
`features.py` that the form consists of; together the forms name all features there are. To add a construct, add a row.
"""

from __future__ import annotations

from typing import NamedTuple


class Form(NamedTuple):
    chinese: str  # as an author writes it
    english: str
    features: tuple[str, ...]
    heading: str  # of docs/language/, its Chinese half
    bad: str  # below tests/cases/bad, without .md


class Part(NamedTuple):
    title: str
    forms: tuple[Form, ...]


FORMS: tuple[Part, ...] = (
    Part(
        "文件和数据 · File and data",
        (
            Form('评分表 "…"：', 'rubric "…":', ("Rubric", "Rubric.name"), "首行和设置", "names/no-header"),
            Form("总分 5", "total 5", ("Total",), "首行和设置", "weights/total"),
            Form("等级：优 ≥ 90，差 其他", "grades: A >= 90, F otherwise", ("Grades", "Grade", "Matches", "Otherwise"), "首行和设置", "clauses/grades-with-a-gap"),
            Form("约定 cn-fiscal", "convention cn-fiscal", ("Convention",), "首行和设置", "names/unknown-convention"),
            Form("约定 本市 依照 cn-fiscal：", "convention mine like cn-fiscal:", ("Convention",), "自己的约定", "names/convention-taken"),
            Form("百分比步长：百分点、目标值的百分比、实际值的百分比", "percent step: percentage points, percent of target, percent of actual", ("StepAnswer", "StepAnswer.question=percent step", "StepAnswer.answer=points", "StepAnswer.answer=target", "StepAnswer.answer=actual"), "自己的约定", "syntax/answer-twice"),
            Form("其他步长：目标值的百分比", "other step: percent of target", ("StepAnswer.question=other step",), "自己的约定", "syntax/answer-twice"),
            Form("不足一步：按一步计、不计、按比例", "partial step: started steps, whole steps, pro rata", ("StepAnswer.question=partial step", "StepAnswer.answer=started", "StepAnswer.answer=whole", "StepAnswer.answer=pro rata"), "自己的约定", "clauses/left-open"),
            Form("加分不足一步：按一步计、不计、按比例", "partial step added: started steps, whole steps, pro rata", ("StepAnswer.question=partial step added",), "自己的约定", "clauses/left-open"),
            Form("比较的值：不舍入", "value compared: in full", ("Compared",), "自己的约定", "kinds/compared-to-what"),
            Form("比较的值：取整 四舍五入 到 0.01%", "value compared: round half up to 0.01%", ("Compared.mode", "Compared.to"), "自己的约定", "kinds/compared-to-what"),
            Form("得分 到 0.1 四舍五入", "points to 0.1 half up", ("PointsTo", "PointsTo.mode=half up"), "首行和设置", "clauses/finer-than-the-grid"),
            Form("得分 到 0.5 向下取整", "points to 0.5 down", ("PointsTo.mode=down",), "首行和设置", "clauses/finer-than-the-grid"),
            Form("得分 到 1 向上取整", "points to 1 up", ("PointsTo.mode=up",), "首行和设置", "clauses/finer-than-the-grid"),
            Form("得分 到 1 四舍六入五成双", "points to 1 half even", ("PointsTo.mode=half even",), "首行和设置", "clauses/finer-than-the-grid"),
            Form("数据 核查：", "data 核查:", ("Data", "FieldDecl"), "数据块", "names/twice"),
            Form("按月 2020-07 .. 2020-09", "by month 2020-07 .. 2020-09", ("Data.by=month",), "数据块", "kinds/backward-period"),
            Form("按件", "by event", ("Data.by=event",), "数据块", "facts/wrong-shape"),
            Form("按单位", "by unit", ("Data.by=unit",), "数据块", "facts/unit-twice"),
            Form("至多 100", "up to 100", ("UpTo",), "范围和精度", "facts/outside-domain"),
            Form("≤ 话务量", "<= calls", ("Bound",), "范围和精度", "facts/more-than-all"),
            Form("0% .. 100%", "0% .. 100%", ("Range",), "范围和精度", "facts/outside-domain"),
            Form("精确到 0.01%", "to 0.01%", ("Precision",), "范围和精度", "kinds/precision-of-zero"),
            Form("可空", "may be missing", ("MayBeMissing",), "可空的数据", "kinds/never-missing"),
            Form("参数 X = 95%", "param x = 95%", ("Param",), "参数", "params/of-a-fact"),
            Form('自 2020-01-01 至 2020-12-31 依据 "…"', 'from 2020-01-01 to 2020-12-31 source "…"', ("Param.first", "Param.last"), "参数", "params/overlap"),
            Form("评价基准日 2020-12-31", "as of 2020-12-31", ("AsOf",), "参数", "params/no-day"),
            Form("每低（步长）", "per (step) below", ("Number.given",), "参数", "params/figure-of-a-fact"),
            Form('引用 "x.rubric"', 'use "x.rubric"', ("Use",), "引用和依照", "reuse/no-file"),
            Form("依照 预算执行率", "like X", ("Like",), "引用和依照", "reuse/like-what"),
            Form('沿用 "x.rubric"', 'extends "x.rubric"', ("Extends",), "沿用和替换", "reuse/two-bases-of-a-file"),
            Form("替换 C22 …、替换 参数 X = …", "replace C22 …, replace param x = …", ("Replace",), "沿用和替换", "reuse/replace-nothing"),
            Form("删去 C22", "remove C22", ("Remove",), "沿用和替换", "reuse/replace-nothing"),
            Form("令 X = …", "let X = …", ("Let",), "令", "names/definition-of-itself"),
            Form('依据 指标解释 数据来源 说明 "…"', 'source about evidence note "…"', ("Doc", "Doc.kind=source", "Doc.kind=about", "Doc.kind=evidence", "Doc.kind=note"), "十二、其他栏", "syntax/source-without-quotes"),
        ),
    ),
    Part(
        "算式 · Expressions",
        (
            Form("+ − × ÷", "+ - * /", ("Arith", "Name", "Number"), "四则和比较", "kinds/date-plus-percent"),
            Form("10_000", "10_000", ("Number.grouped",), "数和单位", "syntax/too-many-digits"),
            Form("−甲", "-a", ("Minus",), "四则和比较", "kinds/date-plus-percent"),
            Form("≥ ≤ > < = ≠", ">= <= > < = !=", ("Compare",), "四则和比较", "kinds/date-against-number"),
            Form("2020-12-31", "2020-12-31", ("DateLiteral",), "日期", "syntax/short-date"),
            Form("且 或", "and or", ("Logic", "Logic.op=and", "Logic.op=or"), "条件", "kinds/count-as-condition"),
            Form("非", "not", ("Negate",), "条件", "kinds/count-as-condition"),
            Form("属于 (甲，乙)", "in (a, b)", ("MemberOf",), "条件", "names/unknown-label"),
            Form("X 为空、X 不为空", "x is missing, x is not missing", ("IsMissing", "IsMissing.not_"), "可空的数据", "kinds/missing-not-asked"),
            Form("(X，否则 0)", "(x, else 0)", ("IfMissing",), "可空的数据", "kinds/missing-other-kind"),
            Form("若 … 则 … 否则 …", "if … then … else …", ("IfElse",), "条件", "kinds/count-as-condition"),
            Form("合计(X)", "sum(x)", ("Call",), "合计", "names/column-without-aggregate"),
            Form("合计(X 其中 …)", "sum(x where …)", ("Call.where",), "合计", "names/two-tables"),
            Form("上月值(X，否则 0)", "previous(x, else 0)", ("Call.otherwise",), "同前面的月份比", "kinds/earlier-without-else"),
            Form("上年同期(X，否则 0)", "year ago(x, else 0)", ("Call.otherwise",), "同前面的月份比", "bands/no-year-ago"),
            Form("连续(…) ≥ 3个月", "streak(…) >= 3 months", ("Call",), "连续几个月", "kinds/streak-of-events"),
            Form("平均(最近3个月 X)", "mean(last 3 of x)", ("LastOf",), "最近几个月", "bands/too-few-months"),
            Form("不同值个数(X)", "distinct count(x)", ("Call",), "不同值个数", "names/two-arguments"),
            Form("排名(X，高者在前)", "rank(x, highest first)", ("Call.order=highest first",), "各单位之间", "names/rank-without-order"),
            Form("排名(X，低者在前)", "rank(x, lowest first)", ("Call.order=lowest first",), "各单位之间", "names/rank-without-order"),
            Form("最优(X，高者在前，仅一个时：1)", "best(x, highest first, alone: 1)", ("Call.alone",), "各单位之间", "names/order-of-a-mean"),
            Form("排名(X，高者在前，缺者除外)", "rank(x, highest first, skip)", ("Call.skip",), "各单位之间", "names/skip-in-a-sum"),
            Form("排名(得分(C2)，高者在前)", "rank(points(C2), highest first)", ("ItemPoints",), "各单位的得分之间", "names/rank-in-a-circle"),
            Form("排名(总分，高者在前)", "rank(total, highest first)", ("Standing.what=total",), "各单位的得分之间", "names/total-of-nobody"),
            Form("得分(C2)", "points(C2)", ("ItemPoints", "ItemPoints.what=points"), "其他项的得分", "names/points-in-a-circle"),
            Form("得分率(C2)", "rate(C2)", ("ItemPoints.what=rate",), "其他项的得分", "kinds/rate-without-weight"),
            Form("权重(C2)、权重(总分)", "weight(C2), weight(total)", ("ItemPoints.what=weight",), "其他项的得分", "names/weight-of-what"),
            Form("X 取整 四舍五入 到 0.1%", "x round half up to 0.1%", ("RoundTo", "RoundTo.mode=half up"), "取大取小和舍入", "kinds/precision-of-zero"),
            Form("取整 向上取整", "round up", ("RoundTo.mode=up",), "取大取小和舍入", "kinds/precision-of-zero"),
            Form("取整 向下取整", "round down", ("RoundTo.mode=down",), "取大取小和舍入", "kinds/precision-of-zero"),
            Form("取整 四舍六入五成双", "round half even", ("RoundTo.mode=half even",), "取大取小和舍入", "kinds/precision-of-zero"),
        ),
    ),
    Part(
        "指标和基础分 · Indicators and bases",
        (
            Form("C22 名称 权重5：", "C22 name weight 5:", ("Item", "Item.inline", "Weight", "Weight.value"), "指标和分组", "weights/group"),
            Form("C22 名称 权重70 至多140：", "C22 name weight 70 up to 140:", ("Weight.up_to",), "权重", "weights/passed-by-nothing"),
            Form("权重 × X", "weight * x", ("OwnWeight",), "权重", "names/whose-weight"),
            Form("取 X", "of x", ("Measure",), "取数", "names/unknown"),
            Form("目标 ≥ 95%", "target >= 95%", ("Target",), "目标值", "clauses/idle-target"),
            Form("目标 90% .. 110%", "target 90% .. 110%", ("TargetRange",), "目标是一个范围", "clauses/half-of-a-range"),
            Form("期限 2020-12-31", "target by 2020-12-31", ("Deadline",), "期限", "kinds/number-for-a-date"),
            Form("越高越好、越低越好", "higher is better, lower is better", ("Direction", "Direction.higher"), "方向", "clauses/against-the-target"),
            Form("基础分 3", "start at 3", ("StartAt",), "基础分", "clauses/two-bases"),
            Form("满分、一半、权重的60%", "full, half, 60% of weight", ("Share",), "基础分", "clauses/above-the-weight"),
            Form("按 X：≥ 95%：5", "by x: >= 95%: 5", ("By", "By.measure", "Row", "Matches"), "分档", "clauses/gap"),
            Form("[90%，95%)：3", "[90%, 95%): 3", ("Interval", "Interval.high_open"), "分档", "clauses/overlap"),
            Form("(90%，95%]：3", "(90%, 95%]: 3", ("Interval.low_open",), "分档", "clauses/overlap"),
            Form('按 X："表.csv"', 'by x: "table.csv"', ("FromFile", "By.file"), "分档写在表里", "tables/columns"),
            Form("其他：0", "otherwise: 0", ("Otherwise",), "分档", "clauses/conditions-without-otherwise"),
            Form("按 X：是：2", "by x: yes: 2", ("YesNo", "YesNo.value"), "按选项", "names/unknown-label"),
            Form("按：条件：满分", "by: condition: full", ("By",), "按条件", "clauses/conditions-without-otherwise"),
            Form("[80%，95%)：线性 2 .. 4", "[80%, 95%): linear 2 .. 4", ("Piece",), "档内直线", "bands/line-without-end"),
            Form("线性（80% → 0，95% → 5）", "linear (80% -> 0, 95% -> 5)", ("Linear", "Knot"), "折线", "bands/knots-fall"),
            Form("按比例 X", "pro rata of x", ("ProRata",), "按比例", "clauses/two-bases"),
            Form("按比例 X 不封顶", "pro rata of x uncapped", ("ProRata.uncapped",), "按比例", "clauses/uncapped"),
            Form("清单：甲：3", "checklist: a: 3", ("Checklist", "CheckItem", "CheckItem.points"), "清单", "clauses/checklist-sum"),
            Form("必备 甲", "required a", ("CheckItem.required",), "清单", "clauses/checklist-sum"),
            Form("清单 每缺一项扣2", "checklist deduct 2 per missing", ("PerMissing", "Checklist.mode"), "清单：每缺一项扣分", "clauses/idle-points"),
            Form("清单 全有或全无", "checklist all or nothing", ("AllOrNothing",), "清单：全有或全无", "clauses/idle-points"),
            Form("清单 任2项", "checklist any 2", ("AnyOf",), "清单：任几项", "clauses/three-of-two"),
            Form("清单 共3项任2项", "checklist any 2 of 3", ("AnyOf.n",), "清单：任几项", "clauses/three-of-two"),
            Form("每个 表：… 合成 取平均", "each t: … combine mean", ("Each",), "每行各自计分", "bands/rows-not-combined"),
            Form("每个 列（表）：…", "each c of t: …", ("Each.key",), "分组", "names/groups"),
            Form("每个 表 其中 …", "each t where …", ("Each.where",), "每行各自计分", "bands/rows-within-rows"),
            Form("计分 …", "score …", ("Score",), "计分公式", "clauses/two-bases"),
            Form('评判 0 .. 5 "名目"', 'judged 0 .. 5 "label"', ("Judged",), "由人评判", "clauses/judged-backwards"),
        ),
    ),
    Part(
        "扣分和加分 · Adjustments",
        (
            Form("扣1 当 …", "deduct 1 when …", ("Adjust", "Adjust.sign=deduct", "Adjust.when"), "有此情况扣分", "clauses/always"),
            Form("加1 当 …", "add 1 when …", ("Adjust.sign=add",), "基础分", "clauses/deduct-and-add"),
            Form("每低1%扣1", "deduct 1 per 1% below", ("Step", "Step.side=below", "Adjust.unit"), "每低、每高一步", "clauses/no-threshold"),
            Form("每高1%扣1", "deduct 1 per 1% above", ("Step.side=above",), "每低、每高一步", "clauses/no-threshold"),
            Form("每偏离1%扣1", "deduct 1 per 1% either side", ("Step.side=either side",), "高低都扣", "clauses/no-threshold"),
            Form("每低目标的1%扣1", "deduct 1 per 1% of target below", ("Step.basis=target",), "目标值、实际值的百分之几", "clauses/percent-of-zero"),
            Form("每低实际值的1%扣1", "deduct 1 per 1% of actual below", ("Step.basis=actual",), "目标值、实际值的百分之几", ""),
            Form("每低1个百分点（X，90%）扣1", "deduct 1 per 1pp of x below 90%", ("Step.measure", "Step.threshold"), "自带数和界限", "clauses/no-threshold"),
            Form("每迟1个月扣1", "deduct 1 per month late", ("Step.side=late",), "迟到", "kinds/number-for-a-date"),
            Form("不足1%按1%计", "started steps", ("Partial", "Partial.how=started", "Partial.size", "Partial.counted_as", "Adjust.partial"), "不足一步", "syntax/repeated-step-differs"),
            Form("不足1%不扣", "whole steps", ("Partial.how=whole",), "不足一步", "clauses/part-of-no-step"),
            Form("按比例（一步）", "pro rata (of a step)", ("Partial.how=pro rata",), "不足一步", "clauses/part-of-no-step"),
            Form("超出 2 部分", "beyond 2 excess", ("Tolerance", "Tolerance.how=excess", "Adjust.beyond"), "容许的偏差", "clauses/part-of-no-step"),
            Form("超出 2 全部", "beyond 2 everything", ("Tolerance.how=everything",), "容许的偏差", "clauses/part-of-no-step"),
            Form("每月 当 …", "per month where …", ("PerRow", "PerRow.what=month", "Adjust.where"), "每月、每行", "clauses/no-months"),
            Form("每行（表）其中 …", "per row of t where …", ("PerRow.what=row", "PerRow.block"), "每月、每行", "clauses/where-without-rows"),
            Form("每行（表）按 列 取最高", "per row of t best of each c", ("PerRow.among", "Among", "Among.how=best"), "分组", "names/groups"),
            Form("每行（表）按 列 取最低", "per row of t worst of each c", ("Among.how=worst",), "分组", "names/groups"),
            Form("至多2 各", "up to 2 each", ("Adjust.up_to_each",), "每行的分数", "clauses/where-without-rows"),
            Form("每5件（数）扣1", "deduct 1 per 5 of n", ("PerCount", "PerCount.every"), "按数量", "kinds/points-of-a-count"),
            Form('扣按 X："表.csv"', 'deduct by x: "table.csv"', ("Table.file",), "分档写在表里", "tables/columns"),
            Form("扣按 X：甲：1", "deduct by x: a: 1", ("Table",), "按表扣分", "bands/line-without-end"),
            Form("扣分段计 X：0 .. 5：0.1 各", "deduct rates of x: 0 .. 5: 0.1 each", ("Tiers", "Tier", "Tier.high"), "分段累计", "bands/tiers-apart"),
            Form("5 .. 20：0.3 每3", "5 .. 20: 0.3 per 3", ("Tier.per",), "分段累计", "bands/tiers-apart"),
            Form("扣分段计 X 全额", "deduct rates of x whole", ("Tiers.whole",), "分段累计", "bands/tiers-apart"),
            Form("乘 系数", "times k", ("Adjust.times",), "系数和上限", ""),
            Form("至多3", "up to 3", ("Adjust.up_to",), "系数和上限", "syntax/option-twice"),
            Form("扣完为止", "until zero", ("Adjust.until_zero",), "扣完为止", "syntax/option-twice"),
            Form("可累计", "cumulative", ("Adjust.cumulative",), "可累计", "proofs/charged-twice"),
        ),
    ),
    Part(
        "分组与总分 · Groups and totals",
        (
            Form("合成 取平均", "combine mean", ("Combine", "Combine.how=mean"), "组的合成", "weights/group"),
            Form("合成 取最高 2", "combine best 2", ("Combine.how=best",), "组的合成", "weights/group"),
            Form("合成 取最低 2", "combine worst 2", ("Combine.how=worst",), "组的合成", "weights/group"),
            Form("合成 去掉最低 1", "combine drop 1", ("Combine.how=drop",), "组的合成", "weights/group"),
            Form("合成 求和", "combine sum", ("Combine.how=sum",), "组的合成", "weights/group"),
            Form("权重6 满分100：", "weight 6 out of 100:", ("Weight.out_of",), "折合满分", "clauses/above-the-weight"),
            Form("加分组 创新 至多2分：", "bonus group N up to 2:", ("Item.special=bonus", "Item.limit", "Total.up_to"), "加分组和扣分组", "weights/penalty-upwards"),
            Form("扣分组 投诉 不低于 -3分：", "penalty group N at least -3:", ("Item.special=penalty",), "加分组和扣分组", "weights/penalty-upwards"),
            Form("不适用 满分 当 …", "not applicable full when …", ("NotApplicable",), "不适用", "kinds/count-as-condition"),
            Form("缺数据 不得分", "missing zero", ("Missing",), "缺数据", "clauses/nothing-to-miss"),
            Form("… 满分", "… full", ("Instead.how=full",), "缺数据", "clauses/missing-twice"),
            Form("… 不得分", "… zero", ("Instead", "Instead.how=zero"), "缺数据", "clauses/missing-twice"),
            Form("… 1分", "… 1", ("Instead.how=points", "Instead.points"), "缺数据", "clauses/missing-above-the-weight"),
            Form("… 组内折算", "… rescale within group", ("Instead.how=rescale within group",), "不适用", "kinds/count-as-condition"),
            Form("… 其他单位平均", "… mean of others", ("Instead.how=mean of others",), "不适用", "clauses/zero-divisor"),
            Form("除数为零 满分", "zero divisor full", ("ZeroDivisor",), "除数为零", "clauses/zero-divisor"),
            Form("除数为零：满分", "zero divisor: full", ("ZeroDivisor",), "除数为零", "clauses/zero-divisor"),
            Form("… 总分折算", "… rescale in total", ("Instead.how=rescale in total",), "不适用", "kinds/count-as-condition"),
            Form("… 暂不评分", "… refuse", ("Instead.how=refuse",), "缺数据", "clauses/missing-twice"),
            Form("总分 扣1分 当 …", "total deduct 1 when …", ("TotalChange", "TotalChange.sign=deduct"), "总分的加减和限制", "kinds/count-as-condition"),
            Form("总分 加1分 当 …", "total add 1 when …", ("TotalChange.sign=add",), "总分的加减和限制", "kinds/count-as-condition"),
            Form("总分 乘80% 当 …", "total times 80% when …", ("TotalFactor",), "总分的加减和限制", "clauses/factor-of-the-total"),
            Form("总分 不超过5分 当 …", "total at most 5 when …", ("TotalLimit", "TotalLimit.side=at most"), "总分的加减和限制", "kinds/count-as-condition"),
            Form("总分 不低于2分 当 …", "total at least 2 when …", ("TotalLimit.side=at least",), "总分的加减和限制", "kinds/count-as-condition"),
            Form("评级 降一档 当 …", "grade one lower when …", ("GradeLower", "GradeLower.cumulative"), "等级的调整", "bands/lower-than-nothing"),
            Form("评级 不超过 良 当 …", "grade at most B when …", ("GradeCap",), "等级的调整", "names/unknown-label"),
            Form("不评 优 当 …", "no grade A when …", ("NoGrade",), "等级的调整", "names/unknown-label"),
            Form("结果 X：费用 × 得分率(总分)", "outcome x: fee * rate(total)", ("OutcomeDecl", "Standing"), "结果", "bands/total-in-a-circle"),
            Form("结果 X：按 总分：", "outcome x: by total:", ("Standing.what=total",), "结果", "bands/outcome-of-what"),
            Form("结果 X：按 评级：", "outcome x: by grade:", ("Standing.what=grade",), "结果", "bands/outcome-of-what"),
            Form('结果 X：按 评级：优："续签"', 'outcome x: by grade: A: "renewed"', ("Text",), "结果", "clauses/text-for-points"),
        ),
    ),
    Part(
        "上下限、要求、案例 · Limits, statements, cases",
        (
            Form("乘80% 当 …", "times 80% when …", ("Factor", "Factor.when"), "得分的系数", "clauses/factor-below-zero"),
            Form("至少 2", "at least 2", ("Limit", "Limit.side=at least"), "最低和最高", "clauses/floor-above-cap"),
            Form("封顶 3 当 …", "at most 3 when …", ("Limit.side=at most", "Limit.when"), "最低和最高", "clauses/floor-above-cap"),
            Form("不得分 当 …", "zero when …", ("Veto",), "不得分和满分", "kinds/count-as-condition"),
            Form("满分 当 …", "full when …", ("Veto.full",), "不得分和满分", "kinds/count-as-condition"),
            Form('要求 "…"：… 依据 "合同"', 'require "…": … by "…"', ("Require",), "要求", "kinds/count-as-condition"),
            Form('核对 X：… 否则 "…"', 'check x: … else "…"', ("Check",), "核对", "kinds/count-as-condition"),
            Form("公布 X = 94.36%", "reported x = 94.36%", ("Reported",), "公布的数", "syntax/reported-what"),
            Form('公布 "执行率"：X = 94.36%', 'reported "rate": x = 94.36%', ("Reported.name",), "公布的数", "syntax/reported-what"),
            Form("公布 X = Y 每月", "reported x = y per month", ("Reported.unit",), "公布的数", "clauses/no-months"),
            Form('案例 "…"：', 'case "…":', ("Case",), "十三、案例", "names/twice"),
            Form('数据 月报 "…"', 'data t "…"', ("CaseData", "Binding", "Binding.block"), "十三、案例", "names/unknown-block"),
            Form("数据 打分： 分数 | 迟交", "data t: a | b", ("CaseTable", "Cells"), "十三、案例", "syntax/table-of-a-case"),
            Form("已知 X = 1", "given x = 1", ("CaseGiven", "Given", "Given.value"), "十三、案例", ""),
            Form('已知 评判 C33 = 3 "谁" "为什么"', 'given judged C33 = 3 "who" "why"', ("GivenJudged",), "十三、案例", "facts/judged-elsewhere"),
            Form("应得 C22 = 4", "expect C22 = 4", ("CaseExpect", "Expect", "Expect.what=item", "Expect.item"), "十三、案例", "names/unknown-item"),
            Form("应得 甲县：C22 = 4", "expect X: C22 = 4", ("CaseExpect.unit",), "十三、案例", "names/unknown-item"),
            Form("应得 权重 投入 属于 11 .. 20.18", "expect weight X in 11 .. 20.18", ("ExpectWeight",), "草稿", "names/unknown-item"),
            Form("应得 总分 = 4，等级 = 优", "expect total = 4, grade = A", ("Expect.what=total", "Expect.what=grade"), "十三、案例", ""),
            Form("应得 缺数据 话务量", "expect missing calls", ("Expect.what=missing",), "十三、案例", "names/unknown-fact"),
            Form("应得 核对 X 不成立", "expect check x fails", ("ExpectStatement", "ExpectStatement.kind=check", "ExpectStatement.result=holds", "ExpectStatement.result=fails", "ExpectStatement.result=unknown"), "十三、案例", "names/unknown-statement"),
            Form('应得 公布 "X" 不成立', 'expect reported "x" fails', ("ExpectStatement.kind=reported",), "十三、案例", "names/unknown-statement"),
            Form('应得 要求 "X" 未履行', 'expect require "x" not met', ("ExpectStatement.kind=require", "ExpectStatement.result=met", "ExpectStatement.result=not met", "ExpectStatement.result=not assessed"), "十三、案例", "names/unknown-statement"),
            Form("应得 结果 付款额 = 28.2万元", "expect outcome pay = 282000元", ("Expect.what=outcome",), "结果", "names/unknown-outcome"),
            Form("应得 错误 RB4001", "expect error RB4001", ("Expect.what=error",), "十三、案例", ""),
        ),
    ),
)  # fmt: skip

# Features of comparison signs: every clause that compares takes every sign; one form is enough.
SIGNS = (".op=>=", ".op=<=", ".op=>", ".op=<", ".op==", ".op=!=")
# What the tree holds and the language does not: refused with a sentence (RB5018), or only a part of other forms.
NOT_A_FORM = {
    "DateLiteral.given": "not written: a day that a parameter gives keeps its name",
    "MonthLiteral": "a month stands in data blocks, where it is text",
}

# Said in Chinese only: the step is repeated (不足1%按1%计), which English does not do.
CHINESE_ONLY = {"Partial.size", "Partial.counted_as"}

# Cells that are still empty, with the reason. An entry that is no longer true fails.
NO_BAD_CASE = {
    "deduct 1 per 1% of actual below": "a measure of zero is refused with the facts, not with the rubric",
    "times k": "a factor may be any number; below zero it counts as nothing",
    "given x = 1": "refused with the facts of the case, by rubricc test",
    "expect total = 4, grade = A": "an unknown grade fails the case, not the rubric",
    "expect error RB4001": "an unknown code fails the case, not the rubric",
}
NOT_DRAWN = {
    'by x: "table.csv"': "its rows in their place, before anything is worked out",
    'deduct by x: "table.csv"': "its rows in their place, before anything is worked out",
    'use "x.rubric"': "one file in its place, before anything is worked out",
    "like X": "one file in its place, before anything is worked out",
    'extends "x.rubric"': "one file in its place, before anything is worked out",
    "replace C22 …, replace param x = …": "one file in its place, before anything is worked out",
    "remove C22": "one file in its place, before anything is worked out",
    "param x = 95%": "a number before anything is worked out",
    'from 2020-01-01 to 2020-12-31 source "…"': "one number is left of them",
    "as of 2020-12-31": "no points",
    "per (step) below": "a number before anything is worked out",
    'source about evidence note "…"': "no points",
    "by x: yes: 2": "labels are drawn, yes and no are not",
    "started steps": "drawn in English words, which do not repeat the step",
    "until zero": "says what holds anyway",
    "higher is better, lower is better": "no points",
    'require "…": … by "…"': "no points",
    'check x: … else "…"': "no points",
    "reported x = 94.36%": "no points",
    "reported x = y per month": "no points",
    'case "…":': "no points",
    'data t "…"': "no points",
    "given x = 1": "no points",
    "data t: a | b": "no points",
    'given judged C33 = 3 "who" "why"': "no points",
    "expect C22 = 4": "no points",
    "expect X: C22 = 4": "no points",
    "expect weight X in 11 .. 20.18": "no points",
    "expect total = 4, grade = A": "no points",
    "expect missing calls": "no points",
    "expect outcome pay = 282000元": "no points",
    "expect error RB4001": "no points",
    'reported "rate": x = 94.36%': "no points",
    "expect check x fails": "no points",
    'expect reported "x" fails': "no points",
    'expect require "x" not met': "no points",
}

# Forms of the design that do not compile yet: a rubric that uses one. It fails here when it compiles.
_FRAME = """\
rubric "x":
    total 5
    convention cn-fiscal
data t by month 2020-01 .. 2020-02:
    a: count
    b: count
data s:
    x: percent
    d: date
    l: one of p, q
"""
NOT_YET: dict[str, str] = {
    "out of 100": _FRAME + "A1 n out of 5: of x; target >= 95%\n",
}  # fmt: skip
